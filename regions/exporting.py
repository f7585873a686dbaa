"""What a download of a list carries, and that it was made (ACC-15).

What members download is marked: whose it is, for whom, who took it and when, and that its owner is to be asked before
it is passed on. A public list is marked as public. Every download by somebody signed in is in the trail; of what the
public takes from public pages nothing is kept, and nothing is written.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from regions.querysets import today
from regions.reach import reach_of
from riia.audit import trail
from riia.audit.models import Event
from riia.ui.dates import in_words
from riia.ui.lists import CONSULT

MARKING = "OFFICIAL-SENSITIVE, for members of the alliances"
PUBLIC = "Public"
DISCLOSURE = "Consult the owner before disclosure."
OWNERS = "The alliances of the nine regions, each for its own"


def markings(user, owner: str) -> list[tuple[str, Any]]:
    """Owner, marking, recipient and date, as pairs for the sheet that says what a workbook is."""
    acting = reach_of(user).acting_under
    return [
        ("Owner", owner),
        ("Marking", MARKING),
        ("Recipient", f"{user}, {acting.label}" if acting else str(user)),
        ("Date", in_words(today())),
        (CONSULT, DISCLOSURE),
    ]


def public_markings(owner: str = OWNERS) -> list[tuple[str, Any]]:
    """The same for what everybody may read."""
    return [("Owner", owner), ("Marking", PUBLIC), ("Date", in_words(today()))]


def recording(request: HttpRequest, what: str) -> Callable[[str, int], None]:
    """What a list calls when it is downloaded: it is recorded for who is signed in, never for the public."""

    def record(kind: str, rows: int) -> None:
        if request.user.is_authenticated:
            record_export(request.user, what, kind, rows, request.GET.urlencode())

    return record


def record_export(user, what: str, kind: str, rows: int, query: str = "") -> Event:
    """Put a download in the trail: what it was, in which format, how many rows, and how it was filtered."""
    return trail.record(
        "export", f"Downloaded {what}", by=user, on=user, after={"format": kind, "rows": rows, "query": query[:500]}
    )
