"""How far a person's appointments reach: the permission table, worked out from the directory (ACC-1).

`reach_of(user)` is asked once a request and kept; every rule and every `visible_to` asks it, nothing else does.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from regions import roles
from regions.querysets import covering, today
from regions.roles import Place, Role
from regions.statuses import AppointmentStatus, MemorandumStatus, Schedule, Task

if TYPE_CHECKING:
    from regions.models import Appointment, Delegation
    from riia.accounts.models import User

OF_A_SEAT = (
    "role",
    "title",
    "in_demonstration",
    "region__name",
    "authority__name",
    "authority__region",
    "trust__name",
)
OF_A_MEMORANDUM = ("region", "starts", "expires", "grace_days", "schedules")
COUNTS_AS_SIGNED = ("signed", "ending", "grace")
# The longest grace a region may give; older versions of a memorandum can't matter any more.
LONGEST_GRACE = timedelta(days=400)
# The acts that make up a task (ACC-12): what the trail then calls "for" whoever left it.
ACTS_OF: dict[str, frozenset[str]] = {
    Task.CONFIRM_FACTS: frozenset({"confirm_fact"}),
    Task.PROPOSE_APPOINTMENTS: frozenset({"appoint", "add_person", "vouch_for", "withdraw_proposal"}),
    Task.SIGN_OFF_RETURNS: frozenset({"sign_off_return"}),
}


@dataclass(frozen=True)
class Held:
    """A seat held today: what the person acts as, and what it opens."""

    appointment: int
    seat: int
    role: str
    name: str
    place_kind: str
    place: int
    place_name: str
    # The authorities that the seat stands for (a trust's: those it serves today), and the regions they lie in.
    authorities: frozenset[int]
    regions: frozenset[int]
    demonstration: bool

    @property
    def label(self) -> str:
        return f"{self.name}, {self.place_name}"


@dataclass(frozen=True)
class Delegated:
    """A task done today for the holder of a seat (ACC-12): whose, which, and until when (first day out)."""

    delegation: int
    task: str
    of: str
    held: Held
    ends: date

    @property
    def label(self) -> str:
        return f"for {self.of}, {self.held.label}"


@dataclass(frozen=True)
class Reach:
    """What somebody's current, confirmed appointments open."""

    user: int | None = None
    person: int | None = None
    administrator: bool = False
    held: tuple[Held, ...] = ()
    # The seat that the person chose to act under (ACC-19); the first one if they chose none.
    acting: int | None = None
    # (schedule, region): shared material the person may read, by a reader's seat and a signature (ACC-4, ACC-10).
    reads: frozenset[tuple[str, int]] = frozenset()
    # Trusts that serve a region whose directory the person keeps (DIR-16).
    keeps_trusts: frozenset[int] = frozenset()
    # Tasks that others have left to the person; they open what the task needs and no more (ACC-12).
    delegated: tuple[Delegated, ...] = ()

    @property
    def member(self) -> bool:
        return bool(self.held)

    @property
    def regions(self) -> frozenset[int]:
        """Regions in which the person has a seat of any kind."""
        return frozenset().union(*(one.regions for one in self.held))

    @property
    def authorities(self) -> frozenset[int]:
        """Authorities that the person's own seats stand for."""
        return frozenset().union(*(one.authorities for one in self.held))

    @property
    def keeps(self) -> frozenset[int]:
        """Regions whose directory the person keeps (DIR-16)."""
        return frozenset().union(*(one.regions for one in self.held if one.role in roles.TEAM))

    @property
    def proposes_for(self) -> frozenset[int]:
        """Authorities for whose directory the person proposes changes (the table in ACC)."""
        proposing = (Role.DCS, Role.TRUST_CHIEF_EXECUTIVE)
        return frozenset().union(*(one.authorities for one in self.held if one.role in proposing))

    @property
    def heads_trusts(self) -> frozenset[int]:
        """Trusts whose own seats the person proposes changes to."""
        return frozenset(one.place for one in self.held if one.role == Role.TRUST_CHIEF_EXECUTIVE)

    @property
    def stands_in_for(self) -> frozenset[int]:
        """Authorities for which the person does some task of somebody else's."""
        return frozenset().union(*(one.held.authorities for one in self.delegated))

    def does(self, task: str) -> frozenset[int]:
        """Authorities for which the person does one task of somebody else's (ACC-12)."""
        return frozenset().union(*(one.held.authorities for one in self.delegated if one.task == task))

    def does_at_trusts(self, task: str) -> frozenset[int]:
        """Trusts for which the person does one task of their chief executive's."""
        return frozenset(
            one.held.place for one in self.delegated if one.task == task and one.held.place_kind == Place.TRUST
        )

    @property
    def boards(self) -> frozenset[int]:
        """Regions on whose governance board the person sits."""
        return frozenset().union(*(one.regions for one in self.held if one.role in roles.BOARD))

    @property
    def needs_second_factor(self) -> bool:
        """ACC-6: the regional team, the board and administrators."""
        return self.administrator or any(one.role in roles.NEEDS_SECOND_FACTOR for one in self.held)

    @property
    def in_demonstration(self) -> bool:
        """Demonstration accounts see the demonstration's people, everybody else the real ones."""
        seats = (*self.held, *(one.held for one in self.delegated))
        return any(one.demonstration for one in seats)

    @property
    def acting_under(self) -> Held | None:
        chosen = [one for one in self.held if one.appointment == self.acting]
        return next(iter((*chosen, *self.held)), None)

    def may_read(self, schedule: str, region: int) -> bool:
        """Whether the shared material of a region under a schedule of its memorandum is open (ACC-4)."""
        return (schedule, region) in self.reads


