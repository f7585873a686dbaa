"""Published values and statistical neighbours from files, repeatably, with every row that was left out (DAT-7, DAT-15).

A file is judged whole and written in one transaction. A second run compares and writes what changed; changed values
stand in the trail, before and after. Bands, ranks, trends and pooled values of areas are worked out at the same time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from datasets.lives import Lives
from datasets.loading.bulk import insert
from datasets.loading.published import Given, Key, PublishedFile, read_neighbours, read_values
from datasets.models import (
    AreaValue,
    Indicator,
    Neighbour,
    NeighbourSet,
    Population,
    PublishedImport,
    PublishedValue,
)
from datasets.pooling import POOLED, as_stored, counts_by_end, pool
from datasets.populations import Populations
from datasets.ranking import WORKED_OUT, Measure, Row, follow_years, place
from datasets.statuses import PublishedFile as Kind
from datasets.statuses import Series
from riia.audit import trail

POPULATION, ESTIMATES = "pop_0_17", "children aged 0 to 17 as published"
GIVEN = ("value", "numerator", "denominator", "marker", "period_label", "source")
STORED = ("authority", "period_end", *GIVEN, "joint_with", *WORKED_OUT)
COLUMNS = ("authority", "period_end", "year", "came_with", *GIVEN, "joint_with", *WORKED_OUT)
AT_ONCE = 2000
# Where ranks stand while they are changed.
OUT_OF_THE_WAY = 100


@dataclass
class Report:
    """What an import did. `counts` are "added", "changed", "unchanged" and "left out"; `left_out` as it is stored."""

    counts: dict[str, int]
    left_out: list[dict[str, Any]]
    what: str = "values"
    # Populations that came with the values, where there are any.
    populations: int = 0

    @property
    def changed_nothing(self) -> bool:
        return not (self.counts["added"] or self.counts["changed"])

    def lines(self) -> Iterator[str]:
        """The report in sentences: counts first, then every reason with the numbers of its rows."""
        counts = ", ".join(f"{number:,} {word}" for word, number in self.counts.items())
        if self.changed_nothing:
            yield f"Nothing to change: {counts}."
        else:
            yield f"{self.what.capitalize()}: {counts}."
        if self.populations:
            yield f"Populations: {self.populations:,} new estimates."
        for one in self.left_out:
            yield f"{one['reason']}: {one['rows']:,} {'row' if one['rows'] == 1 else 'rows'} ({one['where']})."
            yield from (f"  {example}" for example in one["examples"])


@dataclass
class _Work:
    """One import on its way: what it stands on and what it did so far; `done` is written with its first value."""

    lives: Lives
    populations: Populations
    done: PublishedImport
    counts: dict[str, int] = field(default_factory=lambda: {"added": 0, "changed": 0, "unchanged": 0, "left out": 0})
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


# --- Published values -------------------------------------------------------------------------------------------------


def import_published(path: Path | str) -> Report:
    """Bring published values into line with a file and work out what follows from them (DAT-15).

    Takes a CSV file with the columns of `loading.published.VALUES`; rows that it doesn't hold stay as they are.
    UnreadableFileError where it can't be read; a row that is no good is left out and reported.
    """
    path = Path(path)
    lives = Lives.load()
    file = read_values(path, lives)
    done = PublishedImport(kind=Kind.VALUES, name=path.name[-200:], digest=file.digest, at=timezone.now())
    with transaction.atomic():
        new = _bring_populations(file)
        work = _Work(lives, Populations.load(lives), done)
        for indicator in Indicator.objects.filter(pk__in=[*file.rows]).order_by("position"):
            _bring(indicator, file.rows.pop(indicator.pk), file.joint.get(indicator.pk, set()), work)
        work.counts["left out"] = file.left_out.total
        report = Report(work.counts, file.left_out.as_stored(), populations=new)
        _finish(done, report, work.before, work.after)
    return report


def work_out_published() -> int:
    """Work out limits, bands, ranks, trends, flags and pooled values of all published values again.

    For when the directory has changed; returns how many indicators there are.
    """
    lives = Lives.load()
    work = _Work(lives, Populations.load(lives), PublishedImport())
    with transaction.atomic():
        indicators = list(Indicator.objects.filter(pk__in=PublishedValue.objects.values("indicator")))
        for indicator in indicators:
            _bring(indicator, {}, set(), work)
    return len(indicators)


def _bring(indicator: Indicator, given: dict[Key, Given], joint: set[tuple[int, int]], work: _Work) -> None:
    """Bring one indicator's values into line with a file's rows, with everything worked out from all of them."""
    stored, rows, details = _stored(indicator)
    for key, one in given.items():
        rows[key] = Row(*key, one.value, one.numerator, one.denominator, one.marker)
        details[key] = (one.period_label, one.source, details[key][2] if key in details else None)
    for key, other in _joint(rows, joint):
        details[key] = (*details[key][:2], other)
    _work_out(indicator, rows.values(), work.lives)
    new, changed, moved = [], [], []
    for key, row in rows.items():
        known = (row.value, row.numerator, row.denominator, row.marker, *details[key])
        before = stored.get(key)
        if before is None:
            new.append(_columns(row, known, work))
        elif before[0] != known:
            changed.append(_columns(row, known, work))
            _tell(indicator, row, before[0], known, work)
        elif before[1] != row.worked_out:
            moved.append(_columns(row, known, None))
    work.counts["added"] += len(new)
    work.counts["changed"] += len(changed)
    work.counts["unchanged"] += len(given) - len(new) - len(changed)
    _write(indicator, new, ())
    _write(indicator, changed, (*GIVEN, "joint_with", "came_with", *WORKED_OUT))
    _write(indicator, moved, WORKED_OUT)
    shared = {(row.authority, key[1]): details[key][2] for key, row in rows.items() if details[key][2]}
    _pool(indicator, rows.values(), shared, work)


def _stored(indicator: Indicator) -> tuple[dict[Key, tuple], dict[Key, Row], dict[Key, tuple]]:
    """What is stored of an indicator: to compare with, as rows, and (label, source, given together with whom)."""
    stored, rows, details = {}, {}, {}
    values = PublishedValue.objects.filter(indicator=indicator).values_list(*STORED)
    for authority, end, *one in values.iterator(chunk_size=AT_ONCE):
        known, worked_out = tuple(one[: len(GIVEN) + 1]), tuple(one[len(GIVEN) + 1 :])
        stored[authority, end] = known, worked_out
        rows[authority, end] = Row(authority, end, *known[:4])
        details[authority, end] = known[4:]
    return stored, rows, details


def _joint(rows: dict[Key, Row], pairs: set[tuple[int, int]]) -> Iterator[tuple[Key, int]]:
    """Values that stand for two authorities because they gave one return: the same, without counts of their own."""
    for first, second in sorted(pairs):
        for end in [end for authority, end in rows if authority == first and (second, end) in rows]:
            one, other = rows[first, end], rows[second, end]
            if one.value is not None and one.value == other.value and one.numerator is other.numerator is None:
                yield (first, end), second
                yield (second, end), first


def _work_out(indicator: Indicator, rows: Iterable[Row], lives: Lives) -> None:
    """Limits, bands, ranks, z, flags and trends; the demonstration's authorities are compared among themselves."""
    measure = Measure(indicator.polarity, indicator.confidence, indicator.multiplier)
    together: dict[tuple[date, bool], list[Row]] = {}
    for row in rows:
        life = lives.all[row.authority]
        row.is_first_year = indicator.looks_back and lives.is_first_year(row.authority, row.period_end)
        row.in_series = row.is_compared = life.exists_on(row.period_end) and not row.is_first_year
        together.setdefault((row.period_end, life.is_real), []).append(row)
    for some in together.values():
        place(some, measure)
    follow_years(rows, measure)


