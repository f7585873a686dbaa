"""The figures of a region that its six-monthly report is drafted from, as the report keeps them (DAT-14, DAT-20)."""

from typing import Any

from datasets.completeness import counts_of
from datasets.guarding import Standing, guarded, guarded_areas
from datasets.models import AreaValue, CollectionPeriod, InYearValue
from datasets.standing import returns_of
from datasets.statuses import PeriodStatus

# Two years, with the half year that the report is about.
MOST_QUARTERS = 9
IN_THE_REPORT = 2


def figures_of(period: CollectionPeriod) -> dict[str, Any]:
    """What `narrative.draft` takes: the pooled values of the region up to a period, and who sent figures.

    A report is read inside its region, by people of several authorities: nobody's own figures are shown for it.
    """
    region = period.collection.region
    inside = Standing(inside=frozenset({region.pk}))
    earlier = CollectionPeriod.objects.filter(
        collection=period.collection, status=PeriodStatus.PUBLISHED, last_day__lte=period.last_day
    )
    periods = list(reversed(earlier.order_by("-last_day")[:MOST_QUARTERS]))
    found = _pooled(periods, inside)
    look = _to_look_at(period, inside)
    definitions = period.version.definitions.select_related("indicator")
    return {
        "region": region.name,
        "period": period.slug,
        "periods": [{"slug": one.slug, "label": _label(one)} for one in periods],
        "returns": [_returns(one) for one in periods[-IN_THE_REPORT:]],
        "measures": [
            {
                "code": one.indicator.code,
                "name": one.indicator.name,
                "theme": one.indicator.theme,
                "unit": one.indicator.unit,
                "decimals": one.decimals,
                "polarity": one.polarity,
                "look": look.get(one.indicator_id, 0),
                "values": [found.get((one.indicator_id, each.pk)) for each in periods],
            }
            for one in definitions
        ],
    }


def _pooled(periods: list[CollectionPeriod], inside: Standing) -> dict[tuple[int, int], dict[str, Any]]:
    """The region's values by indicator and period, as the report keeps them."""
    rows = guarded_areas(AreaValue.objects.filter(collection_period__in=periods), inside)
    return {
        (indicator, of): {
            "value": None if value is None else f"{value:f}",
            "used": used,
            "expected": expected,
            "why_not": why,
        }
        for indicator, of, value, used, expected, why in rows.values_list(
            "indicator", "collection_period", "shown_value", "used", "expected", "shown_why_not"
        )
    }


def _label(period: CollectionPeriod) -> str:
    """ "July to September 2025" where the page has "Quarter 2 of 2025-26, July to September 2025"."""
    from datasets.periods import SLUG, period_of

    return str(period_of(period.slug)) if SLUG.fullmatch(period.slug) else period.slug


def _returns(period: CollectionPeriod) -> dict[str, Any]:
    returns = list(returns_of(period))
    counts = counts_of(returns, period)
    missing = sorted(one.authority.name for one in returns if not one.published_id)
    return {
        "label": _label(period),
        "asked": counts.asked,
        "received": counts.received,
        "by_the_day": counts.by_the_day,
        "missing": missing,
    }


def _to_look_at(period: CollectionPeriod, inside: Standing) -> dict[int, int]:
    """How many authorities have a flagged figure, by indicator."""
    rows = guarded(InYearValue.objects.current().filter(collection_period=period), inside)
    found: dict[int, int] = {}
    for indicator, flags in rows.values_list("indicator", "shown_flags"):
        if flags:
            found[indicator] = found.get(indicator, 0) + 1
    return found
