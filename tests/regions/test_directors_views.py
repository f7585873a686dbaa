"""DIR-12, the page of director changes: what everybody is told, what only members are, and what a request may ask."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from regions.exporting import MARKING
from regions.loading.demonstration import load_demonstration
from regions.models import Appointment, Authority, Group, GroupMember, Region, Seat, TrustService
from regions.querysets import today
from regions.roles import Role
from regions.statuses import AppointmentStatus, ChangeKind
from riia.audit.models import Event
from riia.ui.charts import Tick, curve, number_bars
from tests import factories
from tests.people import SINCE, account, give_second_factor, signed_in

ADDRESS = "/directors/"
# From a month before the cast took office, so that not every authority is known throughout.
IN_2024 = {"from": "2024-03-01", "to": "2025-02-28"}


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("&#x27;", "'").replace("&amp;", "&").split())


def csv_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def rows_of(response) -> list:
    return list(response.context["table"].data)


def directed(place, name: str, starts: str, ends: str | None = None, **details) -> Appointment:
    """A confirmed director of old, as the demonstration's history is written."""
    seat = Seat.objects.get(authority=place, role=Role.DCS)
    return Appointment.objects.create(
        seat=seat,
        person=factories.person(name),
        starts=date.fromisoformat(starts),
        ends=date.fromisoformat(ends) if ends else None,
        status=AppointmentStatus.CONFIRMED,
        **details,
    )


@pytest.fixture
def history(cast):
    """Aldermoor's and Birchester's directors up to the cast's own, who took office on 1 April 2024."""
    directed(cast.north.first, "Ann Before", "2019-04-01", "2024-04-01")
    directed(cast.north.second, "Ben Before", "2019-04-01", "2024-02-01", interim=True)
    return cast


# --- Who is told what -------------------------------------------------------------------------------------------------


def test_everybody_is_told_the_totals_and_members_the_names(history, client):
    asked = IN_2024 | {"region": "north"}
    read = {one: client_for(client, history, one).get(ADDRESS, asked) for one in ("anonymous", "leaver", "south.dass")}
    figures = {name: response.context["figures"] for name, response in read.items()}
    assert {(one.total, one.changed, one.known, one.authorities) for one in figures.values()} == {(3, 3, 2, 3)}
    for name in ("anonymous", "leaver"):
        page = text_of(read[name])
        assert "Ann Before" not in page
        assert "Names are for members." in page
        assert "What happened" not in [str(one.header) for one in read[name].context["table"].columns]
    page = text_of(read["south.dass"])
    assert "Ann Before" in page
    assert "Names are for members." not in page


def client_for(client, cast, name):
    return signed_in(client, cast[name])


def test_a_change_is_listed_with_its_class_and_both_names(history, client):
    signed_in(client, history.north.dass)
    response = client.get(ADDRESS, IN_2024 | {"region": "north", "sort": "name"})
    listed = [(one.name, one.change.kind, one.before, one.after, one.counts) for one in rows_of(response)]
    director = f"{Role.DCS.label}, "
    assert listed == [
        ("Aldermoor", ChangeKind.PERMANENT_TO_PERMANENT, "Ann Before", f"{director}Aldermoor", "Yes"),
        ("Birchester", ChangeKind.FROM_VACANT, "Ben Before", f"{director}Birchester", "Yes"),
        ("Calderwick", ChangeKind.FROM_NOT_KNOWN, "", "Leaver", "Yes"),
    ]
    assert "3 changes = 3 authorities with a change + 0 second and further changes" in text_of(response)


@pytest.mark.parametrize("asked", [{"show": "changes"}, {"kind": "cover"}, {"group": "coast"}])
@pytest.mark.parametrize("name", ["anonymous", "stranger", "leaver"])
def test_what_is_for_members_is_refused_to_others_and_nothing_is_shown(history, client, name, asked):
    Group.objects.create(slug="coast", name="Coast")
    signed_in(client, history[name])
    response = client.get(ADDRESS, IN_2024 | asked)
    assert rows_of(response) == []
    assert "There is a problem" in text_of(response)
    assert "figures" not in response.context
    assert client.get(ADDRESS, IN_2024 | asked | {"export": "csv"}).status_code == 400


# --- What a request may ask -------------------------------------------------------------------------------------------


