"""A self-evaluation from its submission to the region's shelf, and back (SE-2 to SE-5, SE-7, SE-12, SE-20).

Whoever changes anything here holds the lock of the self-evaluation, so that of two who act at once the second is judged
by what the first one did.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils import timezone

from regions.models import Person
from regions.querysets import today
from regions.reach import reach_of
from riia.accounts.models import User
from riia.workflow import NotPossible, command, transition
from selfassessment import asking
from selfassessment.checking import warnings_of
from selfassessment.documents import content_of, digest_of, words_of
from selfassessment.models import Approval, Finding, Reading, Reopening, Revision, SelfEvaluation
from selfassessment.rules import approvals as rules
from selfassessment.rules.offices import OFFICE_OF, ROLE_OF, in_charge, seat_of_approver, why_stand_in
from selfassessment.statuses import (
    COLLECTS,
    FROZEN,
    ApprovalStatus,
    Capacity,
    EvaluationStatus,
    Office,
)

SUBMITTED, APPROVED = EvaluationStatus.SUBMITTED, EvaluationStatus.APPROVED


@transition(
    on=SelfEvaluation,
    label="Submit for approval",
    sources={EvaluationStatus.DRAFT, EvaluationStatus.RETURNED, EvaluationStatus.WITHDRAWN},
    targets={SUBMITTED, APPROVED},
    permitted=rules.may_submit,
    unless=rules.reasons_not_to_submit,
    page="evaluation_submit",
)
def submit(evaluation: SelfEvaluation, *, by: User, digest: str = "", confirmed: Collection[str] = ()) -> str:
    """Freeze the text as a numbered revision and ask for the approvals; approvals of any other text are overtaken.

    `digest` is of the text that the director looked at, `confirmed` are the keys of the places that look like a child's
    details and are not. What comes back word for word keeps its number and the approvals that stand for it.
    """
    content = content_of(evaluation)
    if reasons := rules.reasons_from_warnings(warnings_of(content), confirmed):
        raise NotPossible(*reasons)
    if not rules.stands_as_it_was(evaluation, digest_of(content), by):
        _overtake(evaluation)
        evaluation.revision = _revision(evaluation, content, by, confirmed)
    evaluation.submitted_by = by
    evaluation.received_on = evaluation.received_on or today()
    # A link is bound to what is stored, so that is stored first.
    evaluation.save()
    missing = rules.offices_missing(evaluation)
    for office in missing:
        asking.ask(evaluation, office, by)
    return SUBMITTED if missing else APPROVED


def _revision(
    evaluation: SelfEvaluation, content: list[dict[str, Any]], by: User, confirmed: Collection[str]
) -> Revision:
    last = evaluation.revisions.order_by("-number").first()
    revision = Revision.objects.create(
        evaluation=evaluation,
        number=last.number + 1 if last else 1,
        content=content,
        digest=digest_of(content),
        words=words_of(content),
        made_at=timezone.now(),
        made_by=by,
        confirmed=[one.stored for one in warnings_of(content) if one.key in confirmed],
    )
    Finding.objects.bulk_create(_findings(revision))
    return revision


def _findings(revision: Revision) -> list[Finding]:
    """The strengths, areas, requests and offers of a revision, in the order of the document (SE-9)."""
    found: list[Finding] = []
    places: dict[str, int] = {}
    for section in revision.content:
        for answer in section["answers"]:
            kind = COLLECTS.get(answer["kind"])
            for item in answer["answer"].get("items") or () if kind else ():
                places[str(kind)] = places.get(str(kind), 0) + 1
                found.append(
                    Finding(
                        revision=revision,
                        section=section["slug"],
                        place=places[str(kind)],
                        kind=str(kind),
                        text=item["text"],
                        theme=item["theme"],
                        service_area=item["service_area"],
                        carried_from_id=item.get("carried_from"),
                        fate=item.get("fate") or "",
                        fate_words=item.get("fate_words") or "",
                    )
                )
    return found


@transition(
    on=SelfEvaluation,
    label="Approve",
    sources={SUBMITTED},
    targets={SUBMITTED, APPROVED},
    permitted=rules.may_answer,
    unless=rules.reasons_not_to_approve,
    page="evaluation_approve",
)
def approve(evaluation: SelfEvaluation, *, by: User, revision: int | None = None) -> str:
    """Approve exactly this text for one's office; `revision` is the number of the one that was looked at.

    It is done under the seat of this authority, whichever was chosen: who leads two approves each by itself (ACC-19).
    """
    held = seat_of_approver(by, evaluation)
    assert held is not None  # noqa: S101 - only holders are permitted
    office = OFFICE_OF[held.role]
    stands_in = held.role not in ROLE_OF.values()
    # The trail names the seat under which it was done.
    reach_of(by, held.appointment)
    return _answered(
        evaluation,
        office,
        by,
        status=ApprovalStatus.GIVEN,
        capacity=Capacity.STAND_IN if stands_in else Capacity.HOLDER,
        person=reach_of(by).person,
        name=str(by),
        title=held.label,
        evidence=why_stand_in(office, evaluation) if stands_in else "",
    )


@transition(
    on=SelfEvaluation,
    label="Return with words",
    sources={SUBMITTED},
    targets={EvaluationStatus.RETURNED},
    permitted=rules.may_answer,
    unless=rules.reasons_not_to_send_back,
    page="evaluation_send_back",
)
def send_back(evaluation: SelfEvaluation, *, by: User, words: str, revision: int | None = None) -> None:
    """Give the text back to its director with what has to change. The other approver's answer stays as it is."""
    held = seat_of_approver(by, evaluation)
    assert held is not None  # noqa: S101 - only holders are permitted
    office = OFFICE_OF[held.role]
    stands_in = held.role not in ROLE_OF.values()
    reach_of(by, held.appointment)
    _answered(
        evaluation,
        office,
        by,
        status=ApprovalStatus.RETURNED,
        capacity=Capacity.STAND_IN if stands_in else Capacity.HOLDER,
        person=reach_of(by).person,
        name=str(by),
        title=held.label,
        words=words.strip(),
        evidence=why_stand_in(office, evaluation) if stands_in else "",
    )


