"""The page of one act: who may not gets 403, GET says what will change or what stands in the way, POST acts (ACC-3)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from riia.workflow import NotPossible, act_for

REFUSED = 422
for_acting = require_http_methods(["GET", "HEAD", "POST"])


def may(request, act: Callable, item) -> None:
    """Refuse with a 403 that says what the reader may not do."""
    declared = act_for(act, item)
    if not declared.permitted(request.user, item):
        raise PermissionDenied(f"You may see this, but “{declared.label}” is not part of your current appointment.")


def standing_in_the_way(request, act: Callable, item, **inputs: Any) -> list[str]:
    """Why it can't be done now, in sentences."""
    return act_for(act, item).reasons(item, request.user, **inputs)


def act_page(
    request,
    act: Callable,
    item,
    *,
    form: Form,
    template: str,
    context: dict[str, Any],
    done: Callable[[Any], tuple[str, str]],
    inputs: Callable[[Any], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Show or do one act on `item`, which the reader is known to see.

    `inputs(form)` is what the act takes besides `by` (the form's own cleaned data if left out); `done(result)` gives
    the message and the address to go to. Refused, the page comes back with what was typed, and the reasons on top.
    """
    may(request, act, item)
    if request.method == "POST" and form.is_valid():
        try:
            result = act(item, by=request.user, **(inputs(form) if inputs else form.cleaned_data))
        except NotPossible as refusal:
            form.add_error(None, refusal.reasons)
        else:
            message, address = done(result)
            messages.success(request, message)
            return HttpResponseRedirect(address)
    refused = bool(form.is_bound and form.errors)
    reasons = [] if refused else standing_in_the_way(request, act, item)
    return render(
        request,
        template,
        {"back_url": item_url(item), **context, "form": form, "reasons": reasons},
        status=REFUSED if refused else 200,
    )


def item_url(item) -> str:
    return item.get_absolute_url() if hasattr(item, "get_absolute_url") else ""
