"""Backups: everything comes back as it was, in another database too, and what is damaged or doesn't fit is refused."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import override_settings

from regions import workflow
from regions.models import Person
from riia.audit import trail
from riia.home.backing_up import LEFT_OUT, BackupError, back_up, restore, tables
from riia.notifications.models import Notice
from tests.datasets import comparing
from tests.datasets import factories as in_datasets

ELSEWHERE = "elsewhere"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory, django_db_setup, django_db_blocker) -> Path:
    """A database in a file, migrated and empty."""
    file = tmp_path_factory.mktemp("elsewhere") / "empty.sqlite3"
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            connection.ensure_connection()
            with closing(sqlite3.connect(file)) as target:
                connection.connection.backup(target)
        return file
    with django_db_blocker.unblock():
        _add_elsewhere(file)
        try:
            call_command("migrate", database=ELSEWHERE, verbosity=0)
        finally:
            _take_away_elsewhere()
    return file


@pytest.fixture
def elsewhere(migrated, tmp_path) -> str:
    """Another database, empty, whatever the tests run on."""
    file = tmp_path / "elsewhere.sqlite3"
    file.write_bytes(migrated.read_bytes())
    _add_elsewhere(file)
    yield ELSEWHERE
    _take_away_elsewhere()


def _add_elsewhere(file: Path) -> None:
    settings = {**connections.databases["default"], "ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}
    connections.databases[ELSEWHERE] = {**settings, "OPTIONS": {"init_command": "PRAGMA foreign_keys=ON;"}}
    # Tests may open no other database themselves.
    connections[ELSEWHERE].connect()


def _take_away_elsewhere() -> None:
    connections[ELSEWHERE].close()
    del connections.databases[ELSEWHERE]
    delattr(connections._connections, ELSEWHERE)


@pytest.fixture
def uploads(tmp_path):
    """A folder of uploads with a file in it and an e-mail that was written to a file."""
    with override_settings(MEDIA_ROOT=str(tmp_path / "uploads")):
        default_storage.save("plans/2026/north.txt", ContentFile(b"A plan"))
        default_storage.save("mail/1.eml", ContentFile(b"A secret link"))
        yield


@pytest.fixture
def backup(cast, uploads, tmp_path) -> Path:
    """A backup of the cast with a trail that is sealed, a notice, and a person who was changed."""
    workflow.correct(cast.north.dass.person, by=cast.administrator, changes={"note": "“=1+1” ✓ \n second line"})
    workflow.declare_interest(
        cast.north.dass.person,
        by=cast.administrator,
        authority=cast.north.second,
        kind="family",
        starts=cast.north.memorandum.starts,
    )
    workflow.change_account(cast.stranger, by=cast.administrator, email="s@portal.example", name="S", is_staff=False)
    in_datasets.published_return(cast)
    comparing.published(cast)
    assert Notice.objects.exists()
    trail.seal()
    return back_up(tmp_path / "backups")


def rows(using: str = "default") -> dict:
    """Everything, table by table."""
    return {
        one._meta.label_lower: list(one._base_manager.using(using).order_by("pk").values_list())
        for one in tables()
        if one._meta.label_lower not in LEFT_OUT
    }


def test_everything_comes_back_as_it_was(backup, elsewhere, tmp_path):
    before = rows()
    of_datasets = {f"datasets.{name}" for name in ("edition", "figure", "inyearvalue", "areavalue", "publishedvalue")}
    assert of_datasets | {"audit.event", "audit.seal", "regions.interest", "accounts.user", "mfa.authenticator"} <= {
        name for name, found in before.items() if found
    }
    with override_settings(MEDIA_ROOT=str(tmp_path / "restored")):
        counts = restore(backup, using=elsewhere)
        with default_storage.open("plans/2026/north.txt") as upload:
            assert upload.read() == b"A plan"
        assert not default_storage.exists("mail")
    assert rows(elsewhere) == before
    assert counts == {name: len(found) for name, found in before.items()}
    assert list(trail.faults(elsewhere)) == []
    # The next row gets a number of its own, and the trail is guarded as before.
    assert Person.objects.using(elsewhere).create(name="New").pk > max(row[0] for row in before["regions.person"])
    with pytest.raises(Exception, match="only ever added to"), connections[elsewhere].cursor() as cursor:
        cursor.execute("DELETE FROM audit_event")
    with pytest.raises(BackupError, match=r"This portal is not empty: it has \d+ "):
        restore(backup, using=elsewhere)


def test_a_backup_can_be_read_by_its_owner_only_and_is_whole_or_not_there(backup, monkeypatch):
    assert backup.stat().st_mode & 0o077 == 0
    assert [one.name for one in backup.parent.iterdir()] == [backup.name]
    monkeypatch.setattr("riia.home.backing_up._lines", lambda *_: 1 / 0)
    backup.unlink()
    with pytest.raises(ZeroDivisionError):
        back_up(backup.parent)
    assert list(backup.parent.iterdir()) == []


def test_sessions_are_left_out(backup, client, cast):
    with zipfile.ZipFile(backup) as archive:
        names = archive.namelist()
    assert not [name for name in names if "session" in name]
    assert "data/regions.appointment.jsonl" in names


def rewritten(backup: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same backup with its members changed."""
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    other = backup.with_name("changed.zip")
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return other


