"""Approving a self-evaluation, or an addendum with a changed judgement, by a single-use link: what binds it, and what
its page shows (ACC-7, SE-4, SE-19).
"""

import hashlib
from typing import Any

from riia.accounts.approval_links import APPROVABLE, Approvable
from riia.accounts.models import User
from selfassessment.approval_pages import approving, judged_before
from selfassessment.asking import APPROVE, APPROVE_ADDENDUM
from selfassessment.models import Addendum, Reopening, SelfEvaluation
from selfassessment.rules.addenda import digest_of_addendum
from selfassessment.statuses import AddendumStatus, EvaluationStatus

SEND_BACK = "selfassessment.selfevaluation.send_back"
RETURN_ADDENDUM = "selfassessment.addendum.return_addendum"


def digest_of_asked(evaluation: SelfEvaluation) -> str:
    """What the approver vouches for: this revision with its digest, since it was last opened again; in hexadecimal."""
    reopened = Reopening.objects.filter(revision__evaluation=evaluation).count()
    revision = evaluation.revision
    parts = (evaluation.pk, revision.pk if revision else "", revision.digest if revision else "", reopened)
    return hashlib.sha256(":".join(map(str, parts)).encode()).hexdigest()


def shown(evaluation: SelfEvaluation, approver: User) -> dict[str, Any]:
    """The text to approve with what changed since the approver's last answer; nothing unless it waits for approval."""
    if evaluation.status != EvaluationStatus.SUBMITTED:
        return {}
    return {"approving": approving(evaluation, approver)}


APPROVABLE[APPROVE] = Approvable(
    template="selfassessment/_approving.html",
    sends_back=SEND_BACK,
    words="words",
    context=shown,
    digest=digest_of_asked,
)


def digest_of_asked_addendum(addendum: Addendum) -> str:
    """The same for an addendum: its day, words and judgement, and the text beside which it is to stand; hexadecimal."""
    parts = (addendum.pk, digest_of_addendum(addendum), digest_of_asked(addendum.evaluation))
    return hashlib.sha256(":".join(map(str, parts)).encode()).hexdigest()


def shown_of_addendum(addendum: Addendum, approver: User) -> dict[str, Any]:
    """The addendum with the judgement that it changes; nothing unless it waits for approval."""
    if addendum.status != AddendumStatus.SUBMITTED:
        return {}
    return {"addendum": addendum, "was": judged_before(addendum), "digest": digest_of_addendum(addendum)}


APPROVABLE[APPROVE_ADDENDUM] = Approvable(
    template="selfassessment/_approving_addendum.html",
    sends_back=RETURN_ADDENDUM,
    words="words",
    context=shown_of_addendum,
    digest=digest_of_asked_addendum,
)
