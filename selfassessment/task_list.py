"""The sections of a self-evaluation as a list of tasks: how far each is, and who saved it last (SE-11, SE-16)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from selfassessment.checking import missing_answers
from selfassessment.models import SelfEvaluation
from selfassessment.plans import Section
from selfassessment.statuses import FROZEN


@dataclass(frozen=True)
class Task:
    """One section: how far it is in words, and when and by whom it was saved last. It holds nothing of the text."""

    slug: str
    title: str
    words: str
    colour: str
    saved_at: datetime | None
    saved_by: str
    number: int
    # How many questions are not answered; told of sections that were begun.
    missing: int = 0


def tasks_of(evaluation: SelfEvaluation, plan: Iterable[Section], *, inside: bool = False) -> list[Task]:
    """The sections in the order of the template; no query where `sections` was fetched with its writers.

    `inside`: for who reads the text while it is written, with how much of each section is missing.
    """
    missing = Counter(section.slug for section, _ in missing_answers(evaluation)) if inside else Counter()
    texts = {one.section: one for one in evaluation.sections.all()}
    found = []
    for section in plan:
        text = texts.get(section.slug)
        number = text.number if text else 0
        words, colour = ("Being written", "blue") if number else ("Not started", "grey")
        if evaluation.status in FROZEN:
            # What was submitted is whole, whatever anybody ticked (SE-4).
            words, colour = "Submitted", "green"
        elif text and text.finished:
            words, colour = "Finished for now", "green"
        by = str(text.changed_by) if text and text.changed_by else ""
        at, left = text.changed_at if text else None, missing[section.slug] if number else 0
        found.append(Task(section.slug, section.title, words, colour, at, by, number, left))
    return found
