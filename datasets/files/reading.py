"""Reading what an authority uploads: its figures, or every cell that is wrong, and never anything else (DAT-5).

Tolerant where it is harmless (order of columns, blanks, 1,234), and precise where it refuses. Nothing is written here.
"""

import hashlib
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final, TypeVar

from datasets.figures import CellError, FigureInput, Upload, capped
from datasets.files import values
from datasets.files.columns import (
    AUTHORITY,
    CAVEAT,
    CHECK,
    CODE,
    CSV_COLUMNS,
    FIGURE,
    FIGURES,
    FILLED_IN,
    MARKER,
    NEEDED,
    PERIOD,
    RETURN,
    TIES,
    VERSION,
    WORDS,
    column_named,
    ties_of,
)
from datasets.files.mapping import read_mapped
from datasets.files.sheets import Cell, Sheet, letter, sheet_of_csv, sheets_of_workbook
from datasets.files.values import Unreadable
from datasets.models import Item, Return
from datasets.statuses import Origin
from regions.importing.reading import FileRefused, checked, shown

Meant = TypeVar("Meant")
# The heading of the figures stands in one of the first rows.
LAST_HEADING: Final = 30
NEITHER: Final = "there is neither a figure nor a marker. Give a number, or x or z as its marker."
NOT_THE_TEMPLATE: Final = "Download the template of this return, and fill that in."


def read_upload(return_: Return, name: str, content: bytes) -> Upload:
    """The figures of an uploaded template (XLSX or CSV) or mapped workbook, or all that is wrong with it (DAT-5).

    Reads the version's items and the collection's mappings. Never raises for what a file holds.
    """
    name, digest = shown(name), hashlib.sha256(content).hexdigest()
    try:
        name, ending = checked(name, content)
        found = _of_csv(return_, content) if ending == "csv" else _of_workbook(return_, content)
    except FileRefused as refusal:
        found = Upload({}, [CellError("", 0, "", "", str(refusal))])
    figures = {} if found.errors else found.figures
    return Upload(figures, capped(found.errors), found.notes, found.origin, name[-200:], digest)


def _of_csv(return_: Return, content: bytes) -> Upload:
    sheet = sheet_of_csv(content)
    reading = _Figures(return_, sheet, tied=True)
    return reading.read()


def _of_workbook(return_: Return, content: bytes) -> Upload:
    sheets = sheets_of_workbook(content)
    by_name = {one.name: one for one in sheets}
    if RETURN not in by_name and FIGURES not in by_name and (mapped := read_mapped(return_, content, sheets)):
        return mapped
    errors = list(_wrong_sheets(sheets))
    if RETURN in by_name:
        errors += _wrong_ties(return_, by_name[RETURN])
    if FIGURES not in by_name or RETURN not in by_name:
        return Upload({}, errors)
    found = _Figures(return_, by_name[FIGURES]).read()
    return Upload(found.figures, [*errors, *found.errors], found.notes)


def _wrong_sheets(sheets: list[Sheet]) -> Iterator[CellError]:
    for one in sheets:
        if one.is_hidden:
            yield CellError(one.name, 0, "", "", "This sheet is hidden. Show it or delete it.")
    names = {one.name for one in sheets}
    for wanted in (RETURN, FIGURES):
        if wanted not in names:
            there = ", ".join(sorted(names))[:100]
            yield CellError("", 0, "", there, f"There is no sheet called “{wanted}”. {NOT_THE_TEMPLATE}")


def _wrong_ties(return_: Return, sheet: Sheet) -> Iterator[CellError]:
    """What the file says of itself, held against the return: another authority's, period's or version's is refused."""
    places = {label: name for name, label in TIES.items()}
    said: dict[str, tuple[int, str]] = {}
    for row in sheet.rows:
        if found := places.get(sheet.text(row, 1)):
            said[found] = (row, sheet.text(row, 2))
    errors = []
    for name, wanted in ties_of(return_).items():
        row, given = said.get(name, (0, ""))
        if not row:
            errors.append(CellError(sheet.name, 0, "", "", f"The row “{TIES[name]}” is missing. {NOT_THE_TEMPLATE}"))
        elif given != wanted and name != CHECK:
            errors.append(CellError(sheet.name, row, "B", given[:100], _other(name, given, wanted)))
        elif given != wanted and not errors:
            altered = "This sheet was altered. Download the template again and copy your figures into it."
            errors.append(CellError(sheet.name, row, "B", given[:100], altered))
    yield from errors


def _other(name: str, given: str, wanted: str) -> str:
    what = {AUTHORITY: "authority’s", PERIOD: "period’s", VERSION: "version’s"}.get(name, "collection’s")
    return f"This is another {what} template: it is for {given[:60] or 'nothing'}, and this return is for {wanted}."


# --- The rows with the figures ----------------------------------------------------------------------------------------


