"""How far appointments reach: the permission table worked out from the directory."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from regions import workflow
from regions.models import Seat, Signature, TrustService
from regions.querysets import today
from regions.reach import NOBODY, acting_as, reach_of, signed_for
from regions.roles import Role
from regions.statuses import Schedule
from riia.accounts.models import User
from tests import factories
from tests.people import EVERYBODY, IN_NORTH, IN_SOUTH

ALL = set(Schedule.values)
BOARD = {
    "chair",
    "co_chair",
    "vice_chair",
    "lead_dcs",
    "regional_lead_member",
    "lead_chief_executive",
    "regional_lead",
    "board_chair",
    "board_member",
}
TEAM = {"regional_lead", "regional_team", "colleague"}
READERS = {"dcs", "chief_executive", "lead_member", "assistant_director", "performance_lead", "named_reader"}


def named(slug: str, *roles: set[str]) -> set[str]:
    """Names of the cast in a region, as far as there are such people."""
    return {f"{slug}.{role}" for role in set().union(*roles)} & set(EVERYBODY)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def fresh(user: User) -> User:
    """The same account as the next request fetches it."""
    return User.objects.get(pk=user.pk)


def reads(user: User, region) -> set[str]:
    return {schedule for schedule in Schedule.values if reach_of(fresh(user)).may_read(schedule, region.pk)}


# --- ACC-1: current appointments alone --------------------------------------------------------------------------------


def test_acc_1_everybody_with_a_current_appointment_is_a_member_and_nobody_else(cast):
    members = {name for name in EVERYBODY if reach_of(cast[name]).member}
    assert members == {*IN_NORTH, *IN_SOUTH, "trust_chief_executive"}


@pytest.mark.parametrize("slug", ["north", "south"])
def test_each_seat_opens_what_the_table_says_and_nothing_in_the_other_region(cast, slug):
    region = cast[f"{slug}.chair"].person.appointments.get().seat.region

    def those(test) -> set[str]:
        return {name for name in EVERYBODY if test(reach_of(cast[name]))}

    trust = {"trust_chief_executive"}
    own = {name for name in EVERYBODY if name.startswith(slug)}
    assert those(lambda reach: region.pk in reach.regions) == own | trust
    assert those(lambda reach: region.pk in reach.keeps) == named(slug, TEAM)
    assert those(lambda reach: region.pk in reach.boards) == named(slug, BOARD)
    readers = named(slug, BOARD, TEAM, READERS, {"lga_adviser"}) | (trust if slug == "north" else set())
    for schedule in Schedule.values:
        assert those(lambda reach, asked=schedule: reach.may_read(asked, region.pk)) == readers


def test_directors_propose_for_their_own_authority_and_the_trust_for_those_it_serves(cast):
    proposing = {name: reach_of(cast[name]).proposes_for for name in EVERYBODY if reach_of(cast[name]).proposes_for}
    assert proposing == {
        "north.dcs": {cast.north.first.pk},
        "north.unsigned_dcs": {cast.north.second.pk},
        "south.dcs": {cast.south.first.pk},
        "south.unsigned_dcs": {cast.south.second.pk},
        "trust_chief_executive": {cast.north.third.pk, cast.south.third.pk},
    }
    assert {name for name in EVERYBODY if reach_of(cast[name]).heads_trusts} == {"trust_chief_executive"}
    assert reach_of(cast.trust_chief_executive).heads_trusts == {cast.trust.pk}


def test_a_person_whose_last_appointment_ended_yesterday_gets_what_the_public_gets(cast):
    assert cast.appointment(cast.leaver).ends == today()
    reach = reach_of(cast.leaver)
    assert (reach.member, reach.held, reach.reads, reach.regions) == (False, (), frozenset(), frozenset())
    with time_machine.travel(today() - days(1)):
        assert reach_of(cast.leaver).member


def test_acc_1_access_begins_with_the_first_day_and_ends_with_the_last_at_midnight_in_england(cast):
    person = factories.newcomer()
    seat = cast.seat(cast.north.third, Role.PERFORMANCE_LEAD)
    workflow.appoint(seat, by=cast.administrator, person=person, starts=date(2027, 7, 1), ends=date(2027, 9, 1))
    moments = {
        "2027-06-30T22:59:00Z": False,  # a minute to midnight, in summer time
        "2027-06-30T23:00:00Z": True,
        "2027-08-31T22:59:00Z": True,
        "2027-08-31T23:00:00Z": False,
    }
    for moment, member in moments.items():
        with time_machine.travel(moment):
            assert reach_of(fresh(person.user)).member is member, moment


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_without_an_account_there_is_no_reach(nobody):
    assert reach_of(nobody) is NOBODY


def test_a_closed_account_reaches_nothing_whatever_seats_its_holder_has(cast):
    workflow.close_account(cast.north.regional_team, by=cast.administrator)
    workflow.close_account(cast.other_administrator, by=cast.administrator)
    assert reach_of(cast.north.regional_team) is NOBODY
    assert reach_of(cast.other_administrator) is NOBODY


@pytest.mark.parametrize("status", ["stated", "proposed", "refused", "withdrawn"])
def test_dir_15_acc_9_only_a_confirmed_appointment_opens_anything(cast, status):
    person = factories.newcomer()
    seat = cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE)
    by, second = cast.north.regional_team, cast.north.colleague
    {
        "stated": lambda: factories.stated(seat, person),
        "proposed": lambda: factories.proposed(seat, person, by=by),
        "refused": lambda: factories.refused(seat, person, by=by, second=second),
        "withdrawn": lambda: factories.withdrawn(seat, person, by=by),
    }[status]()
    assert person.appointments.get().status == status
    assert not reach_of(person.user).member


def test_acc_9_a_stated_appointment_that_one_person_vouched_for_opens_nothing_until_a_second_confirms(cast):
    person = factories.newcomer()
    appointment = factories.vouched(
        cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE), person, by=cast.north.regional_team
    )
    assert not reach_of(fresh(person.user)).member
    workflow.confirm_appointment(appointment, by=cast.north.colleague)
    assert reach_of(fresh(person.user)).authorities == {cast.north.third.pk}


def test_acc_6_a_second_factor_is_needed_by_teams_boards_and_administrators(cast):
    needing = {name for name in EVERYBODY if reach_of(cast[name]).needs_second_factor}
    administrators = {"administrator", "other_administrator"}
    assert needing == administrators | named("north", TEAM, BOARD) | named("south", TEAM, BOARD)


# --- DIR-14: acting cover ---------------------------------------------------------------------------------------------


def test_dir_14_acting_cover_takes_charge_and_the_covered_holder_loses_it_while_it_lasts(cast):
    cover = factories.newcomer()
    factories.confirmed(
        cast.seat(cast.north.first, Role.DCS),
        cover,
        by=cast.north.regional_team,
        second=cast.north.colleague,
        acting=True,
        ends=today() + days(30),
    )
    covered = cast.north.dcs
    assert reach_of(cover.user).proposes_for == {cast.north.first.pk}
    assert not reach_of(covered).member
    assert reads(covered, cast.north.region) == set()
    with time_machine.travel(today() + days(30)):
        assert not reach_of(fresh(cover.user)).member
        assert reach_of(fresh(covered)).proposes_for == {cast.north.first.pk}


def test_dir_14_a_holder_who_covers_another_seat_keeps_their_own(cast):
    assistant = cast.north.assistant_director
    factories.confirmed(
        cast.seat(cast.north.first, Role.DCS),
        assistant.person,
        by=cast.north.regional_team,
        second=cast.north.colleague,
        acting=True,
    )
    held = reach_of(fresh(assistant)).held
    assert [one.role for one in held] == [Role.DCS, Role.ASSISTANT_DIRECTOR]


# --- ACC-4, ACC-18: the memorandum of understanding -------------------------------------------------------------------


def test_acc_4_an_authority_that_has_not_signed_reads_nothing_that_others_share(cast):
    assert reads(cast.north.dcs, cast.north.region) == ALL
    assert reads(cast.north.unsigned_dcs, cast.north.region) == set()
    assert reads(cast.north.dcs, cast.south.region) == set()


@pytest.mark.parametrize(
    ("ends_in", "standing", "opened"),
    [
        (None, "signed", ALL),
        (91, "signed", ALL),
        (90, "ending", ALL),
        (1, "ending", ALL),
        (0, "grace", ALL),
        (-29, "grace", ALL),
        (-30, "lapsed", set()),
        (-401, "lapsed", set()),
    ],
)
def test_acc_18_a_signature_counts_until_its_grace_is_over(cast, ends_in, standing, opened):
    signature = Signature.objects.get(party__authority=cast.north.first)
    signature.expires = None if ends_in is None else today() + days(ends_in)
    signature.save()
    assert signature.standing_on(today()) == standing
    assert reads(cast.north.dcs, cast.north.region) == opened


@pytest.mark.parametrize(("ends_in", "opened"), [(1, ALL), (0, ALL), (-29, ALL), (-30, set())])
def test_acc_18_a_signature_ends_with_the_memorandum_too(cast, ends_in, opened):
    workflow.correct(cast.north.memorandum, by=cast.administrator, changes={"expires": today() + days(ends_in)})
    assert reads(cast.north.dcs, cast.north.region) == opened


def test_acc_4_a_withdrawn_signature_closes_shared_material_the_same_day(cast):
    signature = Signature.objects.get(party__authority=cast.north.first)
    workflow.withdraw_signature(signature, by=cast.north.regional_team)
    assert reads(cast.north.dcs, cast.north.region) == set()
    assert reads(cast.north.chair, cast.north.region) == ALL, "the board's own seats hang on no authority's signature"


def test_acc_18_a_memorandum_or_a_signature_of_tomorrow_opens_nothing_today(cast):
    signature = Signature.objects.get(party__authority=cast.north.first)
    signature.signed_on = today() + days(1)
    signature.save()
    assert reads(cast.north.dcs, cast.north.region) == set()
    signature.signed_on = today()
    signature.save()
    memorandum = cast.north.memorandum
    memorandum.starts = today() + days(1)
    memorandum.save()
    assert reads(cast.north.dcs, cast.north.region) == set()


def test_acc_18_only_schedules_that_both_the_memorandum_and_the_signature_name_are_open(cast):
    memorandum, signature = cast.north.memorandum, Signature.objects.get(party__authority=cast.north.first)
    memorandum.schedules = [Schedule.DATA, Schedule.DIRECTORY]
    memorandum.save()
    signature.schedules = [Schedule.DATA, Schedule.PEER_WORK]
    signature.save()
    assert reads(cast.north.dcs, cast.north.region) == {Schedule.DATA}


def test_acc_18_signatures_of_the_last_version_count_for_its_days_of_grace(cast):
    factories.memorandum_in_force(cast.north.region, by=cast.north.regional_team)
    assert reads(cast.north.dcs, cast.north.region) == ALL
    with time_machine.travel(today() + days(29)):
        assert reads(cast.north.dcs, cast.north.region) == ALL
    with time_machine.travel(today() + days(30)):
        assert reads(cast.north.dcs, cast.north.region) == set()


def test_a_draft_of_a_memorandum_closes_and_opens_nothing(cast):
    factories.memorandum_draft(cast.north.region, by=cast.north.regional_team)
    assert reads(cast.north.dcs, cast.north.region) == ALL
    assert reads(cast.north.unsigned_dcs, cast.north.region) == set()


def test_acc_10_only_kinds_of_seat_that_read_are_opened_by_their_authoritys_signature(cast):
    signed = {name for name in IN_NORTH if cast[name].person.appointments.get().seat.authority == cast.north.first}
    reading = {name for name in signed if reads(cast[name], cast.north.region)}
    assert reading == named("north", READERS)
    assert signed - reading == {"north.dass", "north.deputy", "north.local_administrator"}


# --- DIR-8: a trust in two regions ------------------------------------------------------------------------------------


def test_dir_8_a_trusts_chief_executive_reaches_all_authorities_it_serves_in_both_regions(cast):
    reach = reach_of(cast.trust_chief_executive)
    assert reach.regions == {cast.north.region.pk, cast.south.region.pk}
    assert reach.authorities == {cast.north.third.pk, cast.south.third.pk}


def test_acc_4_a_trust_reads_where_it_or_an_authority_it_serves_has_signed(cast):
    chief = cast.trust_chief_executive
    assert reads(chief, cast.north.region) == ALL, "the trust has signed in North"
    assert reads(chief, cast.south.region) == set(), "nobody that it serves has signed in South"
    party = cast.south.memorandum.parties.get(authority=cast.south.third)
    factories.signature(party, by=cast.administrator, schedules=[Schedule.DATA])
    assert reads(chief, cast.south.region) == {Schedule.DATA}


def test_dir_8_a_service_that_has_ended_opens_nothing(cast):
    TrustService.objects.filter(authority=cast.south.third).update(ends=today())
    reach = reach_of(cast.trust_chief_executive)
    assert (reach.regions, reach.authorities) == ({cast.north.region.pk}, {cast.north.third.pk})
    assert reach_of(cast.south.regional_team).keeps_trusts == frozenset()
    assert reach_of(cast.north.regional_team).keeps_trusts == {cast.trust.pk}


def test_dir_8_a_trust_that_serves_nobody_any_more_gives_its_chief_executive_no_place(cast):
    TrustService.objects.update(ends=today())
    reach = reach_of(cast.trust_chief_executive)
    assert reach.member
    assert (reach.regions, reach.authorities, reach.proposes_for) == (frozenset(), frozenset(), frozenset())


# --- ACC-19: several seats --------------------------------------------------------------------------------------------


@pytest.fixture
def shared_chief(cast) -> User:
    """The chief executive of North's first authority, of its second one too."""
    factories.confirmed(
        cast.seat(cast.north.second, Role.CHIEF_EXECUTIVE),
        cast.north.chief_executive.person,
        by=cast.north.regional_team,
        second=cast.north.colleague,
    )
    return cast.north.chief_executive


