"""Two people with one self-evaluation at the same moment (SE-2 to SE-4): the second is judged by what the first did.

Threads meet on PostgreSQL, as in `tests/regions/test_races.py`.
"""

import pytest

from riia.audit.models import Event
from selfassessment import workflow
from selfassessment.models import Approval, SelfEvaluation
from selfassessment.rules.approvals import CHANGED, approvals_given
from selfassessment.statuses import ApprovalStatus, EvaluationStatus
from tests.regions.test_races import at_once, fresh, overtaken, refusals
from tests.selfassessment import approving, factories
from tests.selfassessment.test_approvals_workflow import link_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture
def asked(cast) -> SelfEvaluation:
    """A text that waits for both approvers."""
    return approving.submitted(cast)


def story_of(evaluation: SelfEvaluation) -> str:
    """What the frozen text says first."""
    return evaluation.revision.content[0]["answers"][0]["answer"]["text"]


def holds() -> None:
    """What must hold after any of these."""
    for one in SelfEvaluation.objects.select_related("cycle", "revision"):
        if one.status in (EvaluationStatus.APPROVED, EvaluationStatus.RELEASED):
            assert set(approvals_given(one)) == {"chief-executive", "lead-member"}
    people = Approval.objects.filter(status=ApprovalStatus.GIVEN).values_list("revision", "person")
    assert len(people) == len(set(people))


def test_both_approvers_at_once_both_count(cast, asked):
    chief, member = cast.north.chief_executive, cast.north.lead_member
    outcomes = overtaken(
        lambda: workflow.approve(fresh(asked), by=chief, revision=1),
        lambda: workflow.approve(fresh(asked), by=member, revision=1),
    )
    assert refusals(outcomes) == []
    assert (fresh(asked).status, len(approvals_given(fresh(asked)))) == (EvaluationStatus.APPROVED, 2)
    assert Event.objects.filter(verb="approve").count() == 2
    holds()


def test_one_approver_in_two_windows_approves_once(cast, asked):
    chief, same = cast.north.chief_executive, cast.north.chief_executive
    outcomes = at_once(
        lambda: workflow.approve(fresh(asked), by=chief), lambda: workflow.approve(fresh(asked), by=same)
    )
    assert [one.startswith(f"{chief} has approved this text on ") for one in refusals(outcomes)] == [True]
    assert Approval.objects.count() == 1


def test_one_approves_while_the_other_returns(cast, asked):
    chief, member = cast.north.chief_executive, cast.north.lead_member
    outcomes = overtaken(
        lambda: workflow.send_back(fresh(asked), by=member, words="Say more."),
        lambda: workflow.approve(fresh(asked), by=chief),
    )
    assert refusals(outcomes) == ["Approve is not possible: it is returned with words."]
    assert fresh(asked).status == EvaluationStatus.RETURNED
    holds()


def test_who_approves_while_it_is_opened_again_is_told(cast, asked):
    dcs, chief = cast.north.dcs, cast.north.chief_executive
    outcomes = overtaken(
        lambda: workflow.reopen(fresh(asked), by=dcs, words="A mistake."),
        lambda: workflow.approve(fresh(asked), by=chief, revision=1),
    )
    assert refusals(outcomes) == ["Approve is not possible: it is being written."]
    assert approvals_given(fresh(asked)) == {}


def test_an_approval_that_is_faster_than_the_reopening_is_overtaken_by_it(cast, asked):
    dcs, chief = cast.north.dcs, cast.north.chief_executive
    outcomes = overtaken(
        lambda: workflow.approve(fresh(asked), by=chief, revision=1),
        lambda: workflow.reopen(fresh(asked), by=dcs, words="A mistake."),
    )
    assert refusals(outcomes) == []
    assert (fresh(asked).status, Approval.objects.get().status) == (EvaluationStatus.DRAFT, ApprovalStatus.OVERTAKEN)


