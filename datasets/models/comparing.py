"""Values to compare: the annual ones that are published, and those derived from returns, never in one series (DAT-15).

Bands, ranks and trends are worked out when figures are published, not when a page is read.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from datasets.models.collecting import CollectionPeriod, Edition
from datasets.models.definitions import Indicator
from datasets.querysets import (
    AreaValueQuerySet,
    DataExportQuerySet,
    FigureNoteQuerySet,
    InYearValueQuerySet,
    PublishedQuerySet,
)
from datasets.statuses import Caveat, Marker, PublishedFile, Recipient, Series, Trend
from regions.models import Authority, Region


class PublishedImport(models.Model):
    """A file of published values or neighbours that was read, and what was left out of it and why."""

    kind = models.CharField(max_length=10, choices=PublishedFile)
    name = models.CharField("file", max_length=200)
    digest = models.CharField("SHA-256 of the file", max_length=64)
    at = models.DateTimeField("imported")
    # {"added": 1, "changed": 2, "unchanged": 3, "left out": 4}
    counts = models.JSONField(default=dict)
    # [{"reason": "...", "rows": 84, "examples": ["row 7: ..."]}]
    left_out = models.JSONField(default=list)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.name


class Reading(models.Model):
    """A value of an authority with everything a page shows beside it."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    marker = models.CharField(max_length=5, choices=Marker, blank=True)
    # 95 % limits on the scale of the value.
    lower = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    band = models.CharField(max_length=1, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    # How many were ranked or banded together.
    ranked = models.PositiveSmallIntegerField(null=True, blank=True)
    # Standard deviations from the mean of those compared.
    z = models.FloatField(null=True, blank=True)
    trend = models.CharField(max_length=10, choices=Trend, blank=True)
    # Values of `Flag`: why it is a figure to look at (DAT-13).
    flags = models.JSONField(default=list, blank=True)
    # DAT-10: first year of a new authority in a measure that looks back: shown, not coloured.
    is_first_year = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.authority}, {self.indicator}: {self.marker or self.value}"


class PublishedValue(Reading):
    """An annual value as its publisher gives it, markers kept."""

    period_end = models.DateField()
    # The label of the publisher, such as "2024-25"; sort and join on `period_end`.
    period_label = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField("ends in")
    source = models.CharField(max_length=60)
    # Two authorities gave one return and the publisher repeats its value for both: a total counts it once.
    joint_with = models.ForeignKey(Authority, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    came_with = models.ForeignKey(PublishedImport, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PublishedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period_end", "authority"], name="published_value_once"),
        ]
        indexes = [
            models.Index(fields=["year", "indicator"]),
            models.Index(fields=["authority", "indicator", "period_end"]),
        ]


class InYearValue(Reading):
    """A value derived from an edition of a return. Every published edition keeps its own (DAT-20)."""

    collection_period = models.ForeignKey(CollectionPeriod, on_delete=models.PROTECT, related_name="values")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="values")
    # Whether it is the one to show: the newest that was worked out for its return.
    is_current = models.BooleanField(default=True)
    is_revised = models.BooleanField("revised after publication", default=False)
    caveat = models.CharField(max_length=15, choices=Caveat, blank=True, default=Caveat.NONE)
    caveat_words = models.CharField(max_length=300, blank=True)
    # DAT-21: which population, of which year, from where.
    denominator_source = models.CharField(max_length=120, blank=True)
    # DAT-11: hidden inside its region, and outside it; empty: not worked out yet, and so hidden outside.
    hidden_inside = models.BooleanField(default=False)
    hidden_outside = models.BooleanField(null=True, default=None)
    # Its band and place would tell of the hidden ones beside it.
    unplaced_inside = models.BooleanField(default=False)
    unplaced_outside = models.BooleanField(null=True, default=None)

    objects = InYearValueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "indicator"], name="in_year_value_once_in_edition"),
            models.UniqueConstraint(
                fields=["collection_period", "indicator", "authority"],
                condition=Q(is_current=True),
                name="in_year_value_one_current",
            ),
        ]
        indexes = [models.Index(fields=["authority", "indicator"])]