def test_acc_19_a_shared_chief_executive_reaches_both_authorities(cast, shared_chief):
    assert reach_of(shared_chief).authorities == {cast.north.first.pk, cast.north.second.pk}


def test_acc_19_who_holds_several_seats_acts_under_the_one_they_chose_else_the_first(cast, shared_chief):
    first, second = shared_chief.person.appointments.order_by("pk")
    assert acting_as(fresh(shared_chief)) == "Chief executive, Aldermoor"
    chosen = fresh(shared_chief)
    reach_of(chosen, second.pk)
    assert acting_as(chosen) == "Chief executive, Birchester"
    reach_of(chosen, first.pk)
    assert acting_as(chosen) == "Chief executive, Aldermoor"


def test_acc_19_the_chosen_seat_stays_chosen_after_a_write_in_the_same_request(cast, shared_chief):
    second = shared_chief.person.appointments.get(seat__authority=cast.north.second)
    user = fresh(shared_chief)
    reach_of(user, second.pk)
    user.__dict__.pop("_reach")
    assert reach_of(user).acting_under.place_name == "Birchester"


def test_acc_19_a_seat_that_one_does_not_hold_cannot_be_chosen(cast):
    user = cast.north.dass
    reach_of(user, cast.appointment(cast.north.dcs).pk)
    assert acting_as(user) == "Director of adult social services, Aldermoor"


