"""Where the pages of places lead on to, in apps above: members follow these links, and nothing is read for them."""

from collections.abc import Callable

from regions.models import Authority, Region, Trust
from regions.reach import Reach

Place = Region | Authority | Trust
# By the kind of place: what an app above makes of one for a reader, as (words, address); None where it has nothing for
# them.
FROM_ABOVE: dict[type[Place], list[Callable[[Place, Reach], tuple[str, str] | None]]] = {}


def links_from(place: Place, reach: Reach) -> list[tuple[str, str]]:
    """(words, address) of each page of another app about a place; none for the public (ACC-1)."""
    if not (reach.member or reach.administrator):
        return []
    return [found for link in FROM_ABOVE.get(type(place), []) if (found := link(place, reach))]
