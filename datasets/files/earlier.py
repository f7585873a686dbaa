"""Reading earlier quarters: one line for each authority, quarter and item (DAT-17)."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final

from datasets.figures import CellError, FigureInput, capped
from datasets.files import values
from datasets.files.columns import CAVEAT, WORDS
from datasets.files.naming import by_any_name, items_by_name, plainly, quarter_said
from datasets.files.sheets import FORMULA, Cell, Sheet, letter, sheet_of_csv, sheets_of_workbook
from datasets.files.values import Unreadable
from datasets.models import Collection, Item
from datasets.rules.collections import authorities_asked
from datasets.rules.mappings import reason_not_to_load, with_figures
from regions.importing.reading import FileRefused, checked, shown
from regions.models import Authority
from riia.ui.exports import csv_lines

AUTHORITY, PERIOD, ITEM, VALUE = "authority", "period", "item", "value"
NEEDED: Final = (AUTHORITY, PERIOD, ITEM, VALUE)
COLUMNS: Final = (*NEEDED, CAVEAT, WORDS)
OTHER_NAMES: Final = {"quarter": PERIOD, "code": ITEM, "figure": VALUE, "number": VALUE, "local authority": AUTHORITY}
# With the heading.
MOST_ROWS: Final = 20_001


@dataclass(frozen=True)
class EarlierUpload:
    """A file of earlier quarters as it was read; figures are {(quarter, number of an authority): {code: figure}}."""

    figures: dict[tuple[str, int], dict[str, FigureInput]]
    errors: list[CellError]
    file_name: str = ""
    file_digest: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(one) for one in self.figures.values())


def read_earlier(collection: Collection, name: str, content: bytes) -> EarlierUpload:
    """The figures of earlier quarters in a CSV file or workbook, or every cell that is wrong. Never raises (DAT-17)."""
    name, digest = shown(name), hashlib.sha256(content).hexdigest()
    try:
        name, ending = checked(name, content)
        reading = _Rows(collection, _sheet(ending, content))
        reading.read()
        errors, figures, notes = reading.errors, reading.figures, reading.notes
    except FileRefused as refusal:
        errors, figures, notes = [CellError("", 0, "", "", str(refusal))], {}, []
    return EarlierUpload({} if errors else figures, capped(errors), name[-200:], digest, notes)


def earlier_template(collection: Collection, quarter: str) -> bytes:
    """The columns as CSV, with a row for each authority of the region today and each item."""
    codes = list(collection.version.items.values_list("code", flat=True))
    asked = collection.region.authorities.order_by("name").values_list("slug", flat=True)
    rows = ([slug, quarter, code, "", "", ""] for slug in asked for code in codes)
    return b"".join(csv_lines(list(COLUMNS), rows))


def _sheet(ending: str, content: bytes) -> Sheet:
    if ending == "csv":
        return sheet_of_csv(content, MOST_ROWS)
    sheets = [one for one in sheets_of_workbook(content, MOST_ROWS) if one.rows]
    if any(one.is_hidden for one in sheets):
        raise FileRefused("The workbook has a hidden sheet. Show it or delete it.")
    if len(sheets) != 1:
        raise FileRefused("The workbook must have one sheet with rows, and no other.")
    return sheets[0]


class _Rows:
    """The rows of a sheet, each an authority's figure of a quarter; what is wrong gathers in `errors`."""

    def __init__(self, collection: Collection, sheet: Sheet) -> None:
        self.collection, self.sheet = collection, sheet
        self.columns: dict[str, int] = {}
        self.items = items_by_name(collection.version.items.all())
        self.periods = {one.slug: one for one in collection.periods.all()}
        # Of a quarter, by its slug: why it can't be loaded, authorities by their names, and who has figures.
        self.quarters: dict[str, tuple[str, dict[str, Authority], set[int]]] = {}
        self.said: dict[str, str] = {}
        self.figures: dict[tuple[str, int], dict[str, FigureInput]] = {}
        self.seen: dict[tuple[str, int, str], int] = {}
        self.errors: list[CellError] = []
        self.notes: list[str] = []

    def read(self) -> None:
        if self.sheet.merged:
            self._wrong(0, "", f"The cells {self.sheet.merged[0]} are merged. Unmerge all cells.")
        rows = iter(self.sheet.rows)
        if self._headings(next(rows, 0)):
            for row in rows:
                self._row(row)
        if not self.figures and not self.errors:
            self._wrong(0, "", "There are no rows with figures.")

    def _headings(self, row: int) -> bool:
        for column, cell in self.sheet.rows.get(row, {}).items():
            name = plainly(cell.text.replace("_", " "))
            name = OTHER_NAMES.get(name, name)
            if name in self.columns:
                self._wrong(row, name, f"The column “{name}” is there twice.")
            elif name in COLUMNS:
                self.columns[name] = column
        if missing := [one for one in NEEDED if one not in self.columns]:
            said = ", ".join(f"“{one}”" for one in missing)
            self._wrong(row, "", f"The first row must hold the headings; missing: {said}.")
        return not self.errors

    def _row(self, row: int) -> None:
        slug = self._quarter(row)
        authority = self._authority(row, slug) if slug else None
        item = self.items.get(plainly(self._cell(row, ITEM).text))
        if item is None:
            self._wrong(row, ITEM, "There is no item with this code or name in this version of the dataset.")
        figure = self._figure(row, item) if item else None
        if not (slug and authority and item and figure):
            return
        key = (slug, authority.pk, item.code)
        if key in self.seen:
            self._wrong(row, ITEM, f"This figure is there twice: also in row {self.seen[key]}.")
            return
        self.seen[key] = row
        self.figures.setdefault(key[:2], {})[item.code] = figure

    def _quarter(self, row: int) -> str:
        """The slug of the quarter; nothing, and an error, where it can't be loaded."""
        text = self._cell(row, PERIOD).text
        if text not in self.said:
            found = quarter_said(text)
            self.said[text] = found.slug if found else ""
        slug = self.said[text]
        if not slug:
            self._wrong(row, PERIOD, "This is no quarter: write one such as 2025-26-q2, or Q2 2025-26.")
            return ""
        reason = self._about(slug)[0]
        if reason:
            self._wrong(row, PERIOD, reason)
        return "" if reason else slug

    def _about(self, slug: str) -> tuple[str, dict[str, Authority], set[int]]:
        if slug not in self.quarters:
            stored = self.periods.get(slug)
            found = quarter_said(slug)
            asked: Any = ()
            if found:
                asked = authorities_asked(self.collection, found.last_day).prefetch_related("codes")
            self.quarters[slug] = (reason_not_to_load(slug, stored), by_any_name(asked), with_figures(stored))
        return self.quarters[slug]

    def _authority(self, row: int, slug: str) -> Authority | None:
        _, asked, held = self._about(slug)
        found = asked.get(plainly(self._cell(row, AUTHORITY).text))
        if found is None:
            self._wrong(row, AUTHORITY, "No authority of this name was asked by this collection in that quarter.")
        elif found.pk in held:
            self._wrong(row, AUTHORITY, "It has figures for this quarter already. Restate them in its return.")
            return None
        return found

    def _figure(self, row: int, item: Item) -> FigureInput | None:
        """The figure of a row; a marker stands in the value's own cell."""
        before, cell = len(self.errors), self._cell(row, VALUE)
        value, marker = None, values.MARKERS.get(cell.text.casefold(), "") if cell.kind != FORMULA else ""
        if not cell.text:
            self._wrong(row, VALUE, "There is no figure. Leave the row out, or write x (not available).")
        elif not marker:
            try:
                value, note = values.number_of(cell, item.kind)
                self.notes += [f"Row {row}: {note}"] if note else []
            except Unreadable as unreadable:
                self._wrong(row, VALUE, str(unreadable))
        caveat, words = self._caveat(row)
        for name, reason in values.faults_together(value, marker, caveat, words):
            self._wrong(row, name, reason)
        return FigureInput(value, marker, caveat, words) if len(self.errors) == before else None

    def _caveat(self, row: int) -> tuple[str, str]:
        found = {CAVEAT: "", WORDS: ""}
        for name, meaning in ((CAVEAT, values.caveat_of), (WORDS, values.words_of)):
            try:
                found[name] = meaning(self._cell(row, name))
            except Unreadable as unreadable:
                self._wrong(row, name, str(unreadable))
        return found[CAVEAT], found[WORDS]

    def _cell(self, row: int, name: str) -> Cell:
        return self.sheet.at(row, self.columns.get(name, 0))

    def _wrong(self, row: int, name: str, reason: str) -> None:
        column = self.columns.get(name, 0)
        value = self.sheet.text(row, column)[:100] if column else ""
        self.errors.append(CellError(self.sheet.name, row, letter(column), value, reason))
