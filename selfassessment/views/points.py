"""Points to discuss, and feedback on its way to its authority (MOD-4, MOD-5, MOD-8)."""

from typing import Any

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions.access import hidden_from_others
from regions.querysets import today
from regions.views.acting import for_acting, may
from riia.ui.dates import in_words
from riia.ui.workdays import add_working_days
from riia.workflow import offers
from selfassessment import workflow
from selfassessment.forms.moderation import (
    ClosePointForm,
    CorrectionForm,
    DiscussionForm,
    FeedbackForm,
    PointForm,
    ReplyForm,
    SendOnForm,
    ToneForm,
)
from selfassessment.models import Feedback, Panel, Point
from selfassessment.moderation_pages import RELATED, page_of
from selfassessment.plans import sections_from
from selfassessment.rules.judging import judged_sections, mark_of_record
from selfassessment.statuses import ENDED_PANELS, PanelStatus, PointStatus
from selfassessment.views.moderation import data_of
from selfassessment.views.panels import confirm, step, visible_panel

DAYS_TO_REPLY = 10
TO_BE_DISCUSSED = (PointStatus.RAISED, PanelStatus.DISCUSSING)
IN_THEIR_TIME = ("change_point", "correct_discussion")
ARRANGES = "The moderators arrange with the director when it is discussed, and write down afterwards what was said."


def _sections(panel: Panel) -> Any:
    return sections_from(panel.evaluation.cycle.template.content)


def _point(request, pk: int) -> Point:
    rows = Point.objects.visible_to(request.user).select_related("raised_by", *(f"panel__{one}" for one in RELATED))
    return get_object_or_404(rows.defer("panel__revision__content"), pk=pk)


@require_safe
@hidden_from_others
def point_detail(request, pk):
    """A point: what is discussed, what was said and what came of it."""
    point = _point(request, pk)
    section = next((one.title for one in _sections(point.panel) if one.slug == point.section), "")
    return render(
        request,
        "selfassessment/point_detail.html",
        {
            "point": point,
            "panel": point.panel,
            "section": section,
            "arranges": ARRANGES if (point.status, point.panel.status) == TO_BE_DISCUSSED else "",
            # What has had its time, or has not come yet, is no grey button.
            "offers": _offers_on(point, request.user),
            "demonstration": point.panel.evaluation.authority.region.is_demonstration,
        },
    )


def _offers_on(point: Point, user: Any) -> list[Any]:
    """What can be done; once the panel's work is over nothing is grey, and what apps above offer stays."""
    over = point.panel.status in ENDED_PANELS
    return [one for one in offers(point, user) if not one.reasons or not (over or one.name in IN_THEIR_TIME)]


@for_acting
@hidden_from_others
def point_raise(request, pk):
    panel = visible_panel(request, pk)
    return step(
        request,
        workflow.raise_point,
        panel,
        PointForm(_sections(panel), data_of(request)),
        panel=panel,
        title="Raise a point to discuss",
        submit="Raise it",
        say="The point is raised.",
        changes=[
            "The director hears of it, and sees it at once."
            if panel.status == PanelStatus.DISCUSSING
            else "The authority sees it once the panel’s view is settled."
        ],
    )


def _of_point(request, pk: int, act: Any, form: Any, **words: Any) -> Any:
    point = _point(request, pk)
    return step(request, act, point, form(point), panel=point.panel, to=point.get_absolute_url(), **words)


@for_acting
@hidden_from_others
def point_change(request, pk):
    def form(point: Point) -> PointForm:
        begun = {"section": point.section, "text": point.text, "seriousness": point.seriousness}
        return PointForm(_sections(point.panel), data_of(request), initial=begun)

    words = {"title": "Change the point", "submit": "Save", "say": "The point is changed."}
    return _of_point(request, pk, workflow.change_point, form, **words)


@for_acting
@hidden_from_others
def point_discuss(request, pk):
    words = {"title": "Record the discussion", "submit": "Record it", "say": "The discussion is recorded."}
    form = DiscussionForm(data_of(request), initial={"discussed_on": today()})
    return _of_point(request, pk, workflow.record_discussion, lambda _: form, **words)


