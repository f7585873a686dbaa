"""A self-evaluation as a Word file: every answer, judgement, finding, figure and addendum, with headings, header rows
and language, so that it can be read aloud and printed (SE-8, SE-13).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from datasets.files.word import add_table, clean, new_document
from selfassessment.data_sheets import NO_FIGURES, Sheet, sheet_from
from selfassessment.documents import Answer, DocumentSection
from selfassessment.files.word_text import add_blocks, add_link
from selfassessment.models import Addendum
from selfassessment.rendering import said_of
from selfassessment.statuses import COLLECTS, QuestionKind

NOTHING: Final = "Nothing was written here."
SMALL: Final = 8
# Widths of the columns of a data sheet in centimetres, 17 in all.
SHEET_WIDTHS: Final = (4.0, 2.0, 2.2, 2.6, 2.4, 1.8, 2.0)
# The width of the names of indicators beside their past, in centimetres.
NAMES: Final = 2.6
WHOLE: Final = 17


@dataclass(frozen=True)
class Cover:
    """What stands before the text: what it is, whose, in what state, and for whom it was taken (ACC-15)."""

    title: str
    owner: str
    # Sentences: revision, dates, approvals.
    said: Sequence[str]
    # Owner, marking, recipient, date.
    markings: Sequence[tuple[str, Any]]


def word_file(
    cover: Cover, sections: Iterable[DocumentSection], addenda: Iterable[Addendum] = (), *, inside: bool
) -> bytes:
    """The document as DOCX. `inside`: its reader sees figures as inside the region (DAT-11)."""
    document = begun(cover)
    number = 0
    for section in sections:
        number += bool(section.slug)
        _add_section(document, section, f"{number}. " if section.slug else "", inside)
    _add_addenda(document, list(addenda))
    return bytes_of(document)


def begun(cover: Cover) -> Any:
    """A document with its title, what is said of it and its markings, and the number on each page."""
    document = new_document(cover.title, cover.owner)
    document.add_heading(clean(cover.title), level=0)
    for sentence in cover.said:
        document.add_paragraph(clean(sentence))
    marked = "; ".join(f"{name}: {value}".rstrip(".") for name, value in cover.markings)
    document.add_paragraph(clean(f"{marked}."), "Caption")
    _number_pages(document, cover.title)
    return document


def bytes_of(document: Any) -> bytes:
    """A document as the content of a DOCX file."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add_section(document: Any, section: DocumentSection, number: str, inside: bool) -> None:
    document.add_heading(clean(f"{number}{section.title}"), level=1)
    if section.theme_label and section.theme_label != section.title:
        document.add_paragraph(f"Theme: {section.theme_label}", "Caption").paragraph_format.keep_with_next = True
    if section.file:
        stands = "This section is" if section.slug else "The narrative is"
        name, digest = section.file["name"], section.file["digest"]
        document.add_paragraph(clean(f"{stands} a file of its own: {name} (SHA-256 {digest})."))
    for answer in section.answers:
        document.add_heading(clean(answer.wording), level=2)
        _add_answer(document, answer, inside)


def _add_answer(document: Any, answer: Answer, inside: bool) -> None:
    if answer.sheet is not None:
        add_sheet(document, sheet_from(answer.sheet, inside))
    if answer.kind == QuestionKind.JUDGEMENT:
        _add_judgement(document, answer)
    elif answer.kind in COLLECTS:
        _add_findings(document, answer)
    elif answer.kind == QuestionKind.EVIDENCE:
        _add_links(document, answer)
    elif answer.kind != QuestionKind.DATA_SHEET or answer.text:
        add_text(document, answer.text)


def add_text(document: Any, text: str) -> None:
    """Markdown as paragraphs and lists; says so where there is none."""
    if text.strip():
        add_blocks(document, text)
    else:
        document.add_paragraph(NOTHING)


def _add_judgement(document: Any, answer: Answer) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(clean(answer.value) or "No judgement was made.").bold = bool(answer.value)
    if answer.value and answer.scale:
        paragraph.add_run(clean(f" (of: {', '.join(answer.scale)})"))
    if answer.text.strip():
        add_text(document, answer.text)


