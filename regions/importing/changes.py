"""What a plan would write: rows to add, and fields to change with what they said before."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from regions.corrections import Difference
from regions.importing.cells import Row
from regions.models import Appointment, Person, Seat
from riia.audit import trail

NEW, CHANGED, UNCHANGED, ERROR, QUESTION, WARNING = "new", "changed", "unchanged", "error", "question", "warning"


@dataclass(slots=True)
class Line:
    """A row of the file as the preview shows it: what becomes of it, what it changes, what is wrong, what it asks."""

    row: Row
    kind: str = UNCHANGED
    about: str = ""
    differences: list[Difference] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    # People whom the row may mean; the answer is one of them or somebody new.
    asks: list[Person] = field(default_factory=list)
    # Who, of the people of the directory, was found to be meant.
    means: int | None = None

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def warnings(self) -> list[Any]:
        return [one for one in self.row.faults if one.warning]

    @property
    def errors(self) -> list[Any]:
        return [one for one in self.row.faults if not one.warning]

    def says(self) -> tuple[Any, ...]:
        """Everything about it that a change of the directory could change."""
        asked = [one.pk for one in self.asks]
        return (self.number, self.kind, self.about, self.means, self.differences, self.told, self.row.faults, asked)


@dataclass(slots=True)
class Change:
    """Fields of one row that one act sets. `row` is the first row of the file that says so."""

    verb: str
    item: Any
    row: int
    fields: set[str] = field(default_factory=set)
    reason: str = ""


@dataclass
class Changes:
    """All that a plan would write, in the order in which it is written."""

    people: list[tuple[int, Person]] = field(default_factory=list)
    seats: list[tuple[int, Seat]] = field(default_factory=list)
    appointments: list[tuple[int, Appointment]] = field(default_factory=list)
    vacated: list[tuple[int, Seat, Any]] = field(default_factory=list)
    changed: dict[tuple[str, str, int], Change] = field(default_factory=dict)
    before: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    # Raw values as they were, and which row of the file changed them.
    original: dict[tuple[str, int, str], tuple[Any, int]] = field(default_factory=dict)

    def set(self, verb: str, item: models.Model, row: int, values: dict[str, Any], reason: str = "") -> None:
        """Set fields of a known row, remembering what they said."""
        model, number = item._meta.model_name or "", item.pk
        self.before.setdefault((model, number), trail.snapshot(item))
        change = self.changed.setdefault((verb, model, number), Change(verb, item, row, reason=reason))
        for name, value in values.items():
            self.original.setdefault((model, number, name), (getattr(item, name), row))
            change.fields.add(item._meta.get_field(name).attname)  # type: ignore[union-attr]
            setattr(item, name, value)

    def was(self, item: models.Model, name: str) -> Any:
        """What a field said before this file."""
        key = (item._meta.model_name or "", item.pk, name)
        return self.original[key][0] if key in self.original else getattr(item, name)

    def changed_by(self, item: models.Model, name: str) -> int | None:
        """The row that has already changed a field."""
        known = self.original.get((item._meta.model_name or "", item.pk, name))
        return known[1] if known else None

    def __len__(self) -> int:
        return len(self.people) + len(self.seats) + len(self.appointments) + len(self.vacated) + len(self.changed)
