"""Who takes over a seat's work when its holder leaves, and who is warned of it (ACC-17)."""

from datetime import date, timedelta

import pytest
import time_machine

from regions import handing_over, workflow
from regions.handing_over import takes_over, warn_of_ending_appointments
from regions.models import Appointment
from regions.notifications import in_pre_election_period
from regions.querysets import today
from regions.roles import Role
from riia.notifications.models import Notice
from tests import factories
from tests.people import signed_in


def days(number: int) -> timedelta:
    return timedelta(days=number)


@pytest.fixture
def seat(cast):
    return cast.seat(cast.north.first, Role.DCS)


def end(cast, name: str, ends: date) -> Appointment:
    return workflow.end_appointment(cast.appointment(cast[name]), by=cast.administrator, ends=ends)


def after(seat, on: date) -> tuple[str, set[str]]:
    found = takes_over(seat, on)
    return found.why, set(found.names)


TEAM = {"Regional team, North", "Regional lead, North"}


def test_the_work_goes_to_the_successor_from_their_first_day(cast, seat):
    leaves = today() + days(10)
    factories.confirmed(
        seat,
        factories.newcomer("Chris Vale"),
        by=cast.north.regional_team,
        second=cast.north.colleague,
        starts=leaves,
    )
    assert after(seat, leaves - days(1)) == ("holder", {"Director of children's services, Aldermoor"})
    assert after(seat, leaves) == ("holder", {"Chris Vale"})


def test_who_acts_takes_over_while_they_act_and_the_holder_again_afterwards(cast, seat):
    cover = factories.confirmed(
        seat,
        factories.newcomer("Chris Vale"),
        by=cast.north.regional_team,
        second=cast.north.colleague,
        acting=True,
        ends=today() + days(5),
    )
    assert after(seat, today()) == ("acting", {"Chris Vale"})
    assert handing_over.in_words(cover) == (
        "Director of children's services, Aldermoor is in charge again and takes over what is open."
    )


def test_else_it_falls_to_the_local_administrators_and_the_regional_team(cast, seat):
    end(cast, "north.dcs", today())
    assert after(seat, today()) == ("nobody", TEAM | {"Local administrator, Aldermoor"})
    assert after(cast.seat(cast.north.second, Role.CHIEF_EXECUTIVE), today()) == ("nobody", TEAM)
    end(cast, "north.chair", today())
    assert after(cast.seat(cast.north.region, Role.CHAIR), today()) == ("nobody", TEAM)
    end(cast, "trust_chief_executive", today())
    both = TEAM | {"Regional team, South", "Regional lead, South"}
    assert after(cast.seat(cast.trust, Role.TRUST_CHIEF_EXECUTIVE), today()) == ("nobody", both)


def test_what_nobody_has_confirmed_takes_nothing_over(cast):
    """DIR-15"""
    empty = cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE)
    factories.stated(empty)
    assert after(empty, today()) == ("nobody", TEAM)


def test_a_known_end_warns_fourteen_days_before_and_once(cast, seat):
    end(cast, "north.dcs", today() + days(15))
    assert warn_of_ending_appointments() == 0
    with time_machine.travel(today() + days(1)):
        assert (warn_of_ending_appointments(), warn_of_ending_appointments()) == (1, 1)
    told = Notice.objects.filter(subject__contains="ends on")
    team = {"north.regional-team", "north.colleague", "north.regional-lead"}
    people = team | {"north.local-administrator", "north.dcs"}
    assert sorted(one.to for one in told) == sorted(f"{one}@portal.example" for one in people)
    assert "Nobody is appointed to follow. What is open then falls to" in told[0].line


def test_who_follows_is_told_as_well(cast, seat):
    successor = factories.newcomer("Chris Vale")
    factories.confirmed(
        seat, successor, by=cast.north.regional_team, second=cast.north.colleague, starts=today() + days(9)
    )
    warn_of_ending_appointments()
    notice = Notice.objects.get(to=successor.user.email)
    assert notice.line.endswith("Chris Vale follows and takes over what is open.")


def test_other_ends_in_words(cast, seat):
    own = end(cast, "north.dcs", today() + days(5))
    person = own.person
    again = {"by": cast.north.regional_team, "second": cast.north.colleague}
    factories.confirmed(seat, person, starts=today() + days(5), **again)
    assert handing_over.in_words(own).endswith("stays in the seat.")
    factories.confirmed(
        seat, factories.newcomer("Chris Vale"), starts=today() + days(5), ends=today() + days(9), acting=True, **again
    )
    assert handing_over.in_words(own) == "Chris Vale acts in the seat and takes over what is open."
    assert handing_over.said_of(seat, cast.appointment(cast.north.dass)) == ""
    for role in ("regional_team", "colleague", "regional_lead"):
        end(cast, f"north.{role}", today())
    last = end(cast, "north.chair", today() + days(1))
    assert handing_over.in_words(last).endswith("Nobody is there for what is open to fall to.")
    assert handing_over.said_of(cast.seat(cast.north.region, Role.REGIONAL_TEAM), None) == ""


def test_no_councillor_is_chased_before_an_election(cast, settings):
    """NOT-1"""
    settings.PRE_ELECTION_PERIODS = [(today(), today() + days(2))]
    assert [in_pre_election_period(today() + days(day)) for day in (-1, 0, 2, 3)] == [False, True, True, False]
    end(cast, "north.lead_member", today() + days(5))
    end(cast, "north.dcs", today() + days(5))
    warn_of_ending_appointments()
    told = set(Notice.objects.values_list("to", flat=True))
    assert "north.dcs@portal.example" in told
    assert "north.lead-member@portal.example" not in told
    with time_machine.travel(today() + days(3)):
        warn_of_ending_appointments()
    assert "north.lead-member@portal.example" in set(Notice.objects.values_list("to", flat=True))


def test_nobodys_superior_is_told_of_an_officers_end(cast):
    """NOT-1"""
    end(cast, "north.performance_lead", today() + days(5))
    warn_of_ending_appointments()
    told = set(Notice.objects.values_list("to", flat=True))
    assert not told & {f"north.{one}@portal.example" for one in ("dcs", "assistant-director", "chief-executive")}


def test_the_page_of_a_seat_says_who_takes_over(cast, seat, client):
    signed_in(client, cast.north.dass)
    address = seat.get_absolute_url()
    assert "What is open" not in client.get(address).content.decode()
    end(cast, "north.dcs", today() + days(5))
    assert "Nobody is appointed to follow. What is open then falls to" in client.get(address).content.decode()
    with time_machine.travel(today() + days(5)):
        signed_in(client, cast.north.dass)
        assert "What is open falls to" in client.get(address).content.decode()
