"""Two people at the same moment, and a process killed in the middle: one of them or none, never a half.

Threads with a database connection each meet on PostgreSQL; deaths are tried on both databases.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from random import Random
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from regions import invariants, workflow
from regions.models import Appointment, Memorandum, Seat
from regions.querysets import today
from regions.roles import Role
from regions.statuses import AppointmentStatus
from riia.accounts.models import Invitation, User
from riia.audit import trail
from riia.audit.models import Event
from riia.notifications.models import Notice
from riia.workflow import NotPermitted, NotPossible
from tests import factories
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def at_once(*acts: Callable) -> list:
    """What becomes of acts that begin at the same moment, each in its own thread; a refusal is an outcome."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable) -> None:
        try:
            start.wait(10)
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    return outcomes


def overtaken(first: Callable, second: Callable) -> list:
    """The same, and the second has come as far as the first one's lock before the first one commits."""
    first_inside, second_waits = threading.Event(), threading.Event()
    record = trail.record

    def recording(*arguments, **named):
        if not first_inside.is_set():
            first_inside.set()
            assert second_waits.wait(20), "nobody came to wait for the lock"
        return record(*arguments, **named)

    def follow():
        assert first_inside.wait(20)
        return second()

    watching = threading.Thread(target=_tell_when_somebody_waits, args=(second_waits,))
    watching.start()
    with patch("riia.audit.trail.record", recording):
        outcomes = at_once(first, follow)
    watching.join(30)
    return outcomes


def _tell_when_somebody_waits(waits: threading.Event) -> None:
    pause = threading.Event()
    for _ in range(2000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                waits.set()
                break
        pause.wait(0.01)
    connection.close()


def refusals(outcomes: list) -> list[str]:
    """What was said to those who came second; anything else that went wrong fails."""
    unexpected = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, NotPossible)]
    assert unexpected == []
    return [str(one) for one in outcomes if isinstance(one, NotPossible)]


@pytest.fixture
def empty(cast) -> Seat:
    """The director's seat of North's third authority; its last holder left yesterday."""
    return cast.seat(cast.north.third, Role.DCS)


@pytest.fixture
def events(cast) -> Callable:
    last = Event.objects.latest("pk").pk
    return lambda: sorted(Event.objects.filter(pk__gt=last).values_list("verb", flat=True))


# --- Two colleagues at the same moment --------------------------------------------------------------------------------


@pytest.mark.postgresql
def test_of_two_who_appoint_to_a_seat_one_succeeds_and_the_other_hears_who_was_faster(cast, empty, events):
    ada, ben = factories.newcomer("Ada Moor"), factories.newcomer("Ben Dale")
    team, colleague = cast.north.regional_team, cast.north.colleague
    outcomes = overtaken(
        lambda: workflow.appoint(empty, by=team, person=ada, starts=today()),
        lambda: workflow.appoint(fresh(empty), by=colleague, person=ben, starts=today()),
    )
    assert refusals(outcomes) == [
        f"{team} has proposed Ada Moor for this seat already. Confirm or refuse that first, or ask them to withdraw it."
    ]
    assert [str(one.person) for one in empty.appointments.filter(status=AppointmentStatus.PROPOSED)] == ["Ada Moor"]
    assert not ben.appointments.exists()
    assert events() == ["appoint"]
    assert {notice.to for notice in Notice.objects.all()} == {colleague.email, cast.north.regional_lead.email}


@pytest.mark.postgresql
def test_of_two_who_fill_a_seat_that_needs_no_second_person_one_does(cast, events):
    seat = cast.seat(cast.north.third, Role.DASS)
    ada, ben = factories.newcomer("Ada Moor"), factories.newcomer("Ben Dale")
    outcomes = overtaken(
        lambda: workflow.appoint(seat, by=cast.north.regional_team, person=ada, starts=today()),
        lambda: workflow.appoint(fresh(seat), by=cast.north.colleague, person=ben, starts=today()),
    )
    (said,) = refusals(outcomes)
    assert said.startswith("Ada Moor holds this seat from ")
    assert [str(one.person) for one in seat.appointments.all()] == ["Ada Moor"]
    assert events() == ["appoint"]


