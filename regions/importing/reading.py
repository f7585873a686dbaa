"""From a file to rows of text, or a clear refusal. Nothing of a file is trusted: not its name, size or parts."""

import csv
import datetime as dt
import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from regions.importing.columns import EXPLAINED, SHEET

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
LONGEST_CELL: Final = 10_000
LONGEST_LINE: Final = 100_000
LAST_ROW_OF_EXCEL: Final = 1_048_576
# What a workbook may unpack to, how much a part may be packed, and of how many parts it may be made.
MOST_UNPACKED, MOST_PACKED, MOST_PARTS, SMALL_PART = 64 * 1024 * 1024, 200, 500, 512 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# In Windows-1252 and nothing else likely: letters of western Europe, quotation marks and dashes.
WINDOWS: Final = frozenset(
    "‘’“”–—…£€\u00a0°·½º" + "".join(map(chr, [*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x100)]))
)


class FileRefused(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """The file can't be read; the text says why, and what to do."""


@dataclass(frozen=True)
class Sheet:
    """A file as it was read. `rows` begin with the name of the sheet; then each row is its number and its cells."""

    name: str
    digest: str
    rows: list[list[str]]


def read(name: str, content: bytes) -> Sheet:
    """The rows of a CSV or Excel file, as text. Raises FileRefused."""
    name, ending = checked(name, content)
    rows = _of_workbook(content) if ending == "xlsx" else [["File"], *_limited(csv_rows(content))]
    if len(rows) < 2:
        raise FileRefused("The file has no rows.")
    return Sheet(name, hashlib.sha256(content).hexdigest(), rows)


def checked(name: str, content: bytes) -> tuple[str, str]:
    """The name of a file as it can be shown, and its ending: csv or xlsx. Raises FileRefused for any other file."""
    name = shown(name.replace("\\", "/").rpartition("/")[2])[:200] or "file"
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if not content:
        raise FileRefused("The file is empty.")
    if len(content) > MOST_BYTES:
        raise FileRefused(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Split it into smaller ones.")
    _check_kind(ending, content)
    return name, ending


def shown(text: str) -> str:
    """Text that can be stored and shown: what is no character becomes a question mark, as its cell's fault will say."""
    return "".join("\ufffd" if unicodedata.category(one) in ("Cc", "Cs", "Cn", "Co") else one for one in text)


def _check_kind(ending: str, content: bytes) -> None:
    if ending in ("xlsm", "xltm", "xlsb", "xlam"):
        raise FileRefused("The file can hold macros. Save it as an Excel workbook (.xlsx) or as CSV.")
    if ending not in ("csv", "xlsx"):
        raise FileRefused("The name of the file must end in .csv or .xlsx.")
    if content.startswith(OLE):
        raise FileRefused(
            "The file is protected by a password or in an old format of Excel. "
            "Take the password away, or save it as an Excel workbook (.xlsx)."
        )
    packed = content.startswith(b"PK")
    if ending == "csv" and packed:
        raise FileRefused(
            "The name ends in .csv, but this is an Excel workbook or a zip file. Rename it or save it as CSV."
        )
    if ending == "xlsx" and not packed:
        raise FileRefused("The name ends in .xlsx, but this is not an Excel workbook, or it is damaged.")


# --- CSV --------------------------------------------------------------------------------------------------------------


def csv_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file with their numbers from 1. Raises FileRefused."""
    text = decoded(content)
    if "\0" in text:
        raise FileRefused("The file holds characters that no text has. Save it again as CSV (UTF-8).")
    if any(len(line) > LONGEST_LINE for line in io.StringIO(text, newline=None)):
        raise FileRefused(f"The file has a line of more than {LONGEST_LINE:,} characters.")
    if text.lstrip().startswith(("<", "{\\rtf", "%PDF")):
        raise FileRefused("This is not a CSV file but another kind of document.")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(LONGEST_LINE)
    # A quotation mark that is never closed would swallow the rest of the file: strict tells.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            # In a table the row is what counts, however many lines it took.
            yield line, cells
            line += 1
    except csv.Error as error:
        raise FileRefused(f"Row {line} can't be read: quotation marks there don't match, or it is cut off.") from error


def decoded(content: bytes) -> str:
    """The text of a CSV file: UTF-8, UTF-16 with its mark, or Windows-1252 where that is beyond doubt."""
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    marked = next((name for mark, name in marks if content.startswith(mark)), "")
    try:
        return content.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        if not marked and b"\0" not in content and (text := _windows(content)):
            return text
        raise FileRefused("The letters of the file can't be told. Save it as “CSV UTF-8”.") from error


def _windows(content: bytes) -> str:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return ""
    strange = {one for one in text if ord(one) > 127} - WINDOWS
    # Two and more in a row are the bytes of some other encoding.
    return "" if strange or re.search(r"[\u00c0-\u00ff]{3}", text) else text


# --- Excel ------------------------------------------------------------------------------------------------------------


def _of_workbook(content: bytes) -> list[list[str]]:
    with opened(content) as book:
        sheet = _chosen(book)
        # A size that the sheet only claims would be believed.
        sheet.reset_dimensions()
        return [[shown(sheet.title)[:100]], *_limited(_of_sheet(sheet))]


@contextmanager
def opened(content: bytes, *, most_unpacked: int = MOST_UNPACKED, saved_values: bool = False) -> Iterator[Any]:
    """A workbook to be read inside the block, behind every guard; what goes wrong there becomes a FileRefused.

    `saved_values` reads what Excel saved as the result of a formula in place of the formula.
    """
    try:
        _check_parts(content, most_unpacked)
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False, data_only=saved_values)
        try:
            yield book
        finally:
            book.close()
    except FileRefused:
        raise
    except (ParseError, zipfile.BadZipFile, EOFError) as error:
        raise FileRefused("The workbook is damaged or cut off. Save it again.") from error
    except Exception as error:
        # Whatever a made-up workbook brings its reader to do; entities, defusedxml refuses.
        raise FileRefused("The workbook can't be read. Save it again as an Excel workbook (.xlsx).") from error


def _check_parts(content: bytes, most_unpacked: int) -> None:
    """What the zip directory says, before anything is unpacked; more than it says is never read."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise FileRefused("The workbook is protected by a password. Take the password away.")
        bomb = any(
            one.file_size > SMALL_PART and one.file_size > MOST_PACKED * max(one.compress_size, 1) for one in parts
        )
        if len(parts) > MOST_PARTS or bomb or sum(one.file_size for one in parts) > most_unpacked:
            raise FileRefused("The workbook unpacks to far more than its rows need. Copy its cells into a new one.")
        names = [part.filename.lower() for part in parts]
        if len(set(names)) != len(names):
            raise FileRefused("The workbook is damaged: it holds the same part twice.")
        types = archive.read("[Content_Types].xml") if "[content_types].xml" in names else b""
        if (
            any("vbaproject" in one or "macrosheets" in one or "activex" in one for one in names)
            or b"macroEnabled" in types
        ):
            raise FileRefused("The workbook holds macros. Save it as an Excel workbook without macros (.xlsx).")
        if any("externallink" in one or "connections.xml" in one or "embeddings/" in one for one in names):
            raise FileRefused("The workbook draws on other files. Copy its cells, as values, into a new one.")
        if "xl/workbook.xml" not in names:
            raise FileRefused("This is not an Excel workbook.")


def _chosen(book: Any) -> Any:
    """The sheet with the rows: the one called “Directory”, or the only one besides that which explains the columns."""
    sheets = [one for one in book.worksheets if one.title != EXPLAINED]
    if hidden := next((one for one in sheets if one.sheet_state != "visible"), None):
        raise FileRefused(f"The sheet “{shown(hidden.title)[:60]}” is hidden. Show it or delete it.")
    named = [one for one in sheets if one.title == SHEET] or sheets
    if len(named) != 1:
        raise FileRefused(f"The workbook has several sheets. Call the one to import “{SHEET}”.")
    return named[0]


def _of_sheet(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW_OF_EXCEL), start=1):
        yield number, [_text(cell) for cell in row]


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return f"={getattr(value, 'text', value)!s}".replace("==", "=", 1)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return str(value)


# --- Both -------------------------------------------------------------------------------------------------------------


def _limited(rows: Iterable[tuple[int, list[str]]]) -> list[list[str]]:
    """Rows that hold something, within the limits, each with its number first."""
    kept: list[list[str]] = []
    for number, cells in rows:
        texts = [text.strip() for text in cells]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        if len(texts) > MOST_COLUMNS:
            raise FileRefused(f"Row {number} has {len(texts):,} columns, and at most {MOST_COLUMNS} can be read.")
        if len(kept) > MOST_ROWS:
            raise FileRefused(f"The file has more than {MOST_ROWS:,} rows. Split it into smaller ones.")
        if any(len(text) > LONGEST_CELL for text in texts):
            raise FileRefused(f"Row {number} has a cell of more than {LONGEST_CELL:,} characters.")
        kept.append([str(number), *map(_kept, texts)])
    return kept


def _kept(text: str) -> str:
    # A break in a cell is a blank: no fact has lines.
    text = re.sub(r"\s*[\r\n\t]\s*|\s{2,}", " ", text)
    return text if text.isascii() and text.isprintable() else shown(text)