@for_acting
@hidden_from_others
def point_correct(request, pk):
    point = _point(request, pk)
    begun = {name: getattr(point, name) for name in ("discussed_on", "with_whom", "discussion")}
    form = CorrectionForm(data=data_of(request), newest=mark_of_record(point), initial=begun)
    return step(
        request,
        workflow.correct_discussion,
        point,
        form,
        panel=point.panel,
        to=point.get_absolute_url(),
        inputs=lambda form: form.details,
        changes=["The director hears of it. The history keeps that it was changed."],
        heading="As it is recorded now",
        point=point,
        theirs=[
            ("On which day", in_words(point.discussed_on)),
            ("Who took part", point.with_whom),
            ("What was said", point.discussion),
        ]
        if form.overtaken and point.discussed_on
        else [],
        template="selfassessment/point_correct.html",
        title="Correct what was recorded",
        submit="Save",
        say="The record is corrected.",
    )


@for_acting
@hidden_from_others
def point_close(request, pk):
    def form(point: Point) -> ClosePointForm:
        return ClosePointForm(data_of(request), initial={"seriousness": point.seriousness})

    words = {"title": "Close the point", "submit": "Close it", "say": "The point is closed."}
    return _of_point(request, pk, workflow.close_point, form, **words)


# --- Feedback ---------------------------------------------------------------------------------------------------------


@for_acting
@hidden_from_others
def feedback_write(request, pk):
    """The feedback of the whole and of each section, beside what the panel agreed."""
    panel = visible_panel(request, pk)
    may(request, workflow.draft_feedback, panel)
    written = Feedback.objects.visible_to(request.user).filter(panel=panel).first()
    content, number = (written.content, written.number) if written else ({}, 0)
    begun = FeedbackForm.begin(content)
    form = FeedbackForm(judged_sections(panel), data=data_of(request), newest=str(number), initial=begun)
    return step(
        request,
        workflow.draft_feedback,
        panel,
        form,
        panel=panel,
        theirs=[(name, content.get(slug, "")) for slug, name in form.names.items()] if form.overtaken else [],
        heading=f"As {written.changed_by} has saved it" if written else "",
        inputs=lambda form: form.details,
        template="selfassessment/feedback_write.html",
        page=page_of(panel, request.user),
        written=written,
        title="Write the feedback",
        submit="Save",
        say="The feedback is saved.",
    )


@for_acting
@hidden_from_others
def panel_hand_on(request, pk):
    panel = visible_panel(request, pk)
    changes = ["The chair looks at its tone, and gives it back or sends it to the authority."]
    words = {"title": "Give the feedback to the chair", "submit": "Give it to the chair", "say": "The chair has it."}
    return confirm(request, workflow.hand_to_chair, panel, changes=changes, **words)


@for_acting
@hidden_from_others
def panel_give_back(request, pk):
    panel = visible_panel(request, pk)
    words = {"title": "Give it back to the moderators", "submit": "Give it back", "say": "The moderators have it."}
    return step(request, workflow.give_back, panel, ToneForm(data_of(request)), panel=panel, **words)


@for_acting
@hidden_from_others
def panel_send_on(request, pk):
    panel = visible_panel(request, pk)
    until = add_working_days(today(), DAYS_TO_REPLY)
    changes = [
        f"{panel.evaluation.authority} reads the feedback and the agreed view, and can reply before it is final.",
        "What each moderator judged alone stays with the panel.",
    ]
    words = {"title": "Send it to the authority", "submit": "Send it", "say": "The authority has the feedback."}
    form = SendOnForm(data_of(request), initial={"reply_until": until})
    return step(request, workflow.send_on, panel, form, panel=panel, changes=changes, **words)


@for_acting
@hidden_from_others
def feedback_reply(request, pk):
    panel = visible_panel(request, pk)
    may(request, workflow.reply, panel)
    written = Feedback.objects.visible_to(request.user).filter(panel=panel).first()
    form = ReplyForm(data_of(request), initial={"text": written.reply if written else ""})
    changes = ["Your reply stands beside the feedback. You can change it until it is final or your day has passed."]
    words = {"title": "Reply to the feedback", "submit": "Reply", "say": "The panel has your reply."}
    return step(request, workflow.reply, panel, form, panel=panel, changes=changes, **words)


@for_acting
@hidden_from_others
def panel_reconsider(request, pk):
    panel = visible_panel(request, pk)
    changes = ["The moderators change the feedback; it passes you and comes to the authority once more."]
    words = {"title": "Take up the reply", "submit": "Take it up", "say": "The moderators have it again."}
    return confirm(request, workflow.reconsider, panel, changes=changes, **words)


@for_acting
@hidden_from_others
def panel_finish(request, pk):
    panel = visible_panel(request, pk)
    changes = ["Feedback and reply stay as they are. The moderation is over."]
    words = {"title": "Make the feedback final", "submit": "Make it final", "say": "The feedback is final."}
    return confirm(request, workflow.finish, panel, changes=changes, **words)
