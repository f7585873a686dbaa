"""All that the portal holds in one file, and back (`manage.py backup`, `manage.py restore`).

The file is a zip: `manifest.json` says what it is, which migrations the database had, and of each other member how long
it is and its SHA-256; `data/` has a member for each table with one row a line as JSON; `uploads/` has the files. It
doesn't depend on the database: what was backed up from SQLite can be restored to PostgreSQL and the other way round.

Sign-in sessions are left out: whoever is signed in signs in again. Rows are read and written a few hundred at a time.
"""

import base64
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from riia.audit.trail import batched

FORMAT = 1
MANIFEST = "manifest.json"
AT_ONCE = 500
PIECE = 1024 * 1024
# No backup is believed to hold a longer row or list of contents.
LONGEST_LINE = 50 * PIECE
# Sessions open the portal to whoever has their key; e-mails that went to files are no uploads.
LEFT_OUT = ("sessions.session", "usersessions.usersession")
NOT_UPLOADS = ("mail",)
# Made by migrating itself, and replaced by those of the backup, which other rows point to by number.
MADE_BY_MIGRATING = ("contenttypes.contenttype", "auth.permission")


class BackupError(Exception):
    """A backup can't be made or restored; the text says why."""


# --- Backing up -------------------------------------------------------------------------------------------------------


def back_up(folder: Path, using: str = DEFAULT_DB_ALIAS) -> Path:
    """Write everything into a new file in a folder, as it is at one moment, and return its path.

    The file appears under its name when it is complete, and can be read by its owner only.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"portal-{timezone.now():%Y-%m-%dT%H%M%SZ}.zip"
    partial = path.with_suffix(".partial")
    try:
        with os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, _snapshot(using):
                _write(archive, using)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def tables() -> list[type[models.Model]]:
    """Every table that a backup holds, those between two others too, in the order of their names."""
    found = [one for one in apps.get_models(include_auto_created=True) if one._meta.managed and not one._meta.proxy]
    return sorted((one for one in found if _label(one) not in LEFT_OUT), key=_label)


def _write(archive: zipfile.ZipFile, using: str) -> None:
    members: dict[str, dict[str, Any]] = {}
    for model in tables():
        rows = 0

        def lines(model: type[models.Model] = model) -> Iterator[bytes]:
            nonlocal rows
            for line in _lines(model, using):
                rows += 1
                yield line

        name = f"data/{_label(model)}.jsonl"
        members[name] = _add(archive, name, lines())
        members[name]["rows"] = rows
    for upload in sorted(_uploads("")):
        name = f"uploads/{upload}"
        members[name] = _add(archive, name, _pieces(upload))
    manifest = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "made_from": connections[using].vendor,
        "migrations": _migrations(using),
        "members": members,
    }
    archive.writestr(MANIFEST, json.dumps(manifest, indent=1))


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterator[bytes]) -> dict[str, Any]:
    """Write one member piece by piece; returns its length and digest."""
    digest, length = hashlib.sha256(), 0
    with archive.open(zipfile.ZipInfo(name, timezone.now().timetuple()[:6]), "w", force_zip64=True) as member:
        for piece in pieces:
            digest.update(piece)
            length += len(piece)
            member.write(piece)
    return {"bytes": length, "sha256": digest.hexdigest()}


def _lines(model: type[models.Model], using: str) -> Iterator[bytes]:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    rows = model._base_manager.using(using).order_by("pk").values_list(*names).iterator(chunk_size=AT_ONCE)
    for row in rows:
        yield json.dumps(dict(zip(names, row, strict=True)), default=_as_text, ensure_ascii=False).encode() + b"\n"


def _as_text(value: object) -> str:
    """A value that JSON has no form for, as its field reads it back. (Times keep their microseconds.)"""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"A backup has no form for {type(value).__name__}.")


@contextmanager
def _snapshot(using: str) -> Iterator[None]:
    """Everything read inside is of one moment, and nobody who writes meanwhile has to wait."""
    connection = connections[using]
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(using=using):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            # Not Django's own way to begin, which takes the lock for writing.
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _uploads(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder or "."):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}".lstrip("/") for name in files)
    for name in folders:
        if folder or name not in NOT_UPLOADS:
            yield from _uploads(f"{folder}/{name}".lstrip("/"))


def _pieces(upload: str) -> Iterator[bytes]:
    with default_storage.open(upload, "rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _migrations(using: str) -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connections[using]).applied_migrations())


def _label(model: type[models.Model]) -> str:
    return model._meta.label_lower


# --- Restoring --------------------------------------------------------------------------------------------------------


def restore(path: Path, using: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """Put a backup into an empty portal: all of it, or nothing. Returns {table: rows}.

    Refuses a file that is damaged or of another version, and a portal that isn't empty. The whole file is checked
    before the first row is written.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise BackupError(f"{path.name} can't be read as a backup: {error}.") from error
    with archive:
        manifest = _manifest(archive, path.name)
        _check_version(manifest, using)
        _check_members(archive, manifest["members"])
        _check_empty(manifest["members"], using)
        return _put_back(archive, manifest["members"], using)


