"""What the page of one indicator says: the finding, every authority, the comparators, the past, and how it is counted
(DAT-7 to DAT-10).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from datasets import charts, statistics
from datasets.charts import Dot, Level, Picture, Scale, Track
from datasets.comparators import (
    AreaReading,
    Average,
    Neighbours,
    Reading,
    area_in,
    area_series,
    average,
    readings,
    series,
)
from datasets.measures import Measure
from datasets.periods import Period, Quarter, quarter_of
from datasets.rug import Column, columns_of, existed_in
from datasets.showing import BAND_WORDS, TREND_WORDS, cell_text, interval_text, rank_text
from datasets.statuses import Confidence, Trend
from regions.models import Authority, Region

FEWEST_TO_DRAW = 8
# Points of each limit of a funnel.
STEPS = 40


@dataclass
class Comparison:
    """One indicator in one period, with everything it is compared with. Made by `compare`."""

    measure: Measure
    period: Period
    authority: Authority | None
    region: Region | None
    places: dict[int, Column]
    here: dict[int, Reading]
    neighbours: Neighbours
    areas: list[AreaReading]
    past: list[Reading] = field(default_factory=list)

    @property
    def is_in_year(self) -> bool:
        return isinstance(self.period, Quarter)

    @property
    def own(self) -> Reading | None:
        return self.here.get(self.authority.pk) if self.authority else None

    @property
    def england(self) -> AreaReading | None:
        return area_in(self.areas, self.period, None)

    @property
    def of_region(self) -> AreaReading | None:
        return area_in(self.areas, self.period, self.region.pk) if self.region else None

    @cached_property
    def average(self) -> Average:
        found = [self.here[one] for one in self.neighbours.authorities if one in self.here]
        return average(found, len(self.neighbours.authorities))

    @property
    def label(self) -> str:
        """The period in words: the publisher's for a year, else the quarter."""
        if self.is_in_year:
            return str(self.period)
        labels = {one.label for one in self.here.values()}
        return next(iter(labels)) if len(labels) == 1 and not self.measure.is_inspection else str(self.period)

    def kind_of(self, authority: int) -> str:
        if self.authority and authority == self.authority.pk:
            return "own"
        if authority in self.neighbours.authorities:
            return "neighbour"
        place = self.places.get(authority)
        return "region" if self.region and place and place.region == self.region.pk else "other"

    def dot(self, one: Reading) -> Dot:
        words = self.measure.with_unit(one.value)
        return Dot(
            self.places[one.authority].name, float(one.value), words, one.lower, one.upper, self.kind_of(one.authority)
        )

    @cached_property
    def dots(self) -> list[Dot]:
        return [self.dot(one) for one in self.here.values() if one.counts]

    @cached_property
    def levels(self) -> list[Level]:
        """Lines for England, the region and the neighbours' mean, where there are such values."""
        found = []
        if self.england and self.england.value is not None:
            found.append(Level("England", float(self.england.value), self.words(self.england.value), "england"))
        if self.region and self.of_region and self.of_region.value is not None:
            value = self.of_region.value
            found.append(Level(self.region.name, float(value), self.words(value), "of-region"))
        if self.average.mean is not None:
            found.append(Level("Neighbours’ mean", self.average.mean, self.words(self.average.mean), "neighbours"))
        return found

    def words(self, value: Any) -> str:
        return self.measure.with_unit(value)


def compare(
    user: Any,
    measure: Measure,
    period: Period,
    authority: Authority | None,
    region: Region | None,
    among: Iterable[Authority],
    near: Neighbours,
) -> Comparison:
    """Read all that a page of one indicator needs; `among` are the authorities of one side of the directory."""
    places = [one for one in among if existed_in(one, period) or one == authority]
    by_pk = {one.pk: one for one in columns_of(user, places)}
    here = {one.authority: one for one in readings(user, measure, period) if one.authority in by_pk}
    found = Comparison(measure, period, authority, region, by_pk, here, near, [])
    found.areas = area_series(user, measure, period, region.pk if region else None)
    wanted = [*near.authorities, *([authority.pk] if authority else [])]
    found.past = series(user, measure, period, wanted) if wanted else []
    return found


# --- What it finds ----------------------------------------------------------------------------------------------------


