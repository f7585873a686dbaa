"""Local administrators add, invite and end the officers of their authority, and touch nothing else (ACC-11)."""

from datetime import timedelta

import pytest

from regions import workflow
from regions.models import Appointment, Person
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import ABOUT, Place, Role
from regions.rules import officers as rules
from regions.rules.appointments import may_appoint, may_end, may_second
from regions.statuses import AppointmentStatus
from riia.accounts.models import Invitation, User
from riia.accounts.statuses import InvitationStatus
from riia.audit.models import Event
from riia.notifications.models import Notice
from riia.workflow import NotPermitted, NotPossible
from tests import factories
from tests.people import EVERYBODY, signed_in

OFFICERS = {Role.ASSISTANT_DIRECTOR, Role.PERFORMANCE_LEAD, Role.NAMED_READER}


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("&#x27;", "'").replace("&amp;", "&").split())


@pytest.fixture
def local(cast) -> User:
    return cast.north.local_administrator


def typed(**other) -> dict:
    on = today()
    return {
        "role": Role.PERFORMANCE_LEAD,
        "name": "Chris Vale",
        "email": "Chris.Vale@portal.example",
        "job_title": "Head of performance",
        "starts_day": on.day,
        "starts_month": on.month,
        "starts_year": on.year,
    } | other


def add(client, cast, local, **other):
    address = f"/authorities/{cast.north.first.pk}/officers/add/"
    return signed_in(client, local).post(address, typed(**other), follow=True)


# --- Who, and which seats ---------------------------------------------------------------------------------------------


def test_only_an_authoritys_own_local_administrators_keep_its_officers(cast):
    may = {name for name in EVERYBODY if rules.may_administer_officers(cast[name], cast.north.first)}
    assert may == {"north.local_administrator"}


def test_they_fill_and_end_officers_seats_and_no_others(cast, local):
    seats = list(cast.north.first.seats.select_related("authority"))
    appointments = Appointment.objects.filter(seat__authority=cast.north.first)
    of_authorities = {role for role in Role if ABOUT[role].place == Place.AUTHORITY}
    assert {one.role for one in seats} == of_authorities
    assert {one.role for one in seats if may_appoint(local, one)} == OFFICERS
    assert {one.seat.role for one in appointments if may_end(local, one)} == OFFICERS
    assert not any(may_appoint(local, one) for one in cast.north.second.seats.all())
    assert not any(may_appoint(local, one) for one in cast.north.region.seats.all())
    with pytest.raises(NotPermitted):
        workflow.correct(cast.north.first, by=local, changes={"note": "X"})


# --- Adding -----------------------------------------------------------------------------------------------------------


def test_somebody_new_gets_an_account_an_invitation_and_the_seat_at_once(cast, local, client):
    page = add(client, cast, local)
    assert page.redirect_chain == [("/authorities/aldermoor/officers/", 302)]
    assert "An invitation is on its way to Chris Vale." in text_of(page)
    assert "Invited, has not set a password yet" in text_of(page)
    account = User.objects.get(email="chris.vale@portal.example")
    assert not account.has_usable_password()
    assert [one.role for one in reach_of(account).held] == [Role.PERFORMANCE_LEAD]
    appointment = account.person.appointments.get()
    assert (appointment.status, appointment.seat.number, appointment.employing_authority) == (
        AppointmentStatus.CONFIRMED,
        2,
        cast.north.first,
    )
    verbs = Event.objects.filter(actor_id=local.pk).order_by("pk").values_list("verb", "acting_as")
    named = ("make_account", "invite", "add_colleague", "add_officer_seat", "appoint")
    assert [one for one in verbs if one[0] in named] == [(verb, "Local administrator, Aldermoor") for verb in named]
    assert Notice.objects.get(to=account.email, subject__startswith="Your account").secret


def test_a_seat_that_nobody_holds_is_filled_before_another_is_added(cast, local, client):
    workflow.end_appointment(cast.appointment(cast.north.performance_lead), by=local, ends=today())
    before = cast.north.first.seats.count()
    add(client, cast, local)
    assert cast.north.first.seats.count() == before
    assert Appointment.objects.get(person__name="Chris Vale").seat.number == 1


def test_an_officer_of_their_own_gets_a_second_seat_without_another_account(cast, local, client):
    officer = cast.north.performance_lead
    other = {"name": officer.name, "email": officer.email, "role": Role.ASSISTANT_DIRECTOR}
    add(client, cast, local, **other)
    assert {one.role for one in reach_of(User.objects.get(pk=officer.pk)).held} == {
        Role.PERFORMANCE_LEAD,
        Role.ASSISTANT_DIRECTOR,
    }
    assert not Invitation.objects.filter(user=officer).exists()


def test_a_reader_waits_for_the_director_who_names_them(cast, local, client):
    """ACC-10"""
    page = add(client, cast, local, role=Role.NAMED_READER)
    assert "proposed as" in text_of(page)
    proposal = Appointment.objects.get(person__name="Chris Vale")
    assert proposal.status == AppointmentStatus.PROPOSED
    account = proposal.person.user
    assert reach_of(account).held == ()
    may = {name for name in EVERYBODY if may_second(cast[name], proposal)}
    team = {"north.regional_team", "north.colleague", "north.regional_lead"}
    assert may == {"administrator", "other_administrator", "north.dcs"} | team
    assert list(Appointment.objects.awaiting(cast.north.dcs)) == [proposal]
    assert Notice.objects.filter(to=cast.north.dcs.email, subject__contains="waits for your confirmation").exists()
    workflow.confirm_appointment(proposal, by=cast.north.dcs)
    assert [one.role for one in reach_of(User.objects.get(pk=account.pk)).held] == [Role.NAMED_READER]


