"""Entering a reorganisation of authorities (DIR-3, DIR-16)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from regions import invariants, workflow
from regions.models import Appointment, Authority, AuthorityCode, GroupMember, Seat, Succession, TrustService
from regions.querysets import today
from regions.reach import reach_of
from regions.reorganising import NewAuthority, Plan, of_reorganising
from regions.roles import Role
from regions.statuses import IN_SEAT
from riia.audit.models import Event
from riia.ui.dates import in_words
from riia.workflow import NotPermitted, NotPossible
from tests import factories
from tests.people import signed_in
from tests.test_who_may import everything

NEW = NewAuthority("Northshire", "Northshire Council", "unitary")


@pytest.fixture
def on():
    return date(today().year + 1, 4, 1)


@pytest.fixture
def plan(cast, on):
    """Aldermoor and Birchester become Northshire."""
    old = (cast.north.first, cast.north.second)
    return Plan(on, old, (), (NEW,), tuple((one, NEW) for one in old))


def reasons(cast, plan) -> list[str]:
    before = everything()
    with pytest.raises(NotPossible) as caught:
        workflow.reorganise(cast.north.region, by=cast.administrator, plan=plan)
    assert everything() == before
    return caught.value.reasons


def test_everything_that_hangs_on_an_authority_ends_with_it_and_the_new_one_begins(cast, plan, on):
    first = cast.north.first
    TrustService.objects.create(trust=cast.trust, authority=first, starts=date(2024, 1, 1))
    AuthorityCode.objects.create(authority=first, scheme="dfe", code="999")
    group = workflow.add_group(cast.north.region, by=cast.administrator, name="Coast")
    workflow.add_group_member(group, by=cast.administrator, authority=first, starts=date(2024, 1, 1))
    third = cast.north.third
    before = (third.active_to, list(third.seats.values_list("exists_to", flat=True)))
    workflow.reorganise(cast.north.region, by=cast.administrator, plan=plan, reason="An order")
    assert list(Authority.objects.as_at(on).filter(region=cast.north.region).order_by("name").values_list("name")) == [
        ("Calderwick",),
        ("Northshire",),
    ]
    assert {one.name for one in Authority.objects.as_at(on - timedelta(days=1)).filter(region__slug="north")} == {
        "Aldermoor",
        "Birchester",
        "Calderwick",
    }
    new = Authority.objects.get(slug="northshire")
    assert (new.active_from, new.official_name, new.confirmed_by) == (on, "Northshire Council", cast.administrator)
    assert [(one.role, one.exists_from) for one in new.seats.order_by("pk")] == [
        (Role.DCS, on),
        (Role.CHIEF_EXECUTIVE, on),
        (Role.LEAD_MEMBER, on),
    ]
    assert set(Succession.objects.values_list("predecessor__name", "successor", "on")) == {
        ("Aldermoor", new.pk, on),
        ("Birchester", new.pk, on),
    }
    ended = [cast.north.first, cast.north.second]
    assert set(Seat.objects.filter(authority__in=ended).values_list("exists_to", flat=True)) == {on}
    inside = Appointment.objects.filter(seat__authority__in=ended, status__in=IN_SEAT)
    assert set(inside.values_list("ends", flat=True)) == {on}
    assert first.trust_services.get().ends == GroupMember.objects.get().ends == first.codes.get().valid_to == on
    third = cast.north.third
    assert (third.active_to, list(third.seats.values_list("exists_to", flat=True))) == before
    assert list(invariants.broken()) == []


def test_each_row_has_an_entry_that_says_why_and_can_be_undone(cast, plan, on):
    workflow.reorganise(cast.north.region, by=cast.administrator, plan=plan, reason="An order")
    event = Event.objects.filter(target_model="regions.region").latest("pk")
    assert (event.verb, event.reason) == ("reorganise", "An order")
    rows = Event.objects.filter(reason=f"Reorganisation on {on:%-d %B %Y}.")
    assert {one.verb for one in rows} == {"correct", "end_appointment", "reorganise"}
    first = cast.north.first
    entry = rows.get(target_model="regions.authority", target_id=str(first.pk))
    workflow.undo_entry(first, entry, by=cast.administrator)
    assert cast.north.first.active_to is None


def test_access_ends_on_the_day_and_not_before(cast, plan, on, time_machine):
    workflow.reorganise(cast.north.region, by=cast.administrator, plan=plan)
    assert reach_of(cast.north.dcs).member
    time_machine.move_to(on - timedelta(days=1))
    assert reach_of(cast.north.dcs).member
    time_machine.move_to(on)
    assert not reach_of(cast.north.dcs).member
    assert reach_of(cast.north.chair).member


def test_an_authority_of_the_directory_takes_over(cast, on):
    plan = Plan(on, (cast.north.first,), (cast.north.third,), (), ((cast.north.first, cast.north.third),))
    workflow.reorganise(cast.north.region, by=cast.administrator, plan=plan)
    assert Succession.objects.get().successor == cast.north.third
    assert cast.north.third.active_from is None
    again = Plan(on + timedelta(days=9), (cast.north.first,), (cast.north.third,), (), plan.successions)
    assert reasons(cast, again) == [
        "Aldermoor ends before that day already.",
        "That Aldermoor becomes Calderwick is entered already.",
    ]


def test_what_does_not_hold_together_is_refused(cast, on):
    north, south = cast.north, cast.south
    assert reasons(cast, Plan(on, ())) == [
        "Choose at least one authority that ends.",
        "Choose or enter at least one authority that takes over.",
    ]
    both = Plan(on, (north.first,), (north.first, south.first), (), ((north.first, south.first),))
    assert reasons(cast, both) == [
        "Dunmouth is not in North.",
        "Aldermoor can't both end and take over.",
        "Say whom Aldermoor succeeds.",
    ]
    Authority.objects.filter(pk=north.first.pk).update(active_from=on)
    Authority.objects.filter(pk=north.third.pk).update(active_from=on + timedelta(days=1))
    twins = tuple(
        NewAuthority(*words, "unitary") for words in (("Calderwick", "A"), ("Same", "B"), ("same", "C"), ("!", "D"))
    )
    early = Plan(on, (north.first, north.second), (north.third,), twins, ((north.first, north.third),))
    called = "There is an authority called {} already. Choose it, or tell the two apart by name."
    assert reasons(cast, early) == [
        "Aldermoor does not exist before that day.",
        f"Calderwick does not exist on {in_words(on)}.",
        called.format("Calderwick"),
        called.format("Same"),
        called.format("same"),
        "“!” can't be the name of an authority: it needs letters.",
        "Say who succeeds Birchester.",
        *(f"Say whom {one} succeeds." for one in twins),
    ]


def test_people_who_would_begin_after_the_end_are_named(cast, plan, on):
    later = factories.stated(cast.seat(cast.north.second, Role.CHIEF_EXECUTIVE), starts=on)
    proposal = factories.proposed(cast.seat(cast.north.second, Role.LEAD_MEMBER), by=cast.north.regional_team)
    assert reasons(cast, plan) == [
        f"{later.person} is to be Chief executive, Birchester from {in_words(on)}, "
        "when there is no such seat any more.",
        f"{proposal.person} is proposed as Lead member for children's services, Birchester: "
        "confirm, refuse or withdraw that first.",
    ]


def test_who_keeps_the_region_enters_one_and_nobody_else(cast, plan):
    before = everything()
    for somebody in (cast.south.regional_team, cast.north.dcs, cast.north.chair):
        with pytest.raises(NotPermitted):
            workflow.reorganise(cast.north.region, by=somebody, plan=plan)
    assert everything() == before
    workflow.reorganise(cast.north.region, by=cast.north.regional_team, plan=plan)
    assert set(
        Authority.objects.filter(pk__in=[one.pk for one in plan.ending]).values_list("active_to", flat=True)
    ) == {plan.on}


def test_all_or_nothing(cast, plan, on):
    """What one of the acts refuses takes everything back that was done before it."""
    seat = cast.seat(cast.north.second, Role.DASS)
    Seat.objects.filter(pk=seat.pk).update(exists_from=on + timedelta(days=5))
    assert reasons(cast, plan) == ["The last day of a seat must not be before its first."]


def test_the_preview_names_what_ends_and_who_loses_access(cast, plan, on):
    first, last = cast.north.first, in_words(on - timedelta(days=1))
    TrustService.objects.create(trust=cast.trust, authority=first, starts=date(2024, 1, 1))
    group = workflow.add_group(cast.north.region, by=cast.administrator, name="Coast")
    workflow.add_group_member(group, by=cast.administrator, authority=first, starts=date(2024, 1, 1))
    Appointment.objects.filter(seat__authority=first, seat__role=Role.DASS).update(person=cast.north.chair.person)
    told = dict(of_reorganising(plan))
    assert told["Authorities"] == [
        f"Aldermoor ends: its last day is {last}. Its page and history are kept.",
        f"Birchester ends: its last day is {last}. Its page and history are kept.",
        f"Northshire Council begins on {in_words(on)}, with the seats that every authority has.",
        "Aldermoor becomes part of Northshire.",
        "Birchester becomes part of Northshire.",
    ]
    assert told["Seats and people"][0] == "18 seats end with their authorities."
    assert len(told["Seats and people"]) == 11
    assert told["Children’s trusts"][0] == f"Hills Children's Trust serves Aldermoor until {last}."
    assert told["Groups"][0] == "Aldermoor leaves Coast."
    assert told["Memoranda of understanding"][0] == (
        "Aldermoor and Birchester stay parties to “North memorandum of understanding, version 1”, as was signed."
    )
    (access,) = told["Access"]
    assert "Director of children's services, Aldermoor" in access
    assert "Chair, North" not in access


def test_a_preview_without_people_or_papers_says_so(cast, on):
    lonely = Authority.objects.create(
        slug="lonely", name="Lonely", official_name="Lonely Council", kind="unitary", region=cast.north.region
    )
    told = of_reorganising(Plan(on, (lonely,), (cast.north.third,), (), ((lonely, cast.north.third),)))
    last = in_words(on - timedelta(days=1))
    assert told == [
        (
            "Authorities",
            [
                f"Lonely ends: its last day is {last}. Its page and history are kept.",
                f"Calderwick takes over from {in_words(on)}.",
                "Lonely becomes Calderwick.",
            ],
        ),
        ("Access", ["Nobody with an account loses all access on that day."]),
    ]


# --- The pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def typed(cast, on):
    return {
        "on_day": "1",
        "on_month": "4",
        "on_year": str(on.year),
        "ending": [cast.north.first.pk, cast.north.second.pk],
        "name_1": "Northshire",
        "official_1": "Northshire Council",
        "kind_1": "unitary",
    }


def test_it_is_entered_in_two_steps_and_the_region_shows_it_on_its_day(cast, client, typed, on):
    signed_in(client, cast.administrator)
    region = cast.north.region
    assert "Enter a reorganisation" in client.get(region.get_absolute_url()).content.decode()
    address = reverse("region_reorganise", args=[region.pk])
    assert client.get(address).status_code == 200
    before = everything()
    preview = client.post(address, {**typed, "step": "preview"}).content.decode()
    assert "Aldermoor becomes part of Northshire." in preview
    back = client.post(address, {**typed, "step": "change"}).content.decode()
    assert 'value="Northshire Council"' in back
    linked = {f"becomes_{one}": "new-0" for one in typed["ending"]}
    for missing in ({"reason": ""}, {f"becomes_{cast.north.first.pk}": [], "reason": "x"}):
        refused = client.post(address, {**typed, **linked, **missing, "step": "save"})
        assert refused.status_code == 422
    assert everything() == before
    done = client.post(address, {**typed, **linked, "reason": "An order", "step": "save"}, follow=True)
    assert done.redirect_chain == [(f"/regions/north/?on={on}", 302)]
    page = done.content.decode()
    assert "The reorganisation is entered. The last day of Aldermoor and Birchester is 31 March" in page
    assert "Northshire" in page
    again = client.post(address, {**typed, **linked, "reason": "An order", "step": "save"})
    assert (again.status_code, "ends before that day already" in again.content.decode()) == (422, True)


def test_what_is_missing_or_impossible_is_said_on_the_first_page(cast, client, typed):
    signed_in(client, cast.administrator)
    address = reverse("region_reorganise", args=[cast.north.region.pk])
    half = client.post(address, {**typed, "official_1": "", "kind_1": "x", "on_year": ""})
    assert half.status_code == 422
    assert "Enter the official name of new authority 1" in half.content.decode()
    nothing = client.post(address, {**typed, "name_1": "", "official_1": "", "kind_1": ""})
    assert (nothing.status_code, "at least one authority that takes over" in nothing.content.decode()) == (422, True)
    signed_in(client, cast.south.regional_team)
    assert client.get(address).status_code == 403
