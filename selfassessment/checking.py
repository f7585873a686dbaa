"""What is looked at before a text is submitted: what is missing, and what looks like a child's details (SE-12)."""

import hashlib
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from selfassessment.child_details import warnings_in
from selfassessment.documents import WHOLE, Answer, sections_of, texts_of
from selfassessment.models import Addendum, SelfEvaluation
from selfassessment.plans import Question, Section, sections_from
from selfassessment.statuses import QuestionKind

# What a file can hold in place of an answer (SE-13); findings and judgements are typed.
IN_A_FILE = (QuestionKind.NARRATIVE, QuestionKind.EVIDENCE)


@dataclass(frozen=True)
class ChildWarning:
    """A place that looks like a child's details: where, what was found, and why it looks so."""

    key: str
    section: str
    slug: str
    question: str
    why: str
    found: str

    @property
    def stored(self) -> dict[str, str]:
        """As a revision keeps it once the author has confirmed it."""
        return {"section": self.slug, "question": self.question, "why": self.why, "found": self.found}


def missing_answers(evaluation: SelfEvaluation, only: str = "") -> list[tuple[Section, Question]]:
    """The required questions without an answer, each with its section. A file stands for what it can hold.

    `only`: of the section with this slug.

    Two queries: data sheets, which nobody types, are left alone.
    """
    texts = {one.section: one.content for one in evaluation.sections.all()}
    files = {one.section for one in evaluation.attachments.all() if one.replaced_at is None}
    return [
        (section, question)
        for section in sections_from(evaluation.cycle.template.content)
        for question in section.questions
        if only in ("", section.slug)
        and question.required
        and question.kind != QuestionKind.DATA_SHEET
        and not (files & {WHOLE, section.slug} and question.kind in IN_A_FILE)
        and not _is_answered(question, texts.get(section.slug, {}).get(question.code) or {})
    ]


def _is_answered(question: Question, given: dict[str, Any]) -> bool:
    """A judgement is one of its scale; words around it are no judgement yet."""
    answer = Answer(question.code, question.kind, question.wording, given)
    return bool(answer.value) if question.kind == QuestionKind.JUDGEMENT else not answer.is_empty


def warnings_of(content: list[dict[str, Any]]) -> list[ChildWarning]:
    """Every place of a content that looks like a child's details, in order. Files are not looked into."""
    found = []
    for section in sections_of(content):
        for answer in section.answers:
            for text in texts_of(answer.kind, answer.answer):
                found += [_warning(section, answer, one) for one in warnings_in(text)]
    return list({one.key: one for one in found}.values())


def _warning(section: Any, answer: Any, warning: Any) -> ChildWarning:
    parts = (section.slug, answer.code, warning.why, warning.found)
    key = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    return ChildWarning(key, section.title, section.slug, answer.wording, warning.why, warning.found)


def warnings_of_addendum(addendum: Addendum) -> list[ChildWarning]:
    """The same for an addendum's title and text."""
    where = SimpleNamespace(slug="addendum", title="Addendum"), SimpleNamespace(code="text", wording="The addendum")
    found = [_warning(*where, one) for text in (addendum.title, addendum.text) for one in warnings_in(text)]
    return list({one.key: one for one in found}.values())
