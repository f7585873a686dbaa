"""How every Word file of the portal looks: its font, its colours, its tables (DAT-14, SE-13, WCAG 1.4.3)."""

import pytest
from docx.oxml.ns import qn

from datasets.files.word import FONT, STYLES, add_table, new_document


def luminance(colour) -> float:
    """Relative luminance of a colour (WCAG 2.2, definition of the term)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (one / 255 for one in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", STYLES)
def test_every_style_has_the_font_and_a_colour_that_can_be_read_on_white(name):
    style = new_document("A", "B").styles[name]
    assert style.font.name == FONT
    assert not [one for one in style.element.rPr.rFonts.attrib if one.endswith("Theme")]
    assert 1.05 / (luminance(style.font.color.rgb) + 0.05) >= 4.5


def test_a_table_says_what_it_is_repeats_its_header_and_keeps_rows_on_one_page():
    document = new_document("A", "B")
    add_table(document, "About\x07 it", ("One", "Two"), [("1", "2"), ("3", "4")], (4, 13))
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["One", "Two"], ["1", "2"], ["3", "4"]]
    (caption,) = table._tbl.iter(qn("w:tblCaption"))
    assert caption.get(qn("w:val")) == "About it"
    assert [bool(list(row._tr.iter(qn("w:tblHeader")))) for row in table.rows] == [True, False, False]
    assert all(list(row._tr.iter(qn("w:cantSplit"))) for row in table.rows)
    # The order of the schema: Word refuses a file whose properties stand in another.
    names = [one.tag.rpartition("}")[2] for one in table._tbl.tblPr]
    order = ("tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook", "tblCaption")
    assert names == [one for one in order if one in names]
    assert {"tblCellMar", "tblCaption"} <= set(names)
