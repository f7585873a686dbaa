"""Words on a return: queries, answers, comments in the days of preview, and reasons for unlikely figures."""

from django.utils import timezone

from datasets import notifications
from datasets.models import FigureWarning, Item, Remark, Return
from datasets.rules import returns as rules
from datasets.statuses import RemarkKind, ReturnStatus
from riia.accounts.models import User
from riia.audit import trail
from riia.workflow import command, transition

LABELS = {
    RemarkKind.QUERY: "Queried",
    RemarkKind.ANSWER: "Answered",
    RemarkKind.PREVIEW: "Commented before publication",
}


def _remark(return_: Return, kind: RemarkKind, by: User, text: str, item: Item | None = None) -> Remark:
    """Write a remark, with an entry of its own in the trail."""
    made = Remark.objects.create(of_return=return_, item=item, kind=kind, text=text.strip(), by=by, at=timezone.now())
    trail.record(f"remark_{kind}", LABELS[kind], by=by, on=made, after=trail.snapshot(made))
    return made


@transition(
    on=Return,
    label="Query",
    sources={ReturnStatus.SUBMITTED, ReturnStatus.SIGNED_OFF, ReturnStatus.QUERIED, ReturnStatus.ACCEPTED},
    targets={ReturnStatus.QUERIED},
    permitted=rules.may_check,
    unless=rules.reasons_not_to_query,
    page="return_query",
)
def query_return(return_: Return, *, by: User, text: str, about: Item | None = None) -> None:
    """Ask the authority about its return, or about one of its figures."""
    _remark(return_, RemarkKind.QUERY, by, text, about)
    return_.accepted_at = None
    notifications.return_queried(return_)


@transition(
    on=Return,
    label="Answer a query",
    sources={ReturnStatus.QUERIED, ReturnStatus.DRAFT, ReturnStatus.WITHDRAWN},
    targets={
        ReturnStatus.QUERIED,
        ReturnStatus.DRAFT,
        ReturnStatus.WITHDRAWN,
        ReturnStatus.SUBMITTED,
        ReturnStatus.SIGNED_OFF,
    },
    permitted=rules.may_fill_in,
    unless=rules.reasons_not_to_answer,
    page="return_answer",
)
def answer_query(return_: Return, *, by: User, text: str, query: Remark | None = None) -> str:
    """Answer one query, or all of them; when none is left, figures that were not changed go back where they were."""
    _remark(return_, RemarkKind.ANSWER, by, text, query.item if query else None)
    if return_.status != ReturnStatus.QUERIED or rules.unanswered(return_):
        return return_.status
    notifications.query_answered(return_)
    # What the director signed is signed still: an answer changes no figure.
    return ReturnStatus.SIGNED_OFF if return_.signed_id == return_.edition_id else ReturnStatus.SUBMITTED


@command(
    on=Return,
    label="Comment before publication",
    permitted=rules.may_take_back,
    unless=rules.reasons_not_to_comment,
    page="return_comment",
)
def comment_in_preview(return_: Return, *, by: User, text: str) -> None:
    """Say something about the own bands and flags before everybody else sees them; the regional team reads it."""
    _remark(return_, RemarkKind.PREVIEW, by, text)
    notifications.commented_in_preview(return_)


@command(
    on=FigureWarning,
    label="Give the reason for a warning",
    permitted=rules.may_give_reason,
    unless=rules.reasons_not_to_give_reason,
)
def give_reason(warning: FigureWarning, *, by: User, text: str) -> None:
    """Say why an unlikely figure is right; the director and the regional team read it."""
    warning.reason = text.strip()
    warning.reason_by = by
