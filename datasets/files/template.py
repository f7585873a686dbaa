"""The template of a return, to be filled in: a workbook, or CSV with the same columns (DAT-5).

Every text is stored as text: a spreadsheet takes none of it for a formula.
"""

import io
from itertools import groupby
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from datasets.files.columns import (
    AUTHORITY,
    CAVEAT,
    CODE,
    COLUMNS,
    CSV_COLUMNS,
    FIGURE,
    FIGURES,
    FILLED_IN,
    INSTRUCTIONS,
    MARKER,
    PERIOD,
    RETURN,
    TIES,
    VERSION,
    WORDS,
    ties_of,
)
from datasets.files.values import LARGEST, LONGEST_WORDS
from datasets.models import Item, Return
from datasets.past import Past, past_of
from datasets.statuses import MARKERS_IN_RETURNS, Basis, Caveat, ItemKind, Theme
from riia.ui.dates import in_words
from riia.ui.exports import CONTROL, csv_lines

UNITS: Final = {ItemKind.COUNT: "Number", ItemKind.FTE: "Full-time equivalents", ItemKind.DAYS: "Days"}
WIDTHS: Final = (22, 34, 62, 22, 14, 14, 10, 17, 44)
DARK, LIGHT, INPUT = "003078", "EEF3F9", "FFFBE6"
LINE: Final = Side(style="thin", color="B1B4B6")
WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
ABOVE: Final = Alignment(vertical="top", horizontal="right")
HEADER_ROW: Final = 4


def template_workbook(return_: Return) -> bytes:
    """The template of a return as an Excel workbook: instructions, whose it is, and its figures by theme."""
    book = Workbook()
    _instructions(book.active, return_)
    _whose(book.create_sheet(RETURN), return_)
    sheet = book.create_sheet(FIGURES)
    _figures(sheet, return_)
    book.active = book.index(sheet)
    for one in book.worksheets:
        one.sheet_view.tabSelected = one is sheet
    book.properties.title = f"Template: {return_}"
    book.properties.creator = "The portal"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def template_csv(return_: Return) -> bytes:
    """The template of a return as CSV: the columns of the workbook, and in each row whose and of which period it is."""
    ties, past = ties_of(return_), past_of(return_, most=1)
    before = [ties[AUTHORITY], ties[PERIOD], ties[VERSION]]
    rows = [[*before, *_row(item, past), "", "", "", ""] for item in items_of(return_)]
    return b"".join(csv_lines(list(CSV_COLUMNS), rows))


def items_of(return_: Return) -> list[Item]:
    """The items of a return by theme, in the order of a child's way through the services."""
    order = {theme: place for place, theme in enumerate(Theme.values)}
    return sorted(return_.collection_period.version.items.all(), key=lambda one: (order[one.theme], one.position))


def _row(item: Item, past: list[Past]) -> list[Any]:
    last: Any = ""
    if past:
        value = past[0].values.get(item.code)
        last = past[0].markers.get(item.code, "") if value is None else _number(item, value)
    return [item.code, item.name, f"{item.definition} {_when(item)}".strip(), UNITS[ItemKind(item.kind)], last]


def _number(item: Item, value: Any) -> Any:
    return int(value) if item.kind == ItemKind.COUNT else value


def _when(item: Item) -> str:
    """On which day or days, where what to count doesn't say it in so many words."""
    if "last day" in item.definition or "quarter" in item.definition or "12 months" in item.definition:
        return ""
    return f"({Basis(item.basis).label}.)"


# --- The sheets -------------------------------------------------------------------------------------------------------


def _instructions(sheet: Any, return_: Return) -> None:
    sheet.title = INSTRUCTIONS
    period = return_.collection_period
    _put(sheet, 1, 1, f"{period.collection.name}: {period.label}").font = Font(bold=True, size=16, color=DARK)
    _put(sheet, 2, 1, return_.authority.name).font = Font(size=13, color="505A5F")
    for number, (what, text) in enumerate(_said(return_), start=4):
        _put(sheet, number, 1, what).font = Font(bold=True)
        _put(sheet, number, 2, text).alignment = WRAPPED
        sheet.cell(number, 1).alignment = WRAPPED
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 96
    sheet.sheet_view.showGridLines = False
    _lock(sheet)


def _said(return_: Return) -> list[tuple[str, str]]:
    period = return_.collection_period
    markers = "; ".join(f"{one.value} for {one.label}" for one in MARKERS_IN_RETURNS)
    caveats = " or ".join(one.label for one in Caveat if one)
    return [
        ("Returns are due", in_words(period.due_on)),
        ("Fill in", f"The yellow cells of the sheet “{FIGURES}”, then upload the whole workbook to the return."),
        ("Figure", "Whole numbers for counts; up to two decimals for full-time equivalents and days. 0 means none."),
        ("Small numbers", "Give them as they are. The portal hides small numbers from those who may not see them."),
        ("Marker", f"Where there is no figure, say why: {markers}."),
        ("Caveat", f"{caveats}, always with words. The words follow the figure wherever it is shown."),
        ("Values, not formulas", "Paste numbers as values: formulas, dates and percentages are refused."),
        ("Your own rows and columns", "Please add none, merge no cells and hide no sheets. Columns may be moved."),
        ("If something is wrong", "Nothing is taken, and every cell that is wrong is listed with the reason."),
        ("Whose it is", f"The sheet “{RETURN}” ties this file to one authority and period. Please leave it alone."),
    ]


