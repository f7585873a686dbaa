"""What authorities upload: read where that is harmless, else refused with every bad cell (DAT-5)."""

from decimal import Decimal

import pytest

from datasets.figures import MOST_ERRORS, CellError, FigureInput, capped
from datasets.files import values
from datasets.files.columns import FIGURES, RETURN
from datasets.files.reading import read_upload
from datasets.files.sheets import MOST_COLUMNS, MOST_ROWS, Cell, place_of
from datasets.files.template import template_workbook
from datasets.statuses import Caveat, ItemKind, Origin
from tests.datasets import factories, filling
from tests.datasets.filling import told

WHOLE = {
    "referrals": FigureInput(Decimal(400)),
    "repeat-referrals": FigureInput(Decimal(90)),
    "looked-after": FigureInput(Decimal(250)),
    "social-workers": FigureInput(Decimal("61.50")),
}


@pytest.fixture
def expected(cast):
    """A return of North's first authority that nothing has come in for."""
    return factories.of_first(cast, factories.period(cast))


def workbook_of(return_, change=None, **changed):
    return read_upload(return_, "return.xlsx", filling.workbook(return_, change, **changed))


def csv_of(return_, change=None, **changed):
    return read_upload(return_, "return.csv", filling.text(return_, change, **changed))


# --- Taken ------------------------------------------------------------------------------------------------------------


def test_dat_5_the_template_filled_in_is_read_whole_from_a_workbook_and_from_csv(expected):
    for kind, found in (("xlsx", workbook_of(expected)), ("csv", csv_of(expected))):
        assert (found.figures, found.errors, found.notes) == (WHOLE, [], [])
        assert (found.origin, found.file_name, len(found.file_digest)) == (Origin.TEMPLATE, f"return.{kind}", 64)


def test_dat_4_and_19_markers_and_caveats_are_read_by_word_or_label(expected):
    words = {"caveat": "Not comparable", "caveat in words": "A new system  counts\notherwise."}
    changed = {
        "referrals": {"marker": "X"},
        "repeat_referrals": {"marker": "not applicable"},
        "looked_after": {"figure": 0, **words},
        "social_workers": "",
    }
    given = {"figure": None}
    for find in (workbook_of, csv_of):
        found = find(expected, **{code: (given | value) if value else value for code, value in changed.items()})
        assert told(found) == []
        assert found.figures == {
            "referrals": FigureInput(None, "x"),
            "repeat-referrals": FigureInput(None, "z"),
            "looked-after": FigureInput(Decimal(0), "", Caveat.NOT_COMPARABLE, "A new system counts otherwise."),
        }


def test_dat_5_a_number_is_read_however_it_is_written(expected):
    written = ["1,234", " 1 234 ", "1234.0", "1\u00a0234", "1\u202f234", "+1234", "1,234.00", "01234"]
    for one in written:
        assert csv_of(expected, referrals=one).figures["referrals"] == FigureInput(Decimal(1234)), one
    for one in ("1,234 ", 1234, 1234.0):
        assert workbook_of(expected, referrals=one).figures["referrals"] == FigureInput(Decimal(1234)), one


def test_dat_5_columns_may_be_moved_and_added_and_rows_left_blank(expected):
    def moved(rows):
        for row in rows:
            row.reverse()
            row.append("ours" if row is rows[0] else "1")
        rows.insert(2, [""] * 13)
        rows.append([])

    def in_excel(book):
        sheet = book[FIGURES]
        sheet.move_range("F4:I20", cols=4)
        sheet["Z30"] = " "

    assert csv_of(expected, moved).figures == WHOLE
    assert workbook_of(expected, in_excel).figures == WHOLE


def test_dat_2_decimals_beyond_two_are_rounded_and_said_and_noise_of_a_spreadsheet_is_none(expected):
    found = workbook_of(expected, social_workers=61.005)
    assert (found.figures["social-workers"].value, found.notes) == (
        Decimal("61.01"),
        ["Social workers: 61.005 is kept as 61.01."],
    )
    found = workbook_of(expected, social_workers=0.1 + 0.2)
    assert (found.figures["social-workers"].value, found.notes) == (Decimal("0.30"), [])


