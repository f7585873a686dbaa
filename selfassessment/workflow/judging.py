"""Judgements made apart, the agreed view, and the points discussed with the authority (MOD-3, MOD-4, MOD-8)."""

from datetime import date

from django.utils import timezone

from regions.reach import reach_of
from riia.accounts.models import User
from riia.workflow import command, transition
from selfassessment import panel_notices
from selfassessment.models import AgreedView, Judgement, Panel, PanelMember, Point
from selfassessment.rules import judging as rules
from selfassessment.rules.panels import parts_open
from selfassessment.statuses import MemberStatus, PanelPart, PanelStatus, PointStatus, Seriousness


@command(
    on=PanelMember,
    label="Judge a section",
    permitted=rules.judges,
    unless=rules.reasons_not_to_judge,
    locking="panel",
)
def judge(member: PanelMember, *, by: User, section: str, value: str, words: str) -> Judgement:
    """Say by oneself where a section stands and why; changed as often as one likes until it is handed in."""
    judgement, _ = Judgement.objects.update_or_create(
        member=member,
        section=section,
        defaults={"value": value, "words": words.strip(), "saved_at": timezone.now()},
    )
    return judgement


@command(
    on=PanelMember,
    label="Hand in the judgements",
    permitted=rules.judges,
    unless=rules.reasons_not_to_hand_in,
    locking="panel",
    page="member_hand_in",
)
def hand_in(member: PanelMember, *, by: User) -> None:
    """Change nothing any more. When both have handed in, each sees the other's (MOD-3)."""
    member.judged_at = timezone.now()
    member.save()
    panel = Panel.objects.get(pk=member.panel_id)
    handed = panel.members.filter(part=PanelPart.MODERATOR, status=MemberStatus.ACCEPTED, judged_at__isnull=False)
    if handed.count() == 2:
        open_judgements(panel, by=by)


@transition(
    on=Panel,
    label="Open the judgements to one another",
    sources={PanelStatus.JUDGING},
    targets={PanelStatus.AGREEING},
    permitted=rules.may_open,
    unless=rules.reasons_not_to_open,
)
def open_judgements(panel: Panel, *, by: User) -> None:
    """Part of handing in: the moderators see each other's judgements and how far they agree."""
    panel_notices.turn_of_panel(panel, "Both moderators have handed in. You can see each other’s judgements.")


@command(
    on=Panel,
    label="Write an agreed view",
    permitted=rules.may_agree,
    unless=rules.reasons_not_to_agree,
)
def agree_view(panel: Panel, *, by: User, section: str, value: str, words: str, seen: str | None = None) -> AgreedView:
    """Word what the panel says of a section. It stands once the other of the pair is behind it, or by the third.

    `seen` is the mark of the view that was looked at, see `rules.judging.mark_of`.
    """
    third = rules.third_of(panel)
    by_third = third is not None and third.person_id == reach_of(by).person
    view, _ = AgreedView.objects.update_or_create(
        panel=panel,
        section=section,
        defaults={
            "value": value,
            "words": words.strip(),
            "agreed_at": timezone.now(),
            "agreed_by": by,
            "confirmed_at": timezone.now() if by_third else None,
        },
    )
    return view


@command(
    on=AgreedView,
    label="Agree to this view",
    permitted=rules.may_confirm,
    unless=rules.reasons_not_to_confirm,
    locking="panel",
    page="view_confirm",
)
def confirm_view(view: AgreedView, *, by: User, seen: str | None = None) -> None:
    """Stand behind what the other moderator wrote; `seen` is the mark of what was looked at."""
    view.confirmed_at = timezone.now()
    panel = view.panel
    left = [one for one in rules.sections_open(panel) if one.slug != view.section]
    if panel.third_asked_at and not left and PanelPart.THIRD in parts_open(panel):
        spare_third(panel, by=by)


@command(on=Panel, label="Need no third moderator", permitted=rules.may_agree)
def spare_third(panel: Panel, *, by: User) -> None:
    """Part of agreeing: the pair has agreed on everything before a third was found."""
    panel.third_asked_at = None


