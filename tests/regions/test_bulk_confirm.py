"""Confirming many facts at once from the list of what has gone stale (DIR-11)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from regions import workflow
from regions.models import Appointment, Seat
from regions.querysets import today
from regions.roles import Role
from riia.audit.models import Event
from tests import factories
from tests.people import signed_in
from tests.regions.test_editing import text, told

STALE = "/directory/?show=stale"


@pytest.fixture
def team(cast, client):
    return signed_in(client, cast.north.regional_team)


def test_ticked_facts_are_confirmed_each_by_its_own_act(cast, team):
    seat, authority = cast.seat(cast.north.first, Role.DASS), cast.north.second
    page = text(team.get(STALE))
    assert f'name="fact" value="seat:{seat.pk}"' in page
    before = Event.objects.count()
    response = team.post(STALE, {"fact": [f"seat:{seat.pk}", f"authority:{authority.pk}"], "shown": ["region:1"]})
    assert response["Location"] == STALE
    assert told(response) == ["You have confirmed 2 facts: today’s date and your name stand beside each."]
    confirmed = Event.objects.filter(verb="confirm_fact").order_by("-pk")[:2]
    assert {one.target_name for one in confirmed} == {str(seat), str(authority)}
    assert Event.objects.count() == before + 2
    seat.refresh_from_db()
    assert (seat.confirmed_on, seat.confirmed_by) == (today(), cast.north.regional_team)
    assert f'value="seat:{seat.pk}"' not in text(team.get(STALE))


def test_all_on_the_page_are_those_that_it_showed_and_one_is_said_as_one(cast, team):
    pk = cast.north.first.pk
    response = team.post(STALE, {"all": "1", "shown": [f"authority:{pk}", f"authority:{pk}"]})
    assert told(response) == ["You have confirmed 1 fact: today’s date and your name stand beside each."]


def test_those_that_could_not_be_confirmed_are_named_with_the_reason_and_the_others_are(cast, team):
    own = cast.appointment(cast.north.regional_team)
    stated = factories.stated(cast.seat(cast.north.second, Role.CHIEF_EXECUTIVE), factories.person("Kit Known"))
    seat, elsewhere = cast.seat(cast.north.first, Role.DASS), cast.seat(cast.south.first, Role.DASS)
    keys = [f"appointment:{own.pk}", f"appointment:{stated.pk}", f"seat:{seat.pk}", f"seat:{elsewhere.pk}"]
    odd = ["seat:0", "person:1", "seat:x", "seat", "seat:99999999999999999999"]
    before = {one.pk: one.confirmed_on for one in Appointment.objects.all()}
    response = team.post(STALE, {"fact": [*keys, *odd]})
    assert told(response) == [
        "You have confirmed 1 fact: today’s date and your name stand beside each.",
        f"Not confirmed: {elsewhere}. You may not do this: confirm that this is still right.",
        f"Not confirmed: {own}. This is about you, so somebody else must confirm it.",
        f"Not confirmed: {stated}. This appointment is not confirmed yet.",
        "5 of the facts ticked could not be found. Nothing was done to them.",
    ]
    assert {one.pk: one.confirmed_on for one in Appointment.objects.all()} == before
    assert Seat.objects.get(pk=elsewhere.pk).confirmed_on is None


def test_nothing_ticked_does_nothing_and_says_what_to_do(cast, team):
    before = Event.objects.count()
    response = team.post(STALE, {"shown": ["seat:1"]})
    assert told(response) == ["Nothing was ticked. Tick the facts that are still right, then confirm them."]
    assert Event.objects.count() == before


def test_only_keepers_confirm_in_numbers_and_only_this_list_has_ticks(cast, client):
    signed_in(client, cast.north.dcs)
    assert client.post(STALE, {"fact": [f"authority:{cast.north.first.pk}"]}).status_code == 403
    signed_in(client, cast.north.regional_team)
    assert "Confirm the ticked facts" not in text(client.get("/directory/?show=vacant"))


def test_a_fact_confirmed_a_year_ago_is_listed_and_leads_to_its_own_page(cast, team):
    authority = cast.north.first
    workflow.confirm_fact(authority, by=cast.north.regional_team)
    type(authority).objects.filter(pk=authority.pk).update(confirmed_on=today() - timedelta(days=366))
    page = text(team.get(f"{STALE}&kind=authority"))
    assert reverse("fact_confirm", args=["authority", authority.pk]) in page
    assert f'for="tick-authority-{authority.pk}"' in page
