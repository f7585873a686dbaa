"""How a careful reader works out hidden counts from shown ones: by solving the equations, or by bounds (DAT-11)."""

from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import inf
from typing import NamedTuple

Number = Fraction | float
# After so many rounds bounds that still move don't matter: they are far from each other.
MOST_ROUNDS = 50


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
