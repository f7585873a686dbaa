"""Changes of director of children's services in a window of days, counted by the rules of DIR-12.

Pure: plain terms in, figures out; `regions.director_reading` fetches the terms. Who counts as director on a day is the
holder of the seat; while there is none, whoever acts, as an interim (DIR-14). A change is counted on the day on which
somebody else takes up the post, so that years add up to longer windows and a gap does not count a change twice. The
same person again, interim and then permanent, is none (DIR-6). Only what is confirmed counts (DIR-15).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from regions.statuses import AppointmentStatus, ChangeKind, Precision
from regions.survival import Stay
from riia.ui.dates import PartialDate

FAR = date.max
Interval = tuple[date, date]  # [first day, first day out)
# Dates known to these can be reckoned with; one known to the year only may be off by as much as a term lasts.
EXACT = (Precision.DAY, Precision.MONTH)
HANDOVERS = {
    (False, False): ChangeKind.PERMANENT_TO_PERMANENT,
    (False, True): ChangeKind.PERMANENT_TO_INTERIM,
    (True, False): ChangeKind.INTERIM_TO_PERMANENT,
    (True, True): ChangeKind.INTERIM_TO_INTERIM,
}


@dataclass(frozen=True)
class Term:
    """Somebody in a post of an authority from a day to the first day out."""

    authority: int | None  # None for a post of a trust
    person: int
    starts: date
    ends: date | None = None
    starts_precision: str = Precision.DAY
    ends_precision: str = Precision.DAY
    interim: bool = False
    acting: bool = False
    status: str = AppointmentStatus.CONFIRMED

    @property
    def interval(self) -> Interval:
        return self.starts, self.ends or FAR

    @property
    def confirmed(self) -> bool:
        return self.status == AppointmentStatus.CONFIRMED


@dataclass(frozen=True)
class Life:
    """An authority: its first day and first day out, and since when a person says that its post is vacant.

    `watched` narrows it to the times when it belonged to a group; None is its whole life.
    """

    authority: int
    starts: date | None = None
    ends: date | None = None
    vacant_from: date | None = None
    watched: tuple[Interval, ...] | None = None

    @property
    def interval(self) -> Interval:
        return self.starts or date.min, self.ends or FAR


@dataclass(frozen=True)
class Window:
    """The days from `first` to `last`, both counted."""

    first: date
    last: date

    @property
    def interval(self) -> Interval:
        return self.first, self.last + timedelta(days=1)


@dataclass(frozen=True)
class Segment:
    """Somebody in charge without a break and in one capacity."""

    person: int
    starts: date
    ends: date
    interim: bool
    acting: bool
    starts_precision: str
    ends_precision: str


@dataclass(frozen=True)
class Change:
    """Something that happened to the post on a day; whether it counts, its kind says."""

    authority: int
    day: date
    kind: ChangeKind
    before: int | None
    after: int | None
    precision: str = Precision.DAY
    interim: bool = False  # whether who takes up the post does so as an interim

    @property
    def counted(self) -> bool:
        return self.kind in ChangeKind.counted()


@dataclass(frozen=True)
class Spell:
    """One person in charge of an authority without a break, in whatever capacity."""

    person: int
    starts: date
    ends: date
    starts_precision: str
    ends_precision: str

    def days_to(self, day: date) -> int:
        return (day - self.starts).days


# --- Intervals --------------------------------------------------------------------------------------------------------


def without(intervals: Iterable[Interval], cuts: Iterable[Interval]) -> list[Interval]:
    """What is left of some intervals when others are cut out of them."""
    left = list(intervals)
    for start, end in cuts:
        pieces = [piece for one in left for piece in ((one[0], min(one[1], start)), (max(one[0], end), one[1]))]
        left = [piece for piece in pieces if piece[0] < piece[1]]
    return left


def within(intervals: Iterable[Interval], bounds: Iterable[Interval]) -> list[Interval]:
    """The parts of some intervals that lie in others."""
    # Written out, as are `holds` and `in_charge`: together they are asked some ten thousand times for a page.
    bounds = list(bounds)
    pieces = []
    for start, end in intervals:
        for first, last in bounds:
            since, until = start if start > first else first, end if end < last else last
            if since < until:
                pieces.append((since, until))
    return sorted(pieces)


def holds(intervals: Iterable[Interval], day: date) -> bool:
    for start, end in intervals:  # noqa: SIM110 - see above
        if start <= day < end:
            return True
    return False


def length(intervals: Iterable[Interval]) -> int:
    return sum((end - start).days for start, end in intervals)


# --- One authority over time ------------------------------------------------------------------------------------------


class Timeline:
    """Who was in charge of one authority's post, when it was vacant, and when that isn't known."""

    def __init__(self, life: Life, terms: Iterable[Term]) -> None:
        self.life = life
        mine = sorted(terms, key=lambda one: (one.starts, one.acting))
        self.holders = [one for one in mine if one.confirmed and not one.acting]
        self.acting = [one for one in mine if one.confirmed and one.acting]
        self.stated = [one for one in mine if not one.confirmed]

    @cached_property
    def segments(self) -> list[Segment]:
        """The holders, and whoever acts while there is none, oldest first; nobody before or after the authority."""
        found: list[Segment] = []
        taken: list[Interval] = []
        for term in [*self.holders, *self.acting]:
            for start, end in within(without([term.interval], taken), [self.life.interval]):
                found.append(
                    Segment(
                        term.person,
                        start,
                        end,
                        term.interim or term.acting,
                        term.acting,
                        term.starts_precision if start == term.starts else Precision.DAY,
                        term.ends_precision if end == term.ends else Precision.DAY,
                    )
                )
                taken.append((start, end))
        return sorted(found, key=lambda one: one.starts)

    @cached_property
    def vacant(self) -> list[Interval]:
        """When nobody was in charge, as far as that is known: after a known end, until a known beginning, and while no
        source names anybody."""
        found: list[Interval] = []
        for before, after in pairwise([None, *self.segments, None]):
            start = before.ends if before else self.life.interval[0]
            end = after.starts if after else self.life.interval[1]
            since = start if before and before.ends_precision != Precision.UNKNOWN else self.life.vacant_from
            if since and (not after or after.starts_precision != Precision.UNKNOWN) and max(start, since) < end:
                found.append((max(start, since), end))
        return without(found, [one.interval for one in self.stated])

    @cached_property
    def unknown(self) -> list[Interval]:
        """When it isn't known who was in charge, or whether anybody was."""
        return without([self.life.interval], [*((one.starts, one.ends) for one in self.segments), *self.vacant])

    def watched(self, spans: tuple[Interval, ...]) -> "Timeline":
        """The same, looked at only for a while: what happened outside is still known."""
        return Timeline(replace(self.life, watched=spans), [*self.holders, *self.acting, *self.stated])

    def in_charge(self, day: date) -> Segment | None:
        for one in self.segments:
            if one.starts <= day < one.ends:
                return one
        return None

    def spans(self, window: Window) -> list[Interval]:
        """The days of a window on which the authority existed and is watched."""
        life = [self.life.interval]
        return within([window.interval], life if self.life.watched is None else within(self.life.watched, life))

    @cached_property
    def changes(self) -> list[Change]:
        """Everything that ever happened to the post, in order."""
        found = [*self._arrivals(), *self._departures(), *self._cover()]
        return sorted(found, key=lambda one: (one.day, one.kind))

    def _arrivals(self) -> Iterable[Change]:
        for before, after in pairwise([None, *self.segments]):
            assert after is not None  # noqa: S101 - only the first of the list is None
            kind = self._kind(before, after)
            if kind:
                last = before.person if before else None
                yield Change(
                    self.life.authority, after.starts, kind, last, after.person, after.starts_precision, after.interim
                )

    def _kind(self, before: Segment | None, after: Segment) -> ChangeKind | None:
        if before and before.person == after.person:
            if before.ends < after.starts:
                return ChangeKind.RETURNED
            if before.interim == after.interim:
                return None
            return ChangeKind.MADE_PERMANENT if before.interim else ChangeKind.MADE_INTERIM
        if after.starts_precision == Precision.UNKNOWN:
            return ChangeKind.UNDATED if before else None
        if after.starts == self.life.starts:
            return ChangeKind.NEW_AUTHORITY
        if before and before.ends == after.starts:
            return HANDOVERS[before.interim, after.interim]
        day_before = after.starts - timedelta(days=1)
        return ChangeKind.FROM_VACANT if holds(self.vacant, day_before) else ChangeKind.FROM_NOT_KNOWN

    def _departures(self) -> Iterable[Change]:
        for one, later in pairwise([*self.segments, None]):
            assert one is not None  # noqa: S101 - only the last of the list is None
            if later and later.starts == one.ends:
                continue
            if one.ends == self.life.ends:
                last_day = one.ends - timedelta(days=1)
                yield Change(self.life.authority, last_day, ChangeKind.AUTHORITY_ENDED, one.person, None)
            elif holds(self.vacant, one.ends):
                yield Change(self.life.authority, one.ends, ChangeKind.TO_VACANT, one.person, None, one.ends_precision)

    def _cover(self) -> Iterable[Change]:
        for term in self.acting:
            beside = within([term.interval], [one.interval for one in self.holders])
            if beside:
                holder = next(one.person for one in self.holders if holds([one.interval], beside[0][0]))
                precision = term.starts_precision if beside[0][0] == term.starts else Precision.DAY
                yield Change(self.life.authority, beside[0][0], ChangeKind.COVER, holder, term.person, precision)

    @cached_property
    def spells(self) -> list[Spell]:
        """Segments of one person without a gap between them, as one."""
        found: list[Spell] = []
        for one in self.segments:
            last = found[-1] if found else None
            if last and last.person == one.person and last.ends == one.starts:
                found[-1] = Spell(last.person, last.starts, one.ends, last.starts_precision, one.ends_precision)
            else:
                found.append(Spell(one.person, one.starts, one.ends, one.starts_precision, one.ends_precision))
        return found


