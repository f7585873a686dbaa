"""Who drafts templates of questions, and what stands in the way of changing and using one (SE-6)."""

from collections import Counter
from typing import Any

from regions.models import Region
from regions.reach import reach_of
from riia.accounts.models import User
from selfassessment.models import Template
from selfassessment.plans import Question, Section, sections_from
from selfassessment.statuses import CycleStatus, QuestionKind, TemplateStatus

MOST_SECTIONS = 40
MOST_QUESTIONS = 20


def may_draft(user: User, template: Template) -> bool:
    """SE-6: a regional team drafts its next template from the shipped one or from one of its own."""
    keeps = reach_of(user).keeps
    return bool(keeps) if template.region_id is None else template.region_id in keeps


def may_keep_template(user: User, template: Template) -> bool:
    """SE-6: the team of the region whose template it is; nobody edits the one that every region can begin with."""
    return template.region_id in reach_of(user).keeps


def reasons_not_to_draft(
    template: Template, *, by: User, region: Region | None = None, name: str = "", **_details: Any
) -> list[str]:
    """SE-6: for a region that one keeps, from its own templates or the shipped one, under a name of its own."""
    if region is None:
        return []
    if region.pk not in reach_of(by).keeps:
        return [f"You don’t keep {region}."]
    if template.region_id not in (None, region.pk):
        return [f"“{template}” is another region’s template."]
    return _reasons_from_name(region.pk, name)


def _reasons_from_name(region: int | None, name: str, besides: int = 0) -> list[str]:
    same = Template.objects.filter(region=region, name__iexact=name).exclude(pk=besides)
    return [f"There is a template called “{name}” already."] if name and same.exists() else []


def reasons_not_to_edit(template: Template, *, by: User, seen: int | None = None, **_details: Any) -> list[str]:
    """SE-6: a template that is or was in use is frozen; and nobody saves over what they have not seen."""
    if template.status != TemplateStatus.DRAFT:
        return ["A template that has been used is never changed: draft the next one from it."]
    if seen is not None and seen != template.number:
        return ["Somebody has changed this template since you opened it. Look at it again, then make your change."]
    return []


def reasons_not_to_name(
    template: Template, *, by: User, seen: int | None = None, name: str = "", **_details: Any
) -> list[str]:
    """SE-6: names are a draft’s own."""
    return reasons_not_to_edit(template, by=by, seen=seen) or _reasons_from_name(template.region_id, name, template.pk)


def reasons_not_to_put_section(
    template: Template,
    *,
    by: User,
    section: Section | None = None,
    replacing: str = "",
    seen: int | None = None,
) -> list[str]:
    """SE-6: sections have names of their own; one that is replaced is there."""
    reasons = reasons_not_to_edit(template, by=by, seen=seen)
    if reasons or section is None:
        return reasons
    there = sections_from(template.content)
    if replacing and all(one.slug != replacing for one in there):
        return ["This section is not in the template any more."]
    if not replacing and len(there) >= MOST_SECTIONS:
        reasons.append(f"A template has {MOST_SECTIONS} sections at most.")
    others = [one for one in there if one.slug != replacing]
    if any(one.slug == section.slug for one in others):
        reasons.append(f"There is a section with the address “{section.slug}” already.")
    if any(one.title.casefold() == section.title.casefold() for one in others):
        reasons.append(f"There is a section called “{section.title}” already.")
    return reasons


def reasons_without_section(
    template: Template, *, by: User, slug: str = "", seen: int | None = None, **_details: Any
) -> list[str]:
    """SE-6: what is moved or taken out is in the draft."""
    reasons = reasons_not_to_edit(template, by=by, seen=seen)
    if not reasons and slug and all(one.slug != slug for one in sections_from(template.content)):
        return ["This section is not in the template any more."]
    return reasons


def reasons_not_to_put_question(
    template: Template,
    *,
    by: User,
    slug: str = "",
    question: Question | None = None,
    replacing: str = "",
    seen: int | None = None,
) -> list[str]:
    """SE-6: questions of a section have codes of their own; a section is judged once."""
    reasons = reasons_without_section(template, by=by, slug=slug, seen=seen)
    if reasons or question is None:
        return reasons
    section = next(one for one in sections_from(template.content) if one.slug == slug)
    if replacing and section.question(replacing) is None:
        return ["This question is not in the section any more."]
    if not replacing and len(section.questions) >= MOST_QUESTIONS:
        reasons.append(f"A section has {MOST_QUESTIONS} questions at most.")
    others = [one for one in section.questions if one.code != replacing]
    if any(one.code == question.code for one in others):
        reasons.append(f"There is a question with the code “{question.code}” already.")
    return reasons + _faults_of(question, others)


def _faults_of(question: Question, others: list[Question]) -> list[str]:
    faults = []
    if question.kind == QuestionKind.JUDGEMENT:
        if any(one.kind == QuestionKind.JUDGEMENT for one in others):
            faults.append("This section asks for its judgement already: a section is judged once.")
        if len(question.scale) < 2 or len(set(question.scale)) < len(question.scale):
            faults.append("A scale has at least two words, and each once.")
    elif question.kind == QuestionKind.DATA_SHEET and not question.indicators:
        faults.append("A data sheet shows at least one indicator.")
    return faults


def reasons_without_question(
    template: Template, *, by: User, slug: str = "", code: str = "", seen: int | None = None, **_details: Any
) -> list[str]:
    """SE-6: what is moved or taken out is in the draft."""
    reasons = reasons_without_section(template, by=by, slug=slug, seen=seen)
    if reasons or not slug:
        return reasons
    section = next(one for one in sections_from(template.content) if one.slug == slug)
    return [] if section.question(code) else ["This question is not in the section any more."]


def reasons_not_to_use(template: Template, *, by: User, **_details: Any) -> list[str]:
    """SE-6: what is frozen is whole: sections with questions, each of them well formed."""
    sections = sections_from(template.content)
    if not sections:
        return ["It has no sections yet."]
    reasons = [f"“{one.title}” asks no question yet." for one in sections if not one.questions]
    for section in sections:
        twice = [code for code, number in Counter(one.code for one in section.questions).items() if number > 1]
        reasons += [f"“{section.title}” uses the code “{code}” more than once." for code in twice]
        for place, question in enumerate(section.questions):
            faults = _faults_of(question, list(section.questions[:place]))
            reasons += [f"“{section.title}”: {fault}" for fault in faults]
    return reasons


def reasons_not_to_end(template: Template, *, by: User, **_details: Any) -> list[str]:
    """SE-6: not while a cycle that is being prepared would use it."""
    planned = template.cycles.filter(status=CycleStatus.PLANNED).select_related("region", "template")
    return [f"{one} is being prepared with it: give it another template first." for one in planned]
