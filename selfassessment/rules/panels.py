"""Panels: put together, named, objected to, stopped; what a text taken back means (MOD-1, MOD-2, MOD-7).

A panel moderates one exact text. While that text isn't released, the panel stands still. If another text is released,
a panel that still judges apart takes it up; one whose moderators have seen each other's judgements can't go on, since
they would not judge the new text apart: it is stopped, and another is put together.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from regions.models import Person
from regions.querysets import today
from regions.reach import reach_of
from riia.accounts.models import User
from riia.ui.dates import in_words
from riia.ui.workdays import add_working_days
from selfassessment.deadlines import Deadlines
from selfassessment.models import Objection, Panel, PanelMember, SelfEvaluation
from selfassessment.rules.cycles import reasons_if_not_open
from selfassessment.rules.offices import directs
from selfassessment.rules.volunteers import moderates_in, reasons_against_member, reasons_to_stand_down, seats_of
from selfassessment.statuses import (
    ENDED_PANELS,
    ON_THE_PANEL,
    EvaluationStatus,
    MemberStatus,
    ObjectionStatus,
    PanelPart,
    PanelStatus,
)

PAIR = 2
# How long the authority has at least to object to somebody who is asked after the panel was named, in working days.
DAYS_TO_OBJECT = 5
# How far ahead a day of a panel can be at most, in working days.
LONGEST_WAIT = 130
MODERATOR, THIRD, CHAIR = PanelPart.MODERATOR, PanelPart.THIRD, PanelPart.CHAIR
APART = (PanelStatus.FORMING, PanelStatus.ANNOUNCED, PanelStatus.JUDGING)
MISSING: dict[str, str] = {
    MODERATOR: "The panel lacks a moderator",
    THIRD: "The panel lacks a third moderator",
    CHAIR: "The panel has no chair",
}
TAKEN_BACK = "The authority has taken its text back. The panel goes on when the same text is released again."
ANOTHER_TEXT = "The authority has released another text than this panel moderates."


def runs(user: User, panel: Panel) -> bool:
    """MOD-1: the region's team puts panels together. Administrators don't (ACC-13)."""
    return panel.evaluation.cycle.region_id in reach_of(user).keeps


def sits(user: User, panel: Panel, *parts: str) -> bool:
    """MOD-3: who has accepted a place on the panel, in one of these parts (in any, if none is named)."""
    person = reach_of(user).person
    return moderates_in(user, panel.evaluation.cycle) and any(
        one.person_id == person and one.status == MemberStatus.ACCEPTED and (not parts or one.part in parts)
        for one in panel.members.all()
    )


def reasons_if_standing_still(panel: Panel) -> list[str]:
    """SE-4, MOD-1: nobody works on a text that its authority has taken back, or that another has replaced."""
    evaluation = panel.evaluation
    if evaluation.status != EvaluationStatus.RELEASED:
        return [TAKEN_BACK]
    if evaluation.revision_id != panel.revision_id:
        return [ANOTHER_TEXT]
    if evaluation.opens_on and evaluation.opens_on > today():
        return [f"The text opens to its readers on {in_words(evaluation.opens_on)}."]
    return []


def last_day(panel: Panel, name: str) -> date | None:
    """SE-17, GEN-3: a day of the panel, moved on by what the authority's clocks stood still since it was set.

    Before it is named, judgements are due on the day of its cycle, wherever that moves.
    """
    if name == "judge_by" and not panel.announced_on:
        return Deadlines(panel.evaluation).judging
    day: date | None = getattr(panel, name)
    since = panel.sent_on if name == "reply_until" else panel.announced_on
    return Deadlines(panel.evaluation).moved(day, since) if day and since else day


def reasons_if_far(day: date | None) -> list[str]:
    """GEN-3: a day of a panel that looks like a slip of the pen, since nobody could go on before it."""
    last = add_working_days(today(), LONGEST_WAIT)
    return (
        [f"{in_words(day)} is too far away: {in_words(last)} is the last day possible."] if day and day > last else []
    )


def has_passed(panel: Panel, name: str) -> bool:
    """SE-17, GEN-3: whether a day of the panel has gone by; none does while the clocks stand still."""
    day = last_day(panel, name)
    return day is not None and Deadlines(panel.evaluation).passed(day)


def objections_until(member: PanelMember) -> date | None:
    """MOD-7: the last day on which the authority may object to a member.

    It is the panel's day until judging begins; then the own one of whoever was asked after the panel was named, and
    none for the others: about them it could say what it had to.
    """
    panel = member.panel
    if panel.status in (PanelStatus.FORMING, PanelStatus.ANNOUNCED):
        return last_day(panel, "object_until")
    asked = localdate(member.asked_at)
    if panel.announced_on is None or asked <= panel.announced_on:
        return None
    return Deadlines(panel.evaluation).moved(add_working_days(asked, DAYS_TO_OBJECT), asked)


def may_still_be_objected_to(member: PanelMember) -> bool:
    """MOD-7: whether the authority's time for a member runs."""
    day = objections_until(member)
    return day is not None and not Deadlines(member.panel.evaluation).passed(day)


