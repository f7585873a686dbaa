"""A directory at national scale, for measuring: invented people in the seats of the real authorities.

Only for a database that serves nothing else. The same arguments give the same people, seats and terms, seen from today.
"""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from regions import roles
from regions.loading.reference import load_reference
from regions.models import Appointment, Authority, Memorandum, Party, Person, Region, Seat, Signature, Source
from regions.querysets import today
from regions.roles import Role
from regions.statuses import AppointmentStatus, MemorandumStatus
from riia.accounts.models import User
from riia.audit import trail
from riia.audit.models import Event

DOMAIN = "simulation.example"
OFFICERS = (Role.ASSISTANT_DIRECTOR, Role.PERFORMANCE_LEAD)
GIVEN = ("Ash", "Blair", "Casey", "Drew", "Ellis", "Frankie", "Glenn", "Harper", "Indra", "Jules", "Kit", "Lee")
FAMILY = ("Aldermoor", "Birchwater", "Cloudley", "Dawnholt", "Elderfen", "Frostby", "Gorsedale", "Hazelwick", "Ivymere")
# Shares that give every state of a seat its place: held, vacant, only stated, signed, not signed.
STILL_IN_POST, CONFIRMED, SIGNED = 0.93, 0.9, 0.8
SHORTEST_TERM, QUARTER = 30, 91


class SimulationError(Exception):
    """This database is not one to fill with invented people; says why in a sentence."""


def simulate(
    *,
    people: int = 1153,
    appointments: int = 3000,
    authorities: int = 153,
    quarters: int = 40,
    seed: int = 1,
    force: bool = False,
) -> str:
    """Fill the seats of so many authorities and of all regions over so many quarters. Returns what was done.

    Raises SimulationError on a database with accounts of real people, unless forced.
    """
    accounts = User.objects.filter(is_demo=False).exclude(email__endswith=f"@{DOMAIN}")
    if accounts.exists() and not force:
        raise SimulationError("This database holds accounts of real people. Name another one with DATABASE_URL.")
    if Person.objects.filter(name__startswith="Simulated").exists():
        return "Nothing to change: this database is simulated already."
    if appointments < people:
        raise SimulationError("There must be at least as many appointments as people.")
    with transaction.atomic():
        load_reference()
        # Nothing is kept secret with these numbers; they must be the same for the same seed.
        return _Simulation(Random(seed)).run(people, appointments, authorities, quarters)  # noqa: S311