def _alter(members):
    members["data/regions.person.jsonl"] = members["data/regions.person.jsonl"].replace(b"Chair", b"Chief", 1)


def _lose(members):
    del members["data/regions.person.jsonl"]


def _slip_in(members):
    members["data/regions.secret.jsonl"] = b"{}"


def _of_the_manifest(**changes):
    def change(members):
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | changes).encode()

    return change


def _escape(members):
    manifest = json.loads(members["manifest.json"])
    manifest["members"]["uploads/../outside.txt"] = manifest["members"].pop("uploads/plans/2026/north.txt")
    members["uploads/../outside.txt"] = members.pop("uploads/plans/2026/north.txt")
    members["manifest.json"] = json.dumps(manifest).encode()


def _older(members):
    manifest = json.loads(members["manifest.json"])
    manifest["migrations"].remove("regions.0002_one_holder_at_a_time")
    manifest["migrations"].append("regions.9999_later")
    members["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_alter, "The backup is damaged: data/regions.person.jsonl is not what its list of contents says."),
        (_lose, "The backup is damaged: data/regions.person.jsonl is missing."),
        (_slip_in, "The backup holds what no backup should: data/regions.secret.jsonl."),
        (_escape, "The backup holds what no backup should: uploads/../outside.txt."),
        (_of_the_manifest(format=2), "changed.zip has format 2; this portal reads format 1."),
        (lambda members: members.pop("manifest.json"), "is no backup of the portal, or its list of contents is"),
        (lambda members: members.update({"manifest.json": b"{}"}), "changed.zip is no backup of the portal."),
        (lambda members: members.update({"manifest.json": b"[1"}), "or its list of contents is damaged."),
        (_older, "It has migrations that this one lacks: regions.9999_later. It lacks: regions.0002_one_holder"),
    ],
)
def test_what_is_damaged_or_does_not_fit_is_refused_with_the_reason(backup, change, sentence):
    before = rows()
    with pytest.raises(CommandError) as refusal:
        call_command("restore", rewritten(backup, change))
    assert sentence in str(refusal.value)
    assert rows() == before


@pytest.mark.parametrize(
    "spoil", [lambda b: b[: len(b) // 2], lambda b: b[:3000] + b"\0" * 40 + b[3040:], lambda b: b""]
)
def test_a_file_cut_short_or_overwritten_is_refused(backup, spoil):
    broken = backup.with_name("broken.zip")
    broken.write_bytes(spoil(backup.read_bytes()))
    with pytest.raises(BackupError, match=r"damaged|can't be read as a backup|is no backup"):
        restore(broken)
    with pytest.raises(BackupError, match="can't be read as a backup"):
        restore(backup.with_name("nowhere.zip"))


def test_what_fails_half_way_leaves_nothing(backup, elsewhere, tmp_path, monkeypatch):
    empty = rows(elsewhere)
    kept = default_storage.save

    def save(name, content):
        kept(name, content)
        raise OSError("The disk is full")

    with override_settings(MEDIA_ROOT=str(tmp_path / "restored")):
        monkeypatch.setattr(default_storage, "save", save)
        with pytest.raises(OSError, match="disk is full"):
            restore(backup, using=elsewhere)
    assert rows(elsewhere) == empty


def test_the_commands_say_what_they_did(backup, capsys, tmp_path):
    call_command("backup", tmp_path / "more")
    assert "Backed up to" in capsys.readouterr().out
    with pytest.raises(CommandError, match="This portal is not empty"):
        call_command("restore", backup)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_from_postgresql_to_sqlite_and_back(cast, elsewhere, tmp_path):
    """Row for row, and new rows get numbers of their own."""
    trail.seal()
    before = rows()
    with override_settings(MEDIA_ROOT=str(tmp_path / "nothing")):
        restore(back_up(tmp_path / "there"), using=elsewhere)
        assert rows(elsewhere) == before
        call_command("flush", interactive=False, verbosity=0)
        call_command("restore", back_up(tmp_path / "back", using=elsewhere), verbosity=0)
    assert connection.vendor == "postgresql"
    assert rows() == before
    assert list(trail.faults()) == []
    assert Person.objects.create(name="New").pk > max(row[0] for row in before["regions.person"])
