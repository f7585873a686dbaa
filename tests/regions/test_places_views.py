"""What the pages of regions, authorities and trusts show, to whom, and on which day."""

import csv
import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from regions import workflow
from regions.models import Authority, Region, Seat, Trust, TrustService
from regions.periods import service_in_words
from regions.querysets import today
from regions.roles import Role
from tests import factories
from tests.people import signed_in

TODAY = {
    "north-east": 12,
    "north-west": 24,
    "yorkshire-and-the-humber": 15,
    "east-midlands": 10,
    "west-midlands": 14,
    "east-of-england": 11,
    "london": 33,
    "south-east": 19,
    "south-west": 15,
}
THEN = TODAY | {"east-midlands": 9, "north-west": 23, "south-west": 16}


def text_of(response) -> str:
    """The page as text, entities and line breaks out of the way."""
    return " ".join(response.content.decode().replace("&#x27;", "'").replace("&amp;", "&").split())


def rows_of(response) -> list:
    return list(response.context["table"].data)


def slugs_of(response) -> set[str]:
    return {one.slug for one in rows_of(response)}


def csv_of(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# --- Regions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "sizes"), [("2026-11-22", TODAY), ("2017-11-01", THEN)])
def test_the_nine_regions_are_listed_with_their_size_on_a_day(england, client, on, sizes):
    """DIR-1, DIR-2"""
    response = client.get("/regions/", {"on": on})
    assert {one.slug: one.size for one in rows_of(response)} == sizes


def test_regions_are_listed_with_their_chairs_and_what_is_unconfirmed_says_so(england, client):
    page = text_of(client.get("/regions/", {"on": "2026-11-22"}))
    assert "Lucy Butler (not confirmed); Mac Heath (not confirmed)" in page
    assert "Jane McSherry (not confirmed)" in page


def test_the_demonstration_is_listed_only_when_asked_for(england, client):
    factories.demonstration()
    assert "demonstration" not in slugs_of(client.get("/regions/"))
    response = client.get("/regions/", {"show": "demonstration"})
    assert slugs_of(response) == {"demonstration"}
    assert "invented authorities and people" in text_of(response)


@pytest.mark.parametrize(
    "asked",
    [{"show": "scotland"}, {"sort": "height"}, {"page": "7"}, {"page": "x"}, {"on": "2017-13-01"}, {"on": "soon"}],
)
def test_what_a_list_does_not_know_gives_an_error_and_no_rows(england, client, asked):
    for address in ("/regions/", "/authorities/", "/trusts/"):
        if address == "/regions/" or "show" not in asked:
            response = client.get(address, asked)
            assert response.status_code == 200
            assert rows_of(response) == []
            assert "There is a problem" in text_of(response)


def test_a_region_shows_its_people_vacancies_and_what_is_not_confirmed(england, client):
    page = text_of(client.get("/regions/south-east/", {"on": "2026-11-22"}))
    assert page.count("Lucy Butler") == 3  # in two seats, and in what the source says of one
    assert "Director for Children, Education and Families" in page
    assert 'href="/authorities/milton-keynes/"' in page
    assert page.count("Vacant") == 1
    assert "Stated in 2023; since when is not said." in page
    assert page.count("Not known") >= 5
    assert "Not confirmed. Source: Association of Directors of Children's Services (2023)." in page
    assert "Vacancy</dt>" in page  # as stated


def test_a_region_is_shown_as_it_was(england, client):
    """DIR-2: on 1 November 2017 the East Midlands had nine authorities, and nobody of today was there."""
    response = client.get("/regions/east-midlands/", {"on": "2017-11-01"})
    page = text_of(response)
    assert {one.slug for one in response.context["authorities"]} == {
        "derby",
        "derbyshire",
        "leicester",
        "leicestershire",
        "lincolnshire",
        "northamptonshire",
        "nottingham",
        "nottinghamshire",
        "rutland",
    }
    assert "9 authorities on 1 November 2017" in page
    assert {(card.empty, card.holder) for card in response.context["cards"]} == {("Not known", None)}
    assert "No source says who holds this seat on this date." in page
    assert "The alliances went live on 1 April 2019" in page


def test_a_region_is_shown_with_what_is_announced(england, client):
    """DIR-2: a future date shows announced changes."""
    response = client.get("/regions/south-east/", {"on": "2027-04-01"})
    slugs = {one.slug for one in response.context["authorities"]}
    assert len(slugs) == 20
    assert {"east-surrey", "west-surrey"} < slugs
    assert "surrey" not in slugs
    assert "was succeeded by" in text_of(response)


def test_a_day_that_is_none_shows_nothing_but_the_error(england, client):
    for address in ("/regions/london/", "/authorities/leeds/", "/trusts/achieving-for-children/"):
        page = text_of(client.get(address, {"on": "yesterday"}))
        assert "“yesterday” is not a date" in page
        assert "There is a problem" in page
        assert '<h2 class="govuk-heading-m">People</h2>' not in page


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_the_furthest_days_have_pages_too(england, client, on):
    for address in ("/regions/", "/regions/south-east/", "/authorities/", "/authorities/surrey/", "/trusts/"):
        assert client.get(address, {"on": on}).status_code == 200
        assert client.get(address, {"on": on, "export": "csv"}).status_code in (200, 400)
    assert client.get("/trusts/achieving-for-children/", {"on": on}).status_code == 200


def test_links_lead_to_the_same_day(england, client):
    then = "?on=2017-11-01"
    assert f'href="/authorities/derby/{then}"' in text_of(client.get(f"/regions/east-midlands/{then}"))
    assert f'href="/regions/east-midlands/{then}"' in text_of(client.get(f"/authorities/derby/{then}"))
    assert f'href="/regions/london/{then}"' in text_of(client.get(f"/trusts/achieving-for-children/{then}"))
    for address, place in (
        ("/regions/", "london"),
        ("/authorities/", "barnet"),
        ("/trusts/", "achieving-for-children"),
    ):
        assert f'href="{address}{place}/{then}"' in text_of(client.get(f"{address}{then}"))
        assert f'href="{address}{place}/"' in text_of(client.get(address))


def test_there_is_no_page_of_what_there_is_not(england, client):
    for address in ("/regions/wales/", "/authorities/camelot/", "/trusts/nobody/"):
        assert client.get(address).status_code == 404


def test_officers_seats_are_for_members(cast, client):
    for somebody, shown in ((cast.anonymous, 0), (cast.stranger, 0), (cast.north.dcs, 2), (cast.south.dcs, 2)):
        page = text_of(signed_in(client, somebody).get("/regions/north/"))
        assert page.count("Regional team, North") == shown


def test_proposals_are_for_keepers(cast, client):
    seat = cast.seat(cast.north.region, Role.LEAD_DCS)
    proposal = factories.proposed(seat, factories.newcomer("Kim Proposed"), by=cast.north.regional_team)
    shown_to = {
        name: "Kim Proposed" in text_of(signed_in(client, cast[name]).get("/regions/north/"))
        for name in ("anonymous", "north.dcs", "south.regional_team", "north.colleague", "administrator")
    }
    assert shown_to == {
        "anonymous": False,
        "north.dcs": False,
        "south.regional_team": False,
        "north.colleague": True,
        "administrator": True,
    }
    assert proposal.get_absolute_url() in text_of(client.get("/regions/north/"))


def test_keepers_see_what_they_can_do_and_what_has_happened(cast, client):
    region = cast.north.region
    for name, keeps in (("anonymous", False), ("north.dcs", False), ("north.regional_team", True)):
        page = text_of(signed_in(client, cast[name]).get("/regions/north/"))
        assert ("Confirm that this is still right" in page) is keeps
        assert (f"/memoranda/draft/{region.pk}/" in page) is keeps
        assert ("What has happened" in page) is keeps
    workflow.confirm_fact(region, by=cast.north.regional_team)
    assert "Confirm that this is still right: North" in text_of(client.get("/regions/north/"))


def test_a_director_confirms_the_facts_of_the_own_authority(cast, client):
    """DIR-11"""
    signed_in(client, cast.north.dcs)
    assert f"/facts/authority/{cast.north.first.pk}/confirm/" in text_of(client.get("/authorities/aldermoor/"))
    assert f"/facts/authority/{cast.north.second.pk}/confirm/" not in text_of(client.get("/authorities/birchester/"))


def test_who_confirmed_is_told_to_members_only(cast, client):
    workflow.confirm_fact(cast.north.region, by=cast.north.regional_team)
    confirmed = f"Confirmed {today():%-d %B %Y}"
    public = text_of(client.get("/regions/north/"))
    assert f"{confirmed}." in public
    assert "by Regional team" not in public
    assert f"{confirmed} by Regional team, North." in text_of(signed_in(client, cast.south.dcs).get("/regions/north/"))


# --- People on public pages (DIR-9) -----------------------------------------------------------------------------------


def test_contact_details_are_for_members_unless_the_person_agrees(cast, client):
    person = cast.north.dcs.person
    person.telephone = "01632 960001"
    person.save()
    mail = f"mailto:{person.email}"
    assert mail not in text_of(client.get("/authorities/aldermoor/"))
    assert "01632 960001" not in text_of(client.get("/authorities/aldermoor/"))
    member = signed_in(client, cast.south.dcs)
    assert mail in text_of(member.get("/authorities/aldermoor/"))
    person.publishes_contact = True
    person.save()
    page = text_of(signed_in(client, cast.anonymous).get("/authorities/aldermoor/"))
    assert mail in page
    assert "01632 960001" in page


def test_a_free_mail_address_is_never_published(cast, client):
    person = cast.north.dcs.person
    person.email, person.publishes_contact = "somebody@yahoo.co.uk", True
    person.save()
    assert "somebody@yahoo.co.uk" not in text_of(client.get("/authorities/aldermoor/"))
    assert "somebody@yahoo.co.uk" in text_of(signed_in(client, cast.north.chair).get("/authorities/aldermoor/"))


def test_members_go_from_a_name_to_the_person_and_the_public_does_not(cast, client):
    link = cast.north.dcs.person.get_absolute_url()
    assert link not in text_of(client.get("/authorities/aldermoor/"))
    assert link in text_of(signed_in(client, cast.south.chair).get("/authorities/aldermoor/"))


def test_an_acting_person_stands_beside_the_holder(cast, client):
    """DIR-14"""
    seat = cast.seat(cast.north.first, Role.DCS)
    factories.confirmed(
        seat, factories.newcomer("Ash Acting"), by=cast.north.regional_team, second=cast.north.colleague, acting=True
    )
    page = text_of(client.get("/authorities/aldermoor/"))
    assert "Acting, from" in page
    assert f"In charge in place of {cast.north.dcs.person.name}, who keeps the seat." in page


def test_an_announced_holder_is_shown_beside_todays_and_in_the_seat_on_that_day(cast, client):
    seat = cast.seat(cast.north.first, Role.DCS)
    begins = today() + timedelta(days=30)
    factories.confirmed(
        seat,
        factories.newcomer("Nia Next"),
        by=cast.north.regional_team,
        second=cast.north.colleague,
        starts=begins,
    )
    now = client.get("/authorities/aldermoor/")
    assert f"<strong>Announced:</strong> Nia Next, from {begins:%-d %B %Y}." in text_of(now)
    assert now.context["cards"][0].holder.name == cast.north.dcs.person.name
    later = client.get("/authorities/aldermoor/", {"on": begins.isoformat()})
    assert later.context["cards"][0].holder.name == "Nia Next"


def test_an_empty_seat_says_since_when_and_who_was_there(cast, client):
    page = text_of(client.get("/authorities/calderwick/"))
    assert f"Since {today():%-d %B %Y}. Last known: Leaver, from 1 April 2024" in page
    assert "Not known" in page  # the other seats, of which nothing is said


def test_an_empty_seat_is_as_exact_as_what_is_known_of_it(cast, client):
    third = cast.north.third
    factories.stated(
        cast.seat(third, Role.CHIEF_EXECUTIVE),
        factories.person("Mo Month"),
        starts=date(2020, 1, 1),
        ends=date(2022, 7, 1),
        ends_precision="month",
    )
    seat = cast.seat(third, Role.LEAD_MEMBER)
    seat.vacant_from = date(2024, 5, 3)
    seat.save()
    page = text_of(client.get("/authorities/calderwick/"))
    assert "Since the end of June 2022. Last known: Mo Month, from 1 January 2020 to June 2022." in page
    assert "Since 3 May 2024." in page


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({}, "from 1 April 2020"),
        ({"starts_precision": "month", "ends": date(2022, 7, 1)}, "from April 2020 to 30 June 2022"),
        ({"starts_precision": "unknown"}, "since 1 April 2020 at the latest"),
        ({"ends": date(2022, 7, 1), "ends_precision": "unknown"}, "from 1 April 2020 to 30 June 2022 at least"),
    ],
)
def test_the_time_of_a_service_says_what_is_known_of_it(known, words):
    assert service_in_words(TrustService(starts=date(2020, 4, 1), **known)) == words