def test_without_a_window_it_is_the_last_whole_year(cast, client, time_machine):
    time_machine.move_to(date(2026, 11, 22), tick=False)
    page = client.get(ADDRESS)
    assert page.context["window"] == "1 April 2025 to 31 March 2026"
    assert 'value="2025-04-01"' in page.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "2024-13-01", "to": "2025-03-31"},
        {"from": "soon", "to": "later"},
        {"from": "2024-04-01"},
        {"to": "2024-04-01"},
        {"from": "2025-04-01", "to": "2025-03-31"},
        {"from": "1066-10-14", "to": "2025-03-31"},
        {"from": "9999-01-01", "to": "9999-12-31"},
        {"region": "scotland"},
        {"show": "everything"},
        {"sort": "height"},
        {"page": "9"},
        {"page": "x"},
    ],
)
def test_what_is_not_understood_gives_an_error_and_nothing_else(cast, client, asked):
    for name in ("anonymous", "administrator"):
        signed_in(client, cast[name])
        response = client.get(ADDRESS, asked)
        assert response.status_code == 200
        assert rows_of(response) == []
        page = text_of(response)
        assert "There is a problem" in page
        assert "Coverage:" not in page
        assert client.get(ADDRESS, asked | {"export": "pdf"}).status_code == 400


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            {"from": "2025-04-01", "to": "2025-03-31"},
            "The last day, 31 March 2025, must not be before the first, 1 April 2025",
        ),
        ({"from": "1066-10-14", "to": "2025-03-31"}, "; this was 14 October 1066"),
    ],
)
def test_a_window_that_cannot_be_counted_is_named_with_its_days(cast, client, asked, told):
    assert told in text_of(client.get(ADDRESS, asked))


def test_a_region_and_a_group_are_not_asked_for_together(cast, client):
    Group.objects.create(slug="coast", name="Coast")
    signed_in(client, cast.north.dcs)
    page = text_of(client.get(ADDRESS, {"region": "north", "group": "coast"}))
    assert "Choose a region or a group, not both" in page


def test_dates_may_be_written_as_people_write_them(cast, client):
    response = client.get(ADDRESS, {"from": "1 April 2024", "to": "31/03/2025"})
    assert response.context["window"] == "1 April 2024 to 31 March 2025"


def test_a_window_is_counted_up_to_today_and_what_is_announced_is_said(history, client):
    first = today().replace(day=1)
    holder = history.appointment(history.north.dcs)
    holder.ends = date(today().year + 1, 1, 1)
    holder.save()
    directed(history.north.first, "Cat After", f"{today().year + 1}-01-01")
    response = client.get(ADDRESS, {"from": first, "to": f"{today().year + 1}-03-31", "region": "north"})
    assert response.context["figures"].total == 0
    assert response.context["announced"] == 1
    assert "Announced for the rest of the window: 1." in text_of(response)


def test_the_furthest_window_is_answered(history, client):
    response = client.get(ADDRESS, {"from": "1990-01-01", "to": "9999-12-31"})
    assert response.status_code == 200
    assert response.context["cut_short"]


def test_members_list_one_kind_of_change(history, client):
    signed_in(client, history.north.dass)
    asked = {"from": "2019-01-01", "to": "2025-03-31", "region": "north", "kind": "to-vacant"}
    response = client.get(ADDRESS, asked)
    assert [(one.name, one.before) for one in rows_of(response)] == [("Birchester", "Ben Before")]
    assert response.context["figures"].total == 5, "the figures stay those of the window"


def test_members_may_have_totals_by_region_instead(history, client):
    signed_in(client, history.north.dass)
    response = client.get(ADDRESS, IN_2024 | {"show": "regions"})
    assert [(one.name, one.figures.total) for one in rows_of(response)] == [("North", 3), ("South", 2)]


def test_a_group_is_counted_for_the_time_of_membership(history, client):
    """DIR-17"""
    group = Group.objects.create(slug="coast", name="Coast")
    member = {"group": group, "starts": date(2024, 3, 1)}
    GroupMember.objects.create(authority=history.north.first, **member)
    GroupMember.objects.create(authority=history.north.second, ends=date(2024, 4, 1), **member)
    GroupMember.objects.create(authority=history.south.first, **member)
    signed_in(client, history.north.dass)
    response = client.get(ADDRESS, {"from": "2024-01-01", "to": "2024-12-31", "group": "coast"})
    assert {one.name for one in rows_of(response)} == {"Aldermoor", "Dunmouth"}
    assert response.context["figures"].authorities == 3


# --- The two sides ----------------------------------------------------------------------------------------------------


def test_the_demonstration_is_never_in_the_figures_of_england(history, client):
    region = factories.demonstration()
    directed(Authority.objects.get(slug="northtown"), "Dan Demonstration", "2024-06-01")
    found = client.get(ADDRESS, IN_2024).context["figures"]
    assert (found.authorities, found.total) == (6, 5)
    response = client.get(ADDRESS, IN_2024 | {"region": region.slug})
    assert (response.context["figures"].authorities, response.context["figures"].total) == (1, 1)
    assert "invented authorities and people" in text_of(response)
    assert {one.name for one in rows_of(client.get(ADDRESS, IN_2024))} == {"North", "South"}


