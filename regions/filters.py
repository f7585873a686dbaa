"""What the lists can be filtered by. Every value is a slug; an unknown one is refused by its field."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, TextChoices
from django.db.models.fields import TextField
from django.db.models.functions import Cast
from django.utils.functional import cached_property

from regions.models import (
    Appointment,
    Authority,
    DirectoryImport,
    Group,
    GroupMember,
    InformationRequest,
    Memorandum,
    Person,
    Region,
    Seat,
    Trust,
)
from regions.querysets import covering
from regions.reach import reach_of
from regions.roles import Place, Role
from regions.statuses import AuthorityKind, ImportStatus, InformationRequestStatus, MemorandumStatus
from regions.upkeep import FactKind, in_region, stale_facts
from riia.ui.dates import as_at
from riia.ui.row_lists import RowFilters


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


def asks_for_demonstration(request) -> bool:
    """Whether a list was asked for the demonstration's rows: by its filters, or for one of its regions."""
    return any(request.GET.get(name, "").startswith("demonstration") for name in ("show", "status", "region"))


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


def _region(label: str = "Region", **how: Any) -> django_filters.ModelChoiceFilter:
    """A choice of all regions, the demonstration's last; `how` names another method or control than the field's."""
    regions = Region.objects.order_by("is_demonstration", "name")
    return django_filters.ModelChoiceFilter(
        label=label, queryset=regions, to_field_name="slug", empty_label="All regions", **how
    )


class RegionFilters(Filters):
    # Nobody needs to choose among nine rows, but whoever asks for one by its address gets it.
    region = _region(method="only", widget=forms.HiddenInput)
    show = django_filters.ChoiceFilter(label="Show", choices=RegionShow, empty_label=None, method="unfiltered")

    class Meta:
        model = Region
        fields: list = []

    def unfiltered(self, queryset, name, value):
        return queryset

    def only(self, queryset, name, value):
        return queryset.filter(pk=value.pk)

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).filter(is_demonstration=self.shows_demonstration)


def groups_seen(request):
    """The groups that the reader sees, for a filter; none for the public."""
    return Group.objects.visible_to(request.user).order_by("name")


class AuthorityFilters(Filters):
    name = django_filters.CharFilter(label="Name or code contains", method="named", max_length=200)
    region = _region()
    type = django_filters.ChoiceFilter(label="Type", field_name="kind", choices=AuthorityKind, empty_label="All types")
    group = django_filters.ModelChoiceFilter(
        label="Group", queryset=groups_seen, to_field_name="slug", empty_label="All groups or none", method="in_group"
    )
    status = django_filters.ChoiceFilter(label="Status", choices=LifeStatus, empty_label=None, method="unfiltered")

    class Meta:
        model = Authority
        fields: list = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reach = reach_of(self.request.user)
        if not (reach.member or reach.administrator):
            # There is nothing to choose; what is asked for all the same is refused like any unknown value.
            self.form.fields["group"].widget = forms.HiddenInput()

    def in_group(self, queryset, name, value):
        """Those in the group on the day of the list (DIR-17)."""
        members = GroupMember.objects.filter(covering(as_at(self.request).date), group=value)
        return queryset.filter(pk__in=members.values("authority"))

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
    region = _region("Serves or served in", method="in_region")
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


# --- People, their seats, and memoranda -------------------------------------------------------------------------------


class SeatsHeld(TextChoices):
    """Whom the list of people shows."""

    SOME = "some", "With a seat"
    NONE = "none", "Without a seat"
    ANY = "any", "With or without a seat"