# --- Authorities ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 153),
        ({"status": "current"}, 153),
        ({"status": "ended"}, 8),
        ({"status": "planned"}, 2),
        ({"status": "any"}, 163),
        ({"region": "london"}, 33),
        ({"type": "county"}, 21),
        ({"type": "london-borough", "region": "london"}, 32),
        ({"name": "north"}, 9),
        ({"name": "E08000016"}, 1),
        ({"name": "383"}, 1),
        ({"on": "2017-11-01"}, 152),
        ({"on": "2017-11-01", "status": "planned"}, 9),
        ({"on": "2027-04-01"}, 154),
        ({"on": "2027-04-01", "status": "ended"}, 9),
    ],
)
def test_authorities_are_filtered(england, client, asked, count):
    response = client.get("/authorities/", {"on": "2026-11-22"} | asked)
    assert response.context["list"].errors == []
    assert len(rows_of(response)) == count


def test_the_demonstrations_authorities_are_never_among_others(england, client):
    factories.demonstration()
    assert "northtown" not in slugs_of(client.get("/authorities/", {"status": "any"}))
    assert slugs_of(client.get("/authorities/", {"status": "demonstration"})) == {"northtown"}
    assert slugs_of(client.get("/authorities/", {"region": "demonstration"})) == {"northtown"}
    assert slugs_of(client.get("/authorities/", {"region": "london", "status": "demonstration"})) == set()