@pytest.mark.postgresql
def test_of_two_second_persons_one_confirms(cast, empty, events):
    appointment = factories.proposed(empty, by=cast.north.regional_team)
    outcomes = overtaken(
        lambda: workflow.confirm_appointment(appointment, by=cast.north.colleague),
        lambda: workflow.confirm_appointment(fresh(appointment), by=cast.north.regional_lead),
    )
    assert refusals(outcomes) == ["Confirm the appointment is not possible: it is confirmed."]
    assert fresh(appointment).second_person == cast.north.colleague
    assert events() == ["appoint", "confirm_appointment"]


@pytest.mark.postgresql
@pytest.mark.parametrize("first", ["confirm", "withdraw"])
def test_a_proposal_is_confirmed_or_withdrawn_and_not_both(cast, empty, events, first):
    appointment = factories.proposed(empty, by=cast.north.regional_team)
    acts = {
        "confirm": lambda: workflow.confirm_appointment(fresh(appointment), by=cast.north.colleague),
        "withdraw": lambda: workflow.withdraw_proposal(fresh(appointment), by=cast.north.regional_team),
    }
    outcomes = overtaken(acts.pop(first), *acts.values())
    became = {"confirm": "confirmed", "withdraw": "withdrawn"}[first]
    assert [said.rpartition(": ")[2] for said in refusals(outcomes)] == [f"it is {became}."]
    assert fresh(appointment).status == became
    assert len(events()) == 2


@pytest.mark.postgresql
def test_a_successor_is_confirmed_while_the_holder_is_let_go_for_another_day(cast, events):
    """Both write the holder's row; neither waits for the other for ever, and nobody is in the seat twice."""
    holder = cast.appointment(cast.north.chief_executive)
    successor = factories.proposed(holder.seat, by=cast.north.regional_team, starts=today() + timedelta(days=10))
    outcomes = overtaken(
        lambda: workflow.confirm_appointment(successor, by=cast.north.colleague),
        lambda: workflow.end_appointment(fresh(holder), by=cast.north.regional_team, ends=today() + timedelta(days=20)),
    )
    (said,) = refusals(outcomes)
    assert said.startswith("A longer time needs a second person"), "the end that it would have set is a later one now"
    assert fresh(holder).ends == today() + timedelta(days=10)
    assert list(invariants.broken()) == []


@pytest.mark.postgresql
def test_two_administrators_give_one_account_to_two_people(cast):
    ada, ben = factories.person("Ada Moor"), factories.person("Ben Dale")
    account = cast.stranger
    outcomes = at_once(
        lambda: workflow.link_account(ada, by=cast.administrator, user=account),
        lambda: workflow.link_account(ben, by=cast.other_administrator, user=account),
    )
    assert len(refusals(outcomes)) == 1
    assert [fresh(ada).user, fresh(ben).user].count(account) == 1


@pytest.mark.postgresql
def test_acc_7_an_invitation_that_is_used_twice_at_once_is_used_once(cast):
    account = User.objects.create_user("ada@moor.example", name="Ada Moor")
    invitation = workflow.invite(account, by=cast.administrator)
    passwords = [PASSWORD, "quite another long phrase"]
    outcomes = at_once(
        *(
            lambda password=password: workflow.accept_invitation(
                Invitation.objects.get(pk=invitation.pk), by=fresh(account), password=password
            )
            for password in passwords
        )
    )
    assert len(refusals(outcomes)) == 1
    winner = next(place for place, one in enumerate(outcomes) if isinstance(one, Invitation))
    assert fresh(account).check_password(passwords[winner])


@pytest.mark.postgresql
def test_two_memoranda_come_into_force_and_one_stays(cast, events):
    region, team = cast.north.region, cast.north.regional_team
    draft = factories.memorandum_draft(region, by=team)
    outcomes = overtaken(
        lambda: workflow.bring_into_force(draft, by=team),
        lambda: workflow.bring_into_force(fresh(draft), by=cast.north.colleague),
    )
    assert refusals(outcomes) == ["Bring into force is not possible: it is in force."]
    assert [one.version for one in region.memoranda.filter(status="in-force")] == [2]
    assert events() == ["bring_into_force", "draft_memorandum", "end_memorandum"]


# --- Many at once -----------------------------------------------------------------------------------------------------


