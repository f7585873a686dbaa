"""Declared interests, and waivers of conflicts: see `regions.conflicts`."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from regions.models.people import Person
from regions.models.places import Authority, ends_after_it_starts
from regions.querysets import InterestQuerySet, WaiverQuerySet
from regions.statuses import InterestKind
from riia.ui.addresses import address_of


class Interest(models.Model):
    """What a person declares about themselves and an authority, beyond the seats that the directory knows."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="interests")
    kind = models.CharField(max_length=20, choices=InterestKind)
    starts = models.DateField("from")
    ends = models.DateField("to (first day out)", null=True, blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=InterestKind.values), name="interest_kind_known"),
            ends_after_it_starts("interest_ends_after_start", "starts", "ends"),
        ]

    def __str__(self):
        return f"{self.person} and {self.authority}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return address_of("person_detail", self.person_id)

    def trail_scope(self) -> str:
        return self.person.trail_scope()


class Waiver(models.Model):
    """That a conflict of a person with an authority is known and accepted for a time, by whom and why."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="waivers")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="waivers")
    starts = models.DateField("from")
    ends = models.DateField("to (first day out)")
    why = models.TextField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-pk"]
        constraints = [ends_after_it_starts("waiver_ends_after_start", "starts", "ends")]

    def __str__(self):
        return f"{self.person} and {self.authority}"

    def get_absolute_url(self) -> str:
        return address_of("person_detail", self.person_id)

    def trail_scope(self) -> str:
        return self.person.trail_scope()

    def covers(self, on: date) -> bool:
        return self.starts <= on < self.ends
