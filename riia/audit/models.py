"""The trail's two tables: what happened, and the chain of digests over it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class AppendOnly(models.QuerySet):
    """A queryset that can be read and added to. The database refuses the rest as well (see the first migration)."""

    def update(self, **kwargs):
        raise TypeError("The trail is only ever added to.")

    def delete(self):
        raise TypeError("The trail is only ever added to.")


class Event(models.Model):
    """One act: who, when, under which appointment, what, on which thing, what changed and why.

    The thing and the person are named by value: history outlives what it tells of.
    """

    at = models.DateTimeField(db_index=True)
    request_id = models.CharField("request", max_length=64, blank=True)
    actor_id = models.BigIntegerField("account number", null=True)
    actor_name = models.CharField("who", max_length=200)
    acting_as = models.CharField("under which appointment", max_length=300, blank=True)
    verb = models.CharField("what", max_length=80, db_index=True)
    label = models.CharField("in words", max_length=200)
    target_model = models.CharField("kind of thing", max_length=80)
    target_id = models.CharField("number of the thing", max_length=40)
    target_name = models.CharField("thing", max_length=300)
    # The page whose history this belongs to, such as "region:west-midlands".
    scope = models.CharField(max_length=120, blank=True, db_index=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "trail entry"
        verbose_name_plural = "trail"
        indexes = [models.Index(fields=["target_model", "target_id"], name="audit_event_target")]

    def __str__(self):
        return f"{self.label}: {self.target_name}"

    def changes(self) -> list[tuple[str, object, object]]:
        """The fields that changed as (field, before, after), in the order of their names."""
        return [(name, self.before.get(name), self.after.get(name)) for name in sorted({*self.before, *self.after})]


class Seal(models.Model):
    """One link of the chain: the digest of an event and of the link before it. Numbers have no gaps."""

    number = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"Seal {self.number}"
