"""Groups of authorities: a sub-region, or a club across regions (DIR-17)."""

from datetime import date

from django.db import models
from django.db.models import Q

from regions.models.places import Authority, Region, ends_after_it_starts
from regions.querysets import GroupMemberQuerySet, GroupQuerySet
from riia.ui.addresses import address_of


class Group(models.Model):
    """A named set of authorities whose members have dates. It serves as filter, comparator, audience and round."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=100, unique=True)
    # Its team keeps the group; a group without a region goes across regions, and administrators keep it (DIR-16).
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="groups")
    note = models.TextField("what it is for", blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "group of authorities"
        verbose_name_plural = "groups of authorities"

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("group_detail", self.slug)

    def trail_scope(self) -> str:
        return f"group:{self.slug}"


class GroupMember(models.Model):
    """That an authority belongs to a group, from a day to a day."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="groups")
    starts = models.DateField("from")
    ends = models.DateField("to (first day out)", null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        ordering = ["authority__name", "starts"]
        verbose_name = "member of a group"
        verbose_name_plural = "members of groups"
        constraints = [
            ends_after_it_starts("group_member_ends_after_start", "starts", "ends"),
            models.UniqueConstraint(
                fields=["group", "authority"], condition=Q(ends__isnull=True), name="group_member_once_at_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.authority} in {self.group}"

    def trail_scope(self) -> str:
        return self.group.trail_scope()

    def covers(self, on: date) -> bool:
        return self.starts <= on and (self.ends is None or self.ends > on)
