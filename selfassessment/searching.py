"""What the portal's search may look through in self-evaluations: nothing that its reader may not read (SE-1, SE-5)."""

from typing import Any

from django.db.models import F, QuerySet

from selfassessment.across import FOR_LIST
from selfassessment.models import Finding, SelfEvaluation


def evaluations_to_search(user: Any) -> QuerySet[SelfEvaluation]:
    """Self-evaluations whose text somebody may read, with `name` (of the authority), `year` and `label`."""
    rows: QuerySet[SelfEvaluation] = SelfEvaluation.objects.readable_by(user)
    rows = rows.select_related("authority", "cycle__region", "cycle__template").defer("cycle__template__content")
    return rows.annotate(name=F("authority__name"), year=F("cycle__name"), label=F("cycle__template__label"))


def findings_to_search(user: Any) -> QuerySet[Finding]:
    """Findings that somebody may read, with their text as `name`."""
    rows = Finding.objects.standing(user).select_related(*FOR_LIST).defer("revision__content", "revision__confirmed")
    return rows.annotate(name=F("text"))
