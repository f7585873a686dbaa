"""Approving by a link: bound to a person, a seat, a thing as it stands and an act; opening it never acts (ACC-7)."""

import re
import secrets
import threading
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from regions import workflow
from regions.models import Memorandum
from regions.querysets import today
from regions.roles import Role
from regions.rules import approvals as rules
from regions.statuses import MemorandumStatus
from riia.accounts.approval_links import APPROVABLE, Approvable, digest_of_token, link_of
from riia.accounts.models import ApprovalLink, User
from riia.accounts.statuses import LinkStatus
from riia.audit.logs import without_secrets
from riia.audit.models import Event
from riia.notifications.models import Notice
from riia.notifications.outbox import send_due
from riia.workflow import NotPermitted, NotPossible
from tests import factories
from tests.approving import AGREE, RETURN, asked, draft
from tests.people import signed_in

pytestmark = pytest.mark.usefixtures("agreeing")
DRAFT, IN_FORCE = MemorandumStatus.DRAFT, MemorandumStatus.IN_FORCE


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("&#x27;", "'").replace("&amp;", "&").split())


@pytest.fixture
def memorandum(cast) -> Memorandum:
    return draft(cast)


@pytest.fixture
def sent(cast, memorandum) -> tuple[ApprovalLink, str]:
    return asked(cast, memorandum)


@pytest.fixture
def address(sent) -> str:
    return sent[1]


def status_of(memorandum) -> str:
    return Memorandum.objects.get(pk=memorandum.pk).status


# --- Asking -----------------------------------------------------------------------------------------------------------


def test_only_the_digest_of_256_random_bits_is_stored(sent):
    link, address = sent
    token = address.removeprefix("/approve/").rstrip("/")
    assert len(token) == 43
    assert link.token_digest == digest_of_token(token) != token
    assert link_of(token) == link
    stored = {str(value) for value in ApprovalLink.objects.filter(pk=link.pk).values().get().values()}
    assert token not in stored
    assert not Event.objects.filter(after__icontains=token).exists()
    send_due()
    notice = Notice.objects.get(subject="A draft to agree")
    assert notice.link == "", "the outbox forgets it once it is sent"
    assert notice.line.endswith("This link is for you alone and works once, for 14 days. To open it decides nothing.")


def test_a_newer_link_for_the_same_ends_the_earlier_one(cast, memorandum, sent, client):
    earlier, address = sent
    later, _ = asked(cast, memorandum)
    earlier.refresh_from_db()
    assert (earlier.status, later.status) == (LinkStatus.WITHDRAWN, LinkStatus.OPEN)
    assert "a newer one was sent" in text_of(client.get(address))


def ask(cast, memorandum, approver, **other) -> ApprovalLink:
    appointment = cast.appointment(approver).pk
    inputs = {"about": memorandum, "act": AGREE, "appointment": appointment, "subject": "S", "line": "L"}
    return workflow.ask_for_approval(approver, by=cast.north.regional_team, **(inputs | other))


def test_whom_one_cannot_ask(cast, memorandum):
    chief = cast.north.chief_executive
    said = {}
    for name, approver, other in (
        ("unknown act", chief, {"act": "regions.memorandum.end_memorandum"}),
        ("another's seat", chief, {"appointment": cast.appointment(cast.north.dcs).pk}),
        ("may not", cast.north.dcs, {}),
        ("second factor", cast.north.board_chair, {}),
    ):
        with pytest.raises(NotPossible) as refusal:
            ask(cast, memorandum, approver, **other)
        said[name] = str(refusal.value)
    User.objects.filter(pk=chief.pk).update(is_active=False)
    with pytest.raises(NotPossible, match="is closed"):
        ask(cast, memorandum, cast.north.chief_executive)
    assert said == {
        "unknown act": "This can’t be approved by a link.",
        "another's seat": "Chief executive, Aldermoor doesn’t hold this seat today.",
        "may not": "Director of children's services, Aldermoor may not do this: agree the draft.",
        "second factor": (
            "Chair of the governance board, North has a seat that needs a second factor, so they approve after "
            "signing in."
        ),
    }
    with pytest.raises(NotPermitted):
        workflow.ask_for_approval(chief, by=cast.stranger, about=memorandum, act=AGREE, appointment=1)


