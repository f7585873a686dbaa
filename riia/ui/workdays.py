"""Working days in England: no Saturday, no Sunday, no bank holiday.

The bank holidays are those of the Banking and Financial Dealings Act 1971 (schedule 1, England and Wales), of common
law (Good Friday, Christmas Day) and of royal proclamation (New Year's Day since 1974, the early May day since 1978,
substitutes for days that fall on a weekend, and days for one occasion), as listed on gov.uk/bank-holidays. Worked out
by rule, so that no list runs out; what was proclaimed for one year only is data, and the next such day is a line here.
"""

import datetime as dt
from functools import cache
from typing import Final

MONDAY: Final = 0
SATURDAY: Final = 5
# From here on the days for one occasion are all listed.
FIRST_YEAR: Final = 2000
# Bank holidays of one year that were held on another day: the year, the holiday, the day.
MOVED: Final = {
    (2002, "spring"): dt.date(2002, 6, 4),  # Golden Jubilee
    (2012, "spring"): dt.date(2012, 6, 4),  # Diamond Jubilee
    (2020, "early May"): dt.date(2020, 5, 8),  # 75 years since the end of the war in Europe
    (2022, "spring"): dt.date(2022, 6, 2),  # Platinum Jubilee
}
ONCE: Final = (
    dt.date(2002, 6, 3),  # Golden Jubilee
    dt.date(2011, 4, 29),  # a royal wedding
    dt.date(2012, 6, 5),  # Diamond Jubilee
    dt.date(2022, 6, 3),  # Platinum Jubilee
    dt.date(2022, 9, 19),  # State funeral of Queen Elizabeth II
    dt.date(2023, 5, 8),  # Coronation of King Charles III
)


def is_working_day(day: dt.date) -> bool:
    """GEN-3: Monday to Friday, but for England's bank holidays."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def next_working_day(day: dt.date) -> dt.date:
    """GEN-3: the day itself if it is one, else the first after it."""
    return day if is_working_day(day) else add_working_days(day, 1)


def why_no_working_day(day: dt.date) -> str:
    """GEN-3: "a Sunday" or "a bank holiday"; nothing for a working day."""
    if is_working_day(day):
        return ""
    return f"a {day:%A}" if day.weekday() >= SATURDAY else "a bank holiday"


def add_working_days(day: dt.date, number: int) -> dt.date:
    """GEN-3: the so-many-th working day after a day, or before it where the number is negative; the day for 0."""
    step = dt.timedelta(days=1 if number > 0 else -1)
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_between(start: dt.date, end: dt.date) -> int:
    """GEN-3: how many working days come after `start` up to and including `end`; less than 0 where `end` is earlier.

    So `working_days_between(day, add_working_days(day, n))` is n.
    """
    if end < start:
        return -sum(is_working_day(end + dt.timedelta(days=after)) for after in range((start - end).days))
    return sum(is_working_day(start + dt.timedelta(days=after)) for after in range(1, (end - start).days + 1))


@cache
def bank_holidays(year: int) -> frozenset[dt.date]:
    """The days on which England's bank holidays of a year are held (ValueError for years before `FIRST_YEAR`)."""
    if year < FIRST_YEAR:
        raise ValueError(f"Bank holidays are known from {FIRST_YEAR} on, not for {year}")
    easter = easter_sunday(year)
    days = [
        dt.date(year, 1, 1),
        easter - dt.timedelta(days=2),
        easter + dt.timedelta(days=1),
        MOVED.get((year, "early May"), _monday_from(dt.date(year, 5, 1))),
        MOVED.get((year, "spring"), _monday_from(dt.date(year, 5, 25))),
        _monday_from(dt.date(year, 8, 25)),
        # Boxing Day first: where Christmas Day is a Sunday, it is Christmas that moves on to the Tuesday.
        *sorted((dt.date(year, 12, 25), dt.date(year, 12, 26)), key=lambda day: day.weekday() >= SATURDAY),
        *(day for day in ONCE if day.year == year),
    ]
    held: set[dt.date] = set()
    for day in days:
        held.add(_substitute(day, held))
    return frozenset(held)


def _substitute(day: dt.date, taken: set[dt.date]) -> dt.date:
    """The day itself, or for a day at the weekend the next weekday that is no bank holiday yet."""
    while day.weekday() >= SATURDAY or day in taken:
        day += dt.timedelta(days=1)
    return day


def _monday_from(day: dt.date) -> dt.date:
    """The first Monday on or after a day: from the 25th of a month of 31 days, the last one of that month."""
    return day + dt.timedelta(days=(MONDAY - day.weekday()) % 7)


def easter_sunday(year: int) -> dt.date:
    """Easter of the Gregorian calendar, by the computation printed anonymously in Nature 13 (1876), 487, as given in
    J. Meeus, "Astronomical Algorithms", chapter 8."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)
