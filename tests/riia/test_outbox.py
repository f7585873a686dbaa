"""The outbox: nothing is sent for what was rolled back, nothing is lost, nothing is sent twice."""

import smtplib
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction

from riia.accounts.models import User
from riia.notifications import outbox
from riia.notifications.models import Notice, Status, Urgency
from tests.people import account

# In winter London's clocks show universal time.
MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
BEFORE_THE_HOUR = datetime(2026, 11, 23, 6, 59, tzinfo=UTC)


class BrokenBackend(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("Connection lost")


@pytest.fixture
def reader(db) -> User:
    return account("Reader", "reader@portal.example")


@pytest.fixture
def other(db) -> User:
    return account("Other", "other@portal.example")


@pytest.fixture
def morning():
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def mail_down(settings):
    """The mail server is down until the test calls this."""
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"

    def up():
        settings.EMAIL_BACKEND = working

    return up


def tell(user, subject="Something waits", **details):
    outbox.tell(user, subject, f"{subject}, says the line.", **{"urgency": Urgency.AT_ONCE} | details)


def sent():
    return [(message.to, message.subject) for message in mail.outbox]


# --- Writing ----------------------------------------------------------------------------------------------------------


def test_a_notice_that_was_rolled_back_is_not_sent(reader):
    with transaction.atomic():
        tell(reader)
        transaction.set_rollback(True)

    assert outbox.send_due() == {"sent": 0, "failed": 0}
    assert sent() == []


def test_a_closed_account_is_told_nothing(reader):
    reader.is_active = False

    tell(reader)

    assert not Notice.objects.exists()


def test_two_notices_with_one_key_are_one_for_each_person(reader, other):
    for _ in range(2):
        tell(reader, key="second:1")
        tell(other, key="second:1")
    tell(reader, key="second:2")

    assert sorted(Notice.objects.values_list("key", "to")) == [
        (f"second:1:{reader.pk}", "reader@portal.example"),
        (f"second:1:{other.pk}", "other@portal.example"),
        (f"second:2:{reader.pk}", "reader@portal.example"),
    ]


# --- Sending ----------------------------------------------------------------------------------------------------------


def test_an_urgent_notice_goes_at_once_and_once(reader):
    tell(reader, link="/appointments/1/")

    assert outbox.send_due() == {"sent": 1, "failed": 0}
    assert outbox.send_due() == {"sent": 0, "failed": 0}

    (message,) = mail.outbox
    assert (message.to, message.subject) == (["reader@portal.example"], "Something waits")
    assert message.body == (
        "Something waits, says the line.\nhttps://portal.example/appointments/1/\n\nRegional improvement portal\n"
    )
    notice = Notice.objects.get()
    assert (notice.status, notice.attempts, notice.last_error) == (Status.SENT, 1, "")
    assert notice.sent_at is not None


def test_each_urgent_notice_is_a_message_of_its_own(reader, other):
    tell(reader, "First")
    tell(reader, "Second")
    tell(other, "Third")

    assert outbox.send_due()["sent"] == 3

    assert sent() == [
        (["reader@portal.example"], "First"),
        (["reader@portal.example"], "Second"),
        (["other@portal.example"], "Third"),
    ]


def test_the_same_notice_always_has_the_same_message_id(reader):
    tell(reader)
    notice = Notice.objects.get()

    first, again = (outbox.message(notice.to, [notice]).message()["Message-ID"] for _ in range(2))

    assert first == again == f"<notice-{notice.pk}@portal.example>"


def test_a_link_that_lets_its_reader_in_is_wiped_once_it_is_sent(reader):
    tell(reader, link="/accounts/invitation/secret/", secret=True)
    tell(reader, "Another", link="/people/")

    outbox.send_due()

    assert "/accounts/invitation/secret/" in mail.outbox[0].body
    assert list(Notice.objects.order_by("pk").values_list("link", flat=True)) == ["", "/people/"]


# --- NOT-1: the day's digest ------------------------------------------------------------------------------------------


def test_what_is_not_urgent_waits_for_the_hour_and_then_goes_as_one_message_a_person(reader, other):
    for subject in ("First", "Second"):
        tell(reader, subject, urgency=Urgency.DIGEST)
    tell(other, "Third", urgency=Urgency.DIGEST)

    with time_machine.travel(BEFORE_THE_HOUR):
        assert outbox.send_due()["sent"] == 0
    with time_machine.travel(MORNING):
        assert outbox.send_due()["sent"] == 3

    assert sent() == [
        (["reader@portal.example"], "2 updates from the Regional improvement portal"),
        (["other@portal.example"], "Third"),
    ]
    # Each begins with its subject, which may alone say whom it is about; one message has it as its own.
    assert mail.outbox[0].body.startswith("First\nFirst, says the line.\n\nSecond\nSecond, says the line.\n\n")
    assert mail.outbox[1].body.startswith("Third, says the line.\n")


def test_the_hour_is_londons_in_summer_too(reader):
    tell(reader, urgency=Urgency.DIGEST)

    with time_machine.travel(datetime(2026, 7, 1, 5, 59, tzinfo=UTC)):
        assert outbox.send_due()["sent"] == 0
    with time_machine.travel(datetime(2026, 7, 1, 6, 0, tzinfo=UTC)):
        assert outbox.send_due()["sent"] == 1


def test_who_had_todays_digest_gets_the_next_one_tomorrow(reader, other, morning):
    tell(reader, "First", urgency=Urgency.DIGEST)
    outbox.send_due()
    morning.shift(timedelta(hours=2))
    tell(reader, "Second", urgency=Urgency.DIGEST)
    tell(other, "Third", urgency=Urgency.DIGEST)
    tell(reader, "Urgent")

    assert outbox.send_due()["sent"] == 2
    morning.shift(timedelta(days=1))
    assert outbox.send_due()["sent"] == 1

    assert [subject for _, subject in sent()] == ["First", "Urgent", "Third", "Second"]


def test_what_is_not_to_go_before_a_time_waits_for_it(reader, morning):
    tell(reader)
    Notice.objects.update(not_before=MORNING + timedelta(hours=1))

    assert outbox.send_due()["sent"] == 0
    morning.shift(timedelta(hours=1))
    assert outbox.send_due()["sent"] == 1


# --- When things go wrong ---------------------------------------------------------------------------------------------


def test_nothing_is_lost_while_the_mail_server_is_down(reader, morning, mail_down):
    tell(reader)

    assert outbox.send_due() == {"sent": 0, "failed": 1}

    notice = Notice.objects.get()
    assert (notice.status, notice.attempts, notice.sent_at) == (Status.WAITING, 1, None)
    assert notice.last_error == "SMTPServerDisconnected: Connection lost"
    assert notice.not_before == MORNING + timedelta(minutes=2)
    # Not again and again in the same minute.
    assert outbox.send_due() == {"sent": 0, "failed": 0}
    mail_down()
    morning.shift(timedelta(minutes=2))
    assert outbox.send_due() == {"sent": 1, "failed": 0}
    assert sent() == [(["reader@portal.example"], "Something waits")]
    assert Notice.objects.get().attempts == 2


def test_a_digest_that_failed_goes_whole_later(reader, morning, mail_down):
    for subject in ("First", "Second"):
        tell(reader, subject, urgency=Urgency.DIGEST)

    assert outbox.send_due() == {"sent": 0, "failed": 2}
    mail_down()
    morning.shift(timedelta(minutes=2))
    assert outbox.send_due() == {"sent": 2, "failed": 0}

    assert sent() == [(["reader@portal.example"], "2 updates from the Regional improvement portal")]


def test_one_address_that_fails_holds_nobody_else_up(reader, other, monkeypatch):
    tell(reader, "First")
    tell(other, "Second")
    message = outbox.message

    def refused(to, notices):
        if to == reader.email:
            raise smtplib.SMTPRecipientsRefused({to: (550, b"unknown")})
        return message(to, notices)

    monkeypatch.setattr(outbox, "message", refused)

    assert outbox.send_due() == {"sent": 1, "failed": 1}
    assert sent() == [(["other@portal.example"], "Second")]


def test_after_eight_attempts_it_counts_as_failed_until_somebody_tries_again(reader, morning, mail_down):
    administrator = account("Administrator", "administrator@portal.example", is_staff=True)
    tell(reader)
    for _ in range(outbox.ATTEMPTS):
        assert outbox.send_due()["failed"] == 1
        morning.shift(timedelta(days=1))

    assert Notice.objects.get().status == Status.FAILED
    mail_down()
    assert outbox.send_due() == {"sent": 0, "failed": 0}
    assert outbox.try_again(Notice.objects.all(), by=administrator) == 1
    assert outbox.send_due() == {"sent": 1, "failed": 0}


def test_a_sender_that_was_killed_leaves_the_notice_being_sent(reader, monkeypatch):
    tell(reader)

    def killed(to, notices):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_send", killed)
        with pytest.raises(KeyboardInterrupt):
            outbox.send_due()

    # It may or may not have gone: an administrator sees it and decides; it isn't sent a second time unasked.
    assert Notice.objects.get().status == Status.SENDING
    assert outbox.send_due() == {"sent": 0, "failed": 0}
    assert sent() == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_notice_once():
    readers = [account(f"Reader {n}", f"reader-{n}@portal.example") for n in range(8)]
    for reader in readers:
        tell(reader, "First")
        tell(reader, "Second")
        for n in range(3):
            tell(reader, f"Digest {n}", urgency=Urgency.DIGEST)
    start, counts = threading.Barrier(3), []

    def send():
        start.wait()
        try:
            counts.append(outbox.send_due()["sent"])
        finally:
            connection.close()

    with time_machine.travel(MORNING):
        threads = [threading.Thread(target=send) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sum(counts) == len(readers) * 5
    assert len(sent()) == len(readers) * 3
    subjects = ["First", "Second", "3 updates from the Regional improvement portal"]
    assert sorted(sent()) == sorted(([reader.email], subject) for reader in readers for subject in subjects)
    assert set(Notice.objects.values_list("status", "attempts")) == {(Status.SENT, 1)}
