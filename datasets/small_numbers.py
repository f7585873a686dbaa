"""What of a period is hidden from whom: worked out when it is published, for everybody of one standing alike (DAT-11).

Inside a region everything is shown but the small numbers of measures marked sensitive; outside it (readers from another
region under an agreement, and what goes to the LGA and the DfE) small numbers are hidden. Own figures are always shown.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q

from datasets.models import AreaValue, CollectionPeriod, Definition, InYearValue
from datasets.periods import SLUG, Quarter, period_of
from datasets.protection import Measure, Protected, Reading, protect, shows_small
from datasets.statuses import Caveat, PeriodStatus, Scaling, Series, SmallNumbers

INSIDE, OUTSIDE = "inside", "outside"
# An authority (or a region) and a measure.
Key = tuple[Any, Any]
# What a period remembers of an earlier publication, as text: JSON has no numbers as keys and no decimals.
Memory = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """What is hidden and withheld from one kind of reader, over all regions of a period."""

    hidden: frozenset[Key]
    # Pairs of region and measure.
    withheld: frozenset[Key]


class _Side(NamedTuple):
    """What is the same for all regions of a period, inside or outside."""

    measures: list[Measure]
    part_of: dict[Any, Any]
    together: list[frozenset[Any]]
    known: set[Key]
    insiders: bool

    def protect(self, readings: list[Reading], hidden: Collection[Key], withheld: Collection[Any]) -> Protected:
        settings = {name: value for name, value in self._asdict().items() if name != "measures"}
        return protect(readings, self.measures, hidden=hidden, withheld=withheld, **settings)


def protect_period(collection_period: CollectionPeriod) -> None:
    """Mark the values of a published period, and the totals they are in, that are hidden inside and outside (DAT-11).

    A revision hides what was hidden before, and takes nothing for a cover that was shown before (DAT-20). Before
    publication nobody but the authorities themselves and the team sees anything.
    """
    if collection_period.status != PeriodStatus.PUBLISHED:
        return
    rows = list(
        InYearValue.objects.filter(collection_period=collection_period, is_current=True)
        .order_by("authority", "indicator")
        .values_list("authority__region", "authority", "indicator", "numerator", "denominator", "caveat", "value")
    )
    kept = _work_out(collection_period, rows)
    _mark_values(collection_period, kept)
    _mark_regions(collection_period, kept)
    collection_period.protection = _remembered(rows, kept)
    CollectionPeriod.objects.filter(pk=collection_period.pk).update(protection=collection_period.protection)
    mark_england(collection_period.last_day)


def _work_out(period: CollectionPeriod, rows: list[tuple]) -> dict[str, Kept]:
    definitions = list(period.version.definitions.select_related("indicator"))
    parts = dict(period.version.items.exclude(part_of="").values_list("code", "part_of"))
    before = period.protection or {}
    together = _together(definitions)
    carried = _carried(period, definitions, together)
    found: dict[str, Kept] = {}
    for side in (INSIDE, OUTSIDE):
        measures = [_measure(one, side) for one in definitions]
        hidden, withheld = set(carried[side]) | _keys(before, side, "hidden"), _keys(before, side, "withheld")
        if inside := found.get(INSIDE):
            hidden, withheld = hidden | inside.hidden, withheld | inside.withheld
        shown, changed = _compared(before, side, rows)
        table = _Side(measures, parts, together, shown, side == INSIDE)
        results = {}
        for region in dict.fromkeys(row[0] for row in rows):
            readings = [_reading(row) for row in rows if row[0] == region]
            one = table.protect(readings, hidden, {measure for of, measure in withheld if of == region})
            # A total from before and one from now differ by what changed: where that is hidden, the new one is too.
            late = {measure for _, measure in one.hidden & changed}
            results[region] = table.protect(readings, one.hidden, one.withheld | late) if late else one
        found[side] = _joined(results)
    return found


def _reading(row: tuple) -> Reading:
    """A row as the totals take it: what isn't comparable is in none (DAT-19)."""
    _, authority, indicator, numerator, denominator, caveat, value = row
    return Reading(authority, indicator, numerator, denominator, caveat != Caveat.NOT_COMPARABLE and value is not None)


def _joined(results: Mapping[int, Protected]) -> Kept:
    return Kept(
        frozenset(key for one in results.values() for key in one.hidden),
        frozenset((region, measure) for region, one in results.items() for measure in one.withheld),
    )


def _measure(one: Definition, side: str) -> Measure:
    """A definition as counts; a sum of four quarters is its own quarter with the three before."""
    sensitive = one.indicator.sensitive or one.small_numbers == SmallNumbers.EVERYWHERE
    hides = sensitive or (side == OUTSIDE and one.small_numbers == SmallNumbers.OUTSIDE)
    above, below = tuple(one.numerator), tuple(one.denominator)
    if one.scaling == Scaling.ROLLING_YEAR:
        above, below = (tuple(f"{item} in four quarters" for item in items) for items in (above, below))
    return Measure(one.indicator_id, above, below, hides)


def _together(definitions: Iterable[Definition]) -> list[frozenset[int]]:
    """Measures of one item by the quarter and by the year: with three quarters known, each gives the other away."""
    found = []
    for rolling in (one for one in definitions if one.scaling == Scaling.ROLLING_YEAR):
        items = {*rolling.numerator, *rolling.denominator}
        for one in definitions:
            if one.scaling != Scaling.ROLLING_YEAR and items & {*one.numerator, *one.denominator}:
                found.append(frozenset({rolling.indicator_id, one.indicator_id}))
    return found


