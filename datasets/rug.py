"""The tartan rug: indicators down, authorities across, built from rows in few queries (DAT-7, DAT-8).

Bands, ranks and trends stand on the rows; nothing is worked out here. A cell without a row says why (DAT-4).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Q

from datasets.guarding import guarded, shown_areas, shown_names
from datasets.measures import Measure, measures
from datasets.models import AreaValue, InYearValue, PublishedValue, Return
from datasets.periods import Period, Quarter, Year
from datasets.querysets import own_authorities, readable_periods
from datasets.showing import NO_AUTHORITY, NOT_AVAILABLE, NOT_SHARED, NOT_SUBMITTED
from datasets.statuses import Caveat, Series, Theme
from regions.models import Authority, Region
from regions.reach import reach_of

OF_A_CELL = ("indicator", "authority", "value", "marker", "band", "z", "trend", "is_first_year", "lower", "upper")


class Cell(NamedTuple):
    """A figure as the rug shows it."""

    indicator: int
    authority: int
    value: Any
    marker: str = ""
    band: str = ""
    z: float | None = None
    trend: str = ""
    first_year: bool = False
    lower: float | None = None
    upper: float | None = None
    caveat: str = ""
    caveat_words: str = ""
    revised: bool = False
    hidden: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is a number that averages and charts may use (DAT-4, DAT-19)."""
        return self.value is not None and not self.hidden and self.caveat != Caveat.NOT_COMPARABLE


class Area(NamedTuple):
    """A region's or England's pooled figure with who is in it."""

    value: Any
    used: int
    expected: int
    why_not: str


class Column(NamedTuple):
    """An authority across the top."""

    pk: int
    slug: str
    name: str
    region: int
    own: bool
    active_from: date | None
    active_to: date | None


@dataclass(frozen=True)
class Row:
    """An indicator with its cells by authority, and the two areas before them (None: not pooled)."""

    measure: Measure
    cells: dict[int, Cell]
    region: Area | None
    england: Area | None


@dataclass
class Rug:
    """The whole matrix. `without` are indicators of the choice that have no figure in the period."""

    period: Period
    region: Region | None
    columns: list[Column]
    rows: list[Row] = field(default_factory=list)
    without: list[Measure] = field(default_factory=list)
    # Authorities whose in-year figures the reader may see once they are published.
    shared: frozenset[int] = frozenset()

    @property
    def is_in_year(self) -> bool:
        return isinstance(self.period, Quarter)

    @property
    def themes(self) -> Iterator[tuple[str, list[Row]]]:
        """Rows under the names of their themes."""
        for theme, rows in groupby(self.rows, key=lambda one: one.measure.theme):
            yield str(Theme(theme).label), list(rows)

    def why_empty(self, column: Column) -> str:
        """Why an authority has no row at all for an indicator."""
        if column.active_from and column.active_from > first_day_of(self.period):
            return NO_AUTHORITY
        if column.active_to and column.active_to <= last_day_of(self.period):
            return NO_AUTHORITY
        if not self.is_in_year:
            return NOT_AVAILABLE
        return NOT_SUBMITTED if column.pk in self.shared else NOT_SHARED


def last_day_of(period: Period) -> date:
    return period.last_day if isinstance(period, Quarter) else date(period.number, 12, 31)


def first_day_of(period: Period) -> date:
    return period.starts if isinstance(period, Quarter) else date(period.number, 1, 1)


def rug(user: Any, period: Period, region: Region | None, theme: str = "") -> Rug:
    """The rug of a region, or of England where `region` is None, for one theme or all."""
    found = Rug(period, region, columns(user, period, region))
    wanted = measures(user, period, theme)
    if found.is_in_year:
        found.shared = shared_authorities(user, period.slug)
    of_indicator: dict[int, dict[int, Cell]] = {one.pk: {} for one in wanted}
    known = {one.pk for one in found.columns}
    for cell in cells(user, period, wanted, known if region else None):
        if cell.authority in known:
            of_indicator[cell.indicator][cell.authority] = cell
    pooled = areas(user, period, [one.pk for one in wanted], region)
    for one in wanted:
        values = of_indicator[one.pk]
        row = Row(one, values, pooled.get((one.pk, region.pk)) if region else None, pooled.get((one.pk, None)))
        if values or row.region or row.england:
            found.rows.append(row)
        else:
            found.without.append(one)
    return found


