"""Confirming, correcting and adding to the directory."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from regions.models import Appointment, Authority, Memorandum, Party, Person, Region, Seat, Trust, TrustService
from regions.querysets import today
from regions.rules import facts as rules
from riia.accounts.models import User
from riia.workflow import NotPossible, command


@command(
    on=(Region, Authority, Trust, TrustService, Seat, Appointment),
    label="Confirm that this is still right",
    permitted=rules.may_confirm_fact,
    unless=rules.reasons_not_to_confirm_fact,
)
def confirm_fact(item: Any, *, by: User) -> None:
    """Put today's date and one's name to a fact (DIR-11)."""
    sign(item, by)


@command(
    on=(Region, Authority, Trust, TrustService, Seat, Person, Appointment, Memorandum, Party),
    label="Correct",
    permitted=rules.may_correct,
    unless=rules.reasons_not_to_correct,
)
def correct(item: Any, *, by: User, changes: dict[str, Any]) -> None:
    """Set fields that were wrong; before and after stay in the trail (DIR-13)."""
    for name, value in changes.items():
        setattr(item, name, value)
    _checked(item)


@command(on=User, label="Add to the directory", permitted=rules.may_administer)
def add_to_directory(administrator: User, *, by: User, row: Model) -> Model:
    """Add a region, authority, trust, seat, person or another row of the directory, through the admin site."""
    if isinstance(row, Appointment):
        raise NotPossible("People are put in seats by appointing them.")
    _checked(row)
    row.save()
    return row


@command(on=Seat, label="Add a person", permitted=rules.may_add_person)
def add_person(seat: Seat, *, by: User, name: str, email: str = "", telephone: str = "") -> Person:
    """Add somebody who isn't in the directory yet, to appoint them to a seat."""
    return Person.objects.create(name=name, email=email, telephone=telephone, is_demonstration=seat.in_demonstration)


def _checked(row: Model) -> None:
    """Let the model's own checks speak in sentences."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise NotPossible(*error.messages) from error


def sign(item: Any, by: User) -> None:
    """Put today's date and a name to a fact."""
    item.confirmed_on, item.confirmed_by = today(), by
