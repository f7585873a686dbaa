"""Appointing in any order: a machine of random people tries everything, and what must always hold always holds."""

import json
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from regions import invariants, workflow
from regions.models import Appointment, Seat
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import Role
from regions.statuses import IN_SEAT, AppointmentStatus
from riia.accounts.models import User
from riia.audit import trail
from riia.audit.models import Event
from riia.workflow import NotPermitted, NotPossible
from tests import factories
from tests.people import SINCE, Cast

ACTORS = (
    "administrator",
    "other_administrator",
    "north.regional_team",
    "north.colleague",
    "north.regional_lead",
    "south.regional_team",
    "north.dcs",
    "trust_chief_executive",
    "stranger",
)
DAYS = st.integers(-400, 60)
LENGTHS = st.none() | st.integers(-2, 200)


class Appointing(RuleBasedStateMachine):
    """People of the cast, and four newcomers of whom some act too, on seats of three kinds."""

    cast: Cast  # set before it runs

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.clock = time_machine.travel(today(), tick=False)
        self.clock.start()

    @initialize()
    def begin(self):
        cast = self.cast
        third = cast.north.third
        roles = [(third, Role.DCS), (third, Role.DASS), (cast.north.region, Role.BOARD_MEMBER)]
        roles += [(cast.trust, Role.TRUST_CHIEF_EXECUTIVE), (cast.north.region, Role.REGIONAL_TEAM)]
        self.seats = [cast.seat(place, role) for place, role in roles]
        self.people = [factories.newcomer() for _ in range(3)]
        self.people += [cast[name].person for name in ("north.colleague", "north.dcs", "north.regional_team")]
        factories.stated(self.seats[0], starts=SINCE - timedelta(days=200), ends=SINCE - timedelta(days=100))
        factories.stated(self.seats[1], self.people[0], starts=today() - timedelta(days=300))
        # What the trail doesn't tell: rows that were loaded before anybody acted.
        self.loaded = {one.pk: trail.snapshot(one) for one in Appointment.objects.filter(status="stated")}

    def teardown(self):
        try:
            self.the_trail_tells_every_row_as_it_is()
            assert list(invariants.broken()) == []
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    # What people try

    @rule(
        actor=st.sampled_from(ACTORS),
        seat=st.integers(0, 4),
        person=st.integers(0, 5),
        starts=DAYS,
        length=LENGTHS,
        acting=st.booleans(),
    )
    def appoint(self, actor, seat, person, starts, length, acting):
        first = today() + timedelta(days=starts)
        ends = None if length is None else first + timedelta(days=length)
        with self.trying():
            workflow.appoint(
                self.seats[seat],
                by=self.cast[actor],
                person=self.people[person],
                starts=first,
                ends=ends,
                acting=acting,
            )

    @rule(actor=st.sampled_from(ACTORS), which=st.integers(0, 50))
    def confirm(self, actor, which):
        self.act(workflow.confirm_appointment, actor, which)

    @rule(actor=st.sampled_from(ACTORS), which=st.integers(0, 50))
    def confirm_what_waits(self, actor, which):
        """Mostly in vain without this: proposals are few among the appointments."""
        waiting = list(Appointment.objects.awaiting(self.cast[actor]).order_by("pk"))
        if waiting:
            with self.trying():
                workflow.confirm_appointment(waiting[which % len(waiting)], by=self.cast[actor])

    @rule(actor=st.sampled_from(ACTORS), which=st.integers(0, 50))
    def refuse(self, actor, which):
        self.act(workflow.refuse_appointment, actor, which)

    @rule(actor=st.sampled_from(ACTORS), which=st.integers(0, 50))
    def withdraw(self, actor, which):
        self.act(workflow.withdraw_proposal, actor, which)

    @rule(actor=st.sampled_from(ACTORS), which=st.integers(0, 50))
    def vouch(self, actor, which):
        self.act(workflow.vouch_for, actor, which)

    @rule(actor=st.sampled_from(ACTORS), which=st.integers(0, 50), on=DAYS)
    def end(self, actor, which, on):
        self.act(workflow.end_appointment, actor, which, ends=today() + timedelta(days=on))

    @rule(days=st.integers(1, 40))
    def wait(self, days):
        self.clock.stop()
        self.clock = time_machine.travel(today() + timedelta(days=days), tick=False)
        self.clock.start()

    def act(self, function, actor: str, which: int, **inputs) -> None:
        rows = list(Appointment.objects.filter(seat__in=self.seats).order_by("pk"))
        with self.trying():
            function(rows[which % len(rows)], by=self.cast[actor], **inputs)

    @contextmanager
    def trying(self):
        """Refused or not: what is refused leaves nothing behind."""
        before = self.written()
        try:
            yield
        except (NotPossible, NotPermitted):
            assert self.written() == before

    def written(self) -> tuple:
        return Event.objects.count(), list(Appointment.objects.order_by("pk").values_list())

    # What always holds

    @invariant()
    def every_seat_is_in_order(self):
        seats = Seat.objects.filter(pk__in=[seat.pk for seat in getattr(self, "seats", ())])
        for seat in seats.prefetch_related("appointments__person"):
            terms = list(seat.appointments.all())
            self.one_holder_at_a_time(terms)
            assert sum(one.status == AppointmentStatus.PROPOSED for one in terms) <= 1
            if seat.about.second:
                self.access_took_two_people_and_neither_is_the_one_appointed(terms)

    def one_holder_at_a_time(self, terms: list[Appointment]):
        for acting in (False, True):
            held = sorted(
                (one.starts, one.ends or date.max) for one in terms if one.status in IN_SEAT and one.acting is acting
            )
            for (_, ends), (starts, _) in pairwise(held):
                assert ends <= starts

    def access_took_two_people_and_neither_is_the_one_appointed(self, terms: list[Appointment]):
        for one in terms:
            if one.status == AppointmentStatus.CONFIRMED:
                who = {one.proposed_by_id, one.second_person_id}
                assert len(who) == 2
                assert None not in who
                assert one.person.user_id not in who

    @invariant()
    def who_reaches_something_holds_a_confirmed_seat_today(self):
        for person in getattr(self, "people", ()):
            held = {
                one.pk for one in person.appointments.filter(status=AppointmentStatus.CONFIRMED) if one.covers(today())
            }
            reach = reach_of(User.objects.get(pk=person.user_id))
            assert {one.appointment for one in reach.held} <= held
            assert reach.member or not held or self.is_covered(held)

    def is_covered(self, held: set[int]) -> bool:
        """Whether somebody acts in each of these seats: then their holders are not in charge (DIR-14)."""
        return all(
            any(other.acting and other.covers(today()) for other in one.seat.appointments.filter(status="confirmed"))
            for one in Appointment.objects.filter(pk__in=held)
        )

    def the_trail_tells_every_row_as_it_is(self):
        """What the events of a row add up to is the row; looked at when a walk ends."""
        told: dict[int, dict] = {pk: dict(row) for pk, row in getattr(self, "loaded", {}).items()}
        for event in Event.objects.filter(target_model="regions.appointment").order_by("pk"):
            told.setdefault(int(event.target_id), {}).update(event.after)
        stored = {one.pk: trail.snapshot(one) for one in Appointment.objects.all()}
        assert {pk: as_told(row) for pk, row in told.items()} == {pk: as_told(row) for pk, row in stored.items()}


def as_told(row: dict) -> dict:
    """A snapshot as the trail's JSON gives it back."""
    return json.loads(json.dumps(row, cls=DjangoJSONEncoder))


def walk(cast, examples: int, steps: int, *, fixed: bool) -> None:
    machine = type("Machine", (Appointing,), {"cast": cast})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=fixed,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_any_order_of_acts_leaves_one_holder_two_people_and_a_true_trail(cast):
    walk(cast, examples=6, steps=15, fixed=True)


@pytest.mark.soak
def test_many_long_walks_leave_one_holder_two_people_and_a_true_trail(cast):
    walk(cast, examples=150, steps=40, fixed=False)
