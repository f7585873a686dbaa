"""The six-monthly report of a region: drafted, edited section by section, read, taken away as a Word file (DAT-14)."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from datasets import workflow
from datasets.files.report import word_file
from datasets.filters import ReportFilters
from datasets.forms.reports import DraftReportForm, FinishReportForm, SectionForm
from datasets.models import CollectionPeriod, RegionalReport
from datasets.prose import html_of
from datasets.rules.reports import may_write
from datasets.showing import NOT_AVAILABLE, with_unit
from datasets.statuses import ReportStatus
from datasets.tables.reports import ReportTable
from regions.access import hidden_from_others, members_only
from regions.exporting import markings, record_export
from regions.history import history_of_rows
from regions.views.acting import REFUSED, act_page, for_acting, may, standing_in_the_way
from riia.ui.lists import list_page
from riia.workflow import NotPossible, offers

OWNER = "Each region for its own reports"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CRUMB = ("Reports", "/data/reports/")


def _visible(request, pk: int) -> RegionalReport:
    rows = RegionalReport.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("region", "collection_period__collection", "drafted_by"), pk=pk)


@require_safe
@members_only
def report_list(request):
    """The reports that the reader may see, newest first."""
    rows = RegionalReport.objects.visible_to(request.user).defer("sections", "figures")
    return list_page(
        request,
        queryset=rows.select_related("region", "collection_period__collection"),
        filterset_class=ReportFilters,
        table_class=ReportTable,
        template="datasets/report_list.html",
        filename="reports",
        context={"crumbs": [], "demonstration": request.reach.in_demonstration},
        marking=markings(request.user, OWNER),
        on_export=lambda kind, count: record_export(
            request.user, "the list of six-monthly reports", kind, count, request.GET.urlencode()
        ),
    )


@require_safe
@hidden_from_others
def report_detail(request, pk):
    """One report with its tables, or as a Word file."""
    report = _visible(request, pk)
    if request.GET.get("export") == "docx":
        record_export(request.user, f"the report “{report}”", "docx", len(report.sections), f"report {report.pk}")
        response = HttpResponse(word_file(report), content_type=DOCX)
        response["Content-Disposition"] = f'attachment; filename="{report.region.slug}-report-{report.pk}.docx"'
        return response
    writes = may_write(request.user, report)
    return render(
        request,
        "datasets/report_detail.html",
        {
            "report": report,
            "sections": [_shown(report, number) for number in range(len(report.sections))],
            "edits": writes and report.status == ReportStatus.DRAFT,
            "offers": offers(report, request.user),
            "history": history_of_rows([report]) if writes else [],
            "writes": writes,
            "crumbs": [CRUMB],
            "demonstration": report.region.is_demonstration,
        },
    )


def _shown(report: RegionalReport, number: int) -> dict[str, Any]:
    """A section for the page: its words as HTML and its tables as texts."""
    section = report.sections[number]
    measures = {one["code"]: one for one in report.figures["measures"]}
    labels = [one["label"] for one in report.figures["periods"]]
    return {
        "number": number,
        "heading": section["heading"],
        "html": html_of(section["text"]),
        "labels": labels,
        "rows": [_row(measures[code]) for code in section["indicators"] if code in measures],
    }


def _row(measure: dict[str, Any]) -> dict[str, Any]:
    cells = [
        NOT_AVAILABLE if one is None or one["value"] is None else with_unit(Decimal(one["value"]), *_format(measure))
        for one in measure["values"]
    ]
    return {"name": measure["name"], "code": measure["code"], "cells": cells}


def _format(measure: dict[str, Any]) -> tuple[int, str]:
    return measure["decimals"], measure["unit"]


@for_acting
@hidden_from_others
def report_draft(request, pk):
    rows = CollectionPeriod.objects.visible_to(request.user).select_related("collection__region", "version")
    period = get_object_or_404(rows, pk=pk)
    return act_page(
        request,
        workflow.draft_report,
        period,
        form=DraftReportForm(request.POST if request.method == "POST" else None),
        template="datasets/_act.html",
        context={
            "title": f"Draft a report up to {period.label}",
            "submit": "Draft the report",
            "changes": [
                "Sentences are drafted from the region’s figures: values, changes over two quarters, what is missing.",
                "The figures are kept with the report: a later revision doesn’t change it.",
                "Only your team sees it until you make it final.",
            ],
            "demonstration": period.collection.region.is_demonstration,
        },
        done=lambda one: ("The report is drafted. Read it, and change its words.", one.get_absolute_url()),
    )


@for_acting
@hidden_from_others
def report_section(request, pk, number):
    """Change a section. Whoever saves on top of somebody else's words sees both texts, and decides (GEN)."""
    report = _visible(request, pk)
    may(request, workflow.write_section, report)
    if number >= len(report.sections):
        raise Http404
    form = SectionForm(request.POST if request.method == "POST" else None, initial=_words(report, number))
    if request.method == "POST" and form.is_valid():
        try:
            workflow.write_section(report, by=request.user, number=number, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, "The section is saved.")
            return HttpResponseRedirect(report.get_absolute_url())
    stored = _visible(request, pk)
    out_of_date = form.is_bound and str(form.data.get("revision")) != str(stored.revision)
    if out_of_date:
        # Saving again is then a decision about the text that is shown beside it.
        form.data = {**request.POST.dict(), "revision": stored.revision}
    return render(
        request,
        "datasets/report_section.html",
        {
            "report": stored,
            "form": form,
            "title": f"Change “{stored.sections[number]['heading']}”",
            "saved": stored.sections[number]["text"] if out_of_date else "",
            "reasons": standing_in_the_way(request, workflow.write_section, stored),
            "crumbs": [CRUMB, (str(stored), stored.get_absolute_url())],
            "demonstration": stored.region.is_demonstration,
        },
        status=REFUSED if form.is_bound else 200,
    )


def _words(report: RegionalReport, number: int) -> dict[str, Any]:
    section = report.sections[number]
    return {"heading": section["heading"], "text": section["text"], "revision": report.revision}


@for_acting
@hidden_from_others
def report_finish(request, pk):
    report = _visible(request, pk)
    return act_page(
        request,
        workflow.finish_report,
        report,
        form=FinishReportForm(
            request.POST if request.method == "POST" else None, initial={"revision": report.revision}
        ),
        template="datasets/_act.html",
        context={
            "title": f"Make “{report}” final",
            "submit": "Make the report final",
            "changes": [
                "Readers of the region’s in-year figures can read it.",
                "Nothing in it can be changed any more.",
            ],
            "demonstration": report.region.is_demonstration,
        },
        done=lambda one: ("The report is final.", one.get_absolute_url()),
    )
