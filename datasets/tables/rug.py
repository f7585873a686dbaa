"""The rug as HTML, joined in Python: a template for each of 14,000 cells would take seconds. Everything that comes from
a row is escaped.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, Final

from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from datasets.measures import Measure
from datasets.rug import Area, Cell, Column, Row, Rug
from datasets.showing import (
    CAVEAT_WORDS,
    HIDDEN,
    MEANINGS,
    NOT_AVAILABLE,
    STEPS,
    number,
    pooled_text,
    why_no_number,
)
from datasets.statuses import ColourRule, Polarity
from riia.ui.addresses import address_of
from riia.ui.markup import escaped

JUDGED: Final = {"A": "best", "D": "lowest"}
# Standard deviations from the mean from which a neutral figure is marked low or high.
AWAY: Final = 1.0
NEUTRAL_WORDS: Final = {"low": "low", "mid": "", "high": "high"}


def table_of(rug: Rug) -> SafeString:
    """The whole table: caption, two header cells for areas, a header cell an authority, a row an indicator."""
    parts = [f'<caption class="govuk-visually-hidden">{escaped(caption_of(rug))}</caption>', _head(rug)]
    several = len({one.measure.theme for one in rug.rows}) > 1
    width = len(rug.columns) + (3 if rug.region else 2)
    for theme, rows in rug.themes:
        parts.append("<tbody>")
        if several:
            span = f'<th scope="rowgroup" colspan="{width}"><span>{escaped(theme)}</span></th>'
            parts.append(f'<tr class="app-rug__theme">{span}</tr>')
        parts += _rows(rug, rows)
        parts.append("</tbody>")
    size = "app-rug__table--wide" if len(rug.columns) > 40 else "app-rug__table--region"
    return mark_safe(f'<table class="app-rug__table {size}" data-rug>{"".join(parts)}</table>')  # noqa: S308 - escaped


def caption_of(rug: Rug) -> str:
    """ "East of England: 9 indicators in 11 authorities, 2025"; without figures, place and period alone."""
    place = rug.region.name if rug.region else "England"
    if not rug.rows:
        return f"{place}, {_period_words(rug)}"
    indicators = _counted(len(rug.rows), "indicator", "indicators")
    return f"{place}: {indicators} in {_counted(len(rug.columns), 'authority', 'authorities')}, {_period_words(rug)}"


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def _period_words(rug: Rug) -> str:
    return rug.period.label if rug.is_in_year else str(rug.period)


def _head(rug: Rug) -> str:
    cells = ['<th scope="col">Indicator</th>']
    if rug.region:
        cells.append(f'<th scope="col" class="app-rug__area"><span>{escaped(rug.region.name)}</span></th>')
    cells.append('<th scope="col" class="app-rug__area"><span>England</span></th>')
    for one in rug.columns:
        own = ' class="app-rug__own"' if one.own else ""
        mark = " (yours)" if one.own else ""
        address = f"{address_of('data_profile', one.slug)}?period={rug.period.slug}"
        cells.append(f'<th scope="col"{own}><a href="{address}">{escaped(one.name)}{mark}</a></th>')
    return f"<thead><tr>{''.join(cells)}</tr></thead>"


def _rows(rug: Rug, rows: list[Row]) -> Iterator[str]:
    columns = [
        (one, f'?authority={one.slug}&amp;period={rug.period.slug}">', _column_class(one)) for one in rug.columns
    ]
    empty = {one.pk: escaped(rug.why_empty(one)) for one in rug.columns}
    for row in rows:
        measure, cells = row.measure, row.cells
        base = address_of("indicator_detail", measure.code)
        parts = ["<tr>", _row_header(rug, measure, base)]
        if rug.region:
            parts.append(_area(row.region, measure))
        parts.append(_area(row.england, measure))
        draw = drawer(measure, row.england)
        for column, after, own in columns:
            cell = cells.get(column.pk)
            shade, inside = draw(cell) if cell else ("none", f"<small>{empty[column.pk]}</small>")
            parts.append(f'<td class="{shade}{own}"><a href="{base}{after}{inside}</a></td>')
        parts.append("</tr>")
        yield "".join(parts)


def _column_class(column: Column) -> str:
    return " app-rug__own" if column.own else ""


def _row_header(rug: Rug, measure: Measure, base: str) -> str:
    query = urlencode({"period": rug.period.slug, "region": rug.region.slug if rug.region else "england"})
    unit = f"{escaped(measure.unit_words)}, " if measure.unit_words else ""
    words = f"<small>{unit}{measure.polarity_words}</small>"
    return f'<th scope="row"><a href="{base}?{escaped(query)}">{escaped(measure.name)}</a> {words}</th>'


def _area(area: Area | None, measure: Measure) -> str:
    """A region's or England's cell: its value with who is in it, or why there is none."""
    if area is None:
        words = "not pooled" if measure.is_inspection else NOT_AVAILABLE
        return f'<td class="app-rug__area"><small>{words}</small></td>'
    if area.value is None:
        why = escaped(area.why_not or NOT_AVAILABLE)
        return f'<td class="app-rug__area"><small title="{why}">{NOT_AVAILABLE}</small></td>'
    counted = pooled_text(area.used, area.expected)
    return f'<td class="app-rug__area">{measure.number(area.value)} <small>{counted}</small></td>'


def drawer(measure: Measure, england: Area | None) -> Any:
    """How cells of one indicator are drawn: cell -> (class, HTML inside the link)."""
    decimals, step = measure.decimals, STEPS[measure.decimals]
    written, judged = _writer(decimals), _judge(measure, england)

    def draw(cell: Cell) -> tuple[str, str]:
        if cell.hidden:
            return "none", f'<abbr title="{HIDDEN}">hidden</abbr>'
        if cell.value is None:
            return "none", _no_number(cell.marker)
        inside, shade = written(cell.value.quantize(step, "ROUND_HALF_UP")), "none"
        if not (cell.first_year or cell.caveat == "not-comparable"):
            shade, words = judged(cell)
            if words:
                inside = f"{inside} <b>{words}</b>"
        if cell.trend in ("increasing", "decreasing"):
            inside = f'{inside} <i class="{cell.trend}">{cell.trend}</i>'
        if cell.first_year or cell.caveat or cell.revised:
            inside += "".join(f"<small>{words}</small>" for words in notes_on(cell))
        return shade, inside

    return draw


def _judge(measure: Measure, england: Area | None) -> Any:
    """The colour rule of an indicator (DAT-8): cell -> (class, letter or word beside the number)."""
    if measure.colour_rule == ColourRule.NONE:
        return lambda cell: ("plain", "")
    if measure.is_neutral:
        return lambda cell: ((shade := shade_of(cell.z)), NEUTRAL_WORDS.get(shade, ""))
    better = "above" if measure.polarity == Polarity.HIGHER else "below"

    def by_deviations(cell: Cell) -> tuple[str, str]:
        side = {"low": "below", "high": "above"}.get(shade_of(cell.z), "")
        return ("plain", "") if not side else ("best" if side == better else "lowest", side)

    def by_interval(cell: Cell) -> tuple[str, str]:
        if england is None or england.value is None or cell.lower is None or cell.upper is None:
            return "plain", ""
        middle = float(england.value)
        side = "above" if cell.lower > middle else "below" if cell.upper < middle else ""
        return ("plain", "") if not side else ("best" if side == better else "lowest", side)

    if measure.colour_rule == ColourRule.DEVIATIONS:
        return by_deviations
    if measure.colour_rule == ColourRule.INTERVAL:
        return by_interval
    return lambda cell: (JUDGED.get(cell.band, "plain"), cell.band)


def _writer(decimals: int) -> Any:
    """Numbers repeat within an indicator: each is written once."""

    @cache
    def written(rounded: Any) -> str:
        return number(rounded, decimals)

    return written


def shade_of(z: float | None) -> str:
    """The blue of a neutral figure: low, mid or high by standard deviations from the mean; none without any."""
    if z is None:
        return "plain"
    return "mid" if -AWAY < z < AWAY else "low" if z < 0 else "high"


def notes_on(cell: Cell) -> Iterator[str]:
    """What travels with a figure, in words (DAT-10, DAT-19, DAT-20)."""
    if cell.first_year:
        yield "first year"
    if cell.caveat:
        yield escaped(CAVEAT_WORDS.get(cell.caveat, cell.caveat))  # type: ignore[call-overload]
    if cell.revised:
        yield "revised"


@lru_cache(maxsize=32)
def _no_number(marker: str) -> str:
    words = escaped(why_no_number(marker))
    if words == HIDDEN:
        return f'<abbr title="{words}">hidden</abbr>'
    return f"<small>{words}</small>"


def legend_words(rug: Rug) -> list[tuple[str, str]]:
    """The words that stand in this rug's cells instead of a number, with what they mean."""
    found = {rug.why_empty(one) for one in rug.columns for row in rug.rows if one.pk not in row.cells}
    for row in rug.rows:
        for cell in row.cells.values():
            if cell.hidden:
                found.add(HIDDEN)
            elif cell.value is None:
                found.add(why_no_number(cell.marker))
        found |= {NOT_AVAILABLE for area in (row.region, row.england) if area and area.value is None}
    return [(words, meaning) for words, meaning in MEANINGS.items() if words in found]


def rules_in(rug: Rug) -> set[str]:
    """The colour rules of the indicators shown, for the legend."""
    return {"neutral" if one.measure.is_neutral else one.measure.colour_rule for one in rug.rows}