def test_what_is_proposed_changes_no_total_for_anybody(history, client):
    seat = history.seat(history.north.third, Role.DCS)
    factories.proposed(seat, by=history.north.regional_team)
    asked = {"from": "2019-01-01", "to": today(), "region": "north"}
    totals = {
        client_for(client, history, name).get(ADDRESS, asked).context["figures"].total
        for name in ("anonymous", "north.regional_team", "north.dcs", "administrator")
    }
    assert totals == {5}


def test_twin_hats_and_trusts_are_of_confirmed_facts(history, client):
    north = history.north
    director = history.appointment(north.dcs).person
    stated = factories.stated(history.seat(north.second, Role.DASS), history.appointment(north.unsigned_dcs).person)
    stated.starts = SINCE
    stated.save()
    adults = history.appointment(north.dass)
    adults.person = director
    adults.save()
    chief = history.appointment(history.trust_chief_executive)
    chief.person = director
    chief.save()
    assert TrustService.objects.exists()
    day = client.get(ADDRESS, IN_2024 | {"region": "north"}).context["figures"].last_day
    assert (day.held, day.twin_hats, day.trust_chiefs) == (3, 1, 1)


def test_somebody_who_was_entered_twice_is_one_person(history, client):
    twice = directed(history.south.third, "Twice", "2020-01-01", "2024-06-01")
    again = directed(history.south.third, "Twice again", "2024-06-01")
    asked = IN_2024 | {"region": "south"}
    before = client.get(ADDRESS, asked).context["figures"].total
    again.person.merged_into = twice.person
    again.person.save()
    assert client.get(ADDRESS, asked).context["figures"].total == before - 1


# --- What the figures stand on ----------------------------------------------------------------------------------------


def test_england_shows_time_in_post_from_four_of_five_authorities_on(history, client):
    """DIR-15"""
    page = text_of(client.get(ADDRESS, IN_2024))
    assert "Coverage:</strong> 2 of 6 authorities are known for the whole window." in page
    assert "figures for England need 80 %" in page
    assert "How long directors stay</h2>" not in page
    assert "How long half of them stay" in text_of(client.get(ADDRESS, IN_2024 | {"region": "north"}))
    for number, place in enumerate((history.south.first, history.south.second, history.south.third)):
        directed(place, f"Before {number}", "2018-04-01", None if number == 2 else "2024-04-01")
    page = text_of(client.get(ADDRESS, IN_2024))
    assert "5 of 6 authorities are known for the whole window" in page
    assert "How long directors stay</h2>" in page


def test_where_nothing_is_confirmed_nothing_is_said_to_be_nought(england, client):
    page = text_of(client.get(ADDRESS, IN_2024))
    assert "No director in this window has been confirmed." in page
    assert "0 changes" not in page
    assert "0 of 153 authorities are known for the whole window" in page


def test_nineteen_changes_are_stated_by_old_updates_and_not_counted(england, client):
    """DIR-15"""
    window = {"from": "2016-04-01", "to": "2018-03-31"}
    public = client.get(ADDRESS, window)
    assert "report 19 changes. Nobody has confirmed them" in text_of(public)
    assert "Margaret Whellans" not in text_of(public)
    administrator = account("Administrator", "admin@portal.example", is_staff=True, is_superuser=True)
    give_second_factor(administrator)
    signed_in(client, administrator)
    response = client.get(ADDRESS, window)
    stated = response.context["stated"]
    assert len(stated) == 19
    assert response.context["figures"].total == 0
    page = text_of(response)
    assert page.count("Not confirmed</strong>") == 19
    assert "region updates, September 2016, line 2408" in page
    told = {(one.authority.slug, one.person, str(one.reported)) for one in stated}
    assert ("county-durham", "Margaret Whellans", "April 2017") in told
    assert ("devon", "", "September 2016") in told
    by_region = client.get(ADDRESS, window | {"region": "south-west"}).context["stated"]
    assert [one.authority.slug for one in by_region] == [
        "bath-and-north-east-somerset",
        "devon",
        "swindon",
        "dorset-county",
    ]


def test_what_updates_of_other_days_state_is_led_to(england, client):
    response = client.get(ADDRESS, {"from": "2016-04-01", "to": "2017-03-31"})
    assert (response.context["stated_here"], response.context["stated_elsewhere"]) == (14, 5)
    assert "from=2016-04-01&to=2018-03-31#stated" in text_of(response)


# --- Downloads --------------------------------------------------------------------------------------------------------


