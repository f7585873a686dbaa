"""Word copies as councils bring them back: what is read, and every fault in words (SE-13)."""

import io

import pytest
from docx import Document

from regions.importing.reading import FileRefused
from selfassessment import workflow
from selfassessment.copying import contents_at, written_of
from selfassessment.files import word_read
from selfassessment.files.word_in import package_of
from selfassessment.files.word_read import read_copy, references_of
from selfassessment.files.word_text import blocks_of, canonical, markdown_of
from selfassessment.models import Finding
from selfassessment.plans import SCALE
from tests.selfassessment import documenting
from tests.selfassessment.documenting import OFFICE, below, edited, with_part, word


@pytest.fixture
def brought(cast):
    """Reads a copy of North's filled text as somebody changed it: (answers of its first section, faults)."""
    evaluation = documenting.filled(cast)
    copy = documenting.copy(cast, evaluation)

    def read(change=None, parts=()):
        content = edited(copy, change) if change else copy
        for name, alter in parts:
            content = with_part(content, name, alter)
        package = package_of(content)
        _, saves = references_of(package)
        sections = written_of(evaluation, cast.north.dcs, set(saves))
        found = read_copy(package, sections, contents_at(evaluation, saves))
        return found.answers["leadership"], found.faults

    return read


@pytest.mark.parametrize(
    "text",
    [
        "Plain.",
        "Two\n\nparagraphs.",
        "**Bold**, *italic*, ***both*** and [a link](https://example.org/a_%28b%29).",
        "- one\n- two\n    1. deep\n    2. deeper\n- three\n\n1. first\n2. second\n\nEnd.",
        "1\\. no list, - none either, 2\\*3, \\_x\\_, a\\[b](c) and \\&amp;",
        "",
    ],
)
def test_a_text_goes_to_word_and_back_as_it_was(text):
    assert markdown_of(blocks_of(text)) == text


def test_one_way_of_writing_is_as_good_as_another():
    assert canonical("* a\n* b\n\n__c__ `d`\n> e\\\nf") == "- a\n- b\n\n**c** d\n\ne\n\nf"


def test_what_word_does_with_a_text_is_read(brought):
    def change(document):
        first = below(document, "1.1")
        made = first.insert_paragraph_before("Listed", style="List Bullet 2")
        made.add_run(" and").bold = True
        made.add_run("\tmore")
        made.add_run().add_break()
        made.add_run("a second line", style="Strong")
        first.insert_paragraph_before("Numbered", style="List Number")

    answers, faults = brought(change)
    assert faults == []
    assert answers["story"]["text"].startswith(
        "    - Listed **and** more\n    - **a second line**\n1. Numbered\n\nLeaders **listen**"
    )


def test_lists_are_told_by_their_numbering_and_links_by_their_parts(brought):
    xml = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr>'
        "<w:r><w:t>Entry</w:t></w:r></w:p>"
        '<w:p><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>None</w:t></w:r></w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t><w:noBreakHyphen/></w:r></w:p>'
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Held</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )

    def place(content: bytes) -> bytes:
        mark = content.index(b"[Answer 1.1 begins")
        at = content.index(b"</w:p>", mark) + len(b"</w:p>")
        return content[:at] + xml.encode() + content[at:]

    answers, faults = brought(parts=[("word/document.xml", place)])
    assert faults == []
    assert answers["story"]["text"].startswith(("1. Entry\n\nNone\n\n7-\n\nHeld", "- Entry\n\nNone\n\n7-\n\nHeld"))


UNREADABLE = {
    "<w:p><w:r><w:drawing/></w:r></w:p>": "there is a picture in it. Attach it as a file.",
    '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>': "there is a footnote in it. Write it into the text.",
    f'<w:p><m:oMath xmlns:m="{OFFICE}/officeDocument/2006/math"/></w:p>': (
        "there is a formula in it. Write it as text, or attach it as a file."
    ),
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>": (
        "there is a table in it. Write it as text, or attach it as a file."
    ),
}


def test_what_cannot_be_read_in_an_answer_is_named(brought):
    def placed(inside: str):
        def place(content: bytes) -> bytes:
            at = content.index(b"</w:p>", content.index(b"[Answer 1.1 begins")) + len(b"</w:p>")
            return content[:at] + inside.encode() + content[at:]

        return place

    found = {inside: brought(parts=[("word/document.xml", placed(inside))])[1] for inside in UNREADABLE}
    assert found == {inside: [f"Answer 1.1: {fault}"] for inside, fault in UNREADABLE.items()}


def remove(start: str):
    def change(document):
        one = next(each for each in document.paragraphs if each.text.startswith(start))
        one._p.getparent().remove(one._p)

    return change


def stray(document):
    document.add_paragraph("An afterthought.")


def judge(words: str):
    def change(document):
        below(document, "1.2").runs[0].text = words

    return change


def cell(column: int, words: str, row: int = 1):
    def change(document):
        document.tables[0].rows[row].cells[column].text = words

    return change


def headless(document):
    document.tables[0].rows[0].cells[0].text = "Words"