def reasons_from_objections(panel: Panel) -> list[str]:
    """MOD-7: nothing goes on with somebody about whom an objection isn't decided."""
    raised = Objection.objects.filter(member__panel=panel, member__status__in=ON_THE_PANEL)
    return ["An objection is not decided yet."] if raised.filter(status=ObjectionStatus.RAISED).exists() else []


# --- Putting together -------------------------------------------------------------------------------------------------


def may_form(user: User, evaluation: SelfEvaluation) -> bool:
    """MOD-1: the region's team."""
    return evaluation.cycle.region_id in reach_of(user).keeps


def reasons_not_to_form(
    evaluation: SelfEvaluation, *, by: User, moderators: Sequence[Person] = (), chair: Person | None = None
) -> list[str]:
    """MOD-1, MOD-2, MOD-8: a released and open text without a panel; two moderators and a chair whom nothing bars."""
    if reasons := reasons_if_not_open(evaluation.cycle):
        return reasons
    if Panel.objects.filter(evaluation=evaluation).exclude(status=PanelStatus.STOPPED).exists():
        return ["It has a panel."]
    if evaluation.status != EvaluationStatus.RELEASED:
        return ["It is not released yet."]
    if evaluation.opens_on and evaluation.opens_on > today():
        return [f"It opens to its readers on {in_words(evaluation.opens_on)}."]
    if not moderators and chair is None:
        return []
    people = [*moderators, *([chair] if chair else [])]
    if len(moderators) != PAIR or chair is None or len({one.pk for one in people}) != len(people):
        return ["A panel has two moderators and a chair, three people."]
    found = [reason for one in moderators for reason in reasons_against_member(one, evaluation)]
    found += reasons_from_earlier_pair(moderators, evaluation)
    return found + reasons_against_member(chair, evaluation, True) + reasons_from_authorities(people, evaluation)


def reasons_from_authorities(people: Sequence[Person], evaluation: SelfEvaluation) -> list[str]:
    """MOD-1: no two members work for one authority, so that three authorities look at a fourth."""
    seats = seats_of([one.pk for one in people], evaluation.cycle.region_id)
    found = []
    for place, one in enumerate(people):
        for other in people[place + 1 :]:
            if seats.get(one.pk, frozenset()) & seats.get(other.pk, frozenset()):
                found.append(f"{one} and {other} work for the same authority.")
    return found


def on_it(panel: Panel) -> list[PanelMember]:
    """MOD-1: who has a place: asked or accepted."""
    return [one for one in panel.members.select_related("person") if one.status in ON_THE_PANEL]


def parts_open(panel: Panel) -> list[str]:
    """MOD-1, MOD-3, MOD-8: which parts nobody has. A moderator can't join a pair that has seen its judgements.

    From then on a third does what a moderator who left can't: decide where the pair is no pair, write the feedback.
    """
    having = [one.part for one in panel.members.all() if one.status in ON_THE_PANEL]
    found: list[str] = []
    if panel.status in APART and having.count(MODERATOR) < PAIR:
        found.append(MODERATOR)
    wanted = {
        PanelStatus.AGREEING: having.count(MODERATOR) < PAIR or panel.third_asked_at,
        PanelStatus.DISCUSSING: MODERATOR not in having,
    }
    if wanted.get(PanelStatus(panel.status)) and THIRD not in having:
        found.append(THIRD)
    if CHAIR not in having:
        found.append(CHAIR)
    return found


