"""The administrators' workplace: Django's admin, behind the portal's own sign-in and second factor (ACC-13)."""

import functools

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse

from regions.middleware import lacks_second_factor


class PortalAdminSite(AdminSite):
    site_header = "Regional improvement portal: administration"
    site_title = "Administration"
    index_title = "Administration"
    site_url = "/"
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only pages that write through commands: what other packages bring along stays out."""
        if (admin_class or AdminSite).__module__.startswith(("datasets.", "regions.", "riia.", "selfassessment.")):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request) -> bool:
        return super().has_permission(request) and not lacks_second_factor(request)

    def admin_view(self, view, cacheable=False):
        """Every page of the site, closed in words to who is signed in and no administrator."""
        guarded = super().admin_view(view, cacheable)

        @functools.wraps(guarded)
        def for_administrators(request, *args, **kwargs):
            self._refuse_others(request)
            return guarded(request, *args, **kwargs)

        return for_administrators

    def login(self, request, extra_context=None):
        """There is one sign-in; an administrator who comes here lacks the second factor."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next", reverse("admin:index")))
        self._refuse_others(request)
        return redirect("mfa_index")

    @staticmethod
    def _refuse_others(request):
        if request.user.is_authenticated and not request.user.is_staff:
            raise PermissionDenied("The administration site is for administrators.")

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")
