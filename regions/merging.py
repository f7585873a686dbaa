"""Who may have been entered twice, with the evidence, and where the page of somebody merged has gone (DIR-13)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Model, Prefetch, Q, QuerySet

from regions.consequences import listed
from regions.models import Appointment, Person
from regions.reach import reach_of
from regions.resembling import ALIKE, likeness, normalised
from regions.rules.merging import account_moves, merging_of, pointing_to
from regions.statuses import TAKES_THE_SEAT
from riia.accounts.models import User
from riia.audit.models import Event

MOST = 50
# Two who share an address are likely one, even where a name was mistyped beyond recognition.
SAME_ADDRESS, SAME_PLACE = 0.5, 0.1


@dataclass(frozen=True)
class Suspect:
    """Somebody who may be the same person as another: why, in sentences, and how likely that makes it."""

    person: Person
    other: Person
    evidence: tuple[str, ...]
    score: float


def kept_for(pk: int) -> int:
    """The number of the person who is kept for one that was merged; their own number for everybody else."""
    seen = {pk}
    while True:
        into = Person.objects.filter(pk=pk).values_list("merged_into", flat=True).first()
        if into is None or into in seen:
            return pk
        seen.add(into)
        pk = into


def merged_into(person: Person) -> list[tuple[Person, Event | None]]:
    """Those who were merged into a person, each with the entry that tells of it."""
    return [(one, merging_of(one)) for one in person.merged.order_by("name", "pk")]


def suspects_for(person: Person, user: User) -> list[Suspect]:
    """People of the reader's who may be the same as `person`, the likeliest first."""
    others = _people(user).filter(is_demonstration=person.is_demonstration).exclude(pk=person.pk)
    (person,) = _people(user).filter(pk=person.pk) or [person]
    return _ranked(_suspect(person, one) for one in others)


def duplicates(user: User) -> list[Suspect]:
    """Pairs of people in the reader's care who may be one, the likeliest first."""
    people = list(_kept(user))
    groups: dict[tuple[str, ...], list[Person]] = defaultdict(list)
    for one in people:
        words = normalised(one.name)
        # Comparing everybody with everybody would take long; who shares none of these doesn't resemble enough.
        keys = {("surname", words[-1][:3]), ("address", one.email.lower()), ("words", *sorted(words))}
        for key in keys - {("address", "")}:
            groups[key].append(one)
    pairs = {(a.pk, b.pk): (a, b) for group in groups.values() for a, b in combinations(group, 2)}
    return _ranked(_suspect(a, b) for a, b in pairs.values() if a.is_demonstration == b.is_demonstration)


def of_merging(person: Person, into: Person) -> list[str]:
    """What a merging changes, in sentences."""
    rows = pointing_to(person)
    counts = Counter(type(row) for row in rows)
    along = listed(f"{number} {_called(model, number)}" for model, number in counts.items()) if counts else ""
    return [
        f"{into} is kept.",
        f"From {person} come along: {along}." if along else f"{person} has nothing to bring along.",
        *(f"{row}." for row in rows if isinstance(row, Appointment)),
        f"The page of {person} leads to the page of {into}, and {person} is in no list any more.",
        *([f"The account of {person} becomes {into}’s."] if account_moves(person, into) else []),
        f"Contact details of {into} stay as they are.",
        "Both histories are kept, and the two can be separated again.",
    ]


def _called(model: type[Model], number: int) -> str:
    return str(model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural)


def _people(user: User) -> "QuerySet[Person]":
    """People with all appointments that put them in seats at some time, as far as the reader sees them, as `ever`."""
    appointments = Appointment.objects.visible_to(user).in_seat()
    appointments = appointments.select_related("seat__region", "seat__authority", "seat__trust")
    return Person.objects.visible_to(user).prefetch_related(Prefetch("appointments", appointments, to_attr="ever"))


def _kept(user: User) -> "QuerySet[Person]":
    """People in the reader's care: all for administrators, else those with a seat at a place that they keep."""
    reach = reach_of(user)
    people = _people(user).order_by("name", "pk")
    if reach.administrator:
        return people
    kept = Q(seat__region__in=reach.keeps) | Q(seat__authority__region__in=reach.keeps)
    kept |= Q(seat__trust__in=reach.keeps_trusts)
    appointments = Appointment.objects.filter(kept, status__in=TAKES_THE_SEAT)
    return people.filter(pk__in=appointments.values("person"))


def _suspect(person: Person, other: Person) -> Suspect | None:
    # Two accounts stay two (ACC-9), so that nobody could follow the suggestion.
    if person.user_id and other.user_id:
        return None
    names = likeness(person.name, other.name)
    address = bool(person.email) and person.email.lower() == other.email.lower()
    if names < ALIKE and not address:
        return None
    evidence = []
    if names == 1.0:
        evidence.append("The same name")
    elif names >= ALIKE:
        evidence.append(f"Names alike to {names:.0%}")
    if address:
        evidence.append("The same e-mail address")
    places = _places(person) & _places(other)
    if places:
        evidence.append(f"Both have or had seats at {listed(sorted(map(str, places)))}")
    return Suspect(person, other, tuple(evidence), names + SAME_ADDRESS * address + SAME_PLACE * bool(places))


def _places(person: Person) -> set:
    return {one.seat.place for one in person.ever}  # type: ignore[attr-defined]  # prefetched


def _ranked(found: Iterable[Suspect | None]) -> list[Suspect]:
    ranked = [one for one in found if one]
    return sorted(ranked, key=lambda one: (-one.score, one.person.name, one.other.name, one.other.pk))[:MOST]
