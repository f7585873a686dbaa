"""Mapping a region's own workbook in the browser: example, cells, check, save (DAT-16)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from datasets.files.examples import TooMuch, opened_again, packed_sheets, sealed, unpacked_sheets
from datasets.files.mapping import check_cells, guessed, in_use
from datasets.files.sheets import Sheet, letter, sheets_of_workbook
from datasets.forms.mappings import OF_ITEM, FileForm, MappingForm
from datasets.models import Collection, Item, WorkbookMapping
from datasets.rules.mappings import may_map
from datasets.workflow.mappings import end_mapping, map_workbook
from regions.access import hidden_from_others
from regions.forms.acting import ConfirmForm
from regions.history import history_of_rows
from regions.importing.reading import FileRefused, checked
from regions.views.acting import REFUSED, act_page, for_acting, may, standing_in_the_way
from riia.workflow import NotPossible, offers

KIND = "example"
SHOWN_ROWS, SHOWN_COLUMNS = 60, 20
TOO_OLD = "The example was read too long ago, or by somebody else. Choose it again."


@dataclass(frozen=True)
class Shown:
    """A sheet of the example as a page shows it: letters of its columns, and rows of texts with their numbers."""

    name: str
    letters: list[str]
    rows: list[tuple[int, list[str]]]
    more: bool


def _collection(request, pk: int) -> Collection:
    rows = Collection.objects.visible_to(request.user).select_related("region", "version")
    return get_object_or_404(rows, pk=pk)


@for_acting
@hidden_from_others
def mapping_add(request, pk):
    """First an example is uploaded; then its cells are mapped, checked against it and saved."""
    collection = _collection(request, pk)
    may(request, map_workbook, collection)
    if request.method == "POST" and request.POST.get("example"):
        return _map(request, collection)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(
        *data,
        label="Example of the workbook",
        help_text="Excel (.xlsx), as your authorities fill it in. It is shown to you only, and no copy is kept.",
        accept=".xlsx",
    )
    if form.is_valid():
        try:
            return _begin(request, collection, form.cleaned_data["file"])
        except (FileRefused, TooMuch) as refusal:
            form.add_error("file", str(refusal))
    reasons = standing_in_the_way(request, map_workbook, collection)
    context = _context(collection) | {"form": form, "reasons": reasons}
    return render(request, "datasets/mapping_add.html", context, status=REFUSED if form.errors else 200)


def _begin(request, collection: Collection, file: Any) -> HttpResponse:
    """The form, with the cells that labels of the example suggest."""
    name, ending = checked(file.name, content := file.read())
    if ending != "xlsx":
        raise FileRefused("The example must be an Excel workbook (.xlsx).")
    sheets, saved = sheets_of_workbook(content), sheets_of_workbook(content, saved_values=True)
    example = sealed(KIND, collection, request.user, [packed_sheets(sheets), packed_sheets(saved)])
    items = _items(collection)
    found = guessed(items, sheets)
    initial = {OF_ITEM + code: address for code, address in found.items()} | {"name": name.rpartition(".")[0][:100]}
    form = MappingForm(items, [one.name for one in sheets], initial=initial)
    return _page(request, collection, form, example, saved, {"guessed": len(found)})


def _map(request, collection: Collection) -> HttpResponse:
    """What was filled in is checked against the example, or saved."""
    example = request.POST["example"]
    packed = opened_again(KIND, collection, request.user, example)
    if packed is None:
        messages.error(request, TOO_OLD)
        return HttpResponseRedirect(request.path)
    sheets, saved = map(unpacked_sheets, packed)
    items = _items(collection)
    form = MappingForm(items, [one.name for one in sheets], request.POST)
    more: dict[str, Any] = {}
    if form.is_valid() and request.POST.get("step") == "save":
        try:
            made = map_workbook(collection, by=request.user, **form.details)
        except NotPossible as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, f"“{made}” is saved. Authorities can upload it as it is from now on.")
            return HttpResponseRedirect(made.get_absolute_url())
    elif form.is_valid():
        more = _checked(items, form, sheets, saved)
    return _page(request, collection, form, example, saved, more)


def _checked(items: list[Item], form: MappingForm, sheets: list[Sheet], saved: list[Sheet]) -> dict[str, Any]:
    cells = form.details["cells"]
    found = check_cells(items, cells, sheets, saved)
    read = [
        (item, f"{cells[item.code]['sheet']}!{cells[item.code]['cell']}", found.figures[item.code])
        for item in items
        if item.code in found.figures
    ]
    without = [item for item in items if item.code not in cells]
    return {"found": found, "read": read, "without": without, "was_checked": True}


def _page(
    request, collection: Collection, form: MappingForm, example: str, saved: list[Sheet], more: dict[str, Any]
) -> HttpResponse:
    context = {"form": form, "example": example, "sheets": [_shown(one) for one in saved if not one.is_hidden]}
    refused = form.is_bound and bool(form.errors)
    status = REFUSED if refused else 200
    return render(request, "datasets/mapping_cells.html", _context(collection) | context | more, status=status)


def _items(collection: Collection) -> list[Item]:
    return list(collection.version.items.all())


def _shown(sheet: Sheet) -> Shown:
    rows = [row for row in sheet.rows if row <= SHOWN_ROWS]
    width = min(max((max(sheet.rows[row]) for row in rows), default=0), SHOWN_COLUMNS)
    more = len(rows) < len(sheet.rows) or any(max(cells) > width for cells in sheet.rows.values())
    columns = range(1, width + 1)
    return Shown(
        sheet.name,
        [letter(one) for one in columns],
        [(row, [sheet.text(row, c) for c in columns]) for row in rows],
        more,
    )


def _context(collection: Collection) -> dict[str, Any]:
    return {
        "collection": collection,
        "title": f"Map your own workbook for {collection}",
        "back_url": collection.get_absolute_url(),
        "demonstration": collection.region.is_demonstration,
    }


# --- One map ----------------------------------------------------------------------------------------------------------


def _mapping(request, pk: int) -> WorkbookMapping:
    rows = WorkbookMapping.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("collection__region", "collection__version"), pk=pk)


@require_safe
@hidden_from_others
def mapping_detail(request, pk):
    """How a workbook is read: each item and its cell."""
    mapping = _mapping(request, pk)
    items = _items(mapping.collection)
    cells = {code: f"{one['sheet']}!{one['cell']}" for code, one in mapping.cells.items()}
    keeps = may_map(request.user, mapping.collection)
    context = {
        "mapping": mapping,
        "is_in_use": in_use(mapping),
        "rows": [(item, cells[item.code]) for item in items if item.code in cells],
        "without": [item for item in items if item.code not in cells],
        "offers": offers(mapping, request.user) if in_use(mapping) else [],
        "history": history_of_rows([mapping]) if keeps else [],
        "keeps": keeps,
        "demonstration": mapping.collection.region.is_demonstration,
    }
    return render(request, "datasets/mapping_detail.html", context)


@for_acting
@hidden_from_others
def mapping_end(request, pk):
    mapping = _mapping(request, pk)
    return act_page(
        request,
        end_mapping,
        mapping,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        template="regions/_act.html",
        context={
            "title": f"End the map “{mapping}”",
            "submit": "End this map",
            "changes": ["From today no workbook is read by it. What was read by it stays."],
            "demonstration": mapping.collection.region.is_demonstration,
        },
        done=lambda one: (f"“{one}” has ended.", one.get_absolute_url()),
    )
