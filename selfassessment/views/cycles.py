"""Cycles: the list, one with the progress of its authorities, and the acts of the team that runs it."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from regions.access import hidden_from_others, members_only
from regions.exporting import markings, record_export
from regions.filters import kept_regions
from regions.forms.acting import ConfirmForm
from regions.history import history_of_rows
from regions.models import Region
from regions.views.acting import act_page, for_acting
from riia.ui.dates import in_words
from riia.ui.lists import list_page
from riia.ui.workdays import why_no_working_day
from riia.workflow import offers
from selfassessment import workflow
from selfassessment.calendar import LABELS, next_words
from selfassessment.filters import CycleFilters
from selfassessment.forms.cycles import AgreeForm, AskForm, DatesForm, PlanForm, SettingsForm
from selfassessment.models import AgreedReader, Cycle, Template
from selfassessment.progress import counts_of, progress_of
from selfassessment.rules import cycles as rules
from selfassessment.statuses import CycleStatus, TemplateStatus
from selfassessment.tables.cycles import CycleTable

OWNER = "The regional team of each region"
# What the page of a cycle offers first.
MAIN = ("open_cycle", "change_dates")


def _visible(request, pk: int) -> Cycle:
    rows = Cycle.objects.visible_to(request.user).select_related("region", "template__region")
    return get_object_or_404(rows, pk=pk)


def _templates(request, region: Region) -> QuerySet[Template]:
    """The templates that a cycle of a region can ask by: its own, drafts as well, and the shipped one."""
    rows = Template.objects.visible_to(request.user).exclude(status=TemplateStatus.ENDED)
    return rows.filter(Q(region=None) | Q(region=region)).order_by("region", "-pk")


@require_safe
@members_only
def cycle_list(request):
    """The cycles that the reader sees, the latest first."""
    return list_page(
        request,
        queryset=Cycle.objects.visible_to(request.user).select_related("region", "template"),
        filterset_class=CycleFilters,
        table_class=CycleTable,
        template="selfassessment/cycle_list.html",
        filename="cycles",
        context={
            "starts": [] if request.reach.administrator else kept_regions(request),
            "demonstration": request.reach.in_demonstration,
        },
        marking=markings(request.user, OWNER),
        on_export=lambda kind, rows: record_export(
            request.user, "the list of cycles of self-evaluations", kind, rows, request.GET.urlencode()
        ),
    )


@require_safe
@hidden_from_others
def cycle_detail(request, pk):
    """A cycle: its days and choices, who else reads, and how far each authority is that the reader may know of."""
    cycle = _visible(request, pk)
    runs = rules.may_run(request.user, cycle)
    progress = [] if cycle.status == CycleStatus.PLANNED else progress_of(cycle, request.user)
    readers = AgreedReader.objects.visible_to(request.user).filter(cycle=cycle).select_related("person")
    return render(
        request,
        "selfassessment/cycle_detail.html",
        {
            "cycle": cycle,
            "crumbs": [("Cycles", reverse("cycle_list"))],
            "days": [
                (label, getattr(cycle, name), why_no_working_day(getattr(cycle, name)))
                for name, label in LABELS.items()
            ],
            "doubts": rules.doubts(cycle),
            "next_words": next_words(cycle),
            "election_last": cycle.election_until and cycle.election_until - timedelta(days=1),
            "progress": progress,
            "counts": counts_of(progress),
            "overdue": sum(one.overdue for one in progress),
            "runs": runs,
            "readers": readers,
            "offers": _offers(cycle, request.user),
            "history": history_of_rows([cycle], user=request.user) if runs else [],
            "demonstration": cycle.region.is_demonstration,
        },
    )


def _offers(cycle: Cycle, user: Any) -> list[Any]:
    """What can be done, the main step first; asking others only where there is one to ask."""
    found = [one for one in offers(cycle, user) if one.name != "ask_also" or not one.reasons]
    if cycle.status == CycleStatus.CLOSED:
        return []
    return sorted(found, key=lambda one: MAIN.index(one.name) if one.name in MAIN else len(MAIN))


def _act(request, act: Any, item: Any, form: Any, context: dict[str, Any], **how: Any):
    cycle = item if isinstance(item, Cycle) else item.cycle
    given = {"demonstration": cycle.region.is_demonstration, "back_url": cycle.get_absolute_url(), **context}
    return act_page(request, act, item, form=form, template="regions/_act.html", context=given, **how)


def _data(request) -> Any:
    return request.POST if request.method == "POST" else None


@for_acting
@hidden_from_others
def cycle_add(request, pk):
    region = get_object_or_404(Region.objects.visible_to(request.user), pk=pk)
    return act_page(
        request,
        workflow.plan_cycle,
        region,
        form=PlanForm(_templates(request, region), region, _data(request)),
        template="regions/_act.html",
        context={
            "title": f"Plan a cycle of self-evaluations for {region}",
            "submit": "Save the plan",
            "changes": [
                "Nobody but the regional team sees it until you open it.",
                "Opening it freezes the template and asks every authority of the region.",
            ],
            "back_url": "/self-evaluations/cycles/",
            "demonstration": region.is_demonstration,
        },
        inputs=lambda form: {**form.settings, "calendar": form.calendar},
        done=lambda made: (f"{made.name} is planned. Open it when everything is ready.", made.get_absolute_url()),
    )


@for_acting
@hidden_from_others
def cycle_change(request, pk):
    cycle = _visible(request, pk)
    settled = cycle.status == CycleStatus.OPEN
    begun = SettingsForm.begin(cycle)
    form = SettingsForm(_templates(request, cycle.region), _data(request), initial=begun, settled=settled)
    changes = []
    if settled:
        changes = ["The template, and whose approval is needed, stay as they were when the cycle was opened."]
    context = {"title": f"Change the settings of {cycle}", "submit": "Save the settings", "changes": changes}
    return _act(
        request,
        workflow.change_cycle,
        cycle,
        form,
        context,
        inputs=lambda form: form.settings,
        done=lambda one: ("The settings are saved.", one.get_absolute_url()),
    )


@for_acting
@hidden_from_others
def cycle_dates(request, pk):
    cycle = _visible(request, pk)
    told = []
    if cycle.status == CycleStatus.OPEN:
        told = [
            "Every director of the region is told in the next daily notice.",
            "Panels that are still to judge by the day of the cycle judge by its new one; their moderators are told.",
        ]
    context = {"title": f"Change the dates of {cycle}", "submit": "Save the dates", "changes": told}
    return _act(
        request,
        workflow.change_dates,
        cycle,
        DatesForm(_data(request), initial=DatesForm.begin(cycle)),
        context,
        inputs=lambda form: {"calendar": form.calendar},
        done=lambda one: ("The dates are saved.", one.get_absolute_url()),
    )


@for_acting
@hidden_from_others
def cycle_open(request, pk):
    cycle = _visible(request, pk)
    number = rules.authorities_asked(cycle.region).count()
    asked = "1 authority is" if number == 1 else f"{number} authorities are"
    context = {
        "title": f"Open {cycle}",
        "submit": "Open the cycle",
        "changes": [
            *rules.doubts(cycle),
            f"{asked} asked for a self-evaluation by {in_words(cycle.closes_on)}; their directors are told.",
            f"The template “{cycle.template}” is frozen: its questions can’t be changed any more.",
            "Whose approval is needed can’t be changed any more.",
        ],
    }
    return _act(
        request,
        workflow.open_cycle,
        cycle,
        ConfirmForm(_data(request)),
        context,
        done=lambda one: (f"{one} is open. Directors are told.", one.get_absolute_url()),
    )


@for_acting
@hidden_from_others
def cycle_ask(request, pk):
    cycle = _visible(request, pk)
    left = rules.authorities_asked(cycle.region).exclude(pk__in=cycle.evaluations.values("authority"))
    context = {
        "title": f"Ask another authority: {cycle}",
        "submit": "Ask it",
        "changes": ["Its director is told. It has the same dates as the others."],
    }
    return _act(
        request,
        workflow.ask_also,
        cycle,
        AskForm(left, _data(request)),
        context,
        done=lambda one: (f"{one.authority} is asked.", cycle.get_absolute_url()),
    )


@for_acting
@hidden_from_others
def cycle_close(request, pk):
    cycle = _visible(request, pk)
    open_ones = cycle.evaluations.exclude(status="released").count()
    left = f"{open_ones} of {cycle.evaluations.count()} self-evaluations are not released, and can’t be afterwards."
    context = {
        "title": f"Close {cycle}",
        "submit": "Close the cycle",
        "changes": [
            "Nothing more is written, approved or released in it.",
            "What was released stays open to its readers.",
            *([left] if open_ones else []),
        ],
    }
    return _act(
        request,
        workflow.close_cycle,
        cycle,
        ConfirmForm(_data(request)),
        context,
        done=lambda one: (f"{one} is closed.", one.get_absolute_url()),
    )


@for_acting
@hidden_from_others
def reader_agree(request, pk):
    cycle = _visible(request, pk)
    context = {
        "title": f"Agree an LGA representative: {cycle}",
        "submit": "Agree",
        "changes": [
            "They read what is released and open, between these days and while they hold the seat.",
            "The region’s directors are told; every member of the region sees it on the page of the cycle.",
        ],
    }
    return _act(
        request,
        workflow.agree_reader,
        cycle,
        AgreeForm(rules.advisers(cycle.region), cycle, _data(request)),
        context,
        inputs=lambda form: form.agreed,
        done=lambda one: (f"{one.person} can read until {in_words(one.last_day)}.", cycle.get_absolute_url()),
    )


@for_acting
@hidden_from_others
def reader_end(request, pk):
    rows = AgreedReader.objects.visible_to(request.user).select_related("cycle__region", "person")
    agreed = get_object_or_404(rows, pk=pk)
    context = {
        "title": f"End the reading of {agreed.person}",
        "submit": "End it today",
        "changes": [f"{agreed.person} reads nothing of {agreed.cycle} from now on."],
    }
    return _act(
        request,
        workflow.end_reader,
        agreed,
        ConfirmForm(_data(request)),
        context,
        done=lambda one: (f"{one.person} can’t read it any more.", one.cycle.get_absolute_url()),
    )
