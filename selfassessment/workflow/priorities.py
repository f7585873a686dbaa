"""Priorities of a region: proposed from what the year's texts say together, agreed or set aside (MOD-6)."""

from riia.accounts.models import User
from riia.workflow import command, transition
from selfassessment.models import Cycle, Priority
from selfassessment.rules import priorities as rules
from selfassessment.statuses import PriorityStatus


@command(
    on=Cycle,
    label="Propose a priority",
    permitted=rules.may_settle,
    unless=rules.reasons_not_to_propose,
    page="priority_propose",
)
def propose_priority(cycle: Cycle, *, by: User, title: str, theme: str, text: str = "") -> Priority:
    """Propose something that the region could work on; until it is agreed the team alone sees it."""
    return Priority.objects.create(cycle=cycle, title=title, theme=theme, text=text, proposed_by=by)


@command(
    on=Priority,
    label="Change the priority",
    permitted=rules.may_settle,
    unless=rules.reasons_not_to_change,
    page="priority_change",
)
def change_priority(priority: Priority, *, by: User, title: str, theme: str, text: str = "") -> None:
    """Word it otherwise while it is proposed."""
    priority.title, priority.theme, priority.text = title, theme, text


@transition(
    on=Priority,
    label="Agree the priority",
    sources={PriorityStatus.PROPOSED},
    targets={PriorityStatus.AGREED},
    permitted=rules.may_settle,
    page="priority_agree",
)
def agree_priority(priority: Priority, *, by: User) -> None:
    """Record that the region has agreed it: from now on every member of the region sees it."""


@transition(
    on=Priority,
    label="Set the priority aside",
    sources={PriorityStatus.PROPOSED, PriorityStatus.AGREED},
    targets={PriorityStatus.SET_ASIDE},
    permitted=rules.may_settle,
    page="priority_set_aside",
)
def set_aside_priority(priority: Priority, *, by: User) -> None:
    """The region doesn't work on it, or no longer; it stays on record with its team."""