@transition(
    on=SelfEvaluation,
    label="Record a decision",
    sources={SUBMITTED},
    targets={SUBMITTED, APPROVED, EvaluationStatus.RETURNED},
    permitted=rules.may_record,
    unless=rules.reasons_not_to_record,
    page="evaluation_record",
)
def record_decision(
    evaluation: SelfEvaluation,
    *,
    by: User,
    office: str,
    decided_on: date,
    evidence: str,
    approved: bool = True,
    words: str = "",
    name: str = "",
    title: str = "",
    revision: int | None = None,
) -> str:
    """Write down what an approver, or who stands in for one, has decided about this text, and what shows it (SE-14).

    The holder is told at once and can repudiate it. `name` and `title` say who stands in, and as what.
    """
    capacity = rules.decided_as(evaluation, office)
    person: Person | None = None
    if capacity == Capacity.RECORDED:
        appointment = in_charge(office, evaluation.authority_id)[0]
        person = appointment.person
        name, title = person.name, f"{appointment.seat.name}, {evaluation.authority}"
    answer = _answered(
        evaluation,
        office,
        by,
        status=ApprovalStatus.GIVEN if approved else ApprovalStatus.RETURNED,
        capacity=capacity,
        person=person.pk if person else None,
        name=name.strip(),
        title=title.strip(),
        decided_on=decided_on,
        words=words.strip(),
        evidence=evidence.strip(),
    )
    asking.decision_recorded(evaluation, office, by)
    return answer


def _answered(evaluation: SelfEvaluation, office: str, by: User, *, person: int | None, **answer: Any) -> str:
    """Keep an answer and say where the text stands now."""
    given = {"decided_on": today(), "entered_at": timezone.now(), "entered_by": by, **answer}
    assert evaluation.revision is not None  # noqa: S101 - what was submitted has a text
    approval = Approval.objects.create(revision=evaluation.revision, office=office, person_id=person, **given)
    asking.answered(evaluation, approval)
    if approval.status == ApprovalStatus.RETURNED:
        return EvaluationStatus.RETURNED
    return SUBMITTED if rules.offices_missing(evaluation) else APPROVED


@transition(
    on=Approval,
    label="Repudiate",
    sources={ApprovalStatus.GIVEN},
    targets={ApprovalStatus.REPUDIATED},
    permitted=rules.may_repudiate,
    unless=rules.reasons_not_to_repudiate,
    locking="evaluation",
    page="approval_repudiate",
)
def repudiate(approval: Approval, *, by: User, words: str) -> None:
    """Say that a decision which an officer recorded was not one's own. It no longer counts, and a release ends."""
    approval.closed_at = timezone.now()
    approval.save()
    evaluation = SelfEvaluation.objects.select_related("cycle__template", "authority").get(pk=approval.evaluation.pk)
    standing = evaluation.revision_id == approval.revision_id and evaluation.status in FROZEN
    _say_why(approval.revision, evaluation.status, by, words)
    if standing and evaluation.status != SUBMITTED:
        lose_approval(evaluation, by=by)
    asking.repudiated(evaluation, approval)


