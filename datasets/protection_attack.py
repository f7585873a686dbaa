"""How a careful reader works out hidden counts from shown ones: by solving the equations, or by bounds (DAT-11).

A reader who combines bounds of sums sees more than `bounds_of` does. So what is shown is held to be safe only where
another solution is known: `solve` gives one, `directions` the ways to change it that nothing shown notices.
"""

from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import inf, lcm
from typing import Final, NamedTuple

Number = Fraction | float
# After so many rounds bounds that still move don't matter: they are far from each other.
MOST_ROUNDS = 50
# Stands in a row of the elimination for what its terms come to.
TOTAL: Final = object()


class Equation(NamedTuple):
    """Unknowns that are added up, and what they come to."""

    terms: tuple[Hashable, ...]
    total: Decimal | int


class Span:
    """Everything that follows from some sums: which other sums of the same unknowns are a combination of them."""

    def __init__(self, sums: Iterable[Iterable[Hashable]]) -> None:
        self._pivots: dict[Hashable, dict[Hashable, Fraction]] = {}
        for one in sums:
            row = self._rest(dict.fromkeys(one, 1))
            if row:
                name, factor = next(iter(row.items()))
                self._pivots[name] = {other: value / factor for other, value in row.items()}

    def holds(self, factors: Mapping[Hashable, int]) -> bool:
        """Whether this sum of unknowns, each taken so many times, follows from the others."""
        return not self._rest(factors)

    def _rest(self, factors: Mapping[Hashable, int]) -> dict[Hashable, Fraction]:
        """A row without the unknowns that earlier rows settle."""
        row = {name: Fraction(factor) for name, factor in factors.items() if factor}
        while found := next((name for name in row if name in self._pivots), None):
            factor = row[found]
            for name, value in self._pivots[found].items():
                left = row.get(name, 0) - factor * value
                if left:
                    row[name] = left
                else:
                    row.pop(name, None)
        return row


def bounds_of(
    equations: list[Equation], parts: Iterable[tuple[Hashable, Hashable]] = ()
) -> dict[Hashable, tuple[Number, Number]]:
    """The smallest and the largest that every unknown can be: none is below zero, no part is above its whole.

    `parts` are pairs of part and whole.
    """
    both = list(parts)
    low: dict[Hashable, Number] = {name: Fraction(0) for one in equations for name in one.terms}
    low |= {name: Fraction(0) for pair in both for name in pair if name not in low}
    high: dict[Hashable, Number] = dict.fromkeys(low, inf)
    for _ in range(MOST_ROUNDS):
        moved = [_narrow(one, low, high) for one in equations]
        for part, whole in both:
            moved.append(high[whole] < high[part] or low[whole] < low[part])
            high[part], low[whole] = min(high[part], high[whole]), max(low[part], low[whole])
        if not any(moved):
            break
    return {name: (low[name], high[name]) for name in low}


def _narrow(one: Equation, low: dict[Hashable, Number], high: dict[Hashable, Number]) -> bool:
    """Draw the bounds of the unknowns of an equation closer by those of the others; whether anything moved."""
    moved, total = False, Fraction(one.total)
    for name in one.terms:
        others = [other for other in one.terms if other != name]
        most = total - sum(low[other] for other in others)
        least = total - sum(high[other] for other in others)
        if most < high[name] or least > low[name]:
            high[name], low[name] = min(most, high[name]), max(least, low[name])
            moved = True
    return moved


def directions(unknowns: Iterable[Hashable], sums: Iterable[Iterable[Hashable]]) -> list[dict[Hashable, int]]:
    """By how much unknowns can change together, in whole numbers, so that none of the sums does; all ways follow."""
    rows, found = _reduced(dict.fromkeys(one, Fraction(1)) for one in sums), []
    for free in (one for one in unknowns if one not in rows):
        way = {free: Fraction(1)} | {name: -row[free] for name, row in rows.items() if free in row}
        scale = lcm(*(step.denominator for step in way.values()))
        found.append({name: int(step * scale) for name, step in way.items()})
    return found


def solve(equations: Iterable[Equation]) -> dict[Hashable, Fraction]:
    """A solution of consistent equations; an unknown that they don't settle is 0, and isn't in it."""
    rows = _reduced({**dict.fromkeys(one.terms, Fraction(1)), TOTAL: -Fraction(one.total)} for one in equations)
    return {name: -row.get(TOTAL, Fraction(0)) for name, row in rows.items()}


def _reduced(sums: Iterable[dict[Hashable, Fraction]]) -> dict[Hashable, dict[Hashable, Fraction]]:
    """Rows by the one unknown that each settles and that is in no other."""
    rows: dict[Hashable, dict[Hashable, Fraction]] = {}
    for one in sums:
        for name in [name for name in one if name in rows]:
            one = _less(one, rows[name], one[name])
        pivot = next((name for name in one if name is not TOTAL), None)
        if pivot is not None:
            one = {name: factor / one[pivot] for name, factor in one.items()}
            rows = {name: _less(row, one, row[pivot]) if pivot in row else row for name, row in rows.items()}
            rows[pivot] = one
    return rows


def _less(row: dict[Hashable, Fraction], other: dict[Hashable, Fraction], times: Fraction) -> dict[Hashable, Fraction]:
    found = {name: row.get(name, Fraction(0)) - times * other.get(name, Fraction(0)) for name in {**row, **other}}
    return {name: factor for name, factor in found.items() if factor}
