"""Declaring interests and waiving conflicts: what stands in the way, and the pages (PC-3, ACC-9)."""

from datetime import date, timedelta
from itertools import cycle

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regions import workflow
from regions.models import Authority, Interest, Region, Waiver
from regions.querysets import today
from regions.roles import Role
from regions.rules import interests as rules
from riia.audit.models import Event
from riia.workflow import NotPermitted, NotPossible
from tests import factories
from tests.people import SINCE, signed_in
from tests.regions.test_people_views import text_of


def refused(act, item, **inputs) -> list[str]:
    with pytest.raises(NotPossible) as refusal:
        act(item, **inputs)
    return refusal.value.reasons


@pytest.fixture
def dass(cast):
    return cast.north.dass.person


# --- Declaring --------------------------------------------------------------------------------------------------------


def test_people_declare_for_themselves_and_it_is_in_the_trail(cast, dass):
    made = workflow.declare_interest(
        dass, by=cast.north.dass, authority=cast.south.first, kind="contract", starts=SINCE, note="A survey"
    )
    assert (made.person, made.authority, made.kind, made.starts, made.ends, made.declared_by, made.note) == (
        dass,
        cast.south.first,
        "contract",
        SINCE,
        None,
        cast.north.dass,
        "A survey",
    )
    event = Event.objects.latest("pk")
    assert (event.verb, event.target_model, event.scope) == (
        "declare_interest",
        "regions.interest",
        f"person:{dass.pk}",
    )


def test_what_is_declared_makes_sense(cast, dass):
    by, start = cast.north.dass, {"authority": cast.south.first, "kind": "family", "starts": SINCE}
    declare = workflow.declare_interest
    assert refused(declare, dass, by=by, **start, ends=SINCE) == ["The last day must not be before the first."]
    declare(dass, by=by, **start)
    assert refused(declare, dass, by=by, **start) == [
        "This interest in Dunmouth is declared already. End that first if it has changed."
    ]
    declare(dass, by=by, **(start | {"kind": "contract"}))
    Region.objects.filter(slug="south").update(is_demonstration=True)
    there = cast.south.first
    assert refused(declare, dass, by=by, authority=there, kind="other", starts=SINCE) == [
        "People of the demonstration and of the real directory are kept apart."
    ]


def test_who_lost_their_seat_declares_nothing_any_more(cast):
    with pytest.raises(NotPermitted):
        workflow.declare_interest(
            cast.leaver.person, by=cast.leaver, authority=cast.south.first, kind="family", starts=SINCE
        )


def test_an_interest_ends_once_and_not_in_the_future(cast, dass):
    row = factories.interest(dass, cast.south.first, by=cast.north.dass)
    end = workflow.end_interest
    assert refused(end, row, by=cast.north.dass, ends=row.starts) == ["The last day must not be before the first."]
    assert refused(end, row, by=cast.north.dass, ends=today() + timedelta(days=2)) == [
        "The last day is in the future. Say that it has ended when it has."
    ]
    end(row, by=cast.north.dass, ends=today())
    assert row.ends == today()
    assert refused(end, row, by=cast.north.dass, ends=today()) == [
        f"This interest has ended already, on {today():%-d %B %Y}."
    ]


def test_who_declared_an_interest_for_somebody_ends_it_while_they_are_a_member(cast, dass):
    row = factories.interest(dass, cast.south.first, by=cast.north.regional_team)
    assert rules.may_end_interest(cast.north.regional_team, row)
    assert rules.may_end_interest(cast.south.regional_team, row)
    assert not rules.may_end_interest(cast.north.colleague, row)
    Interest.objects.filter(pk=row.pk).update(declared_by=cast.leaver)
    row.refresh_from_db()
    assert not rules.may_end_interest(cast.leaver, row)


# --- Waiving ----------------------------------------------------------------------------------------------------------


def waive(cast, person, by, **changed):
    inputs = {"authority": cast.north.second, "starts": today(), "ends": today() + timedelta(days=30), "why": "Needed."}
    return workflow.waive_conflict(person, by=by, **(inputs | changed))


def test_nobody_waives_a_conflict_of_their_own(cast):
    """ACC-9"""
    team = cast.north.regional_team
    factories.interest(team.person, cast.north.second, by=cast.administrator)
    assert refused(lambda item, **rest: waive(cast, item, **rest), team.person, by=team) == [
        "You can't waive a conflict of your own. Ask a colleague or an administrator."
    ]
    assert waive(cast, team.person, cast.north.colleague).given_by == cast.north.colleague


