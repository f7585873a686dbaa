"""How complete and how timely a collection is, by period and authority. States, never figures."""

from collections.abc import Iterable
from dataclasses import dataclass

from datasets.models import Collection, CollectionPeriod, Return
from datasets.standing import NOT_IN, Standing, standing_of
from datasets.statuses import ReturnStatus
from regions.models import Authority

# A table of more periods doesn't fit a page.
MOST_PERIODS = 8


@dataclass(frozen=True)
class Counts:
    """How many returns a period asked for and how many came, by the day or after it."""

    asked: int
    received: int
    by_the_day: int
    accepted: int

    @property
    def after(self) -> int:
        return self.received - self.by_the_day

    @property
    def percent(self) -> int:
        return round(100 * self.received / self.asked) if self.asked else 0

    def __str__(self) -> str:
        return f"{self.received} of {self.asked}"


@dataclass(frozen=True)
class Overview:
    """Some periods of a collection, newest first, with counts, and a row of states for each authority.

    `page` counts from the newest; there are `pages` of them.
    """

    periods: list[tuple[CollectionPeriod, Counts]]
    rows: list[tuple[Authority, list[Standing | None]]]
    page: int = 1
    pages: int = 1

    @property
    def later(self) -> int:
        """The page of the periods after these; 0 where these are the newest."""
        return self.page - 1

    @property
    def earlier(self) -> int:
        """The page of the periods before these; 0 where there are none."""
        return self.page + 1 if self.page < self.pages else 0


def counts_of(returns: Iterable[Return], period: CollectionPeriod) -> Counts:
    """Counts of a period's returns. What was taken back is not received."""
    rows = list(returns)
    came = [one for one in rows if one.received_on and (one.status not in NOT_IN or one.published_id)]
    return Counts(
        asked=len(rows),
        # Loaded back from a workbook: it came, nobody knows when.
        received=len(came) + sum(_loaded(one) for one in rows),
        by_the_day=sum(one.received_on <= period.due_on for one in came if one.received_on)
        + sum(_loaded(one) for one in rows),
        accepted=sum(one.status in (ReturnStatus.ACCEPTED, ReturnStatus.PUBLISHED) for one in rows),
    )


def _loaded(return_: Return) -> bool:
    return return_.received_on is None and return_.status in (ReturnStatus.ACCEPTED, ReturnStatus.PUBLISHED)


def pages_of(collection: Collection) -> int:
    """How many pages the periods of a collection fill, at least one."""
    return max(-(-collection.periods.count() // MOST_PERIODS), 1)


def overview_of(
    collection: Collection, *, only: frozenset[int] | None = None, page: int = 1, pages: int = 1
) -> Overview:
    """A page of the periods of a collection, the newest first; rows for the authorities in `only` where it is given.
    Two queries."""
    start = (page - 1) * MOST_PERIODS
    periods = list(collection.periods.order_by("-last_day", "-pk")[start : start + MOST_PERIODS])
    returns = Return.objects.filter(collection_period__in=periods).select_related(
        "authority", "published", "collection_period__collection__region"
    )
    by_period: dict[int, list[Return]] = {one.pk: [] for one in periods}
    by_authority: dict[Authority, dict[int, Return]] = {}
    for one in returns.order_by("authority__name"):
        by_period[one.collection_period_id].append(one)
        if only is None or one.authority_id in only:
            by_authority.setdefault(one.authority, {})[one.collection_period_id] = one
    rows = [
        (authority, [standing_of(found[period.pk]) if period.pk in found else None for period in periods])
        for authority, found in by_authority.items()
    ]
    return Overview([(one, counts_of(by_period[one.pk], one)) for one in periods], rows, page, pages)


def counts_by_period(periods: Iterable[CollectionPeriod]) -> dict[int, Counts]:
    """Counts of several periods by their number, in one query."""
    wanted = {one.pk: one for one in periods}
    found: dict[int, list[Return]] = {pk: [] for pk in wanted}
    for one in Return.objects.filter(collection_period__in=wanted):
        found[one.collection_period_id].append(one)
    return {pk: counts_of(rows, wanted[pk]) for pk, rows in found.items()}