@pytest.mark.parametrize("asked", [{"region": "wales"}, {"type": "parish"}, {"status": "lost"}, {"name": "x" * 201}])
def test_an_unknown_filter_gives_an_error_and_no_rows(england, client, asked):
    response = client.get("/authorities/", asked)
    assert rows_of(response) == []
    assert "There is a problem" in text_of(response)
    assert client.get("/authorities/", asked | {"export": "csv"}).status_code == 400


def test_authorities_sort_by_every_heading(england, client):
    def first(sort):
        return rows_of(client.get("/authorities/", {"sort": sort, "on": "2026-11-22"}))[0].slug

    assert first("name") == "barking-and-dagenham"
    assert first("-name") == "york"
    assert first("children") == "isles-of-scilly"
    assert first("dfe") == "city-of-london"
    assert first("gss") == "hartlepool"
    assert first("region") == "derby"


def test_a_download_holds_every_row_with_the_codes_of_its_day(england, client):
    before = {one["slug"]: one for one in csv_of(client.get("/authorities/", {"export": "csv", "on": "2024-01-01"}))}
    now = {one["slug"]: one for one in csv_of(client.get("/authorities/", {"export": "csv", "on": "2026-11-22"}))}
    assert len(now) == 153
    assert before["barnsley"]["gss_code"] == "E08000016"
    assert now["barnsley"]["gss_code"] == "E08000038"
    assert now["leeds"] == {
        "slug": "leeds",
        "name": "Leeds",
        "official_name": "Leeds City Council",
        "region": "yorkshire-and-the-humber",
        "type": "metropolitan",
        "status": "current",
        "gss_code": "E08000035",
        "dfe_number": "383",
        "active_from": "",
        "active_to_first_day_out": "",
        "population_0_17": now["leeds"]["population_0_17"],
        "population_year": "2024",
        "latitude": now["leeds"]["latitude"],
        "longitude": now["leeds"]["longitude"],
        "director": "",
        "director_status": "unknown",
        "as_at": "2026-11-22",
    }
    assert now["milton-keynes"]["director"] == "Mac Heath"
    assert now["milton-keynes"]["director_status"] == "stated"


