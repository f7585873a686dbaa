"""The statuses of invitations and of links for approval."""

from django.db.models import TextChoices


class InvitationStatus(TextChoices):
    """Whether somebody invited has taken up their account. An open invitation also ends by its date."""

    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"


class LinkStatus(TextChoices):
    """Whether a link for approval was used. An open one also ends by its date, its seat and what it is about."""

    OPEN = "open", "Open"
    USED = "used", "Used"
    WITHDRAWN = "withdrawn", "Withdrawn"
