from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "riia.notifications"
    verbose_name = "Outbox"
