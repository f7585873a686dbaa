"""Who writes a self-evaluation and lets others write or read it, and what stands in the way (SE-1, SE-6, SE-9, SE-11,
SE-16, SE-20)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from regions import roles
from regions.models import Appointment, Person
from regions.querysets import today
from regions.reach import reach_of
from regions.statuses import Schedule
from riia.accounts.models import User
from selfassessment.answers import (
    LONGEST_ITEM,
    LONGEST_TEXT,
    LONGEST_TITLE,
    LONGEST_URL,
    MOST_ROWS,
    carried_keys,
    clean_content,
    fault_of_link,
    same_content,
)
from selfassessment.carrying import may_be_carried
from selfassessment.checking import missing_answers
from selfassessment.models import InvitedReader, NamedEditor, SectionText, SelfEvaluation
from selfassessment.plans import Question, Section, sections_from
from selfassessment.querysets import DIRECTS, EDITORS, authorities_as
from selfassessment.rules.offices import directs
from selfassessment.statuses import (
    COLLECTS,
    FATES,
    IN_WRITING,
    CycleStatus,
    EvaluationStatus,
    InspectionTheme,
    QuestionKind,
    ServiceArea,
)

# Nobody of the regional team reads before release for longer than that without being invited again.
LONGEST_INVITATION = timedelta(days=366)


def section_of(evaluation: SelfEvaluation, slug: str) -> Section | None:
    """SE-6: a section as the cycle's template asks for it; None where it asks for no such section."""
    return next((one for one in sections_from(evaluation.cycle.template.content) if one.slug == slug), None)


# --- Writing ----------------------------------------------------------------------------------------------------------


