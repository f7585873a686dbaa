"""How lists of the dataset are narrowed down, by bare names in the query string."""

import django_filters

from datasets.models import (
    Collection,
    DataExport,
    DatasetVersion,
    Indicator,
    PublishedImport,
    RegionalReport,
)
from datasets.periods import SLUG, period_of
from datasets.statuses import (
    CollectionKind,
    PeriodStatus,
    PublishedFile,
    Recipient,
    ReportStatus,
    Theme,
    VersionStatus,
)
from regions.filters import Filters
from regions.models import Region


class IndicatorFilters(Filters):
    name = django_filters.CharFilter(label="Name contains", lookup_expr="icontains", max_length=200)
    theme = django_filters.ChoiceFilter(label="Theme", choices=Theme, empty_label="All themes")

    class Meta:
        model = Indicator
        fields: list = []


class VersionFilters(Filters):
    status = django_filters.ChoiceFilter(label="State", choices=VersionStatus, empty_label="All states")

    class Meta:
        model = DatasetVersion
        fields: list = []


class ExportFilters(Filters):
    recipient = django_filters.ChoiceFilter(label="Went to", choices=Recipient, empty_label="Everybody")
    period = django_filters.ChoiceFilter(
        label="Period", field_name="collection_period__slug", empty_label="All periods"
    )

    class Meta:
        model = DataExport
        fields: list = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        slugs = self.queryset.order_by().values_list("collection_period__slug", flat=True).distinct()
        newest = sorted({slug for slug in slugs if SLUG.fullmatch(slug)}, reverse=True)
        self.filters["period"].extra["choices"] = [(slug, period_of(slug).label) for slug in newest]


def regions_seen(request):
    """The regions that the reader sees, the demonstration's last."""
    return Region.objects.visible_to(request.user).order_by("is_demonstration", "name")


class ReportFilters(Filters):
    region = django_filters.ModelChoiceFilter(
        label="Region", queryset=regions_seen, to_field_name="slug", empty_label="All regions"
    )
    status = django_filters.ChoiceFilter(label="State", choices=ReportStatus, empty_label="All states")

    class Meta:
        model = RegionalReport
        fields: list = []


class CollectionFilters(Filters):
    """Collections by region, kind and the state of their latest period (`latest_status`, "" before the first)."""

    region = django_filters.ModelChoiceFilter(
        label="Region", queryset=regions_seen, to_field_name="slug", empty_label="All regions"
    )
    type = django_filters.ChoiceFilter(label="Type", field_name="kind", choices=CollectionKind, empty_label="All types")
    status = django_filters.ChoiceFilter(
        label="State",
        choices=[*PeriodStatus.choices, ("ended", "Ended"), ("none", "Not begun")],
        empty_label="All states",
        method="in_state",
    )

    class Meta:
        model = Collection
        fields: list = []

    def in_state(self, queryset, name, value):
        if value == "ended":
            return queryset.exclude(ended_on=None)
        return queryset.filter(ended_on=None, latest_status=None if value == "none" else value)

    def filter_queryset(self, queryset):
        """An administrator's list of all regions leaves the demonstration's out, as all national lists do."""
        if not (self.request.reach.in_demonstration or self.shows_demonstration):
            queryset = queryset.filter(region__is_demonstration=False)
        return super().filter_queryset(queryset)


class PublishedFilters(Filters):
    type = django_filters.ChoiceFilter(
        label="What it holds", field_name="kind", choices=PublishedFile, empty_label="Values and neighbours"
    )

    class Meta:
        model = PublishedImport
        fields: list = []
