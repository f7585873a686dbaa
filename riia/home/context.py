"""What every page's frame needs: the menu, who is signed in and as what."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu."""

    label: str
    url: str
    active: bool


PUBLIC = (
    ("Regions", "region_list"),
    ("Authorities", "authority_list"),
    ("Trusts", "trust_list"),
    ("Director changes", "director_changes"),
)
MEMBERS = (
    ("Data", "data_home"),
    ("Self-evaluations", "evaluation_list"),
    ("People", "person_list"),
    ("Memoranda", "memorandum_list"),
)
KEEPERS = (("Upkeep", "directory_work"),)
# Pages with an address of their own that are reached from an entry, and belong to it.
BELOW = {"evaluation_list": ("moderation_home",)}


def navigation(request) -> dict:
    """The menu for this reader; members' pages only where they open."""
    reach = getattr(request, "reach", None)
    entries = PUBLIC + (MEMBERS if reach and (reach.member or reach.administrator) else ())
    entries += KEEPERS if reach and (reach.keeps or reach.administrator) else ()
    items = []
    for label, name in entries:
        url = reverse(name)
        beginnings = (url, *map(reverse, BELOW.get(name, ())))
        items.append(MenuItem(label, url, request.path.startswith(beginnings)))
    return {"navigation": items}
