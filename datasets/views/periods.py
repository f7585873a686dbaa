"""One period of a collection: its calendar, how far each return is, and its steps to publication (DAT-18)."""

from typing import Any

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from datasets import workflow
from datasets.completeness import counts_of
from datasets.forms.collections import MoveDatesForm
from datasets.models import CollectionPeriod
from datasets.previewing import Band, own_bands
from datasets.querysets import own_authorities
from datasets.rules.collections import may_set_up
from datasets.standing import returns_of, states_seen
from datasets.statuses import PeriodStatus, ReturnStatus
from regions.access import hidden_from_others
from regions.forms.acting import ConfirmForm
from regions.history import history_of_rows
from regions.querysets import today
from regions.views.acting import act_page, for_acting
from riia.ui.dates import in_words
from riia.ui.workdays import working_days_between
from riia.workflow import offers

STEPS = (
    ("Returns due", "due_on"),
    ("Queries until", "queries_until"),
    ("Preview from", "preview_from"),
    ("Publication", "publish_on"),
)


def _visible(request, pk: int) -> CollectionPeriod:
    rows = CollectionPeriod.objects.visible_to(request.user).select_related(
        "collection__region", "collection__group", "version"
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
@hidden_from_others
def period_detail(request, pk):
    """A period: for the team, every return; for an authority, its own."""
    period = _visible(request, pk)
    keeps = may_set_up(request.user, period)
    runs = period.collection.region_id in request.reach.keeps
    return render(
        request,
        "datasets/period_detail.html",
        {
            "period": period,
            "collection": period.collection,
            "calendar": _calendar(period),
            "counts": counts_of(returns_of(period), period),
            "standings": states_seen(request.user, period),
            "runs": runs,
            "readable": CollectionPeriod.objects.visible_to(request.user)
            .readable_by(request.user)
            .filter(pk=pk, status=PeriodStatus.PUBLISHED)
            .exists(),
            "previewed": _previewed(request, period),
            "offers": _offers(period, request.user),
            "history": history_of_rows([period]) if keeps else [],
            "keeps": keeps,
            "parents": [
                ("Home", "/"),
                ("Data", "/data/"),
                (period.collection.name, period.collection.get_absolute_url()),
            ],
            "demonstration": period.collection.region.is_demonstration,
        },
    )


def _offers(period: CollectionPeriod, user: Any) -> list[Any]:
    """The next step first, moving the dates last; once it is published, nothing about its dates."""
    moving = workflow.move_dates.__name__
    found = [one for one in offers(period, user) if one.name != moving or period.status != PeriodStatus.PUBLISHED]
    return sorted(found, key=lambda one: one.name == moving)


def _calendar(period: CollectionPeriod) -> list[tuple[str, Any, str]]:
    """The days with how far off each is: (what, day, in words)."""
    found = []
    for label, name in STEPS:
        day = getattr(period, name)
        left = working_days_between(today(), day)
        if period.status == PeriodStatus.PUBLISHED:
            words = ""
        elif day == today():
            words = "today"
        elif day < today():
            words = "passed"
        else:
            words = "1 working day from now" if left == 1 else f"{left} working days from now"
        found.append((label, day, words))
    return found


def _previewed(request, period: CollectionPeriod) -> list[Band]:
    """The reader's own bands and flags in the days of preview (DAT-18)."""
    if period.status != PeriodStatus.PREVIEW:
        return []
    return own_bands(request.user, period, own_authorities(request.reach))


@for_acting
@hidden_from_others
def period_move(request, pk):
    period = _visible(request, pk)
    data = request.POST if request.method == "POST" else None
    return act_page(
        request,
        workflow.move_dates,
        period,
        form=MoveDatesForm(data, initial=MoveDatesForm.begin(period)),
        template="datasets/_act.html",
        context={
            "title": f"Move the dates of {period}",
            "submit": "Move the dates",
            "changes": ["Performance leads and directors of all authorities that are asked are told."],
            "demonstration": period.collection.region.is_demonstration,
        },
        inputs=lambda form: {"calendar": form.calendar, "reason": form.cleaned_data["reason"]},
        done=lambda one: ("The dates are moved.", one.get_absolute_url()),
    )


@for_acting
@hidden_from_others
def period_preview(request, pk):
    period = _visible(request, pk)
    return act_page(
        request,
        workflow.start_preview,
        period,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        template="datasets/_act.html",
        context={
            "title": f"Begin the preview of {period}",
            "submit": "Begin the preview",
            "changes": [
                "Bands and flags are worked out from what was accepted.",
                "Each director and performance lead is told, sees their own, and can comment for "
                f"{period.collection.preview_days} working days. Nobody else sees figures until publication.",
                *_left_out(period),
            ],
            "demonstration": period.collection.region.is_demonstration,
        },
        done=lambda one: (
            f"The preview has begun. Everybody sees the figures from {in_words(one.publish_on)}.",
            one.get_absolute_url(),
        ),
    )


@for_acting
@hidden_from_others
def period_publish(request, pk):
    period = _visible(request, pk)
    return act_page(
        request,
        workflow.publish_period,
        period,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        template="datasets/_act.html",
        context={
            "title": f"Publish {period}",
            "submit": "Publish",
            "changes": [
                "Every accepted return is published at the same time, to "
                f"{period.collection.get_agreement_display()[:1].lower()}{period.collection.get_agreement_display()[1:]}.",
                *_left_out(period),
            ],
            "demonstration": period.collection.region.is_demonstration,
        },
        done=lambda one: ("It is published.", one.get_absolute_url()),
    )


def _left_out(period: CollectionPeriod) -> list[str]:
    """Whose returns are not accepted, as a sentence."""
    names = [one.authority.name for one in returns_of(period).exclude(status=ReturnStatus.ACCEPTED)]
    return [f"Without {', '.join(names)}: not accepted so far. They can still come in."] if names else []
