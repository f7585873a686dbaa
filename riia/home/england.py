"""The map of England on the front page: a hexagon for each authority, in the colour of its region."""

import re
from typing import Any

from regions.models import Authority

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


def cells(authorities: list[Authority]) -> list[dict[str, Any]]:
    """Cells as charts.hexmap takes them, for those that have a place on the map; one authority a place."""
    placed: dict[tuple[int, int], Authority] = {}
    for one in authorities:
        if one.hex_q is not None and one.hex_r is not None:
            placed.setdefault((one.hex_q, one.hex_r), one)
    return [
        {
            "q": q,
            "r": r,
            "label": short_name(one.name),
            "title": f"{one.name}, {one.region.name}",
            "url": one.get_absolute_url(),
            "css_class": f"app-hex--{one.region.slug}",
        }
        for (q, r), one in sorted(placed.items(), key=lambda item: (item[1].region.name, item[1].name))
    ]


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
