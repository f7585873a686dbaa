from django.apps import AppConfig


class SelfassessmentConfig(AppConfig):
    name = "selfassessment"
    verbose_name = "Self-evaluation and moderation"

    def ready(self):
        # Declares the acts, so that pages and docs know them all, and what the pages of places lead on to.
        from selfassessment import leading_on, workflow  # noqa: F401
