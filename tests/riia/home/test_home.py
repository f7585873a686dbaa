"""The front page, help and statements; what needs somebody who signs in."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from regions import workflow
from regions.models import Authority, Region
from regions.querysets import today
from regions.roles import Role
from riia.accounts.models import User
from riia.home.england import cells, short_name, spots
from riia.home.glossary import TERMS
from riia.home.needs import needs_of
from tests import factories
from tests.people import signed_in

PLAIN = ("/", "/help/", "/accessibility/", "/privacy/", "/cookies/", "/search/", "/robots.txt")


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


# --- The map ----------------------------------------------------------------------------------------------------------


def test_every_current_authority_is_a_link_on_the_map_and_in_the_list(england, client):
    page = text_of(client.get("/"))
    current = Authority.objects.real().as_at(today())
    for authority in current:
        assert page.count(f'href="{authority.get_absolute_url()}"') >= 1
    placed = {cell["url"] for cell in client.get("/").context["cells"]}
    assert placed == {one.get_absolute_url() for one in current if one.hex_q is not None}
    for region in Region.objects.all():
        assert f'href="{region.get_absolute_url()}"' in page


def test_the_demonstration_is_not_on_the_map(england, client):
    factories.demonstration()
    page = text_of(client.get("/"))
    assert "northtown" not in page
    assert "/regions/demonstration/" not in page


def test_two_authorities_in_one_place_do_not_break_the_map(db, client):
    region = Region.objects.create(slug="north", name="North")
    for name in ("Aldermoor", "Birchester"):
        Authority.objects.create(
            slug=name.lower(), name=name, official_name=name, kind="unitary", region=region, hex_q=1, hex_r=1
        )
    assert [one["label"] for one in cells(spots(AnonymousUser(), today()))] == ["Alde"]
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Leeds", "Leeds"),
        ("Birmingham", "Birm"),
        ("Derbyshire", "Derbs"),
        ("North Tyneside", "NT"),
        ("Hammersmith and Fulham", "H&F"),
        ("Bath and North East Somerset", "BNES"),
        ("Newcastle upon Tyne", "Newc"),
        ("Stoke-on-Trent", "Stok"),
        ("Isle of Wight", "IoW"),
    ],
)
def test_short_names_fit_a_hexagon(name, short):
    assert short_name(name) == short


# --- What needs you ---------------------------------------------------------------------------------------------------


def whats(user) -> list[str]:
    return [need.what for need in needs_of(user)]


def test_the_public_is_not_told_of_needs(cast, client):
    assert "What needs you" not in text_of(client.get("/"))


def test_who_holds_no_appointment_is_told_so_and_why(cast, client):
    """ACC-1"""
    for name in ("stranger", "leaver"):
        page = text_of(signed_in(client, cast[name]).get("/"))
        assert "hold no current appointment in the directory" in page
        assert "ask your regional team" in page


def test_nothing_to_do_is_said_in_words(cast, client):
    page = text_of(signed_in(client, cast.north.dcs).get("/"))
    assert "Nothing waits for you today." in page


def test_a_proposal_needs_the_second_person_and_not_who_made_it(cast, client):
    seat = cast.seat(cast.north.region, Role.CHAIR)
    newcomer = factories.newcomer("Kim Proposed")
    proposal = factories.proposed(
        seat, newcomer, by=cast.north.regional_team, employing_authority=cast.north.first, starts=today()
    )
    assert whats(cast.north.colleague) == ["Confirm Kim Proposed as chair"]
    assert whats(cast.north.regional_team) == []
    assert whats(cast.south.regional_team) == []
    page = text_of(signed_in(client, cast.north.colleague).get("/"))
    assert f'href="{proposal.get_absolute_url()}"' in page
    assert f"North, begins on {today():%-d %B %Y}" in page


def test_what_is_overdue_comes_first(cast, client):
    seat = cast.seat(cast.north.region, Role.LEAD_DCS)
    other = cast.seat(cast.north.region, Role.BOARD_MEMBER)
    later = today() + timedelta(days=20)
    factories.proposed(other, factories.newcomer("Later"), by=cast.north.regional_team, starts=later)
    factories.proposed(seat, factories.newcomer("Late"), by=cast.north.regional_team, starts=today() - timedelta(9))
    needs = needs_of(cast.north.colleague)
    assert [need.overdue for need in needs] == [True, False]
    assert needs[0].what.startswith("Confirm Late as lead director")
    assert needs[0].when == f"was to begin on {today() - timedelta(9):%-d %B %Y}"
    assert "Overdue" in text_of(signed_in(client, cast.north.colleague).get("/"))


def test_an_appointment_that_a_colleague_vouches_for_needs_a_second_person(cast):
    seat = cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE)
    stated = factories.stated(seat, factories.person("Sid Stated"))
    assert whats(cast.north.colleague) == ["Check the directory: 1 person is not confirmed"]
    workflow.vouch_for(stated, by=cast.north.regional_team)
    assert "Confirm Sid Stated as chief executive" in whats(cast.north.colleague)


def test_keepers_are_told_how_many_are_not_confirmed(cast, client):
    """DIR-15: those in a seat today; what a source says of another time needs nobody."""
    for role in (Role.DCS, Role.CHIEF_EXECUTIVE):
        factories.stated(cast.seat(cast.north.third, role), starts=today())
    factories.stated(cast.seat(cast.north.third, Role.LEAD_MEMBER), starts=date(2016, 1, 1), ends=date(2017, 1, 1))
    assert whats(cast.north.regional_team) == ["Check the directory: 2 people are not confirmed"]
    assert whats(cast.north.dcs) == []
    assert whats(cast.south.regional_team) == []
    assert 'href="/directory/"' in text_of(signed_in(client, cast.north.regional_team).get("/"))


def test_keepers_are_told_of_signatures_and_memoranda_that_end(cast):
    """ACC-18"""
    memorandum = cast.north.memorandum
    party = memorandum.parties.get(authority=cast.north.second)
    ends = today() + timedelta(days=30)
    factories.signature(party, by=cast.north.regional_team, expires=ends)
    (need,) = needs_of(cast.north.regional_team)
    assert need.what == "Renew the signature of Birchester"
    assert need.when == f"ends on {ends - timedelta(1):%-d %B %Y}"
    third = memorandum.parties.get(authority=cast.north.third)
    factories.signature(third, by=cast.north.regional_team, expires=ends)
    assert whats(cast.north.regional_team) == ["Renew 2 signatures"]
    assert whats(cast.north.dcs) == whats(cast.south.regional_team) == []


def test_a_memorandum_that_ends_is_one_need_not_one_for_each_signature(cast):
    memorandum = cast.north.memorandum
    memorandum.expires = today() + timedelta(days=60)
    memorandum.save()
    assert whats(cast.north.regional_team) == ["Renew the memorandum of understanding"]


def test_a_signature_that_was_given_again_needs_nothing(cast):
    party = cast.north.memorandum.parties.get(authority=cast.north.second)
    factories.signature(party, by=cast.north.regional_team, expires=today() + timedelta(days=30))
    factories.signature(party, by=cast.north.regional_team)
    assert whats(cast.north.regional_team) == []


# --- Help and statements ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PLAIN)
def test_public_pages_are_open_to_everybody_and_leave_no_cookie(db, client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert client.post(address).status_code == 405


def test_help_explains_every_word(db, client):
    page = text_of(client.get("/help/"))
    for term, _ in TERMS:
        assert f">{term}</dt>" in page
    assert [term.lower() for term, _ in TERMS] == sorted({term.lower() for term, _ in TERMS})


def test_the_page_about_cookies_names_those_that_are_set(db, client):
    page = text_of(client.get("/cookies/"))
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"):
        assert f">{name}</th>" in page


def test_robots_are_kept_from_members_addresses(db, client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    for path in ("/accounts/", "/admin/", "/people/", "/memoranda/", "/directory/"):
        assert f"Disallow: {path}" in lines
    assert "Disallow: /" not in lines


def test_the_first_load_of_the_front_page_is_light(england, client):
    """60 KB compressed are for everything; styles and script have about half of that."""
    response = client.get("/", headers={"accept-encoding": "gzip"})
    assert len(response.content) < 16_000


def test_whatever_needs_somebody_of_the_demonstration_is_a_page_that_opens_to_them(demonstration, client):
    opened = 0
    for user in User.objects.filter(is_demo=True, is_active=True):
        signed_in(client, user)
        for url in {one.url for one in needs_of(user)}:
            assert client.get(url).status_code == 200, (user.email, url)
            opened += 1
    assert opened > 20
