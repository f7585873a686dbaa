"""What every Word file of the portal has: its language, its marking, readable styles, and tables and pictures that are
read out (DAT-14, SE-13).
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from datasets.prose import Piece
from regions.exporting import DISCLOSURE, MARKING

FONT: Final = "Arial"
# Size in points and colour of each style, all dark enough on white to be read (WCAG 1.4.3).
INK, BRAND, QUIET = RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x0B, 0x5C, 0x6B), RGBColor(0x50, 0x5A, 0x5F)
STYLES: Final = {
    "Normal": (11, INK),
    "Title": (22, INK),
    "Heading 1": (16, BRAND),
    "Heading 2": (13, INK),
    "Heading 3": (11, INK),
    "Caption": (9, QUIET),
}
# The fonts of the theme stand before the font of a style wherever they are named.
THEME_FONTS: Final = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
LANGUAGE: Final = "en-GB"
# Top, left, bottom and right of a cell, in twentieths of a point.
CELL_MARGINS: Final = (40, 80, 40, 80)
# Characters that XML, and so Word, cannot hold.
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def new_document(title: str, owner: str) -> Any:
    """An empty document of A4 in British English, with its title, owner and marking in its properties (ACC-15)."""
    document = Document()
    about = document.core_properties
    about.title, about.author, about.category = clean(title)[:255], clean(owner)[:255], MARKING
    about.comments, about.language = DISCLOSURE, LANGUAGE
    for name, (size, colour) in STYLES.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)  # noqa: S101 - for the type checker
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour
        for theme in THEME_FONTS:
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
    document.styles["Caption"].font.bold = False
    document.styles["Heading 2"].paragraph_format.space_before = Pt(14)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    return document


def clean(text: str) -> str:
    """Text without the characters that no Word file can hold."""
    return CONTROL.sub("", text)


def add_piece(document: Any, piece: Piece) -> None:
    """A paragraph or an entry of a list, with its bold and italic words."""
    style = None
    if piece.level:
        kind = "List Number" if piece.numbered else "List Bullet"
        style = kind if piece.level == 1 else f"{kind} {min(piece.level, 3)}"
    paragraph = document.add_paragraph(style=style)
    for words, bold, italic in piece.runs:
        run = paragraph.add_run(clean(words))
        run.bold, run.italic = bold, italic


def add_table(
    document: Any,
    about: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    size: int = 10,
) -> None:
    """A table whose first row is its header, with `about` read out before it; widths in centimetres, size in points.

    A row stays on one page.
    """
    table = document.add_table(rows=0, cols=len(header))
    table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.LEFT
    properties = table._tbl.tblPr
    _say(properties, "tblCaption", clean(about)[:255])
    margins = OxmlElement("w:tblCellMar")
    for side, points in zip(("top", "left", "bottom", "right"), CELL_MARGINS, strict=True):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(points))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    # Where the schema wants them.
    properties.find(qn("w:tblLook")).addprevious(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for place, texts in enumerate((header, *rows)):
        row = table.add_row()
        _say(row._tr.get_or_add_trPr(), "cantSplit", "true")
        if not place:
            repeat_as_header(row)
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Cm(width)
            run = cell.paragraphs[0].add_run(clean(text))
            run.font.size, run.bold = Pt(size), not place or None
    document.add_paragraph()


def repeat_as_header(row: Any) -> None:
    """Say that the row is the table's header: read out with each cell, and repeated on the next page."""
    _say(row._tr.get_or_add_trPr(), "tblHeader", "true")


def _say(of: Any, name: str, value: str) -> None:
    element = OxmlElement(f"w:{name}")
    element.set(qn("w:val"), value)
    of.append(element)


def describe(picture: Any, title: str, description: str) -> None:
    """Alternative text, for readers who don't see the picture."""
    about = picture._inline.docPr
    about.set("title", title)
    about.set("descr", description)
