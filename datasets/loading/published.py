"""Reading files of published values and of statistical neighbours: every row is judged, none is guessed (DAT-15)."""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from datasets.lives import Lives
from datasets.models import Indicator
from datasets.statuses import Marker
from regions.models import AuthorityCode
from regions.statuses import CodeScheme

VALUES: tuple[str, ...] = ("la_gss", "geo_level", "period", "period_end", "indicator_code")
VALUES += ("numerator", "denominator", "value", "marker", "source")
NEIGHBOURS = ("la_gss", "rank", "neighbour_gss", "closeness", "model")
NUMBER = re.compile(r"-?\d{1,11}(\.\d{1,6})?")
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
JOINT = "It is a joint return of two authorities, whose counts belong to neither alone"
MARKED = "A count that can’t be stands beside a marker: the marker is kept, the count is not"
MOST_EXAMPLES = 5


class UnreadableFileError(Exception):
    """A file that can't be read at all; says why in a sentence."""


class LeftOutError(Exception):
    """Why a row is left out."""


@dataclass
class LeftOut:
    """Rows that were left out, by reason: their numbers in the file and some of them in words."""

    rows: dict[str, list[int]] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, number: int, words: str) -> None:
        numbers = self.rows.setdefault(reason, [])
        if number not in numbers[-1:]:
            numbers.append(number)
        shown = self.examples.setdefault(reason, [])
        if len(shown) < MOST_EXAMPLES:
            shown.append(f"row {number}: {words}")

    @property
    def total(self) -> int:
        return sum(len(one) for reason, one in self.rows.items() if reason != MARKED)

    def as_stored(self) -> list[dict[str, Any]]:
        """The form of `PublishedImport.left_out`; `where` has every row's number."""
        return [
            {"reason": reason, "rows": len(rows), "where": in_ranges(rows), "examples": self.examples[reason]}
            for reason, rows in sorted(self.rows.items(), key=lambda one: (-len(one[1]), one[0]))
        ]


def in_ranges(numbers: list[int]) -> str:
    """ "3, 7 to 9"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}" if first == last else f"{first} to {last}" for first, last in runs)


@dataclass(frozen=True, slots=True)
class Given:
    """A row of published values as its file gives it."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    marker: str
    period_label: str
    source: str
    row: int


# An authority and the last day of a period.
Key = tuple[int, date]


@dataclass
class PublishedFile:
    """A file of published values that was read: rows by indicator, and what was left out."""

    digest: str
    rows: dict[int, dict[Key, Given]] = field(default_factory=dict)
    # Pairs of authorities that gave one return, by indicator.
    joint: dict[int, set[tuple[int, int]]] = field(default_factory=dict)
    left_out: LeftOut = field(default_factory=LeftOut)


@dataclass
class NeighboursFile:
    """A file of neighbours that was read: (authority, rank) to neighbour and closeness, by the day of the set."""

    digest: str
    sets: dict[date, dict[tuple[int, int], tuple[int, str]]] = field(default_factory=dict)
    left_out: LeftOut = field(default_factory=LeftOut)


class Codes:
    """Authorities by every code that they have or had, on a day (DIR-3)."""

    def __init__(self, lives: Lives):
        self.lives = lives
        self.all: dict[str, list[tuple[int, date | None, date | None]]] = {}
        rows = AuthorityCode.objects.filter(scheme=CodeScheme.GSS).order_by("pk")
        for code, authority, starts, ends in rows.values_list("code", "authority", "valid_from", "valid_to"):
            self.all.setdefault(code, []).append((authority, starts, ends))
        self._found: dict[tuple[str, date], int] = {}

    def authority(self, code: str, day: date) -> int:
        """Whom a code means on a day; what came to a new council as a whole is its predecessor's before (DIR-3)."""
        if (code, day) not in self._found:
            self._found[code, day] = self._find(code, day)
        return self._found[code, day]

    def _find(self, code: str, day: date) -> int:
        holders = self.all.get(code)
        if not holders:
            raise LeftOutError("The authority's code is not known")
        then = [one for one in holders if (one[1] is None or one[1] <= day) and (one[2] is None or one[2] > day)]
        return self.lives.in_its_place_on((then or holders)[0][0], day)


def read_values(path: Path, lives: Lives) -> PublishedFile:
    """Judge every row of a file of published values; nothing is written. UnreadableFileError if it can't be."""
    found = PublishedFile(digest_of(path))
    reading = _Values(lives)
    for number, row in _rows(path, VALUES):
        try:
            indicator, key, given = reading.row(number, row)
            before = found.rows.setdefault(indicator, {}).setdefault(key, given)
            if before is not given:
                raise LeftOutError(_again(before, given))
        except LeftOutError as reason:
            found.left_out.add(str(reason), number, f"{row['la_gss']}, {row['indicator_code']}, {row['period_end']}")
    for told in reading.noticed:
        found.left_out.add(*told)
    found.joint = reading.joint
    return found


def _again(before: Given, given: Given) -> str:
    value = "the same" if (before.value, before.marker) == (given.value, given.marker) else "another"
    return f"The same authority, period and indicator stand in a row before, with {value} value"


