from django.apps import AppConfig


class SelfassessmentConfig(AppConfig):
    name = "selfassessment"
    verbose_name = "Self-evaluation and moderation"

    def ready(self):
        # Declares the acts, so that pages and docs know them all, what is approved by link, and what places lead on to.
        from selfassessment import by_link, leading_on, workflow  # noqa: F401
