"""Exports of in-year figures: what goes to the LGA and the DfE, and what went (DAT-12, ACC-14, ACC-15)."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from datasets import exporting, workflow
from datasets.filters import ExportFilters
from datasets.forms.exports import ExportForm
from datasets.models import CollectionPeriod, DataExport
from datasets.rules.exports import may_export
from datasets.statuses import PeriodStatus, Recipient
from datasets.tables.exports import ExportTable
from regions.access import hidden_from_others, members_only
from regions.exporting import DISCLOSURE, MARKING, markings, record_export
from regions.views.acting import act_page, for_acting
from riia.ui.dates import in_words
from riia.ui.exports import csv_response, xlsx_response
from riia.ui.lists import CONSULT, EXPORTS, list_page

OWNER = "Each region for its own collections"
# The columns that a page shows of an export; the file has them all.
ON_THE_PAGE = ("authority_name", "indicator_name", "value", "why_no_value", "numerator", "denominator", "caveat_words")


@require_safe
@members_only
def export_list(request):
    """The exports that the reader may see, newest first."""
    rows = DataExport.objects.visible_to(request.user).defer("content")
    return list_page(
        request,
        queryset=rows.select_related("collection_period__collection__region", "made_by"),
        filterset_class=ExportFilters,
        table_class=ExportTable,
        template="datasets/export_list.html",
        filename="exports",
        context={"crumbs": [], "demonstration": request.reach.in_demonstration},
        marking=markings(request.user, OWNER),
        on_export=lambda kind, count: record_export(
            request.user, "the list of exports of figures", kind, count, request.GET.urlencode()
        ),
    )


@require_safe
@hidden_from_others
def export_detail(request, pk):
    """One export as it went, to look at again or download."""
    rows = DataExport.objects.visible_to(request.user).select_related(
        "collection_period__collection__region", "collection_period__version", "made_by"
    )
    export = get_object_or_404(rows, pk=pk)
    wanted = request.GET.get("export", "")
    if wanted in EXPORTS and export.content:
        return _file(request, export, wanted)
    return render(
        request,
        "datasets/export_detail.html",
        {
            "export": export,
            "period": export.collection_period,
            "marking": _markings(export),
            "errors": [f"“{wanted[:20]}” is not a kind of download. Choose CSV or Excel"] if wanted else [],
            "downloads": [(label, f"?export={name}") for name, label in EXPORTS.items()] if export.content else [],
            "indicators": _shown(export.content),
            "crumbs": [("Exports", "/data/exports/")],
            "demonstration": export.collection_period.collection.region.is_demonstration,
        },
        status=400 if wanted else 200,
    )


def _markings(export: DataExport) -> list[tuple[str, Any]]:
    """Owner, marking, recipient and date of an export, as they went (ACC-15)."""
    return [
        ("Owner", str(export.collection_period.collection.region)),
        ("Marking", MARKING),
        ("Recipient", export.get_recipient_display()),
        ("Date", in_words(timezone.localdate(export.made_at))),
        (CONSULT, DISCLOSURE),
    ]


def _file(request, export: DataExport, kind: str) -> HttpResponseBase:
    period, rows = export.collection_period, exporting.rows_kept(export)
    name = f"{period.collection.slug}-{period.slug}-{export.recipient}"
    record_export(request.user, f"an export: {export}", kind, len(rows), f"export {export.pk}")
    marked = _markings(export)
    if kind == "csv":
        words = "; ".join(f"{key}: {str(value).rstrip('.')}" for key, value in marked)
        return csv_response(name, exporting.HEADER, rows, marking=words)
    about = [
        ("What", str(period)),
        ("Version", period.version.name),
        ("Method", "Values are numerator / denominator x multiplier; totals of areas are pooled from counts."),
        ("Small numbers", "Counts from 1 to 5 are hidden (marker c), and others from which they could be worked out."),
        ("SHA-256 of the rows", export.digest),
    ]
    return xlsx_response(name, exporting.HEADER, rows, about=[*about, *marked])


def _shown(content: list[list[Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Rows for a page, by indicator: [(name, [{column: text}])]."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in content:
        one = dict(zip(exporting.HEADER, row, strict=True))
        found.setdefault(one["indicator_name"], []).append(one)
    return list(found.items())


@for_acting
@hidden_from_others
def period_export(request, pk):
    """Look at exactly what would go, choose to whom, and record it."""
    rows = CollectionPeriod.objects.visible_to(request.user).select_related("collection__region", "version")
    period = get_object_or_404(rows, pk=pk)
    ready = period.status == PeriodStatus.PUBLISHED and may_export(request.user, period)
    content = exporting.export_rows(period) if ready else []
    digest = exporting.digest_of(content)
    return act_page(
        request,
        workflow.export_period,
        period,
        form=ExportForm(request.POST if request.method == "POST" else None, initial={"digest": digest}),
        template="datasets/period_export.html",
        context={
            "title": f"Export {period}",
            "submit": "Record the export",
            "changes": [
                "What you see here is kept, so that the LGA or the DfE can look at it again.",
                "Their advisers to the region see it on the page of exports. You download the file there and send it.",
                "If figures are revised later, you and they are told.",
            ],
            "indicators": _shown(content),
            "rows": len(content),
            "demonstration": period.collection.region.is_demonstration,
        },
        done=lambda one: (
            f"The export to the {Recipient(one.recipient).label} is recorded. You can download it here.",
            one.get_absolute_url(),
        ),
    )
