"""People, the work of those who keep the directory, and confirming facts: what the pages show, to whom."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from regions import workflow
from regions.models import Appointment, Authority, TrustService
from regions.querysets import today
from regions.roles import Role
from riia.audit.models import Event
from tests import factories
from tests.people import signed_in


def text_of(response) -> str:
    """The page as text, entities and line breaks out of the way."""
    return " ".join(response.content.decode().replace("&#x27;", "'").replace("&amp;", "&").split())


def names_of(response) -> set[str]:
    return {one.name for one in response.context["table"].data}


def csv_of(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def team(cast, client):
    """A client signed in as North's regional team."""
    return signed_in(client, cast.north.regional_team)


@pytest.fixture
def member(cast, client):
    """A client signed in as somebody who keeps nothing."""
    return signed_in(client, cast.north.performance_lead)


# --- The list of people -----------------------------------------------------------------------------------------------


def test_the_public_is_sent_to_sign_in(cast, client):
    assert client.get("/people/").headers["Location"] == "/accounts/login/?next=/people/"


@pytest.mark.parametrize("who", ["stranger", "leaver"])
def test_without_an_appointment_the_list_says_why_not_and_objects_are_not_there(cast, client, who):
    """ACC-1, ACC-3"""
    signed_in(client, cast[who])
    refusal = client.get("/people/")
    assert refusal.status_code == 403
    assert "hold no current appointment" in text_of(refusal)
    person = cast.north.dcs.person
    appointment = cast.appointment(cast.north.dcs)
    for page in (person, appointment, appointment.seat):
        assert client.get(page.get_absolute_url()).status_code == 404


def test_the_list_filters_by_one_and_the_same_appointment(cast, member):
    both = cast.north.chair.person
    seat = cast.seat(cast.south.third, Role.PERFORMANCE_LEAD)
    factories.confirmed(seat, both, by=cast.administrator, second=cast.other_administrator)
    in_south = names_of(member.get("/people/", {"region": "south"}))
    assert both.name in in_south
    assert "Director of children's services, Aldermoor" not in in_south
    # A chair and somebody in the South, but no chair of the South.
    assert names_of(member.get("/people/", {"region": "south", "role": "chair"})) == {"Chair, South"}
    assert names_of(member.get("/people/", {"role": "chair"})) == {"Chair, North", "Chair, South"}


def test_a_trust_s_people_are_found_in_each_region_that_it_serves(cast, member):
    for region in ("north", "south"):
        response = member.get("/people/", {"region": region, "role": "trust-chief-executive"})
        assert names_of(response) == {"Chief executive of the trust, Hills Children's Trust"}


def test_the_list_filters_by_standing_name_and_whether_somebody_has_a_seat(cast, member):
    somebody = factories.stated(cast.seat(cast.north.third, Role.DASS), factories.person("Ana Stated")).person
    idle = factories.person("Ana Idle")
    factories.stated(cast.seat(cast.north.third, Role.DEPUTY_CHIEF_EXECUTIVE), idle, ends=date(2024, 1, 1))
    assert names_of(member.get("/people/", {"status": "stated"})) == {somebody.name}
    assert names_of(member.get("/people/", {"name": "ana "})) == {somebody.name}
    assert names_of(member.get("/people/", {"name": "ana ", "seats": "any"})) == {somebody.name, idle.name}
    assert names_of(member.get("/people/", {"name": "ana ", "seats": "none"})) == {idle.name}
    row = text_of(member.get("/people/", {"status": "stated"}))
    assert "Not confirmed" in row


def test_the_list_is_read_as_at_a_day(cast, member):
    """DIR-2"""
    with time_machine.travel("2026-03-01"):
        signed_in(member, cast.north.performance_lead)
        assert "Chair, North" in names_of(member.get("/people/", {"on": "2024-04-01"}))
        assert names_of(member.get("/people/", {"on": "2024-03-31"})) == set()


@pytest.mark.parametrize(
    "query",
    ["region=nowhere", "role=king", "status=maybe", "seats=two", "on=yesterday", "sort=shoe-size", "page=99"],
)
def test_what_is_not_understood_gives_an_error_and_no_rows(cast, member, query):
    response = member.get(f"/people/?{query}")
    assert response.status_code == 200
    assert "There is a problem" in text_of(response)
    assert names_of(response) == set()


