"""What the figures cost at national scale, for `manage.py bench`: importing published ones, and reading them bare."""

import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from datasets.models import InYearValue, PublishedValue
from datasets.publishing import import_neighbours, import_published
from riia.home.measuring import Figures
from riia.home.measuring_imports import megabytes

# What a page of the rug stands on, read as plainly as can be.
BARE = (
    (
        "rug of a region",
        "/data/rug/?region=west-midlands&period=2025&theme=all",
        """SELECT v.authority_id, v.indicator_id, v.value, v.band, v.marker FROM datasets_publishedvalue v
           JOIN regions_authority a ON a.id = v.authority_id JOIN regions_region r ON r.id = a.region_id
           WHERE v.year = 2025 AND r.slug = 'west-midlands'""",
    ),
    (
        "rug of England",
        "/data/rug/?region=england&period=2025&theme=all",
        """SELECT v.authority_id, v.indicator_id, v.value, v.band, v.marker FROM datasets_publishedvalue v
           WHERE v.year = 2025""",
    ),
)
RUNS = 15


def import_values() -> Iterator[str]:
    """Import the published values and neighbours that REFERENCE_DIR holds, each twice; how long it took."""
    folder = os.environ.get("REFERENCE_DIR")
    if not folder:
        yield "No published values: REFERENCE_DIR does not name a folder with published_values.csv."
        return
    steps = ((import_neighbours, "statistical_neighbours.csv"), (import_published, "published_values.csv"))
    for step, name in steps:
        for time_round in ("", ", again"):
            begun = time.perf_counter()
            report = step(Path(folder) / name)
            took = time.perf_counter() - begun
            yield f"{name + time_round:40} {took:6.2f} s {megabytes():6.0f} MB  {next(iter(report.lines()))}"
    yield f"{PublishedValue.objects.count():,} published values, {InYearValue.objects.count():,} in-year values"


def plain_reads(figures: list[Figures]) -> Iterator[str]:
    """How much longer a page takes than reading its figures with plain SQL."""
    by_address = {one.address: one.median for one in figures}
    for what, address, sql in BARE:
        rows, bare = _timed(sql)
        ratio = by_address[address] / bare
        yield f"{what}: {rows:,} figures read by plain SQL in {bare:.1f} ms; the page takes {ratio:.1f} times as long"


def _timed(sql: str) -> tuple[int, float]:
    times, rows = [], 0
    for _ in range(RUNS):
        begun = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(sql)
            rows = len(cursor.fetchall())
        times.append((time.perf_counter() - begun) * 1000)
    return rows, statistics.median(times)
