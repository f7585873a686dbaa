"""Collections, their periods, and the returns of authorities with every edition of their figures (DAT-3 to DAT-6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from datasets.models.definitions import DatasetVersion, Item
from datasets.periods import SLUG, period_of
from datasets.querysets import (
    CollectionPeriodQuerySet,
    CollectionQuerySet,
    OfReturnQuerySet,
    ReturnQuerySet,
    WorkbookMappingQuerySet,
)
from datasets.statuses import (
    Agreement,
    Caveat,
    CollectionKind,
    Marker,
    Origin,
    PeriodStatus,
    RemarkKind,
    ReturnStatus,
)
from regions.models import Authority, Group, Region


class Collection(models.Model):
    """What is collected again and again (or once), from whom, by which dates, and who then sees it (DAT-22, DAT-23)."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=15, choices=CollectionKind, default=CollectionKind.CORE)
    purpose = models.TextField("what it is for", blank=True)
    # Whose team runs it.
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="collections")
    # The version that the next period will use; a period keeps its own.
    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, related_name="collections")
    agreement = models.CharField("who sees published figures", max_length=15, choices=Agreement)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="collections")
    # The calendar, in working days: after the period's last day, then each after the one before (DAT-18).
    due_days = models.PositiveSmallIntegerField("working days until returns are due", default=20)
    query_days = models.PositiveSmallIntegerField("working days for queries", default=5)
    preview_days = models.PositiveSmallIntegerField("working days of preview", default=5)
    ended_on = models.DateField("ended", null=True, blank=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ["region__name", "name"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(agreement="group") & Q(group__isnull=False)) | (~Q(agreement="group") & Q(group=None)),
                name="collection_group_if_agreed_for_one",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("collection_detail", args=[self.slug])

    def trail_scope(self) -> str:
        return self.region.trail_scope()


class CollectionPeriod(models.Model):
    """One period of a collection with its calendar: due, query, preview, publish (DAT-18)."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="periods")
    # Fixed when the period is opened (DAT-1).
    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, related_name="periods")
    # "2025-26-q2", or the name of a single survey.
    slug = models.SlugField(max_length=40)
    starts = models.DateField("first day")
    last_day = models.DateField()
    status = models.CharField(max_length=10, choices=PeriodStatus, default=PeriodStatus.OPEN)
    due_on = models.DateField("returns due")
    queries_until = models.DateField("queries until")
    preview_from = models.DateField("preview from")
    publish_on = models.DateField("published on")
    published_at = models.DateTimeField(null=True, blank=True)
    # Which small numbers were hidden when it was published, so that a revision hides them too (see `small_numbers`).
    protection = models.JSONField(default=dict, blank=True, editable=False)

    objects = CollectionPeriodQuerySet.as_manager()
    trail_digests = ("protection",)

    class Meta:
        ordering = ["-last_day", "collection"]
        verbose_name = "period of a collection"
        verbose_name_plural = "periods of collections"
        constraints = [
            models.UniqueConstraint(fields=["collection", "slug"], name="collection_period_once"),
            models.CheckConstraint(condition=Q(status__in=PeriodStatus.values), name="collection_period_status_known"),
            models.CheckConstraint(condition=Q(last_day__gte=F("starts")), name="collection_period_ends_after_start"),
            models.CheckConstraint(
                condition=Q(due_on__lte=F("queries_until"))
                & Q(queries_until__lte=F("preview_from"))
                & Q(preview_from__lte=F("publish_on")),
                name="collection_period_calendar_in_order",
            ),
        ]
        indexes = [models.Index(fields=["slug"])]

    def __str__(self):
        return f"{self.collection}, {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("period_detail", args=[self.pk])

    def trail_scope(self) -> str:
        return self.collection.trail_scope()

    @property
    def label(self) -> str:
        return str(period_of(self.slug)) if SLUG.fullmatch(self.slug) else self.slug


class Return(models.Model):
    """One authority's figures for one period. What was signed off or published stays while a new edition is made."""

    collection_period = models.ForeignKey(CollectionPeriod, on_delete=models.PROTECT, related_name="returns")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="returns")
    status = models.CharField(max_length=12, choices=ReturnStatus, default=ReturnStatus.EXPECTED)
    # What is being worked on or was submitted; what the director last signed; what everybody entitled sees (DAT-5).
    edition = models.ForeignKey("Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed = models.ForeignKey("Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published = models.ForeignKey("Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # The first day on which it was submitted: "received" (GEN-2 has no "late").
    received_on = models.DateField("received", null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField("signed off", null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField("accepted", null=True, blank=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["authority__name"]
        constraints = [
            models.UniqueConstraint(fields=["collection_period", "authority"], name="return_once"),
            models.CheckConstraint(condition=Q(status__in=ReturnStatus.values), name="return_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=("expected", "withdrawn")) | Q(edition__isnull=False),
                name="return_has_an_edition",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published__isnull=False), name="return_published_has_edition"
            ),
        ]
        indexes = [models.Index(fields=["authority", "status"])]

    def __str__(self):
        return f"{self.authority}, {self.collection_period}"

    def get_absolute_url(self) -> str:
        return reverse("return_detail", args=[self.pk])

    def trail_scope(self) -> str:
        return self.authority.trail_scope()

    @property
    def place(self) -> Authority:
        """The place that it belongs to, for the rules about who acts for whom (ACC-12)."""
        return self.authority


class Edition(models.Model):
    """All figures of a return as they were at one time. An edition that was submitted is never changed (DAT-3)."""

    of_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=10, choices=Origin)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField("file", max_length=200, blank=True)
    file_digest = models.CharField("SHA-256 of the file", max_length=64, blank=True)
    # DAT-20: why a quarter that was published is restated.
    reason = models.TextField("why it was restated", blank=True)

    objects = OfReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["of_return", "number"], name="edition_once")]

    def __str__(self):
        return f"Edition {self.number}"

    def trail_scope(self) -> str:
        return self.of_return.trail_scope()


class Figure(models.Model):
    """One item's number in one edition, or why there is none (DAT-3, DAT-4, DAT-19)."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="figures")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="figures")
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    marker = models.CharField(max_length=5, choices=Marker, blank=True)
    caveat = models.CharField(max_length=15, choices=Caveat, blank=True, default=Caveat.NONE)
    caveat_words = models.CharField("in words", max_length=300, blank=True)

    class Meta:
        ordering = ["item__position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "item"], name="figure_once"),
            models.CheckConstraint(
                condition=(Q(value__isnull=False) & Q(marker="")) | (Q(value__isnull=True) & ~Q(marker="")),
                name="figure_number_or_marker",
            ),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__gte=0), name="figure_not_negative"),
            models.CheckConstraint(condition=Q(caveat="") | ~Q(caveat_words=""), name="figure_caveat_in_words"),
        ]

    def __str__(self):
        return f"{self.item}: {self.marker or self.value}"


class FigureWarning(models.Model):
    """Something unlikely about a figure that needs a reason before sign-off (DAT-5)."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="warnings")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    # Which check raised it: "range", "change", "inconsistent", "exceeds".
    check_name = models.SlugField(max_length=20)
    text = models.CharField(max_length=300)
    reason = models.CharField("why it is right", max_length=500, blank=True)
    reason_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["item__position", "check_name"]
        verbose_name = "warning"
        constraints = [
            models.UniqueConstraint(fields=["edition", "item", "check_name"], name="figure_warning_once"),
        ]

    def __str__(self):
        return self.text

    def trail_scope(self) -> str:
        return self.edition.trail_scope()


class Remark(models.Model):
    """A query, an answer to it, or a comment in the days of preview (DAT-6, DAT-18)."""

    of_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="remarks")
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RemarkKind)
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfReturnQuerySet.as_manager()
    trail_digests = ("text",)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_kind_display()} on {self.of_return}"

    def trail_scope(self) -> str:
        return self.of_return.trail_scope()


class WorkbookMapping(models.Model):
    """Where the items stand in a workbook that a region's authorities already fill in (DAT-16)."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="mappings")
    name = models.CharField(max_length=100)
    # {"item code": {"sheet": "Front door", "cell": "C7"}}
    cells = models.JSONField(default=dict)
    # Cells that say whose figures and which period it is, to refuse somebody else's file; either may be empty.
    authority_cell = models.CharField(max_length=60, blank=True)
    period_cell = models.CharField(max_length=60, blank=True)
    ended_on = models.DateField("no longer used from", null=True, blank=True)

    objects = WorkbookMappingQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["collection", "name"], name="workbook_mapping_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("mapping_detail", args=[self.pk])

    def trail_scope(self) -> str:
        return self.collection.trail_scope()
