"""The register of requests for information: list, one request, registering, closing (ACC-15)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions import workflow
from regions.access import hidden_from_others, members_only
from regions.exporting import markings, recording
from regions.filters import InformationRequestFilters
from regions.forms.information_requests import CloseForm, RegisterForm
from regions.history import history_of_rows
from regions.models import Authority, InformationRequest, Region
from regions.querysets import today
from regions.rules.information_requests import WORKING_DAYS, may_register, may_see_register
from regions.tables.information_requests import InformationRequestTable, state_of
from regions.views.acting import act_page, for_acting
from riia.ui.dates import in_words
from riia.ui.lists import list_page
from riia.ui.workdays import working_days_between
from riia.workflow import offers

NOT_FOR_YOU = "The register is for regional teams, for the directors whose material is asked for, and administrators."


@require_safe
@members_only
def information_request_list(request):
    if not may_see_register(request.user):
        raise PermissionDenied(NOT_FOR_YOU)
    return list_page(
        request,
        queryset=InformationRequest.objects.visible_to(request.user).select_related("region", "authority"),
        filterset_class=InformationRequestFilters,
        table_class=InformationRequestTable,
        template="regions/information_request_list.html",
        filename="information-requests",
        context={"registers": _registering(request), "demonstration": request.reach.in_demonstration},
        marking=markings(request.user, "The regional team"),
        on_export=recording(request, "the register of information requests"),
    )


def _registering(request) -> list[Region]:
    """The regions for which the reader registers requests."""
    reach = request.reach
    regions = Region.objects.visible_to(request.user).order_by("is_demonstration", "name")
    return list(regions if reach.administrator else regions.filter(pk__in=reach.keeps))


def _visible(request, pk: int) -> InformationRequest:
    rows = InformationRequest.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("region", "authority__region", "registered_by"), pk=pk)


@require_safe
@hidden_from_others
def information_request_detail(request, pk):
    one = _visible(request, pk)
    return render(
        request,
        "regions/information_request_detail.html",
        {
            "one": one,
            "state": state_of(one),
            "left": working_days_between(today(), one.due_on),
            "offers": offers(one, request.user),
            "history": history_of_rows([one]) if may_register(request.user, one) else None,
            "demonstration": one.region.is_demonstration,
        },
    )


@for_acting
@hidden_from_others
def information_request_register(request, pk):
    region = get_object_or_404(Region.objects.visible_to(request.user), pk=pk)
    authorities = list(Authority.objects.visible_to(request.user).filter(region=region).order_by("name"))
    return act_page(
        request,
        workflow.register_information_request,
        region,
        form=RegisterForm(authorities, request.POST if request.method == "POST" else None),
        template="regions/information_request_register.html",
        context={
            "title": f"Register an information request for {region}",
            "submit": "Register the request",
            "region": region,
            "changes": [
                f"The answer is due on the {WORKING_DAYS}th working day after the day it came.",
                "The director of the authority whose material it is about is told, without what is asked for; for the "
                "alliance’s own, the regional team.",
            ],
            "demonstration": region.is_demonstration,
        },
        inputs=lambda form: form.details,
        done=lambda one: (
            f"The request {one.reference} is registered. The answer is due on {in_words(one.due_on)}.",
            one.get_absolute_url(),
        ),
    )


@for_acting
@hidden_from_others
def information_request_close(request, pk):
    one = _visible(request, pk)
    return act_page(
        request,
        workflow.close_information_request,
        one,
        form=CloseForm(request.POST if request.method == "POST" else None),
        template="regions/information_request_close.html",
        context={
            "title": f"Close the information request {one.reference}",
            "submit": "Close the request",
            "one": one,
            "changes": ["It is closed with this outcome. It stays in the register."],
            "demonstration": one.region.is_demonstration,
        },
        inputs=lambda form: form.details,
        done=lambda one: (
            f"The request {one.reference} is closed: {one.get_status_display().lower()}.",
            one.get_absolute_url(),
        ),
    )
