"""Quantiles of the normal and the gamma distribution, from which every limit is made (DAT-9).

Only the standard library is used. The quantiles of the gamma distribution, and so those of chi-squared with any
degrees of freedom, agree with scipy's to 1e-11 relative over what the portal can meet (see the tests).
"""

from functools import lru_cache
from math import exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist

from datasets.statistics.inputs import confidence_level, not_negative

STANDARD_NORMAL = NormalDist()
# Newton's method doubles its digits with each step, so that one that moves by so little is the last; from the starts
# used here there are three to six.
MOST_STEPS = 60
LAST_STEP = 1e-9
PRECISION = 1e-15
# From this shape on the asymptotic series below is exact to 2e-12, as long as the quantile isn't far out in the tail.
LARGE_SHAPE = 300.0
NEAR_ENOUGH = 50.0
# Below this logarithm a float is nought.
NOTHING = -700.0


@lru_cache(maxsize=64)
def _normal_deviate(confidence: float) -> float:
    return -STANDARD_NORMAL.inv_cdf((1 - confidence) / 2)


def normal_deviate(confidence: float) -> float:
    """The z of a two-sided interval: 1.959964 for 0.95, 3.090232 for 0.998. `ValueError` outside (0, 1)."""
    return _normal_deviate(confidence_level(confidence))


def poisson_limits(events: float, confidence: float) -> tuple[float, float]:
    """The exact limits of a Poisson count: chi2(a/2; 2o)/2 and chi2(1 - a/2; 2o + 2)/2; the lower is 0 at 0 events.

    Takes a count that need not be whole (an expected one) and a confidence; returns (lower, upper) counts.
    """
    events, z = not_negative(events, "number of events"), normal_deviate(confidence)
    tail = (1 - confidence_level(confidence)) / 2
    return _lower_quantile(events, tail, -z), _upper_quantile(events + 1, tail, z)


def _lower_quantile(shape: float, tail: float, z: float) -> float:
    """The x below which a gamma distribution of this shape has `tail`.

    log P is concave in log x, so Newton's method can't miss: after one step it comes from below.
    """
    if shape >= LARGE_SHAPE and z * z * NEAR_ENOUGH < shape:
        return _far_quantile(shape, z)
    if shape == 0 or (small := (log(tail) + lgamma(shape + 1)) / shape) < NOTHING:
        return 0.0
    start = _wilson_hilferty(shape, z)
    place = log(start) if start > 0 else small
    for _ in range(MOST_STEPS):
        x = exp(place)
        # P = x^a e^-x / gamma(a + 1) times a sum, and its slope in log x is that without the sum, times a.
        total = _series(shape, x)
        step = (shape * place - x - lgamma(shape + 1) + log(total) - log(tail)) * total / shape
        place -= step
        if abs(step) < LAST_STEP:
            break
    return exp(place)


def _upper_quantile(shape: float, tail: float, z: float) -> float:
    """The x above which a gamma distribution of this shape (1 or more) has `tail`; Newton's method comes from above."""
    if shape >= LARGE_SHAPE and z * z * NEAR_ENOUGH < shape:
        return _far_quantile(shape, z)
    place = log(_wilson_hilferty(shape, z))
    for _ in range(MOST_STEPS):
        x = exp(place)
        density = shape * place - x - lgamma(shape)  # of log x, as a logarithm
        above = _log_above(shape, x, density)
        step = (above - log(tail)) * exp(above - density)
        place += step
        if abs(step) < LAST_STEP:
            break
    return exp(place)


def _log_above(shape: float, x: float, density: float) -> float:
    """log Q, the part of a gamma distribution above x; `density` is the logarithm of x^a e^-x / gamma(a)."""
    if x < shape + 1:
        return log1p(-exp(density) / shape * _series(shape, x))
    return density + log(_fraction(shape, x))


def _series(shape: float, x: float) -> float:
    """1 + x/(a+1) + x^2/((a+1)(a+2)) + ..."""
    term = total = 1.0
    place = shape
    while term > total * PRECISION / 10:
        place += 1
        term *= x / place
        total += term
    return total


def _fraction(shape: float, x: float) -> float:
    """The continued fraction of the upper incomplete gamma function, by Lentz's method; for x > a + 1."""
    b = x + 1 - shape
    c, d = inf, 1 / b
    total = d
    for i in range(1, 100_000):
        a = -i * (i - shape)
        b += 2
        d = 1 / (a * d + b)
        c = b + a / c
        total *= c * d
        if abs(c * d - 1) < PRECISION:
            break
    return total


def _wilson_hilferty(shape: float, z: float) -> float:
    """A first guess: the cube root of a gamma variable is nearly normal. Nought or less far out below."""
    return shape * (1 - 1 / (9 * shape) + z / (3 * sqrt(shape))) ** 3


def _far_quantile(shape: float, z: float) -> float:
    """The Cornish-Fisher series for chi-squared (Goldberg and Levine 1946), with 2a degrees of freedom, halved."""
    freedom = 2 * shape
    root, two = sqrt(freedom), sqrt(2)
    return (
        freedom
        + root * z * two
        + 2 / 3 * (z**2 - 1)
        + (z**3 - 7 * z) / (9 * two * root)
        - (6 * z**4 + 14 * z**2 - 32) / (405 * freedom)
        + (9 * z**5 + 256 * z**3 - 433 * z) / (4860 * two * freedom * root)
        + (12 * z**6 - 243 * z**4 - 923 * z**2 + 1472) / (25515 * freedom**2)
        - (3753 * z**7 + 4353 * z**5 - 289517 * z**3 - 289717 * z) / (9185400 * two * freedom**2 * root)
    ) / 2
