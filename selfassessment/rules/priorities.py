"""Who proposes and settles priorities of a region, and what stands in the way (MOD-6, MOD-7)."""

import re
from typing import Any

from regions.models import Authority
from regions.reach import reach_of
from riia.accounts.models import User
from selfassessment.models import Cycle, Priority
from selfassessment.statuses import CycleStatus


def may_settle(user: User, item: Cycle | Priority) -> bool:
    """MOD-6: the region's team proposes, agrees and sets aside, for those whom the region has meet about it."""
    region = item.region_id if isinstance(item, Cycle) else item.cycle.region_id
    return region in reach_of(user).keeps


def reasons_not_to_propose(cycle: Cycle, *, by: User, title: str = "", text: str = "", **_details: Any) -> list[str]:
    """MOD-6, MOD-7: once the cycle is open, and naming nobody."""
    if cycle.status == CycleStatus.PLANNED:
        return ["This cycle is still being prepared."]
    return _reasons_from_names(cycle, f"{title} {text}")


def reasons_not_to_change(
    priority: Priority, *, by: User, title: str = "", text: str = "", **_details: Any
) -> list[str]:
    """MOD-6, MOD-7: while it is proposed; what was agreed stays as it was agreed."""
    if priority.status != "proposed":
        return [f"It is {priority.get_status_display().lower()}."]
    return _reasons_from_names(priority.cycle, f"{title} {text}")


def _reasons_from_names(cycle: Cycle, words: str) -> list[str]:
    """MOD-7: themes of a region name nobody."""
    if not words.strip():
        return []
    names = Authority.objects.filter(region=cycle.region_id).order_by("name").values_list("name", flat=True)
    named = [name for name in names if re.search(rf"\b{re.escape(name)}\b", words, re.IGNORECASE)]
    return [f"A priority of the region names no authority. Leave out: {', '.join(named)}."] if named else []
