"""Who may and what stands in the way, rule by rule, in the sentences that people are shown."""

from datetime import date, timedelta

import pytest

from regions import workflow
from regions.models import Appointment, Delegation, Person, Region, Seat, Signature, Trust, TrustService
from regions.querysets import today
from regions.roles import Role
from regions.rules import accounts, appointments, contacts, facts, keeping, memoranda
from regions.statuses import AppointmentStatus, Precision, Schedule
from riia.accounts.models import User
from tests import factories
from tests.people import EVERYBODY, PASSWORD, SINCE

NORTH_KEEPERS = {
    "administrator",
    "other_administrator",
    "north.regional_team",
    "north.colleague",
    "north.regional_lead",
}


def days(number: int) -> timedelta:
    return timedelta(days=number)


def whoever(cast, test) -> set[str]:
    return {name for name in EVERYBODY if test(cast[name])}


@pytest.fixture
def team(cast) -> User:
    return cast.north.regional_team


@pytest.fixture
def empty(cast) -> Seat:
    """The director's seat of North's third authority; its last holder left yesterday."""
    return cast.seat(cast.north.third, Role.DCS)


@pytest.fixture
def held(cast) -> Seat:
    """The director's seat of North's first authority."""
    return cast.seat(cast.north.first, Role.DCS)


# --- DIR-16: who keeps which part of the directory --------------------------------------------------------------------


def test_dir_16_a_regional_team_keeps_its_region_with_its_authorities(cast):
    assert whoever(cast, lambda user: keeping.may_keep(user, cast.north.region)) == NORTH_KEEPERS
    assert whoever(cast, lambda user: keeping.may_keep(user, cast.north.second)) == NORTH_KEEPERS


def test_dir_16_a_trust_is_kept_by_every_region_that_it_serves(cast):
    keepers = whoever(cast, lambda user: keeping.may_keep(user, cast.trust))
    assert keepers == NORTH_KEEPERS | {"south.regional_team", "south.regional_lead"}
    TrustService.objects.filter(authority=cast.south.third).update(ends=today())
    assert whoever(cast, lambda user: keeping.may_keep(user, cast.trust)) == NORTH_KEEPERS


def test_a_director_proposes_for_the_own_authority_and_the_trust_for_itself_and_those_it_serves(cast):
    trust = {"trust_chief_executive"}
    assert whoever(cast, lambda user: keeping.proposes_for(user, cast.north.first)) == {"north.dcs"}
    assert whoever(cast, lambda user: keeping.proposes_for(user, cast.north.second)) == {"north.unsigned_dcs"}
    assert whoever(cast, lambda user: keeping.proposes_for(user, cast.north.third)) == trust
    assert whoever(cast, lambda user: keeping.proposes_for(user, cast.trust)) == trust
    assert whoever(cast, lambda user: keeping.proposes_for(user, cast.north.region)) == set()


def test_every_row_of_the_directory_belongs_to_a_place(cast):
    north = cast.north
    signature = Signature.objects.get(party__authority=north.first)
    service = TrustService.objects.get(authority=north.third)
    assert [keeping.place_of(one) for one in (north.region, north.first, cast.trust)] == [
        north.region,
        north.first,
        cast.trust,
    ]
    assert keeping.place_of(cast.appointment(north.dcs)) == north.first
    assert keeping.place_of(cast.seat(north.region, Role.CHAIR)) == north.region
    assert keeping.place_of(service) == north.third
    assert keeping.place_of(Delegation(appointment=cast.appointment(north.dcs))) == north.first
    for one in (north.memorandum, signature.party, signature):
        assert keeping.place_of(one) == north.region


# --- Appointing: DIR-5, DIR-7, ACC-9 ----------------------------------------------------------------------------------


def reasons(seat: Seat, by: User, person: Person | None = None, starts: date | None = None, **details) -> list[str]:
    return appointments.reasons_not_to_appoint(
        seat, by=by, person=person or factories.person(), starts=starts or today(), **details
    )


def test_nothing_stands_in_the_way_of_filling_an_empty_seat(empty, team):
    assert reasons(empty, team) == []
    assert appointments.reasons_not_to_appoint(empty, by=team) == [], "and of the form that asks who"


