"""The register of requests for information about the region's work (ACC-15)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from regions.models.places import Authority, Region
from regions.querysets import InformationRequestQuerySet
from regions.statuses import InformationRequestStatus
from riia.ui.addresses import address_of


class InformationRequest(models.Model):
    """A request under the Freedom of Information Act or another duty: what was asked, whose it is, how it ended.

    Who asked isn't kept here: the public body that answers has that.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="information_requests")
    # Whose material it is about, and whose director is told; empty where it is the alliance's own.
    authority = models.ForeignKey(
        Authority, null=True, blank=True, on_delete=models.PROTECT, related_name="information_requests"
    )
    reference = models.CharField(max_length=60)
    about = models.TextField("what is asked for")
    received_on = models.DateField("received")
    due_on = models.DateField("answer due")
    status = models.CharField(max_length=10, choices=InformationRequestStatus, default=InformationRequestStatus.OPEN)
    closed_on = models.DateField("closed", null=True, blank=True)
    outcome = models.TextField(blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = InformationRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=InformationRequestStatus.values), name="information_request_status_known"
            ),
            models.UniqueConstraint(fields=["region", "reference"], name="information_request_reference_once"),
            models.CheckConstraint(
                condition=Q(status="open", closed_on__isnull=True) | (~Q(status="open") & Q(closed_on__isnull=False)),
                name="information_request_closed_has_day",
            ),
        ]

    def __str__(self):
        return f"Information request {self.reference}"

    def get_absolute_url(self) -> str:
        return address_of("information_request_detail", self.pk)

    def trail_scope(self) -> str:
        return self.region.trail_scope()
