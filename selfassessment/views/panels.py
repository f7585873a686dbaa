"""The page of a panel, and the steps until judging begins (MOD-1, MOD-2, MOD-7)."""

from datetime import timedelta
from typing import Any

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions.access import hidden_from_others
from regions.forms.acting import ConfirmForm
from regions.history import history_of_rows
from regions.querysets import today
from regions.views.acting import act_page, for_acting, may
from riia.ui.dates import in_words
from riia.ui.workdays import add_working_days
from riia.workflow import Offer, offers
from selfassessment import workflow
from selfassessment.deadlines import Deadlines
from selfassessment.forms.moderation import AnnounceForm, DecisionForm, MemberForm, PanelForm, WhyForm
from selfassessment.models import Objection, Panel, PanelMember, SelfEvaluation
from selfassessment.moderation_pages import COLOURS, RELATED, PanelPage, page_of
from selfassessment.proposing import free_for, free_to_join, proposals
from selfassessment.rules.panels import (
    ANOTHER_TEXT,
    APART,
    DAYS_TO_OBJECT,
    parts_open,
    reasons_if_standing_still,
    runs,
)
from selfassessment.statuses import BEFORE_JUDGING_ENDS, ENDED_PANELS, PanelStatus
from selfassessment.views.moderation import data_of

HOME = "/moderation/"
# What is done rarely stands below as links; of what can be done together, this comes after the rest.
# Steps of which the authority learns by what comes to it: how often the chair gave feedback back stays inside.
INSIDE = ("draft_feedback", "hand_to_chair", "give_back")
RARE = ("stop_panel", "call_third")
LATER = ("raise_point",)
# Shown where it can be done, and not grey where it can't.
IF_POSSIBLE = ("take_up_text", "add_member", "call_third")
ONLY_IN: dict[str, tuple[str, ...]] = {
    "raise_point": (PanelStatus.AGREEING, PanelStatus.DISCUSSING),
    "draft_feedback": (PanelStatus.DISCUSSING,),
    "reply": (PanelStatus.REPLYING,),
}


def visible_panel(request, pk: int) -> Panel:
    """A panel that the reader may know of; else there is no such page (ACC-3)."""
    rows = Panel.objects.visible_to(request.user).select_related(*RELATED).defer("revision__content")
    return get_object_or_404(rows, pk=pk)


def step(request, act: Any, item: Any, form: Any, *, panel: Panel, say: str, **more: Any) -> Any:
    """The page of one step of a panel. `more` is context, and `inputs`, `template` and `to` of the page."""
    to = more.pop("to", None) or panel.get_absolute_url()
    inputs, template = more.pop("inputs", None), more.pop("template", "regions/_act.html")
    demonstration = panel.evaluation.authority.region.is_demonstration
    context = {"panel": panel, "back_url": to, "demonstration": demonstration, **more}
    how = {"form": form, "template": template, "context": context, "inputs": inputs}
    return act_page(request, act, item, **how, done=lambda _: (say, to))


def confirm(request, act: Any, panel: Panel, **more: Any) -> Any:
    """The page of a step of a panel that takes nothing but the decision."""
    return step(request, act, panel, ConfirmForm(data_of(request)), panel=panel, **more)


@require_safe
@hidden_from_others
def panel_detail(request, pk):
    """A panel: state, whose turn, members; for who may see it, sections, points and feedback."""
    panel = visible_panel(request, pk)
    user = request.user
    page = page_of(panel, user)
    todo = [] if panel.status in ENDED_PANELS else [one for one in offers(panel, user) if _has_its_time(one, panel)]
    # A panel that can't go on with another text is stopped: then this is what there is to do.
    rare = [one for one in RARE if one != "stop_panel"] if _is_at_its_end(panel) else RARE
    handing = panel.status == PanelStatus.JUDGING and page.place and not page.place.judged_at
    rows = [panel, *(one.member for one in page.members)] if runs(user, panel) else [panel]
    return render(
        request,
        "selfassessment/panel_detail.html",
        {
            "panel": panel,
            "page": page,
            "colour": COLOURS[panel.status],
            "offers": sorted((one for one in todo if one.name not in rare), key=lambda one: one.name in LATER),
            "rare": [one for one in todo if one.name in rare],
            "own_offers": _handing_in(page, user) if handing else [],
            "reads": SelfEvaluation.objects.readable_by(user).filter(pk=panel.evaluation_id).exists(),
            "history": history_of_rows(rows, user=user, without=() if page.place or runs(user, panel) else INSIDE),
            "demonstration": panel.evaluation.authority.region.is_demonstration,
        },
    )


