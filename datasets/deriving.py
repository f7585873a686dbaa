"""Values worked out from the editions that count, when figures are previewed, published or restated (DAT-2, DAT-20).

A period is worked out as a whole: bands and ranks change for all when one return does. Later quarters that were worked
out before follow, since a sum of four quarters or an authority's own past may reach back into this one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from datasets.derived import ROLLING_QUARTERS, Derived, Figures, Told, derive
from datasets.lives import Lives
from datasets.models import AreaValue, CollectionPeriod, Definition, Figure, InYearValue, Return
from datasets.periods import SLUG, Quarter, period_of
from datasets.pooling import POOLED, Counts, as_stored, pool
from datasets.populations import Populations
from datasets.ranking import WORKED_OUT, Measure, Row, follow_quarters, place
from datasets.small_numbers import protect_period
from datasets.statuses import Caveat, CollectionKind, PeriodStatus, ReturnStatus, Scaling, Series

# Ten years of quarters are enough of an authority's own past.
MOST_QUARTERS = 40
AT_ONCE = 2000
DERIVED = ("value", "numerator", "denominator", "marker", "caveat", "caveat_words", "denominator_source")
COLUMNS = (*DERIVED, *WORKED_OUT, "is_current", "is_revised")
# An authority and an indicator.
Key = tuple[int, int]


def work_out(collection_period: CollectionPeriod) -> None:
    """Make the current values of a period anew from the editions that count, and those of later periods after it.

    Those count that the team has accepted; while a published quarter is being restated, the published one. Values of
    earlier editions stay, and are no longer current (DAT-20). Small numbers are marked at the end (DAT-11).
    """
    lives = Lives.load()
    populations = Populations.load(lives)
    _Period(collection_period, lives, populations).work_out()
    later = CollectionPeriod.objects.filter(
        collection=collection_period.collection_id,
        last_day__gt=collection_period.last_day,
        status__in=(PeriodStatus.PREVIEW, PeriodStatus.PUBLISHED),
        pk__in=InYearValue.objects.values("collection_period"),
    )
    for one in later.select_related("collection__group", "version").order_by("last_day"):
        _Period(one, lives, populations, again=True).work_out()


@dataclass
class _Period:
    """One period while its values are worked out; `again` after figures of an earlier one changed."""

    period: CollectionPeriod
    lives: Lives
    populations: Populations
    again: bool = False
    definitions: list[Definition] = field(default_factory=list)
    # Edition that counts, by authority, and its reason where it restates.
    editions: dict[int, tuple[int, str]] = field(default_factory=dict)
    stored: list[InYearValue] = field(default_factory=list)
    rows: dict[Key, Row] = field(default_factory=dict)
    derived: dict[Key, Derived] = field(default_factory=dict)

    def work_out(self) -> None:
        self.definitions = list(self.period.version.definitions.select_related("indicator"))
        self.editions = _editions([self.period]).get(self.period.pk, {})
        self.stored = list(InYearValue.objects.filter(collection_period=self.period))
        self._derive()
        self._compare()
        self._write()
        self._pool_region()
        if self.period.collection.kind == CollectionKind.CORE:
            pool_england(self.period.last_day, self.lives, self.populations)
        protect_period(self.period)

    # --- Values -------------------------------------------------------------------------------------------------------

    def _derive(self) -> None:
        bases = dict(self.period.version.items.values_list("code", "basis"))
        quarters = self._quarters()
        for authority in self.editions:
            figures = [one.get(authority) for one in quarters]
            population = self._population(authority)
            for definition in self.definitions:
                key = (authority, definition.indicator_id)
                self.derived[key] = derive(definition, figures, bases, population)

    def _quarters(self) -> list[dict[int, Figures]]:
        """Figures by authority: of this period, and of the three before it where a definition rolls."""
        periods = {0: self.period}
        if SLUG.fullmatch(self.period.slug) and any(one.scaling == Scaling.ROLLING_YEAR for one in self.definitions):
            before = {_quarter(self.period).plus(-back).slug: back for back in range(1, ROLLING_QUARTERS)}
            others = CollectionPeriod.objects.filter(collection=self.period.collection_id, slug__in=before)
            periods |= {before[one.slug]: one for one in others}
        counting = _editions(periods.values())
        of_edition = {
            edition: (back, authority)
            for back, period in periods.items()
            for authority, (edition, _) in counting.get(period.pk, {}).items()
        }
        found: list[dict[int, dict[str, Told]]] = [{} for _ in range(ROLLING_QUARTERS)]
        figures = Figure.objects.filter(edition__in=list(of_edition)).order_by()
        columns = ("edition", "item__code", "value", "marker", "caveat", "caveat_words")
        for edition, code, *told in figures.values_list(*columns):
            back, authority = of_edition[edition]
            found[back].setdefault(authority, {})[code] = Told(*told)
        return [dict(one) for one in found]

    def _population(self, authority: int) -> tuple[Decimal, str] | None:
        """The estimate that the period began with, whatever was published since: nothing is rebased (DAT-21)."""
        if authority in self.began:
            return self.began[authority]
        found = self.populations.like(authority, {words for _, words in self.began.values()})
        found = found or self.populations.estimate(authority, self.period.last_day)
        return (Decimal(found.value), found.words) if found else None

    @cached_property
    def began(self) -> dict[int, tuple[Decimal, str]]:
        """The estimates that are stored beside rates of the period, by authority."""
        return {
            one.authority_id: (one.denominator, one.denominator_source)
            for one in self.stored
            if one.denominator_source and one.denominator is not None
        }

    # --- Where they stand ---------------------------------------------------------------------------------------------

    def _compare(self) -> None:
        """Bands within those whom the agreement names, from eight returns; signals from each one's own past (DAT-9).

        Whom the agreement names are those who were asked (DAT-22): nobody's place tells of figures elsewhere.
        """
        past = self._past()
        day = self.period.last_day
        for definition in self.definitions:
            indicator, some = definition.indicator, []
            for authority in self.editions:
                key = (authority, indicator.pk)
                found = self.derived[key]
                row = Row(authority, day, found.value, found.numerator, found.denominator, found.marker)
                row.is_first_year = indicator.looks_back and self.lives.is_first_year(authority, day)
                comparable = found.caveat != Caveat.NOT_COMPARABLE
                row.in_series = row.is_compared = comparable and not row.is_first_year
                self.rows[key] = row
                some.append(row)
            place(some, Measure(definition.polarity, definition.confidence, definition.multiplier))
            if definition.scaling == Scaling.AS_IS:
                for row in some:
                    if row.in_series:
                        follow_quarters(row, past.get((row.authority, indicator.pk), []))

    def _past(self) -> dict[Key, list[float | None]]:
        """Each authority's earlier quarters in order, None for those without a figure to go by."""
        if not SLUG.fullmatch(self.period.slug):
            return {}
        now = _quarter(self.period)
        places = {now.plus(back - MOST_QUARTERS).slug: back for back in range(MOST_QUARTERS)}
        rows = InYearValue.objects.current().filter(
            collection_period__collection=self.period.collection_id,
            collection_period__slug__in=places,
            authority__in=list(self.editions),
            value__isnull=False,
            is_first_year=False,
        )
        found: dict[Key, list[float | None]] = {}
        columns = ("authority", "indicator", "collection_period__slug", "value")
        for authority, indicator, slug, value in (
            rows.exclude(caveat=Caveat.NOT_COMPARABLE).order_by().values_list(*columns)
        ):
            found.setdefault((authority, indicator), [None] * MOST_QUARTERS)[places[slug]] = float(value)
        return {
            key: values[next(i for i, one in enumerate(values) if one is not None) :] for key, values in found.items()
        }

    # --- Writing ------------------------------------------------------------------------------------------------------

    def _write(self) -> None:
        before = {(one.authority_id, one.indicator_id): one for one in self.stored if one.is_current}
        by_edition = {(one.edition_id, one.indicator_id): one for one in self.stored}
        replaced = [one.pk for key, one in before.items() if self.editions.get(key[0], (0, ""))[0] != one.edition_id]
        replaced += [one.pk for key, one in before.items() if key not in self.rows and one.pk not in replaced]
        InYearValue.objects.filter(pk__in=replaced).update(is_current=False)
        new, changed = [], []
        for key, row in self.rows.items():
            edition = self.editions[key[0]][0]
            found, worked_out = self.derived[key], row.worked_out
            values = {name: getattr(found, name) for name in DERIVED} | dict(zip(WORKED_OUT, worked_out, strict=True))
            values |= {"is_current": True, "is_revised": self._is_revised(key, before.get(key))}
            one = by_edition.get((edition, key[1]))
            if one is None:
                one = InYearValue(
                    collection_period=self.period, edition_id=edition, authority_id=key[0], indicator_id=key[1]
                )
                new.append(one)
            elif one.pk in replaced or any(getattr(one, name) != value for name, value in values.items()):
                changed.append(one)
            for name, value in values.items():
                setattr(one, name, value)
        InYearValue.objects.bulk_create(new, batch_size=AT_ONCE)
        _update(changed)

    def _is_revised(self, key: Key, before: InYearValue | None) -> bool:
        """Whether it is other than what was published before: restated, or a sum in which a restated quarter is."""
        if before is None:
            return False
        edition, reason = self.editions[key[0]]
        is_restated = bool(reason) and before.edition_id != edition
        found = self.derived[key]
        differs = (before.value, before.marker) != (found.value, found.marker)
        follows = self.again and self.period.status == PeriodStatus.PUBLISHED
        return before.is_revised or (differs and (is_restated or follows))

    # --- The region ---------------------------------------------------------------------------------------------------

    def _pool_region(self) -> None:
        """The region's values from the counts of its authorities; what isn't comparable is left out (DAT-4, DAT-19)."""
        region, day = self.period.collection.region_id, self.period.last_day
        expected = self.lives.on(day, region)
        if not expected:
            return
        pooled = {}
        for definition in self.definitions:
            counts = {
                authority: _counts(definition, self.derived[authority, definition.indicator_id])
                for authority in self.editions
                if _is_pooled(self.derived[authority, definition.indicator_id])
            }
            found = pool(expected, counts, definition.multiplier, self.populations, day)
            pooled[definition.indicator_id] = as_stored(found)
        stored = AreaValue.objects.filter(collection_period=self.period)
        about = {
            "collection_period": self.period,
            "region_id": region,
            "series": Series.IN_YEAR,
            "period_end": day,
            "year": day.year,
        }
        _bring({one.indicator_id: one for one in stored}, pooled, about)


