"""Rows that were made once, mostly by the portal's own acts, and are put into every test's database that wants them.

To make them anew takes a second or two, to write them again a few hundredths. Statements are put together once and by
hand: `bulk_create` would work out the same each time.
"""

import functools
import hashlib
from collections.abc import Callable, Iterator

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from regions.querysets import today

# Apps whose tables hold what the portal knows.
OWN = {"regions", "datasets", "selfassessment", "accounts", "audit", "notifications", "mfa"}
# Values in one statement; SQLite takes 32,766.
MOST = 30_000


def rows_now() -> dict:
    """Every row of the database: for each model, its rows by primary key."""
    models = (one for one in apps.get_models(include_auto_created=True) if one._meta.managed)
    return {one: {row.pk: row for row in one._base_manager.order_by("pk")} for one in models}


def kept_since(before: dict | None = None) -> list[tuple[str, list]]:
    """The statements that write what is new or other in the database than in `rows_now()` of an earlier moment."""
    kept, changed = [], []
    for model, rows in rows_now().items():
        earlier = (before or {}).get(model, {})
        assert set(earlier) <= set(rows), f"{model.__name__}: what is taken away can't be kept"
        new = [row for pk, row in rows.items() if pk not in earlier]
        other = [row for pk, row in rows.items() if pk in earlier and _values(earlier[pk]) != _values(row)]
        kept += [*_statements(model, new), *_statements(model, other, _in_place_of_what_is_there(model))]
        if new:
            changed.append(model)
    return kept + [(sql, []) for sql in connection.ops.sequence_reset_sql(no_style(), changed)]


def put(kept: list[tuple[str, list]]) -> None:
    """Write them; what points to rows that follow is looked at when all are there."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, values in kept:
            cursor.execute(statement, values)


def _values(row) -> list:
    return [field.value_from_object(row) for field in row._meta.concrete_fields]


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
        values = [one.get_db_prep_save(one.value_from_object(row), connection) for row in some for one in fields]
        places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(some))
        into = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 - no outside word
        yield into + places + conflict, values


def walked_once(walk: Callable) -> Callable:
    """A walk `(cast, of=None, **how)` to a row that some status is reached by: gone once in a process from each state
    of the database, and put there afterwards.

    Any other row, and any other day, is another state: nothing that was done before the walk is lost or made up.
    """
    known: dict[tuple, tuple[list, type, int]] = {}

    @functools.wraps(walk)
    def walked(cast, *of, **how):
        where = (_digest(), *(one and one.pk for one in of), *sorted(how.items()))
        if where in known:
            kept, model, pk = known[where]
            put(kept)
            return model._base_manager.get(pk=pk)
        before = rows_now()
        reached = walk(cast, *of, **how)
        known[where] = kept_since(before), type(reached), reached.pk
        return reached

    return walked


def _digest() -> str:
    """A word that stands for today and for every row of the portal's own tables, as the database holds them."""
    digest = hashlib.sha256(str(today()).encode())
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and model._meta.app_label in OWN:
                table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
                cursor.execute(f"SELECT * FROM {table} ORDER BY {key}")  # noqa: S608 - no outside word
                digest.update(repr(cursor.fetchall()).encode())
    return digest.hexdigest()
