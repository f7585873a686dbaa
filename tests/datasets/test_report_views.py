"""A region's report: drafted, edited, made final, taken away as a Word file (DAT-14)."""

from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document

from datasets import workflow
from datasets.files.report import picture_of, word_file
from datasets.models import AreaValue, RegionalReport
from riia.workflow import NotPossible
from tests.datasets import factories, leaving
from tests.people import signed_in


@pytest.fixture
def report(cast):
    """Of a quarter in which all three authorities have figures, with two quarters before it."""
    collection = factories.collection(cast, name="Told")
    periods = []
    for back in (2, 1, 0):
        slug = factories.quarter().plus(-back).slug
        period = factories.period(cast, collection, slug=slug)
        for authority in (cast.north.first, cast.north.second, cast.north.third):
            factories.given(cast, period, authority, repeat_referrals=90 + back)
        periods.append(factories.published(cast, period))
    return leaving.report(cast, periods[-1])


def test_a_report_is_drafted_from_the_pooled_figures_and_keeps_them(report, cast):
    text = {one["heading"]: one["text"] for one in report.sections}["Early help and front door"]
    quarter = factories.quarter()
    assert text == (
        f"- **Repeat referrals share**: 22.5% in {quarter}, from all 3 authorities. "
        f"That is 0.5 percentage points lower than two quarters before (23.0% in {quarter.plus(-2)})."
    )
    AreaValue.objects.update(value=99)
    report.refresh_from_db()
    measure = next(one for one in report.figures["measures"] if one["code"] == "repeat-referrals-share")
    assert [float(one["value"]) for one in measure["values"]] == [23, 22.75, 22.5]


def test_only_the_team_sees_a_draft_and_readers_see_it_when_it_is_final(report, cast):
    names = ("north.regional_team", "north.dcs", "north.unsigned_dcs", "south.dcs", "administrator")
    seen = [name for name in names if RegionalReport.objects.visible_to(cast[name]).exists()]
    assert seen == ["north.regional_team"]
    workflow.finish_report(report, by=cast.north.regional_team, revision=1)
    seen = [name for name in names if RegionalReport.objects.visible_to(cast[name]).exists()]
    assert seen == ["north.regional_team", "north.dcs"]


def test_lists_of_reports_and_exports_refuse_a_region_and_a_period_that_they_do_not_know(report, cast, client):
    signed_in(client, cast.north.regional_team)
    of_north = client.get("/data/reports/", {"region": "north"}).content.decode()
    assert f"/data/reports/{report.pk}/" in of_north
    for asked in ("/data/reports/?region=atlantis", "/data/exports/?period=2031"):
        page = client.get(asked).content.decode()
        assert "There is a problem" in page
        assert f"/data/reports/{report.pk}/" not in page


def test_a_section_is_changed_in_the_browser(report, cast, client):
    signed_in(client, cast.north.regional_team)
    address = f"/data/reports/{report.pk}/sections/0/"
    assert "Heading" in client.get(address).content.decode()
    answer = client.post(address, {"heading": "Returns", "text": "All **came**.", "revision": 1})
    assert answer.url == f"/data/reports/{report.pk}/"
    assert "<strong>came</strong>" in client.get(answer.url).content.decode()
    report.refresh_from_db()
    assert (report.revision, report.sections[0]["heading"]) == (2, "Returns")


