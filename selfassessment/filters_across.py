"""How lists across a region are narrowed down: findings, requests and offers."""

import django_filters

from regions.filters import Filters
from selfassessment.filters import authorities_of, region_filter
from selfassessment.models import Finding
from selfassessment.statuses import CARRIED_OVER, Fate, FindingKind, InspectionTheme, ServiceArea

EVALUATION = "revision__evaluation"
# What became of it where no later text, nor its own, says anything.
NEW = "new"


def _kinds(*wanted: str) -> list[tuple[str, str]]:
    return [(one.value, str(one.label)) for one in FindingKind if one in wanted]


class AcrossFilters(Filters):
    """By region, authority, theme and service area."""

    region = region_filter(f"{EVALUATION}__cycle__region")
    authority = django_filters.ModelChoiceFilter(
        label="Authority",
        field_name=f"{EVALUATION}__authority",
        queryset=authorities_of,
        to_field_name="slug",
        empty_label="All authorities",
    )
    theme = django_filters.ChoiceFilter(label="Theme", choices=InspectionTheme, empty_label="All themes")
    service_area = django_filters.ChoiceFilter(
        label="Service area", choices=ServiceArea, empty_label="All service areas"
    )

    class Meta:
        model = Finding
        fields: list = []


class FindingFilters(AcrossFilters):
    """Strengths and areas also by year, kind and what became of them."""

    cycle = django_filters.CharFilter(label="Year", field_name=f"{EVALUATION}__cycle__name", max_length=20)
    kind = django_filters.ChoiceFilter(label="Kind", choices=_kinds(*CARRIED_OVER), empty_label="Strengths and areas")
    fate = django_filters.ChoiceFilter(
        label="What became of it",
        choices=[(NEW, "Nothing is said yet"), *Fate.choices],
        empty_label="Whatever became of it",
        method="by_fate",
    )

    def by_fate(self, queryset, name, value):
        return queryset.filter(fate_now="" if value == NEW else value)


class BoardFilters(AcrossFilters):
    """Requests and offers, apart or together."""

    kind = django_filters.ChoiceFilter(
        label="Kind", choices=_kinds(FindingKind.REQUEST, FindingKind.OFFER), empty_label="Requests and offers"
    )