# --- Opening ----------------------------------------------------------------------------------------------------------


def test_opening_shows_what_is_asked_and_never_acts(cast, memorandum, address, client):
    events = Event.objects.count()
    for _ in range(2):
        page = client.get(address)
        client.head(address)
    text = text_of(page)
    for words in (
        "Agree the draft",
        "Send the draft back",
        "What we share with one another.",
        "Regional team, North",
        "as Chief executive, Aldermoor",
    ):
        assert words in text, words
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert (status_of(memorandum), Event.objects.count()) == (DRAFT, events)
    assert client.options(address).status_code == 405


def test_it_opens_nothing_else_and_signs_nobody_in(memorandum, address, client):
    client.get(address)
    client.post(address, {"answer": "approve"})
    assert not Session.objects.exists()
    assert set(client.cookies) == {settings.CSRF_COOKIE_NAME}
    assert client.get(memorandum.get_absolute_url())["Location"].startswith("/accounts/login/")


def test_what_stands_in_the_way_of_the_act_is_said(cast, client):
    _, address = asked(cast, draft(cast, title="Sunday"))
    assert "Nothing is agreed on a Sunday." in text_of(client.get(address))
    refused = client.post(address, {"answer": "approve"})
    assert (refused.status_code, "Nothing is agreed on a Sunday." in text_of(refused)) == (422, True)
    assert ApprovalLink.objects.get().status == LinkStatus.OPEN


# --- Acting -----------------------------------------------------------------------------------------------------------


def test_the_form_acts_as_the_person_and_under_the_seat_of_the_link(cast, memorandum, address, client):
    done = client.post(address, {"answer": "approve"})
    assert (done.status_code, "Thank you" in text_of(done)) == (200, True)
    assert status_of(memorandum) == IN_FORCE
    chief = cast.north.chief_executive
    events = Event.objects.filter(actor_id=chief.pk).order_by("pk")
    assert [(one.verb, one.actor_name, one.acting_as, one.reason) for one in events] == [
        ("agree", str(chief), "Chief executive, Aldermoor", "By link."),
        ("answer_by_link", str(chief), "Chief executive, Aldermoor", ""),
    ]
    link = ApprovalLink.objects.get()
    assert (link.status, link.done, link.closed_at is not None) == (LinkStatus.USED, AGREE, True)


def test_who_has_several_seats_acts_under_the_one_that_was_asked(cast, memorandum):
    chief = cast.north.chief_executive
    other = cast.seat(cast.north.second, Role.CHIEF_EXECUTIVE)
    factories.confirmed(other, chief.person, by=cast.administrator, second=cast.other_administrator)
    _, address = asked(cast, memorandum)
    Client().post(address, {"answer": "approve"})
    assert Event.objects.get(verb="agree").acting_as == "Chief executive, Birchester"


def test_it_is_sent_back_with_a_reason_and_not_without(cast, memorandum, address, client):
    missing = client.post(address, {"answer": "back", "why": " "})
    assert (missing.status_code, "Enter what has to change" in text_of(missing)) == (422, True)
    assert status_of(memorandum) == DRAFT
    done = client.post(address, {"answer": "back", "why": "Page two is last year’s."})
    assert "Send the draft back" in text_of(done)
    assert status_of(memorandum) == MemorandumStatus.ENDED
    assert Event.objects.get(verb="send_back").reason == "Page two is last year’s. (by link)"
    assert ApprovalLink.objects.get().done == RETURN


def test_an_act_without_a_way_back_has_one_button(cast, memorandum, client):
    APPROVABLE[AGREE] = Approvable(template="components/summary_list.html")
    _, address = asked(cast, memorandum)
    page = text_of(client.get(address))
    assert "Send the draft back" not in page
    assert "Reason" not in page
    assert client.post(address, {"answer": "back"}).status_code == 422
    assert client.post(address, {"answer": "approve"}).status_code == 200


