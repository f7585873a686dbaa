"""Downloads hold plain values: no formula comes to life, no row is cut off in silence."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from riia.ui import exports
from riia.ui.exports import TooManyRowsError, csv_lines, csv_response, plain, xlsx_response


def read_csv(rows, header=("name", "value")):
    text = b"".join(csv_lines(header, rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def read_xlsx(rows, header=("name", "value"), **rest):
    return load_workbook(io.BytesIO(xlsx_response("list", header, rows, **rest).content))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u00a0+", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_take_for_a_formula_gets_an_apostrophe(start):
    assert read_csv([[f"{start}1+1", "x"]]) == [[f"'{start}1+1", "x"]]


def test_headings_are_guarded_too():
    first = next(iter(csv_lines(["=name"], [])))
    assert first == b"\xef\xbb\xbf'=name\r\n"


@given(st.text())
def test_no_text_in_a_csv_begins_like_a_formula_and_none_is_lost(text):
    [[value, _]] = read_csv([[text, "end"]])
    assert not exports.FORMULA.match(value)
    assert value.removeprefix("'") == text.replace("\0", "").removeprefix("'")


def test_numbers_stay_numbers_and_dates_are_written_in_full():
    row = [-5, Decimal("-1.50"), dt.date(2026, 11, 30), dt.datetime(2026, 7, 1, 12, 30, tzinfo=dt.UTC), True, None]
    assert read_csv([row]) == [["-5", "-1.50", "2026-11-30", "2026-07-01 13:30:00", "yes", ""]]


def test_lists_are_joined_and_objects_read_as_text():
    assert plain(["a", 1, None]) == "a; 1; "
    assert plain(dt.timedelta(days=1)) == "1 day, 0:00:00"


def test_a_csv_is_a_stream_with_its_name():
    response = csv_response("authorities", ["name"], [["Hull"]])
    assert response.streaming
    assert response["Content-Disposition"] == 'attachment; filename="authorities.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"


@settings(max_examples=25, deadline=None)
@given(st.text())
def test_every_text_in_a_workbook_is_text(text):
    sheet = read_xlsx([[text, "=1+1"]])["Data"]
    assert sheet["B2"].data_type == "s"
    assert sheet["B2"].value == "=1+1"
    kept = exports.CONTROL.sub("", text)
    assert (sheet["A2"].value or "").replace("\r\n", "\n").replace("\r", "\n") == kept.replace("\r\n", "\n").replace(
        "\r", "\n"
    )


def test_a_workbook_keeps_types_a_frozen_heading_and_says_what_it_is():
    book = read_xlsx(
        [["Hull", 5], [dt.date(2026, 11, 30), Decimal("1.5")]], about=[("As at", "1 November 2017"), ("Rows", 2)]
    )
    data, about = book["Data"], book["About"]
    assert book.sheetnames == ["Data", "About"]
    assert data.freeze_panes == "A2"
    assert [cell.value for cell in data[1]] == ["name", "value"]
    assert data["A1"].font.bold
    assert data["A3"].value == dt.datetime(2026, 11, 30)
    assert (data["B2"].value, data["B3"].value) == (5, 1.5)
    assert [[cell.value for cell in row] for row in about] == [["As at", "1 November 2017"], ["Rows", 2]]


def test_a_workbook_that_would_be_cut_off_is_refused_with_a_way_out(monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    with pytest.raises(TooManyRowsError, match="filter, or download CSV"):
        xlsx_response("list", ["name"], [["a"], ["b"], ["c"]])
    assert xlsx_response("list", ["name"], [["a"], ["b"]]).status_code == 200


def test_a_text_longer_than_a_cell_is_cut_at_its_limit():
    sheet = read_xlsx([["x" * 40_000, ""]])["Data"]
    assert len(sheet["A2"].value) == exports.LONGEST_CELL