@transition(
    on=SelfEvaluation,
    label="Fall back for want of an approval",
    sources={APPROVED, EvaluationStatus.RELEASED},
    targets={SUBMITTED},
    permitted=rules.may_lose_approval,
    unless=rules.reasons_not_to_lose_approval,
)
def lose_approval(evaluation: SelfEvaluation, *, by: User) -> None:
    """Part of a repudiation: the text waits for that approval again, and nobody outside the authority reads it."""
    evaluation.released_at = evaluation.opens_on = None


@transition(
    on=Approval,
    label="Overtake",
    sources={ApprovalStatus.GIVEN},
    targets={ApprovalStatus.OVERTAKEN},
    permitted=rules.may_overtake,
)
def overtake(approval: Approval, *, by: User | None) -> None:
    """Part of reopening and of submitting another text: the approval was for a text that no longer stands (SE-4)."""
    approval.closed_at = timezone.now()


def _overtake(evaluation: SelfEvaluation) -> list[Approval]:
    standing = Approval.objects.filter(revision__evaluation=evaluation, status=ApprovalStatus.GIVEN)
    return [overtake(one, by=None) for one in standing.order_by("pk")]


@command(
    on=SelfEvaluation,
    label="Ask again",
    permitted=rules.may_ask_again,
    unless=rules.reasons_not_to_ask_again,
    page="evaluation_ask_again",
)
def ask_again(evaluation: SelfEvaluation, *, by: User, office: str = "") -> None:
    """Ask for the approvals that are missing once more, with a new link; before an election no councillor (NOT-1)."""
    for one in rules.offices_missing(evaluation):
        if one == (office or one) and not (one == Office.LEAD_MEMBER and rules.before_election(evaluation)):
            asking.ask(evaluation, one, by)


@transition(
    on=SelfEvaluation,
    label="Open again to change it",
    sources=FROZEN,
    targets={EvaluationStatus.DRAFT},
    permitted=rules.may_reopen,
    unless=rules.reasons_not_to_reopen,
    page="evaluation_reopen",
)
def reopen(evaluation: SelfEvaluation, *, by: User, words: str) -> None:
    """Let the text be changed again: its approvals are overtaken, and nobody outside the authority reads it (SE-4)."""
    before = SelfEvaluation.objects.values_list("status", flat=True).get(pk=evaluation.pk)
    evaluation.released_at = evaluation.opens_on = None
    _say_why(evaluation.revision, before, by, words)
    overtaken = _overtake(evaluation)
    asking.reopened(evaluation, overtaken, before == EvaluationStatus.RELEASED)


def _say_why(revision: Revision | None, before: str, by: User, words: str) -> None:
    assert revision is not None  # noqa: S101 - what was frozen has a text
    Reopening.objects.create(revision=revision, status_before=before, words=words.strip(), at=timezone.now(), by=by)


@transition(
    on=SelfEvaluation,
    label="Release",
    sources={APPROVED},
    targets={EvaluationStatus.RELEASED},
    permitted=rules.may_release,
    unless=rules.reasons_not_to_release,
    page="evaluation_release",
)
def release(evaluation: SelfEvaluation, *, by: User, revision: int | None = None) -> None:
    """Give the text to those who take part in the cycle: from the region's date on, or at once after it (SE-20)."""
    evaluation.released_at = timezone.now()
    evaluation.opens_on = max(today(), evaluation.cycle.release_on)
    asking.released(evaluation)


@transition(
    on=SelfEvaluation,
    label="Withdraw",
    sources={EvaluationStatus.RELEASED},
    targets={EvaluationStatus.WITHDRAWN},
    permitted=rules.may_withdraw,
    unless=rules.reasons_not_to_withdraw,
    page="evaluation_withdraw",
)
def withdraw(evaluation: SelfEvaluation, *, by: User, words: str) -> None:
    """Take a released text back: nobody outside the authority reads it. Approvals stand until the text changes."""
    evaluation.released_at = evaluation.opens_on = None
    _say_why(evaluation.revision, EvaluationStatus.RELEASED, by, words)
    asking.withdrawn(evaluation)


@command(
    on=SelfEvaluation,
    label="Read a released text",
    permitted=rules.may_be_recorded_as_reader,
    unless=rules.reasons_not_to_be_recorded,
)
def record_reading(evaluation: SelfEvaluation, *, by: User) -> Reading:
    """Keep that somebody from elsewhere opened the text, under which seat, first and last (SE-20)."""
    now = timezone.now()
    seat = reach_of(by).acting_under
    reading, _ = Reading.objects.update_or_create(
        evaluation=evaluation,
        user=by,
        defaults={"last_at": now, "reading_as": seat.label if seat else ""},
        create_defaults={"first_at": now, "last_at": now, "reading_as": seat.label if seat else ""},
    )
    return reading
