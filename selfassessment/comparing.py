"""What is different between two templates, side by side: sections and questions by their addresses (SE-6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from selfassessment.models import Template
from selfassessment.plans import Question, Section, sections_from

NEW, GONE, CHANGED, MOVED = "New", "Taken out", "Changed", "Moved"


@dataclass(frozen=True)
class Difference:
    """One thing that differs: where, how (new, taken out, changed, moved), and both sides in lines of words."""

    where: str
    how: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def between(old: Template, new: Template, names: Mapping[str, str]) -> list[Difference]:
    """What differs between two templates, the document's name first; `names` are those of indicators by code."""
    label = [Difference("What the document is called", CHANGED, (old.label,), (new.label,))]
    sections = differences(sections_from(old.content), sections_from(new.content), names)
    return (label if old.label != new.label else []) + sections


def differences(
    old: tuple[Section, ...], new: tuple[Section, ...], names: Mapping[str, str] | None = None
) -> list[Difference]:
    """What was added, taken out, reworded or moved, in the order of the newer template; what was taken out last."""
    return list(_between(old, new, names or {}))


def _between(old: tuple[Section, ...], new: tuple[Section, ...], names: Mapping[str, str]) -> Iterator[Difference]:
    before = {one.slug: one for one in old}
    kept = {one.slug for one in new} & before.keys()
    moved = _moved([one.slug for one in old if one.slug in kept], [one.slug for one in new if one.slug in kept])
    for section in new:
        earlier = before.get(section.slug)
        if earlier is None:
            yield Difference(section.title, NEW, (), _section_words(section))
            continue
        if section.slug in moved:
            yield Difference(
                section.title, MOVED, (f"Section {old.index(earlier) + 1}",), (f"Section {new.index(section) + 1}",)
            )
        if _head(earlier) != _head(section):
            yield Difference(section.title, CHANGED, _head(earlier), _head(section))
        yield from _questions(earlier, section, names)
    for section in old:
        if section.slug not in kept:
            yield Difference(section.title, GONE, _section_words(section), ())


def _questions(old: Section, new: Section, names: Mapping[str, str]) -> Iterator[Difference]:
    kept = [one.code for one in new.questions if old.question(one.code)]
    moved = _moved([one.code for one in old.questions if one.code in kept], kept)
    for place, question in enumerate(new.questions, 1):
        where, earlier = f"{new.title}: question {place}", old.question(question.code)
        if earlier is None:
            yield Difference(where, NEW, (), question_words(question, names))
        elif earlier != question:
            yield Difference(where, CHANGED, question_words(earlier, names), question_words(question, names))
        if earlier and question.code in moved:
            number = old.questions.index(earlier) + 1
            yield Difference(where, MOVED, (f"Question {number}",), (f"Question {place}",))
    for place, question in enumerate(old.questions, 1):
        if question.code not in kept:
            yield Difference(f"{new.title}: question {place} before", GONE, question_words(question, names), ())


def _moved(old: list[str], new: list[str]) -> set[str]:
    """Those that changed places with their neighbours: all that stand outside the longest run in the same order."""
    place = {one: at for at, one in enumerate(old)}
    longest: list[list[str]] = [[]]
    for one in new:
        before = [run for run in longest if not run or place[run[-1]] < place[one]]
        longest.append([*max(before, key=lambda run: len(run)), one])
    kept: list[str] = max(longest, key=lambda run: len(run))
    return set(new) - set(kept)


def _head(section: Section) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in (section.title, section.theme_label, section.guidance) if one))


def _section_words(section: Section) -> tuple[str, ...]:
    return (*_head(section), *(f"{one.kind_label}: {one.wording}" for one in section.questions))


def question_words(question: Question, names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """A question in lines: its wording, kind, help, scale, indicators by name, and what is asked of the answer."""
    needed = "Has to be answered" if question.required else "May be left out"
    most = f", {question.most_words:,} words at most" if question.most_words else ""
    found = [question.wording, question.kind_label, question.help, f"{needed}{most}"]
    if question.scale:
        found.append(f"Scale: {', '.join(question.scale)}")
    if question.indicators:
        found.append(f"Indicators: {'; '.join((names or {}).get(one, one) for one in question.indicators)}")
    return tuple(one for one in found if one)
