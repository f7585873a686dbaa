"""Authorities, quarters and items by whatever they are called in a file (DAT-16, DAT-17)."""

import re
from collections.abc import Iterable
from typing import Final

from datasets.files.sheets import DATE, Cell
from datasets.models import CollectionPeriod, Item
from datasets.periods import SLUG, Quarter, period_of
from regions.models import Authority

QUARTER: Final = re.compile(r"\bq(?:uarter|tr)?\s*([1-4])\b")
YEARS: Final = re.compile(r"\b(?:20)?(\d{2})\s*[-/–]\s*(?:20)?(\d{2})\b")
YEAR: Final = re.compile(r"\b(20\d{2})\b")
SPAN: Final = {1: ("apr", "jun"), 2: ("jul", "sep"), 3: ("oct", "dec"), 4: ("jan", "mar")}


def plainly(text: str) -> str:
    """The words of a name without case and punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def names_of(authority: Authority) -> set[str]:
    """What an authority may be called in a file: its names, aliases, its address, its codes. Reads its codes."""
    names = [authority.name, authority.official_name, authority.slug, *authority.aliases]
    return {plainly(one) for one in (*names, *(one.code for one in authority.codes.all()))}


def says_authority(authority: Authority, cell: Cell) -> bool:
    """Whether a cell names an authority."""
    return plainly(cell.text) in names_of(authority)


def by_any_name(authorities: Iterable[Authority]) -> dict[str, Authority]:
    """Authorities by each of their names that only one of them has."""
    found: dict[str, Authority] = {}
    shared: set[str] = set()
    for one in authorities:
        for name in names_of(one):
            shared |= {name} if found.setdefault(name, one) != one else set()
    return {name: one for name, one in found.items() if name not in shared}


def items_by_name(items: Iterable[Item]) -> dict[str, Item]:
    """Items by code and by name."""
    found = {}
    for one in items:
        found[plainly(one.name)] = one
        found[plainly(one.code)] = one
    return found


def says_period(period: CollectionPeriod, cell: Cell) -> bool:
    """Whether a cell names a period: Q1 2026-27, April to June 2026, 2026-27-q1, or a date in it."""
    text = cell.text.casefold()
    if cell.kind == DATE:
        return period.starts.isoformat() <= text[:10] <= period.last_day.isoformat()
    if text in (period.slug.casefold(), period.label.casefold()):
        return True
    return bool(SLUG.fullmatch(period.slug)) and quarter_said(text) == period_of(period.slug)


def quarter_said(text: str) -> Quarter | None:
    """The quarter that words mean: 2026-27-q1, Q1 2026/27, Q4 2027, April to June 2026; None if it isn't clear.

    "Q4 2027" is January to March 2027 and "Q4 2026-27" the same: a single year is the calendar's.
    """
    text = text.casefold()
    years = YEARS.search(text)
    first = 2000 + int(years[1]) if years and (int(years[1]) + 1) % 100 == int(years[2]) else None
    calendar = {int(one) for one in YEAR.findall(text)}
    number = _number(text)
    if not number:
        return None
    if first is not None:
        return Quarter(first, number)
    if years or len(calendar) != 1:
        return None
    year = calendar.pop()
    return Quarter(year - 1 if number == 4 else year, number)


def _number(text: str) -> int:
    if found := QUARTER.search(text.replace("-q", " q")):
        return int(found[1])
    return next((number for number, (first, last) in SPAN.items() if first in text and last in text), 0)
