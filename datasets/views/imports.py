"""Where published values and statistical neighbours come from: each file that was read, and what was left out of it."""

from django.db.models import Count, Max, Min
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from datasets.filters import PublishedFilters
from datasets.models import NeighbourSet, PublishedImport, PublishedValue
from datasets.tables.collections import PublishedTable
from regions.access import hidden_from_others, members_only
from regions.exporting import markings, recording
from riia.ui.lists import list_page

OWNER = "Each publisher for its own values"


@require_safe
@members_only
def published_list(request):
    """The files that were read, newest first, with what the published values reach over."""
    held = PublishedValue.objects.visible_to(request.user).aggregate(
        values=Count("pk"), indicators=Count("indicator", distinct=True), first=Min("year"), last=Max("year")
    )
    sets = NeighbourSet.objects.filter(is_demonstration=request.reach.in_demonstration)
    return list_page(
        request,
        queryset=PublishedImport.objects.visible_to(request.user).order_by("-pk"),
        filterset_class=PublishedFilters,
        table_class=PublishedTable,
        template="datasets/published_list.html",
        filename="published-files",
        context={"held": held, "sets": sets.annotate(size=Count("neighbours__authority", distinct=True))},
        marking=markings(request.user, OWNER),
        on_export=recording(request, "the list of files of published values"),
    )


@require_safe
@hidden_from_others
def published_detail(request, pk):
    """One file: what it changed, and every row that was left out of it and why."""
    one = PublishedImport.objects.visible_to(request.user).filter(pk=pk).first()
    if one is None:
        raise Http404
    return render(request, "datasets/published_detail.html", {"import": one, "counts": counts_of(one)})


def counts_of(one: PublishedImport) -> dict[str, int]:
    """What an import did, by names that templates can read."""
    return {name.replace(" ", "_"): number for name, number in one.counts.items()}
