"""Panels from their first day to the day on which judging begins, and what ends them (MOD-1, MOD-2, MOD-7)."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from regions.models import Person
from regions.querysets import today
from riia.accounts.models import User
from riia.ui.workdays import add_working_days
from riia.workflow import command, transition
from selfassessment import panel_notices
from selfassessment.deadlines import Deadlines
from selfassessment.models import Objection, Panel, PanelMember, Revision, SelfEvaluation
from selfassessment.rules import panels as rules
from selfassessment.rules.panels import DAYS_TO_OBJECT
from selfassessment.statuses import ENDED_PANELS, ON_THE_PANEL, MemberStatus, ObjectionStatus, PanelPart, PanelStatus

AT_WORK = frozenset(PanelStatus) - frozenset(ENDED_PANELS)


@command(
    on=SelfEvaluation,
    label="Put a panel together",
    permitted=rules.may_form,
    unless=rules.reasons_not_to_form,
    page="panel_form",
)
def form_panel(evaluation: SelfEvaluation, *, by: User, moderators: Sequence[Person], chair: Person) -> Panel:
    """Two moderators and a chair for the text that is released now. Nobody hears of it before it is named."""
    revision = _released(evaluation)
    panel = Panel.objects.create(evaluation=evaluation, revision=revision, judge_by=Deadlines(evaluation).judging)
    for person, part in (*((one, PanelPart.MODERATOR) for one in moderators), (chair, PanelPart.CHAIR)):
        PanelMember.objects.create(panel=panel, person=person, part=part, asked_at=timezone.now())
    return panel


def _released(evaluation: SelfEvaluation) -> Revision:
    assert evaluation.revision is not None  # noqa: S101 - a released text has one
    return evaluation.revision


@command(
    on=Panel,
    label="Ask somebody else onto the panel",
    permitted=rules.runs,
    unless=rules.reasons_not_to_add,
    page="member_add",
)
def add_member(panel: Panel, *, by: User, person: Person, part: str) -> PanelMember:
    """Ask somebody for a part that nobody has. Once the panel was named, the authority hears and may object."""
    member = PanelMember.objects.create(panel=panel, person=person, part=part, asked_at=timezone.now())
    if panel.announced_on:
        if panel.status == PanelStatus.ANNOUNCED:
            at_least = add_working_days(today(), DAYS_TO_OBJECT)
            panel.object_until = max(panel.object_until or at_least, at_least)
            panel.save()
        panel_notices.joined_later(member)
    return member


@transition(
    on=Panel,
    label="Name the panel",
    sources={PanelStatus.FORMING},
    targets={PanelStatus.ANNOUNCED},
    permitted=rules.runs,
    unless=rules.reasons_not_to_announce,
    page="panel_announce",
)
def announce_panel(panel: Panel, *, by: User, object_until: date, judge_by: date | None = None) -> None:
    """Tell the authority who is on its panel and until when it may object, and ask the members (MOD-7)."""
    panel.announced_on, panel.object_until = today(), object_until
    panel.judge_by = judge_by or _at_least(Deadlines(panel.evaluation).judging, object_until)
    panel.save()
    panel_notices.announced(panel)


def _at_least(day: date, object_until: date) -> date:
    """A day for judgements that leaves moderators some days after the authority could object."""
    return max(day, add_working_days(object_until, DAYS_TO_OBJECT))


@command(on=Panel, label="Move the day for judgements", permitted=rules.runs)
def move_judging(panel: Panel, *, by: User, day: date) -> None:
    """Part of changing the dates of its cycle: moderators who are still to judge hear of it."""
    assert panel.object_until is not None  # noqa: S101 - a panel that was named has one
    panel.judge_by = _at_least(day, panel.object_until)
    panel_notices.judging_moved(panel)


@transition(
    on=PanelMember,
    label="Accept the place",
    sources={MemberStatus.ASKED},
    targets={MemberStatus.ACCEPTED},
    permitted=rules.is_asked,
    unless=rules.reasons_not_to_accept,
    locking="panel",
    page="member_accept",
)
def accept_place(member: PanelMember, *, by: User) -> None:
    """Say yes to a place on a panel."""
    panel_notices.answered(member)


@transition(
    on=PanelMember,
    label="Decline the place",
    sources={MemberStatus.ASKED},
    targets={MemberStatus.DECLINED},
    permitted=rules.is_asked,
    unless=rules.reasons_not_to_answer,
    locking="panel",
    page="member_decline",
)
def decline_place(member: PanelMember, *, by: User) -> None:
    """Say no to a place on a panel."""
    panel_notices.answered(member)


@transition(
    on=PanelMember,
    label="Stand down",
    sources=ON_THE_PANEL,
    targets={MemberStatus.STOOD_DOWN},
    permitted=rules.may_stand_down,
    unless=rules.reasons_not_to_stand_down,
    locking="panel",
    page="member_stand_down",
)
def stand_down(member: PanelMember, *, by: User) -> None:
    """Leave the panel, or be taken off it. What they judged stays with the panel's record and opens to nobody."""
    if member.panel.announced_on:
        panel_notices.answered(member)


