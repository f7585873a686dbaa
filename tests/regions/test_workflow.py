"""Every named write to the directory: what it changes, what the trail keeps of it, and who is told."""

from datetime import date, timedelta

import pytest
import time_machine

from regions import workflow
from regions.models import Appointment, Party, Person, Region, Seat, Signature, Succession
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import Role
from regions.statuses import AppointmentStatus, MemorandumStatus, Precision, Schedule
from regions.workflow.appointments import give_way
from riia.accounts.models import Invitation, User
from riia.audit.models import Event
from riia.notifications.models import Notice, Urgency
from riia.workflow import NotPermitted, NotPossible
from tests import factories
from tests.people import PASSWORD, SINCE


def days(number: int) -> timedelta:
    return timedelta(days=number)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.fixture
def team(cast) -> User:
    return cast.north.regional_team


@pytest.fixture
def colleague(cast) -> User:
    return cast.north.colleague


@pytest.fixture
def empty(cast) -> Seat:
    """The director's seat of North's third authority; its last holder left yesterday."""
    return cast.seat(cast.north.third, Role.DCS)


@pytest.fixture
def happened(cast):
    """The trail since the cast came together, as (what, thing, who), oldest first."""
    last = Event.objects.latest("pk").pk

    def since() -> list[tuple[str, str, str]]:
        events = Event.objects.filter(pk__gt=last).order_by("pk")
        return [(event.verb, event.target_name, event.actor_name) for event in events]

    return since


def told() -> list[tuple[str, str]]:
    """The outbox as (address, subject), oldest first."""
    return list(Notice.objects.order_by("pk").values_list("to", "subject"))


# --- Appointing -------------------------------------------------------------------------------------------------------


def test_appointing_to_a_seat_that_opens_little_takes_one_person(cast, team, happened):
    seat, person = cast.seat(cast.north.third, Role.DASS), factories.newcomer("Ada Moor")
    appointment = workflow.appoint(
        seat, by=team, person=person, starts=SINCE, job_title="Director of adults", reason="Minute 12"
    )
    appointment.refresh_from_db()
    assert appointment.status == AppointmentStatus.CONFIRMED
    assert (appointment.confirmed_by, appointment.confirmed_on) == (team, today())
    assert (appointment.proposed_by, appointment.second_person, appointment.replaces) == (team, None, None)
    assert reach_of(person.user).authorities == {cast.north.third.pk}
    assert happened() == [("appoint", "Ada Moor: Director of adult social services, Calderwick", str(team))]
    assert told() == []


def test_the_trail_keeps_what_was_entered_who_acted_as_what_and_why(cast, team):
    appointment = workflow.appoint(
        cast.seat(cast.north.third, Role.DASS), by=team, person=factories.person(), starts=SINCE, reason="Minute 12"
    )
    event = Event.objects.latest("pk")
    assert (event.label, event.reason, event.acting_as) == ("Appoint", "Minute 12", "Regional team, North")
    assert (event.actor_id, event.scope) == (team.pk, "authority:calderwick")
    assert (event.target_model, event.target_id) == ("regions.appointment", str(appointment.pk))
    assert event.before == {}
    assert event.after["status"] == "confirmed"
    assert event.after["starts"] == "2024-04-01"
    assert set(event.after) == {field.attname for field in Appointment._meta.concrete_fields}


def test_acc_9_a_statutory_seat_waits_for_a_second_person_who_is_asked_at_once(cast, team, colleague, empty, happened):
    person = factories.newcomer("Ada Moor")
    appointment = workflow.appoint(empty, by=team, person=person, starts=today())
    appointment.refresh_from_db()
    assert appointment.status == AppointmentStatus.PROPOSED
    assert (appointment.confirmed_by, appointment.confirmed_on, appointment.second_person) == (None, None, None)
    assert not reach_of(person.user).member
    assert happened() == [("appoint", "Ada Moor: Director of children's services, Calderwick", str(team))]
    asked = {colleague.email, cast.north.regional_lead.email}
    assert set(told()) == {(email, "An appointment waits for your confirmation") for email in asked}
    assert {one.urgency for one in Notice.objects.all()} == {Urgency.AT_ONCE}
    assert {one.link for one in Notice.objects.all()} == {f"/appointments/{appointment.pk}/"}