def beside(document):
    below(document, "1.3").insert_paragraph_before("Beside it.")


def unfinished(document):
    remove("[Answer 3.2 ends")(document)


FAULTS = (
        (stray, ["“An afterthought.” stands outside the answers. Move it between the two lines of one."]),
        (remove("[Answer 1.1 begins"), [
            *(f"“{one}” stands outside the answers. Move it between the two lines of one."
              for one in ("Leaders listen, and:", "visit families", "read the review", "Then they act.")),
            "The line “[Answer 1.1 begins below this line]” is missing, or stands in a wrong place.",
            "The line “[Answer 1.1 begins below this line]” is missing.",
        ]),
        (unfinished, ["The line “[Answer 3.2 ends above this line]” is missing."]),
        (judge("Judgement: Splendid"), [
            f"Answer 1.2: “Splendid” is not on the scale. Write one of: {', '.join(SCALE)}."
        ]),
        (judge("Secure"), ["Answer 1.2: its first line must begin with “Judgement:”."]),
        (cell(1, "Weather", row=3), [
            "Answer 1.3: row 3 below the headings: “Weather” under “Theme” is not in the list above its table."
        ]),
        (cell(5, "zzz"), [
            "Answer 1.3: row 1 below the headings has a reference that is not of this copy: zzz. Leave it empty."
        ]),
        (headless, [
            "Answer 1.3: its table must be there once, with the columns In words, Theme, Service area, "
            "What became of it, And why, Reference."
        ]),
        (beside, ["Answer 1.3: “Beside it.” stands beside its table. Write it into a row."]),
)  # fmt: skip


def test_every_fault_is_told_in_words(brought):
    assert [brought(change)[1] for change, _ in FAULTS] == [faults for _, faults in FAULTS]


def test_an_answer_that_is_there_twice_is_refused(brought):
    def change(document):
        for words in ("[Answer 1.1 begins below this line]", "[Answer 1.1 ends above this line]"):
            document.add_paragraph(words)

    assert brought(change)[1] == ["Answer 1.1 is there twice."]


def test_a_document_that_is_no_copy_or_far_too_large_is_refused(monkeypatch):
    with pytest.raises(FileRefused, match="not a copy that the portal made"):
        references_of(package_of(word("Hello")))
    monkeypatch.setattr(word_read, "MOST_TEXT", 100)
    with pytest.raises(FileRefused, match="far larger than a text needs"):
        references_of(package_of(word("Hello")))


def test_se_9_last_years_points_come_back_as_they_stand_in_the_copy(cast):
    of_last_year = documenting.last_year(cast)
    finding = Finding.objects.get(revision__evaluation=of_last_year, kind="area")
    evaluation = documenting.this_year(cast)
    copy = documenting.copy(cast, evaluation)

    def read(change=None):
        package = package_of(edited(copy, change) if change else copy)
        _, saves = references_of(package)
        sections = written_of(evaluation, cast.north.dcs, set(saves))
        found = read_copy(package, sections, contents_at(evaluation, saves))
        assert found.faults == []
        return found.answers["leadership"]["areas"]["items"]

    (left,) = read()
    assert (left["text"], left["carried_from"], left["fate"]) == (finding.text, finding.pk, "")

    def change(document):
        cells = document.tables[1].rows[1].cells
        assert (cells[0].text, cells[5].text) == (finding.text, f"F{finding.pk}")
        cells[3].text, cells[4].text = "achieved", "Since May."

    (taken,) = read(change)
    assert (taken["carried_from"], taken["fate"], taken["fate_words"]) == (finding.pk, "achieved", "Since May.")

    def drop(document):
        row = document.tables[1].rows[1]._tr
        row.getparent().remove(row)

    assert read(drop) == []


def test_se_9_a_copy_in_which_nothing_is_written_saves_nothing_and_one_answer_keeps_the_points_beside_it(cast):
    documenting.last_year(cast)
    evaluation = documenting.this_year(cast)
    copy = documenting.copy(cast, evaluation)

    def taken(change=None) -> dict[str, str]:
        package = package_of(edited(copy, change) if change else copy)
        _, saves = references_of(package)
        sections = written_of(evaluation, cast.north.dcs, set(saves))
        found = read_copy(package, sections, contents_at(evaluation, saves))
        outcomes = workflow.take_in_copy(evaluation, by=cast.north.dcs, copy=found, sections=sections)
        return {one.slug: one.word for one in outcomes}

    assert set(taken().values()) == {"unchanged"}
    assert not evaluation.sections.filter(number__gt=0).exists()

    def write(document):
        below(document, "1.1").text = "We know."

    assert taken(write)["leadership"] == "saved"
    areas = evaluation.sections.get(section="leadership").content["areas"]["items"]
    assert [one["carried_from"] for one in areas] == [Finding.objects.get(kind="area").pk]
    # Once it is saved, what was taken out there doesn't come back with the next copy.
    later = documenting.copy(cast, evaluation)
    assert f"F{areas[0]['carried_from']}" not in [
        cell.text for table in Document(io.BytesIO(later)).tables for row in table.rows for cell in row.cells
    ]
