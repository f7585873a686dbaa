"""Data sheets: an authority's figures with trend and comparators, live while it writes and fixed in a revision (SE-8).

A sheet is made for everybody who will read it, whoever asks for it. Of in-year figures it takes published ones alone,
and hides what the region's own readers may not see; each in-year figure also keeps what it reads as outside the region,
and `sheet_from` shows the one or the other (DAT-11). Annual and in-year figures are two tables (DAT-15).

In its plain form, which a revision stores, all figures are words, and no number is a float:

    {"authority", "region", "neighbours": name of the set or "", "missing": [names of indicators without figures],
     "annual": [row], "in_year": [row]}
    row: {"code", "name", "unit", "polarity", "period", "own", "place", "trend", "region", "england", "near",
          "notes", "past": [[label, words, number or ""]], "outside": {the keys that read otherwise outside}}
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db.models import Q

from datasets import charts
from datasets.comparators import Average, average, neighbour_sets, neighbours_of
from datasets.guarding import OUTSIDE, Standing, guarded, guarded_areas, shown_names, standing_of
from datasets.measures import OF_AN_INDICATOR, Measure, in_year_measures
from datasets.models import AreaValue, Indicator, InYearValue, PublishedValue
from datasets.periods import SLUG, period_of
from datasets.rug import Cell
from datasets.showing import (
    BAND_WORDS,
    CAVEAT_WORDS,
    NOT_AVAILABLE,
    NOT_SHARED,
    NOT_SUBMITTED,
    TREND_WORDS,
    cell_text,
    rank_text,
)
from datasets.statuses import Caveat, Marker, PeriodStatus, Series, Trend
from regions.models import Authority
from regions.querysets import today
from regions.reach import signed_for
from regions.statuses import Schedule
from selfassessment.models import SelfEvaluation
from selfassessment.plans import Question

# How far back a sheet looks.
YEARS: Final = 6
QUARTERS: Final = 8
OF_A_FIGURE: Final = ("indicator", "value", "marker", "band", "rank", "ranked", "trend", "is_first_year")
# As much as an average needs.
OF_A_NEIGHBOUR: Final = ("indicator", "authority", "value")
NOT_POOLED: Final = "not pooled"
NOT_SIGNED: Final = "not open without a signature"
CAPTIONS: Final = ("Annual figures, published", "In-year figures, from returns")
NO_FIGURES: Final = "There are no figures for these indicators yet."
# The parts of a row that say something of the figure itself.
OF_THE_FIGURE: Final = ("own", "place", "trend", "region", "near", "past")

# Pooled figures by indicator, then by (region or None for England, year or last day).
Pooled = dict[int, dict[tuple[int | None, Any], Any]]


# --- Made -------------------------------------------------------------------------------------------------------------


def plain_sheets(
    evaluation: SelfEvaluation, questions: Iterable[Question], until: date | None = None
) -> dict[Question, dict[str, Any]]:
    """The plain form of the sheets of several questions; of quarters that ended by a day alone, if one is given.

    By question, since questions of different sections may share a code. About twelve queries, however many sheets.
    """
    wanted = list(questions)
    codes = {code for one in wanted for code in one.indicators}
    if not codes:
        return {}
    made = MadeSheets(evaluation.authority, list(Indicator.objects.filter(code__in=codes)), until)
    return {one: made.sheet(one.indicators) for one in wanted}


class MadeSheets:
    """The rows of all indicators of an authority's sheets, read once."""

    def __init__(self, authority: Authority, indicators: list[Indicator], until: date | None = None) -> None:
        self.until = until
        self.authority = authority
        self.region = authority.region
        self.names = {one.code: one.name for one in indicators}
        sets = neighbour_sets(self.region.is_demonstration)
        self.near = neighbours_of(self.authority, sets)
        # Whether the authority's own signature opens others' figures to it (ACC-4).
        self.signed = (Schedule.DATA, self.region.pk) in signed_for(self.authority.pk, today())
        self.pks = [one.pk for one in indicators]
        self.annual = self._annual(indicators)
        self.in_year = self._in_year(indicators)

    def sheet(self, codes: Iterable[str]) -> dict[str, Any]:
        known = [code for code in codes if code in self.names]
        return {
            "authority": self.authority.name,
            "region": self.region.name,
            "neighbours": str(self.near.chosen or ""),
            "missing": [self.names[one] for one in known if one not in self.annual and one not in self.in_year],
            "annual": [self.annual[one] for one in known if one in self.annual],
            "in_year": [self.in_year[one] for one in known if one in self.in_year],
        }

    def _annual(self, indicators: list[Indicator]) -> dict[str, dict[str, Any]]:
        names = (*OF_A_FIGURE, "period_end", "period_label", "year")
        rows = PublishedValue.objects.filter(indicator__in=self.pks, authority=self.authority).order_by("period_end")
        own = _by_indicator(rows.values_list(*names))
        pooled = self._areas(Series.ANNUAL, OUTSIDE)
        latest = {one: _latest(own.get(one, []), pooled.get(one, {})) for one in self.pks}
        near = self._near(latest)
        found = {}
        for one in indicators:
            if latest[one.pk]:
                measure = Measure(*(getattr(one, name) for name in OF_AN_INDICATOR))
                found[one.code] = self._annual_row(measure, own.get(one.pk, []), latest[one.pk], pooled, near)
        return found

    def _near(self, latest: dict[int, int]) -> dict[int, list[Cell]]:
        """The neighbours' published figures of each indicator's latest year."""
        rows = PublishedValue.objects.filter(
            indicator__in=latest, year__in=set(latest.values()), authority__in=self.near.authorities
        )
        return _of_newest(rows.values_list("year", *OF_A_NEIGHBOUR), latest)

    def _annual_row(self, measure: Measure, own: list[Any], year: int, pooled: Any, near: Any) -> dict[str, Any]:
        here = next((one for one in reversed(own) if one.year == year), None)
        areas = pooled.get(measure.pk, {})
        mean = average(near.get(measure.pk, []), len(self.near.authorities))
        return {
            **_about(measure),
            "period": here.label if here else str(year),
            "own": _figure(measure, here, NOT_AVAILABLE),
            "place": _place(measure, here),
            "trend": _trend(here),
            "region": _area(measure, areas.get((self.region.pk, year))),
            "england": _area(measure, areas.get((None, year))),
            "near": _near_words(measure, mean),
            "notes": _notes(here),
            "past": _past(measure, own[-YEARS:]),
            "outside": {},
        }

    def _areas(self, series: str, reader: Standing, ends: Iterable[date] = ()) -> Pooled:
        """Pooled figures of a series; of quarters, those that end so."""
        places = Q(region=None) | Q(region=self.region)
        rows: Any = AreaValue.objects.filter(places, indicator__in=self.pks, series=series).order_by("period_end")
        # Annual ones are as they are published (DAT-15); to guard them would take longer than to read them.
        key, value = "year", "value"
        if series == Series.IN_YEAR:
            rows = rows.filter(Q(collection_period=None) | Q(collection_period__status=PeriodStatus.PUBLISHED))
            rows = rows.filter(period_end__in=ends)
            rows, key, value = guarded_areas(rows, reader), "period_end", "shown_value"
        found: Pooled = {}
        for indicator, region, at, number in rows.values_list("indicator", "region", key, value):
            found.setdefault(indicator, {})[(region, at)] = number
        return found

    def _in_year(self, indicators: list[Indicator]) -> dict[str, dict[str, Any]]:
        """Rows of published quarters: as the region's readers see them, and what is otherwise outside it."""
        among = Standing(inside=frozenset({self.region.pk}))
        inside = self._quarters(among)
        if not inside:
            return {}
        outside = {pk: [one.outside() for one in figures] for pk, figures in inside.items()}
        measures = self._measures(indicators, inside)
        areas = self._areas(Series.IN_YEAR, among, {figures[-1].end for figures in inside.values()})
        near = self._near_in_year(inside, among)
        found = {}
        for one in indicators:
            if measure := measures.get(one.pk):
                mean = average(near.get(one.pk, []), len(self.near.authorities))
                row = self._in_year_row(measure, inside[one.pk], areas, self._near_shared(measure, mean))
                other = self._in_year_row(measure, outside[one.pk], areas, NOT_SHARED) | {"region": NOT_SHARED}
                row["outside"] = {name: other[name] for name in OF_THE_FIGURE if other[name] != row[name]}
                found[one.code] = row
        return found

    def _near_shared(self, measure: Measure, mean: Average) -> str:
        """In-year figures of neighbours are open to who has signed, and averaged from five on (ACC-4, DAT-22)."""
        if not self.signed:
            return NOT_SIGNED
        return _near_words(measure, mean, "share a quarterly figure")

    def _near_in_year(self, own: dict[int, list[Any]], reader: Standing) -> dict[int, list[Cell]]:
        """The figures of neighbours in the same collection, of the quarter of the authority's newest one."""
        if not (self.signed and self.near.authorities):
            return {}
        newest = {indicator: figures[-1].of for indicator, figures in own.items()}
        rows = InYearValue.objects.current().filter(
            indicator__in=newest,
            collection_period__in=set(newest.values()),
            authority__in=self.near.authorities,
            edition__of_return__published__isnull=False,
        )
        names = (*shown_names(OF_A_NEIGHBOUR), "caveat", "is_hidden")
        return _of_newest(guarded(rows, reader, OF_A_NEIGHBOUR).values_list("collection_period", *names), newest)

    def _published(self) -> Any:
        """The authority's own figures of published quarters."""
        rows = InYearValue.objects.current().filter(
            indicator__in=self.pks,
            authority=self.authority,
            collection_period__status=PeriodStatus.PUBLISHED,
            edition__of_return__published__isnull=False,
        )
        return rows.filter(collection_period__last_day__lte=self.until) if self.until else rows

    def _quarters(self, reader: Standing) -> dict[int, list[Any]]:
        names = (*shown_names(OF_A_FIGURE), "collection_period__last_day", "collection_period__slug")
        names += ("collection_period__last_day", "is_hidden", "caveat", "caveat_words", "is_revised")
        names += ("collection_period", "hidden_outside", "unplaced_outside")
        rows = guarded(self._published(), reader, OF_A_FIGURE).order_by("collection_period__last_day")
        return _by_indicator(rows.values_list(*names))

    def _measures(self, indicators: list[Indicator], quarters: dict[int, list[Any]]) -> dict[int, Measure]:
        """Each indicator as the version of its latest quarter defines it."""
        by_slug: dict[str, list[int]] = {}
        for pk, rows in quarters.items():
            by_slug.setdefault(rows[-1].label, []).append(pk)
        found: dict[int, Measure] = {}
        for slug, pks in by_slug.items():
            if SLUG.fullmatch(slug):
                quarter: Any = period_of(slug)
                found |= {one.pk: one for one in in_year_measures(Indicator.objects.filter(pk__in=pks), quarter)}
        return found

    def _in_year_row(self, measure: Measure, own: list[Any], areas: Any, near: str) -> dict[str, Any]:
        here, pooled = own[-1], areas.get(measure.pk, {})
        return {
            **_about(measure),
            "period": str(period_of(here.label)),
            "own": _figure(measure, here, NOT_SUBMITTED),
            "place": _place(measure, here),
            "trend": _trend(here),
            "region": _area(measure, pooled.get((self.region.pk, here.end))) if self.signed else NOT_SIGNED,
            "england": _area(measure, pooled.get((None, here.end))),
            "near": near,
            "notes": _notes(here),
            "past": _past(measure, own[-QUARTERS:]),
            "outside": {},
        }


