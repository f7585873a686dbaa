"""Files of figures that nobody should send: each is refused with reasons or read, and nothing else happens (DAT-5)."""

import io
import resource
import zipfile
from collections import Counter
from random import Random
from types import SimpleNamespace
from xml.sax.saxutils import escape

import pytest

from datasets.figures import MOST_ERRORS, FigureInput, Upload
from datasets.files import reading
from datasets.files.template import template_csv, template_workbook
from datasets.statuses import MARKERS_IN_RETURNS
from tests.datasets import factories, filling

FIXED, MANY = 200, 10_000
BAD_NUMBERS = [
    "-1",
    "1e999",
    "NaN",
    "inf",
    "1,2,3",
    "12.5.1",
    "0x1F",
    "１２",
    "9" * 40,
    "<5",
    "TRUE",
    "=1+1",
    "'=1",
    "#REF!",
]
BAD_NUMBERS += [
    "1/2",
    "2026-01-01",
    "\u202e12",
    "a\u0000b",
    "\ufffd",
    "10%",
    "£5",
    "--",
    "‑5",
    "x" * 9_000,
    "12abc",
    " ",
]
RELATIONS = "xl/_rels/workbook.xml.rels"


def figures_part(book: bytes) -> str:
    """The part of a workbook that holds its figures: the last sheet's."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return max(name for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))


def with_parts(book: bytes, changed: dict[str, bytes]) -> bytes:
    """A workbook with parts changed, added, or left out (None)."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part not in changed:
                new.writestr(part, old.read(part))
        for part, content in changed.items():
            if content is not None:
                new.writestr(part, content)
    return file.getvalue()


class Files:
    """Good files of one return, of its neighbour and of another quarter, and ways to spoil them."""

    def __init__(self, cast) -> None:
        period = factories.period(cast)
        self.return_ = factories.of_first(cast, period)
        before = factories.period(cast, period.collection, slug=factories.quarter().previous.slug)
        others = [period.returns.get(authority=cast.north.second), factories.of_first(cast, before)]
        self.book, self.text = filling.workbook(self.return_), filling.text(self.return_)
        self.others = [("a.xlsx", filling.workbook(one)) for one in others]
        self.others += [("a.csv", filling.text(one)) for one in others]
        self.empty = [("a.xlsx", template_workbook(self.return_)), ("a.csv", template_csv(self.return_))]
        self.part = figures_part(self.book)
        with zipfile.ZipFile(io.BytesIO(self.book)) as archive:
            self.sheet = archive.read(self.part).decode()
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def made(self, chance: Random) -> tuple[str, bytes]:
        """One hostile file."""
        ways = (self.bad_cell, self.bad_cell, self.bad_xml, self.bad_text, self.bad_bytes, self.other, self.odd_sheets)
        return chance.choice(ways)(chance)

    def bad_cell(self, chance: Random) -> tuple[str, bytes]:
        """Bad values in cells of the sheet itself, of every type that Excel knows."""
        sheet = self.sheet
        for _ in range(chance.randint(1, 4)):
            place, value = chance.choice(["F6", "F7", "F9", "G6", "H9", "I7", "A6"]), escape(chance.choice(BAD_NUMBERS))
            value = value.replace("\0", "")
            cell = chance.choice(
                [
                    f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>',
                    f'<c r="{place}"><f>{value}</f><v>5</v></c>',
                    f'<c r="{place}"><v>{chance.choice(["-7", "1e308", "NaN", "1.5", "44927", "9" * 400])}</v></c>',
                    f'<c r="{place}" t="b"><v>1</v></c>',
                    f'<c r="{place}" t="e"><v>#DIV/0!</v></c>',
                    f'<c r="{place}" t="s"><v>{chance.choice(["-1", "999999", "x"])}</v></c>',
                    f'<c r="{place}" t="d"><v>2026-01-01</v></c>',
                    f'<c r="{place}" s="9999"><v>5</v></c>',
                ]
            )
            start = sheet.find(f'<c r="{place}"')
            ends = [end for end in (sheet.find("/>", start), sheet.find("</c>", start)) if end > 0]
            end = min(ends) if start > 0 and ends else -1
            if end > 0:
                sheet = sheet[:start] + cell + sheet[end + (4 if sheet.startswith("</c>", end) else 2) :]
        return "a.xlsx", with_parts(self.book, {self.part: sheet.encode("utf-8", "replace")})

    def bad_xml(self, chance: Random) -> tuple[str, bytes]:
        """A part that is damaged in a few places."""
        name = chance.choice([one for one in self.parts if one.endswith((".xml", ".rels"))])
        return "a.xlsx", with_parts(self.book, {name: _damaged(chance, self.parts[name])})

    def bad_text(self, chance: Random) -> tuple[str, bytes]:
        rows = self.text.decode().splitlines()
        for _ in range(chance.randint(1, 5)):
            row = chance.randrange(len(rows))
            cells = rows[row].split(",")
            cells[chance.randrange(len(cells))] = chance.choice([*BAD_NUMBERS, "", '"', "figure", "code", "aldermoor"])
            rows[row] = ",".join(cells)
        if chance.random() < 0.3:
            rows.insert(chance.randrange(len(rows)), chance.choice(rows))
        encoding = chance.choice(["utf-8", "utf-16", "utf-8-sig", "cp1252"])
        return "a.csv", "\n".join(rows).encode(encoding, "replace")

    def bad_bytes(self, chance: Random) -> tuple[str, bytes]:
        name, content = chance.choice([("a.xlsx", self.book), ("a.csv", self.text)])
        return chance.choice([name, name, "a.csv", "a.xlsm", "a", "\ud800.xlsx"]), _damaged(chance, content)

    def other(self, chance: Random) -> tuple[str, bytes]:
        return chance.choice([*self.others, *self.empty])

    def odd_sheets(self, chance: Random) -> tuple[str, bytes]:
        """Hidden, renamed and merged; macros, other files, a part of nothing."""
        workbook = self.parts["xl/workbook.xml"].decode()
        merged = self.sheet.replace("</sheetData>", '</sheetData><mergeCells><mergeCell ref="F6:G6"/></mergeCells>')
        rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(20, 2_100))
        changed = chance.choice(
            [
                {"xl/workbook.xml": workbook.replace('name="Figures"', 'name="figures "').encode()},
                {"xl/workbook.xml": workbook.replace('name="Return"', 'name="Retour"').encode()},
                {"xl/workbook.xml": workbook.replace('state="visible"', 'state="hidden"', 1).encode()},
                {"xl/workbook.xml": workbook.replace('state="visible"', 'state="veryHidden"').encode()},
                {self.part: merged.encode()},
                {self.part: self.sheet.replace("</sheetData>", f"{rows}</sheetData>").encode()},
                {self.part: self.sheet.replace('r="F6"', 'r="XFD6"').encode()},
                {self.part: self.sheet.replace("<sheetData>", '<sheetData><row r="7"></row>').encode()},
                {self.part: b"<worksheet>"},
                {self.part: None},
                {RELATIONS: None},
                {"xl/vbaProject.bin": b"x"},
                {"xl/externalLinks/externalLink1.xml": b"<x/>"},
                {"xl/big.xml": b"\0" * 2_000_000},
                {"xl/sharedStrings.xml": b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "a">]><sst>&a;</sst>'},
            ]
        )
        return "a.xlsx", with_parts(self.book, changed)


