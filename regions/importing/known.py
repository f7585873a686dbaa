"""What the directory says already, read at once: a plan asks no further questions of the database."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from regions.importing.namesakes import Namesakes
from regions.models import Appointment, Authority, Person, Region, Seat, Trust, TrustService
from regions.querysets import covering, today
from regions.reach import reach_of
from regions.roles import Place
from regions.statuses import IN_SEAT, TAKES_THE_SEAT, AppointmentStatus
from riia.accounts.models import User

Where = Region | Authority | Trust
SeatKey = tuple[str, int, str, int]
MODELS: dict[str, Any] = {Place.REGION: Region, Place.AUTHORITY: Authority, Place.TRUST: Trust}


class Known:
    """The places, seats, appointments and people that a file of `region` may speak of (every place without one)."""

    def __init__(self, region: Region | None, by: User) -> None:
        self.region, self.by, self.reach = region, by, reach_of(by)
        self.places: dict[str, dict[int, Where]] = {
            kind: {one.pk: one for one in model.objects.visible_to(by)} for kind, model in MODELS.items()
        }
        for one in self.places[Place.AUTHORITY].values():
            one.region = self.places[Place.REGION][one.region_id]  # type: ignore[union-attr]
        self.named: dict[str, dict[str, Where]] = {kind: _by_name(one.values()) for kind, one in self.places.items()}
        self.trusts = trusts_of(region) if region else frozenset()
        self.kept: dict[tuple[str, int], bool] = {}
        # What the two cells that name a place were found to mean; most rows of a file repeat them.
        self.said_of_places: dict[tuple[str, str], tuple[tuple[str, Where] | None, str, str]] = {}
        self._read_seats()
        self._read_appointments()
        self._read_people()
        self.corrigible = self._corrigible()
        self.seated = frozenset(Appointment.objects.order_by().values_list("person_id", flat=True).distinct())

    # --- Places -------------------------------------------------------------------------------------------------------

    def keeps(self, kind: str, place: Any) -> bool:
        """DIR-16: whether a file may say something of this place: its region's team, or an administrator."""
        key = (kind, place.pk)
        if key not in self.kept:
            self.kept[key] = self._keeps(kind, place)
        return self.kept[key]

    def _keeps(self, kind: str, place: Any) -> bool:
        if self.region:
            own = {Place.REGION: place.pk == self.region.pk, Place.TRUST: place.pk in self.trusts}
            if not own.get(Place(kind), getattr(place, "region_id", None) == self.region.pk):
                return False
        if self.reach.administrator:
            return True
        if kind == Place.TRUST:
            return place.pk in self.reach.keeps_trusts
        return (place.pk if kind == Place.REGION else place.region_id) in self.reach.keeps

    def find_place(self, kind: str, said: str) -> list[tuple[str, Where]]:
        """Places by the end of their address or by name; of one kind, or of each where none is said."""
        wanted = said.casefold()
        kinds = [kind] if kind else list(MODELS)
        return [(one, self.named[one][wanted]) for one in kinds if wanted in self.named[one]]

    def is_demonstration(self, kind: str, place: Any) -> bool:
        return bool(place.region.is_demonstration if kind == Place.AUTHORITY else place.is_demonstration)

    # --- Seats and who is in them -------------------------------------------------------------------------------------

    def _read_seats(self) -> None:
        self.seats: dict[SeatKey, Seat] = {}
        self.seats_by_number: dict[int, Seat] = {}
        self.last_number: dict[tuple[str, int, str], int] = defaultdict(int)
        for seat in Seat.objects.visible_to(self.by).filter(seats_about(self.region)):
            kind, place = self._place_of(seat)
            if not self.keeps(kind, place):
                continue
            setattr(seat, kind, place)
            self.add_seat(seat)

    def _read_appointments(self) -> None:
        self.around: dict[int, list[Appointment]] = defaultdict(list)
        self.appointments: dict[int, Appointment] = {}
        seats = Seat.objects.visible_to(self.by).filter(seats_about(self.region))
        rows = Appointment.objects.filter(status__in=TAKES_THE_SEAT, seat__in=seats.values("pk"))
        for one in rows.order_by("starts", "pk"):
            if one.seat_id in self.seats_by_number:
                one.seat = self.seats_by_number[one.seat_id]
                self.around[one.seat_id].append(one)
                self.appointments[one.pk] = one
        proposed = [one for one in self.appointments.values() if one.status == AppointmentStatus.PROPOSED]
        proposers = User.objects.in_bulk({one.proposed_by_id for one in proposed})
        for one in proposed:
            one.proposed_by = proposers[one.proposed_by_id]

    def _place_of(self, seat: Seat) -> tuple[str, Any]:
        for kind in MODELS:
            if number := getattr(seat, f"{kind}_id"):
                return kind, self.places[kind][number]
        raise LookupError(seat.pk)

    def around_of(self, seat: Seat) -> list[Appointment]:
        """Everybody who is, was or may be in a seat, one that the file adds included."""
        return self.around[-id(seat) if seat._state.adding else seat.pk]

    def add_seat(self, seat: Seat) -> None:
        kind, place = self._place_of(seat)
        self.seats[kind, place.pk, seat.role, seat.number] = seat
        counted = (kind, place.pk, seat.role)
        self.last_number[counted] = max(self.last_number[counted], seat.number)
        if seat.pk:
            self.seats_by_number[seat.pk] = seat

    # --- People -------------------------------------------------------------------------------------------------------

    def _read_people(self) -> None:
        people = Person.objects.visible_to(self.by).filter(merged_into__isnull=True)
        if self.region:
            people = people.filter(is_demonstration=self.region.is_demonstration)
        self.people: dict[int, Person] = {one.pk: one for one in people}
        held = self.appointments.values()
        self.people |= Person.objects.in_bulk({one.person_id for one in held} - self.people.keys())
        for appointment in held:
            # One object for one person, or a change would be made to one and not to the other.
            appointment.person = self.people[appointment.person_id]
        self.by_email: dict[str, list[Person]] = defaultdict(list)
        for one in self.people.values():
            if one.email:
                self.by_email[one.email.casefold()].append(one)
        self.namesakes = Namesakes(self.people.values())

    def _corrigible(self) -> frozenset[int]:
        """DIR-16: people with a seat of a place that is kept; who is only proposed for one, if they hold no other."""
        if self.reach.administrator:
            return frozenset(self.people)
        kept = Q(seat__region__in=self.reach.keeps) | Q(seat__authority__region__in=self.reach.keeps)
        kept |= Q(seat__trust__in=self.reach.keeps_trusts)
        rows = Appointment.objects.order_by()
        own = frozenset(rows.filter(kept, status__in=IN_SEAT).values_list("person_id", flat=True))
        hoped = frozenset(rows.filter(kept).exclude(status__in=IN_SEAT).values_list("person_id", flat=True))
        elsewhere = rows.filter(status__in=IN_SEAT).values_list("person_id", flat=True)
        return own | (hoped - frozenset(elsewhere))


def trusts_of(region: Region) -> frozenset[int]:
    """The trusts that serve a region today."""
    rows = TrustService.objects.filter(covering(today()), authority__region=region)
    return frozenset(rows.values_list("trust_id", flat=True))


def seats_about(region: Region | None) -> Q:
    """The seats that a file about a region may speak of; without one, all."""
    if region is None:
        return Q()
    return Q(region=region) | Q(authority__region=region) | Q(trust__in=trusts_of(region))


def _by_name(places: Iterable[Any]) -> dict[str, Any]:
    """Places by every name they are known by; the ends of their addresses come before names."""
    found: dict[str, Any] = {}
    for one in places:
        for said in (one.name, getattr(one, "official_name", ""), *one.aliases):
            if said:
                found.setdefault(said.casefold(), one)
    return found | {one.slug: one for one in places}
