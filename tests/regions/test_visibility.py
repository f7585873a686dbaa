"""What each reader may see of the directory: whole answers, with something there that could leak."""

from datetime import date, timedelta

import pytest

from regions import workflow
from regions.models import Appointment, Authority, Memorandum, Person, Region, Seat, Signature, Trust
from regions.querysets import today
from regions.roles import PUBLIC, Role
from regions.rules.appointments import may_second, reasons_not_to_second
from regions.statuses import AppointmentStatus
from riia.accounts.models import User
from tests import factories
from tests.people import EVERYBODY, IN_NORTH, IN_SOUTH, SINCE

WITHOUT_APPOINTMENT = ("anonymous", "stranger", "leaver")
ADMINISTRATORS = {"administrator", "other_administrator"}
MEMBERS = {*IN_NORTH, *IN_SOUTH, "trust_chief_executive"}
OFFICERS = {
    Role.REGIONAL_TEAM,
    Role.ASSISTANT_DIRECTOR,
    Role.PERFORMANCE_LEAD,
    Role.LOCAL_ADMINISTRATOR,
    Role.NAMED_READER,
}


def days(number: int) -> timedelta:
    return timedelta(days=number)


def who_sees(cast, row) -> set[str]:
    """Everybody of the cast to whom a row is visible."""
    return {name for name in EVERYBODY if type(row).objects.visible_to(cast[name]).filter(pk=row.pk).exists()}


@pytest.fixture
def demonstrator(cast) -> User:
    """The director of the demonstration's authority."""
    region = factories.demonstration()
    person = factories.demonstrator()
    factories.confirmed(
        region.authorities.get().seats.get(), person, by=cast.administrator, second=cast.other_administrator
    )
    return person.user


# --- Places -----------------------------------------------------------------------------------------------------------


def test_everybody_sees_every_region_authority_and_trust(cast, demonstrator):
    for user in (cast.anonymous, cast.stranger, cast.north.dcs, cast.administrator, demonstrator):
        assert set(Region.objects.visible_to(user)) == set(Region.objects.all())
        assert set(Authority.objects.visible_to(user)) == set(Authority.objects.all())
        assert set(Trust.objects.visible_to(user)) == set(Trust.objects.all())


def test_the_demonstration_is_left_out_of_the_real_ones(cast, demonstrator):
    assert {str(region) for region in Region.objects.real()} == {"North", "South"}
    assert "Northtown" not in {str(authority) for authority in Authority.objects.real()}
    assert Authority.objects.real().count() == 6


def test_dir_2_dir_3_authorities_are_those_of_the_day(cast):
    Authority.objects.filter(slug="aldermoor").update(active_to=date(2025, 4, 1))
    Authority.objects.filter(slug="birchester").update(active_from=date(2025, 4, 1))
    for on, expected in {
        date(2025, 3, 31): {"Aldermoor", "Calderwick"},
        date(2025, 4, 1): {"Birchester", "Calderwick"},
    }.items():
        found = Authority.objects.visible_to(cast.anonymous).as_at(on).filter(region=cast.north.region)
        assert {str(one) for one in found} == expected


# --- People -----------------------------------------------------------------------------------------------------------


def test_members_and_administrators_see_people_and_the_public_does_not(cast):
    assert who_sees(cast, cast.north.dass.person) == MEMBERS | ADMINISTRATORS
    for name in WITHOUT_APPOINTMENT:
        assert set(Person.objects.visible_to(cast[name])) == set(), name


def test_members_see_people_of_their_own_side_only(cast, demonstrator):
    real = set(Person.objects.filter(is_demonstration=False))
    assert set(Person.objects.visible_to(demonstrator)) == {demonstrator.person}
    assert set(Person.objects.visible_to(cast.north.dcs)) == real
    assert set(Person.objects.visible_to(cast.administrator)) == real | {demonstrator.person}


# --- Seats ------------------------------------------------------------------------------------------------------------


def test_everybody_sees_public_seats_and_members_officers_seats_too(cast):
    public = set(Seat.objects.filter(role__in=PUBLIC))
    assert set(Seat.objects.all()) - public == set(Seat.objects.filter(role__in=OFFICERS)) != set()
    for name in WITHOUT_APPOINTMENT:
        assert set(Seat.objects.visible_to(cast[name])) == public, name
    for name in ("north.dass", "south.board_member", "trust_chief_executive", "administrator"):
        assert set(Seat.objects.visible_to(cast[name])) == set(Seat.objects.all()), name


def test_members_see_officers_seats_of_their_own_side_only(cast, demonstrator):
    invented = Seat.objects.get(in_demonstration=True, role=Role.REGIONAL_TEAM)
    officers = cast.seat(cast.north.first, Role.PERFORMANCE_LEAD)
    assert set(Seat.objects.visible_to(demonstrator).filter(role__in=OFFICERS)) == {invented}
    assert invented not in Seat.objects.visible_to(cast.north.dcs)
    assert officers in Seat.objects.visible_to(cast.north.dcs)
    assert {invented, officers} <= set(Seat.objects.visible_to(cast.administrator))


