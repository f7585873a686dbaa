"""The tables of an authority's profile, one a theme, joined in Python."""

from collections.abc import Iterator
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from datasets.profiles import Line, Profile, area_of, figure_of, near_of, past_of
from datasets.showing import TREND_WORDS
from datasets.statuses import Trend
from datasets.tables.indicators import table
from datasets.tables.rug import notes_on
from riia.ui.addresses import address_of
from riia.ui.markup import anchor, escaped

BAND = '<span class="app-rug-key{shade}">{band}</span>'
SHADES = {"A": " app-rug-key--best", "D": " app-rug-key--lowest"}


def profile_tables(found: Profile) -> Iterator[tuple[str, SafeString]]:
    """(theme, table of its indicators)."""
    heads = (
        "Indicator",
        "Figure",
        "Band",
        "Rank",
        "Trend",
        "Past",
        found.authority.region.name,
        "Neighbours",
        "England",
    )
    for theme, lines in found.themes:
        caption = f"{found.authority}: {theme}, {found.period}"
        yield theme, table(caption, heads, (_cells(found, line) for line in lines), "app-table--profile")


def _cells(found: Profile, line: Line) -> tuple[Any, ...]:
    query = f"?authority={found.authority.slug}&period={found.period.slug}"
    address = f"{address_of('indicator_detail', line.measure.code)}{query}"
    words = f'<span class="app-fact">{escaped(line.measure.polarity_words)}</span>'
    return (
        mark_safe(f"{anchor(address, line.measure.name)}<br>{words}"),  # noqa: S308 - escaped
        _figure(found, line),
        _band(line),
        line.rank or "not ranked",
        _trend(line),
        past_of(line),
        area_of(line, line.region),
        near_of(line),
        area_of(line, line.england),
    )


def _figure(found: Profile, line: Line) -> SafeString:
    words = escaped(figure_of(line, found.is_in_year))
    notes = "".join(f"<br>{one}" for one in notes_on(line.cell)) if line.cell else ""
    return mark_safe(f"<strong>{words}</strong>{notes}")  # noqa: S308 - escaped


def _band(line: Line) -> SafeString | str:
    if line.cell is None or not line.cell.band:
        return "not banded" if line.cell and line.cell.counts else ""
    band = line.cell.band
    return mark_safe(BAND.format(shade=SHADES.get(band, ""), band=escaped(band)))  # noqa: S308 - escaped


def _trend(line: Line) -> str:
    return TREND_WORDS[Trend(line.cell.trend)] if line.cell and line.cell.trend else "not tested"