class AreaValue(models.Model):
    """A region's or England's value, pooled from counts, with who is in it (DAT-4, DAT-7)."""

    # Empty: England.
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=10, choices=Series)
    period_end = models.DateField()
    year = models.PositiveSmallIntegerField("ends in")
    # In-year values of a region belong to a period of its collection; England's are pooled from those of all regions.
    collection_period = models.ForeignKey(
        CollectionPeriod, null=True, blank=True, on_delete=models.PROTECT, related_name="area_values"
    )
    # Empty: not available, `why_not` says why.
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    used = models.PositiveSmallIntegerField("authorities used", default=0)
    expected = models.PositiveSmallIntegerField("authorities expected", default=0)
    # Slugs of authorities.
    left_out = models.JSONField(default=list)
    # Share of the area's children aged 0 to 17, in per cent.
    cover = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    why_not = models.CharField("why not available", max_length=200, blank=True)
    # DAT-11: withheld inside the region, and outside it; empty: not worked out yet, and so withheld. Never annual ones.
    hidden_inside = models.BooleanField(default=False)
    hidden_outside = models.BooleanField(null=True, default=None)

    objects = AreaValueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(series="annual", collection_period=None)
                | Q(series="in-year", collection_period__isnull=False, region__isnull=False)
                | Q(series="in-year", collection_period=None, region=None),
                name="area_value_of_one_series",
            ),
            models.UniqueConstraint(
                fields=["indicator", "period_end", "region"],
                condition=Q(series="annual", region__isnull=False),
                name="area_value_annual_of_region_once",
            ),
            models.UniqueConstraint(
                fields=["series", "indicator", "period_end"],
                condition=Q(region=None),
                name="area_value_of_england_once",
            ),
            models.UniqueConstraint(
                fields=["collection_period", "indicator", "region"],
                condition=Q(collection_period__isnull=False),
                name="area_value_in_year_of_region_once",
            ),
        ]
        indexes = [models.Index(fields=["series", "year", "region"])]

    def __str__(self):
        return f"{self.region or 'England'}, {self.indicator}: {self.value}"


class NeighbourSet(models.Model):
    """A dated set of ten statistical neighbours for each authority (DAT-7)."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    dated = models.DateField()
    # The newest set of real authorities, or the demonstration's own.
    is_demonstration = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["-dated"]
        verbose_name = "set of statistical neighbours"
        verbose_name_plural = "sets of statistical neighbours"

    def __str__(self):
        return self.name


class Neighbour(models.Model):
    """That one authority is another's statistical neighbour in a set; 1 is the closest."""

    neighbour_set = models.ForeignKey(NeighbourSet, on_delete=models.PROTECT, related_name="neighbours")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="neighbours")
    rank = models.PositiveSmallIntegerField()
    neighbour = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    closeness = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ["neighbour_set", "authority", "rank"]
        verbose_name = "statistical neighbour"
        constraints = [
            models.UniqueConstraint(fields=["neighbour_set", "authority", "rank"], name="neighbour_rank_once"),
            models.UniqueConstraint(fields=["neighbour_set", "authority", "neighbour"], name="neighbour_once"),
        ]

    def __str__(self):
        return f"{self.neighbour}, {self.rank} of {self.authority}"


class Population(models.Model):
    """Children aged 0 to 17 of an authority in mid-year: the denominator that the portal supplies (DAT-21)."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="populations")
    year = models.PositiveSmallIntegerField("mid-year")
    value = models.PositiveIntegerField()
    source = models.CharField(max_length=100)
    # Which edition of the estimates: a rebased series is another vintage, never an update.
    vintage = models.CharField(max_length=60)

    class Meta:
        ordering = ["authority", "-year"]
        constraints = [models.UniqueConstraint(fields=["authority", "year", "vintage"], name="population_once")]

    def __str__(self):
        return f"{self.authority}, mid-{self.year}: {self.value:,}"


class FigureNote(models.Model):
    """Words that a reader puts to a figure to look at (DAT-13)."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    # "2025" or "2025-26-q2"
    period = models.CharField(max_length=12)
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = FigureNoteQuerySet.as_manager()
    trail_digests = ("text",)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "note on a figure"
        verbose_name_plural = "notes on figures"

    def __str__(self):
        return f"Note on {self.indicator}, {self.authority}"

    def trail_scope(self) -> str:
        return self.authority.trail_scope()


class DataExport(models.Model):
    """In-year figures that left the portal: which period, to whom, by whom, and exactly which rows (DAT-12, DAT-20)."""

    collection_period = models.ForeignKey(CollectionPeriod, on_delete=models.PROTECT, related_name="exports")
    recipient = models.CharField("went to", max_length=10, choices=Recipient)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    digest = models.CharField("SHA-256 of the content", max_length=64)
    # What was sent to the LGA and the DfE, so that they can look at it again (ACC-14); empty for members' downloads.
    content = models.JSONField(default=list)

    objects = DataExportQuerySet.as_manager()
    trail_digests = ("content",)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "export of figures"
        verbose_name_plural = "exports of figures"

    def __str__(self):
        return f"{self.collection_period} to {self.get_recipient_display()}"

    def get_absolute_url(self) -> str:
        return reverse("export_detail", args=[self.pk])

    def trail_scope(self) -> str:
        return self.collection_period.trail_scope()
