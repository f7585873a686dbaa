"""What has happened to a part of the directory, for those who keep it."""

from regions.rules.keeping import may_keep
from riia.accounts.models import User
from riia.audit.models import Event

LATEST = 20


def history_of(place, user: User, limit: int = LATEST) -> list[Event]:
    """The latest trail entries of a region, authority or trust, newest first; none for who doesn't keep it."""
    if not user.is_authenticated or not may_keep(user, place):
        return []
    return list(Event.objects.filter(scope=place.trail_scope()).order_by("-pk")[:limit])
