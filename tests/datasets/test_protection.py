"""Small numbers are hidden, and nobody works them out (DAT-11)."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.protection import Measure, Protected, Reading, is_small, protect, shows_small
from tests.datasets.attacker import Attack

# Referrals and repeat ones, looked after and unaccompanied ones: counts, shares of one another, and a sum across both.
MEASURES = (
    Measure("referrals", ("r",)),
    Measure("repeat share", ("rr",), ("r",)),
    Measure("looked after", ("c",)),
    Measure("unaccompanied share", ("u",), ("c",)),
    Measure("either", ("rr", "u")),
)
BY_KEY = {one.key: one for one in MEASURES}
PARTS = {"rr": "r", "u": "c"}
SIMPLE = (Measure("count", ("n",)),)


@dataclass(frozen=True)
class Place:
    """One authority's four counts."""

    r: int
    rr: int
    c: int
    u: int

    def count(self, items: tuple) -> int:
        return sum(getattr(self, item) for item in items)


@st.composite
def places(draw, most: int = 12) -> Place:
    r, c = draw(st.integers(0, most)), draw(st.integers(0, most))
    return Place(r, draw(st.integers(0, r)), c, draw(st.integers(0, c)))


def readings(table: list[Place]) -> list[Reading]:
    return [
        Reading(area, one.key, place.count(one.above), place.count(one.below) if one.below else None)
        for area, place in enumerate(table)
        for one in MEASURES
    ]


def shown_sums(found: Protected, table: list[Place], tag: str = "") -> list[tuple]:
    """Everything that a reader gets, as sums of (area, item): the counts behind shown cells, and shown totals."""
    sums = []
    for one in MEASURES:
        for form in (one.above, one.below):
            if not form:
                continue
            for area in range(len(table)):
                if not found.hides(area, one.key):
                    sums.append(tuple((area, item, tag) for item in form))
            if one.key not in found.withheld:
                sums.append(tuple((area, item, tag) for area in range(len(table)) for item in form))
    return sums


def attack(table: list[Place], sums: list[tuple]) -> Attack:
    truth = {
        (area, item, ""): getattr(place, item) for area, place in enumerate(table) for item in ("r", "rr", "c", "u")
    }
    parts = [((area, part, ""), (area, whole, "")) for area in range(len(table)) for part, whole in PARTS.items()]
    return Attack(truth, sums, parts)


def given_away(table: list[Place], found: Protected, attacker: Attack) -> list:
    """Hidden cells of which a small count was worked out."""
    return [
        (area, key)
        for area, key in sorted(found.hidden)
        if not all(attacker.fails(one) for one in secrets(table[area], area, BY_KEY[key]))
    ]


def secrets(place: Place, area: int, measure: Measure) -> list[dict]:
    """The counts behind a cell that are small: above, below, and the rest of what is below."""
    above = {(area, item, ""): 1 for item in measure.above}
    below = {(area, item, ""): 1 for item in measure.below}
    counted, out_of = place.count(measure.above), place.count(measure.below)
    found = [above] if is_small(counted) else []
    if below:
        found += [below] if is_small(out_of) else []
        found += [below | dict.fromkeys(above, -1)] if is_small(out_of - counted) else []
    return found


def check_outside(table: list[Place]) -> None:
    found = protect(readings(table), MEASURES, part_of=PARTS)
    small = {(one.area, one.measure) for one in readings(table) if shows_small(one.numerator, one.denominator)}
    assert small <= found.hidden
    assert given_away(table, found, attack(table, shown_sums(found, table))) == []


def check_inside(table: list[Place]) -> None:
    """Each authority knows its own counts, and tries to learn the others'."""
    found = protect(readings(table), MEASURES, part_of=PARTS, insiders=True)
    sums = shown_sums(found, table)
    for own in range(len(table)):
        knowing = attack(table, sums + [((own, item, ""),) for item in ("r", "rr", "c", "u")])
        learnt = [one for one in given_away(table, found, knowing) if one[0] != own]
        assert learnt == []