def test_acc_9_nobody_appoints_themselves(cast, empty, team):
    said = ["You can't appoint yourself. Ask a colleague or an administrator."]
    assert reasons(empty, team, team.person) == said
    assert reasons(cast.seat(cast.north.third, Role.DASS), team, team.person, date(2020, 1, 1)) == said
    assert reasons(empty, cast.north.colleague, team.person) == []


def test_one_proposal_at_a_time_and_it_says_whose(cast, empty, team):
    proposal = factories.proposed(empty, factories.person("Ada Moor"), by=team)
    said = [
        f"{team} has proposed Ada Moor for this seat already. Confirm or refuse that first, or ask them to withdraw it."
    ]
    assert reasons(empty, cast.north.colleague) == said
    assert appointments.reasons_not_to_appoint(empty, by=cast.north.colleague) == said
    workflow.withdraw_proposal(proposal, by=team)
    assert reasons(empty, cast.north.colleague) == []


@pytest.mark.parametrize("length", [0, -1])
def test_dir_5_an_appointment_has_at_least_one_day(empty, team, length):
    assert reasons(empty, team, ends=today() + days(length)) == ["The last day must not be before the first."]
    assert reasons(empty, team, ends=today() + days(1)) == []


@pytest.mark.parametrize(("starts", "exists"), [(-1, False), (0, True), (9, True), (10, False)])
def test_dir_4_the_seat_exists_on_the_first_day(empty, team, starts, exists):
    Seat.objects.filter(pk=empty.pk).update(exists_from=today(), exists_to=today() + days(10))
    empty.refresh_from_db()
    said = [] if exists else ["The seat doesn't exist on the first day."]
    starts, ends = today() + days(starts), today() + days(max(10, starts + 1))
    # Whoever left yesterday held it on the day before today.
    assert [one for one in reasons(empty, team, starts=starts, ends=ends) if "holds" not in one] == said


def test_dir_4_the_seat_exists_on_the_last_day(empty, team):
    Seat.objects.filter(pk=empty.pk).update(exists_to=today() + days(10))
    empty.refresh_from_db()
    out = f"{today() + days(10):%-d %B %Y}"
    said = [f"The seat is there until shortly before {out}. The last day must be before that."]
    assert reasons(empty, team) == reasons(empty, team, ends=today() + days(11)) == said
    assert reasons(empty, team, ends=today() + days(10)) == []


def test_dir_3_the_authority_exists_on_the_first_day(cast, team):
    authority = cast.north.third
    authority.active_to = today() + days(10)
    authority.save()
    seat = cast.seat(authority, Role.DASS)
    assert reasons(seat, team, starts=today() + days(9)) == []
    assert reasons(seat, team, starts=today() + days(10)) == ["Calderwick doesn't exist on the first day."]


def test_dir_5_whoever_is_in_the_seat_on_the_first_day_is_replaced(cast, held, team):
    assert reasons(held, team) == []
    assert appointments.replaced_by(held, today()) == cast.appointment(cast.north.dcs)
    assert appointments.replaced_by(held, SINCE) is None, "nobody who began on the same day"
    assert appointments.replaced_by(held, today(), acting=True) is None, "not by acting cover"


def test_dir_5_who_begins_later_or_on_the_same_day_stands_in_the_way(cast, held, team):
    holder = cast.north.dcs.person
    said = [f"{holder} holds this seat from 1 April 2024. The last day must be before that."]
    assert reasons(held, team, starts=SINCE) == said
    assert reasons(held, team, starts=SINCE - days(30)) == said
    assert reasons(held, team, starts=SINCE - days(30), ends=SINCE + days(1)) == said
    assert reasons(held, team, starts=SINCE - days(30), ends=SINCE) == []
    assert reasons(held, team, starts=SINCE - days(30), acting=True) == []


def test_people_of_the_demonstration_and_real_seats_are_kept_apart(cast, empty, team):
    said = ["People of the demonstration and of the real directory are kept apart."]
    demonstrator = factories.demonstrator()
    assert reasons(empty, team, demonstrator) == said
    invented = factories.demonstration().authorities.get().seats.get()
    assert reasons(invented, cast.administrator) == said
    assert reasons(invented, cast.administrator, demonstrator) == []


