"""What the lists of places can be filtered by. Every value is a slug; an unknown one is refused by its field."""

import django_filters
from django.db.models import Q, TextChoices
from django.db.models.fields import TextField
from django.db.models.functions import Cast

from regions.models import Authority, Region, Trust
from regions.statuses import AuthorityKind


class RegionShow(TextChoices):
    """Which regions the list shows."""

    NINE = "england", "The nine regions"
    DEMONSTRATION = "demonstration", "The demonstration"


class LifeStatus(TextChoices):
    """Which authorities, or trusts, a list shows on its day."""

    CURRENT = "current", "Current"
    ENDED = "ended", "Ended"
    PLANNED = "planned", "Announced"
    ANY = "any", "Current, ended and announced"
    DEMONSTRATION = "demonstration", "The demonstration’s"


class Filters(django_filters.FilterSet):
    """Filters that also say what holds where nothing was asked."""

    def value(self, name: str) -> str:
        """What was chosen, as a slug; nothing where nothing was."""
        chosen = self.form.cleaned_data.get(name)
        return str(getattr(chosen, "slug", chosen) or "")

    @property
    def shows_demonstration(self) -> bool:
        """Whether the demonstration's rows were asked for."""
        region = self.form.cleaned_data.get("region")
        asked = {self.value("status"), self.value("show")}
        return "demonstration" in asked or bool(region and region.is_demonstration)


class RegionFilters(Filters):
    show = django_filters.ChoiceFilter(label="Show", choices=RegionShow, empty_label=None, method="unfiltered")

    class Meta:
        model = Region
        fields: list = []

    def unfiltered(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        return queryset.filter(is_demonstration=self.shows_demonstration)


class AuthorityFilters(Filters):
    name = django_filters.CharFilter(label="Name or code contains", method="named", max_length=200)
    region = django_filters.ModelChoiceFilter(
        label="Region",
        queryset=Region.objects.order_by("is_demonstration", "name"),
        to_field_name="slug",
        empty_label="All regions",
    )
    type = django_filters.ChoiceFilter(label="Type", field_name="kind", choices=AuthorityKind, empty_label="All types")
    status = django_filters.ChoiceFilter(label="Status", choices=LifeStatus, empty_label=None, method="unfiltered")

    class Meta:
        model = Authority
        fields: list = []

    def named(self, queryset, name, value):
        """By name, official name, other names, or a code that it has or had."""
        queryset = queryset.annotate(other_names=Cast("aliases", TextField()))
        names = Q(name__icontains=value) | Q(official_name__icontains=value) | Q(other_names__icontains=value)
        return queryset.filter(names | Q(pk__in=Authority.objects.filter(codes__code__iexact=value).values("pk")))

    def unfiltered(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        return _living(super().filter_queryset(queryset), self, "region__is_demonstration")


class TrustFilters(Filters):
    name = django_filters.CharFilter(label="Name contains", lookup_expr="icontains", max_length=200)
    region = django_filters.ModelChoiceFilter(
        label="Serves or served in",
        queryset=Region.objects.order_by("is_demonstration", "name"),
        to_field_name="slug",
        empty_label="All regions",
        method="in_region",
    )
    status = django_filters.ChoiceFilter(label="Status", choices=LifeStatus, empty_label=None, method="unfiltered")

    class Meta:
        model = Trust
        fields: list = []

    def in_region(self, queryset, name, value):
        return queryset.filter(pk__in=Trust.objects.filter(services__authority__region=value).values("pk"))

    def unfiltered(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        return _living(super().filter_queryset(queryset), self, "is_demonstration")


def _living(queryset, filters: Filters, demonstration: str):
    """Current real rows unless something else is asked for; the demonstration's are never among others."""
    status = filters.value("status")
    queryset = queryset.filter(**{demonstration: filters.shows_demonstration})
    if status in (LifeStatus.ANY, LifeStatus.DEMONSTRATION):
        return queryset
    return queryset.filter(life=status or LifeStatus.CURRENT)