def finding(found: Comparison) -> str:
    """The heading: where the authority stands, or how far apart authorities are."""
    if found.authority:
        return _own_finding(found, found.authority.name)
    dots = found.dots
    if not dots:
        return f"No figures for {found.label}"
    low, high = min(dots, key=lambda one: one.value), max(dots, key=lambda one: one.value)
    pooled = (
        f"; England {found.words(found.england.value)}" if found.england and found.england.value is not None else ""
    )
    return f"From {low.words} to {high.words} in {len(dots)} authorities{pooled}"


def _own_finding(found: Comparison, name: str) -> str:
    own = found.own
    if own is None or not own.counts:
        why = cell_text(own, found.measure.decimals) if own and own.value is None else "not submitted"
        if own and own.value is not None:
            why = f"{found.words(own.value)}, not comparable"
        return f"{name}: {why if own or found.is_in_year else 'not available'} in {found.label}"
    parts = [f"{name}: {found.words(own.value)} in {found.label}"]
    if side := beside(found, own):
        parts.append(side)
    if own.first_year:
        parts.append("its first year, so not compared")
    elif own.band:
        parts.append(BAND_WORDS[own.band])
    return ", ".join(parts)


def beside(found: Comparison, own: Reading) -> str:
    """Against England, as a reader sees the two numbers: "above England’s 22.6%"."""
    if not found.england or found.england.value is None:
        return ""
    one, other = found.words(own.value), found.words(found.england.value)
    if one == other:
        return "the same as England"
    return f"{'above' if own.value > found.england.value else 'below'} England’s {other}"


def facts(found: Comparison) -> list[tuple[str, str]]:
    """What stands beside the finding: the figure, its interval, its place, its trend, and what it is compared with."""
    own, measure, rows = found.own, found.measure, []
    if found.authority and own:
        rows.append((found.authority.name, _figure_words(found, own)))
        if own.band:
            place = rank_text(own.rank, own.ranked)
            rows.append(("Place", f"Band {own.band}, {BAND_WORDS[own.band]}; rank {place}"))
        elif measure.is_neutral:
            rows.append(("Place", "Not ranked: neither higher nor lower is better"))
        if own.trend:
            rows.append(("Trend", TREND_WORDS[Trend(own.trend)].capitalize()))
    if found.region:
        rows.append((found.region.name, _area_words(found, found.of_region)))
    rows.append(("England", _area_words(found, found.england)))
    if found.authority:
        rows.append(("Statistical neighbours", neighbour_words(found)))
    return rows


def _figure_words(found: Comparison, own: Reading) -> str:
    if own.hidden or own.value is None:
        return cell_text(own, found.measure.decimals).capitalize()
    parts = [found.words(own.value)]
    if limits := interval_text(own.lower, own.upper, found.measure.decimals):
        parts.append(f"95% interval {limits}")
    if own.numerator is not None and own.denominator:
        parts.append(f"{own.numerator.normalize():,f} of {own.denominator.normalize():,f}")
    if own.first_year:
        parts.append("first year of a new authority: too low, since it can’t know what came before it")
    if own.caveat:
        parts.append(f"{own.caveat.replace('-', ' ')}: {own.caveat_words}")
    if own.revised:
        parts.append("revised after it was published")
    return "; ".join(parts)


def _area_words(found: Comparison, area: AreaReading | None) -> str:
    if area is None:
        return "Not pooled: grades are never averaged" if found.measure.is_inspection else "Not available"
    if area.value is None:
        return f"Not available. {area.why_not}".strip()
    return f"{found.words(area.value)}, pooled from counts of {area.used} of {area.expected} authorities"


def neighbour_words(found: Comparison) -> str:
    """Mean and median, how many they come from, and whose figures may not be shared (DAT-7, DAT-22)."""
    near = found.average
    if not near.of:
        return "None are known for this authority"
    if near.mean is None or near.median is None:
        shared = "share a quarterly figure with you" if found.is_in_year else "have a figure"
        return f"No average: {near.used} of {near.of} {shared}, and an average needs five"
    left = near.of - near.used
    out = f"; {left} left out, without a figure that may be shared" if left and found.is_in_year else ""
    return f"Mean {found.words(near.mean)}, median {found.words(near.median)}, of {near.used} of {near.of}{out}"


# --- Pictures ---------------------------------------------------------------------------------------------------------


