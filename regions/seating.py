"""The seats of a place as its page shows them on a day: who, how sure that is, and what has been announced."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from regions.fetching import OF_SOURCE, for_cards, pointing_to
from regions.models import Appointment, Authority, Region, Seat, Source, Trust
from regions.models.people import SeatState
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import Place, Role
from regions.rules.contacts import may_see_page, shown_email, shown_telephone
from regions.statuses import IN_SEAT, TAKES_THE_SEAT, Precision
from regions.wording import employer, last_day, term
from riia.ui.dates import in_words

# The seats that every place of a kind has; where none is recorded, the page says so.
EXPECTED = {
    Place.REGION: (
        (Role.CHAIR, Role.CO_CHAIR),
        (Role.COUNCIL_OF_REFERENCE,),
        (Role.LEAD_DCS,),
        (Role.REGIONAL_LEAD_MEMBER,),
        (Role.LEAD_CHIEF_EXECUTIVE,),
        (Role.DFE_ADVISER,),
        (Role.LGA_ADVISER,),
    ),
    Place.AUTHORITY: ((Role.DCS,), (Role.CHIEF_EXECUTIVE,), (Role.LEAD_MEMBER,)),
    Place.TRUST: ((Role.TRUST_CHIEF_EXECUTIVE,),),
}


ORDER = {role.value: place for place, role in enumerate(Role)}


@dataclass(frozen=True)
class Holder:
    """Somebody in a seat, as one reader is shown them."""

    appointment: Appointment
    name: str
    page: str
    job_title: str
    organisation: str
    organisation_page: str
    term: str
    email: str
    telephone: str
    confirmed_by: str
    source: str


@dataclass(frozen=True)
class Card:
    """A seat on a day. `empty` is "Vacant" or "Not known" where nobody is in it, `note` what is known besides."""

    seat: Seat
    page: str
    holder: Holder | None
    covered: Holder | None
    empty: str
    note: str
    announced: tuple[Holder, ...]
    proposed: Appointment | None


def seats_of(place: Region | Authority | Trust, user) -> list[Seat]:
    """All seats of a place that somebody may see, in the order of roles, with everybody who is or was in them."""
    kind = str(place._meta.model_name)
    around = for_cards(Appointment.objects.visible_to(user).filter(status__in=TAKES_THE_SEAT)).order_by()
    seats = pointing_to(Seat.objects.visible_to(user).filter(**{kind: place}).order_by(), source=OF_SOURCE)
    found = list(seats.prefetch_related(Prefetch("appointments", queryset=around, to_attr="around")))
    for seat in found:
        setattr(seat, kind, place)
        # Sorted here, as the seats are: to tell the database an order costs more than the few rows take.
        seat.around.sort(key=lambda one: (one.starts, one.pk))
    return sorted(found, key=lambda seat: (ORDER[seat.role], seat.number, seat.pk))


def cards(seats: Iterable[Seat], user, on: date) -> list[Card]:
    """The seats that exist on a day, as cards for a page."""
    return [_card(seat, user, on) for seat in seats if _exists(seat, on)]


def missing(place: Region | Authority | Trust, seats: Iterable[Seat], on: date) -> list[str]:
    """Seats that every such place has and of which nothing is recorded on a day, by name."""
    there = {seat.role for seat in seats if _exists(seat, on)}
    expected = EXPECTED[Place(str(place._meta.model_name))]
    return [Role(roles[0]).label for roles in expected if not there.intersection(roles)]


def twin_hat(seats: Iterable[Seat], on: date) -> str:
    """Who directs the children's and the adult services of an authority on a day, where one person does (DIR-6)."""
    wanted = [seat.state_on(on).holder for seat in seats if seat.role in (Role.DCS, Role.DASS) and _exists(seat, on)]
    people = [one.person for one in wanted if one]
    return people[0].name if len(people) == 2 and people[0] == people[1] else ""


def as_stated(seats: Iterable[Seat], on: date) -> list[tuple[Appointment, str]]:
    """Those in the seats of a day of whom the source says something else than we do, with its words."""
    current = [one for seat in seats for one in seat.around if one.status in IN_SEAT and one.covers(on)]
    stated = [(one, "; ".join(filter(None, [one.job_title_as_stated, one.organisation_as_stated]))) for one in current]
    return [(one, words) for one, words in stated if words]


def source_in_words(source: Source | None) -> str:
    """A source and the time it speaks for."""
    return f"{source.title} ({in_words(source.as_of, source.as_of_precision)})" if source else ""


def _short(source: Source | None) -> str:
    """A source by who speaks in it, for a card; the whole title is at the foot of the page."""
    if source is None:
        return ""
    return f"{source.title.partition(':')[0]} ({in_words(source.as_of, source.as_of_precision)})"


def _exists(seat: Seat, on: date) -> bool:
    return (seat.exists_from is None or seat.exists_from <= on) and (seat.exists_to is None or seat.exists_to > on)


def _card(seat: Seat, user, on: date) -> Card:
    state = seat.state_on(on)
    reach = reach_of(user)
    # What began after a day in the past is history, not an announcement.
    announced = state.announced if on >= today() else ()
    return Card(
        seat=seat,
        page=seat.get_absolute_url() if reach.member or reach.administrator or reach.delegated else "",
        holder=_holder(state.holder, user) if state.holder else None,
        covered=_holder(state.covered, user) if state.covered else None,
        empty={"held": "", "vacant": "Vacant", "unknown": "Not known"}[state.word],
        note=_note(seat, state, on),
        announced=tuple(_holder(one, user) for one in announced),
        proposed=state.proposed if on >= today() else None,
    )


def _holder(appointment: Appointment, user) -> Holder:
    person = appointment.person
    reach = reach_of(user)
    organisation = appointment.employing_authority or appointment.employing_trust
    knows_people = reach.member or reach.administrator
    return Holder(
        appointment=appointment,
        name=person.name,
        page=person.get_absolute_url() if may_see_page(user, person) else "",
        job_title=appointment.job_title,
        organisation=employer(appointment),
        organisation_page=organisation.get_absolute_url() if organisation else "",
        term=term(appointment),
        email=shown_email(user, person),
        telephone=shown_telephone(user, person),
        confirmed_by=str(appointment.confirmed_by) if appointment.confirmed_by and knows_people else "",
        source=_short(appointment.source),
    )


def _note(seat: Seat, state: SeatState, on: date) -> str:
    """About a seat that nobody is known to hold: since when it is vacant, or who was last known in it."""
    if state.holder:
        return ""
    last = state.last
    known = f"Last known: {last.person.name}, {term(last)}." if last else ""
    if state.vacant_since:
        return " ".join(filter(None, [_vacant_since(seat, state.vacant_since, last), known]))
    when = "who holds this seat" if on == today() else "who holds this seat on this date"
    return known or f"No source says {when}."


def _vacant_since(seat: Seat, since: date, last: Appointment | None) -> str:
    if last and last.ends == since:
        if last.ends_precision == Precision.DAY:
            return f"Since {in_words(since)}."
        return f"Since the end of {in_words(last_day(since), last.ends_precision)}."
    if seat.source and seat.source.as_of == since:
        return f"Stated in {in_words(since, seat.source.as_of_precision)}; since when is not said."
    return f"Since {in_words(since)}."
