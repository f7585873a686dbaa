"""Who has an interest in which authority on a day, and so can't be taken for impartial about it (PC-3, MOD-2).

An interest comes from where somebody works or worked (a seat, an employment, a trust that serves the authority), from
what their own authority shares with another (a trust, a chief executive or a director), from an authority that became
this one, or from what they declared. It lapses three years after it ended. A waiver on record lifts it for a time, but
never for who comes from the authority itself.

Interests are worked out from the directory when asked for, in a constant number of queries for any number of people
and authorities; nothing is stored but declarations and waivers. An appointment that a source merely states counts too,
and says so: it opens nothing, but it may stand in the way.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import permutations

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery

from regions.models import Appointment, Authority, Interest, Person, Succession, TrustService, Waiver
from regions.querysets import today
from regions.roles import Role
from regions.statuses import IN_SEAT, AppointmentStatus, Precision
from regions.wording import in_sentence

YEARS_AFTER = 3
# Whoever holds one of these in two authorities ties all who work in the one to the other.
LEADERS = (Role.DCS, Role.CHIEF_EXECUTIVE)


@dataclass(frozen=True)
class Tie:
    """An interest of one person in one authority, from a day to a day (`until` is the first day without it)."""

    person: int
    authority: int
    why: str
    since: date
    until: date | None = None
    # By a seat there, an employment by it, or a trust that serves it: no waiver lifts that while it lasts.
    from_there: bool = False
    # Whether it comes from what a person confirmed or declared, and not only from a source.
    confirmed: bool = True
    # The row of what the person declared, if that is where it comes from.
    declared: int | None = None
    # The authority as it was read, for who shows it; `authority` is its number.
    place: Authority = field(default=None, compare=False, repr=False)  # type: ignore[assignment]  # all given out have it

    @property
    def lapses(self) -> date | None:
        """The first day on which it no longer counts: three years after it ended (PC-3)."""
        return years_after(self.until, YEARS_AFTER) if self.until else None

    def holds_on(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    def counts_on(self, on: date) -> bool:
        """Whether it holds on a day or ended less than three years before it."""
        return self.since <= on and (self.lapses is None or on < self.lapses)


@dataclass(frozen=True)
class Conflict:
    """An interest that counts on a day, and the waiver that lifts it then, if there is one."""

    tie: Tie
    waiver: Waiver | None = None

    @property
    def stands(self) -> bool:
        return self.waiver is None


@dataclass(frozen=True)
class _Link:
    """What one authority shares with another for a time: whoever works here has an interest there."""

    there: Authority
    why: str
    since: date
    until: date | None
    confirmed: bool
    # Who is shared; they have interests of their own in both.
    leader: int | None = None


def years_after(day: date, years: int) -> date:
    """The same day so many years later; of 29 February, 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def declared_by(people: Iterable[Person]) -> "QuerySet[Interest]":
    """What some people, or those who turned out to be them, declared; for `ties_of`."""
    numbers = {one.pk for one in people}
    own = Q(person__in=numbers) | Q(person__merged_into__in=numbers)
    return Interest.objects.filter(own).select_related("person", "authority").order_by("pk")


def ties_of(
    people: Iterable[Person],
    authorities: Iterable[Authority] | None = None,
    declared: Iterable[Interest] | None = None,
) -> list[Tie]:
    """All interests of some people, at any time, in some authorities (in all, if none are named). Five queries.

    `declared` are the rows of `declared_by`, where they were read already: then four.
    """
    people = list(people)
    declared = declared_by(people) if declared is None else declared
    names = {one.pk: one for one in people}
    wanted = None if authorities is None else {one.pk for one in authorities}
    services = list(TrustService.objects.select_related("trust", "authority").order_by("pk"))
    direct = list(_from_careers(names, services))
    direct += _from_successions(direct)
    found = [*direct, *_from_links(direct, services), *_from_declarations(names, declared)]
    kept = {one: None for one in found if wanted is None or one.authority in wanted}
    return sorted(kept, key=lambda one: (one.person, one.authority, -one.since.toordinal(), one.why))


def interests_of(
    people: Iterable[Person], authorities: Iterable[Authority] | None = None, on: date | None = None
) -> list[Tie]:
    """The interests that count on a day (today, if none is named): those that hold, and those not yet lapsed."""
    return [one for one in ties_of(people, authorities) if one.counts_on(on or today())]


