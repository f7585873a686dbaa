"""Rows that were made once, mostly by the portal's own acts, and are put into every test's database that wants them.

To make them anew takes a second or two, to write them again a few hundredths. Statements are put together once and by
hand: `bulk_create` would work out the same each time.
"""

import functools
import hashlib
import pickle
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from regions.querysets import today
from tests import migrated

# Apps whose tables hold what the portal knows.
OWN = frozenset({"regions", "datasets", "selfassessment", "accounts", "audit", "notifications", "mfa"})
Rows = dict[type[Model], dict[int, tuple]]
# Values in one statement; SQLite takes 32,766.
MOST = 30_000


def rows_now(apps_alone: frozenset[str] = frozenset()) -> Rows:
    """Every row of the database, or of the tables of some apps: for each model, by primary key, what its columns hold.

    They are read as the database holds them: to ask the models for as much takes ten times as long.
    """
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            meta = model._meta
            if meta.managed and (not apps_alone or meta.app_label in apps_alone):
                key = [one.primary_key for one in meta.concrete_fields].index(True)
                cursor.execute(_select(model))
                found[model] = {row[key]: row for row in cursor.fetchall()}
    return found


def kept_since(before: Rows | None = None) -> list[tuple[str, list]]:
    """The statements that write what is new or other in the database than in `rows_now()` of an earlier moment."""
    kept, changed = [], []
    for model, rows in rows_now().items():
        earlier = (before or {}).get(model, {})
        assert set(earlier) <= set(rows), f"{model.__name__}: what is taken away can't be kept"
        new = [row for pk, row in rows.items() if pk not in earlier]
        other = [row for pk, row in rows.items() if pk in earlier and earlier[pk] != row]
        kept += [*_statements(model, new), *_statements(model, other, _in_place_of_what_is_there(model))]
        if new:
            changed.append(model)
    return kept + [(sql, []) for sql in connection.ops.sequence_reset_sql(no_style(), changed)]


def made_once(name: str, make: Callable[[], Any], cache: Any, blocker: Any) -> list[tuple[str, list]]:
    """The statements that write what `make` writes into the empty database, which stays empty.

    It is made by one process for each state of the code and each hour; every other one reads what that one kept.
    """
    folder = cache.mkdir("kept")
    path = folder / f"{name}-{migrated.digest(with_tests=True)}-{timezone.now():%Y%m%d%H}.pickle"
    with migrated.one_at_a_time(folder / name):
        if not path.exists():
            with blocker.unblock(), transaction.atomic():
                before = rows_now()
                make()
                kept = kept_since(before)
                transaction.set_rollback(True)
            for earlier in folder.glob(f"{name}-*.pickle"):
                earlier.unlink()
            path.write_bytes(pickle.dumps(kept))
        return pickle.loads(path.read_bytes())  # noqa: S301 - our own file


def put(kept: list[tuple[str, list]]) -> None:
    """Write them; what points to rows that follow is looked at when all are there."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, values in kept:
            cursor.execute(statement, values)


@functools.cache
def _select(model: type[Model]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(one.column) for one in model._meta.concrete_fields)
    return f"SELECT {columns} FROM {quote(model._meta.db_table)} ORDER BY {quote(model._meta.pk.column)}"  # noqa: S608


def _in_place_of_what_is_there(model) -> str:
    quote = connection.ops.quote_name
    columns = [quote(one.column) for one in model._meta.concrete_fields if not one.primary_key]
    changes = ", ".join(f"{one} = excluded.{one}" for one in columns)
    return f" ON CONFLICT ({quote(model._meta.pk.column)}) DO UPDATE SET {changes}"


def _statements(model, rows: list, conflict: str = "") -> Iterator[tuple[str, list]]:
    fields = model._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(one.column) for one in fields)
    size = MOST // len(fields)
    for start in range(0, len(rows), size):
        some = rows[start : start + size]
        values = [value for row in some for value in row]
        places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(some))
        into = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 - no outside word
        yield into + places + conflict, values


def walked_once(walk: Callable) -> Callable:
    """A walk `(cast, *on, **how)` to a row, gone once in a process from each state of the database and put there after.

    Any other row, and any other day, is another state: nothing that was done before the walk is lost or made up.
    """
    known: dict[tuple, tuple[list, type[Model], Any]] = {}

    @functools.wraps(walk)
    def walked(cast, *on, **how):
        before = rows_now()
        state = hashlib.sha256(repr((today(), before)).encode()).hexdigest()
        where = (state, *((name, getattr(one, "pk", repr(one))) for name, one in (*enumerate(on), *how.items())))
        if where in known:
            kept, model, pk = known[where]
            put(kept)
            for one in (*on, *how.values()):
                if isinstance(one, Model):
                    one.refresh_from_db()
            return model._base_manager.get(pk=pk)
        reached = walk(cast, *on, **how)
        known[where] = kept_since(before), type(reached), reached.pk
        return reached

    return walked