def _columns(row: Row, known: tuple, work: _Work | None) -> tuple:
    """A value as it is to be stored, in the order of `COLUMNS`; with `work`, as come with its import."""
    if work and not work.done.pk:
        work.done.save()
    came_with = work.done.pk if work else None
    return row.authority, row.period_end, row.period_end.year, came_with, *known, *row.worked_out


def _write(indicator: Indicator, values: list[tuple], instead: tuple[str, ...]) -> None:
    """Add values of an indicator; with `instead` write those columns of stored ones, found by what they are about."""
    known_by = ("indicator", "period_end", "authority") if instead else ()
    rows = ((indicator.pk, *one) for one in values)
    insert(PublishedValue, ("indicator", *COLUMNS), rows, instead=instead, known_by=known_by)


def _tell(indicator: Indicator, row: Row, before: tuple, after: tuple, work: _Work) -> None:
    """Remember a change for the trail: numbers or markers, with their counts, and where they are from."""
    about = f"{indicator.code}, {work.lives.all[row.authority].slug}, {row.period_end}"
    for told, known in ((work.before, before), (work.after, after)):
        told[about] = {
            name: f"{value:f}" if isinstance(value, Decimal) else value
            for name, value, other in zip(GIVEN, known, before if known is after else after, strict=False)
            if value != other
        }