def may_write(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-1: the director, the chief executive of the trust that serves the authority, and editors whom they named."""
    reach = reach_of(user)
    if evaluation.authority_id in authorities_as(reach, *DIRECTS):
        return True
    if evaluation.authority_id not in authorities_as(reach, *EDITORS):
        return False
    return any(one.person_id == reach.person and one.ended_at is None for one in evaluation.editors.all())


def may_write_section(user: User, text: SectionText) -> bool:
    """SE-1: who writes the self-evaluation writes all its sections."""
    return may_write(user, text.evaluation)


def reasons_not_to_write(evaluation: SelfEvaluation) -> list[str]:
    """SE-4: while the cycle is open and no frozen text stands; a frozen one is opened again first."""
    if evaluation.cycle.status != CycleStatus.OPEN:
        return [f"{evaluation.cycle} is {evaluation.cycle.get_status_display().lower()}."]
    if evaluation.status not in IN_WRITING:
        state = evaluation.get_status_display().lower()
        return [f"The text stands as it was submitted: it is {state}. Its director can open it again to change it."]
    return []


def reasons_not_to_begin(evaluation: SelfEvaluation, *, by: User, section: str | None = None) -> list[str]:
    """SE-6: a section of the cycle's template, while the text may be changed."""
    if reasons := reasons_not_to_write(evaluation):
        return reasons
    if section is not None and section_of(evaluation, section) is None:
        return ["The template asks for no such section."]
    return []


def reasons_not_to_save(
    text: SectionText, *, by: User, content: Mapping[str, Any] | None = None, seen: int | None = None
) -> list[str]:
    """SE-11: made from the newest save, with answers to this section's questions, and not the same again."""
    if reasons := reasons_not_to_write(text.evaluation):
        return reasons
    if content is None:
        return []
    if seen is not None and seen != text.number:
        return [overtaken_by(text)]
    section = section_of(text.evaluation, text.section)
    if section is None:
        return ["The template asks for no such section."]
    if reasons := reasons_from_content(text.evaluation, section, content):
        return reasons
    if text.number and same_content(section, content, text.content):
        return ["This is what the section holds already."]
    return []


def overtaken_by(text: SectionText) -> str:
    """SE-11: who was faster, in a sentence."""
    return (
        f"{text.changed_by or 'Somebody'} has saved this section since you opened it, so yours was not saved. "
        "Nothing is lost: both texts are shown."
    )


def reasons_from_content(evaluation: SelfEvaluation, section: Section, content: Mapping[str, Any]) -> list[str]:
    """SE-6, SE-9: each answer is one to its question; what is carried over is the authority's own."""
    asked = {one.code for one in section.questions}
    reasons = [f"“{code}” is no question of this section." for code in content if code not in asked]
    clean = clean_content(section, content)
    for question in section.questions:
        reasons += [fault for _, fault in faults_of(question, clean[question.code])]
        keys = carried_keys(clean, question)
        if keys and not may_be_carried(evaluation, COLLECTS[question.kind], keys):
            reasons.append(f"{question.wording}: what is carried over must be your own, of an earlier year.")
    return reasons


def faults_of(question: Question, answer: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """SE-6, SE-9: what is wrong with a clean answer, as (part, sentence): "text", "value", or row and part, "2-url"."""
    if len(answer.get("text", "")) > LONGEST_TEXT:
        yield "text", f"{question.wording}: at most {LONGEST_TEXT:,} characters fit."
    if answer.get("value") and answer["value"] not in question.scale:
        yield "value", f"“{answer['value'][:40]}” is not on the scale of “{question.wording}”."
    rows = answer.get("items") or answer.get("links") or ()
    if len(rows) > MOST_ROWS:
        yield "", f"{question.wording}: at most {MOST_ROWS}. Bring some of them together."
    for number, one in enumerate(rows):
        faults = _faults_of_link(one) if question.kind == QuestionKind.EVIDENCE else _faults_of_item(question, one)
        for part, fault in faults:
            yield f"{number}-{part}", f"{question.wording} {number + 1}: {fault}"


def _faults_of_item(question: Question, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not row["text"]:
        yield "text", "say it in a few sentences, or remove it."
    for part in ("text", "fate_words"):
        if len(row[part]) > LONGEST_ITEM:
            yield part, f"at most {LONGEST_ITEM:,} characters fit."
    if row["theme"] not in InspectionTheme.values:
        yield "theme", "choose its theme."
    if row["service_area"] not in ServiceArea.values:
        yield "service_area", "choose its service area."
    if row["fate"] and row["fate"] not in FATES.get(question.kind, ()):
        yield "fate", "choose what became of it."


def _faults_of_link(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not row["title"]:
        yield "title", "say what it is."
    if len(row["title"]) > LONGEST_TITLE:
        yield "title", f"at most {LONGEST_TITLE} characters fit."
    if not row["url"]:
        yield "url", "give its web address."
    elif len(row["url"]) > LONGEST_URL:
        yield "url", "its web address is too long."
    elif fault := fault_of_link(row["url"]):
        yield "url", fault


def reasons_not_to_finish(text: SectionText, *, by: User, finished: bool = True, seen: int | None = None) -> list[str]:
    """SE-9, SE-11: what is saved and newest, with every answer; what was carried over says what became of it."""
    if reasons := reasons_not_to_write(text.evaluation):
        return reasons
    if seen is not None and seen != text.number:
        return [overtaken_by(text)]
    if not finished:
        return []
    if not text.number:
        return ["Nothing is saved in this section yet."]
    missing = [f"“{one.wording}”" for _, one in missing_answers(text.evaluation, text.section)]
    reasons = [f"Not answered yet: {', '.join(missing)}."] if missing else []
    if any(
        one.get("carried_from") and not one.get("fate")
        for answer in text.content.values()
        for one in answer.get("items") or ()
    ):
        reasons.append("Say of each point from an earlier year what became of it, then finish the section.")
    return reasons


# --- Who else -------------------------------------------------------------------------------------------------------


def may_direct(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-1, SE-16, SE-20: the director joins the cycle, names editors and lets somebody read before release."""
    return directs(user, evaluation)


def may_direct_editor(user: User, editor: NamedEditor) -> bool:
    """SE-1: who names editors ends them."""
    return directs(user, editor.evaluation)


def may_direct_invited(user: User, invited: InvitedReader) -> bool:
    """SE-16: who invites a reader ends the invitation."""
    return directs(user, invited.evaluation)


def reasons_not_to_join(evaluation: SelfEvaluation, *, by: User) -> list[str]:
    """SE-20: once, while the cycle is open, and under a signature that counts today."""
    if evaluation.cycle.status != CycleStatus.OPEN:
        return [f"{evaluation.cycle} is {evaluation.cycle.get_status_display().lower()}."]
    if evaluation.joined_on:
        return ["Your authority has joined this cycle already."]
    if not reach_of(by).may_read(Schedule.SELF_EVALUATION, evaluation.cycle.region_id):
        return ["Your authority has no current signature of the region’s memorandum for self-evaluations."]
    return []


def possible_editors(evaluation: SelfEvaluation) -> QuerySet[Person]:
    """SE-1: the authority's officers of today who don't write yet; neither its director nor who approves."""
    seats = Appointment.objects.giving_access(today()).filter(
        seat__authority=evaluation.authority_id, seat__role__in=EDITORS, person__user__isnull=False
    )
    named = NamedEditor.objects.filter(evaluation=evaluation.pk, ended_at=None)
    rows = Person.objects.filter(pk__in=seats.order_by().values("person"))
    return rows.exclude(pk__in=named.order_by().values("person")).order_by("name", "pk")


def reasons_not_to_name(evaluation: SelfEvaluation, *, by: User, person: Person | None = None) -> list[str]:
    """SE-1: an officer of the authority, once."""
    if evaluation.status == EvaluationStatus.RELEASED or evaluation.cycle.status == CycleStatus.CLOSED:
        return ["There is nothing left to write."]
    if person is None:
        return [] if possible_editors(evaluation).exists() else ["Every officer of the authority writes already."]
    if not possible_editors(evaluation).filter(pk=person.pk).exists():
        return [f"{person} is no officer of {evaluation.authority} today, or writes already."]
    return []


def reasons_not_to_end_editor(editor: NamedEditor, *, by: User) -> list[str]:
    """SE-1: while it lasts."""
    return ["It has ended already."] if editor.ended_at else []


def possible_readers(evaluation: SelfEvaluation) -> QuerySet[Person]:
    """SE-16: the people of the regional team today."""
    seats = Appointment.objects.giving_access(today()).filter(
        seat__region=evaluation.cycle.region_id, seat__role__in=roles.TEAM, person__user__isnull=False
    )
    return Person.objects.filter(pk__in=seats.order_by().values("person")).order_by("name", "pk")


def reasons_not_to_invite(
    evaluation: SelfEvaluation, *, by: User, person: Person | None = None, ends: date | None = None
) -> list[str]:
    """SE-16: somebody of the regional team, until a day within a year, before release."""
    if evaluation.status == EvaluationStatus.RELEASED:
        return ["The text is released: the regional team reads it from the day on which it opens."]
    if person is None or ends is None:
        return [] if possible_readers(evaluation).exists() else ["The regional team has nobody to invite."]
    if not possible_readers(evaluation).filter(pk=person.pk).exists():
        return [f"{person} has no seat in the team of {evaluation.cycle.region} today."]
    if not today() < ends <= today() + LONGEST_INVITATION:
        return ["The last day must be today or later, and within a year."]
    if InvitedReader.objects.filter(evaluation=evaluation.pk, person=person, ends__gt=today()).exists():
        return [f"{person} is invited already. End that first to give another day."]
    return []


def reasons_not_to_end_invitation(invited: InvitedReader, *, by: User) -> list[str]:
    """SE-16: while it lasts."""
    return ["It has ended already."] if invited.ends <= today() else []
