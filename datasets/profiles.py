"""One authority across all indicators of a period: against its region, its neighbours, England and its own past
(DAT-7). Few queries, however many indicators.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Any

from django.db.models import Q

from datasets import charts
from datasets.comparators import FEWEST_NEIGHBOURS, Average, Neighbours, average
from datasets.guarding import guarded, shown_names
from datasets.measures import Measure, measures
from datasets.models import InYearValue, PublishedValue
from datasets.periods import Period, Quarter
from datasets.rug import Area, Cell, areas, first_day_of, last_day_of
from datasets.showing import BAND_WORDS, NOT_AVAILABLE, NOT_SUBMITTED, cell_text, rank_text
from datasets.statuses import Theme
from regions.models import Authority

FIELDS = ("indicator", "authority", "value", "marker", "band", "z", "trend", "is_first_year", "lower", "upper")
# What a line needs besides a cell of the rug.
MORE = ("rank", "ranked")


@dataclass(frozen=True)
class Line:
    """One indicator of the authority with everything it is compared with."""

    measure: Measure
    cell: Cell | None
    rank: str
    region: Area | None
    england: Area | None
    near: Average
    past: tuple[float | None, ...]

    @property
    def band_words(self) -> str:
        return BAND_WORDS.get(self.cell.band, "") if self.cell else ""


@dataclass
class Profile:
    """The lines of an authority, by theme."""

    authority: Authority
    period: Period
    lines: list[Line] = field(default_factory=list)

    @property
    def is_in_year(self) -> bool:
        return isinstance(self.period, Quarter)

    @property
    def themes(self) -> list[tuple[str, list[Line]]]:
        return [
            (str(Theme(theme).label), list(lines))
            for theme, lines in groupby(self.lines, key=lambda one: one.measure.theme)
        ]

    def banded(self, band: str) -> int:
        return sum(bool(one.cell and one.cell.band == band) for one in self.lines)


def profile(user: Any, authority: Authority, period: Period, near: Neighbours, theme: str = "") -> Profile:
    """The profile of an authority in a period."""
    wanted = measures(user, period, theme)
    rows = _rows(user, period, wanted, authority, near)
    pooled = areas(user, period, [one.pk for one in wanted], authority.region)
    found = Profile(authority, period)
    of_indicator: dict[int, list[tuple]] = {}
    for row in rows:
        of_indicator.setdefault(row[0], []).append(row)
    for one in wanted:
        line = _line(one, of_indicator.get(one.pk, []), authority, period, near, pooled)
        if line.cell or line.england or line.region or any(value is not None for value in line.past):
            found.lines.append(line)
    return found


def _rows(user: Any, period: Period, wanted: list[Measure], authority: Authority, near: Neighbours) -> Iterable[tuple]:
    """The authority's whole past, then its neighbours in the period, each oldest first.

    Two queries: either alone is answered by an index. Rows are the fields of a cell, rank, ranked and the period's end.
    """
    indicators = [one.pk for one in wanted]
    if isinstance(period, Quarter):
        quarters = InYearValue.objects.visible_to(user).current().filter(indicator__in=indicators)
        others = quarters.filter(authority__in=near.authorities, collection_period__slug=period.slug)
        names = [*shown_names([*FIELDS, *MORE]), "collection_period__last_day", "is_hidden", "caveat"]
        names += ["caveat_words", "is_revised"]
        both = [guarded(one, user, (*FIELDS, *MORE)) for one in (_own(quarters, authority), others)]
        return chain.from_iterable(one.order_by("collection_period__last_day").values_list(*names) for one in both)
    of_year = Q(year=period.number) | Q(indicator__in=[one.pk for one in wanted if one.is_inspection])
    years = PublishedValue.objects.visible_to(user).filter(indicator__in=indicators, year__lte=period.number)
    both = [_own(years, authority), years.filter(of_year, authority__in=near.authorities)]
    return chain.from_iterable(one.order_by("period_end").values_list(*FIELDS, *MORE, "period_end") for one in both)


def _own(rows: Any, authority: Authority) -> Any:
    return rows.filter(authority=authority)


def _line(
    measure: Measure, rows: list[tuple], authority: Authority, period: Period, near: Neighbours, pooled: dict
) -> Line:
    own: Cell | None = None
    rank, past, others = "", [], {}
    for row in rows:
        cell, (place, ranked, end, *more) = Cell(*row[: len(FIELDS)]), row[len(FIELDS) :]
        if more:
            hidden, caveat, words, revised = more
            cell = cell._replace(hidden=hidden, caveat=caveat, caveat_words=words, revised=revised)
        if cell.authority != authority.pk:
            others[cell.authority] = cell
            continue
        if end > last_day_of(period):
            continue
        past.append(float(cell.value) if cell.counts else None)
        if measure.is_inspection or end >= first_day_of(period):
            own, rank = cell, rank_text(place, ranked)
    return Line(
        measure,
        own,
        rank,
        pooled.get((measure.pk, authority.region_id)),
        pooled.get((measure.pk, None)),
        average(others.values(), len(near.authorities)),
        tuple(past),
    )


def figure_of(line: Line, in_year: bool) -> str:
    """The authority's figure in words."""
    if line.cell is None:
        return NOT_SUBMITTED if in_year else NOT_AVAILABLE
    if line.cell.value is None or line.cell.hidden:
        return cell_text(line.cell, line.measure.decimals)
    return line.measure.with_unit(line.cell.value)


def area_of(line: Line, area: Area | None) -> str:
    """A pooled figure in words."""
    if area is None or area.value is None:
        return "not pooled" if line.measure.is_inspection else NOT_AVAILABLE
    return line.measure.with_unit(area.value)


def near_of(line: Line) -> str:
    """The mean of neighbours and how many it comes from; none of fewer than five (DAT-22)."""
    if line.measure.is_inspection:
        return "never averaged"
    if line.near.mean is None:
        return f"{line.near.used} of {line.near.of}, fewer than {FEWEST_NEIGHBOURS}" if line.near.of else "none known"
    return line.measure.with_unit(line.near.mean)


def past_of(line: Line) -> Any:
    """The past as a small picture; nothing for grades."""
    return "" if line.measure.is_inspection else charts.sparkline(line.past)
