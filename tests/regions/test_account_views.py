"""Somebody's own account: details, the seats and which one to act under, and taking up an invitation."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from regions import workflow
from regions.middleware import ACTING_AS_KEY
from regions.querysets import today
from regions.roles import Role
from regions.workflow import invitation_of
from riia.accounts.models import Invitation, User
from riia.accounts.statuses import InvitationStatus
from riia.audit.models import Event
from riia.notifications.models import Notice
from tests import factories
from tests.people import signed_in

PASSWORD = "seven herons over the weir"


def text_of(response) -> str:
    """The page as text, entities and line breaks out of the way."""
    return " ".join(response.content.decode().replace("&#x27;", "'").replace("&amp;", "&").split())


# --- Details and seats ------------------------------------------------------------------------------------------------


def test_details_show_who_one_is_and_lead_to_what_one_can_change(cast, client):
    page = text_of(signed_in(client, cast.north.dcs).get("/accounts/details/"))
    assert "north.dcs@portal.example" in page
    for address in ("/accounts/seats/", "/accounts/2fa/", "/accounts/password/change/", "/accounts/sessions/"):
        assert f'href="{address}"' in page, address


@pytest.mark.parametrize("address", ["/accounts/details/", "/accounts/seats/"])
def test_own_pages_are_for_who_is_signed_in_with_a_seat_or_without(cast, client, address):
    assert client.get(address).status_code == 302
    for who in ("stranger", "leaver", "administrator", "north.chair"):
        assert signed_in(client, cast[who]).get(address).status_code == 200, who


def test_without_a_seat_one_is_told_so(cast, client):
    page = text_of(signed_in(client, cast.stranger).get("/accounts/seats/"))
    assert "You hold no seat in the directory" in page
    assert "You are an administrator" in text_of(signed_in(client, cast.administrator).get("/accounts/seats/"))


def test_who_needs_a_second_factor_and_has_none_is_told(cast, client):
    user = cast.north.chair
    user.authenticator_set.all().delete()
    assert "your seat needs one" in text_of(signed_in(client, user).get("/accounts/details/"))


@pytest.fixture
def double(cast) -> User:
    """Somebody with two seats: a performance lead in two authorities."""
    user = cast.north.performance_lead
    seat = cast.seat(cast.north.second, Role.PERFORMANCE_LEAD)
    factories.confirmed(seat, user.person, by=cast.north.regional_team, second=cast.north.colleague)
    return cast.north.performance_lead


def test_each_seat_says_what_it_opens_and_until_when(cast, client, double):
    """ACC-19"""
    last = today() + timedelta(days=20)
    ending = cast.appointment(double)
    workflow.end_appointment(ending, by=cast.administrator, ends=last + timedelta(days=1), reason="Moves on")
    page = text_of(signed_in(client, double).get("/accounts/seats/"))
    assert "Yours from 1 April 2024." in page
    assert f"to {last:%-d %B %Y}. The access ends with the last day." in page
    assert page.count("It opens:") == 2


def test_one_chooses_the_seat_to_act_under_and_the_trail_says_so(cast, client, double):
    """ACC-19: through the whole request, also after the first thing done in it."""
    signed_in(client, double)
    chosen = cast.appointment(double)
    response = client.post("/accounts/seats/", {"appointment": str(chosen.pk)}, follow=True)
    assert client.session[ACTING_AS_KEY] == chosen.pk
    assert "You now act as Performance lead, Birchester." in text_of(response)
    client.get("/people/", {"export": "csv"})
    assert Event.objects.latest("pk").acting_as == "Performance lead, Birchester"


def test_the_chosen_seat_holds_for_every_event_of_a_request(cast, client):
    """Adding somebody and appointing them are two events of one request, under one seat."""
    keeper = cast.north.regional_team
    other = cast.seat(cast.north.second, Role.PERFORMANCE_LEAD)
    factories.confirmed(other, keeper.person, by=cast.administrator, second=cast.other_administrator)
    first, second = sorted(keeper.person.appointments.all(), key=lambda one: one.pk)
    signed_in(client, cast.north.regional_team)
    client.post("/accounts/seats/", {"appointment": str(second.pk)})
    seat = cast.seat(cast.north.third, Role.DCS)
    day = today()
    data = {"new_name": "Ana New", "starts_day": day.day, "starts_month": day.month, "starts_year": day.year}
    client.post(f"/seats/{seat.pk}/appoint/", data | {"step": "save"})
    told = list(Event.objects.order_by("-pk").values_list("verb", "acting_as")[:2])
    assert told == [
        ("appoint", "Performance lead, Birchester"),
        ("add_person", "Performance lead, Birchester"),
    ]
    assert first.pk != second.pk


@pytest.mark.parametrize("chosen", ["", "999999", "x"])
def test_one_cannot_act_under_a_seat_one_does_not_hold(cast, client, double, chosen):
    other = str(cast.appointment(cast.north.chair).pk) if chosen == "x" else chosen
    response = signed_in(client, double).post("/accounts/seats/", {"appointment": other})
    assert response.status_code == 422
    assert ACTING_AS_KEY not in client.session


def test_a_chosen_seat_that_has_ended_is_forgotten(cast, client, double):
    signed_in(client, double)
    chosen = cast.appointment(double)
    client.post("/accounts/seats/", {"appointment": str(chosen.pk)})
    workflow.end_appointment(chosen, by=cast.administrator, ends=today() + timedelta(days=1), reason="Moves on")
    with time_machine.travel(timezone.now() + timedelta(days=1, hours=1)):
        signed_in(client, double)
        page = text_of(client.get("/accounts/seats/"))
        assert "You act as Performance lead, Aldermoor." in page


def test_whoever_is_covered_for_is_told_by_whom_and_until_when(cast, client):
    """DIR-14"""
    last = today() + timedelta(days=30)
    factories.confirmed(
        cast.seat(cast.north.first, Role.DCS),
        factories.person("Ana Cover"),
        by=cast.north.regional_team,
        second=cast.north.colleague,
        acting=True,
        ends=last + timedelta(days=1),
    )
    page = text_of(signed_in(client, cast.north.dcs).get("/accounts/seats/"))
    assert f"Ana Cover acts for you until {last:%-d %B %Y}." in page
    assert "It would open:" in page


def test_seats_to_come_and_seats_not_confirmed_open_nothing_yet(cast, client):
    somebody = factories.newcomer("Ana New")
    starts = today() + timedelta(days=10)
    seat = cast.seat(cast.north.third, Role.PERFORMANCE_LEAD)
    factories.confirmed(seat, somebody, by=cast.north.regional_team, second=cast.north.colleague, starts=starts)
    factories.proposed(cast.seat(cast.north.third, Role.DCS), somebody, by=cast.north.regional_team)
    page = text_of(signed_in(client, somebody.user).get("/accounts/seats/"))
    assert f"Begins on {starts:%-d %B %Y}." in page
    assert "Not confirmed yet, so it opens nothing." in page
    assert "It opens:" not in page


# --- Invitations ------------------------------------------------------------------------------------------------------


@pytest.fixture
def account(cast) -> User:
    by = cast.administrator
    return workflow.make_account(by, by=by, email="ana@portal.example", name="Ana New")


def link_to(account: User, by: User) -> str:
    """The address in the letter of a new invitation."""
    workflow.invite(account, by=by)
    return Notice.objects.filter(user_id=account.pk, secret=True).latest("pk").link


def test_opening_the_link_shows_a_form_and_changes_nothing(cast, client, account):
    """ACC-7"""
    link = link_to(account, cast.administrator)
    events = Event.objects.count()
    for _ in range(2):
        response = client.get(link)
        assert response.status_code == 200
        assert "Ana New" in text_of(response)
        assert "no-store" in response.headers["Cache-Control"]
    assert client.head(link).status_code == 200
    account.refresh_from_db()
    assert not account.has_usable_password()
    assert Invitation.objects.get(user=account).status == InvitationStatus.OPEN
    assert Event.objects.count() == events


def test_setting_a_password_takes_the_invitation_up_once(cast, client, account):
    link = link_to(account, cast.administrator)
    response = client.post(link, {"password": PASSWORD, "again": PASSWORD}, follow=True)
    assert response.redirect_chain == [("/accounts/login/", 302)]
    assert "Your password is set." in text_of(response)
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert Event.objects.latest("pk").actor_name == "Ana New"
    assert client.login(email="ana@portal.example", password=PASSWORD)
    again = Client().get(link)
    assert again.status_code == 410
    assert "This invitation was used already" in text_of(again)
    assert Client().post(link, {"password": "x" * 20, "again": "x" * 20}).status_code == 410
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("password", "again", "message"),
    [
        ("", "", "Fill in “New password”"),
        (PASSWORD, "seven herons over the bridge", "The two passwords are not the same"),
        ("short", "short", "at least 12 characters"),
        ("password1234", "password1234", "too common"),
        ("ana@portal.example", "ana@portal.example", "too similar"),
    ],
)
def test_a_password_that_will_not_do_says_why_and_is_never_shown(cast, client, account, password, again, message):
    link = link_to(account, cast.administrator)
    response = client.post(link, {"password": password, "again": again})
    assert response.status_code == 422
    assert message in text_of(response)
    assert f'value="{password}"' not in text_of(response) or not password
    account.refresh_from_db()
    assert not account.has_usable_password()


def test_links_that_do_not_work_say_why_and_nothing_more(cast, client, account):
    unknown = client.get("/accounts/invitation/nothing-of-the-kind/")
    assert unknown.status_code == 404
    assert "This link does not work" in text_of(unknown)
    first = link_to(account, cast.administrator)
    second = link_to(account, cast.administrator)
    replaced = client.get(first)
    assert (replaced.status_code, "This invitation was replaced" in text_of(replaced)) == (410, True)
    assert "Ana New" not in text_of(replaced)
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        expired = client.get(second)
        assert (expired.status_code, "This invitation has ended" in text_of(expired)) == (410, True)
        assert client.post(second, {"password": PASSWORD, "again": PASSWORD}).status_code == 410
    workflow.close_account(account, by=cast.administrator)
    closed = client.get(second)
    assert (closed.status_code, "This account is closed" in text_of(closed)) == (410, True)
    account.refresh_from_db()
    assert not account.has_usable_password()


def test_a_link_that_ends_while_somebody_types_is_refused_in_words(cast, client, account, monkeypatch):
    link = link_to(account, cast.administrator)
    monkeypatch.setattr("regions.views.accounts._refusal", lambda invitation: None)
    workflow.withdraw_invitation(Invitation.objects.get(user=account), by=cast.administrator)
    response = client.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert response.status_code == 422
    assert "it is withdrawn" in text_of(response)


def test_who_is_signed_in_as_somebody_else_stays_so(cast, client, account):
    link = link_to(account, cast.administrator)
    signed_in(client, cast.north.dcs)
    assert "You are signed in as Director of children's services, Aldermoor." in text_of(client.get(link))
    response = client.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert response.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast.north.dcs.pk)


def test_the_secret_of_a_link_stays_out_of_the_logs(cast, client, account, caplog):
    link = link_to(account, cast.administrator)
    with caplog.at_level("INFO", logger="riia.request"):
        client.get(link)
    assert [record.path for record in caplog.records if record.name == "riia.request"] == ["/accounts/invitation/.../"]
    assert invitation_of("nothing of the kind") is None