def _is_at_its_end(panel: Panel) -> bool:
    return reasons_if_standing_still(panel) == [ANOTHER_TEXT] and panel.status not in APART


def _has_its_time(offer: Offer, panel: Panel) -> bool:
    """Whether a button belongs to where the panel stands: no grey one for what is over or far off."""
    if offer.name in IF_POSSIBLE:
        return not offer.reasons
    return panel.status in ONLY_IN.get(offer.name, (panel.status,))


def _handing_in(page: PanelPage, user: Any) -> list[Offer]:
    return [one for line in page.members for one in offers(line.member, user) if one.name == "hand_in"]


@for_acting
@hidden_from_others
def panel_form(request, pk):
    """The panel that the portal proposes, to be taken or changed."""
    rows = SelfEvaluation.objects.visible_to(request.user)
    rows = rows.select_related("authority__region", "cycle__region", "cycle__template", "revision")
    evaluation = get_object_or_404(rows, pk=pk)
    may(request, workflow.form_panel, evaluation)
    free, bound = free_for(evaluation)
    proposal = proposals(evaluation.cycle, [evaluation])[0]
    first, second, *_ = [*(one.pk for one in proposal.moderators), "", ""]
    begun = {"first": first, "second": second, "chair": proposal.chair.pk if proposal.chair else ""}
    return act_page(
        request,
        workflow.form_panel,
        evaluation,
        form=PanelForm(free, data_of(request), initial=begun),
        template="selfassessment/panel_form.html",
        context={
            "title": f"Put a panel together: {evaluation}",
            "submit": "Put it together",
            "proposal": proposal,
            "bound": bound,
            "back_url": evaluation.get_absolute_url(),
            "demonstration": evaluation.authority.region.is_demonstration,
            "changes": ["Nobody hears of it yet: you name the panel to the authority and its members afterwards."],
        },
        inputs=lambda form: form.details,
        done=lambda made: ("The panel is put together. Name it next.", made.get_absolute_url()),
    )


@for_acting
@hidden_from_others
def member_add(request, pk):
    panel = visible_panel(request, pk)
    may(request, workflow.add_member, panel)
    parts = parts_open(panel)
    free, bound, others = free_to_join(panel, parts)
    return step(
        request,
        workflow.add_member,
        panel,
        MemberForm(parts, free, data_of(request)),
        panel=panel,
        inputs=lambda form: form.details,
        template="selfassessment/member_add.html",
        bound=bound,
        others=others,
        title="Ask somebody else onto the panel",
        submit="Ask them",
        say="They are on the panel’s list.",
        changes=[
            f"Once the panel was named, the authority hears of it and may object for {DAYS_TO_OBJECT} working days."
        ],
    )


@for_acting
@hidden_from_others
def panel_announce(request, pk):
    panel = visible_panel(request, pk)
    until = add_working_days(today(), DAYS_TO_OBJECT)
    deadlines = Deadlines(panel.evaluation)
    judge_by = max(deadlines.judging, until + timedelta(days=14))
    if until < deadlines.feedback < judge_by:
        judge_by = deadlines.feedback
    return step(
        request,
        workflow.announce_panel,
        panel,
        AnnounceForm(data_of(request), initial={"object_until": until, "judge_by": judge_by}),
        panel=panel,
        title="Name the panel",
        submit="Name it",
        say="The authority and the members have been told.",
        changes=[
            f"{panel.evaluation.authority} sees who is on its panel, and may object.",
            "The members are asked whether they accept.",
        ],
    )


@for_acting
@hidden_from_others
def panel_begin(request, pk):
    panel = visible_panel(request, pk)
    changes = ["The moderators read the text and judge each section, each alone. The chair reads it too."]
    words = {"title": "Let judging begin", "submit": "Begin", "say": "The moderators can judge.", "changes": changes}
    return confirm(request, workflow.begin_judging, panel, **words)