def check_revised(table: list[Place], place: int, revised: Place) -> None:
    """Whoever kept the first edition holds it beside the second: what was not revised is the same count twice."""
    first = protect(readings(table), MEASURES, part_of=PARTS)
    area = place % len(table)
    later = [revised if number == area else one for number, one in enumerate(table)]
    before = {(one.area, one.measure): one for one in readings(table)}
    now = {(one.area, one.measure): one for one in readings(later)}
    same = {key for key in now if now[key] == before[key]}
    options = {"part_of": PARTS, "known": same - first.hidden}
    second = protect(readings(later), MEASURES, hidden=first.hidden, withheld=first.withheld, **options)
    late = {key[1] for key in second.hidden - same}
    second = protect(readings(later), MEASURES, hidden=second.hidden, withheld=second.withheld | late, **options)
    # The revised authority's counts before are unknowns of their own, under a number past the last.
    old = len(table)
    sums = [tuple((old if cell[0] == area else cell[0], *cell[1:]) for cell in one) for one in shown_sums(first, table)]
    attacker = attack([*later, table[area]], sums + shown_sums(second, later))
    assert given_away(later, second, attacker) == []


TABLES = st.lists(places(), min_size=1, max_size=5)
LARGER = st.lists(places(60), min_size=2, max_size=9)
FEW = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(TABLES)
def test_nobody_outside_works_out_a_hidden_count_from_all_that_is_shown(table):
    check_outside(table)


@FEW
@given(TABLES)
def test_no_authority_works_out_another_ones_hidden_count_with_its_own_known(table):
    check_inside(table)


@FEW
@given(TABLES, st.integers(0, 4), places())
def test_two_editions_of_a_quarter_held_together_give_nothing_away(table, place, revised):
    check_revised(table, place, revised)


@pytest.mark.soak
@MANY
@given(st.one_of(TABLES, LARGER))
def test_nobody_outside_works_out_a_hidden_count_however_the_figures_lie(table):
    check_outside(table)


@pytest.mark.soak
@MANY
@given(TABLES)
def test_no_authority_works_out_another_ones_count_however_the_figures_lie(table):
    check_inside(table)


@pytest.mark.soak
@MANY
@given(TABLES, st.integers(0, 4), places())
def test_no_revision_gives_a_count_away_however_the_figures_lie(table, place, revised):
    check_revised(table, place, revised)


# --- What an attack has found once ------------------------------------------------------------------------------------


def test_two_totals_together_leave_no_room_for_a_count_that_neither_gives_away():
    # Of seven unaccompanied, at most one is in the first two, where "either" adds up to one; so six are in the third.
    table = [Place(1, 0, 1, 1), Place(1, 0, 5, 0), Place(1, 0, 7, 6)]
    check_outside(table)
    assert protect(readings(table), MEASURES, part_of=PARTS).withheld == {
        "referrals",
        "repeat share",
        "unaccompanied share",
    }


def test_nor_do_the_totals_of_an_edition_and_its_revision():
    table = [Place(0, 0, 3, 0), Place(1, 0, 1, 0), Place(1, 0, 1, 0), Place(1, 0, 7, 6)]
    check_revised(table, 0, Place(0, 0, 0, 0))


@pytest.mark.parametrize(
    "others",
    [
        [Place(1, 0, 4, 2), Place(1, 0, 6, 2), Place(1, 0, 0, 0), Place(1, 0, 1, 1), Place(6, 5, 1, 1)],
        [Place(1, 0, 6, 2)] * 3 + [Place(6, 5, 1, 1)] * 2,
    ],
)
def test_an_authority_of_which_a_revision_tells_nothing_is_no_help_to_anybody(others):
    # The attacker once gave up here, among all that the revised counts could be, and an attack given up counts as won.
    check_revised(others, 0, Place(0, 0, 0, 0))


# --- Examples ---------------------------------------------------------------------------------------------------------


def counts(*values: int) -> list[Reading]:
    return [Reading(area, "count", value) for area, value in enumerate(values)]


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (5, True), (6, False), (None, False), (-1, False)])
def test_small_is_from_one_to_five(count, small):
    assert is_small(count) is small


