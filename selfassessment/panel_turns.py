"""Whose turn it is on a panel, and what is due by which day, alike on every page that tells it (GEN-3, SE-16)."""

from datetime import date

from django.db.models import Prefetch

from regions.roles import Role
from riia.ui.dates import in_words
from selfassessment.deadlines import Deadlines
from selfassessment.models import Feedback, Objection, Panel, PanelMember, Point
from selfassessment.rules.panels import ANOTHER_TEXT, has_passed, last_day, parts_open, reasons_if_standing_still
from selfassessment.statuses import (
    ENDED_PANELS,
    ON_THE_PANEL,
    EvaluationStatus,
    MemberStatus,
    ObjectionStatus,
    PanelPart,
    PanelStatus,
    PointStatus,
)

TEAM, DIRECTOR, MODERATORS = "Regional team", str(Role.DCS.label), "Moderators"
NOBODY, NOTHING, PAUSED = "Nobody", "Nothing is due", "Dates changed: nothing is due now"
# Which day of the panel comes next, and what is due by it; elsewhere it is the cycle's day for feedback.
NEXT: dict[str, tuple[str, str]] = {
    PanelStatus.FORMING: ("judge_by", "Judgements"),
    PanelStatus.ANNOUNCED: ("object_until", "Objections"),
    PanelStatus.JUDGING: ("judge_by", "Judgements"),
    PanelStatus.REPLYING: ("reply_until", "Reply"),
}
# What `turn_of` reads of panels, so that a list of them takes four queries more, however many they are.
WITH_PLACES = (
    Prefetch(
        "members",
        PanelMember.objects.prefetch_related(
            Prefetch("objections", Objection.objects.filter(status=ObjectionStatus.RAISED), to_attr="raised")
        ).order_by("pk"),
    ),
    Prefetch("points", Point.objects.exclude(status=PointStatus.CLOSED).only("panel"), to_attr="open_points"),
    Prefetch("feedback", Feedback.objects.only("panel", "replied_at")),
)


def turn_of(panel: Panel) -> tuple[str, str, date | None]:
    """Whose turn it is, what is due next, and by which day; no day while the panel stands still (SE-4).

    Reads members, objections that wait, and whether the authority has replied: lists are fetched with `WITH_PLACES`.
    """
    if panel.status in ENDED_PANELS:
        return "", "", None
    if still := reasons_if_standing_still(panel):
        back = panel.evaluation.status != EvaluationStatus.RELEASED
        return DIRECTOR if back else TEAM if still == [ANOTHER_TEXT] else "", "", None
    name, what = NEXT.get(panel.status, ("", "Feedback"))
    day = last_day(panel, name) if name else None
    if day is None or (panel.status == PanelStatus.REPLYING and _has_replied(panel)):
        what, day = "Feedback", Deadlines(panel.evaluation).feedback
    return _turn(panel), what, day


def in_short(panel: Panel) -> tuple[str, str]:
    """Whose turn it is and what is due, in words, as the page of a panel and lists of them say it."""
    turn, what, day = turn_of(panel)
    if not turn or day is None:
        return turn or NOBODY, NOTHING
    if Deadlines(panel.evaluation).standing_still:
        return turn, PAUSED
    return turn, f"{what} by {in_words(day)}"


def _turn(panel: Panel) -> str:
    """Whoever is really waited for."""
    if panel.status == PanelStatus.FORMING or parts_open(panel):
        return TEAM
    if any(_is_objected_to(one) for one in panel.members.all()):
        return TEAM
    if panel.status == PanelStatus.ANNOUNCED:
        return _before_judging(panel)
    if panel.status in (PanelStatus.JUDGING, PanelStatus.AGREEING):
        return MODERATORS
    if panel.status == PanelStatus.DISCUSSING:
        # With every point closed, what is left is to write the feedback.
        return f"{MODERATORS} and the director" if _is_discussing(panel) else MODERATORS
    if panel.status == PanelStatus.REPLYING and not (_has_replied(panel) or has_passed(panel, "reply_until")):
        return DIRECTOR
    return str(PanelPart.CHAIR.label)


def _before_judging(panel: Panel) -> str:
    """MOD-7: those who were asked and have not answered, and the authority until its day; then the team."""
    asked = sum(one.status == MemberStatus.ASKED for one in panel.members.all())
    waited = ["Authority"] if not has_passed(panel, "object_until") else []
    if asked:
        waited.append("the member who is asked" if asked == 1 else f"the {asked} members who are asked")
    words = " and ".join(waited)
    return words[:1].upper() + words[1:] if words else TEAM


def _is_objected_to(member: PanelMember) -> bool:
    if member.status not in ON_THE_PANEL:
        return False
    fetched = getattr(member, "raised", None)
    return bool(member.objections.filter(status=ObjectionStatus.RAISED) if fetched is None else fetched)


def _is_discussing(panel: Panel) -> bool:
    fetched = getattr(panel, "open_points", None)
    return bool(panel.points.exclude(status=PointStatus.CLOSED).exists() if fetched is None else fetched)


def _has_replied(panel: Panel) -> bool:
    written = getattr(panel, "feedback", None)
    return bool(written and written.replied_at)
