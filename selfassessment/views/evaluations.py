"""The front page of self-evaluations: what waits, the cycles, and the list of all that the reader may know of."""

from typing import Any

from django.views.decorators.http import require_safe

from regions.access import members_only
from regions.exporting import markings, record_export
from regions.filters import kept_regions
from riia.ui.lists import list_page
from selfassessment.filters import EvaluationFilters
from selfassessment.models import Cycle, SelfEvaluation
from selfassessment.progress import with_progress
from selfassessment.querysets import works_in
from selfassessment.statuses import CycleStatus
from selfassessment.tables.evaluations import EvaluationTable
from selfassessment.waiting import waiting_for

OWNER = "The authority whose self-evaluation it is"


@require_safe
@members_only
def evaluation_list(request):
    """Self-evaluations by cycle, the latest first, with step and turn; above them what the area is and what is on."""
    cycles = list(
        Cycle.objects.visible_to(request.user).select_related("region", "template").defer("template__content")
    )
    known = SelfEvaluation.objects.visible_to(request.user)
    return list_page(
        request,
        queryset=with_progress(known, request.user).order_by("-cycle__opens_on", "authority__name", "pk"),
        filterset_class=EvaluationFilters,
        table_class=EvaluationTable,
        template="selfassessment/evaluation_list.html",
        filename="self-evaluations",
        context=_about(request, cycles),
        marking=markings(request.user, OWNER),
        on_export=lambda kind, rows: record_export(
            request.user, "the list of self-evaluations", kind, rows, request.GET.urlencode()
        ),
    )


def _about(request, cycles: list[Cycle]) -> dict[str, Any]:
    """What stands above the list: what waits, open cycles, and where the next is planned."""
    return {
        "waiting": waiting_for(request.user),
        "cycles": [one for one in cycles if one.status != CycleStatus.CLOSED],
        "opens": bool(works_in(request.reach)),
        "starts": [] if request.reach.administrator else kept_regions(request),
        "demonstration": request.reach.in_demonstration,
    }
