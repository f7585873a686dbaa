"""A reader who tries to work out hidden counts from everything shown: written apart from what protects them.

What is known is a list of equations over whole numbers from zero up, with parts that don't exceed their wholes. The
attacker fails with a hidden sum when there is a second solution in which it is something else. Such a solution is
looked for by moving away from the truth along directions that change nothing that is shown.
"""

from fractions import Fraction
from itertools import combinations
from math import lcm

Cell = tuple
# A search that is given up counts as won by the attacker, so giving up soon would raise false alarms.
MOST_NODES = 20_000


class Attack:
    """`truth` are all counts by (area, item); `sums` are the tuples of them whose sums are shown."""

    def __init__(self, truth: dict[Cell, int], sums: list[tuple[Cell, ...]], parts: list[tuple[Cell, Cell]]):
        self.truth, self.sums, self.parts = truth, sums, parts
        # Which directions there are depends on the order in which cells are solved for; two orders show more ways.
        self.ways = [_kernel(cells, sums) for cells in (list(truth), list(truth)[::-1])]

    def fails(self, secret: dict[Cell, int]) -> bool:
        """Whether a sum of counts, each taken so many times, could be something else."""
        return any(self._moves(secret, directions) for directions in self.ways) or self._search(secret)

    def _moves(self, secret: dict[Cell, int], directions: list[dict[Cell, int]]) -> bool:
        ways = [one for one in directions if _times(secret, one)]
        if any(self._is_possible(one, times) for one in ways for times in (1, -1)):
            return True
        for one, other in combinations(directions, 2):
            for sign in (1, -1):
                both = {cell: one.get(cell, 0) + sign * other.get(cell, 0) for cell in {*one, *other}}
                if _times(secret, both) and any(self._is_possible(both, times) for times in (1, -1)):
                    return True
        return False

    def _is_possible(self, direction: dict[Cell, int], times: int) -> bool:
        moved = self.truth | {cell: self.truth[cell] + times * step for cell, step in direction.items()}
        return all(value >= 0 for value in moved.values()) and all(
            moved[part] <= moved[whole] for part, whole in self.parts
        )

    def _search(self, secret: dict[Cell, int]) -> bool:
        """All solutions, narrowed by bounds; too long a search counts as found out."""
        self.nodes = 0
        most = 2 * sum(self.truth.values()) + 10
        totals = [(one, sum(self.truth[cell] for cell in one)) for one in self.sums]
        bounds = dict.fromkeys(self.truth, (0, most))
        return self._descend(bounds, totals, secret, _times(secret, self.truth))

    def _descend(self, bounds, totals, secret, known) -> bool:
        self.nodes += 1
        if self.nodes > MOST_NODES or not (bounds := self._narrowed(dict(bounds), totals)):
            return False
        settled = all(bounds[cell][0] == bounds[cell][1] for cell in secret)
        if settled and _times(secret, {cell: bounds[cell][0] for cell in secret}) == known:
            return False
        free = [cell for cell, (low, high) in bounds.items() if low < high]
        if not free:
            return _times(secret, {cell: bounds[cell][0] for cell in secret}) != known
        cell = min(free, key=lambda one: (one not in secret, bounds[one][1] - bounds[one][0]))
        low, high = bounds[cell]
        near = sorted(range(low, high + 1), key=lambda value: abs(value - self.truth[cell]))
        return any(self._descend(bounds | {cell: (value, value)}, totals, secret, known) for value in near)

    def _narrowed(self, bounds, totals):
        moved = True
        while moved:
            moved = False
            for cells, total in totals:
                lows, highs = sum(bounds[one][0] for one in cells), sum(bounds[one][1] for one in cells)
                for one in cells:
                    low, high = bounds[one]
                    new = (max(low, total - (highs - high)), min(high, total - (lows - low)))
                    if new[0] > new[1]:
                        return None
                    if new != (low, high):
                        bounds[one], moved = new, True
                        lows, highs = lows + new[0] - low, highs + new[1] - high
            for part, whole in self.parts:
                if bounds[part][1] > bounds[whole][1]:
                    bounds[part], moved = (bounds[part][0], bounds[whole][1]), True
                if bounds[whole][0] < bounds[part][0]:
                    bounds[whole], moved = (bounds[part][0], bounds[whole][1]), True
                if bounds[part][0] > bounds[part][1] or bounds[whole][0] > bounds[whole][1]:
                    return None
        return bounds


def _times(secret: dict[Cell, int], counts: dict[Cell, int]) -> int:
    return sum(times * counts.get(cell, 0) for cell, times in secret.items())


def _kernel(cells: list[Cell], sums: list[tuple[Cell, ...]]) -> list[dict[Cell, int]]:
    """Directions in whole numbers in which every shown sum stays as it is."""
    place = {cell: number for number, cell in enumerate(cells)}
    rows: list[list[Fraction]] = []
    pivots: list[int] = []
    for one in sums:
        row = [Fraction(0)] * len(cells)
        for cell in one:
            row[place[cell]] += 1
        for pivot, earlier in zip(pivots, rows, strict=True):
            if row[pivot]:
                row = [value - row[pivot] * other for value, other in zip(row, earlier, strict=True)]
        lead = next((number for number, value in enumerate(row) if value), None)
        if lead is None:
            continue
        row = [value / row[lead] for value in row]
        rows = [[value - earlier[lead] * other for value, other in zip(earlier, row, strict=True)] for earlier in rows]
        rows.append(row)
        pivots.append(lead)
    found = []
    for free in (number for number in range(len(cells)) if number not in pivots):
        way = {free: Fraction(1)} | {pivot: -row[free] for pivot, row in zip(pivots, rows, strict=True) if row[free]}
        scale = lcm(*(value.denominator for value in way.values()))
        found.append({cells[number]: int(value * scale) for number, value in way.items()})
    return found
