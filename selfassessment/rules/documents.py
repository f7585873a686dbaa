"""Who reads a self-evaluation's text before it is frozen, and who brings files to it (SE-1, SE-13, SE-16)."""

from typing import Any

from regions.querysets import today
from regions.reach import reach_of
from selfassessment.models import SelfEvaluation
from selfassessment.querysets import invited_text, own_text


def may_read_the_draft(user: Any, evaluation: SelfEvaluation) -> bool:
    """SE-1, SE-16: own authority's director, approvers and named editors, and whom the director invited."""
    reach = reach_of(user)
    if not reach.member:
        return False
    own = own_text(reach) | invited_text(reach, today())
    return SelfEvaluation.objects.filter(own, pk=evaluation.pk).exists()
