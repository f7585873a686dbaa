"""Writing very many rows of plain columns in one statement each way, past the making of model instances."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from riia.audit.trail import batched

AT_ONCE = 500


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    instead: Sequence[str] = (),
    known_by: Sequence[str] = (),
) -> None:
    """Insert rows of values in the order of the columns, which are names of fields; lists and dicts become JSON.

    With `known_by`, a row that is there already gets the columns `instead`. Columns that the rows lack get nothing,
    so they need to be nullable.
    """
    fields = [model._meta.get_field(name) for name in columns]
    quote = connection.ops.quote_name
    names = [quote(str(one.column)) for one in fields]  # type: ignore[union-attr]
    one_row = f"({', '.join(['%s'] * len(names))})"
    # Names of columns of our own models; values go in as parameters.
    start = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names)}) VALUES "  # noqa: S608
    end = _on_conflict(model, instead, known_by) if known_by else ""
    as_json = [place for place, one in enumerate(fields) if isinstance(one, models.JSONField)]
    values = (_plain(row, as_json) for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(start + one_row + end, list(values))
            return
        # Elsewhere each statement is a journey.
        for some in batched(values, AT_ONCE):
            cursor.execute(start + ", ".join([one_row] * len(some)) + end, [one for row in some for one in row])


def _on_conflict(model: type[models.Model], instead: Sequence[str], known_by: Sequence[str]) -> str:
    by = ", ".join(_column(model, name) for name in known_by)
    sets = ", ".join(f"{_column(model, name)} = EXCLUDED.{_column(model, name)}" for name in instead)
    return f" ON CONFLICT ({by}) DO UPDATE SET {sets}"


def _column(model: type[models.Model], name: str) -> str:
    return connection.ops.quote_name(str(model._meta.get_field(name).column))  # type: ignore[union-attr]


def _plain(row: Sequence[Any], as_json: list[int]) -> list[Any]:
    values = list(row)
    for place in as_json:
        values[place] = json.dumps(values[place])
    return values
