"""Moderation: volunteers, panels, judgements made apart, the agreed view, points and feedback (MOD-1 to MOD-8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from regions.models import Person
from selfassessment.models.cycles import Cycle
from selfassessment.models.writing import Revision, SelfEvaluation
from selfassessment.querysets import (
    AgreedViewQuerySet,
    CalibrationQuerySet,
    FeedbackQuerySet,
    JudgementQuerySet,
    OfMemberQuerySet,
    OfPanelQuerySet,
    PanelQuerySet,
    PointQuerySet,
    VolunteerQuerySet,
)
from selfassessment.statuses import (
    MemberStatus,
    ObjectionStatus,
    PanelPart,
    PanelStatus,
    PointStatus,
    Seriousness,
)


class Volunteer(models.Model):
    """A director or assistant director who offers to moderate in a cycle (MOD-1)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="volunteers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="moderating")
    chairs = models.BooleanField("would chair a panel", default=False)
    # How many self-evaluations they would take.
    most = models.PositiveSmallIntegerField("at most", default=2)
    note = models.CharField(max_length=300, blank=True)
    offered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = VolunteerQuerySet.as_manager()
    trail_digests = ("note",)

    class Meta:
        ordering = ["cycle", "person__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "person"], condition=Q(withdrawn_at=None), name="volunteer_once_a_cycle"
            )
        ]

    def __str__(self):
        return f"{self.person}, {self.cycle}"

    def trail_scope(self) -> str:
        return self.cycle.trail_scope()


class Calibration(models.Model):
    """A volunteer's judgements of the invented example, made before any real one (MOD-8)."""

    volunteer = models.OneToOneField(Volunteer, on_delete=models.PROTECT, related_name="calibration")
    # Which example of those shipped, see `calibrating`.
    example = models.SlugField(max_length=40)
    # {section: {"value", "words"}}
    judgements = models.JSONField(default=dict)
    # How many sections they judged as the example's descriptors do, and of how many.
    same = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField()

    objects = CalibrationQuerySet.as_manager()
    trail_digests = ("judgements",)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"Calibration of {self.volunteer.person}"

    def trail_scope(self) -> str:
        return self.volunteer.trail_scope()


class Panel(models.Model):
    """The moderation of one released self-evaluation (MOD-1)."""

    evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.PROTECT, related_name="panels")
    # The text that is moderated.
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="panels")
    status = models.CharField(max_length=10, choices=PanelStatus, default=PanelStatus.FORMING)
    announced_on = models.DateField("named", null=True, blank=True)
    # The authority may object until then (MOD-7).
    object_until = models.DateField("objections until", null=True, blank=True)
    judge_by = models.DateField("judgements by")
    # A moderator of the pair, or the chair, has said that the pair can't agree (MOD-8).
    third_asked_at = models.DateTimeField("third moderator asked for", null=True, blank=True)
    # The day on which feedback went to the authority; it may reply until the other (MOD-5).
    sent_on = models.DateField("feedback sent", null=True, blank=True)
    reply_until = models.DateField("reply until", null=True, blank=True)
    final_at = models.DateTimeField("feedback final", null=True, blank=True)

    objects = PanelQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=PanelStatus.values), name="panel_status_known"),
            models.UniqueConstraint(
                fields=["evaluation"], condition=~Q(status="stopped"), name="panel_one_an_evaluation"
            ),
            models.CheckConstraint(
                condition=~Q(status="final") | Q(final_at__isnull=False), name="panel_final_has_time"
            ),
        ]

    def __str__(self):
        return f"Moderation of {self.evaluation}"

    def get_absolute_url(self) -> str:
        return reverse("panel_detail", args=[self.pk])

    @property
    def stands_at(self) -> str:
        """Its status inside a sentence: some are clauses of their own."""
        return f"the panel stands at “{self.get_status_display()}”"

    def trail_scope(self) -> str:
        return self.evaluation.trail_scope()


