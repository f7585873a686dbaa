"""Children aged 0 to 17: which estimate a rate uses, and how much of an area some authorities hold (DAT-4, DAT-21)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from datasets.lives import Lives
from datasets.models import Population

IN_DIRECTORY = "the directory"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number of children in mid-year, with where it is from and which edition of the estimates it belongs to."""

    value: int
    year: int
    source: str
    vintage: str

    @property
    def words(self) -> str:
        """What is stored beside a rate (DAT-21): "Mid-2024, estimates to mid-2024 (CSC:ons_pop)"."""
        return f"Mid-{self.year}, {self.vintage} ({self.source})"[:120]


class Populations:
    """Estimates by authority and year. One query the first time that somebody asks, none after."""

    def __init__(self, lives: Lives, estimates: Iterable[tuple[int, Estimate]]):
        """`estimates` are pairs of authority and estimate, an older vintage before a newer one."""
        self.lives = lives
        self._estimates = estimates
        self._children: dict[tuple[int, int], float | None] = {}

    @classmethod
    def load(cls, lives: Lives) -> "Populations":
        return cls(lives, _stored())

    @cached_property
    def every(self) -> dict[int, list[Estimate]]:
        """All estimates of an authority, an older vintage before a newer one."""
        found: dict[int, list[Estimate]] = {}
        for authority, one in self._estimates:
            found.setdefault(authority, []).append(one)
        return found

    @cached_property
    def newest(self) -> dict[int, dict[int, Estimate]]:
        """The newest vintage of each year's estimate, by authority."""
        return {authority: {one.year: one for one in some} for authority, some in self.every.items()}

    def like(self, authority: int, words: Collection[str]) -> Estimate | None:
        """The authority's estimate of one of these years and vintages, in the words that stand beside rates."""
        return next((one for one in self.every.get(authority, ()) if one.words in words), None)

    def estimate(self, authority: int, day: date) -> Estimate | None:
        """The latest estimate of a year before that of the day, as DfE's rates use it; for a newer authority its first.

        Without any, what the directory says of the authority, or None.
        """
        own = self.newest.get(authority)
        if own:
            return own[max((year for year in own if year < day.year), default=min(own))]
        life = self.lives.all[authority]
        if not life.children:
            return None
        return Estimate(life.children, life.children_year or day.year - 1, IN_DIRECTORY, "as estimated")

    def children(self, authority: int, day: date) -> float | None:
        """How many children count for an authority in the cover of its area, or None if nobody knows.

        Estimates are restated to new areas: an abolished authority without its own has its share of its successors',
        who are shared out evenly among their predecessors, so that the sum is right.
        """
        key = (authority, day.year)
        if key not in self._children:
            found = self.estimate(authority, day)
            self._children[key] = found.value if found else self._share(authority, day)
        return self._children[key]

    def _share(self, authority: int, day: date) -> float | None:
        total = 0.0
        for successor in self.lives.successors.get(authority, []):
            if (one := self.estimate(successor, day)) is None:
                return None
            total += one.value / len(self.lives.predecessors[successor])
        return total or None


def _stored() -> Iterator[tuple[int, Estimate]]:
    rows = Population.objects.order_by("pk").values_list("authority", "value", "year", "source", "vintage")
    for authority, value, year, source, vintage in rows:
        yield authority, Estimate(value, year, source, vintage)
