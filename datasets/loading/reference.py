"""Loading the catalogue of indicators and the version of the core dataset that the portal ships (DAT-1, DAT-2).

Repeatable: a second load changes nothing. The catalogue is brought into line with the files; a version in use is
frozen, so one that is stored already is left as it is, and the load says so where the files have moved on.
"""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from datasets.models import DatasetVersion, Definition, Indicator, Item
from datasets.statuses import VersionStatus
from regions.loading.comparing import VERB, Outcome, Rows, bring
from riia.audit import trail

FOLDER = Path(__file__).resolve().parent.parent / "reference"
SHIPPED = {
    "slug": "core-2022",
    "name": "Core dataset, 2022 refresh",
    "status": VersionStatus.IN_USE,
    "used_from": date(2022, 4, 1),
    "note": "The items behind the 31 measures of today’s national quarterly collection.",
}


def load_definitions(folder: Path = FOLDER) -> list[Outcome]:
    """Bring indicators into line with the files and ship the version if it isn't there, all of it or none."""
    files = {path.stem: _read(path) for path in folder.glob("*.csv")}
    with transaction.atomic():
        first = not Indicator.objects.exists()
        indicators = bring(Rows(Indicator, ("code",), _indicators(files["indicators"])), first=first)
        by_code = {one.code: one for one in indicators.stored.values() if isinstance(one, Indicator)}
        outcomes = [indicators, *_version(files, by_code, first)]
        counts = {one.kind: one.counts for one in outcomes if one.added or one.changed}
        if counts:
            shipped = DatasetVersion.objects.get(slug=SHIPPED["slug"])
            trail.record(VERB, "Loaded the catalogue of indicators", by=None, on=shipped, after=counts)
    return outcomes


def _version(files: dict[str, list[dict]], indicators: dict[str, Indicator], first: bool) -> list[Outcome]:
    stored = DatasetVersion.objects.filter(slug=SHIPPED["slug"]).first()
    if stored:
        return [_frozen(stored, files)]
    version = bring(Rows(DatasetVersion, ("slug",), [SHIPPED]), first=first)
    (shipped,) = (one for one in version.stored.values() if getattr(one, "slug", "") == SHIPPED["slug"])
    items = bring(Rows(Item, ("version_id", "code"), _items(files["items"], shipped.pk)), first=True)
    wanted = _definitions(files["definitions"], shipped.pk, indicators)
    definitions = bring(Rows(Definition, ("version_id", "indicator_id"), wanted), first=True)
    return [version, items, definitions]


def _frozen(version: DatasetVersion, files: dict[str, list[dict]]) -> Outcome:
    """A version that is stored stays as it is (DAT-1); if the files say otherwise, that is told."""
    outcome = Outcome(str(DatasetVersion._meta.verbose_name_plural), unchanged=1)
    stored = set(version.items.values_list("code", flat=True))
    derived = set(version.definitions.values_list("indicator__code", flat=True))
    listed = {row["code"] for row in files["items"]}, {row["indicator"] for row in files["definitions"]}
    if (stored, derived) != listed:
        outcome.unchanged = 0
        outcome.left.append(f"{version} is in use and is never edited; the files need another version")
    return outcome


def _indicators(rows: list[dict]) -> list[dict]:
    return [
        {
            "code": row["code"],
            "name": row["name"],
            "theme": row["theme"],
            "position": position,
            "unit": row["unit"],
            "numerator_definition": row["counted"],
            "denominator_definition": row["out_of"],
            "denominator_population": row["population"],
            "multiplier": int(row["multiplier"]),
            "polarity": row["polarity"],
            "frequency": row["frequency"],
            "basis": row["basis"],
            "confidence": row["confidence"],
            "colour_rule": row["colour_rule"],
            "decimals": int(row["decimals"]),
            "source_return": row["source"],
            "core_measure": row["core_measure"],
            "looks_back": row["looks_back"] == "yes",
            "may_exceed": row["may_exceed"] == "yes",
            "sensitive": row["sensitive"] == "yes",
            "is_published": row["published"] == "yes",
            "note": row["note"],
        }
        for position, row in enumerate(rows, 1)
    ]


def _items(rows: list[dict], version: int) -> list[dict]:
    return [
        {
            "version_id": version,
            "code": row["code"],
            "name": row["name"],
            "definition": row["what_to_count"],
            "kind": row["kind"],
            "basis": row["basis"],
            "theme": row["theme"],
            "position": position,
            "part_of": row["part_of"],
        }
        for position, row in enumerate(rows, 1)
    ]


def _definitions(rows: list[dict], version: int, indicators: dict[str, Indicator]) -> list[dict]:
    wanted = []
    for position, row in enumerate(rows, 1):
        indicator = indicators[row["indicator"]]
        per_population = row["denominator"] == "population"
        wanted.append(
            {
                "version_id": version,
                "indicator_id": indicator.pk,
                "numerator": row["numerator"].split(),
                "denominator": [] if per_population else row["denominator"].split(),
                "per_population": per_population,
                "multiplier": indicator.multiplier,
                "polarity": indicator.polarity,
                "confidence": indicator.confidence,
                "colour_rule": indicator.colour_rule,
                "small_numbers": row["small_numbers"],
                "decimals": indicator.decimals,
                "position": position,
            }
        )
    return wanted


def _read(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