def test_a_workbook_says_what_it_is(england, client):
    response = client.get("/authorities/", {"export": "xlsx", "region": "north-east", "on": "2026-11-22"})
    book = load_workbook(io.BytesIO(response.content))
    rows = list(book["Data"].values)
    assert len(rows) == 13
    assert rows[0][0] == "slug"
    about = {row[0]: row[1] for row in book["About"].values}
    assert about["As at"] == "22 November 2026"
    assert about["Filter: Region"] == "North East"


def test_an_ended_authority_keeps_its_page_and_says_what_it_became(england, client):
    """DIR-3"""
    page = text_of(client.get("/authorities/northamptonshire/"))
    assert "This authority has ended." in page
    assert "Its last day was 31 March 2021." in page
    assert 'href="/authorities/north-northamptonshire/"' in page
    assert 'href="/authorities/west-northamptonshire/"' in page
    assert 'href="?on=2021-03-31"' in page
    then = text_of(client.get("/authorities/northamptonshire/", {"on": "2020-12-01"}))
    assert "has ended" not in then
    assert "Northamptonshire Children's Trust" in then


def test_an_announced_authority_says_from_when_and_out_of_what(england, client):
    page = text_of(client.get("/authorities/east-surrey/", {"on": "2026-11-22"}))
    assert "Its first day is 1 April 2027." in page
    assert 'href="/authorities/surrey/"' in page
    assert "None is known yet" in page
    assert "It has no seats on this date." in page
    after = text_of(client.get("/authorities/east-surrey/", {"on": "2027-04-01"}))
    assert "It has no seats on this date." not in after