def timelines(terms: Iterable[Term], lives: Iterable[Life]) -> list[Timeline]:
    """A timeline for each authority."""
    by_authority: dict[int | None, list[Term]] = defaultdict(list)
    for term in terms:
        by_authority[term.authority].append(term)
    return [Timeline(life, by_authority[life.authority]) for life in lives]


# --- Figures of some authorities in a window --------------------------------------------------------------------------


@dataclass(frozen=True)
class Hats:
    """What directors are besides, on any day: of whom that is known and confirmed."""

    adults: Sequence[Term] = ()  # directors of adult social services, by authority
    trusts: Sequence[Term] = ()  # chief executives of children's trusts


@dataclass(frozen=True)
class LastDay:
    """The posts on the last day of a window: one for each authority that there was."""

    posts: int = 0
    held: int = 0
    interim: int = 0
    acting: int = 0
    twin_hats: int = 0
    shared_posts: int = 0
    shared_people: int = 0
    trust_chiefs: int = 0
    vacant: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class Tenure:
    """Days in post: of those who left in the window, of those there on its last day, and as stays for an estimate.

    `left_out` counts those of whom a date is known to the year only, or not at all.
    """

    left: tuple[int, ...]
    in_post: tuple[int, ...]
    stays: tuple[Stay, ...]
    left_out: int


