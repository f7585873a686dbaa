"""Accounts and invitations (ACC-6, ACC-9)."""

from typing import Any

from riia.accounts.models import Invitation, User


def may_manage_accounts(user: User, item: Any) -> bool:
    """Administrators make, invite and close accounts."""
    return bool(user and user.is_active and user.is_staff)


def may_withdraw_invitation(user: User | None, invitation: Invitation) -> bool:
    """Administrators take one back; the portal does, when a newer one is sent."""
    return user is None or may_manage_accounts(user, invitation)


def may_accept(user: User | None, invitation: Invitation) -> bool:
    """Only the person invited; they have shown the secret of the link, so they come as the account itself."""
    return user is not None and user.pk == invitation.user_id


def reasons_not_to_invite(account: User, *, by: User) -> list[str]:
    """An account that has been taken up needs no invitation."""
    if not account.is_active:
        return ["This account is closed. Open it again first."]
    if account.has_usable_password():
        return ["This person has set a password already. They can ask for a new one on the sign-in page."]
    return []


def reasons_not_to_accept(invitation: Invitation, *, by: User, password: str = "") -> list[str]:
    """An invitation ends after its days."""
    if invitation.is_expired:
        return ["This invitation has expired. Ask an administrator for a new one."]
    if not invitation.user.is_active:
        return ["This account is closed."]
    if invitation.user.has_usable_password():
        return ["A password has been set already. Sign in, or ask for a new password on the sign-in page."]
    return []


def reasons_not_to_close(account: User, *, by: User) -> list[str]:
    """Nobody locks themselves out."""
    if by is not None and account.pk == by.pk:
        return ["You can't close your own account."]
    return [] if account.is_active else ["This account is closed already."]


def reasons_not_to_reset(account: User, *, by: User) -> list[str]:
    """Somebody else vouches that the telephone is lost (ACC-6)."""
    return ["Ask another administrator to remove your own second factors."] if by and account.pk == by.pk else []


def reasons_not_to_reopen(account: User, *, by: User) -> list[str]:
    """Only a closed account can be opened again."""
    return ["This account is open."] if account.is_active else []


def reasons_not_to_change(account: User, *, by: User, is_staff: bool | None = None, **_details: object) -> list[str]:
    """Nobody gives themselves, or takes from themselves, the administrator's rights (ACC-9)."""
    if by is not None and account.pk == by.pk and is_staff is not None and is_staff != account.is_staff:
        return ["You can't change your own administrator's rights. Ask another administrator."]
    return []