class _Figures:
    """One sheet of figures, read row by row; what is wrong gathers in `errors`."""

    def __init__(self, return_: Return, sheet: Sheet, *, tied: bool = False) -> None:
        self.sheet = sheet
        self.ties = {name: value for name, value in ties_of(return_).items() if name in CSV_COLUMNS} if tied else {}
        self.items: dict[str, Item] = {one.code: one for one in return_.collection_period.version.items.all()}
        self.columns: dict[str, int] = {}
        self.figures: dict[str, FigureInput] = {}
        self.seen: dict[str, int] = {}
        self.errors: list[CellError] = []
        self.notes: list[str] = []

    def read(self) -> Upload:
        heading = self._headings()
        if heading:
            for row in self.sheet.rows:
                if row > heading:
                    self._row(row)
            self._merged(heading)
            self._missing()
        self.errors.sort(key=lambda one: (one.row == 0, one.row))
        return Upload(self.figures, self.errors, self.notes, Origin.TEMPLATE)

    def _headings(self) -> int:
        """The row with the headings; 0 where there is none."""
        needed = (*self.ties, *NEEDED)
        best: dict[str, int] = {}
        for row in (one for one in self.sheet.rows if one <= LAST_HEADING):
            found = {column_named(cell.text): column for column, cell in self.sheet.rows[row].items()}
            if set(needed) <= found.keys():
                return self._take_headings(row)
            best = max(best, found, key=lambda one: len(set(needed) & one.keys()))
        missing = ", ".join(f"“{one.capitalize()}”" for one in needed if one not in best)
        self._wrong(0, "", f"No row has the headings of the template; missing: {missing}. {NOT_THE_TEMPLATE}")
        return 0

    def _take_headings(self, row: int) -> int:
        for column, cell in self.sheet.rows[row].items():
            name = column_named(cell.text)
            if name in self.columns:
                self._wrong(row, name, f"The column “{cell.text[:60]}” is there twice.", column=column)
            elif name:
                self.columns[name] = column
        return row

    def _row(self, row: int) -> None:
        code = self.sheet.text(row, self.columns[CODE]).casefold()
        filled = [name for name in FILLED_IN if name in self.columns and self.sheet.text(row, self.columns[name])]
        if not code:
            if filled:
                self._wrong(row, CODE, "This row has no code of an item, so it can’t be told what is counted.")
            return
        if not self._belongs(row):
            self.seen.setdefault(code, row)
            return
        if code not in self.items:
            self._wrong(row, CODE, "There is no item with this code in this version of the dataset.")
        elif code in self.seen:
            self._wrong(row, CODE, f"This item is there twice: also in row {self.seen[code]}.")
        else:
            self.seen[code] = row
            self._figure(row, self.items[code], bool(filled))

    def _belongs(self, row: int) -> bool:
        """In CSV each row says whose it is."""
        other = [name for name, wanted in self.ties.items() if self._cell(row, name).text != wanted]
        for name in other:
            self._wrong(row, name, _other(name, self._cell(row, name).text, self.ties[name]))
        return not other

    def _figure(self, row: int, item: Item, is_filled: bool) -> None:
        before = len(self.errors)
        value = None
        if self._cell(row, FIGURE).text:
            value = self._read(row, FIGURE, lambda cell: self._number(item, cell))
        marker = self._read(row, MARKER, values.marker_of) or ""
        caveat = self._read(row, CAVEAT, values.caveat_of) or ""
        words = self._read(row, WORDS, values.words_of) or ""
        if len(self.errors) > before:
            return
        if value is None and not marker:
            if item.required or is_filled:
                self._wrong(row, FIGURE, f"{item}: {NEITHER}")
            return
        for name, reason in values.faults_together(value, marker, caveat, words):
            self._wrong(row, name, reason)
        self.figures[item.code] = FigureInput(value, marker, caveat, words)

    def _number(self, item: Item, cell: Cell) -> Decimal:
        number, note = values.number_of(cell, item.kind)
        if note:
            self.notes.append(f"{item}: {note}")
        return number

    def _read(self, row: int, name: str, how: Callable[[Cell], Meant]) -> Meant | None:
        """What a cell means; what is wrong with it becomes an error, and None."""
        try:
            return how(self._cell(row, name))
        except Unreadable as unreadable:
            self._wrong(row, name, str(unreadable))
            return None

    def _cell(self, row: int, name: str) -> Cell:
        return self.sheet.at(row, self.columns.get(name, 0))

    def _merged(self, heading: int) -> None:
        for one in self.sheet.merged:
            row = int("".join(filter(str.isdigit, one.partition(":")[2])))
            if row >= heading:
                self.errors.append(
                    CellError(self.sheet.name, row, "", one, f"The cells {one} are merged. Unmerge them.")
                )

    def _missing(self) -> None:
        """Items whose row isn't there at all."""
        for code, item in self.items.items():
            if item.required and code not in self.seen:
                self.errors.append(CellError(self.sheet.name, 0, "", code, f"The row of {item} ({code}) is missing."))

    def _wrong(self, row: int, name: str, reason: str, *, column: int = 0) -> None:
        column = column or self.columns.get(name, 0)
        value = self.sheet.text(row, column)[:100] if column else ""
        self.errors.append(CellError(self.sheet.name, row, letter(column), value, reason))
