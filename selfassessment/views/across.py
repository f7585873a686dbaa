"""Lists across a region: strengths and areas over three years, and the board of requests and offers (SE-9, SE-10)."""

from django.views.decorators.http import require_safe

from regions.access import members_only
from regions.exporting import markings, recording
from riia.ui.lists import list_page
from selfassessment.across import Exchange, board, directors, followed
from selfassessment.filters_across import BoardFilters, FindingFilters
from selfassessment.tables.across import BoardTable, FindingTable

OWNER = "The authority that says it in its self-evaluation"


@require_safe
@members_only
def finding_list(request):
    """Strengths and areas of the last three years with what became of them: own authority's, and released ones."""
    return list_page(
        request,
        queryset=followed(request.user),
        filterset_class=FindingFilters,
        table_class=FindingTable,
        template="selfassessment/finding_list.html",
        filename="strengths-and-areas",
        context={"crumbs": [], "demonstration": request.reach.in_demonstration},
        marking=markings(request.user, OWNER),
        on_export=recording(request, "strengths and areas of self-evaluations"),
    )


@require_safe
@members_only
def exchange_board(request):
    """Requests and offers of released texts, whom to ask, and what fits together."""
    rows = board(request.user)
    return list_page(
        request,
        queryset=rows,
        filterset_class=BoardFilters,
        table_class=BoardTable,
        table_kwargs={"exchange": Exchange(rows), "directors": directors(request.user)},
        template="selfassessment/exchange_board.html",
        filename="requests-and-offers",
        context={"crumbs": [], "demonstration": request.reach.in_demonstration},
        marking=markings(request.user, OWNER),
        on_export=recording(request, "requests and offers of self-evaluations"),
    )
