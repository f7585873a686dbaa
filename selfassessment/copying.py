"""The sections of a self-evaluation as they go into a Word copy, and as they were when a copy was made (SE-13)."""

from collections.abc import Mapping
from typing import Any

from selfassessment.carrying import carried_row, last_year_of, to_carry
from selfassessment.files.word_copy import Written
from selfassessment.models import SectionSave, SelfEvaluation
from selfassessment.plans import sections_from


def written_of(evaluation: SelfEvaluation, user: Any, slugs: set[str] | None = None) -> list[Written]:
    """All sections, or those of some slugs, in the template's order: what they hold, and what is offered from last
    year."""
    texts = {one.section: one for one in evaluation.sections.all()}
    last = last_year_of(evaluation, user)
    found = []
    for number, section in enumerate(sections_from(evaluation.cycle.template.content), start=1):
        if slugs is None or section.slug in slugs:
            text = texts.get(section.slug)
            content, saved = (text.content, text.number) if text else ({}, 0)
            found.append(Written(number, section, content, saved, to_carry(evaluation, last, section)))
    return found


def begun_with(written: Written) -> dict[str, Any]:
    """What a copy of a section that was never saved holds before anything is written: last year's points."""
    return {code: {"items": [carried_row(one) for one in carried]} for code, carried in written.carried.items()}


def contents_at(evaluation: SelfEvaluation, saves: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """{section: content} as it was at these saves, {section: number}; nothing for what was not saved yet."""
    rows = SectionSave.objects.filter(text__evaluation=evaluation, number__in=set(saves.values()))
    found = {(one.text.section, one.number): one.content for one in rows.select_related("text")}
    return {slug: found.get((slug, number), {}) for slug, number in saves.items()}
