"""The outbox: one row for each thing somebody is to be told."""

from django.db import models


class Urgency(models.TextChoices):
    """NOT-1: approvals and concerns go at once, everything else in one digest a day."""

    AT_ONCE = "at-once", "At once"
    DIGEST = "digest", "In the day's digest"


class Status(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"


class Notice(models.Model):
    """Something to tell one person: a subject, a line and one link. Never confidential content."""

    to = models.EmailField("to")
    user_id = models.BigIntegerField("account number", null=True)
    subject = models.CharField(max_length=200)
    line = models.TextField("what it says")
    link = models.CharField("link (path)", max_length=500, blank=True)
    # A link that lets its reader in is wiped once it is sent.
    secret = models.BooleanField(default=False)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.DIGEST)
    # Two notices with one key are one notice.
    key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001 - null, so that unkeyed rows don't clash
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING, db_index=True)
    created_at = models.DateTimeField("written", auto_now_add=True)
    not_before = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField("sent", null=True, blank=True)
    # The mail server took it, and later said that it could not be delivered.
    bounced_at = models.DateTimeField("came back", null=True, blank=True)
    bounce_reason = models.CharField("why it came back", max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="notice_status_known"),
            models.CheckConstraint(
                condition=models.Q(status=Status.SENT, sent_at__isnull=False)
                | (~models.Q(status=Status.SENT) & models.Q(sent_at__isnull=True)),
                name="notice_sent_has_time",
            ),
        ]

    def __str__(self):
        return f"{self.subject} to {self.to}"