def pool_england(day: date, lives: Lives, populations: Populations) -> None:
    """England's in-year totals: pooled over the published core collections of all regions (DAT-22).

    A measure that regions define in different ways is pooled over those who define it as most authorities' do.
    """
    values = InYearValue.objects.current().filter(
        collection_period__last_day=day,
        collection_period__status=PeriodStatus.PUBLISHED,
        collection_period__collection__kind=CollectionKind.CORE,
        collection_period__collection__region__is_demonstration=False,
        value__isnull=False,
    )
    columns = ("collection_period__version", "indicator", "authority", "numerator", "denominator")
    by_way: dict[int, dict[tuple, dict[int, Counts]]] = {}
    ways = {
        (one.version_id, one.indicator_id): one
        for one in Definition.objects.filter(version__in=values.values("collection_period__version"))
    }
    for version, indicator, authority, above, below in (
        values.exclude(caveat=Caveat.NOT_COMPARABLE).order_by("pk").values_list(*columns)
    ):
        way = _way(ways[version, indicator])
        by_way.setdefault(indicator, {}).setdefault(way, {})[authority] = (above, below)
    expected, pooled = lives.on(day), {}
    for indicator, found in by_way.items():
        way, counts = max(found.items(), key=lambda one: len(one[1]))
        pooled[indicator] = as_stored(pool(expected, counts, way[0], populations, day))
    stored = {
        one.indicator_id: one for one in AreaValue.objects.filter(series=Series.IN_YEAR, region=None, period_end=day)
    }
    nothing = as_stored(pool(expected, {}, 1, populations, day))
    pooled |= {indicator: nothing for indicator in stored if indicator not in pooled}
    _bring(stored, pooled, {"series": Series.IN_YEAR, "period_end": day, "year": day.year})