@pytest.mark.parametrize("answer", [{}, {"answer": ""}, {"answer": "regions.memorandum.end_memorandum"}])
def test_a_form_without_a_decision_does_nothing(memorandum, address, client, answer):
    assert client.post(address, answer).status_code == 422
    assert status_of(memorandum) == DRAFT


def test_the_form_needs_its_own_token_and_needs_no_referrer(memorandum, address):
    client = Client(enforce_csrf_checks=True)
    assert client.post(address, {"answer": "approve"}).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(address).content.decode()).group(1)
    form = {"answer": "approve", "csrfmiddlewaretoken": token}
    assert client.post(address, form, headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert status_of(memorandum) == DRAFT
    # What a browser calls the origin of a page that may not say where it came from; over https, without a referrer.
    assert client.post(address, form, headers={"origin": "null"}, secure=True).status_code == 200
    assert status_of(memorandum) == IN_FORCE


# --- What ends a link -------------------------------------------------------------------------------------------------


def ended(client, address) -> str:
    """What the page says, opened and acted upon; neither does anything."""
    opened, acted = client.get(address), client.post(address, {"answer": "approve"})
    assert (opened.status_code, acted.status_code) == (410, 410)
    assert "<form method" not in re.search(r"<main.*</main>", opened.content.decode(), re.DOTALL).group()
    assert text_of(opened) == text_of(acted)
    return text_of(opened)


def test_it_can_be_used_once(memorandum, address, client):
    client.post(address, {"answer": "approve"})
    events = Event.objects.count()
    assert "It was used already, and can be used once only." in ended(Client(), address)
    assert Event.objects.count() == events


def test_it_ends_when_what_it_is_about_changes(cast, memorandum, address, client):
    workflow.correct(memorandum, by=cast.north.regional_team, changes={"summary": "Something else."})
    assert "What you were asked to approve has changed since." in ended(client, address)
    assert status_of(memorandum) == DRAFT


def test_it_ends_with_the_appointment(cast, memorandum, address, client):
    workflow.end_appointment(cast.appointment(cast.north.chief_executive), by=cast.administrator, ends=today())
    assert "The appointment under which you would have approved has ended" in ended(client, address)


def test_it_rests_while_somebody_acts_in_the_seat(cast, memorandum, address, client):
    seat = cast.seat(cast.north.first, Role.CHIEF_EXECUTIVE)
    factories.confirmed(seat, by=cast.administrator, second=cast.other_administrator, acting=True)
    assert "somebody acts in your place" in ended(client, address)


def test_it_ends_when_the_account_is_closed(cast, memorandum, address, client):
    workflow.close_account(cast.north.chief_executive, by=cast.administrator)
    assert "The account that it was sent to is closed." in ended(client, address)


def test_a_demonstrations_account_counts_as_closed_where_there_is_no_demonstration(cast, address, client):
    User.objects.filter(pk=cast.north.chief_executive.pk).update(is_demo=True)
    assert "is closed" in ended(client, address)


def test_it_ends_after_fourteen_days(memorandum, address, client):
    with time_machine.travel(timezone.now() + timedelta(days=13, hours=23)):
        assert client.get(address).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert "14 days, and they are over" in ended(client, address)


def test_it_ends_when_the_person_comes_to_need_a_second_factor(cast, memorandum, address, client):
    """ACC-6: a message in a mailbox is one factor."""
    seat = cast.seat(cast.north.region, Role.BOARD_CHAIR)
    person = cast.north.chief_executive.person
    factories.confirmed(seat, person, by=cast.administrator, second=cast.other_administrator)
    assert "needs a second factor by now" in ended(client, address)


def test_it_ends_when_the_act_is_no_longer_open_to_the_person_or_to_links(memorandum, address, client):
    del APPROVABLE[AGREE]
    assert "You can no longer do this." in ended(client, address)


def test_who_asked_takes_it_back(cast, sent, client):
    link, address = sent
    assert rules.may_withdraw_link(cast.administrator, link)
    with pytest.raises(NotPermitted):
        workflow.withdraw_link(link, by=cast.north.chief_executive)
    workflow.withdraw_link(link, by=cast.north.regional_team)
    assert "It was taken back" in ended(client, address)


# --- Nobody else ------------------------------------------------------------------------------------------------------


def test_all_guesses_get_the_same_answer_and_are_limited(address, client):
    answers = set()
    for guess in ("x", secrets.token_urlsafe(32), address.removeprefix("/approve/")[:-2], "a" * 43, "%00", "é" * 300):
        for method in (client.get, client.post):
            page = method(f"/approve/{guess}/")
            body = re.search(r"<main.*</main>", page.content.decode(), re.DOTALL).group()
            answers.add((page.status_code, page["Referrer-Policy"], page["Cache-Control"], body))
    assert {one[0] for one in answers} == {404, 429}
    assert len(answers) == 2
    assert client.get(address).status_code == 200, "a link that was sent still works"


def test_it_works_for_the_person_it_was_sent_to_alone(cast, sent, memorandum, client):
    link, address = sent
    signed_in(client, cast.north.dcs)
    for page in (client.get(address), client.post(address, {"answer": "approve"})):
        assert (page.status_code, "sent to somebody else" in text_of(page)) == (403, True)
    for somebody in (cast.north.dcs, cast.administrator, cast.stranger):
        with pytest.raises(NotPermitted):
            workflow.answer_by_link(link, by=somebody, answer=AGREE)
    assert status_of(memorandum) == DRAFT
    signed_in(client, cast.north.chief_executive)
    assert client.post(address, {"answer": "approve"}).status_code == 200


def test_nothing_but_what_it_names_can_be_done_by_it(cast, sent):
    link, _ = sent
    with pytest.raises(NotPossible, match="for something else"):
        workflow.answer_by_link(link, by=cast.north.chief_executive, answer="regions.memorandum.end_memorandum")


def test_the_logs_do_not_hold_it(address):
    assert without_secrets(f"GET {address} 200") == "GET /approve/.../ 200"


# --- Two at the same moment -------------------------------------------------------------------------------------------


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_forms_at_once_one_acts(cast, memorandum, address):
    start, answers = threading.Barrier(2), []

    def press():
        start.wait(10)
        answers.append(Client().post(address, {"answer": "approve"}).status_code)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert sorted(answers) == [200, 410]
    assert Event.objects.filter(verb="agree").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_change_at_the_same_moment_is_never_approved_unread(cast, memorandum, address):
    """Whoever is first: either what was read is approved, or the change stands and nothing is."""
    start = threading.Barrier(2)

    def press():
        start.wait(10)
        Client().post(address, {"answer": "approve"})
        connection.close()

    def change():
        start.wait(10)
        workflow.correct(memorandum, by=cast.north.regional_team, changes={"summary": "Something else."})
        connection.close()

    threads = [threading.Thread(target=one) for one in (press, change)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    verbs = list(Event.objects.filter(verb__in=["agree", "correct"]).order_by("pk").values_list("verb", flat=True))
    assert verbs[1:] in (["correct"], ["agree", "correct"])


def test_what_changes_while_somebody_answers_is_not_approved(cast, memorandum, sent, monkeypatch):
    """It is looked at once before the lock and once behind it."""
    looks = iter(["", "The draft has changed since."])
    monkeypatch.setattr(rules, "what_changed", lambda *_: next(looks))
    with pytest.raises(NotPossible, match="changed since"):
        workflow.answer_by_link(sent[0], by=cast.north.chief_executive, answer=AGREE)
    assert (status_of(memorandum), list(looks)) == (DRAFT, [])


def test_nothing_stands_in_the_way_of_asking_until_it_is_said_about_what(cast):
    assert rules.reasons_not_to_ask(cast.north.chief_executive, by=cast.north.regional_team) == []


def test_a_link_to_what_has_changed_is_used_by_nobody(cast, memorandum, sent):
    workflow.correct(memorandum, by=cast.north.regional_team, changes={"title": "Another version"})
    with pytest.raises(NotPossible):
        workflow.answer_by_link(sent[0], by=cast.north.chief_executive, answer=AGREE)
    assert status_of(memorandum) == DRAFT