class _Simulation:
    """One simulation, with its own sequence of chances."""

    def __init__(self, chance: Random):
        self.chance = chance
        self.today = today()

    def run(self, people: int, appointments: int, authorities: int, quarters: int) -> str:
        self.people = self._people(people)
        seats = self._seats(authorities)
        terms = self._terms(seats, appointments, self.today - timedelta(days=quarters * QUARTER))
        rows = self._appointments(terms)
        self._second_factors()
        self._memoranda()
        self._trail(rows)
        return f"Simulated: {len(self.people):,} people, {len(seats):,} seats, {len(rows):,} appointments."

    def _people(self, number: int) -> list[Person]:
        """People with an account each; nobody can sign in to it with a password."""
        password = make_password(None)
        accounts = [
            User(email=f"person-{n}@{DOMAIN}", password=password, name=f"Simulated {self._name()} {n}")
            for n in range(1, number + 1)
        ]
        User.objects.bulk_create(accounts)
        return Person.objects.bulk_create(Person(name=user.name, user=user, email=user.email) for user in accounts)

    def _name(self) -> str:
        return f"{self.chance.choice(GIVEN)} {self.chance.choice(FAMILY)}"

    def _seats(self, number: int) -> list[Seat]:
        """The reference seats of which no source names a holder, two of a team in each region, and officers' seats."""
        chosen = list(Authority.objects.real().as_at(self.today).order_by("slug")[:number])
        new = [
            Seat(authority=one, role=role, exists_from=one.active_from, exists_to=one.active_to)
            for one in chosen
            for role in OFFICERS
        ]
        new += [
            Seat(region=region, role=Role.REGIONAL_TEAM, number=n) for region in Region.objects.real() for n in (1, 2)
        ]
        Seat.objects.bulk_create(new)
        free = Seat.objects.filter(appointments__isnull=True, in_demonstration=False).order_by("pk")
        of_regions = free.filter(region__isnull=False)
        return [*of_regions, *free.filter(authority__in=chosen)]

    def _terms(self, seats: list[Seat], number: int, begin: date) -> list[tuple[Seat, date, date | None]]:
        """So many terms shared out over the seats: one after another in each, now and then with a gap."""
        shares = [number // len(seats)] * len(seats)
        for place in self.chance.sample(range(len(seats)), number % len(seats)):
            shares[place] += 1
        return [term for seat, share in zip(seats, shares, strict=True) for term in self._of_seat(seat, share, begin)]

    def _of_seat(self, seat: Seat, share: int, begin: date) -> list[tuple[Seat, date, date | None]]:
        begin = max(begin, seat.exists_from or begin)
        steps = (self.today - begin).days // SHORTEST_TERM
        if share == 0 or steps < share:
            return []
        cuts = sorted(self.chance.sample(range(steps), share))
        starts = [begin + timedelta(days=cut * SHORTEST_TERM) for cut in cuts]
        terms: list[tuple[Seat, date, date | None]] = [
            (seat, since, until - timedelta(days=self.chance.choice((0, 0, SHORTEST_TERM - 1))))
            for since, until in pairwise(starts)
        ]
        ends = None if self.chance.random() < STILL_IN_POST else starts[-1] + timedelta(days=SHORTEST_TERM - 1)
        return [*terms, (seat, starts[-1], ends)]

    def _appointments(self, terms: list[tuple[Seat, date, date | None]]) -> list[Appointment]:
        """Everybody gets a seat at some time, most people more than one."""
        holders = list(self.people)
        holders += self.chance.choices(self.people, k=max(len(terms) - len(holders), 0))
        self.chance.shuffle(holders)
        source = Source.objects.get(key="adcs-regions")
        first, second = User.objects.bulk_create(
            User(email=f"keeper-{n}@{DOMAIN}", password=make_password(None), name=f"Simulated keeper {n}")
            for n in (1, 2)
        )
        rows = []
        for (seat, starts, ends), person in zip(terms, holders[: len(terms)], strict=True):
            row = Appointment(seat=seat, person=person, starts=starts, ends=ends, job_title=seat.get_role_display())
            row.employing_authority = seat.authority
            row.organisation = seat.authority.official_name if seat.authority else ""
            row.interim = self.chance.random() < 0.15
            row.status, row.source = AppointmentStatus.STATED, source
            if self.chance.random() < CONFIRMED or seat.role in roles.TEAM:
                row.status, row.source = AppointmentStatus.CONFIRMED, None
                row.proposed_by, row.proposed_at = first, timezone.now()
                row.second_person = row.confirmed_by = second
                row.confirmed_on = self.today - timedelta(days=self.chance.randrange(700))
            rows.append(row)
        return Appointment.objects.bulk_create(rows, batch_size=500)

    def _second_factors(self) -> None:
        """Whoever needs a second factor has one, so that their pages can be measured (ACC-6)."""
        needing = Appointment.objects.giving_access(self.today).filter(seat__role__in=roles.NEEDS_SECOND_FACTOR)
        users = User.objects.filter(pk__in=needing.values("person__user"))
        Authenticator.objects.bulk_create(
            Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": ""}) for user in users
        )

    def _memoranda(self) -> None:
        """A memorandum in force in each region, signed by most of its authorities."""
        starts = self.today - timedelta(days=365)
        for region in Region.objects.real():
            memorandum = Memorandum.objects.create(
                region=region,
                title="Simulated memorandum of understanding",
                starts=starts,
                expires=self.today + timedelta(days=730),
                status=MemorandumStatus.IN_FORCE,
            )
            authorities = Authority.objects.as_at(starts).filter(region=region).order_by("slug")
            parties = Party.objects.bulk_create(Party(memorandum=memorandum, authority=one) for one in authorities)
            Signature.objects.bulk_create(
                Signature(party=party, signatory=self._name(), office="Chief executive", signed_on=starts)
                for party in parties
                if self.chance.random() < SIGNED
            )

    def _trail(self, rows: list[Appointment]) -> None:
        """An entry for each appointment, so that histories are as long as in real life."""
        now = timezone.now()
        Event.objects.bulk_create(
            (
                Event(
                    at=now,
                    actor_name="The portal",
                    verb="simulate",
                    label="Simulated an appointment",
                    target_model=row._meta.label_lower,
                    target_id=str(row.pk),
                    target_name=str(row)[:300],
                    scope=row.trail_scope(),
                    after=trail.snapshot(row),
                )
                for row in rows
            ),
            batch_size=500,
        )
