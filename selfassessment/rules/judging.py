"""Judging apart, agreeing a view, and the points that are discussed with the authority (MOD-3, MOD-4, MOD-8)."""

import hashlib
from datetime import date

from django.utils.timezone import localdate

from regions.models import Person
from regions.querysets import today
from regions.reach import reach_of
from riia.accounts.models import User
from riia.ui.dates import in_words
from selfassessment.models import AgreedView, Judgement, Panel, PanelMember, Point
from selfassessment.plans import Section, sections_from
from selfassessment.rules.panels import (
    CHAIR,
    MODERATOR,
    PAIR,
    THIRD,
    is_asked,
    reasons_from_objections,
    reasons_if_standing_still,
    sits,
)
from selfassessment.rules.volunteers import reasons_to_stand_down
from selfassessment.statuses import MemberStatus, PanelStatus, PointStatus, Seriousness

LONGEST_WORDS = 5000


def judged_sections(panel: Panel) -> tuple[Section, ...]:
    """MOD-3: the sections of the template that ask for a judgement, in order."""
    plan = sections_from(panel.evaluation.cycle.template.content)
    return tuple(one for one in plan if one.judged)


def scale_of(panel: Panel, slug: str) -> tuple[str, ...]:
    """MOD-3: the words on which a section is judged, best first; none for a section that isn't judged."""
    return next((one.judged.scale for one in judged_sections(panel) if one.slug == slug and one.judged), ())


def _reasons_from(panel: Panel, section: str | None, value: str | None, words: str | None) -> list[str]:
    """What is wrong with a word and its reason; nothing is asked of either before it is typed."""
    if section is None:
        return []
    scale = scale_of(panel, section)
    if not scale:
        return ["This section isn’t judged."]
    if value is None and words is None:
        return []
    reasons = []
    if value not in scale:
        reasons.append("Choose a word of the scale.")
    if not (words or "").strip():
        reasons.append("Say why.")
    return reasons


# --- Apart ------------------------------------------------------------------------------------------------------------


def judges(user: User, member: PanelMember) -> bool:
    """MOD-3: each moderator for themselves alone; the chair and the third judge nothing apart."""
    return is_asked(user, member) and member.part == MODERATOR and member.status == MemberStatus.ACCEPTED


def reasons_not_to_judge(
    member: PanelMember, *, by: User, section: str | None = None, value: str | None = None, words: str | None = None
) -> list[str]:
    """MOD-3: while the panel judges, until they hand in."""
    panel = member.panel
    if panel.status != PanelStatus.JUDGING:
        return [f"Judging is not possible: {panel.get_status_display().lower()}."]
    if member.judged_at:
        return ["You have handed in your judgements."]
    if reasons := reasons_if_standing_still(panel) or _reasons_if_barred(panel, member.person):
        return reasons
    return _reasons_from(panel, section, value, words)


def _reasons_if_barred(panel: Panel, person: Person | None) -> list[str]:
    """MOD-2: what has come between somebody and the authority since they accepted."""
    found = reasons_to_stand_down(person, panel.evaluation) if person else []
    return [*found, "Stand down, or ask the regional team."] if found else []


def reasons_not_to_hand_in(member: PanelMember, *, by: User) -> list[str]:
    """MOD-3: once, with every section judged."""
    if reasons := reasons_not_to_judge(member, by=by):
        return reasons
    done = set(member.judgements.values_list("section", flat=True))
    missing = [one.title for one in judged_sections(member.panel) if one.slug not in done]
    reasons = [f"Not judged yet: {', '.join(missing)}."] if missing else []
    return reasons + reasons_from_objections(member.panel)


def may_open(user: User, panel: Panel) -> bool:
    """MOD-3: part of handing in; the last moderator's act opens what both have written."""
    return sits(user, panel, MODERATOR)


def reasons_not_to_open(panel: Panel, *, by: User) -> list[str]:
    """MOD-3: both have handed in."""
    handed = panel.members.filter(part=MODERATOR, status=MemberStatus.ACCEPTED, judged_at__isnull=False)
    return [] if handed.count() == PAIR else ["Two moderators hand in before they see each other’s judgements."]


# --- Together ---------------------------------------------------------------------------------------------------------


def may_agree(user: User, panel: Panel) -> bool:
    """MOD-3, MOD-8: the moderators, and the third where the pair can't agree. The chair only looks at the tone."""
    return sits(user, panel, MODERATOR, THIRD)


def third_of(panel: Panel) -> PanelMember | None:
    """MOD-8: who decides where the pair can't."""
    return next((one for one in panel.members.all() if one.part == THIRD and one.status == MemberStatus.ACCEPTED), None)


