from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "riia.accounts"
    verbose_name = "Accounts"

    def ready(self):
        from riia.accounts import sign_ins  # noqa: F401 - connects the sign-in library's signals to the trail
