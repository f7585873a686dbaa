"""Who can sign in with a password or a passkey, and stay signed in."""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from riia.accounts.models import User


class PortalBackend(AuthenticationBackend):
    """Demonstration accounts have a published password: without ALLOW_DEMO they are as good as closed."""

    def user_can_authenticate(self, user) -> bool:
        return super().user_can_authenticate(user) and (settings.ALLOW_DEMO or not user.is_demo)

    def get_user(self, user_id):
        """Whoever is signed in, with `has_second_factor`: a passkey or an authenticator app (ACC-6)."""
        user = next(iter(_with_second_factor().filter(pk=user_id)), None)
        return user if user and self.user_can_authenticate(user) else None


@cache
def _with_second_factor() -> QuerySet[User]:
    """What is asked on every request of who is signed in, put together once and never fetched as it is."""
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return User.objects.order_by().annotate(has_second_factor=Exists(factors))  # type: ignore[no-redef]