@dataclass(frozen=True)
class _Figure:
    """One figure of the authority as a sheet needs it."""

    value: Any
    marker: str
    band: str
    rank: int | None
    ranked: int | None
    trend: str
    first_year: bool
    end: Any
    label: str
    # The year for annual figures, the last day for others.
    year: Any
    hidden: bool = False
    caveat: str = ""
    caveat_words: str = ""
    revised: bool = False
    # The collection's period, of in-year figures, and what is withheld outside the region (no answer: all of it).
    of: int = 0
    hidden_outside: bool | None = False
    unplaced_outside: bool | None = False

    def outside(self) -> "_Figure":
        """The same figure as `guarded` gives it outside the region, where no more is shown than inside."""
        hidden = self.hidden or self.hidden_outside is not False
        if not hidden and self.unplaced_outside is False:
            return self
        unplaced = replace(self, band="", rank=None, ranked=None, trend="")
        if not hidden:
            return unplaced
        return replace(unplaced, value=None, marker=Marker.CONFIDENTIAL, first_year=False, hidden=True)


def _by_indicator(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[_Figure]]:
    found: dict[int, list[_Figure]] = {}
    for indicator, *row in rows:
        found.setdefault(indicator, []).append(_Figure(*row))
    return found


def _of_newest(rows: Iterable[tuple[Any, ...]], newest: dict[int, int]) -> dict[int, list[Cell]]:
    """Cells by indicator, out of rows of a year or period, OF_A_NEIGHBOUR, and in-year also caveat and whether it is
    hidden: those of each indicator's newest one."""
    found: dict[int, list[Cell]] = {}
    for of, indicator, authority, value, *more in rows:
        if newest.get(indicator) == of:
            caveat, hidden = more or ("", False)
            found.setdefault(indicator, []).append(Cell(indicator, authority, value, caveat=caveat, hidden=hidden))
    return found


