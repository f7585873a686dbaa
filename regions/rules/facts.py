"""Confirming, correcting and adding facts (DIR-11, DIR-13, DIR-15, DIR-16)."""

from typing import Any

from regions.models import Appointment, Authority, Group, Memorandum, Party, Person, Region, Seat, Trust, TrustService
from regions.reach import Reach, reach_of
from regions.rules.appointments import may_appoint, reasons_against_chair
from regions.rules.groups import may_keep_group
from regions.rules.keeping import does_task, may_keep, place_of, proposes_for
from regions.rules.seats import reasons_against_life
from regions.statuses import IN_SEAT, AppointmentStatus, Task
from riia.accounts.models import User

# What can be corrected by hand. Status, dates of appointments, who confirmed, and whether contact details are
# published change by their own commands only.
CORRECTABLE: dict[type, frozenset[str]] = {
    Region: frozenset(
        [
            "name",
            "alliance_name",
            "aliases",
            "went_live",
            "website",
            "website_as_stated",
            "mailbox",
            "note",
            "source",
            "source_place",
        ]
    ),
    Authority: frozenset(
        [
            "name",
            "official_name",
            "kind",
            "aliases",
            "active_from",
            "active_to",
            "population_0_17",
            "population_year",
            "latitude",
            "longitude",
            "hex_q",
            "hex_r",
            "note",
            "source",
            "source_place",
        ]
    ),
    Trust: frozenset(["name", "kind", "aliases", "website", "mailbox", "note", "source", "source_place"]),
    TrustService: frozenset(
        ["starts", "starts_precision", "ends", "ends_precision", "scope", "note", "source", "source_place"]
    ),
    Seat: frozenset(["title", "exists_from", "exists_to", "vacant_from", "note", "source", "source_place"]),
    Person: frozenset(["name", "email", "telephone", "note"]),
    Appointment: frozenset(
        [
            "interim",
            "job_title",
            "organisation",
            "employing_authority",
            "employing_trust",
            "note",
            "source",
            "source_place",
        ]
    ),
    Group: frozenset(["name", "note"]),
    Memorandum: frozenset(["title", "expires", "grace_days", "summary"]),
    Party: frozenset({"signs_for_it"}),
}


def may_confirm_fact(user: User, item: Any) -> bool:
    """DIR-11, ACC-12: who keeps the place confirms its facts; a director, or who does that task for them, their own."""
    place = place_of(item)
    return may_keep(user, place) or proposes_for(user, place) or does_task(user, Task.CONFIRM_FACTS, place)


def reasons_not_to_confirm_fact(item: Any, *, by: User) -> list[str]:
    """DIR-15: a stated appointment is confirmed as an appointment, by two people where it gives access."""
    if isinstance(item, Appointment):
        if item.status != AppointmentStatus.CONFIRMED:
            return ["This appointment is not confirmed yet."]
        if item.person.user_id == by.pk:
            return ["This is about you, so somebody else must confirm it."]
    return []


def may_correct(user: User, item: Any) -> bool:
    """DIR-16: who keeps the place corrects it; people, who keeps a place in which they hold or held a seat."""
    reach = reach_of(user)
    if reach.administrator:
        return True
    if isinstance(item, Group):
        return may_keep_group(user, item)
    if not isinstance(item, Person):
        return may_keep(user, place_of(item))
    if item.pk is None or not (reach.keeps or reach.keeps_trusts):
        return False
    # A page that asks this many times has fetched them.
    fetched = getattr(item, "_prefetched_objects_cache", {}).get("appointments")
    rows = item.appointments.select_related("seat__authority") if fetched is None else fetched
    # To propose somebody for a seat gives no hold on a person whom others keep.
    counting = [one for one in rows if one.status in IN_SEAT] or rows
    return any(_is_kept(reach, one.seat) for one in counting)


def _is_kept(reach: Reach, seat: Seat) -> bool:
    region = seat.authority.region_id if seat.authority else seat.region_id
    return region in reach.keeps or seat.trust_id in reach.keeps_trusts


def reasons_not_to_correct(item: Any, *, by: User, changes: dict[str, Any] | None = None) -> list[str]:
    """DIR-13: only what is listed in `CORRECTABLE`, and nothing that other rules forbid to bring about."""
    changes = changes or {}
    reasons = [f"“{name}” can't be corrected by hand." for name in sorted(set(changes) - CORRECTABLE[type(item)])]
    if isinstance(item, Appointment):
        reasons += _reasons_from_employer(item, changes)
    if isinstance(item, Seat) and changes.keys() & {"exists_from", "exists_to"}:
        life = (changes.get(name, getattr(item, name)) for name in ("exists_from", "exists_to"))
        reasons += reasons_against_life(item, *life)
    if isinstance(item, Authority) and changes.keys() & {"active_from", "active_to"} and not may_administer(by, item):
        # DIR-16: what begins and ends an authority is a reorganisation.
        reasons.append("The first and last day of an authority are corrected by administrators.")
    return reasons


def _reasons_from_employer(appointment: Appointment, changes: dict[str, Any]) -> list[str]:
    """DIR-7: a chair still comes from the region when another employer is written down."""
    region = appointment.seat.region
    employers = ("employing_authority", "employing_trust")
    if region is None or not appointment.seat.about.leads or not changes.keys() & set(employers):
        return []
    authority, trust = (changes.get(name, getattr(appointment, name)) for name in employers)
    return reasons_against_chair(region, appointment.starts, authority, trust)


def may_administer(user: User, item: Any) -> bool:
    """Administrators add rows to the directory through the admin site."""
    return reach_of(user).administrator


def may_add_person(user: User, seat: Seat) -> bool:
    """Who may appoint to a seat may add the person to be appointed."""
    return may_appoint(user, seat)
