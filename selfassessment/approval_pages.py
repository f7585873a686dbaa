"""What pages show of approvals: where each office stands, what an approver is asked, what is kept beside the text."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from regions.reach import reach_of
from riia.accounts.models import User
from riia.workflow import Offer, offers
from selfassessment.differences import Differences, differences
from selfassessment.models import (
    Addendum,
    Approval,
    Conversation,
    OfficeComment,
    OfficeMember,
    Pause,
    Reopening,
    SelfEvaluation,
)
from selfassessment.rendering import RenderedDocument, document
from selfassessment.rules.addenda import judgements_of
from selfassessment.rules.approvals import approvals_given
from selfassessment.rules.offices import OFFICE_OF, required_offices, seat_of_approver
from selfassessment.statuses import FROZEN, ApprovalStatus, Capacity, EvaluationStatus, Office

ANSWERS = (ApprovalStatus.GIVEN, ApprovalStatus.RETURNED, ApprovalStatus.OVERTAKEN)


@dataclass(frozen=True)
class OfficeLine:
    """Where one office stands with the text that was submitted last."""

    office: Office
    words: str
    colour: str
    approval: Approval | None = None


@dataclass(frozen=True)
class Approving:
    """What an approver is asked: exactly this text, what changed since their last answer, what was said meanwhile."""

    document: RenderedDocument
    last: Approval | None = None
    # Whether the last answer was the approver's own, or somebody's before them in that office.
    own: bool = False
    found: Differences | None = None
    reopenings: tuple[Reopening, ...] = ()


@dataclass(frozen=True)
class Beside:
    """Everything about approvals that the page of a self-evaluation shows to one reader."""

    lines: list[OfficeLine]
    # Whether the reader belongs to the authority's own circle, and so reads words that stay there.
    inside: bool = False
    answers: list[Approval] = field(default_factory=list)
    # Those because of which the text is to be changed now.
    returned: list[Approval] = field(default_factory=list)
    comments: list[OfficeComment] = field(default_factory=list)
    reopenings: list[Reopening] = field(default_factory=list)
    officers: list[tuple[OfficeMember, list[Offer]]] = field(default_factory=list)
    addenda: list[Addendum] = field(default_factory=list)
    pauses: list[tuple[Pause, list[Offer]]] = field(default_factory=list)
    recorded: list[tuple[Approval, list[Offer]]] = field(default_factory=list)
    conversation: Conversation | None = None
    conversing: list[Offer] = field(default_factory=list)


def lines_of(evaluation: SelfEvaluation) -> list[OfficeLine]:
    """Each office that is asked, in words. Step and day only: who and what they said is for those who read the text."""
    stands = evaluation.status in FROZEN or evaluation.status == EvaluationStatus.WITHDRAWN
    given = approvals_given(evaluation) if stands else {}
    earlier = {} if stands or evaluation.revision_id is None else _last_answers(evaluation)
    found = []
    for office in required_offices(evaluation.cycle):
        approval = given.get(office)
        if approval:
            found.append(OfficeLine(office, "Approved", "green", approval))
        elif evaluation.status == EvaluationStatus.SUBMITTED:
            found.append(OfficeLine(office, "Waited for", "blue"))
        elif office in earlier:
            found.append(OfficeLine(office, f"{earlier[office]}; asked again once it is submitted", "grey"))
        elif evaluation.received_on:
            found.append(OfficeLine(office, "Asked again once it is submitted", "grey"))
        else:
            found.append(OfficeLine(office, "Not asked yet", "grey"))
    return found


def _last_answers(evaluation: SelfEvaluation) -> dict[str, str]:
    """What each office said last of a text that doesn't stand any more: {office: "Approved revision 2"}."""
    rows = Approval.objects.filter(revision__evaluation=evaluation, status__in=ANSWERS).order_by("pk")
    return {
        office: f"{'Returned' if status == ApprovalStatus.RETURNED else 'Approved'} revision {number}"
        for office, status, number in rows.values_list("office", "status", "revision__number")
    }


