"""Whether the portal is up, and whether it is ready to serve."""

import functools

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PLAIN = "text/plain; charset=utf-8"


@login_not_required
@require_safe
def healthz(request):
    """The process answers."""
    return HttpResponse("ok", content_type=PLAIN)


class NotReady(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """What is missing, in a few words."""


@login_not_required
@require_safe
@never_cache
def readyz(request):
    """Database, migrations and cache work; 503 with the reason otherwise."""
    for name, check in (("database", _database), ("migrations", _migrations), ("cache", _cache)):
        try:
            check()
        except NotReady as reason:
            return HttpResponse(f"{name}: {reason}", status=503, content_type=PLAIN)
        except Exception as error:  # whatever is broken, the answer is "not ready" and what it was
            return HttpResponse(f"{name}: {type(error).__name__}", status=503, content_type=PLAIN)
    return HttpResponse("ok", content_type=PLAIN)


def _database() -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT 1")


@functools.cache  # exceptions aren't kept: once all are applied a process needn't read every migration again
def _migrations() -> None:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise NotReady(f"{len(missing)} not applied")


def _cache() -> None:
    cache.set("readyz", "ok", 5)
    if cache.get("readyz") != "ok":
        raise NotReady("not working")
