"""GEN-3: working days and England's bank holidays."""

import calendar
from datetime import date, timedelta

import pytest

from riia.ui.workdays import (
    add_working_days,
    bank_holidays,
    easter_sunday,
    is_working_day,
    working_days_between,
)

# As published on gov.uk/bank-holidays for England and Wales: month and day.
LISTS = {
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}
# Another way to the same days: the full moon before Easter by golden number, month and day, as the tables of the Book
# of Common Prayer have it for 1900 to 2199.
MOONS = (
    (4, 14),
    (4, 3),
    (3, 23),
    (4, 11),
    (3, 31),
    (4, 18),
    (4, 8),
    (3, 28),
    (4, 16),
    (4, 5),
    (3, 25),
    (4, 13),
    (4, 2),
    (3, 22),
    (4, 10),
    (3, 30),
    (4, 17),
    (4, 7),
    (3, 27),
)
# On which days of December and January the two days of Christmas and New Year's Day are held, by the weekday on which
# the first of them falls (Monday first).
CHRISTMAS = ((25, 26), (25, 26), (25, 26), (25, 26), (25, 28), (27, 28), (27, 26))
NEW_YEAR = (1, 1, 1, 1, 1, 3, 2)
PROCLAIMED = {
    2002: ("05-27", "06-03 06-04"),
    2011: ("", "04-29"),
    2012: ("05-28", "06-04 06-05"),
    2020: ("05-04", "05-08"),
    2022: ("05-30", "06-02 06-03 09-19"),
    2023: ("", "05-08"),
}
# Easter Sundays between the earliest and the latest that there can be (22 March, 25 April).
EASTERS = ("2000-04-23", "2008-03-23", "2011-04-24", "2016-03-27", "2019-04-21", "2024-03-31", "2038-04-25")


@pytest.mark.parametrize("year", LISTS)
def test_bank_holidays_are_those_that_were_published(year):
    assert bank_holidays(year) == {date.fromisoformat(f"{year}-{day}") for day in LISTS[year].split()}


def worked_out(year: int) -> set[date]:
    """The bank holidays of a year, without the rules that the portal works them out by."""
    moon = date(year, *MOONS[year % 19])
    sunday = moon + timedelta(days=6 - moon.weekday() or 7)
    mondays = {month: [week[0] for week in calendar.monthcalendar(year, month) if week[0]] for month in (5, 8)}
    days = {sunday - timedelta(days=2), sunday + timedelta(days=1), date(year, 5, mondays[5][0])}
    days |= {date(year, 5, mondays[5][-1]), date(year, 8, mondays[8][-1])}
    days |= {date(year, 12, one) for one in CHRISTMAS[date(year, 12, 25).weekday()]}
    days.add(date(year, 1, NEW_YEAR[date(year, 1, 1).weekday()]))
    without, besides = (
        {date.fromisoformat(f"{year}-{one}") for one in words.split()} for words in PROCLAIMED.get(year, ("", ""))
    )
    assert without <= days
    return (days - without) | besides


def test_bank_holidays_worked_out_in_another_way_are_the_same():
    assert {year: bank_holidays(year) for year in range(2000, 2100)} == {
        year: worked_out(year) for year in range(2000, 2100)
    }


@pytest.mark.parametrize("written", EASTERS)
def test_easter_falls_on_the_sunday_of_the_almanac(written):
    assert easter_sunday(int(written[:4])) == date.fromisoformat(written)


def test_days_for_one_occasion_before_then_are_known_too():
    assert {date(2002, 6, 3), date(2002, 6, 4)} < bank_holidays(2002)
    assert date(2002, 5, 27) not in bank_holidays(2002)
    assert date(2011, 4, 29) in bank_holidays(2011)
    assert {date(2012, 6, 4), date(2012, 6, 5)} < bank_holidays(2012)


def test_every_year_has_eight_bank_holidays_on_weekdays_and_what_was_proclaimed_besides():
    more = {2002: 9, 2011: 9, 2012: 9, 2022: 10, 2023: 9}
    for year in range(2000, 2101):
        assert len(bank_holidays(year)) == more.get(year, 8)
        assert not [day for day in bank_holidays(year) if day.weekday() > 4]


def test_years_whose_days_are_not_listed_are_refused():
    with pytest.raises(ValueError, match="known from 2000 on, not for 1999"):
        is_working_day(date(1999, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 11, 22), False),
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),  # in place of Boxing Day
        (date(2026, 12, 29), True),
        (date(2020, 5, 4), True),  # the early May day was on the 8th that year
    ],
)
def test_a_working_day_is_no_weekend_and_no_bank_holiday(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 12, 18), 10, date(2027, 1, 6)),  # over Christmas Day, its Monday and New Year's Day
        (date(2025, 4, 17), 5, date(2025, 4, 28)),  # over Easter
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
        (date(2025, 4, 28), -5, date(2025, 4, 17)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_working_days_are_added_and_taken_away(start, number, end):
    assert add_working_days(start, number) == end


@pytest.mark.parametrize("number", [-30, -1, 0, 1, 2, 5, 20, 60])
def test_counting_between_two_days_is_adding_the_other_way_round(number):
    for after in range(0, 366, 5):
        start = date(2022, 1, 1) + timedelta(days=after)
        assert working_days_between(start, add_working_days(start, number)) == number