@pytest.mark.parametrize("role", [Role.CHAIR, Role.CO_CHAIR, Role.VICE_CHAIR])
def test_dir_7_a_chair_comes_from_the_region(cast, team, role):
    seat = cast.seat(cast.north.region, role)
    said = ["A chair comes from an authority of North or a trust that serves one. Choose which one employs them."]
    assert reasons(seat, team) == said
    assert reasons(seat, team, employing_authority=cast.south.first) == said
    assert reasons(seat, team, employing_authority=cast.north.second) == []
    assert reasons(seat, team, employing_trust=cast.trust) == []
    TrustService.objects.filter(authority=cast.north.third).update(ends=today())
    assert reasons(seat, team, employing_trust=cast.trust) == said, "it serves nobody in North any more"
    assert reasons(seat, team, starts=today() - days(1), employing_trust=cast.trust) == [], "but did yesterday"


def test_dir_7_other_seats_of_a_region_ask_for_no_employer(cast, team):
    assert reasons(cast.seat(cast.north.region, Role.BOARD_MEMBER), team) == []


# --- Confirming: ACC-9, DIR-15 ----------------------------------------------------------------------------------------


def test_acc_9_neither_who_proposed_nor_who_is_meant_can_be_the_second_person(cast, empty, team):
    proposal = factories.proposed(empty, cast.north.colleague.person, by=team)
    by_name = {name: appointments.reasons_not_to_second(proposal, by=cast[name]) for name in NORTH_KEEPERS}
    assert by_name == {
        "north.regional_team": ["You proposed this, so a second person must confirm it."],
        "north.colleague": ["This is about you, so somebody else must confirm it."],
        "north.regional_lead": [],
        "administrator": [],
        "other_administrator": [],
    }


def test_dir_5_a_proposal_that_has_become_impossible_says_why(empty, team, cast):
    proposal = factories.proposed(empty, by=team)
    other = factories.stated(empty, starts=today() + days(10))
    assert appointments.reasons_not_to_second(proposal, by=cast.north.colleague) == [
        f"{other.person} holds this seat from {other.starts:%-d %B %Y}. The last day must be before that."
    ]


def test_a_stated_appointment_is_confirmed_though_it_is_in_the_seat_itself(empty, team, cast):
    vouched = factories.vouched(empty, by=team, ends=SINCE)
    assert vouched.status == AppointmentStatus.STATED
    assert appointments.reasons_not_to_second(vouched, by=cast.north.colleague) == []


def test_who_proposed_withdraws_and_somebody_else_refuses(empty, team, cast):
    proposal = factories.proposed(empty, by=team)
    assert appointments.reasons_not_to_refuse(proposal, by=team) == ["You proposed this: withdraw it instead."]
    assert appointments.reasons_not_to_refuse(proposal, by=cast.north.colleague) == []
    may = whoever(cast, lambda user: appointments.may_withdraw_proposal(user, proposal))
    assert may == {"north.regional_team"}


def test_who_proposed_and_no_longer_keeps_the_place_cannot_withdraw(empty, team, cast):
    proposal = factories.proposed(empty, by=team)
    workflow.end_appointment(cast.appointment(team), by=cast.administrator, ends=today())
    assert not appointments.may_withdraw_proposal(cast.north.regional_team, proposal)


def test_dir_15_a_stated_appointment_is_vouched_for_once_and_then_seconded(cast, empty, team):
    stated = factories.stated(empty, ends=SINCE)
    keepers = NORTH_KEEPERS | {"trust_chief_executive"}  # the trust that serves it heads its services
    assert whoever(cast, lambda user: appointments.may_vouch(user, stated)) == keepers
    assert whoever(cast, lambda user: appointments.may_second(user, stated)) == set()
    workflow.vouch_for(stated, by=team)
    assert whoever(cast, lambda user: appointments.may_vouch(user, stated)) == set()
    assert whoever(cast, lambda user: appointments.may_second(user, stated)) == keepers


def test_acc_9_nobody_vouches_for_themselves_or_past_a_proposal(cast, empty, team):
    stated = factories.stated(empty, team.person, ends=SINCE)
    assert appointments.reasons_not_to_vouch(stated, by=team) == [
        "This is about you, so somebody else must confirm it."
    ]
    assert appointments.reasons_not_to_vouch(stated, by=cast.north.colleague) == []
    factories.proposed(empty, by=team)
    assert len(appointments.reasons_not_to_vouch(stated, by=cast.north.colleague)) == 1


# --- Ending: ACC-1, ACC-9 ---------------------------------------------------------------------------------------------