class PanelMember(models.Model):
    """Somebody's place on a panel (MOD-2, MOD-8)."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="panels")
    part = models.CharField(max_length=10, choices=PanelPart)
    status = models.CharField(max_length=12, choices=MemberStatus, default=MemberStatus.ASKED)
    asked_at = models.DateTimeField()
    # Handed in all judgements: no more changes, and the other's open once both have (MOD-3).
    judged_at = models.DateTimeField("judgements handed in", null=True, blank=True)

    objects = OfPanelQuerySet.as_manager()

    class Meta:
        ordering = ["panel", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=MemberStatus.values), name="panel_member_status_known"),
            models.UniqueConstraint(
                fields=["panel", "person"],
                condition=Q(status__in=["asked", "accepted"]),
                name="panel_member_once",
            ),
            models.UniqueConstraint(
                fields=["panel", "part"],
                condition=Q(part__in=["third", "chair"], status__in=["asked", "accepted"]),
                name="panel_one_chair_and_third",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.get_part_display().lower()}"

    def trail_scope(self) -> str:
        return self.panel.trail_scope()


class Judgement(models.Model):
    """A moderator's view of one section, which stays with the panel (MOD-3, MOD-7)."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="judgements")
    section = models.SlugField(max_length=60)
    # A word of the scale in `scales`.
    value = models.CharField(max_length=30)
    words = models.TextField("why", blank=True)
    saved_at = models.DateTimeField()

    objects = JudgementQuerySet.as_manager()
    trail_digests = ("value", "words")

    class Meta:
        ordering = ["member", "pk"]
        constraints = [models.UniqueConstraint(fields=["member", "section"], name="judgement_once")]

    def __str__(self):
        return f"Judgement of {self.member}"

    def trail_scope(self) -> str:
        return self.member.trail_scope()


class AgreedView(models.Model):
    """What the panel together says of one section (MOD-3)."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="views")
    section = models.SlugField(max_length=60)
    value = models.CharField(max_length=30)
    words = models.TextField(blank=True)
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The other of the pair stands behind it; what the third moderator decides stands by itself.
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = AgreedViewQuerySet.as_manager()
    trail_digests = ("value", "words")

    class Meta:
        ordering = ["panel", "pk"]
        constraints = [models.UniqueConstraint(fields=["panel", "section"], name="agreed_view_once")]

    def __str__(self):
        return f"Agreed view, {self.panel}"

    def trail_scope(self) -> str:
        return self.panel.trail_scope()


class Objection(models.Model):
    """The authority's objection to somebody on its panel, and what was decided (MOD-7)."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="objections")
    status = models.CharField(max_length=10, choices=ObjectionStatus, default=ObjectionStatus.RAISED)
    text = models.TextField("why")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = OfMemberQuerySet.as_manager()
    trail_digests = ("text", "decision")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ObjectionStatus.values), name="objection_status_known"),
            models.UniqueConstraint(fields=["member"], condition=Q(status="raised"), name="objection_one_open"),
        ]

    def __str__(self):
        return f"Objection to {self.member}"

    @property
    def stands_at(self) -> str:
        """Its status inside a sentence."""
        return f"it is decided: {self.get_status_display().lower()}"

    def trail_scope(self) -> str:
        return self.member.trail_scope()


class Point(models.Model):
    """A point to discuss. It closes on the recorded discussion alone (MOD-4, GEN-2)."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="points")
    section = models.SlugField(max_length=60, blank=True)
    text = models.TextField()
    seriousness = models.CharField(max_length=12, choices=Seriousness, default=Seriousness.TO_DISCUSS)
    status = models.CharField(max_length=10, choices=PointStatus, default=PointStatus.RAISED)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    discussed_on = models.DateField(null=True, blank=True)
    with_whom = models.CharField("who took part", max_length=300, blank=True)
    discussion = models.TextField("what was said", blank=True)
    outcome = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = PointQuerySet.as_manager()
    trail_digests = ("text", "with_whom", "discussion", "outcome")

    class Meta:
        ordering = ["panel", "pk"]
        verbose_name = "point to discuss"
        verbose_name_plural = "points to discuss"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=PointStatus.values), name="point_status_known"),
            # MOD-4: can't be closed without the recorded discussion.
            models.CheckConstraint(
                condition=Q(status="raised") | (Q(discussed_on__isnull=False) & ~Q(discussion="")),
                name="point_discussed_has_discussion",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_at__isnull=False), name="point_closed_has_time"
            ),
        ]

    def __str__(self):
        return f"Point {self.pk} of {self.panel.evaluation}"

    def get_absolute_url(self) -> str:
        return reverse("point_detail", args=[self.pk])

    def trail_scope(self) -> str:
        return self.panel.trail_scope()


class Feedback(models.Model):
    """What the panel gives back: drafted, looked at for its tone, replied to, final (MOD-5, MOD-7, MOD-8)."""

    panel = models.OneToOneField(Panel, on_delete=models.PROTECT, related_name="feedback")
    # {"summary": ..., section slug: ...}, in Markdown
    content = models.JSONField(default=dict)
    number = models.PositiveIntegerField("times saved", default=1)
    # The chair's words about its tone, kept with the panel.
    tone = models.TextField("what the chair of the panel said", blank=True)
    reply = models.TextField("reply of the authority", blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = FeedbackQuerySet.as_manager()
    trail_digests = ("content", "tone", "reply")

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "feedback"

    def __str__(self):
        return f"Feedback, {self.panel}"

    def trail_scope(self) -> str:
        return self.panel.trail_scope()
