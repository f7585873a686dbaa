"""Confirming, correcting and adding to the directory."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from regions.models import Appointment, Authority, Group, Memorandum, Party, Person, Region, Seat, Trust, TrustService
from regions.querysets import today
from regions.rules import contacts
from regions.rules import facts as rules
from riia.accounts.models import User
from riia.workflow import NotPermitted, NotPossible, command


@command(
    on=(Region, Authority, Trust, TrustService, Seat, Appointment),
    label="Confirm that this is still right",
    permitted=rules.may_confirm_fact,
    unless=rules.reasons_not_to_confirm_fact,
)
def confirm_fact(item: Any, *, by: User) -> None:
    """Put today's date and one's name to a fact (DIR-11)."""
    sign(item, by)


@dataclass(frozen=True)
class Refused:
    """A fact that could not be confirmed, and why in sentences."""

    item: Any
    reasons: list[str]


def confirm_facts(items: Iterable[Any], *, by: User) -> tuple[list[Any], list[Refused]]:
    """Confirm many facts in one transaction, each by its own act: those confirmed, and those that could not be."""
    done, refused = [], []
    with transaction.atomic():
        for item in items:
            try:
                done.append(confirm_fact(item, by=by))
            except NotPossible as refusal:
                refused.append(Refused(item, refusal.reasons))
            except NotPermitted as refusal:
                refused.append(Refused(item, [str(refusal)]))
    return done, refused


@command(
    on=(Region, Authority, Trust, TrustService, Seat, Person, Appointment, Group, Memorandum, Party),
    label="Correct",
    permitted=rules.may_correct,
    unless=rules.reasons_not_to_correct,
)
def correct(item: Any, *, by: User, changes: dict[str, Any]) -> None:
    """Set fields that were wrong; before and after stay in the trail (DIR-13)."""
    for name, value in changes.items():
        setattr(item, name, value)
    checked(item)


@command(
    on=Person,
    label="Publish contact details",
    permitted=contacts.may_decide_on_contacts,
    unless=contacts.reasons_not_to_publish,
    page="person_publish",
)
def publish_contact(person: Person, *, by: User) -> None:
    """Show somebody's e-mail address and telephone number to everybody, as they have agreed (DIR-9)."""
    person.publishes_contact = True


@command(
    on=Person,
    label="Withhold contact details",
    permitted=contacts.may_decide_on_contacts,
    unless=contacts.reasons_not_to_withhold,
    page="person_withhold",
)
def withhold_contact(person: Person, *, by: User) -> None:
    """Show somebody's e-mail address and telephone number to members only (DIR-9)."""
    person.publishes_contact = False


@command(on=User, label="Add to the directory", permitted=rules.may_administer)
def add_to_directory(administrator: User, *, by: User, row: Model) -> Model:
    """Add a region, authority, trust, seat, person or another row of the directory, through the admin site."""
    if isinstance(row, Appointment):
        raise NotPossible("People are put in seats by appointing them.")
    checked(row)
    row.save()
    return row


@command(on=Seat, label="Add a person", permitted=rules.may_add_person)
def add_person(seat: Seat, *, by: User, name: str, email: str = "", telephone: str = "") -> Person:
    """Add somebody who isn't in the directory yet, to appoint them to a seat."""
    return Person.objects.create(name=name, email=email, telephone=telephone, is_demonstration=seat.in_demonstration)


def checked(row: Model) -> None:
    """Let the model's own checks speak in sentences."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise NotPossible(*error.messages) from error


def sign(item: Any, by: User) -> None:
    """Put today's date and a name to a fact."""
    item.confirmed_on, item.confirmed_by = today(), by
