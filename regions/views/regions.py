"""Pages of the regions."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions import fetching
from regions.exporting import public_markings, recording
from regions.fetching import OF_SOURCE, OF_USER
from regions.filters import RegionFilters, asks_for_demonstration
from regions.models import Authority, Region, Succession, TrustService
from regions.periods import service_in_words
from regions.seating import seats_of
from regions.successions import told
from regions.tables.places import RegionTable
from regions.views.places import page_of, turned
from riia.ui.dates import AsAt, as_at, in_words
from riia.ui.lists import list_page


@login_not_required
@require_safe
def region_list(request):
    """The nine regions as at a day; the demonstration's only by filter."""
    at = as_at(request)
    return list_page(
        request,
        queryset=Region.objects.visible_to(request.user).for_list(request.user, at.date),
        filterset_class=RegionFilters,
        table_class=RegionTable,
        template="regions/region_list.html",
        filename="regions",
        context={"as_at": at, "demonstration": asks_for_demonstration(request)},
        as_at=at.date,
        errors=[at.error] if at.error else [],
        table_kwargs={"on": at.date},
        marking=public_markings(),
        on_export=recording(request, "the list of regions"),
    )


@login_not_required
@require_safe
def region_detail(request, slug):
    """One region on a day: its people, its authorities and trusts, how to reach it."""
    regions = fetching.pointing_to(Region.objects.visible_to(request.user), source=OF_SOURCE, confirmed_by=OF_USER)
    region, at, knowledge = turned(request, get_object_or_404(regions, slug=slug))
    there = Authority.objects.visible_to(request.user).filter(region=region).order_by("name")
    authorities = knowledge.rows(there.only("slug", "name", "active_from", "active_to"))
    services = fetching.services(TrustService.objects.visible_to(request.user).filter(authority__region=region))
    services = services.order_by("trust__name", "authority__name")
    serving = [one for one in knowledge.rows(services) if one.serves_on(at.date)]
    successions = Succession.objects.filter(Q(predecessor__region=region) | Q(successor__region=region))
    changes = knowledge.rows(fetching.successions(successions).order_by("on"))
    existing = [one for one in authorities if one.exists_on(at.date)]
    context = {
        "authorities": existing,
        "size": _size(len(existing), at),
        "successions": told(changes, at.today),
        "services": [(one, service_in_words(one)) for one in serving],
        "before_alliance": region.went_live is not None and at.date < region.went_live,
        "demonstration": region.is_demonstration,
    }
    seats = knowledge.seats(seats_of(region, request.user))
    return render(request, "regions/region_detail.html", context | page_of(request, region, at, seats, knowledge))


def _size(count: int, at: AsAt) -> str:
    """ "10 authorities", "9 authorities on 1 November 2017"."""
    words = "1 authority" if count == 1 else f"{count} authorities"
    return words if at.is_today else f"{words} on {in_words(at.date)}"
