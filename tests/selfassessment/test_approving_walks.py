"""The whole workflow in any order: everybody tries everything, and what must hold always holds (SE-2 to SE-5).

SE-3 above all.

Nothing is released without every required approval of exactly that text, nobody gives two, no author approves, and a
text that was opened again is read by nobody outside its authority.
"""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from regions import workflow as directory
from regions.querysets import today
from regions.roles import Role
from riia.accounts.models import User
from riia.workflow import NotPermitted, NotPossible
from selfassessment import workflow
from selfassessment.documents import digest_of
from selfassessment.models import Approval, Revision, SelfEvaluation
from selfassessment.rules.approvals import approvals_given
from selfassessment.rules.offices import heads_its_trust, required_offices
from selfassessment.statuses import FROZEN, ApprovalStatus, EvaluationStatus, Office
from tests import factories as directory_factories
from tests.people import Cast
from tests.selfassessment import approving, factories

OWN = ("north.dcs", "north.chief_executive", "north.lead_member", "north.deputy", "north.named_reader")
OTHERS = ("north.board_member", "north.regional_team", "north.unsigned_dcs", "south.dcs", "administrator")
ACTORS = st.sampled_from((*OWN, *OTHERS, "newcomer"))
STORIES = st.sampled_from(("Leaders know.", "Leaders know it well.", "Leaders know it better."))
OFFICES = st.sampled_from(list(Office))
SEATS = st.sampled_from((Role.CHIEF_EXECUTIVE, Role.LEAD_MEMBER, Role.DEPUTY_CHIEF_EXECUTIVE))
HOLDERS = st.sampled_from(("newcomer", "north.dcs", "north.chief_executive", "north.lead_member"))