def test_dir_2_dir_4_seats_are_those_of_the_day_held_or_not(cast):
    seat = cast.seat(cast.north.third, Role.DASS)
    Seat.objects.filter(pk=seat.pk).update(exists_from=date(2025, 4, 1), exists_to=date(2025, 5, 1))
    on_days = [date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 30), date(2025, 5, 1)]
    assert [seat in Seat.objects.visible_to(cast.anonymous).as_at(on) for on in on_days] == [False, True, True, False]


def test_seats_stand_in_the_order_of_their_roles_and_numbers(cast):
    order = [(seat.role, seat.number) for seat in cast.north.region.seats.in_order()]
    assert order[:3] == [(Role.CHAIR, 1), (Role.CO_CHAIR, 1), (Role.VICE_CHAIR, 1)]
    assert order[-4:] == [
        (Role.REGIONAL_TEAM, 1),
        (Role.REGIONAL_TEAM, 2),
        (Role.BOARD_CHAIR, 1),
        (Role.BOARD_MEMBER, 1),
    ]


# --- Appointments -----------------------------------------------------------------------------------------------------


def test_holders_of_public_seats_are_public_and_officers_are_for_members(cast):
    chair, officer = cast.appointment(cast.north.chair), cast.appointment(cast.north.performance_lead)
    assert who_sees(cast, chair) == set(EVERYBODY)
    assert who_sees(cast, officer) == MEMBERS | ADMINISTRATORS


def test_acc_1_who_has_no_appointment_any_more_sees_exactly_what_the_public_sees(cast, demonstrator):
    factories.proposed(cast.seat(cast.north.third, Role.DCS), by=cast.north.regional_team)
    for model in (Region, Authority, Trust, Person, Seat, Appointment, Memorandum):
        public = set(model.objects.visible_to(cast.anonymous))
        for name in ("stranger", "leaver"):
            assert set(model.objects.visible_to(cast[name])) == public, (model, name)


@pytest.mark.parametrize("make", ["proposed", "refused", "withdrawn"])
def test_what_is_only_proposed_or_was_refused_is_seen_by_who_keeps_or_heads_the_place(cast, make):
    keepers = ADMINISTRATORS | {"north.regional_team", "north.colleague", "north.regional_lead"}
    second = {"second": cast.north.colleague} if make == "refused" else {}

    def made(seat):
        return getattr(factories, make)(seat, by=cast.north.regional_team, **second)

    assert who_sees(cast, made(cast.seat(cast.north.region, Role.LEAD_DCS))) == keepers
    assert who_sees(cast, made(cast.seat(cast.north.first, Role.LEAD_MEMBER))) == keepers | {"north.dcs"}
    trust = {"trust_chief_executive", "south.regional_team", "south.regional_lead"}
    assert who_sees(cast, made(cast.seat(cast.trust, Role.TRUST_CHIEF_EXECUTIVE))) == keepers | trust


def test_a_proposal_in_an_authority_that_a_trust_serves_is_seen_by_the_trusts_chief_executive(cast):
    proposal = factories.proposed(cast.seat(cast.south.third, Role.DCS), by=cast.south.regional_team)
    keepers = ADMINISTRATORS | {"south.regional_team", "south.regional_lead", "trust_chief_executive"}
    assert who_sees(cast, proposal) == keepers


def test_dir_15_what_a_source_states_is_seen_like_a_holder(cast):
    stated = factories.stated(cast.seat(cast.north.third, Role.DCS), ends=SINCE)
    assert who_sees(cast, stated) == set(EVERYBODY)
    officer = factories.stated(cast.seat(cast.north.third, Role.PERFORMANCE_LEAD), ends=SINCE)
    assert who_sees(cast, officer) == MEMBERS | ADMINISTRATORS


def test_officers_of_the_other_side_are_not_seen(cast, demonstrator):
    officer = cast.appointment(cast.north.performance_lead)
    visible = set(Appointment.objects.visible_to(demonstrator))
    assert officer not in visible
    assert cast.appointment(cast.north.chair) in visible
    assert cast.appointment(demonstrator) in Appointment.objects.visible_to(cast.anonymous)


def test_dir_2_who_was_in_a_seat_on_a_day_is_seen_as_at_that_day(cast):
    seat = cast.seat(cast.north.third, Role.DCS)
    leaver = cast.appointment(cast.leaver)
    factories.refused(
        seat, by=cast.administrator, second=cast.other_administrator, starts=SINCE - days(900), ends=SINCE
    )

    def holders(on):
        return set(Appointment.objects.visible_to(cast.administrator).filter(seat=seat).as_at(on))

    assert holders(SINCE - days(1)) == set()
    assert holders(SINCE) == holders(today() - days(1)) == {leaver}
    assert holders(today()) == set()


