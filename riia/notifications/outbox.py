"""Writing to the outbox and sending from it."""

import logging
from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, models, transaction
from django.utils import timezone

from riia.audit import trail
from riia.notifications.models import Notice, Status, Urgency

logger = logging.getLogger(__name__)
ATTEMPTS = 8
BATCH = 200
# Ways of sending that send nothing: to files, the screen, or a test.
KEPT_HERE = tuple(f"django.core.mail.backends.{one}." for one in ("filebased", "console", "locmem", "dummy"))


def tell(
    user,
    subject: str,
    line: str,
    *,
    link: str = "",
    urgency: str = Urgency.DIGEST,
    key: str | None = None,
    secret: bool = False,
) -> None:
    """Put a notice to `user` in the outbox, in the transaction of what it tells of. A key is told once."""
    if not user.is_active:
        return
    fields = {
        "to": user.email,
        "user_id": user.pk,
        "subject": subject,
        "line": line,
        "link": link,
        "urgency": urgency,
        "secret": secret,
    }
    if key is None:
        Notice.objects.create(**fields)
    else:
        Notice.objects.get_or_create(key=f"{key}:{user.pk}", defaults=fields)


def send_due() -> dict[str, int]:
    """Send what is due: what is urgent one by one, the rest as one digest for each person and day.

    Returns {"sent": notices sent, "failed": notices that will be tried again}. Each message is claimed in a
    transaction of its own before it goes to the mail server, so two senders never send it twice; a sender
    killed in between leaves it "being sent", which an administrator sees and decides about.
    """
    counts = {"sent": 0, "failed": 0}
    while claimed := _claim():
        for to, group in groupby(claimed, key=lambda notice: notice.to):
            notices = list(group)
            outcome = _send(to, notices)
            counts[outcome] += len(notices)
    return counts


def try_again(notices, *, by) -> int:
    """Put notices that failed, or that a killed sender left behind, back into the outbox. Returns how many."""
    with transaction.atomic():
        rows = list(notices.filter(status__in=[Status.FAILED, Status.SENDING]).select_for_update(of=("self",)))
        for notice in rows:
            before = {"status": notice.status}
            notice.status, notice.attempts, notice.not_before = Status.WAITING, 0, None
            notice.save(update_fields=["status", "attempts", "not_before"])
            trail.record("try_again", "Try again to send", by=by, on=notice, before=before, after={"status": "waiting"})
        return len(rows)


def _due():
    now = timezone.localtime()
    due = models.Q(urgency=Urgency.AT_ONCE)
    if now.hour >= settings.DIGEST_HOUR:
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        # Who has had today's digest waits for tomorrow's.
        had_one = Notice.objects.filter(urgency=Urgency.DIGEST, status=Status.SENT, sent_at__gte=today).values("to")
        due |= models.Q(urgency=Urgency.DIGEST) & ~models.Q(to__in=had_one)
    ready = models.Q(not_before__isnull=True) | models.Q(not_before__lte=now)
    return Notice.objects.filter(due, ready, status=Status.WAITING)


def _claim() -> list[Notice]:
    """Mark the next message "being sent": one urgent notice, or all of one person's digest."""
    with transaction.atomic():
        _one_at_a_time()
        first = _due().select_for_update(skip_locked=True, of=("self",)).order_by("urgency", "pk").first()
        if first is None:
            return []
        claimed = [first]
        if first.urgency == Urgency.DIGEST:
            rows = _due().filter(to=first.to, urgency=Urgency.DIGEST).select_for_update(skip_locked=True, of=("self",))
            claimed = list(rows.order_by("pk")[:BATCH])
        Notice.objects.filter(pk__in=[notice.pk for notice in claimed]).update(status=Status.SENDING)
        return claimed


def _one_at_a_time() -> None:
    """Let one sender at a time claim, or two would share out one person's digest. They still send side by side."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7423)")


def _send(to: str, notices: list[Notice]) -> str:
    """Hand one message to the mail server and write down what became of it."""
    ids = [notice.pk for notice in notices]
    try:
        if not _is_invented(to):
            message(to, notices).send()
    except Exception as error:  # whatever the mail server's library raises, the notice must survive it
        logger.warning("A notice could not be sent", extra={"event": type(error).__name__})
        attempts = notices[0].attempts + 1
        Notice.objects.filter(pk__in=ids).update(
            status=Status.FAILED if attempts >= ATTEMPTS else Status.WAITING,
            attempts=attempts,
            last_error=f"{type(error).__name__}: {error}"[:500],
            not_before=timezone.now() + timedelta(minutes=2**attempts),
        )
        return "failed"
    Notice.objects.filter(pk__in=ids).update(
        status=Status.SENT, sent_at=timezone.now(), attempts=models.F("attempts") + 1, last_error=""
    )
    Notice.objects.filter(pk__in=ids, secret=True).update(link="")
    return "sent"


def _is_invented(to: str) -> bool:
    """Addresses of the demonstration belong to nobody, so no mail server is asked to take a message to them."""
    return to.endswith(f"@{settings.DEMO_DOMAIN}") and not settings.EMAIL_BACKEND.startswith(KEPT_HERE)


def message(to: str, notices: list[Notice]) -> EmailMessage:
    """The e-mail for one notice, or for a digest of several: plain text, one subject, one link each."""
    first = notices[0]
    subject = first.subject if len(notices) == 1 else f"{len(notices)} updates from the Regional improvement portal"
    body = _paragraph(first) if len(notices) == 1 else "\n\n".join(_entry(notice) for notice in notices)
    # The same notice always has the same id, so a mail server can recognise one it has seen.
    headers = {"Message-ID": f"<notice-{first.pk}@{settings.PORTAL_URL.split('//')[-1].split(':')[0]}>"}
    return EmailMessage(subject, f"{body}\n\nRegional improvement portal\n", to=[to], headers=headers)


def _entry(notice: Notice) -> str:
    """A notice in a digest, where its subject is not the message's: what it is about comes first."""
    return f"{notice.subject}\n{_paragraph(notice)}"


def _paragraph(notice: Notice) -> str:
    return f"{notice.line}\n{settings.PORTAL_URL}{notice.link}" if notice.link else notice.line