@command(
    on=Panel,
    label="Ask for a third moderator",
    permitted=rules.may_call_third,
    unless=rules.reasons_not_to_call_third,
    page="panel_third",
)
def call_third(panel: Panel, *, by: User) -> None:
    """Say that the pair can't agree: the regional team asks a third, who decides on what is open (MOD-8)."""
    panel.third_asked_at = timezone.now()
    panel_notices.third_wanted(panel)


@transition(
    on=Panel,
    label="Settle the agreed view",
    sources={PanelStatus.AGREEING},
    targets={PanelStatus.DISCUSSING},
    permitted=rules.may_agree,
    unless=rules.reasons_not_to_settle,
    page="panel_settle",
)
def settle_view(panel: Panel, *, by: User) -> None:
    """Close the view of every section. From now on the authority sees the points, and they are discussed with it."""
    panel_notices.turn_of_panel(panel, "The view is agreed. Points can be discussed, and feedback written.")
    if panel.points.exists():
        panel_notices.turn_of_authority(panel, "The panel has points to discuss with you.")


# --- Points -----------------------------------------------------------------------------------------------------------


@command(
    on=Panel,
    label="Raise a point to discuss",
    permitted=rules.may_raise,
    unless=rules.reasons_not_to_raise,
    page="point_raise",
)
def raise_point(
    panel: Panel, *, by: User, text: str, section: str = "", seriousness: str = Seriousness.TO_DISCUSS
) -> Point:
    """Write down what has to be talked about with the authority, and how serious it looks."""
    point = Point.objects.create(
        panel=panel,
        section=section,
        text=text.strip(),
        seriousness=seriousness,
        raised_at=timezone.now(),
        raised_by=by,
    )
    if panel.status == PanelStatus.DISCUSSING:
        panel_notices.point_moved(point)
    return point


@command(
    on=Point,
    label="Change the point",
    permitted=rules.works_on,
    unless=rules.reasons_not_to_change,
    locking="panel",
    page="point_change",
)
def change_point(
    point: Point, *, by: User, text: str, section: str = "", seriousness: str = Seriousness.TO_DISCUSS
) -> None:
    """Word it otherwise, as long as the authority has not seen it."""
    point.text, point.section, point.seriousness = text.strip(), section, seriousness


@transition(
    on=Point,
    label="Record the discussion",
    sources={PointStatus.RAISED},
    targets={PointStatus.DISCUSSED},
    permitted=rules.works_on,
    unless=rules.reasons_not_to_record,
    locking="panel",
    page="point_discuss",
)
def record_discussion(point: Point, *, by: User, discussed_on: date, with_whom: str, discussion: str) -> None:
    """Write down when the point was discussed, with whom, and what was said (MOD-4)."""
    point.discussed_on, point.with_whom, point.discussion = discussed_on, with_whom.strip(), discussion.strip()
    panel_notices.point_moved(point)


@command(
    on=Point,
    label="Correct the record",
    permitted=rules.works_on,
    unless=rules.reasons_not_to_correct,
    locking="panel",
    page="point_correct",
)
def correct_discussion(
    point: Point, *, by: User, discussed_on: date, with_whom: str, discussion: str, seen: str | None = None
) -> None:
    """Write down otherwise what was said, until the point is closed; `seen` is the mark of what was looked at."""
    point.discussed_on, point.with_whom, point.discussion = discussed_on, with_whom.strip(), discussion.strip()
    panel_notices.record_corrected(point)


@transition(
    on=Point,
    label="Close the point",
    sources={PointStatus.DISCUSSED},
    targets={PointStatus.CLOSED},
    permitted=rules.works_on,
    unless=rules.reasons_not_to_close,
    locking="panel",
    page="point_close",
)
def close_point(point: Point, *, by: User, outcome: str, seriousness: str) -> None:
    """Say what came of it and how serious it is after the discussion."""
    point.outcome, point.seriousness, point.closed_at = outcome.strip(), seriousness, timezone.now()
    panel_notices.point_moved(point)