def ending(appointment: Appointment, by: User, ends: date | None) -> list[str]:
    return appointments.reasons_not_to_end(appointment, by=by, ends=ends)


def test_who_keeps_the_place_ends_its_appointments_and_a_director_does_not(cast):
    appointment = cast.appointment(cast.north.dass)
    assert whoever(cast, lambda user: appointments.may_end(user, appointment)) == NORTH_KEEPERS


def test_dir_5_an_end_comes_after_the_first_day(cast, team):
    appointment = cast.appointment(cast.north.dcs)
    assert ending(appointment, team, SINCE) == ["The last day must not be before the first."]
    assert ending(appointment, team, SINCE + days(1)) == []
    assert ending(appointment, team, None) == [], "the form opens"


def test_only_who_is_in_the_seat_or_will_be_can_leave_it(cast, empty, team):
    proposal = factories.proposed(empty, by=team)
    assert ending(proposal, team, None) == ["Only an appointment that puts somebody in the seat can end."]


def test_what_has_ended_stays_ended_unless_nobody_knew_the_day(cast, team):
    gone = cast.appointment(cast.leaver)
    said = ["This appointment has ended already; Leaver is no longer in the seat."]
    assert ending(gone, team, None) == said
    assert ending(gone, team, today() + days(30)) == said
    gone.ends_precision = Precision.UNKNOWN
    assert ending(gone, team, today() - days(1)) == []


def test_acc_9_nobody_lengthens_their_own_appointment(cast, team):
    own = cast.appointment(team)
    assert ending(own, team, today() + days(9000)) == [], "an end where there was none only shortens"
    own.ends = today() + days(30)
    assert ending(own, team, today() + days(31)) == ["You can't lengthen your own appointment."]
    assert ending(own, team, today() + days(29)) == []
    longer = f"A longer time needs a second person: appoint {own.person} again from then on."
    assert ending(own, cast.north.colleague, today() + days(31)) == [longer]
    officer = cast.appointment(cast.north.assistant_director)
    officer.ends = today() + days(30)
    assert ending(officer, team, today() + days(31)) == [], "a seat that needs no second person"


def test_dir_7_a_second_person_holds_to_where_a_chair_comes_from(cast, team):
    chair = cast.appointment(cast.north.chair)
    assert appointments.reasons_not_to_second(chair, by=cast.north.colleague) == []
    chair.employing_authority = cast.south.first
    assert appointments.reasons_not_to_second(chair, by=cast.north.colleague) == [
        "A chair comes from an authority of North or a trust that serves one. Choose which one employs them."
    ]


def test_dir_5_a_later_end_may_not_reach_into_the_next_appointment(cast, team):
    appointment = cast.appointment(cast.north.dass)
    workflow.end_appointment(appointment, by=team, ends=today() + days(30))
    factories.stated(appointment.seat, factories.person("Ada Moor"), starts=date(2031, 5, 1))
    assert ending(appointment, team, date(2031, 5, 1)) == []
    assert ending(appointment, team, date(2031, 5, 2)) == ["Ada Moor holds this seat from 1 May 2031."]


def test_whoever_may_confirm_a_successor_may_let_the_holder_give_way(cast):
    appointment = cast.appointment(cast.north.dcs)
    may = whoever(cast, lambda user: appointments.may_give_way(user, appointment))
    assert may == NORTH_KEEPERS | {"north.dcs"}


# --- Facts: DIR-11, DIR-13, DIR-15, DIR-16 ----------------------------------------------------------------------------


def test_dir_15_a_stated_appointment_is_not_confirmed_like_any_other_fact(cast, empty, team):
    stated = factories.stated(empty, ends=SINCE)
    assert facts.reasons_not_to_confirm_fact(stated, by=team) == ["This appointment is not confirmed yet."]
    assert facts.reasons_not_to_confirm_fact(cast.appointment(cast.north.dcs), by=team) == []
    assert facts.reasons_not_to_confirm_fact(cast.north.region, by=team) == []


def test_acc_9_nobody_confirms_a_fact_about_themselves(cast, team):
    said = ["This is about you, so somebody else must confirm it."]
    assert facts.reasons_not_to_confirm_fact(cast.appointment(team), by=team) == said


