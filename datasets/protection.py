"""Small numbers (DAT-11): which cells are hidden, and which totals with them, so that nobody can work one out.

Plain data in, plain data out; nothing here asks the database. What the reader holds against us is taken at its worst:
every percentage and rate that is shown gives away its two counts, and every total of an area gives away the sum.

1. A cell is hidden where its numerator, its denominator or what is between them is a count from 1 to 5.
2. Whatever else is made of a hidden count in the same authority is hidden with it, and whatever it follows from.
3. Each authority with hidden cells gets a cover: another one in which the same cells are hidden. All that the totals
   then say of the two is said of them together.
4. What is left is attacked: exactly (does a count follow from the equations?), by bounds (is only one whole number
   left for it?), and by asking for proof: each small count needs another solution in which everything that is shown is
   the same and it is not. Where the attack succeeds or the proof fails, the totals that were used are withheld.

The same input gives the same answer, whoever asks.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations
from typing import Any, Final, NamedTuple

from datasets.protection_attack import Equation, Span, bounds_of, directions, solve

LARGEST: Final = 5
Item = Hashable
Key = tuple[Hashable, Hashable]
# A sum of items, each taken so many times.
Factors = dict[Hashable, int]


class Measure(NamedTuple):
    """How an indicator is made: the items that are added up above and below. `below` is empty for a count or a rate per
    head, whose population everybody knows. `hides`: whether its small numbers are hidden from this reader.
    """

    key: Hashable
    above: tuple[Hashable, ...]
    below: tuple[Hashable, ...] = ()
    hides: bool = True


class Reading(NamedTuple):
    """An authority's two counts of a measure; None where there is none, or where there is nothing below.

    `in_total`: whether the area's total counts it (what isn't comparable is left out).
    """

    area: Hashable
    measure: Hashable
    numerator: Decimal | int | None
    denominator: Decimal | int | None = None
    in_total: bool = True


@dataclass(frozen=True)
class Protected:
    """`hidden` are pairs of authority and measure; `withheld` are measures whose total is not shown either."""

    hidden: frozenset[Key]
    withheld: frozenset[Hashable]

    def hides(self, area: Hashable, measure: Hashable) -> bool:
        return (area, measure) in self.hidden


def is_small(count: Decimal | int | float | None) -> bool:
    """DAT-11: a count from 1 to 5. Full-time equivalents between them are small as well; zero is not."""
    return count is not None and 0 < count < LARGEST + 1


def shows_small(numerator: Any, denominator: Any = None) -> bool:
    """Whether a value gives away a small count: its numerator, its denominator, or the rest of the denominator."""
    if is_small(numerator) or is_small(denominator):
        return True
    return numerator is not None and denominator is not None and is_small(denominator - numerator)


def protect(
    readings: Iterable[Reading],
    measures: Iterable[Measure],
    *,
    part_of: Mapping[Hashable, Hashable] | None = None,
    insiders: bool = False,
    hidden: Collection[Key] = (),
    known: Collection[Key] = (),
    withheld: Collection[Hashable] = (),
    together: Iterable[frozenset[Hashable]] = (),
) -> Protected:
    """Which cells of one area's authorities are hidden, and which of its totals are withheld.

    readings: of one period and one area (a region): its total is taken to be known.
    part_of: items by the item that they are a part of, and so can't exceed.
    insiders: whether the readers are the authorities themselves, each of which knows its own figures: totals in which
        a cell is hidden are withheld from them.
    hidden: cells that are hidden already (in an earlier edition, or from readers who see more).
    known: cells that were shown before with the same counts: they are no cover any more.
    withheld: measures whose total is withheld already.
    together: sets of measures that give one another away in a way that their items don't say (quarters and their sum).
    """
    table = _Table(readings, measures, part_of or {}, known, list(together), insiders)
    table.hide(hidden)
    table.withhold(withheld)
    table.hide(key for key, one in table.cells.items() if table.measures[one.measure].hides and _is_small(one))
    table.withhold(key for key, one in table.measures.items() if one.hides and table.has_small_total(key))
    if insiders:
        # Whoever knows their own would need two covers, and two who compare notes three: no total, no way.
        table.withhold({measure for _, measure in table.hidden})
    table.cover()
    table.withstand()
    return Protected(frozenset(table.hidden), frozenset(table.withheld))


def _is_small(one: Reading) -> bool:
    return shows_small(one.numerator, one.denominator)


class _Table:
    """The cells of one area and what is decided about them so far."""

    def __init__(
        self,
        readings: Iterable[Reading],
        measures: Iterable[Measure],
        part_of: Mapping[Hashable, Hashable],
        known: Collection[Key],
        together: list[frozenset[Hashable]],
        insiders: bool,
    ) -> None:
        self.measures = {one.key: one for one in measures}
        found = [one for one in readings if one.numerator is not None and one.measure in self.measures]
        self.cells = {(one.area, one.measure): one for one in found}
        self.areas = list(dict.fromkeys(one.area for one in found))
        self.part_of, self.known, self.together, self.insiders = part_of, set(known), together, insiders
        self.hidden: set[Key] = set()
        self.withheld: set[Hashable] = set()
        self.truth = {area: self._truth(area) for area in self.areas}
        self.ways: dict[frozenset[tuple[Item, ...]], list[Factors]] = {}

    # --- What is hidden -----------------------------------------------------------------------------------------------

    def hide(self, keys: Iterable[Key]) -> None:
        """Hide cells, and in the same authorities whatever gives them away."""
        asked = [key for key in keys if key not in self.hidden]
        self.hidden.update(asked)
        for area in dict.fromkeys(area for area, _ in asked):
            self._close(area)

    def withhold(self, measures: Iterable[Hashable]) -> None:
        self.withheld.update(measures)

    def _close(self, area: Hashable) -> None:
        """Hide what is made of a small count, and what a hidden cell follows from, until nothing follows."""
        while more := self._more(area):
            self.hidden.add((area, more))

    def _more(self, area: Hashable) -> Hashable | None:
        """One shown cell that gives away a hidden one within its authority; None if none does."""
        shown, hidden = self.of(area, hidden=False), self.of(area, hidden=True)
        small = {form for one in hidden for form, count in self.counts(one) if is_small(count)}
        for one in shown:
            if any(form in small for form, _ in self.counts(one)) or self._goes_with(one, hidden):
                return one.measure
        known = Span(form for one in shown for form, _ in self.counts(one))
        for factors in (factors for one in hidden for factors in self.secrets(one) if known.holds(factors)):
            sharing = [one for one in shown if any(factors.keys() & set(form) for form, _ in self.counts(one))]
            if sharing:
                return sharing[-1].measure
        return None

    def _goes_with(self, one: Reading, hidden: list[Reading]) -> bool:
        return any(one.measure in some and any(each.measure in some for each in hidden) for some in self.together)

    def of(self, area: Hashable, hidden: bool) -> list[Reading]:
        """The cells of an authority in the order of the measures, hidden or shown."""
        found = (self.cells.get((area, key)) for key in self.measures)
        return [one for one in found if one and ((area, one.measure) in self.hidden) == hidden]

    def counts(self, one: Reading) -> list[tuple[tuple[Item, ...], Decimal | int]]:
        """The sums of items that a value gives away, with what they come to."""
        measure = self.measures[one.measure]
        found = [(measure.above, one.numerator or 0)]
        if measure.below and one.denominator is not None:
            found.append((measure.below, one.denominator))
        return found

    def secrets(self, one: Reading) -> list[Factors]:
        """What must not follow from what is shown: the numerator, the rest, and a denominator that is small."""
        measure = self.measures[one.measure]
        found = [dict.fromkeys(measure.above, 1)]
        if measure.below:
            rest = dict.fromkeys(measure.below, 1)
            for item in measure.above:
                rest[item] = rest.get(item, 0) - 1
            found.append({item: factor for item, factor in rest.items() if factor})
            if is_small(one.denominator):
                found.append(dict.fromkeys(measure.below, 1))
        return [one for one in found if one]

    # --- Totals -------------------------------------------------------------------------------------------------------

    def has_small_total(self, key: Hashable) -> bool:
        rows = [one for one in self.cells.values() if one.measure == key and one.in_total]
        if not rows:
            return False
        above = sum(one.numerator or 0 for one in rows)
        below = sum(one.denominator or 0 for one in rows) if self.measures[key].below else None
        return shows_small(above, below)

    # --- Covers -------------------------------------------------------------------------------------------------------

    def hidden_in(self, area: Hashable) -> frozenset[Hashable]:
        return frozenset(key for of, key in self.hidden if of == area)

    def cover(self) -> None:
        """Hide the same cells in other authorities until every one with hidden cells has a cover."""
        settled = False
        while not settled:
            settled = True
            for area in self.areas:
                if not self._is_covered(area) and self._add_cover(area):
                    settled = False

    def _needs_cover(self, area: Hashable) -> frozenset[Hashable]:
        return self.hidden_in(area) - self.withheld

    def _is_covered(self, area: Hashable) -> bool:
        if not self._needs_cover(area):
            return True
        own = self.hidden_in(area)
        return any(self._covers(other, own) for other in self.areas if other != area)

    def _covers(self, other: Hashable, own: frozenset[Hashable]) -> bool:
        """Whether another authority has all of these cells hidden, and none of them was shown before."""
        return all((other, key) in self.hidden and self._is_unknown(other, key) for key in own)

    def _is_unknown(self, area: Hashable, key: Hashable) -> bool:
        """Whether a cell is part of the total, and was not shown before."""
        one = self.cells.get((area, key))
        return one is not None and one.in_total and (area, key) not in self.known

    def _add_cover(self, area: Hashable) -> bool:
        """Hide an authority's hidden cells in the one that loses least by it; else withhold the totals. Returns
        whether anything changed.
        """
        own = self.hidden_in(area)
        candidates = [
            (self._loss(other, own), place, other)
            for place, other in enumerate(self.areas)
            if other != area and not self._covers(other, own) and self._can_cover(other, own)
        ]
        if not candidates:
            before = len(self.withheld)
            self.withheld |= own
            return len(self.withheld) > before
        _, _, other = min(candidates)
        self.hide((other, key) for key in self.measures if key in own)
        return True

    def _can_cover(self, other: Hashable, own: frozenset[Hashable]) -> bool:
        """Whether it has counts for all of them that could be something else, and none of them was shown before."""
        for key in own:
            below = self.measures[key].below
            if not self._is_unknown(other, key) or (below and not self.cells[other, key].denominator):
                return False
        return True

    def _loss(self, other: Hashable, own: frozenset[Hashable]) -> tuple[int, Decimal | int]:
        """How many cells more would be hidden, and how many events are in them."""
        more = [self.cells[other, key] for key in own if (other, key) not in self.hidden]
        return len(more), sum(one.numerator or 0 for one in more)

    # --- The attack ---------------------------------------------------------------------------------------------------

    def withstand(self) -> None:
        """Attack what is left and take away what was used, until nothing is given away."""
        while (area := self._given_away()) is not None:
            if not self.hidden_in(area) <= self.withheld:
                self.withheld |= self.hidden_in(area)
            elif not self.withheld >= self.measures.keys():
                self.withheld |= self.measures.keys()
            else:
                self.hidden |= {(area, one.measure) for one in self.of(area, hidden=False)}

    def _given_away(self) -> Hashable | None:
        """The first authority of which a hidden cell can be worked out; None if there is none."""
        involved = [area for area in self.areas if self.hidden_in(area)]
        if not involved:
            return None
        equations = list(self._equations(involved))
        known = Span(one.terms for one in equations)
        bounds = bounds_of(equations, self._parts(involved))
        for area in involved:
            if self.withheld >= self.measures.keys() and not self.of(area, hidden=False):
                continue
            for factors in (factors for one in self.of(area, hidden=True) for factors in self.secrets(one)):
                named: Factors = {(area, item): factor for item, factor in factors.items()}
                if known.holds(named) or _only_one(named, bounds) or not self._could_differ(area, factors, involved):
                    return area
        return None

    # --- The proof ----------------------------------------------------------------------------------------------------

    def _truth(self, area: Hashable) -> dict[Hashable, Fraction]:
        """An authority's items as its figures have them; of those that are only counted together, one has it all."""
        rows = [self.cells[area, key] for key in self.measures if (area, key) in self.cells]
        return solve(Equation(form, count) for one in rows for form, count in self.counts(one))

    def _could_differ(self, area: Hashable, factors: Factors, involved: list[Hashable]) -> bool:
        """Whether a small count could be another one for all that is shown: alone, or against another authority whose
        items change as much the other way. Inside, others don't serve: each knows its own.
        """
        truth = self.truth[area]
        if not is_small(float(sum(truth.get(item, 0) * times for item, times in factors.items()))):
            return True
        alone = self._forms(area) | {form for _, form in self._counted(area)}
        if any(self._is_possible(area, way) for way in self._moving(factors, alone)):
            return True
        others = [] if self.insiders else [other for other in involved if other != area]
        return any(self._is_cover_for(other, area, factors) for other in others)

    def _is_cover_for(self, other: Hashable, area: Hashable, factors: Factors) -> bool:
        """Whether what a sum of items could be more in one authority, it could be less in another."""
        # A total that counts only one of the two would notice.
        uneven = {form for _, form in self._counted(area) ^ self._counted(other)}
        ways = self._moving(factors, self._forms(area) | self._forms(other) | uneven)
        return any(self._is_possible(area, way) and self._is_possible(other, _reverse(way)) for way in ways)

    def _moving(self, factors: Factors, forms: frozenset[tuple[Item, ...]]) -> Iterator[Factors]:
        """Changes of items that leave these sums as they are, and not the sum that must not be known."""
        if forms not in self.ways:
            items = dict.fromkeys(item for key in self.measures for form in self._both(key) for item in form)
            self.ways[forms] = directions(items, forms)
        single = self.ways[forms]
        double = (_sum(one, more) for one, two in combinations(single, 2) for more in (two, _reverse(two)))
        for way in chain(single, double):
            if sum(times * way.get(item, 0) for item, times in factors.items()):
                yield way
                yield _reverse(way)

    def _forms(self, area: Hashable) -> frozenset[tuple[Item, ...]]:
        """The sums of items of an authority that are shown, or were."""
        own = [(area, key) for key in self.measures if (area, key) in self.cells]
        shown = [key for _, key in own if (area, key) not in self.hidden or (area, key) in self.known]
        return frozenset(form for key in shown for form in self._both(key))

    def _counted(self, area: Hashable) -> frozenset[tuple[Hashable, tuple[Item, ...]]]:
        """The sums of items of an authority that are in shown totals, with the measure of each."""
        found = (self.cells.get((area, key)) for key in self.measures if key not in self.withheld)
        rows = [one for one in found if one and one.in_total]
        return frozenset((one.measure, form) for one in rows for form in self._both(one.measure))

    def _both(self, key: Hashable) -> list[tuple[Item, ...]]:
        measure = self.measures[key]
        return [form for form in (measure.above, measure.below) if form]

    def _is_possible(self, area: Hashable, way: Factors) -> bool:
        """Whether an authority's items could differ by so much: none below zero, no part above its whole."""
        truth = self.truth[area]
        now = {item: truth.get(item, 0) + step for item, step in way.items()}
        if any(count < 0 for count in now.values()):
            return False
        pairs = [(part, whole) for part, whole in self.part_of.items() if whole and (part in way or whole in way)]
        return all(now.get(part, truth.get(part, 0)) <= now.get(whole, truth.get(whole, 0)) for part, whole in pairs)

    # --- The equations ------------------------------------------------------------------------------------------------

    def _equations(self, involved: list[Hashable]) -> Iterator[Equation]:
        """What a reader knows of authorities with hidden cells: their shown counts, and the rest of every total."""
        for area in involved:
            for key in self.measures:
                one = self.cells.get((area, key))
                if one and ((area, key) not in self.hidden or (area, key) in self.known):
                    for form, count in self.counts(one):
                        yield Equation(tuple((area, item) for item in form), count)
        for key in self.measures:
            rows = [one for area in involved if (one := self.cells.get((area, key))) and one.in_total]
            if rows and key not in self.withheld:
                yield self._total(rows, [self.measures[key].above] * len(rows), [one.numerator for one in rows])
                if below := self.measures[key].below:
                    yield self._total(rows, [below] * len(rows), [one.denominator for one in rows])

    @staticmethod
    def _total(rows: list[Reading], forms: list[tuple[Item, ...]], counts: list[Any]) -> Equation:
        terms = [(one.area, item) for one, form in zip(rows, forms, strict=True) for item in form]
        return Equation(tuple(terms), sum(count or 0 for count in counts))

    def _parts(self, involved: list[Hashable]) -> list[tuple[Hashable, Hashable]]:
        return [((area, part), (area, whole)) for area in involved for part, whole in self.part_of.items() if whole]


def _only_one(factors: Factors, bounds: Mapping[Hashable, tuple[Any, Any]]) -> bool:
    """Whether nothing but one number is left for a sum of unknowns."""
    return all(name in bounds and bounds[name][0] == bounds[name][1] for name in factors)


def _sum(one: Factors, other: Factors) -> Factors:
    found = {item: one.get(item, 0) + other.get(item, 0) for item in {**one, **other}}
    return {item: step for item, step in found.items() if step}


def _reverse(way: Factors) -> Factors:
    return {item: -step for item, step in way.items()}
