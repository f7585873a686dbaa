"""Approving a self-evaluation by a single-use link: what binds it, and what its page shows (ACC-7, SE-4)."""

import hashlib
from typing import Any

from riia.accounts.approval_links import APPROVABLE, Approvable
from riia.accounts.models import User
from selfassessment.approval_pages import approving
from selfassessment.asking import APPROVE
from selfassessment.models import Reopening, SelfEvaluation
from selfassessment.statuses import EvaluationStatus

SEND_BACK = "selfassessment.selfevaluation.send_back"


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
