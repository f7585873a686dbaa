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


def navigation(request) -> dict:
    """The menu for this reader; members' pages only where they open."""
    reach = getattr(request, "reach", None)
    entries = PUBLIC + (MEMBERS if reach and (reach.member or reach.administrator) else ())
    entries += KEEPERS if reach and (reach.keeps or reach.administrator) else ()
    items = []
    for label, name in entries:
        url = reverse(name)
        items.append(MenuItem(label, url, request.path.startswith(url)))
    return {"navigation": items}
