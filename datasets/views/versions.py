"""Versions of the dataset: what each holds, how two differ, and drafting the next (DAT-1)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from datasets.filters import VersionFilters
from datasets.forms.versions import DefinitionForm, DraftVersionForm, ItemForm
from datasets.models import DatasetVersion, Indicator
from datasets.plans import Plan, differences, in_words, plan_of
from datasets.rules.definitions import may_keep_version
from datasets.statuses import Theme, VersionStatus
from datasets.tables.versions import VersionTable
from datasets.workflow import definitions as workflow
from regions.access import hidden_from_others, members_only
from regions.exporting import markings, record_export
from regions.filters import kept_regions
from regions.forms.acting import ConfirmForm
from regions.history import history_of_rows
from regions.models import Region
from regions.views.acting import act_page, for_acting
from riia.ui.lists import list_page
from riia.workflow import offers

OWNER = "The regional team of each region"


@require_safe
@members_only
def version_list(request):
    """The versions that the reader sees, newest use first."""
    return list_page(
        request,
        queryset=DatasetVersion.objects.visible_to(request.user).select_related("region", "based_on"),
        filterset_class=VersionFilters,
        table_class=VersionTable,
        template="datasets/version_list.html",
        filename="versions",
        context={"demonstration": request.reach.in_demonstration},
        marking=markings(request.user, OWNER),
        on_export=lambda kind, rows: record_export(
            request.user, "the list of versions of the dataset", kind, rows, request.GET.urlencode()
        ),
    )


@require_safe
@hidden_from_others
def version_detail(request, slug):
    """What one version holds: items by theme, and how indicators are derived from them."""
    version = _visible(request, slug=slug)
    plan = plan_of(version)
    keeps = may_keep_version(request.user, version)
    return render(
        request,
        "datasets/version_detail.html",
        {
            "version": version,
            "themes": _by_theme(plan),
            "derived": _derived(plan, request.user),
            "items": len(plan.items),
            "edits": keeps and version.status == VersionStatus.DRAFT,
            "offers": offers(version, request.user),
            "used_by": version.collections.filter(ended_on=None, region__in=request.reach.regions),
            "history": history_of_rows([version], user=request.user) if keeps else [],
            "keeps": keeps,
            "demonstration": _in_demonstration(version),
        },
    )


@require_safe
@hidden_from_others
def version_compare(request, slug):
    """Two versions side by side; the one that it was drafted from unless `with` names another."""
    version = _visible(request, slug=slug)
    others = DatasetVersion.objects.visible_to(request.user).exclude(pk=version.pk)
    wanted = request.GET.get("with") or (version.based_on.slug if version.based_on else "")
    other = others.filter(slug=wanted).first() if wanted else others.first()
    errors = [] if other or not wanted else [f"There is no version “{wanted[:60]}” to compare with"]
    found = differences(plan_of(other), plan_of(version)) if other else []
    names = dict(Indicator.objects.visible_to(request.user).values_list("code", "name"))
    return render(
        request,
        "datasets/version_compare.html",
        {
            "version": version,
            "other": other,
            "others": others,
            "differences": [(one, names.get(one.code, one.name)) for one in found],
            "errors": errors,
            "demonstration": _in_demonstration(version),
        },
    )


@for_acting
@hidden_from_others
def version_draft(request, pk):
    version = _visible(request, pk=pk)
    form = DraftVersionForm(
        kept_regions(request) if not request.reach.administrator else Region.objects.visible_to(request.user),
        request.reach.administrator,
        request.POST if request.method == "POST" else None,
    )
    return act_page(
        request,
        workflow.draft_version,
        version,
        form=form,
        template="regions/_act.html",
        context={
            "title": f"Draft the next version from {version}",
            "submit": "Save the draft",
            "demonstration": _in_demonstration(version),
        },
        inputs=lambda form: form.details,
        done=lambda draft: (
            f"{draft} is drafted. It holds what {version} holds; change it until you bring it into use.",
            draft.get_absolute_url(),
        ),
    )


@for_acting
@hidden_from_others
def version_use(request, pk):
    version = _visible(request, pk=pk)
    changes = [
        f"{version} is fixed for good: what is in it can't be changed any more.",
        "Collections can use it for periods that are opened from now on.",
    ]
    return _confirm(request, workflow.use_version, version, "Bring into use", changes, f"{version} is in use.")


@for_acting
@hidden_from_others
def version_end(request, pk):
    version = _visible(request, pk=pk)
    changes = [f"No new period uses {version}. What was collected with it stays as it is."]
    return _confirm(request, workflow.end_version, version, "End", changes, f"{version} has ended.")


@for_acting
@hidden_from_others
def version_item(request, pk, code=""):
    """Add an item to a draft, or change the one with this code."""
    version = _visible(request, pk=pk)
    plan = plan_of(version)
    item = plan.item(code) if code else None
    if code and item is None:
        raise Http404
    return act_page(
        request,
        workflow.put_item,
        version,
        form=ItemForm(plan, item, request.POST if request.method == "POST" else None),
        template="datasets/version_item.html",
        context={
            "title": f"Change “{item.name}”" if item else "Add an item",
            "submit": "Save",
            "item": item,
            "version": version,
            "used_by": plan.using(code) if item else [],
            "demonstration": _in_demonstration(version),
        },
        inputs=lambda form: {"planned": form.item, "replacing": code},
        done=lambda result: ("The item is saved.", f"{version.get_absolute_url()}#items"),
    )


@for_acting
@hidden_from_others
def version_item_drop(request, pk, code):
    version = _visible(request, pk=pk)
    item = plan_of(version).item(code)
    if item is None:
        raise Http404
    changes = [f"“{item.name}” is not in {version} any more. Versions in use keep it."]
    return _confirm(
        request, workflow.drop_item, version, f"Take “{item.name}” out of", changes, "The item is out.", code=code
    )


@require_safe
@hidden_from_others
def version_indicators(request, pk):
    """The whole catalogue with what a version derives, for choosing what to switch on."""
    version = _visible(request, pk=pk)
    plan = plan_of(version)
    on = {one.indicator for one in plan.definitions}
    indicators = Indicator.objects.visible_to(request.user)
    return render(
        request,
        "datasets/version_indicators.html",
        {
            "version": version,
            "rows": [(one, one.code in on) for one in indicators],
            "on": len(on),
            "edits": may_keep_version(request.user, version) and version.status == VersionStatus.DRAFT,
            "demonstration": _in_demonstration(version),
        },
    )


@for_acting
@hidden_from_others
def version_indicator(request, pk, code):
    """Say how an indicator is derived in a draft."""
    version = _visible(request, pk=pk)
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), code=code)
    plan = plan_of(version)
    return act_page(
        request,
        workflow.switch_on,
        version,
        form=DefinitionForm(plan, indicator, request.POST if request.method == "POST" else None),
        template="datasets/version_indicator.html",
        context={
            "title": f"{indicator.name} in {version}",
            "submit": "Save",
            "indicator": indicator,
            "version": version,
            "is_on": plan.definition(code) is not None,
            "demonstration": _in_demonstration(version),
        },
        inputs=lambda form: {"definition": form.definition},
        done=lambda result: (f"{indicator} is switched on.", f"{version.get_absolute_url()}#indicators"),
    )


@for_acting
@hidden_from_others
def version_indicator_off(request, pk, code):
    version = _visible(request, pk=pk)
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), code=code)
    changes = [f"{indicator} is not worked out from returns that use {version}."]
    title = f"Switch off {indicator} in"
    done = f"{indicator} is switched off."
    return _confirm(request, workflow.switch_off, version, title, changes, done, indicator=code)


def _visible(request, **which: Any) -> DatasetVersion:
    rows = DatasetVersion.objects.visible_to(request.user).select_related("region", "based_on")
    return get_object_or_404(rows, **which)


def _confirm(request, act, version, verb: str, changes: list[str], said: str, **inputs: Any) -> HttpResponse:
    """A page that asks for nothing but yes."""
    return act_page(
        request,
        act,
        version,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        template="regions/_act.html",
        context={
            "title": f"{verb} {version}",
            "submit": "Confirm",
            "changes": changes,
            "demonstration": _in_demonstration(version),
        },
        inputs=lambda form: inputs,
        done=lambda result: (said, version.get_absolute_url()),
    )


def _by_theme(plan: Plan) -> list[tuple[str, list]]:
    themes = [(theme.label, [one for one in plan.items if one.theme == theme]) for theme in Theme]
    return [(label, items) for label, items in themes if items]


def _derived(plan: Plan, user) -> list[tuple[Indicator, str]]:
    names = {one.code: one.name for one in plan.items}
    codes = [one.indicator for one in plan.definitions]
    catalogue = {one.code: one for one in Indicator.objects.visible_to(user).filter(code__in=codes)}
    return [(catalogue[one.indicator], in_words(one, names)) for one in plan.definitions if one.indicator in catalogue]


def _in_demonstration(version: DatasetVersion) -> bool:
    return bool(version.region and version.region.is_demonstration)
