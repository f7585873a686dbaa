"""Dates in words, dates known in part, and the date that a page is read at."""

import datetime as dt

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from riia.ui.dates import PartialDate, as_at, in_words
from riia.ui.templatetags.ui import date_with_precision, readable

DATE = dt.date(2026, 11, 30)


def test_dates_read_by_what_is_known():
    assert in_words(DATE) == "30 November 2026"
    assert date_with_precision(DATE, "month") == "November 2026"
    assert str(PartialDate(DATE, "year")) == "2026"
    assert in_words(None) == ""


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(["day", "month", "year"]))
def test_the_day_after_is_the_first_that_reads_otherwise(date, precision):
    known = PartialDate(date, precision)
    assert in_words(known.day_after, precision) != str(known)
    assert in_words(known.day_after - dt.timedelta(days=1), precision) == str(known)


def at(written):
    return as_at(RequestFactory().get("/", {"on": written} if written is not None else {}))


@pytest.mark.parametrize("written", ["2017-11-01", "1/11/2017", "1 November 2017", " 1 Nov 2017 "])
def test_a_page_is_read_at_the_date_that_was_written(written):
    read = at(written)
    assert (read.date, read.error, read.is_today) == (dt.date(2017, 11, 1), "", False)


@pytest.mark.parametrize("written", [None, "", "  "])
def test_without_a_date_a_page_is_read_today(written):
    assert at(written).is_today
    assert at(written).error == ""


@pytest.mark.parametrize("written", ["yesterday", "2017-02-30", "31/13/2017", "<script>", "0000-00-00"])
def test_what_is_no_date_is_named_in_an_error(written):
    read = at(written)
    assert written in read.error
    assert read.is_today


@pytest.mark.parametrize(
    ("number", "words"),
    [(1234567, "1,234,567"), (-5, "-5"), (1234.5, "1,234.5"), ("none", "none"), (None, "None")],
)
def test_numbers_have_separators(number, words):
    assert readable(number) == words
