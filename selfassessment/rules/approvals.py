"""Who submits, approves, returns, reopens, releases and withdraws a self-evaluation, and what stands in the way
(SE-2 to SE-5, SE-7, SE-12, SE-14, SE-15, SE-20)."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from regions.models import Person
from regions.querysets import today
from regions.reach import reach_of
from regions.statuses import Schedule
from riia.accounts.models import User
from riia.ui.dates import in_words
from selfassessment.checking import ChildWarning, missing_answers
from selfassessment.documents import content_of, digest_of
from selfassessment.models import Approval, SelfEvaluation
from selfassessment.plans import Question, Section
from selfassessment.rules.offices import (
    OFFICE_OF,
    ROLE_OF,
    directs,
    heads_its_trust,
    in_charge,
    offices_worked_for,
    required_offices,
    seat_of_approver,
    why_stand_in,
)
from selfassessment.statuses import ApprovalStatus, Capacity, CycleStatus, EvaluationStatus, Office

CHANGED = "The text was changed after you opened the page. Look at it again, then decide."
# Of so many questions that are not answered the words are told.
MOST_NAMED = 3


def approvals_given(evaluation: SelfEvaluation) -> dict[str, Approval]:
    """SE-4: the approvals that stand for exactly the text that was submitted last, {office: approval}."""
    if evaluation.revision_id is None:
        return {}
    rows = Approval.objects.filter(revision=evaluation.revision_id, status=ApprovalStatus.GIVEN)
    return {one.office: one for one in rows.select_related("person")}


def stands_as_it_was(evaluation: SelfEvaluation, digest: str, by: User) -> bool:
    """SE-4: whether a text, by its digest, is the one submitted last, by the same director, with no approval lost."""
    current = evaluation.revision
    return (
        current is not None
        and current.digest == digest
        and evaluation.submitted_by_id == by.pk
        and not current.approvals.filter(status=ApprovalStatus.OVERTAKEN).exists()
    )


def offices_missing(evaluation: SelfEvaluation) -> list[Office]:
    """SE-3: the required approvals that nobody has given to this text yet."""
    given = approvals_given(evaluation)
    return [one for one in required_offices(evaluation.cycle) if one not in given]


# --- Submitting -------------------------------------------------------------------------------------------------------


def may_submit(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-15: the director submits, and is the author of what is approved."""
    return directs(user, evaluation)


def reasons_not_to_submit(
    evaluation: SelfEvaluation,
    *,
    by: User,
    digest: str = "",
    **_details: Any,
) -> list[str]:
    """SE-4, SE-7: what is asked for is answered, and what is frozen is what the director saw. The closing date stands
    in nobody's way; the end of the cycle does.
    """
    if evaluation.cycle.status != CycleStatus.OPEN:
        return [f"{evaluation.cycle} is {evaluation.cycle.get_status_display().lower()}."]
    if digest and digest != digest_of(content_of(evaluation)):
        return [CHANGED]
    return _reasons_from_missing(missing_answers(evaluation))


def _reasons_from_missing(missing: list[tuple[Section, Question]]) -> list[str]:
    """A few questions by their words, many by how many in which section."""
    if not missing:
        return []
    if len(missing) <= MOST_NAMED:
        names = "; ".join(f"“{question.wording}” in {section.title}" for section, question in missing)
        return [f"Not answered yet: {names}."]
    counted = Counter(section.title for section, _ in missing)
    places = ", ".join(f"{number} in {title}" for title, number in counted.items())
    return [f"{len(missing)} questions are not answered yet: {places}."]


def reasons_from_warnings(warnings: Iterable[ChildWarning], confirmed: Collection[str]) -> list[str]:
    """SE-12: of each place that looks like a child's details, its author has said that it is none."""
    if all(one.key in confirmed for one in warnings):
        return []
    return ["Say of each place that looks like a child’s details that you have looked at it."]


# --- Answers of the approvers -----------------------------------------------------------------------------------------


