"""Entries of the history, and reversing one (DIR-13)."""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from regions import workflow
from regions.access import hidden_from_others
from regions.forms.acting import ReasonForm
from regions.history import changes_of
from regions.models import Authority, Group, GroupMember, Party, Person, TrustService
from regions.rules.keeping import place_of
from regions.rules.undoing import UNDO, may_undo, may_undo_event, reasons_not_to_undo
from regions.views.acting import REFUSED, for_acting
from regions.workflow.undoing import UNDOABLE
from riia.audit.models import Event
from riia.workflow import NotPossible


def _row_of(request, event: Event) -> Any:
    """The row that an entry tells of; no such page for who doesn't keep it, or where it can't be undone by anybody."""
    model = next((one for one in UNDOABLE if one._meta.label_lower == event.target_model), None)
    if model is None:
        raise Http404
    row = get_object_or_404(_visible(request.user, model), pk=event.target_id)
    if not (may_undo(request.user, row) and may_undo_event(request.user, row, event)):
        raise Http404
    return row


def _visible(user, model: type[Model]):
    return model.objects.visible_to(user)  # type: ignore[attr-defined]  # every model with a history has it


def _page_of(row: Any) -> str:
    """The page on which a row stands."""
    if isinstance(row, TrustService):
        return str(row.trust.get_absolute_url())
    if isinstance(row, GroupMember):
        return str(row.group.get_absolute_url())
    return str((row.memorandum if isinstance(row, Party) else row).get_absolute_url())


def _is_demonstration(row: Any) -> bool:
    if isinstance(row, GroupMember):
        row = row.group
    place = row if isinstance(row, Person | Group) else place_of(row)
    return bool(place.region.is_demonstration if isinstance(place, Authority) else place.is_demonstration)


@for_acting
@hidden_from_others
def event_undo(request, pk):
    """Show what undoing an entry puts back, then do it."""
    event = get_object_or_404(Event, pk=pk)
    row = _row_of(request, event)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.undo_entry(row, event, by=request.user, reason=form.cleaned_data["reason"])
        except NotPossible as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, f"Undone: {event.label[:1].lower()}{event.label[1:]}. {_now(event)}")
            return HttpResponseRedirect(_page_of(row))
    refused = bool(form.is_bound and form.errors)
    context = {
        "title": "Take back the undoing" if event.verb == UNDO else f"Undo “{event.label}”",
        "submit": "Undo this",
        "event": event,
        "rows": [(name, after, before) for name, before, after in changes_of(event)],
        "form": form,
        "reasons": [] if refused else reasons_not_to_undo(row, by=request.user, event=event),
        "back_url": _page_of(row),
        "demonstration": _is_demonstration(row),
    }
    return render(request, "regions/event_undo.html", context, status=REFUSED if refused else 200)


def _now(event: Event) -> str:
    """What is so again, for the message."""
    told = [f"{name} is {before or 'empty'} again" for name, before, _ in changes_of(event)]
    return "; ".join(told) + "." if told else "Everything is as it was before."
