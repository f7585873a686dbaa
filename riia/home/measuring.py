"""How long pages take and how much they weigh, measured in this process: server time, one client."""

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.shortcuts import render
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

RUNS = 40
WARM_UP = 5
EMPTY = "/empty/"


@login_not_required
def empty(request):
    """A page with nothing but the frame that every page has: what the others are compared with."""
    return render(request, "home/empty.html")


# The portal's addresses and the empty page, for `override_settings(ROOT_URLCONF=...)`.
urlpatterns = [path("empty/", empty), path("", include("riia.urls"))]

handler403 = "riia.home.views.forbidden"


@dataclass(frozen=True)
class Figures:
    """One page: median and slowest server time in milliseconds, queries, and kilobytes of HTML as sent (gzip)."""

    address: str
    reader: str
    median: float
    slowest: float
    queries: int
    kilobytes: float


def measure(address: str, reader: str, user=None, runs: int = RUNS) -> Figures:
    """Ask for a page `runs` times after a warm-up. Raises AssertionError if it doesn't answer 200."""
    with override_settings(ROOT_URLCONF="riia.home.measuring"):
        client = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
        if user:
            client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        for _ in range(WARM_UP):
            response = client.get(address)
        if response.status_code != 200:
            raise AssertionError(f"{address} answered {response.status_code}")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked = len(queries)  # counted now: the next request begins a new list
        times = [_timed(client, address) for _ in range(runs)]
    return Figures(address, reader, statistics.median(times), max(times), asked, len(response.content) / 1024)


def _timed(client: Client, address: str) -> float:
    began = time.perf_counter()
    client.get(address).close()
    return (time.perf_counter() - began) * 1000


def weight_of_assets() -> dict[str, float]:
    """Kilobytes (gzip, as whitenoise serves them) of the style sheet and scripts of every page."""
    folder = Path(settings.STATIC_ROOT)
    return {
        str(file.relative_to(folder)): file.stat().st_size / 1024
        for pattern in ("dist/app.*.css.gz", "dist/*.js.gz", "js/*.js.gz")
        for file in sorted(folder.glob(pattern))
        if file.name.count(".") > 2
    }