def test_an_out_of_date_save_is_refused_and_both_texts_are_shown(report, cast, client):
    given = {"number": 0, "heading": "Returns", "text": "What a colleague wrote", "revision": 1}
    workflow.write_section(report, by=cast.north.colleague, **given)
    signed_in(client, cast.north.regional_team)
    address = f"/data/reports/{report.pk}/sections/0/"
    answer = client.post(address, {"heading": "Returns", "text": "What I wrote", "revision": 1})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody has saved the report since you opened the page" in page
    assert "What a colleague wrote" in page
    assert "What I wrote" in page
    report.refresh_from_db()
    assert report.sections[0]["text"] == "What a colleague wrote"
    # Having seen both, they decide.
    assert 'name="revision" value="2"' in page
    client.post(address, {"heading": "Returns", "text": "Both", "revision": 2})
    report.refresh_from_db()
    assert report.sections[0]["text"] == "Both"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"number": 99}, "There is no such section."),
        ({"heading": " "}, "Give the section a heading."),
        ({"text": "x" * 20_001}, "20,000 characters"),
        ({"revision": 7}, "Somebody has saved the report"),
    ],
)
def test_a_section_that_can_not_be_saved_says_why(cast, changed, reason):
    found = leaving.report(cast)
    given = {"number": 0, "heading": "Returns", "text": "All came.", "revision": 1} | changed
    with pytest.raises(NotPossible, match=reason):
        workflow.write_section(found, by=cast.north.regional_team, **given)


def test_a_final_report_changes_no_more(report, cast, client):
    with pytest.raises(NotPossible, match="Read it again"):
        workflow.finish_report(report, by=cast.north.regional_team, revision=9)
    signed_in(client, cast.north.regional_team)
    client.post(f"/data/reports/{report.pk}/finish/", {"revision": 1})
    report.refresh_from_db()
    assert report.status == "final"
    with pytest.raises(NotPossible, match="The report is final"):
        workflow.write_section(report, by=cast.north.regional_team, number=0, heading="A", text="", revision=1)
    page = client.get(f"/data/reports/{report.pk}/sections/0/").content.decode()
    assert "The report is final." in page
    assert client.get(f"/data/reports/{report.pk}/sections/99/").status_code == 404


def test_a_report_needs_a_published_quarter_and_a_title(cast):
    period = factories.period(cast)
    with pytest.raises(NotPossible, match="once the quarter is published"):
        workflow.draft_report(period, by=cast.north.regional_team, title="A report")
    published = leaving.published(cast)
    with pytest.raises(NotPossible, match="Give the report a title"):
        workflow.draft_report(published, by=cast.north.regional_team, title=" ")


def test_a_report_is_drafted_from_the_page_of_its_period(cast, client):
    period = leaving.published(cast)
    signed_in(client, cast.north.regional_team)
    assert f"/data/periods/{period.pk}/report/" in client.get(period.get_absolute_url()).content.decode()
    answer = client.post(f"/data/periods/{period.pk}/report/", {"title": "April to September"})
    assert answer.url == RegionalReport.objects.get(title="April to September").get_absolute_url()


def test_the_word_file_has_headings_header_rows_and_pictures_with_words(report, cast, client):
    signed_in(client, cast.north.regional_team)
    answer = client.get(f"/data/reports/{report.pk}/", {"export": "docx"})
    document = Document(BytesIO(answer.content))
    headings = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings[:3] == [
        ("Heading 1", "How complete the figures are"),
        ("Heading 1", "Early help and front door"),
        ("Heading 2", "Repeat referrals share"),
    ]
    table = document.tables[0]
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    assert [cell.text.split("\n")[0] for cell in table.rows[1].cells] == ["23.0%", "22.8%", "22.5%"]
    described = [one._inline.docPr.get("descr") for one in document.inline_shapes]
    first = factories.quarter().plus(-2)
    assert described[0].startswith(f"Column chart of Repeat referrals share: {first} 23.0%, ")
    assert "Consult the owner before disclosure." in document.paragraphs[1].text


def test_a_gap_is_drawn_as_one_and_nothing_but_gaps_is_still_a_picture():
    assert picture_of([Decimal(1), None, Decimal(3)])[:4] == b"\x89PNG"
    assert picture_of([None])[:4] == b"\x89PNG"


def test_what_has_one_quarter_has_a_table_and_no_picture(cast):
    document = Document(BytesIO(word_file(leaving.report(cast))))
    assert len(document.inline_shapes) == 0