@command(
    on=PanelMember,
    label="Object",
    permitted=rules.may_object,
    unless=rules.reasons_not_to_object,
    locking="panel",
    page="member_object",
)
def object_to(member: PanelMember, *, by: User, text: str) -> Objection:
    """Say why somebody should not be on one's panel; the regional team decides (MOD-7)."""
    objection = Objection.objects.create(member=member, text=text.strip(), raised_at=timezone.now(), raised_by=by)
    panel_notices.objected(objection)
    return objection


@transition(
    on=Objection,
    label="Uphold the objection",
    sources={ObjectionStatus.RAISED},
    targets={ObjectionStatus.UPHELD},
    permitted=rules.may_decide,
    unless=rules.reasons_not_to_decide,
    locking="member",
    page="objection_uphold",
)
def uphold(objection: Objection, *, by: User, decision: str) -> None:
    """Take the member off the panel; somebody else can be asked."""
    objection.decision, objection.decided_at = decision.strip(), timezone.now()
    if objection.member.status in ON_THE_PANEL and objection.member.panel.status not in ENDED_PANELS:
        stand_down(objection.member, by=by)
    panel_notices.decided(objection)


@transition(
    on=Objection,
    label="Do not uphold the objection",
    sources={ObjectionStatus.RAISED},
    targets={ObjectionStatus.NOT_UPHELD},
    permitted=rules.may_decide,
    unless=rules.reasons_not_to_decide,
    locking="member",
    page="objection_reject",
)
def not_uphold(objection: Objection, *, by: User, decision: str) -> None:
    """Leave the panel as it is, and say why."""
    objection.decision, objection.decided_at = decision.strip(), timezone.now()
    panel_notices.decided(objection)


@transition(
    on=Panel,
    label="Let judging begin",
    sources={PanelStatus.ANNOUNCED},
    targets={PanelStatus.JUDGING},
    permitted=rules.runs,
    unless=rules.reasons_not_to_begin,
    locking="evaluation",
    page="panel_begin",
)
def begin_judging(panel: Panel, *, by: User) -> None:
    """Open the text and the forms to the moderators (MOD-3)."""
    panel_notices.turn_of_panel(panel, "You can read the text, and judge each section by yourself.")


@command(
    on=Panel,
    label="Take up the new text",
    permitted=rules.runs,
    unless=rules.reasons_not_to_take_up,
    locking="evaluation",
    page="panel_take_up",
)
def take_up_text(panel: Panel, *, by: User) -> None:
    """Moderate the text that is released now. What moderators have judged stays theirs and is handed in again."""
    panel.revision = _released(panel.evaluation)
    for member in panel.members.filter(judged_at__isnull=False):
        hand_back(member, by=by)
    panel_notices.new_text(panel)


@command(on=PanelMember, label="Give judgements back", permitted=rules.may_stand_down)
def hand_back(member: PanelMember, *, by: User) -> None:
    """Part of taking up another text: the moderator looks at the judgements again."""
    member.judged_at = None


@transition(
    on=Panel,
    label="Stop the panel",
    sources=AT_WORK,
    targets={PanelStatus.STOPPED},
    permitted=rules.runs,
    unless=rules.reasons_not_to_stop,
    page="panel_stop",
)
def stop_panel(panel: Panel, *, by: User) -> None:
    """End a panel without feedback; another can be put together for the text that is released."""
    panel_notices.stopped(panel)
