"""The statuses of an invitation."""

from django.db.models import TextChoices


class InvitationStatus(TextChoices):
    """Whether somebody invited has taken up their account. An open invitation also ends by its date."""

    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"
