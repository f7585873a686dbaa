"""Judging a section apart, and agreeing a view together (MOD-3, MOD-8)."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from regions.access import hidden_from_others
from regions.forms.acting import ConfirmForm
from regions.views.acting import REFUSED, for_acting
from riia.workflow import NotPossible, offers
from selfassessment import workflow
from selfassessment.calibrating import example
from selfassessment.forms.moderation import JudgementForm, SeenForm, ViewForm
from selfassessment.models import AgreedView, Panel, SelfEvaluation
from selfassessment.moderation_pages import RELATED, PanelPage, SectionLine, page_of
from selfassessment.rendering import document_of
from selfassessment.rules.judging import mark_of, reasons_not_to_agree, reasons_not_to_judge
from selfassessment.rules.panels import MODERATOR
from selfassessment.statuses import OPENED, PanelPart, PanelStatus
from selfassessment.views.moderation import data_of
from selfassessment.views.panels import confirm, step, visible_member, visible_panel


def _acts_on(page: PanelPage, user: Any, slug: str) -> tuple[Any, Any, list[str]]:
    """Which act the form of a section leads to, on which row, and what stands in the way of it."""
    panel, place = page.panel, page.place
    if panel.status == PanelStatus.JUDGING and place and place.part == MODERATOR:
        place.panel = panel
        return workflow.judge, place, reasons_not_to_judge(place, by=user)
    if panel.status == PanelStatus.AGREEING and place and place.part != PanelPart.CHAIR:
        # What stands in the way of the section itself, whatever is typed.
        return workflow.agree_view, panel, reasons_not_to_agree(panel, by=user, section=slug)
    return None, None, []


def _begun(line: SectionLine, status: str) -> dict[str, str]:
    """What the form holds: one's own word while apart, then the view; where both chose one word, that word."""
    if status == PanelStatus.JUDGING:
        return {"value": line.own.value, "words": line.own.words} if line.own else {}
    if line.view:
        return {"value": line.view.value, "words": line.view.words}
    values = {one.value for one in line.judgements if one.member.part == MODERATOR}
    return {"value": values.pop()} if len(values) == 1 else {}


def _form(line: SectionLine, panel: Panel, scale: Sequence[str], data: Any) -> JudgementForm:
    begun = _begun(line, panel.status)
    if panel.status == PanelStatus.AGREEING:
        return ViewForm(scale, data=data, newest=mark_of(line.view), initial=begun)
    return JudgementForm(scale, data=data, initial=begun)


def _details(form: JudgementForm) -> dict[str, Any]:
    return form.details if isinstance(form, ViewForm) else form.cleaned_data


@for_acting
@hidden_from_others
def panel_section(request, pk, slug):
    """A section of the text beside the judgement form; once the pair sees each other, beside the agreed view."""
    panel = visible_panel(request, pk)
    page = page_of(panel, request.user)
    line = next((one for one in page.sections if one.section.slug == slug), None)
    if line is None or page.place is None or line.section.judged is None:
        # What was judged is for the panel alone: to others there is no such page (MOD-7).
        raise Http404
    scale = line.section.judged.scale
    act, item, reasons = _acts_on(page, request.user, slug)
    form = _form(line, panel, scale, data_of(request))
    if request.method == "POST" and act and form.is_valid():
        try:
            act(item, by=request.user, section=slug, **_details(form))
        except NotPossible as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, f"Saved: {line.section.title}.")
            return HttpResponseRedirect(panel.get_absolute_url())
    refused = bool(form.is_bound and (form.errors or not act or reasons))
    return render(
        request,
        "selfassessment/panel_section.html",
        {
            "panel": panel,
            "page": page,
            "line": line,
            "texts": _texts(request, panel, slug),
            "unsaved": _unsaved(request) if not act or reasons else "",
            "form": form if act and not reasons else None,
            "reasons": reasons,
            # Where a template has words of its own, the written descriptions are not of them.
            "descriptors": example().descriptors if tuple(scale) == example().scale else (),
            "together": panel.status in OPENED,
            "view_offers": [one for one in offers(line.view, request.user) if not one.reasons] if line.view else [],
            "demonstration": panel.evaluation.authority.region.is_demonstration,
        },
        status=REFUSED if refused else 200,
    )


def _unsaved(request) -> str:
    """What was typed for a page on which nothing can be saved any more, so that it isn't lost."""
    return str(request.POST.get("words", "")) if request.method == "POST" else ""


def _texts(request, panel: Panel, slug: str) -> list[Any]:
    """The section as the released revision has it, after a file that stands for the whole, for who may read it now."""
    readable = SelfEvaluation.objects.readable_by(request.user).filter(
        pk=panel.evaluation_id, revision=panel.revision_id
    )
    if not readable.exists():
        return []
    return [one for one in document_of(panel.revision, True).sections if one.slug in ("", slug)]


@for_acting
@hidden_from_others
def member_hand_in(request, pk):
    member = visible_member(request, pk)
    return step(
        request,
        workflow.hand_in,
        member,
        ConfirmForm(data_of(request)),
        panel=member.panel,
        title="Hand in your judgements",
        submit="Hand in",
        say="Your judgements are handed in.",
        changes=[
            "You change nothing in them any more.",
            "When both moderators have handed in, each sees the other’s, and so does the chair.",
        ],
    )


@for_acting
@hidden_from_others
def view_confirm(request, pk):
    rows = AgreedView.objects.visible_to(request.user).select_related(*(f"panel__{one}" for one in RELATED))
    view = get_object_or_404(rows, pk=pk)
    return step(
        request,
        workflow.confirm_view,
        view,
        SeenForm(data=data_of(request), newest=mark_of(view)),
        panel=view.panel,
        inputs=lambda form: form.details,
        title="Agree to this view",
        submit="Agree",
        say="The view of this section is agreed.",
        changes=[f"{view.value}: {view.words}"],
    )


@for_acting
@hidden_from_others
def panel_third(request, pk):
    panel = visible_panel(request, pk)
    changes = [
        "The regional team asks a third moderator, who reads both judgements.",
        "The third decides where you chose unlike words, and words the view where you chose the same and can’t agree.",
        "What you have agreed stays.",
    ]
    words = {"title": "Ask for a third moderator", "submit": "Ask", "say": "The regional team has been asked."}
    return confirm(request, workflow.call_third, panel, changes=changes, **words)


@for_acting
@hidden_from_others
def panel_settle(request, pk):
    panel = visible_panel(request, pk)
    changes = [
        "The view of every section stays as it is.",
        "The authority sees the points that you have raised. You discuss them with it and write the feedback.",
    ]
    words = {"title": "Settle the agreed view", "submit": "Settle it", "say": "The view is settled."}
    return confirm(request, workflow.settle_view, panel, changes=changes, **words)