def order_picture(found: Comparison) -> Picture | None:
    """Every authority from the lowest to the highest."""
    if len(found.dots) < 2:
        return None
    own = found.own if found.own and found.own.counts else None
    lower = sum(dot.value < float(own.value) for dot in found.dots) if own else 0
    title = (
        f"{lower} of {len(found.dots)} authorities have a lower figure than {found.places[own.authority].name}"
        if own
        else f"{len(found.dots)} authorities, from the lowest to the highest"
    )
    return charts.in_order(found.dots, found.levels, title)


def past_picture(found: Comparison) -> Picture | None:
    """The authority, its region, England and its neighbours over time; annual series only (DAT-15)."""
    times = sorted({one.period_end for one in found.past} | {one.period_end for one in found.areas})
    if found.measure.is_inspection or len(times) < 2:
        return None
    tracks = [_track_of_areas(found, None, "England", "england", times)]
    if found.region:
        tracks.insert(0, _track_of_areas(found, found.region.pk, found.region.name, "of-region", times))
    title = f"{found.measure.name} over time"
    hollow: frozenset[int] = frozenset()
    if found.authority:
        own = {one.period_end: one for one in found.past if one.authority == found.authority.pk}
        tracks.insert(0, _track(found, found.authority.name, "own", [_usable(own.get(one)) for one in times]))
        hollow = frozenset(place for place, one in enumerate(times) if one in own and own[one].first_year)
        tracks.append(_neighbours_over_time(found, times))
        title = _past_title(found, list(own.values()))
    tracks = [one for one in tracks if any(value is not None for value in one.values)]
    if not tracks:
        return None
    note = "A hollow point is the first year of a new authority, too low by the way it is counted." if hollow else ""
    return charts.over_time([_time_words(one, found) for one in times], tracks, title, note, hollow)


def _past_title(found: Comparison, own: list[Reading]) -> str:
    known = [one for one in own if one.counts and not one.first_year]
    name = found.authority.name if found.authority else "England"
    if len(known) < 2:
        return f"{name} over time"
    first, last = known[0], known[-1]
    return f"{name}: {found.words(first.value)} in {first.label}, {found.words(last.value)} in {last.label}"


def _usable(one: Reading | None) -> float | None:
    return float(one.value) if one and one.counts else None


def _track(found: Comparison, name: str, kind: str, values: list[float | None]) -> Track:
    return Track(name, kind, values, ["" if one is None else found.words(one) for one in values])


def _track_of_areas(found: Comparison, region: int | None, name: str, kind: str, times: list[date]) -> Track:
    known = {one.period_end: one.value for one in found.areas if one.region == region and one.value is not None}
    return _track(found, name, kind, [float(known[one]) if one in known else None for one in times])


def _neighbours_over_time(found: Comparison, times: list[date]) -> Track:
    near = set(found.neighbours.authorities)
    means = []
    for time in times:
        here = [one for one in found.past if one.period_end == time and one.authority in near]
        means.append(average(here, len(near)).mean)
    return _track(found, "Neighbours’ mean", "neighbours", means)


def _time_words(day: date, found: Comparison) -> str:
    return f"{day:%b %y}" if found.is_in_year else str(day.year)


def funnel_picture(found: Comparison) -> Picture | None:
    """Annual proportions and rates against chance: inverse-Wilson or exact Poisson limits, widened by overdispersion
    (DAT-9)."""
    measure, england = found.measure, found.england
    rows = [one for one in found.here.values() if one.counts and one.numerator is not None and one.denominator]
    counted = england is not None and england.numerator is not None and england.denominator
    if measure.confidence == Confidence.NONE or len(rows) < FEWEST_TO_DRAW or not counted or found.is_in_year:
        return None
    assert england is not None  # noqa: S101 - counted says so
    share = float(england.numerator / england.denominator)
    if measure.confidence == Confidence.WILSON and not 0 < share < 1:
        return None
    parts, wholes = [float(one.numerator) for one in rows], [float(one.denominator) for one in rows]
    if measure.confidence == Confidence.WILSON and any(one > other for one, other in zip(parts, wholes, strict=True)):
        return None
    phi = statistics.overdispersion(statistics.z_scores(parts, wholes, measure.confidence, share))
    dots = [(whole, found.dot(one)) for whole, one in zip(wholes, rows, strict=True)]
    curves = [
        (kind, _limits(measure, share, max(wholes), level, widening))
        for kind, level, widening in (("limit", 0.998, 1.0), ("widened", 0.998, phi))
    ]
    words = measure.with_unit(float(england.value))
    outside = sum(_is_outside(measure, share, one, whole, phi) for one, whole in zip(parts, wholes, strict=True))
    title = (
        f"{outside} of {len(rows)} authorities lie outside the widened limits"
        if outside
        else ("No authority lies outside the widened limits")
    )
    note = (
        "The inner lines are the limits at 99.8% within which chance alone would leave an authority of that size. "
        f"Authorities differ by more than chance (overdispersion {phi:.1f}), so the outer lines are widened by it."
    )
    lines = charts.Funnel(float(england.value), words, curves)
    return charts.funnel(dots, lines, title, "Out of how many", note)