def _latest(own: list[_Figure], areas: dict[tuple[int | None, Any], Any]) -> int:
    """The newest year with a figure of the authority or of England; 0 without any."""
    years = [one.year for one in own] + [year for (region, year), value in areas.items() if value is not None]
    return max(years, default=0)


# --- Words ------------------------------------------------------------------------------------------------------------


def _about(measure: Measure) -> dict[str, Any]:
    return {
        "code": measure.code,
        "name": measure.name,
        "unit": measure.unit_words,
        "polarity": measure.polarity_words,
    }


def _figure(measure: Measure, one: _Figure | None, otherwise: str) -> str:
    if one is None:
        return otherwise
    if one.hidden or one.value is None:
        return cell_text(one, measure.decimals)
    return measure.with_unit(one.value)


def _place(measure: Measure, one: _Figure | None) -> str:
    """Where it lies among all authorities: "in the second quarter of authorities, rank 45 of 152"."""
    if one is None or not one.band:
        return ""
    band, rank = BAND_WORDS.get(one.band, ""), rank_text(one.rank, one.ranked)
    return ", ".join(filter(None, (f"{band} of authorities" if band else "", f"rank {rank}" if rank else "")))


def _trend(one: _Figure | None) -> str:
    return TREND_WORDS[Trend(one.trend)] if one and one.trend else ""