def _manifest(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    try:
        if archive.getinfo(MANIFEST).file_size > LONGEST_LINE:
            raise BackupError(f"{name} is damaged: its list of contents is too long.")
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
        known = {"format", "made_at", "made_from", "migrations", "members"} <= set(manifest)
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile, OSError) as error:
        raise BackupError(f"{name} is no backup of the portal, or its list of contents is damaged.") from error
    if not known:
        raise BackupError(f"{name} is no backup of the portal.")
    if manifest["format"] != FORMAT:
        raise BackupError(f"{name} has format {manifest['format']}; this portal reads format {FORMAT}.")
    return manifest


def _check_version(manifest: dict[str, Any], using: str) -> None:
    here, there = set(_migrations(using)), set(manifest["migrations"])
    if here == there:
        return
    sentences = ["The backup is of another version of the portal."]
    if more := sorted(there - here):
        sentences.append(f"It has migrations that this one lacks: {', '.join(more)}.")
    if fewer := sorted(here - there):
        sentences.append(f"It lacks: {', '.join(fewer)}.")
    raise BackupError(" ".join([*sentences, "Install the version it was made with, restore, then upgrade."]))


def _check_members(archive: zipfile.ZipFile, members: dict[str, dict[str, Any]]) -> None:
    there = set(archive.namelist()) - {MANIFEST}
    wanted = {f"data/{_label(one)}.jsonl" for one in tables()}
    if missing := sorted((set(members) | wanted) - there):
        raise BackupError(f"The backup is damaged: {', '.join(missing)} is missing.")
    if unknown := sorted(one for one in there if one not in members or not _is_known(one, wanted)):
        raise BackupError(f"The backup holds what no backup should: {', '.join(unknown)}.")
    for name, stated in members.items():
        if _measured(archive, name) != (stated.get("bytes"), stated.get("sha256")):
            raise BackupError(f"The backup is damaged: {name} is not what its list of contents says.")


def _is_known(name: str, wanted: set[str]) -> bool:
    """A table's rows, or a file that stays below the folder of uploads."""
    parts = name.split("/")
    return name in wanted or (parts[0] == "uploads" and len(parts) > 1 and not {"", ".", ".."} & set(parts))


def _measured(archive: zipfile.ZipFile, name: str) -> tuple[int, str] | None:
    digest, length = hashlib.sha256(), 0
    try:
        with archive.open(name) as member:
            while piece := member.read(PIECE):
                digest.update(piece)
                length += len(piece)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError, zlib.error):
        return None
    return length, digest.hexdigest()


def _check_empty(members: dict[str, dict[str, Any]], using: str) -> None:
    for model in tables():
        if _label(model) not in MADE_BY_MIGRATING and (rows := model._base_manager.using(using).count()):
            words = model._meta.verbose_name_plural if rows > 1 else model._meta.verbose_name
            raise BackupError(f"This portal is not empty: it has {rows:,} {words}. Restore to an empty one.")
    taken = [name for name in members if name.startswith("uploads/") and default_storage.exists(name[8:])]
    if taken:
        raise BackupError(f"This portal is not empty: it has the file {taken[0]} already.")


def _put_back(archive: zipfile.ZipFile, members: dict[str, dict[str, Any]], using: str) -> dict[str, int]:
    saved: list[str] = []
    counts: dict[str, int] = {}
    try:
        with transaction.atomic(using=using):
            for label in reversed(MADE_BY_MIGRATING):
                apps.get_model(label)._base_manager.using(using).all()._raw_delete(using)
            for model in tables():
                name = f"data/{_label(model)}.jsonl"
                counts[_label(model)] = _insert(archive, name, model, using)
                if counts[_label(model)] != members[name].get("rows"):
                    raise BackupError(f"The backup is damaged: {name} has not as many rows as it says.")
            connections[using].check_constraints()
            _reset_sequences(using)
            for name in members:
                if name.startswith("uploads/"):
                    with archive.open(name) as member:
                        saved.append(default_storage.save(name.removeprefix("uploads/"), member))
    except BaseException:
        for upload in saved:
            default_storage.delete(upload)
        raise
    return counts


def _insert(archive: zipfile.ZipFile, name: str, model: type[models.Model], using: str) -> int:
    """Write the rows of one table as they are: nothing is worked out, dated or recorded on the way."""
    fields = model._meta.concrete_fields
    count = 0
    size = min(AT_ONCE, connections[using].ops.bulk_batch_size(list(fields), range(AT_ONCE)))
    with archive.open(name) as member:
        lines = iter(lambda: member.readline(LONGEST_LINE), b"")
        for group in batched(lines, size):
            rows = [_row(model, json.loads(line)) for line in group]
            # Not `bulk_create`: what a backup holds is written as it is, numbers and times included.
            manager: Any = model._base_manager.using(using)
            manager._insert(rows, fields=list(fields), using=using, raw=True)
            count += len(rows)
    return count


def _row(model: type[models.Model], values: dict[str, Any]) -> models.Model:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    read = {name: value if value is None else fields[name].to_python(value) for name, value in values.items()}
    return model(**read)


def _reset_sequences(using: str) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
