"""Reversing what the trail tells of, in one step (DIR-13)."""

import copy
import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from regions.models import Appointment, GroupMember, Person, Seat
from regions.rules.appointments import overlapping
from regions.rules.contacts import reasons_not_to_publish
from regions.rules.facts import may_correct, reasons_not_to_correct
from regions.rules.groups import may_keep_member
from regions.rules.seats import reasons_against_life
from regions.statuses import AppointmentStatus
from riia.accounts.models import User
from riia.audit import trail
from riia.audit.models import Event
from riia.ui.dates import in_words
from riia.workflow import REGISTRY

# What one step takes back: acts that change fields of one row. Decisions that two people made, what begins and ends
# with others, and accounts have ways of their own.
REVERSIBLE = frozenset(
    [
        "confirm_fact",
        "correct",
        "end_appointment",
        "end_group_member",
        "publish_contact",
        "retire_seat",
        "undo",
        "vacate",
        "withhold_contact",
    ]
)
LIFE = ("exists_from", "exists_to")
UNDO = "undo"
# How the entry of an undoing names the one that it reverses.
UNDOES = "Undoes entry {}."
_UNDOES = re.compile(r"^Undoes entry (\d+)\.")

NOT_READABLE = (
    "The history keeps e-mail addresses and telephone numbers only as marks that can't be read back, "
    "so this can't be undone in one step. Correct it by hand."
)
NOTHING_BEFORE = "This entry tells of something that began. Nothing is taken away again: it ends, or is corrected."
NOTHING = "This entry changed nothing of its own."
OTHER_WAY = "This can't be undone in one step."
OWN = "You can't lengthen your own appointment."


def may_undo(user: User, item: Any) -> bool:
    """DIR-13, DIR-16: who may correct a row may undo what was done to it."""
    return may_keep_member(user, item) if isinstance(item, GroupMember) else may_correct(user, item)


def may_undo_event(user: User, item: Any, event: Event) -> bool:
    """DIR-13: whoever undoes could have done it: the rule of the act that the entry tells of holds as well."""
    act = REGISTRY.get(f"{event.target_model}.{_first_verb(event)}")
    return act is not None and act.permitted(user, item)


def is_reversible(event: Event) -> bool:
    """DIR-13: whether an entry can be undone at all, as far as the entry itself shows."""
    return not _reasons_from_entry(event)


def reasons_not_to_undo(item: Any, *, by: User, event: Event | None = None) -> list[str]:
    """DIR-13, ACC-9: the row must still be as the entry left it, and undoing widens nobody's access."""
    if event is None:
        return []
    if (event.target_model, event.target_id) != (item._meta.label_lower, str(item.pk)):
        return ["This entry tells of something else."]
    if reasons := _reasons_from_entry(event):
        return reasons
    try:
        restored = values_before(item, event)
    except FieldDoesNotExist:
        return ["The directory no longer holds what this entry changed."]
    if reasons := _reasons_from_since(item, event):
        return reasons
    return _reasons_from_rules(item, restored, by, _first_verb(event))


def values_before(item: models.Model, event: Event) -> dict[str, Any]:
    """DIR-13: what the entry's fields were, as values that the row can take."""
    return {name: _field(item, name).to_python(value) for name, value in _plain(event.before).items()}


def undone_by(event: Event) -> int | None:
    """DIR-13: the number of the entry that this one reverses; none for other entries."""
    found = _UNDOES.match(event.reason) if event.verb == UNDO else None
    return int(found.group(1)) if found else None


def _first_verb(event: Event) -> str:
    """The verb of the entry at the beginning of a line of undoings."""
    seen: Event | None = event
    while seen and seen.verb == UNDO:
        seen = Event.objects.filter(pk=undone_by(seen) or 0).first()
    return seen.verb if seen else ""


