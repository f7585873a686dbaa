"""A region's own workbook, mapped in the browser and uploaded unchanged (DAT-16)."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from datasets import workflow
from datasets.figures import FigureInput
from datasets.files.mapping import guessed, says_period
from datasets.files.naming import by_any_name, names_of, quarter_said
from datasets.files.reading import read_upload
from datasets.files.sheets import Cell, sheets_of_workbook
from datasets.models import WorkbookMapping
from datasets.periods import Quarter
from datasets.statuses import Origin
from regions.querysets import today
from riia.audit.models import Event
from riia.workflow import NotPossible
from tests.datasets import factories, filling
from tests.datasets.filling import told
from tests.people import signed_in
from tests.regions.test_importing_hostile import with_part

SHEET = "Figures in here"
QUARTER = factories.quarter()


def book(change=None, *, authority="Aldermoor", quarter="", values=(400, 90, 250, 61.5)) -> bytes:
    """A regional workbook: a cover that says whose it is, and figures beside labels of the region's own."""
    made = Workbook()
    cover, sheet = made.active, made.create_sheet(SHEET)
    cover.title = "Cover"
    cover["B1"], cover["B2"] = (
        authority,
        quarter or f"Q{QUARTER.number} {QUARTER.first}/{(QUARTER.first + 1) % 100:02d}",
    )
    sheet.append(["Our quarterly workbook"])
    sheet.append(["What", "This quarter"])
    labels = ("No. of referrals in the quarter", "Re-referrals", "Looked after children", "Social workers (FTE)")
    for label, value in zip(labels, values, strict=True):
        sheet.append([label, value])
    if change:
        change(made)
    return filling.saved(made)


@pytest.fixture
def mapped(cast):
    """A return whose collection has a map of that workbook, its cover included."""
    period = factories.period(cast)
    factories.mapping(cast, period.collection, authority_cell="Cover!B1", period_cell="Cover!B2")
    return factories.of_first(cast, period)


def upload(return_, *args, **how):
    return read_upload(return_, "ours.xlsx", book(*args, **how))


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_dat_16_a_mapped_workbook_is_read_unchanged(mapped):
    found = upload(mapped)
    assert told(found) == []
    assert (found.figures, found.origin, found.notes) == (
        factories.figures(),
        Origin.WORKBOOK,
        ["Read by the map “The quarterly workbook”."],
    )


def test_dat_16_markers_stand_in_the_cells_and_what_need_not_be_given_may_be_empty(mapped):
    found = upload(mapped, values=("x", "N/A", " 1,250", None))
    assert (told(found), found.figures) == (
        [],
        {
            "referrals": FigureInput(None, "x"),
            "repeat-referrals": FigureInput(None, "z"),
            "looked-after": FigureInput(Decimal(1250)),
        },
    )


def test_dat_16_every_cell_that_can_not_be_read_is_listed(mapped):
    def spoil(made):
        made[SHEET].merge_cells("A5:B5")
        made[SHEET]["B6"] = "lots"

    found = upload(mapped, spoil, values=(None, -1, 250, 1), authority="Birchester", quarter="Q1 2011/12")
    label = mapped.collection_period.label
    assert (found.figures, told(found)) == (
        {},
        [
            "Cover B1 “Birchester”: This cell must say Aldermoor. Is this the right workbook?",
            f"Cover B2 “Q1 2011/12”: This cell must say {label}. Is this the right workbook?",
            f"{SHEET} B3 “”: Referrals: The cell is empty. Give a number, x (not available) or z (not applicable).",
            f"{SHEET} B4 “-1”: Referrals within 12 months of an earlier one: This is negative. Nothing can be counted "
            "below 0.",
            f"{SHEET} B5 “”: Children looked after: The cells A5:B5 are merged, so this one holds nothing of its own.",
            f"{SHEET} B6 “lots”: Social workers: This is not a number. Enter one such as 12.5.",
        ],
    )


