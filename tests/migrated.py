"""The empty test database: migrated by one process for each state of the code, copied by every other one.

To migrate takes several seconds, and every worker of every test run would do it anew. The copy goes through `migrate`
like any database: what it lacks would be applied. It is named by a digest of all code that decides how the tables look.
"""

import fcntl
import functools
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


@functools.cache
def digest(with_tests: bool = False) -> str:
    """A word that changes with our code (and that of the tests), the settings and the versions of the packages."""
    packages = {path.parent for path in ROOT.glob("*/__init__.py") if with_tests or path.parent.name != "tests"}
    summed = hashlib.sha256((ROOT / "requirements/base.txt").read_bytes())
    summed.update(f"{connection.vendor} {sqlite3.sqlite_version}".encode())
    ours = ("*.py", "*.json", "*.csv")
    for path in sorted(path for package in packages for pattern in ours for path in package.rglob(pattern)):
        summed.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return summed.hexdigest()[:16]


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Of several workers that begin at once, one makes what a folder is for, and the others wait for it."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def take(folder: Path, target: Path) -> bool:
    """Copy the migrated database of this code to where the tests want theirs; False where there is none yet."""
    stored = folder / f"{digest()}.sqlite3"
    if stored.exists():
        shutil.copyfile(stored, target)
    return stored.exists()


def keep(folder: Path) -> None:
    """Keep the test database, which has just been migrated, in place of those of earlier code."""
    for path in folder.glob("*.sqlite3"):
        path.unlink()
    made = folder / "being-made"
    made.unlink(missing_ok=True)
    with closing(sqlite3.connect(made)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    with closing(sqlite3.connect(made)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
    made.rename(folder / f"{digest()}.sqlite3")
