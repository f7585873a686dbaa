"""How many queries members' pages take: the same number for one row and for thirty, and never more than fifteen."""

from datetime import timedelta

import pytest
from django.urls import reverse

from regions import workflow
from regions.models import Appointment, Authority, Party, Seat
from regions.querysets import today
from regions.roles import Role
from tests import factories
from tests.people import signed_in

MOST = 15


@pytest.fixture
def count(django_assert_max_num_queries, client):
    """Fetch a page as somebody and say how many queries it took."""

    def queries(address: str, query: dict | None = None) -> int:
        with django_assert_max_num_queries(MOST) as taken:
            response = client.get(address, query or {})
            assert response.status_code == 200
            b"".join(response.streaming_content) if response.streaming else response.content
        return len(taken)

    return queries


def people(cast, number: int) -> None:
    """So many people, each in two seats of an authority of their own, one of them only stated."""
    for _ in range(number):
        name = f"Place {Authority.objects.count()}"
        place = Authority.objects.create(
            slug=name.lower().replace(" ", "-"), name=name, official_name=name, kind="unitary", region=cast.north.region
        )
        person = factories.newcomer()
        for role in (Role.PERFORMANCE_LEAD, Role.ASSISTANT_DIRECTOR):
            seat = Seat.objects.create(authority=place, role=role)
            workflow.appoint(seat, by=cast.administrator, person=person, starts=today(), employing_authority=place)
        factories.stated(Seat.objects.create(authority=place, role=Role.DASS), person)
        for role in (Role.CHIEF_EXECUTIVE, Role.DCS, Role.LEAD_MEMBER):
            Seat.objects.create(authority=place, role=role)


LISTS = {
    "people": ("/people/", {}, 7),
    "people filtered": ("/people/", {"region": "north", "role": "performance-lead", "status": "confirmed"}, 8),
    "people downloaded": ("/people/", {"region": "north", "export": "csv"}, 9),
    "to confirm": ("/directory/", {}, 10),
    "waiting": ("/directory/", {"show": "waiting"}, 10),
    "stated": ("/directory/", {"show": "unconfirmed", "region": "north"}, 11),
    "stale": ("/directory/", {"show": "stale"}, 10),
    "stale filtered": ("/directory/", {"show": "stale", "region": "north", "kind": "seat", "sort": "where"}, 11),
    "vacant": ("/directory/", {"show": "vacant", "region": "north"}, 12),
    "ending": ("/directory/", {"show": "endings"}, 10),
}


def test_lists_take_the_same_queries_for_one_row_and_for_thirty(cast, client, count, monkeypatch):
    # Only a list of several pages is counted, by one query more.
    monkeypatch.setattr("riia.ui.lists.PER_PAGE", 1000)
    signed_in(client, cast.north.regional_team)
    expected = {name: queries for name, (_, _, queries) in LISTS.items()}
    for rows in (1, 29):
        fill(cast, rows)
        assert {name: count(address, query) for name, (address, query, _) in LISTS.items()} == expected


def fill(cast, number: int) -> None:
    """So many rows for every part of the keepers' work."""
    people(cast, number)
    new = Seat.objects.filter(authority__name__startswith="Place", appointments=None)
    for seat in new.filter(role=Role.CHIEF_EXECUTIVE):
        factories.proposed(seat, by=cast.north.colleague)
    for seat in new.filter(role=Role.DCS):
        factories.proposed(seat, by=cast.north.regional_team)
    begun = Appointment.objects.filter(seat__role=Role.ASSISTANT_DIRECTOR, person__name__startswith="Newcomer")
    for appointment in begun.filter(ends=None):
        workflow.end_appointment(
            appointment, by=cast.administrator, ends=today() + timedelta(days=9), reason="Moves on"
        )


def test_a_seat_and_a_person_with_a_long_history_take_no_more_queries(cast, client, count):
    signed_in(client, cast.north.regional_team)
    seat, person = cast.seat(cast.north.third, Role.PERFORMANCE_LEAD), factories.person("Ana Often")

    def hold(year: int) -> None:
        begin = today().replace(year=year, month=1, day=1)
        workflow.appoint(
            seat, by=cast.administrator, person=person, starts=begin, ends=begin + timedelta(days=90), acting=False
        )

    def pages() -> list[int]:
        return [count(seat.get_absolute_url()), count(person.get_absolute_url())]

    hold(1990)
    one = pages()
    for year in range(1991, 2020):
        hold(year)
    assert pages() == one


def test_a_memorandum_with_many_parties_takes_no_more_queries(cast, client, count):
    signed_in(client, cast.north.regional_team)
    memorandum = cast.north.memorandum
    addresses = [memorandum.get_absolute_url(), "/memoranda/"]
    few = [count(address) for address in addresses]
    people(cast, 30)
    parties = [
        Party(memorandum=memorandum, authority=one) for one in Authority.objects.filter(name__startswith="Place")
    ]
    for party in Party.objects.bulk_create(parties):
        factories.signature(party, by=cast.north.regional_team)
    assert [count(address) for address in addresses] == few


def test_finding_people_takes_the_same_queries_for_one_and_for_many(cast, client, django_assert_num_queries):
    signed_in(client, cast.north.regional_team)
    seat = cast.seat(cast.north.third, Role.DCS)
    address = reverse("seat_appoint", args=[seat.pk])
    people(cast, 1)
    with django_assert_num_queries(10):
        client.post(address, {"search": "newcomer", "step": "find"})
    people(cast, 29)
    with django_assert_num_queries(10):
        client.post(address, {"search": "newcomer", "step": "find"})


@pytest.mark.parametrize("who", ["north.regional_team", "north.dcs", "trust_chief_executive", "administrator"])
def test_every_other_page_stays_within_its_budget(cast, client, count, who):
    """With a proposal, a source's statement and acting cover in play, for readers with much and with little reach."""
    team, colleague = cast.north.regional_team, cast.north.colleague
    seat = cast.seat(cast.north.third, Role.DCS)
    proposal = factories.proposed(seat, by=colleague)
    stated = factories.stated(cast.seat(cast.north.third, Role.DASS))
    cover = cast.seat(cast.north.first, Role.CHIEF_EXECUTIVE)
    factories.confirmed(cover, by=team, second=colleague, acting=True, ends=today() + timedelta(days=9))
    held = cast.appointment(cast.north.lead_member)
    signed_in(client, cast[who])
    for address in (
        "/people/",
        "/memoranda/",
        "/accounts/details/",
        "/accounts/seats/",
        held.get_absolute_url(),
        held.person.get_absolute_url(),
        cover.get_absolute_url(),
        cast.north.memorandum.get_absolute_url(),
    ):
        count(address)
    if who in ("north.regional_team", "administrator"):
        for address in (
            "/directory/",
            proposal.get_absolute_url(),
            reverse("appointment_confirm", args=[proposal.pk]),
            reverse("appointment_refuse", args=[proposal.pk]),
            reverse("appointment_vouch", args=[stated.pk]),
            reverse("appointment_end", args=[held.pk]),
            reverse("seat_appoint", args=[cover.pk]),
            reverse("seat_appoint", args=[seat.pk]),
            reverse("fact_confirm", args=["appointment", held.pk]),
            reverse("memorandum_draft", args=[cast.north.region.pk]),
            reverse("memorandum_end", args=[cast.north.memorandum.pk]),
            reverse("party_sign", args=[cast.north.memorandum.parties.first().pk]),
        ):
            count(address)
