"""A report as a Word file: headings, texts, tables with header rows, and a picture above each table (DAT-14)."""

from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import resvg_py
from docx.shared import Cm, Pt

from datasets.files.word import add_piece, describe, new_document, repeat_as_header
from datasets.models import RegionalReport
from datasets.narrative import Section
from datasets.prose import pieces_of
from datasets.showing import NOT_AVAILABLE, with_unit
from regions.exporting import DISCLOSURE, MARKING
from riia.ui.dates import in_words

# Of the picture, in its own units.
WIDTH, HEIGHT, GAP = 900, 180, 12
# Tables and pictures don't get wider than a page of A4 takes.
MOST_COLUMNS: Final = 6
BLUE, GREY, LINE = "#1d70b8", "#b1b4b6", "#505a5f"


def word_file(report: RegionalReport) -> bytes:
    """The report as DOCX."""
    document = new_document(report.title, str(report.region))
    document.add_heading(report.title, level=0)
    status = "Final" if report.finished_at else "Draft"
    when = report.finished_at or report.drafted_at
    document.add_paragraph(f"{report.region}. {status}, {in_words(when.date())}. {MARKING}. {DISCLOSURE}")
    measures = {one["code"]: one for one in report.figures["measures"]}
    for section in report.sections:
        _add_section(document, section, measures, report.figures["periods"])
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add_section(document: Any, section: Section, measures: dict[str, Any], periods: list[dict[str, str]]) -> None:
    document.add_heading(section["heading"], level=1)
    for piece in pieces_of(section["text"]):
        add_piece(document, piece)
    for code in section["indicators"]:
        if code in measures:
            _add_measure(document, measures[code], periods)


# --- A measure --------------------------------------------------------------------------------------------------------


def _add_measure(document: Any, measure: dict[str, Any], periods: list[dict[str, str]]) -> None:
    """The last quarters as columns, with a picture of them above: the picture's words are the table's."""
    labels = [one["label"] for one in periods][-MOST_COLUMNS:]
    values = measure["values"][-MOST_COLUMNS:]
    document.add_heading(measure["name"], level=2)
    numbers = [None if one is None or one["value"] is None else Decimal(one["value"]) for one in values]
    if sum(one is not None for one in numbers) > 1:
        picture = document.add_picture(BytesIO(picture_of(numbers)), width=Cm(17))
        describe(picture, measure["name"], description_of(measure, labels, numbers))
        document.add_paragraph(
            "One column for each quarter, in the order of the table; the latest is darkest.", "Caption"
        )
    table = document.add_table(rows=2, cols=len(labels))
    table.style = "Table Grid"
    repeat_as_header(table.rows[0])
    for column, (label, value, one) in enumerate(zip(labels, values, numbers, strict=True)):
        table.rows[0].cells[column].paragraphs[0].add_run(label).bold = True
        cell = table.rows[1].cells[column].paragraphs[0]
        if one is None:
            cell.add_run(NOT_AVAILABLE)
        else:
            cell.add_run(f"{with_unit(one, measure['decimals'], measure['unit'])}")
            cell.add_run(f"\n{value['used']} of {value['expected']} authorities").font.size = Pt(9)
    document.add_paragraph()


def description_of(measure: dict[str, Any], labels: list[str], numbers: list[Decimal | None]) -> str:
    """A chart in words: every value in its order."""
    said = [
        f"{label} {NOT_AVAILABLE if one is None else with_unit(one, measure['decimals'], measure['unit'])}"
        for label, one in zip(labels, numbers, strict=True)
    ]
    return f"Column chart of {measure['name']}: {', '.join(said)}."


def picture_of(numbers: list[Decimal | None]) -> bytes:
    """A column for each value from zero up, as PNG. It holds no words, so it needs no font (ADR 0015)."""
    most = max((float(one) for one in numbers if one is not None), default=0.0) or 1.0
    step = WIDTH / len(numbers)
    shapes = []
    for place, one in enumerate(numbers):
        left, width = place * step + GAP, step - 2 * GAP
        if one is None:
            # A gap that can be seen: nothing is known, which is not zero.
            dash = f'stroke="{GREY}" stroke-width="2" stroke-dasharray="6 6" fill="none"'
            shapes.append(f'<rect x="{left:.1f}" y="20" width="{width:.1f}" height="{HEIGHT - 22}" {dash}/>')
            continue
        height = max(float(one), 0.0) / most * (HEIGHT - 22)
        colour = BLUE if place == len(numbers) - 1 else GREY
        top = HEIGHT - 2 - height
        shapes.append(f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>')
    base = f'<rect x="0" y="{HEIGHT - 2}" width="{WIDTH}" height="2" fill="{LINE}"/>'
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>{"".join(shapes)}{base}</svg>'
    )
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, skip_system_fonts=True, zoom=2))