def test_an_approver_never_approves_what_was_submitted_after_they_looked(cast, asked):
    dcs, chief = cast.north.dcs, cast.north.chief_executive
    workflow.reopen(asked, by=dcs, words="A mistake.")
    approving.put(asked, dcs, "Leaders look at figures every week.")
    outcomes = overtaken(
        lambda: workflow.submit(fresh(asked), by=dcs),
        lambda: workflow.approve(fresh(asked), by=chief, revision=1),
    )
    assert refusals(outcomes) == [CHANGED]
    assert (fresh(asked).revision.number, approvals_given(fresh(asked))) == (2, {})


def test_a_save_while_it_is_submitted_is_in_the_frozen_text_or_refused(cast):
    draft = approving.drafted(cast)
    dcs, same = cast.north.dcs, cast.north.dcs
    text = draft.sections.get(section="leadership")
    content = {**text.content, "story": {"text": "Written at the same moment."}}
    outcomes = overtaken(
        lambda: workflow.submit(fresh(draft), by=dcs),
        lambda: workflow.save_section(fresh(text), by=same, content=content),
    )
    (said,) = refusals(outcomes)
    assert said.startswith("The text stands as it was submitted")
    assert story_of(fresh(draft)) == approving.STORY == fresh(text).content["story"]["text"]


def test_of_release_and_reopening_at_once_nobody_reads_a_text_that_is_being_changed(cast):
    approved = approving.approved(cast)
    dcs, same = cast.north.dcs, cast.north.dcs
    outcomes = overtaken(
        lambda: workflow.reopen(fresh(approved), by=dcs, words="A mistake."),
        lambda: workflow.release(fresh(approved), by=same, revision=1),
    )
    assert refusals(outcomes) == ["Release is not possible: it is being written."]
    assert (fresh(approved).status, fresh(approved).opens_on) == (EvaluationStatus.DRAFT, None)


def test_release_during_a_withdrawal_leaves_it_withdrawn(cast):
    released = approving.released(cast)
    dcs, same = cast.north.dcs, cast.north.dcs
    outcomes = overtaken(
        lambda: workflow.withdraw(fresh(released), by=dcs, words="A mistake."),
        lambda: workflow.release(fresh(released), by=same, revision=1),
    )
    assert refusals(outcomes) == ["Release is not possible: it is withdrawn."]
    assert (fresh(released).status, fresh(released).released_at) == (EvaluationStatus.WITHDRAWN, None)
    assert [one.verb for one in Event.objects.order_by("pk") if one.verb in ("release", "withdraw")] == [
        "release",
        "withdraw",
    ]


def test_release_while_an_approval_is_repudiated_is_refused(cast):
    waiting = approving.submitted(cast, factories.cycle(cast, decisions_recorded=True))
    approving.officer(cast, waiting)
    approving.recorded(cast, waiting)
    workflow.approve(waiting, by=cast.north.lead_member)
    approval, chief, dcs = Approval.objects.get(office="chief-executive"), cast.north.chief_executive, cast.north.dcs
    outcomes = overtaken(
        lambda: workflow.repudiate(fresh(approval), by=chief, words="Not mine."),
        lambda: workflow.release(fresh(waiting), by=dcs),
    )
    assert refusals(outcomes) == ["Release is not possible: it is with its approvers."]
    assert (fresh(waiting).status, fresh(approval).status) == (EvaluationStatus.SUBMITTED, ApprovalStatus.REPUDIATED)
    holds()


def test_acc_7_a_link_used_while_the_text_is_opened_again_approves_nothing(cast, asked):
    from regions.workflow import answer_by_link

    link, _ = link_to(cast.north.lead_member)
    dcs, member = cast.north.dcs, cast.north.lead_member
    outcomes = overtaken(
        lambda: workflow.reopen(fresh(asked), by=dcs, words="A mistake."),
        lambda: answer_by_link(fresh(link), by=member, answer=link.act),
    )
    assert refusals(outcomes) == ["What you were asked to approve has changed since."]
    assert (fresh(asked).status, Approval.objects.count()) == (EvaluationStatus.DRAFT, 0)
