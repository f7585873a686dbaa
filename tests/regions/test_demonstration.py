"""What is in the demonstration, and what happens to it after it was loaded."""

from datetime import date, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from regions import workflow
from regions.history import history_of_place
from regions.invariants import broken
from regions.loading import invented
from regions.loading.demonstration import DemonstrationError, load_demonstration
from regions.loading.reference import load_reference
from regions.loading.removal import remove_demonstration
from regions.merging import duplicates
from regions.models import (
    Appointment,
    Authority,
    DirectoryImport,
    Memorandum,
    Person,
    Region,
    Seat,
    Trust,
    TrustService,
)
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import Role
from regions.statuses import AppointmentStatus, MemorandumStatus
from riia.accounts.models import Invitation, User
from riia.accounts.statuses import InvitationStatus
from riia.notifications.models import Notice
from tests.people import give_second_factor
from tests.tables import contents

PASSWORD = "demonstration-only"
TRAIL = ("audit.Event", "audit.Seal")
# What each account acts as. Addresses are a contract with everybody who tries the portal out.
CAST = {
    "dcs.northtown": ["Director of children's services, Northtown"],
    "chief-executive.northtown": ["Chief executive, Northtown"],
    "lead-member.northtown": ["Lead member for children's services, Northtown"],
    "performance-lead.northtown": ["Performance lead, Northtown"],
    "assistant-director.northtown": ["Assistant director, Northtown"],
    "local-administrator.northtown": ["Local administrator, Northtown"],
    "named-reader.northtown": ["Reader named by the director, Northtown"],
    "assistant.northtown": [],
    "dcs.eastbrook": ["Director of children's services, Eastbrook"],
    "chief-executive.eastbrook": ["Chief executive, Eastbrook"],
    "lead-member.eastbrook": ["Lead member for children's services, Eastbrook"],
    "performance-lead.eastbrook": ["Performance lead, Eastbrook"],
    "dcs.westvale": ["Director of children's services, Westvale"],
    "regional-team": ["Regional team, Demonstration region"],
    "regional-team-2": ["Regional team, Demonstration region"],
    "regional-lead": ["Regional lead, Demonstration region"],
    "board-chair": ["Chair of the governance board, Demonstration region"],
    "board-member": ["Member of the governance board, Demonstration region"],
    "chair": ["Chair, Demonstration region", "Director of children's services, Highmarsh"],
    "vice-chair": ["Director of children's services, Greycliff", "Vice chair, Demonstration region"],
    "successor": ["Assistant director, Midhaven"],
    "lga-adviser": ["LGA regional adviser, Demonstration region"],
    "dfe-adviser": ["DfE link adviser, Demonstration region"],
    "trust-chief-executive": ["Chief executive of the trust, Demonstration Children's Trust"],
    "dcs.farshore": ["Director of children's services, Farshore"],
    "no-appointment": [],
    "invited": [],
    "admin": [],
    "admin-2": [],
}


@pytest.fixture
def allowed(settings):
    settings.ALLOW_DEMO = True
    settings.DEMO_PASSWORD = PASSWORD


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for this module and rolled back after it; each test rolls back to this point."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(ALLOW_DEMO=True, DEMO_PASSWORD=PASSWORD):
        load_demonstration()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(demonstration, allowed, db):
    """The demonstration has just been loaded."""


def user(name):
    return User.objects.get(email=f"{name}@demo.example")


def seat(place, role, number=1):
    seats = Seat.objects.filter(role=role, number=number)
    return (seats.filter(authority__slug=place) | seats.filter(region__slug=place)).get()


def state(place, role, number=1):
    """A seat's state today, as an administrator sees it."""
    seats = Seat.objects.filter(pk=seat(place, role, number).pk)
    return seats.with_holders(user("admin"), today()).get().state_on(today())


# --- Loading ----------------------------------------------------------------------------------------------------------


def test_a_second_load_changes_nothing(loaded):
    before = contents()

    assert load_demonstration() == "Nothing to change: the demonstration is loaded already."

    assert contents() == before


@pytest.mark.parametrize("later", [timedelta(days=1), timedelta(days=700)])
def test_a_load_on_a_later_day_changes_nothing(loaded, later):
    before = contents()

    with time_machine.travel(date.today() + later):
        load_demonstration()

    assert contents() == before


def test_a_new_password_reaches_every_account_that_has_one(loaded, settings):
    settings.DEMO_PASSWORD = "another one for the demonstration"

    assert load_demonstration() == (
        "The demonstration is loaded already; the password of 28 accounts is DEMO_PASSWORD again."
    )

    assert {one.email for one in User.objects.all() if not one.check_password(settings.DEMO_PASSWORD)} == {
        "invited@demo.example"
    }
    assert load_demonstration().startswith("Nothing to change")


