"""Who keeps which part of the directory (DIR-16)."""

from typing import Any

from regions.models import Appointment, Authority, Delegation, Memorandum, Party, Region, Signature, Trust, TrustService
from regions.reach import reach_of
from riia.accounts.models import User


def may_keep(user: User, place: Region | Authority | Trust) -> bool:
    """DIR-16: a regional team keeps its region's directory; a trust, any region that it serves; administrators, all."""
    reach = reach_of(user)
    if reach.administrator:
        return True
    if isinstance(place, Region):
        return place.pk in reach.keeps
    if isinstance(place, Authority):
        return place.region_id in reach.keeps
    return place.pk in reach.keeps_trusts


def proposes_for(user: User, place: Region | Authority | Trust) -> bool:
    """A director proposes for the own authority; a trust's chief executive, for those it serves and the trust."""
    reach = reach_of(user)
    if isinstance(place, Authority):
        return place.pk in reach.proposes_for
    return isinstance(place, Trust) and place.pk in reach.heads_trusts


def does_task(user: User, task: str, place: Region | Authority | Trust) -> bool:
    """ACC-12: whether somebody does this task of the place's director today, between the dates that were set."""
    reach = reach_of(user)
    if isinstance(place, Authority):
        return place.pk in reach.does(task)
    return isinstance(place, Trust) and place.pk in reach.does_at_trusts(task)


def place_of(item: Any) -> Region | Authority | Trust:
    """The place to which a row of the directory belongs."""
    if isinstance(item, Region | Authority | Trust):
        return item
    if isinstance(item, Appointment):
        return item.seat.place
    if isinstance(item, Delegation):
        return item.appointment.seat.place
    if isinstance(item, TrustService):
        # It opens the authority to the trust, so it is the authority's to confirm.
        return item.authority
    if isinstance(item, Signature):
        return item.party.memorandum.region
    if isinstance(item, Party):
        return item.memorandum.region
    return item.region if isinstance(item, Memorandum) else item.place