def beside(evaluation: SelfEvaluation, user: User, inside: bool) -> Beside:
    """What the reader may see of approvals, comments, addenda, pauses and the conversation; a query for each."""
    of_revisions = {"revision__evaluation": evaluation}
    pauses = Pause.objects.visible_to(user).filter(evaluation=evaluation).select_related("paused_by")
    addenda = Addendum.objects.visible_to(user).filter(evaluation=evaluation).exclude(status="withdrawn")
    found: dict[str, Any] = {
        "lines": lines_of(evaluation),
        "inside": inside,
        "addenda": list(addenda),
        "pauses": [(one, offers(one, user)) for one in pauses],
    }
    if not inside:
        return Beside(**found)
    if evaluation.revision_id is not None:
        approvals = Approval.objects.visible_to(user).filter(**of_revisions).select_related("revision", "entered_by")
        comments = OfficeComment.objects.visible_to(user).filter(**of_revisions).select_related("by", "revision")
        reopenings = Reopening.objects.visible_to(user).filter(**of_revisions).select_related("by", "revision")
        answers = [one for one in approvals if one.status != ApprovalStatus.GIVEN]
        sent_back = evaluation.status == EvaluationStatus.RETURNED
        newest = [one for one in answers if sent_back and one.revision_id == evaluation.revision_id]
        found |= {
            "answers": answers,
            "returned": [one for one in newest if one.status == ApprovalStatus.RETURNED],
            "recorded": [(one, offers(one, user)) for one in approvals if _recorded_as_theirs(one, user)],
            "comments": list(comments),
            "reopenings": list(reopenings),
        }
    members = OfficeMember.objects.visible_to(user).filter(evaluation=evaluation, ended_at=None)
    # Whoever reads the text as one of its own sees the conversation.
    conversation = getattr(evaluation, "conversation", None)
    return Beside(
        **found,
        officers=[(one, offers(one, user)) for one in members.select_related("person", "evaluation")],
        conversation=conversation,
        conversing=offers(conversation, user) if conversation else [],
    )


def _recorded_as_theirs(approval: Approval, user: User) -> bool:
    """A decision that an officer recorded as the reader's own, and that still stands: they can repudiate it (SE-14)."""
    given = approval.status == ApprovalStatus.GIVEN and approval.capacity == Capacity.RECORDED
    return given and approval.person_id is not None and approval.person_id == reach_of(user).person


def approving(evaluation: SelfEvaluation, user: User) -> Approving:
    """Exactly the text that an approver answers, and what changed since they last did (SE-4)."""
    revision = evaluation.revision
    assert revision is not None  # noqa: S101 - a submitted text has one
    shown = document(revision, True)
    held = seat_of_approver(user, evaluation)
    office = OFFICE_OF[held.role] if held else ""
    person = reach_of(user).person
    rows = Approval.objects.filter(revision__evaluation=evaluation, status__in=ANSWERS)
    rows = rows.filter(Q(office=office) | Q(person=person, person__isnull=False)).select_related("revision")
    answers = sorted(rows, key=lambda one: (one.person_id == person, one.pk), reverse=True)
    last = answers[0] if answers else None
    since = Reopening.objects.filter(revision__evaluation=evaluation).select_related("by", "revision")
    return Approving(
        document=shown,
        last=last,
        own=bool(last and last.person_id == person),
        found=differences(last.revision, revision) if last else None,
        reopenings=tuple(since.filter(at__gte=last.entered_at) if last else ()),
    )


def judged_before(addendum: Addendum) -> dict[str, str]:
    """What was judged before, where an addendum changes a judgement: section, wording and value; else nothing."""
    for slug, title, answer in judgements_of(addendum.evaluation):
        if (slug, answer.code) == (addendum.section, addendum.question):
            return {"section": title, "wording": answer.wording, "value": answer.value}
    return {}
