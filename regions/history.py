"""What has happened to a part of the directory, for those who keep it (DIR-13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.urls import reverse

from regions.models import Authority, Region, Trust, TrustService
from regions.rules.keeping import may_keep
from regions.rules.undoing import is_reversible, may_undo
from riia.accounts.models import User
from riia.audit.models import Event
from riia.audit.trail import PART
from riia.ui.dates import in_words

LATEST = 20
# What is said of a change whose words the trail doesn't keep.
NOT_SHOWN, ADDED, TAKEN_OUT = "changed, the words are not shown here", "added", "taken out"
# How the names of the directory's models begin in the trail.
OF_THE_DIRECTORY = f"{Region._meta.app_label}."
Target = tuple[str, str]


@dataclass(frozen=True)
class Entry:
    """One thing that happened, as components/timeline.html tells it; `undo` is where it can be reversed."""

    when: datetime
    who: str
    acting_as: str
    what: str
    changes: list[tuple[str, str, str]]
    reason: str
    undo: str = ""


def history_of(place: Region | Authority | Trust, user: User, limit: int = LATEST) -> list[Event]:
    """The latest trail entries of the directory of a region, authority or trust, newest first; none for who doesn't
    keep it. What other apps do there is told on their own pages, to their own readers."""
    if not user.is_authenticated or not may_keep(user, place):
        return []
    events = Event.objects.filter(scope=place.trail_scope(), target_model__startswith=OF_THE_DIRECTORY)
    return list(events.order_by("-pk")[:limit])


def history_of_rows(
    rows: Iterable[models.Model], limit: int = LATEST, user: User | None = None, without: Iterable[str] = ()
) -> list[Entry]:
    """The latest that happened to some rows, newest first. Whether the reader may know is for the caller to ask.

    With `user`, entries that this reader may reverse say where. Acts in `without` are not for this reader.
    """
    rows = list(rows)
    kinds: dict[str, list[str]] = {}
    for row in rows:
        kinds.setdefault(row._meta.label_lower, []).append(str(row.pk))
    wanted = Q(pk__in=())
    for kind, keys in kinds.items():
        wanted |= Q(target_model=kind, target_id__in=keys)
    events = list(Event.objects.filter(wanted).exclude(verb__in=list(without)).order_by("-pk")[:limit])
    return entries(events, _undoable_among(events, rows, user) if user else set())


def history_of_place(place: Region | Authority | Trust, user: User, limit: int = LATEST) -> list[Entry]:
    """The latest that happened at a place, in words, with what its keeper may reverse."""
    events = history_of(place, user, limit)
    kept = {_target(one) for one in events}
    # What a trust runs belongs to the authority that it serves, whose keepers are others.
    label = TrustService._meta.label_lower
    services = {one for one in kept if one[0] == label}
    if services:
        rows = TrustService.objects.filter(pk__in=[number for _, number in services]).select_related("authority")
        kept -= {(label, str(one.pk)) for one in rows if not may_undo(user, one)}
    return entries(events, kept)


def entries(events: Iterable[Event], undoable: Iterable[Target] = ()) -> list[Entry]:
    """Trail entries in words: fields by their names, what they were and became. What began shows no changes.

    `undoable` are the things whose entries the reader may reverse; events come newest first, and of those that
    changed the same, only the latest can be.
    """
    events, undoable = list(events), set(undoable)
    names = _names_in(events)
    told, changed = [], set[tuple[Target, str]]()
    for event in events:
        touched = {(_target(event), name) for name in event.after}
        possible = _target(event) in undoable and not touched & changed and is_reversible(event)
        changed |= touched
        told.append(
            Entry(
                when=event.at,
                who=event.actor_name,
                acting_as=event.acting_as,
                what=f"{event.label}: {event.target_name}",
                changes=_changes(event, names) if event.before else [],
                reason=event.reason,
                undo=reverse("event_undo", args=[event.pk]) if possible else "",
            )
        )
    return told


def changes_of(event: Event) -> list[tuple[str, str, str]]:
    """What an entry changed, as (name, before, after) in words."""
    return _changes(event, _names_in([event]))


def _target(event: Event) -> Target:
    return event.target_model, event.target_id


def _undoable_among(events: Sequence[Event], rows: Sequence[models.Model], user: User) -> set[Target]:
    told = {_target(one) for one in events if is_reversible(one)}
    by_target = {(row._meta.label_lower, str(row.pk)): row for row in rows}
    return {target for target in told if may_undo(user, by_target[target])}


Names = dict[tuple[type[models.Model], Any], str]


def _relations(event: Event) -> list[tuple[type[models.Model], Any]]:
    """The rows that an entry's fields named or name, without the accounts: who acted is said by the entry."""
    found = []
    for name, *values in event.changes():
        field = _field(event, name)
        if isinstance(field, models.ForeignKey) and field.related_model is not User:
            found += [(field.related_model, value) for value in values if value is not None]
    return found


def _names_in(events: Iterable[Event]) -> Names:
    """What the related rows of entries are called."""
    by_model: dict[type[models.Model], set] = {}
    for event in events:
        for model, number in _relations(event) if event.before else []:
            by_model.setdefault(model, set()).add(number)
    return {
        (model, number): str(row)
        for model, numbers in by_model.items()
        for number, row in model._base_manager.in_bulk(numbers).items()
    }


def _field(event: Event, name: str) -> models.Field | None:
    try:
        field = apps.get_model(event.target_model)._meta.get_field(name.removesuffix("_id"))
    except (FieldDoesNotExist, LookupError):
        return None
    return field if isinstance(field, models.Field) else None


def _changes(event: Event, names: Names) -> list[tuple[str, str, str]]:
    told = []
    for name, before, after in event.changes():
        if name.startswith(PART):
            words = ADDED if not before else TAKEN_OUT if not after else NOT_SHOWN
            told.append((name.removeprefix(PART), words, words))
            continue
        field = _field(event, name)
        if field is None or (field.is_relation and field.related_model is User):
            continue
        if name in getattr(field.model, "history_leaves_out", ()):
            continue
        label = str(field.verbose_name)
        told.append((label[:1].upper() + label[1:], _value(field, before, names), _value(field, after, names)))
    return told


def _value(field: models.Field, value: object, names: Names) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, str) and value.startswith("digest:"):
        return NOT_SHOWN
    if field.is_relation:
        return names.get((field.related_model, value), f"number {value}")  # type: ignore[arg-type]
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(field, models.DateField) and isinstance(value, str):
        return in_words(date.fromisoformat(value[:10]))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