@pytest.mark.parametrize(
    ("above", "below", "shows"),
    [(3, 40, True), (37, 40, True), (0, 40, False), (20, 40, False), (40, 40, False), (8, 4, True), (0, 4, True)],
)
def test_a_percentage_shows_a_small_count_above_below_or_between(above, below, shows):
    assert shows_small(above, below) is shows


def test_without_small_counts_nothing_is_hidden():
    assert protect(counts(10, 20, 30), SIMPLE) == Protected(frozenset(), frozenset())


def test_a_second_cell_is_hidden_with_a_single_small_one_and_it_is_the_one_with_the_fewest():
    assert protect(counts(3, 20, 11, 30), SIMPLE) == Protected(frozenset({(0, "count"), (2, "count")}), frozenset())


def test_two_small_counts_cover_each_other():
    assert protect(counts(3, 20, 4, 30), SIMPLE) == Protected(frozenset({(0, "count"), (2, "count")}), frozenset())


def test_two_ones_could_be_a_two_and_a_zero():
    assert protect(counts(1, 1, 40), SIMPLE).withheld == frozenset()


def test_an_authority_alone_has_no_cover_so_its_total_is_withheld():
    assert protect(counts(3), SIMPLE) == Protected(frozenset({(0, "count")}), frozenset({"count"}))


def test_a_small_total_is_withheld():
    found = protect(counts(0, 3, 0), SIMPLE)
    assert (1, "count") in found.hidden
    assert found.withheld == {"count"}


def test_what_no_total_counts_covers_nothing():
    table = [Reading(0, "count", 3), Reading(1, "count", 20, in_total=False), Reading(2, "count", 30)]
    assert protect(table, SIMPLE).hidden == {(0, "count"), (2, "count")}


def test_measures_that_hide_nothing_are_shown():
    shown = (Measure("count", ("n",), hides=False),)
    assert protect(counts(3, 20), shown) == Protected(frozenset(), frozenset())


def test_inside_the_total_is_withheld_since_each_knows_its_own():
    found = protect(counts(3, 20, 11, 30), SIMPLE, insiders=True)
    assert found == Protected(frozenset({(0, "count")}), frozenset({"count"}))


def test_a_hidden_count_is_hidden_wherever_it_is_used():
    table = readings([Place(4, 0, 30, 10), Place(40, 20, 30, 10), Place(50, 25, 40, 20)])
    assert {(0, "referrals"), (0, "repeat share")} <= protect(table, MEASURES, part_of=PARTS).hidden


def test_sums_of_four_quarters_are_hidden_with_the_quarter_that_gives_them_away():
    measures = (Measure("quarter", ("n",)), Measure("year", ("n in four quarters",)))
    table = [Reading(area, key, n) for area, n in enumerate((3, 20, 30)) for key in ("quarter", "year")]
    table = [one._replace(numerator=one.numerator + 40) if one.measure == "year" else one for one in table]
    found = protect(table, measures, together=[frozenset({"quarter", "year"})])
    assert found.hidden == {(area, key) for area in (0, 1) for key in ("quarter", "year")}


def test_what_was_shown_before_covers_nothing():
    found = protect(counts(3, 11, 30), SIMPLE, known={(1, "count")})
    assert found == Protected(frozenset({(0, "count"), (2, "count")}), frozenset())


def test_what_was_hidden_or_withheld_before_stays_so():
    found = protect(counts(30, 40, 50), SIMPLE, hidden={(0, "count")}, withheld={"count"})
    assert found == Protected(frozenset({(0, "count")}), frozenset({"count"}))


def test_the_same_figures_in_another_order_of_measures_hide_the_same_small_counts():
    table = readings([Place(4, 2, 30, 10), Place(40, 20, 30, 10), Place(50, 25, 40, 20)])
    assert protect(table, MEASURES, part_of=PARTS) == protect(table, MEASURES, part_of=PARTS)
