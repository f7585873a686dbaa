"""The map of England on the front page: a hexagon for each authority, in the colour of its region."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString

from regions.models import Authority, Region
from riia.ui.addresses import address_of
from riia.ui.markup import anchor

# Short forms in common use; other names of one word are cut, names of several give their initials.
SHORT = {
    "Buckinghamshire": "Bucks",
    "Cambridgeshire": "Cambs",
    "Cornwall": "Corn",
    "County Durham": "Durh",
    "Derbyshire": "Derbs",
    "Gloucestershire": "Glos",
    "Hampshire": "Hants",
    "Hertfordshire": "Herts",
    "Lancashire": "Lancs",
    "Leicestershire": "Leics",
    "Lincolnshire": "Lincs",
    "Northumberland": "Nland",
    "Nottinghamshire": "Notts",
    "Oxfordshire": "Oxon",
    "Shropshire": "Shrop",
    "Southampton": "Soton",
    "Staffordshire": "Staff",
    "Warwickshire": "Warks",
    "Wiltshire": "Wilts",
    "Worcestershire": "Worcs",
}
LONGEST = 5
MOST_INITIALS = 3


@dataclass(frozen=True)
class Spot:
    """An authority as the map and the list beside it show it; column and row are None without a place on the map."""

    name: str
    url: str
    region: Region
    q: int | None
    r: int | None

    @property
    def link(self) -> SafeString:
        return anchor(self.url, self.name)


def spots(user, on: date) -> dict[Region, list[Spot]]:
    """The authorities of a day by region, both by name. One query, and no more of each row than is shown."""
    regions: dict[int, Region] = {}
    found: dict[Region, list[Spot]] = {}
    rows = Authority.objects.visible_to(user).real().as_at(on).order_by("region__name", "name")
    of_region = ("region", "region__slug", "region__name")
    for slug, name, q, r, *told in rows.values_list("slug", "name", "hex_q", "hex_r", *of_region):
        region = regions.setdefault(told[0], Region(pk=told[0], slug=told[1], name=told[2]))
        spot = Spot(name, address_of("authority_detail", slug), region, q, r)
        found.setdefault(region, []).append(spot)
    return found


def cells(by_region: dict[Region, list[Spot]]) -> list[dict[str, Any]]:
    """Cells as charts.hexmap takes them, for those that have a place on the map; one authority a place."""
    placed: dict[tuple[int, int], Spot] = {}
    for spot in (spot for some in by_region.values() for spot in some):
        if spot.q is not None and spot.r is not None:
            placed.setdefault((spot.q, spot.r), spot)
    return [
        {
            "q": q,
            "r": r,
            "label": short_name(spot.name),
            "title": f"{spot.name}, {spot.region.name}",
            "url": spot.url,
            "css_class": f"app-hex--{spot.region.slug}",
        }
        for (q, r), spot in placed.items()
    ]


@lru_cache(maxsize=1024)
def short_name(name: str) -> str:
    """At most five letters that hint at a name inside a hexagon; the whole name is the link's."""
    if name in SHORT:
        return SHORT[name]
    # Newcastle upon Tyne is called Newcastle.
    words = re.split(r"[\s-]+", re.split(r"[\s-](?:upon|on)[\s-]", name)[0])
    if len(words) == 1:
        return name if len(name) <= LONGEST else words[0][: LONGEST - 1]
    initials = [{"and": "&", "of": "o"}.get(word, word[0]) for word in words]
    return "".join(initials if len(initials) <= MOST_INITIALS else filter(str.isupper, initials))