# --- Refused, cell by cell --------------------------------------------------------------------------------------------

COUNT = "This is not a number. Enter one such as 12."
NEGATIVE = "This is negative. Nothing can be counted below 0."
FORMULA = "This is a formula. Enter the value itself."
BAD_FIGURES = {
    "abc": ("abc", COUNT),
    "1,23": ("1,23", COUNT),
    "1e5": ("1e5", COUNT),
    "٣": ("٣", COUNT),
    "NaN": ("NaN", "This is not a number."),
    "-5": ("-5", NEGATIVE),
    "(5)": ("(5)", NEGATIVE),
    -5: ("-5", NEGATIVE),
    12.5: ("12.5", "This has decimals, and the item is a whole number."),
    10**7 + 1: ("10000001", "This is more than 10,000,000, which no authority counts of anything."),
    1e300: ("1e+300", "This is more than 10,000,000, which no authority counts of anything."),
    "45%": ("45%", "This is a percentage. Give what was counted; the portal works out percentages."),
    "<5": ("<5", "Give the number itself: the portal hides small numbers from those who may not see them."),
    "*": ("*", "Give the number itself: the portal hides small numbers from those who may not see them."),
    "x": ("x", "Put x in the column Marker, and leave this empty."),
    "n/a": ("n/a", "Put z in the column Marker, and leave this empty."),
    "=1+1": ("=1+1", FORMULA),
    "#N/A": ("#N/A", "This is an error of Excel. Enter the number itself."),
    True: ("yes", "This is TRUE or FALSE, not a number."),
}


def test_dat_5_a_bad_figure_is_named_with_its_cell_value_and_reason(expected):
    template = template_workbook(expected)
    for given, (value, reason) in BAD_FIGURES.items():
        content = filling.spoiled(template, None, filling.filled({"looked-after": given}))
        found = read_upload(expected, "a.xlsx", content)
        assert (found.figures, told(found)) == ({}, [f"Figures F9 “{value}”: {reason}"])


def test_dat_5_a_number_that_excel_took_for_a_date_is_refused(expected):
    def dated(book):
        book[FIGURES]["F6"].number_format = "dd/mm/yyyy"

    assert told(workbook_of(expected, dated)) == [
        "Figures F6 “1901-02-03”: This is a date. Give the cell the format “Number”, then enter the number again."
    ]


def test_dat_5_every_bad_cell_is_listed_and_nothing_is_taken(expected):
    changed = {
        "referrals": {"figure": 5, "marker": "x", "caveat": "provisional"},
        "repeat_referrals": {"figure": "few", "marker": "c", "caveat": "soft", "caveat in words": "=A1"},
        "looked_after": {"figure": None, "caveat in words": "Because"},
        "social_workers": {"figure": "61.5", "caveat in words": "x" * 301, "caveat": "provisional"},
    }
    found = csv_of(expected, **changed)
    assert (found.figures, told(found)) == (
        {},
        [
            "File J2 “x”: There is both a number and a marker. Give one of them.",
            "File L2 “”: Say in words why it is provisional or not comparable: they follow the figure everywhere.",
            "File I3 “few”: This is not a number. Enter one such as 12.",
            "File J3 “c”: This is not a marker. Give x (not available) or z (not applicable), or leave it empty.",
            "File K3 “soft”: This is not a caveat. Choose Provisional or Not comparable, or leave it empty.",
            f"File L3 “=A1”: {FORMULA}",
            "File I4 “”: Children looked after: there is neither a figure nor a marker. "
            "Give a number, or x or z as its marker.",
            f"File L5 “{'x' * 100}”: This is longer than 300 characters.",
        ],
    )


