"""Who has an interest in which authority, from what, until when, and what lifts it (PC-3, MOD-2)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from regions import workflow
from regions.conflicts import (
    Tie,
    conflicts,
    conflicts_between,
    interests_of,
    reasons_against,
    ties_of,
    years_after,
)
from regions.models import Authority, Person, Succession, TrustService
from regions.querysets import today
from regions.roles import Role
from regions.statuses import Precision
from tests import factories
from tests.people import SINCE

IN_2026 = date(2026, 11, 22)


def said(person: Person, on: date | None = None) -> dict[str, set[str]]:
    """{authority: why}, of what counts on a day."""
    names = dict(Authority.objects.values_list("pk", "name"))
    found: dict[str, set[str]] = {}
    for tie in interests_of([person], on=on or IN_2026):
        found.setdefault(names[tie.authority], set()).add(tie.why)
    return found


def in_seat(cast, place, role, person=None, starts=SINCE, **details) -> Person:
    """Somebody put into a seat as the portal does it."""
    person = person or factories.person()
    seat = cast.seat(place, role)
    factories.confirmed(seat, person, by=cast.administrator, second=cast.other_administrator, starts=starts, **details)
    return person


# --- Where interests come from ----------------------------------------------------------------------------------------


def test_who_holds_a_seat_has_an_interest_in_its_authority_and_in_no_other(cast):
    assert said(cast.north.dass.person) == {"Aldermoor": {"director of adult social services of Aldermoor"}}


def test_a_seat_of_the_region_ties_to_who_employs_its_holder_only(cast):
    assert said(cast.north.regional_team.person) == {}
    assert said(cast.north.chair.person) == {"Aldermoor": {"employed by Aldermoor, as chair of North"}}


def test_an_interest_lapses_three_years_after_it_ended(cast):
    person = factories.person()
    factories.stated(cast.seat(cast.north.second, Role.LEAD_MEMBER), person, date(2019, 1, 1), ends=date(2023, 11, 23))
    (tie,) = ties_of([person])
    assert (tie.since, tie.until, tie.lapses) == (date(2019, 1, 1), date(2023, 11, 23), date(2026, 11, 23))
    assert said(person, date(2018, 12, 31)) == {}
    assert said(person, date(2019, 1, 1)) == said(person, date(2026, 11, 22)) != {}
    assert said(person, date(2026, 11, 23)) == {}


def test_what_a_source_merely_states_counts_and_says_so(cast):
    person = factories.person()
    factories.stated(cast.seat(cast.north.second, Role.LEAD_MEMBER), person)
    assert [one.confirmed for one in ties_of([person])] == [False]
    assert [one.confirmed for one in ties_of([cast.north.dass.person])] == [True]


def test_what_was_proposed_refused_or_withdrawn_ties_nobody(cast):
    seat = cast.seat(cast.north.third, Role.LEAD_MEMBER)
    proposal = factories.proposed(seat, by=cast.north.regional_team)
    assert said(proposal.person) == {}
    workflow.refuse_appointment(proposal, by=cast.north.colleague)
    assert said(proposal.person) == {}


def test_nobody_is_known_to_have_left_until_a_successor_is_there(cast):
    """DIR-5: "nothing later is known" ends no interest."""
    seat, person = cast.seat(cast.north.second, Role.LEAD_MEMBER), factories.person()
    unknown = {"ends": date(2017, 5, 1), "ends_precision": Precision.UNKNOWN}
    factories.stated(seat, person, date(2016, 1, 1), **unknown)
    assert [(one.until, one.holds_on(IN_2026)) for one in ties_of([person])] == [(None, True)]
    factories.stated(seat, factories.person(), date(2018, 1, 1), ends=date(2019, 1, 1))
    assert [(one.until, one.counts_on(IN_2026)) for one in ties_of([person])] == [(date(2018, 1, 1), False)]


def test_a_trust_ties_its_people_to_every_authority_that_it_serves_while_it_does(cast):
    """DIR-8: in two regions; a service that ended before they came ties them to nothing."""
    TrustService.objects.create(
        trust=cast.trust, authority=cast.north.second, starts=date(2015, 1, 1), ends=date(2020, 1, 1)
    )
    why = "chief executive of Hills Children's Trust, which serves"
    assert said(cast.trust_chief_executive.person) == {
        "Calderwick": {f"{why} Calderwick"},
        "Farleigh": {f"{why} Farleigh"},
    }
    member = in_seat(cast, cast.north.region, Role.VICE_CHAIR, employing_trust=cast.trust, starts=today())
    assert set(said(member, today())) == {"Calderwick", "Farleigh"}


def test_authorities_that_share_a_trust_tie_one_another_s_people(cast):
    director = in_seat(cast, cast.north.third, Role.DASS)
    assert said(director) == {
        "Calderwick": {"director of adult social services of Calderwick"},
        "Farleigh": {"Hills Children's Trust serves both Calderwick and Farleigh"},
    }
    TrustService.objects.filter(authority=cast.south.third).update(ends=date(2025, 1, 1))
    farleigh = next(one for one in ties_of([director]) if one.authority == cast.south.third.pk)
    assert (farleigh.until, farleigh.lapses) == (date(2025, 1, 1), date(2028, 1, 1))


def test_a_shared_leader_ties_all_who_work_in_the_one_authority_to_the_other(cast):
    """PC-3: for as long as they are shared, and three years more."""
    shared = in_seat(
        cast, cast.north.second, Role.CHIEF_EXECUTIVE, cast.north.chief_executive.person, ends=date(2025, 6, 1)
    )
    why = f"{shared} leads both Aldermoor (as chief executive) and Birchester (as chief executive)"
    assert said(cast.north.dass.person)["Birchester"] == {why}
    assert set(said(shared)) == {"Aldermoor", "Birchester"}
    other_way = said(cast.north.unsigned_dcs.person)
    assert set(other_way) == {"Aldermoor", "Birchester"}
    tie = next(one for one in ties_of([cast.north.dass.person]) if one.authority == cast.north.second.pk)
    assert (tie.since, tie.until, tie.from_there) == (SINCE, date(2025, 6, 1), False)
    assert said(cast.north.dass.person, date(2028, 6, 1)).keys() == {"Aldermoor"}


def test_other_officers_of_two_authorities_tie_nobody_but_themselves(cast):
    person = in_seat(cast, cast.north.second, Role.DASS, cast.north.dass.person)
    assert set(said(person)) == {"Aldermoor", "Birchester"}
    assert set(said(cast.north.dcs.person)) == {"Aldermoor"}


def test_who_worked_for_an_authority_that_became_another_is_tied_to_that_one(cast):
    """DIR-3: through any number of reorganisations."""
    north, person = cast.north, factories.person()
    Succession.objects.create(predecessor=north.third, successor=north.second, on=date(2025, 4, 1))
    Succession.objects.create(predecessor=north.second, successor=north.first, on=date(2026, 4, 1))
    factories.stated(cast.seat(north.third, Role.DASS), person, date(2020, 1, 1), ends=date(2025, 4, 1))
    words = "director of adult social services of Calderwick"
    found = said(person)
    assert found["Calderwick"] == {words}
    assert found["Birchester"] == {f"{words}, now Birchester"}
    assert found["Aldermoor"] == {f"{words}, now Birchester, now Aldermoor"}


def test_what_is_declared_counts_from_its_first_day_until_three_years_after_its_last(cast):
    person = factories.person()
    row = factories.interest(person, cast.south.first, by=cast.administrator, starts=date(2025, 1, 1))
    words = "declared: family or close friendship with somebody there"
    assert said(person) == {"Dunmouth": {words}}
    assert [one.declared for one in ties_of([person])] == [row.pk]
    workflow.end_interest(row, by=cast.administrator, ends=date(2025, 6, 1))
    assert said(person, date(2028, 5, 31)) == {"Dunmouth": {words}}
    assert said(person, date(2028, 6, 1)) == {}


def test_what_belongs_to_somebody_entered_twice_belongs_to_them(cast):
    """DIR-13: a merged row's own past is not lost from view."""
    twice, person = factories.person("Entered twice"), factories.person("Entered once")
    factories.interest(twice, cast.south.first, by=cast.administrator)
    factories.stated(cast.seat(cast.north.second, Role.LEAD_MEMBER), twice)
    Person.objects.filter(pk=twice.pk).update(merged_into=person)
    assert set(said(person)) == {"Dunmouth", "Birchester"}