def test_members_download_every_change_with_window_and_coverage(history, client):
    signed_in(client, history.north.dass)
    asked = IN_2024 | {"region": "north", "sort": "name", "export": "csv"}
    rows = csv_of(client.get(ADDRESS, asked))
    marking = rows[0].pop("marking")
    assert "Recipient: " in marking
    assert rows[0] == {
        "authority": "aldermoor",
        "name": "Aldermoor",
        "region": "north",
        "day": "2024-04-01",
        "day_known_to": "day",
        "kind": "permanent-to-permanent",
        "counted": "yes",
        "before": "Ann Before",
        "after": f"{Role.DCS.label}, Aldermoor",
        "directs_another_authority_too": "no",
        "window_from": "2024-03-01",
        "window_to": "2025-02-28",
        "coverage": "2 of 3 authorities are known for the whole window",
    }
    assert len(rows) == 3
    event = Event.objects.filter(verb="export").latest("pk")
    assert event.after == {
        "format": "csv",
        "rows": 3,
        "query": "from=2024-03-01&to=2025-02-28&region=north&sort=name&export=csv",
    }


def test_a_workbook_says_what_it_stands_on(history, client):
    signed_in(client, history.north.dass)
    response = client.get(ADDRESS, IN_2024 | {"export": "xlsx"})
    about = dict(load_workbook(io.BytesIO(response.content))["About"].iter_rows(values_only=True))
    assert about["For"] == "England"
    assert about["Window"] == "1 March 2024 to 28 February 2025"
    assert about["Coverage"] == "2 of 6 authorities are known for the whole window"
    assert about["Marking"] == MARKING


def test_everybody_downloads_the_totals_with_a_line_for_england(history, client):
    rows = csv_of(client.get(ADDRESS, IN_2024 | {"export": "csv"}))
    assert [(one["name"], one["authorities"], one["changes"], one["mean_years_of_those_in_post"]) for one in rows] == [
        ("North", "3", "3", "0.91"),
        ("South", "3", "2", "0.91"),
        ("All", "6", "5", ""),
    ]
    assert not Event.objects.filter(verb="export").exists()
    only = csv_of(client.get(ADDRESS, IN_2024 | {"region": "north", "export": "csv"}))
    assert [one["name"] for one in only] == ["North"]


# --- Queries, pictures, the demonstration -----------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "number"), [("anonymous", 5), ("north.dass", 9)])
def test_it_asks_the_database_as_often_for_one_change_as_for_many(
    history, client, django_assert_num_queries, name, number
):
    signed_in(client, history[name])
    asked = {"from": "1995-04-01", "to": "2025-03-31"}
    with django_assert_num_queries(number):
        client.get(ADDRESS, asked)
    for year in range(2000, 2019):
        directed(history.south.first, f"Director {year}", f"{year}-04-01", f"{year + 1}-04-01")
    with django_assert_num_queries(number):
        assert client.get(ADDRESS, asked).context["figures"].total > 19


def test_bars_are_as_long_as_their_numbers():
    drawn = number_bars([("2023/24", 4, "4 changes"), ("2024/25", 0, "0 changes"), ("2025/26", 1, "1 change")])
    assert [(one.label, one.width) for one in drawn.bars] == [("2023/24", 100.0), ("2024/25", 0.0), ("2025/26", 25.0)]
    assert [one.width for one in number_bars([("2023/24", 0, "none")]).bars] == [0.0]
    assert number_bars([]).height == 0


def test_a_curve_falls_in_steps_and_ends_where_nothing_more_is_known():
    drawn = curve([(1.0, 0.75), (2.0, 0.5)], 4.0)
    assert [(one.x1, one.y1, one.x2, one.y2) for one in drawn.pieces] == [
        (0.0, 12, 25.0, 12),
        (25.0, 12, 25.0, 57),
        (25.0, 57, 50.0, 57),
        (50.0, 57, 50.0, 102),
        (50.0, 102, 100.0, 102),
    ]
    assert drawn.half_y == 102
    assert drawn.ticks == (
        Tick(0.0, 0, "start"),
        Tick(25.0, 1, "middle"),
        Tick(50.0, 2, "middle"),
        Tick(75.0, 3, "middle"),
        Tick(100.0, 4, "end"),
    )
    assert [(one.x1, one.x2) for one in curve([], 0.5).pieces] == [(0.0, 50.0)]


def test_the_demonstration_shows_the_full_calculation(db, settings, client, time_machine):
    settings.ALLOW_DEMO = True
    time_machine.move_to(date(2026, 11, 22))
    load_demonstration()
    asked = {"region": "demonstration", "from": "2017-04-01", "to": "2026-03-31"}
    response = client.get(ADDRESS, asked)
    found = response.context["figures"]
    assert (found.authorities, found.known, found.total, found.changed, found.further) == (13, 12, 21, 12, 9)
    assert sum(number for _, number in response.context["classes"]) == 21
    assert (found.last_day.interim, found.last_day.twin_hats, found.last_day.shared_posts) == (1, 1, 2)
    page = text_of(response)
    assert "Most changes, 5, in the year from 1 April 2020" in page
    assert "How long directors stay</h2>" in page
    assert Region.objects.get(slug="demonstration").is_demonstration