def is_left_to_third(panel: Panel, third: PanelMember, section: str) -> bool:
    """MOD-8: what the pair judged unlike and had not agreed on. Where both chose one word, they can word the view."""
    if word_of_pair(panel, section):
        return False
    settled = panel.views.filter(section=section, confirmed_at__isnull=False).first()
    return settled is None or settled.agreed_by_id == third.person.user_id


def word_of_pair(panel: Panel, section: str) -> str:
    """MOD-3, MOD-8: the word that both moderators chose; empty where they chose unlike ones, or are no pair."""
    rows = Judgement.objects.filter(member__panel=panel, member__part=MODERATOR, section=section)
    values = list(rows.filter(member__status=MemberStatus.ACCEPTED).values_list("value", flat=True))
    return values[0] if len(values) == PAIR and len(set(values)) == 1 else ""


def _reasons_of_third(panel: Panel, third: PanelMember, section: str, value: str | None) -> list[str]:
    """MOD-8: the third decides where the pair chose unlike words; where it chose one, the view keeps it."""
    if is_left_to_third(panel, third, section):
        return []
    settled = panel.views.filter(section=section, confirmed_at__isnull=False).exclude(agreed_by=third.person.user_id)
    if settled.exists():
        return ["The pair agrees on this section."]
    word = word_of_pair(panel, section)
    return [f"Both moderators chose “{word}”: the view keeps this word."] if word and value not in (None, word) else []


def mark_of(view: AgreedView | None) -> str:
    """SE-11: which state of a view somebody has looked at; empty while there is none."""
    return view.agreed_at.isoformat() if view else ""


def reasons_not_to_agree(
    panel: Panel,
    *,
    by: User,
    section: str | None = None,
    value: str | None = None,
    words: str | None = None,
    seen: str | None = None,
) -> list[str]:
    """MOD-3, MOD-8, SE-11: while a view is agreed, from its newest state; what is left to the third, the third alone,
    who also words what the pair judges alike and has not worded.

    `seen` is the mark of the view that was looked at.
    """
    if panel.status != PanelStatus.AGREEING:
        return [f"Agreeing a view is not possible: {panel.get_status_display().lower()}."]
    third, person = third_of(panel), reach_of(by).person
    own = next((one.person for one in panel.members.all() if one.person_id == person), None)
    if reasons := reasons_if_standing_still(panel) or _reasons_if_barred(panel, own):
        return reasons
    if third and section is not None:
        if third.person_id != person and is_left_to_third(panel, third, section):
            return ["The pair has asked for a third moderator, who decides on this section."]
        if third.person_id == person and (reasons := _reasons_of_third(panel, third, section, value)):
            return reasons
    if section is not None and seen is not None:
        view = panel.views.filter(section=section).select_related("agreed_by").first()
        if view and mark_of(view) != seen:
            return [f"{view.agreed_by} has saved this view since you opened it. Yours is kept below; look at theirs."]
    return _reasons_from(panel, section, value, words)


def may_confirm(user: User, view: AgreedView) -> bool:
    """MOD-3: the moderators; a view stands when both are behind it."""
    return sits(user, view.panel, MODERATOR)


def reasons_not_to_confirm(view: AgreedView, *, by: User, seen: str | None = None) -> list[str]:
    """MOD-3: the other of the pair, once, of the words as they stand: those that were looked at."""
    panel = view.panel
    if panel.status != PanelStatus.AGREEING:
        return [f"Agreeing a view is not possible: {panel.get_status_display().lower()}."]
    if view.confirmed_at:
        return ["Both moderators stand behind it."]
    if view.agreed_by_id == by.pk:
        return ["You wrote it: the other moderator agrees to it, or writes another."]
    if seen is not None and seen != mark_of(view):
        return ["It was changed since you opened this page. Look at it as it stands now, then agree."]
    return reasons_if_standing_still(panel)


def may_call_third(user: User, panel: Panel) -> bool:
    """MOD-8: the pair, and the chair."""
    return sits(user, panel, MODERATOR, CHAIR)


def reasons_not_to_call_third(panel: Panel, *, by: User) -> list[str]:
    """MOD-8: once, while a section is left on which they don't agree."""
    if panel.status != PanelStatus.AGREEING:
        return [f"It is not possible now: {panel.get_status_display().lower()}."]
    if panel.third_asked_at:
        return ["A third moderator has been asked for."]
    if reasons := reasons_if_standing_still(panel):
        return reasons
    return [] if sections_open(panel) else ["A view of every section is agreed."]


def sections_open(panel: Panel) -> list[Section]:
    """MOD-3: the sections of which no view is agreed yet."""
    agreed = set(panel.views.filter(confirmed_at__isnull=False).values_list("section", flat=True))
    return [one for one in judged_sections(panel) if one.slug not in agreed]


def reasons_not_to_settle(panel: Panel, *, by: User) -> list[str]:
    """MOD-3: a view of every section."""
    if reasons := reasons_if_standing_still(panel):
        return reasons
    missing = [one.title for one in sections_open(panel)]
    reasons = [f"No agreed view yet: {', '.join(missing)}."] if missing else []
    return reasons + reasons_from_objections(panel)


