"""The template of a return: what it holds, how it is tied, and that nothing in it is a formula (DAT-5)."""

import csv
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from datasets.figures import FigureInput
from datasets.files.columns import COLUMNS, CSV_COLUMNS, FIGURES, INSTRUCTIONS, RETURN, ties_of
from datasets.files.reading import read_upload
from datasets.files.template import template_csv, template_workbook
from datasets.past import directly_before, past_of
from datasets.statuses import Caveat
from tests.datasets import factories


def opened(return_):
    return load_workbook(io.BytesIO(template_workbook(return_)))


@pytest.fixture
def second_quarter(cast):
    """The return of a quarter after one that is accepted, with a marker and a figure that isn't comparable in it."""
    collection = factories.collection(cast)
    before = factories.period(cast, collection, slug=factories.quarter().previous.slug)
    not_comparable = FigureInput(Decimal(3), "", Caveat.NOT_COMPARABLE, "Counted otherwise")
    factories.given(cast, before, cast.north.first, repeat_referrals="x", looked_after=not_comparable)
    factories.given(cast, before, cast.north.second, referrals=987)
    return factories.of_first(cast, factories.period(cast, collection))


def test_dat_5_the_workbook_says_whose_it_is_and_how_to_fill_it_in(cast):
    return_ = factories.of_first(cast, factories.period(cast))
    book = opened(return_)
    assert book.sheetnames == [INSTRUCTIONS, RETURN, FIGURES]
    assert book.active.title == FIGURES
    said = {row[0].value: row[1].value for row in book[RETURN].iter_rows(min_row=2)}
    period = return_.collection_period
    assert said == {
        "Authority": "Aldermoor",
        "Period": period.label,
        "Dataset": "A small dataset",
        "Collection": "core-dataset",
        "Authority, as in its address": "aldermoor",
        "Period, as in its address": period.slug,
        "Version of the dataset": "small",
        "Check": ties_of(return_)["check"],
    }
    text = " ".join(str(cell.value) for row in book[INSTRUCTIONS].iter_rows() for cell in row if cell.value)
    assert "x for not available; z for not applicable" in text


def test_dat_5_items_stand_by_theme_with_what_was_given_last(second_quarter):
    sheet = opened(second_quarter)[FIGURES]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows[0] == [name.capitalize() for name in COLUMNS]
    unit, fte = "Number", "Full-time equivalents"
    assert [row[:5] for row in rows[1:]] == [
        [None, "Early help and front door", None, None, None],
        ["referrals", "Referrals", "Referrals, counted. (During the period.)", unit, 400],
        [
            "repeat-referrals",
            "Referrals within 12 months of an earlier one",
            "Referrals within 12 months of an earlier one, counted.",
            unit,
            "x",
        ],
        [None, "Children looked after", None, None, None],
        ["looked-after", "Children looked after", "Children looked after, counted. (During the period.)", unit, None],
        [None, "Workforce", None, None, None],
        [
            "social-workers",
            "Social workers",
            "Social workers, counted. (During the period.)",
            fte,
            61.5,
        ],
    ]
    assert {cell for row in rows[1:] for cell in row[5:]} == {None}
    assert "987" not in str(rows)


def test_dat_5_only_what_is_filled_in_can_be_typed_over_and_excel_checks_it(cast):
    sheet = opened(factories.of_first(cast, factories.period(cast)))[FIGURES]
    assert sheet.protection.sheet
    open_cells = {cell.column_letter for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert open_cells == {"F", "G", "H", "I"}
    checks = {(one.type, str(one.sqref), one.formula1) for one in sheet.data_validations.dataValidation}
    assert checks == {
        ("whole", "F6 F7 F9", "0"),
        ("decimal", "F11", "0"),
        ("list", "G5:G11", '"x,z"'),
        ("list", "H5:H11", '"Provisional,Not comparable"'),
        ("textLength", "I5:I11", "300"),
    }


def test_dat_5_nothing_in_it_is_a_formula_whatever_things_are_called(cast):
    return_ = factories.of_first(cast, factories.period(cast))
    return_.collection_period.version.items.update(name="=HYPERLINK(1)", definition="+1")
    cells = [cell for sheet in opened(return_).worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    rows = list(csv.reader(io.StringIO(template_csv(return_).decode("utf-8-sig"))))
    assert {row[4] for row in rows[1:]} == {"'=HYPERLINK(1)"}


def test_dat_5_csv_has_the_same_columns_and_says_in_each_row_whose_it_is(second_quarter):
    rows = list(csv.reader(io.StringIO(template_csv(second_quarter).decode("utf-8-sig"))))
    period = second_quarter.collection_period.slug
    assert rows[0] == list(CSV_COLUMNS)
    assert [[*row[:4], *row[7:]] for row in rows[1:]] == [
        ["aldermoor", period, "small", "referrals", "400", "", "", "", ""],
        ["aldermoor", period, "small", "repeat-referrals", "x", "", "", "", ""],
        ["aldermoor", period, "small", "looked-after", "", "", "", "", ""],
        ["aldermoor", period, "small", "social-workers", "61.50", "", "", "", ""],
    ]


def test_dat_5_an_empty_template_says_what_is_missing(cast):
    return_ = factories.of_first(cast, factories.period(cast))
    found = read_upload(return_, "a.xlsx", template_workbook(return_))
    assert [(one.row, one.column) for one in found.errors] == [(6, "F"), (7, "F"), (9, "F")]


def test_dat_3_what_counts_of_the_past_is_accepted_or_published_and_one_s_own(cast, second_quarter):
    past = past_of(second_quarter)
    assert [(one.period.slug, one.values, one.markers) for one in past] == [
        (
            factories.quarter().previous.slug,
            {"referrals": Decimal(400), "social-workers": Decimal("61.50")},
            {"repeat-referrals": "x"},
        )
    ]
    assert directly_before(second_quarter, past) == past[0]
    later = factories.period(cast, second_quarter.collection_period.collection, slug=factories.quarter().next.slug)
    # A draft of the quarter between counts for nothing.
    factories.draft(cast, second_quarter.collection_period)
    after = factories.of_first(cast, later)
    assert [one.period for one in past_of(after)] == [past[0].period]
    assert directly_before(after, past_of(after)) is None
