"""Who is told what about moderation (MOD-7, NOT-1). No word of a text, a judgement, a point or feedback is in it."""

from collections.abc import Iterable
from datetime import date

from regions.models import Person
from riia.accounts.models import User
from riia.ui.dates import in_words
from selfassessment.models import Objection, Panel, PanelMember, Point, SelfEvaluation
from selfassessment.notifications import directors, team_of, tell_all
from selfassessment.rules.panels import objections_until
from selfassessment.statuses import ENDED_PANELS, ON_THE_PANEL, MemberStatus, PanelPart


def _accounts(people: Iterable[Person]) -> list[User]:
    return [one.user for one in people if one.user and one.user.is_active]


def members(panel: Panel, *parts: str) -> list[User]:
    """The accounts of those who have a place on a panel, in one of these parts if any is named."""
    rows = panel.members.filter(status__in=ON_THE_PANEL).select_related("person__user")
    return _accounts(one.person for one in rows if not parts or one.part in parts)


def _of(panel: Panel) -> list[User]:
    return directors([panel.evaluation.authority_id])


def asked(member: PanelMember) -> None:
    """Somebody hears that they are asked onto a panel."""
    tell_all(
        _accounts([member.person]),
        f"You are asked onto a panel: {member.panel.evaluation}",
        f"{member.get_part_display()}. Say whether you accept.",
        link=member.panel.get_absolute_url(),
    )


def announced(panel: Panel) -> None:
    """The director hears who is on the panel and until when to object; members, that they are asked (MOD-7)."""
    tell_all(
        _of(panel),
        f"Your moderation panel is named: {panel.evaluation}",
        f"The page says who is on it. You may object until {in_words(panel.object_until)}.",
        link=panel.get_absolute_url(),
    )
    for one in panel.members.filter(status=MemberStatus.ASKED).select_related("person__user", "panel"):
        asked(one)


def joined_later(member: PanelMember) -> None:
    """Somebody is asked after the panel was named: they hear of it, and the director (MOD-7)."""
    asked(member)
    panel = member.panel
    tell_all(
        _of(panel),
        f"Somebody else is asked onto your panel: {panel.evaluation}",
        f"The page says who. You may object until {in_words(objections_until(member))}.",
        link=panel.get_absolute_url(),
    )


def answered(member: PanelMember) -> None:
    """The region's team hears of an answer, and of somebody who stands down."""
    tell_all(
        team_of(member.panel.evaluation.cycle.region),
        f"{member.get_status_display()}: {member.panel}",
        f"{member.person}, {member.get_part_display().lower()}.",
        link=member.panel.get_absolute_url(),
    )


def objected(objection: Objection) -> None:
    """The region's team hears of an objection."""
    panel = objection.member.panel
    tell_all(
        team_of(panel.evaluation.cycle.region),
        f"An objection to decide: {panel}",
        "The page says to whom and why.",
        link=panel.get_absolute_url(),
    )


def decided(objection: Objection) -> None:
    """The director hears what was decided."""
    panel = objection.member.panel
    tell_all(
        _of(panel),
        f"Your objection is decided: {panel.evaluation}",
        f"{objection.get_status_display()}. The page says why.",
        link=panel.get_absolute_url(),
    )


def turn_of_panel(panel: Panel, line: str, *parts: str) -> None:
    """Members hear that something waits for them."""
    tell_all(members(panel, *parts), f"Moderation: {panel.evaluation}", line, link=panel.get_absolute_url())


def turn_of_authority(panel: Panel, line: str) -> None:
    """The director hears that something waits for them."""
    tell_all(_of(panel), f"Moderation: {panel.evaluation}", line, link=panel.get_absolute_url())


def third_wanted(panel: Panel) -> None:
    """The region's team hears that a third moderator is asked for (MOD-8)."""
    tell_all(
        team_of(panel.evaluation.cycle.region),
        f"A third moderator is asked for: {panel}",
        "The panel needs one more member.",
        link=panel.get_absolute_url(),
    )


def point_moved(point: Point) -> None:
    """The director hears that a point was discussed or closed."""
    panel = point.panel
    tell_all(
        _of(panel),
        f"{point.get_status_display()}: a point to discuss, {panel.evaluation}",
        "The page says what was written down.",
        link=point.get_absolute_url(),
    )


def record_corrected(point: Point) -> None:
    """The director hears that what was recorded of a discussion reads otherwise now."""
    tell_all(
        _of(point.panel),
        f"Corrected: what was recorded of a point, {point.panel.evaluation}",
        "The page says what is written down now.",
        link=point.get_absolute_url(),
    )


def replied(panel: Panel) -> None:
    """The panel hears that the authority has replied."""
    turn_of_panel(panel, "The authority has replied. Its feedback can become final, or be taken up again.")


def final(panel: Panel) -> None:
    """Director, panel and team hear that the feedback is final."""
    people = [*_of(panel), *members(panel), *team_of(panel.evaluation.cycle.region)]
    tell_all(people, f"Feedback is final: {panel.evaluation}", "The moderation is over.", link=panel.get_absolute_url())