def test_the_person_appointed_is_not_asked_to_confirm_it(cast, team, colleague, empty):
    workflow.appoint(empty, by=team, person=colleague.person, starts=today())
    assert [email for email, _ in told()] == [cast.north.regional_lead.email]


def test_teams_of_every_region_that_a_trust_serves_are_asked_about_its_seat(cast, team):
    factories.proposed(cast.seat(cast.trust, Role.TRUST_CHIEF_EXECUTIVE), by=cast.administrator)
    asked = {
        cast[f"{region}.{role}"].email for region in ("north", "south") for role in ("regional_team", "regional_lead")
    }
    assert {email for email, _ in told()} == asked | {cast.north.colleague.email}


def test_what_a_director_proposes_waits_for_the_regional_team(cast, colleague):
    seat = cast.seat(cast.north.first, Role.ASSISTANT_DIRECTOR)
    assert not seat.about.second
    appointment = workflow.appoint(seat, by=cast.north.dcs, person=factories.newcomer(), starts=today())
    assert appointment.status == AppointmentStatus.PROPOSED
    workflow.confirm_appointment(appointment, by=colleague)
    assert (appointment.status, appointment.second_person) == (AppointmentStatus.CONFIRMED, colleague)


def test_dir_5_the_successor_takes_the_seat_from_the_holder_on_the_first_day(cast, team, colleague, happened):
    seat, old = cast.seat(cast.north.region, Role.CHAIR), cast.appointment(cast.north.chair)
    person = factories.newcomer("Ada Moor")
    appointment = workflow.appoint(
        seat, by=team, person=person, starts=today() + days(10), employing_authority=cast.north.second
    )
    assert appointment.replaces == old
    old.refresh_from_db()
    assert old.ends is None, "until it is confirmed, nothing changes"
    workflow.confirm_appointment(appointment, by=colleague)
    old.refresh_from_db()
    assert (old.status, old.ends, old.ends_precision) == (
        AppointmentStatus.CONFIRMED,
        today() + days(10),
        Precision.DAY,
    )
    assert [(verb, who) for verb, _, who in happened()] == [
        ("appoint", str(team)),
        ("give_way", str(colleague)),
        ("confirm_appointment", str(colleague)),
    ]
    assert Event.objects.get(verb="give_way").reason == "Succeeded by Ada Moor."
    with time_machine.travel(today() + days(9)):
        assert (reach_of(cast.north.chair).member, reach_of(fresh(person.user)).member) == (True, False)
    with time_machine.travel(today() + days(10)):
        assert (reach_of(cast.north.chair).member, reach_of(fresh(person.user)).member) == (False, True)


def test_dir_5_a_seat_that_needs_no_second_person_changes_hands_at_once(cast, team):
    seat, old = cast.seat(cast.north.first, Role.DASS), cast.appointment(cast.north.dass)
    workflow.appoint(seat, by=team, person=factories.newcomer(), starts=today())
    old.refresh_from_db()
    assert old.ends == today()
    assert not reach_of(cast.north.dass).member


def test_dir_14_acting_cover_leaves_the_holder_in_the_seat(cast, team, colleague):
    cover = factories.confirmed(
        cast.seat(cast.north.first, Role.DCS), by=team, second=colleague, acting=True, ends=today() + days(30)
    )
    assert cover.replaces is None
    assert cast.appointment(cast.north.dcs).ends is None


def test_filling_a_seat_from_a_future_date_announces_it(cast, team, colleague, empty):
    appointment = factories.confirmed(empty, by=team, second=colleague, starts=today() + days(60))
    seat = Seat.objects.with_holders(None, today()).get(pk=empty.pk)
    assert seat.state_on(today()).announced == (appointment,)
    assert seat.state_on(today()).word == "vacant"
    assert not reach_of(appointment.person.user).member


