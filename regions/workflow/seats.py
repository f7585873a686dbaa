"""Adding, vacating and retiring seats."""

from datetime import date
from typing import Any

from django.db.models import Max

from regions.models import Authority, Region, Seat, Trust
from regions.rules import seats as rules
from regions.workflow.appointments import end_appointment
from regions.workflow.facts import sign
from riia.accounts.models import User
from riia.workflow import command


@command(
    on=(Region, Authority, Trust),
    label="Add a seat",
    permitted=rules.may_add_seat,
    unless=rules.reasons_not_to_add_seat,
)
def add_seat(
    place: Any, *, by: User, role: str, title: str = "", exists_from: date | None = None, note: str = ""
) -> Seat:
    """Add a seat to a place (DIR-4). Nobody holds it yet, and whether it is vacant is not known."""
    kind = str(place._meta.model_name)
    last = Seat.objects.filter(role=role, **{kind: place}).aggregate(last=Max("number"))["last"] or 0
    seat = Seat(role=role, number=last + 1, title=title, exists_from=exists_from, note=note, **{kind: place})
    seat.in_demonstration = place.region.is_demonstration if isinstance(place, Authority) else place.is_demonstration
    sign(seat, by)
    seat.save()
    return seat


@command(
    on=Seat,
    label="Say that it is vacant",
    permitted=rules.may_vacate,
    unless=rules.reasons_not_to_vacate,
    page="seat_vacate",
)
def vacate(seat: Seat, *, by: User, vacant_from: date) -> None:
    """Let whoever is in the seat leave before a day, and state it vacant from then on (DIR-4)."""
    for one in rules.leaving_by(seat, vacant_from):
        end_appointment(one, by=by, ends=vacant_from, reason="The seat becomes vacant.")
    seat.vacant_from = vacant_from


@command(
    on=Seat,
    label="Retire the seat",
    permitted=rules.may_retire,
    unless=rules.reasons_not_to_retire,
    page="seat_retire",
)
def retire_seat(seat: Seat, *, by: User, exists_to: date) -> None:
    """Say that a place has a seat no longer: `exists_to` is the first day without it (DIR-4)."""
    seat.exists_to = exists_to
