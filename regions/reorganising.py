"""A reorganisation of authorities: what is entered, and what it will change, before anything does (DIR-3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from regions.consequences import listed
from regions.models import Appointment, Authority, GroupMember, Memorandum, Party, Seat, TrustService
from regions.querysets import covering
from regions.roles import Role
from regions.statuses import IN_SEAT, AppointmentStatus, MemorandumStatus
from regions.wording import last_day, seat_in_sentence
from riia.ui.dates import in_words

# The seats that every authority has; the others are added where there are any.
SEATS = (Role.DCS, Role.CHIEF_EXECUTIVE, Role.LEAD_MEMBER)


@dataclass(frozen=True)
class NewAuthority:
    """An authority that begins with a reorganisation and is not in the directory yet."""

    name: str
    official_name: str
    kind: str

    @property
    def slug(self) -> str:
        return slugify(self.name)

    def __str__(self) -> str:
        return self.name


Successor = Authority | NewAuthority


@dataclass(frozen=True)
class Plan:
    """Which authorities end on a day, which take over, and who succeeds whom. `on` is the first day of the new."""

    on: date
    ending: tuple[Authority, ...]
    taking_over: tuple[Authority, ...] = ()
    new: tuple[NewAuthority, ...] = ()
    successions: tuple[tuple[Authority, Successor], ...] = ()

    @property
    def beginning(self) -> tuple[Successor, ...]:
        return (*self.taking_over, *self.new)

    @property
    def seats(self) -> "QuerySet[Seat]":
        """The seats that end with their authorities."""
        seats = Seat.objects.filter(authority__in=self.ending)
        return seats.filter(Q(exists_to__isnull=True) | Q(exists_to__gt=self.on)).order_by("authority__name", "pk")

    @property
    def appointments(self) -> "QuerySet[Appointment]":
        """Whoever would be in one of these seats longer than there is an authority."""
        rows = Appointment.objects.filter(seat__authority__in=self.ending, status__in=IN_SEAT)
        rows = rows.filter(Q(ends__isnull=True) | Q(ends__gt=self.on))
        return rows.select_related("person", "seat__authority").order_by("seat__authority__name", "seat", "pk")

    @property
    def services(self) -> "QuerySet[TrustService]":
        """What trusts run for the authorities beyond their end."""
        rows = TrustService.objects.filter(authority__in=self.ending)
        rows = rows.filter(Q(ends__isnull=True) | Q(ends__gt=self.on))
        return rows.select_related("trust", "authority").order_by("trust__name", "authority__name")

    @property
    def memberships(self) -> "QuerySet[GroupMember]":
        """The groups to which the authorities belong beyond their end."""
        rows = GroupMember.objects.filter(authority__in=self.ending)
        rows = rows.filter(Q(ends__isnull=True) | Q(ends__gt=self.on))
        return rows.select_related("group", "authority").order_by("group__name", "authority__name")

    @property
    def parties(self) -> "QuerySet[Party]":
        """Where the authorities are asked to sign a version that holds or is being written."""
        rows = Party.objects.filter(authority__in=self.ending).exclude(memorandum__status=MemorandumStatus.ENDED)
        return rows.select_related("memorandum", "authority").order_by("memorandum", "pk")

    @property
    def losing_access(self) -> list[Appointment]:
        """The last appointments of people with an account who have no other on the day."""
        going = [one for one in self.appointments if one.status == AppointmentStatus.CONFIRMED and one.person.user_id]
        others = Appointment.objects.giving_access(self.on).exclude(seat__authority__in=self.ending)
        staying = set(others.filter(person__in=[one.person_id for one in going]).values_list("person", flat=True))
        return [one for one in going if one.person_id not in staying]


def of_reorganising(plan: Plan) -> list[tuple[str, list[str]]]:
    """What a reorganisation changes, as headings with sentences; nothing stands below a heading that isn't here."""
    told = (
        ("Authorities", _authorities(plan)),
        ("Seats and people", _people(plan)),
        ("Access", _access(plan)),
        ("Children’s trusts", _services(plan)),
        ("Groups", _groups(plan)),
        ("Memoranda of understanding", _memoranda(plan)),
    )
    return [(heading, list(sentences)) for heading, sentences in told if sentences]


def _authorities(plan: Plan) -> list[str]:
    last = in_words(last_day(plan.on))
    first = in_words(plan.on)
    told = [f"{one} ends: its last day is {last}. Its page and history are kept." for one in plan.ending]
    told += [f"{one.official_name} begins on {first}, with the seats that every authority has." for one in plan.new]
    told += [f"{one} takes over from {first}." for one in plan.taking_over]
    for one in plan.ending:
        into = [to for predecessor, to in plan.successions if predecessor == one]
        told += [f"{one} becomes {'part of ' if len(plan.ending) > 1 else ''}{listed(into)}."] if into else []
    return told


def _people(plan: Plan) -> list[str]:
    seats = plan.seats.count()
    day = in_words(last_day(plan.on))
    told = [f"{seats} {'seat ends' if seats == 1 else 'seats end'} with their authorities."] if seats else []
    return told + [
        f"{one.person} is {seat_in_sentence(one.seat)} until {day} at the latest." for one in plan.appointments
    ]


def _access(plan: Plan) -> list[str]:
    last = in_words(last_day(plan.on))
    losing = plan.losing_access
    if not losing:
        return ["Nobody with an account loses all access on that day."]
    names = listed(dict.fromkeys(str(one.person) for one in losing))
    return [f"Without another seat, the access of {names} ends with {last}. Appoint them to their new seats in time."]


def _services(plan: Plan) -> list[str]:
    last = in_words(last_day(plan.on))
    told = [f"{one.trust} serves {one.authority} until {last}." for one in plan.services]
    return [*told, "Whom it serves from then on is entered with the authority that takes over."] if told else []


def _groups(plan: Plan) -> list[str]:
    told = [f"{one.authority} leaves {one.group}." for one in plan.memberships]
    return [*told, "Add those that take over where they belong."] if told else []


def _memoranda(plan: Plan) -> list[str]:
    asked: dict[Memorandum, list[str]] = {}
    for one in plan.parties:
        asked.setdefault(one.memorandum, []).append(str(one))
    told = [f"{listed(names)} stay parties to “{one}”, as was signed." for one, names in asked.items()]
    return [*told, "Those that take over sign the next version."] if told else []


def codes_ending(plan: Plan) -> Iterator:
    """The codes of the authorities that still hold on the day."""
    for authority in plan.ending:
        yield from authority.codes.filter(covering(plan.on, "valid_from", "valid_to")).order_by("pk")