def _damaged(chance: Random, good: bytes) -> bytes:
    content = bytearray(good)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(content)) if content else 0
        match chance.randrange(5):
            case 0:
                del content[place:]
            case 1:
                content[place : place + 1] = bytes([chance.randrange(256)])
            case 2:
                content[place:place] = chance.choice(
                    [b'"', b"\0", b"\xff\xfe", b",", b"\n", b"=1", b"<", b"&a;", b"9" * 50]
                )
            case 3:
                content[place:place] = content[place : place + chance.randint(1, 60)] * chance.randint(1, 10)
            case 4:
                del content[place : place + chance.randint(1, 40)]
    return bytes(content)


def _sound(figure: FigureInput) -> bool:
    """Whether the database would take a figure."""
    value = figure.value
    if value is None:
        return figure.marker in MARKERS_IN_RETURNS
    return value.is_finite() and 0 <= value <= 10_000_000 and value == round(value, 2) and not figure.marker


def _answer(return_, name: str, content: bytes) -> Upload:
    """What is made of one file: sentences that can be stored and shown, or figures that can be kept."""
    found = reading.read_upload(return_, name, content)
    assert bool(found.errors) != bool(found.figures), (name, found)
    assert len(found.errors) <= MOST_ERRORS + 1
    for one in found.errors:
        assert one.reason.endswith((".", "?")), one
        "".join((one.sheet, one.column, one.value, one.reason)).encode()
        assert "\0" not in one.value
        assert len(one.value) <= 100
    assert all(map(_sound, found.figures.values()))
    found.file_name.encode()
    return found


def _try(cast, seed: int, number: int) -> Counter:
    chance, files, answers = Random(seed), Files(cast), Counter()  # noqa: S311 - the same files each time
    # Asked once: what is tried is the file.
    plain = _in_memory(files.return_)
    for _ in range(number):
        found = _answer(plain, *files.made(chance))
        answers["refused" if found.errors else "read"] += 1
    return answers


def _in_memory(return_):
    """A return whose items needn't be asked for again, and whose collection has no map."""
    items = list(return_.collection_period.version.items.all())
    period = return_.collection_period
    version = SimpleNamespace(slug=period.version.slug, items=SimpleNamespace(all=lambda: items))
    plain = SimpleNamespace(slug=period.slug, collection=period.collection, version=version)
    return SimpleNamespace(authority=return_.authority, collection_period=plain, edition=None)


def test_dat_5_two_hundred_hostile_files_are_refused_with_reasons_or_read(cast):
    answers = _try(cast, 1, FIXED)
    assert answers.total() == FIXED
    assert answers["refused"] > FIXED * 0.7


@pytest.mark.soak
def test_dat_5_ten_thousand_hostile_files_are_refused_or_read_in_bounded_memory(cast):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answers = _try(cast, 2, MANY)
    assert answers.total() == MANY
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 150


def test_dat_5_the_good_files_among_them_are_read(cast):
    files = Files(cast)
    for name, content in (("a.xlsx", files.book), ("a.csv", files.text)):
        assert len(_answer(files.return_, name, content).figures) == 4
    for name, content in (*files.others, *files.empty):
        assert _answer(files.return_, name, content).errors
