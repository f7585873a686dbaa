"""The work of those who keep the directory: what waits, what is unsure, stale, vacant or ending, and confirming it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from regions import seating, upkeep, workflow
from regions.access import hidden_from_others
from regions.exporting import markings, record_export
from regions.filters import StaleFilters, VacantSeatFilters, WorkFilters
from regions.forms.acting import ConfirmForm
from regions.models import Appointment, Authority, Region, Seat, Trust, TrustService
from regions.periods import service_in_words
from regions.querysets import today
from regions.rules.facts import may_correct
from regions.tables.upkeep import EndingTable, StaleTable, UnconfirmedTable, VacantSeatTable, WorkTable
from regions.upkeep import FactKind
from regions.views.acting import act_page, for_acting
from regions.wording import employer, how_sure, term
from riia.ui.dates import in_words
from riia.ui.lists import list_page
from riia.ui.tables import PER_PAGE

NOT_A_KEEPER = (
    "This page is for those who keep the directory: regional teams, for their region, and administrators. "
    "What you have proposed yourself is shown on the page of the seat."
)


@dataclass(frozen=True)
class Part:
    """One part of the work: its name in the address, its words, and the list it shows."""

    name: str
    label: str
    about: str
    empty: str
    rows: Any
    filters: type
    table: type


def _appointments(rows):
    return lambda user: rows(user).for_page()


PARTS = (
    Part(
        "to-confirm",
        "For you to confirm",
        "A colleague has proposed these appointments, or says that they are right. You can be the second person.",
        "Nothing waits for you.",
        _appointments(lambda user: upkeep.to_confirm(user).order_by("proposed_at", "pk")),
        WorkFilters,
        WorkTable,
    ),
    Part(
        "waiting",
        "Waiting for a colleague",
        "You have proposed these. They give no access until a second person has confirmed.",
        "You are waiting for nobody.",
        _appointments(lambda user: upkeep.waiting(user).order_by("proposed_at", "pk")),
        WorkFilters,
        WorkTable,
    ),
    Part(
        "unconfirmed",
        "Stated by a source only",
        "Nobody has confirmed these appointments. They give no access and stay out of statistics.",
        "Every appointment has been confirmed by somebody.",
        _appointments(
            lambda user: upkeep.unconfirmed(user).order_by(F("ends").desc(nulls_first=True), "-starts", "pk")
        ),
        WorkFilters,
        UnconfirmedTable,
    ),
    Part(
        "stale",
        "Gone stale",
        "Nobody has confirmed these facts for a year or longer. Look at each, and confirm or change it.",
        "Nothing has gone stale.",
        upkeep.stale_facts,
        StaleFilters,
        StaleTable,
    ),
    Part(
        "vacant",
        "Vacant or not known",
        "Nobody is known to hold these seats today.",
        "Every seat has a holder.",
        lambda user: upkeep.vacant_seats(user).for_page().with_holders(user, today()).in_order(),
        VacantSeatFilters,
        VacantSeatTable,
    ),
    Part(
        "endings",
        "Ending within 90 days",
        "After the last day the seat is vacant, and the access by it closed, unless somebody is appointed.",
        "No appointment ends in the next 90 days.",
        _appointments(lambda user: upkeep.endings(user).order_by("ends", "pk")),
        WorkFilters,
        EndingTable,
    ),
)


@dataclass(frozen=True)
class Section:
    """A link to a part, with how many rows it has."""

    label: str
    url: str
    active: bool


@for_acting
def directory_work(request):
    if not (request.reach.administrator or request.reach.keeps):
        raise PermissionDenied(NOT_A_KEEPER)
    if request.method == "POST":
        _confirm_ticked(request)
        return HttpResponseRedirect(request.get_full_path())
    wanted = request.GET.get("show", "")
    part = next((one for one in PARTS if one.name == wanted), PARTS[0])
    unknown = [f"“{wanted[:40]}” is not a part of this page"] if wanted not in ("", part.name) else []
    counts = upkeep.counts(request.user)
    sections = [
        Section(f"{one.label} ({counts[one.name]:,})", f"{request.path}?show={one.name}", one is part) for one in PARTS
    ]
    return list_page(
        request,
        queryset=part.rows(request.user),
        filterset_class=part.filters,
        table_class=part.table,
        template="regions/directory_work.html",
        filename=f"directory-{part.name}",
        context={
            "part": part,
            "sections": sections,
            "sections_label": "Parts of the work",
            "came_back": upkeep.came_back(request.user),
            "ticks": part.table is StaleTable,
            "demonstration": request.reach.in_demonstration,
        },
        errors=unknown,
        table_kwargs={"back": request.get_full_path()} if part.table is StaleTable else {},
        marking=markings(request.user, "The regional team"),
        on_export=lambda kind, rows: record_export(
            request.user, f"the directory's work: {part.label}", kind, rows, request.GET.urlencode()
        ),
    )


# --- Confirming many facts at once ------------------------------------------------------------------------------------


def _confirm_ticked(request) -> None:
    """Confirm the rows ticked, or all that the page showed, and say how many and which could not be and why."""
    keys = request.POST.getlist("shown" if "all" in request.POST else "fact")[:PER_PAGE]
    if not keys:
        messages.error(request, "Nothing was ticked. Tick the facts that are still right, then confirm them.")
        return
    items, unknown = _facts_of(keys, request.user)
    done, refused = workflow.confirm_facts(items, by=request.user)
    if done:
        counted = "1 fact" if len(done) == 1 else f"{len(done)} facts"
        messages.success(request, f"You have confirmed {counted}: today’s date and your name stand beside each.")
    for one in refused:
        messages.error(request, f"Not confirmed: {one.item}. {' '.join(one.reasons)}")
    if unknown:
        messages.error(request, f"{unknown} of the facts ticked could not be found. Nothing was done to them.")


def _facts_of(keys: list[str], user) -> tuple[list[Any], int]:
    """The rows that keys such as "seat:12" name, as far as somebody may see them, and how many are none."""
    wanted: dict[str, set[int]] = {}
    for key in dict.fromkeys(keys):
        kind, _, pk = key.partition(":")
        if kind in FactKind.values and pk.isdecimal() and len(pk) < 10:
            wanted.setdefault(kind, set()).add(int(pk))
    # In one order for everybody, so that two people who confirm at once wait for one another.
    found = [
        one for kind in FACTS if kind in wanted for one in FACTS[kind](user).filter(pk__in=wanted[kind]).order_by("pk")
    ]
    return found, len(set(keys)) - len(found)


# --- Confirming a fact ------------------------------------------------------------------------------------------------


FACTS = {
    FactKind.REGION: lambda user: Region.objects.visible_to(user).select_related("source", "confirmed_by"),
    FactKind.AUTHORITY: lambda user: Authority.objects.visible_to(user).select_related(
        "region", "source", "confirmed_by"
    ),
    FactKind.TRUST: lambda user: Trust.objects.visible_to(user).select_related("source", "confirmed_by"),
    FactKind.TRUST_SERVICE: lambda user: TrustService.objects.visible_to(user).select_related(
        "trust", "authority__region", "source", "confirmed_by"
    ),
    FactKind.SEAT: lambda user: Seat.objects.visible_to(user).for_page(),
    FactKind.APPOINTMENT: lambda user: Appointment.objects.visible_to(user).for_page(),
}


def _rows(kind: str, user):
    """The rows of a kind of fact that somebody may see; there is no page for other kinds."""
    if kind not in FactKind.values:
        raise Http404
    return FACTS[FactKind(kind)](user)


@for_acting
@hidden_from_others
def fact_confirm(request, kind, pk):
    item = get_object_or_404(_rows(kind, request.user), pk=pk)
    page = item.trust if kind == FactKind.TRUST_SERVICE else item
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = page.get_absolute_url()
    return act_page(
        request,
        workflow.confirm_fact,
        item,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        template="regions/fact_confirm.html",
        context={
            "title": f"Confirm: {item}",
            "submit": "Confirm that this is still right",
            "item": item,
            "kind": FactKind(kind).label,
            "rows": [*_told(kind, item), *_origin(item)],
            "page_url": page.get_absolute_url(),
            "back_url": back,
            "corrects": reverse("fact_correct", args=[kind, item.pk]) if may_correct(request.user, item) else "",
            "demonstration": in_demonstration(kind, item),
        },
        done=lambda _: (f"You have confirmed that this is still right: {item}.", back),
    )


def _told(kind: str, item) -> list[tuple[str, Any]]:
    """What is confirmed: the fact, field by field, in words."""
    if kind == FactKind.REGION:
        fields = [("Alliance", item.alliance_name), ("Website", item.website), ("Shared mailbox", item.mailbox)]
        return [("Region", item.name), *fields]
    if kind == FactKind.AUTHORITY:
        fields = [("Official name", item.official_name), ("Type", item.get_kind_display()), ("Region", item.region)]
        return [("Authority", item.name), *fields]
    if kind == FactKind.TRUST:
        return [("Trust", item.name), ("Website", item.website), ("Shared mailbox", item.mailbox)]
    if kind == FactKind.TRUST_SERVICE:
        return [
            ("Trust", item.trust),
            ("Serves", item.authority),
            ("When", service_in_words(item)),
            ("What it runs", item.scope),
        ]
    if kind == FactKind.SEAT:
        vacant = f"Stated vacant from {in_words(item.vacant_from)}" if item.vacant_from else "Not stated vacant"
        return [("Seat", item.name), ("Place", item.place), ("Vacancy", vacant)]
    fields = [("Seat", item.seat), ("When", term(item)), ("Job title", item.job_title)]
    return [("Person", item.person), *fields, ("Employed by", employer(item)), ("Standing", how_sure(item))]


def _origin(item) -> list[tuple[str, Any]]:
    by = f" by {item.confirmed_by}" if item.confirmed_by else ""
    last = f"{in_words(item.confirmed_on)}{by}" if item.confirmed_on else "Never"
    return [("Source", seating.source_in_words(item.source) or "No source stated"), ("Last confirmed", last)]


def in_demonstration(kind: str, item) -> bool:
    """Whether a fact belongs to the demonstration."""
    if kind == FactKind.APPOINTMENT:
        return item.seat.in_demonstration
    if kind == FactKind.SEAT:
        return item.in_demonstration
    if kind == FactKind.TRUST_SERVICE:
        return item.trust.is_demonstration
    return item.region.is_demonstration if kind == FactKind.AUTHORITY else item.is_demonstration