def test_dir_15_only_confirmed_and_current_appointments_give_access(cast):
    seat = cast.seat(cast.north.third, Role.DCS)
    factories.stated(seat, starts=today())
    proposed = factories.proposed(cast.seat(cast.north.second, Role.LEAD_MEMBER), by=cast.administrator)
    giving = set(Appointment.objects.giving_access(today()))
    assert giving == set(Appointment.objects.filter(status=AppointmentStatus.CONFIRMED, ends__isnull=True))
    assert proposed not in giving
    assert cast.appointment(cast.leaver) in Appointment.objects.giving_access(today() - days(1))


def test_ones_own_appointments_are_those_that_put_one_in_a_seat_or_may(cast, demonstrator):
    user = cast.north.dass
    proposed = factories.proposed(
        cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE), user.person, by=cast.north.regional_team
    )
    factories.refused(
        cast.seat(cast.north.third, Role.LEAD_MEMBER),
        user.person,
        by=cast.north.regional_team,
        second=cast.north.colleague,
    )
    assert set(Appointment.objects.own(user)) == {cast.seat(cast.north.first, Role.DASS).appointments.get(), proposed}
    assert set(Appointment.objects.own(cast.stranger)) == set()


# --- What waits for somebody ------------------------------------------------------------------------------------------


def test_what_awaits_somebody_is_what_they_could_confirm_now(cast):
    team, colleague = cast.north.regional_team, cast.north.colleague
    factories.proposed(cast.seat(cast.north.third, Role.DCS), by=team)
    factories.proposed(cast.seat(cast.north.first, Role.LEAD_MEMBER), by=cast.north.dcs)
    factories.proposed(cast.seat(cast.north.region, Role.BOARD_MEMBER), colleague.person, by=team)
    factories.proposed(cast.seat(cast.trust, Role.TRUST_CHIEF_EXECUTIVE), by=cast.south.regional_team)
    factories.proposed(cast.seat(cast.south.first, Role.DCS), by=cast.south.regional_team)
    factories.vouched(cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE), by=colleague)
    factories.stated(cast.seat(cast.north.third, Role.LEAD_MEMBER))
    undecided = Appointment.objects.exclude(proposed_by=None).exclude(status=AppointmentStatus.CONFIRMED)
    assert undecided.count() == 6
    for name in EVERYBODY:
        user = cast[name]
        possible = {one for one in undecided if may_second(user, one) and not reasons_not_to_second(one, by=user)}
        assert set(Appointment.objects.awaiting(user)) == possible, name
        assert possible <= set(Appointment.objects.visible_to(user)), name
    assert len(set(Appointment.objects.awaiting(team))) == 3
    assert len(set(Appointment.objects.awaiting(cast.administrator))) == 6
    assert set(Appointment.objects.awaiting(cast.anonymous)) == set()


# --- Memoranda --------------------------------------------------------------------------------------------------------


def test_brd_6_a_memorandum_is_for_members_of_its_region(cast):
    in_north = {*IN_NORTH, "trust_chief_executive"} | ADMINISTRATORS
    assert who_sees(cast, cast.north.memorandum) == in_north
    assert who_sees(cast, cast.south.memorandum) == {*IN_SOUTH, "trust_chief_executive"} | ADMINISTRATORS


def test_a_draft_of_a_memorandum_is_for_those_who_write_it(cast):
    draft = factories.memorandum_draft(cast.north.region, by=cast.north.regional_team)
    writers = {"north.regional_team", "north.colleague", "north.regional_lead"}
    assert who_sees(cast, draft) == writers | ADMINISTRATORS
    workflow.bring_into_force(draft, by=cast.north.regional_team)
    assert "north.dass" in who_sees(cast, draft)
    assert "north.dass" in who_sees(cast, Memorandum.objects.get(region=cast.north.region, version=1)), "and the ended"


def test_parties_and_signatures_are_seen_by_who_sees_the_memorandum(cast):
    in_north = {*IN_NORTH, "trust_chief_executive"} | ADMINISTRATORS
    signature = Signature.objects.get(party__authority=cast.north.first)
    assert who_sees(cast, signature) == who_sees(cast, signature.party) == in_north
    draft = factories.memorandum_draft(cast.north.region, by=cast.north.regional_team)
    writers = {"north.regional_team", "north.colleague", "north.regional_lead"} | ADMINISTRATORS
    assert who_sees(cast, draft.parties.first()) == writers


@pytest.mark.parametrize(("ends_in", "expiring"), [(0, False), (1, True), (90, True), (91, False), (None, False)])
def test_acc_18_memoranda_that_end_within_ninety_days_are_expiring(cast, ends_in, expiring):
    memorandum = cast.north.memorandum
    Memorandum.objects.filter(pk=memorandum.pk).update(expires=None if ends_in is None else today() + days(ends_in))
    assert set(Memorandum.objects.expiring(today())) == ({memorandum} if expiring else set())
