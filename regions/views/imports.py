"""Importing files: upload, preview with every bad cell, say who is meant, confirm or discard (DIR-10)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from regions import workflow
from regions.access import hidden_from_others
from regions.exporting import markings, recording
from regions.filters import ImportFilters, kept_regions
from regions.forms.acting import ConfirmForm
from regions.forms.imports import AnswersForm, ImportForm
from regions.importing import downloads
from regions.importing.changes import CHANGED, ERROR, NEW, QUESTION, UNCHANGED, WARNING
from regions.importing.planning import Plan
from regions.models import Appointment, DirectoryImport, Person, Seat
from regions.querysets import today
from regions.statuses import ImportStatus
from regions.tables.imports import ImportTable
from regions.views.acting import REFUSED, act_page, for_acting, may
from regions.wording import introduced
from regions.workflow.imports import plan_of
from riia.audit.models import Event
from riia.ui.exports import csv_response
from riia.ui.lists import list_page
from riia.workflow import NotPossible

OWNER = "The regional team of each region"
NOT_A_KEEPER = (
    "Files are imported by those who keep the directory: regional teams, for their region, and administrators."
)
PER_PAGE, MOST_FAULTS, QUESTIONS_AT_ONCE, MOST_WRITTEN = 100, 500, 25, 200
# The page of each kind of thing that an import writes.
PAGES_OF = {
    Appointment._meta.label_lower: "appointment_detail",
    Seat._meta.label_lower: "seat_detail",
    Person._meta.label_lower: "person_detail",
}
# How long before its end an import can have begun to write.
LONGEST = timedelta(minutes=5)
# (kind, how it is counted, colour of its tag)
KINDS = (
    (NEW, "New", "green"),
    (CHANGED, "Changed", "blue"),
    (UNCHANGED, "Unchanged", "grey"),
    (QUESTION, "To answer", "yellow"),
    (ERROR, "Wrong", "red"),
    (WARNING, "With a warning", "orange"),
)
COLOURS = {kind: colour for kind, _, colour in KINDS}
LABELS = {kind: label for kind, label, _ in KINDS}


@dataclass(frozen=True)
class Count:
    """How many rows of a kind a file has, and where they are listed."""

    kind: str
    label: str
    number: int
    url: str
    colour: str


def _keepers_only(request) -> None:
    if not (request.reach.administrator or request.reach.keeps):
        raise PermissionDenied(NOT_A_KEEPER)


@for_acting
def import_list(request):
    """Upload a file; the files uploaded before, the template, and what can be downloaded to be edited."""
    _keepers_only(request)
    regions = kept_regions(request)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(regions, request.reach.administrator, *data)
    if form.is_valid():
        try:
            return HttpResponseRedirect(_preview(form, request.user).get_absolute_url())
        except NotPossible as refusal:
            form.add_error(None, refusal.reasons)
    files = DirectoryImport.objects.visible_to(request.user).select_related("region", "uploaded_by").defer("rows")
    answer = list_page(
        request,
        queryset=files.order_by("-pk"),
        filterset_class=ImportFilters,
        table_class=ImportTable,
        template="regions/import_list.html",
        filename="imported-files",
        context={"form": form, "regions": regions, "demonstration": request.reach.in_demonstration},
        marking=markings(request.user, OWNER),
        on_export=recording(request, "the list of imported files"),
    )
    if form.errors:
        answer.status_code = REFUSED
    return answer


def _preview(form: ImportForm, by) -> DirectoryImport:
    if form.chosen:
        return workflow.preview_import(form.chosen, by=by, sheet=form.sheet)
    return workflow.preview_import_across(by, by=by, sheet=form.sheet)


@require_safe
def import_template(request, kind):
    """An empty file with the right columns; with a `region` that the reader keeps, its directory in those columns."""
    _keepers_only(request)
    if kind not in downloads.KINDS:
        raise Http404
    if "region" not in request.GET:
        return downloads.template(kind)
    region = get_object_or_404(kept_regions(request), slug=request.GET["region"])
    return downloads.region_for_editing(kind, region, request.user)


# --- One file ---------------------------------------------------------------------------------------------------------


def _file(request, pk: int) -> DirectoryImport:
    rows = DirectoryImport.objects.visible_to(request.user).select_related("region", "uploaded_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
@hidden_from_others
def import_detail(request, pk):
    """The preview of a file, or what became of it."""
    item = _file(request, pk)
    if item.status != ImportStatus.PREVIEWED:
        return _closed_page(request, item)
    if request.GET.get("export") == "faults":
        return _faults(plan_of(item, request.user))
    return _preview_page(request, item)


@for_acting
@hidden_from_others
def import_answer(request, pk):
    item = _file(request, pk)
    may(request, workflow.answer_import, item)
    if item.status != ImportStatus.PREVIEWED:
        return _closed_page(request, item)
    if request.method != "POST":
        return _preview_page(request, item)
    form = _answers_form(request, plan_of(item, request.user), request.POST)
    if not form.is_valid():
        return _preview_page(request, item, answers_form=form)
    if form.answers:
        workflow.answer_import(item, by=request.user, answers=form.answers)
        messages.success(request, "Your answers are kept. The preview shows what they change.")
    return HttpResponseRedirect(item.get_absolute_url())


@for_acting
@hidden_from_others
def import_confirm(request, pk):
    item = _file(request, pk)
    may(request, workflow.confirm_import, item)
    if item.status != ImportStatus.PREVIEWED:
        return _closed_page(request, item)
    if request.method != "POST":
        return _preview_page(request, item)
    fingerprint = request.POST.get("fingerprint", "") or "none"
    try:
        workflow.confirm_import(item, by=request.user, fingerprint=fingerprint)
    except NotPossible as refusal:
        return _preview_page(request, item, errors=refusal.reasons)
    messages.success(request, f"{item.name} is imported: {_done(item)}.")
    return HttpResponseRedirect(item.get_absolute_url())


@for_acting
@hidden_from_others
def import_discard(request, pk):
    item = _file(request, pk)
    return act_page(
        request,
        workflow.discard_import,
        item,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        template="regions/_act.html",
        context={
            "title": f"Discard the file {item.name}",
            "submit": "Discard the file",
            "changes": ["Nothing of this file is written to the directory, and its rows are not kept."],
            "demonstration": _in_demonstration(item),
        },
        done=lambda _: (f"{item.name} is discarded. Nothing was written.", reverse("import_list")),
    )


def _done(item: DirectoryImport) -> str:
    counts = item.counts
    return f"{counts[NEW]:,} new, {counts[CHANGED]:,} changed, {counts[UNCHANGED]:,} unchanged"


def _in_demonstration(item: DirectoryImport) -> bool:
    return bool(item.region and item.region.is_demonstration)


def _closed_page(request, item: DirectoryImport) -> HttpResponse:
    """What became of a file, with what the trail tells of it."""
    written: Any = []
    if item.status == ImportStatus.CONFIRMED and item.closed_at:
        around = (item.closed_at - LONGEST, item.closed_at + LONGEST)
        reason = f"Import {item.pk}: {item.name}"
        written = Event.objects.filter(at__range=around, reason=reason).order_by("pk")[: MOST_WRITTEN + 1]
    context = {
        "item": item,
        "counts": [(LABELS[kind], f"{item.counts.get(kind, 0):,}") for kind in (NEW, CHANGED, UNCHANGED)],
        "written": [(one, _page_of(one)) for one in written][:MOST_WRITTEN],
        "has_more": len(written) > MOST_WRITTEN,
        "demonstration": _in_demonstration(item),
    }
    return render(request, "regions/import_closed.html", context)


def _page_of(event: Event) -> str:
    """Where what was written stands, with its history; nothing for what has no page."""
    name = PAGES_OF.get(event.target_model)
    return reverse(name, args=[event.target_id]) if name else ""


def _preview_page(request, item: DirectoryImport, *, errors=(), answers_form=None) -> HttpResponse:
    plan = plan_of(item, request.user)
    shown = request.GET.get("show", "")
    lines = [one for one in plan.lines if not shown or one.kind == shown or (shown == WARNING and one.warnings)]
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    faults = plan.all_faults
    asked = any(line.asks for line in plan.lines)
    context = {
        "item": item,
        "plan": plan,
        "counts": _counts(item, plan),
        "shown": LABELS.get(shown, ""),
        "kind": shown if shown in LABELS else "",
        "page": page,
        "lines": [(one, LABELS[one.kind], COLOURS[one.kind]) for one in page],
        "wrong": [one for one in faults if not one.warning][:MOST_FAULTS],
        "warnings": [one for one in faults if one.warning][:MOST_FAULTS],
        "has_more_faults": len(faults) > MOST_FAULTS,
        "form": (answers_form or _answers_form(request, plan)) if asked else None,
        "errors": errors,
        "demonstration": _in_demonstration(item),
    }
    refused = bool(errors) or bool(answers_form)
    return render(request, "regions/import_detail.html", context, status=REFUSED if refused else 200)


def _counts(item: DirectoryImport, plan: Plan) -> list[Count]:
    counts = plan.counts
    address = item.get_absolute_url()
    return [Count(kind, label, counts[kind], f"{address}?show={kind}", colour) for kind, label, colour in KINDS]


def _answers_form(request, plan: Plan, *data) -> AnswersForm:
    asking = [line for line in plan.lines if line.asks][:QUESTIONS_AT_ONCE]
    numbers = {one.pk for line in asking for one in line.asks}
    people = Person.objects.visible_to(request.user).filter(pk__in=numbers).with_seats(request.user, today())
    return AnswersForm(asking, {one.pk: introduced(one, one.email) for one in people}, *data)


def _faults(plan: Plan) -> HttpResponseBase:
    """Every bad cell, as a file to work through."""
    header = ["sheet", "row", "column", "heading", "value", "kind", "reason"]
    rows = (
        [plan.sheet, one.row, one.letter, one.heading, one.value, "warning" if one.warning else "error", one.reason]
        for one in plan.all_faults
    )
    return csv_response("import-errors", header, rows)
