"""Changes of director that old updates report: shown as stated with their source, and never counted (DIR-15)."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from regions.models import Authority, Source
from riia.ui.dates import PartialDate

FOLDER = Path(__file__).resolve().parent / "reference"


@dataclass(frozen=True)
class StatedChange:
    """What a source says happened, in our words. `reported` is the month of the source; the day is mostly not said."""

    reported: PartialDate
    authority: Authority
    person: str
    stated: str
    source: str
    source_place: str


@cache
def _rows(name: str = "director_changes") -> tuple[dict[str, str], ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _names() -> dict[str, str]:
    """Names by the key that the files use for somebody; the empty key is nobody who is named."""
    return {"": ""} | {row["key"]: row["name"] for row in _rows("people")}


def stated_changes(authorities: Iterable[Authority]) -> list[StatedChange]:
    """What is stated of some authorities, oldest first; nothing where the reference directory is not loaded."""
    by_slug = {one.slug: one for one in authorities}
    sources = {one.key: one for one in Source.objects.filter(key__in={row["reported_in"] for row in _rows()})}
    return [
        StatedChange(
            PartialDate(sources[row["reported_in"]].as_of, sources[row["reported_in"]].as_of_precision),
            by_slug[row["authority"]],
            _names()[row["person"]],
            row["stated"],
            sources[row["reported_in"]].title,
            row["source_place"],
        )
        for row in _rows()
        if row["authority"] in by_slug and row["reported_in"] in sources
    ]


def reported_between(stated: Iterable[StatedChange], first: date, last: date) -> list[StatedChange]:
    """Those whose source appeared in a window."""
    return [one for one in stated if first <= one.reported.date <= last]
