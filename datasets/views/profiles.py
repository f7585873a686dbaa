"""One authority across all indicators."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions.access import hidden_from_others
from regions.models import Authority


@require_safe
@hidden_from_others
def data_profile(request, slug: str) -> HttpResponseBase:
    """One authority's figures by theme."""
    authority = get_object_or_404(Authority.objects.visible_to(request.user).select_related("region"), slug=slug)
    return render(request, "datasets/data_profile.html", {"authority": authority})
