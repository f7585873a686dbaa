"""The front page of data: what waits for the reader, the collections, and the ways to compare."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.views.decorators.http import require_safe

from datasets.completeness import counts_by_period
from datasets.filters import CollectionFilters
from datasets.models import Collection, CollectionPeriod
from datasets.rules.exports import sees_exports
from datasets.tables.collections import CollectionTable
from datasets.waiting import waiting_for
from regions.access import members_only
from regions.exporting import markings, recording
from regions.filters import kept_regions
from riia.ui.lists import list_page

OWNER = "The regional team of each region"


@require_safe
@members_only
def data_home(request):
    """Collections with their latest period, what is due and whose turn, and how complete each is."""
    reach = request.reach
    latest = _latest(request.user)
    return list_page(
        request,
        queryset=_collections(request.user),
        filterset_class=CollectionFilters,
        table_class=CollectionTable,
        template="datasets/home.html",
        filename="collections",
        context={
            "waiting": waiting_for(request.user),
            "starts": kept_regions(request).filter(is_demonstration=reach.in_demonstration),
            "sees_exports": sees_exports(request.user),
            "demonstration": reach.in_demonstration,
        },
        table_kwargs={"latest": latest, "counts": counts_by_period(latest.values())},
        marking=markings(request.user, OWNER),
        on_export=recording(request, "the list of collections"),
    )


def _collections(user: Any) -> QuerySet[Collection]:
    """Those that go on first, with the state of the latest period of each."""
    periods = CollectionPeriod.objects.visible_to(user).filter(collection=OuterRef("pk")).order_by("-last_day", "-pk")
    rows = Collection.objects.visible_to(user).select_related("region", "version", "group")
    rows = rows.annotate(latest_status=Subquery(periods.values("status")[:1]))
    return rows.order_by(F("ended_on").asc(nulls_first=True), "region__name", "name", "pk")


def _latest(user: Any) -> dict[int, CollectionPeriod]:
    """The latest period of each collection that the reader sees, by the collection's number."""
    # Without what protection found in each of them, which is far more than all else.
    periods = CollectionPeriod.objects.visible_to(user).defer("protection").order_by("last_day", "pk")
    return {one.collection_id: one for one in periods}
