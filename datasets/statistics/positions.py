"""Where an area stands among others: bands by LAIT's rule, ranks, quantile groups, standard deviations (DAT-8).

Each has a form for a whole row of areas, which sorts once, and bands and ranks have one for a single area. Gaps (None)
stay gaps and are left out of the quantiles. Figures are compared as given: a page that shows rounded figures and wants
ties as readers see them passes rounded ones.
"""

from bisect import bisect_left
from collections.abc import Sequence
from math import floor, fsum, sqrt
from typing import NamedTuple

from datasets.statistics.inputs import HIGHER_BETTER, NEUTRAL, number, numbers, polarity_word, present

BANDS = ("A", "B", "C", "D")
BEST_BAND, WORST_BAND = "A", "D"
QUARTERS = (0.25, 0.5, 0.75)
# From so many standard deviations on an area is away from the others, and far away.
AWAY, FAR_AWAY = 1.0, 2.0


class Quartiles(NamedTuple):
    """The smallest value, the three quartiles and the largest value."""

    q0: float
    q25: float
    q50: float
    q75: float
    q100: float


def quantile_of_sorted(ordered: Sequence[float], share: float) -> float:
    """R's type 7 quantile of values in ascending order, at least one: linear between the two nearest."""
    place = (len(ordered) - 1) * share
    below = floor(place)
    low, high = ordered[below], ordered[min(below + 1, len(ordered) - 1)]
    return min(high, low + (place - below) * (high - low))


def quantile(values: Sequence[float | None], share: float) -> float:
    """R's type 7 quantile of values, None left out; `share` from 0 to 1. `ValueError` without any value."""
    if not 0 <= number(share, "share") <= 1:
        raise ValueError(f"The share must be from 0 to 1, not {share}.")
    return quantile_of_sorted(_ordered(values), share)


def quartiles(values: Sequence[float | None]) -> Quartiles:
    """Type 7 quartiles with the ends, None left out. `ValueError` without any value."""
    ordered = _ordered(values)
    q25, q50, q75 = (quantile_of_sorted(ordered, share) for share in QUARTERS)
    return Quartiles(ordered[0], q25, q50, q75, ordered[-1])


def _ordered(values: Sequence[float | None]) -> list[float]:
    ordered = sorted(present(values, "value"))
    if not ordered:
        raise ValueError("At least one value is needed.")
    return ordered


# --- Bands and ranks --------------------------------------------------------------------------------------------------


def bands(values: Sequence[float | None], polarity: str) -> list[str | None]:
    """The quartile band of every area of a row, by LAIT's rule (DAT-8).

    Takes a value or None an area and a word of indicators.csv. Where low is good: A up to the first quartile
    (included), B up to the second, C up to the third, D above. Where high is good the other way round: D up to the
    first quartile, C, B, and A above the third. Returns a letter an area, None for a missing value and for neutral
    indicators. Where most areas have one value the rule puts them all at one end: see `too_alike_to_band`.
    """
    word, row = polarity_word(polarity), numbers(values, "value")
    ordered = sorted(value for value in row if value is not None)
    if word == NEUTRAL or not ordered:
        return [None] * len(row)
    cuts = [quantile_of_sorted(ordered, share) for share in QUARTERS]
    letters = BANDS[::-1] if word == HIGHER_BETTER else BANDS
    return [None if value is None else letters[bisect_left(cuts, value)] for value in row]


def ranks(values: Sequence[float | None], polarity: str) -> list[int | None]:
    """The rank of every area of a row, 1 for the best; ties share the best rank (DAT-8).

    Takes and returns as `bands` does, with whole numbers: None for a missing value and for neutral indicators.
    """
    word, row = polarity_word(polarity), numbers(values, "value")
    if word == NEUTRAL:
        return [None] * len(row)
    return _places(row, word == HIGHER_BETTER)


def _places(row: Sequence[float | None], from_highest: bool) -> list[int | None]:
    """1 for the first in order; ties share the first place."""
    ordered = sorted(value for value in row if value is not None)
    first: dict[float, int] = {}
    for place, value in enumerate(reversed(ordered) if from_highest else ordered, start=1):
        first.setdefault(value, place)
    return [None if value is None else first[value] for value in row]


