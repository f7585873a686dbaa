"""Keeping who read a released text, without a row in the trail for every page that they turn (SE-20)."""

from datetime import timedelta

from django.utils import timezone

from riia.accounts.models import User
from selfassessment.models import Reading, SelfEvaluation

# Who comes back within the hour is still reading.
AGAIN_AFTER = timedelta(hours=1)


def is_reading(evaluation: SelfEvaluation, user: User) -> bool:
    """Whether somebody opened the text a short time ago, and that was kept."""
    since = timezone.now() - AGAIN_AFTER
    return Reading.objects.filter(evaluation=evaluation, user=user, last_at__gt=since).exists()
