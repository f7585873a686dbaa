"""One authority across all indicators."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from datasets.choosing import ALL_THEMES, Chosen, choose, offered
from datasets.comparators import Neighbours, neighbour_sets, neighbours_of
from datasets.comparison_exports import download, export_rows
from datasets.profiles import Profile, profile
from datasets.rug import columns_of
from datasets.tables.profiles import profile_tables
from regions.access import hidden_from_others
from regions.models import Authority


@require_safe
@hidden_from_others
def data_profile(request, slug: str) -> HttpResponseBase:
    """One authority's figures by theme: `period`, `theme` and `neighbours` from the query string."""
    authority = get_object_or_404(Authority.objects.visible_to(request.user).select_related("region"), slug=slug)
    sets = neighbour_sets(authority.region.is_demonstration)
    more = {"neighbours": [("", "The newest set"), *((one.slug, one.name) for one in sets)]}
    among, start = offered(request.user), {"theme": ALL_THEMES}
    if among.years and not authority.region.is_demonstration:
        start["period"] = among.years[0].slug
    chosen = choose(request, "period", "theme", "neighbours", among=among, start=start, more=more)
    context: dict[str, Any] = {"list": chosen, "authority": authority}
    if not chosen.refused and chosen.period:
        near = neighbours_of(authority, sets, chosen.form.cleaned_data["neighbours"])
        found = profile(request.user, authority, chosen.period, near, chosen.theme)
        if "export" in request.GET:
            answer = _file(request, found)
            if not isinstance(answer, str):
                return answer
            chosen.errors.append(answer)
        else:
            context |= _shown(found, near, chosen)
    context["demonstration"] = authority.region.is_demonstration
    status = 400 if chosen.refused and "export" in request.GET else 200
    return render(request, "datasets/data_profile.html", context, status=status)


def _file(request, found: Profile) -> HttpResponseBase | str:
    places, wanted = columns_of(request.user, [found.authority]), [one.measure for one in found.lines]
    rows = export_rows(request.user, found.period, wanted, places, found.authority.region)
    about = [("Authority", str(found.authority)), ("Period", str(found.period))]
    name = f"profile-{found.authority.slug}-{found.period.slug}"
    return download(request, f"the figures of {found.authority}", name, rows, about)


def _shown(found: Profile, near: Neighbours, chosen: Chosen) -> dict[str, Any]:
    best, lowest = found.banded("A"), found.banded("D")
    return {
        "found": found,
        "heading": f"{len(found.lines)} indicators, {best} in the best quarter and {lowest} in the lowest",
        "tables": list(profile_tables(found)),
        "near": near,
        "in_year": chosen.is_in_year,
    }
