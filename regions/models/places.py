"""Regions, authorities and children's trusts: the places of the directory."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from regions.models.facts import Fact
from regions.querysets import AuthorityQuerySet, RegionQuerySet, TrustQuerySet, TrustServiceQuerySet, today
from regions.statuses import AuthorityKind, CodeScheme, Precision
from riia.ui.addresses import address_of


def ends_after_it_starts(name: str, start: str, end: str) -> models.CheckConstraint:
    """The database's word that an interval [start, end) isn't empty or backwards."""
    return models.CheckConstraint(
        condition=Q(**{f"{start}__isnull": True}) | Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": F(start)}),
        name=name,
        violation_error_message="The end must be after the start.",
    )


class Region(Fact):
    """One of the nine regions and its alliance; the demonstration's are marked and counted nowhere."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=100, unique=True)
    alliance_name = models.CharField("name of the alliance", max_length=200, blank=True)
    aliases = models.JSONField("other names", default=list, blank=True)
    went_live = models.DateField(null=True, blank=True)
    website = models.URLField(blank=True)
    website_as_stated = models.CharField(max_length=200, blank=True)
    mailbox = models.EmailField("shared mailbox", blank=True)
    note = models.TextField(blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("region_detail", self.slug)

    def trail_scope(self) -> str:
        return f"region:{self.slug}"


class Authority(Fact):
    """A council with children's services, from its first day to its last (DIR-3)."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=100)
    official_name = models.CharField(max_length=200)
    kind = models.CharField("type", max_length=20, choices=AuthorityKind)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="authorities")
    active_from = models.DateField("first day", null=True, blank=True, help_text="Empty: before 2009.")
    active_to = models.DateField("first day without it", null=True, blank=True)
    aliases = models.JSONField("other names", default=list, blank=True)
    population_0_17 = models.PositiveIntegerField("children aged 0 to 17", null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    latitude = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    longitude = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    hex_q = models.SmallIntegerField("column on the map", null=True, blank=True)
    hex_r = models.SmallIntegerField("row on the map", null=True, blank=True)
    note = models.TextField(blank=True)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "authorities"
        constraints = [ends_after_it_starts("authority_ends_after_start", "active_from", "active_to")]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("authority_detail", self.slug)

    def trail_scope(self) -> str:
        return f"authority:{self.slug}"

    def exists_on(self, on: date) -> bool:
        return (self.active_from is None or self.active_from <= on) and (self.active_to is None or self.active_to > on)

    def life_on(self, on: date) -> str:
        """Whether it is current, planned or ended on a day, as a slug for filters and words."""
        if self.active_from and self.active_from > on:
            return "planned"
        return "ended" if self.active_to and self.active_to <= on else "current"


class AuthorityCode(models.Model):
    """A code that an authority has or had. A new code is not a new authority (DIR-3)."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="codes")
    scheme = models.CharField(max_length=5, choices=CodeScheme)
    code = models.CharField(max_length=12)
    valid_from = models.DateField("from", null=True, blank=True)
    valid_to = models.DateField("to (first day out)", null=True, blank=True)

    class Meta:
        ordering = ["scheme", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code", "authority"], name="authority_code_unique"),
            ends_after_it_starts("authority_code_ends_after_start", "valid_from", "valid_to"),
        ]

    def __str__(self):
        return self.code

    def trail_scope(self) -> str:
        return self.authority.trail_scope()


class Succession(Fact):
    """One authority, or part of it, becoming (part of) another on a day (DIR-3)."""

    predecessor = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="origins")
    on = models.DateField("from")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_of_two"),
        ]

    def __str__(self):
        return f"{self.predecessor} to {self.successor}"

    def trail_scope(self) -> str:
        return self.successor.trail_scope()


class Trust(Fact):
    """An organisation that runs children's services for one or more authorities; never itself an authority (DIR-8)."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=100, blank=True)
    aliases = models.JSONField("other names", default=list, blank=True)
    website = models.URLField(blank=True)
    mailbox = models.EmailField("shared mailbox", blank=True)
    note = models.TextField(blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = TrustQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("trust_detail", self.slug)

    def trail_scope(self) -> str:
        return f"trust:{self.slug}"


class TrustService(Fact):
    """That a trust serves an authority, from a day to a day (DIR-8)."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="services")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="trust_services")
    starts = models.DateField("from")
    starts_precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    ends = models.DateField("to (first day out)", null=True, blank=True)
    ends_precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    scope = models.CharField("what it runs", max_length=200, blank=True)
    note = models.TextField(blank=True)

    objects = TrustServiceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts"]
        constraints = [
            models.UniqueConstraint(fields=["trust", "authority", "starts"], name="trust_service_once"),
            ends_after_it_starts("trust_service_ends_after_start", "starts", "ends"),
        ]

    def __str__(self):
        return f"{self.trust} for {self.authority}"

    def trail_scope(self) -> str:
        return self.trust.trail_scope()

    @property
    def is_current(self) -> bool:
        return self.serves_on(today())

    def serves_on(self, on: date) -> bool:
        return self.starts <= on and (self.ends is None or self.ends > on)
