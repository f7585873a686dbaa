"""What the pages of a region and of an authority lead on to in the dataset (see `regions.leading_on`)."""

from typing import Any

from django.urls import reverse

from regions.leading_on import FROM_ABOVE
from regions.models import Authority, Region
from regions.reach import Reach


def figures_of(place: Any, reach: Reach) -> tuple[str, str]:
    """The profile of an authority."""
    return f"Figures of {place.name}", reverse("data_profile", args=[place.slug])


def rug_of(place: Any, reach: Reach) -> tuple[str, str]:
    """The tartan rug of a region."""
    return f"Tartan rug of {place.name}", f"{reverse('rug')}?region={place.slug}"


FROM_ABOVE.update({Authority: [figures_of], Region: [rug_of]})