def test_members_see_their_own_side_of_the_directory_and_administrators_the_real_one_first(cast, client, settings):
    """Demonstration accounts and real ones never meet; administrators choose."""
    settings.ALLOW_DEMO = True
    region = factories.demonstration()
    director = factories.demonstrator()
    seat = cast.seat(Authority.objects.get(slug="northtown"), Role.DCS)
    factories.confirmed(seat, director, by=cast.administrator, second=cast.other_administrator)
    signed_in(client, cast.administrator)
    assert director.name not in names_of(client.get("/people/"))
    assert names_of(client.get("/people/", {"region": region.slug})) == {director.name}
    signed_in(client, director.user)
    shown = client.get("/people/")
    assert names_of(shown) == {director.name}
    assert "invented authorities and people" in text_of(shown)
    assert client.get(cast.north.dcs.person.get_absolute_url()).status_code == 404


def test_a_download_holds_every_row_and_is_recorded(cast, member):
    """ACC-15"""
    rows = csv_of(member.get("/people/", {"region": "north", "role": "dcs", "export": "csv"}))
    assert [row["name"] for row in rows] == [
        "Director of children's services, Aldermoor",
        "Director of children's services, Birchester",
    ]
    assert rows[0]["email"] == "north.dcs@portal.example"
    assert rows[0]["seats"] == "Director of children's services, Aldermoor"
    event = Event.objects.latest("pk")
    assert (event.verb, event.actor_name) == ("export", "Performance lead, Aldermoor")
    assert event.after == {"format": "csv", "rows": 2, "query": "region=north&role=dcs&export=csv"}


def test_a_workbook_says_whose_it_is_and_what_its_reader_may_do(cast, member):
    """ACC-15"""
    response = member.get("/people/", {"role": "chair", "export": "xlsx"})
    book = load_workbook(io.BytesIO(response.content))
    about = {row[0].value: row[1].value for row in book["About"].rows}
    assert about["Recipient"] == "Performance lead, Aldermoor, Performance lead, Aldermoor"
    assert about["Before you pass it on"] == "Consult the owner before disclosure."
    assert {"Owner", "Marking", "Date"} <= set(about)
    assert [row[0].value for row in book["Data"].rows] == ["name", "Chair, North", "Chair, South"]
    assert Event.objects.latest("pk").after["format"] == "xlsx"


def test_a_download_that_is_refused_is_not_recorded(cast, member):
    before = Event.objects.count()
    assert member.get("/people/", {"region": "nowhere", "export": "csv"}).status_code == 400
    assert Event.objects.count() == before


# --- One person -------------------------------------------------------------------------------------------------------


def test_a_person_s_page_shows_the_seats_over_time_and_how_sure_each_is(cast, member):
    person = factories.person("Ana Two", email="ana@example.gov.uk", telephone="01234 567890")
    factories.stated(cast.seat(cast.north.third, Role.DASS), person, ends=date(2024, 1, 1), job_title="Head of adults")
    seat = cast.seat(cast.north.third, Role.PERFORMANCE_LEAD)
    factories.confirmed(seat, person, by=cast.administrator, second=cast.other_administrator, starts=date(2025, 1, 1))
    page = text_of(member.get(person.get_absolute_url()))
    assert "1 seat today" in page
    assert "2 seats known since 2023" in page
    assert "From 1 January 2023 to 31 December 2023" in page
    assert "Stated by “A list of directors”, not confirmed" in page
    assert "Confirmed by Administrator on" in page
    assert "01234 567890" in page
    assert "Shown to members only." in page


def test_whether_somebody_can_sign_in_is_for_those_who_keep_the_place(cast, client):
    person = factories.person("Ana New")
    factories.stated(cast.seat(cast.north.third, Role.DASS), person)
    for who, sees in (("north.regional_team", True), ("administrator", True), ("north.dcs", False)):
        page = text_of(signed_in(client, cast[who]).get(person.get_absolute_url()))
        assert ("None. An administrator makes one" in page) is sees
        assert ("What has happened" in page) is sees
    page = text_of(signed_in(client, cast.south.regional_team).get(person.get_absolute_url()))
    assert "Account" not in page.replace("Your account", "")


