"""The whole text of a self-evaluation: as it is now, as submitted, what changed, and as a Word file (SE-4, SE-8)."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from regions.access import hidden_from_others
from regions.exporting import markings, record_export
from regions.querysets import today
from riia.ui.dates import in_words
from selfassessment import workflow
from selfassessment.data_sheets import reads_inside
from selfassessment.differences import differences
from selfassessment.documents import content_of, sections_of
from selfassessment.files.word_out import Cover, word_file
from selfassessment.kept_sheets import kept_sheets
from selfassessment.models import Addendum, Approval, Revision, SelfEvaluation
from selfassessment.reading import is_reading
from selfassessment.rendering import RenderedDocument, document, document_of
from selfassessment.rules.approvals import may_be_recorded_as_reader
from selfassessment.rules.documents import may_read_the_draft
from selfassessment.statuses import FROZEN, AddendumStatus, ApprovalStatus

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def crumbs_of(evaluation: SelfEvaluation) -> list[tuple[str, str]]:
    """The way back from a page below a self-evaluation."""
    return [
        ("Home", "/"),
        ("Self-evaluations", "/self-evaluations/"),
        (str(evaluation.authority), evaluation.get_absolute_url()),
    ]


def readable_evaluation(request, pk: int) -> SelfEvaluation:
    """A self-evaluation whose text the reader may read; else there is no such page (ACC-3)."""
    rows = SelfEvaluation.objects.readable_by(request.user)
    return get_object_or_404(rows.select_related("authority__region", "cycle__region", "cycle__template"), pk=pk)


def visible_revision(request, pk: int, number: int) -> Revision:
    """A revision that the reader may read, without its content."""
    rows = Revision.objects.visible_to(request.user).select_related(
        "evaluation__authority__region", "evaluation__cycle__region", "evaluation__cycle__template", "made_by"
    )
    return get_object_or_404(rows.defer("content", "confirmed"), evaluation=pk, number=number)


@require_safe
@hidden_from_others
def revision_detail(request, pk, number):
    """A whole text as it was submitted, with its approvals and addenda; or as a Word file (`export=docx`)."""
    revision = visible_revision(request, pk, number)
    evaluation = revision.evaluation
    _record_reading(request, evaluation)
    if request.GET.get("export") == "docx":
        return _word_of_revision(request, revision)
    others = _others(request, revision)
    shown = document_of(revision, reads_inside(request.user, evaluation))
    addenda = _addenda(request, revision)
    return render(
        request,
        "selfassessment/revision_detail.html",
        {
            **_context(request, evaluation, shown),
            "revision": revision,
            "approvals": _approvals(request, revision),
            "addenda": addenda,
            "later": _later(revision, addenda),
            "others": others,
            "earlier": next((one for one in others if one.number < revision.number), None),
            "newest": not any(one.number > revision.number for one in others),
        },
    )


@require_safe
@hidden_from_others
def evaluation_document(request, pk):
    """The whole text as it is now, what would be frozen if it were submitted; or as a Word file (`export=docx`).

    While a revision stands, the text is that one, with its approvals.
    """
    evaluation = readable_evaluation(request, pk)
    if not may_read_the_draft(request.user, evaluation):
        raise Http404
    if evaluation.status in FROZEN:
        rows = Revision.objects.visible_to(request.user).defer("content", "confirmed")
        stands = get_object_or_404(rows, pk=evaluation.revision_id)
        return redirect(f"{stands.get_absolute_url()}?{request.GET.urlencode()}".rstrip("?"))
    content = content_of(evaluation, kept_sheets)
    if request.GET.get("export") == "docx":
        return _word_of_draft(request, evaluation, content)
    shown = document(content, reads_inside(request.user, evaluation))
    return render(request, "selfassessment/evaluation_document.html", _context(request, evaluation, shown))


@require_safe
@hidden_from_others
def revision_compare(request, pk, number) -> HttpResponseBase:
    """What is not the same in a revision and an earlier one: the one before it, or the one named in `with`."""
    revision = visible_revision(request, pk, number)
    others = _others(request, revision)
    wanted = request.GET.get("with", "")
    other = next((one for one in others if str(one.number) == wanted), None)
    errors = [f"There is no revision “{wanted[:20]}” to compare with"] if wanted and other is None else []
    if not wanted:
        other = next((one for one in others if one.number < revision.number), None)
    old, new = (None, None) if other is None else sorted((other, revision), key=lambda one: one.number)
    return render(
        request,
        "selfassessment/revision_compare.html",
        {
            "revision": revision,
            "evaluation": revision.evaluation,
            "others": others,
            "old": old,
            "new": new,
            "found": differences(old, new) if old and new else None,
            "errors": errors,
            "parents": [*crumbs_of(revision.evaluation), (str(revision), revision.get_absolute_url())],
            "demonstration": revision.evaluation.authority.region.is_demonstration,
        },
    )


def _record_reading(request, evaluation: SelfEvaluation) -> None:
    """SE-20: the authority can see who from elsewhere opened its text."""
    if may_be_recorded_as_reader(request.user, evaluation) and not is_reading(evaluation, request.user):
        workflow.record_reading(evaluation, by=request.user)


def _context(request, evaluation: SelfEvaluation, shown: RenderedDocument) -> dict[str, Any]:
    return {
        "evaluation": evaluation,
        "marking": markings(request.user, str(evaluation.authority)),
        "document": shown,
        "parents": crumbs_of(evaluation),
        "demonstration": evaluation.authority.region.is_demonstration,
    }


def _others(request, revision: Revision) -> list[Revision]:
    """The other revisions that the reader may read, newest first."""
    rows = Revision.objects.visible_to(request.user).filter(evaluation=revision.evaluation_id)
    return list(rows.exclude(pk=revision.pk).defer("content", "confirmed").order_by("-number"))


def _approvals(request, revision: Revision) -> Any:
    rows = Approval.objects.visible_to(request.user).filter(revision=revision)
    return list(rows.filter(status=ApprovalStatus.GIVEN).order_by("office"))


def _addenda(request, revision: Revision) -> Any:
    """What was added beside the text later; it belongs to the newest revision (SE-19)."""
    rows = Addendum.objects.visible_to(request.user).filter(evaluation=revision.evaluation_id)
    return list(rows.filter(status=AddendumStatus.ADDED, evaluation__revision=revision))


def _later(revision: Revision, addenda: list[Addendum]) -> list[str]:
    """SE-19: what was added since, in sentences that stand before the text: the judgements in it may have changed."""
    judged = [one for one in addenda if one.judgement]
    titles = {one.slug: one.title for one in sections_of(revision)} if judged else {}
    return [
        f"Added later, of {in_words(one.happened_on)}: {one.title}."
        + (f" {titles.get(one.section, one.section)} is judged “{one.judgement}” now." if one.judgement else "")
        for one in addenda
    ]


# --- Word -------------------------------------------------------------------------------------------------------------


def _word_of_revision(request, revision: Revision) -> HttpResponse:
    """A revision with its approvals and addenda as a Word file."""
    approvals = _approvals(request, revision)
    said = [f"{revision}, submitted on {in_words(localdate(revision.made_at))} by {revision.made_by}."]
    said += [f"Approved by {one.name}, {one.title}, on {in_words(one.decided_on)}." for one in approvals]
    said += [] if approvals else ["Not approved."]
    said.append(f"Digest of exactly this text, SHA-256: {revision.digest}")
    sections, addenda = sections_of(revision), _addenda(request, revision)
    said += _later(revision, addenda)
    return _word(request, revision.evaluation, said, sections, addenda, f"revision {revision.pk}")


def _word_of_draft(request, evaluation: SelfEvaluation, content: list[dict[str, Any]]) -> HttpResponse:
    said = [f"{evaluation.get_status_display()}. The text as it is on {in_words(today())}, before it is submitted."]
    return _word(request, evaluation, said, sections_of(content), [], f"evaluation {evaluation.pk}")


def _word(
    request, evaluation: SelfEvaluation, said: list[str], sections: Any, addenda: list[Addendum], what: str
) -> HttpResponse:
    owner = str(evaluation.authority)
    cover = Cover(str(evaluation), owner, said, markings(request.user, owner))
    record_export(request.user, f"the text of {evaluation}", "docx", len(sections), what)
    content = word_file(cover, sections, addenda, inside=reads_inside(request.user, evaluation))
    response = HttpResponse(content, content_type=DOCX)
    name = f"{evaluation.authority.slug}-{slugify(evaluation.cycle.name)}.docx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
