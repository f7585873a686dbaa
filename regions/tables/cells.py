"""What cells of several tables say."""

from typing import Any

from django.utils.html import format_html_join

from regions.models import Appointment
from regions.wording import marks
from riia.ui.markup import anchor

NOT_KNOWN, VACANT = "Not known", "Vacant"
WORDS = {"vacant": VACANT, "unknown": NOT_KNOWN}


def link(item: Any, words: str) -> str:
    return anchor(item.get_absolute_url(), words)


def tags(appointment: Appointment) -> str:
    """What a reader must not miss, as tags after a name."""
    found = marks(appointment)
    if not found:
        return ""
    return format_html_join("", ' <strong class="govuk-tag govuk-tag--{1}">{0}</strong>', found)