def test_a_seat_that_is_announced_counts_from_its_first_day(cast):
    person = factories.person()
    starts = today() + timedelta(days=60)
    factories.stated(cast.seat(cast.north.third, Role.LEAD_MEMBER), person, starts)
    assert said(person, starts - timedelta(days=1)) == {}
    assert set(said(person, starts)) == {"Calderwick", "Farleigh"}


# --- What lifts them --------------------------------------------------------------------------------------------------


def test_a_waiver_lifts_a_conflict_for_its_time_and_is_shown(cast):
    person, there = cast.north.dass.person, cast.north.second
    factories.interest(person, there, by=cast.administrator)
    waiver = factories.waiver(person, there, by=cast.north.regional_team)
    on = today()
    assert [(one.waiver, one.stands) for one in conflicts(person, there, on)] == [(waiver, False)]
    assert reasons_against(person, there, on) == []
    after = on + timedelta(days=30)
    assert reasons_against(person, there, after) == [
        f"{person} and Birchester: declared: family or close friendship with somebody there."
    ]
    workflow.withdraw_waiver(waiver, by=cast.north.regional_team)
    assert [one.stands for one in conflicts(person, there, on + timedelta(days=1))] == [True]


def test_no_waiver_lifts_that_somebody_comes_from_there(cast):
    """PC-3: not even one given before they came."""
    person, there = factories.person(), cast.north.third
    factories.interest(person, there, by=cast.administrator)
    factories.waiver(person, there, by=cast.administrator)
    in_seat(cast, there, Role.DASS, person, starts=today())
    found = {one.tie.why: one.stands for one in conflicts(person, there, today())}
    assert found == {
        "declared: family or close friendship with somebody there": False,
        "director of adult social services of Calderwick": True,
    }


