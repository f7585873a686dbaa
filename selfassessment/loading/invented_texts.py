"""Invented self-evaluations, always the same for the same authority and year, from pieces that are written down."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from selfassessment.answers import empty_answer, item
from selfassessment.models import Finding
from selfassessment.plans import Question, Section
from selfassessment.statuses import COLLECTS, Fate, FindingKind, QuestionKind

FILE = Path(__file__).resolve().parent.parent / "reference" / "demonstration.json"
MONTHS = ("January", "March", "May", "June", "September", "November")
# How often each is chosen, of twenty.
WEIGHTS = (3, 9, 6, 2)
OF_STRENGTHS = ((Fate.CONTINUES, 12), (Fate.CHANGED, 4), (Fate.LOST, 2), (Fate.DROPPED, 2))
OF_AREAS = ((Fate.CONTINUES, 8), (Fate.ACHIEVED, 6), (Fate.CHANGED, 4), (Fate.DROPPED, 2))
CHANGED = "This now holds for some teams and not for all."
OVER = (Fate.ACHIEVED, Fate.DROPPED, Fate.LOST)


@cache
def pieces(file: Path = FILE) -> dict[str, Any]:
    """The pieces: narratives by section and question, and what is said of strengths, points and feedback."""
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class About:
    """Whose text is invented: the authority's name and slug, its children, and the number of the year."""

    name: str
    slug: str
    children: int
    year: int

    def chance(self, what: str) -> Random:
        """A sequence of its own for each thing that is chosen, so that a new one changes no other."""
        return Random(f"{self.slug} {self.year} {what}")  # noqa: S311 - invented, always the same


def content_of_section(about: About, section: Section, earlier: list[Finding]) -> dict[str, Any]:
    """All answers of a section as they are stored. `earlier` are the findings of the year before."""
    return {one.code: _answer(about, section, one, earlier) for one in section.questions}


def _answer(about: About, section: Section, question: Question, earlier: list[Finding]) -> dict[str, Any]:
    chance = about.chance(f"{section.slug}/{question.code}")
    if question.kind == QuestionKind.NARRATIVE:
        return {"text": _narrative(about, f"{section.slug}/{question.code}", chance)}
    if question.kind == QuestionKind.DATA_SHEET:
        return {"text": chance.choice(pieces()["figures"])}
    if question.kind == QuestionKind.JUDGEMENT:
        value = chance.choices(question.scale, WEIGHTS)[0]
        return {"value": value, "text": pieces()["judged"][value]}
    if question.kind in COLLECTS:
        return {"items": _items(about, section, COLLECTS[question.kind], earlier, chance)}
    if question.kind == QuestionKind.EVIDENCE and chance.random() < 0.6:
        month = chance.choice(MONTHS)
        links = [{"title": f"Report to the performance board, {month}", "url": f"https://www.{about.slug}.example/"}]
        return {"links": links}
    return empty_answer(question.kind)


def _narrative(about: About, which: str, chance: Random) -> str:
    given = {
        "name": about.name,
        "children": f"{about.children:,}",
        "few": chance.choice(("three", "four", "five", "six")),
        "many": chance.randint(24, 88),
        "done": chance.randint(14, 22),
        "share": chance.randint(71, 94),
        "less": chance.randint(9, 24),
        "month": chance.choice(MONTHS),
    }
    texts = pieces()
    written = texts["narratives"].get(which, ("",))
    # Each year is told in another way than the one before.
    paragraph = written[(about.year + len(about.slug)) % len(written)]
    closing = [chance.choice(texts["how"]), chance.choice(texts["next"])]
    return "\n\n".join(one.format(**given) for one in (paragraph, " ".join(closing)))


def _items(
    about: About, section: Section, kind: FindingKind, earlier: list[Finding], chance: Random
) -> list[dict[str, Any]]:
    if kind in (FindingKind.REQUEST, FindingKind.OFFER):
        name = "requests" if kind == FindingKind.REQUEST else "offers"
        chosen = chance.sample(pieces()[name], chance.randint(1, 2))
        return [_item(chance, text, theme=theme, service_area=area) for text, theme, area in chosen]
    earlier = [one for one in earlier if one.section == section.slug and one.kind == kind]
    carried = [_carried(one, chance) for one in earlier if one.fate not in OVER]
    written = pieces()["strengths" if kind == FindingKind.STRENGTH else "areas"].get(section.slug, [])
    # What was put in other words last year begins with the same ones.
    fresh = [one for one in written if not any(each.text.startswith(one[0]) for each in earlier)]
    # What was over comes back where there is nothing else to say.
    fresh = (fresh or ([] if carried else written))[: 1 if carried else 2 - chance.randint(0, 1)]
    return carried + [_item(chance, text, theme=section.theme, service_area=area) for text, area in fresh]


def _carried(finding: Finding, chance: Random) -> dict[str, Any]:
    fates = OF_STRENGTHS if finding.kind == FindingKind.STRENGTH else OF_AREAS
    fate = chance.choices([one for one, _ in fates], [weight for _, weight in fates])[0]
    text = finding.text
    if fate == Fate.CHANGED and not text.endswith(CHANGED):
        text = f"{text} {CHANGED}"
    about = {"theme": finding.theme, "service_area": finding.service_area, "carried_from": finding.pk}
    return _item(chance, text, fate=str(fate), fate_words=pieces()["fates"][fate], **about)


def _item(chance: Random, text: str, **given: Any) -> dict[str, Any]:
    return item(text, id=f"{chance.getrandbits(128):032x}", **given)
