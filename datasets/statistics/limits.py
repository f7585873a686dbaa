"""Limits around an average: funnels, control limits, and widening them where areas differ by more than chance (DAT-9).

Limits of proportions are proportions (0 to 1); limits of rates are in the unit of the rate.
"""

from collections.abc import Sequence
from math import fsum, sqrt

from datasets.statistics.distributions import normal_deviate, poisson_limits
from datasets.statistics.inputs import (
    above_zero,
    interval,
    not_negative,
    number,
    part_and_whole,
    present,
    proportion,
    same_length,
)
from datasets.statistics.intervals import wilson
from datasets.statistics.positions import quantile_of_sorted

# The two levels that funnels are drawn with: 0.025 and 0.001 on each side.
FUNNEL_LEVELS = (0.95, 0.998)
# The deviates that Fingertips rounds in its control limits; its published comparisons come from them.
FINGERTIPS_DEVIATES = {0.95: 1.96, 0.998: 3.0902}
# Of z-scores, the share at each end that is pulled in before they are averaged (Spiegelhalter 2005).
WINSORISED_SHARE = 0.1
# The words of indicators.csv for the confidence method.
WILSON, BYARS = "wilson", "byars"


def funnel_limits_proportion(
    average: float, denominator: float, confidence: float, phi: float = 1.0
) -> tuple[float, float]:
    """The funnel for proportions, by inverse Wilson (DAT-9; PHEindicatormethods).

    Takes the average of all areas as a proportion (sum of numerators / sum of denominators) and one denominator;
    returns the (lower, upper) proportions whose own Wilson interval just touches the average, cut at 0 and 1.
    `phi` widens the limits by its root (see `overdispersion`).
    """
    middle, whole = proportion(average, "average"), above_zero(denominator, "denominator")
    reach = normal_deviate(confidence) * sqrt(middle) * sqrt((1 - middle) / whole) * _widening(phi)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def funnel_limits_rate(
    average_rate: float, denominator: float, multiplier: float, confidence: float, phi: float = 1.0
) -> tuple[float, float]:
    """The funnel for rates: the exact Poisson limits of the count expected at the average rate (DAT-9).

    Takes the average rate per `multiplier`, one denominator and the multiplier; returns (lower, upper) in the unit of
    the rate. The lower limit is 0 where nothing is expected; `phi` widens as for proportions, not below 0.
    """
    rate, whole = not_negative(average_rate, "average rate"), above_zero(denominator, "denominator")
    times = above_zero(multiplier, "multiplier")
    lower, upper = poisson_limits(rate * whole / times, confidence)
    return widened(lower * times / whole, upper * times / whole, rate, phi, floor=0.0)


def spc_limits_proportion(benchmark: float, denominator: float, confidence: float) -> tuple[float, float]:
    """Fingertips' control limits for proportions: Wilson around the benchmark at the area's denominator (DAT-9).

    Takes the benchmark as a proportion; returns (lower, upper) proportions. A value outside differs from the benchmark.
    At 0.95 and 0.998 the deviates are rounded as Fingertips rounds them (1.96 and 3.0902).
    """
    share, whole = proportion(benchmark, "benchmark"), above_zero(denominator, "denominator")
    exact = normal_deviate(confidence)
    return wilson(share, 1 - share, whole, FINGERTIPS_DEVIATES.get(float(confidence), exact))


# --- Overdispersion ---------------------------------------------------------------------------------------------------


def z_scores(
    numerators: Sequence[float | None],
    denominators: Sequence[float | None],
    ci_method: str,
    average: float | None = None,
) -> list[float | None]:
    """How many standard errors each area is from the average, by chance alone (DAT-8).

    Takes one numerator and denominator an area, None where either is missing or nobody was there to count (0 of 0;
    then None comes back), and the method of the indicator: "wilson" for proportions, (o - np) / sqrt(np(1 - p)), or
    "byars" for rates, (o - E) / sqrt(E). `average` is per one of the denominator; without it, the pooled one. All
    None where the average leaves no room for chance (0, or 1 for a proportion).
    """
    same_length(numerators, denominators)
    if ci_method not in (WILSON, BYARS):
        raise ValueError(f"Only the methods {WILSON} and {BYARS} have z-scores, not {ci_method!r}.")
    pairs = [_pair(one, other, ci_method) for one, other in zip(numerators, denominators, strict=True)]
    known = [pair for pair in pairs if pair]
    if average is None:
        total = fsum(whole for _, whole in known)
        average = fsum(part for part, _ in known) / total if total else 0.0
    else:
        average = (proportion if ci_method == WILSON else not_negative)(average, "average")
    variance = average * (1 - average) if ci_method == WILSON else average
    if variance <= 0:
        return [None] * len(pairs)
    return [(pair[0] - pair[1] * average) / sqrt(pair[1] * variance) if pair else None for pair in pairs]


def _pair(numerator: float | None, denominator: float | None, ci_method: str) -> tuple[float, float] | None:
    if numerator is None or denominator is None:
        return None
    if numerator == denominator == 0:
        return None
    if ci_method == WILSON:
        return part_and_whole(numerator, denominator)
    return not_negative(numerator, "numerator"), above_zero(denominator, "denominator")


def overdispersion(zs: Sequence[float | None], share: float = WINSORISED_SHARE) -> float:
    """phi, the mean squared z-score after pulling in the extremes (DAT-8; Spiegelhalter 2005).

    Takes z-scores, None left out. The `share` (a tenth) at each end is moved to the type 7 quantile there first, so
    that real outliers don't hide themselves. Returns a float: 1 by chance alone, 100 where areas truly differ.
    `ValueError` without any z-score.
    """
    if not 0 <= number(share, "share to pull in") < 0.5:
        raise ValueError(f"The share to pull in must be from 0 to less than a half, not {share}.")
    known = sorted(present(zs, "z-score"))
    if not known:
        raise ValueError("At least one z-score is needed.")
    low, high = quantile_of_sorted(known, share), quantile_of_sorted(known, 1 - share)
    return fsum(min(max(z, low), high) ** 2 for z in known) / len(known)


def widened(
    lower: float, upper: float, centre: float, phi: float, floor: float | None = None, ceiling: float | None = None
) -> tuple[float, float]:
    """Limits at sqrt(phi) times their distance from the centre, between floor and ceiling; phi below 1 counts as 1."""
    low, high = interval(lower, upper, "funnel")
    middle, times = number(centre, "centre"), _widening(phi)
    if times > 1:
        low, high = middle - (middle - low) * times, middle + (high - middle) * times
    return low if floor is None else max(low, floor), high if ceiling is None else min(high, ceiling)


def _widening(phi: float) -> float:
    """Areas that differ by less than chance don't narrow a funnel."""
    return sqrt(max(1.0, not_negative(phi, "overdispersion")))