def _add_findings(document: Any, answer: Answer) -> None:
    """Each point as a numbered row: its words, and what it is tagged with and became of."""
    if not answer.items:
        document.add_paragraph(NOTHING)
        return
    rows = []
    for number, item in enumerate(answer.items, start=1):
        said = dict(said_of(item))
        cells = [said.get(name, "") for name in ("Theme", "Service area", "From an earlier year")]
        rows.append([str(number), item.get("text") or "", *cells])
    header = ("Number", "In words", "Theme", "Service area", "From an earlier year")
    add_table(document, answer.wording, header, rows, (1.9, 6.1, 3.0, 3.0, 3.0))


def _add_links(document: Any, answer: Answer) -> None:
    if not answer.links:
        document.add_paragraph(NOTHING)
    for link in answer.links:
        paragraph = document.add_paragraph(style="List Bullet")
        title, url = link.get("title") or link["url"], link["url"]
        if url.startswith(("https://", "http://")):
            add_link(paragraph, title, url)
            paragraph.add_run(clean(f" ({url})") if title != url else "")
        else:
            paragraph.add_run(clean(f"{title}, {url}"))


# --- Data sheets ------------------------------------------------------------------------------------------------------


def add_sheet(document: Any, sheet: Sheet, *, told: bool = True) -> None:
    """A data sheet as tables, annual and in-year apart; `told`: with the past of each indicator and notes in words."""
    if not sheet:
        document.add_paragraph(NO_FIGURES)
    for caption, rows in sheet.tables:
        document.add_heading(caption, level=3)
        header = ("Indicator", "Period", sheet.authority, "Place and trend", sheet.region, "England", "Neighbours")
        add_table(document, caption, header, [_cells(row) for row in rows], SHEET_WIDTHS, SMALL)
        if told:
            _add_past(document, caption, rows)
    if sheet and told:
        near = f" Neighbours: {sheet.neighbours}, the mean of those that have a figure." if sheet.neighbours else ""
        document.add_paragraph(clean(f"Region and England are pooled from counts.{near}"), "Caption")
    if sheet.missing and told:
        document.add_paragraph(clean(f"Without figures: {'; '.join(sheet.missing)}."), "Caption")


def _add_past(document: Any, caption: str, rows: Sequence[dict[str, Any]]) -> None:
    """The past of indicators: those that have the same periods as columns of one table."""
    alike: dict[tuple[str, ...], list[list[str]]] = {}
    for row in rows:
        if len(row["past"]) > 1:
            periods = tuple(when for when, _, _ in row["past"])
            alike.setdefault(periods, []).append([row["name"], *(words for _, words, _ in row["past"])])
    for periods, lines in alike.items():
        widths = (NAMES, *[(WHOLE - NAMES) / len(periods)] * len(periods))
        add_table(document, f"{caption}: earlier figures", ("Earlier figures", *periods), lines, widths, SMALL)


def _cells(row: dict[str, Any]) -> list[str]:
    own = "; ".join(filter(None, (row["own"], row["notes"])))
    place = "; ".join(filter(None, (row["place"], row["trend"]))) or "not placed"
    name = f"{row['name']} ({row['polarity']})"
    return [name, row["period"], own, place, row["region"], row["england"], row["near"]]


# --- Around it --------------------------------------------------------------------------------------------------------


def _add_addenda(document: Any, addenda: list[Addendum]) -> None:
    """SE-19: what was added beside the approved text later."""
    if not addenda:
        return
    document.add_heading("Added later", level=1)
    document.add_paragraph("The text above stands as it was approved. This was added beside it.")
    for one in addenda:
        document.add_heading(clean(f"{one.happened_on:%-d %B %Y}: {one.title}"), level=2)
        for part in one.text.splitlines():
            if part.strip():
                document.add_paragraph(clean(part))
        if one.judgement:
            document.add_paragraph(clean(f"Changed judgement: {one.judgement}"))


def _number_pages(document: Any, title: str) -> None:
    """The title above each page and its number below it."""
    section = document.sections[0]
    section.header.paragraphs[0].add_run(clean(title)).font.size = Pt(9)
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run("Page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)
