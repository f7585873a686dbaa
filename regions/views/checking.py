"""The page of an act that is checked before it is done: type, see what will change, save.

Each step is a POST that carries everything typed, so nothing is lost and nothing is kept on the way.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.forms.utils import ErrorDict
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from regions.corrections import Difference
from regions.views.acting import REFUSED, item_url, may, standing_in_the_way
from riia.workflow import NotPossible

CHECK, CHANGE, SAVE = "check", "change", "save"
NOT_INPUTS = ("csrfmiddlewaretoken", "step")

# Sentences, or differences.
Told = Sequence[Any]


def checked_page(
    request,
    act: Callable,
    item,
    *,
    form: BaseForm,
    context: dict[str, Any],
    inputs: Callable[[Any], dict[str, Any]],
    tell: Callable[[dict[str, Any]], Told],
    done: Callable[[Told], str],
    template: str = "regions/_act.html",
) -> HttpResponse:
    """Ask for what an act needs, show what it will change, and do it when that is agreed.

    `inputs(form)` is what the act takes besides `by`; `tell(inputs)` what it will change, as sentences or differences;
    `done(told)` the message afterwards. `context` needs `title`, and `submit` (the words of the last button).
    """
    may(request, act, item)
    step = request.POST.get("step", CHECK)
    if step == CHANGE:
        # As typed, without complaints.
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # Django has no public way
    elif request.method == "POST" and form.is_valid():
        given = inputs(form)
        known = {name: value for name, value in given.items() if name != "reason"}
        reasons = standing_in_the_way(request, act, item, **known)
        told = [] if reasons else tell(known)
        if not reasons and step != SAVE:
            return _check_page(request, item, told, given.get("reason", ""), context)
        try:
            if reasons:
                raise NotPossible(*reasons)
            act(item, by=request.user, **given)
        except NotPossible as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, done(told))
            return HttpResponseRedirect(context.get("back_url") or item_url(item))
    return _form_page(request, act, item, form, template, context)


def _form_page(request, act: Callable, item, form: BaseForm, template: str, context: dict[str, Any]) -> HttpResponse:
    refused = bool(form.is_bound and form.errors)
    shown = {
        "back_url": item_url(item),
        **context,
        "submit": "Continue",
        "form": form,
        "reasons": [] if form.is_bound else standing_in_the_way(request, act, item),
    }
    return render(request, template, shown, status=REFUSED if refused else 200)


def _check_page(request, item, told: Told, reason: str, context: dict[str, Any]) -> HttpResponse:
    differences = [one for one in told if isinstance(one, Difference)]
    shown = {
        "back_url": item_url(item),
        **context,
        "differences": differences,
        "changes": [] if differences else told,
        "reason": reason,
        "typed": [(name, value) for name, values in request.POST.lists() if name not in NOT_INPUTS for value in values],
    }
    return render(request, "regions/act_check.html", shown)
