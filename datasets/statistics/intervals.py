"""Confidence intervals of one figure (DAT-9): Wilson for proportions, Byar's for rates, exact below 10 events."""

from math import sqrt

from datasets.statistics.distributions import normal_deviate, poisson_limits
from datasets.statistics.inputs import above_zero, not_negative, part_and_whole

# Below so many events PHEindicatormethods, and so Fingertips, takes the exact limits of a rate instead of Byar's.
EXACT_BELOW = 10


def wilson_interval(numerator: float, denominator: float, confidence: float = 0.95) -> tuple[float, float]:
    """The Wilson score interval of a proportion (DAT-9; Wilson 1927).

    Takes two counts; returns (lower, upper) as proportions from 0 to 1, around numerator / denominator. `ValueError`
    for a numerator above its denominator: contacts, suspensions and other events are rates, not proportions.
    """
    part, whole = part_and_whole(numerator, denominator)
    return wilson(part / whole, (whole - part) / whole, whole, normal_deviate(confidence))


def wilson(share: float, rest: float, whole: float, z: float) -> tuple[float, float]:
    """The two roots of the Wilson equation for a share and the rest (1 - share) of a whole, without cancellation."""
    width = z * z / whole
    middle, half = share + width / 2, sqrt(width) * sqrt(share * rest + width / 4)
    upper = min(1.0, (middle + half) / (1 + width)) if rest else 1.0
    # The product of the roots is share^2 / (1 + width).
    lower = share * share / (1 + width) / upper if share else 0.0
    return min(lower, share), max(upper, share)


def byars_interval(events: float, confidence: float = 0.95) -> tuple[float, float]:
    """Byar's approximation for a count of events (DAT-9; Breslow and Day 1987), never the exact limits.

    Takes a count; returns (lower, upper) counts. The lower limit is 0 at 0 events, and where the approximation would
    fall below 0 (1 event at 99.8 %).
    """
    events, z = not_negative(events, "number of events"), normal_deviate(confidence)
    more = events + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3
    # e (1 - 1/(9e) - z/(3 sqrt e))^3, written so that no or hardly any events don't divide by nought.
    left = events - 1 / 9 - z * sqrt(events) / 3
    return left**3 / events**2 if left > 0 else 0.0, upper


def rate_interval(
    events: float, denominator: float, multiplier: float, confidence: float = 0.95
) -> tuple[float, float]:
    """The interval of a rate of events (DAT-9): Byar's, or the exact Poisson limits below 10 events.

    Takes the count of events, the population or other denominator and the multiplier of the rate (10,000 for "per
    10,000"); returns (lower, upper) in the unit of the rate. Events may outnumber the denominator.
    """
    whole, times = above_zero(denominator, "denominator"), above_zero(multiplier, "multiplier")
    events = not_negative(events, "number of events")
    method = poisson_limits if events < EXACT_BELOW else byars_interval
    lower, upper = method(events, confidence)
    return lower * times / whole, upper * times / whole