def test_who_has_no_interest_has_no_conflict(cast):
    assert conflicts(cast.north.dass.person, cast.south.first, IN_2026) == []
    assert reasons_against(cast.north.dass.person, cast.south.first, IN_2026) == []


# --- Many at once -----------------------------------------------------------------------------------------------------


def test_all_reviewers_and_all_authorities_of_a_region_take_as_many_queries_as_one_pair(cast):
    people = list(Person.objects.filter(user__isnull=False))
    places = list(Authority.objects.all())
    with CaptureQueriesContext(
        connection,
    ) as of_one:
        conflicts_between(people[:1], places[:1], IN_2026)
    with CaptureQueriesContext(connection) as of_all:
        found = conflicts_between(people, places, IN_2026)
    assert len(of_one) == len(of_all) == 6
    one_by_one = {
        (person.pk, place.pk): [one.tie for one in pair]
        for person in people
        for place in places
        if (pair := conflicts(person, place, IN_2026))
    }
    assert {pair: [one.tie for one in rows] for pair, rows in found.items()} == one_by_one


def test_nobody_and_nothing_asked_for_finds_nothing(cast):
    assert conflicts_between([], Authority.objects.all(), IN_2026) == {}
    assert conflicts_between(Person.objects.all(), [], IN_2026) == {}


# --- Days -------------------------------------------------------------------------------------------------------------


@given(
    since=st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    days=st.none() | st.integers(1, 4000),
    on=st.dates(date(1999, 1, 1), date(2050, 1, 1)),
)
@settings(max_examples=200, deadline=None)
def test_what_holds_counts_and_what_counts_holds_or_ended_less_than_three_years_before(since, days, on):
    tie = Tie(1, 1, "", since, since + timedelta(days=days) if days else None)
    if tie.holds_on(on):
        assert tie.counts_on(on)
    elif tie.counts_on(on):
        assert tie.until <= on < years_after(tie.until, 3)
    else:
        assert on < since or on >= years_after(tie.until, 3)


@pytest.mark.parametrize(
    ("day", "later"), [(date(2024, 2, 29), date(2027, 3, 1)), (date(2023, 4, 1), date(2026, 4, 1))]
)
def test_three_years_after_a_day_there_is_not_is_the_day_after(day, later):
    assert years_after(day, 3) == later
