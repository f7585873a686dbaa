"""A self-evaluation while it is written, and its frozen revisions (SE-1, SE-4, SE-9, SE-11, SE-13)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from regions.models import Authority, Person
from selfassessment.models.cycles import Cycle
from selfassessment.querysets import (
    AttachmentQuerySet,
    FindingQuerySet,
    OfEvaluationQuerySet,
    OfTextQuerySet,
    RevisionQuerySet,
    SelfEvaluationQuerySet,
    UnsavedQuerySet,
)
from selfassessment.statuses import FROZEN, EvaluationStatus, Fate, FindingKind, InspectionTheme, ServiceArea

if TYPE_CHECKING:
    from selfassessment.models.moderating import Panel


class SelfEvaluation(models.Model):
    """What one authority says of itself in one cycle (SE-1)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="evaluations")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="self_evaluations")
    status = models.CharField(max_length=10, choices=EvaluationStatus, default=EvaluationStatus.EXPECTED)
    # SE-20: taking part is a signature and having joined this cycle.
    joined_on = models.DateField("joined the cycle", null=True, blank=True)
    # The newest frozen text: what approvers are asked about, and what is read once it is released.
    revision = models.ForeignKey("Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # The first day on which it was submitted (SE-7); GEN-2 has no "late" in front of others.
    received_on = models.DateField("received", null=True, blank=True)
    # The director who submitted it: its author (SE-15).
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField("released", null=True, blank=True)
    # The first day on which others read it (SE-20).
    opens_on = models.DateField("open to readers from", null=True, blank=True)

    objects = SelfEvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["-cycle__opens_on", "authority__name"]
        verbose_name = "self-evaluation"
        constraints = [
            models.UniqueConstraint(fields=["cycle", "authority"], name="self_evaluation_once"),
            models.CheckConstraint(
                condition=Q(status__in=EvaluationStatus.values), name="self_evaluation_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[one.value for one in FROZEN]) | Q(revision__isnull=False),
                name="self_evaluation_frozen_has_text",
            ),
            models.CheckConstraint(
                condition=Q(status="released", released_at__isnull=False, opens_on__isnull=False)
                | (~Q(status="released") & Q(released_at=None, opens_on=None)),
                name="self_evaluation_released_has_dates",
            ),
        ]

    # Filled by `SelfEvaluationQuerySet.as_read_by`, and by `progress.with_progress`.
    is_own: bool
    reads_draft: bool
    shown_panels: list["Panel"]
    asked: int
    done: int

    def __str__(self):
        return f"{self.cycle.template.label} {self.cycle.name} of {self.authority}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation_detail", args=[self.pk])

    def trail_scope(self) -> str:
        return self.authority.trail_scope()

    @property
    def place(self) -> Authority:
        """The place that it belongs to, for the rules about who acts for whom (ACC-12)."""
        return self.authority


class SectionText(models.Model):
    """One section as it is now. Every save is kept as a `SectionSave`; `number` counts them (SE-11)."""

    evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.PROTECT, related_name="sections")
    # The section's slug in the template.
    section = models.SlugField(max_length=60)
    number = models.PositiveIntegerField("times saved", default=0)
    # {question code: answer}, see `answers`.
    content = models.JSONField(default=dict)
    finished = models.BooleanField("finished for now", default=False)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfEvaluationQuerySet.as_manager()
    trail_digests = ("content",)

    class Meta:
        ordering = ["evaluation", "pk"]
        verbose_name = "section"
        constraints = [models.UniqueConstraint(fields=["evaluation", "section"], name="section_text_once")]

    def __str__(self):
        return f"{self.section}, {self.evaluation}"

    def trail_scope(self) -> str:
        return self.evaluation.trail_scope()


class SectionSave(models.Model):
    """A section as somebody saved it once; never changed afterwards."""

    text = models.ForeignKey(SectionText, on_delete=models.PROTECT, related_name="saves")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfTextQuerySet.as_manager()
    trail_digests = ("content",)

    class Meta:
        ordering = ["-number"]
        verbose_name = "save of a section"
        verbose_name_plural = "saves of sections"
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="section_save_once")]

    def __str__(self):
        return f"Save {self.number}"

    def trail_scope(self) -> str:
        return self.text.trail_scope()


