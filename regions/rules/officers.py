"""Local administrators and the officers of their authority (ACC-11)."""

from typing import Any

from regions.models import Appointment, Authority, Person, Seat
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import Role
from regions.rules.keeping import may_keep
from regions.statuses import TAKES_THE_SEAT
from riia.accounts.models import User

OFFICERS = (Role.ASSISTANT_DIRECTOR, Role.PERFORMANCE_LEAD, Role.NAMED_READER)
# ACC-10: whom the director names; what a local administrator asks for waits for the director or the regional team.
NAMED_BY_THE_DIRECTOR = (Role.NAMED_READER,)


def may_administer_officers(user: User, authority: Authority) -> bool:
    """ACC-11: the local administrators of the authority."""
    held = reach_of(user).held
    return any(one.role == Role.LOCAL_ADMINISTRATOR and authority.pk in one.authorities for one in held)


def may_appoint_officer(user: User, seat: Seat) -> bool:
    """ACC-11: a local administrator fills the officers' seats of the own authority, and no other seat."""
    return seat.role in OFFICERS and seat.authority is not None and may_administer_officers(user, seat.authority)


def appoints_alone(user: User, seat: Seat) -> bool:
    """ACC-9, ACC-10, ACC-11: whether no second person is needed, where the seat itself needs none."""
    if may_keep(user, seat.place):
        return True
    return seat.role not in NAMED_BY_THE_DIRECTOR and may_appoint_officer(user, seat)


def may_end_officer(user: User, appointment: Appointment) -> bool:
    """ACC-11: whoever appoints an officer lets them leave."""
    return may_appoint_officer(user, appointment.seat)


def reasons_not_to_add_officer(authority: Authority, *, by: User, role: str = "") -> list[str]:
    """ACC-11, DIR-3: an officer's seat, in an authority that exists."""
    if not authority.exists_on(today()):
        return [f"{authority} doesn’t exist today."]
    if role and role not in OFFICERS:
        return ["Local administrators add officers’ seats. Ask the regional team for any other."]
    return []


def reasons_not_to_add_colleague(authority: Authority, *, by: User, name: str = "", email: str = "") -> list[str]:
    """ACC-11: a new account is for an address that has none."""
    if email and User.objects.filter(email=email.strip().lower()).exists():
        return ["There is an account with this address already."]
    return []


def reasons_against_officer(person: Person, seat: Seat, by: User) -> list[str]:
    """ACC-11: a local administrator leaves alone who holds a seat that is not an officer's of the own authority."""
    if may_keep(by, seat.place) or not may_appoint_officer(by, seat):
        return []
    rows = person.appointments.filter(status__in=TAKES_THE_SEAT).select_related("seat")
    others = [one for one in rows if one.ends is None or one.ends > today()]
    if all(one.seat.authority_id == seat.authority_id and one.seat.role in OFFICERS for one in others):
        return []
    return [f"{person} holds a seat that is not one of your officers’. Ask the regional team to appoint them."]


def may_invite_officer(user: User, appointment: Appointment) -> bool:
    """ACC-11: the local administrators of the officer's authority."""
    return may_appoint_officer(user, appointment.seat)


def reasons_not_to_invite_officer(appointment: Appointment, *, by: User, **_details: Any) -> list[str]:
    """ACC-11: an officer with an account that nobody has taken up, and with no other seats."""
    account = appointment.person.user
    if account is None:
        return [f"{appointment.person} has no account. Ask an administrator to make one."]
    if not account.is_active:
        return ["This account is closed. Ask an administrator to open it again."]
    if account.has_usable_password():
        return ["This person has set a password already. They can ask for a new one on the sign-in page."]
    return reasons_against_officer(appointment.person, appointment.seat, by)
