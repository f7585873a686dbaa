"""From a file to sheets of cells that still know what they are: number, date, text, formula (DAT-5).

The guards against hostile files are those of `regions.importing.reading`. What is added here bounds the cells that are
read of a file that passed them.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from openpyxl.utils import get_column_letter, range_boundaries

from regions.importing.cells import GUARDED
from regions.importing.reading import LONGEST_CELL, FileRefused, csv_rows, opened, shown

# A return, a region's workbook or quarters of a region: far below what an import of the directory may unpack to.
MOST_UNPACKED: Final = 10 * 1024 * 1024
MOST_SHEETS, MOST_COLUMNS, MOST_ROWS, MOST_CELLS = 60, 200, 2_000, 150_000
# The only sheet of a CSV file.
FILE: Final = "File"
TEXT, NUMBER, DATE, YES_NO, FORMULA, ERROR = "text", "number", "date", "yes or no", "formula", "error"
MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell, as text of one line, and of which kind it is; `number` where it is a number."""

    text: str = ""
    kind: str = TEXT
    number: Decimal | None = None


EMPTY: Final = Cell()


@dataclass
class Sheet:
    """One sheet: its cells by row and column from 1, without empty ones, and what is merged or hidden in it."""

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    is_hidden: bool = False

    def at(self, row: int, column: int) -> Cell:
        return self.rows.get(row, {}).get(column, EMPTY)

    def text(self, row: int, column: int) -> str:
        return self.at(row, column).text

    def merged_over(self, row: int, column: int) -> str:
        """The merged range that covers a cell, such as "B3:C4"; nothing where its content is its own."""
        for one in self.merged:
            left, top, right, bottom = range_boundaries(one)
            if left <= column <= right and top <= row <= bottom:
                return one
        return ""


def sheet_of_csv(content: bytes, most_rows: int = MOST_ROWS) -> Sheet:
    """The rows of a CSV file as a sheet called “File”. Raises FileRefused."""
    sheet = Sheet(FILE)
    cells = ([GUARDED.sub("", _line(text)) for text in row] for _, row in csv_rows(content))
    _take(sheet, ([_of_text(text) for text in row] for row in cells), most_rows, MOST_CELLS)
    return sheet


def sheets_of_workbook(content: bytes, most_rows: int = MOST_ROWS, *, saved_values: bool = False) -> list[Sheet]:
    """The sheets of a workbook in their order. Raises FileRefused."""
    found, room = [], MOST_CELLS
    with opened(content, most_unpacked=MOST_UNPACKED, saved_values=saved_values) as book:
        if len(book.worksheets) > MOST_SHEETS:
            raise FileRefused(f"The workbook has more than {MOST_SHEETS} sheets.")
        for one in book.worksheets:
            sheet = Sheet(shown(one.title)[:100], merged=_merged(book, one), is_hidden=one.sheet_state != "visible")
            # A size that the sheet only claims would be believed.
            one.reset_dimensions()
            rows = one.iter_rows(max_row=most_rows + 1, max_col=MOST_COLUMNS + 1)
            room -= _take(sheet, ([_of_excel(cell) for cell in row] for row in rows), most_rows, room)
            found.append(sheet)
    return found


def _take(sheet: Sheet, rows: Iterable[list[Cell]], most_rows: int, most_cells: int) -> int:
    """Keep the cells that hold something; returns how many."""
    count = 0
    for number, cells in enumerate(rows, start=1):
        kept = {column: cell for column, cell in enumerate(cells, start=1) if cell.text}
        if not kept:
            continue
        count += len(kept)
        if number > most_rows:
            raise FileRefused(f"The sheet “{sheet.name[:60]}” has cells below row {most_rows:,}, which are not read.")
        if max(kept) > MOST_COLUMNS:
            raise FileRefused(f"Row {number} of the sheet “{sheet.name[:60]}” has more than {MOST_COLUMNS} columns.")
        if any(len(cell.text) > LONGEST_CELL for cell in kept.values()):
            raise FileRefused(f"Row {number} has a cell of more than {LONGEST_CELL:,} characters.")
        if count > most_cells:
            raise FileRefused(f"The file has more than {MOST_CELLS:,} cells.")
        sheet.rows[number] = kept
    return count


def _merged(book: Any, sheet: Any) -> list[str]:
    # A workbook that is read row by row doesn't say what is merged; its part does.
    return [one.decode() for one in MERGED.findall(book._archive.read(sheet._worksheet_path))][:MOST_ROWS]


def _of_text(text: str) -> Cell:
    return Cell(text, FORMULA if text.startswith("=") else TEXT)


def _of_excel(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return EMPTY
    if cell.data_type == "f":
        return Cell(f"={getattr(value, 'text', value)!s}".replace("==", "=", 1), FORMULA)
    if cell.data_type == "e":
        return Cell(_line(str(value)), ERROR)
    if isinstance(value, bool):
        return Cell("yes" if value else "no", YES_NO)
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return Cell(_of_date(value), DATE)
    if isinstance(value, int | float):
        return _of_number(value)
    return Cell(_line(str(value)))


def _of_date(value: Any) -> str:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def _of_number(value: int | float) -> Cell:
    # Fifteen digits are what a spreadsheet keeps; the rest is noise of its arithmetic.
    number = Decimal(f"{value:.15g}")
    if not number.is_finite():
        return Cell(str(value), ERROR)
    text = f"{number:f}" if abs(number) < 10**15 else str(value)
    return Cell(text.rstrip("0").rstrip(".") if "." in text else text, NUMBER, number)


def _line(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return text if text.isascii() and text.isprintable() else shown(text)


# --- Where a cell is --------------------------------------------------------------------------------------------------


def letter(column: int) -> str:
    """The letter of a column from 1; nothing for 0."""
    return get_column_letter(column) if column else ""


ADDRESS: Final = re.compile(
    r"^(?:(?P<quote>')?(?P<sheet>.+?)(?(quote)')!)?\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[1-9]\d{0,6})$"
)


def place_of(address: str) -> tuple[str, int, int]:
    """ "'Front door'!C7" or "Front door!C7" as sheet, row and column. ValueError with a sentence for anything else."""
    found = ADDRESS.match(address.strip())
    if not found or not found["sheet"]:
        found = ADDRESS.match(f"{address.strip().rpartition('!')[0]}!{address.strip().rpartition('!')[2].upper()}")
    if not found or not found["sheet"]:
        raise ValueError(f"“{address[:60]}” is no cell: write the sheet and the cell, such as Front door!C7.")
    column = 0
    for one in found["column"]:
        column = column * 26 + ord(one) - 64
    row = int(found["row"])
    if column > MOST_COLUMNS or row > MOST_ROWS:
        raise ValueError(
            f"“{address[:60]}” lies outside the {MOST_ROWS:,} rows and {MOST_COLUMNS} columns that are read."
        )
    return found["sheet"].replace("''", "'"), row, column


def address_of(sheet: str, row: int, column: int) -> str:
    """A cell as people write it: Front door!C7."""
    return f"{sheet}!{letter(column)}{row}"
