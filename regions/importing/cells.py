"""One row of a file as values, and what is wrong with its cells: where, what stands there, and why."""

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from openpyxl.utils import get_column_letter

from regions.importing.columns import BY_NAME, column_named
from riia.ui.dates import DAY, MONTH, YEAR, PartialDate
from riia.ui.forms import MONTHS, YEARS

NOT_KNOWN: Final = "not known"
YES: Final = frozenset({"yes", "y", "true", "1", "x"})
NO: Final = frozenset({"no", "n", "false", "0"})
FORMULA: Final = re.compile(r"^\s*[=@]|^\s*[+-](?![\d\s()./+-]*(\s*ext\.?\s*\d+)?$)", re.IGNORECASE)
GUARDED: Final = re.compile(r"^'(?=\s*[=@+-])")
EXCEL_ERROR: Final = re.compile(r"^#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)$")


@dataclass(frozen=True)
class Fault:
    """Something wrong, or worth a look, in one cell (or in a row, where no cell is to blame)."""

    row: int
    letter: str
    heading: str
    value: str
    reason: str
    warning: bool = False


@dataclass(frozen=True)
class Heading:
    """A column of the file: its place, what its heading says, and which of our columns that is."""

    letter: str
    said: str
    name: str


@dataclass(slots=True)
class Row:
    """One row: what its cells say by column, and the faults found in it."""

    number: int
    headings: dict[str, Heading]
    said: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.said.get(name, "")

    def has(self, name: str) -> bool:
        """Whether the file has this column at all."""
        return name in self.headings

    @property
    def is_wrong(self) -> bool:
        return any(not one.warning for one in self.faults)

    def fault(self, name: str, reason: str, *, warning: bool = False) -> None:
        heading = self.headings.get(name) or Heading("", BY_NAME[name].name if name else "", name)
        found = Fault(self.number, heading.letter, heading.said, self[name], reason, warning)
        # A cell can be looked at more than once.
        if found not in self.faults:
            self.faults.append(found)


def headings_of(cells: list[str]) -> tuple[list[Heading], list[Fault]]:
    """The first row of a file: its columns, and what is wrong with them."""
    number, headings, faults = int(cells[0]), [], []
    seen: set[str] = set()
    for place, said in enumerate(cells[1:], start=1):
        letter, name = get_column_letter(place), column_named(said)
        headings.append(Heading(letter, said, name))
        if said and not name:
            faults.append(Fault(number, letter, said, said, "This is not one of the columns. See the template."))
        elif name in seen:
            faults.append(Fault(number, letter, said, said, f"The column “{name}” is there twice."))
        seen.add(name)
    if not seen & {"name", "person_id", "role", "appointment_id"}:
        faults.append(
            Fault(number, "A", "", " ".join(cells[1:])[:60], "The first row must hold the headings of the template.")
        )
    return headings, faults


def by_column(headings: list[Heading]) -> dict[str, Heading]:
    """The headings that are columns of ours, by name; all rows of a file share it."""
    return {one.name: one for one in headings if one.name}


def row_of(cells: list[str], headings: list[Heading], columns: dict[str, Heading]) -> Row:
    """A row by column, each cell checked for what no cell may hold."""
    row = Row(int(cells[0]), columns)
    for place, text in enumerate(cells[1:]):
        heading = headings[place] if place < len(headings) else None
        if heading is None or not heading.said:
            if text:
                letter = get_column_letter(place + 1)
                row.faults.append(Fault(row.number, letter, "", text[:60], "This column has no heading."))
        elif heading.name:
            _take(row, heading.name, text)
    return row


def _take(row: Row, name: str, text: str) -> None:
    # What begins with a letter or a digit is no formula: most cells need no closer look.
    begins_plainly = text[:1].isalnum()
    if text:
        row.said[name] = text if begins_plainly else GUARDED.sub("", text)
    if not begins_plainly and FORMULA.match(text):
        row.fault(name, "This is a formula, or begins like one. Enter the value itself.")
    elif not begins_plainly and EXCEL_ERROR.match(text):
        row.fault(name, "This is an error of Excel. Enter the value itself.")
    elif "\ufffd" in text:
        row.fault(name, "This holds a character that is no letter, number or sign.")
    elif len(text) > BY_NAME[name].longest:
        row.fault(name, f"This is longer than {BY_NAME[name].longest} characters.")


# --- Values -----------------------------------------------------------------------------------------------------------


def number_in(row: Row, name: str) -> int | None:
    """A whole number; None where nothing is said or it is none."""
    text = row[name]
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) <= 9 and int(text) > 0:
        return int(text)
    row.fault(name, "This must be a whole number.")
    return None


def yes_or_no(row: Row, name: str) -> bool | None:
    """True, False, or None where nothing is said."""
    text = row[name].casefold()
    if not text:
        return None
    if text not in YES | NO:
        row.fault(name, "This must be yes or no.")
        return None
    return text in YES


def email_in(row: Row) -> str:
    """The address, checked."""
    try:
        if row["email"]:
            validate_email(row["email"])
    except ValidationError:
        row.fault("email", "This is not an e-mail address.")
    return row["email"]


def date_in(row: Row, name: str) -> PartialDate | None:
    """A day, month or year; None where nothing is said, where it is said to be not known, or where it is no date."""
    text = row[name]
    if not text or text.casefold() == NOT_KNOWN:
        return None
    found = read_date(text)
    if found is None:
        row.fault(name, "This is not a date. Enter one like 2026-12-01 or 1 December 2026.")
    return found


@lru_cache(maxsize=5000)
def read_date(text: str) -> PartialDate | None:
    """2026-12-01, 1/12/2026, 1 December 2026, 1-Dec-26; 2026-12, 12/2026, December 2026, Dec-26; 2026."""
    words = text.removesuffix("T00:00:00").removesuffix(" 00:00:00").replace(",", " ")
    parts = [part for part in re.split(r"[\s/.-]+", words.strip()) if part]
    if not 1 <= len(parts) <= 3 or not all(part.isascii() for part in parts):
        return None
    if len(parts[0]) == 4 and len(parts) > 1:
        parts = parts[::-1]
    day, month, year = (["", "", *parts])[-3:]
    found_month = MONTHS.get(month.lower()) or (int(month) if month.isdecimal() else 0 if month else 1)
    found_year = _year(year, bool(MONTHS.get(month.lower())))
    found_day = (int(day) if day.isdecimal() else 0) if day else 1
    try:
        date = dt.date(found_year, found_month, found_day)
    except (ValueError, OverflowError):
        return None
    return PartialDate(date, DAY if day else MONTH if month else YEAR) if date.year in YEARS else None


def _year(text: str, month_is_a_word: bool) -> int:
    """Four digits; two where the month is a word, as Excel writes it in a CSV file."""
    if not text.isdecimal() or len(text) not in (2, 4):
        return 0
    if len(text) == 4:
        return int(text)
    return (2000 + int(text) if int(text) < 70 else 1900 + int(text)) if month_is_a_word else 0
