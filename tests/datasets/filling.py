"""Templates filled in as people fill them in, and spoiled as people spoil them."""

import csv
import io
from collections.abc import Callable, Mapping
from typing import Any

from openpyxl import Workbook, load_workbook

from datasets.files.columns import COLUMNS, CSV_COLUMNS, FIGURES
from datasets.files.template import template_csv, template_workbook
from datasets.models import Return
from tests.datasets.factories import FIGURES as WHOLE

# {item code: {column: value}}; a bare value is the figure.
Filled = Mapping[str, Any]


def workbook(return_: Return, change: Callable[[Workbook], Any] | None = None, **changed: Any) -> bytes:
    """The template of a return as a workbook, filled in whole, some cells changed; then whatever `change` does."""
    return spoiled(template_workbook(return_), change, filled(changed))


def filled(changed: Mapping[str, Any]) -> dict[str, Any]:
    given = {code: float(value) for code, value in WHOLE.items()}
    return given | {code.replace("_", "-"): value for code, value in changed.items()}


def spoiled(template: bytes, change: Callable[[Workbook], Any] | None, values: Filled) -> bytes:
    book = load_workbook(io.BytesIO(template))
    sheet = book[FIGURES]
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    for code, given in values.items():
        for name, value in (given if isinstance(given, dict) else {"figure": given}).items():
            sheet.cell(rows[code], COLUMNS.index(name) + 1).value = value
    if change:
        change(book)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text(return_: Return, change: Callable[[list[list[str]]], Any] | None = None, **changed: Any) -> bytes:
    """The template of a return as CSV, filled in; `change` may alter its rows (heading first)."""
    rows = list(csv.reader(io.StringIO(template_csv(return_).decode("utf-8-sig"))))
    for row in rows[1:]:
        given = filled(changed).get(row[CSV_COLUMNS.index("code")])
        for name, value in (given if isinstance(given, dict) else {"figure": given}).items():
            row[CSV_COLUMNS.index(name)] = _written(value)
    if change:
        change(rows)
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def _written(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def told(upload) -> list[str]:
    """Each error as one line: "Figures F6 “abc”: why"."""
    return [f"{one.sheet} {one.column}{one.row or ''} “{one.value}”: {one.reason}".strip() for one in upload.errors]
