"""Collections: one with its periods and how complete they are; starting, changing and ending one; opening a period."""

from typing import Any

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from datasets import workflow
from datasets.completeness import overview_of, pages_of
from datasets.forms.collections import CollectionForm, OpenPeriodForm
from datasets.models import Collection, DatasetVersion, WorkbookMapping
from datasets.querysets import own_authorities
from datasets.rules.collections import may_set_up
from datasets.statuses import VersionStatus
from regions.access import hidden_from_others
from regions.forms.acting import ConfirmForm
from regions.history import history_of_rows
from regions.models import Group, Region
from regions.querysets import today
from regions.views.acting import act_page, for_acting
from riia.ui.dates import in_words
from riia.workflow import offers


def _visible(request, **how: Any) -> Collection:
    rows = Collection.objects.visible_to(request.user).select_related("region", "version", "group")
    return get_object_or_404(rows, **how)


@require_safe
@hidden_from_others
def collection_detail(request, slug):
    """A collection: its agreement and calendar, its periods, and the states of its returns."""
    collection = _visible(request, slug=slug)
    runs = collection.region_id in request.reach.keeps
    keeps = may_set_up(request.user, collection)
    pages, written = pages_of(collection), request.GET.get("page") or "1"
    page = int(written) if written.isdecimal() and len(written) < 9 and 1 <= int(written) <= pages else 0
    only = None if runs else own_authorities(request.reach)
    overview = overview_of(collection, only=only, page=page, pages=pages) if page else None
    newest = overview if page == 1 else overview_of(collection, only=frozenset())
    return render(
        request,
        "datasets/collection_detail.html",
        {
            "collection": collection,
            "overview": overview,
            "newest": newest,
            "errors": [] if page else [f"There is no page “{written[:20]}” of its periods: there are {pages}"],
            "runs": runs,
            "offers": _offers(collection, request.user),
            "mappings": WorkbookMapping.objects.visible_to(request.user).filter(collection=collection),
            "history": history_of_rows([collection]) if keeps else [],
            "keeps": keeps,
            "parents": _parents(),
            "demonstration": collection.region.is_demonstration,
        },
    )


def _offers(collection: Collection, user: Any) -> list[Any]:
    """Opening a period first; of a collection that has ended, nothing that goes without saying."""
    if collection.ended_on:
        return []
    return sorted(offers(collection, user), key=lambda one: one.name != workflow.open_period.__name__)


def _parents() -> list[tuple[str, str]]:
    return [("Home", "/"), ("Data", "/data/")]


def _choices(request, region: Region) -> tuple[Any, Any]:
    """The versions and groups that a collection of a region can have."""
    versions = DatasetVersion.objects.visible_to(request.user).filter(status=VersionStatus.IN_USE)
    groups = Group.objects.visible_to(request.user).order_by("name")
    return (
        (versions.filter(region=None) | versions.filter(region=region)).order_by("name"),
        groups.filter(region=None) | groups.filter(region=region),
    )


@for_acting
@hidden_from_others
def collection_add(request, pk):
    region = get_object_or_404(Region.objects.visible_to(request.user), pk=pk)
    data = request.POST if request.method == "POST" else None
    return act_page(
        request,
        workflow.create_collection,
        region,
        form=CollectionForm(*_choices(request, region), data, initial=CollectionForm.begin()),
        template="datasets/_act.html",
        context={
            "title": f"Start a collection for {region}",
            "submit": "Start the collection",
            "changes": [
                "Authorities are asked when you open its first period.",
                "Who sees the figures is agreed here, and can’t be changed once figures have come in.",
            ],
            "back_url": "/data/",
            "demonstration": region.is_demonstration,
        },
        done=lambda made: (
            f"{made.name} is set up. Open its first period when you are ready.",
            made.get_absolute_url(),
        ),
    )


@for_acting
@hidden_from_others
def collection_change(request, pk):
    collection = _visible(request, pk=pk)
    data = request.POST if request.method == "POST" else None
    return act_page(
        request,
        workflow.change_collection,
        collection,
        form=CollectionForm(*_choices(request, collection.region), data, initial=CollectionForm.begin(collection)),
        template="datasets/_act.html",
        context={
            "title": f"Change {collection.name}",
            "submit": "Save the changes",
            "changes": ["Periods that were opened keep their version and days; the next ones have what you save here."],
            "demonstration": collection.region.is_demonstration,
        },
        done=lambda one: (f"{one.name} is changed.", one.get_absolute_url()),
    )


@for_acting
@hidden_from_others
def collection_end(request, pk):
    collection = _visible(request, pk=pk)
    return act_page(
        request,
        workflow.end_collection,
        collection,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        template="datasets/_act.html",
        context={
            "title": f"End {collection.name}",
            "submit": "End the collection",
            "changes": ["No further period can be opened. What was published stays as it is."],
            "demonstration": collection.region.is_demonstration,
        },
        done=lambda one: (f"{one.name} has ended.", one.get_absolute_url()),
    )


@for_acting
@hidden_from_others
def period_open(request, pk):
    collection = _visible(request, pk=pk)
    data = request.POST if request.method == "POST" else None
    return act_page(
        request,
        workflow.open_period,
        collection,
        form=OpenPeriodForm(collection, today(), data),
        template="datasets/_act.html",
        context={
            "title": f"Open a period of {collection.name}",
            "submit": "Open the period",
            "changes": [
                "Each authority that existed on the period’s last day is asked for its return; its performance lead "
                "and director are told.",
                f"Returns are due {collection.due_days} working days after the last day; then come "
                f"{collection.query_days} for queries and {collection.preview_days} of preview.",
                f"It uses the version “{collection.version}”, and keeps it.",
            ],
            "demonstration": collection.region.is_demonstration,
        },
        inputs=lambda form: form.details,
        done=lambda period: (
            f"{period.label} is open. Returns are due on {in_words(period.due_on)}.",
            period.get_absolute_url(),
        ),
    )
