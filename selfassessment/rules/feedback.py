"""Feedback: drafted, looked at by the chair, replied to, final (MOD-5, MOD-7, MOD-8)."""

from collections.abc import Mapping
from datetime import date

from regions.querysets import today
from riia.accounts.models import User
from riia.ui.dates import in_words
from selfassessment.models import Feedback, Panel
from selfassessment.rules.judging import judged_sections
from selfassessment.rules.offices import directs
from selfassessment.rules.panels import (
    CHAIR,
    MODERATOR,
    THIRD,
    has_passed,
    last_day,
    reasons_from_objections,
    reasons_if_far,
    reasons_if_standing_still,
    sits,
)
from selfassessment.statuses import PanelStatus, PointStatus

SUMMARY = "summary"


def feedback_of(panel: Panel) -> Feedback | None:
    """MOD-5: what is written so far."""
    return Feedback.objects.filter(panel=panel).first()


def may_draft(user: User, panel: Panel) -> bool:
    """MOD-5, MOD-8: the moderators. The chair doesn't write what the chair looks at."""
    return sits(user, panel, MODERATOR, THIRD)


def reasons_not_to_draft(
    panel: Panel, *, by: User, content: Mapping[str, str] | None = None, seen: int | None = None
) -> list[str]:
    """MOD-5, SE-11: while points are discussed, from the newest save."""
    if panel.status != PanelStatus.DISCUSSING:
        return [f"Writing feedback is not possible: {panel.get_status_display().lower()}."]
    if reasons := reasons_if_standing_still(panel):
        return reasons
    if content is None:
        return []
    unknown = set(content) - {SUMMARY, *(one.slug for one in judged_sections(panel))}
    if unknown:
        return ["The template asks for no such section."]
    written = feedback_of(panel)
    if seen is not None and seen != (written.number if written else 0):
        return ["Somebody has saved the feedback since you opened it. Yours is below; look at theirs, then save."]
    return []


def reasons_not_to_hand_on(panel: Panel, *, by: User) -> list[str]:
    """MOD-4, MOD-5: every point closed by its discussion, and something said of the whole and of every section."""
    if reasons := reasons_if_standing_still(panel):
        return reasons
    reasons = []
    left = panel.points.exclude(status=PointStatus.CLOSED).count()
    if left:
        reasons.append(f"{left} point{' is' if left == 1 else 's are'} not closed yet.")
    written = feedback_of(panel)
    content = written.content if written else {}
    wanted = {SUMMARY: "the whole", **{one.slug: one.title for one in judged_sections(panel)}}
    missing = [title for slug, title in wanted.items() if not str(content.get(slug, "")).strip()]
    if missing:
        reasons.append(f"The feedback says nothing yet of: {', '.join(missing)}.")
    return reasons + reasons_from_objections(panel)


def chairs(user: User, panel: Panel) -> bool:
    """MOD-8: the chair of the panel."""
    return sits(user, panel, CHAIR)


def reasons_not_to_give_back(panel: Panel, *, by: User, words: str | None = None) -> list[str]:
    """MOD-8: with what should be said otherwise, which stays with the panel."""
    if reasons := reasons_if_standing_still(panel):
        return reasons
    return ["Say what should be said otherwise."] if words is not None and not words.strip() else []


def reasons_not_to_send_on(panel: Panel, *, by: User, reply_until: date | None = None) -> list[str]:
    """MOD-5: with a day until which the authority can reply."""
    if reasons := reasons_if_standing_still(panel) or reasons_from_objections(panel):
        return reasons
    if reply_until and reply_until <= today():
        return ["The day for a reply must be a later one than today."]
    return reasons_if_far(reply_until)


def may_reply(user: User, panel: Panel) -> bool:
    """MOD-5: the director of the authority."""
    return directs(user, panel.evaluation)


def reasons_not_to_reply(panel: Panel, *, by: User, text: str | None = None) -> list[str]:
    """MOD-5: until the day that was named; a later reply takes the place of an earlier one."""
    if panel.status != PanelStatus.REPLYING:
        return [f"A reply is not possible: {panel.get_status_display().lower()}."]
    if has_passed(panel, "reply_until"):
        return [f"You could reply until {in_words(last_day(panel, 'reply_until'))}."]
    return ["Write your reply."] if text is not None and not text.strip() else []


def reasons_not_to_reconsider(panel: Panel, *, by: User) -> list[str]:
    """MOD-5: because of a reply."""
    if reasons := reasons_if_standing_still(panel):
        return reasons
    written = feedback_of(panel)
    return [] if written and written.replied_at else ["The authority has not replied."]


def reasons_not_to_finish(panel: Panel, *, by: User) -> list[str]:
    """MOD-5: once the authority has replied, or could have."""
    if reasons := reasons_if_standing_still(panel) or reasons_from_objections(panel):
        return reasons
    written = feedback_of(panel)
    if (written and written.replied_at) or has_passed(panel, "reply_until"):
        return []
    return [f"The authority may reply until {in_words(last_day(panel, 'reply_until'))}."]
