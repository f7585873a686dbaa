"""What a figure is compared with: all other authorities, statistical neighbours, the region, England, its own past
(DAT-7). Annual and in-year figures are asked for apart and never mix (DAT-15).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import Q

from datasets import statistics
from datasets.guarding import guarded, shown_areas, shown_names
from datasets.measures import Measure
from datasets.models import AreaValue, InYearValue, Neighbour, NeighbourSet, PublishedValue
from datasets.periods import SLUG, Period, Quarter, period_of
from datasets.rug import Cell
from datasets.statuses import Caveat, Series
from regions.models import Authority

# DAT-22: of fewer neighbours no average is given.
FEWEST_NEIGHBOURS: Final = 5
OF_A_READING = (
    *("authority", "value", "marker", "lower", "upper", "numerator", "denominator", "band", "rank", "ranked"),
    *("z", "trend", "is_first_year", "flags"),
)


class Reading(NamedTuple):
    """A figure with everything that a page shows beside it."""

    authority: int
    value: Any
    marker: str
    lower: float | None
    upper: float | None
    numerator: Any
    denominator: Any
    band: str
    rank: int | None
    ranked: int | None
    z: float | None
    trend: str
    first_year: bool
    flags: list[str]
    period_end: date
    # The publisher's words for the period, or the portal's for a quarter.
    label: str
    # Where it comes from: the publisher's table, or the source of the denominator.
    source: str
    caveat: str = ""
    caveat_words: str = ""
    revised: bool = False
    hidden: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is a number that averages and charts may use (DAT-4, DAT-19)."""
        return self.value is not None and not self.hidden and self.caveat != Caveat.NOT_COMPARABLE


@dataclass(frozen=True)
class Average:
    """Of neighbours: the mean and the median of those used (DAT-7); None with fewer than five."""

    mean: float | None
    median: float | None
    used: int
    of: int


@dataclass
class Neighbours:
    """An authority's statistical neighbours in one dated set, closest first."""

    chosen: NeighbourSet | None = None
    authorities: list[int] = field(default_factory=list)


def readings(user: Any, measure: Measure, period: Period) -> list[Reading]:
    """The figures of one indicator in one period, of every authority that the reader sees."""
    if isinstance(period, Quarter):
        return _in_year(user, measure, Q(collection_period__slug=period.slug))
    if measure.is_inspection:
        # A judgement holds until the next one.
        latest = {one.authority: one for one in _annual(user, measure, Q(year__lte=period.number))}
        return list(latest.values())
    return _annual(user, measure, Q(year=period.number))


def series(user: Any, measure: Measure, period: Period, authorities: Iterable[int]) -> list[Reading]:
    """All figures of one indicator of some authorities, oldest first, in the series that the period belongs to."""
    where = Q(authority__in=list(authorities))
    return _in_year(user, measure, where) if isinstance(period, Quarter) else _annual(user, measure, where)


def _annual(user: Any, measure: Measure, where: Q) -> list[Reading]:
    rows = PublishedValue.objects.visible_to(user).filter(where, indicator=measure.pk).order_by("period_end")
    return [Reading(*one) for one in rows.values_list(*OF_A_READING, "period_end", "period_label", "source")]


def _in_year(user: Any, measure: Measure, where: Q) -> list[Reading]:
    rows = InYearValue.objects.visible_to(user).current().filter(where, indicator=measure.pk)
    fields = (
        *("collection_period__last_day", "collection_period__slug", "denominator_source"),
        *("caveat", "caveat_words", "is_revised", "is_hidden"),
    )
    rows = guarded(rows, user, OF_A_READING).order_by("collection_period__last_day")
    found = rows.values_list(*shown_names(OF_A_READING), *fields)
    return [_named(Reading(*one)) for one in found]


def _named(reading: Reading) -> Reading:
    return reading._replace(label=str(period_of(reading.label))) if SLUG.fullmatch(reading.label) else reading


class AreaReading(NamedTuple):
    """A region's (or, with None, England's) pooled figure at one time."""

    region: int | None
    value: Any
    numerator: Any
    denominator: Any
    used: int
    expected: int
    left_out: list[str]
    why_not: str
    period_end: date


def area_series(user: Any, measure: Measure, period: Period, region: int | None) -> list[AreaReading]:
    """England's and a region's pooled figures of one indicator, oldest first."""
    kind = Series.IN_YEAR if isinstance(period, Quarter) else Series.ANNUAL
    places = Q(region=None) | Q(region=region) if region else Q(region=None)
    rows = AreaValue.objects.visible_to(user, annual=kind == Series.ANNUAL)
    rows = rows.filter(places, indicator=measure.pk, series=kind).order_by("period_end")
    fields = ("region", "value", "numerator", "denominator", "used", "expected", "left_out", "why_not", "period_end")
    return [AreaReading(*one) for one in shown_areas(rows, user, kind, fields)]


def area_in(found: list[AreaReading], period: Period, region: int | None) -> AreaReading | None:
    """The one of a period, by region or None for England."""
    here = [one for one in found if one.region == region]
    if isinstance(period, Quarter):
        return next((one for one in here if one.period_end == period.last_day), None)
    return next((one for one in reversed(here) if one.period_end.year == period.number), None)


def neighbour_sets(demonstration: bool) -> list[NeighbourSet]:
    """Sets of statistical neighbours of the real authorities, or of the demonstration's, newest first."""
    return list(NeighbourSet.objects.filter(is_demonstration=demonstration).order_by("-dated", "slug"))


def neighbours_of(authority: Authority | None, sets: list[NeighbourSet], wanted: str = "") -> Neighbours:
    """The neighbours of an authority in the set of a slug, or in the newest of those there are."""
    chosen = next((one for one in sets if one.slug == wanted or not wanted), None)
    if authority is None or chosen is None:
        return Neighbours(chosen)
    found = Neighbour.objects.filter(neighbour_set=chosen, authority=authority).order_by("rank")
    return Neighbours(chosen, list(found.values_list("neighbour", flat=True)))


def average(values: Iterable[Reading | Cell], of: int) -> Average:
    """The mean and the median of neighbours' figures, and how many were used of how many (DAT-7, DAT-22)."""
    known = [float(one.value) for one in values if one.counts]
    if len(known) < FEWEST_NEIGHBOURS:
        return Average(None, None, len(known), of)
    return Average(statistics.average(known), statistics.average(known, "median"), len(known), of)
