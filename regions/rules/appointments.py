"""Appointing, confirming and ending (DIR-5, DIR-7, DIR-14, DIR-15, ACC-9)."""

from datetime import date

from django.db.models import Q, QuerySet

from regions.models import Appointment, Authority, Person, Region, Seat, Trust
from regions.querysets import covering, today
from regions.rules.delegations import reasons_against_acting_for_each_other
from regions.rules.keeping import does_task, may_keep, proposes_for
from regions.rules.officers import may_appoint_officer, may_end_officer, reasons_against_officer
from regions.statuses import IN_SEAT, AppointmentStatus, Precision, Task
from riia.accounts.models import User


def may_appoint(user: User, seat: Seat) -> bool:
    """DIR-16, ACC-11, ACC-12: who keeps the place appoints; local administrators, officers; its director proposes,
    or who does that task for them.
    """
    place = seat.place
    if may_keep(user, place) or proposes_for(user, place) or may_appoint_officer(user, seat):
        return True
    return does_task(user, Task.PROPOSE_APPOINTMENTS, place)


def reasons_not_to_appoint(
    seat: Seat,
    *,
    by: User,
    person: Person | None = None,
    starts: date | None = None,
    ends: date | None = None,
    acting: bool = False,
    employing_authority: Authority | None = None,
    employing_trust: Trust | None = None,
    **_details: object,
) -> list[str]:
    """DIR-5, DIR-7, DIR-14, ACC-9: one holder at a time, a chair from the region, nobody widens their own access."""
    reasons = _reasons_from_seat(seat)
    if person is None or starts is None:
        return [*reasons, *_reasons_from_end(seat)]
    if person.user_id == by.pk:
        reasons.append("You can't appoint yourself. Ask a colleague or an administrator.")
    if person.is_demonstration != seat.in_demonstration:
        reasons.append("People of the demonstration and of the real directory are kept apart.")
    if person.pk:
        reasons += reasons_against_officer(person, seat, by)
    if person.merged_into_id:
        reasons.append(f"{person} was merged into {person.merged_into}: appoint {person.merged_into}.")
    if ends and ends <= starts:
        reasons.append("The last day must not be before the first.")
    reasons += _reasons_from_lives(seat, starts, ends)
    reasons += _reasons_from_overlaps(seat, starts, ends, acting)
    if seat.region and seat.about.leads:
        reasons += reasons_against_chair(seat.region, starts, employing_authority, employing_trust)
    return reasons


def _reasons_from_seat(seat: Seat) -> list[str]:
    proposal = (
        seat.appointments.filter(status=AppointmentStatus.PROPOSED).select_related("person", "proposed_by").first()
    )
    if proposal is None:
        return []
    return [
        f"{proposal.proposed_by} has proposed {proposal.person} for this seat already. "
        "Confirm or refuse that first, or ask them to withdraw it."
    ]


def _reasons_from_end(seat: Seat) -> list[str]:
    """A seat that is no more is offered to nobody; who held it while it was there can still be entered."""
    if seat.exists_to is None or seat.exists_to > today():
        return []
    return [f"This seat is no more since {seat.exists_to:%-d %B %Y}, so nobody can be appointed to it."]


def _reasons_from_lives(seat: Seat, starts: date, ends: date | None) -> list[str]:
    """A seat, and the authority it belongs to, must exist on the first day; and the seat on the last."""
    if (seat.exists_from and starts < seat.exists_from) or (seat.exists_to and starts >= seat.exists_to):
        return ["The seat doesn't exist on the first day."]
    if seat.authority and not seat.authority.exists_on(starts):
        return [f"{seat.authority} doesn't exist on the first day."]
    if seat.exists_to and (ends is None or ends > seat.exists_to):
        return [f"The seat is there until shortly before {seat.exists_to:%-d %B %Y}. The last day must be before that."]
    return []


def _reasons_from_overlaps(seat: Seat, starts: date, ends: date | None, acting: bool) -> list[str]:
    """One seat, one holder at a time (DIR-5); whoever is in it on the first day is replaced."""
    replaced = replaced_by(seat, starts, acting)
    others = [one for one in overlapping(seat, starts, ends, acting) if one != replaced]
    return [
        f"{one.person} holds this seat from {one.starts:%-d %B %Y}. The last day must be before that." for one in others
    ]


def overlapping(seat: Seat, starts: date, ends: date | None, acting: bool) -> "QuerySet[Appointment]":
    """Appointments that put somebody in the seat within [starts, ends)."""
    rows = seat.appointments.filter(status__in=IN_SEAT, acting=acting).filter(Q(ends__isnull=True) | Q(ends__gt=starts))
    return (rows.filter(starts__lt=ends) if ends else rows).select_related("person").order_by("starts")


def replaced_by(seat: Seat, starts: date, acting: bool = False) -> Appointment | None:
    """Who is in the seat on the first day and leaves it with the new appointment; None where nobody is."""
    return (
        seat.appointments.filter(status__in=IN_SEAT, acting=acting, starts__lt=starts)
        .filter(Q(ends__isnull=True) | Q(ends__gt=starts))
        .select_related("person")
        .first()
    )


