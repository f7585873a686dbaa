"""Pages of the children's trusts."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions.exporting import public_markings, recording
from regions.filters import TrustFilters, asks_for_demonstration
from regions.models import Trust, TrustService
from regions.periods import service_in_words
from regions.seating import seats_of
from regions.tables.places import TrustTable
from regions.views.places import page_of, turned
from riia.ui.dates import as_at
from riia.ui.lists import list_page


@login_not_required
@require_safe
def trust_list(request):
    """Trusts that serve somebody on a day; ended ones and the demonstration's only by filter."""
    at = as_at(request)
    return list_page(
        request,
        queryset=Trust.objects.visible_to(request.user).for_list(request.user, at.date),
        filterset_class=TrustFilters,
        table_class=TrustTable,
        template="regions/trust_list.html",
        filename="trusts",
        context={"as_at": at, "demonstration": asks_for_demonstration(request)},
        as_at=at.date,
        errors=[at.error] if at.error else [],
        table_kwargs={"on": at.date},
        marking=public_markings(),
        on_export=recording(request, "the list of trusts"),
    )


@login_not_required
@require_safe
def trust_detail(request, slug):
    """One trust on a day: whom it serves, whom it served, who leads it."""
    trusts = Trust.objects.visible_to(request.user).select_related("source", "confirmed_by")
    trust, at, knowledge = turned(request, get_object_or_404(trusts, slug=slug))
    services = knowledge.rows(
        TrustService.objects.visible_to(request.user)
        .filter(trust=trust)
        .select_related("authority__region", "source")
        .order_by("starts", "authority__name")
    )
    serving = [one for one in services if one.serves_on(at.date)]
    context = {
        "kind": trust.kind.replace("-", " ").capitalize(),
        "serving": serving,
        "regions": sorted({one.authority.region for one in serving}, key=str),
        "services": [(one, service_in_words(one)) for one in services],
        "demonstration": trust.is_demonstration,
    }
    seats = knowledge.seats(seats_of(trust, request.user))
    return render(request, "regions/trust_detail.html", context | page_of(request, trust, at, seats, knowledge))
