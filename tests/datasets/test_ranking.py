"""Limits, bands, ranks, trends and flags of rows, without a database (DAT-8 to DAT-13)."""

from datetime import date
from decimal import Decimal

import pytest

from datasets.ranking import Measure, Row, follow_quarters, follow_years, place
from datasets.statistics import rate_interval, wilson_interval
from datasets.statuses import Flag

SHARE = Measure("lower_better", "wilson", 100)
RATE = Measure("neutral", "byars", 10_000)
DAY = date(2025, 3, 31)


def row(authority: int, value: float, of: int = 1000, day: date = DAY, **how) -> Row:
    """A percentage with its counts."""
    return Row(authority, day, Decimal(str(value)), Decimal(round(value * of / 100)), Decimal(of), **how)


def eight(*values: float) -> list[Row]:
    return [row(number, value) for number, value in enumerate(values or (10, 11, 12, 13, 14, 15, 16, 17))]


def test_dat_8_a_row_is_banded_and_ranked_among_those_compared():
    rows = [*eight(), row(8, 1, is_compared=False), Row(9, DAY, marker="c")]
    place(rows, SHARE)
    assert [one.band for one in rows] == ["A", "A", "B", "B", "C", "C", "D", "D", "", ""]
    assert [one.rank for one in rows] == [1, 2, 3, 4, 5, 6, 7, 8, None, None]
    assert {one.ranked for one in rows} == {8, None}
    assert [one.flags for one in rows[6:]] == [[Flag.LOWEST_BAND], [Flag.LOWEST_BAND], [], []]
    assert rows[0].z == pytest.approx(-1.428869)
    # Limits belong to the figure itself, whoever it is compared with.
    assert (rows[8].lower, rows[8].upper) == tuple(100 * one for one in wilson_interval(10, 1000))
    assert (rows[9].lower, rows[9].z) == (None, None)


def test_dat_22_seven_figures_are_not_banded():
    rows = eight()[:7]
    place(rows, SHARE)
    assert {(one.band, one.rank, one.ranked, one.z) for one in rows} == {("", None, None, None)}


def test_dat_8_neutral_figures_and_those_that_hardly_differ_get_no_band():
    neutral, alike = eight(), eight(10, 10, 10, 10, 10, 10, 10, 40)
    place(neutral, Measure("neutral", "wilson", 100))
    place(alike, SHARE)
    assert {(one.band, one.rank, one.ranked) for one in neutral} == {("", None, None)}
    assert {one.band for one in alike} == {""}
    assert [one.rank for one in alike] == [1, 1, 1, 1, 1, 1, 1, 8]


def test_dat_13_an_outlier_is_beyond_limits_that_allow_for_how_areas_differ():
    rows = eight(10, 10.5, 9.5, 10, 10.2, 9.8, 10.1, 9.9, 10.3, 9.7, 40, 1)
    place(rows, Measure("neutral", "wilson", 100))
    assert [one.flags for one in rows[10:]] == [[Flag.OUTLIER_HIGH], [Flag.OUTLIER_LOW]]
    assert all(one.flags == [] for one in rows[:10])
    rates = eight(10, 10.5, 9.5, 10, 10.2, 9.8, 10.1, 9.9, 10.3, 9.7, 40)
    place(rates, RATE)
    assert [one.authority for one in rates if one.flags == [Flag.OUTLIER_HIGH]] == [10]


@pytest.mark.parametrize(
    ("measure", "part", "whole", "limits"),
    [
        (RATE, 5, 100, rate_interval(5, 100, 10_000)),
        (SHARE, 11, 10, (None, None)),
        (SHARE, 0, 0, (None, None)),
        (Measure("neutral", "none", 100), 5, 100, (None, None)),
    ],
)
def test_dat_9_limits_are_of_the_measures_own_kind(measure, part, whole, limits):
    one = Row(1, DAY, Decimal(1), Decimal(part), Decimal(whole))
    place([one], measure)
    assert (one.lower, one.upper) == limits


def years(*values: float, of: int = 5000, begins: int = 2021, **how) -> list[Row]:
    return [row(1, value, of, date(begins + number, 3, 31), **how) for number, value in enumerate(values)]


def followed(rows: list[Row], measure: Measure) -> list[str]:
    place(rows, measure)
    follow_years(rows, measure)
    return [one.trend for one in rows]


def test_dat_9_a_trend_needs_five_years_in_a_row():
    rising = years(10, 12, 14, 16, 18, 20)
    assert followed(rising, SHARE) == ["", "", "", "", "increasing", "increasing"]
    assert [one.flags for one in rising[3:]] == [[], [Flag.TREND], [Flag.TREND]]
    assert followed(years(10, 12, 14, 16, 18), RATE) == ["", "", "", "", "increasing"]
    assert followed(years(10, 10, 10, 10, 10), SHARE)[-1] == "none"
    assert followed(years(10, 12, 14, 16, 18), Measure("neutral", "none", 100)) == [""] * 5
    gap = years(10, 12, 14, 16, 18, 20)
    assert followed([*gap[:2], *gap[3:]], SHARE) == [""] * 5


def test_dat_10_a_year_outside_the_authoritys_own_life_is_no_point_of_its_trend():
    rows = years(10, 12, 14, 16, 18, 20)
    rows[1].in_series = False
    assert followed(rows, SHARE) == [""] * 6


def test_dat_9_a_trend_in_the_right_direction_is_not_flagged():
    rows = years(10, 12, 14, 16, 18)
    assert followed(rows, Measure("higher_better", "wilson", 100))[-1] == "increasing"
    assert rows[-1].flags == []


LEVEL = [10.0, 11.0, 10.0, 9.0, 10.0, 11.0, 10.0, 9.0, 10.0]


def quarter(value: float, past: list) -> tuple[str, list]:
    one = Row(1, DAY, Decimal(str(value)))
    follow_quarters(one, past)
    return one.trend, one.flags


def test_dat_9_a_quarter_is_held_against_ten_of_its_own():
    assert quarter(10, LEVEL) == ("none", [])
    assert quarter(10, LEVEL[:8]) == ("", [])
    assert quarter(30, LEVEL) == ("none", [Flag.POINT_OUTSIDE])
    assert quarter(16, [*LEVEL, 11, 12, 13, 14, 15])[0] == "increasing"
    assert Flag.DRIFT in quarter(16, [*LEVEL, 11, 12, 13, 14, 15])[1]
    # A gap ends what was rising.
    assert quarter(16, [*LEVEL, 11, 12, None, 14, 15])[0] == "none"
    missing = Row(1, DAY, marker="x")
    follow_quarters(missing, LEVEL)
    assert (missing.trend, missing.flags) == ("", [])