def test_an_authority_shows_its_codes_with_their_times_and_what_it_came_from(england, client):
    page = text_of(client.get("/authorities/barnsley/"))
    assert "E08000016, before 2009 to 30 April 2025" in page
    assert "E08000038, from 1 May 2025" in page
    page = text_of(client.get("/authorities/bournemouth-christchurch-and-poole/"))
    for slug in ("bournemouth", "poole", "dorset-county"):
        assert f'href="/authorities/{slug}/"' in page
    assert "(only Christchurch passed to this successor)" in page


def test_directors_over_time_are_drawn_and_can_be_downloaded(england, client):
    page = text_of(client.get("/authorities/county-durham/"))
    assert "2 people are known as directors of children’s services since 2016" in page
    assert "Rachael Shimmin: known in 2016, not confirmed, twin hat" in page
    assert "known from 2016 to at least 2017, not confirmed, interim" in page
    rows = csv_of(client.get("/authorities/county-durham/", {"export": "csv", "on": "2026-11-22"}))
    assert [(one["person"], one["from"], one["interim"]) for one in rows] == [
        ("Rachael Shimmin", "2016-08-31", "no"),
        ("Margaret Whellans", "2016-09-01", "yes"),
        ("Margaret Whellans", "2017-04-01", "no"),
    ]
    assert [one["also_director_of_adult_social_services"] for one in rows] == ["yes", "no", "no"]
    assert {one["status"] for one in rows} == {"stated"}
    assert {one["as_at"] for one in rows} == {"2026-11-22"}


def test_directors_who_came_later_are_left_out_of_an_earlier_day(england, client):
    rows = csv_of(client.get("/authorities/county-durham/", {"export": "csv", "on": "2016-12-01"}))
    assert [one["person"] for one in rows] == ["Rachael Shimmin", "Margaret Whellans"]
    assert "No director of children’s services is known" in text_of(
        client.get("/authorities/county-durham/", {"on": "2015-01-01"})
    )


@pytest.mark.parametrize("asked", [{"export": "xls"}, {"export": "csv", "on": "soon"}, {"export": ""}])
def test_a_download_of_directors_that_is_not_understood_is_refused(england, client, asked):
    response = client.get("/authorities/leeds/", asked)
    assert response.status_code == 400
    assert "There is a problem" in text_of(response)


def test_a_twin_hat_and_an_interim_are_marked(cast, client):
    """DIR-6"""
    by, second = cast.administrator, cast.other_administrator
    third = cast.north.third
    twin = factories.newcomer("Toni Twin")
    begins = today() + timedelta(days=1)
    factories.confirmed(cast.seat(third, Role.DCS), twin, by=by, second=second, starts=begins)
    factories.confirmed(cast.seat(third, Role.DASS), twin, by=by, second=second, starts=begins)
    response = client.get("/authorities/calderwick/")
    styles = {bar["label"]: bar["style"] for bar in response.context["directors"].bars}
    assert styles == {"Leaver": "held", "Toni Twin": "twin-hat"}
    factories.confirmed(cast.seat(cast.north.second, Role.DCS), by=by, second=second, interim=True)
    bars = client.get("/authorities/birchester/").context["directors"].bars
    assert [bar["style"] for bar in bars] == ["held", "interim"]