def _area(measure: Measure, value: Any) -> str:
    if measure.is_inspection:
        return NOT_POOLED
    return NOT_AVAILABLE if value is None else measure.with_unit(value)


def _near_words(measure: Measure, mean: Average, have: str = "have a figure") -> str:
    """The mean of neighbours and how many it comes from; none of fewer than five (DAT-7, DAT-22)."""
    if measure.is_inspection:
        return "never averaged"
    if mean.mean is None:
        return f"no average: {mean.used} of {mean.of} {have}" if mean.of else "none known"
    return f"{measure.with_unit(mean.mean)} ({mean.used} of {mean.of})"


def _notes(one: _Figure | None) -> str:
    """What follows a figure everywhere (DAT-10, DAT-19, DAT-20)."""
    if one is None:
        return ""
    said = ["first year of a new authority" if one.first_year else ""]
    if one.caveat:
        said.append(f"{CAVEAT_WORDS[Caveat(one.caveat)]}: {one.caveat_words}")
    said.append("revised after it was published" if one.revised else "")
    return "; ".join(filter(None, said))


def _past(measure: Measure, rows: list[_Figure]) -> list[list[str]]:
    """[period, words, number or nothing] from the oldest to the newest."""
    return [
        [_when(one), _figure(measure, one, NOT_AVAILABLE), "" if one.value is None or one.hidden else f"{one.value:f}"]
        for one in rows
    ]


def _when(one: _Figure) -> str:
    return str(period_of(one.label)) if SLUG.fullmatch(one.label) else one.label


# --- Shown ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """A data sheet for one reader: two tables of rows with the same columns."""

    authority: str
    region: str
    neighbours: str
    annual: tuple[dict[str, Any], ...]
    in_year: tuple[dict[str, Any], ...]
    missing: tuple[str, ...]

    @property
    def tables(self) -> list[tuple[str, tuple[dict[str, Any], ...]]]:
        """(caption, rows) of those tables that have rows; annual and in-year figures never share one."""
        return [one for one in zip(CAPTIONS, (self.annual, self.in_year), strict=True) if one[1]]

    def __bool__(self) -> bool:
        return bool(self.annual or self.in_year)


def sheet_for(evaluation: SelfEvaluation, question: Question, user: Any) -> Sheet:
    """The live data sheet of a question, as one reader may see it. Empty (falsy) where there are no figures.

    For many questions at once take `plain_sheets` and `sheet_from`.
    """
    plain = plain_sheets(evaluation, [question]).get(question)
    return sheet_from(plain, reads_inside(user, evaluation))


def reads_inside(user: Any, evaluation: SelfEvaluation) -> bool:
    """Whether somebody is shown figures as inside the authority's region (DAT-11)."""
    standing = standing_of(user)
    return evaluation.authority_id in standing.own or evaluation.authority.region_id in standing.inside


def sheet_from(plain: dict[str, Any] | None, inside: bool) -> Sheet:
    """A stored or live sheet for a reader inside the region or outside it; an empty one of nothing."""
    if not plain:
        return Sheet("", "", "", (), (), ())
    annual, in_year = (tuple(_row(one, inside) for one in plain[name]) for name in ("annual", "in_year"))
    return Sheet(plain["authority"], plain["region"], plain["neighbours"], annual, in_year, tuple(plain["missing"]))


def _row(stored: dict[str, Any], inside: bool) -> dict[str, Any]:
    shown = stored if inside else {**stored, **stored["outside"]}
    values = [float(number) if number else None for _, _, number in shown["past"]]
    return {**{name: value for name, value in shown.items() if name != "outside"}, "picture": charts.sparkline(values)}
