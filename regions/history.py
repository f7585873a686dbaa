"""What has happened to a part of the directory, for those who keep it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q

from regions.rules.keeping import may_keep
from riia.accounts.models import User
from riia.audit.models import Event
from riia.ui.dates import in_words

LATEST = 20


@dataclass(frozen=True)
class Entry:
    """One thing that happened, as components/timeline.html tells it."""

    when: datetime
    who: str
    acting_as: str
    what: str
    changes: list[tuple[str, str, str]]
    reason: str


def history_of(place, user: User, limit: int = LATEST) -> list[Event]:
    """The latest trail entries of a region, authority or trust, newest first; none for who doesn't keep it."""
    if not user.is_authenticated or not may_keep(user, place):
        return []
    return list(Event.objects.filter(scope=place.trail_scope()).order_by("-pk")[:limit])


def history_of_rows(rows: Iterable[models.Model], limit: int = LATEST) -> list[Entry]:
    """The latest that happened to some rows, newest first. Whether the reader may know is for the caller to ask."""
    wanted = Q(pk__in=())
    for row in rows:
        wanted |= Q(target_model=row._meta.label_lower, target_id=str(row.pk))
    return entries(Event.objects.filter(wanted).order_by("-pk")[:limit])


def entries(events: Iterable[Event]) -> list[Entry]:
    """Trail entries in words: fields by their names, what they were and became. What began shows no changes."""
    return [
        Entry(
            when=event.at,
            who=event.actor_name,
            acting_as=event.acting_as,
            what=f"{event.label}: {event.target_name}",
            changes=_changes(event) if event.before else [],
            reason=event.reason,
        )
        for event in events
    ]


def _changes(event: Event) -> list[tuple[str, str, str]]:
    model = apps.get_model(event.target_model)
    told = []
    for name, before, after in event.changes():
        try:
            field = model._meta.get_field(name.removesuffix("_id"))
        except FieldDoesNotExist:
            continue
        # People and other rows are kept as numbers in the trail; the sentence above names who acted.
        if not field.is_relation:
            label = str(field.verbose_name)
            told.append((label[:1].upper() + label[1:], _value(field, before), _value(field, after)))
    return told


def _value(field: models.Field, value: object) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, str) and value.startswith("digest:"):
        return "(not shown)"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(field, models.DateField) and isinstance(value, str):
        return in_words(date.fromisoformat(value[:10]))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