def reasons_against_chair(region: Region, on: date, authority: Authority | None, trust: Trust | None) -> list[str]:
    """DIR-7: a chair, co-chair or vice chair comes from an authority of the region or a trust that serves one."""
    if authority and authority.region_id == region.pk:
        return []
    if trust and trust.services.filter(covering(on), authority__region=region).exists():
        return []
    return [f"A chair comes from an authority of {region} or a trust that serves one. Choose which one employs them."]


def may_second(user: User, appointment: Appointment) -> bool:
    """ACC-9: the second person is one who keeps that directory; its director may be, where a keeper was the first,
    or a local administrator who asks for a reader (ACC-10, ACC-11).

    A director and the chief executive of their trust can't put somebody in between the two of them.
    """
    if appointment.proposed_by is None:
        return False
    seat, first = appointment.seat, appointment.proposed_by
    if may_keep(user, seat.place):
        return True
    return proposes_for(user, seat.place) and (may_keep(first, seat.place) or may_appoint_officer(first, seat))


def reasons_not_to_second(appointment: Appointment, *, by: User) -> list[str]:
    """ACC-9: two people, and neither is the one appointed; the seat must still be free."""
    reasons = []
    if appointment.proposed_by_id == by.pk:
        reasons.append("You proposed this, so a second person must confirm it.")
    if appointment.person.user_id == by.pk:
        reasons.append("This is about you, so somebody else must confirm it.")
    reasons += reasons_against_acting_for_each_other(appointment, by)
    if appointment.seat.region and appointment.seat.about.leads:
        employers = (appointment.employing_authority, appointment.employing_trust)
        reasons += reasons_against_chair(appointment.seat.region, appointment.starts, *employers)
    if appointment.status == AppointmentStatus.PROPOSED:
        reasons += _reasons_from_overlaps(appointment.seat, appointment.starts, appointment.ends, appointment.acting)
    return reasons


def reasons_not_to_refuse(appointment: Appointment, *, by: User) -> list[str]:
    """Who proposed withdraws; somebody else refuses."""
    return ["You proposed this: withdraw it instead."] if appointment.proposed_by_id == by.pk else []


def may_give_way(user: User, appointment: Appointment) -> bool:
    """Whoever may confirm the successor."""
    place = appointment.seat.place
    return may_keep(user, place) or proposes_for(user, place)


def may_withdraw_proposal(user: User, appointment: Appointment) -> bool:
    """Who proposed takes it back."""
    return appointment.proposed_by_id == user.pk and may_appoint(user, appointment.seat)


def may_vouch(user: User, appointment: Appointment) -> bool:
    """DIR-15: who keeps the place says that a stated appointment is right; its director may propose so. Once."""
    return appointment.proposed_by_id is None and may_appoint(user, appointment.seat)


def reasons_not_to_vouch(appointment: Appointment, *, by: User) -> list[str]:
    """DIR-7, ACC-9: nobody vouches for themselves or for a chair from elsewhere; one proposal for a seat at a time."""
    reasons = _reasons_from_seat(appointment.seat)
    if appointment.person.user_id == by.pk:
        reasons.append("This is about you, so somebody else must confirm it.")
    if appointment.seat.region and appointment.seat.about.leads:
        employers = (appointment.employing_authority, appointment.employing_trust)
        reasons += reasons_against_chair(appointment.seat.region, appointment.starts, *employers)
    return reasons


def may_end(user: User, appointment: Appointment) -> bool:
    """Who keeps the place ends its appointments; local administrators, those of officers (ACC-11)."""
    return may_keep(user, appointment.seat.place) or may_end_officer(user, appointment)


def reasons_not_to_end(appointment: Appointment, *, by: User, ends: date | None = None) -> list[str]:
    """ACC-9: a later end is a longer appointment, and where that opens access it needs two people.

    `ends` is the first day out.
    """
    if appointment.status not in IN_SEAT:
        return ["Only an appointment that puts somebody in the seat can end."]
    if appointment.ends and appointment.ends <= today() and appointment.ends_precision != Precision.UNKNOWN:
        return [f"This appointment has ended already; {appointment.person} is no longer in the seat."]
    if ends is None:
        return []
    if ends <= appointment.starts:
        return ["The last day must not be before the first."]
    if appointment.ends and ends > appointment.ends and appointment.status == AppointmentStatus.CONFIRMED:
        if appointment.person.user_id == by.pk:
            return ["You can't lengthen your own appointment."]
        if appointment.seat.about.second:
            return [f"A longer time needs a second person: appoint {appointment.person} again from then on."]
    later = (
        overlapping(appointment.seat, appointment.starts, ends, appointment.acting).exclude(pk=appointment.pk).first()
    )
    return [f"{later.person} holds this seat from {later.starts:%-d %B %Y}."] if later else []
