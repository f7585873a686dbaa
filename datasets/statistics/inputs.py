"""What the statistics accept: a refusal is a `ValueError` that says in a sentence what is wrong with which figure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import isfinite
from numbers import Real
from typing import Any

# No count, rate or sum of money comes near; products of several such figures still fit into a float.
LARGEST = 1e30
# What is nearer to nought than this is nought, in a denominator or in the width of an interval.
SMALLEST = 1e-30

# The words of indicators.csv.
HIGHER_BETTER, LOWER_BETTER, NEUTRAL = "higher_better", "lower_better", "neutral"
POLARITIES = (HIGHER_BETTER, LOWER_BETTER, NEUTRAL)


def number(value: Any, what: str) -> float:
    """The figure as a float; refused where it isn't a number that a figure can be."""
    if type(value) is not float:
        value = _as_float(value, what)
    if not isfinite(value):
        raise ValueError(f"The {what} must be a number, not {value}.")
    if abs(value) > LARGEST:
        raise ValueError(f"The {what} is too large: {value}.")
    return value


def _as_float(value: Any, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise ValueError(f"The {what} must be a number, not {value!r}.")
    try:
        return float(value)
    except OverflowError:
        raise ValueError(f"The {what} is too large: {value}.") from None


def numbers(values: Iterable[Any], what: str) -> list[float | None]:
    """Figures in their order; a gap (None) stays a gap."""
    return [None if value is None else number(value, what) for value in values]


def present(values: Iterable[Any], what: str) -> list[float]:
    """Figures without the gaps."""
    return [number(value, what) for value in values if value is not None]


def not_negative(value: Any, what: str) -> float:
    """A count, FTE, days or a rate: nought or more."""
    value = number(value, what)
    if value < 0:
        raise ValueError(f"The {what} must not be negative: {value}.")
    return value


def above_zero(value: Any, what: str) -> float:
    """A denominator, a multiplier: more than nought."""
    value = not_negative(value, what)
    if value < SMALLEST:
        raise ValueError(f"The {what} must be greater than zero.")
    return value


def part_and_whole(numerator: Any, denominator: Any) -> tuple[float, float]:
    """The two counts of a proportion: the part is not greater than the whole."""
    part, whole = not_negative(numerator, "numerator"), above_zero(denominator, "denominator")
    if part > whole:
        raise ValueError(f"The numerator of a proportion must not be greater than its denominator: {part} of {whole}.")
    return part, whole


def proportion(value: Any, what: str) -> float:
    """A share from 0 to 1."""
    value = number(value, what)
    if not 0 <= value <= 1:
        raise ValueError(f"The {what} must be a proportion from 0 to 1, not {value}.")
    return value


def confidence_level(value: Any) -> float:
    """A confidence strictly between 0 and 1, such as 0.95 or 0.998."""
    value = number(value, "confidence")
    if not 0 < value < 1:
        raise ValueError(f"The confidence must lie between 0 and 1, such as 0.95, not {value}.")
    return value


def interval(lower: Any, upper: Any, what: str) -> tuple[float, float]:
    """Two limits in their order."""
    low, high = number(lower, f"lower limit of the {what}"), number(upper, f"upper limit of the {what}")
    if low > high:
        raise ValueError(f"The lower limit of the {what} must not be above its upper limit: {low} and {high}.")
    return low, high


def polarity_word(word: Any) -> str:
    """A word of indicators.csv for what is good."""
    if word not in POLARITIES:
        raise ValueError(f"The polarity must be one of {', '.join(POLARITIES)}, not {word!r}.")
    return str(word)


def same_length(*lists: Sequence[Any]) -> None:
    """Lists that belong together, one entry a year or an area."""
    lengths = [len(one) for one in lists]
    if len(set(lengths)) > 1:
        raise ValueError(f"The lists must be of the same length, not of {' and '.join(map(str, lengths))}.")
