"""Indicators as the pages of comparison need them: for annual figures as the catalogue has them, for in-year figures
as the version of the collection derives them (DAT-1, DAT-15).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from datasets.models import Definition, Indicator
from datasets.periods import Period, Quarter
from datasets.showing import POLARITY_WORDS, number, unit_words, with_unit
from datasets.statuses import Polarity, Scaling

OF_AN_INDICATOR = (
    *("pk", "code", "name", "theme", "unit", "multiplier", "polarity", "decimals", "colour_rule"),
    *("confidence", "looks_back", "source_return", "frequency", "sensitive", "may_exceed"),
)


@dataclass(frozen=True)
class Measure:
    """What a page needs to know of an indicator to show its figures."""

    pk: int
    code: str
    name: str
    theme: str
    unit: str
    multiplier: int
    polarity: str
    decimals: int
    colour_rule: str
    confidence: str
    looks_back: bool
    source_return: str
    frequency: str
    sensitive: bool
    may_exceed: bool
    scaling: str = Scaling.AS_IS

    @property
    def is_inspection(self) -> bool:
        """Grades: the latest on or before a period's end is shown, and they are never pooled."""
        return self.source_return.startswith("Ofsted")

    @property
    def is_neutral(self) -> bool:
        return self.polarity == Polarity.NEUTRAL

    @property
    def unit_words(self) -> str:
        return unit_words(self.unit)

    @property
    def polarity_words(self) -> str:
        return POLARITY_WORDS[Polarity(self.polarity)]

    def number(self, value: Any) -> str:
        return number(value, self.decimals)

    def with_unit(self, value: Any) -> str:
        return with_unit(value, self.decimals, self.unit)


def measure_of(indicator: Indicator) -> Measure:
    """An indicator as the catalogue has it: for its annual figures."""
    return Measure(*(getattr(indicator, name) for name in OF_AN_INDICATOR))


def measures(user: Any, period: Period, theme: str = "", codes: Iterable[str] | None = None) -> list[Measure]:
    """The indicators that a period has figures for, in the order of the catalogue; of one theme, or by code.

    For a year those that are published, for a quarter those that the versions in use derive. Unknown codes are left
    out.
    """
    rows = Indicator.objects.visible_to(user)
    if theme:
        rows = rows.filter(theme=theme)
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    if isinstance(period, Quarter):
        return in_year_measures(rows, period)
    return [Measure(*one) for one in rows.filter(is_published=True).values_list(*OF_AN_INDICATOR)]


def in_year_measures(rows: Any, quarter: Quarter) -> list[Measure]:
    """Indicators as the versions of that quarter's collections define them; the newest version where they differ."""
    definitions = (
        Definition.objects.filter(indicator__in=rows.order_by().values("pk"), version__periods__slug=quarter.slug)
        .order_by("indicator__position", "indicator__code", "-version__used_from")
        .values_list(
            *(f"indicator__{name}" for name in OF_AN_INDICATOR[:5]),
            "multiplier",
            "polarity",
            "decimals",
            "colour_rule",
            "confidence",
            *(f"indicator__{name}" for name in OF_AN_INDICATOR[10:]),
            "scaling",
        )
        .distinct()
    )
    found: dict[int, Measure] = {}
    for one in definitions:
        found.setdefault(one[0], Measure(*one))
    return list(found.values())
