"""Indicators: all of them, and one with every authority, its comparators, its past and its definition."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from datasets.choosing import ENGLAND, Chosen, choose, offered, own_region
from datasets.comparators import neighbour_sets, neighbours_of
from datasets.comparison_exports import download, export_rows
from datasets.filters import IndicatorFilters
from datasets.indicator_pages import (
    Comparison,
    compare,
    facts,
    finding,
    funnel_picture,
    order_picture,
    past_picture,
    process_picture,
    region_rows,
)
from datasets.measures import Measure, measure_of, measures
from datasets.models import FigureNote, Indicator, NeighbourSet
from datasets.tables.catalogue import IndicatorTable
from datasets.tables.indicators import all_authorities, region_table
from regions.access import hidden_from_others, members_only
from regions.exporting import recording
from regions.models import Authority
from regions.reach import reach_of
from riia.ui.lists import list_page

# What the page needs of every authority: whole rows of two tables take longer to build than to find.
OF_A_PLACE = ("slug", "name", "active_from", "active_to", "region__slug", "region__name", "region__is_demonstration")


@require_safe
@members_only
def indicator_list(request) -> HttpResponseBase:
    """The catalogue, in the order of its themes."""
    return list_page(
        request,
        queryset=Indicator.objects.visible_to(request.user),
        filterset_class=IndicatorFilters,
        table_class=IndicatorTable,
        template="datasets/indicator_list.html",
        filename="indicators",
        context={"demonstration": False},
        on_export=recording(request, "the list of indicators"),
    )


@require_safe
@hidden_from_others
def indicator_detail(request, code: str) -> HttpResponseBase:
    """One indicator in one period: `authority`, `region`, `period` and `neighbours` from the query string."""
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), code=code)
    asked = _asked(request, indicator)
    context: dict[str, Any] = {"list": asked.chosen, "indicator": indicator, "heading": indicator.name}
    measure = _measure(request, indicator, asked.chosen)
    if measure is None or asked.chosen.period is None:
        return _answer(request, context)
    near = neighbours_of(asked.authority, asked.sets, asked.chosen.form.cleaned_data["neighbours"])
    found = compare(
        request.user, measure, asked.chosen.period, asked.authority, asked.chosen.region, asked.places, near
    )
    if "export" in request.GET:
        answer = _file(request, found)
        if not isinstance(answer, str):
            return answer
        asked.chosen.errors.append(answer)
        return _answer(request, context)
    return _answer(request, context | _shown(request, found, measure))


def _answer(request, context: dict[str, Any]) -> HttpResponseBase:
    chosen = context["list"]
    context["demonstration"] = chosen.is_demonstration
    status = 400 if chosen.refused and "export" in request.GET else 200
    return render(request, "datasets/indicator_detail.html", context, status=status)


def _measure(request, indicator: Indicator, chosen: Chosen) -> Measure | None:
    """How the indicator is counted in the series that was chosen; None with the reason where it isn't in it."""
    if chosen.refused or chosen.period is None:
        return None
    if not chosen.is_in_year:
        return measure_of(indicator)
    found = measures(request.user, chosen.period, codes=[indicator.code])
    if not found:
        chosen.errors.append(f"“{indicator.name}” has no in-year figures of this quarter. Choose another period")
    return next(iter(found), None)


@dataclass
class Asked:
    """What the query string asks, and what there is to choose from."""

    chosen: Chosen
    authority: Authority | None
    places: list[Authority]
    sets: list[NeighbourSet]


def _asked(request, indicator: Indicator) -> Asked:
    """The page is about the reader's own authority where none is named, and no region is."""
    user = request.user
    places = list(Authority.objects.visible_to(user).select_related("region").only(*OF_A_PLACE).order_by("name"))
    regions = sorted({one.region for one in places}, key=lambda one: one.name)
    among = offered(user, indicator.pk, regions)
    wanted, region = request.GET.get("authority", ""), request.GET.get("region", "")
    about = next((one for one in places if one.slug == wanted), None)
    if not (wanted or region):
        about = _own_authority(user, places)
    of = about.region if about else own_region(user, among.regions)
    side = region.startswith("demonstration") or bool(of and of.is_demonstration and not region)
    places = [one for one in places if one.region.is_demonstration == side]
    sets = neighbour_sets(side)
    start = {"authority": about.slug if about else "", "region": of.slug if of else ENGLAND}
    if among.years:
        start["period"] = among.years[0].slug
    more = {
        "authority": [("", "None"), *((one.slug, one.name) for one in places)],
        "neighbours": [("", "The newest set"), *((one.slug, one.name) for one in sets)],
    }
    chosen = choose(request, "authority", "region", "period", "neighbours", among=among, start=start, more=more)
    slug = "" if chosen.refused else chosen.form.cleaned_data["authority"]
    return Asked(chosen, next((one for one in places if one.slug == slug), None), places, sets)


def _own_authority(user, places: list[Authority]) -> Authority | None:
    """The one that the reader acts for, else the first of theirs."""
    reach = reach_of(user)
    acting = reach.acting_under
    own = (acting.authorities if acting else frozenset()) or reach.authorities
    return next((one for one in places if one.pk in own), None)


def _file(request, found: Comparison) -> HttpResponseBase | str:
    places = found.places.values()
    rows = export_rows(request.user, found.period, [found.measure], places, found.region)
    about = [("Indicator", found.measure.name), ("Period", str(found.period))]
    return download(request, f"figures of {found.measure.name}", found.measure.code, rows, about)


def _shown(request, found: Comparison, measure: Measure) -> dict[str, Any]:
    pictures = [
        (name, one)
        for name, one in (
            ("order", order_picture(found)),
            ("past", process_picture(found) or past_picture(found)),
            ("funnel", funnel_picture(found)),
        )
        if one
    ]
    rows = region_rows(found)
    return {
        "found": found,
        "measure": measure,
        "heading": finding(found),
        "facts": facts(found),
        "pictures": dict(pictures),
        "region_table": region_table(found, rows) if rows else "",
        "table": all_authorities(found),
        "notes": _notes(request, found),
        "in_year": found.is_in_year,
    }


def _notes(request, found: Comparison) -> list[FigureNote]:
    """What was written to the authority's figure, as far as the reader sees it (DAT-13)."""
    if found.authority is None:
        return []
    rows = FigureNote.objects.visible_to(request.user).filter(authority=found.authority, period=found.period.slug)
    return list(rows.filter(indicator=found.measure.pk).select_related("by"))