def _whose(sheet: Any, return_: Return) -> None:
    period = return_.collection_period
    _put(sheet, 1, 1, "This file belongs to").font = Font(bold=True, size=13, color=DARK)
    said = [("Authority", return_.authority.name), ("Period", period.label), ("Dataset", period.version.name)]
    rows = [*said, *((TIES[name], value) for name, value in ties_of(return_).items())]
    for number, (what, value) in enumerate(rows, start=2):
        _put(sheet, number, 1, what).font = Font(bold=True)
        _put(sheet, number, 2, value).alignment = WRAPPED
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 60
    _lock(sheet)


def _figures(sheet: Any, return_: Return) -> None:
    past = past_of(return_, most=1)
    period = return_.collection_period
    _put(sheet, 1, 1, f"{return_.authority.name}, {period.label}").font = Font(bold=True, size=14, color=DARK)
    last = f"Last figures: {past[0].period.label}." if past else "There are no earlier figures."
    _put(sheet, 2, 1, f"Fill in the yellow cells. {last}").font = Font(color="505A5F")
    for column, name in enumerate(COLUMNS, start=1):
        cell = _put(sheet, HEADER_ROW, column, name.capitalize())
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=DARK)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[column - 1]
    row = HEADER_ROW + 1
    filled: dict[str, list[str]] = {}
    for theme, items in groupby(items_of(return_), key=lambda one: one.theme):
        _theme(sheet, row, Theme(theme).label)
        for item in items:
            row += 1
            _item(sheet, row, item, past)
            filled.setdefault("count" if item.kind == ItemKind.COUNT else "decimal", []).append(_at(row, FIGURE))
        row += 1
    _check(sheet, filled, row - 1)
    _laid_out(sheet)


def _theme(sheet: Any, row: int, label: str) -> None:
    for column in range(1, len(COLUMNS) + 1):
        sheet.cell(row, column).fill = PatternFill("solid", fgColor=LIGHT)
    # In the column of names: a row without a code holds no figure.
    _put(sheet, row, COLUMNS.index("item") + 1, label).font = Font(bold=True, color=DARK)


def _item(sheet: Any, row: int, item: Item, past: list[Past]) -> None:
    for column, value in enumerate(_row(item, past), start=1):
        cell = _put(sheet, row, column, value)
        cell.alignment = ABOVE if COLUMNS[column - 1] == "last figure" else WRAPPED
        cell.border = Border(bottom=LINE)
    decimals = "#,##0" if item.kind == ItemKind.COUNT else "#,##0.00"
    sheet.cell(row, COLUMNS.index("last figure") + 1).number_format = decimals
    sheet.cell(row, COLUMNS.index(CODE) + 1).font = Font(color="505A5F")
    for name in FILLED_IN:
        cell = sheet.cell(row, COLUMNS.index(name) + 1)
        cell.fill, cell.border = PatternFill("solid", fgColor=INPUT), Border(*[LINE] * 4)
        cell.protection = Protection(locked=False)
        cell.alignment = WRAPPED if name == WORDS else Alignment(vertical="top")
        cell.number_format = decimals if name == FIGURE else "@"


def _at(row: int, name: str) -> str:
    return f"{get_column_letter(COLUMNS.index(name) + 1)}{row}"


def _check(sheet: Any, filled: dict[str, list[str]], last: int) -> None:
    """What Excel itself refuses while it is typed; the portal checks it all again."""
    for kind, cells in filled.items():
        most = {"type": "whole" if kind == "count" else "decimal", "operator": "between"}
        said = "a whole number, 0 or more" if kind == "count" else "a number, 0 or more"
        _add(sheet, DataValidation(**most, formula1="0", formula2=str(LARGEST)), f"Enter {said}.", cells)
    span = [f"{_at(HEADER_ROW + 1, MARKER)}:{_at(last, MARKER)}"]
    words = ",".join(one.value for one in MARKERS_IN_RETURNS)
    _add(sheet, DataValidation(type="list", formula1=f'"{words}"'), "x: not available. z: not applicable.", span)
    span = [f"{_at(HEADER_ROW + 1, CAVEAT)}:{_at(last, CAVEAT)}"]
    words = ",".join(one.label for one in Caveat if one)
    _add(sheet, DataValidation(type="list", formula1=f'"{words}"'), "Choose one of the list, and say why.", span)
    span = [f"{_at(HEADER_ROW + 1, WORDS)}:{_at(last, WORDS)}"]
    longest = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(LONGEST_WORDS))
    _add(sheet, longest, f"At most {LONGEST_WORDS} characters.", span)


def _add(sheet: Any, validation: DataValidation, said: str, cells: list[str]) -> None:
    validation.errorTitle, validation.error, validation.showErrorMessage = "Please look again", said, True
    for one in cells:
        validation.add(one)
    sheet.add_data_validation(validation)


def _laid_out(sheet: Any) -> None:
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, COLUMNS.index("what to count") + 1)
    sheet.sheet_view.showGridLines = False
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _lock(sheet)


def _lock(sheet: Any) -> None:
    """Against slips, without a password; columns can still be made wider."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _put(sheet: Any, row: int, column: int, value: Any) -> Any:
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        # Else "=1+1" would become a formula.
        cell.value = CONTROL.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value
    return cell
