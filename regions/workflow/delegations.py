"""Leaving tasks to somebody, and taking them back."""

from datetime import date

from regions import notifications
from regions.models import Appointment, Delegation, Person
from regions.querysets import today
from regions.rules import delegations as rules
from riia.accounts.models import User
from riia.workflow import command


@command(
    on=Appointment,
    label="Leave a task to somebody",
    permitted=rules.may_delegate,
    unless=rules.reasons_not_to_delegate,
    page="appointment_delegate",
)
def delegate_task(
    appointment: Appointment, *, by: User, delegate: Person, task: str, starts: date, ends: date
) -> Delegation:
    """Let somebody do one task of the seat between two dates; `ends` is the first day out (ACC-12)."""
    delegation = Delegation.objects.create(
        appointment=appointment, delegate=delegate, task=task, starts=starts, ends=ends, delegated_by=by
    )
    notifications.task_left(delegation, by)
    return delegation


@command(
    on=Delegation,
    label="Take the task back",
    permitted=rules.may_end_delegation,
    unless=rules.reasons_not_to_end_delegation,
    page="delegation_end",
)
def end_delegation(delegation: Delegation, *, by: User) -> None:
    """The task goes back to the seat at once."""
    delegation.taken_back_on = today()
    notifications.task_taken_back(delegation, by)
