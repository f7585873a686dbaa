"""What a cell means as a figure, a marker or a caveat, or why it can't be taken (DAT-4, DAT-5, DAT-19)."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from datasets.figures import FigureInput
from datasets.files.columns import CAVEAT, MARKER, WORDS
from datasets.files.sheets import DATE, ERROR, FORMULA, NUMBER, YES_NO, Cell
from datasets.statuses import MARKERS_IN_RETURNS, Caveat, ItemKind, Marker
from regions.importing.cells import EXCEL_ERROR

# More than any authority in England counts of anything.
LARGEST: Final = 10_000_000
LONGEST_WORDS: Final = 300
CENTS: Final = Decimal("0.01")
# 1,234 or 1 234, with spaces of any width, or no groups at all; then decimals.
WRITTEN: Final = re.compile(r"^[+]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d*)?$|^[+]?\.\d+$")
NEGATIVE: Final = re.compile(r"^(?:[-−–]\s*[\d.,]+|\([\d.,]+\))$")
SMALL: Final = re.compile(r"^[<≤]\s*\d+$|^\d+\s*(?:-|–|to)\s*\d+$|^[*]+$|^c$", re.IGNORECASE)
EXAMPLES: Final = {ItemKind.COUNT: "12", ItemKind.FTE: "12.5", ItemKind.DAYS: "12.5"}
MARKERS: Final = {
    **{one.value: one.value for one in MARKERS_IN_RETURNS},
    **{one.label: one.value for one in MARKERS_IN_RETURNS},
    "n/a": Marker.NOT_APPLICABLE.value,
}
CAVEATS: Final = {
    **{one.value: one.value for one in Caveat if one},
    **{one.label.casefold(): one.value for one in Caveat if one},
    "not comparable": Caveat.NOT_COMPARABLE.value,
}
NOT_MARKED: Final = "Give x (not available) or z (not applicable), or leave it empty."
FORMULA_THERE: Final = "This is a formula. Enter the value itself."


class Unreadable(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """The cell can't be taken; the text says why."""


def number_of(cell: Cell, kind: str) -> tuple[Decimal, str]:
    """The number in a cell, and what was rounded away (empty if nothing was). Raises Unreadable.

    A count is whole; full-time equivalents and days have two decimals, and more are rounded half up.
    """
    number = _number(cell, kind)
    if number < 0:
        raise Unreadable("This is negative. Nothing can be counted below 0.")
    if number > LARGEST:
        raise Unreadable(f"This is more than {LARGEST:,}, which no authority counts of anything.")
    if kind == ItemKind.COUNT:
        if number != number.to_integral_value():
            raise Unreadable("This has decimals, and the item is a whole number.")
        return number.to_integral_value(), ""
    kept = number.quantize(CENTS, ROUND_HALF_UP)
    return kept, "" if kept == number else f"{cell.text} is kept as {kept}."


def _number(cell: Cell, kind: str) -> Decimal:
    if cell.kind == NUMBER and cell.number is not None:
        return cell.number
    text = re.sub(r"[\u00a0\u2000-\u200a\u202f]", " ", cell.text).strip()
    if cell.kind == FORMULA:
        raise Unreadable(FORMULA_THERE)
    if cell.kind == DATE:
        raise Unreadable("This is a date. Give the cell the format “Number”, then enter the number again.")
    if cell.kind == YES_NO:
        raise Unreadable("This is TRUE or FALSE, not a number.")
    if cell.kind == ERROR or EXCEL_ERROR.match(text):
        raise Unreadable("This is an error of Excel. Enter the number itself.")
    if text.isascii() and WRITTEN.match(text) and len(text) <= 30:
        return Decimal(text.replace(",", "").replace(" ", ""))
    raise Unreadable(_why_not(text, kind))


def _why_not(text: str, kind: str) -> str:
    if NEGATIVE.match(text):
        return "This is negative. Nothing can be counted below 0."
    if text.casefold() in MARKERS:
        return f"Put {MARKERS[text.casefold()]} in the column Marker, and leave this empty."
    if SMALL.match(text):
        return "Give the number itself: the portal hides small numbers from those who may not see them."
    if text.endswith("%"):
        return "This is a percentage. Give what was counted; the portal works out percentages."
    if text.casefold() in ("nan", "inf", "-inf", "infinity", "-infinity"):
        return "This is not a number."
    return f"This is not a number. Enter one such as {EXAMPLES.get(ItemKind(kind), '12')}."


def marker_of(cell: Cell) -> str:
    """x, z or nothing. Raises Unreadable."""
    text = _words(cell)
    if text and text.casefold() not in MARKERS:
        raise Unreadable(f"This is not a marker. {NOT_MARKED}")
    return MARKERS[text.casefold()] if text else ""


def caveat_of(cell: Cell) -> str:
    """A word of `statuses.Caveat`. Raises Unreadable."""
    text = _words(cell)
    if text and text.casefold() not in CAVEATS:
        raise Unreadable("This is not a caveat. Choose Provisional or Not comparable, or leave it empty.")
    return CAVEATS[text.casefold()] if text else ""


def words_of(cell: Cell) -> str:
    """The caveat in words. Raises Unreadable."""
    text = _words(cell)
    if "\ufffd" in text:
        raise Unreadable("This holds a character that is no letter, number or sign.")
    if len(text) > LONGEST_WORDS:
        raise Unreadable(f"This is longer than {LONGEST_WORDS} characters.")
    return text


def _words(cell: Cell) -> str:
    if cell.kind == FORMULA:
        raise Unreadable(FORMULA_THERE)
    if cell.kind == ERROR:
        raise Unreadable("This is an error of Excel. Enter the words themselves.")
    return cell.text


def faults_together(value: Decimal | None, marker: str, caveat: str, words: str) -> Iterator[tuple[str, str]]:
    """Where the parts of a figure don't agree: the column to blame, and why."""
    if value is not None and marker:
        yield MARKER, "There is both a number and a marker. Give one of them."
    if caveat and not words:
        yield WORDS, "Say in words why it is provisional or not comparable: they follow the figure everywhere."
    if words and not caveat:
        yield CAVEAT, "There are words, but no caveat. Choose Provisional or Not comparable."


def figure_of(value: Decimal | None, marker: str, caveat: str, words: str) -> FigureInput:
    """The parts of a figure put together. Raises Unreadable where they don't agree."""
    for _, reason in faults_together(value, marker, caveat, words):
        raise Unreadable(reason)
    return FigureInput(value, marker, caveat, words)
