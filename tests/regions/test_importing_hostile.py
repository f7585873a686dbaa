"""Files that nobody should send: each is refused in a sentence, or read, and nothing else ever happens (DIR-10)."""

import io
import resource
import zipfile
from random import Random

import pytest
from openpyxl import Workbook, load_workbook

from regions.importing.downloads import template
from regions.importing.reading import FileRefused, read

FIXED, MANY = 200, 10_000
HEADER = ["name", "email", "place", "role", "from"]
ROW = ["Élodie O’Brien", "elodie@x.example", "aldermoor", "dcs", "2026-01-01"]


def workbook(rows=(HEADER, ROW), *, sheets=("Directory",), state="visible") -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.worksheets[-1].sheet_state = state
    if state != "visible":
        book.create_sheet("Columns")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text(rows=(HEADER, ROW), encoding="utf-8", between=",") -> bytes:
    return "\n".join(between.join(row) for row in rows).encode(encoding)


GOOD = workbook()


def with_part(name: str, content: bytes, base: bytes | None = None) -> bytes:
    """A workbook with a part added, or another in place of one that it has."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(base or GOOD)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return file.getvalue()


def sheet_xml(inside: str, head: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{head}<worksheet xmlns="{space}"><sheetData>{inside}</sheetData></worksheet>'.encode()


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
REFUSED = {
    "nothing": ("a.csv", b"", "is empty"),
    "blank lines": ("a.csv", b"\n\n,,\n", "no rows"),
    "too large": ("a.csv", b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    "a line of 10 MB": ("a.csv", b"name\n" + b"a" * (10 * 1024 * 1024 - 6), "more than 100,000 characters"),
    "a long cell": ("a.csv", b"name\n" + b"a" * 10_001, "cell of more than 10,000"),
    "16,384 columns": ("a.csv", text([["x"] * 16_384]), "16,384 columns"),
    "16,384 columns of Excel": (
        "a.xlsx",
        with_part(SHEET, sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
        "16,384 columns",
    ),
    "too many rows": ("a.csv", b"name\n" * 20_002, "more than 20,000 rows"),
    "NUL": ("a.csv", b"name\nAnn\0e\n", "characters that no text has"),
    "UTF-16 without a mark": ("a.csv", text([["name"], ["Anne"]], encoding="utf-16-le"), "characters that no text has"),
    "half a character": ("a.csv", text()[:20] + b"\xe9\x81\n", "letters of the file"),
    "MacRoman": ("a.csv", text(encoding="mac-roman"), "letters of the file"),
    "Shift-JIS": ("a.csv", "name\n山田太郎様".encode("shift-jis"), "letters of the file"),
    "half of UTF-16": ("a.csv", text(encoding="utf-16")[:-1], "letters of the file"),
    "a quotation mark left open": ("a.csv", b'name\n"Anne\nBob\n', "quotation marks"),
    "cut off in a quotation": ("a.csv", text() + b'\n"x', "quotation marks"),
    "a page of the web": ("a.csv", b"<html><body>name</body></html>", "another kind of document"),
    "a workbook called CSV": ("a.csv", GOOD, "name ends in .csv"),
    "text called a workbook": ("a.xlsx", text(), "not an Excel workbook"),
    "another ending": ("a.pdf", b"%PDF-1.7", "must end in .csv or .xlsx"),
    "no ending": ("people", text(), "must end in .csv or .xlsx"),
    "macros by name": ("a.xlsm", GOOD, "can hold macros"),
    "macros": ("a.xlsx", with_part("xl/vbaProject.bin", b"x"), "holds macros"),
    "other files": ("a.xlsx", with_part("xl/externalLinks/externalLink1.xml", b"<x/>"), "draws on other files"),
    "a password": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "protected by a password"),
    "a bomb": ("a.xlsx", with_part("xl/bomb.xml", b"\0" * 2_000_000), "unpacks to far more"),
    "an entity bomb": ("a.xlsx", with_part(SHEET, sheet_xml("", LAUGHS)), "can't be read"),
    "a hidden sheet": ("a.xlsx", workbook(state="hidden"), "is hidden"),
    "a very hidden sheet": ("a.xlsx", workbook(sheets=("Directory", "B"), state="veryHidden"), "is hidden"),
    "two sheets": ("a.xlsx", workbook(sheets=("A", "B")), "several sheets"),
    "cut off": ("a.xlsx", GOOD[:-200], "damaged"),
    "a broken sheet": ("a.xlsx", with_part(SHEET, b"<worksheet><sheetData>"), "damaged"),
    "an empty zip": ("a.xlsx", b"PK\x05\x06" + b"\0" * 18, "not an Excel workbook"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_dir_10_a_file_that_can_not_be_read_is_refused_in_a_sentence(what):
    name, content, reason = REFUSED[what]
    with pytest.raises(FileRefused, match=reason.replace(".", r"\.")):
        read(name, content)


READ = {
    "UTF-8": ("a.csv", text()),
    "UTF-8 with a mark": ("a.csv", text(encoding="utf-8-sig")),
    "UTF-16 with a mark": ("a.csv", text(encoding="utf-16")),
    "Windows": ("a.csv", text(encoding="cp1252")),
    "semicolons": ("a.csv", text(between=";")),
    "tabs": ("a.CSV", text(between="\t")),
    "lines as Windows ends them": ("a.csv", text().replace(b"\n", b"\r\n")),
    "in a folder": ("C:\\people\\a.csv", text()),
    "Excel": ("a.xlsx", workbook()),
    "Excel with a sheet that explains": ("a.xlsx", workbook(sheets=("Directory", "Columns"))),
    "Excel with two sheets, one by its name": ("a.xlsx", workbook(sheets=("Directory", "Other"))),
}


@pytest.mark.parametrize("what", READ)
def test_dir_10_however_a_file_is_written_its_rows_are_the_same(what):
    name, content = READ[what]
    sheet = read(name, content)
    assert sheet.rows[1:] == [["1", *HEADER], ["2", *ROW]]
    assert (sheet.name.lower(), len(sheet.digest)) == ("a.csv" if name.lower().endswith("csv") else "a.xlsx", 64)


def test_cells_of_excel_become_text_and_formulas_stay_visible():
    inside = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
        '<row r="3"><c r="A3"><f>1+1</f><v>2</v></c><c r="B3"><v>42</v></c><c r="C3" t="b"><v>1</v></c>'
        '<c r="D3" t="e"><v>#REF!</v></c><c r="E3" t="inlineStr"><is><t>a_x0000_b</t></is></c></row>'
        '<row r="1048576"><c r="A1048576"><v>1.5</v></c></row>'
    )
    rows = read("a.xlsx", with_part(SHEET, sheet_xml(inside))).rows
    assert [row[0] for row in rows] == ["Directory", "1", "3", "1048576"]
    assert rows[2][1:5] == ["=1+1", "42", "yes", "#REF!"]
    assert rows[3][1:] == ["1.5"]
    assert "\0" not in rows[2][5]


def test_a_workbook_that_claims_a_row_beyond_all_rows_takes_no_time():
    inside = '<row r="999999999"><c r="A999999999"><v>1</v></c></row>'
    with pytest.raises(FileRefused):
        read("a.xlsx", with_part(SHEET, sheet_xml(inside)))


# --- Made up from a seed ----------------------------------------------------------------------------------------------


def _broken(chance: Random, good: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """A file that was read, damaged in one to twenty places: cut, bytes changed, repeated, or called something else."""
    name, content = chance.choice(good)
    content = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        place = chance.randrange(len(content)) if content else 0
        match chance.randrange(6):
            case 0:
                del content[place:]
            case 1:
                content[place : place + 1] = bytes([chance.randrange(256)])
            case 2:
                content[place:place] = chance.choice(
                    [b'"', b"\0", b"\xff\xfe", b",", b"\n", b"=1", b"PK\x03\x04", b"<"]
                )
            case 3:
                content[place:place] = content[place : place + chance.randint(1, 50)] * chance.randint(1, 20)
            case 4:
                del content[place : place + chance.randint(1, 40)]
            case 5:
                name = chance.choice(["a.csv", "a.xlsx", "a.xls", "a.csv.xlsx", "a\0.csv", "\ud800.csv", ""])
    return name, bytes(content)


def _repacked(chance: Random) -> tuple[str, bytes]:
    """A workbook that is whole as a zip file, with damaged XML inside."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        part = chance.choice(archive.namelist())
        xml = archive.read(part)
    _, broken = _broken(chance, [("x", xml)])
    return "a.xlsx", with_part(part, broken)


