from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "regions"
    verbose_name = "Directory"

    def ready(self):
        from regions import workflow  # noqa: F401 - declares the acts, so that pages and docs know them all
