"""Who takes over a seat's work when its holder leaves (ACC-17). Work belongs to the seat, not to the person.

Whatever waits in an app for the holder of a seat waits, from the day on which the appointment ends, for whom
`takes_over` names: the successor or who acts, else the authority's local administrators and the regional team.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from regions import notifications, roles
from regions.models import Appointment, Seat, TrustService
from regions.querysets import covering, today
from regions.roles import Role
from regions.statuses import AppointmentStatus

WARNING = timedelta(days=14)


@dataclass(frozen=True)
class TakesOver:
    """Who does a seat's work on a day, and why it is they: "holder", "acting" or "nobody".

    Where nobody is in the seat, `appointments` are those of the local administrators and the regional team.
    """

    why: str
    appointments: tuple[Appointment, ...]

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(one.person.name for one in self.appointments))


def takes_over(seat: Seat, on: date) -> TakesOver:
    """Who does the work of a seat on a day. Only confirmed appointments count: others give no access (ACC-1)."""
    confirmed = Appointment.objects.filter(covering(on), status=AppointmentStatus.CONFIRMED)
    rows = confirmed.filter(seat=seat).for_page().select_related("person__user")
    if acting := next((one for one in rows if one.acting), None):
        return TakesOver("acting", (acting,))
    if holder := next(iter(rows), None):
        return TakesOver("holder", (holder,))
    return TakesOver("nobody", tuple(confirmed.filter(_left_with(seat, on)).for_page().order_by("pk")))


def _left_with(seat: Seat, on: date) -> Q:
    """The seats that a vacant seat's work falls to: local administrators of its authority, and the regional team."""
    team = Q(seat__role__in=roles.TEAM)
    if seat.region_id:
        return team & Q(seat__region=seat.region_id) & ~Q(seat=seat)
    if seat.authority_id:
        local = Q(seat__role=Role.LOCAL_ADMINISTRATOR, seat__authority=seat.authority_id)
        return (local | team & Q(seat__region__authorities=seat.authority_id)) & ~Q(seat=seat)
    served = TrustService.objects.filter(covering(on), trust=seat.trust).values("authority__region")
    return team & Q(seat__region__in=served)


def ending_soon(on: date | None = None) -> list[Appointment]:
    """Confirmed appointments of today that end within fourteen days."""
    on = on or today()
    soon = Appointment.objects.giving_access(on).filter(ends__gt=on, ends__lte=on + WARNING)
    return list(soon.for_page().select_related("person__user").order_by("ends", "pk"))


def warn_of_ending_appointments() -> int:
    """Tell those concerned of appointments that end within fourteen days; returns how many do. Told once each."""
    ending = ending_soon()
    for one in ending:
        after = takes_over(one.seat, one.ends) if one.ends else TakesOver("nobody", ())
        accounts = [other.person.user for other in after.appointments if other.person.user]
        notifications.appointment_ending(one, in_words(one), [user for user in accounts if user.is_active])
    return len(ending)


def said_of(seat: Seat, appointment: Appointment | None) -> str:
    """For the page of a seat: who takes over at a known end, or does what is open while nobody is in it."""
    if appointment is None:
        names = takes_over(seat, today()).names
        return f"What is open falls to {listed(names)}." if names else ""
    return in_words(appointment) if appointment.ends and appointment.status == AppointmentStatus.CONFIRMED else ""


def in_words(appointment: Appointment) -> str:
    """Who takes over when an appointment with a known end has ended, in a sentence."""
    assert appointment.ends, "only of one that ends"  # noqa: S101
    after = takes_over(appointment.seat, appointment.ends)
    names = listed(after.names)
    if after.why == "nobody":
        falls = f"What is open then falls to {names}." if names else "Nobody is there for what is open to fall to."
        return f"Nobody is appointed to follow. {falls}"
    (next_one,) = after.appointments
    if next_one.person_id == appointment.person_id:
        return f"{names} stays in the seat."
    if after.why == "acting":
        return f"{names} acts in the seat and takes over what is open."
    if next_one.starts <= appointment.starts:
        return f"{names} is in charge again and takes over what is open."
    return f"{names} follows and takes over what is open."


def listed(names: list[str]) -> str:
    """ "A", "A and B", "A, B and C"; nothing of nobody."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