def reasons_not_to_add(panel: Panel, *, by: User, person: Person | None = None, part: str | None = None) -> list[str]:
    """MOD-1, MOD-2, MOD-8: somebody whom nothing bars, for a part that nobody has."""
    if panel.status in ENDED_PANELS:
        return ["The panel’s work is over."]
    open_parts = parts_open(panel)
    if not open_parts:
        return ["Every part has its member."]
    if person is None or part is None:
        return []
    if part not in open_parts:
        return [f"The panel needs no {PanelPart(part).label.lower()}."]
    members = [one.person for one in on_it(panel)]
    if person in members:
        return [f"{person} is on the panel already."]
    evaluation = panel.evaluation
    found = reasons_against_member(person, evaluation, part == CHAIR)
    together = reasons_from_authorities([*members, person], evaluation)
    if part == MODERATOR:
        others = [one.person for one in on_it(panel) if one.part == MODERATOR]
        found += reasons_from_earlier_pair([*others, person], evaluation)
    return found + [one for one in together if str(person) in one]


# --- Members ----------------------------------------------------------------------------------------------------------


def is_asked(user: User, member: PanelMember) -> bool:
    """MOD-1: whoever was asked answers."""
    return member.person_id == reach_of(user).person and moderates_in(user, member.panel.evaluation.cycle)


def may_stand_down(user: User, member: PanelMember) -> bool:
    """MOD-1: the member, and the region's team, which changes panels."""
    return is_asked(user, member) or runs(user, member.panel)


def reasons_not_to_answer(member: PanelMember, *, by: User) -> list[str]:
    """MOD-7: nobody is asked before the panel is named to the authority."""
    if member.panel.announced_on is None:
        return ["The panel is not named yet."]
    return ["The panel’s work is over."] if member.panel.status in ENDED_PANELS else []


def reasons_not_to_accept(member: PanelMember, *, by: User) -> list[str]:
    """MOD-1, MOD-2, MOD-7: as long as nothing has come between the person and the authority.

    Who is asked once the panel is at work reads the text from then on: so not before the authority could object.
    """
    if reasons := reasons_not_to_answer(member, by=by):
        return reasons
    return reasons_before_the_last_day(member) or reasons_to_stand_down(member.person, member.panel.evaluation)


def reasons_before_the_last_day(member: PanelMember) -> list[str]:
    """MOD-7, ACC-10: what stands in the way of a place on a panel at work."""
    if member.panel.status in (PanelStatus.FORMING, PanelStatus.ANNOUNCED):
        return []
    if may_still_be_objected_to(member):
        day = in_words(objections_until(member))
        return [f"The authority may object until {day}. The place can be accepted after that."]
    return reasons_from_objections(member.panel)


def reasons_not_to_stand_down(member: PanelMember, *, by: User) -> list[str]:
    """MOD-1: not from a panel whose work is over: it stays on record who gave the feedback."""
    return ["The panel’s work is over."] if member.panel.status in ENDED_PANELS else []


# --- Announcing and objecting -----------------------------------------------------------------------------------------


def reasons_not_to_announce(
    panel: Panel, *, by: User, object_until: date | None = None, judge_by: date | None = None
) -> list[str]:
    """MOD-7: a whole panel whom nothing bars, with a day for objections before the one for judgements, both soon."""
    if reasons := reasons_if_standing_still(panel):
        return reasons
    if open_parts := parts_open(panel):
        return [f"{MISSING[one]}." for one in open_parts]
    reasons = [reason for one in on_it(panel) for reason in reasons_to_stand_down(one.person, panel.evaluation)]
    if object_until and object_until <= today():
        reasons.append("The day for objections must be a later one than today.")
    reasons += [*reasons_if_far(object_until), *reasons_if_far(judge_by)]
    if object_until and judge_by and judge_by <= object_until:
        reasons.append("The day for judgements must be a later one than the day for objections.")
    deadlines = Deadlines(panel.evaluation)
    if judge_by and judge_by > deadlines.feedback and not deadlines.passed(deadlines.feedback):
        reasons.append(f"Feedback is due on {in_words(deadlines.feedback)}: judgements are due by then.")
    return reasons


def kept_off(panel: Panel) -> frozenset[int]:
    """MOD-7: the people about whom an objection of the authority was upheld."""
    upheld = Objection.objects.filter(member__panel=panel, status=ObjectionStatus.UPHELD)
    return frozenset(upheld.values_list("member__person", flat=True))


