"""Memoranda of understanding: what the authorities of a region have agreed to share, and who has signed (BRD-6)."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from regions.models.places import Authority, Region, Trust, ends_after_it_starts
from regions.querysets import MemorandumQuerySet, PartyQuerySet, SignatureQuerySet
from regions.statuses import MemorandumStatus, Schedule
from riia.ui.addresses import address_of

# ACC-18: how long before it ends a signature is warned of.
WARNING_DAYS = 90


def all_schedules() -> list[str]:
    return list(Schedule.values)


class Memorandum(models.Model):
    """One version of a region's memorandum of understanding."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="memoranda")
    title = models.CharField(max_length=200)
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=MemorandumStatus, default=MemorandumStatus.DRAFT)
    starts = models.DateField("in force from")
    expires = models.DateField("to (first day out)", null=True, blank=True)
    grace_days = models.PositiveSmallIntegerField(
        "days of grace", default=30, help_text="How long a signature still counts after it or this version has ended."
    )
    schedules = models.JSONField(default=all_schedules, help_text="What it covers.")
    summary = models.TextField("what is agreed", blank=True)

    objects = MemorandumQuerySet.as_manager()

    class Meta:
        ordering = ["region__name", "-version"]
        verbose_name_plural = "memoranda"
        constraints = [
            models.UniqueConstraint(fields=["region", "version"], name="memorandum_version_once"),
            models.UniqueConstraint(
                fields=["region"], condition=Q(status=MemorandumStatus.IN_FORCE), name="memorandum_one_in_force"
            ),
            models.CheckConstraint(condition=Q(status__in=MemorandumStatus.values), name="memorandum_status_known"),
            ends_after_it_starts("memorandum_ends_after_start", "starts", "expires"),
        ]

    def __str__(self):
        return f"{self.title}, version {self.version}"

    def get_absolute_url(self) -> str:
        return address_of("memorandum_detail", self.pk)

    def trail_scope(self) -> str:
        return self.region.trail_scope()

    @property
    def schedule_labels(self) -> list[str]:
        return [Schedule(one).label for one in self.schedules]


class Party(models.Model):
    """An authority or a trust that is asked to sign. Who signs for a trust is stated (ACC-18)."""

    memorandum = models.ForeignKey(Memorandum, on_delete=models.PROTECT, related_name="parties")
    authority = models.ForeignKey(Authority, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    trust = models.ForeignKey(Trust, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signs_for_it = models.CharField("who signs for it", max_length=200, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(
                condition=Q(authority__isnull=False, trust__isnull=True)
                | Q(authority__isnull=True, trust__isnull=False),
                name="party_authority_or_trust",
            ),
            models.UniqueConstraint(fields=["memorandum", "authority"], name="party_authority_once"),
            models.UniqueConstraint(fields=["memorandum", "trust"], name="party_trust_once"),
        ]

    def __str__(self):
        return str(self.place)

    def trail_scope(self) -> str:
        return self.memorandum.trail_scope()

    @property
    def place(self) -> Authority | Trust:
        place = self.authority or self.trust
        assert place is not None, "the database holds that a party is one of the two"  # noqa: S101
        return place


class Signature(models.Model):
    """That a party has signed: who, in which office, when, for which schedules, and until when."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="signatures")
    signatory = models.CharField("signed by", max_length=200)
    office = models.CharField("in which office", max_length=200)
    signed_on = models.DateField()
    expires = models.DateField("to (first day out)", null=True, blank=True)
    schedules = models.JSONField(default=all_schedules)
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_on", "-pk"]
        constraints = [ends_after_it_starts("signature_ends_after_start", "signed_on", "expires")]

    def __str__(self):
        return f"{self.party}, signed by {self.signatory}"

    def trail_scope(self) -> str:
        return self.party.trail_scope()

    def standing_on(self, on: date) -> str:
        """ "signed", "ending" (within the 90 days' warning), "grace", "lapsed", "withdrawn" or "future" on a day."""
        if self.withdrawn_on and self.withdrawn_on <= on:
            return "withdrawn"
        if self.signed_on > on:
            return "future"
        memorandum = self.party.memorandum
        end = min((day for day in (self.expires, memorandum.expires) if day), default=None)
        if end is None or on < end - timedelta(days=WARNING_DAYS):
            return "signed"
        if on < end:
            return "ending"
        return "grace" if on < end + timedelta(days=memorandum.grace_days) else "lapsed"
