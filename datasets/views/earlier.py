"""Loading earlier quarters back: a file, its errors or what it holds, then all of it or nothing (DAT-17)."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from datasets.files.earlier import EarlierUpload, earlier_template, read_earlier
from datasets.files.examples import TooMuch, opened_again, packed_figures, sealed, unpacked_figures
from datasets.forms.mappings import FileForm
from datasets.models import Collection
from datasets.periods import period_of, quarter_of
from datasets.workflow.earlier import load_quarters
from regions.access import hidden_from_others
from regions.querysets import today
from regions.views.acting import REFUSED, for_acting, may, standing_in_the_way
from riia.workflow import NotPossible

KIND = "earlier"
TOO_OLD = "The file was read too long ago, or by somebody else. Choose it again."


def _collection(request, pk: int) -> Collection:
    rows = Collection.objects.visible_to(request.user).select_related("region", "version")
    return get_object_or_404(rows, pk=pk)


@for_acting
@hidden_from_others
def earlier_load(request, pk):
    """Choose a file; see what is wrong with it or what it holds; confirm."""
    collection = _collection(request, pk)
    may(request, load_quarters, collection)
    if request.method == "POST" and request.POST.get("confirmed"):
        return _confirmed(request, collection)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(
        *data,
        label="File with earlier quarters",
        help_text="CSV or Excel (.xlsx), at most 10 MB and 20,000 figures: a row for each authority, quarter and item.",
    )
    more: dict[str, Any] = {}
    if form.is_valid():
        file = form.cleaned_data["file"]
        found = read_earlier(collection, file.name, file.read())
        try:
            more = {"found": found} if found.errors else _preview(request, collection, found)
        except TooMuch as refusal:
            form.add_error("file", str(refusal))
    more["reasons"] = standing_in_the_way(request, load_quarters, collection)
    return _page(request, collection, form, more)


def _preview(request, collection: Collection, found: EarlierUpload) -> dict[str, Any]:
    """What the file would bring, and the file itself as the page carries it."""
    carried = [packed_figures(found.figures), found.file_name, found.file_digest]
    authorities = Counter(slug for slug, _ in found.figures)
    figures: Counter[str] = Counter()
    for (slug, _), given in found.figures.items():
        figures[slug] += len(given)
    quarters = [(period_of(slug), authorities[slug], figures[slug]) for slug in sorted(authorities)]
    return {"found": found, "quarters": quarters, "confirmed": sealed(KIND, collection, request.user, carried)}


def _confirmed(request, collection: Collection) -> HttpResponse:
    carried = opened_again(KIND, collection, request.user, request.POST["confirmed"])
    if carried is None:
        messages.error(request, TOO_OLD)
        return HttpResponseRedirect(request.path)
    packed, name, digest = carried
    figures = unpacked_figures(packed)
    try:
        load_quarters(collection, by=request.user, figures=figures, file_name=name, file_digest=digest)
    except NotPossible as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return HttpResponseRedirect(request.path)
    quarters, count = len({slug for slug, _ in figures}), sum(map(len, figures.values()))
    what = "1 earlier quarter is" if quarters == 1 else f"{quarters} earlier quarters are"
    messages.success(request, f"{what} loaded, with {count:,} figures, marked “not signed off”.")
    return HttpResponseRedirect(collection.get_absolute_url())


def _page(request, collection: Collection, form: FileForm, more: dict[str, Any]) -> HttpResponse:
    context = {
        "collection": collection,
        "title": f"Load earlier quarters of {collection}",
        "form": form,
        "back_url": collection.get_absolute_url(),
        "demonstration": collection.region.is_demonstration,
    }
    found = more.get("found")
    refused = bool(form.errors or (found and found.errors))
    return render(request, "datasets/earlier_load.html", context | more, status=REFUSED if refused else 200)


@require_safe
@hidden_from_others
def earlier_file(request, pk):
    """The columns to fill in, as CSV, for the last quarter that is over."""
    collection = _collection(request, pk)
    may(request, load_quarters, collection)
    slug = quarter_of(today()).previous.slug
    response = HttpResponse(earlier_template(collection, slug), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="earlier-{collection.slug}.csv"'
    return response
