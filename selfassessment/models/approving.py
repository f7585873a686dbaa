"""Approvals of exact texts, pauses, the yearly conversation and dated addenda (SE-2, SE-4, SE-14 to SE-19)."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from regions.models import Person
from selfassessment.models.writing import Revision, SelfEvaluation
from selfassessment.querysets import (
    AddendumQuerySet,
    OfEvaluationQuerySet,
    OfRevisionQuerySet,
    OfRevisionTextQuerySet,
    PauseQuerySet,
)
from selfassessment.statuses import (
    AddendumStatus,
    ApprovalStatus,
    Capacity,
    ConversationStatus,
    EvaluationStatus,
    Office,
    PauseReason,
)


class Approval(models.Model):
    """One office's answer to one revision. What is given in office stands for that text (SE-4, SE-15)."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="approvals")
    office = models.CharField(max_length=15, choices=Office)
    status = models.CharField(max_length=10, choices=ApprovalStatus)
    capacity = models.CharField(max_length=10, choices=Capacity, default=Capacity.HOLDER)
    # Who decided, as they were that day; a stand-in need not have an account (the leader of the council has no seat).
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    title = models.CharField("office, as it is called there", max_length=200)
    decided_on = models.DateField()
    words = models.TextField("what they said", blank=True)
    # Why somebody stands in, or what shows a decision that an officer recorded.
    evidence = models.TextField(blank=True)
    entered_at = models.DateTimeField()
    # Who pressed the button: the approver, or the officer who records.
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("overtaken or repudiated", null=True, blank=True)

    objects = OfRevisionQuerySet.as_manager()
    trail_digests = ("words", "evidence")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ApprovalStatus.values), name="approval_status_known"),
            models.UniqueConstraint(
                fields=["revision", "office"], condition=Q(status="given"), name="approval_one_an_office"
            ),
            # SE-2: one person cannot give both.
            models.UniqueConstraint(
                fields=["revision", "person"],
                condition=Q(status="given", person__isnull=False),
                name="approval_one_a_person",
            ),
        ]

    def __str__(self):
        return f"{self.get_office_display()}, {self.revision}"

    def get_absolute_url(self) -> str:
        return self.evaluation.get_absolute_url()

    def trail_scope(self) -> str:
        return self.revision.trail_scope()

    @property
    def evaluation(self) -> SelfEvaluation:
        """What is locked before an answer changes."""
        return self.revision.evaluation


class OfficeMember(models.Model):
    """Somebody in an approver's office: gets a copy of what is asked, prints it, comments, and where the region allows
    records the decision (SE-14)."""

    evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.PROTECT, related_name="office_members")
    office = models.CharField(max_length=15, choices=Office)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfEvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation", "office", "person__name"]
        verbose_name = "officer of an approver"
        verbose_name_plural = "officers of approvers"
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "office", "person"], condition=Q(ended_at=None), name="office_member_once"
            )
        ]

    def __str__(self):
        return f"{self.person}, for the {self.get_office_display().lower()}"

    def get_absolute_url(self) -> str:
        return self.evaluation.get_absolute_url()

    def trail_scope(self) -> str:
        return self.evaluation.trail_scope()


class OfficeComment(models.Model):
    """What an approver's office says of a revision without deciding anything (SE-14)."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="comments")
    office = models.CharField(max_length=15, choices=Office)
    words = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfRevisionTextQuerySet.as_manager()
    trail_digests = ("words",)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "comment of an approver’s office"
        verbose_name_plural = "comments of approvers’ offices"

    def __str__(self):
        return f"Comment, {self.revision}"

    def trail_scope(self) -> str:
        return self.revision.trail_scope()


class Reopening(models.Model):
    """Why a frozen text was opened again or taken back from the region, in words that the trail does not hold."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="reopenings")
    # Where it stood until then.
    status_before = models.CharField(max_length=10, choices=EvaluationStatus)
    words = models.TextField("why")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfRevisionTextQuerySet.as_manager()
    trail_digests = ("words",)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.revision} opened again"

    def trail_scope(self) -> str:
        return self.revision.trail_scope()


class Addendum(models.Model):
    """A later event beside a released text; a changed judgement needs the same approvals (SE-19)."""

    evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.PROTECT, related_name="addenda")
    happened_on = models.DateField("day of the event")
    title = models.CharField(max_length=150)
    text = models.TextField()
    # Which judgement changes and to what, if one does.
    section = models.SlugField(max_length=60, blank=True)
    question = models.SlugField(max_length=60, blank=True)
    judgement = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, choices=AddendumStatus, default=AddendumStatus.DRAFT)
    # {office: {"name", "title", "on", "user"}} of who approved a changed judgement.
    approved = models.JSONField(default=dict, blank=True)
    # What an approver said who did not.
    returned_with = models.TextField("returned with", blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("added", null=True, blank=True)

    objects = AddendumQuerySet.as_manager()
    trail_digests = ("title", "text", "judgement", "returned_with")

    class Meta:
        ordering = ["evaluation", "happened_on", "pk"]
        verbose_name_plural = "addenda"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=AddendumStatus.values), name="addendum_status_known"),
            models.CheckConstraint(
                condition=~Q(status="added") | Q(added_at__isnull=False), name="addendum_added_has_time"
            ),
        ]

    def __str__(self):
        return f"Addendum to {self.evaluation}"

    def get_absolute_url(self) -> str:
        return reverse("addendum_detail", args=[self.pk])

    def trail_scope(self) -> str:
        return self.evaluation.trail_scope()


class Pause(models.Model):
    """Days on which this authority's clocks stand still; others see that dates changed (SE-17, GEN-3)."""

    evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.PROTECT, related_name="pauses")
    starts = models.DateField("from")
    # Open-ended until the director ends it.
    ends = models.DateField("until (first day after)", null=True, blank=True)
    reason = models.CharField(max_length=10, choices=PauseReason)
    words = models.CharField("in words, for the region's team", max_length=300, blank=True)
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PauseQuerySet.as_manager()
    trail_digests = ("words",)

    class Meta:
        ordering = ["evaluation", "starts"]
        constraints = [
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gt=F("starts")), name="pause_ends_after_start"),
            models.UniqueConstraint(fields=["evaluation"], condition=Q(ends=None), name="pause_one_open"),
        ]

    def __str__(self):
        return f"Pause of {self.evaluation}"

    @property
    def last_day(self) -> date | None:
        return self.ends - timedelta(days=1) if self.ends else None

    def trail_scope(self) -> str:
        return self.evaluation.trail_scope()


class Conversation(models.Model):
    """The annual conversation with the inspectorate: its date, pack, notes and actions (SE-18)."""

    evaluation = models.OneToOneField(SelfEvaluation, on_delete=models.PROTECT, related_name="conversation")
    status = models.CharField(max_length=10, choices=ConversationStatus, default=ConversationStatus.PLANNED)
    held_on = models.DateField("date")
    # [{"title", "url"}]
    pack = models.JSONField(default=list, blank=True)
    notes = models.TextField(blank=True)
    # [{"action", "owner", "due": in words, "done": yes or no}]
    actions = models.JSONField(default=list, blank=True)
    number = models.PositiveIntegerField("times saved", default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfEvaluationQuerySet.as_manager()
    trail_digests = ("pack", "notes", "actions")

    class Meta:
        ordering = ["-held_on"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ConversationStatus.values), name="conversation_status_known")
        ]

    def __str__(self):
        return f"Annual conversation of {self.evaluation.authority}"

    def trail_scope(self) -> str:
        return self.evaluation.trail_scope()