def columns(user: Any, period: Period, region: Region | None) -> list[Column]:
    """Authorities that existed in the period (DAT-10), by name: of a region, or of England without one."""
    rows = Authority.objects.visible_to(user).filter(
        Q(active_from=None) | Q(active_from__lte=last_day_of(period)),
        Q(active_to=None) | Q(active_to__gt=first_day_of(period)),
    )
    rows = rows.filter(region=region) if region else rows.real()
    return columns_of(user, rows.order_by("name", "pk").only("slug", "name", "region", "active_from", "active_to"))


def columns_of(user: Any, authorities: Iterable[Authority]) -> list[Column]:
    own = reach_of(user).authorities
    return [
        Column(one.pk, one.slug, one.name, one.region_id, one.pk in own, one.active_from, one.active_to)
        for one in authorities
    ]


def existed_in(authority: Authority, period: Period) -> bool:
    """Whether an authority existed on some day of a period."""
    begun = authority.active_from is None or authority.active_from <= last_day_of(period)
    return begun and (authority.active_to is None or authority.active_to > first_day_of(period))


def cells(user: Any, period: Period, wanted: list[Measure], authorities: Iterable[int] | None) -> Iterator[Cell]:
    """Figures of a period, the older first where an indicator has several; `authorities` None: all."""
    if isinstance(period, Quarter):
        yield from _in_year_cells(user, period, wanted, authorities)
        return
    yield from (Cell(*one) for one in annual_rows(user, period, wanted, authorities).values_list(*OF_A_CELL))
    if inspected := [one.pk for one in wanted if one.is_inspection]:
        rows = PublishedValue.objects.visible_to(user).filter(indicator__in=inspected, year__lte=period.number)
        if authorities is not None:
            rows = rows.filter(authority__in=authorities)
        yield from (Cell(*one) for one in rows.order_by("period_end").values_list(*OF_A_CELL))


def annual_rows(user: Any, year: Year, wanted: list[Measure], authorities: Iterable[int] | None) -> Any:
    """Published values of the periods that end in a year, without inspections, which hold until the next one."""
    indicators = [one.pk for one in wanted if not one.is_inspection]
    rows = PublishedValue.objects.visible_to(user).filter(year=year.number, indicator__in=indicators)
    return rows if authorities is None else rows.filter(authority__in=authorities)


def in_year_rows(user: Any, quarter: Quarter, wanted: list[Measure], authorities: Iterable[int] | None) -> Any:
    """Current values of a quarter that the reader may see."""
    rows = InYearValue.objects.visible_to(user).current()
    rows = rows.filter(collection_period__slug=quarter.slug, indicator__in=[one.pk for one in wanted])
    return rows if authorities is None else rows.filter(authority__in=authorities)


def _in_year_cells(
    user: Any, quarter: Quarter, wanted: list[Measure], authorities: Iterable[int] | None
) -> Iterator[Cell]:
    rows = in_year_rows(user, quarter, wanted, authorities)
    names = (*shown_names(OF_A_CELL), "caveat", "caveat_words", "is_revised", "is_hidden")
    yield from (Cell(*one) for one in guarded(rows, user, OF_A_CELL).values_list(*names))


def shared_authorities(user: Any, slug: str) -> frozenset[int]:
    """Authorities expected in those collections of a quarter that are open to the reader, and their own (DAT-22)."""
    reach = reach_of(user)
    open_to = Q(collection_period__in=_readable(reach, slug)) | Q(authority__in=own_authorities(reach))
    rows = Return.objects.filter(open_to, collection_period__slug=slug).order_by()
    return frozenset(rows.values_list("authority", flat=True))


def _readable(reach: Any, slug: str) -> Any:
    from datasets.models import CollectionPeriod

    return CollectionPeriod.objects.filter(readable_periods(reach), slug=slug).values("pk")


def areas(
    user: Any, period: Period, indicators: list[int], region: Region | None
) -> dict[tuple[int, int | None], Area]:
    """Pooled figures by (indicator, region or None for England)."""
    kind = Series.IN_YEAR if isinstance(period, Quarter) else Series.ANNUAL
    rows = AreaValue.objects.visible_to(user, annual=kind == Series.ANNUAL).filter(indicator__in=indicators)
    places = Q(region=None) | (Q(region=region) if region else Q(pk__in=()))
    if isinstance(period, Quarter):
        rows = rows.filter(places, series=kind, period_end=period.last_day)
    else:
        rows = rows.filter(places, series=kind, year=period.number)
    fields = ("indicator", "region", "value", "used", "expected", "why_not")
    found = shown_areas(rows.order_by("period_end"), user, kind, fields)
    return {(indicator, of): Area(*rest) for indicator, of, *rest in found}
