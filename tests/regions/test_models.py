"""Rows of the directory by themselves: what the database refuses, and what one row says about a day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from regions.models import (
    Appointment,
    Authority,
    AuthorityCode,
    Correction,
    Memorandum,
    Party,
    Region,
    Seat,
    Signature,
    Succession,
    Trust,
    TrustService,
)
from regions.querysets import today
from regions.roles import ABOUT, Place, Role, of_place
from regions.statuses import AppointmentStatus, Precision, Schedule
from tests import factories

DAY = date(2025, 6, 1)


def days(number: int) -> timedelta:
    return timedelta(days=number)


@pytest.fixture
def region(db) -> Region:
    return Region.objects.create(slug="north", name="North")


@pytest.fixture
def authority(region) -> Authority:
    return Authority.objects.create(
        slug="aldermoor", name="Aldermoor", official_name="Aldermoor Council", kind="unitary", region=region
    )


@pytest.fixture
def seat(authority) -> Seat:
    return Seat.objects.create(authority=authority, role=Role.DCS)


@pytest.fixture
def memorandum(region) -> Memorandum:
    return Memorandum.objects.create(region=region, title="Memorandum of understanding", starts=DAY)


def refused(act) -> bool:
    """Whether the database itself refuses it."""
    try:
        with transaction.atomic():
            act()
            # Constraints that are checked at the end of a transaction are checked now.
            connection.check_constraints()
    except IntegrityError:
        return True
    return False


def appointed(seat, starts=DAY, ends=None, status=AppointmentStatus.CONFIRMED, **fields) -> Appointment:
    return Appointment.objects.create(
        seat=seat, person=factories.person(), starts=starts, ends=ends, status=status, **fields
    )


def state(seat: Seat, on: date):
    return Seat.objects.with_holders(None, on).get(pk=seat.pk).state_on(on)


# --- DIR-5: one seat, one holder at a time, held by the database ------------------------------------------------------


@pytest.mark.parametrize("first", [AppointmentStatus.STATED, AppointmentStatus.CONFIRMED])
@pytest.mark.parametrize("second", [AppointmentStatus.STATED, AppointmentStatus.CONFIRMED])
@pytest.mark.parametrize(
    ("starts", "ends", "clashes"),
    [
        (DAY - days(30), DAY, False),
        (DAY - days(30), DAY + days(1), True),
        (DAY, DAY + days(1), True),
        (DAY + days(99), DAY + days(200), True),
        (DAY + days(100), None, False),
        (DAY - days(30), None, True),
    ],
)
def test_dir_5_two_holders_of_one_seat_never_overlap(seat, first, second, starts, ends, clashes):
    appointed(seat, DAY, DAY + days(100), status=first)
    assert refused(lambda: appointed(seat, starts, ends, status=second)) is clashes


def test_dir_5_a_holder_without_an_end_leaves_no_room_after_them(seat):
    appointed(seat)
    assert refused(lambda: appointed(seat, DAY + days(1000)))
    assert not refused(lambda: appointed(seat, DAY - days(10), DAY))


def test_dir_5_a_later_change_may_not_make_two_holders_overlap_either(seat):
    first, second = appointed(seat, DAY, DAY + days(10)), appointed(seat, DAY + days(10))
    assert refused(lambda: Appointment.objects.filter(pk=first.pk).update(ends=None))
    assert refused(lambda: Appointment.objects.filter(pk=second.pk).update(starts=DAY + days(9)))
    assert not refused(lambda: Appointment.objects.filter(pk=first.pk).update(ends=DAY + days(5)))


def test_dir_5_what_puts_nobody_in_the_seat_may_overlap(seat):
    appointed(seat)
    proposed = {"proposed_by": factories.newcomer().user, "proposed_at": timezone.now()}
    assert not refused(lambda: appointed(seat, status=AppointmentStatus.REFUSED))
    assert not refused(lambda: appointed(seat, status=AppointmentStatus.WITHDRAWN))
    assert not refused(lambda: appointed(seat, status=AppointmentStatus.PROPOSED, **proposed))


def test_dir_5_a_refused_row_may_not_become_a_second_holder(seat):
    appointed(seat)
    other = appointed(seat, status=AppointmentStatus.REFUSED)
    assert refused(lambda: Appointment.objects.filter(pk=other.pk).update(status=AppointmentStatus.CONFIRMED))


def test_dir_14_acting_cover_stands_beside_the_holder_but_not_beside_other_cover(seat):
    appointed(seat)
    assert not refused(lambda: appointed(seat, acting=True, ends=DAY + days(5)))
    assert refused(lambda: appointed(seat, DAY + days(4), acting=True))
    assert not refused(lambda: appointed(seat, DAY + days(5), acting=True))


def test_holders_of_different_seats_may_overlap(seat, authority):
    appointed(seat)
    assert not refused(lambda: appointed(Seat.objects.create(authority=authority, role=Role.DASS)))


# --- What else the database holds -------------------------------------------------------------------------------------


def test_acc_9_the_database_refuses_one_person_as_proposer_and_as_second_person(seat):
    user = factories.newcomer().user
    assert refused(lambda: appointed(seat, proposed_by=user, second_person=user))
    assert not refused(lambda: appointed(seat, proposed_by=user, second_person=factories.newcomer().user))


def test_one_proposal_for_a_seat_at_a_time_and_somebody_has_proposed_it(seat):
    proposed = {"status": AppointmentStatus.PROPOSED, "proposed_at": timezone.now()}
    assert refused(lambda: appointed(seat, **proposed))
    proposed["proposed_by"] = factories.newcomer().user
    assert not refused(lambda: appointed(seat, **proposed))
    assert refused(lambda: appointed(seat, DAY + days(1000), **proposed))


@pytest.mark.parametrize("length", [0, -1])
def test_no_interval_is_empty_or_backwards(seat, authority, region, memorandum, length):
    ends = DAY + days(length)
    trust = Trust.objects.create(slug="trust", name="Trust")
    party = Party.objects.create(memorandum=memorandum, authority=authority)
    code = {"authority": authority, "scheme": "gss", "code": "E06000001"}
    council = {"slug": "x", "name": "X", "official_name": "X", "kind": "unitary", "region": region}
    assert refused(lambda: appointed(seat, DAY, ends))
    assert refused(lambda: Seat.objects.create(region=region, role=Role.CHAIR, exists_from=DAY, exists_to=ends))
    assert refused(lambda: Authority.objects.create(**council, active_from=DAY, active_to=ends))
    assert refused(lambda: AuthorityCode.objects.create(**code, valid_from=DAY, valid_to=ends))
    assert refused(lambda: TrustService.objects.create(trust=trust, authority=authority, starts=DAY, ends=ends))
    assert refused(lambda: Memorandum.objects.create(region=region, title="X", version=2, starts=DAY, expires=ends))
    assert refused(lambda: Signature.objects.create(party=party, signatory="X", signed_on=DAY, expires=ends))


def test_dir_6_one_director_of_childrens_services_in_an_authority(seat, authority, region):
    assert refused(lambda: Seat.objects.create(authority=authority, role=Role.DCS))
    assert refused(lambda: Seat.objects.create(authority=authority, role=Role.DCS, number=2))
    assert not refused(lambda: Seat.objects.create(authority=authority, role=Role.ASSISTANT_DIRECTOR, number=2))
    assert not refused(lambda: Seat.objects.create(region=region, role=Role.CO_CHAIR, number=2))
    assert refused(lambda: Seat.objects.create(region=region, role=Role.CHAIR, number=2))


def test_dir_4_a_seat_belongs_to_exactly_one_place_and_has_a_role_there_is(authority, region):
    assert refused(lambda: Seat.objects.create(role=Role.CHAIR))
    assert refused(lambda: Seat.objects.create(role=Role.CHAIR, region=region, authority=authority))
    assert refused(lambda: Seat.objects.create(role="vacancy", region=region))


def test_statuses_and_kinds_that_do_not_exist_are_refused(seat, region):
    assert refused(lambda: appointed(seat, status="perhaps"))
    assert refused(lambda: Memorandum.objects.create(region=region, title="X", starts=DAY, status="perhaps"))


def test_dir_3_an_authority_does_not_succeed_itself_and_a_succession_is_told_once(authority, region):
    other = Authority.objects.create(slug="x", name="X", official_name="X", kind="unitary", region=region)
    assert refused(lambda: Succession.objects.create(predecessor=authority, successor=authority, on=DAY))
    assert not refused(lambda: Succession.objects.create(predecessor=authority, successor=other, on=DAY))
    assert refused(lambda: Succession.objects.create(predecessor=authority, successor=other, on=DAY + days(1)))


def test_a_region_has_one_memorandum_in_force_and_each_version_once(region, memorandum):
    def another(version, status):
        return lambda: Memorandum.objects.create(region=region, title="X", starts=DAY, version=version, status=status)

    assert refused(another(1, "draft"))
    assert not refused(another(2, "in-force"))
    assert refused(another(3, "in-force"))
    assert not refused(another(3, "ended"))


def test_a_party_is_an_authority_or_a_trust_and_is_asked_once(authority, memorandum):
    trust = Trust.objects.create(slug="trust", name="Trust")
    assert refused(lambda: Party.objects.create(memorandum=memorandum))
    assert refused(lambda: Party.objects.create(memorandum=memorandum, authority=authority, trust=trust))
    for place in ({"authority": authority}, {"trust": trust}):
        assert not refused(lambda place=place: Party.objects.create(memorandum=memorandum, **place))
        assert refused(lambda place=place: Party.objects.create(memorandum=memorandum, **place))


# --- DIR-4, DIR-14: who is in a seat on a day -------------------------------------------------------------------------


def test_dir_4_a_seat_is_held_from_the_first_day_to_the_day_before_the_first_day_out(seat):
    holder = appointed(seat, DAY, DAY + days(10))
    words = {on: state(seat, on).word for on in (DAY - days(1), DAY, DAY + days(9), DAY + days(10))}
    assert list(words.values()) == ["unknown", "held", "held", "vacant"]
    assert state(seat, DAY).holder == holder
    assert state(seat, DAY + days(10)).vacant_since == DAY + days(10)


def test_dir_4_vacant_and_not_known_are_different(seat):
    assert (state(seat, DAY).word, state(seat, DAY).vacant_since) == ("unknown", None)
    Seat.objects.update(vacant_from=DAY)
    assert (state(seat, DAY).word, state(seat, DAY).vacant_since) == ("vacant", DAY)
    assert state(seat, DAY - days(1)).word == "unknown"


def test_dir_5_an_end_that_is_not_known_leaves_the_seat_not_known(seat):
    appointed(seat, DAY, DAY + days(10), ends_precision=Precision.UNKNOWN)
    assert state(seat, DAY + days(10)).word == "unknown"
    Seat.objects.update(vacant_from=DAY + days(20))
    assert state(seat, DAY + days(20)).word == "vacant"


def test_dir_4_a_stated_vacancy_is_over_when_somebody_has_held_the_seat_after_it(seat):
    Seat.objects.update(vacant_from=DAY)
    appointed(seat, DAY + days(10), DAY + days(20), ends_precision=Precision.UNKNOWN)
    assert state(seat, DAY + days(5)).word == "vacant"
    assert state(seat, DAY + days(15)).word == "held"
    assert state(seat, DAY + days(20)).word == "unknown"


def test_dir_14_the_one_in_charge_is_the_cover_and_the_covered_is_named(seat):
    holder, cover = appointed(seat), appointed(seat, DAY + days(5), DAY + days(8), acting=True)
    assert (state(seat, DAY + days(4)).holder, state(seat, DAY + days(4)).covered) == (holder, None)
    assert (state(seat, DAY + days(5)).holder, state(seat, DAY + days(5)).covered) == (cover, holder)
    assert (state(seat, DAY + days(8)).holder, state(seat, DAY + days(8)).covered) == (holder, None)


def test_dir_14_cover_of_an_empty_seat_covers_nobody(seat):
    cover = appointed(seat, acting=True)
    assert (state(seat, DAY).holder, state(seat, DAY).covered) == (cover, None)


def test_dir_2_announced_changes_show_and_proposals_only_to_who_sees_them(cast):
    seat = cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE)
    later = factories.stated(seat, starts=today() + days(30))
    proposal = factories.proposed(seat, by=cast.administrator, ends=today() + days(30))

    def seen_by(user):
        found = Seat.objects.visible_to(user).with_holders(user, today()).get(pk=seat.pk).state_on(today())
        return found.announced, found.proposed, found.word

    assert seen_by(cast.north.regional_team) == ((later,), proposal, "unknown")
    assert seen_by(cast.anonymous) == ((later,), None, "unknown")


# --- Small words ------------------------------------------------------------------------------------------------------


def test_an_appointment_is_current_from_its_first_day_to_before_the_first_day_out(seat):
    assert appointed(seat, today() - days(5), today()).is_current is False
    assert appointed(seat, today(), today() + days(1)).is_current is True
    assert appointed(seat, today() + days(1)).is_current is False
    assert appointed(seat, today(), status=AppointmentStatus.REFUSED).is_current is False


@pytest.mark.parametrize(
    ("status", "fields", "style"),
    [
        ("stated", {"acting": True}, "unconfirmed"),
        ("confirmed", {"acting": True, "interim": True}, "acting"),
        ("confirmed", {"interim": True}, "interim"),
        ("confirmed", {}, "held"),
    ],
)
def test_a_timeline_draws_what_is_sure_acting_and_interim_differently(status, fields, style):
    assert Appointment(status=status, **fields).style == style


@pytest.mark.parametrize(
    ("starts", "ends", "on", "life"),
    [
        (None, None, DAY, "current"),
        (DAY, None, DAY - days(1), "planned"),
        (DAY, None, DAY, "current"),
        (None, DAY, DAY - days(1), "current"),
        (None, DAY, DAY, "ended"),
    ],
)
def test_dir_3_an_authority_lives_from_its_first_day_to_the_day_before_its_first_day_out(starts, ends, on, life):
    authority = Authority(active_from=starts, active_to=ends)
    assert authority.life_on(on) == life
    assert authority.exists_on(on) is (life == "current")


@pytest.mark.parametrize(
    ("starts", "ends", "current"), [(0, None, True), (1, None, False), (-5, 0, False), (-5, 1, True)]
)
def test_dir_8_a_trust_serves_from_its_first_day_to_the_day_before_the_first_day_out(starts, ends, current):
    service = TrustService(starts=today() + days(starts), ends=None if ends is None else today() + days(ends))
    assert service.is_current is current


def test_a_fact_is_confirmed_once_somebody_put_a_date_to_it():
    assert Region().is_confirmed is False
    assert Region(confirmed_on=DAY).is_confirmed is True


def test_rows_are_called_what_people_call_them(seat, authority, memorandum):
    region = authority.region
    trust = Trust.objects.create(slug="hills", name="Hills Trust")
    appointment = appointed(seat)
    party = Party.objects.create(memorandum=memorandum, trust=trust)
    signature = Signature(party=party, signatory="A Person", signed_on=DAY)
    other = Authority(name="Old Town")
    assert [str(one) for one in (region, authority, trust, seat, party, memorandum, signature)] == [
        "North",
        "Aldermoor",
        "Hills Trust",
        "Director of children's services, Aldermoor",
        "Hills Trust",
        "Memorandum of understanding, version 1",
        "Hills Trust, signed by A Person",
    ]
    assert str(appointment) == f"{appointment.person}: Director of children's services, Aldermoor"
    assert str(Seat(region=region, role=Role.CHAIR, title="Independent chair")) == "Independent chair, North"
    assert str(Succession(predecessor=other, successor=authority)) == "Old Town to Aldermoor"
    assert str(TrustService(trust=trust, authority=authority)) == "Hills Trust for Aldermoor"
    assert str(AuthorityCode(code="E06000001")) == "E06000001"
    assert str(factories.source()) == "A list of directors"
    assert str(Correction(key="C1", as_stated="Vacancy")) == "C1: Vacancy"


def test_the_history_of_a_row_belongs_to_the_page_of_its_place(seat, authority, memorandum):
    region = authority.region
    trust = Trust.objects.create(slug="hills", name="Hills Trust")
    party = Party.objects.create(memorandum=memorandum, authority=authority)
    appointment = appointed(seat)
    other = Authority(slug="old", region=region)
    scopes = {
        "region:north": [region, memorandum, party, Signature(party=party), Seat(region=region, role=Role.CHAIR)],
        "authority:aldermoor": [
            authority,
            seat,
            appointment,
            AuthorityCode(authority=authority),
            Succession(predecessor=other, successor=authority),
        ],
        "trust:hills": [trust, TrustService(trust=trust, authority=authority)],
        f"person:{appointment.person.pk}": [appointment.person],
    }
    for scope, rows in scopes.items():
        assert {row.trail_scope() for row in rows} == {scope}


def test_every_row_with_a_page_leads_there(seat, authority, memorandum):
    appointment = appointed(seat)
    trust = Trust.objects.create(slug="hills", name="Hills Trust")
    assert [
        one.get_absolute_url()
        for one in (authority.region, authority, trust, seat, appointment, appointment.person, memorandum)
    ] == [
        "/regions/north/",
        "/authorities/aldermoor/",
        "/trusts/hills/",
        f"/seats/{seat.pk}/",
        f"/appointments/{appointment.pk}/",
        f"/people/{appointment.person.pk}/",
        f"/memoranda/{memorandum.pk}/",
    ]


def test_a_memorandum_names_its_schedules_in_words():
    assert Memorandum(schedules=[Schedule.DATA, Schedule.PEER_WORK]).schedule_labels == ["Data", "Peer work"]
    assert Memorandum().schedule_labels == ["Directory", "Data", "Self-evaluation", "Peer work"]


# --- Roles ------------------------------------------------------------------------------------------------------------


def test_every_role_says_what_it_means():
    assert set(ABOUT) == set(Role)
    assert all(about.gives.endswith(".") for about in ABOUT.values())


def test_roles_of_a_place_are_offered_as_choices():
    assert of_place(Place.TRUST) == [("trust-chief-executive", "Chief executive of the trust")]
    offered = [value for place in Place for value, _ in of_place(place)]
    assert sorted(offered) == sorted(Role.values)


def test_acc_9_statutory_approver_board_and_team_seats_need_a_second_person():
    without = {role for role, about in ABOUT.items() if not about.second}
    assert without == {
        Role.COUNCIL_OF_REFERENCE,
        Role.DFE_ADVISER,
        Role.RIIA_SPONSOR,
        Role.DASS,
        Role.ASSISTANT_DIRECTOR,
        Role.PERFORMANCE_LEAD,
        Role.LOCAL_ADMINISTRATOR,
        Role.NAMED_READER,
    }
