"""Which place, role and seat a row names."""

from regions.importing.cells import Row, date_in, email_in, number_in, yes_or_no
from regions.importing.known import MODELS, Known, Where
from regions.models import Authority, Seat, Trust
from regions.querysets import today
from regions.roles import ABOUT, Place, Role

BY_LABEL = {role.label.casefold(): role for role in Role} | {role.value: role for role in Role}


def check_cells(row: Row, known: Known) -> None:
    """Look at every cell of a row, whatever is wrong with the others, so that a file is corrected once."""
    for name in ("person_id", "seat_number", "appointment_id"):
        number_in(row, name)
    for name in ("publishes_contact", "interim", "acting"):
        yes_or_no(row, name)
    for name in ("from", "to"):
        date_in(row, name)
    email_in(row)
    if row["role"] or row["place"] or row["place_type"]:
        _place(row, known)
        _role(row)
    if row["employer"]:
        employer_in(row, known)


def seat_in(row: Row, known: Known, *, quietly: bool = False) -> Seat | None:
    """The seat that a row names; one that isn't there yet is made, not saved. None, with the fault, if none can be.

    `quietly` looks only whether the row names a seat that there is: faults are said when the row is judged.
    """
    if quietly:
        row = Row(row.number, row.headings, row.said)
    place = _place(row, known)
    role = _role(row)
    number = number_in(row, "seat_number") or 1
    if place is None or role is None or row.is_wrong:
        return None
    kind, where = place
    if ABOUT[role].place != kind:
        row.fault("role", f"“{role.label}” is a seat of {_a(ABOUT[role].place)}, and this is {_a(kind)}.")
        return None
    seat = known.seats.get((kind, where.pk, role, number))
    return seat or (None if quietly else _new_seat(row, known, kind, where, role, number))


def _new_seat(row: Row, known: Known, kind: str, place: Where, role: Role, number: int) -> Seat | None:
    """DIR-4, DIR-6: what `regions.rules.seats.reasons_not_to_add_seat` says, of what was read at once."""
    last = known.last_number[kind, place.pk, role]
    if isinstance(place, Authority) and place.active_to and place.active_to <= today():
        row.fault("place", f"{place} has ended, so it gets no further seats.")
    elif number > 1 and ABOUT[role].single:
        row.fault("seat_number", "There is one seat of this role in a place: its number is 1.")
    elif number != last + 1:
        row.fault("seat_number", f"There is no such seat. The next one to add has the number {last + 1}.")
    if row.is_wrong:
        return None
    demonstration = known.is_demonstration(kind, place)
    return Seat(role=role, number=number, in_demonstration=demonstration, **{kind: place})


def _role(row: Row) -> Role | None:
    role = BY_LABEL.get(row["role"].casefold())
    if role is None:
        row.fault("role", "This is not one of the roles. See the template." if row["role"] else "Enter a role.")
    return role


def _place(row: Row, known: Known) -> tuple[str, Where] | None:
    said = (row["place_type"], row["place"])
    if said not in known.said_of_places:
        known.said_of_places[said] = _looked_up(*said, known)
    found, column, reason = known.said_of_places[said]
    if found is None:
        row.fault(column, reason)
    return found


def _looked_up(kind: str, name: str, known: Known) -> tuple[tuple[str, Where] | None, str, str]:
    """The kind of place and the place that two cells name; where they name none, the cell to blame and why."""
    kind = kind.casefold().replace("children’s ", "").replace("children's ", "")
    if kind and kind not in MODELS:
        return None, "place_type", f"This must be {', '.join(Place.values[:-1])} or {Place.values[-1]}."
    if not name:
        return None, "place", "Enter the region, authority or trust."
    found = known.find_place(kind, name)
    if len(found) > 1:
        return None, "place_type", "There are several places of this name. Enter region, authority or trust."
    if not found:
        return None, "place", "The directory has no such place. Use the end of its address, such as west-midlands."
    if not known.keeps(*found[0]):
        where = found[0][1]
        return None, "place", f"You don’t keep the directory of {where}, or this file is for another region."
    return found[0], "", ""


def employer_in(row: Row, known: Known) -> Authority | Trust | None:
    """The authority or trust that a row names as employer."""
    found = [place for kind, place in known.find_place("", row["employer"]) if kind != Place.REGION]
    if not found:
        row.fault("employer", "The directory has no such authority or trust. Use “organisation” for others.")
        return None
    # An authority comes before a trust of the same name.
    return found[0]  # type: ignore[return-value]


def _a(kind: str) -> str:
    return {Place.REGION: "a region", Place.AUTHORITY: "an authority", Place.TRUST: "a trust"}[Place(kind)]
