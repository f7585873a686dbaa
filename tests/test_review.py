"""What a reviewer got past the rules with, or made the portal stumble over, and can't any more."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.test import override_settings

from regions import workflow
from regions.loading.demonstration import DemonstrationError, load_demonstration
from regions.models import Appointment, Person, Signature, TrustService
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import Role
from regions.rules.facts import may_correct
from regions.rules.keeping import proposes_for
from riia.accounts.models import User
from riia.audit.logs import JsonFormatter
from riia.notifications.models import Notice
from riia.workflow import NotPermitted, NotPossible
from tests import factories
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
SIGN_IN, RESET = "/accounts/login/", "/accounts/password/reset/"


# --- Signing in -------------------------------------------------------------------------------------------------------


def test_an_address_that_an_administrator_has_replaced_lets_nobody_in(cast, client):
    account = cast.north.dcs
    old = account.email
    client.post(RESET, {"email": old})  # the sign-in library now remembers the address
    workflow.change_account(account, by=cast.administrator, email="new@portal.example", name="New", is_staff=False)
    mail.outbox.clear()
    assert client.post(SIGN_IN, {"login": old, "password": PASSWORD}).status_code == 200
    client.post(RESET, {"email": old})
    assert "/password/reset/key/" not in mail.outbox[0].body
    assert client.post(SIGN_IN, {"login": "new@portal.example", "password": PASSWORD}).status_code == 302


def _invited(cast) -> tuple[User, str]:
    account = workflow.make_account(cast.administrator, by=cast.administrator, email="late@portal.example", name="Late")
    workflow.invite(account, by=cast.administrator)
    return account, Notice.objects.get(user_id=account.pk, secret=True).link


def test_acc_7_asking_for_a_new_password_is_no_way_around_the_invitation(cast, client):
    account, _ = _invited(cast)
    client.post(RESET, {"email": account.email})
    assert [("/password/reset/key/" in one.body) for one in mail.outbox if account.email in one.to] == [False]


def test_acc_7_an_invitation_cannot_replace_a_password_that_was_set_otherwise(cast, client):
    account, link = _invited(cast)
    account.set_password(PASSWORD)
    account.save()
    answer = client.post(link, {"password": "something else entirely", "again": "something else entirely"})
    assert answer.status_code == 422
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_demonstration_accounts_are_closed_without_the_setting(cast, client):
    User.objects.filter(pk=cast.administrator.pk).update(is_demo=True)
    with override_settings(ALLOW_DEMO=True):
        assert client.post(SIGN_IN, {"login": cast.administrator.email, "password": PASSWORD}).status_code == 302
    assert client.get("/accounts/details/").status_code == 302, "who was signed in is so no more"
    client.post(SIGN_IN, {"login": cast.administrator.email, "password": PASSWORD})
    assert client.get("/accounts/details/").status_code == 302


def test_acc_9_nobody_parts_from_their_own_person_to_decide_about_it(cast):
    person = cast.north.dcs.person
    User.objects.filter(pk=cast.north.dcs.pk).update(is_staff=True)
    with pytest.raises(NotPossible, match="your own person"):
        workflow.link_account(person, by=cast.north.dcs, user=None)


@pytest.mark.parametrize("path", ["/accounts/invitation/abc-DEF_1/", "/accounts/password/reset/key/1-abc/"])
def test_links_that_let_somebody_in_stay_out_of_every_line_of_the_log(path):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Unprocessable Content: %s", (path,), None)
    written = JsonFormatter().format(record)
    assert "abc" not in written
    assert path.rsplit("/", 2)[0] in written


# --- Access -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["seat", "authority"])
def test_acc_1_a_seat_that_is_no_more_opens_nothing(cast, what):
    seat = cast.appointment(cast.north.dcs).seat
    row, name = (seat, "exists_to") if what == "seat" else (seat.authority, "active_to")
    setattr(row, name, today() + timedelta(days=1))
    row.save()
    assert reach_of(cast.north.dcs).member
    setattr(row, name, today())
    row.save()
    assert not reach_of(cast.north.dcs).member


def test_acc_4_withdrawing_closes_also_what_an_earlier_signature_would_keep_open(cast):
    team, region = cast.north.regional_team, cast.north.region
    earlier = Signature.objects.get(party__authority=cast.north.first)
    draft = workflow.draft_memorandum(region, by=team, title="The next", starts=today(), grace_days=30)
    workflow.bring_into_force(draft, by=team)
    party = draft.parties.get(authority=cast.north.first)
    partial = factories.signature(party, by=team, schedules=["data"])
    later = factories.signature(party, by=team)
    workflow.withdraw_signature(later, by=team)
    for one in (earlier, partial):
        one.refresh_from_db()
        assert one.withdrawn_on == today()
    assert not {where for _, where in reach_of(cast.north.dcs).reads}
    assert not Signature.objects.filter(party__authority=cast.south.first, withdrawn_on__isnull=False).exists()


def test_dir_15_a_trust_that_is_only_stated_to_serve_an_authority_opens_nothing_there(cast):
    service = TrustService.objects.get(authority=cast.north.third)
    assert reach_of(cast.trust_chief_executive).authorities == {cast.north.third.pk, cast.south.third.pk}
    TrustService.objects.filter(pk=service.pk).update(confirmed_on=None, confirmed_by=None)
    assert reach_of(User.objects.get(pk=cast.trust_chief_executive.pk)).authorities == {cast.south.third.pk}
    assert reach_of(cast.north.regional_team).keeps_trusts == frozenset()
    assert reach_of(cast.south.regional_team).keeps_trusts == {cast.trust.pk}
    service.refresh_from_db()
    with pytest.raises(NotPermitted):
        workflow.confirm_fact(service, by=cast.trust_chief_executive)
    workflow.confirm_fact(service, by=cast.north.regional_team)
    assert cast.north.third.pk in reach_of(cast.trust_chief_executive).authorities


def test_acc_9_a_director_and_the_head_of_their_trust_put_nobody_in_between_the_two_of_them(cast):
    dcs = cast.appointment(cast.north.dcs)
    dcs.seat.authority.trust_services.create(
        trust=cast.trust, starts=dcs.starts, confirmed_on=today(), confirmed_by=cast.administrator
    )
    proposal = factories.proposed(dcs.seat.authority.seats.get(role=Role.LEAD_MEMBER), by=cast.north.dcs)
    assert proposes_for(cast.trust_chief_executive, cast.north.first)
    for verb in (workflow.confirm_appointment, workflow.refuse_appointment):
        with pytest.raises(NotPermitted):
            verb(proposal, by=cast.trust_chief_executive, reason="Between us")
    assert not Appointment.objects.awaiting(cast.trust_chief_executive).exists()
    assert set(Appointment.objects.awaiting(cast.north.regional_team)) == {proposal}
    workflow.confirm_appointment(proposal, by=cast.north.regional_team)
    assert proposal.status == "confirmed"


def test_acc_18_nobody_is_warned_of_a_signature_that_a_newer_one_has_replaced(cast):
    party = cast.north.memorandum.parties.get(authority=cast.north.first)
    Signature.objects.filter(party=party).update(expires=today() + timedelta(days=30))
    factories.signature(party, by=cast.north.regional_team)
    assert workflow.warn_of_ending_signatures() == 0
    assert not Notice.objects.filter(subject__contains="is ending").exists()


def test_a_schedule_that_nobody_knows_is_refused_in_words(cast):
    party = cast.north.memorandum.parties.get(authority=cast.north.second)
    with pytest.raises(NotPossible, match="no schedule “sailing”"):
        factories.signature(party, by=cast.north.regional_team, schedules=["sailing"])


def test_dir_16_proposing_somebody_gives_no_hold_on_a_person_whom_others_keep(cast):
    person, team = cast.south.dcs.person, cast.north.regional_team
    seat = cast.appointment(cast.north.lead_member).seat
    factories.proposed(seat, person, by=team)
    assert not may_correct(cast.north.regional_team, person)
    assert may_correct(cast.south.regional_team, person)


def test_dir_16_who_proposes_a_newcomer_keeps_them(cast):
    newcomer = factories.newcomer()
    factories.proposed(cast.appointment(cast.north.lead_member).seat, newcomer, by=cast.north.regional_team)
    assert may_correct(cast.north.regional_team, newcomer)


# --- What is typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["0000000019", "000000001" + "0" * 5000])
def test_a_page_written_with_leading_noughts_is_no_page(cast, client, written):
    answer = client.get("/authorities/", {"page": written})
    assert answer.status_code == 200
    assert "There is no page" in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"last_day_day": "31", "last_day_month": "12", "last_day_year": "9999"},
        {"starts_year": "0001"},
        {"starts_day": "9" * 20},
        {"search": "x" * 100_000},
        {"search": "a\0b"},
    ],
)
def test_what_cannot_be_a_date_or_a_name_is_refused_in_words(cast, client, typed):
    seat = cast.appointment(cast.north.performance_lead).seat
    client.force_login(cast.north.regional_team)
    form = {"new_name": "Zed", "starts_day": "1", "starts_month": "1", "starts_year": "2026", "step": "check"}
    assert client.post(f"/seats/{seat.pk}/appoint/", form | typed).status_code == 422


def test_acc_9_the_other_administrators_and_the_holder_hear_of_changes_to_accounts(cast):
    by, chair = cast.administrator, cast.north.chair
    old = chair.email
    workflow.change_account(chair, by=by, email="other@portal.example", name=chair.name, is_staff=False)
    told = {(notice.to, notice.subject) for notice in Notice.objects.all()}
    assert told == {(old, "Your account was changed"), (cast.other_administrator.email, "An account was changed")}
    workflow.make_account(by, by=by, email="third@portal.example", name="Third", is_staff=True)
    person = factories.person("Robin Hill")
    workflow.link_account(person, by=by, user=cast.stranger)
    assert set(Notice.objects.filter(to=cast.other_administrator.email).values_list("subject", flat=True)) == {
        "An account was changed",
        "An administrator was added",
        "An account was linked to a person",
    }


def test_dir_9_somebody_only_ever_proposed_is_seen_by_keepers_alone(cast):
    seat = cast.seat(cast.north.third, Role.DCS)
    newcomer = factories.newcomer("Robin Hill")
    factories.proposed(seat, newcomer, by=cast.north.regional_team)
    sees = {
        name
        for name in ("north.regional_team", "north.dass", "south.chief_executive", "stranger", "administrator")
        if Person.objects.visible_to(cast[name]).filter(pk=newcomer.pk).exists()
    }
    assert sees == {"north.regional_team", "administrator"}


def test_the_demonstration_is_never_loaded_beside_real_peoples_accounts(cast, settings):
    settings.ALLOW_DEMO = True
    with pytest.raises(DemonstrationError, match="Real people have accounts here"):
        load_demonstration()