def test_dir_16_a_person_is_corrected_by_who_keeps_a_place_in_which_they_hold_or_held_a_seat(cast):
    south = {"administrator", "other_administrator", "south.regional_team", "south.regional_lead"}
    of = {
        "north.chair": NORTH_KEEPERS,
        "north.dass": NORTH_KEEPERS,
        "south.dcs": south,
        "trust_chief_executive": NORTH_KEEPERS | south,
        "leaver": NORTH_KEEPERS,
    }
    for name, keepers in of.items():
        person = cast[name].person
        assert whoever(cast, lambda user, one=person: facts.may_correct(user, one)) == keepers, name
    newcomer = factories.person()
    assert whoever(cast, lambda user: facts.may_correct(user, newcomer)) == {"administrator", "other_administrator"}


def test_dir_13_only_listed_fields_are_corrected_by_hand(cast, team):
    appointment = cast.appointment(cast.north.dcs)
    changes = {"status": "refused", "starts": SINCE, "note": "Fine", "confirmed_by": team}
    assert facts.reasons_not_to_correct(appointment, by=team, changes=changes) == [
        "“confirmed_by” can't be corrected by hand.",
        "“starts” can't be corrected by hand.",
        "“status” can't be corrected by hand.",
    ]
    assert facts.reasons_not_to_correct(appointment, by=team) == []


def test_nothing_that_gives_access_or_says_who_acted_is_corrected_by_hand():
    deciding = {"status", "user", "is_demonstration", "in_demonstration", "proposed_by", "second_person"}
    deciding |= {"confirmed_by", "confirmed_on", "person", "seat", "role", "acting"}
    for model, fields in facts.CORRECTABLE.items():
        assert fields <= {field.name for field in model._meta.get_fields()}, model
        assert not fields & deciding, model
    assert not facts.CORRECTABLE[Appointment] & {"starts", "ends", "starts_precision", "ends_precision"}


# --- DIR-9: whose contact details -------------------------------------------------------------------------------------


@pytest.fixture
def reachable(cast) -> Person:
    """A real person who has an address and a number."""
    Person.objects.filter(user=cast.north.dcs).update(email="dcs@aldermoor.gov.uk", telephone="01234 567890")
    return cast.north.dcs.person


MEMBERS = {name for name in EVERYBODY if name not in ("anonymous", "stranger", "leaver")}


def test_dir_9_contact_details_are_for_members_unless_the_person_agrees(cast, reachable):
    assert whoever(cast, lambda user: contacts.shown_email(user, reachable)) == MEMBERS
    assert whoever(cast, lambda user: contacts.shown_telephone(user, reachable)) == MEMBERS
    reachable.publishes_contact = True
    assert whoever(cast, lambda user: contacts.shown_email(user, reachable)) == set(EVERYBODY)
    assert contacts.shown_email(cast.anonymous, reachable) == "dcs@aldermoor.gov.uk"
    assert contacts.shown_telephone(cast.anonymous, reachable) == "01234 567890"


def test_dir_9_a_free_mail_address_is_never_published(cast, reachable):
    reachable.publishes_contact, reachable.email = True, "somebody@gmail.com"
    assert whoever(cast, lambda user: contacts.shown_email(user, reachable)) == MEMBERS
    assert whoever(cast, lambda user: contacts.shown_telephone(user, reachable)) == set(EVERYBODY)


@pytest.mark.parametrize(
    ("address", "free"),
    [
        ("a@gmail.com", True),
        ("a@Yahoo.co.uk", True),
        ("a@sky.com", True),
        ("a@sky.gov.uk", False),
        ("a@aldermoor.gov.uk", False),
        ("a@mail.aldermoor.gov.uk", False),
        ("", False),
    ],
)
def test_dir_9_a_free_mail_address_is_known_by_its_provider(address, free):
    assert contacts.is_free_mail(address) is free


def test_dir_9_members_see_contacts_of_their_own_side_only(cast, reachable):
    invented = factories.demonstrator()
    seat = factories.demonstration().authorities.get().seats.get()
    factories.confirmed(seat, invented, by=cast.administrator, second=cast.other_administrator)
    assert contacts.shown_email(invented.user, reachable) == ""
    assert not contacts.may_see_page(invented.user, reachable)
    assert not contacts.may_see_contacts(cast.north.dcs, invented)
    assert contacts.may_see_page(invented.user, invented)
    assert contacts.may_see_contacts(cast.administrator, invented)


# --- Memoranda: BRD-6, ACC-18 -----------------------------------------------------------------------------------------


