"""The front page of data: what waits for the reader, the collections, and the ways to compare."""

from typing import Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from datasets.completeness import counts_by_period
from datasets.models import Collection, CollectionPeriod
from datasets.waiting import waiting_for
from regions.access import members_only
from regions.filters import kept_regions


@require_safe
@members_only
def data_home(request):
    """Collections with their latest period, what is due and whose turn, and how complete each is."""
    reach = request.reach
    return render(
        request,
        "datasets/home.html",
        {
            "waiting": waiting_for(request.user),
            "collections": _collections(request),
            "starts": kept_regions(request).filter(is_demonstration=reach.in_demonstration),
            "demonstration": reach.in_demonstration,
        },
    )


def _collections(request) -> list[dict[str, Any]]:
    """Each collection with its latest period and counts; those that go on first. Three queries."""
    rows = Collection.objects.visible_to(request.user).select_related("region", "version", "group")
    # An administrator's list of all regions leaves the demonstration's out, as all national lists do.
    if not request.reach.in_demonstration:
        rows = rows.filter(region__is_demonstration=False)
    collections = list(rows.order_by("ended_on", "region__name", "name"))
    latest: dict[int, CollectionPeriod] = {}
    periods = CollectionPeriod.objects.visible_to(request.user).filter(collection__in=collections)
    for one in periods.order_by("last_day", "pk"):
        latest[one.collection_id] = one
    counts = counts_by_period(latest.values())
    found = []
    for one in collections:
        period = latest.get(one.pk)
        found.append({"collection": one, "period": period, "counts": counts[period.pk] if period else None})
    return sorted(found, key=lambda each: each["collection"].ended_on is not None)
