"""Writing what a plan says: many rows a statement, and one entry in the trail for each row (DIR-10, DIR-13)."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils import timezone

from regions.importing.changes import Change, Changes
from regions.models import Appointment, Person, Seat
from regions.querysets import today
from regions.statuses import AppointmentStatus
from riia.accounts.models import User
from riia.audit import trail
from riia.workflow import REGISTRY

AT_ONCE = 500


def write(changes: Changes, *, by: User, reason: str) -> list[Appointment]:
    """Write a plan in the transaction of the caller, who has locked what it touches. Returns the new appointments.

    What a seat becomes vacant by is left to the command (see `regions.workflow.imports`).
    """
    _write_changes(changes, by, reason)
    people = [one for _, one in changes.people]
    Person.objects.bulk_create(people, batch_size=AT_ONCE)
    _told("regions.seat.add_person", people, changes, by, reason)
    seats = [one for _, one in changes.seats]
    for seat in seats:
        seat.confirmed_on, seat.confirmed_by = today(), by
    Seat.objects.bulk_create(seats, batch_size=AT_ONCE)
    _told("add_seat", seats, changes, by, reason)
    return _write_appointments(changes, by, reason)


def _write_appointments(changes: Changes, by: User, reason: str) -> list[Appointment]:
    found, now = [one for _, one in changes.appointments], timezone.now()
    for one in found:
        # Made before these had numbers.
        one.person, one.seat = one.person, one.seat
        one.proposed_by, one.proposed_at = by, now
        if one.status == AppointmentStatus.CONFIRMED:
            one.confirmed_on, one.confirmed_by = today(), by
    later = [one for one in found if one.replaces and one.replaces._state.adding]
    links = {id(one): one.replaces for one in later}
    for one in later:
        one.replaces = None
    Appointment.objects.bulk_create(found, batch_size=AT_ONCE)
    for one in later:
        one.replaces = links[id(one)]
    Appointment.objects.bulk_update(later, ["replaces"], batch_size=AT_ONCE)
    _told("regions.seat.appoint", found, changes, by, reason)
    return found


def _told(key: str, rows: list[Any], changes: Changes, by: User, reason: str) -> None:
    """An entry for each row that was added, in the words of the act that adds one."""
    entries = (trail.Entry(*_words(key, one), on=one, after=trail.snapshot(one), reason=reason) for one in rows)
    trail.record_many(entries, by=by)


def _words(key: str, row: models.Model) -> tuple[str, str]:
    if key == "add_seat":
        key = f"{row.place._meta.label_lower}.add_seat"  # type: ignore[attr-defined]  # it is a seat
    return REGISTRY[key].name, REGISTRY[key].label


def _write_changes(changes: Changes, by: User, reason: str) -> None:
    """Fields of known rows: those of a kind that set the same fields together, then what each act did."""
    entries = list(_entries(changes, reason))
    by_fields: dict[tuple[type[models.Model], frozenset[str]], dict[int, Any]] = defaultdict(dict)
    fields: dict[tuple[str, int], set[str]] = defaultdict(set)
    for one in changes.changed.values():
        fields[one.item._meta.label_lower, one.item.pk] |= one.fields
    for one in changes.changed.values():
        names = frozenset(fields[one.item._meta.label_lower, one.item.pk])
        by_fields[type(one.item), names][one.item.pk] = one.item
    for (model, names), items in by_fields.items():
        columns = [field.name for field in model._meta.concrete_fields if field.attname in names]
        model._base_manager.bulk_update(items.values(), columns, batch_size=AT_ONCE)
    trail.record_many(entries, by=by)


def _entries(changes: Changes, reason: str) -> Iterator[trail.Entry]:
    for (_, model, number), one in changes.changed.items():
        before = {name: value for name, value in changes.before[model, number].items() if name in one.fields}
        after = {name: value for name, value in trail.snapshot(one.item).items() if name in one.fields}
        old, new = trail.differences(before, after)
        if new:
            yield trail.Entry(one.verb, _label(one), one.item, old, new, one.reason or reason)


def _label(change: Change) -> str:
    return REGISTRY[f"{change.item._meta.label_lower}.{change.verb}"].label