def test_brd_6_the_regional_team_keeps_its_memoranda(cast):
    for item in (cast.north.memorandum, cast.north.memorandum.parties.first(), cast.north.region):
        assert whoever(cast, lambda user, one=item: memoranda.may_keep_memorandum(user, one)) == NORTH_KEEPERS


def test_one_draft_at_a_time(cast, team):
    assert memoranda.reasons_not_to_draft(cast.north.region, by=team) == []
    factories.memorandum_draft(cast.north.region, by=team)
    said = ["There is a draft of the next version already."]
    assert memoranda.reasons_not_to_draft(cast.north.region, by=team) == said
    assert memoranda.reasons_not_to_draft(cast.south.region, by=cast.south.regional_team) == []


def test_a_version_comes_into_force_with_parties_schedules_and_a_first_day_that_has_come(cast, team):
    draft = factories.memorandum_draft(cast.north.region, by=team, starts=date(2031, 5, 1), schedules=[])
    draft.parties.all().delete()
    assert memoranda.reasons_not_to_bring_into_force(draft, by=team) == [
        "Nobody is asked to sign: add the authorities first.",
        "It covers nothing: choose at least one schedule.",
        "It begins on 1 May 2031.",
    ]
    other = factories.memorandum_draft(cast.south.region, by=cast.administrator)
    assert memoranda.reasons_not_to_bring_into_force(other, by=cast.administrator) == []


def signing(party, by: User, **details) -> list[str]:
    return memoranda.reasons_not_to_sign(party, by=by, **details)


def test_acc_18_an_unsigned_party_signs_for_schedules_of_the_version_in_force(cast, team):
    party = cast.north.memorandum.parties.get(authority=cast.north.second)
    assert signing(party, team) == []
    assert signing(party, team, signed_on=today(), schedules=[Schedule.DATA]) == []
    assert signing(party, team, signed_on=today() + days(1)) == ["The day of the signature is in the future."]
    assert signing(party, team, signed_on=SINCE, expires=SINCE) == ["It must end after it was signed."]
    assert signing(party, team, signed_on=SINCE, expires=SINCE + days(1)) == []
    assert signing(party, team, schedules=[]) == ["Choose at least one schedule."]
    party.memorandum.schedules = [Schedule.DATA]
    assert signing(party, team, schedules=[Schedule.DATA, Schedule.PEER_WORK]) == [
        "This version has no schedule “Peer work”."
    ]


def test_acc_18_a_party_signs_once_for_each_schedule(cast, team):
    party = cast.north.memorandum.parties.get(authority=cast.north.second)
    factories.signature(party, by=team, signed_on=SINCE, schedules=[Schedule.DATA])
    factories.signature(party, by=team, signed_on=SINCE, schedules=[Schedule.PEER_WORK])
    said = ["Birchester has signed already, on 1 April 2024."]
    assert signing(party, team, schedules=[Schedule.DATA]) == said
    assert signing(party, team, schedules=[Schedule.PEER_WORK, Schedule.DATA]) == said
    assert signing(party, team, schedules=[Schedule.DATA, Schedule.DIRECTORY]) == []
    assert signing(party, team) == [], "other schedules are still open"
    factories.signature(party, by=team, signed_on=SINCE, schedules=[Schedule.DIRECTORY, Schedule.SELF_EVALUATION])
    assert signing(party, team) == said


@pytest.mark.parametrize(("ends_in", "open_again"), [(91, False), (90, True), (0, True), (-40, True)])
def test_acc_18_a_signature_can_be_renewed_from_its_warning_on(cast, team, ends_in, open_again):
    party = cast.north.memorandum.parties.get(authority=cast.north.first)
    party.signatures.update(expires=today() + days(ends_in))
    assert (signing(party, team) == []) is open_again


def test_a_withdrawn_signature_can_be_given_again(cast, team):
    party = cast.north.memorandum.parties.get(authority=cast.north.first)
    workflow.withdraw_signature(party.signatures.get(), by=team)
    assert signing(party, team) == []


@pytest.mark.parametrize("make", [factories.memorandum_draft, factories.memorandum_in_force])
def test_only_the_version_in_force_is_signed(cast, team, make):
    old = cast.north.memorandum
    new = make(cast.north.region, by=team)
    said = ["Signatures are recorded for the version in force."]
    old.refresh_from_db()
    by_version = {one.version: signing(one.parties.get(authority=cast.north.second), team) for one in (old, new)}
    in_force = 1 if make is factories.memorandum_draft else 2
    assert by_version == {version: [] if version == in_force else said for version in (1, 2)}


