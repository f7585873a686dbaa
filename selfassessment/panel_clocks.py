"""Reminders of a panel's days (NOT-1, MOD-3, MOD-5). Safe to run any number of times: each is told once.

Nothing is reminded of while the authority's clocks stand still (SE-17), nor while the panel itself does, because the
text was taken back or another was released (SE-4).
"""

from datetime import date

from django.utils.timezone import localdate

from regions.querysets import today
from riia.ui.workdays import add_working_days
from selfassessment import panel_notices
from selfassessment.barring import Bars, bars_of
from selfassessment.deadlines import Deadlines
from selfassessment.models import Panel
from selfassessment.rules.feedback import feedback_of
from selfassessment.rules.panels import MODERATOR, has_passed, last_day, reasons_if_standing_still
from selfassessment.statuses import ON_THE_PANEL, MemberStatus, PanelPart, PanelStatus

# Working days before a day on which whoever's turn it is hears of it.
REMIND_BEFORE = 5
# Whose turn it is while the view is agreed and feedback is made.
TURNS: dict[str, tuple[str, ...]] = {
    PanelStatus.AGREEING: (PanelPart.MODERATOR, PanelPart.THIRD),
    PanelStatus.DISCUSSING: (PanelPart.MODERATOR, PanelPart.THIRD),
    PanelStatus.CHECKING: (PanelPart.CHAIR,),
}
REMINDED = (PanelStatus.ANNOUNCED, PanelStatus.JUDGING, *TURNS, PanelStatus.REPLYING)


def remind_of_panels() -> int:
    """Remind members of panels or the director of a day that is near or has passed; returns of how many panels."""
    rows = (
        Panel.objects.filter(status__in=REMINDED)
        .select_related("evaluation__cycle", "evaluation__authority")
        .prefetch_related("evaluation__pauses", "members__person__user")
    )
    panels = list(rows.order_by("pk"))
    barred = bars_of(panels)
    return sum(_remind(one, barred) for one in panels)


def _of_members(panel: Panel, barred: dict[int, Bars]) -> bool:
    """MOD-2, ACC-17: the team hears, once, of who can't keep a place that they have."""
    found = [one for one in panel.members.all() if one.pk in barred and barred[one.pk].reasons]
    for one in found:
        panel_notices.cannot_sit(one)
    return bool(found)


def _remind(panel: Panel, barred: dict[int, Bars]) -> bool:
    deadlines = Deadlines(panel.evaluation)
    if deadlines.standing_still or reasons_if_standing_still(panel):
        return False
    unanswered = _of_places(panel) or _of_members(panel, barred)
    if panel.status == PanelStatus.ANNOUNCED:
        return unanswered
    of_its_step = _of_judging(panel) if panel.status == PanelStatus.JUDGING else _of_feedback(panel, deadlines.feedback)
    turn = True
    if panel.status == PanelStatus.REPLYING:
        written = feedback_of(panel)
        replied = bool(written and written.replied_at)
        of_its_step = not replied and _of_the_reply(panel)
        # MOD-5: once the authority has replied, or could have, it is the chair's turn again.
        turn = replied or has_passed(panel, "reply_until")
    late = turn and deadlines.passed(deadlines.feedback)
    if late:
        panel_notices.feedback_late(panel, deadlines.feedback)
    return unanswered or of_its_step or late


def _is_near(day: date | None) -> bool:
    return day is not None and today() <= day <= add_working_days(today(), REMIND_BEFORE)


def _of_judging(panel: Panel) -> bool:
    """MOD-3: those of the pair who have not handed in; nobody hears what the other has done."""
    day = last_day(panel, "judge_by")
    pair = [one for one in panel.members.all() if one.part == MODERATOR and one.status == MemberStatus.ACCEPTED]
    left = [one for one in pair if one.judged_at is None]
    if has_passed(panel, "judge_by"):
        panel_notices.judging_late(panel, left, day)
    elif _is_near(day):
        panel_notices.judging_due(panel, left, day)
    else:
        return False
    return bool(left)


def _of_places(panel: Panel) -> bool:
    """MOD-1, MOD-8: who was asked some days ago, a third moderator too, and has not said whether they come."""
    long_ago = add_working_days(today(), -REMIND_BEFORE)
    asked = [one for one in panel.members.all() if one.status == MemberStatus.ASKED]
    left = [one for one in asked if max(localdate(one.asked_at), panel.announced_on or long_ago) <= long_ago]
    for one in left:
        panel_notices.place_waits(one)
    return bool(left)


def _of_feedback(panel: Panel, day: date) -> bool:
    """MOD-3, MOD-4, MOD-8: those whose turn it is, before the day by which feedback is to be final."""
    parts = TURNS.get(panel.status, ())
    near = bool(parts) and _is_near(day)
    if near:
        turn = [one for one in panel.members.all() if one.part in parts and one.status in ON_THE_PANEL]
        panel_notices.feedback_due(panel, turn, day)
    return near


def _of_the_reply(panel: Panel) -> bool:
    """MOD-5: the director, while there is still time to say something of this feedback."""
    day = last_day(panel, "reply_until")
    near = _is_near(day)
    if near:
        panel_notices.reply_runs_out(panel, day)
    return near
