"""Facts of the directory in words: from when to when somebody holds a seat, and how sure that is."""

from datetime import date, timedelta

from regions.models import Appointment, Person, Seat
from regions.statuses import AppointmentStatus, Precision
from riia.ui.dates import in_words


def last_day(ends: date) -> date:
    """The last day in post, where `ends` is the first day out (DIR-5)."""
    return ends - timedelta(days=1)


def first_day_out(last: date | None) -> date | None:
    """How a last day that somebody typed is held (DIR-5)."""
    return last + timedelta(days=1) if last else None


def in_sentence(name: str) -> str:
    """ "Chair" inside a sentence becomes "chair"; "DfE link adviser" and "Council of Reference representative" stay."""
    return name if name[1:] != name[1:].lower() else name[:1].lower() + name[1:]


def seat_in_sentence(seat: Seat) -> str:
    """ "chair of North East"; names that already say of what take a comma: "lead member for the region, London"."""
    name = in_sentence(seat.name)
    joined = ", " if " the " in name or seat.title else " of "
    return f"{name}{joined}{seat.place}"


def since(appointment: Appointment) -> str:
    """ "from 1 April 2024", "from April 2024", or "in post by 2023" where only a source's own date is known."""
    if appointment.starts_precision == Precision.UNKNOWN:
        source = appointment.source
        return f"in post by {in_words(source.as_of, source.as_of_precision) if source else appointment.starts.year}"
    return f"from {in_words(appointment.starts, appointment.starts_precision)}"


def until(appointment: Appointment) -> str:
    """ "to 30 November 2026", "nothing later is known", or nothing for somebody who stays."""
    if appointment.ends is None:
        return ""
    if appointment.ends_precision == Precision.UNKNOWN:
        return "nothing later is known"
    return f"to {in_words(last_day(appointment.ends), appointment.ends_precision)}"


def term(appointment: Appointment) -> str:
    """ "from 1 April 2024 to 30 November 2026"."""
    separator = "; " if appointment.ends_precision == Precision.UNKNOWN else " "
    return separator.join(filter(None, [since(appointment), until(appointment)]))


def introduced(person: Person, *known: str) -> str:
    """A name and what tells namesakes apart: the seats of `PersonQuerySet.with_seats`, and what else is known."""
    seats = "; ".join(str(one.seat) for one in person.in_seats)  # type: ignore[attr-defined]  # by `with_seats`
    return f"{person.name} ({'; '.join(filter(None, [seats or 'no seat today', *known]))})"


def employer(appointment: Appointment) -> str:
    """The employing organisation, as far as it is known."""
    place = appointment.employing_authority or appointment.employing_trust
    return appointment.organisation or (str(place) if place else "")


def how_sure(appointment: Appointment) -> str:
    """In a sentence without full stop: who confirmed it, who states it, or who is waited for."""
    if appointment.status == AppointmentStatus.CONFIRMED:
        by = f" by {appointment.confirmed_by}" if appointment.confirmed_by else ""
        return f"Confirmed{by} on {in_words(appointment.confirmed_on)}" if appointment.confirmed_on else "Confirmed"
    if appointment.status == AppointmentStatus.PROPOSED:
        return f"Proposed by {appointment.proposed_by}, waits for a second person"
    if appointment.status == AppointmentStatus.STATED:
        waiting = f"; {appointment.proposed_by} says it is right, a second person is needed"
        source = f"by “{appointment.source}”" if appointment.source else "by a source"
        return f"Stated {source}, not confirmed{waiting if appointment.proposed_by_id else ''}"
    return appointment.get_status_display()


def marks(appointment: Appointment) -> list[tuple[str, str]]:
    """What a reader must not miss about an appointment, as (words, colour of the tag)."""
    by_status: dict[str, tuple[str, str]] = {
        AppointmentStatus.STATED: ("Not confirmed", "yellow"),
        AppointmentStatus.PROPOSED: ("Waits for a second person", "blue"),
        AppointmentStatus.REFUSED: ("Refused", "grey"),
        AppointmentStatus.WITHDRAWN: ("Withdrawn", "grey"),
    }
    found = [by_status[appointment.status]] if appointment.status in by_status else []
    if appointment.acting:
        found.append(("Acting", "purple"))
    if appointment.interim:
        found.append(("Interim", "teal"))
    return found