def test_what_stands_in_the_way_is_said_and_nothing_is_written(cast, team, happened):
    with pytest.raises(NotPossible) as refusal:
        workflow.appoint(
            cast.seat(cast.north.region, Role.CHAIR), by=team, person=team.person, starts=SINCE, ends=SINCE
        )
    assert refusal.value.reasons == [
        "You can't appoint yourself. Ask a colleague or an administrator.",
        "The last day must not be before the first.",
        "A chair comes from an authority of North or a trust that serves one. Choose which one employs them.",
    ]
    assert happened() == []
    assert not Appointment.objects.filter(person=team.person).exclude(seat__role=Role.REGIONAL_TEAM).exists()


# --- Confirming, refusing, withdrawing --------------------------------------------------------------------------------


def test_acc_9_the_second_person_confirms_and_those_concerned_are_told(cast, team, colleague, happened):
    seat = cast.seat(cast.north.first, Role.CHIEF_EXECUTIVE)
    old = cast.north.chief_executive
    appointment = factories.proposed(seat, by=team)
    Notice.objects.all().delete()
    assert workflow.confirm_appointment(appointment, by=colleague) is appointment
    assert appointment.status == AppointmentStatus.CONFIRMED
    assert (appointment.second_person, appointment.confirmed_by) == (colleague, colleague)
    assert appointment.confirmed_on == today()
    change = "A change in the directory of Aldermoor"
    assert set(told()) == {
        (team.email, "Your proposal for Chief executive was decided"),
        (cast.north.dcs.email, change),
        (cast.north.lead_member.email, change),
    }
    assert old.email not in {email for email, _ in told()}, "who left is no present holder"
    assert {one.urgency for one in Notice.objects.all()} == {Urgency.DIGEST}
    confirmed = Event.objects.filter(verb="confirm_appointment").latest("pk")
    assert confirmed.before["status"] == "proposed"
    assert confirmed.after["status"] == "confirmed"
    assert confirmed.after["second_person_id"] == colleague.pk


def test_acc_9_a_director_who_confirms_is_not_told_of_it(cast, team):
    appointment = factories.proposed(cast.seat(cast.north.first, Role.CHIEF_EXECUTIVE), by=team)
    Notice.objects.all().delete()
    workflow.confirm_appointment(appointment, by=cast.north.dcs)
    assert cast.north.dcs.email not in {email for email, _ in told()}


def test_changes_in_a_region_are_told_to_who_proposed_them_only(cast, team, colleague):
    factories.confirmed(cast.seat(cast.north.region, Role.BOARD_MEMBER), by=team, second=colleague)
    confirmed = [one for one in told() if one[1] != "An appointment waits for your confirmation"]
    assert confirmed == [(team.email, "Your proposal for Member of the governance board was decided")]


def test_acc_9_who_proposed_cannot_confirm(team, empty, happened):
    appointment = factories.proposed(empty, by=team)
    with pytest.raises(NotPossible, match="a second person must confirm"):
        workflow.confirm_appointment(appointment, by=team)
    appointment.refresh_from_db()
    assert appointment.status == AppointmentStatus.PROPOSED
    assert [verb for verb, _, _ in happened()] == ["appoint"]


def test_a_decided_proposal_cannot_be_decided_again(team, colleague, empty):
    appointment = factories.proposed(empty, by=team)
    stale = Appointment.objects.get(pk=appointment.pk)
    workflow.confirm_appointment(appointment, by=colleague)
    for again in (workflow.confirm_appointment, workflow.refuse_appointment):
        with pytest.raises(NotPossible, match="is not possible: it is confirmed"):
            again(stale, by=colleague)
    with pytest.raises(NotPossible, match="is not possible: it is confirmed"):
        workflow.withdraw_proposal(stale, by=team)


