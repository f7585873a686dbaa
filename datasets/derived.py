"""An indicator of one authority from its items: sums, over four quarters where they roll, with caveats (DAT-2).

Nothing here asks the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from datasets.models import Definition
from datasets.statuses import Basis, Caveat, Marker, Scaling

# Beside "not comparable", "provisional" says nothing more.
WORST_FIRST = (Caveat.NOT_COMPARABLE, Caveat.PROVISIONAL)
LONGEST = 300
ROLLING_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of an edition, or a sum of some: the number or the marker, with what the authority says of it."""

    value: Decimal | None
    marker: str = ""
    caveat: str = ""
    words: str = ""


# Figures of an edition by the code of their item; None for a quarter without any.
Figures = Mapping[str, Told] | None
NOT_GIVEN = Told(None, Marker.NOT_AVAILABLE)


@dataclass(frozen=True, slots=True)
class Derived:
    """An indicator's value with its counts, as columns of `InYearValue`."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    marker: str
    caveat: str
    caveat_words: str
    denominator_source: str


def derive(
    definition: Definition,
    quarters: Sequence[Figures],
    bases: Mapping[str, str],
    population: tuple[Decimal, str] | None,
) -> Derived:
    """Numerator / denominator x multiplier (DAT-2).

    `quarters` are the figures of the period and of the three before it, the newest first; `bases` what each item
    counts; `population` the children aged 0 to 17 and where that number is from (DAT-21).
    """
    above = _sum(definition, definition.numerator, quarters, bases)
    below, source = None, ""
    if definition.per_population:
        below, source = (Told(population[0]), population[1]) if population else (NOT_GIVEN, "")
    elif definition.denominator:
        below = _sum(definition, definition.denominator, quarters, bases)
    parts = [above] if below is None else [above, below]
    caveat, words = _caveats(parts)
    value, marker = _divide(above, below, definition.multiplier)
    return Derived(value, above.value, below.value if below else None, marker, caveat, words, source)


def _divide(above: Told, below: Told | None, multiplier: int) -> tuple[Decimal | None, str]:
    if marker := _marker([above] if below is None else [above, below]):
        return None, marker
    assert above.value is not None, "a figure without a marker has a number"  # noqa: S101
    if below is None or below.value is None:
        return above.value * multiplier, ""
    if not below.value:
        # Nobody to count is nobody counted; somebody out of nobody can't be worked out.
        return None, Marker.NOT_AVAILABLE if above.value else Marker.NOT_APPLICABLE
    return round(above.value / below.value * multiplier, 6), ""


def _sum(definition: Definition, codes: Iterable[str], quarters: Sequence[Figures], bases: Mapping[str, str]) -> Told:
    """Items added up: over four quarters those that count during one, where the definition rolls; else this one's."""
    rolls = definition.scaling == Scaling.ROLLING_YEAR
    found = []
    for code in codes:
        wanted = quarters[: ROLLING_QUARTERS if rolls and bases.get(code) == Basis.PERIOD else 1]
        found += [one.get(code, NOT_GIVEN) if one is not None else NOT_GIVEN for one in wanted]
    caveat, words = _caveats(found)
    if marker := _marker(found):
        return Told(None, marker, caveat, words)
    return Told(sum((one.value for one in found if one.value is not None), Decimal()), "", caveat, words)


def _marker(parts: Iterable[Told]) -> str:
    """Why there is no number: one that is not available hides all; what doesn't apply leaves nothing to count."""
    markers = {one.marker for one in parts if one.value is None}
    return next((one for one in (Marker.NOT_AVAILABLE, *sorted(markers)) if one in markers), "")


def _caveats(parts: Iterable[Told]) -> tuple[str, str]:
    """The gravest caveat, and everything that was said, once."""
    said = [one for one in parts if one.caveat]
    caveat = next((one for one in WORST_FIRST if one in {told.caveat for told in said}), "")
    words = "; ".join(dict.fromkeys(one.words for one in said if one.words))
    return caveat, words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