def test_the_state_of_an_account_is_told_in_words(cast, team):
    account = workflow.make_account(cast.administrator, by=cast.administrator, email="ana@x.example", name="Ana New")
    person = factories.person("Ana New", account)
    factories.stated(cast.seat(cast.north.third, Role.DASS), person)

    def told() -> str:
        return text_of(team.get(person.get_absolute_url()))

    assert "Not invited yet" in told()
    workflow.invite(account, by=cast.administrator)
    assert "Invited, not taken up yet. The invitation ends on" in told()
    account.set_password("a password of some length")
    account.save()
    assert "Open" in told()
    assert "Last signed in" in told()
    workflow.close_account(account, by=cast.administrator)
    assert "Closed" in told()


def test_the_history_of_a_person_names_no_address_in_the_clear(cast, team):
    """ACC-16: the trail keeps digests of addresses, and the page doesn't show those either."""
    person = cast.north.assistant_director.person
    workflow.correct(person, by=cast.administrator, changes={"telephone": "01234", "name": "Ana Renamed"})
    page = text_of(team.get(person.get_absolute_url()))
    assert "Ana Renamed" in page
    assert "sha256" not in page


# --- The work of keepers ----------------------------------------------------------------------------------------------


def shown(response) -> list:
    return list(response.context["table"].data)


@pytest.mark.parametrize("who", ["north.dcs", "north.chair", "stranger", "trust_chief_executive"])
def test_only_keepers_see_the_work(cast, client, who):
    response = signed_in(client, cast[who]).get("/directory/")
    assert response.status_code == 403
    assert "regional teams" in text_of(response)


def test_what_waits_is_split_into_mine_to_confirm_and_mine_waiting(cast, team):
    seat = cast.seat(cast.north.third, Role.DCS)
    mine = factories.proposed(seat, by=cast.north.regional_team)
    theirs = factories.proposed(cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE), by=cast.north.colleague)
    elsewhere = factories.proposed(cast.seat(cast.south.third, Role.DCS), by=cast.south.regional_team)
    response = team.get("/directory/")
    assert shown(response) == [theirs]
    assert "For you to confirm (1)" in text_of(response)
    assert shown(team.get("/directory/?show=waiting")) == [mine]
    signed_in(team, cast.administrator)
    assert set(shown(team.get("/directory/"))) == {mine, theirs, elsewhere}


def test_what_only_a_source_states_and_what_ends_soon(cast, team):
    stated = factories.stated(cast.seat(cast.north.third, Role.DASS))
    factories.stated(cast.seat(cast.south.third, Role.DASS))
    soon, later = cast.appointment(cast.north.dcs), cast.appointment(cast.north.lead_member)
    workflow.end_appointment(soon, by=cast.administrator, ends=today() + timedelta(days=90), reason="Retires")
    workflow.end_appointment(later, by=cast.administrator, ends=today() + timedelta(days=91), reason="Retires")
    assert shown(team.get("/directory/?show=unconfirmed")) == [stated]
    assert shown(team.get("/directory/?show=endings")) == [soon]


def test_vacant_seats_say_whether_they_are_vacant_or_not_known(cast, team):
    """DIR-4"""
    response = team.get("/directory/?show=vacant&kind=authority")
    states = {(str(seat)): seat.state_on(today()).word for seat in shown(response)}
    assert states["Director of children's services, Calderwick"] == "vacant"
    assert states["Chief executive, Calderwick"] == "unknown"
    assert "Director of children's services, Farleigh" not in states


def test_stale_is_what_nobody_confirmed_for_a_year(cast, team, settings):
    """DIR-11"""
    settings.STALE_DAYS = 365
    fresh, old = cast.north.first, cast.north.second
    workflow.confirm_fact(fresh, by=cast.north.regional_team)
    with time_machine.travel(today() - timedelta(days=366)):
        workflow.confirm_fact(old, by=cast.administrator)
    rows = shown(team.get("/directory/?show=stale&kind=authority"))
    assert [(row["told"], row["confirmed_on"]) for row in rows] == [
        ("Calderwick", None),
        ("Birchester", today() - timedelta(days=366)),
    ]
    everything = shown(team.get("/directory/?show=stale"))
    assert {row["fact"] for row in everything} == {"region", "authority", "trust", "trust-service", "seat"}
    assert {row["where"] for row in everything if row["fact"] == "authority"} == {"North"}


