"""Charts put things where they belong, whatever they are given."""

import datetime as dt
import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.ui import charts

TODAY = dt.date(2026, 11, 22)
PLACES = st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=1, max_size=40, unique=True)
DATES = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))


def cell(q, r, css_class="app-hex--london"):
    return {"q": q, "r": r, "label": "ABC", "title": "A place", "url": "/a/", "css_class": css_class}


@given(PLACES)
def test_hexagons_keep_their_distance_and_stay_on_the_map(places):
    chart = charts.hexmap([cell(q, r) for q, r in places])
    assert len(chart.hexagons) == len(places)
    apart = 2 * charts.HALF - 0.2  # places are rounded to a tenth
    for one, other in itertools.combinations(chart.hexagons, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) >= apart
    for hexagon in chart.hexagons:
        assert charts.HALF <= hexagon.x <= chart.width - charts.HALF
        assert charts.SIZE <= hexagon.y <= chart.height - charts.SIZE


@given(st.integers(-20, 20), st.integers(-20, 20))
def test_the_six_neighbours_touch_and_count_each_other(q, r):
    beside = charts.neighbours(q, r)
    assert len(set(beside)) == 6
    for edge, place in enumerate(beside):
        assert math.dist(charts.centre(q, r), charts.centre(*place)) == pytest.approx(2 * charts.HALF)
        assert charts.neighbours(*place)[(edge + 3) % 6] == (q, r)


@given(PLACES, st.data())
def test_the_border_has_each_edge_between_two_classes_once_and_none_within_a_class(places, data):
    classes = {place: data.draw(st.sampled_from(["a", "b"])) for place in places}
    chart = charts.hexmap([cell(q, r, classes[q, r]) for q, r in places])
    edges = {
        frozenset([place, other])
        for place in places
        for other in charts.neighbours(*place)
        if classes.get(other) != classes[place]
    }
    assert chart.border.count("M") == len(edges)


def test_two_cells_in_one_place_are_refused():
    with pytest.raises(ValueError, match="same place"):
        charts.hexmap([cell(1, 1), cell(1, 1)])


def test_an_empty_map_is_empty():
    assert charts.hexmap([]).hexagons == ()


def person(label, start, end=None, **rest):
    return {"label": label, "start": start, "end": end, "style": "held", **rest}


PEOPLE = st.lists(
    st.builds(
        person,
        st.sampled_from(["Ann Lee", "Tom Field", "Dame Alexandra Winterbottom-Featherstonehaugh of Northtown"]),
        st.none() | DATES,
        st.none() | DATES,
        style=st.sampled_from(sorted(charts.STYLES)),
        start_known=st.booleans(),
        end_known=st.booleans(),
    ),
    max_size=12,
)


@given(PEOPLE, DATES)
def test_a_lifeline_stays_inside_its_frame_with_lines_that_fit(people, today):
    chart = charts.lifeline(people, today=today)
    bars = [bar for row in chart.rows for bar in row.bars]
    assert len(bars) == len(people)
    assert all(bar.x >= 0 and bar.width > 0 and bar.end <= 100.01 for bar in bars)
    assert all(chart.rows[0].lines[0].y <= bar.y and bar.foot <= chart.height for bar in bars)
    assert 0 <= chart.now <= 100
    assert 1 <= len(chart.ticks) <= charts.MOST_TICKS + 1
    for row in chart.rows:
        assert all(len(line.name) + len(line.note) <= charts.SHORT for line in row.lines)
        assert row.lines[-1].y < row.bars[0].y
    for above, below in itertools.pairwise(chart.rows):
        assert above.bars[0].foot < below.lines[0].y


@given(DATES, DATES)
def test_an_earlier_date_never_stands_further_right(one, other):
    first, second = sorted([one, other])
    chart = charts.lifeline([person("A", first), person("B", second)], today=TODAY)
    assert chart.rows[0].bars[0].x <= chart.rows[1].bars[0].x


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        (person("A", dt.date(2016, 4, 1), dt.date(2020, 3, 1)), "2016 to 2020"),
        (person("A", dt.date(2016, 4, 1), dt.date(2021, 1, 1)), "2016 to 2020"),
        (person("A", dt.date(2016, 4, 1), dt.date(2016, 9, 1), style="interim"), "2016, interim"),
        (person("A", dt.date(2016, 4, 1)), "2016 to now"),
        (person("A", dt.date(2016, 4, 1), end_known=False), "2016, end not known"),
        (person("A", dt.date(2016, 4, 1), dt.date(2020, 3, 1), end_known=False), "2016 to at least 2020"),
        (person("A", dt.date(2016, 4, 1), start_known=False, style="twin-hat"), "known from 2016 to now, twin hat"),
        (person("A", None, dt.date(2020, 3, 1)), "start not known, to 2020"),
        (person("A", None, style="unconfirmed"), "start not known, to now, not confirmed"),
    ],
)
def test_a_time_in_post_reads_as_what_is_known(given_, words):
    assert charts.spell_in_words(given_) == words


def test_neighbours_of_one_name_share_a_row_with_both_times_in_words():
    chart = charts.lifeline(
        [
            person("Jim Okafor", dt.date(2006, 1, 1), dt.date(2006, 9, 1), style="interim"),
            person("Jim Okafor", dt.date(2006, 9, 1), dt.date(2013, 6, 1)),
            person("Ann Lee", dt.date(2013, 6, 1), words="since midsummer 2013"),
        ],
        today=TODAY,
    )
    assert [(row.name, row.note, len(row.bars)) for row in chart.rows] == [
        ("Jim Okafor", "2006, interim; 2006 to 2013", 2),
        ("Ann Lee", "since midsummer 2013", 1),
    ]