def test_an_assistant_gets_an_account_and_no_seat(cast, local, client):
    page = add(client, cast, local, role="none")
    assert "The director can leave a task to them." in text_of(page)
    account = User.objects.get(email="chris.vale@portal.example")
    assert (reach_of(account).held, account.person.appointments.count()) == ((), 0)
    factories.task_left(cast.appointment(cast.north.dcs), by=cast.north.dcs, somebody=account.person)
    assert reach_of(User.objects.get(pk=account.pk)).delegated


def counts(cast) -> list[int]:
    return [rows.count() for rows in (User.objects, Person.objects, cast.north.first.seats, Notice.objects)]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (
            {"email": "north.dcs@portal.example", "name": "Director of children's services, Aldermoor"},
            "not one of your",
        ),
        ({"email": "stranger@portal.example"}, "There is an account with this address already."),
        ({"email": "north.local-administrator@portal.example", "name": "Local administrator, Aldermoor"}, "yourself"),
        ({"email": "north.performance-lead@portal.example"}, "Is that whom you mean?"),
        ({"email": "north.performance-lead@portal.example", "role": "none"}, "has an account already"),
        ({"starts_year": "2020"}, "The first day must be today or later"),
        ({"last_day_day": "1", "last_day_month": "1", "last_day_year": "2020"}, "must not be before the first"),
        ({"role": Role.DCS}, "Seat"),
    ],
)
def test_what_was_typed_stays_when_an_officer_cannot_be_added(cast, local, client, other, said):
    before = counts(cast)
    page = add(client, cast, local, **other)
    assert page.status_code == 422
    assert said in text_of(page)
    assert counts(cast) == before


def test_the_commands_themselves_refuse_what_the_form_does_not_offer(cast, local):
    with pytest.raises(NotPossible, match="Ask the regional team for any other"):
        workflow.add_officer_seat(cast.north.first, by=local, role=Role.DCS)
    with pytest.raises(NotPermitted):
        workflow.add_officer_seat(cast.north.second, by=local, role=Role.PERFORMANCE_LEAD)
    with pytest.raises(NotPermitted):
        workflow.add_colleague(cast.north.second, by=local, name="X", email="x@portal.example")
    with pytest.raises(NotPermitted):
        workflow.make_account(local, by=local, email="x@portal.example", name="X")
    seat = cast.seat(cast.north.first, Role.PERFORMANCE_LEAD)
    assert rules.reasons_against_officer(cast.north.dcs.person, seat, cast.north.regional_team) == []
    assert rules.reasons_against_officer(cast.leaver.person, seat, local) == []
    cast.north.first.__class__.objects.filter(pk=cast.north.first.pk).update(active_to=today())
    assert rules.reasons_not_to_add_officer(cast.north.first, by=local) == ["Aldermoor doesn’t exist today."]


# --- Inviting again, and ending ---------------------------------------------------------------------------------------


def test_an_officer_is_invited_again_and_the_earlier_link_ends(cast, local, client):
    add(client, cast, local)
    appointment = Appointment.objects.get(person__name="Chris Vale")
    address = f"/appointments/{appointment.pk}/invite/"
    assert address in text_of(client.get("/authorities/aldermoor/officers/"))
    assert "stops working" in text_of(client.get(address))
    client.post(address)
    statuses = Invitation.objects.filter(user=appointment.person.user).order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [InvitationStatus.WITHDRAWN, InvitationStatus.OPEN]


def test_whom_a_local_administrator_cannot_invite(cast, local):
    officer = cast.appointment(cast.north.performance_lead)
    assert not rules.may_invite_officer(local, cast.appointment(cast.north.dcs))
    assert not rules.may_invite_officer(cast.south.local_administrator, officer)
    said = [rules.reasons_not_to_invite_officer(officer, by=local)]
    User.objects.filter(pk=officer.person.user_id).update(is_active=False)
    said.append(rules.reasons_not_to_invite_officer(cast.appointment(cast.north.performance_lead), by=local))
    Person.objects.filter(pk=officer.person_id).update(user=None)
    said.append(rules.reasons_not_to_invite_officer(Appointment.objects.get(pk=officer.pk), by=local))
    assert [one[0].partition(".")[0] for one in said] == [
        "This person has set a password already",
        "This account is closed",
        "Performance lead, Aldermoor has no account",
    ]


def test_an_officer_leaves_and_the_access_ends_with_the_day(cast, local, client):
    officer = cast.appointment(cast.north.assistant_director)
    page = text_of(signed_in(client, local).get("/authorities/aldermoor/officers/"))
    assert f'href="/appointments/{officer.pk}/end/"' in page
    workflow.end_appointment(officer, by=local, ends=today(), reason="Has left")
    assert reach_of(cast.north.assistant_director).held == ()
    page = text_of(client.get("/authorities/aldermoor/officers/"))
    assert "Seats that nobody is known to hold" in page
    with pytest.raises(NotPermitted):
        workflow.end_appointment(cast.appointment(cast.north.dcs), by=local, ends=today() + timedelta(days=5))


def test_the_way_to_the_page_is_on_the_authoritys_own(cast, local, client):
    assert "/officers/" in text_of(signed_in(client, local).get("/authorities/aldermoor/"))
    assert "/officers/" not in text_of(client.get("/authorities/birchester/"))
    assert client.get("/authorities/birchester/officers/").status_code == 403
    assert "/officers/" not in text_of(signed_in(client, cast.north.dcs).get("/authorities/aldermoor/"))