def test_the_directory_holds_together_with_it(loaded):
    load_reference()

    assert list(broken()) == []


# --- Its cast ---------------------------------------------------------------------------------------------------------


def test_there_is_an_account_for_each_role_with_the_published_password(loaded):
    accounts = {one.email: one for one in User.objects.all()}

    assert set(accounts) == {f"{name}@demo.example" for name in CAST}
    assert all(one.is_demo and one.name.startswith("Demonstration") for one in accounts.values())
    with_password = {email for email, one in accounts.items() if one.check_password(PASSWORD)}
    assert set(accounts) - with_password == {"invited@demo.example"}


def test_each_account_acts_in_its_own_seats_and_no_others(loaded):
    assert {name: sorted(one.label for one in reach_of(user(name)).held) for name in CAST} == CAST


def test_an_assistant_without_a_seat_does_one_task_of_the_directors(loaded):
    """ACC-12"""
    (task,) = reach_of(user("assistant.northtown")).delegated
    assert (task.task, task.held.label) == ("confirm-facts", "Director of children's services, Northtown")


def test_administrators_are_administrators_and_nobody_else_is(loaded):
    assert set(User.objects.filter(is_staff=True)) == {user("admin"), user("admin-2")}
    assert set(User.objects.filter(is_superuser=True)) == {user("admin"), user("admin-2")}


def test_whose_appointment_ended_yesterday_has_none(loaded):
    last = Appointment.objects.get(person__user=user("no-appointment"))

    assert (last.status, last.ends) == (AppointmentStatus.CONFIRMED, today())


def test_who_has_signed_reads_and_who_has_not_does_not(loaded):
    region = Region.objects.get(slug="demonstration").pk
    reading = {name for name in CAST if reach_of(user(name)).may_read("data", region)}

    assert {"dcs.northtown", "dcs.eastbrook", "successor", "trust-chief-executive"} <= reading
    assert not {"dcs.westvale", "dcs.farshore", "no-appointment", "dfe-adviser"} & reading