def test_refusing_leaves_the_seat_as_it_was_and_tells_who_proposed(cast, team, colleague):
    old = cast.appointment(cast.north.dcs)
    appointment = factories.refused(old.seat, by=team, second=colleague)
    assert (appointment.status, appointment.confirmed_by) == (AppointmentStatus.REFUSED, None)
    assert cast.appointment(cast.north.dcs).ends is None
    assert (team.email, "Your proposal for Director of children's services was decided") in told()
    assert Event.objects.latest("pk").reason == "Not agreed."


def test_who_proposed_withdraws_and_another_can_propose(team, colleague, empty):
    appointment = factories.withdrawn(empty, by=team)
    assert appointment.status == AppointmentStatus.WITHDRAWN
    assert factories.proposed(empty, by=colleague).status == AppointmentStatus.PROPOSED


def test_dir_5_a_seat_taken_since_the_proposal_is_not_given_twice(cast, team, colleague, empty):
    appointment = factories.proposed(empty, by=team, starts=today() + days(1))
    factories.stated(empty, starts=today() + days(30))
    with pytest.raises(NotPossible, match="holds this seat from"):
        workflow.confirm_appointment(appointment, by=colleague)


# --- DIR-15: what a source states -------------------------------------------------------------------------------------


def test_dir_15_one_person_vouches_for_a_seat_that_opens_little(cast, team, happened):
    stated = factories.stated(cast.seat(cast.north.third, Role.DASS), factories.newcomer("Ada Moor"))
    workflow.vouch_for(stated, by=team)
    assert (stated.status, stated.confirmed_by, stated.proposed_by) == (AppointmentStatus.CONFIRMED, team, None)
    assert reach_of(stated.person.user).member
    assert [verb for verb, _, _ in happened()] == ["vouch_for"]


def test_dir_15_acc_9_two_people_vouch_for_a_statutory_seat(cast, team, colleague):
    stated = factories.stated(cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE), factories.newcomer())
    workflow.vouch_for(stated, by=team)
    assert (stated.status, stated.confirmed_on, stated.proposed_by) == (AppointmentStatus.STATED, None, team)
    assert {email for email, _ in told()} == {colleague.email, cast.north.regional_lead.email}
    assert not reach_of(stated.person.user).member
    with pytest.raises(NotPossible, match="a second person must confirm"):
        workflow.confirm_appointment(stated, by=team)
    workflow.confirm_appointment(stated, by=colleague)
    assert (stated.status, stated.second_person) == (AppointmentStatus.CONFIRMED, colleague)
    assert reach_of(fresh(stated.person.user)).member


def test_dir_15_what_nobody_vouched_for_cannot_be_confirmed_by_one_person(cast, team):
    stated = factories.stated(cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE))
    with pytest.raises(NotPermitted):
        workflow.confirm_appointment(stated, by=team)


def test_a_director_vouches_only_with_the_team(cast, colleague):
    stated = factories.stated(cast.seat(cast.north.second, Role.DASS))
    workflow.vouch_for(stated, by=cast.north.unsigned_dcs)
    assert stated.status == AppointmentStatus.STATED
    workflow.confirm_appointment(stated, by=colleague)
    assert stated.status == AppointmentStatus.CONFIRMED


def test_a_stated_holder_gives_way_to_a_confirmed_successor(cast, team, colleague):
    stated = factories.stated(cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE))
    factories.confirmed(stated.seat, by=team, second=colleague, starts=today())
    stated.refresh_from_db()
    assert (stated.status, stated.ends) == (AppointmentStatus.STATED, today())


# --- Ending -----------------------------------------------------------------------------------------------------------


def test_acc_1_an_appointment_ends_and_the_access_with_it_the_same_day(cast, team, happened):
    appointment = cast.appointment(cast.north.dcs)
    workflow.end_appointment(appointment, by=team, ends=today(), reason="Retired")
    assert (appointment.ends, appointment.ends_precision) == (today(), Precision.DAY)
    assert not reach_of(cast.north.dcs).member
    event = Event.objects.latest("pk")
    assert (event.before, event.after) == ({"ends": None}, {"ends": str(today())})
    assert event.reason == "Retired"