def test_administrators_act_as_such_and_strangers_as_nothing(cast):
    assert acting_as(cast.administrator) == "Administrator"
    assert acting_as(cast.stranger) == ""


def test_a_seat_with_a_title_of_its_own_is_called_by_it(cast):
    seat = cast.seat(cast.north.region, Role.CHAIR)
    Seat.objects.filter(pk=seat.pk).update(title="Independent chair")
    assert acting_as(cast.north.chair) == "Independent chair, North"


def test_what_an_authority_signed_is_open_to_it_whoever_reads_for_it(cast):
    opened = signed_for(cast.north.first.pk, today())
    assert {region for _, region in opened} == {cast.north.region.pk}
    assert signed_for(cast.north.second.pk, today()) == set()


# --- How it is asked --------------------------------------------------------------------------------------------------


def test_the_reach_of_a_reader_takes_three_queries_once_a_request(cast, django_assert_num_queries):
    user = cast.north.dcs
    with django_assert_num_queries(2):  # appointments, signatures
        reach_of(user)
    trust = cast.trust_chief_executive
    with django_assert_num_queries(3):  # and whom the trust serves
        reach_of(trust)
    with django_assert_num_queries(0):
        reach_of(user)
        reach_of(trust)


def test_an_account_that_is_kept_over_midnight_is_asked_about_again(cast):
    user = cast.north.dcs
    workflow.end_appointment(cast.appointment(user), by=cast.administrator, ends=today() + days(1))
    assert reach_of(user).member
    with time_machine.travel(today() + days(1)):
        assert not reach_of(user).member


def test_demonstration_seats_say_so(cast):
    region = factories.demonstration()
    person = factories.demonstrator()
    factories.confirmed(
        region.authorities.get().seats.get(), person, by=cast.administrator, second=cast.other_administrator
    )
    assert reach_of(person.user).in_demonstration
    assert not reach_of(cast.north.dcs).in_demonstration
