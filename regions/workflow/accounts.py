"""Accounts and invitations: here, because named writes stand on `riia.workflow`, and that stands on accounts."""

import hashlib
import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from regions import notifications
from regions.models import Person
from regions.rules import accounts as rules
from riia.accounts.models import Invitation, User
from riia.accounts.statuses import InvitationStatus
from riia.notifications.models import Urgency
from riia.notifications.outbox import tell
from riia.workflow import NotPossible, command, transition


def digest_of(secret: str) -> str:
    """The SHA-256 of an invitation's secret, in hexadecimal; the secret itself is never stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invitation_of(secret: str) -> Invitation | None:
    """The invitation whose link holds this secret, in whatever state it is."""
    return Invitation.objects.select_related("user").filter(secret_digest=digest_of(secret)).first()


@command(on=User, label="Make an account", permitted=rules.may_manage_accounts)
def make_account(administrator: User, *, by: User, email: str, name: str, is_staff: bool = False) -> User:
    """Make an account without a password. Its holder is invited next; what they may do comes from appointments."""
    if User.objects.filter(email=email.strip().lower()).exists():
        raise NotPossible(f"There is an account with the address {email} already.")
    account = User.objects.create_user(email, name=name, is_staff=is_staff, is_superuser=is_staff)
    if is_staff:
        line = f"{by} has made {account} an administrator."
        notifications.administrators_told("An administrator was added", line, by)
    return account


@command(on=User, label="Invite", permitted=rules.may_manage_accounts, unless=rules.reasons_not_to_invite)
def invite(account: User, *, by: User) -> Invitation:
    """Send a link with which this person sets their password. An earlier invitation that is still open ends."""
    return send_invitation(account, by)


def send_invitation(account: User, by: User) -> Invitation:
    """The link itself; part of other acts, which have asked who may."""
    for earlier in account.invitations.filter(status=InvitationStatus.OPEN):
        # By the portal: who invites need not be one who could take back what somebody else has sent.
        withdraw_invitation(earlier, by=None, reason="A new invitation was sent.")
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(user=account, invited_by=by, secret_digest=digest_of(secret))
    tell(
        account,
        "Your account on the Regional improvement portal",
        f"{by} has invited you. Follow this link within 14 days to set a password.",
        link=reverse("invitation_accept", args=[secret]),
        urgency=Urgency.AT_ONCE,
        secret=True,
    )
    return invitation


@transition(
    on=Invitation,
    label="Accept the invitation",
    sources={InvitationStatus.OPEN},
    targets={InvitationStatus.ACCEPTED},
    permitted=rules.may_accept,
    unless=rules.reasons_not_to_accept,
)
def accept_invitation(invitation: Invitation, *, by: User, password: str) -> None:
    """Set the password and use the invitation up."""
    try:
        validate_password(password, invitation.user)
    except ValidationError as error:
        raise NotPossible(*error.messages) from error
    invitation.user.set_password(password)
    invitation.user.save(update_fields=["password"])
    invitation.closed_at = timezone.now()


@transition(
    on=Invitation,
    label="Withdraw the invitation",
    sources={InvitationStatus.OPEN},
    targets={InvitationStatus.WITHDRAWN},
    permitted=rules.may_withdraw_invitation,
)
def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """The link stops working."""
    invitation.closed_at = timezone.now()


@command(on=User, label="Correct an account", permitted=rules.may_manage_accounts, unless=rules.reasons_not_to_change)
def change_account(account: User, *, by: User, email: str, name: str, is_staff: bool) -> None:
    """Change name, address or administrator's rights."""
    email = email.strip().lower()
    if (email, is_staff) != (account.email, account.is_staff):
        notifications.account_changed(account, by)
    account.email, account.name = email, name
    # The sign-in library remembers addresses it has written to: an old one would go on signing in.
    EmailAddress.objects.filter(user=account).exclude(email=account.email).delete()
    account.is_staff = account.is_superuser = is_staff


@command(on=User, label="Close an account", permitted=rules.may_manage_accounts, unless=rules.reasons_not_to_close)
def close_account(account: User, *, by: User) -> None:
    """Stop this person from signing in; those signed in are signed out with their next page."""
    account.is_active = False


@command(
    on=User, label="Open an account again", permitted=rules.may_manage_accounts, unless=rules.reasons_not_to_reopen
)
def reopen_account(account: User, *, by: User) -> None:
    """Let this person sign in again."""
    account.is_active = True


@command(
    on=User, label="Remove the second factors", permitted=rules.may_manage_accounts, unless=rules.reasons_not_to_reset
)
def reset_second_factor(account: User, *, by: User) -> None:
    """For a lost telephone or key: the next sign-in asks for a new second factor. The holder is told."""
    Authenticator.objects.filter(user=account).delete()
    tell(
        account,
        "Your second factor was removed",
        f"{by} has removed the second factor of your account. If you didn't ask for that, tell your regional team.",
        urgency=Urgency.AT_ONCE,
    )


@command(on=Person, label="Give an account", permitted=rules.may_manage_accounts)
def link_account(person: Person, *, by: User, user: User | None) -> None:
    """Say which account is this person's, or that none is."""
    if user and user.pk == by.pk:
        raise NotPossible("You can't give yourself the seats of a person. Ask another administrator.")
    if person.user_id == by.pk:
        raise NotPossible("You can't take your account from your own person. Ask another administrator.")
    if user and Person.objects.filter(user=user).exclude(pk=person.pk).exists():
        raise NotPossible("This account belongs to another person already.")
    if user and person.merged_into:
        raise NotPossible(f"{person} was merged into {person.merged_into}, who can have the account.")
    person.user = user
    words = f"{by} has given the seats of {person} to the account {user}." if user else f"{person} has no account now."
    notifications.administrators_told("An account was linked to a person", words, by, link=person.get_absolute_url())