def _field(item: models.Model, name: str) -> "models.Field[Any, Any]":
    field = next((one for one in item._meta.concrete_fields if one.attname == name), None)
    if field is None:
        raise FieldDoesNotExist(name)
    return field.target_field if isinstance(field, models.ForeignKey) else field


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as the trail keeps them."""
    plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain


def _reasons_from_entry(event: Event) -> list[str]:
    if not event.before:
        return [NOTHING_BEFORE if event.after else NOTHING]
    if any(isinstance(one, str) and one.startswith("digest:") for one in event.before.values()):
        return [NOT_READABLE]
    return [] if event.verb in REVERSIBLE and (event.verb != UNDO or undone_by(event)) else [OTHER_WAY]


def _reasons_from_since(item: models.Model, event: Event) -> list[str]:
    """What has changed since the entry, and by whom."""
    now, left = _plain(trail.snapshot(item)), _plain(event.after)
    changed = [name for name in now if name in left and now[name] != left[name]]
    if not changed:
        return []
    later = Event.objects.filter(target_model=event.target_model, target_id=event.target_id, pk__gt=event.pk)
    last = next((one for one in later.order_by("-pk") if set(changed) & set(one.after)), None)
    if last is None:
        return [f"{_named(item, changed)} changed since, without an entry here."]
    if undone_by(last) == event.pk:
        return [f"{last.actor_name} has undone this already, on {in_words(last.at.date())}."]
    return [
        f"{_named(item, changed)} changed since: “{last.label}” by {last.actor_name} on {in_words(last.at.date())}. "
        "Undo that first, or correct it."
    ]


def _named(item: models.Model, names: Iterable[str]) -> str:
    labels = [str(item._meta.get_field(name.removesuffix("_id")).verbose_name) for name in names]  # type: ignore[union-attr]
    words = ", ".join(labels)
    return f"“{words[:1].upper()}{words[1:]}” {'has' if len(labels) == 1 else 'have'}"


def _later(one: date | None, other: date | None) -> bool:
    """Whether an end lies after another; none is the last."""
    return other is not None and (one is None or one > other)


def _reasons_from_term(appointment: Appointment, restored: dict[str, Any], by: User) -> list[str]:
    """ACC-9: a longer time in a seat takes two people where it opens access; DIR-5: one holder at a time."""
    starts, ends = restored.get("starts", appointment.starts), restored.get("ends", appointment.ends)
    if appointment.status == AppointmentStatus.CONFIRMED and _later(ends, appointment.ends):
        if appointment.person.user_id == by.pk:
            return [OWN]
        if appointment.seat.about.second:
            return [f"A longer time needs a second person: appoint {appointment.person} again from then on."]
    others = overlapping(appointment.seat, starts, ends, appointment.acting).exclude(pk=appointment.pk)
    return [f"{one.person} holds this seat from {in_words(one.starts)}." for one in others[:1]]


def _reasons_from_membership(member: GroupMember, restored: dict[str, Any]) -> list[str]:
    """DIR-17: an authority is in a group once at a time."""
    starts, ends = restored.get("starts", member.starts), restored.get("ends", member.ends)
    others = member.group.members.filter(Q(ends__isnull=True) | Q(ends__gt=starts), authority=member.authority_id)
    others = others.filter(starts__lt=ends) if ends else others
    return [f"{one} from {in_words(one.starts)} already." for one in others.exclude(pk=member.pk)[:1]]


def _reasons_from_rules(item: Any, restored: dict[str, Any], by: User, verb: str) -> list[str]:
    """What stands in the way of bringing about now what was before."""
    if isinstance(item, Appointment) and restored.keys() & {"starts", "ends"}:
        return _reasons_from_term(item, restored, by)
    if isinstance(item, GroupMember):
        return _reasons_from_membership(item, restored)
    if isinstance(item, Person) and restored.get("publishes_contact"):
        return reasons_not_to_publish(item, by=by)
    if isinstance(item, Seat) and restored.keys() & set(LIFE):
        return reasons_against_life(item, *(restored.get(name, getattr(item, name)) for name in LIFE))
    if verb != "correct":
        return []
    as_before = copy.copy(item)
    for name, value in restored.items():
        setattr(as_before, name, value)
    names = [item._meta.get_field(name).name for name in restored]
    return reasons_not_to_correct(item, by=by, changes={name: getattr(as_before, name) for name in names})
