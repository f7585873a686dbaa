"""What an authority said last year, and what it carries over from it (SE-9, SE-11)."""

from collections.abc import Iterable
from typing import Any, Final

from selfassessment.answers import carries_over, item
from selfassessment.documents import Answer, sections_of
from selfassessment.models import Finding, SelfEvaluation
from selfassessment.plans import Section, sections_from
from selfassessment.statuses import COLLECTS, EvaluationStatus, Fate

# How many years a strength or area is carried over.
YEARS: Final = 3
# With these its story is over.
OVER: Final = (Fate.ACHIEVED, Fate.DROPPED, Fate.LOST)


def last_year_of(evaluation: SelfEvaluation, user: Any) -> SelfEvaluation | None:
    """The authority's latest earlier self-evaluation: one that was released, or that this reader may read as it is.

    For somebody who may read this year's: who writes this year has not always written last year (SE-1).
    """
    earlier = SelfEvaluation.objects.filter(
        authority=evaluation.authority_id, cycle__opens_on__lt=evaluation.cycle.opens_on, revision__isnull=False
    )
    # Only the text that is taken is read.
    rows = earlier.select_related("cycle", "revision").defer("revision__content", "revision__confirmed")
    for one in rows.order_by("-cycle__opens_on")[:YEARS]:
        if one.status == EvaluationStatus.RELEASED or _reads(user, one):
            return one
    return None


def _reads(user: Any, evaluation: SelfEvaluation) -> bool:
    return SelfEvaluation.objects.readable_by(user).filter(pk=evaluation.pk).exists()


def last_answers(last: SelfEvaluation | None, section: Section) -> dict[str, Answer]:
    """What was answered to a section's questions last year, by code; nothing where it was not asked or not answered."""
    if last is None or last.revision is None:
        return {}
    there = next((one for one in sections_of(last.revision.content) if one.slug == section.slug), None)
    found = {one.code: one for one in there.answers} if there else {}
    same = {one.code: one.kind for one in section.questions}
    return {code: one for code, one in found.items() if same.get(code) == one.kind and not one.is_empty}


def carried_row(finding: Finding) -> dict[str, Any]:
    """A point that carries on an earlier one in its words; what became of it is still to be said."""
    return item(finding.text, theme=finding.theme, service_area=finding.service_area, carried_from=finding.pk)


def to_carry(evaluation: SelfEvaluation, last: SelfEvaluation | None, section: Section) -> dict[str, list[Finding]]:
    """Last year's strengths and areas that this section's questions follow, by question code, those over left out."""
    asked: dict[str, str] = {COLLECTS[one.kind]: one.code for one in reversed(section.questions) if carries_over(one)}
    if last is None or not asked:
        return {}
    rows = Finding.objects.filter(revision=last.revision_id, kind__in=list(asked))
    rows = rows.exclude(fate__in=OVER).select_related("carried_from__carried_from__carried_from")
    plan = sections_from(evaluation.cycle.template.content)
    found: dict[str, list[Finding]] = {}
    for one in rows.order_by("place"):
        if _home(one, plan) == section.slug and years_carried(one) < YEARS:
            found.setdefault(asked[one.kind], []).append(one)
    return found


def _home(finding: Finding, plan: Iterable[Section]) -> str:
    """The section in which a finding is followed: its own, else the first that asks for its kind."""
    asking = [
        one.slug for one in plan if any(COLLECTS.get(question.kind) == finding.kind for question in one.questions)
    ]
    return finding.section if finding.section in asking else next(iter(asking), "")


def years_carried(finding: Finding) -> int:
    """How many years a finding has been carried over already."""
    years, earlier = 0, finding.carried_from
    while earlier is not None and years < YEARS:
        years, earlier = years + 1, earlier.carried_from
    return years


def may_be_carried(evaluation: SelfEvaluation, kind: str, keys: Iterable[int]) -> bool:
    """Whether all these are findings of this kind that the same authority made in an earlier cycle."""
    wanted = set(keys)
    rows = Finding.objects.filter(
        pk__in=wanted,
        kind=kind,
        revision__evaluation__authority=evaluation.authority_id,
        revision__evaluation__cycle__opens_on__lt=evaluation.cycle.opens_on,
    )
    return rows.count() == len(wanted)
