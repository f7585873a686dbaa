"""Who can sign in with a password or a passkey, and stay signed in."""

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef

from riia.accounts.models import User


class PortalBackend(AuthenticationBackend):
    """Demonstration accounts have a published password: without ALLOW_DEMO they are as good as closed."""

    def user_can_authenticate(self, user) -> bool:
        return super().user_can_authenticate(user) and (settings.ALLOW_DEMO or not user.is_demo)

    def get_user(self, user_id):
        """Whoever is signed in, with `has_second_factor`: a passkey or an authenticator app (ACC-6)."""
        factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
        user = User.objects.annotate(has_second_factor=Exists(factors)).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
