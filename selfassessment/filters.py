"""How lists of self-evaluations are narrowed down, by bare names in the query string."""

import django_filters

from regions.filters import Filters
from regions.models import Authority, Region
from regions.reach import reach_of
from selfassessment.models import Cycle, SelfEvaluation, Template
from selfassessment.statuses import CycleStatus, EvaluationStatus, TemplateStatus


def regions_of(request):
    """The regions in which the reader has a seat."""
    rows = Region.objects.visible_to(request.user).filter(pk__in=reach_of(request.user).regions)
    return rows.order_by("is_demonstration", "name")


def authorities_of(request):
    """The authorities whose self-evaluations the reader may know of."""
    known = SelfEvaluation.objects.visible_to(request.user).order_by().values("authority")
    return Authority.objects.visible_to(request.user).filter(pk__in=known).order_by("name")


def region_filter(path: str) -> django_filters.ModelChoiceFilter:
    """A choice among the reader's own regions, by the path that leads to the region."""
    return django_filters.ModelChoiceFilter(
        label="Region", field_name=path, queryset=regions_of, to_field_name="slug", empty_label="All your regions"
    )


class CycleFilters(Filters):
    region = region_filter("region")
    status = django_filters.ChoiceFilter(label="State", choices=CycleStatus, empty_label="All states")

    class Meta:
        model = Cycle
        fields: list = []


class EvaluationFilters(Filters):
    """Self-evaluations by region, year, step and authority."""

    region = region_filter("cycle__region")
    cycle = django_filters.CharFilter(label="Year", field_name="cycle__name", max_length=20)
    status = django_filters.ChoiceFilter(label="Step", choices=EvaluationStatus, empty_label="All steps")
    authority = django_filters.ModelChoiceFilter(
        label="Authority", queryset=authorities_of, to_field_name="slug", empty_label="All authorities"
    )

    class Meta:
        model = SelfEvaluation
        fields: list = []


class TemplateFilters(Filters):
    region = region_filter("region")
    status = django_filters.ChoiceFilter(label="State", choices=TemplateStatus, empty_label="All states")

    class Meta:
        model = Template
        fields: list = []
