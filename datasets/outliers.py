"""Figures to look at: what a rule has flagged, as far as a reader sees it (DAT-13)."""

from typing import Any

import django_filters
from django.db.models.fields import TextField
from django.db.models.functions import Cast

from datasets.choosing import ENGLAND, Offered, period_choices, region_choices
from datasets.guarding import guarded
from datasets.models import CollectionPeriod, InYearValue, PublishedImport, PublishedValue
from datasets.periods import Period, Quarter, Year
from datasets.statuses import Flag, PublishedFile, Theme
from regions.filters import Filters
from regions.models import Region


class OutlierFilters(Filters):
    """Region, period, theme and rule; the first two begin with the reader's own region and the latest period."""

    region = django_filters.ChoiceFilter(label="Region", empty_label=None, method="in_region")
    period = django_filters.ChoiceFilter(label="Period", empty_label=None, method="unfiltered")
    theme = django_filters.ChoiceFilter(
        label="Theme", choices=Theme, empty_label="All themes", field_name="indicator__theme"
    )
    rule = django_filters.ChoiceFilter(label="Rule", choices=Flag, empty_label="All rules", method="by_rule")

    class Meta:
        model = PublishedValue
        fields: list = []

    def __init__(self, data: Any, *args: Any, among: Offered, own: Region | None, period: str, **kwargs: Any) -> None:
        given = data.copy()
        if not given.get("region"):
            given["region"] = own.slug if own else ENGLAND
        if not given.get("period"):
            given["period"] = period
        super().__init__(given, *args, **kwargs)
        self.filters["region"].extra["choices"] = region_choices(among.regions)
        self.filters["period"].extra["choices"] = period_choices(among.quarters, among.years)

    def in_region(self, queryset: Any, name: str, value: str) -> Any:
        if value == ENGLAND:
            return queryset.filter(authority__region__is_demonstration=False)
        return queryset.filter(authority__region__slug=value)

    def unfiltered(self, queryset: Any, name: str, value: str) -> Any:
        return queryset

    def by_rule(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(flags_in_words__contains=f'"{value}"')


def outliers(user: Any, period: Period | None) -> Any:
    """Flagged figures of a period that the reader sees, by indicator and authority.

    DAT-11: what is hidden from the reader is never listed, and nothing is listed beside it: each flag was worked out
    with the hidden figures of the others, or with hidden quarters of the same authority, and would tell of them.
    """
    related = ("indicator", "authority__region")
    if isinstance(period, Quarter):
        rows: Any = guarded(InYearValue.objects.visible_to(user).current(), user)
        rows = rows.filter(collection_period__slug=period.slug, is_hidden=False, is_unplaced=False)
    else:
        rows = PublishedValue.objects.visible_to(user).filter(year=period.number if isinstance(period, Year) else 0)
    flagged = rows.exclude(flags=[]).annotate(flags_in_words=Cast("flags", TextField()))
    return flagged.select_related(*related).order_by("indicator__position", "indicator__code", "authority__name", "pk")


def versions_of(period: Period) -> dict[int, str]:
    """The version of each collection period of a quarter, or the name of each file of published values: of rows that
    the reader is known to see."""
    if isinstance(period, Quarter):
        return dict(CollectionPeriod.objects.filter(slug=period.slug).values_list("pk", "version__slug"))
    return dict(PublishedImport.objects.filter(kind=PublishedFile.VALUES).values_list("pk", "name"))
