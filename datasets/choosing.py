"""What a reader asks of a page of comparison: region, period, theme, authority, neighbours, all in the query string.

Left out, each has a sensible start: the reader's own region, the latest published period, one theme. An unknown value
is an error, and then there are no figures (the pages' contract).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.db.models import Max, Min, Q
from django.http import HttpRequest

from datasets.models import CollectionPeriod, Definition, Indicator, PublishedValue, Return
from datasets.periods import SLUG, Period, Quarter, Year, period_of
from datasets.querysets import own_authorities, readable_periods
from datasets.statuses import PeriodStatus, Theme
from regions.models import Region
from regions.reach import reach_of
from riia.ui.lists import EXPORTS, ActiveFilter

ENGLAND: Final = "england"
ALL_THEMES: Final = "all"


def open_quarters(user: Any) -> dict[Quarter, bool]:
    """Quarters of which the reader may see figures, newest first: published ones, and any of their own (DAT-22).

    Each with whether it is published anywhere: one that is still being collected has little to compare yet.
    """
    reach = reach_of(user)
    if not (reach.member or reach.delegated):
        return {}
    found = Q(readable_periods(reach), status=PeriodStatus.PUBLISHED) | Q(collection__region__in=reach.keeps)
    if own := own_authorities(reach):
        found |= Q(pk__in=Return.objects.filter(authority__in=own).order_by().values("collection_period"))
    rows = CollectionPeriod.objects.filter(found).order_by().values_list("slug", "status").distinct()
    quarters = sorted({slug for slug, _ in rows if SLUG.fullmatch(slug)}, reverse=True)
    return {_quarter(slug): (slug, PeriodStatus.PUBLISHED) in rows for slug in quarters}


def _quarter(slug: str) -> Quarter:
    quarter = period_of(slug)
    assert isinstance(quarter, Quarter)  # noqa: S101 - the pattern says so
    return quarter


def published_years(user: Any, indicator: int | None = None) -> list[Year]:
    """Years with annual figures, of all indicators or of one, newest first."""
    rows = PublishedValue.objects.visible_to(user)
    if indicator is None:
        ends = rows.aggregate(first=Min("year"), last=Max("year"))
        first, last = ends["first"], ends["last"]
    else:
        ends = rows.filter(indicator=indicator).aggregate(first=Min("period_end"), last=Max("period_end"))
        first, last = (one.year if one else None for one in (ends["first"], ends["last"]))
    return [Year(number) for number in range(last, first - 1, -1)] if last else []


@dataclass
class Offered:
    """What there is to choose from, read once a request."""

    regions: list[Region]
    quarters: dict[Quarter, bool]
    years: list[Year]

    @property
    def latest(self) -> str:
        """The latest published period: a quarter where the reader sees any, else the latest year."""
        newest: list[Period] = [
            *(quarter for quarter, published in self.quarters.items() if published),
            *self.years[:1],
        ]
        newest += self.quarters
        return newest[0].slug if newest else ""


def latest_of(user: Any, among: Offered, region: str) -> str:
    """The period that a region's page begins with: the latest; of England, or a region that isn't the reader's, the
    latest year, because a quarter is read in the reader's own region (DAT-22)."""
    own = {one.slug for one in among.regions if one.pk in reach_of(user).regions}
    return among.years[0].slug if among.years and region and region not in own else among.latest


def offered(user: Any, indicator: int | None = None, regions: list[Region] | None = None) -> Offered:
    """Regions and periods for a reader; years are those of one indicator where it is named."""
    if regions is None:
        regions = list(Region.objects.visible_to(user).order_by("name"))
    return Offered(regions, open_quarters(user), published_years(user, indicator))


def period_choices(quarters: Iterable[Quarter], years: list[Year]) -> list[Any]:
    """Periods as choices, the two kinds apart: they are never in one series (DAT-15)."""
    groups = (
        ("Annual figures, published", [(one.slug, f"Year {one}") for one in years]),
        ("In-year figures, from returns", [(one.slug, one.label) for one in quarters]),
    )
    return [group for group in groups if group[1]]


def region_choices(regions: list[Region]) -> list[Any]:
    """England, its nine regions, then the demonstration's."""
    real = [(one.slug, one.name) for one in regions if not one.is_demonstration]
    rest = [(one.slug, one.name) for one in regions if one.is_demonstration]
    return [(ENGLAND, "England, all authorities"), *real, *rest]