def test_the_work_filters_by_region_and_refuses_what_is_not_kept(cast, team):
    for query in ("region=south", "kind=king", "show=everything", "show=stale&kind=king", "sort=shoe-size"):
        response = team.get(f"/directory/?{query}")
        assert "There is a problem" in text_of(response), query
        assert shown(response) == []
    signed_in(team, cast.administrator)
    rows = shown(team.get("/directory/?show=stale&kind=seat&region=south&sort=-where"))
    assert {row["where"] for row in rows} == {"South", "Dunmouth", "Eastcombe", "Farleigh", "Hills Children's Trust"}
    assert [row["where"] for row in rows] == sorted((row["where"] for row in rows), reverse=True)


@pytest.mark.parametrize("part", ["to-confirm", "waiting", "unconfirmed", "stale", "vacant", "endings"])
def test_each_part_of_the_work_can_be_downloaded(cast, team, part):
    factories.stated(cast.seat(cast.north.third, Role.DASS))
    factories.proposed(cast.seat(cast.north.third, Role.DCS), by=cast.north.regional_team)
    page = team.get(f"/directory/?show={part}")
    rows = csv_of(team.get(f"/directory/?show={part}&export=csv"))
    assert len(rows) == len(shown(page))
    assert Event.objects.latest("pk").verb == "export"


# --- Confirming a fact ------------------------------------------------------------------------------------------------


def facts(cast) -> dict[str, object]:
    return {
        "region": cast.north.region,
        "authority": cast.north.first,
        "trust": cast.trust,
        "trust-service": TrustService.objects.get(authority=cast.north.third),
        "seat": cast.seat(cast.north.first, Role.DCS),
        "appointment": cast.appointment(cast.north.dcs),
    }


@pytest.mark.parametrize("kind", ["region", "authority", "trust", "trust-service", "seat", "appointment"])
def test_a_keeper_confirms_that_a_fact_is_still_right(cast, team, kind):
    """DIR-11"""
    fact = facts(cast)[kind]
    address = reverse("fact_confirm", args=[kind, fact.pk])
    assert "Is this still right?" in text_of(team.get(address))
    fact.refresh_from_db()
    before = fact.confirmed_by
    response = team.post(address, follow=True)
    assert "You have confirmed that this is still right" in text_of(response)
    fact.refresh_from_db()
    assert (fact.confirmed_on, fact.confirmed_by) == (today(), cast.north.regional_team)
    assert before != fact.confirmed_by


@pytest.mark.parametrize("kind", ["region", "authority", "trust", "trust-service", "seat", "appointment"])
def test_who_does_not_keep_a_place_may_not_confirm_its_facts(cast, client, kind):
    fact = facts(cast)[kind]
    address = reverse("fact_confirm", args=[kind, fact.pk])
    signed_in(client, cast.north.chair)
    assert (client.get(address).status_code, client.post(address).status_code) == (403, 403)
    fact.refresh_from_db()
    assert fact.confirmed_by != cast.north.chair


def test_there_are_no_other_kinds_of_facts_and_no_invisible_ones(cast, team):
    assert team.get("/facts/person/1/confirm/").status_code == 404
    assert team.get("/facts/seat/999999/confirm/").status_code == 404


def test_confirming_leads_back_to_where_one_came_from_but_never_elsewhere(cast, team):
    address = reverse("fact_confirm", args=["region", cast.north.region.pk])
    back = team.post(f"{address}?next=/directory/%3Fshow%3Dstale")
    assert back.headers["Location"] == "/directory/?show=stale"
    elsewhere = team.post(f"{address}?next=https://elsewhere.example/")
    assert elsewhere.headers["Location"] == cast.north.region.get_absolute_url()


def test_an_appointment_that_only_a_source_states_is_not_confirmed_as_a_fact(cast, team):
    """DIR-15"""
    stated = factories.stated(cast.seat(cast.north.third, Role.DASS))
    address = reverse("fact_confirm", args=["appointment", stated.pk])
    assert "This appointment is not confirmed yet." in text_of(team.get(address))
    response = team.post(address)
    assert response.status_code == 422
    assert "This appointment is not confirmed yet." in text_of(response)
    assert Appointment.objects.get(pk=stated.pk).confirmed_on is None
