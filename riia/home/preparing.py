"""Making a database ready to serve: schema, cache, reference data and, where allowed, the demonstration."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from riia.home.demonstration import load_demonstration
from riia.home.shipped import load_shipped

LOCK = 7422


def prepare() -> Iterator[str]:
    """Bring the database up to date, a sentence for each thing done. The second time there is nothing to do."""
    with _one_at_a_time():
        if missing := _migrations_missing():
            call_command("migrate", verbosity=0, interactive=False)
            yield f"Applied {missing} migrations."
        call_command("createcachetable", verbosity=0)
        outcomes = load_shipped()
        if changed := sum(one.added + one.changed for one in outcomes):
            yield f"Loaded the reference directory: {changed:,} rows added or changed."
        else:
            yield "The reference directory is up to date."
        if settings.ALLOW_DEMO:
            yield load_demonstration()


def _migrations_missing() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Of several containers that start at once on PostgreSQL, one prepares and the others wait for it.

    On SQLite there is one machine, and writers queue there anyway.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