@dataclass(frozen=True)
class Figures:
    """What happened to the posts of some authorities in a window."""

    window: Window
    authorities: int
    known: int  # of these, how many are known on each day
    changes: tuple[Change, ...]
    vacancy_days: int
    vacant_authorities: int
    may_belong_elsewhere: int
    stated: int
    last_day: LastDay
    tenure: Tenure

    @cached_property
    def by_kind(self) -> Counter[ChangeKind]:
        return Counter(one.kind for one in self.changes)

    @cached_property
    def per_authority(self) -> Counter[int]:
        """How many counted changes each authority had; those with none are not in it."""
        return Counter(one.authority for one in self.changes if one.counted)

    @property
    def total(self) -> int:
        return sum(self.per_authority.values())

    @property
    def changed(self) -> int:
        """Authorities with at least one change."""
        return len(self.per_authority)

    @property
    def changed_once(self) -> int:
        return sum(number == 1 for number in self.per_authority.values())

    @property
    def changed_more(self) -> int:
        return self.changed - self.changed_once

    @property
    def further(self) -> int:
        """Second and further changes: with `changed` they add up to `total` (DIR-12)."""
        return sum(number - 1 for number in self.per_authority.values())

    @property
    def to_interim(self) -> int:
        """Changes by which an interim came."""
        return sum(one.counted and one.interim for one in self.changes)

    @property
    def coverage(self) -> float:
        """The share of the authorities that are known for the whole window (DIR-15)."""
        return self.known / self.authorities if self.authorities else 0.0

    @property
    def approximate(self) -> int:
        """Counted changes that are dated to the month or the year only."""
        return sum(one.counted and one.precision != Precision.DAY for one in self.changes)


