"""How the sign-in library behaves here: nobody signs up, and Microsoft Entra opens invited accounts only."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from riia.accounts.models import User


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Accounts begin with an invitation (`accounts.workflow.invite`), never on a public page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class InvitedOnlySocialAdapter(DefaultSocialAccountAdapter):
    """Sign-in by OpenID Connect finds the invited account with the address that the tenant vouches for."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin) -> None:
        """Join the sign-in to the invited account of that address, or refuse in words."""
        if sociallogin.is_existing:
            return
        said = sociallogin.account.extra_data
        claims = {**said.get("userinfo", {}), **said.get("id_token", {})} or said
        address = (claims.get("email") or claims.get("preferred_username") or "").strip().lower()
        # Addresses can be written at will in somebody else's tenant, so the tenant is checked as well as pinned.
        trusted = bool(settings.ENTRA_TENANT_ID) and claims.get("tid") == settings.ENTRA_TENANT_ID
        user = User.objects.filter(email=address, is_active=True).first() if address and trusted else None
        if user is None:
            messages.error(
                request,
                "There is no account for that address. Ask your regional team or an administrator to invite you.",
            )
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, user)
