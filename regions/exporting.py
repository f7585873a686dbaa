"""What a download of members' lists carries, and that it was made (ACC-15)."""

from typing import Any

from regions.querysets import today
from regions.reach import reach_of
from riia.audit import trail
from riia.audit.models import Event
from riia.ui.dates import in_words

MARKING = "For members of the alliances"
DISCLOSURE = "Consult the owner before disclosure."


def markings(user, owner: str) -> list[tuple[str, Any]]:
    """Owner, marking, recipient and date, as pairs for the sheet that says what a workbook is."""
    acting = reach_of(user).acting_under
    return [
        ("Owner", owner),
        ("Marking", MARKING),
        ("Recipient", f"{user}, {acting.label}" if acting else str(user)),
        ("Date", in_words(today())),
        ("Before you pass it on", DISCLOSURE),
    ]


def record_export(user, what: str, kind: str, rows: int, query: str = "") -> Event:
    """Put a download in the trail: what it was, in which format, how many rows, and how it was filtered."""
    return trail.record(
        "export", f"Downloaded {what}", by=user, on=user, after={"format": kind, "rows": rows, "query": query[:500]}
    )