# --- Areas ------------------------------------------------------------------------------------------------------------


def _pool(indicator: Indicator, rows: Iterable[Row], shared: dict[Key, int | None], work: _Work) -> None:
    """Bring the pooled values of the nine regions and of England into line with those of authorities (DAT-4)."""
    areas = AreaValue.objects.filter(indicator=indicator, series=Series.ANNUAL)
    stored = {(one.period_end, one.region_id): one for one in areas}
    new, changed = [], []
    for end, counts, once in counts_by_end(indicator, rows, shared):
        for region in (None, *work.lives.regions):
            if not (expected := work.lives.on(end, region)):
                continue
            found = pool(expected, counts, indicator.multiplier, work.populations, end, once)
            fields = as_stored(found)
            one = stored.get((end, region))
            if one is None:
                one = AreaValue(
                    series=Series.ANNUAL, indicator=indicator, region_id=region, period_end=end, year=end.year
                )
                new.append(one)
            elif any(getattr(one, name) != value for name, value in fields.items()):
                changed.append(one)
            for name, value in fields.items():
                setattr(one, name, value)
    AreaValue.objects.bulk_create(new, batch_size=AT_ONCE)
    AreaValue.objects.bulk_update(changed, POOLED, batch_size=100)


# --- Populations ------------------------------------------------------------------------------------------------------


def _bring_populations(file: PublishedFile) -> int:
    """Keep each new estimate of children with its source and vintage; a rebased one is another vintage (DAT-21)."""
    indicator = Indicator.objects.filter(code=POPULATION).first()
    given = file.rows.get(indicator.pk, {}) if indicator else {}
    numbers = {
        (who, end.year): (int(one.value), one.source) for (who, end), one in given.items() if one.value is not None
    }
    if not numbers:
        return 0
    newest: dict[tuple[int, int], int] = {}
    vintages = set()
    for who, year, value, vintage in Population.objects.order_by("pk").values_list(
        "authority", "year", "value", "vintage"
    ):
        newest[who, year] = value
        vintages.add(vintage)
    differing = {key: one for key, one in numbers.items() if newest.get(key) != one[0]}
    vintage = _vintage(max(year for _, year in numbers), vintages if differing.keys() & newest.keys() else set())
    Population.objects.bulk_create(
        (
            Population(authority_id=who, year=year, value=value, source=f"{ESTIMATES} ({source})", vintage=vintage)
            for (who, year), (value, source) in differing.items()
        ),
        batch_size=AT_ONCE,
    )
    return len(differing)


def _vintage(last: int, taken: set[str]) -> str:
    """A name for an edition of the estimates by its last year; the next number where one of that name differs."""
    name = f"estimates to mid-{last}"
    others = (f"{name}, edition {number}" for number in count(2))
    return name if name not in taken else next(one for one in others if one not in taken)


# --- Neighbours -------------------------------------------------------------------------------------------------------