# --- Points -----------------------------------------------------------------------------------------------------------


def may_raise(user: User, panel: Panel) -> bool:
    """MOD-4: whoever sits on the panel."""
    return sits(user, panel)


def reasons_not_to_raise(
    panel: Panel,
    *,
    by: User,
    text: str | None = None,
    section: str = "",
    seriousness: str = Seriousness.TO_DISCUSS,
) -> list[str]:
    """MOD-4, GEN-2: from the day on which the panel agrees its view until its points are discussed."""
    if panel.status not in (PanelStatus.AGREEING, PanelStatus.DISCUSSING):
        return [f"Raising a point is not possible: {panel.get_status_display().lower()}."]
    if reasons := reasons_if_standing_still(panel):
        return reasons
    return _reasons_from_point(panel, text, section, seriousness)


def _reasons_from_point(
    panel: Panel, text: str | None, section: str, seriousness: str, but: Point | None = None
) -> list[str]:
    if section and section not in {one["slug"] for one in panel.evaluation.cycle.template.content}:
        return ["The template asks for no such section."]
    if seriousness not in Seriousness.values:
        return ["Choose how serious it is."]
    if text is None:
        return []
    if not text.strip():
        return ["Say what is to be discussed."]
    same = panel.points.filter(text=text.strip(), section=section).exclude(status=PointStatus.CLOSED)
    if (same.exclude(pk=but.pk) if but else same).exists():
        return ["The same point is raised already, in the same words."]
    return []


def works_on(user: User, point: Point) -> bool:
    """MOD-4: whoever sits on its panel."""
    return sits(user, point.panel)


def reasons_not_to_change(
    point: Point,
    *,
    by: User,
    text: str | None = None,
    section: str = "",
    seriousness: str = Seriousness.TO_DISCUSS,
) -> list[str]:
    """MOD-4: in other words as long as the authority has not been asked about it."""
    if point.status != PointStatus.RAISED or point.panel.status != PanelStatus.AGREEING:
        return ["It is with the authority as it is: what was said about it goes into the discussion."]
    if reasons := reasons_not_to_raise(point.panel, by=by):
        return reasons
    return _reasons_from_point(point.panel, text, section, seriousness, but=point)


def _reasons_if_not_discussing(point: Point) -> list[str]:
    panel = point.panel
    if panel.status != PanelStatus.DISCUSSING:
        return [f"It is not possible now: {panel.get_status_display().lower()}."]
    return reasons_if_standing_still(panel)


def reasons_not_to_record(
    point: Point, *, by: User, discussed_on: date | None = None, discussion: str | None = None, with_whom: str = ""
) -> list[str]:
    """MOD-4: with the authority, between the day it was raised and today, with who took part and what was said."""
    if reasons := _reasons_if_not_discussing(point):
        return reasons
    reasons = []
    raised_on = localdate(point.raised_at)
    if discussed_on and discussed_on < raised_on:
        reasons.append(f"The point was raised on {in_words(raised_on)}: it was not discussed before that day.")
    if discussed_on and discussed_on > today():
        reasons.append("The discussion is still to come.")
    if discussion is not None and not discussion.strip():
        reasons.append("Say what was said.")
    if discussion is not None and not with_whom.strip():
        reasons.append("Say who took part for the authority.")
    return reasons


def mark_of_record(point: Point) -> str:
    """SE-11: which state of a recorded discussion somebody has looked at."""
    words = "\0".join((str(point.discussed_on), point.with_whom, point.discussion))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def reasons_not_to_correct(
    point: Point,
    *,
    by: User,
    discussed_on: date | None = None,
    discussion: str | None = None,
    with_whom: str = "",
    seen: str | None = None,
) -> list[str]:
    """MOD-4, SE-11: what was recorded, from its newest state, until the point is closed."""
    if point.status == PointStatus.RAISED:
        return ["No discussion is recorded yet."]
    if point.status == PointStatus.CLOSED:
        return ["The point is closed: what was recorded stays as it is."]
    if seen is not None and seen != mark_of_record(point):
        return ["The record was changed since you opened this page. Yours is kept below; look at what it says now."]
    return reasons_not_to_record(point, by=by, discussed_on=discussed_on, discussion=discussion, with_whom=with_whom)


def reasons_not_to_close(
    point: Point, *, by: User, outcome: str | None = None, seriousness: str = Seriousness.TO_DISCUSS
) -> list[str]:
    """MOD-4: with what came of it, and how serious it is in the end."""
    if reasons := _reasons_if_not_discussing(point):
        return reasons
    if seriousness not in Seriousness.values:
        return ["Choose how serious it is."]
    return ["Say what came of it."] if outcome is not None and not outcome.strip() else []