def may_answer(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-2, SE-15, ACC-12: the chief executive and the lead member, or the deputy who stands in; never a delegate."""
    return seat_of_approver(user, evaluation) is not None


def reasons_not_to_approve(
    evaluation: SelfEvaluation, *, by: User, revision: int | None = None, **_details: Any
) -> list[str]:
    """SE-2, SE-4, SE-15: one office, one person, not the author, and exactly the text that was looked at."""
    return _reasons_from_cycle(evaluation, revision) or _reasons_from_person(evaluation, by)


def reasons_not_to_send_back(
    evaluation: SelfEvaluation, *, by: User, words: str | None = None, revision: int | None = None, **_details: Any
) -> list[str]:
    """SE-2, SE-15: who could approve it returns it, in words."""
    reasons = _reasons_from_cycle(evaluation, revision) or _reasons_from_person(evaluation, by)
    return reasons or (["Say what has to change."] if words is not None and not words.strip() else [])


def _reasons_from_cycle(evaluation: SelfEvaluation, revision: int | None) -> list[str]:
    if evaluation.cycle.status != CycleStatus.OPEN:
        return [f"{evaluation.cycle} is {evaluation.cycle.get_status_display().lower()}."]
    return _reasons_from_text(evaluation, revision)


def _reasons_from_text(evaluation: SelfEvaluation, revision: int | None) -> list[str]:
    current = evaluation.revision.number if evaluation.revision else 0
    return [] if revision is None or revision == current else [CHANGED]


def _reasons_from_person(evaluation: SelfEvaluation, by: User) -> list[str]:
    held = seat_of_approver(by, evaluation)
    assert held is not None  # noqa: S101 - only holders are permitted
    office = OFFICE_OF[held.role]
    if office not in required_offices(evaluation.cycle):
        return [f"{evaluation.cycle} doesn’t ask for the approval of the {office.label.lower()}."]
    if by.pk == evaluation.submitted_by_id:
        return ["You submitted this text, so somebody else approves it."]
    if heads_its_trust(reach_of(by).person, evaluation.authority_id):
        return ["You head the trust that serves the authority, so you don’t approve for the council."]
    if held.role not in ROLE_OF.values() and not why_stand_in(office, evaluation):
        return [
            f"The {office.label.lower()} decides. You stand in while that seat is vacant, or where its holder "
            "submitted the text."
        ]
    return _reasons_from_answers(evaluation, office, reach_of(by).person, str(by))


def _reasons_from_answers(evaluation: SelfEvaluation, office: str, person: int | None, name: str) -> list[str]:
    given = approvals_given(evaluation)
    if office in given:
        one = given[office]
        return [f"{one.name} has approved this text on {in_words(one.decided_on)} for the {Office(office).label}."]
    same = [one for one in given.values() if _is_same(one, person, name)]
    return ["One person cannot give both approvals."] if same else []


def _is_same(approval: Approval, person: int | None, name: str) -> bool:
    if approval.person_id and person:
        return approval.person_id == person
    return approval.name.casefold() == name.strip().casefold()


# --- Decisions that an officer records --------------------------------------------------------------------------------


def may_record(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-14: somebody who is named for the approver's office."""
    return bool(offices_worked_for(user, evaluation))


def reasons_not_to_record(
    evaluation: SelfEvaluation,
    *,
    by: User,
    office: str = "",
    name: str = "",
    title: str = "",
    decided_on: date | None = None,
    evidence: str = "",
    words: str = "",
    approved: bool = True,
    revision: int | None = None,
    **_details: Any,
) -> list[str]:
    """SE-2, SE-14, SE-15: the holder's decision where the region allows it, a stand-in's while one is needed; with its
    evidence, about the text that was decided on.
    """
    if not office:
        return _reasons_from_setting(evaluation, by)
    if office not in offices_worked_for(by, evaluation):
        return ["You don’t work for this office."]
    if office not in required_offices(evaluation.cycle):
        return ["This approval is not asked for in this cycle."]
    stands_in = why_stand_in(office, evaluation)
    if not stands_in and not evaluation.cycle.decisions_recorded:
        return ["In this region an approver confirms in person while the seat is held."]
    reasons = _reasons_from_cycle(evaluation, revision)
    reasons += _reasons_from_day(evaluation, decided_on)
    if not evidence.strip():
        reasons.append("Say what shows the decision.")
    if not approved and not words.strip():
        reasons.append("Say what has to change.")
    return reasons or _reasons_from_decider(evaluation, office, name, title, bool(stands_in))


def _reasons_from_setting(evaluation: SelfEvaluation, by: User) -> list[str]:
    offices = [one for one in offices_worked_for(by, evaluation) if one in offices_missing(evaluation)]
    if not offices:
        return ["No approval of the office that you work for is waited for."]
    if evaluation.cycle.decisions_recorded or any(why_stand_in(one, evaluation) for one in offices):
        return []
    return ["In this region an approver confirms in person while the seat is held."]


def _reasons_from_day(evaluation: SelfEvaluation, decided_on: date | None) -> list[str]:
    if decided_on is None:
        return ["Say on which day it was decided."]
    if decided_on > today():
        return ["The day of the decision must not be in the future."]
    made = evaluation.revision.made_at.date() if evaluation.revision else today()
    return ["The text was not there on that day."] if decided_on < made else []


def _reasons_from_decider(evaluation: SelfEvaluation, office: str, name: str, title: str, stands_in: bool) -> list[str]:
    if not stands_in:
        holder = in_charge(office, evaluation.authority_id)[0].person
        if name.strip() or title.strip():
            return [f"{holder} holds the seat, and nobody stands in: leave out who stands in, and as what."]
        return _reasons_from_answers(evaluation, office, holder.pk, str(holder))
    if not name.strip() or not title.strip():
        return ["Say who stands in, and as what."]
    author = evaluation.submitted_by
    if author and author.name.casefold() == name.strip().casefold():
        return [f"{author} submitted this text, so somebody else approves it."]
    namesakes = Person.objects.filter(name__iexact=name.strip())
    if any(heads_its_trust(one, evaluation.authority_id) for one in namesakes):
        return [f"{name.strip()} heads the trust that serves the authority, so doesn’t approve for the council."]
    return _reasons_from_answers(evaluation, office, None, name)


def decided_as(evaluation: SelfEvaluation, office: str) -> str:
    """SE-14, SE-15: as what an officer's entry counts: the holder's decision, or that of who stands in."""
    return Capacity.STAND_IN if why_stand_in(office, evaluation) else Capacity.RECORDED


def may_repudiate(user: User, approval: Approval) -> bool:
    """SE-14: the holder whose decision an officer recorded."""
    if approval.person is None or approval.person.user_id is None or approval.person.user_id != user.pk:
        return False
    held = seat_of_approver(user, approval.revision.evaluation)
    return held is not None and OFFICE_OF[held.role] == approval.office


def reasons_not_to_repudiate(approval: Approval, *, by: User, words: str | None = None) -> list[str]:
    """SE-14: only what somebody else recorded; what the holder confirmed in person is theirs."""
    if approval.capacity != Capacity.RECORDED:
        return ["You have confirmed this in person."]
    return ["Say what is wrong."] if words is not None and not words.strip() else []


def may_lose_approval(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-3, SE-14: with a repudiation, by the holder of the office."""
    return may_answer(user, evaluation)


def reasons_not_to_lose_approval(evaluation: SelfEvaluation, *, by: User) -> list[str]:
    """SE-3: it falls back only while an approval is missing."""
    return [] if offices_missing(evaluation) else ["Every approval is given."]


def may_overtake(user: User | None, approval: Approval) -> bool:
    """SE-4: the portal alone, with a change of the text."""
    return user is None


# --- Asking again -----------------------------------------------------------------------------------------------------


def may_ask_again(user: User, evaluation: SelfEvaluation) -> bool:
    """NOT-1, ACC-7: the director asks again, where a link has expired or somebody else holds the office by now."""
    return directs(user, evaluation)


def reasons_not_to_ask_again(evaluation: SelfEvaluation, *, by: User, office: str = "", **_details: Any) -> list[str]:
    """NOT-1: whose approval is missing; and no councillor is chased in the days before an election."""
    missing = offices_missing(evaluation)
    wanted = [one for one in missing if not office or one == office]
    if evaluation.status != EvaluationStatus.SUBMITTED or not wanted:
        return ["Nobody’s approval is waited for."]
    if all(one == Office.LEAD_MEMBER and before_election(evaluation) for one in wanted):
        until = in_words(evaluation.cycle.election_until)
        return [f"Councillors are not chased before an election. You can ask again from {until}."]
    return []


def before_election(evaluation: SelfEvaluation) -> bool:
    """NOT-1, SE-17: whether today lies in the cycle's pre-election period."""
    begins, ends = evaluation.cycle.election_from, evaluation.cycle.election_until
    return bool(begins and ends and begins <= today() < ends)


# --- Reopening, releasing, withdrawing --------------------------------------------------------------------------------


def may_reopen(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-4: the director opens a frozen text again."""
    return directs(user, evaluation)


def reasons_not_to_reopen(evaluation: SelfEvaluation, *, by: User, words: str | None = None) -> list[str]:
    """SE-4: with the reason, which approvers read with what changed."""
    if evaluation.cycle.status == CycleStatus.CLOSED:
        return ["The cycle is closed. A later event is told in an addendum."]
    return ["Say why."] if words is not None and not words.strip() else []


def may_release(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-3, SE-20: the director gives the text to those who take part."""
    return directs(user, evaluation)


def reasons_not_to_release(evaluation: SelfEvaluation, *, by: User, revision: int | None = None) -> list[str]:
    """SE-3, SE-4, SE-20: every required approval of exactly this text, and the authority takes part."""
    reasons = _reasons_from_cycle(evaluation, revision)
    reasons += [f"The approval of the {one.label.lower()} is missing." for one in offices_missing(evaluation)]
    if evaluation.joined_on is None:
        reasons.append("Your authority has not joined this cycle.")
    if not _has_signed(by, evaluation):
        reasons.append("Your authority has no current signature of the region’s memorandum for self-evaluations.")
    return reasons


def _has_signed(by: User, evaluation: SelfEvaluation) -> bool:
    return reach_of(by).may_read(Schedule.SELF_EVALUATION, evaluation.cycle.region_id)


def may_withdraw(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-4, SE-5: the director takes a released text back."""
    return directs(user, evaluation)


def reasons_not_to_withdraw(evaluation: SelfEvaluation, *, by: User, words: str | None = None) -> list[str]:
    """SE-4: with the reason, which stays in the authority."""
    return ["Say why."] if words is not None and not words.strip() else []


def may_be_recorded_as_reader(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-20: who reads a released text that isn't their own; whether they may is asked when it is shown."""
    return reach_of(user).member and not is_own(user, evaluation)


def is_own(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-1, SE-20: whether somebody has a seat of the authority itself."""
    return evaluation.authority_id in reach_of(user).authorities


def reasons_not_to_be_recorded(evaluation: SelfEvaluation, *, by: User) -> list[str]:
    """SE-20: readers are counted of what is released and open to them."""
    readable = SelfEvaluation.objects.readable_by(by).filter(pk=evaluation.pk)
    return [] if readable.exists() else ["It is not open to you."]
