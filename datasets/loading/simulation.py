"""Figures at national scale, for measuring: invented values of every indicator for every authority and quarter.

Only for a database that serves nothing else (see `regions.loading.simulation`). The same arguments give the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from random import Random

from django.db import transaction
from django.utils import timezone

from datasets.calendar import calendar_of
from datasets.loading.reference import load_definitions
from datasets.models import (
    AreaValue,
    Collection,
    CollectionPeriod,
    DatasetVersion,
    Edition,
    Indicator,
    InYearValue,
    Return,
)
from datasets.periods import Quarter, quarter_of
from datasets.small_numbers import protect_period
from datasets.statistics import bands, ranks
from datasets.statuses import Agreement, Origin, PeriodStatus, ReturnStatus, Series
from regions.models import Authority, Region
from regions.querysets import today

NAME = "Simulated collection"
AT_ONCE = 2000
# Shares of cells without a number, and of authorities whose return is missing in a quarter.
WITHOUT, MISSING = 0.01, 0.02


@dataclass(frozen=True)
class Scale:
    """What an indicator's values lie around: numerator and denominator of an authority of middling size."""

    share: float
    size: float


def simulate_figures(*, authorities: int = 153, quarters: int = 40, seed: int = 1) -> str:
    """Fill so many quarters of every region's collection with values of all indicators. Returns what was done."""
    if Collection.objects.filter(name=NAME).exists():
        return "Nothing to change: figures are simulated already."
    with transaction.atomic():
        load_definitions()
        return _Simulation(Random(seed), authorities).run(quarters)  # noqa: S311 - invented, the same each time


class _Simulation:
    """One simulation, with its own sequence of chances."""

    def __init__(self, chance: Random, authorities: int):
        self.chance = chance
        self.version = DatasetVersion.objects.get(slug="core-2022")
        self.indicators = list(Indicator.objects.all())
        self.authorities = list(Authority.objects.real().as_at(today()).order_by("slug")[:authorities])
        self.scales = {
            one.pk: Scale(0.05 + 0.8 * chance.random(), 200 + 2000 * chance.random()) for one in self.indicators
        }
        self.level = {one.pk: 0.6 + 0.8 * chance.random() for one in self.authorities}

    def run(self, quarters: int) -> str:
        regions = list(Region.objects.real().filter(authorities__in=self.authorities).distinct())
        collections = {region.pk: self._collection(region) for region in regions}
        last = quarter_of(today()).plus(-2)
        written = 0
        for back in range(quarters - 1, -1, -1):
            quarter = last.plus(-back)
            for region, collection in collections.items():
                own = [one for one in self.authorities if one.region_id == region and one.exists_on(quarter.last_day)]
                if own:
                    written += self._quarter(collection, quarter, own)
        return f"Simulated: {written:,} figures of {len(self.authorities)} authorities in {quarters} quarters."

    def _collection(self, region: Region) -> Collection:
        return Collection.objects.create(
            slug=f"simulated-{region.slug}"[:60],
            name=NAME,
            region=region,
            version=self.version,
            agreement=Agreement.REGION,
        )

    def _quarter(self, collection: Collection, quarter: Quarter, authorities: list[Authority]) -> int:
        calendar = calendar_of(collection, quarter.last_day)
        period = CollectionPeriod.objects.create(
            collection=collection,
            version=self.version,
            slug=quarter.slug,
            starts=quarter.starts,
            last_day=quarter.last_day,
            status=PeriodStatus.PUBLISHED,
            published_at=datetime.combine(calendar.publish_on, time(9), timezone.get_current_timezone()),
            **vars(calendar),
        )
        given = [one for one in authorities if self.chance.random() > MISSING]
        editions = self._returns(period, authorities, given)
        areas: list[AreaValue] = []
        values = list(self._values(period, given, editions, areas))
        InYearValue.objects.bulk_create(values, batch_size=AT_ONCE)
        AreaValue.objects.bulk_create(areas, batch_size=AT_ONCE)
        # As publishing would leave them: marked inside and outside, and the period remembers what it hid (DAT-11).
        protect_period(period)
        return len(values)

    def _returns(
        self, period: CollectionPeriod, authorities: list[Authority], given: list[Authority]
    ) -> dict[int, Edition]:
        made = Return.objects.bulk_create(Return(collection_period=period, authority=one) for one in authorities)
        received = [one for one in made if one.authority in given]
        editions = Edition.objects.bulk_create(
            Edition(of_return=one, number=1, origin=Origin.TEMPLATE, made_at=timezone.now()) for one in received
        )
        for one, edition in zip(received, editions, strict=True):
            one.status = ReturnStatus.PUBLISHED
            one.edition = one.signed = one.published = edition
            one.received_on = period.due_on
        Return.objects.bulk_update(received, ["status", "edition", "signed", "published", "received_on"])
        return {one.authority_id: edition for one, edition in zip(received, editions, strict=True)}

    def _values(
        self, period: CollectionPeriod, given: list[Authority], editions: dict[int, Edition], areas: list[AreaValue]
    ) -> Iterator[InYearValue]:
        for indicator in self.indicators:
            rows = [self._value(period, indicator, one, editions[one.pk]) for one in given]
            numbers = [float(one.value) if one.value is not None else None for one in rows]
            placed = zip(rows, bands(numbers, indicator.polarity), ranks(numbers, indicator.polarity), strict=True)
            counted = sum(one is not None for one in numbers)
            for row, band, rank in placed:
                row.band, row.rank, row.ranked = band or "", rank, counted
            areas.append(_area(period, indicator, rows))
            yield from rows

    def _value(
        self, period: CollectionPeriod, indicator: Indicator, authority: Authority, edition: Edition
    ) -> InYearValue:
        row = InYearValue(
            authority=authority, indicator=indicator, collection_period=period, edition=edition, marker="x"
        )
        if self.chance.random() < WITHOUT:
            return row
        scale = self.scales[indicator.pk]
        below = max(20, round(scale.size * (authority.population_0_17 or 10_000) / 60_000))
        share = min(0.97, scale.share * self.level[authority.pk] * (0.9 + 0.2 * self.chance.random()))
        above = round(below * share)
        row.marker, row.numerator, row.denominator = "", Decimal(above), Decimal(below)
        row.value = Decimal(str(round(above / below * indicator.multiplier, 4)))
        row.lower, row.upper = float(row.value) * 0.9, float(row.value) * 1.1
        return row


def _area(period: CollectionPeriod, indicator: Indicator, rows: list[InYearValue]) -> AreaValue:
    used = [one for one in rows if one.numerator is not None]
    above = sum((one.numerator for one in used if one.numerator is not None), Decimal(0))
    below = sum((one.denominator for one in used if one.denominator is not None), Decimal(0))
    return AreaValue(
        series=Series.IN_YEAR,
        region=period.collection.region,
        indicator=indicator,
        period_end=period.last_day,
        year=period.last_day.year,
        collection_period=period,
        value=Decimal(str(round(float(above / below) * indicator.multiplier, 4))) if below else None,
        numerator=above,
        denominator=below,
        used=len(used),
        expected=len(rows),
        cover=Decimal(100),
    )