def test_dat_16_results_of_formulas_are_read_as_excel_saved_them(mapped):
    def computed(made):
        made[SHEET]["B3"], made[SHEET]["B4"] = "=200*2", "=45*2"

    content = book(computed)
    part = "xl/worksheets/sheet2.xml"
    found = read_upload(mapped, "ours.xlsx", content)
    assert told(found)[0] == (
        f"{SHEET} B3 “”: Referrals: This is a formula without a saved result. Open the workbook in Excel and save it."
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(part).decode()
    for formula, result in ((r"200\*2", 400), (r"45\*2", 90)):
        xml = re.sub(rf"(<f>{formula}</f>)<v ?(?:/>|></v>)", rf"\g<1><v>{result}</v>", xml)
    found = read_upload(mapped, "ours.xlsx", with_part(part, xml.encode(), content))
    assert (told(found), found.figures) == ([], factories.figures())
    assert found.notes[-1] == "2 formulas were read by the result that Excel saved."


def test_dat_16_what_fits_no_map_is_refused_and_says_what_is_missing(mapped):
    def renamed(made):
        made[SHEET].title = "Something else"

    assert told(upload(mapped, renamed)) == [
        "“”: This is neither the portal’s template nor “The quarterly workbook”: the workbook lacks the sheets "
        f"“{SHEET}”."
    ]

    def hidden(made):
        made[SHEET].sheet_state = "hidden"

    assert {one.reason for one in upload(mapped, hidden).errors} == {
        f"{name}: This sheet is hidden. Show it."
        for name in (
            "Referrals",
            "Referrals within 12 months of an earlier one",
            "Children looked after",
            "Social workers",
        )
    }


def test_dat_16_a_map_that_has_ended_or_is_another_collection_s_reads_nothing(cast, mapped):
    workflow.end_mapping(WorkbookMapping.objects.get(), by=cast.north.regional_team)
    other = factories.collection(cast, name="Survey")
    factories.mapping(cast, other)
    assert told(upload(mapped))[0].startswith("“Cover, Figures in here”: There is no sheet called “Return”.")


def test_dat_16_items_that_are_not_in_the_workbook_are_typed_in_and_kept(cast):
    period = factories.period(cast)
    factories.mapping(cast, period.collection, cells={"referrals": {"sheet": SHEET, "cell": "B3"}})
    return_ = factories.of_first(cast, period)
    found = upload(return_, values=(410, None, None, None))
    assert (found.figures, found.notes[1:]) == (
        {"referrals": FigureInput(Decimal(410))},
        [
            "Not in this workbook, so to be typed in: Referrals within 12 months of an earlier one, "
            "Children looked after."
        ],
    )
    found = upload(factories.draft(cast, period), values=(410, None, None, None))
    assert (found.figures, found.notes[1:]) == (
        factories.figures(referrals=410),
        ["Items that are not in this workbook keep the figures that were given."],
    )


def test_dat_16_of_two_maps_the_one_that_reads_the_workbook_is_taken(cast, mapped):
    collection = mapped.collection_period.collection
    cells = {"referrals": {"sheet": SHEET, "cell": "A1"}}
    factories.mapping(cast, collection, name="Older", cells=cells)
    assert upload(mapped).figures == factories.figures()


# --- Names ------------------------------------------------------------------------------------------------------------


def test_quarters_are_known_by_many_names():
    april = Quarter(2026, 1)
    for text in (
        "2026-27-q1",
        "Q1 2026/27",
        "Quarter 1 of 2026-27",
        "April to June 2026",
        "Apr-Jun 2026/27",
        "q1 26-27",
    ):
        assert quarter_said(text) == april, text
    for text in ("Q4 2026/27", "Jan to Mar 2027", "Q4 2027"):
        assert quarter_said(text) == Quarter(2026, 4), text
    for text in ("", "2026", "Q1", "Q5 2026/27", "Q1 2026/28", "Q1 2026 or 2027", "Apr-Jun"):
        assert quarter_said(text) is None, text


def test_a_cell_says_a_period_by_its_name_or_a_day_in_it(cast):
    period = factories.period(cast)
    last_day = period.last_day
    for cell in (Cell(period.label), Cell(period.slug.upper()), Cell(last_day.isoformat(), "date")):
        assert says_period(period, cell)
    assert not says_period(period, Cell(date(2001, 1, 1).isoformat(), "date"))
    assert not says_period(period, Cell(""))


def test_an_authority_is_known_by_any_name_that_only_one_has(cast):
    first, second = cast.north.first, cast.north.second
    first.aliases, second.aliases = ["The Moor", "County"], ["County"]
    assert names_of(first) == {"aldermoor", "aldermoor council", "the moor", "county"}
    assert by_any_name([first, second]).keys() == {
        "aldermoor",
        "aldermoor council",
        "the moor",
        "birchester",
        "birchester council",
    }


def test_dat_16_cells_are_guessed_from_labels_that_resemble_an_item(cast):
    def more(made):
        made[SHEET]["A8"], made[SHEET]["A9"] = "Children looked after at the end", "See notes"
        made.create_sheet("Hidden").append(["Referrals", 5])
        made["Hidden"].sheet_state = "hidden"

    items = list(factories.dataset().items.all())
    assert guessed(items, sheets_of_workbook(book(more))) == {
        "referrals": f"{SHEET}!B3",
        "repeat-referrals": f"{SHEET}!B4",
        "looked-after": f"{SHEET}!B5",
        "social-workers": f"{SHEET}!B6",
    }

    def below(made):
        made.remove(made[SHEET])
        made["Cover"].append(["Referrals", "Social workers", "Children looked after"])
        made["Cover"].append([7, 8, "text"])

    assert guessed(items, sheets_of_workbook(book(below))) == {
        "referrals": "Cover!A4",
        "social-workers": "Cover!B4",
        "looked-after": "Cover!D3",
    }


# --- The act ----------------------------------------------------------------------------------------------------------


def test_dat_16_what_can_not_be_a_map_is_refused_with_reasons(cast):
    collection = factories.collection(cast)
    factories.mapping(cast, collection)
    cells = {
        "wizards": {"sheet": "A", "cell": "B2"},
        "referrals": {"sheet": "A", "cell": "B2"},
        "looked-after": {"sheet": "A", "cell": "2B"},
    }
    with pytest.raises(NotPossible) as refused:
        factories.mapping(cast, collection, name="the quarterly WORKBOOK", cells=cells, period_cell="A!B2")
    assert refused.value.reasons == [
        "Core dataset has a map called “the quarterly WORKBOOK” already.",
        "“wizards” is no item of A small dataset.",
        "The cell A!B2 is given twice.",
        "“A!2B” is no cell: write the sheet and the cell, such as Front door!C7.",
        "The cell A!B2 is given twice.",
    ]
    with pytest.raises(NotPossible, match="Give the cell of at least one item"):
        factories.mapping(cast, collection, name="New", cells={})
    workflow.end_collection(collection, by=cast.north.regional_team)
    with pytest.raises(NotPossible, match="This collection has ended"):
        factories.mapping(cast, collection, name="New")


def test_dat_16_a_map_ends_once_and_reads_nothing_from_that_day(cast):
    mapping = factories.mapping(cast)
    workflow.end_mapping(mapping, by=cast.north.regional_team)
    assert mapping.ended_on == today()
    with pytest.raises(NotPossible, match="It ended on"):
        workflow.end_mapping(mapping, by=cast.north.regional_team)
    assert set(Event.objects.filter(target_model="datasets.workbookmapping").values_list("verb", flat=True)) == {
        "map_workbook",
        "end_mapping",
    }


# --- The pages --------------------------------------------------------------------------------------------------------


def test_dat_16_a_workbook_is_mapped_checked_and_saved_in_the_browser(cast, client):
    period = factories.period(cast)
    team, address = (
        signed_in(client, cast.north.regional_team),
        f"/data/collections/{period.collection_id}/workbooks/add/",
    )
    assert "Example of the workbook" in team.get(address).text
    page = team.post(address, {"file": SimpleUploadedFile("Ours 2026.xlsx", book(values=(400, "few", 250, 61.5)))})
    assert "3 of 4 cells are filled in from labels" in page.text
    example = page.context["example"]
    given = {"example": example, "name": "Ours", "step": "check"}
    given |= {f"item_{code}": f"{SHEET}!B{row}" for row, code in enumerate(factories.FIGURES, start=3)}
    assert {name: value for name, value in page.context["form"].initial.items() if name != "name"} == {
        name: value for name, value in given.items() if name.startswith("item_") and "repeat" not in name
    }
    page = team.post(address, given)
    assert "3 figures would be read, and 1 cell can’t be." in page.text
    assert "This is not a number" in page.text
    assert not WorkbookMapping.objects.exists()
    bad = {"item_referrals": f"{SHEET}!B4", "item_looked-after": "Nowhere!B4", "item_social-workers": "B"}
    page = team.post(address, given | bad | {"step": "save"})
    assert page.status_code == 422
    assert {name: errors[0] for name, errors in page.context["form"].errors.items()} == {
        "item_looked-after": "The example has no sheet called “Nowhere”.",
        "item_social-workers": "“B” is no cell: write the sheet and the cell, such as Front door!C7.",
        "item_repeat-referrals": "This cell is given already for “Referrals”.",
    }
    page = team.post(address, given | {"step": "save", "authority_cell": "Cover!B1"}, follow=True)
    mapping = WorkbookMapping.objects.get()
    assert page.redirect_chain == [(f"/data/workbooks/{mapping.pk}/", 302)]
    assert (mapping.name, mapping.authority_cell, mapping.cells["referrals"]) == (
        "Ours",
        "Cover!B1",
        {"sheet": SHEET, "cell": "B3"},
    )
    lead = signed_in(client, cast.north.performance_lead)
    file = SimpleUploadedFile("ours.xlsx", book())
    return_ = factories.of_first(cast, period)
    lead.post(f"/data/returns/{return_.pk}/upload/", {"file": file, "seen": 0})
    return_.refresh_from_db()
    assert (return_.edition.origin, return_.edition.figures.count()) == (Origin.WORKBOOK, 4)


def test_dat_16_a_map_is_shown_to_who_sees_the_collection_and_ended_by_the_team(cast, client):
    mapping = factories.mapping(cast, cells={"referrals": {"sheet": SHEET, "cell": "B3"}})
    address = f"/data/workbooks/{mapping.pk}/"
    page = signed_in(client, cast.north.performance_lead).get(address)
    assert [(str(item), cell) for item, cell in page.context["rows"]] == [("Referrals", f"{SHEET}!B3")]
    assert "End this map" not in page.text
    team = signed_in(client, cast.north.regional_team)
    assert "End this map" in team.get(address).text
    page = team.post(f"{address}end/", follow=True)
    assert "“The quarterly workbook” has ended." in page.text
    assert "No workbook is read by it any more." in page.text
    name = {"example": "", "name": "The quarterly workbook"}
    example = team.post(
        f"/data/collections/{mapping.collection_id}/workbooks/add/", {"file": SimpleUploadedFile("a.xlsx", book())}
    ).context["example"]
    page = team.post(
        f"/data/collections/{mapping.collection_id}/workbooks/add/",
        name | {"example": example, "step": "save", "item_referrals": f"{SHEET}!B3"},
    )
    assert (page.status_code, "has a map called" in page.text) == (422, True)


def test_dat_16_an_example_is_its_reader_s_alone_and_must_be_a_workbook(cast, client):
    collection = factories.collection(cast)
    address = f"/data/collections/{collection.pk}/workbooks/add/"
    team = signed_in(client, cast.north.regional_team)
    example = team.post(address, {"file": SimpleUploadedFile("a.xlsx", book())}).context["example"]
    for name, content, reason in (
        ("a.csv", b"a,b", "The example must be an Excel workbook (.xlsx)."),
        ("a.xlsx", b"PK", "The workbook is damaged or cut off. Save it again."),
    ):
        page = team.post(address, {"file": SimpleUploadedFile(name, content)})
        assert (page.status_code, page.context["form"].errors["file"]) == (422, [reason])
    for reader, given in ((cast.north.colleague, example), (cast.north.regional_team, example[:-1] + "?")):
        page = signed_in(client, reader).post(address, {"example": given, "step": "check"}, follow=True)
        assert "The example was read too long ago, or by somebody else." in page.text