class _Values:
    """Judges rows of published values, and remembers what comes again and again."""

    def __init__(self, lives: Lives):
        self.codes = Codes(lives)
        self.indicators = dict(Indicator.objects.values_list("code", "pk"))
        self.joint: dict[int, set[tuple[int, int]]] = {}
        self.noticed: list[tuple[str, int, str]] = []
        self._days: dict[str, date] = {}
        self._words: dict[str, str] = {}

    def row(self, number: int, row: dict[str, str]) -> tuple[int, Key, Given]:
        indicator = self.indicators.get(row["indicator_code"])
        if indicator is None:
            raise LeftOutError("The indicator is not in the catalogue")
        day = self._day(row["period_end"])
        if row["geo_level"] == "la_joint":
            first, *others = (self.codes.authority(one.strip(), day) for one in row["la_gss"].split("/"))
            self.joint.setdefault(indicator, set()).update((first, other) for other in others)
            raise LeftOutError(JOINT)
        if row["geo_level"] != "la":
            raise LeftOutError("It is not about an authority")
        authority = self.codes.authority(row["la_gss"], day)
        return indicator, (authority, day), self._given(number, row)

    def _given(self, number: int, row: dict[str, str]) -> Given:
        marker = row["marker"]
        if marker and marker not in Marker.values:
            raise LeftOutError("The marker is not known")
        value = self._number("value", row["value"], 6)
        if value is None and not marker:
            raise LeftOutError("It has neither a number nor a marker")
        if value is not None and marker:
            raise LeftOutError("It has both a number and a marker")
        numerator, denominator = (self._count(name, number, row) for name in ("numerator", "denominator"))
        label, source = self._word("period", row["period"], 40), self._word("source", row["source"], 60)
        return Given(value, numerator, denominator, self._word("marker", marker, 5), label, source, number)

    def _count(self, name: str, number: int, row: dict[str, str]) -> Decimal | None:
        """A count. Beside a marker nobody needs it, so one that can't be is left out, and the row is kept."""
        try:
            count = self._number(name, row[name], 2)
            if count is not None and count < 0:
                raise LeftOutError(f"The {name} is negative")
        except LeftOutError:
            if not row["marker"]:
                raise
            self.noticed.append((MARKED, number, f"{row['la_gss']}, {row['indicator_code']}, {name} {row[name]}"))
            return None
        return count

    def _number(self, name: str, text: str, decimals: int) -> Decimal | None:
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            raise LeftOutError(f"The {name} is no number")
        number = Decimal(text)
        if name == "value" and number < 0:
            raise LeftOutError("The value is negative")
        if round(number, decimals) != number:
            raise LeftOutError(f"The {name} has more than {decimals} decimals")
        return number

    def _day(self, text: str) -> date:
        if text not in self._days:
            self._days[text] = _day(text)
        return self._days[text]

    def _word(self, name: str, text: str, longest: int) -> str:
        """The text, kept once however often it comes."""
        if len(text) > longest:
            raise LeftOutError(f"The {name} is longer than {longest} characters")
        return self._words.setdefault(text, text)


def _day(text: str) -> date:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise LeftOutError("The end of the period is no date") from None
        if 1990 <= day.year <= 2100:
            return day
    raise LeftOutError("The end of the period is no date")


# --- Neighbours -------------------------------------------------------------------------------------------------------


def read_neighbours(path: Path, lives: Lives) -> NeighboursFile:
    """Judge every row of a file of statistical neighbours; nothing is written. UnreadableFileError if it can't be."""
    found, codes = NeighboursFile(digest_of(path)), Codes(lives)
    listed: set[tuple[date, int, int]] = set()
    for number, row in _rows(path, NEIGHBOURS):
        try:
            day, authority, rank, neighbour = _pair(row, codes)
            if (authority, rank) in found.sets.get(day, {}):
                raise LeftOutError("The authority has a neighbour of this rank in a row before")
            if (day, authority, neighbour) in listed:
                raise LeftOutError("The neighbour stands in a row before")
        except LeftOutError as reason:
            found.left_out.add(str(reason), number, f"{row['la_gss']}, rank {row['rank']}, {row['neighbour_gss']}")
            continue
        listed.add((day, authority, neighbour))
        found.sets.setdefault(day, {})[authority, rank] = neighbour, row["closeness"][:30]
    return found


def _pair(row: dict[str, str], codes: Codes) -> tuple[date, int, int, int]:
    """The day of the set, the authority, the rank and the neighbour of a row."""
    model = MONTH.fullmatch(row["model"])
    if not model:
        raise LeftOutError("The model is no month, such as 2025-05")
    day = date(int(model[1]), int(model[2]), 1)
    if not re.fullmatch(r"[1-9]\d?", row["rank"]):
        raise LeftOutError("The rank is no number from 1")
    authority, neighbour = codes.authority(row["la_gss"], day), codes.authority(row["neighbour_gss"], day)
    if authority == neighbour:
        raise LeftOutError("An authority is not its own neighbour")
    return day, authority, int(row["rank"]), neighbour


# --- Files ------------------------------------------------------------------------------------------------------------


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; UnreadableFileError where it can't be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFileError(f"{path.name} can't be opened: {error.strerror}.") from error


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with their number in the file, one at a time; cells that a row lacks are empty."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="", restkey="more")
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise UnreadableFileError(f"{path.name} has no column {', '.join(missing)}.")
            for row in reader:
                yield reader.line_num, row
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFileError(f"{path.name} is no CSV file in UTF-8: {error}.") from error
