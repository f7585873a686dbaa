"""Templates and yearly cycles of a region: what is asked, by when, and what has to be agreed (SE-1, SE-2, SE-6)."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from regions.models import Person, Region
from regions.querysets import today
from selfassessment.querysets import AgreedReaderQuerySet, CycleQuerySet, PriorityQuerySet, TemplateQuerySet
from selfassessment.statuses import CycleStatus, InspectionTheme, PriorityStatus, TemplateStatus


class Template(models.Model):
    """Sections and questions. One in use is frozen; the next is drafted from it (SE-6)."""

    # The template that every region can begin with has none.
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="evaluation_templates"
    )
    name = models.CharField(max_length=100)
    status = models.CharField(max_length=10, choices=TemplateStatus, default=TemplateStatus.DRAFT)
    # What the region calls the document: "self-evaluation", "SEF", "self-assessment".
    label = models.CharField("what it is called", max_length=40, default="Self-evaluation")
    # [{"slug", "title", "theme", "guidance", "questions": [...]}], see `plans`.
    content = models.JSONField(default=list)
    # Counts saves, so that an out-of-date one is refused.
    number = models.PositiveIntegerField("times saved", default=1)
    drafted_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="drafts")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = TemplateQuerySet.as_manager()
    trail_digests = ("content",)
    # Which sections changed is told by the parts of it.
    history_leaves_out = ("content", "number")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=TemplateStatus.values), name="template_status_known"),
            models.UniqueConstraint(fields=["region", "name"], name="template_name_once"),
            models.UniqueConstraint(fields=["name"], condition=Q(region=None), name="template_shipped_name_once"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("template_detail", args=[self.pk])

    def trail_scope(self) -> str:
        return self.region.trail_scope() if self.region else ""

    def trail_parts(self) -> dict[str, object]:
        places = {f"Section “{one['title']}”": one for one in self.content}
        return {**places, "Order of the sections": list(places)}


class Cycle(models.Model):
    """One year's self-evaluations in a region, with its dates and what it requires (GEN-1)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="cycles")
    name = models.CharField("year", max_length=20, help_text="For instance 2026-27.")
    status = models.CharField(max_length=10, choices=CycleStatus, default=CycleStatus.PLANNED)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="cycles")
    opens_on = models.DateField("writing begins")
    closes_on = models.DateField("closing date")
    release_on = models.DateField("opened to the region on")
    moderate_by = models.DateField("judgements by")
    feedback_by = models.DateField("feedback by")
    # P: a region may require one of the two only (SE-2).
    chief_executive_approves = models.BooleanField("the chief executive approves", default=True)
    lead_member_approves = models.BooleanField("the lead member approves", default=True)
    # SE-14: a named officer may record an approver's decision with its evidence.
    decisions_recorded = models.BooleanField("an officer may record decisions", default=False)
    # SE-18: the yearly conversation with the inspectorate is kept here.
    conversations = models.BooleanField("the annual conversation is kept here", default=True)
    # SE-20: who has not released may not read.
    release_first = models.BooleanField("own release before reading others'", default=False)
    # SE-17: days on which no councillor is chased (NOT-1).
    election_from = models.DateField("pre-election period from", null=True, blank=True)
    election_until = models.DateField("until (first day after)", null=True, blank=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "region__name"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=CycleStatus.values), name="cycle_status_known"),
            models.UniqueConstraint(fields=["region", "name"], name="cycle_once_a_year"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on"))
                & Q(closes_on__lte=F("release_on"))
                & Q(release_on__lte=F("moderate_by"))
                & Q(moderate_by__lte=F("feedback_by")),
                name="cycle_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(chief_executive_approves=True) | Q(lead_member_approves=True),
                name="cycle_somebody_approves",
            ),
        ]

    def __str__(self):
        return f"{self.template.label} {self.name}, {self.region}"

    def get_absolute_url(self) -> str:
        return reverse("cycle_detail", args=[self.pk])

    def trail_scope(self) -> str:
        return self.region.trail_scope()


class AgreedReader(models.Model):
    """An LGA representative who reads a region's released texts of one cycle between dates (SE-5, ACC-14)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="agreed_readers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField("from")
    ends = models.DateField("until (first day out)")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AgreedReaderQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "person__name"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="agreed_reader_ends_after_start"),
            models.UniqueConstraint(fields=["cycle", "person", "starts"], name="agreed_reader_once"),
        ]

    def __str__(self):
        return f"{self.person}, {self.cycle}"

    @property
    def last_day(self) -> date:
        """The last day on which they read."""
        return self.ends - timedelta(days=1)

    @property
    def over(self) -> bool:
        return self.ends <= today()

    def trail_scope(self) -> str:
        return self.cycle.trail_scope()


class Priority(models.Model):
    """What the year's self-evaluations together suggest that the region works on; it names no authority (MOD-6)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="priorities")
    title = models.CharField(max_length=150)
    text = models.TextField("why, and what would be done", blank=True)
    theme = models.CharField(max_length=20, choices=InspectionTheme)
    status = models.CharField(max_length=10, choices=PriorityStatus, default=PriorityStatus.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PriorityQuerySet.as_manager()
    # What is only proposed is the team's alone, so its words are not in the trail of the region.
    trail_digests = ("title", "text")

    class Meta:
        ordering = ["cycle", "pk"]
        verbose_name_plural = "priorities"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=PriorityStatus.values), name="priority_status_known")
        ]

    def __str__(self):
        return f"Priority {self.pk}, {self.cycle}"

    def get_absolute_url(self) -> str:
        return reverse("cycle_summary", args=[self.cycle_id])

    def trail_scope(self) -> str:
        return self.cycle.trail_scope()
