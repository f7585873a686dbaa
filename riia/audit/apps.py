from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "riia.audit"
    verbose_name = "Trail"
