"""Pages of the authorities."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions import fetching
from regions.directors import HEADER, directors_of
from regions.exporting import public_markings, recording
from regions.fetching import OF_PLACE, OF_SOURCE, OF_USER
from regions.filters import AuthorityFilters, asks_for_demonstration
from regions.knowing import Knowledge
from regions.models import Authority, AuthorityCode, Succession, TrustService
from regions.periods import life_in_words, service_in_words
from regions.seating import seats_of, twin_hat
from regions.successions import told
from regions.tables.places import AuthorityTable
from regions.views.places import page_of, turned
from regions.wording import last_day
from riia.ui.dates import AsAt, as_at
from riia.ui.exports import csv_response
from riia.ui.lists import list_page


@login_not_required
@require_safe
def authority_list(request):
    """Authorities as at a day: current real ones unless something else is asked for."""
    at = as_at(request)
    authorities = Authority.objects.visible_to(request.user).for_list(request.user, at.date)
    if "export" not in request.GET:
        # A download has every column; the page does without most.
        authorities = authorities.only(*AuthorityTable.shown_fields)
    return list_page(
        request,
        queryset=authorities,
        filterset_class=AuthorityFilters,
        table_class=AuthorityTable,
        template="regions/authority_list.html",
        filename="authorities",
        context={"as_at": at, "demonstration": asks_for_demonstration(request)},
        as_at=at.date,
        errors=[at.error] if at.error else [],
        table_kwargs={"on": at.date},
        marking=public_markings(),
        on_export=recording(request, "the list of authorities"),
    )


@login_not_required
@require_safe
def authority_detail(request, slug):
    """One authority on a day: its people, its directors over time, its codes, what it came from and became."""
    related = {"region": (*OF_PLACE, "is_demonstration"), "source": OF_SOURCE, "confirmed_by": OF_USER}
    authorities = fetching.pointing_to(Authority.objects.visible_to(request.user), **related)
    authority, at, knowledge = turned(request, get_object_or_404(authorities, slug=slug))
    seats = knowledge.seats(seats_of(authority, request.user))
    directors = directors_of(seats, at.date)
    wanted = request.GET.get("export")
    if wanted == "csv" and not (at.error or knowledge.error):
        rows = directors.export(authority, at.date)
        recording(request, f"the directors of {authority}")(wanted, len(directors.rows))
        return csv_response(f"directors-{authority.slug}-{at.date}", HEADER, rows)
    context = _around(request.user, authority, at, knowledge) | {
        "life": authority.life_on(at.date),
        "life_words": life_in_words(authority.active_from, authority.active_to),
        "last_day": last_day(authority.active_to) if authority.active_to else None,
        "directors": directors,
        "twin_hat": twin_hat(seats, at.date),
        "demonstration": authority.region.is_demonstration,
    }
    context |= page_of(request, authority, at, seats, knowledge)
    if wanted not in (None, "csv"):
        context["errors"].append(f"“{wanted[:20]}” is not a kind of download. Directors can be had as CSV (csv)")
    return render(request, "regions/authority_detail.html", context, status=400 if wanted is not None else 200)


def _around(user, authority: Authority, at: AsAt, knowledge: Knowledge) -> dict[str, Any]:
    """What an authority came from and became, its codes, and the trusts that serve it."""
    around = Succession.objects.filter(Q(predecessor=authority) | Q(successor=authority)).order_by("on", "pk")
    successions = knowledge.rows(fetching.successions(around))
    services = fetching.services(TrustService.objects.visible_to(user).filter(authority=authority))
    codes = AuthorityCode.objects.filter(authority=authority).order_by("-scheme", "valid_from")
    codes = codes.only("scheme", "code", "valid_from", "valid_to")
    return {
        "origins": told([one for one in successions if one.successor_id == authority.pk], at.today),
        "successions": told([one for one in successions if one.predecessor_id == authority.pk], at.today),
        "codes": [(one, life_in_words(one.valid_from, one.valid_to)) for one in knowledge.rows(codes)],
        "services": [(one, service_in_words(one)) for one in knowledge.rows(services.order_by("starts"))],
    }
