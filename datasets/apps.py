from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    name = "datasets"
    verbose_name = "Quarterly core dataset"

    def ready(self):
        # Declares the acts, so that pages and docs know them all, and what the pages of places lead on to.
        from datasets import leading_on, workflow  # noqa: F401
