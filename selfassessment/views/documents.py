"""Files that stand for sections, and the Word copy that is written in and read back (SE-13)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from regions.access import hidden_from_others
from regions.exporting import record_export
from regions.forms.acting import ConfirmForm
from regions.importing.reading import FileRefused
from regions.views.acting import REFUSED, act_page, for_acting, may
from riia.workflow import NotPossible, offers
from selfassessment import workflow
from selfassessment.copying import contents_at, written_of
from selfassessment.data_sheets import plain_sheets
from selfassessment.documents import data_sheet_questions
from selfassessment.files.uploads import TYPES, Upload
from selfassessment.files.word_copy import Written, copy_of
from selfassessment.files.word_in import package_of
from selfassessment.files.word_read import CopyRead, read_copy, references_of
from selfassessment.forms.documents import AttachmentForm, WordFileForm
from selfassessment.models import Attachment, SelfEvaluation
from selfassessment.plans import sections_from
from selfassessment.rules.writing import reasons_from_content, reasons_not_to_write
from selfassessment.views.revisions import DOCX, crumbs_of, readable_evaluation

# A browser is to keep and run nothing of a file, whatever it holds.
HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}
WHAT_BECAME = {
    "saved": "Saved.",
    "unchanged": "Nothing was changed in the copy.",
    "overtaken": "Somebody has saved this section since the copy was made. Both texts are shown on its page.",
    "waiting": "You have typed something here that is not saved. Save it or drop it, then upload the copy again.",
}


@for_acting
@hidden_from_others
def attachment_add(request, pk):
    """Bring a Word or PDF file that stands for a section (`section` in the query string) or for the whole."""
    evaluation = readable_evaluation(request, pk)
    plan = sections_from(evaluation.cycle.template.content)
    initial = {"section": request.GET.get("section", "")}
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    return act_page(
        request,
        workflow.add_attachment,
        evaluation,
        form=AttachmentForm(plan, *bound, initial=initial),
        template="selfassessment/attachment_add.html",
        context={
            "evaluation": evaluation,
            "title": "Add a file",
            "parents": crumbs_of(evaluation),
            "demonstration": evaluation.authority.region.is_demonstration,
        },
        inputs=lambda form: form.details,
        done=lambda one: (f"The file “{one.name}” is part of the text.", evaluation.get_absolute_url()),
    )


def _visible_attachment(request, pk: int) -> Attachment:
    rows = Attachment.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("evaluation__authority__region", "evaluation__cycle__template"), pk=pk)


@for_acting
@hidden_from_others
def attachment_remove(request, pk):
    attachment = _visible_attachment(request, pk)
    evaluation = attachment.evaluation
    return act_page(
        request,
        workflow.remove_attachment,
        attachment,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        template="regions/_act.html",
        context={
            "title": f"Take out the file “{attachment.name}”",
            "submit": "Take it out",
            "changes": [
                "It is not part of the text any more, and of no later revision.",
                "Revisions that were submitted with it keep it.",
            ],
            "back_url": evaluation.get_absolute_url(),
            "demonstration": evaluation.authority.region.is_demonstration,
        },
        done=lambda one: (f"The file “{one.name}” is taken out.", evaluation.get_absolute_url()),
    )


@require_safe
@hidden_from_others
def attachment_detail(request, pk):
    """What a file is and stands for; or the file as it was brought (`export=file`), never shown within a page."""
    attachment = _visible_attachment(request, pk)
    evaluation = attachment.evaluation
    if request.GET.get("export") == "file":
        return _file(request, attachment)
    plan = sections_from(evaluation.cycle.template.content)
    return render(
        request,
        "selfassessment/attachment_detail.html",
        {
            "attachment": attachment,
            "evaluation": evaluation,
            "stands_for": next((one.title for one in plan if one.slug == attachment.section), "The whole narrative"),
            "offers": [one for one in offers(attachment, request.user) if not one.reasons],
            "parents": crumbs_of(evaluation),
            "demonstration": evaluation.authority.region.is_demonstration,
        },
    )


def _file(request, attachment: Attachment) -> HttpResponse:
    try:
        with attachment.file.open("rb") as file:
            content = file.read()
    except OSError as error:
        raise Http404 from error
    ending = attachment.name.rpartition(".")[2].lower()
    record_export(request.user, f"a file of {attachment.evaluation}", ending, 1, f"attachment {attachment.pk}")
    headers = {**HARMLESS, "Content-Disposition": content_disposition_header(True, attachment.name)}
    return HttpResponse(content, content_type=TYPES.get(ending, "application/octet-stream"), headers=headers)


# --- Word copies ------------------------------------------------------------------------------------------------------


@for_acting
@hidden_from_others
def word_copy(request, pk):
    """The Word copy: taken away (`export=docx`, all sections or the one that `section` names) and brought back.

    Each section that was changed in it is saved, or the file is refused with every fault.
    """
    evaluation = readable_evaluation(request, pk)
    may(request, workflow.begin_section, evaluation)
    if request.method != "POST" and request.GET.get("export") == "docx":
        return _copy(request, evaluation)
    reasons = reasons_not_to_write(evaluation)
    form = WordFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    taken: list[dict[str, Any]] = []
    if request.method == "POST" and not reasons and form.is_valid() and form.upload:
        try:
            taken = _taken(request, evaluation, form.upload)
        except NotPossible as refusal:
            form.add_error("file", refusal.reasons)
    return render(
        request,
        "selfassessment/word_copy.html",
        {
            "evaluation": evaluation,
            "title": "Write in Word",
            "form": form,
            "reasons": reasons,
            "taken": taken,
            "plan": sections_from(evaluation.cycle.template.content),
            "back_url": evaluation.get_absolute_url(),
            "parents": crumbs_of(evaluation),
            "demonstration": evaluation.authority.region.is_demonstration,
        },
        status=REFUSED if form.is_bound and not taken else 200,
    )


def _copy(request, evaluation: SelfEvaluation) -> HttpResponse:
    wanted = request.GET.get("section", "")
    sections = written_of(evaluation, request.user, {wanted} if wanted else None)
    if not sections:
        raise Http404
    sheets = plain_sheets(evaluation, data_sheet_questions(one.section for one in sections))
    content = copy_of(str(evaluation), str(evaluation.authority), evaluation.pk, sections, sheets)
    record_export(request.user, f"the Word copy of {evaluation}", "docx", len(sections), f"evaluation {evaluation.pk}")
    name = "-".join(filter(None, (evaluation.authority.slug, slugify(evaluation.cycle.name), wanted, "copy")))
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response


def _taken(request, evaluation: SelfEvaluation, upload: Upload) -> list[dict[str, Any]]:
    """What became of each section of a copy. Raises NotPossible with everything that is wrong with it."""
    try:
        copy, sections = _read(request, evaluation, upload)
    except FileRefused as refusal:
        raise NotPossible(str(refusal)) from refusal
    faults = list(copy.faults)
    if not faults:
        for one in sections:
            wrong = reasons_from_content(evaluation, one.section, copy.answers[one.section.slug])
            faults += [f"{one.section.title}: {words}" for words in wrong]
    if faults:
        raise NotPossible(*faults)
    outcomes = workflow.take_in_copy(evaluation, by=request.user, copy=copy, sections=sections)
    return [{"slug": one.slug, "title": one.title, "words": WHAT_BECAME[one.word]} for one in outcomes]


def _read(request, evaluation: SelfEvaluation, upload: Upload) -> tuple[CopyRead, list[Written]]:
    package = package_of(upload.content)
    number, saves = references_of(package)
    if number != evaluation.pk:
        raise FileRefused("This is a copy of another self-evaluation. Bring it back there.")
    sections = written_of(evaluation, request.user, set(saves))
    if {one.section.slug for one in sections} != set(saves):
        raise FileRefused("The copy has a section that the template does not ask for. Download the copy again.")
    return read_copy(package, sections, contents_at(evaluation, saves)), sections
