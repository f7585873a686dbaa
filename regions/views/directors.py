"""Director changes between two days: totals for everybody, names for members (DIR-12)."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.views.decorators.http import require_safe

from regions.director_changes import Figures, Timeline, Window, figures
from regions.director_filters import DirectorFilters
from regions.director_reading import Side, read_side, years
from regions.director_wording import (
    MOST_YEARS,
    change_rows,
    class_rows,
    coverage_words,
    curve_picture,
    last_day_rows,
    other_rows,
    tenure_rows,
    window_words,
    years_in_post,
    years_picture,
)
from regions.exporting import markings, record_export
from regions.models import Authority, Region
from regions.querysets import today
from regions.stated_changes import reported_between, stated_changes
from regions.tables.directors import ChangeRow, ChangeTable, RegionRow, RegionTotalsTable
from riia.ui.lists import list_page

OWNER = "The regional teams, each for its authorities"


@login_not_required
@require_safe
def director_changes(request):
    """Changes of director in a window: figures, pictures, by region; each change for members."""
    user = request.user
    knows = request.reach.member or request.reach.administrator
    filters = DirectorFilters(request.GET, request=request)
    context: dict[str, Any] = {"knows": knows, "today": today(), "demonstration": filters.shows_demonstration}
    if filters.valid:
        answer = _Answer(filters, user)
        context |= answer.context(knows)
        filters.qs, table, given = answer.table()
        lines = answer.lines()
    else:
        table, given, lines = RegionTotalsTable, {"window": filters.window, "total": None}, []
    return list_page(
        request,
        queryset=Authority.objects.visible_to(user),
        filterset_class=lambda *_, **__: filters,
        table_class=table,
        template="regions/director_changes.html",
        filename=f"director-changes-{filters.window.first}-to",
        as_at=filters.window.last,
        context=context,
        table_kwargs=given,
        marking=[*lines, *(markings(user, OWNER) if knows else [])],
        on_export=(lambda kind, rows: _record(request, kind, rows)) if knows else None,
    )


def _record(request, kind: str, rows: int) -> None:
    record_export(request.user, "changes of director", kind, rows, request.GET.urlencode())


class _Answer:
    """What a window was asked of, worked out once."""

    def __init__(self, filters: DirectorFilters, user) -> None:
        self.filters, self.user, self.window = filters, user, filters.window
        self.side: Side = read_side(user, demonstration=filters.shows_demonstration)
        self.region: Region | None = filters.region
        self.england = not (filters.region or filters.group)
        if filters.group:
            self.some: list[Timeline] = self.side.of_group(filters.group, user)
        else:
            self.some = self.side.of(filters.region)
        self.figures = self._figures(self.some, self.window)

    def _figures(self, some: list[Timeline], window: Window) -> Figures:
        return figures(some, window, list(self.side.lines.values()), self.side.hats)

    @property
    def name(self) -> str:
        return str(self.filters.group or self.filters.region or "England")

    def context(self, knows: bool) -> dict[str, Any]:
        in_post = years_in_post(self.figures, england=self.england)
        by_year = [(one, figures(self.some, one)) for one in self._years()]
        stated = stated_changes([self.side.authorities[line.life.authority] for line in self.some])
        here = reported_between(stated, self.window.first, self.window.last)
        return {
            "name": self.name,
            "window": window_words(self.window),
            "last_day": self.window.last,
            "cut_short": self.filters.cut_short,
            "coverage": coverage_words(self.figures),
            "figures": self.figures,
            "changes": change_rows(self.figures),
            "classes": class_rows(self.figures) if self.figures.total else [],
            "others": other_rows(self.figures),
            "posts": last_day_rows(self.figures),
            "tenure": tenure_rows(self.figures, in_post),
            "years": years_picture(by_year),
            "curve": curve_picture(self.figures, in_post),
            "announced": self._announced(),
            "stated": here if knows else [],
            "stated_here": len(here),
            "stated_elsewhere": len(stated) - len(here),
        }

    def _years(self) -> list[Window]:
        """The window's years, or five that end with its last; the present one up to today."""
        last = self.window.last
        first = min(self.window.first, date(last.year - 4, last.month, 1))
        return [Window(one.first, min(one.last, today())) for one in years(Window(first, last), MOST_YEARS)]

    def _announced(self) -> int:
        """Counted changes of the days asked for that are still to come."""
        asked = self.filters.asked
        if asked.last <= self.window.last:
            return 0
        return figures(self.some, asked).total - self.figures.total

    def lines(self) -> list[tuple[str, Any]]:
        """What a workbook says of its figures."""
        return [
            ("For", self.name),
            ("Window", window_words(self.window)),
            ("Coverage", coverage_words(self.figures)),
            ("Counted", "Confirmed facts only; a change on the day on which somebody else takes up the post"),
        ]

    def table(self) -> tuple[list[Any], Any, dict[str, Any]]:
        """The rows that were asked for, their table, and what it needs besides."""
        if self.filters.show == "changes":
            coverage = coverage_words(self.figures)
            return self._changes(), ChangeTable, {"window": self.window, "coverage": coverage}
        total = RegionRow(None, self.figures) if self.england else None
        return self._regions(), RegionTotalsTable, {"window": self.window, "total": total}

    def _changes(self) -> list[ChangeRow]:
        kind, names = self.filters.kind, self.side.names
        posts = {line.life.authority: line for line in self.side.lines.values()}
        rows = []
        for change in reversed(self.figures.changes):
            if kind and change.kind != kind:
                continue
            shared = change.after is not None and any(
                (one := line.in_charge(change.day)) and one.person == change.after
                for authority, line in posts.items()
                if authority != change.authority
            )
            rows.append(
                ChangeRow(
                    change,
                    self.side.authorities[change.authority],
                    names.get(change.before or 0, ""),
                    names.get(change.after or 0, ""),
                    shared,
                )
            )
        return rows

    def _regions(self) -> list[RegionRow]:
        """A row for each region that has something to count in the window."""
        regions = {one.region_id: one.region for one in self.side.authorities.values()}
        by_region: dict[int, list[Timeline]] = {pk: [] for pk in regions}
        for line in self.some:
            by_region[self.side.authorities[line.life.authority].region_id].append(line)
        rows = [RegionRow(regions[pk], self._figures(some, self.window)) for pk, some in by_region.items() if some]
        return sorted(rows, key=lambda row: row.name)
