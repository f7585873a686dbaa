"""Sign-ins and changes of factors go to the trail, from the sign-in library's own signals."""

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from riia.audit import trail


def _record(verb: str, label: str, user) -> None:
    if user is not None and user.pk:
        trail.record(verb, label, by=user, on=user)


@receiver(user_logged_in)
def signed_in(sender, user, **kwargs):
    _record("sign_in", "Signed in", user)


@receiver(user_logged_out)
def signed_out(sender, user, **kwargs):
    _record("sign_out", "Signed out", user)


@receiver(account_signals.password_changed)
@receiver(account_signals.password_set)
@receiver(account_signals.password_reset)
def password_changed(sender, user, **kwargs):
    _record("change_password", "Changed the password", user)


@receiver(mfa_signals.authenticator_added)
def factor_added(sender, user, **kwargs):
    _record("add_factor", "Added a second factor", user)


@receiver(mfa_signals.authenticator_removed)
def factor_removed(sender, user, **kwargs):
    _record("remove_factor", "Removed a second factor", user)
