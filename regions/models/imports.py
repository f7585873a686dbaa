"""Files of people, seats and appointments that were uploaded, and what became of them (DIR-10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from regions.models.places import Region
from regions.querysets import DirectoryImportQuerySet
from regions.statuses import ImportStatus
from riia.ui.addresses import address_of


class DirectoryImport(models.Model):
    """One uploaded file with its preview. What is confirmed is exactly what was previewed."""

    status = models.CharField(max_length=10, choices=ImportStatus, default=ImportStatus.PREVIEWED)
    # Whose directory it was uploaded for; empty for an administrator's file about several regions.
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="imports")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("uploaded")
    name = models.CharField("file", max_length=200)
    digest = models.CharField("SHA-256 of the file", max_length=64)
    # The rows as they were read, as a list of lists of text: the file itself isn't kept.
    rows = models.JSONField(default=list)
    # Which person a row means where the preview asked: {row number: person number, or 0 for somebody new}.
    answers = models.JSONField(default=dict)
    # {"new": 3, "changed": 1, "unchanged": 40, "warning": 2, "error": 0}
    counts = models.JSONField(default=dict)
    closed_at = models.DateTimeField("confirmed or discarded", null=True, blank=True)

    objects = DirectoryImportQuerySet.as_manager()
    # They hold people's details, which the trail must not keep.
    trail_digests = ("rows",)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ImportStatus.values), name="directory_import_status_known"),
            models.CheckConstraint(
                condition=Q(status="previewed", closed_at__isnull=True)
                | (~Q(status="previewed") & Q(closed_at__isnull=False)),
                name="directory_import_closed_has_time",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("import_detail", self.pk)

    def trail_scope(self) -> str:
        return self.region.trail_scope() if self.region else ""
