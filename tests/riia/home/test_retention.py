"""Retention: what has had its time goes as was decided, leaves an anonymous marker, and nothing else goes (ACC-16)."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from datasets.models import DataExport, Edition, FigureNote, Remark
from regions import workflow
from regions.models import DirectoryImport, InformationRequest, Interest, Person
from regions.querysets import today
from regions.roles import Role
from riia.accounts.models import Invitation, User
from riia.audit import trail
from riia.audit.models import Event
from riia.home import clocks, retention
from riia.home.clocks import run_clocks
from riia.home.retention import TABLE, dispose, due
from riia.notifications.models import Notice
from tests import factories
from tests.datasets import comparing
from tests.datasets import factories as in_datasets


def days_ago(days: int):
    return timezone.localtime() - timedelta(days=days)  # by the clock on the wall, as it is disposed of


def counted() -> dict[str, int]:
    return {kept.kind: rows for kept, rows in due() if rows}


@pytest.fixture
def left(cast) -> Person:
    """Somebody who left a seat two years and a day ago."""
    person = factories.person("Left Long", email="left@council.example", telephone="01234", publishes_contact=True)
    ends = today() - timedelta(days=731)
    factories.stated(cast.seat(cast.north.second, Role.DASS), person, ends - timedelta(days=400), ends=ends)
    return person


def test_nothing_is_due_in_a_portal_of_today(cast):
    before = Event.objects.count()
    assert counted() == {}
    assert dispose() == 0
    assert Event.objects.count() == before


def test_contact_details_go_two_years_after_the_last_appointment_and_leave_an_anonymous_marker(cast, left):
    assert counted() == {"Contact details of people": 1}
    assert dispose() == 1
    left.refresh_from_db()
    assert (left.name, left.email, left.telephone, left.publishes_contact) == ("Left Long", "", "", False)
    marker = Event.objects.latest("pk")
    assert (marker.actor_name, marker.verb, marker.target_name, marker.target_id, marker.scope) == (
        "The portal",
        "dispose",
        "Contact details of people",
        "",
        "",
    )
    assert marker.after["rows"] == 1
    assert "Left" not in f"{marker.after} {marker.target_name} {marker.reason}"
    assert dispose() == 0


@pytest.mark.parametrize("still", ["holds another seat", "is proposed for one", "left a day later", "has none"])
def test_who_is_still_needed_keeps_contact_details(cast, left, still):
    if still == "holds another seat":
        factories.stated(cast.seat(cast.north.third, Role.DASS), left)
    elif still == "is proposed for one":
        factories.proposed(cast.seat(cast.north.third, Role.LEAD_MEMBER), left, by=cast.north.regional_team)
    elif still == "left a day later":
        left.appointments.update(ends=today() - timedelta(days=729))
    else:
        left.appointments.update(person=factories.person())
    assert counted() == {}
    dispose()
    left.refresh_from_db()
    assert left.email == "left@council.example"


def test_sent_notices_lose_their_text_after_a_year_and_are_still_not_told_twice(cast):
    for status, sent in (("sent", timezone.now()), ("waiting", None), ("failed", None)):
        Notice.objects.create(
            to="a@b.example", subject="S", line="L", link="/x/", key=f"k:{status}", status=status, sent_at=sent
        )
    Notice.objects.create(to="a@b.example", subject="S", line="L", key="new", status="sent", sent_at=timezone.now())
    Notice.objects.exclude(key="new").update(created_at=days_ago(366))
    assert dispose() == 2
    assert dict(Notice.objects.values_list("key", "line")) == {
        "k:sent": "",
        "k:failed": "",
        "k:waiting": "L",
        "new": "L",
    }
    gone = Notice.objects.get(key="k:sent")
    assert (gone.to, gone.subject, gone.link) == ("", "", "")


def test_rows_of_files_go_after_ninety_days_and_the_file_stays_on_record(cast):
    for number, days in ((1, 91), (2, 89)):
        DirectoryImport.objects.create(
            region=cast.north.region,
            uploaded_by=cast.north.regional_team,
            uploaded_at=days_ago(days),
            name=f"{number}.csv",
            digest="0" * 64,
            rows=[["name"], ["Ann"]],
            counts={"new": 1},
        )
    assert dispose() == 1
    kept = {one.name: (one.rows, one.counts) for one in DirectoryImport.objects.all()}
    assert kept == {"1.csv": ([], {"new": 1}), "2.csv": ([["name"], ["Ann"]], {"new": 1})}


def test_closed_requests_and_ended_interests_lose_their_texts_after_three_years(cast):
    team, region = cast.north.regional_team, cast.north.region
    for reference, days in (("OLD", 1096), ("NEW", 1094), ("OPEN", 0)):
        asked = factories.information_request(region, by=team, reference=reference)
        InformationRequest.objects.filter(pk=asked.pk).update(received_on=today() - timedelta(days=1100))
        if days:
            asked.refresh_from_db()
            on = today() - timedelta(days=days)
            workflow.close_information_request(asked, by=team, outcome="answered", closed_on=on, words="Sent.")
    row = factories.interest(cast.north.dass.person, cast.north.second, by=team, note="A neighbour")
    Interest.objects.filter(pk=row.pk).update(
        starts=today() - timedelta(days=1200), ends=today() - timedelta(days=1096)
    )
    assert dispose() == 2
    assert dict(InformationRequest.objects.values_list("reference", "about")) == {
        "OLD": "",
        "NEW": "The minutes of the last meeting",
        "OPEN": "The minutes of the last meeting",
    }
    assert (Interest.objects.get().note, Interest.objects.get().kind) == ("", "family")


def test_words_and_copies_around_figures_go_and_the_figures_stay(cast):
    return_ = in_datasets.published_return(cast)
    Remark.objects.all().delete()
    by, edition, figures = cast.north.dcs, return_.edition, return_.edition.figures.count()
    indicator, period = comparing.share(), return_.collection_period
    Edition.objects.filter(pk=edition.pk).update(file_name="made-by-ann.xlsx", file_digest="0" * 64)
    for years, days in ((6, 1), (6, -1)):
        at = days_ago(365 * years + days)
        Remark.objects.create(of_return=return_, kind="query", text="Is this right?", by=by, at=at)
        copy = {"recipient": "dfe", "made_by": by, "made_at": at, "rows": 1, "digest": "0" * 64, "content": [["1"]]}
        DataExport.objects.create(collection_period=period, **copy)
        note = {"period": "2025", "text": "A new team", "by": by, "at": days_ago(365 * 3 + days)}
        FigureNote.objects.create(authority=cast.north.first, indicator=indicator, **note)
    assert dispose() == 3
    Edition.objects.filter(pk=edition.pk).update(made_at=days_ago(365 * 6 + 1))
    assert dispose() == 1
    edition.refresh_from_db()
    assert (edition.file_name, edition.file_digest, edition.figures.count()) == ("", "0" * 64, figures)
    assert list(Remark.objects.values_list("text", flat=True)) == ["", "Is this right?"]
    assert sorted(FigureNote.objects.values_list("text", flat=True)) == ["", "A new team"]
    kept = DataExport.objects.order_by("pk").values_list("content", "digest", "rows")
    assert list(kept) == [([], "0" * 64, 1), ([["1"]], "0" * 64, 1)]


def test_old_invitations_sessions_and_devices_are_removed(cast, client):
    old, new = (
        workflow.invite(User.objects.create_user(f"{name}@portal.example", name=name), by=cast.administrator)
        for name in ("old", "new")
    )
    Invitation.objects.filter(pk=old.pk).update(invited_at=days_ago(366))
    client.force_login(cast.north.dass)
    Session.objects.create(session_key="over", session_data="", expire_date=days_ago(1))
    for key, days in (("old", 91), ("new", 89)):
        row = UserSession.objects.create(user=cast.north.dass, session_key=key, ip="192.0.2.1", user_agent="X")
        UserSession.objects.filter(pk=row.pk).update(last_seen_at=days_ago(days))
    assert dispose() == 3
    assert set(Invitation.objects.values_list("pk", flat=True)) >= {new.pk}
    assert not Invitation.objects.filter(pk=old.pk).exists()
    assert list(Session.objects.values_list("session_key", flat=True)) == [client.session.session_key]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["new"]


def test_the_trail_is_never_touched_and_stays_whole(cast, left):
    trail.seal()
    before = list(Event.objects.order_by("pk").values_list())
    said = list(run_clocks())
    assert "Records disposed of: 1." in said
    assert list(Event.objects.order_by("pk").values_list())[: len(before)] == before
    assert list(trail.faults()) == []


def test_a_kind_that_fails_is_named_and_does_not_keep_the_others(cast, left, monkeypatch):
    def fail(before):
        raise ValueError("no such table")

    broken = retention.Kept("Broken", "a day", "", "", 1, Person, fail, lambda rows: 0)
    monkeypatch.setattr(retention, "TABLE", (broken, *TABLE))
    with pytest.raises(CommandError, match=r"Not everything could be disposed of\. Broken: no such table"):
        call_command("dispose")
    left.refresh_from_db()
    assert left.email == ""


def test_a_clock_that_fails_does_not_keep_the_trail_from_being_sealed(cast, monkeypatch):
    def fail() -> int:
        raise ValueError("no such table")

    monkeypatch.setattr(clocks, "CLOCKS", (("broken", fail), *clocks.CLOCKS))
    with pytest.raises(CommandError, match="Broken: ValueError: no such table"):
        call_command("run_clocks", verbosity=0)
    assert trail.seal() == 0


def test_the_command_says_what_is_due_without_touching_it(cast, left, capsys):
    call_command("dispose", "--show")
    assert "Contact details of people (2 years after their last appointment ended): 1 due." in capsys.readouterr().out
    call_command("dispose")
    assert capsys.readouterr().out == "Records disposed of: 1.\n"


def test_the_privacy_page_prints_the_table(client, db):
    page = client.get("/privacy/").content.decode()
    for kept in TABLE:
        assert f">{kept.kind}</th>" in page
        assert kept.period in page
