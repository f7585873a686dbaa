"""Search: the same on both databases in ordinary cases, and never more than the reader may see."""

import csv
import io

import pytest

from regions.models import Person, Region, Seat
from regions.roles import Role
from riia.audit.models import Event
from riia.home.search import LONGEST, MOST, search, words_of
from tests import factories
from tests.datasets import comparing
from tests.people import signed_in


def found(user, asked: str) -> dict[str, list[str]]:
    """Names by kind, in the order shown."""
    return {group.title: [one.name for one in group.shown] for group in search(user, asked)}


def names(user, asked: str) -> set[str]:
    return {name for group in found(user, asked).values() for name in group}


# --- What is found: SQLite compares letters, PostgreSQL asks its full-text search, and both must say the same ---------


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("leeds", {"Leeds"}),
        ("  LEEDS  ", {"Leeds"}),
        ("north ty", {"North Tyneside"}),
        ("tyne", {"Newcastle-upon-Tyne", "North Tyneside", "South Tyneside"}),
        ("tyneside north", {"North Tyneside"}),
        ("E08000035", {"Leeds"}),
        ("e08000016", {"Barnsley"}),
        ("383", {"Leeds"}),
        ("county durham", {"Durham"}),
        ("telford & wrekin", {"Telford and Wrekin"}),
        ("stoke-on-trent", {"Stoke-on-Trent"}),
        ("cumbria", {"Cumbria"}),
        ("together for children", {"Together for Children"}),
        ("AfC", {"Achieving for Children"}),
        ("lucy butler", {"Lucy Butler"}),
        ("butl", {"Lucy Butler"}),
        ("o'neill", {"Caroline O'Neill"}),
        ("O’Neill", {"Caroline O'Neill"}),
        ("sarah-jane", {"Sarah-Jane Smedmor"}),
        ("leeds zzz", set()),
        ("eeds", set()),
        ("' OR 1=1 --", set()),
        ("leeds:* | york", set()),
        ("100%", set()),
        ("& | !", set()),
        ("", set()),
    ],
)
def test_every_word_must_begin_a_word_of_a_name(england, cast_anonymous, asked, expected):
    assert names(cast_anonymous, asked) == expected


@pytest.fixture
def cast_anonymous():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


def test_the_nearest_names_come_first(england, cast_anonymous):
    assert found(cast_anonymous, "north") == {
        "Regions": ["North East", "North West"],
        "Authorities": [
            "North East Lincolnshire",
            "North Lincolnshire",
            "North Northamptonshire",
            "North Somerset",
            "North Tyneside",
            "North Yorkshire",
            "Northamptonshire",
            "Northumberland",
            "Bath and North East Somerset",
            "West Northamptonshire",
        ],
        "Children’s trusts": ["Northamptonshire Children's Trust"],
    }
    assert found(cast_anonymous, "london")["Authorities"][0] == "City of London"
    assert found(cast_anonymous, "derby")["Authorities"] == ["Derby", "Derbyshire"]


def test_what_is_found_says_what_it_is(england, cast_anonymous):
    (authorities,) = search(cast_anonymous, "cumbria")
    assert authorities.found[0].note == "Has ended. Cumbria County Council, North West"
    assert authorities.found[0].url == "/authorities/cumbria/"
    (people,) = search(cast_anonymous, "lucy butler")
    assert people.found[0].url == ""
    assert {(seat, url) for seat, url, _ in people.found[0].more} == {
        ("Co-chair, South East", "/regions/south-east/"),
        ("Council of Reference representative, South East", "/regions/south-east/"),
        ("Director of children's services, West Sussex", "/authorities/west-sussex/"),
    }


def test_words_are_letters_and_digits():
    assert words_of("telford & wrekin") == ["telford", "wrekin"]
    assert words_of("a:* | !b") == ["a", "b"]
    assert words_of("…") == []
    assert len(words_of("x " * 500)) == 12


# --- Who finds what ---------------------------------------------------------------------------------------------------


def test_the_public_finds_holders_of_public_seats_members_find_officers_too(cast):
    lead = cast.north.performance_lead.person.name
    seen = {
        name: lead in names(cast[name], "performance aldermoor")
        for name in ("anonymous", "stranger", "leaver", "north.dcs", "south.chair", "administrator")
    }
    assert seen == {
        "anonymous": False,
        "stranger": False,
        "leaver": False,
        "north.dcs": True,
        "south.chair": True,
        "administrator": True,
    }
    director = cast.north.dcs.person
    assert director.name in names(cast.anonymous, "director aldermoor")


def test_members_are_led_to_the_persons_page(cast):
    person = cast.north.dcs.person
    (group,) = [one for one in search(cast.south.chair, person.name) if one.title == "People"]
    assert person.get_absolute_url() in {one.url for one in group.found}
    (group,) = [one for one in search(cast.stranger, person.name) if one.title == "People"]
    assert {one.url for one in group.found} == {""}


def test_somebody_without_any_seat_is_found_by_members_only(cast):
    factories.person("Quentin Quiet")
    assert names(cast.anonymous, "quentin") == set()
    assert names(cast.north.dcs, "quentin") == {"Quentin Quiet"}


