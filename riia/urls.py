"""The addresses of the portal (a contract, see docs/architecture.md)."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from riia.home import health

urlpatterns = [
    path("", include("riia.home.urls")),
    path("", include("regions.urls")),
    path("data/", include("datasets.urls")),
    path("", include("selfassessment.urls")),
    # Addresses are changed by administrators, on record, not by the sign-in library's own page.
    path("accounts/email/", RedirectView.as_view(pattern_name="account_details"), name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
handler403 = "riia.home.views.forbidden"
