"""What an act will change, in sentences: for the page that asks before it is done, and the message afterwards."""

from collections.abc import Iterable
from datetime import date

from regions import notifications
from regions.models import Appointment, Person, Seat
from regions.querysets import today
from regions.rules.appointments import replaced_by
from regions.rules.officers import appoints_alone
from regions.rules.seats import leaving_by
from regions.statuses import AppointmentStatus, Precision
from regions.wording import last_day, seat_in_sentence, since, term
from riia.accounts.models import User
from riia.ui.dates import in_words


def listed(names: Iterable[object]) -> str:
    """ "A", "A and B", "A, B and C"."""
    *others, last = map(str, names)
    return f"{', '.join(others)} and {last}" if others else last


# --- Appointing and confirming ----------------------------------------------------------------------------------------


def waits_for_second(seat: Seat, by: User) -> bool:
    """ACC-9: whether an appointment to this seat by this person waits for somebody else."""
    return seat.about.second or not appoints_alone(by, seat)


def of_appointing(draft: Appointment, by: User) -> list[str]:
    """What appointing changes, where `draft` is the appointment not saved yet."""
    told = [_taking(draft), *_leaving(draft)]
    if waits_for_second(draft.seat, by):
        told.insert(0, f"Nothing changes until a second person has confirmed it. {_asked(draft, by)}")
    return [*told, *_opening(draft)]


def of_confirming(appointment: Appointment) -> list[str]:
    """What the second person's confirmation changes."""
    return [_taking(appointment), *_leaving(appointment), *_opening(appointment), *_telling(appointment.seat)]


def of_vouching(appointment: Appointment, by: User) -> list[str]:
    """What vouching for a stated appointment changes."""
    told = [f"{_taking(appointment)} So far only a source says so."]
    if waits_for_second(appointment.seat, by):
        told.append(f"It stays unconfirmed until a second person has confirmed it. {_asked(appointment, by)}")
    return [*told, *_opening(appointment)]


def of_ending(appointment: Appointment) -> list[str]:
    """What an end changes; the day is yet to be typed."""
    seat = appointment.seat
    told = [f"{appointment.person} is {seat_in_sentence(seat)} until the end of the last day."]
    if appointment.status == AppointmentStatus.CONFIRMED:
        told.append("The access that comes with the seat ends with that day, at midnight.")
    if appointment.acting:
        told.append("Whoever they stand in for is in charge again on the day after.")
    else:
        told.append("From the day after, the seat is vacant until somebody is appointed to it.")
    return told


def of_vacating(seat: Seat, vacant_from: date) -> list[str]:
    """What saying that a seat is vacant changes: who leaves it, and that nobody is in charge."""
    told = []
    for one in leaving_by(seat, vacant_from):
        access = " and so does the access" if one.status == AppointmentStatus.CONFIRMED else ""
        acting = "acting " if one.acting else ""
        told.append(f"{one.person}’s {acting}appointment ends on {in_words(last_day(vacant_from))}{access}.")
    where = f"the seat “{seat.name}” in {seat.place}"
    return [*told, f"From {in_words(vacant_from)} {where} is shown as vacant until somebody is appointed."]


def appointed(appointment: Appointment, leaving: Appointment | None, by: User) -> str:
    """The message after appointing."""
    if appointment.status == AppointmentStatus.CONFIRMED:
        return confirmed(appointment, leaving)
    seat = seat_in_sentence(appointment.seat)
    return f"{appointment.person} is proposed as {seat} {since(appointment)}. {_asked(appointment, by)}"


def confirmed(appointment: Appointment, leaving: Appointment | None) -> str:
    """The message once an appointment stands: who is in the seat, and who leaves it when."""
    return " ".join([_taking(appointment), *_left(appointment, leaving)])


def vouched(appointment: Appointment, by: User) -> str:
    """The message after vouching."""
    if appointment.status == AppointmentStatus.CONFIRMED:
        return f"You have confirmed: {_taking(appointment)}"
    waits = "It stays unconfirmed until a second person has confirmed it."
    return f"You have said that this is right. {waits} {_asked(appointment, by)}"


def leaving_for(appointment: Appointment) -> Appointment | None:
    """Who leaves the seat when this appointment is confirmed."""
    found = replaced_by(appointment.seat, appointment.starts, appointment.acting)
    return found if found and found.pk != appointment.pk else None


def ended(appointment: Appointment) -> str:
    """The message after an appointment's end was set."""
    access = " and so does the access" if appointment.status == AppointmentStatus.CONFIRMED else ""
    assert appointment.ends, "it was just set"  # noqa: S101
    verb = "ended" if appointment.ends <= today() else "ends"
    return f"{appointment.person}’s appointment {verb} on {in_words(last_day(appointment.ends))}{access}."


def _taking(appointment: Appointment) -> str:
    """ "X is now chair of North from 1 December 2026." """
    now = today()
    if appointment.ends and appointment.ends <= now:
        verb = "acted as" if appointment.acting else "was"
    elif appointment.starts <= now:
        verb = "now acts as" if appointment.acting else "is now"
    else:
        verb = "will act as" if appointment.acting else "will be"
    joined = "," if appointment.starts_precision == Precision.UNKNOWN else ""
    return f"{appointment.person} {verb} {seat_in_sentence(appointment.seat)}{joined} {term(appointment)}."


def _leaving(appointment: Appointment) -> list[str]:
    """Who leaves the seat, or rests in it while somebody acts."""
    if appointment.acting:
        return [*_left(appointment, leaving_for(appointment)), *_resting(appointment)]
    return _left(appointment, leaving_for(appointment)) or ["Nobody leaves the seat for it."]


def _left(appointment: Appointment, leaving: Appointment | None) -> list[str]:
    if leaving is None:
        return []
    name, day = leaving.person, in_words(last_day(appointment.starts))
    if leaving.person_id == appointment.person_id:
        return [f"The earlier appointment of {name} ends on {day}."]
    access = f" and so does {name}’s access" if leaving.status == AppointmentStatus.CONFIRMED else ""
    return [f"{name}’s appointment ends on {day}{access}."]


def _resting(appointment: Appointment) -> list[str]:
    """DIR-14: exactly one of holder and cover is in charge."""
    holder = replaced_by(appointment.seat, appointment.starts)
    if holder is None:
        return []
    access = f"; {holder.person}’s access by this seat rests" if holder.status == AppointmentStatus.CONFIRMED else ""
    return [f"{holder.person} stays appointed and is not in charge while {appointment.person} acts{access}."]


def _opening(appointment: Appointment) -> list[str]:
    gives = appointment.seat.about.gives
    return [f"The seat opens: {gives[:1].lower()}{gives[1:]}", *_without_account(appointment.person)]


def _without_account(person: Person) -> list[str]:
    return [] if person.user_id else [f"{person} has no account yet: an administrator invites them."]


def _telling(seat: Seat) -> list[str]:
    """ACC-9: the holders of an authority's statutory seats hear of it."""
    if not seat.authority_id:
        return []
    return [f"The director, chief executive and lead member of {seat.authority} are told."]


def _asked(appointment: Appointment, by: User) -> str:
    """Who is asked to be the second person."""
    names = [one for one in notifications.keepers_of(appointment) if one.pk not in (by.pk, appointment.person.user_id)]
    if not names:
        return "Nobody else in the regional team can confirm it: ask an administrator."
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} asked to confirm it."
