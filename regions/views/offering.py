"""What a reader may do to a fact, as buttons: acts with a page of their own, and those whose address names the kind."""

from typing import Any

from django.urls import reverse

from regions import workflow
from regions.models import Appointment, Authority, Group, Person, Region, Seat, Trust, TrustService
from regions.rules.officers import may_administer_officers
from regions.rules.seats import has_ended
from regions.upkeep import FactKind
from riia.workflow import Offer, act_for, offers

# The part of an address that names the kind of a fact; people and groups are corrected, and confirmed by nobody.
PERSON, GROUP = "person", "group"
KINDS: dict[type, str] = {
    Region: FactKind.REGION,
    Authority: FactKind.AUTHORITY,
    Trust: FactKind.TRUST,
    TrustService: FactKind.TRUST_SERVICE,
    Seat: FactKind.SEAT,
    Appointment: FactKind.APPOINTMENT,
    Person: PERSON,
    Group: GROUP,
}
PLACES = (Region, Authority, Trust)


def fact_offers(item: Any, user) -> list[Offer]:
    """What `user` may do to a row of the directory: its own acts, confirming, correcting, adding."""
    if not user.is_authenticated:
        return []
    found = offers(item, user)
    if isinstance(item, Authority) and may_administer_officers(user, item):
        found.insert(0, Offer("officers", "Officers", reverse("authority_officers", args=[item.slug]), ()))
    correcting = _by_kind(workflow.correct, "fact_correct", item, user)
    if not isinstance(item, PLACES):
        return [*found, *correcting]
    # What is done to a place every week comes before what is done once in years.
    confirming = _by_kind(workflow.confirm_fact, "fact_confirm", item, user)
    return [*confirming, *correcting, *_by_kind(workflow.add_seat, "seat_add", item, user), *found]


def seat_offers(seat: Seat, user) -> list[Offer]:
    """A seat's: acting cover where somebody is to be covered, and nothing that goes without saying.

    `seat` is fetched with its holders. What is vacant is not vacated, what is held or statutory is not retired, and
    to a seat that is no more nobody is appointed.
    """
    without_saying = {workflow.vacate.__name__, workflow.retire_seat.__name__}
    if has_ended(seat):
        without_saying.add(workflow.appoint.__name__)
    found = [one for one in fact_offers(seat, user) if one.name not in without_saying or not one.reasons]
    appoint = next((one for one in found if one.name == workflow.appoint.__name__ and not one.reasons), None)
    held = any(one.is_current and not one.acting for one in seat.around)
    if appoint and held:
        found.insert(1, Offer("appoint_acting", "Appoint acting cover", f"{appoint.url}?acting=on", ()))
    return found


def person_offers(person: Person, user) -> list[Offer]:
    """A person's, correcting first: contact details are published or withheld, whichever they are not."""
    other = workflow.publish_contact if person.publishes_contact else workflow.withhold_contact
    found = [one for one in fact_offers(person, user) if one.name != other.__name__]
    return sorted(found, key=lambda one: one.name != workflow.correct.__name__)


def _by_kind(act, page: str, item: Any, user) -> list[Offer]:
    declared = act_for(act, item)
    if not declared.permitted(user, item):
        return []
    url = reverse(page, args=[KINDS[type(item)], item.pk])
    return [Offer(declared.name, declared.label, url, tuple(declared.reasons(item, user)))]
