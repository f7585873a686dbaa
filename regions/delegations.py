"""Tasks that are done for somebody, in words, for the pages of seats and appointments (ACC-12)."""

from collections.abc import Iterable
from dataclasses import dataclass

from regions.models import Appointment, Delegation
from regions.querysets import today
from regions.rules.delegations import may_end_delegation, reasons_not_to_end_delegation
from regions.wording import last_day
from riia.accounts.models import User
from riia.ui.dates import in_words


@dataclass(frozen=True)
class Told:
    """One delegation as a page tells it: "A for B", which task, when, and whether it holds today."""

    delegation: Delegation
    who: str
    task: str
    when: str
    now: bool
    may_end: bool


def in_sentence(delegation: Delegation) -> str:
    """The task inside a sentence: "confirm the authority's facts in the directory"."""
    task = str(delegation.get_task_display())
    return f"{task[:1].lower()}{task[1:]}"


def told(delegations: Iterable[Delegation], user: User) -> list[Told]:
    """Delegations in words, in the order given."""
    return [_told(one, user) for one in delegations]


def of_appointment(appointment: Appointment, user: User) -> list[Told]:
    """Every task that an appointment's holder has left to somebody, as far as the reader may see it."""
    return told(Delegation.objects.visible_to(user).filter(appointment=appointment).for_page(), user)


def done_by(user: User) -> list[Told]:
    """What somebody does, or will do, for others."""
    return told(Delegation.objects.own(user).for_page(), user)


def left_by(user: User) -> list[Told]:
    """What somebody has left to others, now or later."""
    return told(Delegation.objects.left_by(user).for_page(), user)


def _told(one: Delegation, user: User) -> Told:
    ends = one.taken_back_on or one.ends
    words = f"from {in_words(one.starts)} to {in_words(last_day(one.ends))}"
    if one.taken_back_on:
        words += f"; taken back on {in_words(one.taken_back_on)}"
    elif one.appointment.ends and one.appointment.ends < ends:
        words += "; it ends earlier, with the appointment"
    return Told(
        delegation=one,
        who=f"{one.delegate} for {one.appointment.person}",
        task=str(one.get_task_display()),
        when=words,
        now=one.covers(today()),
        may_end=may_end_delegation(user, one) and not reasons_not_to_end_delegation(one, by=user),
    )
