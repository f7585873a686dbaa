"""Dated addenda to a released text, and the approval of a changed judgement (SE-12, SE-19)."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import Any

from regions.querysets import today
from regions.reach import reach_of
from riia.accounts.models import User
from riia.ui.dates import in_words
from selfassessment.documents import Answer, sections_of
from selfassessment.models import Addendum, SelfEvaluation
from selfassessment.rules.approvals import CHANGED
from selfassessment.rules.offices import (
    OFFICE_OF,
    ROLE_OF,
    directs,
    heads_its_trust,
    required_offices,
    seat_of_approver,
    why_stand_in,
)
from selfassessment.statuses import AddendumStatus, EvaluationStatus, Office, QuestionKind


def may_write_addendum(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-19: the director tells of a later event."""
    return directs(user, evaluation)


def may_change_addendum(user: User, addendum: Addendum) -> bool:
    """SE-19: the director of its authority."""
    return directs(user, addendum.evaluation)


def judgements_of(evaluation: SelfEvaluation) -> list[tuple[str, str, Answer]]:
    """SE-19: what is judged in the released text with its addenda: (section’s slug, its title, the answer)."""
    if evaluation.revision is None:
        return []
    added = evaluation.addenda.filter(status=AddendumStatus.ADDED).exclude(judgement="").order_by("added_at", "pk")
    changed = {(one.section, one.question): one.judgement for one in added}
    return [
        (section.slug, section.title, _as_changed(answer, changed.get((section.slug, answer.code), "")))
        for section in sections_of(evaluation.revision)
        for answer in section.answers
        if answer.kind == QuestionKind.JUDGEMENT
    ]


def _as_changed(answer: Answer, judgement: str) -> Answer:
    return replace(answer, answer={**answer.answer, "value": judgement}) if judgement else answer


def changes_judgement(addendum: Addendum) -> bool:
    """SE-19: whether its approval is needed."""
    return bool(addendum.judgement)


def digest_of_addendum(addendum: Addendum) -> str:
    """SE-4, SE-19: the SHA-256 of what is approved with an addendum, in hexadecimal."""
    parts = [str(addendum.happened_on), addendum.title, addendum.text]
    parts += [addendum.section, addendum.question, addendum.judgement]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def reasons_not_to_write_addendum(
    evaluation: SelfEvaluation,
    *,
    by: User,
    happened_on: date | None = None,
    title: str | None = None,
    text: str | None = None,
    section: str = "",
    question: str = "",
    judgement: str = "",
    **_details: Any,
) -> list[str]:
    """SE-19: beside a released text, about a day that has come; a changed judgement is one of its own scale."""
    if evaluation.status != EvaluationStatus.RELEASED:
        return ["Only a released text has addenda. Change the text itself."]
    reasons = []
    if title is not None and text is not None and not (title.strip() and text.strip()):
        reasons.append("Give it a title and a text.")
    if happened_on is not None and happened_on > today():
        reasons.append("The day of the event must not be in the future.")
    return reasons + _reasons_from_judgement(evaluation, section, question, judgement)


def _reasons_from_judgement(evaluation: SelfEvaluation, section: str, question: str, judgement: str) -> list[str]:
    if not (section or question or judgement):
        return []
    answers = {(slug, answer.code): answer for slug, _, answer in judgements_of(evaluation)}
    answer = answers.get((section, question))
    if answer is None:
        return ["This judgement is not part of the text."]
    if judgement not in answer.scale:
        return ["Choose a judgement of its scale."]
    return ["That is the judgement which the text holds already."] if judgement == answer.value else []


def reasons_not_to_change_addendum(addendum: Addendum, *, by: User, **details: Any) -> list[str]:
    """SE-19: the same as for a new one."""
    return reasons_not_to_write_addendum(addendum.evaluation, by=by, **details)


def reasons_not_to_submit_addendum(addendum: Addendum, *, by: User, digest: str = "", **_details: Any) -> list[str]:
    """SE-19: while the text is released, and as it was looked at."""
    if addendum.evaluation.status != EvaluationStatus.RELEASED:
        return ["Only a released text has addenda."]
    if digest and digest != digest_of_addendum(addendum):
        return [CHANGED]
    return []


def offices_missing(addendum: Addendum) -> list[Office]:
    """SE-19: whose approval of a changed judgement is missing."""
    if not changes_judgement(addendum):
        return []
    return [one for one in required_offices(addendum.evaluation.cycle) if one not in addendum.approved]


def may_answer_addendum(user: User, addendum: Addendum) -> bool:
    """SE-2, SE-15, SE-19, ACC-12: who answers for the text itself."""
    return seat_of_approver(user, addendum.evaluation) is not None


def reasons_not_to_approve_addendum(addendum: Addendum, *, by: User, digest: str = "") -> list[str]:
    """SE-2, SE-4, SE-19: beside a released text; one office, one person, not its author, exactly what was looked at."""
    if addendum.evaluation.status != EvaluationStatus.RELEASED:
        return ["Only a released text has addenda."]
    if digest and digest != digest_of_addendum(addendum):
        return [CHANGED]
    held = seat_of_approver(by, addendum.evaluation)
    assert held is not None  # noqa: S101 - only holders are permitted
    office = OFFICE_OF[held.role]
    if office not in required_offices(addendum.evaluation.cycle):
        return [f"{addendum.evaluation.cycle} doesn’t ask for the approval of the {office.label.lower()}."]
    if by.pk in (addendum.written_by_id, addendum.evaluation.submitted_by_id):
        return ["You wrote this, so somebody else approves it."]
    if heads_its_trust(reach_of(by).person, addendum.evaluation.authority_id):
        return ["You head the trust that serves the authority, so you don’t approve for the council."]
    if held.role not in ROLE_OF.values() and not why_stand_in(office, addendum.evaluation):
        return [f"The {office.label.lower()} decides. You stand in while that seat is vacant."]
    if given := addendum.approved.get(office):
        return [f"{given['name']} has approved this on {in_words(date.fromisoformat(given['on']))}."]
    if any(one["user"] == by.pk for one in addendum.approved.values()):
        return ["One person cannot give both approvals."]
    return []


def reasons_not_to_return_addendum(
    addendum: Addendum, *, by: User, words: str | None = None, digest: str = ""
) -> list[str]:
    """SE-19: who could approve it returns it, in words."""
    reasons = reasons_not_to_approve_addendum(addendum, by=by, digest=digest)
    return reasons or (["Say what has to change."] if words is not None and not words.strip() else [])


def reasons_not_to_withdraw_addendum(addendum: Addendum, *, by: User) -> list[str]:
    """SE-19: at any time; the text beside which it stood is then as it was."""
    return []