def test_a_signature_is_withdrawn_once(cast, team):
    signature = Signature.objects.get(party__authority=cast.north.first)
    assert memoranda.reasons_not_to_withdraw_signature(signature, by=team) == []
    workflow.withdraw_signature(signature, by=team)
    said = ["This signature is withdrawn already."]
    assert memoranda.reasons_not_to_withdraw_signature(signature, by=team) == said


# --- Accounts: ACC-6, ACC-9 -------------------------------------------------------------------------------------------


def test_administrators_alone_manage_accounts(cast):
    administrators = {"administrator", "other_administrator"}
    assert whoever(cast, lambda user: accounts.may_manage_accounts(user, cast.stranger)) == administrators
    assert accounts.may_manage_accounts(None, cast.stranger) is False
    workflow.close_account(cast.other_administrator, by=cast.administrator)
    assert accounts.may_manage_accounts(cast.other_administrator, cast.stranger) is False


def test_only_an_open_account_without_a_password_is_invited(cast):
    account = User.objects.create_user("new@portal.example", name="New")
    assert accounts.reasons_not_to_invite(account, by=cast.administrator) == []
    assert accounts.reasons_not_to_invite(cast.stranger, by=cast.administrator) == [
        "This person has set a password already. They can ask for a new one on the sign-in page."
    ]
    account.is_active = False
    assert accounts.reasons_not_to_invite(account, by=cast.administrator) == [
        "This account is closed. Open it again first."
    ]


def test_an_invitation_is_accepted_by_the_person_invited_in_time(cast, settings):
    account = User.objects.create_user("new@portal.example", name="New")
    invitation = workflow.invite(account, by=cast.administrator)
    assert accounts.may_accept(account, invitation)
    assert not accounts.may_accept(cast.administrator, invitation)
    assert not accounts.may_accept(None, invitation)
    assert accounts.reasons_not_to_accept(invitation, by=account, password=PASSWORD) == []
    settings.INVITATION_DAYS = 0
    assert accounts.reasons_not_to_accept(invitation, by=account) == [
        "This invitation has expired. Ask an administrator for a new one."
    ]
    settings.INVITATION_DAYS = 14
    invitation.user.is_active = False
    assert accounts.reasons_not_to_accept(invitation, by=account) == ["This account is closed."]


def test_nobody_closes_their_own_account_or_one_that_is_closed(cast):
    administrator = cast.administrator
    assert accounts.reasons_not_to_close(administrator, by=administrator) == ["You can't close your own account."]
    assert accounts.reasons_not_to_close(cast.stranger, by=administrator) == []
    assert accounts.reasons_not_to_close(User(is_active=False), by=administrator) == ["This account is closed already."]
    assert accounts.reasons_not_to_reopen(User(is_active=False), by=administrator) == []
    assert accounts.reasons_not_to_reopen(User(), by=administrator) == ["This account is open."]


def test_acc_9_nobody_gives_or_takes_their_own_administrators_rights(cast):
    administrator, said = cast.administrator, "You can't change your own administrator's rights. "
    change = accounts.reasons_not_to_change
    assert change(administrator, by=administrator, is_staff=False) == [f"{said}Ask another administrator."]
    assert change(administrator, by=administrator, is_staff=True) == []
    assert change(administrator, by=administrator) == []
    assert change(administrator, by=cast.other_administrator, is_staff=False) == []


def test_acc_6_nobody_removes_their_own_second_factors_this_way(cast):
    administrator = cast.administrator
    assert accounts.reasons_not_to_reset(administrator, by=administrator) == [
        "Ask another administrator to remove your own second factors."
    ]
    assert accounts.reasons_not_to_reset(administrator, by=cast.other_administrator) == []


def test_a_person_is_added_by_who_may_appoint_to_the_seat(cast, held):
    may = whoever(cast, lambda user: facts.may_add_person(user, held))
    assert may == NORTH_KEEPERS | {"north.dcs"}
    assert whoever(cast, lambda user: facts.may_administer(user, user)) == {"administrator", "other_administrator"}
    assert {Region, Trust} <= set(facts.CORRECTABLE)