class ComparisonForm(forms.Form):
    """The choices above a page. Fields without choices are left out; `start` holds what applies where nothing is
    asked."""

    authority = forms.ChoiceField(label="Authority", required=False)
    region = forms.ChoiceField(label="Region")
    period = forms.ChoiceField(label="Period")
    theme = forms.ChoiceField(label="Theme")
    rule = forms.ChoiceField(label="Rule", required=False)
    neighbours = forms.ChoiceField(label="Neighbours", required=False)

    def __init__(self, asked: Any, choices: dict[str, list[Any]], start: dict[str, str]) -> None:
        given = {name: (asked.get(name) or start.get(name, "")).strip() for name in choices}
        super().__init__(given, auto_id="filter_%s")
        for name in list(self.fields):
            if name not in choices:
                del self.fields[name]
                continue
            one: Any = self.fields[name]
            one.choices = choices[name]
            one.error_messages["required"] = f"There is no {name} to choose yet"


@dataclass
class Chosen:
    """What a request asked, worked out once; has what the components of lists expect (form, errors, exports)."""

    request: HttpRequest
    form: forms.Form
    period: Period | None = None
    region: Region | None = None
    theme: str = ""
    errors: list[str] = field(default_factory=list)
    active: tuple[ActiveFilter, ...] = ()

    @property
    def refused(self) -> bool:
        return bool(self.errors or self.form.errors)

    @property
    def is_in_year(self) -> bool:
        return isinstance(self.period, Quarter)

    @property
    def is_demonstration(self) -> bool:
        return bool(self.region and self.region.is_demonstration)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Nothing but the choices is in the address."""
        return []

    @property
    def clear_url(self) -> str:
        return self.request.path

    @property
    def exports(self) -> list[tuple[str, str]]:
        """(label, address) of each download of what is shown."""
        query = self.request.GET.copy()
        query.pop("export", None)
        before = f"?{query.urlencode()}&" if query else "?"
        return [(label, f"{before}export={name}") for name, label in EXPORTS.items()]


def own_region(user: Any, regions: list[Region]) -> Region | None:
    """The region of the seat that the reader acts under, else of any seat; none for administrators alone."""
    reach = reach_of(user)
    acting = reach.acting_under
    wanted = (acting.regions if acting else frozenset()) or reach.regions
    return next((one for one in regions if one.pk in wanted), None)


def choose(
    request: HttpRequest,
    *wanted: str,
    among: Offered | None = None,
    start: dict[str, str] | None = None,
    more: dict[str, list[Any]] | None = None,
) -> Chosen:
    """Read what is wanted from the query string; `start` is what applies where nothing is asked, and `more` the choices
    of a page's own fields."""
    among = among or offered(request.user)
    own = own_region(request.user, among.regions)
    latest = latest_of(request.user, among, request.GET.get("region", ""))
    begins = {"region": own.slug if own else ENGLAND, "period": latest, **(start or {})}
    choices: dict[str, list[Any]] = {
        "region": region_choices(among.regions),
        "period": period_choices(among.quarters, among.years),
        "theme": [(ALL_THEMES, "All themes"), *Theme.choices],
        **(more or {}),
    }
    asked = request.GET
    if "theme" in wanted and not (asked.get("theme") or begins.get("theme")):
        begins["theme"] = _first_theme(request.user, asked.get("period") or begins["period"])
    form = ComparisonForm(asked, {name: choices[name] for name in wanted}, begins)
    chosen = Chosen(request, form)
    if form.is_valid():
        cleaned = form.cleaned_data
        chosen.period = period_of(cleaned["period"])
        chosen.region = next((one for one in among.regions if one.slug == cleaned.get("region")), None)
        theme = cleaned.get("theme", "")
        chosen.theme = "" if theme == ALL_THEMES else theme
    return chosen


def _first_theme(user: Any, period: str) -> str:
    """The first theme that a period has indicators of."""
    rows = Indicator.objects.visible_to(user)
    if SLUG.fullmatch(period):
        derived = Definition.objects.filter(version__periods__slug=period).values("indicator")
        rows = rows.filter(pk__in=derived)
    else:
        rows = rows.filter(is_published=True)
    themes = set(rows.order_by().values_list("theme", flat=True).distinct())
    return next((value for value in Theme.values if value in themes), Theme.values[0])
