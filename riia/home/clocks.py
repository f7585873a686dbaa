"""What happens because time passes, for all apps. Every clock is safe to run any number of times."""

from collections.abc import Callable, Iterator

from regions.workflow import warn_of_ending_signatures
from riia.audit.trail import seal

# What each clock counts, in words. The trail is sealed last, so that it covers what the others did.
CLOCKS: tuple[tuple[str, Callable[[], int]], ...] = (
    ("signatures within ninety days of their end", warn_of_ending_signatures),
    ("trail entries sealed", seal),
)


def run_clocks() -> Iterator[str]:
    """Run every clock, a sentence for each."""
    for words, clock in CLOCKS:
        yield f"{words.capitalize()}: {clock():,}."