def test_dat_5_rows_that_are_missing_twice_or_unknown_are_refused(expected):
    def spoil(rows):
        rows[1][3] = "wizards"
        rows[3][3] = "repeat-referrals"
        rows.append(["", "", "", "", "", "", "", "", "5", "", "", ""])

    assert told(csv_of(expected, spoil)) == [
        "File D2 “wizards”: There is no item with this code in this version of the dataset.",
        "File D4 “repeat-referrals”: This item is there twice: also in row 3.",
        "File D6 “”: This row has no code of an item, so it can’t be told what is counted.",
        "File  “referrals”: The row of Referrals (referrals) is missing.",
        "File  “looked-after”: The row of Children looked after (looked-after) is missing.",
    ]


def test_dat_5_an_item_that_need_not_be_given_may_be_left_out(expected):
    found = csv_of(expected, lambda rows: rows.pop())
    assert (set(found.figures), found.errors) == ({"referrals", "repeat-referrals", "looked-after"}, [])


# --- Refused whole ----------------------------------------------------------------------------------------------------


def test_dat_5_a_template_of_another_authority_or_quarter_is_refused(cast, expected):
    other = expected.collection_period.returns.get(authority=cast.north.second)
    before = factories.period(cast, expected.collection_period.collection, slug=factories.quarter().previous.slug)
    earlier = factories.of_first(cast, before)
    slug, was = expected.collection_period.slug, before.slug
    said = "This is another {} template: it is for {}, and this return is for {}."
    for return_, what, theirs, ours in (
        (other, "authority’s", "birchester", "aldermoor"),
        (earlier, "period’s", was, slug),
    ):
        found = read_upload(expected, "a.xlsx", filling.workbook(return_))
        row = 6 if return_ is other else 7
        assert told(found) == [f"Return B{row} “{theirs}”: {said.format(what, theirs, ours)}"]
        found = read_upload(expected, "a.csv", filling.text(return_))
        assert {one.reason for one in found.errors} == {said.format(what, theirs, ours)}
        assert (found.figures, len(found.errors)) == ({}, 4)


def test_dat_1_a_template_of_another_version_or_one_altered_by_hand_is_refused(expected):
    def older(book):
        book[RETURN]["B8"] = "core-2019"

    def altered(book):
        book[RETURN]["B9"] = "0" * 16

    def emptied(book):
        book[RETURN].delete_rows(6)

    assert told(workbook_of(expected, older)) == [
        "Return B8 “core-2019”: This is another version’s template: it is for core-2019, and this return is for small."
    ]
    assert told(workbook_of(expected, altered)) == [
        f"Return B9 “{'0' * 16}”: This sheet was altered. Download the template again and copy your figures into it."
    ]
    assert told(workbook_of(expected, emptied)) == [
        "Return  “”: The row “Authority, as in its address” is missing. "
        "Download the template of this return, and fill that in."
    ]


def test_dat_5_hidden_renamed_and_merged_sheets_are_refused(expected):
    def hidden(book):
        book[RETURN].sheet_state = "hidden"
        book.create_sheet("Mine").sheet_state = "veryHidden"

    def renamed(book):
        book[FIGURES].title = "My figures"

    def merged(book):
        book[FIGURES].merge_cells("F9:G9")
        book[FIGURES].merge_cells("A1:C1")

    assert told(workbook_of(expected, hidden)) == [
        "Return  “”: This sheet is hidden. Show it or delete it.",
        "Mine  “”: This sheet is hidden. Show it or delete it.",
    ]
    assert told(workbook_of(expected, renamed)) == [
        "“Instructions, My figures, Return”: There is no sheet called “Figures”. "
        "Download the template of this return, and fill that in."
    ]
    assert told(workbook_of(expected, merged)) == ["Figures 9 “F9:G9”: The cells F9:G9 are merged. Unmerge them."]


