"""XmR charts of quarterly series: limits from the moving range, and the rules by which a quarter stands out (DAT-9).

Values are in the order of time, one a quarter, None for a quarter without a figure: a gap gives no moving range and
ends every run. Rolling quarters overlap and break the rules; they aren't given to these functions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from datasets.statistics.inputs import number, numbers
from datasets.statistics.positions import average

# Scaling factors for moving ranges of two points.
TO_LIMITS, TO_RANGE_LIMIT = 2.66, 3.267
# The special-cause rules, printed with every chart; fewer points are drawn without them.
FEWEST_POINTS = 10
ON_ONE_SIDE, IN_ONE_DIRECTION = 8, 6
NEAR_LIMIT, OUT_OF = 2, 3
OUTER_THIRD = 2 / 3

OUTSIDE, RUN, DRIFT, OUTER = "outside", "run", "drift", "outer_third"
RULES = {
    OUTSIDE: "A point outside the limits",
    RUN: f"{ON_ONE_SIDE} points or more in a row on one side of the mean",
    DRIFT: f"{IN_ONE_DIRECTION} points or more in a row rising or falling",
    OUTER: f"{NEAR_LIMIT} of {OUT_OF} points in a row in the outer third on one side",
}


@dataclass(frozen=True, slots=True)
class XmrLimits:
    """The lines of an XmR chart in the unit of the values; a page cuts the limits where values can't go."""

    mean: float
    lower: float
    upper: float
    mean_moving_range: float
    range_limit: float


@dataclass(frozen=True, slots=True)
class Signal:
    """A point that a rule flags: its place in the list from 0, a word of RULES, and whether it is high or low.

    The direction of a drift is "rising" or "falling", otherwise "high" or "low".
    """

    index: int
    rule: str
    direction: str


@dataclass(frozen=True, slots=True)
class SpecialCauses:
    """The signals in the order of the points; without enough points there are none and `reason` says so."""

    signals: tuple[Signal, ...]
    reason: str = ""


def xmr_limits(values: Sequence[float | None]) -> XmrLimits:
    """The centre and limits of an XmR chart (DAT-9).

    mean -+ 2.66 times the mean moving range, and 3.267 times it for the range. `ValueError` unless two neighbouring
    quarters have a figure.
    """
    row = numbers(values, "value")
    ranges = [abs(later - one) for one, later in pairwise(row) if one is not None and later is not None]
    if not ranges:
        raise ValueError("Two quarters in a row with a figure are needed.")
    mean, moving = average(row), average(ranges)
    return XmrLimits(mean, mean - TO_LIMITS * moving, mean + TO_LIMITS * moving, moving, TO_RANGE_LIMIT * moving)


def special_causes(values: Sequence[float | None], limits: XmrLimits | None = None) -> SpecialCauses:
    """Which rule flags which quarter (DAT-9; the rules are in RULES).

    Takes the values, and the limits of an earlier stretch where a series is held against its past; without them its
    own. Every point of a run or drift is flagged; a point on the mean is on neither side.
    """
    row = numbers(values, "value")
    known = sum(value is not None for value in row)
    if known < FEWEST_POINTS:
        return SpecialCauses((), f"The rules need {FEWEST_POINTS} quarters; {known} have a figure.")
    lines = limits or xmr_limits(row)
    found = {*_outside(row, lines), *_runs(row, lines), *_drifts(row), *_outer(row, lines)}
    order = list(RULES)
    return SpecialCauses(tuple(sorted(found, key=lambda one: (one.index, order.index(one.rule), one.direction))))


def _outside(row: list[float | None], lines: XmrLimits) -> Iterator[Signal]:
    for index, value in enumerate(row):
        if value is not None and not lines.lower <= value <= lines.upper:
            yield Signal(index, OUTSIDE, "high" if value > lines.upper else "low")


def _runs(row: list[float | None], lines: XmrLimits) -> Iterator[Signal]:
    sides = ["" if value is None or value == lines.mean else _side(value, lines.mean) for value in row]
    for side, group in groupby(enumerate(sides), key=lambda one: one[1]):
        places = [index for index, _ in group]
        if side and len(places) >= ON_ONE_SIDE:
            yield from (Signal(index, RUN, side) for index in places)


def _drifts(row: list[float | None]) -> Iterator[Signal]:
    steps = [_step(one, later) for one, later in pairwise(row)]
    for way, group in groupby(enumerate(steps), key=lambda one: one[1]):
        places = [index for index, _ in group]
        # So many points have one step fewer between them.
        if way and len(places) >= IN_ONE_DIRECTION - 1:
            yield from (Signal(index, DRIFT, way) for index in (*places, places[-1] + 1))


def _outer(row: list[float | None], lines: XmrLimits) -> Iterator[Signal]:
    from_mean = OUTER_THIRD * (lines.upper - lines.mean)
    near = ["" if value is None or abs(value - lines.mean) <= from_mean else _side(value, lines.mean) for value in row]
    for first in range(len(row) - OUT_OF + 1):
        window = range(first, first + OUT_OF)
        if any(row[index] is None for index in window):
            continue
        for side in ("high", "low"):
            there = [index for index in window if near[index] == side]
            if len(there) >= NEAR_LIMIT:
                yield from (Signal(index, OUTER, side) for index in there)


def _side(value: float, mean: float) -> str:
    return "high" if value > mean else "low"


def _step(one: float | None, later: float | None) -> str:
    if one is None or later is None or one == later:
        return ""
    return "rising" if later > one else "falling"


def moving_ranges(values: Sequence[float | None]) -> list[float | None]:
    """The differences from one quarter to the next, one fewer than the values; None beside a gap."""
    row = [None if value is None else number(value, "value") for value in values]
    return [None if one is None or later is None else abs(later - one) for one, later in pairwise(row)]