def saw_judgements(evaluation: SelfEvaluation) -> frozenset[int]:
    """MOD-3: who judged on a stopped panel of this self-evaluation whose pair had seen each other's judgements."""
    stopped = Panel.objects.filter(evaluation=evaluation, status=PanelStatus.STOPPED)
    judged = PanelMember.objects.filter(panel=OuterRef("pk"), part=MODERATOR, status=MemberStatus.ACCEPTED)
    left = judged.filter(judged_at=None)
    rows = PanelMember.objects.filter(
        panel__in=stopped.filter(Exists(judged), ~Exists(left)).values("pk"),
        part=MODERATOR,
        status=MemberStatus.ACCEPTED,
    )
    return frozenset(rows.values_list("person", flat=True))


def reasons_from_earlier_pair(people: Sequence[Person], evaluation: SelfEvaluation) -> list[str]:
    """MOD-3: two who have seen each other's judgements of this authority would not judge its new text apart."""
    saw = saw_judgements(evaluation) if len(people) == PAIR else frozenset()
    if len(people) < PAIR or not {one.pk for one in people} <= saw:
        return []
    one, other = people
    return [f"{one} and {other} have seen each other’s judgements on a panel that was stopped: one of them at most."]


def may_object(user: User, member: PanelMember) -> bool:
    """MOD-7: the director of the authority that is moderated."""
    return directs(user, member.panel.evaluation)


def reasons_not_to_object(member: PanelMember, *, by: User, text: str | None = None) -> list[str]:
    """MOD-7: to somebody who is on the panel, until the day that was named."""
    panel = member.panel
    if panel.announced_on is None or panel.status in ENDED_PANELS:
        return ["There is nothing to object to now."]
    if member.status not in ON_THE_PANEL:
        return [f"{member.person} is not on the panel."]
    if not may_still_be_objected_to(member):
        day = objections_until(member)
        return [f"You could object {f'until {in_words(day)}' if day else 'before judging began'}."]
    if member.objections.filter(status=ObjectionStatus.RAISED).exists():
        return ["You have objected already; the regional team decides."]
    return ["Say why."] if text is not None and not text.strip() else []


def may_decide(user: User, objection: Objection) -> bool:
    """MOD-7: the region's team."""
    return runs(user, objection.member.panel)


def reasons_not_to_decide(objection: Objection, *, by: User, decision: str | None = None) -> list[str]:
    """MOD-7: with words, which the authority reads, as long as the member is on the panel."""
    member = objection.member
    if member.status not in ON_THE_PANEL:
        return [f"{member.person} is not on the panel any more: there is nothing to decide."]
    return ["Say why."] if decision is not None and not decision.strip() else []


def reasons_not_to_begin(panel: Panel, *, by: User) -> list[str]:
    """MOD-1, MOD-2, MOD-7: everybody has accepted, nothing bars them, and the authority could object."""
    if reasons := reasons_if_standing_still(panel):
        return reasons
    reasons = [f"{MISSING[one]}." for one in parts_open(panel)]
    for one in on_it(panel):
        if one.status == MemberStatus.ASKED:
            reasons.append(f"{one.person} has not answered yet.")
        reasons += reasons_to_stand_down(one.person, panel.evaluation)
    if not has_passed(panel, "object_until"):
        reasons.append(f"The authority may object until {in_words(last_day(panel, 'object_until'))}.")
    return reasons + reasons_from_objections(panel)


# --- Another text -----------------------------------------------------------------------------------------------------


def reasons_not_to_take_up(panel: Panel, *, by: User) -> list[str]:
    """SE-4, MOD-3: another text was released, and the moderators have not seen each other's judgements."""
    evaluation = panel.evaluation
    if panel.status not in APART:
        return ["The moderators know each other’s judgements of the earlier text. Stop this panel, and form another."]
    if evaluation.status != EvaluationStatus.RELEASED:
        return [TAKEN_BACK]
    return ["It moderates the text that is released."] if evaluation.revision_id == panel.revision_id else []


def reasons_not_to_stop(panel: Panel, *, by: User) -> list[str]:
    """MOD-5: feedback that is final stays."""
    return ["The panel’s work is over."] if panel.status in ENDED_PANELS else []
