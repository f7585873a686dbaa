"""The tartan rug: all authorities of a region, or of England, over the indicators of a theme."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from datasets.choosing import Chosen, choose
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
        context |= _shown(found, chosen)
    return render(request, "datasets/rug.html", context)


def _shown(found: Rug, chosen: Chosen) -> dict[str, Any]:
    return {
        "rug": found,
        "heading": caption_of(found),
        "table": table_of(found) if found.rows else "",
        "legend": legend_words(found),
        "rules": rules_in(found),
        "in_year": found.is_in_year,
    }
