"""Adding, vacating and retiring seats (DIR-4, DIR-6, DIR-14, DIR-16)."""

from datetime import date

from django.db.models import Q, QuerySet

from regions import roles
from regions.models import Appointment, Authority, Region, Seat, Trust
from regions.querysets import today
from regions.roles import ABOUT, Place, Role
from regions.rules.appointments import reasons_not_to_end
from regions.rules.keeping import may_keep
from regions.statuses import IN_SEAT, AppointmentStatus
from riia.accounts.models import User

# --- Adding -----------------------------------------------------------------------------------------------------------


def may_add_seat(user: User, place: Region | Authority | Trust) -> bool:
    """DIR-16: who keeps the place adds its seats."""
    return may_keep(user, place)


def reasons_not_to_add_seat(
    place: Region | Authority | Trust, *, by: User, role: str = "", exists_from: date | None = None, **_details: object
) -> list[str]:
    """DIR-4, DIR-6: a role belongs to one kind of place, and some roles are there once."""
    if isinstance(place, Authority) and place.active_to and place.active_to <= today():
        return [f"{place} has ended, so it gets no further seats."]
    if not role:
        return []
    if ABOUT[role].place != place._meta.model_name:
        return [f"“{Role(role).label}” is a seat of another kind of place."]
    if isinstance(place, Authority) and exists_from and not place.exists_on(exists_from):
        return [f"{place} does not exist on the first day."]
    there = place.seats.filter(role=role).first() if ABOUT[role].single else None
    if there is None:
        return []
    if has_ended(there):
        return [f"{there} was retired. Correct the last day of that seat instead of adding it again."]
    return [f"{place} has this seat already, and there is one of it in a place."]


def roles_to_add(place: Region | Authority | Trust) -> list[tuple[str, str]]:
    """DIR-6: the roles of which a place can have another seat, as choices."""
    there = set(place.seats.values_list("role", flat=True))
    kind = Place(str(place._meta.model_name))
    return [(role, label) for role, label in roles.of_place(kind) if not (role in there and ABOUT[role].single)]


# --- Vacating ---------------------------------------------------------------------------------------------------------


def may_vacate(user: User, seat: Seat) -> bool:
    """DIR-16: who keeps the place says that a seat is vacant."""
    return may_keep(user, seat.place)


def reasons_not_to_vacate(seat: Seat, *, by: User, vacant_from: date | None = None) -> list[str]:
    """DIR-4, DIR-5: vacant is said of a seat that exists, from the day on which the last person in it has left."""
    if has_ended(seat):
        return [_ended(seat)]
    state = _with_holders(seat, by).state_on(today())
    if state.vacant_since:
        return [f"This seat is vacant already, since {state.vacant_since:%-d %B %Y}."]
    if vacant_from is None:
        return []
    if not exists_on(seat, vacant_from):
        return ["The seat does not exist on that day."]
    if state.holder and state.holder.starts >= vacant_from:
        return [
            f"{state.holder.person} holds this seat from {state.holder.starts:%-d %B %Y}, so it is not vacant then."
        ]
    if state.last and state.last.ends and state.last.ends > vacant_from:
        left = f"{state.last.ends:%-d %B %Y}"
        return [f"{state.last.person} was in this seat until shortly before {left}: it can be vacant from that day on."]
    if leaving := leaving_by(seat, vacant_from):
        return [reason for one in leaving for reason in reasons_not_to_end(one, by=by, ends=vacant_from)]
    if vacant_from > today():
        return ["Nobody is known to hold this seat then, so it can't become vacant on a day to come."]
    return []


def leaving_by(seat: Seat, day: date) -> "QuerySet[Appointment]":
    """DIR-14: whoever is in the seat right before a day and would stay: the holder, and who acts beside them."""
    rows = seat.appointments.filter(status__in=IN_SEAT, starts__lt=day)
    return rows.filter(Q(ends__isnull=True) | Q(ends__gt=day)).select_related("person", "seat").order_by("acting", "pk")


# --- Retiring, and the life of a seat ---------------------------------------------------------------------------------


def may_retire(user: User, seat: Seat) -> bool:
    """DIR-16: who keeps the place retires its seats."""
    return may_keep(user, seat.place)


def reasons_not_to_retire(seat: Seat, *, by: User, exists_to: date | None = None) -> list[str]:
    """DIR-4, DIR-6: nobody is in a seat that is no more, and an authority has its statutory seats while it lives.

    `exists_to` is the first day without the seat.
    """
    if has_ended(seat):
        return [_ended(seat)]
    if seat.authority and seat.role in roles.STATUTORY:
        return [f"Every authority has this seat: it lasts as long as {seat.authority}."]
    around = _with_holders(seat, by).around
    proposal = next((one for one in around if one.status == AppointmentStatus.PROPOSED), None)
    if proposal:
        return [f"{proposal.person} is proposed for this seat: that must be refused or withdrawn first."]
    if exists_to:
        return reasons_against_life(seat, seat.exists_from, exists_to)
    stays = next((one for one in around if one.ends is None), None)
    return [f"{stays.person} holds this seat {_until(stays)}: end that appointment first."] if stays else []


def reasons_against_life(seat: Seat, first: date | None, out: date | None) -> list[str]:
    """DIR-4, ACC-9: a seat exists while somebody is in it, and a longer life opens nothing that was closed.

    The seat would exist from `first` until before `out`; an empty day is open.
    """
    if first and out and out <= first:
        return ["The last day of a seat must not be before its first."]
    reasons = []
    for one in seat.appointments.filter(status__in=IN_SEAT).select_related("person").order_by("starts", "pk"):
        if out and _stays_beyond(one, out):
            reasons.append(f"{one.person} holds this seat {_until(one)}: end that appointment first.")
        elif (
            seat.exists_to
            and (out is None or out > seat.exists_to)
            and _opens(one)
            and _stays_beyond(one, seat.exists_to)
        ):
            reasons.append(f"{one.person} would be in this seat again, {_until(one)}: end that appointment first.")
        if first and one.starts < first:
            reasons.append(f"{one.person} holds this seat from {one.starts:%-d %B %Y}, before that first day.")
    return reasons


def has_ended(seat: Seat) -> bool:
    """DIR-4: whether the seat is no more today."""
    return seat.exists_to is not None and seat.exists_to <= today()


def exists_on(seat: Seat, on: date) -> bool:
    """DIR-4: whether there is such a seat on a day."""
    return (seat.exists_from is None or seat.exists_from <= on) and (seat.exists_to is None or seat.exists_to > on)


def _with_holders(seat: Seat, by: User) -> Seat:
    """The seat with whoever is around it; a page has fetched them already, an act has not."""
    return seat if hasattr(seat, "around") else Seat.objects.with_holders(by, today()).get(pk=seat.pk)


def _ended(seat: Seat) -> str:
    return f"This seat is no more since {seat.exists_to:%-d %B %Y}."


def _stays_beyond(one: Appointment, day: date) -> bool:
    return one.ends is None or one.ends > day


def _opens(one: Appointment) -> bool:
    return one.status == AppointmentStatus.CONFIRMED


def _until(one: Appointment) -> str:
    return f"until shortly before {one.ends:%-d %B %Y}" if one.ends else "without an end"
