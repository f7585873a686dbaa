"""What the pages of an authority and of a region lead on to in self-evaluations (see `regions.leading_on`).

Only for who has a seat in the region: others would find nothing there (SE-5).
"""

from typing import Any

from django.urls import reverse

from regions.leading_on import FROM_ABOVE
from regions.models import Authority, Region
from regions.reach import Reach


def evaluations_of(place: Any, reach: Reach) -> tuple[str, str] | None:
    """The self-evaluations of the region of an authority that the reader may know of."""
    if place.region_id not in reach.regions:
        return None
    return f"Self-evaluations in {place.region.name}", f"{reverse('evaluation_list')}?region={place.region.slug}"


def cycles_of(place: Any, reach: Reach) -> tuple[str, str] | None:
    """The cycles of a region."""
    if place.pk not in reach.regions:
        return None
    return f"Self-evaluations of {place.name}", f"{reverse('cycle_list')}?region={place.slug}"


FROM_ABOVE.setdefault(Authority, []).append(evaluations_of)
FROM_ABOVE.setdefault(Region, []).append(cycles_of)
