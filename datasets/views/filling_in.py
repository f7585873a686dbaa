"""Filling in a return: the template, typing, uploading, and reasons for warnings (DAT-5)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from datasets import workflow
from datasets.files.reading import read_upload
from datasets.files.template import template_csv, template_workbook
from datasets.forms.returns import FiguresForm, UploadForm, WarningsForm
from datasets.models import Edition, Return
from datasets.past import past_of
from datasets.rules.returns import figures_of, may_fill_in
from datasets.statuses import IN_THE_AUTHORITYS_HANDS, Origin
from datasets.views.returns import visible_return
from regions.access import hidden_from_others
from regions.views.acting import REFUSED, for_acting, may, standing_in_the_way
from riia.ui.exports import XLSX_TYPE
from riia.workflow import NotPossible

KINDS = {"xlsx": (template_workbook, XLSX_TYPE), "csv": (template_csv, "text/csv; charset=utf-8")}


@require_safe
@hidden_from_others
def return_template(request, pk, kind):
    """The return's template, to be filled in: Excel or CSV."""
    return_ = visible_return(request, pk)
    if kind not in KINDS or not may_fill_in(request.user, return_):
        raise Http404
    make, content_type = KINDS[kind]
    response = HttpResponse(make(return_), content_type=content_type)
    name = f"{return_.authority.slug}-{return_.collection_period.slug}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_acting
@hidden_from_others
def return_figures(request, pk):
    """Type the figures in, with those of the last period beside; what was typed is never lost."""
    return_ = visible_return(request, pk)
    may(request, workflow.record_edition, return_)
    form = _figures_form(request, return_)
    if request.method == "POST" and form.is_valid():
        given = {"figures": form.figures, "origin": Origin.TYPED, **_common(form)}
        if _recorded(request, return_, form, given):
            return HttpResponseRedirect(_next(return_))
    reasons = _standing(request, return_)
    return render(
        request,
        "datasets/return_figures.html",
        _context(return_, f"Type in the figures of {return_}") | {"form": form, "reasons": reasons},
        status=REFUSED if form.is_bound and form.errors else 200,
    )


def _figures_form(request, return_: Return) -> FiguresForm:
    past = past_of(return_, 1)
    data = request.POST if request.method == "POST" else None
    items = list(return_.collection_period.version.items.all())
    known = figures_of(return_.edition) if return_.edition else {}
    initial = {"seen": _number(return_)}
    return FiguresForm(items, known, past[0] if past else None, data, initial=initial, restating=_asks_why(return_))


def _number(return_: Return) -> int:
    return return_.edition.number if return_.edition else 0


def _asks_why(return_: Return) -> bool:
    """Whether this would be the first edition of a restatement."""
    return return_.published_id is not None and return_.edition_id == return_.published_id


def _common(form: Any) -> dict[str, Any]:
    return {"seen": form.cleaned_data["seen"], "why": form.cleaned_data.get("why", "")}


def _recorded(request, return_: Return, form: Any, given: dict[str, Any]) -> bool:
    """Whether the figures are kept; else the form says why not."""
    try:
        workflow.record_edition(return_, by=request.user, **given)
    except NotPossible as refusal:
        form.add_error(None, refusal.reasons)
        return False
    edition = return_.edition
    warnings = edition.warnings.filter(reason="").count() if edition else 0
    say = f"The figures are kept as edition {_number(return_)}."
    if warnings:
        say += " 1 warning needs a reason." if warnings == 1 else f" {warnings} warnings need a reason each."
    messages.success(request, say)
    return True


def _next(return_: Return) -> str:
    return return_.get_absolute_url()


def _standing(request, return_: Return) -> list[str]:
    return standing_in_the_way(request, workflow.record_edition, return_)


def _context(return_: Return, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "return": return_,
        "back_url": return_.get_absolute_url(),
        "demonstration": return_.collection_period.collection.region.is_demonstration,
    }


@for_acting
@hidden_from_others
def return_upload(request, pk):
    """Upload a file: refused whole with every bad cell listed, or a new edition."""
    return_ = visible_return(request, pk)
    may(request, workflow.record_edition, return_)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    initial = {"seen": _number(return_)}
    form = UploadForm(*data, initial=initial, restating=_asks_why(return_))
    found = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        found = read_upload(return_, file.name, file.read())
        if not found.errors:
            given = {
                "figures": found.figures,
                "origin": found.origin,
                "file_name": found.file_name,
                "file_digest": found.file_digest,
                **_common(form),
            }
            if _recorded(request, return_, form, given):
                for note in found.notes:
                    messages.info(request, note)
                return HttpResponseRedirect(_next(return_))
    refused = form.is_bound and bool(form.errors or (found and found.errors))
    context = {"form": form, "found": found, "reasons": _standing(request, return_), "kept": return_.edition}
    return render(
        request,
        "datasets/return_upload.html",
        _context(return_, f"Upload the figures of {return_}") | context,
        status=REFUSED if refused else 200,
    )


@for_acting
@hidden_from_others
def return_warnings(request, pk):
    """Say why unlikely figures are right: a reason for each warning."""
    return_ = visible_return(request, pk)
    may(request, workflow.record_edition, return_)
    warnings = list(_warnings(return_.edition)) if return_.edition else []
    form = WarningsForm(warnings, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.given
        if given or not form.waiting:
            try:
                for warning, text in given:
                    workflow.give_reason(warning, by=request.user, text=text)
            except NotPossible as refusal:
                form.add_error(None, refusal.reasons)
            else:
                messages.success(request, _given(len(given), form.waiting))
                return HttpResponseRedirect(return_.get_absolute_url())
        else:
            form.add_error(None, f"No reason was written, so nothing was kept. {_waiting(form.waiting)}")
    reasons = [] if return_.status in IN_THE_AUTHORITYS_HANDS else [_not_in_hands(return_)]
    return render(
        request,
        "datasets/return_warnings.html",
        _context(return_, f"Warnings about {return_}") | {"form": form, "reasons": reasons, "warnings": warnings},
        status=REFUSED if form.is_bound and form.errors else 200,
    )


def _given(count: int, waiting: int) -> str:
    """What was done with reasons, in words; how many warnings wait still."""
    if not count:
        return "No reason was changed."
    kept = "The reason is kept." if count == 1 else f"{count} reasons are kept."
    return f"{kept} {_waiting(waiting)}" if waiting else f"{kept} Every warning has its reason."


def _waiting(count: int) -> str:
    return "1 warning waits for its reason." if count == 1 else f"{count} warnings wait for their reasons."


def _not_in_hands(return_: Return) -> str:
    return f"The return is not in your hands: {return_.get_status_display().lower()}."


def _warnings(edition: Edition) -> Any:
    return edition.warnings.select_related("item", "reason_by", "edition__of_return")