class Unsaved(models.Model):
    """What somebody typed and did not save: offered to them again when they come back (SE-11)."""

    text = models.ForeignKey(SectionText, on_delete=models.CASCADE, related_name="unsaved")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The save that they had before them.
    seen = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    typed_at = models.DateTimeField()

    objects = UnsavedQuerySet.as_manager()
    trail_digests = ("content",)

    class Meta:
        verbose_name = "unsaved text"
        constraints = [models.UniqueConstraint(fields=["text", "user"], name="unsaved_once")]

    def __str__(self):
        return f"Unsaved text of {self.user}"

    def trail_scope(self) -> str:
        return self.text.trail_scope()


class Attachment(models.Model):
    """A section, or the whole narrative, as a Word or PDF file (SE-13). Replaced ones are kept."""

    evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.PROTECT, related_name="attachments")
    # The section that it stands for; the whole narrative if empty.
    section = models.SlugField(max_length=60, blank=True)
    file = models.FileField(upload_to="self-evaluations/%Y/")
    name = models.CharField("name of the file", max_length=200)
    size = models.PositiveIntegerField("bytes")
    digest = models.CharField("SHA-256", max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()
    trail_digests = ("name", "file")

    class Meta:
        ordering = ["evaluation", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "section"], condition=Q(replaced_at=None), name="attachment_one_a_section"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("attachment_detail", args=[self.pk])

    def trail_scope(self) -> str:
        return self.evaluation.trail_scope()


class Revision(models.Model):
    """The whole text as it was submitted: what is approved, read and moderated; never changed (SE-4, SE-8)."""

    evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    # [{"slug", "title", "theme", "answers": [...], "file"}] with the data sheets as they were, see `documents`.
    content = models.JSONField(default=list)
    digest = models.CharField("SHA-256", max_length=64)
    words = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # SE-12: what looked like a child's details, and that the author confirmed it is not.
    confirmed = models.JSONField("warnings that the author confirmed", default=list, blank=True)

    objects = RevisionQuerySet.as_manager()
    trail_digests = ("content", "confirmed")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "number"], name="revision_once")]

    def __str__(self):
        return f"Revision {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("revision_detail", args=[self.evaluation_id, self.number])

    def trail_scope(self) -> str:
        return self.evaluation.trail_scope()


class Finding(models.Model):
    """A strength, area, request or offer of one revision, with what it goes back to (SE-9, SE-10)."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="findings")
    section = models.SlugField(max_length=60)
    # The order on the page.
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=FindingKind)
    text = models.TextField()
    theme = models.CharField(max_length=20, choices=InspectionTheme)
    service_area = models.CharField(max_length=25, choices=ServiceArea)
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="later")
    fate = models.CharField("what became of it", max_length=10, choices=Fate, blank=True)
    fate_words = models.TextField("in words", blank=True)

    objects = FindingQuerySet.as_manager()
    trail_digests = ("text", "fate_words")

    class Meta:
        ordering = ["revision", "kind", "place"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "kind", "place"], name="finding_once"),
            models.CheckConstraint(condition=Q(kind__in=FindingKind.values), name="finding_kind_known"),
            models.CheckConstraint(
                condition=Q(fate="") | Q(carried_from__isnull=False), name="finding_fate_of_something"
            ),
        ]
        indexes = [models.Index(fields=["kind", "theme"])]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.revision}"

    def trail_scope(self) -> str:
        return self.revision.trail_scope()


class NamedEditor(models.Model):
    """An officer of the authority whom the director lets write (SE-1)."""

    evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.PROTECT, related_name="editors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfEvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation", "person__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "person"], condition=Q(ended_at=None), name="named_editor_once"
            )
        ]

    def __str__(self):
        return f"{self.person} writes {self.evaluation}"

    def trail_scope(self) -> str:
        return self.evaluation.trail_scope()


class InvitedReader(models.Model):
    """Somebody of the regional team whom the director lets read before release, until a date (SE-16)."""

    evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.PROTECT, related_name="invited")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField("from")
    ends = models.DateField("until (first day out)")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfEvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="invited_reader_ends_after_start")
        ]

    def __str__(self):
        return f"{self.person} reads {self.evaluation}"

    def trail_scope(self) -> str:
        return self.evaluation.trail_scope()

    @property
    def last_day(self) -> date:
        """The last day on which they read it."""
        return self.ends - timedelta(days=1)


class Reading(models.Model):
    """That somebody opened a released text: its authority can see who did (SE-20)."""

    evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.PROTECT, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Under which seat, in words, as it was then.
    reading_as = models.CharField(max_length=300)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    objects = OfEvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation", "-last_at"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "user"], name="reading_once")]

    def __str__(self):
        return f"{self.user} read {self.evaluation}"

    def trail_scope(self) -> str:
        return self.evaluation.trail_scope()
