"""Leaving named tasks to somebody between two dates (ACC-12)."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from regions.models import Appointment, Delegation, Person, TrustService
from regions.querysets import covering, today
from regions.reach import reach_of
from regions.roles import Role
from regions.rules.keeping import may_keep
from regions.statuses import Task
from riia.accounts.models import User

# What a holder of each role may leave to somebody: what the seat itself may do, and only that.
TASKS_OF: dict[str, tuple[Task, ...]] = {
    Role.DCS: (Task.CONFIRM_FACTS, Task.PROPOSE_APPOINTMENTS, Task.SIGN_OFF_RETURNS),
    Role.TRUST_CHIEF_EXECUTIVE: (Task.CONFIRM_FACTS, Task.PROPOSE_APPOINTMENTS),
}
LONGEST = timedelta(days=366)


def tasks_of(appointment: Appointment) -> tuple[Task, ...]:
    """ACC-12: the tasks of a seat that its holder can leave to somebody."""
    return TASKS_OF.get(appointment.seat.role, ())


def may_delegate(user: User, appointment: Appointment) -> bool:
    """ACC-12: the holder who is in charge of the seat, and nobody for them; so a task is never delegated on."""
    return any(one.appointment == appointment.pk and one.role in TASKS_OF for one in reach_of(user).held)


def reasons_not_to_delegate(
    appointment: Appointment,
    *,
    by: User,
    delegate: Person | None = None,
    task: str = "",
    starts: date | None = None,
    ends: date | None = None,
    **_details: Any,
) -> list[str]:
    """ACC-12: a task of one's own, to somebody else with an account, from today on and for a year at most."""
    if delegate is None or starts is None or ends is None:
        return []
    reasons = _reasons_from_person(appointment, by, delegate)
    if task not in tasks_of(appointment):
        reasons.append("This task is not one of the seat’s.")
    if starts < today():
        reasons.append("The first day must not be before today.")
    if ends <= starts:
        reasons.append("The last day must not be before the first.")
    elif ends - starts > LONGEST:
        reasons.append("A task can be left to somebody for a year at most. It can be left to them again after that.")
    if appointment.ends and starts >= appointment.ends:
        reasons.append("Your appointment ends before the first day.")
    given = Delegation.objects.filter(appointment=appointment, delegate=delegate, task=task, taken_back_on=None)
    if other := given.filter(starts__lt=ends, ends__gt=starts).first():
        reasons.append(f"{delegate} has this task from {other.starts:%-d %B %Y} already. End that first.")
    return reasons


def _reasons_from_person(appointment: Appointment, by: User, delegate: Person) -> list[str]:
    if delegate.user_id == by.pk:
        return ["You can’t leave a task to yourself."]
    if delegate.user is None or not delegate.user.is_active:
        return [f"{delegate} has no account. Ask an administrator to invite them first."]
    if delegate.is_demonstration != appointment.seat.in_demonstration:
        return ["People of the demonstration and of the real directory are kept apart."]
    return []


def may_end_delegation(user: User, delegation: Delegation) -> bool:
    """ACC-12: who left the task, who does it, and who keeps the place take it back."""
    involved = (delegation.appointment.person.user_id, delegation.delegate.user_id)
    return user.pk is not None and (user.pk in involved or may_keep(user, delegation.appointment.seat.place))


def reasons_not_to_end_delegation(delegation: Delegation, *, by: User) -> list[str]:
    """ACC-12: what has ended stays as it was."""
    if delegation.taken_back_on is not None or delegation.ends <= today():
        return ["This has ended already."]
    return []


def reasons_against_acting_for_each_other(appointment: Appointment, by: User) -> list[str]:
    """ACC-9, ACC-12: who proposed and who confirms are two people, not one and the other who acts for them."""
    first = appointment.proposed_by_id
    if first is None:
        return []
    seat = appointment.seat
    asked_at = appointment.proposed_at.date() if appointment.proposed_at else today()
    between = Q(appointment__person__user=first, delegate__user=by) | Q(
        appointment__person__user=by, delegate__user=first
    )
    then_or_now = covering(asked_at) | covering(today())
    rows = Delegation.objects.filter(between, then_or_now, task=Task.PROPOSE_APPOINTMENTS)
    if any(_covers_place(one, seat.place) for one in rows.select_related("appointment__seat")):
        return [f"You and {appointment.proposed_by} act for one another here, so somebody else must confirm it."]
    return []


def _covers_place(delegation: Delegation, place: Any) -> bool:
    own = delegation.appointment.seat
    if own.trust is None:
        return bool(own.place == place)
    served = TrustService.objects.filter(trust=own.trust)
    return bool(own.trust == place) or served.filter(authority__slug=place.slug).exists()