NOBODY = Reach()


def reach_of(user: "User | AnonymousUser | None", acting: int | None = None) -> Reach:
    """The reach of a user today: three queries the first time, none after that within a request.

    Deactivated users and people whose last appointment has ended get what the public gets (ACC-1).
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return NOBODY
    if acting is not None:
        # Stays when the rest is forgotten: after a write, what follows in the request is done under the same seat.
        user.__dict__["_acting"] = acting
    acting = user.__dict__.get("_acting")
    known: tuple[date, Reach] | None = user.__dict__.get("_reach")
    if known and known[0] == today():
        reach = known[1] if known[1].acting == acting else replace(known[1], acting=acting)
    else:
        reach = _work_out(user, today(), acting)
    user.__dict__["_reach"] = (today(), reach)
    return reach


def acting_as(user: "User", item: Any = None, verb: str = "") -> str:
    """Under which appointment somebody acts, in words for the trail: the one they chose, else their first (ACC-19).

    Who does a task of somebody else's acts for them, unless an own seat gives the same ("A for B", ACC-12).
    """
    reach = reach_of(user)
    if label := _acting_for(user, reach, item, verb):
        return label
    if reach.acting_under:
        return reach.acting_under.label
    return "Administrator" if reach.administrator else ""


def _acting_for(user: "User", reach: Reach, item: Any, verb: str) -> str:
    from regions.models import Person
    from regions.rules.keeping import may_keep, place_of, proposes_for

    for one in reach.delegated:
        if verb not in ACTS_OF[one.task]:
            continue
        if isinstance(item, Person):
            # Somebody new belongs to no place yet: who has a seat that adds people adds them under it.
            if not (reach.keeps or reach.keeps_trusts or reach.proposes_for or reach.administrator):
                return one.label
            continue
        place = place_of(item)
        covered = one.held.authorities if place._meta.model_name == Place.AUTHORITY else reach.does_at_trusts(one.task)
        if place.pk in covered and not (may_keep(user, place) or proposes_for(user, place)):
            return one.label
    return ""


def _work_out(user: "User", on: date, acting: int | None) -> Reach:
    appointments = list(_appointments(on).filter(person__user=user))
    # Asked with the appointments, so that somebody without any task costs no query of its own.
    delegations = _tasks(user, on) if not appointments or appointments[0].has_tasks else []
    appointments = [one for one in appointments if one.acting or not one.is_covered]
    trusts = [one.seat.trust_id for one in (*appointments, *(one.appointment for one in delegations))]
    services = _services([one for one in trusts if one], on)
    held = tuple(_held(one, services) for one in appointments)
    team_regions = frozenset().union(*(one.regions for one in held if one.role in roles.TEAM))
    return Reach(
        user=user.pk,
        person=appointments[0].person_id if appointments else None,
        administrator=user.is_staff,
        held=held,
        acting=acting,
        reads=_reads(held, on),
        keeps_trusts=_trusts_serving(team_regions, on),
        delegated=tuple(_delegated(one, services) for one in delegations),
    )


@lru_cache(maxsize=4)
def _appointments(on: date) -> Any:
    """What is asked of the appointments of every reader on a day, put together once and never fetched as it is."""
    from regions.models import Appointment, Delegation

    tasks = Delegation.objects.dated(on).filter(delegate=OuterRef("person"))
    # Exactly one person is in charge: the cover, while there is one (DIR-14).
    cover = Appointment.objects.filter(covering(on), acting=True, status=AppointmentStatus.CONFIRMED)
    return (
        Appointment.objects.giving_access(on)
        .select_related("seat__region", "seat__authority", "seat__trust")
        # Asked on nearly every request: whole rows of five tables take longer to build than to find.
        .only("person", "acting", *(f"seat__{name}" for name in OF_A_SEAT))
        .annotate(has_tasks=Exists(tasks), is_covered=Exists(cover.filter(seat=OuterRef("seat"))))
        .order_by("-acting", "pk")
    )


def _tasks(user: "User", on: date) -> "list[Delegation]":
    """What others have left to somebody; who is not in charge of a seat has nothing to leave (DIR-14)."""
    from regions.models import Appointment, Delegation

    rows = Delegation.objects.as_at(on).filter(delegate__user=user).order_by("pk")
    related = ("region", "authority", "trust")
    cover = Appointment.objects.filter(covering(on), acting=True, status=AppointmentStatus.CONFIRMED)
    covered = Exists(cover.filter(seat=OuterRef("appointment__seat")))
    rows = rows.exclude(covered, appointment__acting=False)
    return list(rows.select_related("appointment__person", *(f"appointment__seat__{one}" for one in related)))


def _delegated(delegation: "Delegation", services: dict[int, list[Any]]) -> Delegated:
    held = _held(delegation.appointment, services)
    person = delegation.appointment.person
    return Delegated(delegation.pk, delegation.task, person.name, held, delegation.ends)


def _services(trusts: list[int], on: date) -> dict[int, list[Any]]:
    from regions.models import TrustService

    found: dict[int, list[Any]] = {}
    if trusts:
        rows = TrustService.objects.opening(on).filter(trust__in=trusts).select_related("authority")
        for service in rows.only("trust", "authority__region"):
            found.setdefault(service.trust_id, []).append(service.authority)
    return found


def _held(appointment: "Appointment", services: dict[int, list[Any]]) -> Held:
    seat = appointment.seat
    if seat.region_id:
        authorities: list[Any] = []
        regions, kind = {seat.region_id}, Place.REGION
    elif seat.authority:
        authorities = [seat.authority]
        regions, kind = {seat.authority.region_id}, Place.AUTHORITY
    else:
        authorities = services.get(seat.place.pk, [])
        regions, kind = {one.region_id for one in authorities}, Place.TRUST
    return Held(
        appointment=appointment.pk,
        seat=seat.pk,
        role=seat.role,
        name=seat.name,
        place_kind=kind,
        place=seat.place.pk,
        place_name=seat.place.name,
        authorities=frozenset(one.pk for one in authorities),
        regions=frozenset(regions),
        demonstration=seat.in_demonstration,
    )


def _reads(held: tuple[Held, ...], on: date) -> frozenset[tuple[str, int]]:
    """What is open by a reader's seat whose authority (or trust) has signed, and by a seat of the region itself."""
    opened = {
        (schedule, region)
        for one in held
        if one.place_kind == Place.REGION and (one.role in roles.BOARD or one.role in (*roles.TEAM, Role.LGA_ADVISER))
        for region in one.regions
        for schedule in Schedule.values
    }
    readers = [one for one in held if one.role in roles.READERS]
    if readers:
        opened |= _signed_for(readers, on)
    return frozenset(opened)


