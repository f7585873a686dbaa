"""What every test stands on: quick settings, an append-only trail that can still be emptied, a browser, the cast."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import override_settings

from selfassessment.kept_sheets import made_once
from tests import migrated
from tests.approving import agreeing  # noqa: F401 - a fixture for every test
from tests.people import cast, cast_rows  # noqa: F401 - fixtures for every test
from tests.reference import (  # noqa: F401 - fixtures for every test
    demonstration,
    demonstration_rows,
    england,
    england_rows,
)

SETTINGS = {
    "ALLOW_DEMO": False,
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    "MEDIA_ROOT": tempfile.mkdtemp(prefix="portal-tests-"),
    # The real hasher is slow on purpose.
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "PORTAL_URL": "https://portal.example",
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    # Files are looked for when asked for, not listed at the start of every test.
    "WHITENOISE_AUTOREFRESH": True,
}
# Where the database itself decides: locks, constraints, its own SQL. CI has a quarter of an hour
# and asks these of the second database, and whatever only PostgreSQL can run; `make test` with a DATABASE_URL asks
# everything.
OF_THE_DATABASE = {
    "test_approving_races",
    "test_audit",
    "test_backing_up",
    "test_earlier",
    "test_importing",
    "test_invariants",
    "test_knowing",
    "test_models",
    "test_outbox",
    "test_properties",
    "test_races",
    "test_reach",
    "test_reorganising",
    "test_search",
    "test_visibility",
    "test_workflow",
    "test_writing_races",
}
# Where rules, workflows and reach are tested: there every branch is counted, which takes twice the time.
DECIDING = {
    "test_across_workflow",
    "test_account_views",
    "test_addenda_workflow",
    "test_admin",
    "test_appointment_views",
    "test_approvals",
    "test_approvals_workflow",
    "test_bulk_confirm",
    "test_conflicts",
    "test_cycles_workflow",
    "test_delegations",
    "test_documents_workflow",
    "test_earlier",
    "test_editing",
    "test_exports",
    "test_groups",
    "test_importing",
    "test_information_requests",
    "test_interests",
    "test_mapping",
    "test_memoranda_views",
    "test_merging",
    "test_officers",
    "test_moderation_rules",
    "test_moderation_workflow",
    "test_outlier_views",
    "test_reach",
    "test_reorganising",
    "test_report_views",
    "test_review",
    "test_rules",
    "test_templates_workflow",
    "test_undoing",
    "test_versions",
    "test_workflow",
    "test_writing_rules",
    "test_writing_workflow",
}
BROWSER_FIXTURES = {"page", "context", "new_context", "browser", "playwright"}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config):
    # What is loaded by now stays; a test leaves little behind that memory has to be searched for.
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    override_settings(**SETTINGS).enable()
    # A browser driven from a test keeps an event loop running in its thread, and Django would take that for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if connection.vendor == "sqlite":
        _let_flush_empty_the_trail()


def pytest_unconfigure(config):
    shutil.rmtree(SETTINGS["MEDIA_ROOT"], ignore_errors=True)


def pytest_ignore_collect(collection_path, config):
    """Leave out files of which `make test` would take no test: to read them all takes every worker ten seconds."""
    if not collection_path.match("test_*.py"):
        return None
    wanted, stem = config.option.markexpr, collection_path.stem
    if wanted.startswith("not deciding"):
        return stem in DECIDING or None
    if wanted.startswith("deciding"):
        return stem not in DECIDING or None
    if wanted.startswith("database"):
        return (stem not in OF_THE_DATABASE and "mark.postgresql" not in collection_path.read_text()) or None
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark tests by what they use and try, and skip on SQLite what needs PostgreSQL."""
    for item in items:
        if item.path.stem in DECIDING:
            item.add_marker(pytest.mark.deciding)
        used = set(getattr(item, "fixturenames", ()))
        if BROWSER_FIXTURES & used:
            item.add_marker(pytest.mark.browser)
        if item.path.stem in OF_THE_DATABASE or item.get_closest_marker("postgresql"):
            item.add_marker(pytest.mark.database)
        if connection.vendor != "postgresql" and item.get_closest_marker("postgresql"):
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: set DATABASE_URL or use tools/with-postgres"))
    # The longest first, so that no worker is left with them at the end.
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def _let_flush_empty_the_trail():
    """Take SQLite's triggers away while a transactional test's database is emptied (PostgreSQL's TRUNCATE passes)."""
    operations = type(connection.ops)
    without_trigger = operations.sql_flush

    def sql_flush(self, style, tables, **options):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        dropped = [f"DROP TRIGGER {name}" for name, _ in triggers]
        return [*dropped, *without_trigger(self, style, tables, **options), *(sql for _, sql in triggers)]

    operations.sql_flush = sql_flush


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """SQLite in a file: the server of a browser test and the test itself then have a connection each."""
    if connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        connection.settings_dict["TEST"]["NAME"] = name
        # A test's database need not survive a power cut.
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=NORMAL", "synchronous=OFF")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb) -> bool:
    """On SQLite a file that was put into place is used as it is; it goes with its folder."""
    return connection.vendor == "sqlite" or django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_modify_db_settings):
    """The test database, migrated: on SQLite a copy of the one that some worker migrated for the same code."""
    if connection.vendor != "sqlite":
        request.getfixturevalue("django_db_setup")
        yield
        _end_other_sessions(request.getfixturevalue("django_db_blocker"))
        return
    folder = request.config.cache.mkdir("migrated")
    with migrated.one_at_a_time(folder):
        is_there = migrated.take(folder, Path(connection.settings_dict["TEST"]["NAME"]))
        if not is_there:
            request.getfixturevalue("django_db_setup")
            with request.getfixturevalue("django_db_blocker").unblock():
                migrated.keep(folder)
    if is_there:
        request.getfixturevalue("django_db_setup")
    yield


def _end_other_sessions(blocker):
    """What a thread or a killed process of some test has left open would keep the database from being removed."""
    with blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def empty_cache():
    """Attempts to sign in that one test counted don't count in the next, nor what was worked out of its figures."""
    cache.clear()
    made_once.cache_clear()


@pytest.fixture
def reference_dir() -> Path:
    """The folder of reference data that the shipped files were made from, named by REFERENCE_DIR."""
    folder = os.environ.get("REFERENCE_DIR")
    if not folder:
        pytest.skip("needs the reference data: set REFERENCE_DIR")
    return Path(folder)


# --- A real browser ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("needs a browser: chromium is not on PATH")
    return {**browser_type_launch_args, "executable_path": chromium, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, live_server):
    """Every page can be named by its path: `page.goto("/regions/")`."""
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "viewport": {"width": 1200, "height": 900},
    }