def test_acc_9_nobody_lengthens_their_own_appointment(cast, team, colleague, happened):
    appointment = cast.appointment(team)
    workflow.end_appointment(appointment, by=colleague, ends=today() + days(30))
    with pytest.raises(NotPossible, match="can't lengthen your own"):
        workflow.end_appointment(appointment, by=fresh(team), ends=today() + days(60))
    workflow.end_appointment(appointment, by=fresh(team), ends=today() + days(10))
    assert [verb for verb, _, _ in happened()] == ["end_appointment", "end_appointment"]


def test_a_holder_who_has_left_cannot_be_let_go_again(cast, team):
    with pytest.raises(NotPossible, match="has ended already"):
        workflow.end_appointment(cast.appointment(cast.leaver), by=team, ends=today())


def test_giving_way_is_part_of_confirming_a_successor_and_no_act_of_its_own(cast, team):
    appointment = cast.appointment(cast.north.dass)
    assert not hasattr(workflow, "give_way")
    give_way(appointment, by=team, ends=today())
    assert appointment.ends == today()


# --- Facts ------------------------------------------------------------------------------------------------------------


def test_dir_11_confirming_a_fact_puts_a_date_and_a_name_to_it(cast, team, happened):
    for fact in (cast.north.region, cast.north.first, cast.trust, cast.seat(cast.north.region, Role.CHAIR)):
        workflow.confirm_fact(fact, by=team)
        fact.refresh_from_db()
        assert (fact.confirmed_on, fact.confirmed_by) == (today(), team)
    assert [verb for verb, _, _ in happened()] == ["confirm_fact"] * 4


def test_dir_15_a_stated_appointment_is_not_confirmed_as_a_fact(cast, team, empty):
    with pytest.raises(NotPossible, match="not confirmed yet"):
        workflow.confirm_fact(factories.stated(empty, ends=SINCE), by=team)


def test_dir_13_a_correction_keeps_before_and_after(cast, team):
    region = cast.north.region
    workflow.correct(region, by=team, changes={"website": "https://north.example"}, reason="New website")
    region.refresh_from_db()
    assert region.website == "https://north.example"
    event = Event.objects.latest("pk")
    assert (event.before, event.after) == ({"website": ""}, {"website": "https://north.example"})
    assert event.reason == "New website"


def test_a_correction_that_makes_no_sense_is_refused_in_words_and_changes_nothing(cast, team, happened):
    region = cast.north.region
    with pytest.raises(NotPossible, match="valid URL"):
        workflow.correct(region, by=team, changes={"website": "north"})
    with pytest.raises(NotPossible, match="can't be corrected by hand"):
        workflow.correct(region, by=team, changes={"slug": "other"})
    assert Region.objects.get(slug="north").website == ""
    assert happened() == []


def test_acc_16_the_trail_keeps_digests_of_addresses_and_numbers(cast, team):
    person = cast.north.dcs.person
    workflow.correct(person, by=team, changes={"telephone": "01234 567890", "name": "Ada Moor"})
    event = Event.objects.latest("pk")
    assert event.after["telephone"].startswith("digest:")
    assert (event.before["telephone"], event.after["name"]) == ("", "Ada Moor")


def test_an_administrator_adds_rows_but_puts_nobody_in_a_seat_that_way(cast, happened):
    row = Succession(predecessor=cast.north.first, successor=cast.north.second, on=today())
    added = workflow.add_to_directory(cast.administrator, by=cast.administrator, row=row)
    assert Succession.objects.get() == added
    assert happened() == [("add_to_directory", "Aldermoor to Birchester", "Administrator")]
    appointment = Appointment(seat=cast.seat(cast.north.third, Role.DCS), person=factories.person(), starts=SINCE)
    with pytest.raises(NotPossible, match="by appointing them"):
        workflow.add_to_directory(cast.administrator, by=cast.administrator, row=appointment)
    with pytest.raises(NotPossible, match="already exists"):
        workflow.add_to_directory(cast.administrator, by=cast.administrator, row=Region(slug="north", name="X"))


