"""What a template holds: sections with questions, as values that forms, pages, texts and documents share (SE-6)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from selfassessment.statuses import InspectionTheme, QuestionKind

# The scale that the shipped template judges on; a region words its own.
SCALE = ("Strong", "Secure", "Developing", "Needs attention")


@dataclass(frozen=True)
class Question:
    """One question. `scale` is for judgements, best first; `indicators` are the codes of a data sheet (SE-8)."""

    code: str
    kind: str
    wording: str
    help: str = ""
    required: bool = True
    scale: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    most_words: int = 0

    @property
    def kind_label(self) -> str:
        return str(QuestionKind(self.kind).label)


@dataclass(frozen=True)
class Section:
    """One section of a template, saved by itself when it is written (SE-11)."""

    slug: str
    title: str
    theme: str = ""
    guidance: str = ""
    questions: tuple[Question, ...] = field(default=())

    @property
    def theme_label(self) -> str:
        return str(InspectionTheme(self.theme).label) if self.theme else ""

    def question(self, code: str) -> Question | None:
        """The question with this code, if the section asks it."""
        return next((one for one in self.questions if one.code == code), None)

    @property
    def judged(self) -> Question | None:
        """The question that asks for the section's judgement, if it does."""
        return next((one for one in self.questions if one.kind == QuestionKind.JUDGEMENT), None)


def sections_from(content: Iterable[dict[str, Any]]) -> tuple[Section, ...]:
    """The sections of a template's stored content, in order."""
    return tuple(
        Section(
            slug=one["slug"],
            title=one["title"],
            theme=one.get("theme", ""),
            guidance=one.get("guidance", ""),
            questions=tuple(_question(question) for question in one.get("questions", ())),
        )
        for one in content
    )


def _question(stored: dict[str, Any]) -> Question:
    scale, indicators = tuple(stored.get("scale", ())), tuple(stored.get("indicators", ()))
    return Question(**{**stored, "scale": scale, "indicators": indicators})


def content_of(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Sections as a template stores them."""
    return [_plain(asdict(one)) for one in sections]


def _plain(stored: dict[str, Any]) -> dict[str, Any]:
    questions = [
        {**one, "scale": list(one["scale"]), "indicators": list(one["indicators"])} for one in stored["questions"]
    ]
    return {**stored, "questions": questions}