@for_acting
@hidden_from_others
def panel_take_up(request, pk):
    panel = visible_panel(request, pk)
    changes = ["The panel moderates the text that is released now.", "Judgements that were handed in are given back."]
    words = {"title": "Take up the new text", "submit": "Take it up", "say": "The panel has the new text."}
    return confirm(request, workflow.take_up_text, panel, changes=changes, **words)


@for_acting
@hidden_from_others
def panel_stop(request, pk):
    panel = visible_panel(request, pk)
    changes = ["Nothing more is asked of its members. What they wrote stays closed.", "Another panel can be formed."]
    words = {"title": "Stop the panel", "submit": "Stop it", "say": "The panel is stopped."}
    return confirm(request, workflow.stop_panel, panel, changes=changes, **words)


# --- Members and objections -------------------------------------------------------------------------------------------


def visible_member(request, pk: int) -> PanelMember:
    """A member of a panel that the reader may know of."""
    rows = PanelMember.objects.visible_to(request.user).select_related("person", *(f"panel__{one}" for one in RELATED))
    return get_object_or_404(rows.defer("panel__revision__content"), pk=pk)


def _of_member(request, pk: int, act: Any, **words: Any) -> Any:
    member = visible_member(request, pk)
    title = words.pop("title").format(member=member)
    return step(request, act, member, ConfirmForm(data_of(request)), panel=member.panel, title=title, **words)


@for_acting
@hidden_from_others
def member_accept(request, pk):
    panel = visible_member(request, pk).panel
    judging = panel.status in BEFORE_JUDGING_ENDS
    changes = [
        "You read the text from the day on which judging begins, whatever seat you hold."
        if panel.status == PanelStatus.ANNOUNCED
        else "You read the text, whatever seat you hold"
        + ("." if judging else ", and what both moderators have judged."),
        "What is judged stays with the panel: neither the authority nor the regional team can see it.",
    ]
    words = {"title": "Accept the place: {member}", "submit": "Accept", "say": "Thank you for accepting."}
    return _of_member(request, pk, workflow.accept_place, changes=changes, **words)


@for_acting
@hidden_from_others
def member_decline(request, pk):
    words = {"title": "Decline the place: {member}", "submit": "Decline", "say": "You have declined.", "to": HOME}
    return _of_member(request, pk, workflow.decline_place, changes=["The regional team asks somebody else."], **words)


@for_acting
@hidden_from_others
def member_stand_down(request, pk):
    own = visible_member(request, pk).person_id == request.reach.person
    changes = ["They see nothing of the panel’s work any more. What they judged stays closed."]
    if own:
        changes = ["You see nothing of the panel’s work any more. What you judged stays closed."]
    words = {"title": "Stand down: {member}", "submit": "Stand down", "say": "The place is free.", "to": HOME}
    return _of_member(request, pk, workflow.stand_down, changes=changes, **words)


@for_acting
@hidden_from_others
def member_object(request, pk):
    member = visible_member(request, pk)
    return step(
        request,
        workflow.object_to,
        member,
        WhyForm(data_of(request)),
        panel=member.panel,
        title=f"Object to {member.person}",
        submit="Object",
        say="The regional team decides on your objection.",
    )


def _decide(request, pk: int, act: Any, title: str, say: str) -> Any:
    through = (f"member__panel__{one}" for one in RELATED)
    rows = Objection.objects.visible_to(request.user).select_related("member__person", *through)
    objection = get_object_or_404(rows, pk=pk)
    panel = objection.member.panel
    said = f"Raised by {objection.raised_by} on {in_words(objection.raised_at.date())}: {objection.text}"
    form = DecisionForm(data_of(request))
    return step(request, act, objection, form, panel=panel, title=title, submit=title, say=say, changes=[said])


@for_acting
@hidden_from_others
def objection_uphold(request, pk):
    return _decide(request, pk, workflow.uphold, "Uphold the objection", "The member is off the panel.")


@for_acting
@hidden_from_others
def objection_reject(request, pk):
    return _decide(request, pk, workflow.not_uphold, "Leave the panel as it is", "The panel stays as it is.")