def test_dat_5_without_its_headings_a_file_is_refused_and_with_one_twice(expected):
    assert told(csv_of(expected, lambda rows: rows.pop(0))) == [
        "File  “”: No row has the headings of the template; missing: “Authority”, “Period”, “Version”, “Code”, "
        "“Figure”. Download the template of this return, and fill that in."
    ]
    assert told(csv_of(expected, lambda rows: rows[0].append("Value"))) == [
        "File M1 “Value”: The column “Value” is there twice."
    ]


def test_dat_5_what_is_no_workbook_or_csv_is_refused_in_a_sentence(expected):
    for name, content, reason in (
        ("a.pdf", b"%PDF", "The name of the file must end in .csv or .xlsx."),
        ("a.csv", b"", "The file is empty."),
        ("a.xlsx", b"PK\x03\x04 broken", "The workbook is damaged or cut off. Save it again."),
    ):
        found = read_upload(expected, name, content)
        assert (found.figures, found.errors) == ({}, [CellError("", 0, "", "", reason)])


def test_dat_5_at_most_two_hundred_cells_are_listed_and_the_rest_counted(expected):
    found = csv_of(expected, lambda rows: rows.extend(["", "", "", f"item{n}", *[""] * 8] for n in range(300)))
    assert len(found.errors) == MOST_ERRORS + 1
    # Three of each row, which says neither whose nor when nor of which version.
    assert found.errors[-1].reason == "700 more cells are wrong. Put these right first, then upload again."
    one_more = [CellError("File", row, "A", "", "Wrong.") for row in range(201)]
    assert capped(one_more)[-1].reason == "1 more cell is wrong. Put these right first, then upload again."


def test_dat_5_what_is_too_large_to_be_a_return_is_refused_before_it_is_all_read(expected):
    def many_rows(book):
        book[FIGURES][f"A{MOST_ROWS + 1}"] = "referrals"

    def many_columns(book):
        book[FIGURES].cell(6, MOST_COLUMNS + 1, "x")

    def long_cell(book):
        book[FIGURES]["I6"] = "x" * 10_001

    def many_sheets(book):
        for _ in range(58):
            book.create_sheet()

    for change, reason in (
        (many_rows, "The sheet “Figures” has cells below row 2,000, which are not read."),
        (many_columns, "Row 6 of the sheet “Figures” has more than 200 columns."),
        (long_cell, "Row 6 has a cell of more than 10,000 characters."),
        (many_sheets, "The workbook has more than 60 sheets."),
    ):
        assert workbook_of(expected, change).errors == [CellError("", 0, "", "", reason)]


# --- The parts --------------------------------------------------------------------------------------------------------


def test_a_cell_is_read_as_people_write_it():
    assert (
        place_of("Front door!C7")
        == place_of("'Front door'!$C$7")
        == place_of(" Front door!c7 ")
        == ("Front door", 7, 3)
    )
    assert place_of("It's 'here'!AA10") == ("It's 'here'", 10, 27)
    for address in ("C7", "", "!", "Front door!", "Front door!7C", f"A!A{MOST_ROWS + 1}", "A!XFD1", "A!A0"):
        with pytest.raises(ValueError, match=r"is no cell|lies outside"):
            place_of(address)
    assert place_of("A!GR1") == ("A", 1, MOST_COLUMNS)


def test_a_figure_of_parts_that_do_not_agree_can_not_be_put_together():
    assert values.figure_of(Decimal(1), "", "", "") == FigureInput(Decimal(1))
    with pytest.raises(values.Unreadable, match="There are words, but no caveat"):
        values.figure_of(Decimal(1), "", "", "Because")
    with pytest.raises(values.Unreadable, match="Enter the words themselves"):
        values.words_of(Cell("#REF!", "error"))
    with pytest.raises(values.Unreadable, match="no letter, number or sign"):
        values.words_of(Cell("a\ufffd"))
    assert values.number_of(Cell("1.005"), ItemKind.FTE) == (Decimal("1.01"), "1.005 is kept as 1.01.")