def _limits(
    measure: Measure, share: float, widest: float, level: float, phi: float
) -> list[tuple[float, float, float]]:
    return [(size, *_limits_at(measure, share, size, level, phi)) for size in _sizes(widest)]


def _sizes(widest: float) -> list[float]:
    """Denominators along the funnel, closer together where its limits bend."""
    return [widest * (step / STEPS) ** 2 for step in range(1, STEPS + 1)]


def _limits_at(measure: Measure, share: float, size: float, level: float, phi: float) -> tuple[float, float]:
    if measure.confidence == Confidence.WILSON:
        lower, upper = statistics.funnel_limits_proportion(share, size, level, phi)
        return lower * measure.multiplier, upper * measure.multiplier
    return statistics.funnel_limits_rate(share * measure.multiplier, size, measure.multiplier, level, phi)


def _is_outside(measure: Measure, share: float, part: float, whole: float, phi: float) -> bool:
    lower, upper = _limits_at(measure, share, whole, 0.998, phi)
    return not lower <= part / whole * measure.multiplier <= upper


def process_picture(found: Comparison) -> Picture | None:
    """The authority's quarters against its own limits, with the rules that flag them (DAT-9)."""
    if not (found.is_in_year and found.authority):
        return None
    rows = {one.period_end: one for one in found.past if one.authority == found.authority.pk}
    quarters = _every_quarter(sorted(rows))
    values = [_usable(rows.get(one)) for one in quarters]
    try:
        limits = statistics.xmr_limits(values)
    except ValueError:
        return None
    causes = statistics.special_causes(values, limits)
    signals = {one.index: statistics.RULES[one.rule] for one in reversed(causes.signals)}
    labels = [f"{one:%b %y}" for one in quarters]
    name = found.authority.name
    title = _process_title(name, labels, signals)
    rules = "; ".join(rule[:1].lower() + rule[1:] for rule in statistics.RULES.values())
    note = causes.reason or f"Ringed quarters are flagged by one of these rules: {rules}."
    return charts.process(labels, _track(found, name, "own", values), limits, signals, title, note)


def _process_title(name: str, labels: list[str], signals: dict[int, str]) -> str:
    """What flags the latest quarter; else how many earlier ones are flagged."""
    if rule := signals.get(len(labels) - 1):
        return f"{name}: {labels[-1]} stands out: {rule[:1].lower() + rule[1:]}"
    if signals:
        return f"{name}: {labels[-1]} doesn’t stand out, {len(signals)} of {len(labels)} quarters do"
    return f"{name}: no quarter stands out"


def _every_quarter(ends: list[date]) -> list[date]:
    """From the first to the last, those without a figure too."""
    if not ends:
        return []
    quarter, found = quarter_of(ends[0]), []
    while quarter.last_day <= ends[-1]:
        found.append(quarter.last_day)
        quarter = quarter.next
    return found


def region_rows(found: Comparison) -> list[tuple[Column, Reading | None, Any]]:
    """The region's authorities from the highest figure down, each with its picture for a row of a table."""
    if not found.region:
        return []
    places = [one for one in found.places.values() if one.region == found.region.pk]
    dots = {
        one.pk: found.dot(found.here[one.pk]) for one in places if one.pk in found.here and found.here[one.pk].counts
    }
    level = float(found.england.value) if found.england and found.england.value is not None else None
    values = [one.value for one in dots.values()] + ([level] if level is not None else [])
    scale = Scale(values, 0, 24, None) if values else None
    rows = [
        (one, found.here.get(one.pk), charts.row_of(dots[one.pk], scale, level) if scale and one.pk in dots else "")
        for one in places
    ]
    return sorted(rows, key=lambda row: (row[0].pk not in dots, -dots[row[0].pk].value if row[0].pk in dots else 0))
