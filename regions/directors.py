"""The directors of an authority over time: what its page draws as bars and offers as a download."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from regions.models import Appointment, Authority, Seat
from regions.querysets import today
from regions.roles import Role
from regions.statuses import IN_SEAT, AppointmentStatus, Precision
from regions.wording import last_day
from riia.ui.charts import STYLES, spell_in_words

HEADER = (
    "authority",
    "person",
    "from",
    "from_known_to",
    "to_first_day_out",
    "to_known_to",
    "interim",
    "acting",
    "also_director_of_adult_social_services",
    "job_title",
    "status",
    "source",
    "last_confirmed",
    "as_at",
)


@dataclass(frozen=True)
class Directors:
    """Who has directed children's services, oldest first; `twin` holds those who directed adult services as well."""

    rows: list[Appointment]
    twin: frozenset[int]

    @property
    def finding(self) -> str:
        """The heading of the picture: what it shows, in a sentence."""
        names = list(dict.fromkeys(one.person.name for one in self.rows))
        since = min((one.starts for one in self.rows), default=today()).year
        if len(names) == 1:
            return f"{names[0]} is the one director of children’s services known since {since}"
        return f"{len(names)} people are known as directors of children’s services since {since}"

    @property
    def bars(self) -> list[dict[str, Any]]:
        """As charts.lifeline takes them."""
        return [self._bar(one) for one in self.rows]

    def _bar(self, one: Appointment) -> dict[str, Any]:
        stated = one.status == AppointmentStatus.STATED
        unknown = one.ends_precision == Precision.UNKNOWN
        twin = one.pk in self.twin
        style = "twin-hat" if twin and one.style == "held" else one.style
        # A bar has one style; what else is true of it is said in words.
        also = [word for word in ("interim", "acting") if getattr(one, word) and word != style]
        also += [STYLES["twin-hat"]] if twin and style != "twin-hat" else []
        bar = {
            "label": one.person.name,
            "start": one.starts,
            "end": last_day(one.ends) if one.ends and unknown else one.ends,
            "style": style,
            "start_known": one.starts_precision != Precision.UNKNOWN,
            # A source that names no end knew of none; that somebody is still there, only a person can say.
            "end_known": not unknown if one.ends else not stated,
        }
        spelt = spell_in_words(bar).replace(
            f"from {one.starts.year} to at least {one.starts.year}", f"in {one.starts.year}"
        )
        return bar | {"words": ", ".join([spelt, *also])}

    def export(self, authority: Authority, on: date) -> Iterator[list[Any]]:
        """A row for each time in post, in the order of `HEADER`."""
        for one in self.rows:
            yield [
                authority.name,
                one.person.name,
                one.starts,
                one.starts_precision,
                one.ends,
                one.ends_precision if one.ends else "",
                one.interim,
                one.acting,
                one.pk in self.twin,
                one.job_title,
                one.status,
                one.source.title if one.source else "",
                one.confirmed_on,
                on,
            ]


def directors_of(seats: Iterable[Seat], on: date) -> Directors:
    """From an authority's seats with everybody around them; read as at a past day, without whoever came later."""
    children, adults = _in(seats, Role.DCS), _in(seats, Role.DASS)
    if on < today():
        children = [one for one in children if one.starts <= on]
    children.sort(key=lambda one: (one.starts, one.pk))
    twin = {one.pk for one in children for other in adults if _same_time(one, other)}
    return Directors(children, frozenset(twin))


def _in(seats: Iterable[Seat], role: str) -> list[Appointment]:
    return [one for seat in seats if seat.role == role for one in seat.around if one.status in IN_SEAT]


def _same_time(one: Appointment, other: Appointment) -> bool:
    return (
        one.person_id == other.person_id
        and (other.ends is None or one.starts < other.ends)
        and (one.ends is None or other.starts < one.ends)
    )
