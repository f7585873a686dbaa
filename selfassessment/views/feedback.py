"""Feedback of a panel as one text: to read, to print, and as a Word file (MOD-5, ACC-15)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from regions.access import hidden_from_others
from regions.exporting import markings, record_export
from regions.querysets import today
from riia.ui.dates import in_words
from selfassessment.files.feedback_out import feedback_file
from selfassessment.files.word_out import Cover
from selfassessment.models import Panel
from selfassessment.moderation_pages import PanelPage, page_of
from selfassessment.statuses import PanelStatus
from selfassessment.views.panels import visible_panel
from selfassessment.views.revisions import DOCX


@require_safe
@hidden_from_others
def feedback_detail(request, pk):
    """Feedback, agreed views, points and reply, for who may read them; or as a Word file (`export=docx`)."""
    panel = visible_panel(request, pk)
    page = page_of(panel, request.user)
    if page.feedback is None:
        raise Http404
    if request.GET.get("export") == "docx":
        return _word(request, page)
    return render(
        request,
        "selfassessment/feedback_detail.html",
        {
            "panel": panel,
            "page": page,
            "state": state_of(panel),
            "marking": markings(request.user, str(panel.evaluation.authority)),
            "demonstration": panel.evaluation.authority.region.is_demonstration,
        },
    )


def state_of(panel: Panel) -> str:
    """Whether the feedback is final or a draft, in words (MOD-5)."""
    if panel.final_at:
        return f"Final since {in_words(localdate(panel.final_at))}."
    if panel.status == PanelStatus.REPLYING:
        return "Draft, with the authority for its reply."
    if panel.status == PanelStatus.STOPPED:
        return "Draft of a panel that was stopped."
    return "Draft, not with the authority yet."


def _word(request, page: PanelPage) -> HttpResponse:
    panel = page.panel
    evaluation = panel.evaluation
    owner = str(evaluation.authority)
    said = [f"{state_of(panel)} As it is on {in_words(today())}.", f"It is about {panel.revision}."]
    cover = Cover(f"Feedback: {evaluation}", owner, said, markings(request.user, owner))
    record_export(request.user, f"the feedback on {evaluation}", "docx", len(page.sections), f"panel {panel.pk}")
    response = HttpResponse(feedback_file(cover, page), content_type=DOCX)
    name = f"{evaluation.authority.slug}-{slugify(evaluation.cycle.name)}-feedback.docx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
