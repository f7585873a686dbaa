"""The tartan rug: all authorities of a region, or of England, over the indicators of a theme."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from datasets.choosing import ENGLAND, Chosen, choose
from datasets.comparison_exports import download, export_rows
from datasets.rug import Rug, rug
from datasets.tables.rug import caption_of, legend_words, rules_in, table_of
from regions.access import members_only

WANTED = ("region", "period", "theme")


@require_safe
@members_only
def rug_page(request) -> HttpResponseBase:
    """Region, period and theme from the query string; an unknown value shows an error and no figures."""
    chosen = choose(request, *WANTED)
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