def test_somebody_who_is_only_proposed_is_not_found_by_the_public(cast):
    seat = cast.seat(cast.north.region, Role.LEAD_DCS)
    factories.proposed(seat, factories.newcomer("Kim Proposed"), by=cast.north.regional_team)
    assert names(cast.anonymous, "kim proposed") == set()


def test_the_demonstration_is_found_only_from_inside(cast):
    region = factories.demonstration()
    seat = Seat.objects.get(authority__region=region, role=Role.DCS)
    inside = factories.demonstrator("Northtown director")
    factories.confirmed(seat, inside, by=cast.administrator, second=cast.other_administrator)
    everything = {"Northtown", "Northtown Children's Trust", "Northtown director"}
    assert names(cast.anonymous, "northtown") == set()
    assert names(cast.stranger, "northtown") == set()
    assert names(cast.north.dcs, "northtown") == set()
    assert names(cast.administrator, "northtown") == everything
    assert names(inside.user, "northtown") == everything
    # Of the real directory they see what the public sees of places, and nobody's page.
    assert cast.north.dcs.person.name not in names(inside.user, "director aldermoor")


# --- The page ---------------------------------------------------------------------------------------------------------


def test_the_page_of_an_empty_question(db, client):
    for address in ("/search/", "/search/?q=", "/search/?q=%20%20"):
        page = client.get(address).content.decode()
        assert "Enter a name to begin." in page
        assert "There is a problem" not in page


def test_nothing_found_says_what_to_do_next(england, client):
    page = client.get("/search/", {"q": "zzz"}).content.decode()
    assert "Nothing was found for “zzz”." in page
    assert 'href="/authorities/"' in page


@pytest.mark.parametrize(
    ("asked", "reason"), [("x" * (LONGEST + 1), "200 characters or fewer"), ("…", "at least one letter or number")]
)
def test_a_question_that_cannot_be_answered_says_why(db, client, asked, reason):
    response = client.get("/search/", {"q": asked})
    assert response.status_code == 200
    assert reason in response.content.decode()
    assert response.context["groups"] == []


def test_a_question_is_shown_as_text(db, client):
    page = client.get("/search/", {"q": "<script>alert(1)</script>\0"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_many_results_are_cut_and_it_is_said(cast, client):
    Person.objects.bulk_create(Person(name=f"Sam Same {number:03}") for number in range(MOST + 5))
    signed_in(client, cast.north.dcs)
    response = client.get("/search/", {"q": "sam same"})
    page = response.content.decode()
    assert page.count("Sam Same ") == MOST
    assert "Only the first 50 are shown" in page
    assert f"{MOST} results" in page


def test_one_result_is_not_called_results(db, client):
    Region.objects.create(slug="north", name="North")
    assert "1 result for “north”." in client.get("/search/", {"q": "north"}).content.decode()


def test_members_and_administrators_find_indicators_by_name_and_the_public_none(cast, client):
    indicator = comparing.share()
    asked = {
        name: names(cast[name], "share repeat") for name in ("anonymous", "stranger", "north.dcs", "administrator")
    }
    assert asked == {
        "anonymous": set(),
        "stranger": set(),
        "north.dcs": {"Repeat share"},
        "administrator": {"Repeat share"},
    }
    (group,) = search(cast.north.dcs, "repeat")
    found = (group.title, group.found[0].url, group.found[0].note)
    assert found == ("Indicators", indicator.get_absolute_url(), "Early help and front door")
    assert "people and indicators" not in client.get("/search/").content.decode()


# --- What an address asks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    ["type=nothing", "region=north", "status=ended", "sort=name", "page=2", "page=x", "export=pdf", "period=2025"],
)
def test_what_the_search_does_not_know_is_an_error_and_finds_nothing(cast, client, asked):
    response = signed_in(client, cast.north.dcs).get(f"/search/?q=north&{asked}")
    page = response.content.decode()
    assert response.status_code == (400 if "export" in asked else 200)
    assert "There is a problem" in page
    assert "result" not in page.split("<main")[1]


def test_what_was_found_is_narrowed_by_type_and_downloaded_whole_or_not_at_all(cast, client, monkeypatch):
    signed_in(client, cast.north.dcs)
    page = client.get("/search/?q=north&type=regions").content.decode()
    assert "1 result for “north”" in page
    response = client.get("/search/?q=north&type=regions&export=csv")
    (row,) = csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    assert (row["type"], row["name"], row["address"]) == ("Regions", "North", "http://testserver/regions/north/")
    assert "Recipient" in row["marking"]
    assert client.get("/search/?q=north&export=xlsx").content[:2] == b"PK"
    assert Event.objects.filter(verb="export", label="Downloaded what a search found").count() == 2
    monkeypatch.setattr("riia.home.search.MOST", 0)
    response = client.get("/search/?q=north&type=regions&export=csv")
    assert response.status_code == 400
    assert "Add a word to find fewer" in response.content.decode()
