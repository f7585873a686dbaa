"""What every Word file of the portal has: its language, its marking, readable styles, and tables and pictures that are
read out (DAT-14, SE-13).
"""

import re
from typing import Any, Final

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

from datasets.prose import Piece
from regions.exporting import DISCLOSURE, MARKING

FONT: Final = "Arial"
STYLES: Final = ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Caption")
LANGUAGE: Final = "en-GB"
# Characters that XML, and so Word, cannot hold.
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def new_document(title: str, owner: str) -> Any:
    """An empty document of A4 in British English, with its title, owner and marking in its properties (ACC-15)."""
    document = Document()
    about = document.core_properties
    about.title, about.author, about.category = clean(title)[:255], clean(owner)[:255], MARKING
    about.comments, about.language = DISCLOSURE, LANGUAGE
    for name in STYLES:
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)  # noqa: S101 - for the type checker
        style.font.name = FONT
    document.styles["Normal"].font.size = Pt(11)
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


def repeat_as_header(row: Any) -> None:
    """Say that the row is the table's header: read out with each cell, and repeated on the next page."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)


def describe(picture: Any, title: str, description: str) -> None:
    """Alternative text, for readers who don't see the picture."""
    about = picture._inline.docPr
    about.set("title", title)
    about.set("descr", description)
