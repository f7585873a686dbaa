"""Confirming, correcting and adding facts (DIR-11, DIR-13, DIR-15, DIR-16)."""

from typing import Any

from django.db.models import Q

from regions.models import Appointment, Authority, Memorandum, Party, Person, Region, Seat, Trust, TrustService
from regions.reach import reach_of
from regions.rules.appointments import may_appoint
from regions.rules.keeping import may_keep, place_of, proposes_for
from regions.statuses import IN_SEAT, AppointmentStatus
from riia.accounts.models import User

# What can be corrected by hand. Status, dates of appointments and who confirmed change by their own commands only.
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
    Person: frozenset(["name", "email", "telephone", "publishes_contact", "note"]),
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
    Memorandum: frozenset(["title", "expires", "grace_days", "summary"]),
    Party: frozenset({"signs_for_it"}),
}


def may_confirm_fact(user: User, item: Any) -> bool:
    """DIR-11: who keeps the place confirms its facts; a director, those of the own authority."""
    place = place_of(item)
    return may_keep(user, place) or proposes_for(user, place)


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
    if not isinstance(item, Person):
        return may_keep(user, place_of(item))
    if not (reach.keeps or reach.keeps_trusts):
        return False
    seats = Q(seat__region__in=reach.keeps) | Q(seat__authority__region__in=reach.keeps)
    own = seats | Q(seat__trust__in=reach.keeps_trusts)
    in_seats = item.appointments.filter(status__in=IN_SEAT)
    # To propose somebody for a seat gives no hold on a person whom others keep.
    return in_seats.filter(own).exists() or (not in_seats.exists() and item.appointments.filter(own).exists())


def reasons_not_to_correct(item: Any, *, by: User, changes: dict[str, Any] | None = None) -> list[str]:
    """DIR-13: only what is listed in `CORRECTABLE`; the rest has commands of its own."""
    others = sorted(set(changes or ()) - CORRECTABLE[type(item)])
    return [f"“{name}” can't be corrected by hand." for name in others]


def may_administer(user: User, item: Any) -> bool:
    """Administrators add rows to the directory through the admin site."""
    return reach_of(user).administrator


def may_add_person(user: User, seat: Seat) -> bool:
    """Who may appoint to a seat may add the person to be appointed."""
    return may_appoint(user, seat)
