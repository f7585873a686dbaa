"""What stands beside a question while it is answered: last year's answer, figures, what a colleague saved meanwhile
(SE-8, SE-9, SE-11, SE-12)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.safestring import SafeString

from regions.querysets import today
from regions.reach import reach_of
from selfassessment.answers import empty_answer, same_answer
from selfassessment.carrying import last_answers, last_year_of, to_carry
from selfassessment.child_details import Found, warnings_in
from selfassessment.data_sheets import reads_inside, sheet_from
from selfassessment.documents import Answer, texts_of
from selfassessment.forms.writing import Block, SectionForm
from selfassessment.kept_sheets import kept_sheets
from selfassessment.models import Finding, SectionSave, SectionText, SelfEvaluation
from selfassessment.plans import Question, Section
from selfassessment.querysets import invited_text, own_text
from selfassessment.rendering import answer_html, sheet_html
from selfassessment.statuses import CycleStatus


@dataclass(frozen=True)
class Beside:
    """What stands beside one question; empty where there is nothing."""

    figures: SafeString
    last: SafeString
    # What a colleague saved meanwhile, where both changed the answer.
    theirs: SafeString
    # Whether the answer that is shown is the colleague's, because only they changed it.
    taken: bool
    warnings: list[Found]


@dataclass(frozen=True)
class LastYear:
    """Last year's self-evaluation as far as one section goes."""

    evaluation: SelfEvaluation | None
    answers: dict[str, Answer]
    carry: dict[str, list[Finding]]


@dataclass(frozen=True)
class Merged:
    """Two texts of a section made from the same save: what to go on with, and the answers that both changed."""

    content: dict[str, Any]
    theirs: dict[str, Any] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()


def draft_for(user: Any, pk: int) -> SelfEvaluation | None:
    """A self-evaluation whose text somebody may read while it is written (SE-1, SE-16); None for everybody else."""
    reach = reach_of(user)
    if not reach.member:
        return None
    rows = SelfEvaluation.objects.filter(own_text(reach) | invited_text(reach, today()), pk=pk)
    related = ("authority__region", "cycle__region", "cycle__template")
    return rows.exclude(cycle__status=CycleStatus.PLANNED).select_related(*related).first()


def last_year(evaluation: SelfEvaluation, section: Section, user: Any) -> LastYear:
    """What was said last year, and what of it can be carried over."""
    last = last_year_of(evaluation, user)
    return LastYear(last, last_answers(last, section), to_carry(evaluation, last, section))


def merged(section: Section, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """Question by question: who alone changed an answer has it; where both did, mine goes on and theirs is shown."""
    content, shown, taken = dict(mine), {}, set()
    for one in section.questions:
        before, own, other = (given.get(one.code) for given in (base, mine, theirs))
        if same_answer(one, own, other) or same_answer(one, other, before):
            continue
        if same_answer(one, own, before):
            content[one.code] = other or empty_answer(one.kind)
            taken.add(one.code)
        else:
            shown[one.code] = other or empty_answer(one.kind)
    return Merged(content, shown, frozenset(taken))


def content_at(text: SectionText, number: int) -> dict[str, Any]:
    """A section's content as it was saved that time; nothing before the first."""
    if text.pk is None or not number:
        return {}
    rows = SectionSave.objects.filter(text=text, number=number)
    return dict(rows.values_list("content", flat=True).first() or {})


def blocks_of(
    evaluation: SelfEvaluation, form: SectionForm, before: LastYear, user: Any, found: Merged | None = None
) -> list[tuple[Block, Beside]]:
    """The questions of a form, each with what stands beside it."""
    inside, sheets = sheets_of(evaluation, form.section, user)
    return [(one, _beside(one.question, form, before, found, sheets, inside)) for one in form.blocks]


def sheets_of(evaluation: SelfEvaluation, section: Section, user: Any) -> tuple[bool, dict[str, dict[str, Any]]]:
    """Whether a reader sees figures as inside the region, and the plain sheets of a section's questions by code."""
    asked = [one for one in section.questions if one.indicators]
    if not asked:
        return False, {}
    return reads_inside(user, evaluation), {one.code: sheet for one, sheet in kept_sheets(evaluation, asked).items()}


def _beside(
    question: Question,
    form: SectionForm,
    before: LastYear,
    found: Merged | None,
    sheets: Mapping[str, dict[str, Any]],
    inside: bool,
) -> Beside:
    code, nothing = question.code, SafeString("")
    last, theirs = before.answers.get(code), found.theirs.get(code) if found else None
    return Beside(
        figures=_figures(sheets[code], inside) if code in sheets else nothing,
        last=answer_html(replace(last, sheet=None), inside) if last else nothing,
        theirs=answer_html(_answer(question, theirs), inside) if theirs is not None else nothing,
        taken=bool(found and code in found.taken),
        warnings=warnings_of_answer(question, form.given.get(code) or {}),
    )


def warnings_of_answer(question: Question, answer: Mapping[str, Any]) -> list[Found]:
    """What in an answer looks like a child's details (SE-12), each once."""
    return list(dict.fromkeys(one for text in texts_of(question.kind, dict(answer)) for one in warnings_in(text)))


def _figures(sheet: dict[str, Any], inside: bool) -> SafeString:
    return sheet_html(sheet_from(sheet, inside))


def _answer(question: Question, answer: Mapping[str, Any], sheet: dict[str, Any] | None = None) -> Answer:
    return Answer(question.code, question.kind, question.wording, dict(answer), question.scale, sheet)


def answers_html(
    evaluation: SelfEvaluation, section: Section, content: Mapping[str, Any], user: Any, *, figures: bool = True
) -> list[tuple[Question, SafeString]]:
    """A section's questions with what was answered, to be read; with their figures unless they are left out."""
    inside, sheets = sheets_of(evaluation, section, user) if figures else (False, {})
    return [
        (one, answer_html(_answer(one, content.get(one.code) or {}, sheets.get(one.code)), inside))
        for one in section.questions
    ]
