"""Values of regions and of England, pooled from counts, never averaged from values (DAT-4, DAT-7)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from datasets.lives import Life
from datasets.models import Indicator
from datasets.populations import Populations
from datasets.ranking import FEWEST_TO_BAND, Row

# DAT-4: what share of the area's children the authorities used must hold, in per cent.
ENOUGH_COVER = 95
WITHOUT_COUNTS = "It is published without counts, and values of authorities are never averaged."
NOBODY = "There was nobody to count."
# Columns of `AreaValue` that pooling fills in.
POOLED = ("value", "numerator", "denominator", "used", "expected", "left_out", "cover", "why_not")
# What an authority brings: numerator and denominator; for a total, the count and None.
Counts = tuple[Decimal, Decimal | None]


@dataclass(frozen=True)
class Pooled:
    """A pooled value and who is in it; without one, `why_not` says why in a sentence.

    `value` is on the scale of the published values, unrounded; `left_out` holds slugs; `cover` is the share of the
    area's children aged 0 to 17 that the authorities used hold, in per cent, or None where populations aren't known.
    """

    value: float | None
    used: int
    expected: int
    left_out: list[str] = field(default_factory=list)
    cover: float | None = None
    why_not: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def pool(
    expected: list[Life],
    counts: Mapping[int, Counts],
    multiplier: int,
    populations: Populations,
    day: date,
    once: Collection[tuple[int, int]] = (),
) -> Pooled:
    """Sum of numerators / sum of denominators x multiplier over the authorities expected that have counts.

    `counts` by authority; `once` are pairs that gave one return with the same count twice, which a total counts once.
    """
    used = [one for one in expected if one.pk in counts]
    left_out = [one.slug for one in expected if one.pk not in counts]
    cover = _cover(expected, used, populations, day)
    who = (len(used), len(expected), left_out, cover)
    if not counts:
        return Pooled(None, *who, why_not=WITHOUT_COUNTS)
    if cover is None or cover < ENOUGH_COVER:
        return Pooled(None, *who, why_not=_too_few(len(used), len(expected), cover))
    twice = {second for first, second in once if first in counts}
    numerator = sum((counts[one.pk][0] for one in used if one.pk not in twice), Decimal())
    parts = [counts[one.pk][1] for one in used]
    if None in parts:
        return Pooled(float(numerator * multiplier), *who, numerator=numerator)
    denominator = sum((one for one in parts if one is not None), Decimal())
    if not denominator:
        return Pooled(None, *who, why_not=NOBODY)
    value = float(numerator / denominator * multiplier)
    return Pooled(value, *who, numerator=numerator, denominator=denominator)


def _cover(expected: list[Life], used: list[Life], populations: Populations, day: date) -> float | None:
    """The share of the expected authorities' children whom those used hold, in per cent."""
    if not used:
        return 0.0
    if len(used) == len(expected):
        return 100.0
    children = {one.pk: populations.children(one.pk, day) for one in expected}
    known = [one for one in children.values() if one is not None]
    if len(known) < len(children):
        return None
    return 100 * sum(children[one.pk] or 0 for one in used) / sum(known)


def _too_few(used: int, expected: int, cover: float | None) -> str:
    have = f"{used} of {expected} {'authority has' if expected == 1 else 'authorities have'} counts"
    if cover is None:
        return f"{have}, and how many children the others have is not known."
    # Rounded down: 94.96 is not 95.
    return f"{have}, with {int(cover * 10) / 10:g}% of the children of the area; {ENOUGH_COVER}% are needed."


def counts_of(indicator: Indicator, rows: Iterable[Row]) -> dict[int, Counts]:
    """The counts of an indicator's published rows, by authority: a total's are its values (DAT-4).

    A row with a marker brings none, even where its publisher shows the counts.
    """
    if indicator.unit == "count":
        return {row.authority: (row.value, None) for row in rows if row.value is not None}
    return {
        row.authority: (row.numerator, row.denominator)
        for row in rows
        if row.value is not None and row.numerator is not None and row.denominator is not None
    }


def counts_by_end(
    indicator: Indicator, rows: Iterable[Row], shared: Mapping[tuple[int, date], int | None]
) -> Iterator[tuple[date, dict[int, Counts], list[tuple[int, int]]]]:
    """The counts of each period end, and the pairs of authorities that gave them together (`shared` says with whom).

    Days on which a few authorities have a value, such as those of inspections, are no periods of an area.
    """
    by_end: dict[date, list[Row]] = {}
    for row in rows:
        if row.value is not None:
            by_end.setdefault(row.period_end, []).append(row)
    for end, some in by_end.items():
        if len(some) >= FEWEST_TO_BAND:
            yield end, counts_of(indicator, some), pairs_of(shared, end)


def pairs_of(shared: Mapping[tuple[int, date], int | None], end: date) -> list[tuple[int, int]]:
    """Pairs of authorities that gave one return for a period, each once."""
    return [(who, other) for (who, day), other in shared.items() if day == end and other and who < other]


def as_stored(found: Pooled) -> dict[str, Any]:
    """A pooled value as columns of `AreaValue`."""
    return {
        "value": None if found.value is None else round(Decimal(repr(found.value)), 4),
        "numerator": found.numerator,
        "denominator": found.denominator,
        "used": found.used,
        "expected": found.expected,
        "left_out": found.left_out,
        # Rounded down, so that what is not enough doesn't look it.
        "cover": None if found.cover is None else Decimal(int(found.cover * 100)) / 100,
        "why_not": found.why_not,
    }
