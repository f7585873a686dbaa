"""What is counted and what is made of it: items, indicators, and the versions that fix them (DAT-1, DAT-2)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from datasets.querysets import DatasetVersionQuerySet, IndicatorQuerySet
from datasets.statuses import (
    Basis,
    ColourRule,
    Confidence,
    Frequency,
    ItemKind,
    Polarity,
    Scaling,
    SmallNumbers,
    Theme,
    VersionStatus,
)
from regions.models import Region


class Indicator(models.Model):
    """An entry of the catalogue: what its published series means. How a version derives it is its `Definition`."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    theme = models.CharField(max_length=20, choices=Theme)
    position = models.PositiveSmallIntegerField(default=0)
    # "percent", "rate per 10,000", "count", "ratio", "days"
    unit = models.CharField(max_length=30)
    numerator_definition = models.TextField("what is counted")
    denominator_definition = models.TextField("out of what", blank=True)
    denominator_population = models.CharField("population", max_length=60, blank=True)
    multiplier = models.PositiveIntegerField(default=1)
    polarity = models.CharField(max_length=15, choices=Polarity)
    frequency = models.CharField(max_length=10, choices=Frequency)
    basis = models.CharField("counts", max_length=15, choices=Basis)
    confidence = models.CharField("interval", max_length=10, choices=Confidence, default=Confidence.NONE)
    colour_rule = models.CharField(max_length=10, choices=ColourRule, default=ColourRule.QUARTILE)
    decimals = models.PositiveSmallIntegerField(default=1)
    source_return = models.CharField("comes from", max_length=200, blank=True)
    # The wording of today's national quarterly collection; empty if it isn't one of its measures.
    core_measure = models.CharField("measure of the national quarterly collection", max_length=100, blank=True)
    # DAT-10: looks back at earlier events, so a new authority's first year is too low.
    looks_back = models.BooleanField("looks back at earlier events", default=False)
    # Events can outnumber their denominator: contacts, suspensions, take-up.
    may_exceed = models.BooleanField("can pass 100%", default=False)
    sensitive = models.BooleanField("small numbers hidden inside the region too", default=False)
    is_published = models.BooleanField("has published values", default=False)
    note = models.TextField(blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicator_detail", args=[self.code])

    def trail_scope(self) -> str:
        return f"indicator:{self.code}"


class DatasetVersion(models.Model):
    """A fixed set of items and indicators. One in use is never edited; the next is drafted from it (DAT-1)."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    # Empty: the national version that the portal ships.
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="dataset_versions")
    status = models.CharField(max_length=10, choices=VersionStatus, default=VersionStatus.DRAFT)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors")
    used_from = models.DateField("in use from", null=True, blank=True)
    note = models.TextField("what is new in it", blank=True)
    # What a draft will hold: {"items": [...], "definitions": [...]}, see `datasets.plans`. Bringing it into use makes
    # rows of it; they are never changed after (DAT-1).
    plan = models.JSONField(default=dict, blank=True)

    objects = DatasetVersionQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = "version of the dataset"
        verbose_name_plural = "versions of the dataset"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=VersionStatus.values), name="dataset_version_status_known"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(used_from__isnull=False), name="dataset_version_in_use_has_date"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("version_detail", args=[self.slug])

    def trail_scope(self) -> str:
        return self.region.trail_scope() if self.region else "dataset"


class Item(models.Model):
    """One named count (or full-time equivalents, or days) that authorities submit (DAT-2)."""

    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, related_name="items")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    definition = models.TextField("what to count")
    kind = models.CharField(max_length=10, choices=ItemKind, default=ItemKind.COUNT)
    basis = models.CharField("counts", max_length=15, choices=Basis)
    theme = models.CharField(max_length=20, choices=Theme)
    position = models.PositiveSmallIntegerField(default=0)
    required = models.BooleanField(default=True)
    # Codes of the item that it is part of: it can't be larger.
    part_of = models.SlugField(max_length=60, blank=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="item_once_in_version")]

    def __str__(self):
        return self.name

    def trail_scope(self) -> str:
        return self.version.trail_scope()


class Definition(models.Model):
    """How a version derives an indicator from items: numerator / denominator x multiplier (DAT-2)."""

    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, related_name="definitions")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="definitions")
    # Codes of items, added up.
    numerator = models.JSONField(default=list)
    # Codes of items, added up; empty for a count. "population" in `denominator_population` takes their place.
    denominator = models.JSONField(default=list, blank=True)
    per_population = models.BooleanField("per child aged 0 to 17", default=False)
    multiplier = models.PositiveIntegerField(default=1)
    polarity = models.CharField(max_length=15, choices=Polarity)
    confidence = models.CharField("interval", max_length=10, choices=Confidence, default=Confidence.NONE)
    colour_rule = models.CharField(max_length=10, choices=ColourRule, default=ColourRule.QUARTILE)
    scaling = models.CharField(max_length=15, choices=Scaling, default=Scaling.AS_IS)
    small_numbers = models.CharField(max_length=10, choices=SmallNumbers, default=SmallNumbers.OUTSIDE)
    decimals = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "indicator"], name="definition_once_in_version")]

    def __str__(self):
        return f"{self.indicator} in {self.version}"

    def trail_scope(self) -> str:
        return self.version.trail_scope()
