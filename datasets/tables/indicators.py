"""Tables of one indicator, joined in Python: of a region with a picture on each row, and of every authority."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from datasets.comparators import Reading
from datasets.indicator_pages import Comparison
from datasets.rug import Column
from datasets.showing import NOT_AVAILABLE, NOT_SUBMITTED, TREND_WORDS, cell_text, interval_text, rank_text
from datasets.statuses import Caveat, Trend
from riia.ui.addresses import address_of
from riia.ui.markup import anchor, escaped

HEADS = ("Authority", "Figure", "95% interval", "Counted", "Out of", "Band", "Rank", "Trend", "To know")
HEADS_OF_REGION = ("Authority", "Figure", "With its interval, and England as a line", "Band", "Trend")
NUMBERS = frozenset({"Figure", "Counted", "Out of", "Rank"})


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[Any]], extra: str = "") -> SafeString:
    """A house table: the first cell of each row is its header; what isn't marked safe is escaped."""
    heads = list(heads)
    numbers = [" app-table__number" if one in NUMBERS else "" for one in heads]
    top = "".join(
        f'<th class="govuk-table__header{number}" scope="col">{escaped(one)}</th>'
        for one, number in zip(heads, numbers, strict=True)
    )
    body = "".join(_row(list(row), numbers) for row in rows)
    title = f'<caption class="govuk-visually-hidden">{escaped(caption)}</caption>'
    whole = f'<table class="govuk-table app-table {extra}">{title}<thead><tr>{top}</tr></thead><tbody>{body}</tbody>'
    return mark_safe(f"{whole}</table>")  # noqa: S308 - escaped


def _row(cells: list[Any], numbers: list[str]) -> str:
    first, *others = cells
    rest = "".join(
        f'<td class="govuk-table__cell{number}">{escaped(one)}</td>'
        for one, number in zip(others, numbers[1:], strict=True)
    )
    return f'<tr class="govuk-table__row"><th class="govuk-table__header" scope="row">{escaped(first)}</th>{rest}</tr>'


def region_table(found: Comparison, rows: list[tuple[Column, Reading | None, Any]]) -> SafeString:
    """The region's authorities from the highest figure down."""
    place = found.region.name if found.region else ""
    return table(
        f"{found.measure.name} in {place}, {found.label}",
        HEADS_OF_REGION,
        (
            (_name(found, column), _figure(found, one), picture, _band(one), _trend(one))
            for column, one, picture in rows
        ),
        "app-table--pictured",
    )


def all_authorities(found: Comparison) -> SafeString:
    """Every authority by name with its figure, or why there is none."""
    places = sorted(found.places.values(), key=lambda one: one.name)
    return table(
        f"{found.measure.name} in every authority, {found.label}",
        HEADS,
        (
            (
                _name(found, one),
                _figure(found, row := found.here.get(one.pk)),
                interval_text(row.lower, row.upper, found.measure.decimals) or "None" if row else "None",
                _count(row and row.numerator),
                _count(row and row.denominator),
                _band(row),
                rank_text(row.rank, row.ranked) or "None" if row else "None",
                _trend(row),
                _to_know(row),
            )
            for one in places
        ),
    )


def _name(found: Comparison, place: Column) -> SafeString:
    own = " (yours)" if place.own else ""
    address = f"{address_of('indicator_detail', found.measure.code)}?authority={place.slug}&period={found.period.slug}"
    return anchor(address, f"{place.name}{own}")


def _figure(found: Comparison, one: Reading | None) -> str:
    if one is None:
        return NOT_SUBMITTED if found.is_in_year else NOT_AVAILABLE
    if one.value is None or one.hidden:
        return cell_text(one, found.measure.decimals)
    return found.measure.with_unit(one.value)


def _count(value: Any) -> str:
    return "Not known" if value is None else f"{value.normalize():,f}"


def _band(one: Reading | None) -> str:
    return (one.band if one else "") or "None"


def _trend(one: Reading | None) -> str:
    return TREND_WORDS[Trend(one.trend)].capitalize() if one and one.trend else "Not tested"


def _to_know(one: Reading | None) -> str:
    if one is None:
        return ""
    words = ["First year of a new authority"] if one.first_year else []
    if one.caveat:
        words.append(f"{Caveat(one.caveat).label}: {one.caveat_words}")
    if one.revised:
        words.append("Revised")
    return "; ".join(words)