def stopped(panel: Panel) -> None:
    """Who knew of the panel hears that it was stopped."""
    if panel.announced_on:
        people = [*_of(panel), *members(panel)]
        tell_all(people, f"Stopped: {panel}", "Nothing more is asked of this panel.", link=panel.get_absolute_url())


def new_text(panel: Panel) -> None:
    """Members hear that they judge another text."""
    if panel.announced_on:
        line = "It moderates the text that was released now. What you have judged stays, and is handed in again."
        turn_of_panel(panel, line)


def judging_moved(panel: Panel) -> None:
    """Moderators hear that the day for their judgements is another."""
    line = f"Judgements are due by {in_words(panel.judge_by)} now."
    turn_of_panel(panel, line, PanelPart.MODERATOR)


# --- Reminders of the clock -------------------------------------------------------------------------------------------


def judging_due(panel: Panel, left: Iterable[PanelMember], day: date | None) -> None:
    """Some days before judgements are due, who has not handed in is reminded, once."""
    tell_all(
        _accounts(one.person for one in left),
        f"Judgements due on {in_words(day)}: {panel.evaluation}",
        "You have not handed in yours yet.",
        link=panel.get_absolute_url(),
        key=f"judging-due:{panel.pk}:{day}",
    )


def judging_late(panel: Panel, left: Iterable[PanelMember], day: date | None) -> None:
    """After that day who has not handed in is reminded, once, and nobody else hears of it (NOT-1)."""
    tell_all(
        _accounts(one.person for one in left),
        f"The day has passed: judgements, {panel.evaluation}",
        f"They were due on {in_words(day)}. Yours can still be handed in.",
        link=panel.get_absolute_url(),
        key=f"judging-passed:{panel.pk}:{day}",
    )


def place_waits(member: PanelMember) -> None:
    """Who has not said whether they take a place is reminded, once (MOD-1)."""
    tell_all(
        _accounts([member.person]),
        f"You are still asked onto a panel: {member.panel.evaluation}",
        f"{member.get_part_display()}. Say whether you accept.",
        link=member.panel.get_absolute_url(),
        key=f"place-waits:{member.pk}",
    )


def cannot_sit(member: PanelMember) -> None:
    """The team hears, once, that somebody has a place that they can't keep: a seat that ended, a conflict (MOD-2)."""
    tell_all(
        team_of(member.panel.evaluation.cycle.region),
        f"A member can’t sit on it any more: {member.panel}",
        f"{member.person}, {member.get_part_display().lower()}. The page says why.",
        link=member.panel.get_absolute_url(),
        key=f"cannot-sit:{member.pk}",
    )


def feedback_due(panel: Panel, turn: Iterable[PanelMember], day: date) -> None:
    """Some days before feedback is to be final, those whose turn it is are reminded, once a step (MOD-3, MOD-4)."""
    tell_all(
        _accounts(one.person for one in turn),
        f"Feedback due on {in_words(day)}: {panel.evaluation}",
        "A step of its panel waits for you.",
        link=panel.get_absolute_url(),
        key=f"feedback-due:{panel.pk}:{panel.status}:{day}",
    )


def feedback_late(panel: Panel, day: date) -> None:
    """After the day for feedback, the chair of the panel is reminded, once (MOD-5)."""
    tell_all(
        members(panel, PanelPart.CHAIR),
        f"The day has passed: feedback, {panel.evaluation}",
        f"It was to be final by {in_words(day)}.",
        link=panel.get_absolute_url(),
        key=f"feedback-passed:{panel.pk}:{day}",
    )


def reply_runs_out(panel: Panel, day: date | None) -> None:
    """Some days before the last one for a reply, the director is reminded, once (MOD-5)."""
    tell_all(
        _of(panel),
        f"You may reply until {in_words(day)}: {panel.evaluation}",
        "The panel’s feedback is with you. It becomes final without a reply, too.",
        link=panel.get_absolute_url(),
        key=f"reply-runs-out:{panel.pk}:{day}",
    )


# --- The text of a running panel --------------------------------------------------------------------------------------


def at_work(evaluation: SelfEvaluation) -> Panel | None:
    """The panel of a self-evaluation whose work isn't over."""
    return Panel.objects.filter(evaluation=evaluation).exclude(status__in=ENDED_PANELS).first()


def text_taken_back(evaluation: SelfEvaluation) -> None:
    """The panel hears that the text is no longer open and that it stands still (SE-4)."""
    if (panel := at_work(evaluation)) and panel.announced_on:
        tell_all(
            members(panel),
            f"Moderation stands still: {evaluation}",
            "Its authority has taken the text back. You will hear when it is released again.",
            link=panel.get_absolute_url(),
        )


def text_released(evaluation: SelfEvaluation) -> None:
    """The panel and the team hear that a text is there again, and whether it is the one that they know."""
    panel = at_work(evaluation)
    if panel is None:
        return
    if panel.revision_id == evaluation.revision_id:
        line = "The text that the panel moderates is released again. The panel goes on."
    else:
        line = "Another text is released than the panel moderates. The regional team decides how it goes on."
    told = members(panel) if panel.announced_on else []
    people = [*told, *team_of(evaluation.cycle.region)]
    tell_all(people, f"Released again: {evaluation}", line, link=panel.get_absolute_url())