def import_neighbours(path: Path | str) -> Report:
    """Bring the dated sets of statistical neighbours into line with a file (DAT-7); each model of it is a set.

    Takes a CSV file with the columns of `loading.published.NEIGHBOURS`. UnreadableFileError where it can't be read.
    """
    path = Path(path)
    file = read_neighbours(path, Lives.load())
    counts = {"added": 0, "changed": 0, "unchanged": 0, "left out": 0}
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    done = PublishedImport(kind=Kind.NEIGHBOURS, name=path.name[-200:], digest=file.digest, at=timezone.now())
    with transaction.atomic():
        for day, wanted in sorted(file.sets.items()):
            _bring_set(day, wanted, counts, before, after)
        counts["left out"] = file.left_out.total
        report = Report(counts, file.left_out.as_stored(), "neighbours")
        _finish(done, report, before, after)
    return report


def _bring_set(
    day: date,
    wanted: dict[tuple[int, int], tuple[int, str]],
    counts: dict[str, int],
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """Bring one set into line; the neighbours of an authority whose list changed stand in the trail."""
    name = f"Statistical neighbours of {day:%B %Y}"
    found, _ = NeighbourSet.objects.get_or_create(slug=f"{day:%Y-%m}", defaults={"name": name, "dated": day})
    stored = {(one.authority_id, one.rank): one for one in found.neighbours.all()}
    new = [key for key in wanted if key not in stored]
    changed = {
        key for key, one in wanted.items() if key in stored and (stored[key].neighbour_id, stored[key].closeness) != one
    }
    counts["added"] += len(new)
    counts["changed"] += len(changed)
    counts["unchanged"] += len(wanted) - len(new) - len(changed)
    for authority in sorted({authority for authority, _ in changed}):
        rows = [one for key, one in stored.items() if key[0] == authority]
        about = f"{found.slug}, {rows[0].authority.slug}"
        before[about] = {str(one.rank): one.neighbour_id for one in rows}
        _reorder(rows, {rank: one for (who, rank), one in wanted.items() if who == authority})
        after[about] = {str(one.rank): one.neighbour_id for one in rows}
    Neighbour.objects.bulk_create(
        (
            Neighbour(
                neighbour_set=found,
                authority_id=key[0],
                rank=key[1],
                neighbour_id=wanted[key][0],
                closeness=wanted[key][1],
            )
            for key in new
        ),
        batch_size=AT_ONCE,
    )


def _reorder(rows: list[Neighbour], wanted: dict[int, tuple[int, str]]) -> None:
    """Give an authority's rows other ranks, and those that are no longer neighbours somebody new.

    A rank and a neighbour stand once in a list, at every moment: so ranks are cleared first.
    """
    by_neighbour = {one.neighbour_id: one for one in rows}
    staying = {other for other, _ in wanted.values()}
    free = [one for one in rows if one.neighbour_id not in staying and one.rank in wanted]
    Neighbour.objects.filter(pk__in=[one.pk for one in rows]).update(rank=F("rank") + OUT_OF_THE_WAY)
    for rank, (other, closeness) in wanted.items():
        one = by_neighbour.get(other) or (free.pop() if free else None)
        if one is None:
            continue
        one.rank, one.neighbour_id, one.closeness = rank, other, closeness
    Neighbour.objects.bulk_update(rows, ("rank", "neighbour", "closeness"))


# --- Both -------------------------------------------------------------------------------------------------------------


def _finish(done: PublishedImport, report: Report, before: dict, after: dict) -> None:
    """Keep the import with its report and an event in the trail; not again if the same file did nothing."""
    done.counts, done.left_out = report.counts, report.left_out
    if report.changed_nothing and not report.populations:
        earlier = PublishedImport.objects.filter(kind=done.kind, digest=done.digest)
        if any(one.left_out == done.left_out for one in earlier):
            return
    done.save()
    told = {"file": done.name, "digest": done.digest, **report.counts}
    trail.record(
        f"import_{report.what}", f"Imported {report.what}", by=None, on=done, before=before, after=told | after
    )