def quartile_band(value: float | None, values: Sequence[float | None], polarity: str) -> str | None:
    """The band of one area among `values`, its own included: "A" (best) to "D", by LAIT's rule (DAT-8; see `bands`).

    None for a missing value and for neutral indicators. `ValueError` where `values` lack the area's own.
    """
    at = _own_place(value, values)
    letters = bands(values, polarity)
    return None if at is None else letters[at]


def rank(value: float | None, values: Sequence[float | None], polarity: str) -> int | None:
    """The rank of one area among `values`, its own included: 1 for the best, ties share the best (DAT-8; see `ranks`).

    None for a missing value and for neutral indicators. `ValueError` where `values` lack the area's own.
    """
    at = _own_place(value, values)
    places = ranks(values, polarity)
    return None if at is None else places[at]


def _own_place(value: float | None, values: Sequence[float | None]) -> int | None:
    """Where among the values one that equals the area's own is."""
    row = numbers(values, "value")
    if value is None:
        return None
    own = number(value, "value")
    if own not in row:
        raise ValueError(f"The values must include the area's own, {own}.")
    return row.index(own)


def too_alike_to_band(values: Sequence[float | None]) -> bool:
    """Whether the first and the third quartile are the same: then a band would judge areas that don't differ."""
    ordered = sorted(present(values, "value"))
    return not ordered or quantile_of_sorted(ordered, 0.25) == quantile_of_sorted(ordered, 0.75)


# --- Quantile groups --------------------------------------------------------------------------------------------------


def quantile_groups(values: Sequence[float | None], groups: int = 5, from_highest: bool = False) -> list[int | None]:
    """The quintile, or other equal group, of every area, as PHEindicatormethods deals them (DAT-8).

    floor(k + 1 - ceil((N + 1 - rank) / (N / k))), ties taking the lowest rank: 1 holds the lowest values, or the
    highest with `from_highest`. All None with fewer areas than groups.
    """
    if groups != int(number(groups, "number of groups")) or groups < 1:
        raise ValueError(f"The number of groups must be a whole number from 1, not {groups}.")
    row, k = numbers(values, "value"), int(groups)
    n = sum(value is not None for value in row)
    if n < k:
        return [None] * len(row)
    # In whole numbers: -(-a // b) rounds up.
    return [None if place is None else k + 1 + (-(n + 1 - place) * k // n) for place in _places(row, from_highest)]


# --- Standard deviations ----------------------------------------------------------------------------------------------


def standard_deviations(values: Sequence[float | None]) -> list[float | None]:
    """How many standard deviations (of the areas, with n - 1) every area is from their mean (DAT-8).

    None for a missing value; all None where fewer than two areas have a value or all have the same.
    """
    row = numbers(values, "value")
    known = [value for value in row if value is not None]
    if len(known) < 2 or min(known) == max(known):
        return [None] * len(row)
    mean = average(known)
    spread = sqrt(fsum((value - mean) ** 2 for value in known) / (len(known) - 1))
    if not spread:  # squares of differences too small for a float
        return [None] * len(row)
    return [None if value is None else (value - mean) / spread for value in row]


def deviation_band(z: float | None) -> str | None:
    """Words for a number of standard deviations: "near", from 1 "below" or "above", from 2 "far below" or "far above".

    None for None. Colour follows from `judgement` with "lower" and "higher"; the words say how far.
    """
    if z is None:
        return None
    z = number(z, "number of standard deviations")
    if abs(z) < AWAY:
        return "near"
    side = "below" if z < 0 else "above"
    return f"far {side}" if abs(z) >= FAR_AWAY else side


def average(values: Sequence[float | None], how: str = "mean") -> float:
    """The mean or the median of values, None left out (DAT-7). `ValueError` without any value."""
    if how not in ("mean", "median"):
        raise ValueError(f"An average is a mean or a median, not {how!r}.")
    ordered = _ordered(values)
    if how == "median":
        return quantile_of_sorted(ordered, 0.5)
    # From the smallest up, so that equal values have exactly themselves as their mean.
    return ordered[0] + fsum(value - ordered[0] for value in ordered) / len(ordered)