def test_a_person_who_is_not_in_the_directory_yet_is_added_to_be_appointed(cast, team, empty, happened):
    person = workflow.add_person(empty, by=team, name="Ada Moor", email="ada@calderwick.gov.uk")
    assert (person.name, person.email, person.user, person.is_demonstration) == (
        "Ada Moor",
        "ada@calderwick.gov.uk",
        None,
        False,
    )
    assert happened() == [("add_person", "Ada Moor", str(team))]
    assert Event.objects.latest("pk").after["email"].startswith("digest:")


def test_a_person_added_to_a_seat_of_the_demonstration_is_of_the_demonstration(cast):
    seat = factories.demonstration().authorities.get().seats.get()
    assert workflow.add_person(seat, by=cast.administrator, name="Invented").is_demonstration


# --- Memoranda --------------------------------------------------------------------------------------------------------


def test_brd_6_a_draft_asks_the_authorities_of_its_first_day_and_the_trusts_that_serve_them(cast, team, happened):
    gone = cast.north.second
    gone.active_to = today() + days(5)
    gone.save()
    draft = factories.memorandum_draft(cast.north.region, by=team, starts=today() + days(5))
    assert (draft.version, draft.status) == (2, MemorandumStatus.DRAFT)
    assert [str(party) for party in draft.parties.all()] == ["Aldermoor", "Calderwick", "Hills Children's Trust"]
    assert [party.signs_for_it for party in draft.parties.all()] == ["", "", "Chief executive of the trust"]
    assert happened() == [("draft_memorandum", "North memorandum of understanding, version 2", str(team))]


def test_the_first_memorandum_of_a_region_is_version_one(cast):
    region = factories.demonstration()
    assert factories.memorandum_draft(region, by=cast.administrator).version == 1


def test_a_new_version_comes_into_force_and_ends_the_old_one(cast, team, happened):
    old = cast.north.memorandum
    new = factories.memorandum_in_force(cast.north.region, by=team)
    old.refresh_from_db()
    assert (old.status, old.expires) == (MemorandumStatus.ENDED, today())
    assert (new.status, new.expires) == (MemorandumStatus.IN_FORCE, None)
    assert [verb for verb, _, _ in happened()] == ["draft_memorandum", "end_memorandum", "bring_into_force"]
    assert Event.objects.get(verb="end_memorandum").reason == "Version 2 is in force."


@pytest.mark.parametrize(
    ("starts", "expires", "ended"), [(-100, 200, 0), (-100, -5, -5), (0, None, 1), (-100, None, 0)]
)
def test_a_version_ends_today_unless_it_has_ended_before(cast, team, starts, expires, ended):
    memorandum = cast.north.memorandum
    memorandum.starts = today() + days(starts)
    memorandum.expires = None if expires is None else today() + days(expires)
    memorandum.save()
    workflow.end_memorandum(memorandum, by=team)
    assert (memorandum.status, memorandum.expires) == (MemorandumStatus.ENDED, today() + days(ended))


def test_acc_18_a_signature_says_who_signed_in_which_office_when_and_for_what(cast, team, happened):
    party = cast.north.memorandum.parties.get(authority=cast.north.second)
    signature = workflow.record_signature(
        party,
        by=team,
        signatory="Ada Moor",
        office="Chief executive",
        signed_on=date(2025, 5, 1),
        schedules=[Schedule.DATA],
        expires=date(2031, 5, 1),
    )
    signature.refresh_from_db()
    assert (signature.party, signature.recorded_by, signature.schedules) == (party, team, ["data"])
    assert happened() == [("record_signature", "Birchester, signed by Ada Moor", str(team))]
    dcs = reach_of(cast.north.unsigned_dcs)
    assert {schedule for schedule, _ in dcs.reads} == {Schedule.DATA}