def conflicts_between(
    people: Iterable[Person], authorities: Iterable[Authority], on: date
) -> dict[tuple[int, int], list[Conflict]]:
    """For matching: {(person, authority): conflicts on a day}, without the pairs that have none.

    Six queries for any number of both. A waived conflict is in it, with its waiver.
    """
    people, authorities = list(people), list(authorities)
    waivers = _waivers(people, on)
    found: dict[tuple[int, int], list[Conflict]] = defaultdict(list)
    for tie in interests_of(people, authorities, on):
        pair = (tie.person, tie.authority)
        found[pair].append(Conflict(tie, lifting(tie, waivers.get(pair), on)))
    return dict(found)


def conflicts(person: Person, authority: Authority, on: date) -> list[Conflict]:
    """What stands between a person and an authority on a day, waived or not."""
    return conflicts_between([person], [authority], on).get((person.pk, authority.pk), [])


def reasons_against(person: Person, authority: Authority, on: date) -> list[str]:
    """PC-3, MOD-2: why somebody can't be asked to judge an authority on a day, in sentences; empty if they can."""
    return [f"{person} and {authority}: {one.tie.why}." for one in conflicts(person, authority, on) if one.stands]


def lifting(tie: Tie, waiver: Waiver | None, on: date) -> Waiver | None:
    """The waiver, if it lifts this interest: who comes from there on the day is never let off (PC-3)."""
    return None if tie.from_there and tie.holds_on(on) else waiver


def _waivers(people: Iterable[Person], on: date) -> dict[tuple[int, int], Waiver]:
    numbers = {one.pk for one in people}
    own = Q(person__in=numbers) | Q(person__merged_into__in=numbers)
    rows = Waiver.objects.filter(own, starts__lte=on, ends__gt=on).select_related("person", "given_by")
    return {(_known(one, numbers), one.authority_id): one for one in rows.order_by("pk")}


def _known(row: Appointment | Interest | Waiver, people: Container[int]) -> int:
    """The person asked for whom a row is about: its own, or the one that its own was merged into (DIR-13)."""
    into = row.person.merged_into_id
    return row.person_id if row.person_id in people or into is None else into


# --- Careers ----------------------------------------------------------------------------------------------------------


def _careers(people: Iterable[int]) -> "QuerySet[Appointment]":
    """Everything that put these people, or those who turned out to be them, into a seat."""
    own = Q(person__in=people) | Q(person__merged_into__in=people)
    related = ("person", "seat__region", "seat__authority", "seat__trust", "employing_authority", "employing_trust")
    rows = Appointment.objects.filter(own, status__in=IN_SEAT).select_related(*related)
    return _with_next(rows).order_by("starts", "pk")


def _with_next(rows: "QuerySet[Appointment]") -> "QuerySet[Appointment]":
    """With the first day of the next holder of the seat as `next_begins`: an end that nobody knows is by then."""
    later = Appointment.objects.filter(
        seat=OuterRef("seat"), status__in=IN_SEAT, acting=False, starts__gte=OuterRef("ends")
    )
    first = later.values("seat").annotate(first=Min("starts")).values("first")
    return rows.annotate(next_begins=Subquery(first))


def _end(appointment: Appointment) -> date | None:
    """The first day out as far as an interest goes: while nothing later is known, nobody is known to have left."""
    if appointment.ends and appointment.ends_precision == Precision.UNKNOWN:
        return appointment.next_begins  # type: ignore[attr-defined]  # by `_with_next`
    return appointment.ends


def _from_careers(people: Mapping[int, Person], services: list[TrustService]) -> Iterator[Tie]:
    for one in _careers(people):
        person = _known(one, people)
        confirmed = one.status == AppointmentStatus.CONFIRMED
        base = Tie(person, 0, "", one.starts, _end(one), from_there=True, confirmed=confirmed)
        seat, authority, trust = one.seat, one.employing_authority, one.employing_trust
        words = in_sentence(seat.name)
        if seat.authority:
            why = f"{words} of {seat.authority}"
            yield replace(base, authority=seat.authority.pk, place=seat.authority, why=why)
        if authority and authority.pk != seat.authority_id:
            why = f"employed by {authority}, as {words} of {seat.place}"
            yield replace(base, authority=authority.pk, place=authority, why=why)
        for organisation in {one.pk: one for one in (seat.trust, trust) if one}.values():
            yield from _through_trust(base, organisation, services, words)


def _through_trust(base: Tie, trust, services: list[TrustService], words: str) -> Iterator[Tie]:
    for service in services:
        if service.trust_id == trust.pk and (times := _overlap(base, service)):
            why = f"works for {trust} as {words}, which serves {service.authority}"
            if words == in_sentence(Role.TRUST_CHIEF_EXECUTIVE.label):
                why = f"chief executive of {trust}, which serves {service.authority}"
            place = service.authority
            yield replace(base, authority=place.pk, place=place, why=why, since=times[0], until=times[1])