def crowd(cast, rounds: int, seed: int) -> None:
    """Four people act on two seats at the same moments, in any way; the directory holds together throughout."""
    chance = Random(seed)  # noqa: S311
    seats = [cast.seat(cast.north.third, role) for role in (Role.DCS, Role.DASS)]
    actors = [cast.north.regional_team, cast.north.colleague, cast.north.regional_lead, cast.administrator]
    people = [factories.newcomer() for _ in range(4)]

    def anything(by: User) -> Callable:
        seat, person = chance.choice(seats), chance.choice(people)
        starts = today() + timedelta(days=chance.randint(-30, 30))
        ends = starts + timedelta(days=chance.randint(1, 40)) if chance.random() < 0.5 else None
        decided = Appointment.objects.filter(seat=seat).order_by("?").first()
        acts = [lambda: workflow.appoint(seat, by=fresh(by), person=person, starts=starts, ends=ends)]
        if decided:
            acts += [
                lambda: workflow.confirm_appointment(decided, by=fresh(by)),
                lambda: workflow.confirm_appointment(decided, by=fresh(by)),
                lambda: workflow.refuse_appointment(decided, by=fresh(by)),
                lambda: workflow.withdraw_proposal(decided, by=fresh(by)),
                lambda: workflow.end_appointment(decided, by=fresh(by), ends=starts),
            ]
        return chance.choice(acts)

    for _ in range(rounds):
        acted = Event.objects.exclude(verb="give_way")
        before = acted.count()
        outcomes = at_once(*(anything(by) for by in actors))
        wrong = [one for one in outcomes if isinstance(one, Exception)]
        assert {type(one) for one in wrong} <= {NotPossible, NotPermitted}
        assert acted.count() - before == len(outcomes) - len(wrong), "each act that succeeded is on the trail once"
        assert list(invariants.broken()) == []
    trail.seal()
    assert list(trail.faults()) == []


@pytest.mark.postgresql
def test_a_crowd_on_two_seats_leaves_the_directory_whole(cast):
    crowd(cast, rounds=12, seed=1)


@pytest.mark.postgresql
@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_large_crowds_leave_the_directory_whole(cast, seed):
    crowd(cast, rounds=100, seed=seed)


# --- Killed in the middle ---------------------------------------------------------------------------------------------


def deaths(act: str, row, by: User, every: int) -> list[dict]:
    """What a process that is killed again and again leaves behind (see `tests.killing`)."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        account = ":".join(quote(database[key], safe="") for key in ("USER", "PASSWORD") if database[key])
        url = f"postgres://{account}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "tests.killing", act, str(row.pk), str(by.pk), str(every)],
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "riia.settings"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def all_or_nothing(told: list[dict]) -> None:
    """Nothing changed with any death before the commit, and everything with the one after it."""
    assert {one["point"] for one in told} >= {"before commit", "after commit", 1}
    assert [one["point"] for one in told if one["changed"]] == ["after commit"]


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.soak)])
def test_a_process_killed_while_it_appoints_leaves_all_or_nothing(cast, empty, events, every):
    person = factories.newcomer("Ada Moor")
    all_or_nothing(deaths("appoint", empty, cast.north.regional_team, every))
    (appointment,) = person.appointments.all()
    assert appointment.status == AppointmentStatus.PROPOSED
    assert events() == ["appoint"]
    assert {notice.to for notice in Notice.objects.all()} == {
        cast.north.colleague.email,
        cast.north.regional_lead.email,
    }


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.soak)])
def test_a_process_killed_while_it_confirms_leaves_all_or_nothing(cast, events, every):
    """Confirming a successor writes two appointments, two trail entries and several notices."""
    seat, old = cast.seat(cast.north.first, Role.CHIEF_EXECUTIVE), cast.appointment(cast.north.chief_executive)
    appointment = factories.proposed(seat, by=cast.north.regional_team)
    Notice.objects.all().delete()
    all_or_nothing(deaths("confirm_appointment", appointment, cast.north.colleague, every))
    assert fresh(appointment).status == AppointmentStatus.CONFIRMED
    assert fresh(old).ends == today()
    assert events() == ["appoint", "confirm_appointment", "give_way"]
    assert {notice.to for notice in Notice.objects.all()} == {
        cast.north.regional_team.email,
        cast.north.dcs.email,
        cast.north.lead_member.email,
    }


@pytest.mark.soak
def test_a_process_killed_while_a_memorandum_comes_into_force_leaves_all_or_nothing(cast, events):
    draft = factories.memorandum_draft(cast.north.region, by=cast.north.regional_team)
    all_or_nothing(deaths("bring_into_force", draft, cast.north.colleague, 1))
    assert [one.status for one in Memorandum.objects.filter(region=cast.north.region).order_by("version")] == [
        "ended",
        "in-force",
    ]
    assert events() == ["bring_into_force", "draft_memorandum", "end_memorandum"]
