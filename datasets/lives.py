"""Which authorities there were on a day, who came from whom, and whose first year it was (DAT-10, DIR-3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from regions.models import Authority, Succession


@dataclass(frozen=True, slots=True)
class Life:
    """An authority from its first day to its last, with what figures need to know of it."""

    pk: int
    slug: str
    name: str
    region: int
    region_slug: str
    # Of one of the nine regions, not of the demonstration.
    is_real: bool
    starts: date | None
    ends: date | None
    # What the directory says of its children: how many, and in which mid-year.
    children: int | None
    children_year: int | None

    def exists_on(self, day: date) -> bool:
        return (self.starts is None or self.starts <= day) and (self.ends is None or self.ends > day)


class Lives:
    """All authorities there are or were. Two queries when it is loaded, none after."""

    def __init__(self, authorities: Iterable[Life], successions: Iterable[tuple[int, int]]):
        """`successions` are pairs of predecessor and successor."""
        self.all = {one.pk: one for one in authorities}
        self.by_slug = {one.slug: one for one in self.all.values()}
        # The nine regions that have or had authorities, by their slugs.
        self.regions = sorted({one.region for one in self.all.values() if one.is_real})
        self.regions_by_slug = {one.region_slug: one.region for one in self.all.values()}
        self.successors: dict[int, list[int]] = {}
        self.predecessors: dict[int, list[int]] = {}
        for before, after in successions:
            self.successors.setdefault(before, []).append(after)
            self.predecessors.setdefault(after, []).append(before)
        self._on: dict[tuple[date, int | None], list[Life]] = {}

    @classmethod
    def load(cls) -> "Lives":
        rows = Authority.objects.order_by("name", "pk").values_list(
            "pk",
            "slug",
            "name",
            "region",
            "region__slug",
            "region__is_demonstration",
            "active_from",
            "active_to",
            "population_0_17",
            "population_year",
        )
        lives = (Life(*one[:5], not one[5], *one[6:]) for one in rows)
        return cls(lives, Succession.objects.order_by("on", "pk").values_list("predecessor", "successor"))

    def on(self, day: date, region: int | None = None) -> list[Life]:
        """Authorities that exist on a day, by name: a region's, or all England's without the demonstration's."""
        key = (day, region)
        if key not in self._on:
            self._on[key] = [
                one
                for one in self.all.values()
                if one.exists_on(day) and (one.region == region if region else one.is_real)
            ]
        return self._on[key]

    def continues(self, pk: int) -> int | None:
        """The authority whose whole area and services this one took over alone: another council, the same children."""
        before = self.predecessors.get(pk, [])
        return before[0] if len(before) == 1 and len(self.successors[before[0]]) == 1 else None

    def in_its_place_on(self, pk: int, day: date) -> int:
        """Itself, or the authority that it took over alone, where that existed on the day instead (DIR-3)."""
        found = pk
        while not self.all[found].exists_on(day) and (before := self.continues(found)):
            found = before
        return found if self.all[found].exists_on(day) else pk

    def is_first_year(self, pk: int, day: date) -> bool:
        """Whether a year that ends on the day began before the authority, made of (parts of) others, did (DAT-10)."""
        starts = self.all[pk].starts
        if starts is None or pk not in self.predecessors or self.continues(pk):
            return False
        return starts <= day < a_year_after(starts)


def a_year_after(day: date) -> date:
    """The same day of the next year; 1 March for 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)
