"""What the pages of a region, an authority and a trust have in common."""

from dataclasses import replace
from typing import Any, TypeVar

from django.urls import reverse

from regions import seating
from regions.as_stated import corrections_of
from regions.history import history_of_place
from regions.knowing import Knowledge, asked
from regions.leading_on import links_from
from regions.models import Authority, Region, Seat, Trust
from regions.rules.keeping import may_keep
from regions.views.offering import fact_offers
from riia.ui.dates import AsAt, as_at

Place = TypeVar("Place", Region, Authority, Trust)
# How much of what has happened a place's page shows.
HISTORY = 10


def page_of(
    request, place: Region | Authority | Trust, at: AsAt, seats: list[Seat], knowledge: Knowledge
) -> dict[str, Any]:
    """The context of a place's page: its people on the day, where its facts come from, and what its keepers need."""
    user = request.user
    knows_people = request.reach.member or request.reach.administrator
    return {
        "place": place,
        "parents": _above(place),
        "as_at": at,
        # What links to other places carry, so that the whole directory turns to the same day.
        "on": "" if at.is_today else f"?on={at.date}",
        "knowledge": knowledge,
        "errors": [error for error in (at.error, knowledge.error) if error],
        "cards": seating.cards(seats, user, at.date),
        "missing": seating.missing(place, seats, at.date),
        "corrections": corrections_of(place),
        "stated": seating.as_stated(seats, at.date),
        "leads_on": links_from(place, request.reach),
        "source": seating.source_in_words(place.source),
        "confirmed_by": place.confirmed_by if knows_people else "",
        # What can be done is done to what is known now.
        "offers": [] if knowledge.date else fact_offers(place, user),
        "keeps": knowledge.offered and not knowledge.date,
        "history": history_of_place(place, user, HISTORY),
    }


def turned(request, place: Place) -> tuple[Place, AsAt, Knowledge]:
    """A place as known on the day asked for, the day that its page is about, and that knowledge."""
    knowledge = asked(request, request.user.is_authenticated and may_keep(request.user, place))
    if knowledge.date and not knowledge.rows([place]):
        knowledge = replace(knowledge, date=None, error=f"{place} was not in the directory of the portal then")
    return knowledge.row(place), knowledge.turned(as_at(request)), knowledge


def _above(place: Region | Authority | Trust) -> list[tuple[str, str]]:
    """The pages above a place's, as breadcrumbs."""
    above = [("Home", reverse("home"))]
    if isinstance(place, Trust):
        return [*above, ("Trusts", reverse("trust_list"))]
    above.append(("Regions", reverse("region_list")))
    if isinstance(place, Authority):
        above.append((place.region.name, place.region.get_absolute_url()))
    return above
