"""The regional summary of a cycle: themes, judgements, capacity index, and the priorities that follow (MOD-6)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from regions.access import hidden_from_others
from regions.exporting import markings, record_export
from regions.forms.acting import ConfirmForm
from regions.querysets import today
from regions.views.acting import act_page, for_acting
from riia.ui.dates import in_words
from riia.ui.exports import Sheet, book_response
from riia.workflow import offers
from selfassessment import workflow
from selfassessment.forms.priorities import PriorityForm
from selfassessment.models import Cycle, Priority
from selfassessment.rules.priorities import may_settle
from selfassessment.statuses import CycleStatus
from selfassessment.summary import FEWEST_COUNTED, FEWEST_INDEXED, METHOD, Counted, Summary, reads_summary, summary_of

OF_A_COUNT = ("Strengths", "Areas for development", "Requests", "Offers", "Authorities that name it")
CLOSED = "You see the agreed priorities of this cycle. Its counts are for those who read the region’s released texts."


def _cycle(request, pk: int) -> Cycle:
    rows = Cycle.objects.visible_to(request.user).exclude(status=CycleStatus.PLANNED)
    return get_object_or_404(rows.select_related("region", "template"), pk=pk)


def _priority(request, pk: int) -> Priority:
    rows = Priority.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("cycle__region", "cycle__template"), pk=pk)


@require_safe
@hidden_from_others
def cycle_summary(request, pk):
    """What the released texts of a cycle say together, for who reads them; agreed priorities for every member."""
    cycle = _cycle(request, pk)
    summary = summary_of(cycle) if reads_summary(request.user, cycle) else None
    if request.GET.get("export") == "xlsx":
        if summary is None:
            raise PermissionDenied(CLOSED)
        return _workbook(request, cycle, summary)
    settles = may_settle(request.user, cycle)
    priorities = list(Priority.objects.visible_to(request.user).filter(cycle=cycle))
    return render(
        request,
        "selfassessment/cycle_summary.html",
        {
            "cycle": cycle,
            "crumbs": [("Cycles", reverse("cycle_list")), (str(cycle), cycle.get_absolute_url())],
            "summary": summary,
            "closed": CLOSED,
            "method": METHOD,
            "fewest": FEWEST_COUNTED,
            "fewest_indexed": FEWEST_INDEXED,
            "settles": settles,
            "priorities": [(one, offers(one, request.user) if settles else []) for one in priorities],
            "demonstration": cycle.region.is_demonstration,
        },
    )


# --- The workbook -----------------------------------------------------------------------------------------------------


def _workbook(request, cycle: Cycle, summary: Summary):
    """Several sheets: themes, service areas, judgements, priorities, and what the file is."""
    judged = [
        (one.title, word, number) for one in summary.judged for word, number in (*one.counts, ("None", one.without))
    ]
    priorities = [
        (one.title, one.get_theme_display(), one.get_status_display(), one.text)
        for one in Priority.objects.visible_to(request.user).filter(cycle=cycle)
    ]
    sheets = [
        Sheet("Themes", ("Theme", *OF_A_COUNT, "Capacity index"), [(*_row(one), one.index) for one in summary.themes]),
        Sheet("Service areas", ("Service area", *OF_A_COUNT), [_row(one) for one in summary.areas]),
        Sheet("Judgements", ("Section", "Judgement", "Texts"), judged),
        Sheet("Priorities", ("Priority", "Theme", "State", "Why"), priorities),
    ]
    about = [
        ("What", f"Regional summary, {cycle}"),
        ("As at", in_words(today())),
        ("Released texts used", summary.texts),
        ("Authorities asked", summary.asked),
        ("Capacity index of the region", summary.index_words),
        ("How the index is worked out", METHOD),
        *markings(request.user, f"The authorities of {cycle.region}"),
    ]
    record_export(
        request.user, "the regional summary of self-evaluations", "xlsx", len(summary.themes), f"cycle={cycle.pk}"
    )
    return book_response(f"summary-{cycle.region.slug}-{today().isoformat()}", sheets, about=about)


def _row(one: Counted) -> tuple[Any, ...]:
    return (one.label, one.strengths, one.areas, one.requests, one.offers, one.authorities)


# --- Priorities -------------------------------------------------------------------------------------------------------


def _act(request, act: Any, item: Cycle | Priority, form: Any, message: str, **context: Any):
    cycle = item if isinstance(item, Cycle) else item.cycle
    back = reverse("cycle_summary", args=[cycle.pk])
    given = {"demonstration": cycle.region.is_demonstration, "back_url": back, **context}
    return act_page(
        request, act, item, form=form, template="regions/_act.html", context=given, done=lambda one: (message, back)
    )


def _data(request) -> Any:
    return request.POST if request.method == "POST" else None


@for_acting
@hidden_from_others
def priority_propose(request, pk):
    cycle = _cycle(request, pk)
    changes = ["The regional team alone sees it until it is agreed.", "A priority names no authority."]
    title = f"Propose a priority for {cycle.region}"
    form = PriorityForm(_data(request))
    act = workflow.propose_priority
    return _act(request, act, cycle, form, "It is proposed.", title=title, submit="Propose it", changes=changes)


@for_acting
@hidden_from_others
def priority_change(request, pk):
    priority = _priority(request, pk)
    form = PriorityForm(_data(request), initial={name: getattr(priority, name) for name in ("title", "theme", "text")})
    title = f"Change the priority “{priority.title}”"
    return _act(request, workflow.change_priority, priority, form, "It is changed.", title=title, submit="Save it")


@for_acting
@hidden_from_others
def priority_agree(request, pk):
    priority = _priority(request, pk)
    changes = ["Every member of the region sees it from now on, and its words can’t be changed any more."]
    title, form = f"Agree the priority “{priority.title}”", ConfirmForm(_data(request))
    act = workflow.agree_priority
    return _act(request, act, priority, form, "It is agreed.", title=title, submit="Agree it", changes=changes)


@for_acting
@hidden_from_others
def priority_set_aside(request, pk):
    priority = _priority(request, pk)
    changes = ["Only the regional team sees it from now on. It can’t be taken up again: propose it anew."]
    title, form = f"Set the priority “{priority.title}” aside", ConfirmForm(_data(request))
    act = workflow.set_aside_priority
    return _act(request, act, priority, form, "It is set aside.", title=title, submit="Set it aside", changes=changes)
