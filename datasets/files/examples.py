"""Carrying what was read of a file from one page to the next, in the page itself and signed: nothing is stored.

A file can hold figures that nobody has released, so no copy of it stays behind.
"""

from decimal import Decimal
from typing import Any

from django.core import signing

from datasets.figures import FigureInput
from datasets.files.sheets import Cell, Sheet

# A working day.
LASTS = 8 * 3600
MOST_CARRIED = 1_500_000
LONGEST_TEXT = 120


class TooMuch(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """The file holds more than a page can carry."""


def sealed(kind: str, about: Any, user: Any, what: Any) -> str:
    """What only this person can bring back, for this row, within eight hours. Raises TooMuch."""
    text = signing.dumps(what, salt=_salt(kind, about, user), compress=True)
    if len(text) > MOST_CARRIED:
        raise TooMuch("The file holds too much to be looked at in the browser. Split it, or delete what isn’t needed.")
    return text


def opened_again(kind: str, about: Any, user: Any, text: str) -> Any:
    """What was sealed; None if it is another's, altered or too old."""
    try:
        return signing.loads(text, salt=_salt(kind, about, user), max_age=LASTS)
    except signing.BadSignature:
        return None


def _salt(kind: str, about: Any, user: Any) -> str:
    return f"datasets.{kind}.{about.pk}.{user.pk}"


# --- Sheets of an example ---------------------------------------------------------------------------------------------


def packed_sheets(sheets: list[Sheet]) -> list[Any]:
    """Sheets as JSON can hold them."""
    return [
        [one.name, one.is_hidden, one.merged, [[row, _packed_row(cells)] for row, cells in one.rows.items()]]
        for one in sheets
    ]


def _packed_row(cells: dict[int, Cell]) -> list[Any]:
    return [
        [column, cell.text[:LONGEST_TEXT], cell.kind, None if cell.number is None else str(cell.number)]
        for column, cell in cells.items()
    ]


def unpacked_sheets(packed: list[Any]) -> list[Sheet]:
    """The sheets again."""
    return [
        Sheet(name, {row: {cell[0]: _cell(*cell[1:]) for cell in cells} for row, cells in rows}, merged, is_hidden)
        for name, is_hidden, merged, rows in packed
    ]


def _cell(text: str, kind: str, number: str | None) -> Cell:
    return Cell(text, kind, None if number is None else Decimal(number))


# --- Figures of earlier quarters --------------------------------------------------------------------------------------


def packed_figures(figures: dict[tuple[str, int], dict[str, FigureInput]]) -> list[Any]:
    """Figures by quarter and authority as JSON can hold them."""
    return [
        [*key, {code: [_text(one), one.marker, one.caveat, one.caveat_words] for code, one in given.items()}]
        for key, given in figures.items()
    ]


def _text(figure: FigureInput) -> str | None:
    return None if figure.value is None else str(figure.value)


def unpacked_figures(packed: list[Any]) -> dict[tuple[str, int], dict[str, FigureInput]]:
    """The figures again."""
    return {(slug, number): {code: _figure(*one) for code, one in given.items()} for slug, number, given in packed}


def _figure(value: str | None, *rest: str) -> FigureInput:
    return FigureInput(None if value is None else Decimal(value), *rest)
