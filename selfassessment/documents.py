"""The whole text of a self-evaluation: as a revision stores it, its digest, and how pages and files read it again
(SE-4, SE-8, SE-13).

A revision's content is a list of sections in the order of the template:

    {"slug", "title", "theme",
     "answers": [{"code", "kind", "wording", "scale": [...], "answer": {...}, "sheet": {...}}],
     "file": {"pk", "name", "size", "digest"} or None}

`answer` is stored as `answers` says. `sheet` is there for data sheets alone (see `data_sheets`). A file that stands for
the whole narrative is in a first entry without slug and without answers.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from selfassessment.data_sheets import plain_sheets
from selfassessment.models import Revision, SelfEvaluation
from selfassessment.plans import Question, Section, sections_from
from selfassessment.statuses import InspectionTheme, QuestionKind

WORD: Final = re.compile(r"\S+")
# The entry of a file that stands for the whole narrative.
WHOLE: Final = ""
WHOLE_TITLE: Final = "The whole document"


def content_of(
    evaluation: SelfEvaluation, sheets_of: Callable[[SelfEvaluation, Iterable[Question]], Any] = plain_sheets
) -> list[dict[str, Any]]:
    """The text as it is now, ready to be stored in a revision. Five queries and those of the data sheets.

    Questions are taken from the cycle's template, which is frozen in use (SE-6); what was answered to a question that
    is no longer asked is left out.
    """
    plan = sections_from(evaluation.cycle.template.content)
    texts = {one.section: one.content for one in evaluation.sections.all()}
    files = {one.section: one for one in evaluation.attachments.filter(replaced_at=None)}
    return put_together(plan, texts, sheets_of(evaluation, data_sheet_questions(plan)), files)


def put_together(
    plan: Iterable[Section],
    texts: Mapping[str, dict[str, Any]],
    sheets: Mapping[Question, Any],
    files: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """The content of sections, from their answers and files by the section's slug and their plain data sheets."""
    files = files or {}
    found = [
        {
            "slug": section.slug,
            "title": section.title,
            "theme": section.theme,
            "answers": [_answer(one, texts.get(section.slug, {}), sheets) for one in section.questions],
            "file": _file(files.get(section.slug)),
        }
        for section in plan
    ]
    if WHOLE in files:
        whole: dict[str, Any] = {
            "slug": WHOLE,
            "title": WHOLE_TITLE,
            "theme": "",
            "answers": [],
            "file": _file(files[WHOLE]),
        }
        found.insert(0, whole)
    return found


def data_sheet_questions(plan: Iterable[Section]) -> list[Question]:
    """The questions of a template that show figures: data sheets, and judgements that name indicators (SE-8)."""
    return [one for section in plan for one in section.questions if one.indicators]


def _answer(question: Question, texts: dict[str, Any], sheets: Mapping[Question, Any]) -> dict[str, Any]:
    found = {
        "code": question.code,
        "kind": question.kind,
        "wording": question.wording,
        "scale": list(question.scale),
        "answer": texts.get(question.code) or {},
    }
    return {**found, "sheet": sheets[question]} if question in sheets else found


def _file(attachment: Any) -> dict[str, Any] | None:
    if attachment is None:
        return None
    return {"pk": attachment.pk, "name": attachment.name, "size": attachment.size, "digest": attachment.digest}


def digest_of(content: list[dict[str, Any]]) -> str:
    """SHA-256 of a content as canonical JSON: keys in order, no spaces, UTF-8. Files are in it by their own digest."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


# --- Words ------------------------------------------------------------------------------------------------------------


def words_in(text: str) -> int:
    """How many words a text has, as a word processor counts them."""
    return sum(1 for _ in WORD.finditer(text))


def texts_of(kind: str, answer: dict[str, Any]) -> Iterator[str]:
    """Everything that somebody typed in one answer, piece by piece."""
    if kind == QuestionKind.JUDGEMENT and answer.get("value"):
        yield answer["value"]
    if answer.get("text"):
        yield answer["text"]
    for item in answer.get("items") or ():
        yield from (item[name] for name in ("text", "fate_words") if item.get(name))
    for link in answer.get("links") or ():
        yield from (link[name] for name in ("title", "url") if link.get(name))


def words_of(content: list[dict[str, Any]]) -> int:
    """The words of a whole content: what was typed, without questions, sheets and files."""
    return sum(
        words_in(text)
        for section in content
        for one in section["answers"]
        for text in texts_of(one["kind"], one["answer"])
    )


# --- Read again -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """One question with what was answered, as pages and files show it."""

    code: str
    kind: str
    wording: str
    answer: dict[str, Any]
    scale: tuple[str, ...] = ()
    # The plain form of its data sheet, see `data_sheets`.
    sheet: dict[str, Any] | None = None

    @property
    def text(self) -> str:
        return self.answer.get("text") or ""

    @property
    def value(self) -> str:
        """The word of the scale that was chosen; empty where none was."""
        return self.answer.get("value") or ""

    @property
    def items(self) -> list[dict[str, Any]]:
        return self.answer.get("items") or []

    @property
    def links(self) -> list[dict[str, str]]:
        return self.answer.get("links") or []

    @property
    def is_empty(self) -> bool:
        """Nothing was typed or chosen."""
        return not any(texts_of(self.kind, self.answer))

    @property
    def words(self) -> int:
        return sum(words_in(text) for text in texts_of(self.kind, self.answer))


@dataclass(frozen=True)
class DocumentSection:
    """One section of a content."""

    slug: str
    title: str
    theme: str
    answers: tuple[Answer, ...] = ()
    file: dict[str, Any] | None = field(default=None)

    @property
    def theme_label(self) -> str:
        return str(InspectionTheme(self.theme).label) if self.theme else ""

    @property
    def words(self) -> int:
        return sum(one.words for one in self.answers)

    @property
    def judgement(self) -> str:
        """The section's judgement, if it asks for one and has it."""
        return next((one.value for one in self.answers if one.kind == QuestionKind.JUDGEMENT), "")

    def answer(self, code: str) -> Answer | None:
        """The answer to the question with this code, if the section asks it."""
        return next((one for one in self.answers if one.code == code), None)


def sections_of(source: Revision | list[dict[str, Any]]) -> tuple[DocumentSection, ...]:
    """The sections of a revision, or of a content that isn't stored yet, in order."""
    content = source.content if isinstance(source, Revision) else source
    return tuple(
        DocumentSection(
            slug=one["slug"],
            title=one["title"],
            theme=one["theme"],
            answers=tuple(
                Answer(
                    each["code"],
                    each["kind"],
                    each["wording"],
                    each["answer"],
                    tuple(each.get("scale") or ()),
                    each.get("sheet"),
                )
                for each in one["answers"]
            ),
            file=one["file"],
        )
        for one in content
    )
