"""E-mail that came back: read from mail servers' reports, noted on the outbox, shown to those who can help (NOT-1)."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from regions import upkeep
from riia.accounts.models import User
from riia.audit.models import Event
from riia.notifications import bounces
from riia.notifications.models import Notice, Status, Urgency
from riia.notifications.outbox import send_due, tell
from tests.people import signed_in

REPORT = """\
From: MAILER-DAEMON@mail.example
To: portal@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain

Your message could not be delivered.

--=_b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

{recipient}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user

--=_b
Content-Type: {kind}

Message-ID: {id}
Subject: X

Hello

--=_b--
"""


def report(notice: int, to: str, action: str = "failed", kind: str = "message/rfc822", **other) -> bytes:
    fields = {
        "recipient": f"Final-Recipient: rfc822; {to}",
        "action": action,
        "kind": kind,
        "id": f"<notice-{notice}@portal.example>",
    }
    return REPORT.format(**(fields | other)).encode()


@pytest.fixture
def sent(cast) -> Notice:
    tell(cast.north.dcs, "Something", "Something happened.", urgency=Urgency.AT_ONCE)
    send_due()
    return Notice.objects.get()


def test_a_failed_delivery_is_noted_once_with_its_reason(sent):
    for kind in ("message/rfc822", "text/rfc822-headers"):
        raw = report(sent.pk, sent.to.upper(), kind=kind)
        assert list(bounces.failures_in(raw)) == [
            bounces.Failure(sent.pk, sent.to.upper(), "5.1.1 550 5.1.1 No such user")
        ]
    assert [bounces.record_bounces([raw]) for _ in range(2)] == [1, 0]
    sent.refresh_from_db()
    assert (sent.status, sent.bounced_at is not None) == (Status.SENT, True)
    assert sent.bounce_reason == "5.1.1 550 5.1.1 No such user"
    assert Event.objects.get(verb="record_bounce").target_id == str(sent.pk)


def test_a_digest_that_came_back_came_back_whole(cast):
    for number in range(3):
        tell(cast.north.dcs, f"Thing {number}", "It happened.")
        tell(cast.north.dass, f"Thing {number}", "It happened.")
    Notice.objects.update(created_at=timezone.now())
    when = timezone.now()
    Notice.objects.update(status=Status.SENT, sent_at=when)
    first = Notice.objects.filter(to=cast.north.dcs.email).earliest("pk")
    assert bounces.record_bounces([report(first.pk, first.to)]) == 3
    assert set(Notice.objects.filter(bounced_at__isnull=False).values_list("to", flat=True)) == {first.to}


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_what_is_only_late_has_not_come_back(sent, action):
    assert bounces.record_bounces([report(sent.pk, sent.to, action)]) == 0


def test_what_is_no_report_of_ours_is_left_alone(sent):
    others = [
        b"",
        b"Subject: Out of office\n\nI am away.",
        b"\xff\xfe\x00",
        report(sent.pk, sent.to).replace(b"multipart/report", b"multipart/mixed"),
        report(sent.pk, sent.to, id="<other@portal.example>"),
        report(sent.pk, "somebody-else@portal.example"),
        report(sent.pk + 1000, sent.to),
        report(sent.pk, sent.to, recipient="X-Nobody: nobody"),
        report(sent.pk, sent.to).replace(b"message/rfc822", b"text/html"),
        report(sent.pk, sent.to) + b"x" * bounces.LARGEST,
    ]
    assert bounces.record_bounces(others) == 0
    assert not Notice.objects.filter(bounced_at__isnull=False).exists()


def test_the_command_reads_files_or_the_standard_input(sent, tmp_path, monkeypatch, capsys):
    file = tmp_path / "bounce.eml"
    file.write_bytes(report(sent.pk, sent.to))
    call_command("record_bounces", str(file))
    assert "1 notices that came back, in 1 messages." in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(report(sent.pk, sent.to))))
    call_command("record_bounces")
    assert "0 notices that came back" in capsys.readouterr().out
    with pytest.raises(CommandError, match="No such file"):
        call_command("record_bounces", str(tmp_path / "missing"))


def test_the_regional_team_sees_whom_e_mail_does_not_reach(cast, sent, client):
    bounces.record_bounces([report(sent.pk, sent.to)])
    for somebody, sees in (("north.regional_team", True), ("administrator", True), ("south.regional_team", False)):
        assert bool(upkeep.came_back(cast[somebody])) is sees, somebody
    page = signed_in(client, cast.north.regional_team).get("/directory/").content.decode()
    assert "E-mail that came back" in page
    assert "No such user" in page
    director = cast.north.dcs.pk
    User.objects.filter(pk=director).update(email="right@portal.example")
    assert upkeep.came_back(cast.north.regional_team) == [], "the address has been corrected since"
    User.objects.filter(pk=director).update(email=sent.to)
    Notice.objects.update(bounced_at=timezone.now() - timedelta(days=91))
    assert upkeep.came_back(cast.north.regional_team) == []


def test_mail_to_the_demonstration_goes_to_no_mail_server(cast, settings, monkeypatch):
    user = cast.north.dcs
    user.email = "dcs@demo.example"
    tell(user, "Something", "Something happened.", urgency=Urgency.AT_ONCE)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda _: pytest.fail("a server was asked"))
    assert send_due() == {"sent": 1, "failed": 0}
    assert mail.outbox == []