def test_an_account_signs_in_with_the_published_password(loaded):
    client = Client()

    client.post(reverse("account_login"), {"login": "dcs.northtown@demo.example", "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(user("dcs.northtown").pk)


# --- Its places and seats ---------------------------------------------------------------------------------------------


def test_twelve_authorities_are_current_and_one_has_ended(loaded):
    authorities = Authority.objects.filter(region__slug="demonstration")
    ended = authorities.exclude(pk__in=authorities.as_at(today()))

    assert authorities.as_at(today()).count() == 12
    assert [(one.slug, one.successions.get().successor.slug) for one in ended] == [("longwater-county", "longwater")]
    assert all("(demonstration)" in one.official_name for one in authorities)
    assert min(one.population_0_17 for one in authorities) < 1000


def test_national_counts_leave_it_out(loaded):
    assert not Region.objects.real().exists()
    assert not Authority.objects.real().exists()


def test_the_trust_serves_two_regions(loaded):
    services = Trust.objects.get().services.all()

    assert {one.authority.region.slug for one in services} == {"demonstration", "demonstration-neighbour"}


def test_somebody_acts_beside_the_holder(loaded):
    midhaven = state("midhaven", Role.DCS)

    assert (str(midhaven.holder.person), str(midhaven.covered.person)) == ("Drew Clover", "Frankie Hyssop")


def test_some_seats_are_vacant_and_others_not_known(loaded):
    assert state("southmere", Role.LEAD_MEMBER).word == "vacant"
    assert state("demonstration", Role.COUNCIL_OF_REFERENCE, 2).word == "vacant"
    assert state("demonstration", Role.BOARD_MEMBER, 2).word == "unknown"


def test_two_authorities_share_a_chief_executive_and_two_a_director(loaded):
    assert (
        state("oldbridge", Role.CHIEF_EXECUTIVE).holder.person == state("greycliff", Role.CHIEF_EXECUTIVE).holder.person
    )
    assert state("southmere", Role.DCS).holder.person == state("smallholm", Role.DCS).holder.person


def test_one_director_wears_both_hats(loaded):
    assert state("ferrydale", Role.DCS).holder.person == state("ferrydale", Role.DASS).holder.person


def test_somebody_is_announced_somebody_waits_and_one_fact_is_stale(loaded):
    assert [str(one.person) for one in state("westvale", Role.CHIEF_EXECUTIVE).announced] == ["Remy Toadflax"]
    assert str(state("greycliff", Role.LEAD_MEMBER).proposed.person) == "Councillor Cleo Sallow"
    assert today() - state("greycliff", Role.DCS).holder.confirmed_on > timedelta(days=2 * 365)


def test_there_is_something_in_every_status(loaded):
    assert set(Appointment.objects.values_list("status", flat=True)) == set(AppointmentStatus.values)
    assert set(Memorandum.objects.values_list("status", flat=True)) == set(MemorandumStatus.values)
    assert set(Invitation.objects.values_list("status", flat=True)) == set(InvitationStatus.values)


def test_a_file_was_imported_somebody_is_suspected_twice_and_a_correction_was_undone(loaded):
    team = user("regional-team")
    done = DirectoryImport.objects.visible_to(team).get()
    assert (done.status, done.name, done.rows, done.counts["new"]) == ("confirmed", "officers-of-southmere.csv", [], 2)
    assert [(str(one.person), str(one.other), one.evidence) for one in duplicates(team)] == [
        ("Alex Comfrey", "Alex Comfry", ("Names alike to 95%",))
    ]
    undone, corrected = history_of_place(Authority.objects.get(slug="ferrydale"), team)[:2]
    assert [one.what for one in (undone, corrected)] == ["Undo: Ferrydale", "Correct: Ferrydale"]
    assert undone.reason.endswith("Two digits were swapped.")
    assert Authority.objects.get(slug="ferrydale").population_0_17 == 38_900


def test_directors_reach_back_ten_years_with_gaps_and_interims(loaded):
    directors = Appointment.objects.filter(seat__role=Role.DCS).order_by("seat", "starts")
    oldbridge = list(directors.filter(seat__authority__slug="oldbridge"))

    assert today().year - min(one.starts.year for one in directors) >= 10
    assert [one.interim for one in oldbridge] == [False, False, True, False, True]
    assert oldbridge[0].ends < oldbridge[1].starts
    southmere = directors.filter(seat__authority__slug="southmere", person__name="Toni Lovage")
    assert [one.interim for one in southmere] == [True, False]


def test_signatures_stand_in_every_way_they_can(loaded):
    memorandum = Memorandum.objects.get(status=MemorandumStatus.IN_FORCE)
    standing = {
        str(party): [one.standing_on(today()) for one in party.signatures.all()] for party in memorandum.parties.all()
    }

    assert memorandum.version == 2
    assert {name: ways for name, ways in standing.items() if ways not in ([], ["signed"])} == {
        "Highmarsh": ["ending"],
        "Midhaven": ["grace"],
        "Southmere": ["lapsed"],
        "Stonemoor": ["withdrawn"],
    }
    assert standing["Northtown"] == standing["Eastbrook"] == standing["Demonstration Children's Trust"] == ["signed"]
    assert standing["Westvale"] == []


def test_the_only_mail_it_sends_is_about_the_proposal_that_waits(loaded):
    waiting = Appointment.objects.get(status=AppointmentStatus.PROPOSED)

    assert {(one.to, one.link) for one in Notice.objects.all()} == {
        ("regional-team-2@demo.example", waiting.get_absolute_url()),
        ("regional-lead@demo.example", waiting.get_absolute_url()),
    }


# --- Removing ---------------------------------------------------------------------------------------------------------


def test_its_sessions_and_factors_go_with_the_accounts(loaded):
    client = Client()
    client.post(reverse("account_login"), {"login": "dcs.northtown@demo.example", "password": PASSWORD})
    client.get("/healthz")
    give_second_factor(user("regional-team"))
    assert Session.objects.exists()

    remove_demonstration()

    assert not UserSession.objects.exists()
    assert not Authenticator.objects.exists()
    assert not Session.objects.exists()


def test_an_account_that_real_rows_name_is_closed_and_reopened_with_the_next_load(loaded):
    load_reference()
    workflow.confirm_fact(Authority.objects.get(slug="barnsley"), by=user("admin"))

    assert remove_demonstration().endswith("1 accounts that real rows name are closed instead.")

    admin = user("admin")
    assert (admin.is_active, admin.is_staff, admin.is_superuser, admin.has_usable_password()) == (False,) * 4
    assert set(User.objects.all()) == {admin}
    assert Authority.objects.get(slug="barnsley").confirmed_by == admin
    assert remove_demonstration() == "There is no demonstration to remove."
    load_demonstration()
    assert user("admin").is_active
    assert user("admin").is_staff


def test_it_is_not_removed_from_under_real_rows(loaded):
    real = Trust.objects.create(slug="real", name="A real trust")
    TrustService.objects.create(trust=real, authority=Authority.objects.get(slug="farshore"), starts=today())
    person = Person.objects.create(name="Somebody real")
    Appointment.objects.create(
        seat=Seat.objects.create(trust=real, role=Role.TRUST_CHIEF_EXECUTIVE),
        person=person,
        starts=today(),
        status="stated",
        employing_authority=Authority.objects.get(slug="farshore"),
    )

    with pytest.raises(DemonstrationError, match="Somebody real: Chief executive of the trust, A real trust"):
        remove_demonstration()

    assert Region.objects.filter(slug=invented.REGION).exists()