def figures(some: Sequence[Timeline], window: Window, everybody: Sequence[Timeline] = (), hats: Hats | None = None):
    """The figures of some authorities. `everybody` are all of their side, among whom directors are shared."""
    watched = [(one, spans) for one in some if (spans := one.spans(window))]
    vacant = [length(within(one.vacant, spans)) for one, spans in watched]
    return Figures(
        window=window,
        authorities=len(watched),
        known=sum(not within(one.unknown, spans) for one, spans in watched),
        changes=tuple(
            sorted(
                (change for one, spans in watched for change in one.changes if holds(spans, change.day)),
                key=lambda change: change.day,
            )
        ),
        vacancy_days=sum(vacant),
        vacant_authorities=sum(days > 0 for days in vacant),
        may_belong_elsewhere=sum(_crosses(change, spans) for one, spans in watched for change in one.changes),
        stated=sum(bool(within([term.interval], spans)) for one, spans in watched for term in one.stated),
        last_day=_last_day([one for one, spans in watched if holds(spans, window.last)], window.last, everybody, hats),
        tenure=_tenure(watched, window),
    )


def _crosses(change: Change, spans: Sequence[Interval]) -> bool:
    """Whether a counted change, known to a month or a year, lies partly in and partly out of what is watched."""
    if change.precision == Precision.DAY or not change.counted:
        return False
    possible = (change.day, PartialDate(change.day, change.precision).day_after)
    inside = length(within([possible], spans))
    return 0 < inside < length([possible])


def _last_day(some: Sequence[Timeline], day: date, everybody: Sequence[Timeline], hats: Hats | None) -> LastDay:
    hats = hats or Hats()
    posts = Counter(one.person for line in everybody or some if (one := line.in_charge(day)))
    adults = {(one.authority, one.person) for one in hats.adults if one.confirmed and holds([one.interval], day)}
    chiefs = {one.person for one in hats.trusts if one.confirmed and holds([one.interval], day)}
    held = [(line.life.authority, one) for line in some if (one := line.in_charge(day))]
    return LastDay(
        posts=len(some),
        held=len(held),
        interim=sum(one.interim for _, one in held),
        acting=sum(one.acting for _, one in held),
        twin_hats=sum((authority, one.person) in adults for authority, one in held),
        shared_posts=sum(posts[one.person] > 1 for _, one in held),
        shared_people=len({one.person for _, one in held if posts[one.person] > 1}),
        trust_chiefs=sum(one.person in chiefs for _, one in held),
        vacant=sum(holds(line.vacant, day) for line in some),
        unknown=sum(holds(line.unknown, day) for line in some),
    )


def _tenure(watched: Sequence[tuple[Timeline, list[Interval]]], window: Window) -> Tenure:
    """Somebody whose authority ended has not left; they count as still there on its last day."""
    left, in_post, stays, left_out = [], [], [], 0
    for line, spans in watched:
        for spell in line.spells:
            seen = within([(spell.starts, spell.ends)], spans)
            ends_here = holds(spans, spell.ends) and spell.ends_precision != Precision.UNKNOWN
            if not seen and not ends_here:
                continue
            if spell.starts_precision not in EXACT or (ends_here and spell.ends_precision not in EXACT):
                left_out += 1
                continue
            until = spell.ends if ends_here else seen[-1][1]
            since = max(spell.starts, (seen[0][0] if seen else spell.ends) - timedelta(days=1))
            stays.append(Stay(spell.days_to(until), ends_here, max(0, spell.days_to(since))))
            if ends_here:
                left.append(spell.days_to(spell.ends))
            elif holds(seen, window.last):
                in_post.append(spell.days_to(until))
    return Tenure(tuple(left), tuple(in_post), tuple(stays), left_out)
