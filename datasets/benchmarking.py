"""Comparators of the published values: areas pooled from counts, and averages of statistical neighbours (DAT-4, DAT-7).

Both are worked out from the published values themselves, for one indicator, place and period end at a time. Pages read
what was worked out when the values came (`AreaValue`).
"""

from dataclasses import dataclass
from datetime import date

from datasets import statistics
from datasets.lives import Lives
from datasets.models import Indicator, NeighbourSet, PublishedValue
from datasets.pooling import Pooled, counts_of, pairs_of, pool
from datasets.populations import Populations
from datasets.ranking import Row

ENGLAND = "england"


@dataclass(frozen=True)
class NeighbourAverage:
    """The mean or median of the neighbours that have a value; `used` of `of` had one, in the set of the slug `of_set`.

    `value` is on the published scale, unrounded; None where no neighbour has a value.
    """

    value: float | None
    used: int
    of: int
    of_set: str


def pooled(code: str, area_slug: str, period_end: date | str) -> Pooled:
    """An indicator's value for a region, or for "england", pooled from the counts of its authorities (DAT-4, DAT-7).

    Takes the indicator's code, the region's slug and the last day of the period (a date or "2025-03-31"). Expected are
    the authorities that existed on that day; below 95 % of their children aged 0 to 17 the value is None. `ValueError`
    for an unknown code or area.
    """
    indicator, day, lives = _indicator(code), _day(period_end), Lives.load()
    region = None if area_slug == ENGLAND else lives.regions_by_slug.get(area_slug)
    if region is None and area_slug != ENGLAND:
        raise ValueError(f"There is no region “{area_slug}”.")
    rows, shared = [], {}
    values = PublishedValue.objects.filter(indicator=indicator, period_end=day, authority__in=lives.all)
    columns = ("authority", "value", "numerator", "denominator", "joint_with")
    for authority, value, numerator, denominator, other in values.values_list(*columns):
        rows.append(Row(authority, day, value, numerator, denominator))
        shared[authority, day] = other
    counts, expected = counts_of(indicator, rows), lives.on(day, region)
    return pool(expected, counts, indicator.multiplier, Populations.load(lives), day, pairs_of(shared, day))


def neighbour_average(code: str, authority_slug: str, period_end: date | str, how: str = "mean") -> NeighbourAverage:
    """The mean or median of an authority's statistical neighbours (DAT-7), from the newest set that has them.

    Real authorities have real neighbours, the demonstration's its own. A neighbour without a value, or that did not
    exist on the last day of the period, is left out. `ValueError` for an unknown code or authority, and for another
    average.
    """
    indicator, day, lives = _indicator(code), _day(period_end), Lives.load()
    if how not in ("mean", "median"):
        raise ValueError(f"An average is a mean or a median, not {how!r}.")
    life = lives.by_slug.get(authority_slug)
    if life is None:
        raise ValueError(f"There is no authority “{authority_slug}”.")
    sets = NeighbourSet.objects.filter(is_demonstration=not life.is_real, neighbours__authority=life.pk)
    newest = sets.order_by("-dated", "-pk").first()
    if newest is None:
        return NeighbourAverage(None, 0, 0, "")
    near = list(newest.neighbours.filter(authority=life.pk).values_list("neighbour", flat=True))
    alive = [pk for pk in near if lives.all[pk].exists_on(day)]
    values = PublishedValue.objects.filter(indicator=indicator, period_end=day, authority__in=alive)
    known = [float(value) for value in values.values_list("value", flat=True) if value is not None]
    return NeighbourAverage(statistics.average(known, how) if known else None, len(known), len(near), newest.slug)


def _indicator(code: str) -> Indicator:
    found = Indicator.objects.filter(code=code).first()
    if found is None:
        raise ValueError(f"There is no indicator “{code}”.")
    return found


def _day(day: date | str) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day
