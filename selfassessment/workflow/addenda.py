"""A later event told beside a released text (SE-19)."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from regions.querysets import today
from regions.reach import reach_of
from riia.accounts.models import User
from riia.workflow import NotPossible, command, transition
from selfassessment import asking
from selfassessment.checking import warnings_of_addendum
from selfassessment.models import Addendum, SelfEvaluation
from selfassessment.rules import addenda as rules
from selfassessment.rules.approvals import reasons_from_warnings
from selfassessment.rules.offices import OFFICE_OF, seat_of_approver
from selfassessment.statuses import AddendumStatus

DRAFT, SUBMITTED, ADDED = AddendumStatus.DRAFT, AddendumStatus.SUBMITTED, AddendumStatus.ADDED


@command(
    on=SelfEvaluation,
    label="Write an addendum",
    permitted=rules.may_write_addendum,
    unless=rules.reasons_not_to_write_addendum,
    page="addendum_write",
)
def write_addendum(
    evaluation: SelfEvaluation,
    *,
    by: User,
    happened_on: date,
    title: str,
    text: str,
    section: str = "",
    question: str = "",
    judgement: str = "",
) -> Addendum:
    """Begin a dated addendum; the released text stays word for word as it was. A changed judgement names which one."""
    return Addendum.objects.create(
        evaluation=evaluation,
        happened_on=happened_on,
        title=title.strip(),
        text=text.strip(),
        section=section,
        question=question,
        judgement=judgement,
        written_by=by,
    )


@transition(
    on=Addendum,
    label="Change the addendum",
    sources={DRAFT},
    targets={DRAFT},
    permitted=rules.may_change_addendum,
    unless=rules.reasons_not_to_change_addendum,
    locking="evaluation",
    page="addendum_change",
)
def change_addendum(
    addendum: Addendum, *, by: User, happened_on: date, title: str, text: str, **judgement: str
) -> None:
    """Write it in other words, or let it change another judgement or none; `judgement` is as in `write_addendum`."""
    addendum.happened_on, addendum.title, addendum.text = happened_on, title.strip(), text.strip()
    for name in ("section", "question", "judgement"):
        setattr(addendum, name, judgement.get(name, ""))
    addendum.written_by = by


@transition(
    on=Addendum,
    label="Add it to the text",
    sources={DRAFT},
    targets={SUBMITTED, ADDED},
    permitted=rules.may_change_addendum,
    unless=rules.reasons_not_to_submit_addendum,
    locking="evaluation",
    page="addendum_submit",
)
def submit_addendum(addendum: Addendum, *, by: User, digest: str = "", confirmed: Collection[str] = ()) -> str:
    """Add it at once; where a judgement changes, ask the same approvers as for the text first."""
    if reasons := reasons_from_warnings(warnings_of_addendum(addendum), confirmed):
        raise NotPossible(*reasons)
    addendum.approved, addendum.returned_with, addendum.written_by = {}, "", by
    return _added_or_asked(addendum, by, ask=True)


def _added_or_asked(addendum: Addendum, by: User, *, ask: bool = False) -> str:
    missing = rules.offices_missing(addendum)
    if missing:
        if ask:
            asking.ask_for_addendum(addendum, missing, by)
        return SUBMITTED
    addendum.added_at = timezone.now()
    asking.addendum_added(addendum)
    return ADDED


@transition(
    on=Addendum,
    label="Approve the addendum",
    sources={SUBMITTED},
    targets={SUBMITTED, ADDED},
    permitted=rules.may_answer_addendum,
    unless=rules.reasons_not_to_approve_addendum,
    locking="evaluation",
    page="addendum_approve",
)
def approve_addendum(addendum: Addendum, *, by: User, digest: str = "") -> str:
    """Approve the changed judgement for one's office; with the last approval it is added."""
    held = seat_of_approver(by, addendum.evaluation)
    assert held is not None  # noqa: S101 - only holders are permitted
    reach_of(by, held.appointment)
    given = {"name": str(by), "title": held.label, "on": today().isoformat(), "user": by.pk}
    addendum.approved = {**addendum.approved, OFFICE_OF[held.role].value: given}
    asking.addendum_answered(addendum, True)
    return _added_or_asked(addendum, by)


@transition(
    on=Addendum,
    label="Return the addendum with words",
    sources={SUBMITTED},
    targets={DRAFT},
    permitted=rules.may_answer_addendum,
    unless=rules.reasons_not_to_return_addendum,
    locking="evaluation",
    page="addendum_return",
)
def return_addendum(addendum: Addendum, *, by: User, words: str, digest: str = "") -> None:
    """Give it back to the director with what has to change; approvals that were given are for another text then."""
    addendum.approved, addendum.returned_with = {}, words.strip()
    asking.addendum_answered(addendum, False)


@transition(
    on=Addendum,
    label="Withdraw the addendum",
    sources={DRAFT, SUBMITTED, ADDED},
    targets={AddendumStatus.WITHDRAWN},
    permitted=rules.may_change_addendum,
    unless=rules.reasons_not_to_withdraw_addendum,
    locking="evaluation",
    page="addendum_withdraw",
)
def withdraw_addendum(addendum: Addendum, *, by: User) -> None:
    """It is no longer shown beside the text."""
