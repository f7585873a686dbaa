"""Figures to look at, with the rule that flagged each, and notes on them (DAT-13)."""

from collections import Counter
from functools import partial

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from datasets import workflow
from datasets.choosing import latest_of, offered, own_region
from datasets.forms.notes import NoteForm
from datasets.models import FigureNote, Indicator
from datasets.outliers import OutlierFilters, outliers
from datasets.periods import Period, Year, period_of
from datasets.rules.notes import may_add_note
from datasets.tables.outliers import OutlierTable, method_of_list
from regions.access import hidden_from_others, members_only
from regions.exporting import markings, recording
from regions.models import Authority
from regions.views.acting import act_page, for_acting
from riia.ui.lists import list_page

OWNER = "Each authority for its own figures"


@require_safe
@members_only
def outlier_list(request) -> HttpResponseBase:
    """What rules have flagged in a region and period: the reader's own, and the latest, where none is asked for."""
    user, among = request.user, offered(request.user)
    latest = latest_of(user, among, request.GET.get("region", ""))
    written = request.GET.get("period") or latest
    period = _period(written)
    notes = FigureNote.objects.visible_to(user).filter(period=written[:12])
    noted = Counter(notes.order_by().values_list("authority", "indicator"))
    own = own_region(user, among.regions)
    demonstration = (request.GET.get("region") or (own.slug if own else "")).startswith("demonstration")
    return list_page(
        request,
        queryset=outliers(user, period),
        filterset_class=partial(OutlierFilters, among=among, own=own, period=latest),
        table_class=OutlierTable,
        template="datasets/outlier_list.html",
        filename="figures-to-look-at",
        context={"period": period, "demonstration": demonstration},
        table_kwargs={
            "period": period or Year(0),
            "noted": noted,
            "may_note": lambda authority: may_add_note(user, authority),
        },
        notes=method_of_list(user, period) if "export" in request.GET else (),
        marking=markings(user, OWNER),
        on_export=recording(request, "the list of figures to look at"),
    )


def _period(written: str) -> Period | None:
    """What was written, as far as it is a period; the list's own filter says what is wrong with it."""
    try:
        return period_of(written)
    except ValueError:
        return None


@for_acting
@hidden_from_others
def figure_note_add(request, pk: int) -> HttpResponse:
    """Put words to a figure; which one comes from the list."""
    authority = get_object_or_404(Authority.objects.visible_to(request.user).select_related("region"), pk=pk)
    indicators, among = list(Indicator.objects.visible_to(request.user)), offered(request.user)
    first = {"indicator": request.GET.get("indicator", ""), "period": request.GET.get("period") or among.latest}
    form = NoteForm(indicators, among, request.POST if request.method == "POST" else None, initial=first)
    return act_page(
        request,
        workflow.add_note,
        authority,
        form=form,
        template="datasets/figure_note_add.html",
        context={
            "title": f"Add a note on a figure of {authority}",
            "submit": "Add the note",
            "back_url": reverse("data_profile", args=[authority.slug]),
            "changes": ["The authority, its region’s team and its board can read the note. It can’t be taken back."],
            "demonstration": authority.region.is_demonstration,
        },
        inputs=lambda typed: typed.details,
        done=lambda note: (
            "The note is added.",
            f"{note.indicator.get_absolute_url()}?authority={authority.slug}&period={note.period}",
        ),
    )
