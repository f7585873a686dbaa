"""Bring the database up to date with `manage.py prepare`, unless it says itself that it already is.

An SQLite database carries, in its user_version, a digest of the files and settings that it was prepared from. By that a
deleted, restored or other database shows, and so does changed code or reference data; a start with nothing to do does
not even import Django. Any other database is prepared at every start.
"""

import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("riia", "regions", "datasets", "selfassessment", "peerchallenge", "improvement", "governance", "bulletin")
INPUTS = {".py", ".csv", ".json"}
VARIABLES = ("ALLOW_DEMO", "DEMO_PASSWORD")


def digest() -> int:
    """A number from 1 to 2**31 - 1 that changes with whatever decides what `prepare` would do."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.suffix in INPUTS)
    summed = hashlib.sha256((ROOT / "requirements/base.txt").read_bytes())
    for path in sorted(found):
        content = path.read_bytes()
        summed.update(f"{path.relative_to(ROOT)} {len(content)} ".encode() + content)
    for name in VARIABLES:
        summed.update(f"{name}={os.environ.get(name)} ".encode())
    return int.from_bytes(summed.digest()[:4], "big") % (2**31 - 1) + 1


def sqlite_file() -> Path | None:
    """The SQLite file that the settings name, or None for any other database."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return ROOT / "db.sqlite3"
    return ROOT / url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else None


def stored(path: Path) -> int:
    """The digest that an existing database was prepared from; 0 where there is none."""
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as database:
        return database.execute("PRAGMA user_version").fetchone()[0]


def main() -> int:
    path, wanted = sqlite_file(), digest()
    if path and stored(path) == wanted:
        return 0
    print("Preparing the database", flush=True)
    code = subprocess.run([sys.executable, ROOT / "manage.py", "prepare"], check=False).returncode
    if code == 0 and path and path.exists():
        with closing(sqlite3.connect(path)) as database:
            database.execute(f"PRAGMA user_version = {wanted}")
    return code


if __name__ == "__main__":
    sys.exit(main())
