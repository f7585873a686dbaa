"""What an authority gave before in a collection: the figures that count, newest period first (DAT-3, DAT-5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from datasets.models import CollectionPeriod, Figure, Return
from datasets.periods import SLUG, period_of
from datasets.statuses import Caveat, ReturnStatus

# Ten years of quarters.
MOST_PERIODS = 40


@dataclass(frozen=True)
class Past:
    """One earlier period of an authority: its numbers by code of the item; what had no number isn't in it."""

    period: CollectionPeriod
    values: dict[str, Decimal]
    markers: dict[str, str]


def past_of(return_: Return, most: int = MOST_PERIODS) -> list[Past]:
    """The accepted or published figures of the return's authority in earlier periods, the newest first.

    What an authority called not comparable is left out (DAT-19). Versions may differ: an item is known by its code.
    """
    period = return_.collection_period
    counting = Q(status=ReturnStatus.ACCEPTED) | Q(published__isnull=False)
    returns = list(
        Return.objects.filter(
            counting,
            authority=return_.authority_id,
            collection_period__collection=period.collection_id,
            collection_period__last_day__lt=period.last_day,
        )
        .annotate(counts=Coalesce(F("published_id"), F("edition_id")))
        .select_related("collection_period")
        .order_by("-collection_period__last_day")[:most]
    )
    found = {one.counts: Past(one.collection_period, {}, {}) for one in returns}
    figures = Figure.objects.filter(edition__in=list(found)).exclude(caveat=Caveat.NOT_COMPARABLE).order_by()
    for edition, code, value, marker in figures.values_list("edition_id", "item__code", "value", "marker"):
        if value is None:
            found[edition].markers[code] = marker
        else:
            found[edition].values[code] = value
    return list(found.values())


def directly_before(return_: Return, past: list[Past]) -> Past | None:
    """The period that ends right before this one begins; None if there are no figures of it."""
    starts = return_.collection_period.starts
    return next((one for one in past[:1] if (starts - one.period.last_day).days == 1), None)


def stands_behind(period: CollectionPeriod) -> str:
    """A period as it stands after a number: "in April to June 2026", or a survey's own name."""
    return f"in {period_of(period.slug)}" if SLUG.fullmatch(period.slug) else f"in {period.label}"


def series(past: list[Past], code: str) -> Iterator[Decimal]:
    """An item's numbers, the oldest first."""
    return (one.values[code] for one in reversed(past) if code in one.values)
