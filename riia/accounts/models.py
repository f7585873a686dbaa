"""Accounts, the invitations they begin with, and links by which somebody approves without signing in."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from riia.accounts.statuses import InvitationStatus, LinkStatus


class UserManager(BaseUserManager["User"]):
    """Makes accounts; addresses are kept in lower case, because people type them as they like."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = User(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """The first administrator of an installation; later ones are invited."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=(email or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in. `is_staff` is an administrator; all other rights come from appointments (ACC-1)."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField("can sign in", default=True)
    is_staff = models.BooleanField("administrator", default=False)
    # Set by load_demo alone and honoured only under ALLOW_DEMO: no second factor is asked.
    is_demo = models.BooleanField("demonstration account", default=False, editable=False)
    date_joined = models.DateTimeField("account made", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    trail_digests = ("email", "password")

    class Meta:
        ordering = ["name"]
        verbose_name = "account"
        constraints = [models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower_case")]

    def __str__(self):
        return self.name or self.email

    @cached_property
    def has_second_factor(self) -> bool:
        """A passkey or an authenticator app (ACC-6); whoever is signed in is fetched with it."""
        return self.authenticator_set.exclude(type="recovery_codes").exists()  # type: ignore[attr-defined]

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name


class Invitation(models.Model):
    """A letter that lets one person set the password of one account, once, until a date."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations", verbose_name="account")
    status = models.CharField(max_length=10, choices=InvitationStatus, default=InvitationStatus.OPEN)
    # Only the digest of the link's secret is kept.
    secret_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField("sent", default=timezone.now)
    closed_at = models.DateTimeField("accepted or withdrawn", null=True, blank=True)

    trail_digests = ("secret_digest",)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(status=InvitationStatus.OPEN), name="invitation_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(status=InvitationStatus.OPEN, closed_at__isnull=True)
                | (~models.Q(status=InvitationStatus.OPEN) & models.Q(closed_at__isnull=False)),
                name="invitation_closed_has_time",
            ),
        ]

    def __str__(self):
        return f"Invitation of {self.user}"

    @property
    def expires_at(self):
        return self.invited_at + timedelta(days=settings.INVITATION_DAYS)

    @property
    def is_expired(self) -> bool:
        return timezone.now() >= self.expires_at


class ApprovalLink(models.Model):
    """A letter by which one person, under one seat, does one act to one thing as it stands, once (ACC-7).

    What stands above accounts is held by value: the seat's appointment, the act by its key, the thing by its name.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="approval_links", verbose_name="approver")
    appointment = models.BigIntegerField("appointment acted under")
    acting_as = models.CharField("seat acted under", max_length=300)
    act = models.CharField(max_length=150)
    target_model = models.CharField("kind of thing", max_length=80)
    target_id = models.CharField("number of the thing", max_length=40)
    target_name = models.CharField("thing", max_length=300)
    # What is approved is what stood there when it was asked for: a changed thing has another digest.
    object_digest = models.CharField(max_length=64, editable=False)
    # Only the digest of the link's token is kept.
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(max_length=10, choices=LinkStatus, default=LinkStatus.OPEN)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("asked", default=timezone.now)
    closed_at = models.DateTimeField("used or withdrawn", null=True, blank=True)
    done = models.CharField("act that was done", max_length=150, blank=True)

    trail_digests = ("token_digest",)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "link for approval"
        verbose_name_plural = "links for approval"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=LinkStatus.values), name="approval_link_status_known"),
            models.CheckConstraint(
                condition=Q(status=LinkStatus.OPEN, closed_at__isnull=True)
                | (~Q(status=LinkStatus.OPEN) & Q(closed_at__isnull=False)),
                name="approval_link_closed_has_time",
            ),
            models.UniqueConstraint(
                fields=["user", "act", "target_model", "target_id"],
                condition=Q(status=LinkStatus.OPEN),
                name="approval_link_one_open",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.target_name}"

    @property
    def expires_at(self):
        return self.asked_at + timedelta(days=settings.APPROVAL_LINK_DAYS)

    @property
    def is_expired(self) -> bool:
        return timezone.now() >= self.expires_at
