"""Periods as words: `2025` is annual, `2025-26-q2` a quarter of the financial year (a contract of the addresses)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {1: "April to June", 2: "July to September", 3: "October to December", 4: "January to March"}
SLUG = re.compile(r"(?P<first>\d{4})-(?P<second>\d{2})-q(?P<quarter>[1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of the financial year that begins in April of `first`."""

    first: int
    number: int

    def __str__(self) -> str:
        return f"{MONTHS[self.number]} {self.starts.year}"

    @property
    def slug(self) -> str:
        return f"{self.first}-{(self.first + 1) % 100:02d}-q{self.number}"

    @property
    def label(self) -> str:
        return f"Quarter {self.number} of {self.first}-{(self.first + 1) % 100:02d}, {self}"

    @property
    def starts(self) -> date:
        return date(self.first + 1, 1, 1) if self.number == 4 else date(self.first, 3 * self.number + 1, 1)

    @property
    def last_day(self) -> date:
        return self.next.starts - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return self.plus(1)

    @property
    def previous(self) -> "Quarter":
        return self.plus(-1)

    def plus(self, quarters: int) -> "Quarter":
        first, rest = divmod(4 * self.first + self.number - 1 + quarters, 4)
        return Quarter(first, rest + 1)


@dataclass(frozen=True, order=True)
class Year:
    """A calendar year: each annual indicator's period that ends in it."""

    number: int

    def __str__(self) -> str:
        return str(self.number)

    @property
    def slug(self) -> str:
        return str(self.number)

    @property
    def label(self) -> str:
        return f"Annual figures for periods that end in {self.number}"


Period = Quarter | Year


def period_of(slug: str) -> Period:
    """The period that a slug means; ValueError with a sentence if none."""
    if re.fullmatch(r"(19|20)\d{2}", slug):
        return Year(int(slug))
    found = SLUG.fullmatch(slug)
    if not found or (int(found["first"]) + 1) % 100 != int(found["second"]):
        raise ValueError(f"“{slug}” is no period: write a year, such as 2025, or a quarter, such as 2025-26-q2.")
    return Quarter(int(found["first"]), int(found["quarter"]))


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year - 1, 4) if day.month < 4 else Quarter(day.year, (day.month - 1) // 3)