def _carried(
    period: CollectionPeriod, definitions: list[Definition], together: list[frozenset[int]]
) -> dict[str, set[Key]]:
    """Sums of four quarters in which a hidden quarter stands are hidden as well."""
    found: dict[str, set[Key]] = {INSIDE: set(), OUTSIDE: set()}
    if not together or not SLUG.fullmatch(period.slug):
        return found
    quarter = period_of(period.slug)
    assert isinstance(quarter, Quarter)  # noqa: S101 - the pattern says so
    earlier = CollectionPeriod.objects.filter(
        collection=period.collection_id, slug__in=[quarter.plus(-back).slug for back in (1, 2, 3)]
    )
    rolling = {one.indicator_id for one in definitions if one.scaling == Scaling.ROLLING_YEAR}
    for memory in earlier.values_list("protection", flat=True):
        for side in found:
            for authority, measure in _keys(memory or {}, side, "hidden"):
                pairs = [some for some in together if measure in some]
                found[side] |= {(authority, one) for some in pairs for one in some if one in rolling}
    return found


# --- What a period remembers ------------------------------------------------------------------------------------------


def _keys(memory: Memory, side: str, what: str) -> set[Key]:
    return {(first, second) for first, second in memory.get(side, {}).get(what, ())}


def _compared(memory: Memory, side: str, rows: list[tuple]) -> tuple[set[Key], set[Key]]:
    """(cells that were shown before and are the same, cells that are other than before or new); none at the first."""
    counts = {(row[1], row[2]): _counts_of(row) for row in rows}
    if not memory:
        return set(), set()
    before = {(one[0], one[1]): one[2] for one in memory["counts"]}
    same = {key for key, value in counts.items() if before.get(key) == value}
    return same - _keys(memory, side, "hidden"), counts.keys() - same


def _counts_of(row: tuple) -> str:
    return " ".join("" if one is None else f"{Decimal(one).normalize():f}" for one in row[3:5])


def _remembered(rows: list[tuple], kept: Mapping[str, Kept]) -> Memory:
    memory: Memory = {"counts": [[row[1], row[2], _counts_of(row)] for row in rows]}
    for side, one in kept.items():
        memory[side] = {"hidden": sorted(one.hidden), "withheld": sorted(one.withheld)}
    return memory


# --- Marks on the rows ------------------------------------------------------------------------------------------------


def _mark_values(period: CollectionPeriod, kept: Mapping[str, Kept]) -> None:
    values = InYearValue.objects.filter(collection_period=period, is_current=True)
    rows = list(values.values_list("pk", "authority", "indicator", "authority__region"))
    several = len({region for *_, region in rows}) > 1
    for side, one in kept.items():
        hidden = [pk for pk, authority, indicator, _ in rows if (authority, indicator) in one.hidden]
        # Among authorities of several regions a reader who is inside for some is outside for others.
        telling = kept[OUTSIDE] if several else one
        beside = {measure for _, measure in telling.hidden}
        values.update(**{f"hidden_{side}": False, f"unplaced_{side}": False})
        values.filter(pk__in=hidden).update(**{f"hidden_{side}": True})
        # Signals and trends come from an authority's own past: where a quarter of it is hidden, they would tell of it.
        past = _hidden_before(period, side)
        after = [pk for pk, authority, indicator, _ in rows if (authority, indicator) in past]
        values.filter(Q(indicator__in=beside) | Q(pk__in=after)).update(**{f"unplaced_{side}": True})


def _hidden_before(period: CollectionPeriod, side: str) -> set[Key]:
    """What is hidden in earlier periods of the collection."""
    earlier = CollectionPeriod.objects.filter(collection=period.collection_id, last_day__lt=period.last_day)
    memories = earlier.filter(status=PeriodStatus.PUBLISHED).values_list("protection", flat=True)
    return set().union(*(_keys(memory or {}, side, "hidden") for memory in memories))


def _mark_regions(period: CollectionPeriod, kept: Mapping[str, Kept]) -> None:
    """A region's totals that are withheld. Those of other regions' authorities in a group are in England's alone."""
    areas = AreaValue.objects.filter(collection_period=period)
    for side, one in kept.items():
        areas.update(**{f"hidden_{side}": False})
        region = period.collection.region_id
        held = [measure for of, measure in one.withheld if of == region]
        areas.filter(indicator__in=held).update(**{f"hidden_{side}": True})


def mark_england(period_end: date) -> None:
    """England's in-year totals: withheld where a region's is, since it would follow from the others', or if small."""
    areas = AreaValue.objects.filter(series=Series.IN_YEAR, period_end=period_end)
    england = areas.filter(region=None)
    periods = CollectionPeriod.objects.filter(last_day=period_end, status=PeriodStatus.PUBLISHED)
    memories = periods.values_list("protection", flat=True)
    held = {measure for memory in memories for _, measure in _keys(memory or {}, OUTSIDE, "withheld")}
    for indicator, above, below in england.values_list("indicator", "numerator", "denominator"):
        if shows_small(above, below):
            held.add(indicator)
    england.update(hidden_inside=False, hidden_outside=False)
    england.filter(indicator__in=held).update(hidden_inside=True, hidden_outside=True)