class PersonFilters(Filters):
    """People by what they hold on the day of the list; `on` is read from the query string."""

    name = django_filters.CharFilter(label="Name contains", lookup_expr="icontains", max_length=200)
    region = _region(method="unfiltered")
    role = django_filters.ChoiceFilter(label="Seat", choices=Role, empty_label="All seats", method="unfiltered")
    status = django_filters.ChoiceFilter(
        label="Standing",
        choices=[("confirmed", "Confirmed"), ("stated", "Stated by a source only")],
        empty_label="Confirmed or not",
        method="unfiltered",
    )
    seats = django_filters.ChoiceFilter(label="Show people", choices=SeatsHeld, empty_label=None, method="unfiltered")

    class Meta:
        model = Person
        fields: list = []

    def unfiltered(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        """By name, then by what one and the same appointment of the day is; who has no seat only when asked for."""
        queryset = super().filter_queryset(queryset)
        held = Appointment.objects.visible_to(self.request.user).as_at(as_at(self.request).date)
        chosen = self.form.cleaned_data
        region, narrowed = chosen["region"], held
        if region:
            narrowed = narrowed.filter(in_region(region, "seat__"))
        if self.value("role"):
            narrowed = narrowed.filter(seat__role=self.value("role"))
        if self.value("status"):
            narrowed = narrowed.filter(status=self.value("status"))
        if reach_of(self.request.user).administrator:
            # Others see one side of the directory only.
            queryset = queryset.filter(is_demonstration=bool(region and region.is_demonstration))
        seats = self.value("seats") or SeatsHeld.SOME
        if seats == SeatsHeld.NONE:
            queryset = queryset.filter(~Exists(held.filter(person=OuterRef("pk"))))
        if seats == SeatsHeld.SOME or narrowed is not held:
            queryset = queryset.filter(Exists(narrowed.filter(person=OuterRef("pk"))))
        return queryset


class GroupFilters(Filters):
    name = django_filters.CharFilter(label="Name contains", lookup_expr="icontains", max_length=200)
    region = _region("Authorities of")

    class Meta:
        model = Group
        fields: list = []


class MemorandumFilters(Filters):
    region = _region()
    status = django_filters.ChoiceFilter(label="State", choices=MemorandumStatus, empty_label="All states")

    class Meta:
        model = Memorandum
        fields: list = []


def kept_regions(request):
    """The regions that the reader keeps, for a filter of their work."""
    reach = reach_of(request.user)
    regions = Region.objects.visible_to(request.user).order_by("is_demonstration", "name")
    return regions if reach.administrator else regions.filter(pk__in=reach.keeps)


class InformationRequestFilters(Filters):
    """The register by region and state."""

    region = _region()
    status = django_filters.ChoiceFilter(label="State", choices=InformationRequestStatus, empty_label="All states")

    class Meta:
        model = InformationRequest
        fields: list = []


class WorkFilters(Filters):
    """What keepers look after, by region and kind of place."""

    region = django_filters.ModelChoiceFilter(
        label="Region", queryset=kept_regions, to_field_name="slug", empty_label="All regions", method="in_region"
    )
    kind = django_filters.ChoiceFilter(label="Kind", choices=Place, empty_label="All kinds", method="of_kind")
    # From the work's rows to the seat.
    path = "seat__"

    class Meta:
        model = Appointment
        fields: list = []

    def in_region(self, queryset, name, value):
        return queryset.filter(in_region(value, self.path))

    def of_kind(self, queryset, name, value):
        return queryset.filter(**{f"{self.path}{value}__isnull": False})


class VacantSeatFilters(WorkFilters):
    path = ""

    class Meta:
        model = Seat
        fields: list = []


class StaleFilters(WorkFilters):
    """What nobody has confirmed for long, by region and kind of fact."""

    kind = django_filters.ChoiceFilter(label="Kind", choices=FactKind, empty_label="All kinds", method="unfiltered")

    class Meta:
        model = Region
        fields: list = []

    def unfiltered(self, queryset, name, value):
        return queryset

    in_region = unfiltered

    def filter_queryset(self, queryset):
        return stale_facts(self.request.user, self.form.cleaned_data["region"], self.value("kind"))


class KeptRegionForm(forms.Form):
    """One of the regions that a reader keeps."""

    region = forms.ModelChoiceField(
        label="Region", queryset=Region.objects.none(), to_field_name="slug", required=False, empty_label="All regions"
    )


class DuplicateFilters(RowFilters):
    """Pairs of people of whom one has or had a seat in a region."""

    form_class = KeptRegionForm

    def __init__(self, data, **how):
        super().__init__(data, **how)
        self.form.fields["region"].queryset = kept_regions(self.request)  # type: ignore[attr-defined]

    @cached_property
    def _people(self) -> set[int]:
        seats = in_region(self.form.cleaned_data["region"], "seat__")
        return set(Appointment.objects.visible_to(self.request.user).filter(seats).values_list("person", flat=True))

    def keeps(self, row, chosen):
        return not chosen["region"] or bool(self._people & {row.person.pk, row.other.pk})


class ImportFilters(Filters):
    """Files that were uploaded, by region and what became of them."""

    region = django_filters.ModelChoiceFilter(
        label="Region", queryset=kept_regions, to_field_name="slug", empty_label="All regions"
    )
    status = django_filters.ChoiceFilter(label="State", choices=ImportStatus, empty_label="All states")

    class Meta:
        model = DirectoryImport
        fields: list = []
