"""What stands in the way of a row, by the rules of appointing and ending, asked of what was read at once.

The same sentences as `regions.rules.appointments`, which asks the database; a test compares their answers.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from regions.importing.known import Known
from regions.models import Appointment, Person, Seat
from regions.querysets import today
from regions.rules.appointments import reasons_against_chair
from regions.statuses import IN_SEAT, AppointmentStatus, Precision


def reasons_not_to_appoint(known: Known, draft: Appointment) -> list[tuple[str, str]]:
    """DIR-5, DIR-7, DIR-14, ACC-9: (column, reason) for an appointment that isn't made yet."""
    seat, person = draft.seat, draft.person
    around = known.around_of(seat)
    found: list[tuple[str, str]] = []
    if waiting := next((one for one in around if one.status == AppointmentStatus.PROPOSED), None):
        found.append(("role", _is_proposed(waiting)))
    if person.user_id == known.by.pk:
        found.append(("name", "You can't appoint yourself. Ask a colleague or an administrator."))
    if person.is_demonstration != seat.in_demonstration:
        found.append(("name", "People of the demonstration and of the real directory are kept apart."))
    if draft.ends and draft.ends <= draft.starts:
        found.append(("to", "The last day must not be before the first."))
    found += _against_lives(seat, draft.starts, draft.ends)
    leaving = replaced_by(around, draft.starts, draft.acting)
    found += [
        ("to", f"{one.person} holds this seat from {one.starts:%-d %B %Y}. The last day must be before that.")
        for one in overlapping(around, draft.starts, draft.ends, draft.acting)
        if one is not leaving
    ]
    if seat.region and seat.about.leads:
        employers = (draft.employing_authority, draft.employing_trust)
        found += [("employer", one) for one in reasons_against_chair(seat.region, draft.starts, *employers)]
    return found


def _is_proposed(waiting: Appointment) -> str:
    by = (
        f"{waiting.proposed_by} has proposed {waiting.person}"
        if not waiting._state.adding
        else f"This file proposes {waiting.person}"
    )
    return f"{by} for this seat already. One at a time: that must be confirmed, refused or withdrawn first."


def _against_lives(seat: Seat, starts: date, ends: date | None) -> list[tuple[str, str]]:
    if (seat.exists_from and starts < seat.exists_from) or (seat.exists_to and starts >= seat.exists_to):
        return [("from", "The seat doesn't exist on the first day.")]
    if seat.authority and not seat.authority.exists_on(starts):
        return [("from", f"{seat.authority} doesn't exist on the first day.")]
    if seat.exists_to and (ends is None or ends > seat.exists_to):
        last = f"{seat.exists_to:%-d %B %Y}"
        return [("to", f"The seat is there until shortly before {last}. The last day must be before that.")]
    return []


def overlapping(around: Iterable[Appointment], starts: date, ends: date | None, acting: bool) -> list[Appointment]:
    """Those who are in the seat within [starts, ends)."""
    return [
        one
        for one in around
        if one.status in IN_SEAT
        and one.acting == acting
        and (one.ends is None or one.ends > starts)
        and (ends is None or one.starts < ends)
    ]


def replaced_by(around: Iterable[Appointment], starts: date, acting: bool) -> Appointment | None:
    """Who is in the seat on the first day, and leaves it with the new appointment."""
    there = [one for one in overlapping(around, starts, None, acting) if one.starts < starts]
    return there[0] if there else None


def reasons_not_to_end(known: Known, appointment: Appointment, ends: date) -> list[str]:
    """DIR-5, ACC-9: a later end is a longer appointment. `ends` is the first day out."""
    if appointment.status not in IN_SEAT:
        return ["Only an appointment that puts somebody in the seat can end."]
    before, person = appointment.ends, appointment.person
    if before and before <= today() and appointment.ends_precision != Precision.UNKNOWN:
        return [f"This appointment has ended already; {person} is no longer in the seat."]
    if ends <= appointment.starts:
        return ["The last day must not be before the first."]
    if before and ends > before and appointment.status == AppointmentStatus.CONFIRMED:
        if person.user_id == known.by.pk:
            return ["You can't lengthen your own appointment."]
        if appointment.seat.about.second:
            return [f"A longer time needs a second person: appoint {person} again from then on."]
    around = known.around[appointment.seat_id]
    later = [one for one in overlapping(around, appointment.starts, ends, appointment.acting) if one is not appointment]
    return [f"{later[0].person} holds this seat from {later[0].starts:%-d %B %Y}."] if later else []


def reasons_not_to_correct(appointment: Appointment, changes: dict[str, Any]) -> list[str]:
    """DIR-7: a chair still comes from the region when another employer is written down."""
    employers = ("employing_authority", "employing_trust")
    region = appointment.seat.region
    if region is None or not appointment.seat.about.leads or not changes.keys() & set(employers):
        return []
    authority, trust = (changes.get(name, getattr(appointment, name)) for name in employers)
    return reasons_against_chair(region, appointment.starts, authority, trust)


def same_person_and_day(
    around: Iterable[Appointment], person: Person, starts: date, acting: bool
) -> Appointment | None:
    """The appointment that a row without a number says again."""
    return next((one for one in around if one.person is person and one.starts == starts and one.acting == acting), None)
