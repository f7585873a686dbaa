"""The dates of a cycle, in the order in which they come (GEN-1)."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from regions.querysets import today
from riia.ui.dates import in_words
from selfassessment.models import Cycle

LABELS = {
    "opens_on": "Writing begins",
    "closes_on": "Closing date",
    "release_on": "Opened to the region",
    "moderate_by": "Moderators’ judgements by",
    "feedback_by": "Feedback by",
}


@dataclass(frozen=True)
class Calendar:
    """The five days of a cycle."""

    opens_on: date
    closes_on: date
    release_on: date
    moderate_by: date
    feedback_by: date

    @property
    def reasons(self) -> list[str]:
        """What is out of order, each day by its name."""
        days = list(vars(self).items())
        return [
            f"{LABELS[later]}, {in_words(day)}, is before {LABELS[earlier][:1].lower()}{LABELS[earlier][1:]}, "
            f"{in_words(before)}: the days must follow one another."
            for (earlier, before), (later, day) in pairwise(days)
            if day < before
        ]


def calendar_of(cycle: Cycle) -> Calendar:
    """The days that a cycle has."""
    return Calendar(**{name: getattr(cycle, name) for name in LABELS})


def next_words(cycle: Cycle) -> str:
    """What the whole region waits for next, in a sentence."""
    for name, label in LABELS.items():
        day = getattr(cycle, name)
        if day >= today():
            return f"{label}: {in_words(day)}."
    return f"Its last day, for feedback, was {in_words(cycle.feedback_by)}."
