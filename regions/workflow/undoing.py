"""Reversing what the trail tells of (DIR-13)."""

from typing import Any

from regions.models import (
    Appointment,
    Authority,
    Group,
    GroupMember,
    Memorandum,
    Party,
    Person,
    Region,
    Seat,
    Trust,
    TrustService,
)
from regions.rules import undoing as rules
from regions.workflow.facts import checked
from riia.accounts.models import User
from riia.audit.models import Event
from riia.workflow import NotPermitted, command

UNDOABLE = (Region, Authority, Trust, TrustService, Seat, Person, Appointment, Group, GroupMember, Memorandum, Party)


@command(
    on=UNDOABLE,
    label="Undo",
    permitted=rules.may_undo,
    unless=rules.reasons_not_to_undo,
)
def undo(item: Any, *, by: User, event: Event) -> None:
    """Put back what a row was before one entry of its history, if it is still as that entry left it (DIR-13)."""
    if not rules.may_undo_event(by, item, event):
        raise NotPermitted("You may not undo this.")
    for name, value in rules.values_before(item, event).items():
        setattr(item, name, value)
    checked(item)


def undo_entry(item: Any, event: Event, *, by: User, reason: str = "") -> Any:
    """Undo an entry; the entry that tells so begins by naming it."""
    return undo(item, by=by, event=event, reason=f"{rules.UNDOES.format(event.pk)} {reason}".strip())
