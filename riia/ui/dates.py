"""Dates in words, dates known only to the month or the year, and the date that a page is read "as at"."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils import dateformat, timezone

DAY: Final = "day"
MONTH: Final = "month"
YEAR: Final = "year"
FORMATS: Final = {DAY: "j F Y", MONTH: "F Y", YEAR: "Y"}
WRITTEN: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date known to its day, month or year; `date` is then the first day of that day, month or year."""

    date: dt.date
    precision: str = DAY

    def __str__(self) -> str:
        return in_words(self.date, self.precision)

    @property
    def day_after(self) -> dt.date:
        """The first day that is no longer part of it: the `to` of a period that ends with this date (DIR-5)."""
        if self.precision == DAY:
            return self.date + dt.timedelta(days=1)
        if self.precision == MONTH:
            return (self.date.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        return dt.date(self.date.year + 1, 1, 1)


def in_words(date: dt.date | None, precision: str = DAY) -> str:
    """ "30 November 2026", "November 2026" or "2026"; nothing for no date."""
    return dateformat.format(date, FORMATS[precision]) if date else ""


@dataclass(frozen=True)
class AsAt:
    """The date that a page is read at; `error` says what was wrong with the one asked for, and then today is shown."""

    date: dt.date
    today: dt.date
    error: str = ""
    written: str = ""

    @property
    def is_today(self) -> bool:
        return self.date == self.today


def as_at(request: HttpRequest) -> AsAt:
    """Read `on` from the query string: 2017-11-01, 1/11/2017 or 1 November 2017; without it, today in London
    (DIR-2)."""
    today = timezone.localdate()
    written = request.GET.get("on", "").strip()
    if not written:
        return AsAt(today, today)
    for pattern in WRITTEN:
        try:
            return AsAt(dt.datetime.strptime(written, pattern).date(), today, written=written)
        except ValueError:
            continue
    error = f"“{written[:40]}” is not a date. Enter a date like 2017-11-01"
    return AsAt(today, today, error, written)