def test_a_waiver_is_for_a_time_for_a_reason_and_for_something(cast, dass):
    by = cast.north.regional_team

    def why_not(**changed):
        return refused(lambda item, **rest: waive(cast, item, **rest), dass, by=by, **changed)

    assert why_not() == [f"{dass} has no interest in Birchester in this time, so there is nothing to waive."]
    factories.interest(dass, cast.north.second, by=by)
    assert why_not(why="  ") == ["Say why the conflict is accepted."]
    assert why_not(ends=today()) == ["The last day must not be before the first."]
    assert why_not(ends=today() + timedelta(days=367)) == ["A waiver is for a piece of work: a year at most."]
    waive(cast, dass, by)
    assert why_not(starts=today() + timedelta(days=29), ends=today() + timedelta(days=60)) == [
        "There is a waiver for Birchester in this time already."
    ]
    assert waive(cast, dass, by, starts=today() + timedelta(days=30), ends=today() + timedelta(days=60))


def test_who_comes_from_there_is_never_let_off(cast, dass):
    """PC-3: nor is who is about to come while it lasts."""
    by = cast.north.regional_team
    with pytest.raises(NotPossible, match="comes from Aldermoor") as refusal:
        waive(cast, dass, by, authority=cast.north.first)
    assert refusal.value.reasons == [
        f"{dass} comes from Aldermoor (director of adult social services of Aldermoor). That can't be waived."
    ]
    factories.interest(dass, cast.north.second, by=by)
    factories.stated(cast.seat(cast.north.second, Role.DASS), dass, today() + timedelta(days=10))
    with pytest.raises(NotPossible, match="comes from Birchester"):
        waive(cast, dass, by)


def test_a_waiver_is_withdrawn_by_who_keeps_the_authority_or_gave_it(cast, dass):
    factories.interest(dass, cast.south.second, by=cast.administrator)
    waiver = waive(cast, dass, cast.north.regional_team, authority=cast.south.second)
    may = rules.may_withdraw_waiver
    assert may(cast.north.regional_team, waiver)
    assert may(cast.south.regional_team, waiver)
    assert not may(cast.north.colleague, waiver)
    assert not may(cast.north.dass, waiver)
    workflow.withdraw_waiver(waiver, by=cast.south.regional_team)
    assert (waiver.starts < waiver.ends, waiver.ends) == (True, today()), "the conflict stands again today"
    Waiver.objects.filter(pk=waiver.pk).update(starts=SINCE, ends=today())
    waiver.refresh_from_db()
    assert refused(workflow.withdraw_waiver, waiver, by=cast.south.regional_team) == ["This waiver is over."]


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_the_page_says_what_counts_what_lapsed_what_comes_and_what_is_waived(cast, dass, client):
    team = cast.north.regional_team
    factories.stated(cast.seat(cast.north.second, Role.DASS), dass, date(2010, 1, 1), ends=date(2012, 1, 1))
    factories.stated(cast.seat(cast.south.third, Role.DASS), dass, today() + timedelta(days=40))
    factories.interest(dass, cast.south.second, by=team)
    factories.waiver(dass, cast.south.second, by=team)
    address = reverse("person_interests", args=[dass.pk])
    page = text_of(signed_in(client, cast.north.dass).get(address))
    assert "1 authority that you can’t be asked to judge</strong> today" in page
    for part in ("Counting", "To come", "Waivers", "Lapsed", "Waived", "Stands in the way", "Nobody else is free."):
        assert part in page
    assert "Declare an interest" in page
    assert reverse("conflict_waive", args=[dass.pk]) not in page
    assert "1 January 2015" in page
    later = text_of(client.get(address, {"on": str(today() + timedelta(days=50))}))
    assert "4 authorities that you can’t be asked to judge</strong> on" in later
    assert "is not a date" in text_of(client.get(address, {"on": "soon"}))
    assert "Waive a conflict" in text_of(signed_in(client, team).get(address))


def test_the_page_is_reached_from_the_person_s_own(cast, dass, client):
    assert reverse("person_interests", args=[dass.pk]) in text_of_raw(signed_in(client, cast.north.dass), dass)
    assert reverse("person_interests", args=[dass.pk]) not in text_of_raw(signed_in(client, cast.north.dcs), dass)
    assert client.get(reverse("person_interests", args=[dass.pk])).status_code == 403


