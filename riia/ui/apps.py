from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "riia.ui"
    verbose_name = "User interface"