def _way(definition: Definition) -> tuple:
    """How an indicator is derived, to tell two ways apart; the multiplier first."""
    above, below = tuple(sorted(definition.numerator)), tuple(sorted(definition.denominator))
    return definition.multiplier, above, below, definition.per_population, definition.scaling


def _counts(definition: Definition, found: Derived) -> Counts:
    assert found.numerator is not None, "a value has a numerator"  # noqa: S101
    return found.numerator, found.denominator


def _is_pooled(found: Derived) -> bool:
    return found.value is not None and found.caveat != Caveat.NOT_COMPARABLE


def _bring(stored: dict[int, AreaValue], pooled: dict[int, dict], about: dict) -> None:
    """Bring pooled values by indicator into line; what is hidden of them is decided after."""
    new, changed = [], []
    for indicator, values in pooled.items():
        one = stored.get(indicator)
        if one is None:
            new.append(AreaValue(indicator_id=indicator, **about, **values))
        elif any(getattr(one, name) != value for name, value in values.items()):
            changed.append(one)
            for name, value in values.items():
                setattr(one, name, value)
    AreaValue.objects.bulk_create(new)
    AreaValue.objects.bulk_update(changed, POOLED)


def _update(values: list[InYearValue]) -> None:
    """Write the columns of stored values, those that are no longer current before those that now are."""
    InYearValue.objects.bulk_create(
        values,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["edition", "indicator"],
        update_fields=COLUMNS,
    )


def _quarter(period: CollectionPeriod) -> Quarter:
    found = period_of(period.slug)
    assert isinstance(found, Quarter), "the pattern says so"  # noqa: S101
    return found


def _editions(periods: Iterable[CollectionPeriod]) -> dict[int, dict[int, tuple[int, str]]]:
    """The edition that counts and its reason, by period and authority: the accepted one, else the published one."""
    counting = Q(status=ReturnStatus.ACCEPTED, edition__isnull=False) | Q(published__isnull=False)
    rows = Return.objects.filter(counting, collection_period__in=[one.pk for one in periods]).order_by(
        "authority__name"
    )
    columns = (
        "collection_period",
        "authority",
        "status",
        "edition",
        "edition__reason",
        "published",
        "published__reason",
    )
    found: dict[int, dict[int, tuple[int, str]]] = {}
    for period, authority, status, edition, reason, published, published_reason in rows.values_list(*columns):
        accepted = status == ReturnStatus.ACCEPTED
        one = (edition, reason) if accepted else (published, published_reason)
        found.setdefault(period, {})[authority] = one
    return found