class Approving(RuleBasedStateMachine):
    """One authority's text, its director, approvers and their office, readers elsewhere, and a newcomer."""

    cast: Cast  # set before it runs

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.day = today()
        self.clock = time_machine.travel(self.day, tick=False)
        self.clock.start()

    @initialize(both=st.booleans(), recorded=st.booleans())
    def begin(self, both, recorded):
        cast = self.cast
        of = factories.cycle(cast, lead_member_approves=both, decisions_recorded=recorded)
        self.evaluation = approving.drafted(cast, of)
        approving.sign(cast, cast.north.second)
        approving.joined(cast, factories.evaluation(cast, of, cast.north.second))
        self.newcomer = directory_factories.newcomer().user
        for office in required_offices(of):
            approving.officer(cast, self.evaluation, office)

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def user(self, name: str) -> User:
        return User.objects.get(pk=self.newcomer.pk) if name == "newcomer" else self.cast[name]

    def now(self) -> SelfEvaluation:
        return SelfEvaluation.objects.select_related("cycle", "revision").get(pk=self.evaluation.pk)

    def attempt(self, act, item, who: str, **inputs) -> None:
        try:
            with transaction.atomic():
                act(item, by=self.user(who), **inputs)
        except (NotPermitted, NotPossible):
            pass

    # --- What people try ----------------------------------------------------------------------------------------------

    @rule(who=ACTORS, story=STORIES)
    def write(self, who, story):
        text = self.evaluation.sections.get(section="leadership")
        self.attempt(workflow.save_section, text, who, content={**text.content, "story": {"text": story}})

    @rule(who=st.sampled_from(("north.dcs", "north.chief_executive", "newcomer")))
    def submit(self, who):
        self.attempt(workflow.submit, self.now(), who)

    @rule(who=ACTORS, behind=st.booleans())
    def approve(self, who, behind):
        seen = self.now().revision
        number = (seen.number - (1 if behind else 0)) if seen else 0
        self.attempt(workflow.approve, self.now(), who, revision=number)

    @rule()
    def approve_as_all_would(self):
        """So that walks get as far as a release."""
        for who in ("north.chief_executive", "north.lead_member", "north.deputy", "newcomer"):
            self.attempt(workflow.approve, self.now(), who)

    @rule(who=ACTORS)
    def send_back(self, who):
        self.attempt(workflow.send_back, self.now(), who, words="Say more.")

    @rule(who=st.sampled_from(("north.named_reader", "north.dcs")), office=OFFICES, approved=st.booleans())
    def record(self, who, office, approved):
        inputs = {"decided_on": today(), "evidence": "A letter.", "words": "Say more.", "approved": approved}
        named = {"name": "Ash Moor", "title": "Leader of the council"}
        self.attempt(workflow.record_decision, self.now(), who, office=office, **inputs, **named)

    @rule(who=ACTORS)
    def repudiate(self, who):
        for one in Approval.objects.filter(status=ApprovalStatus.GIVEN):
            self.attempt(workflow.repudiate, one, who, words="Not mine.")

    @rule(who=ACTORS)
    def reopen(self, who):
        self.attempt(workflow.reopen, self.now(), who, words="A mistake.")

    @rule(who=st.sampled_from(("north.dcs", "north.chief_executive", "north.regional_team")))
    def release(self, who):
        self.attempt(workflow.release, self.now(), who)

    @rule(who=ACTORS)
    def withdraw(self, who):
        self.attempt(workflow.withdraw, self.now(), who, words="A mistake.")

    @rule(role=SEATS)
    def somebody_leaves(self, role):
        for one in self.cast.seat(self.cast.north.first, role).appointments.filter(ends=None, starts__lt=today()):
            try:
                with transaction.atomic():
                    directory.end_appointment(one, by=self.cast.administrator, ends=today())
            except NotPossible:
                pass

    @rule(role=SEATS, who=HOLDERS)
    def somebody_comes(self, role, who):
        seat = self.cast.seat(self.cast.north.first, role)
        try:
            with transaction.atomic():
                person = self.user(who).person
                made = directory.appoint(seat, by=self.cast.administrator, person=person, starts=today())
                directory.confirm_appointment(made, by=self.cast.other_administrator)
        except NotPossible:
            pass

    @rule(days=st.sampled_from((1, 20)))
    def days_pass(self, days):
        self.clock.stop()
        self.day += timedelta(days=days)
        self.clock = time_machine.travel(self.day, tick=False)
        self.clock.start()

    # --- What always holds --------------------------------------------------------------------------------------------

    @invariant()
    def se_3_nothing_is_approved_or_released_without_every_approval_of_that_text(self):
        one = self.now() if hasattr(self, "evaluation") else None
        if one is None or one.status not in (EvaluationStatus.APPROVED, EvaluationStatus.RELEASED):
            return
        given = approvals_given(one)
        assert set(required_offices(one.cycle)) <= set(given)
        assert {approval.revision_id for approval in given.values()} == {one.revision_id}
        assert one.revision.digest == digest_of(one.revision.content)

    @invariant()
    def se_2_nobody_approves_twice_and_no_author_approves(self):
        for revision in Revision.objects.all():
            given = list(revision.approvals.filter(status=ApprovalStatus.GIVEN).select_related("person"))
            people = [one.person_id for one in given if one.person_id]
            assert len(people) == len(set(people))
            assert len({one.name.casefold() for one in given}) == len(given)
            author = revision.evaluation.submitted_by_id
            assert all(one.person is None or one.person.user_id != author for one in given)
            assert not any(heads_its_trust(one.person, revision.evaluation.authority_id) for one in given)

    @invariant()
    def se_4_approvals_stand_for_one_text_and_fall_with_it(self):
        if not hasattr(self, "evaluation"):
            return
        one = self.now()
        standing = Approval.objects.filter(status=ApprovalStatus.GIVEN)
        assert set(standing.values_list("revision", flat=True)) <= {one.revision_id}
        if one.status == EvaluationStatus.DRAFT:
            assert not standing.exists()

    @invariant()
    def se_4_se_5_a_text_that_is_not_released_is_read_by_nobody_elsewhere(self):
        if not hasattr(self, "evaluation"):
            return
        one = self.now()
        opened = one.status == EvaluationStatus.RELEASED and one.opens_on <= today()
        for name in OTHERS:
            reads = SelfEvaluation.objects.readable_by(self.cast[name]).filter(pk=one.pk).exists()
            assert reads == (opened and name in ("north.board_member", "north.regional_team", "north.unsigned_dcs"))
            assert Revision.objects.visible_to(self.cast[name]).exclude(pk=one.revision_id).count() == 0

    @invariant()
    def se_4_what_is_frozen_is_what_stands_in_the_sections(self):
        if not hasattr(self, "evaluation"):
            return
        one = self.now()
        if one.status in FROZEN:
            stands = one.sections.get(section="leadership").content["story"]
            assert one.revision.content[0]["answers"][0]["answer"] == stands


def walk(cast, examples: int, steps: int, *, fixed: bool) -> None:
    machine = type("Machine", (Approving,), {"cast": cast})
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


def test_no_order_of_acts_releases_what_was_not_approved_or_shows_what_was_not_released(cast):
    walk(cast, examples=2, steps=18, fixed=True)


@pytest.mark.soak
def test_many_long_walks_release_nothing_that_was_not_approved(cast):
    walk(cast, examples=50, steps=50, fixed=False)
