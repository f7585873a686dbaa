"""The six-monthly report of a region, drafted from the figures and edited by people (DAT-14)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from datasets.models.collecting import CollectionPeriod
from datasets.querysets import RegionalReportQuerySet
from datasets.statuses import ReportStatus
from regions.models import Region


class RegionalReport(models.Model):
    """What the figures of a region say, in words that people stand behind."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=ReportStatus, default=ReportStatus.DRAFT)
    # The last of the two quarters that it is about.
    collection_period = models.ForeignKey(CollectionPeriod, on_delete=models.PROTECT, related_name="reports")
    # [{"heading": "...", "text": "...", "indicators": ["code", ...]}], the text in Markdown
    sections = models.JSONField(default=list)
    # The figures as they were when it was drafted, so that the report doesn't move when a quarter is restated (DAT-20).
    figures = models.JSONField(default=dict)
    # Counts saves, so that an out-of-date one is refused.
    revision = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField("made final", null=True, blank=True)

    objects = RegionalReportQuerySet.as_manager()
    trail_digests = ("sections", "figures")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ReportStatus.values), name="regional_report_status_known"),
            models.CheckConstraint(
                condition=Q(status="draft", finished_at__isnull=True) | Q(status="final", finished_at__isnull=False),
                name="regional_report_final_has_time",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("report_detail", args=[self.pk])

    def trail_scope(self) -> str:
        return self.region.trail_scope()