def test_nothing_recorded_is_not_the_same_as_nothing_there(england, client):
    page = text_of(client.get("/regions/london/", {"on": "2026-11-22"}))
    assert "Nothing is recorded of a Council of Reference representative" in page
    assert "That does not mean that London has none." in page


# --- Trusts -----------------------------------------------------------------------------------------------------------


def test_trusts_are_listed_with_whom_they_serve_on_a_day(england, client):
    def serving(**asked):
        return {
            one.slug: {service.authority.slug for service in one.serving}
            for one in rows_of(client.get("/trusts/", asked))
        }

    now = serving(on="2026-11-22")
    assert len(now) == 7
    assert now["achieving-for-children"] == {"kingston-upon-thames", "richmond-upon-thames", "windsor-and-maidenhead"}
    assert now["northamptonshire-childrens-trust"] == {"north-northamptonshire", "west-northamptonshire"}
    ended = serving(on="2026-11-22", status="ended")
    assert set(ended) == {
        "brighter-futures-for-children",
        "doncaster-childrens-services-trust",
        "slough-childrens-services-trust",
        "worcestershire-children-first",
    }
    then = serving(on="2020-12-01")
    assert then["northamptonshire-childrens-trust"] == {"northamptonshire"}
    assert then["slough-childrens-services-trust"] == {"slough"}
    assert set(serving(on="2026-11-22", region="south-east")) == {"achieving-for-children", "slough-children-first"}


def test_the_demonstrations_trusts_are_listed_only_when_asked_for(england, client):
    factories.demonstration()
    assert "northtown-trust" not in slugs_of(client.get("/trusts/", {"status": "any"}))
    assert slugs_of(client.get("/trusts/", {"status": "demonstration"})) == {"northtown-trust"}


def test_a_trust_shows_both_its_regions_and_its_past(england, client):
    """DIR-8"""
    page = text_of(client.get("/trusts/achieving-for-children/"))
    assert 'href="/regions/london/"' in page
    assert 'href="/regions/south-east/"' in page
    page = text_of(client.get("/trusts/brighter-futures-for-children/"))
    assert "Serves no authority on this date." in page
    assert "From December 2018 to 30 September 2025" in page
    assert "Nothing is recorded of a chief executive of the trust." in page


def test_a_trust_without_any_service_on_record_is_listed_all_the_same(db, client):
    Trust.objects.create(slug="new-trust", name="New trust")
    assert slugs_of(client.get("/trusts/")) == {"new-trust"}
    assert "Nothing is recorded of whom it serves." in text_of(client.get("/trusts/new-trust/"))


# --- Empty and odd ----------------------------------------------------------------------------------------------------


def test_an_empty_directory_has_pages(db, client):
    region = Region.objects.create(slug="north", name="North")
    Authority.objects.create(
        slug="aldermoor",
        name="Aldermoor",
        official_name="Aldermoor Council",
        kind="unitary",
        region=region,
        active_from=date(2030, 1, 1),
    )
    for address in ("/", "/regions/", "/regions/north/", "/authorities/", "/authorities/aldermoor/", "/trusts/"):
        assert client.get(address).status_code == 200, address
    assert "No authority of this region is known for this date." in text_of(client.get("/regions/north/"))


def test_names_are_escaped(db, client):
    region = Region.objects.create(slug="odd", name="<b>Odd</b>", website="https://odd.example/?a=1&b=2")
    Authority.objects.create(slug="odd", name="<i>Odd</i>", official_name="Odd & Co", kind="unitary", region=region)
    Seat.objects.create(region=region, role=Role.CHAIR, title="<u>Chair</u>")
    for address in ("/", "/regions/", "/regions/odd/", "/authorities/", "/authorities/odd/"):
        page = client.get(address).content.decode()
        assert not {"<b>Odd", "<i>Odd", "<u>Chair"} & {page[i : i + 6] for i in range(len(page))}, address
        assert "<b>Odd" not in page
        assert "<i>Odd" not in page
        assert "<u>Chair" not in page
