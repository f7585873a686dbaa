from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    name = "datasets"
    verbose_name = "Quarterly core dataset"

    def ready(self):
        from datasets import workflow  # noqa: F401 - declares the acts, so that pages and docs know them all