def test_acc_18_directors_and_teams_are_warned_once_ninety_days_before_a_signature_ends(cast, team, colleague):
    Signature.objects.filter(party__authority=cast.north.first).update(expires=today() + days(90))
    Signature.objects.filter(party__trust=cast.trust).update(expires=today() + days(91))
    assert workflow.warn_of_ending_signatures() == 1
    warned = {cast.north.dcs.email, team.email, colleague.email, cast.north.regional_lead.email}
    assert set(told()) == {(email, "The signature of Aldermoor is ending") for email in warned}
    assert workflow.warn_of_ending_signatures() == 1
    assert len(told()) == 4, "nobody is told twice"


def test_acc_18_the_trusts_chief_executive_is_warned_of_the_trusts_signature(cast):
    workflow.correct(cast.north.memorandum, by=cast.administrator, changes={"expires": today() + days(30)})
    assert workflow.warn_of_ending_signatures() == 2
    of_the_trust = {
        email for email, subject in told() if subject == "The signature of Hills Children's Trust is ending"
    }
    assert cast.trust_chief_executive.email in of_the_trust
    assert cast.north.dcs.email not in of_the_trust


def test_nobody_is_warned_of_what_was_withdrawn_or_is_not_in_force(cast, team):
    Signature.objects.update(expires=today() + days(30))
    workflow.withdraw_signature(Signature.objects.get(party__authority=cast.north.first), by=team)
    workflow.end_memorandum(cast.south.memorandum, by=cast.administrator)
    workflow.warn_of_ending_signatures()
    assert {subject for _, subject in told()} == {"The signature of Hills Children's Trust is ending"}


# --- Accounts ---------------------------------------------------------------------------------------------------------


def test_an_account_begins_without_password_and_its_address_in_lower_case(cast, happened):
    account = workflow.make_account(
        cast.administrator, by=cast.administrator, email=" Ada@Moor.example ", name="Ada Moor"
    )
    assert (account.email, account.is_staff, account.has_usable_password()) == ("ada@moor.example", False, False)
    assert happened() == [("make_account", "Ada Moor", "Administrator")]
    with pytest.raises(NotPossible, match="There is an account with the address ADA@moor"):
        workflow.make_account(cast.administrator, by=cast.administrator, email="ADA@moor.example", name="Ada")


def test_the_trail_holds_neither_address_nor_password_of_an_account(cast):
    workflow.make_account(cast.administrator, by=cast.administrator, email="ada@moor.example", name="Ada")
    after = Event.objects.latest("pk").after
    assert after["email"].startswith("digest:")
    assert after["password"].startswith("digest:")


def invited(cast) -> tuple[User, Invitation, str]:
    """An account, its invitation and the secret of the link in the message."""
    account = User.objects.create_user("ada@moor.example", name="Ada Moor")
    invitation = workflow.invite(account, by=cast.administrator)
    notice = Notice.objects.latest("pk")
    assert (notice.to, notice.secret, notice.urgency) == ("ada@moor.example", True, Urgency.AT_ONCE)
    return account, invitation, notice.link.strip("/").rpartition("/")[2]


def test_an_invitation_is_found_by_its_secret_alone_and_that_is_stored_nowhere_else(cast):
    _, invitation, secret = invited(cast)
    assert workflow.invitation_of(secret) == invitation
    assert workflow.invitation_of("another") is None
    assert secret not in str(list(Invitation.objects.values())) + str(list(Event.objects.values()))


def test_a_new_invitation_ends_the_one_before(cast, happened):
    account, first, _ = invited(cast)
    second = workflow.invite(account, by=cast.administrator)
    first.refresh_from_db()
    assert (first.status, second.status) == ("withdrawn", "open")
    assert first.closed_at is not None
    assert [verb for verb, _, _ in happened()] == ["invite", "withdraw_invitation", "invite"]


