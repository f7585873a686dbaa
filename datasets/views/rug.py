"""The tartan rug: all authorities of a region, or of England, over the indicators of a theme."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from datasets.choosing import ENGLAND, Chosen, Offered, choose, offered, own_region
from datasets.comparison_exports import download, export_rows
from datasets.periods import Period
from datasets.rug import Rug, rug
from datasets.tables.rug import caption_of, legend_words, rules_in, table_of
from regions.access import members_only
from regions.models import Region

WANTED = ("region", "period", "theme")


@require_safe
@members_only
def rug_page(request) -> HttpResponseBase:
    """Region, period and theme from the query string; an unknown value shows an error and no figures."""
    among = offered(request.user)
    chosen = choose(request, *WANTED, among=among)
    context: dict[str, Any] = {"list": chosen, "demonstration": chosen.is_demonstration}
    if not chosen.refused and chosen.period:
        found = rug(request.user, chosen.period, chosen.region, chosen.theme)
        if "export" in request.GET:
            answer = _file(request, found, chosen)
            if not isinstance(answer, str):
                return answer
            chosen.errors.append(answer)
        else:
            context |= _shown(found)
            context |= _instead(request, found, among)
    status = 400 if chosen.refused and "export" in request.GET else 200
    return render(request, "datasets/rug.html", context, status=status)


def _file(request, found: Rug, chosen: Chosen) -> HttpResponseBase | str:
    wanted = [row.measure for row in found.rows]
    rows = export_rows(request.user, found.period, wanted, found.columns, found.region)
    place = chosen.region.slug if chosen.region else ENGLAND
    name = f"rug-{place}-{found.period.slug}"
    about = [("Place", chosen.region or "England"), ("Period", str(found.period)), ("Theme", chosen.theme or "all")]
    return download(request, caption_of(found), name, rows, about)


def _shown(found: Rug) -> dict[str, Any]:
    return {
        "rug": found,
        "heading": caption_of(found),
        "table": table_of(found) if found.rows else "",
        "legend": legend_words(found),
        "rules": rules_in(found),
        "in_year": found.is_in_year,
    }


def _instead(request, found: Rug, among: Offered) -> dict[str, Any]:
    """Where there is nothing to read: why, and rugs of the same theme that can be read, as (words, address)."""
    place, own = found.region.name if found.region else "England", own_region(request.user, among.regions)
    unshared = found.is_in_year and not found.shared & {one.pk for one in found.columns}
    if not unshared and found.rows:
        return {}
    why, elsewhere = f"There are no figures of {place} for this theme in this period.", []
    if unshared:
        why = f"Figures of a quarter are read within a region: none of {place} are shared with you in this one."
        if among.years and not (found.region and found.region.is_demonstration):
            words = f"{place} in {among.years[0]}, the latest year"
            elsewhere.append((words, _address(request, found.region, among.years[0])))
    quarter = found.period if unshared else next((one for one, published in among.quarters.items() if published), None)
    if own and quarter and (unshared or not found.is_in_year):
        elsewhere.append((f"{own.name}, {quarter.label}", _address(request, own, quarter)))
    return {"why_empty": why, "instead": elsewhere}


def _address(request, region: Region | None, period: Period) -> str:
    """The rug of a region, or England, in a period, the rest as it was asked."""
    query = request.GET.copy()
    query["region"], query["period"] = region.slug if region else ENGLAND, period.slug
    return f"?{query.urlencode()}"
