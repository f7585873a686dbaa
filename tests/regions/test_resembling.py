"""How much names resemble one another."""

import pytest

from regions.models import Person
from regions.resembling import likeness, resembling

SAME = [
    ("Jane Cox", "jane  COX"),
    ("Jane Cox", "Cox, Jane"),
    ("Jane Cox", "Cllr Jane Cox"),
    ("Jane Cox", "Dr. Jane Cox OBE"),
    ("Jane Cox", "Cox Jane"),
    ("Zoë O’Brien", "Zoe O'Brien"),
    ("Ann-Marie Hill", "Ann Marie Hill"),
]
ALIKE = [
    ("Jon Smithson", "John Smithson"),
    ("J Featherstone", "Jane Featherstone"),
    ("J A Featherstone", "Jane Anna Featherstone"),
    ("Jane A. Cox", "Jane Cox"),
    ("Jane A. Cox", "Jane Ann Cox"),
    ("Jane Ann Cox", "Jane Anne Cox"),
    ("Jane Ann Beatrice Cox", "Jane Beatrice Cox"),
]
# First and last words agree; what stands between them tells two people apart.
CONFLICTING = [
    ("Jane Ann Cox", "Jane Beatrice Cox"),
    ("Jane A. Cox", "Jane Beatrice Cox"),
    ("Jane Smith-Hill", "Jane Brown-Hill"),
    ("Jane Ann Beatrice Cox", "Jane Claire Cox"),
    ("Jane Ann Beatrice Cox", "Jane Ann Claire Cox"),
]
OTHERS = [
    ("Jane Cox", "John Hill"),
    ("Jane Cox", "Jane Hill"),
    ("Mary Cox", "Paul Cox"),
    ("P Cox", "Jane Cox"),
    ("Cox", "Jane Cox"),
    ("", "Jane Cox"),
    ("Jane Cox", "..."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_case_accents_titles_and_order_make_no_other_name(one, other):
    assert likeness(one, other) == likeness(other, one) == 1.0


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_slips_and_initials_resemble(one, other):
    assert 0.85 <= likeness(one, other) == likeness(other, one) < 1


@pytest.mark.parametrize(("one", "other"), CONFLICTING)
def test_middle_names_that_conflict_make_two_people(one, other):
    assert 0.5 < likeness(one, other) == likeness(other, one) < 0.85


def test_a_middle_name_that_one_leaves_out_says_nothing_against_them():
    assert likeness("Jane Ann Cox", "Jane Cox") == likeness("Cox, Jane", "Dr Jane Ann Cox") == 0.98


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_names_do_not(one, other):
    assert likeness(one, other) < 0.85


def test_a_title_alone_is_a_name_too():
    assert likeness("Lord", "lord") == 1.0
    assert likeness("Dr, Jane Cox", "Jane Cox") == 1.0


def test_those_who_resemble_come_the_most_alike_first():
    people = [Person(pk=1, name="Jon Smithson"), Person(pk=2, name="Ann Hill"), Person(pk=3, name="Mr John Smithson")]
    assert [(one.pk, score) for one, score in resembling("John Smithson", people)] == [
        (3, 1.0),
        (1, likeness("John Smithson", "Jon Smithson")),
    ]
