"""What is looked at before a text is submitted: what is missing, and what looks like a child's details (SE-12)."""

import hashlib
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from selfassessment.child_details import warnings_in
from selfassessment.documents import WHOLE, sections_of, texts_of
from selfassessment.models import Addendum, Template
from selfassessment.plans import sections_from
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


def missing_answers(template: Template, content: list[dict[str, Any]]) -> list[str]:
    """The required questions without an answer, each as "section: question". A file stands for what it can hold."""
    given = {one.slug: one for one in sections_of(content)}
    missing = []
    for section in sections_from(template.content):
        there = given.get(section.slug)
        has_file = WHOLE in given or bool(there and there.file)
        for question in section.questions:
            if not question.required or question.kind == QuestionKind.DATA_SHEET:
                continue
            answer = there.answer(question.code) if there else None
            if has_file and question.kind in IN_A_FILE:
                continue
            judged = question.kind != QuestionKind.JUDGEMENT or bool(answer and answer.value)
            if answer is None or answer.is_empty or not judged:
                missing.append(f"{section.title}: {question.wording}")
    return missing


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
