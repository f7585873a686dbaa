from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class HomeConfig(AppConfig):
    name = "riia.home"
    verbose_name = "Home"
    default = True


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the portal's own site: the same sign-in, the same second factor."""

    default_site = "riia.home.admin_site.PortalAdminSite"
    default = False
