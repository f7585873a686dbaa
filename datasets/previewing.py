"""What directors and performance leads look at before everybody else does: their own bands and flags (DAT-18)."""

from dataclasses import dataclass
from typing import Any

from datasets.models import CollectionPeriod, InYearValue
from datasets.showing import cell_text
from datasets.statuses import Flag
from regions.models import Authority


@dataclass(frozen=True)
class Band:
    """One indicator of one authority: its value in words, its band, and why it is a figure to look at."""

    authority: Authority
    name: str
    shown: str
    band: str
    reasons: list[str]


def own_bands(user: Any, period: CollectionPeriod, authorities: frozenset[int]) -> list[Band]:
    """The current values of some authorities that the reader sees, with bands and flags, by authority and indicator."""
    definitions = {one.indicator_id: one for one in period.version.definitions.all()}
    rows = InYearValue.objects.visible_to(user).filter(collection_period=period, is_current=True)
    rows = rows.filter(authority__in=authorities).select_related("indicator", "authority")
    found = []
    for one in rows.order_by("authority__name", "indicator__position", "indicator__code"):
        definition = definitions.get(one.indicator_id)
        decimals = definition.decimals if definition else one.indicator.decimals
        reasons = [str(Flag(flag).label) for flag in one.flags]
        found.append(Band(one.authority, one.indicator.name, cell_text(one, decimals), one.band, reasons))
    return found
