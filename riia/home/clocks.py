"""What happens because time passes, for all apps. Every clock is safe to run any number of times."""

from collections.abc import Callable, Iterator

from datasets.clocks import remind_of_returns
from datasets.workflow import move_periods_on
from regions.handing_over import warn_of_ending_appointments
from regions.workflow import warn_of_ending_signatures
from riia.audit.trail import seal
from riia.home.retention import dispose
from selfassessment.clocks import remind_of_self_evaluations, tell_of_days

# What each clock counts, in words. The trail is sealed last, so that it covers what the others did.
CLOCKS: tuple[tuple[str, Callable[[], int]], ...] = (
    ("signatures within ninety days of their end", warn_of_ending_signatures),
    ("appointments within fourteen days of their end", warn_of_ending_appointments),
    ("periods previewed or published on their day", move_periods_on),
    ("returns due soon, or after their day", remind_of_returns),
    ("cycles of self-evaluations whose day has come", tell_of_days),
    ("self-evaluations due soon, or after their day", remind_of_self_evaluations),
    ("records disposed of", dispose),
    ("trail entries sealed", seal),
)


class ClocksError(Exception):
    """Some clocks failed; the text says which, and why. The others were run."""


def run_clocks() -> Iterator[str]:
    """Run every clock, a sentence for each. One that fails doesn't keep the others from running."""
    failed = []
    for words, clock in CLOCKS:
        try:
            yield f"{words.capitalize()}: {clock():,}."
        except Exception as error:
            failed.append(f"{words.capitalize()}: {type(error).__name__}: {error}")
    if failed:
        raise ClocksError("\n".join(failed))