def _signed_for(readers: list[Held], on: date) -> set[tuple[str, int]]:
    authorities = frozenset().union(*(one.authorities for one in readers))
    trusts = {one.place for one in readers if one.place_kind == Place.TRUST}
    return _opened_by(_signatures(on).filter(Q(party__authority__in=authorities) | Q(party__trust__in=trusts)), on)


def signed_for(authority: int, on: date) -> set[tuple[str, int]]:
    """What an authority's own signatures open on a day, whoever reads for it: (schedule, region) (ACC-4)."""
    return _opened_by(_signatures(on).filter(party__authority=authority), on)


def _opened_by(signatures: Any, on: date) -> set[tuple[str, int]]:
    opened = set()
    for signature in signatures:
        memorandum = signature.party.memorandum
        if memorandum.starts <= on and signature.standing_on(on) in COUNTS_AS_SIGNED:
            covered = set(signature.schedules) & set(memorandum.schedules)
            opened |= {(schedule, memorandum.region_id) for schedule in covered}
    return opened


@lru_cache(maxsize=4)
def _signatures(on: date) -> Any:
    """Signatures that may count on a day; never fetched as they are."""
    from regions.models import Signature

    return (
        Signature.objects.filter(Q(expires__isnull=True) | Q(expires__gt=on - LONGEST_GRACE))
        .exclude(party__memorandum__status=MemorandumStatus.DRAFT)
        .select_related("party__memorandum")
        .only(
            "signed_on", "expires", "withdrawn_on", "schedules", *(f"party__memorandum__{n}" for n in OF_A_MEMORANDUM)
        )
    )


def _trusts_serving(regions: frozenset[int], on: date) -> frozenset[int]:
    from regions.models import TrustService

    if not regions:
        return frozenset()
    serving = TrustService.objects.opening(on).filter(authority__region__in=regions)
    return frozenset(serving.values_list("trust_id", flat=True))