def _try(seed: int, number: int) -> dict[str, int]:
    """How many of so many hostile files were read, and how many refused. Anything else is an error."""
    chance = Random(seed)  # noqa: S311 - the same files each time
    good, answers = (
        [("a.csv", text()), ("a.xlsx", GOOD), ("a.csv", text(encoding="utf-16"))],
        {"read": 0, "refused": 0},
    )
    said: set[str] = set()
    for _ in range(number):
        name, content = _repacked(chance) if chance.random() < 0.4 else _broken(chance, good)
        try:
            sheet = read(name, content)
        except FileRefused as refusal:
            answers["refused"] += 1
            said.add(str(refusal)[-1])
        else:
            answers["read"] += 1
            assert all(isinstance(cell, str) and "\0" not in cell for row in sheet.rows for cell in row)
            sheet.name.encode()
            "".join(map("".join, sheet.rows)).encode()
    assert said <= {"."}
    return answers


def test_dir_10_two_hundred_hostile_files_are_read_or_refused():
    answers = _try(1, FIXED)
    assert sum(answers.values()) == FIXED
    assert answers["refused"] > FIXED / 2


@pytest.mark.soak
def test_dir_10_ten_thousand_hostile_files_are_read_or_refused_in_bounded_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(_try(2, MANY).values()) == MANY
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 100


def test_the_template_is_a_file_that_is_read():
    book = load_workbook(io.BytesIO(template("xlsx").content), read_only=True)
    assert book.sheetnames == ["Directory", "Columns"]
    assert len(read("a.xlsx", template("xlsx").content).rows) == 3
    assert len(read("a.csv", b"".join(template("csv").streaming_content)).rows) == 3
