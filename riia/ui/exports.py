"""Downloads of lists: CSV as a stream, XLSX as a workbook. Both hold plain values that a spreadsheet takes as text,
never as a formula."""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

MOST_ROWS: Final = 100_000
# What a spreadsheet would take for a formula when it stands first (some also look past leading spaces).
FORMULA: Final = re.compile(r"^[ \u00a0]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
# Characters that XML, and so XLSX, cannot hold.
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL: Final = 32_767
# The last column of a CSV that its reader may not pass on freely; whoever reads such a file in again leaves it out.
MARKING_COLUMN: Final = "marking"


class TooManyRowsError(Exception):
    """More rows than a workbook takes; the text says what to do."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"There are {count:,} rows, and an Excel download holds at most {MOST_ROWS:,}. "
            "Narrow the list with a filter, or download CSV"
        )


def plain(value: Any) -> Any:
    """A value as an export holds it: text, number, date or nothing. True and False become yes and no; times are
    London's."""
    if value is None or isinstance(value, Decimal | str):
        return "" if value is None else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0) if timezone.is_aware(value) else value
    if isinstance(value, int | float | dt.date):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(str(plain(item)) for item in value)
    return str(value)


def csv_response(
    filename: str, header: Sequence[str], rows: Iterable[Sequence[Any]], *, marking: str = ""
) -> StreamingHttpResponse:
    """A CSV download, written as it is read. UTF-8 with the mark that Excel needs; dates as 2026-11-30.

    A `marking` stands in a last column of every row: the first line stays the heading, every other line a row, and what
    is cut out of the file is marked too (ACC-15).
    """
    if marking:
        header, rows = [*header, MARKING_COLUMN], ([*row, marking] for row in rows)
    response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.csv"'
    return response


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    writer = csv.writer(_Echo())
    yield b"\xef\xbb\xbf" + writer.writerow([_guarded(name) for name in header])
    for row in rows:
        yield writer.writerow([_guarded(value) for value in row])


class _Echo:
    """A file that hands back what is written to it, as bytes."""

    def write(self, text: str) -> bytes:
        return text.encode()


def _guarded(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    if isinstance(value, str):
        # NUL cannot be in a CSV; an apostrophe in front keeps a formula from being one.
        value = value.replace("\0", "")
        return f"'{value}" if FORMULA.match(value) else value
    return value


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name (31 characters at most), heading and rows."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]


def xlsx_response(
    filename: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    about: Sequence[tuple[str, Any]] = (),
    sheets: tuple[str, str] = ("Data", "About"),
) -> HttpResponse:
    """An Excel download: the rows on the first sheet under a heading that stays in sight, `about` (pairs of what and
    value: what it is, as-at date, filters) on the second. Raises TooManyRowsError above 100,000."""
    return book_response(filename, [Sheet(sheets[0], header, rows)], about=about, about_name=sheets[1])


def book_response(
    filename: str, sheets: Iterable[Sheet], *, about: Sequence[tuple[str, Any]] = (), about_name: str = "About"
) -> HttpResponse:
    """The same with several sheets of rows; `about` is the last one."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _put_rows(book, sheet)
    notes = book.create_sheet(about_name)
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 24, 80
    for what, value in about:
        notes.append([_cell(notes, what, bold=True), _cell(notes, value)])
    _put_properties(book, dict(about))
    file = BytesIO()
    book.save(file)
    response = HttpResponse(file.getvalue(), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{filename}.xlsx"'
    return response


def _put_rows(book: Workbook, wanted: Sheet) -> None:
    sheet = book.create_sheet(wanted.name)
    sheet.freeze_panes = "A2"
    for number, name in enumerate(wanted.header, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = min(max(len(name) + 2, 14), 40)
    with closing(sheet):  # it writes to a file of its own, which must be closed also when the rows fail
        sheet.append([_cell(sheet, name, bold=True) for name in wanted.header])
        for count, row in enumerate(wanted.rows, start=1):
            if count > MOST_ROWS:
                raise TooManyRowsError(count)
            sheet.append([_cell(sheet, value) for value in row])


def _put_properties(book: Workbook, about: dict[str, Any]) -> None:
    """What the file says of itself without being opened: title, owner, recipient, marking, and everything together."""
    said = {what: CONTROL.sub("", str(plain(value))) for what, value in about.items()}
    book.properties.title = said.get("What")
    book.properties.creator = said.get("Owner", "The portal")
    book.properties.lastModifiedBy = said.get("Recipient")
    book.properties.category = said.get("Marking")
    book.properties.description = "\n".join(f"{what}: {value}" for what, value in said.items())[:LONGEST_CELL]


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    value = plain(value)
    if isinstance(value, str):
        value = CONTROL.sub("", value)[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # else openpyxl takes "=1+1" for a formula
    if isinstance(value, dt.datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
    return cell
