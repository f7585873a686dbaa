"""What the portal knew at the end of a day: every entry of the trail after it is taken back (DIR-2, DIR-13).

That is another question than what was so on a day: `?on=` asks that of what is known now, `?known=` asks what was known
then. A page can be asked both at once.
"""

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils import timezone

from regions.models import Appointment, Person, Seat
from regions.querysets import today
from regions.statuses import TAKES_THE_SEAT
from riia.audit.models import Event
from riia.ui.dates import WRITTEN, AsAt, in_words

Row = TypeVar("Row", bound=models.Model)
NOT_YOURS = "What the portal knew on an earlier day is shown to those who keep this page"
RELATED = ("employing_authority", "employing_trust", "source", "confirmed_by", "proposed_by", "person")


@dataclass(frozen=True)
class Knowledge:
    """The day whose knowledge a page is asked for; `date` is None for what is known now."""

    date: dt.date | None = None
    error: str = ""
    written: str = ""
    offered: bool = False

    @property
    def until(self) -> dt.datetime:
        """The first moment after the day, in London."""
        assert self.date, "asked for a day only"  # noqa: S101
        return timezone.make_aware(dt.datetime.combine(self.date + dt.timedelta(days=1), dt.time.min))

    def turned(self, at: AsAt) -> AsAt:
        """The day that the page is about: that of the knowledge unless another was asked for."""
        return replace(at, date=self.date) if self.date and not at.written else at

    def rows(self, rows: Iterable[Row]) -> list[Row]:
        """Rows as they were known; those entered later are left out."""
        return list(rows) if self.date is None else rewound(rows, self.until)

    def row(self, row: Row) -> Row:
        """A row as it was known; as it is now where it was not known yet."""
        return next(iter(self.rows([row])), row)

    def seats(self, seats: Iterable[Seat]) -> list[Seat]:
        """Seats as they were known, with whoever was known to be around them then."""
        return list(seats) if self.date is None else _with_holders(self.rows(seats), self)


def asked(request: Any, keeps: bool) -> Knowledge:
    """Read `known` from the query string; only who keeps a page may ask what was known."""
    written = request.GET.get("known", "").strip()
    if not written:
        return Knowledge(offered=keeps)
    if not keeps:
        return Knowledge(error=NOT_YOURS, written=written)
    for pattern in WRITTEN:
        try:
            day = dt.datetime.strptime(written, pattern).date()
        except ValueError:
            continue
        error = _error_of(day)
        return Knowledge(None if error else day, error=error, written=written, offered=True)
    error = f"“{written[:40]}” is not a date. Enter a date like 2026-03-01"
    return Knowledge(error=error, written=written, offered=True)


def _error_of(day: dt.date) -> str:
    """The trail tells of days that are over, from its first on."""
    if day >= today():
        return "Enter a day before today: this page shows what is known now"
    first = Event.objects.order_by("at").values_list("at", flat=True).first()
    began = timezone.localdate(first) if first else today()
    return f"The history of the portal begins on {in_words(began)}. Enter a later day" if day < began else ""


def rewound(rows: Iterable[Row], until: dt.datetime) -> list[Row]:
    """Rows of one model as they stood before a moment, as copies; those that began later are left out."""
    there = list(rows)
    if not there:
        return []
    label = there[0]._meta.label_lower
    later: dict[str, list[Event]] = defaultdict(list)
    numbers = [str(one.pk) for one in there]
    events = Event.objects.filter(target_model=label, target_id__in=numbers, at__gte=until)
    for event in events.order_by("-pk"):
        later[event.target_id].append(event)
    found = [_rewound(one, later[str(one.pk)]) for one in there]
    return [one for one in found if one is not None]


def appointments_of(person: Person, knowledge: Knowledge, rows: "models.QuerySet[Appointment]") -> list[Appointment]:
    """Somebody's appointments as they were known, also those that were somebody else's then or are now."""
    if knowledge.date is None:
        return list(rows.filter(person=person))
    moved = Event.objects.filter(
        target_model=Appointment._meta.label_lower, at__gte=knowledge.until, before__person_id=person.pk
    )
    numbers = [int(one) for one in moved.values_list("target_id", flat=True)]
    known = _related(knowledge.rows(rows.filter(Q(person=person) | Q(pk__in=numbers))))
    return [one for one in known if one.person_id == person.pk]


def _rewound(row: Row, events: list[Event]) -> Row | None:
    """A copy of a row without what its later entries, newest first, changed; None where one of them began it."""
    row = copy.copy(row)
    for event in events:
        if "id" in event.after and not event.before:
            return None
        for name, value in event.before.items():
            if isinstance(value, str) and value.startswith("digest:"):
                continue  # addresses can't be read back, and these pages don't show them
            try:
                setattr(row, name, _field(row, name).to_python(value))
            except FieldDoesNotExist:
                continue
    return row


def _field(row: models.Model, name: str) -> models.Field:
    field = row._meta.get_field(name)
    assert isinstance(field, models.Field), "the trail keeps stored fields only"  # noqa: S101
    return field.target_field if isinstance(field, models.ForeignKey) else field


def _with_holders(seats: list[Seat], knowledge: Knowledge) -> list[Seat]:
    rows = Appointment.objects.filter(seat__in=seats).select_related(*RELATED).order_by("starts", "pk")
    by_seat: dict[int, list[Appointment]] = defaultdict(list)
    for one in _related(knowledge.rows(rows)):
        by_seat[one.seat_id].append(one)
    for seat in seats:
        there = [one for one in by_seat[seat.pk] if one.status in TAKES_THE_SEAT]
        seat.around = sorted(there, key=lambda one: (one.starts, one.pk))
        for one in seat.around:
            one.seat = seat
    return seats


def _related(rows: list[Appointment]) -> list[Appointment]:
    """Fetch at once the people whom rows name again since they were taken back."""
    lost = [one for one in rows if "person" not in one._state.fields_cache]
    people = Person.objects.in_bulk({one.person_id for one in lost})
    for one in lost:
        one.person = people[one.person_id]
    return rows
