"""The calendar of a period in working days: returns due, queries, preview, publication (DAT-18, GEN-3)."""

from dataclasses import dataclass
from datetime import date

from datasets.models import Collection
from riia.ui.workdays import add_working_days

# How many working days before the day a reminder goes out.
REMIND_BEFORE = 5


@dataclass(frozen=True)
class Calendar:
    """The four days of a period, in order. Named as the fields of `CollectionPeriod`."""

    due_on: date
    queries_until: date
    preview_from: date
    publish_on: date

    @property
    def in_order(self) -> bool:
        return self.due_on <= self.queries_until <= self.preview_from <= self.publish_on


def calendar_of(collection: Collection, last_day: date) -> Calendar:
    """DAT-18: the days of a period that ends on `last_day`, each so many working days after the one before."""
    due = add_working_days(last_day, collection.due_days)
    queries = add_working_days(due, collection.query_days)
    preview = add_working_days(queries, 1)
    return Calendar(due, queries, preview, add_working_days(preview, collection.preview_days))


def last_day_to_look(publish_on: date) -> date:
    """The last working day on which directors can still comment on what is published on a day."""
    return add_working_days(publish_on, -1)
