"""What must always hold: each breach, made behind the back of rules and constraints, is found and named."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from regions.invariants import broken, doubtful
from regions.models import (
    Appointment,
    Authority,
    AuthorityCode,
    Delegation,
    DirectoryImport,
    Group,
    GroupMember,
    InformationRequest,
    Interest,
    Party,
    Person,
    Region,
    Seat,
    Succession,
    Trust,
    TrustService,
    Waiver,
)
from regions.querysets import today
from regions.roles import Role
from riia.accounts.models import User
from tests import factories
from tests.people import SINCE

LONG_AGO = date(2015, 4, 1)


def code(authority: Authority, text: str, scheme="dfe", valid_from=None, valid_to=None) -> AuthorityCode:
    return AuthorityCode.objects.create(
        authority=authority, scheme=scheme, code=text, valid_from=valid_from, valid_to=valid_to
    )


@pytest.fixture
def whole(cast):
    """The cast, in whose directory nothing is broken."""
    for n, authority in enumerate(Authority.objects.all()):
        code(authority, f"90{n}")
    assert list(broken()) == []
    assert list(doubtful()) == []
    return cast


# --- Broken -----------------------------------------------------------------------------------------------------------


def test_two_holders_of_one_seat(whole):
    taken = whole.appointment(whole.north.dcs)
    with connection.cursor() as cursor:
        # The database itself refuses this, so its guard has to go first.
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE regions_appointment DROP CONSTRAINT appointment_no_overlap")
        else:
            cursor.execute("DROP TRIGGER appointment_no_overlap_insert")
    factories.stated(taken.seat, Person.objects.create(name="Second Holder"), starts=today())

    assert list(broken()) == [f"{taken.seat}: {taken.person} and Second Holder hold it at the same time."]


def test_acting_cover_beside_the_holder_breaks_nothing(whole):
    seat = whole.appointment(whole.north.dcs).seat
    factories.stated(seat, starts=today(), acting=True)

    assert list(broken()) == []


def test_a_role_at_the_wrong_kind_of_place(whole):
    seat = Seat.objects.create(region=whole.north.region, role=Role.DASS)

    assert list(broken()) == [f"{seat} is at the wrong kind of place."]


def test_a_seat_on_the_wrong_side(whole):
    for place in ({"region": whole.north.region}, {"authority": whole.north.first}, {"trust": whole.trust}):
        role = Role.BOARD_MEMBER if "region" in place else Role.NAMED_READER if "authority" in place else None
        role = role or Role.TRUST_CHIEF_EXECUTIVE
        seats = Seat.objects.filter(role=role, **place)
        seats.update(in_demonstration=True)
        assert [one for one in broken() if "wrong side" in one] == [
            f"{seats.get()} is on the wrong side: the demonstration and the real directory are kept apart."
        ]
        seats.update(in_demonstration=False)


def test_a_person_on_the_other_side(whole):
    user = whole.north.dcs
    Person.objects.filter(user=user).update(is_demonstration=True)

    one = whole.appointment(user)
    assert list(broken()) == [
        f"{one}: this person is on the other side.",
        f"{one}: this person's account is on the other side.",
    ]


def test_an_account_on_the_other_side(whole):
    user = whole.north.dcs
    User.objects.filter(pk=user.pk).update(is_demo=True)

    assert list(broken()) == [f"{whole.appointment(user)}: this person's account is on the other side."]


def test_a_trust_and_an_authority_on_different_sides(whole):
    Trust.objects.create(slug="invented", name="Invented Trust", is_demonstration=True)
    service = TrustService.objects.create(
        trust=Trust.objects.get(slug="invented"), authority=whole.north.first, starts=SINCE
    )

    assert list(broken()) == [f"{service}: they are on different sides."]


@pytest.mark.parametrize("missing", ["proposed_by", "second_person"])
def test_access_without_two_people(whole, missing):
    one = whole.appointment(whole.north.dcs)
    Appointment.objects.filter(pk=one.pk).update(**{missing: None})

    assert list(broken()) == [f"{one} opens access without a second person."]


def test_access_confirmed_by_the_person_appointed(whole):
    user = whole.north.dcs
    one = whole.appointment(user)
    Appointment.objects.filter(pk=one.pk).update(second_person=user)

    assert list(broken()) == [f"{one} was confirmed by the person appointed."]


def test_a_chair_from_elsewhere(whole):
    one = whole.appointment(whole.north.chair)
    Appointment.objects.filter(pk=one.pk).update(employing_authority=whole.south.first)

    assert list(broken()) == [f"{one} does not come from the region."]


def test_a_code_of_two_authorities_at_once(whole):
    code(whole.north.first, "X1", "gss", None, date(2024, 1, 1))
    code(whole.north.second, "X1", "gss", date(2024, 1, 1))
    assert list(broken()) == []
    code(whole.north.third, "X1", "gss", date(2025, 1, 1))

    assert list(broken()) == ["X1 belongs to Birchester and to Calderwick at the same time."]


def test_two_codes_of_one_kind_at_once(whole):
    code(whole.north.first, "X1", "gss", None, date(2024, 1, 1))
    code(whole.north.first, "X2", "gss", date(2023, 12, 31))

    assert list(broken()) == ["Aldermoor has the codes X1 and X2 at the same time."]


def test_a_succession_that_does_not_fit_the_lives(whole):
    Authority.objects.filter(pk=whole.north.third.pk).update(active_from=date(2025, 1, 1))
    one = Succession.objects.create(predecessor=whole.north.second, successor=whole.north.third, on=date(2024, 4, 1))

    assert [sentence for sentence in broken() if str(one) in sentence] == [
        f"{one}: the predecessor does not end on 1 April 2024.",
        f"{one}: the successor does not exist on 1 April 2024.",
    ]


def test_a_party_from_another_region_or_side(whole):
    Party.objects.create(memorandum=whole.north.memorandum, authority=whole.south.first)
    invented = Trust.objects.create(slug="invented", name="Invented Trust", is_demonstration=True)
    Party.objects.create(memorandum=whole.north.memorandum, trust=invented)

    assert list(broken()) == [
        "Dunmouth is asked to sign the memorandum of another region, North.",
        "Invented Trust is asked to sign a memorandum of the other side.",
    ]


def test_a_confirmation_without_a_name_or_a_day(whole):
    Region.objects.filter(slug="north").update(confirmed_on=today())
    Authority.objects.filter(slug="aldermoor").update(confirmed_by=whole.administrator)

    assert set(broken()) == {
        "North: who confirmed it or when is missing.",
        "Aldermoor: who confirmed it or when is missing.",
    }


def test_somebody_kept_as_one_who_is_kept_as_another(whole):
    """DIR-13"""
    first, second, third = (factories.person(name) for name in ("First", "Second", "Third"))
    Person.objects.filter(pk=first.pk).update(merged_into=second)
    Person.objects.filter(pk=second.pk).update(merged_into=third, is_demonstration=True)

    assert set(broken()) == {
        "First is kept as Second, who is kept as somebody else.",
        "First is kept as Second, who is on the other side.",
        "Second is kept as Third, who is on the other side.",
    }


def test_a_group_with_members_from_elsewhere_or_twice_at_a_time(whole):
    """DIR-17"""
    group = Group.objects.create(slug="moors", name="Moors", region=whole.north.region)
    across = Group.objects.create(slug="coast", name="Coast")
    elsewhere = GroupMember.objects.create(group=group, authority=whole.south.first, starts=SINCE)
    for starts, ends in ((SINCE, today()), (today(), None), (today() - timedelta(days=9), today())):
        GroupMember.objects.create(group=across, authority=whole.south.first, starts=starts, ends=ends)
    Group.objects.filter(pk=across.pk).update(is_demonstration=True)

    words = "they are on different sides."
    assert set(broken()) == {
        f"{elsewhere}: the group is another region’s.",
        f"Dunmouth in Coast: {words}",
        "Dunmouth in Coast: it is in the group twice at the same time.",
    }


def test_a_task_left_to_oneself_or_to_the_other_side(whole):
    """ACC-12"""
    appointment = whole.appointment(whole.north.dcs)
    left = {"appointment": appointment, "task": "confirm-facts", "starts": SINCE, "ends": today()}
    own = Delegation.objects.create(delegate=appointment.person, **left)
    invented = Delegation.objects.create(delegate=factories.person(is_demonstration=True), **left)

    assert set(broken()) == {f"{own}: left to themselves.", f"{invented}: they are on different sides."}


def test_interests_and_waivers_that_no_rule_would_have_let_by(whole):
    """PC-3, ACC-9"""
    team = whole.north.regional_team
    interest = Interest.objects.create(person=team.person, authority=whole.south.first, kind="family", starts=SINCE)
    own = Waiver.objects.create(
        person=team.person, authority=whole.south.first, starts=SINCE, ends=today(), why="Y", given_by=team
    )
    assert list(broken()) == [f"{own}: waived by the person it is about."]

    Person.objects.filter(pk=team.person.pk).update(is_demonstration=True)
    words = "they are on different sides."
    assert {f"{interest}: {words}", f"{own}: {words}"} <= set(broken())


def test_a_request_for_what_is_not_the_region_s_or_with_impossible_days(whole):
    """ACC-15"""
    asked = factories.information_request(whole.north.region, by=whole.administrator)
    rows = InformationRequest.objects.filter(pk=asked.pk)
    rows.update(authority=whole.south.first, due_on=SINCE, status="answered", closed_on=SINCE)

    assert set(broken()) == {
        f"{asked}: Dunmouth is not in North.",
        f"{asked} was closed before it was received.",
        f"{asked} is due on 1 April 2024, not on the twentieth working day.",
    }


def test_a_discarded_file_that_kept_its_rows(whole):
    """DIR-10"""
    DirectoryImport.objects.create(
        uploaded_at=timezone.now(),
        name="people.csv",
        digest="0" * 64,
        rows=[["name"]],
        status="discarded",
        closed_at=timezone.now(),
    )

    assert list(broken()) == ["people.csv was discarded, but its rows are still there."]


# --- To be looked at --------------------------------------------------------------------------------------------------


def test_a_waiver_that_lifts_nothing(whole):
    """PC-3"""
    person, term = whole.north.dass.person, {"starts": today(), "ends": today() + timedelta(days=9), "why": "Needed"}
    idle = Waiver.objects.create(person=person, authority=whole.south.first, **term)
    vain = Waiver.objects.create(person=person, authority=whole.north.first, **term)
    factories.interest(person, whole.south.second, by=whole.administrator)
    factories.waiver(person, whole.south.second, by=whole.administrator)

    assert set(doubtful()) == {
        f"{idle}: the waiver lifts nothing, there is no interest.",
        f"{vain}: the waiver lifts nothing, this person comes from there.",
    }


def test_a_stated_chair_from_elsewhere_is_only_doubtful(whole):
    seat = Seat.objects.create(region=whole.north.region, role=Role.CO_CHAIR, number=2)
    one = factories.stated(seat, employing_authority=whole.south.first)

    assert list(broken()) == []
    assert list(doubtful()) == [f"{one} does not come from the region."]


def test_terms_and_services_longer_than_the_authority(whole):
    ended = Authority.objects.create(
        slug="ended",
        name="Ended",
        official_name="Ended Council",
        kind="county",
        region=whole.north.region,
        active_from=LONG_AGO,
        active_to=date(2020, 4, 1),
    )
    code(ended, "999")
    seat = Seat.objects.create(
        authority=ended, role=Role.DASS, exists_from=ended.active_from, exists_to=ended.active_to
    )
    too_early = factories.stated(seat, starts=LONG_AGO - timedelta(days=1), ends=date(2016, 1, 1))
    factories.stated(seat, starts=date(2016, 1, 1), ends=date(2020, 4, 1))
    too_late = factories.stated(Seat.objects.create(authority=ended, role=Role.PERFORMANCE_LEAD), starts=LONG_AGO)
    # The year's end is not known to the day.
    factories.stated(
        Seat.objects.create(authority=ended, role=Role.ASSISTANT_DIRECTOR),
        starts=LONG_AGO,
        ends=date(2021, 1, 1),
        ends_precision="year",
    )
    service = TrustService.objects.create(trust=whole.trust, authority=ended, starts=LONG_AGO)

    words = "is longer than the life of the authority."
    assert set(doubtful()) == {f"{one} {words}" for one in (too_early, too_late, service)}


def test_an_announced_end_ends_nothing_yet(whole):
    Authority.objects.filter(slug="aldermoor").update(active_to=today() + timedelta(days=30))
    Seat.objects.filter(authority__slug="aldermoor").update(exists_to=today() + timedelta(days=30))

    assert list(doubtful()) == []


def test_an_authority_without_a_code(whole):
    AuthorityCode.objects.filter(authority__slug="aldermoor").delete()

    assert list(doubtful()) == ["Aldermoor has no code."]


def test_a_statutory_seat_that_does_not_exist_as_long_as_its_authority(whole):
    seats = Seat.objects.filter(authority__slug="aldermoor", role=Role.LEAD_MEMBER)
    seats.update(exists_from=SINCE)

    assert list(doubtful()) == [f"{seats.get()} does not exist for the life of the authority."]
