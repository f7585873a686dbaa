"""Indicators: all of them, and one with every authority, its comparators, its past and its definition."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from datasets.models import Indicator
from regions.access import hidden_from_others, members_only


@require_safe
@members_only
def indicator_list(request) -> HttpResponseBase:
    """The catalogue by theme."""
    rows = Indicator.objects.visible_to(request.user)
    return render(request, "datasets/indicator_list.html", {"indicators": rows})


@require_safe
@hidden_from_others
def indicator_detail(request, code: str) -> HttpResponseBase:
    """One indicator."""
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), code=code)
    return render(request, "datasets/indicator_detail.html", {"indicator": indicator})
