"""Fingertips' recent trend over the five latest consecutive annual points (DAT-9).

Quarterly, rolling and overlapping periods aren't tested: for quarters see `xmr_limits`. Lists are in the order of time,
one entry a year, None for a year without a figure; of longer lists the last five years count. Years of an authority
that no longer exists belong to another series (DAT-10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, log

from datasets.statistics.inputs import (
    HIGHER_BETTER,
    NEUTRAL,
    SMALLEST,
    interval,
    number,
    part_and_whole,
    polarity_word,
    same_length,
)

POINTS = 5
# Chi-squared with one degree of freedom is above this by chance two times in a thousand.
CHI_SQUARED_LIMIT = 9.54953570608324
# From the width of a 95 % interval to a standard error: twice 1.96, as Fingertips rounds it.
WIDTH_IN_ERRORS = 3.92
INCREASING, DECREASING, NO_TREND = "increasing", "decreasing", "none"


@dataclass(frozen=True, slots=True)
class Trend:
    """What the test of a trend found.

    `chi_squared` (one degree of freedom) and `slope` (a year, in the unit of the values or in log odds) are None where
    the trend can't be calculated; then `direction` is None too and `reason` says why. A trend that is not significant
    has the direction "none".
    """

    chi_squared: float | None
    significant: bool
    direction: str | None
    reason: str = ""
    slope: float | None = None


def trend_of_values(
    values: Sequence[float | None], lower: Sequence[float | None], upper: Sequence[float | None]
) -> Trend:
    """The trend of values with 95 % limits, by weighted regression (DAT-9; Fingertips' technical guidance).

    Takes three lists of one length in one unit. Weights are 1 / standard error squared; chi-squared is the slope
    squared over its variance. Significant: chi-squared above 9.5495 and a slope that keeps its sign when each of the
    five points is left out in turn. `ValueError` for lists of different lengths and limits in the wrong order.
    """
    same_length(values, lower, upper)
    points = [_value(*point) for point in zip(values, lower, upper, strict=True)][-POINTS:]
    known = [point for point in points if point]
    if reason := _gap(len(points), len(known)):
        return _not_calculated(reason)
    if any(width <= SMALLEST for _, width in known):
        return _not_calculated("The limits of one of the five years leave no width to weigh it by.")
    weights = [(WIDTH_IN_ERRORS / width) ** 2 for _, width in known]
    slope, spread = _slope([value for value, _ in known], weights)
    chi_squared = slope * slope * spread
    return _found(chi_squared, [value for value, _ in known], weights)


def trend_of_proportions(numerators: Sequence[float | None], denominators: Sequence[float | None]) -> Trend:
    """The trend of proportions, by chi-squared for linear trend (DAT-9; Fingertips' technical guidance).

    Takes two lists of counts of one length. Significant: chi-squared above 9.5495 and a slope of the log odds that
    keeps its sign when each of the five points is left out in turn. A year in which none or all are counted has no log
    odds: the trend can't be calculated. `ValueError` for a numerator above its denominator and a denominator of 0.
    """
    same_length(numerators, denominators)
    points = [
        None if part is None or whole is None else part_and_whole(part, whole)
        for part, whole in zip(numerators, denominators, strict=True)
    ][-POINTS:]
    known = [point for point in points if point]
    if reason := _gap(len(points), len(known)):
        return _not_calculated(reason)
    if any(part in (0, whole) for part, whole in known):
        return _not_calculated("In one of the five years none or all were counted, and log odds have no value there.")
    part, whole = fsum(one for one, _ in known), fsum(other for _, other in known)
    part_t = fsum(t * one for t, (one, _) in enumerate(known, start=1))
    whole_t = fsum(t * other for t, (_, other) in enumerate(known, start=1))
    whole_tt = fsum(t * t * other for t, (_, other) in enumerate(known, start=1))
    chi_squared = (whole * (whole * part_t - part * whole_t) ** 2) / (
        part * (whole - part) * (whole * whole_tt - whole_t**2)
    )
    return _found(chi_squared, [log(one / (other - one)) for one, other in known], [1.0] * POINTS)


def trend_judgement(trend: Trend, polarity: str) -> str | None:
    """ "increasing and getting better" and so on; without a judgement for neutral indicators and where nothing changes.

    "no significant change" for "none"; None where the trend can't be calculated.
    """
    word = polarity_word(polarity)
    if trend.direction is None:
        return None
    if trend.direction == NO_TREND:
        return "no significant change"
    if word == NEUTRAL:
        return trend.direction
    better = (trend.direction == INCREASING) == (word == HIGHER_BETTER)
    return f"{trend.direction} and getting {'better' if better else 'worse'}"


def _value(value: float | None, lower: float | None, upper: float | None) -> tuple[float, float] | None:
    """A year's value and the width of its interval; None where something is missing."""
    if value is None or lower is None or upper is None:
        return None
    low, high = interval(lower, upper, "value")
    return number(value, "value"), high - low


def _gap(points: int, known: int) -> str:
    """Why so few points don't make a trend, if they don't."""
    if points < POINTS:
        return f"A trend needs five years in a row; there {'is' if points == 1 else 'are'} {points}."
    return f"One of the five latest years, or more, has no figure: {known} of five do." if known < POINTS else ""


def _not_calculated(reason: str) -> Trend:
    return Trend(chi_squared=None, significant=False, direction=None, reason=reason)


def _found(chi_squared: float, values: list[float], weights: list[float]) -> Trend:
    slope, _ = _slope(values, weights)
    without = (
        _slope(values[:left_out] + values[left_out + 1 :], weights[:left_out] + weights[left_out + 1 :], left_out)[0]
        for left_out in range(POINTS)
    )
    significant = chi_squared > CHI_SQUARED_LIMIT and all(one * slope > 0 for one in without)
    rising = INCREASING if slope > 0 else DECREASING
    return Trend(chi_squared, significant, rising if significant else NO_TREND, slope=slope)


def _slope(values: list[float], weights: list[float], left_out: int = POINTS) -> tuple[float, float]:
    """The slope a year of weighted values, and 1 / its variance; `left_out` is the year that the lists lack.

    Differences from the first value are exact for equal ones, so that a level line has a slope of exactly nought.
    """
    years = [t for t in range(POINTS) if t != left_out]
    rises = [value - values[0] for value in values]
    total = fsum(weights)
    middle = fsum(w * t for w, t in zip(weights, years, strict=True)) / total
    spread = fsum(w * (t - middle) ** 2 for w, t in zip(weights, years, strict=True))
    return fsum(w * (t - middle) * rise for w, t, rise in zip(weights, years, rises, strict=True)) / spread, spread