def _from_successions(direct: list[Tie]) -> list[Tie]:
    """Who worked for an authority that became another has an interest in that other (DIR-3)."""
    following = defaultdict(list)
    for one in Succession.objects.select_related("predecessor", "successor").order_by("on", "pk"):
        following[one.predecessor_id].append(one)
    found, waiting = [], list(direct)
    seen = {(one.person, one.authority, one.since, one.why) for one in direct}
    while waiting:
        tie = waiting.pop()
        for one in following.get(tie.authority, ()):
            why = f"{tie.why}, now {one.successor}"
            key = (tie.person, one.successor_id, tie.since, why)
            if key not in seen:
                seen.add(key)
                later = replace(tie, authority=one.successor_id, place=one.successor, why=why, from_there=False)
                found.append(later)
                waiting.append(later)
    return found


# --- What authorities share -------------------------------------------------------------------------------------------


def _from_links(direct: list[Tie], services: list[TrustService]) -> Iterator[Tie]:
    links = defaultdict(list)
    for here, link in (*_shared_trusts(services), *_shared_leaders()):
        links[here].append(link)
    own = {(tie.person, tie.authority) for tie in direct if tie.from_there and tie.until is None}
    for tie in direct:
        for link in links[tie.authority] if tie.from_there else ():
            # Who has the closer tie for good needs no further reason.
            if link.leader == tie.person or (tie.person, link.there.pk) in own:
                continue
            if times := _overlap(tie, link):
                yield replace(
                    tie,
                    authority=link.there.pk,
                    place=link.there,
                    why=link.why,
                    since=times[0],
                    until=times[1],
                    from_there=False,
                    confirmed=tie.confirmed and link.confirmed,
                )


def _shared_trusts(services: list[TrustService]) -> Iterator[tuple[int, _Link]]:
    for one, other in permutations(services, 2):
        if (
            one.trust_id == other.trust_id
            and one.authority_id != other.authority_id
            and (times := _overlap(one, other))
        ):
            why = f"{one.trust} serves both {one.authority} and {other.authority}"
            sure = bool(one.confirmed_on and other.confirmed_on)
            yield one.authority_id, _Link(other.authority, why, *times, confirmed=sure)


def _shared_leaders() -> Iterator[tuple[int, _Link]]:
    rows = Appointment.objects.filter(status__in=IN_SEAT, seat__role__in=LEADERS)
    # Counted, not looked up for each row: that took PostgreSQL half a minute until it knew how large the tables are.
    several = rows.values("person").annotate(led=Count("seat__authority", distinct=True)).filter(led__gt=1)
    of_several = defaultdict(list)
    shared = rows.filter(person__in=several.values("person")).select_related("person", "seat__authority")
    for one in _with_next(shared).order_by(F("person"), "pk"):
        of_several[one.person_id].append(one)
    for appointments in of_several.values():
        for one, other in permutations(appointments, 2):
            here, there = one.seat.authority, other.seat.authority
            if here and there and here != there and (times := _overlap(_term(one), _term(other))):
                what = in_sentence(one.seat.name)
                why = f"{one.person} leads both {here} (as {what}) and {there} (as {in_sentence(other.seat.name)})"
                sure = {one.status, other.status} == {AppointmentStatus.CONFIRMED}
                yield here.pk, _Link(there, why, *times, confirmed=sure, leader=one.person_id)


def _term(appointment: Appointment) -> Tie:
    return Tie(appointment.person_id, 0, "", appointment.starts, _end(appointment))


def _overlap(one, other) -> tuple[date, date | None] | None:
    """What two intervals have in common, as [from, to); None if that is nothing."""
    since = max(_starts(one), _starts(other))
    ends = [end for end in (_ends(one), _ends(other)) if end]
    until = min(ends) if ends else None
    return None if until and until <= since else (since, until)


def _starts(interval) -> date:
    return interval.starts if isinstance(interval, TrustService) else interval.since


def _ends(interval) -> date | None:
    if not isinstance(interval, TrustService):
        return interval.until
    return None if interval.ends_precision == Precision.UNKNOWN else interval.ends


# --- Declarations -----------------------------------------------------------------------------------------------------


def _from_declarations(people: Mapping[int, Person], declared: Iterable[Interest]) -> Iterator[Tie]:
    for one in declared:
        person = _known(one, people)
        why = f"declared: {in_sentence(one.get_kind_display())}"
        yield Tie(person, one.authority_id, why, one.starts, one.ends, declared=one.pk, place=one.authority)
