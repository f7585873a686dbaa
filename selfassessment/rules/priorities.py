"""Who proposes and settles priorities of a region, and what stands in the way (MOD-6, MOD-7)."""

import re
from typing import Any

from regions.models import Authority
from regions.reach import reach_of
from riia.accounts.models import User
from selfassessment.models import Cycle, Priority
from selfassessment.statuses import CycleStatus, PriorityStatus

STANDING = (PriorityStatus.PROPOSED, PriorityStatus.AGREED)


def may_settle(user: User, item: Cycle | Priority) -> bool:
    """MOD-6: the region's team proposes, agrees and sets aside, for those whom the region has meet about it."""
    region = item.region_id if isinstance(item, Cycle) else item.cycle.region_id
    return region in reach_of(user).keeps


def reasons_not_to_propose(cycle: Cycle, *, by: User, title: str = "", text: str = "", **_details: Any) -> list[str]:
    """MOD-6, MOD-7: once the cycle is open, and naming nobody."""
    if cycle.status == CycleStatus.PLANNED:
        return ["This cycle is still being prepared."]
    return _reasons_from_title(cycle, title) + _reasons_from_names(cycle, f"{title} {text}")


def reasons_not_to_change(
    priority: Priority, *, by: User, title: str = "", text: str = "", **_details: Any
) -> list[str]:
    """MOD-6, MOD-7: while it is proposed; what was agreed stays as it was agreed."""
    if priority.status != PriorityStatus.PROPOSED:
        return [f"It is {priority.get_status_display().lower()}."]
    cycle = priority.cycle
    return _reasons_from_title(cycle, title, but=priority) + _reasons_from_names(cycle, f"{title} {text}")


def _reasons_from_title(cycle: Cycle, title: str, but: Priority | None = None) -> list[str]:
    same = cycle.priorities.filter(title__iexact=title.strip(), status__in=STANDING)
    same = same.exclude(pk=but.pk) if but else same
    found = same.first() if title.strip() else None
    return [f"A priority of this name is {found.get_status_display().lower()} already."] if found else []


def _reasons_from_names(cycle: Cycle, words: str) -> list[str]:
    """MOD-7: themes of a region name nobody."""
    if not words.strip():
        return []
    names = Authority.objects.filter(region=cycle.region_id).order_by("name").values_list("name", flat=True)
    named = [name for name in names if re.search(rf"\b{re.escape(name)}\b", words, re.IGNORECASE)]
    return [f"A priority of the region names no authority. Leave out: {', '.join(named)}."] if named else []