def test_acc_7_an_invitation_is_accepted_once_by_the_person_invited(cast):
    account, invitation, _ = invited(cast)
    with pytest.raises(NotPermitted):
        workflow.accept_invitation(invitation, by=cast.stranger, password=PASSWORD)
    workflow.accept_invitation(invitation, by=account, password=PASSWORD)
    assert invitation.status == "accepted"
    assert fresh(account).check_password(PASSWORD)
    with pytest.raises(NotPossible, match="it is accepted"):
        workflow.accept_invitation(invitation, by=account, password="another cold wet spring")
    assert fresh(account).check_password(PASSWORD)


def test_a_password_that_is_too_simple_leaves_the_invitation_open(cast):
    account, invitation, _ = invited(cast)
    with pytest.raises(NotPossible) as refusal:
        workflow.accept_invitation(invitation, by=account, password="ada moor")
    assert refusal.value.reasons == [
        "The password is too similar to the name.",
        "This password is too short. It must contain at least 12 characters.",
    ]
    invitation.refresh_from_db()
    assert invitation.status == "open"
    assert not fresh(account).has_usable_password()


def test_a_withdrawn_or_expired_invitation_opens_nothing(cast):
    account, invitation, _ = invited(cast)
    with time_machine.travel(today() + days(15)), pytest.raises(NotPossible, match="has expired"):
        workflow.accept_invitation(invitation, by=account, password=PASSWORD)
    workflow.withdraw_invitation(invitation, by=cast.administrator)
    with pytest.raises(NotPossible, match="it is withdrawn"):
        workflow.accept_invitation(invitation, by=account, password=PASSWORD)


def test_an_account_is_corrected_closed_and_opened_again(cast, happened):
    account = cast.stranger
    workflow.change_account(account, by=cast.administrator, email="New@portal.example", name="Renamed", is_staff=True)
    assert (account.email, account.name, account.is_staff, account.is_superuser) == (
        "new@portal.example",
        "Renamed",
        True,
        True,
    )
    Notice.objects.all().delete()
    workflow.change_account(account, by=cast.administrator, email=account.email, name="Again", is_staff=True)
    assert told() == [], "a name alone changes nothing that anybody need hear of"
    workflow.close_account(account, by=cast.administrator)
    assert fresh(account).is_active is False
    workflow.reopen_account(account, by=cast.administrator)
    assert fresh(account).is_active is True
    assert [verb for verb, _, _ in happened()] == [
        "change_account",
        "change_account",
        "close_account",
        "reopen_account",
    ]


def test_nobody_who_cannot_sign_in_is_told_anything(cast, team, colleague, empty):
    workflow.close_account(colleague, by=cast.administrator)
    factories.proposed(empty, by=team)
    assert [email for email, _ in told()] == [cast.north.regional_lead.email]


def test_acc_6_second_factors_are_removed_by_another_administrator_and_the_holder_is_told(cast):
    chair = cast.north.chair
    assert chair.authenticator_set.exists()
    workflow.reset_second_factor(chair, by=cast.administrator)
    assert not chair.authenticator_set.exists()
    assert told() == [(chair.email, "Your second factor was removed")]


def test_acc_9_an_account_is_given_to_one_person_and_never_to_oneself(cast, happened):
    person, account = factories.person("Ada Moor"), cast.stranger
    workflow.link_account(person, by=cast.administrator, user=account)
    assert Person.objects.get(user=account) == person
    with pytest.raises(NotPossible, match="belongs to another person already"):
        workflow.link_account(factories.person(), by=cast.administrator, user=account)
    with pytest.raises(NotPossible, match="can't give yourself"):
        workflow.link_account(factories.person(), by=cast.administrator, user=cast.administrator)
    workflow.link_account(person, by=cast.administrator, user=None)
    assert not Person.objects.filter(user=account).exists()
    assert [verb for verb, _, _ in happened()] == ["link_account", "link_account"]


def test_parties_of_a_memorandum_are_named_after_their_places(cast):
    assert {str(one) for one in Party.objects.filter(memorandum=cast.south.memorandum)} == {
        "Dunmouth",
        "Eastcombe",
        "Farleigh",
        "Hills Children's Trust",
    }
