"""E-mail that came back: reading mail servers' reports of failed delivery (RFC 3464) and noting them (NOT-1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from django.db import transaction
from django.utils import timezone

from riia.audit import trail
from riia.notifications.models import Notice, Status

OURS = re.compile(r"<notice-(\d{1,18})@")
# A report holds the head of one message; nothing of the sort is larger.
LARGEST = 5_000_000


@dataclass(frozen=True)
class Failure:
    """One recipient whom a message did not reach: its number in the outbox, the address and why."""

    notice: int
    to: str
    reason: str


def failures_in(raw: bytes) -> Iterator[Failure]:
    """The failed deliveries that a report tells of; none if it is no report, or of a message that isn't ours.

    A delivery that is only delayed, or that succeeded, is no failure.
    """
    if len(raw) > LARGEST:
        return
    report = message_from_bytes(raw, policy=policy.default)
    found = OURS.search(_original_id(report))
    if found is None or report.get_content_type() != "multipart/report":
        return
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            for fields in part.get_payload():
                if str(fields.get("Action", "")).strip().lower() == "failed":  # type: ignore[union-attr]
                    yield Failure(int(found.group(1)), _recipient(fields), _reason(fields))


def record_bounces(reports: list[bytes]) -> int:
    """Note what came back on the notices it was about; returns how many were noted. Safe to repeat."""
    return sum(_note(failure) for raw in reports for failure in failures_in(raw))


def _note(failure: Failure) -> int:
    """All notices that went in the same message to that address."""
    with transaction.atomic():
        first = Notice.objects.filter(pk=failure.notice, to__iexact=failure.to, status=Status.SENT).first()
        if first is None:
            return 0
        same = Notice.objects.select_for_update().filter(
            to=first.to, status=Status.SENT, urgency=first.urgency, sent_at=first.sent_at, bounced_at__isnull=True
        )
        rows = list(same if first.urgency == "digest" else same.filter(pk=first.pk))
        for notice in rows:
            notice.bounced_at, notice.bounce_reason = timezone.now(), failure.reason
            notice.save(update_fields=["bounced_at", "bounce_reason"])
            trail.record("record_bounce", "Came back", by=None, on=notice, after={"bounced_at": notice.bounced_at})
        return len(rows)


def _original_id(report: EmailMessage) -> str:
    """The Message-ID of what came back, from the part that holds it or its head."""
    for part in report.walk():
        if part.get_content_type() == "text/rfc822-headers":
            text = part.get_content()
            head = text if isinstance(text, bytes) else str(text).encode()
            return str(message_from_bytes(head, policy=policy.default).get("Message-ID", ""))
        if part.get_content_type() == "message/rfc822":
            held: Any = part.get_payload()
            return str(held[0].get("Message-ID", "")) if isinstance(held, list) and held else ""
    return ""


def _recipient(fields) -> str:
    """The address without its type: "rfc822; somebody@example.org"."""
    named = fields.get("Original-Recipient") or fields.get("Final-Recipient") or ""
    return str(named).rpartition(";")[2].strip().strip("<>")


def _reason(fields) -> str:
    said = str(fields.get("Diagnostic-Code", "")).rpartition(";")[2].strip()
    return " ".join(f"{fields.get('Status', '')} {said}".split())[:500] or "No reason was given"
