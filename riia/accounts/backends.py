"""Who can sign in with a password or a passkey, and stay signed in."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class PortalBackend(AuthenticationBackend):
    """Demonstration accounts have a published password: without ALLOW_DEMO they are as good as closed."""

    def user_can_authenticate(self, user) -> bool:
        return super().user_can_authenticate(user) and (settings.ALLOW_DEMO or not user.is_demo)
