"""Delegation: named tasks that a holder leaves to somebody between two dates (ACC-12)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from regions.models.people import Appointment, Person
from regions.models.places import ends_after_it_starts
from regions.querysets import DelegationQuerySet
from regions.statuses import Task
from riia.ui.addresses import address_of


class Delegation(models.Model):
    """One task of one appointment, done by somebody else from a day to a day ("A for B").

    It hangs on the appointment: when that ends, so does the delegation, the same day (ACC-1).
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegated")
    task = models.CharField(max_length=40, choices=Task)
    starts = models.DateField("from")
    ends = models.DateField("to (first day out)")
    # Ended early: from this day on it gives nothing, whatever its own dates say.
    taken_back_on = models.DateField(null=True, blank=True)
    delegated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(task__in=Task.values), name="delegation_task_known"),
            ends_after_it_starts("delegation_ends_after_start", "starts", "ends"),
        ]

    def __str__(self):
        return f"{self.delegate} for {self.appointment.person}: {self.get_task_display()}"

    def get_absolute_url(self) -> str:
        return address_of("appointment_detail", self.appointment_id)

    def trail_scope(self) -> str:
        return self.appointment.trail_scope()

    def covers(self, on: date) -> bool:
        taken_back = self.taken_back_on is not None and self.taken_back_on <= on
        return self.starts <= on < self.ends and not taken_back and self.appointment.covers(on)