def text_of_raw(client, person) -> str:
    return client.get(person.get_absolute_url()).content.decode()


def date_of(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def test_declaring_waiving_withdrawing_and_ending_in_the_browser(cast, dass, client):
    signed_in(client, cast.north.regional_team)
    own, there = reverse("person_interests", args=[dass.pk]), Authority.objects.get(slug="eastcombe")
    typed = {"authority": there.pk, "kind": "contract", "note": "", **date_of("starts", SINCE)}
    done = client.post(reverse("interest_declare", args=[dass.pk]), typed, follow=True)
    assert done.redirect_chain == [(own, 302)]
    assert "The interest in Eastcombe is declared." in text_of(done)

    before = text_of(client.get(reverse("conflict_waive", args=[dass.pk])))
    assert "The waiver, your name and the reason are shown to the regional team wherever the conflict is." in before
    last = today() + timedelta(days=20)
    typed = {"authority": there.pk, "why": "A survey only", **date_of("starts", today()), **date_of("last_day", last)}
    done = client.post(reverse("conflict_waive", args=[dass.pk]), typed, follow=True)
    assert "The conflict with Eastcombe is waived." in text_of(done)
    assert Waiver.objects.get().ends == last + timedelta(days=1)

    done = client.post(reverse("waiver_withdraw", args=[Waiver.objects.get().pk]), follow=True)
    assert "The conflict with Eastcombe stands again." in text_of(done)

    typed = {"reason": "The contract is over", **date_of("last_day", today() - timedelta(days=1))}
    done = client.post(reverse("interest_end", args=[Interest.objects.get().pk]), typed, follow=True)
    assert "The interest in Eastcombe has ended" in text_of(done)
    assert Interest.objects.get().ends == today()
    assert Event.objects.latest("pk").reason == "The contract is over"


def test_what_was_typed_wrongly_is_said_and_kept(cast, dass, client):
    signed_in(client, cast.north.dass)
    address = reverse("interest_declare", args=[dass.pk])
    typed = {"authority": "", "kind": "", "note": "Kept", **date_of("starts", SINCE)}
    answer = client.post(address, typed | date_of("last_day", SINCE - timedelta(days=1)))
    assert answer.status_code == 422
    assert "The last day must not be before the first day" in text_of(answer)
    assert "Kept" in answer.content.decode()
    assert not Interest.objects.exists()


def test_who_has_no_interest_has_nothing_to_waive(cast, client):
    person = factories.person()
    signed_in(client, cast.administrator)
    assert "so there is nothing to waive" in text_of(client.get(reverse("conflict_waive", args=[person.pk])))


def test_the_page_asks_the_same_queries_for_any_number_of_interests(cast, dass, client):
    signed_in(client, cast.north.regional_team)
    address = reverse("person_interests", args=[dass.pk])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    factories.interest(dass, cast.south.first, by=cast.administrator)
    factories.waiver(dass, cast.south.first, by=cast.administrator)
    assert asked() == 13
    days = [date(2020, 1, 1) + timedelta(number) for number in range(29)]
    places = (cast.south.second, cast.south.third, cast.north.third)
    rows = {"person": dass, "kind": "other", "declared_by": cast.administrator}
    Interest.objects.bulk_create(
        Interest(authority=place, starts=day, ends=date(2026, 1, 1), **rows)
        for day, place in zip(days, cycle(places), strict=False)
    )
    for place in places:
        factories.waiver(dass, place, by=cast.administrator)
    assert Interest.objects.filter(person=dass).count() == 30
    assert asked() == 13


def test_the_page_lists_what_was_declared_before_a_merging_too_and_acts_on_own_rows_only(cast, dass, client):
    own = factories.interest(dass, cast.south.first, by=cast.administrator)
    twice = factories.person("Ivy Dass", merged_into=dass)
    left_there = Interest.objects.create(person=twice, authority=cast.south.second, kind="other", starts=SINCE)
    signed_in(client, cast.administrator)
    page = client.get(reverse("person_interests", args=[dass.pk])).content.decode()
    assert [one.name in page for one in (own.authority, left_there.authority)] == [True, True]
    ends = [reverse("interest_end", args=[one.pk]) in page for one in (own, left_there)]
    assert ends == [True, False]


def test_a_seat_is_about_who_holds_it(cast):
    appointment = cast.appointment(cast.north.dcs)
    assert rules.is_about(cast.north.dcs, appointment)
    assert not rules.is_about(cast.north.chief_executive, appointment)
