"""The lists. Downloads have headings of their own, which stay when the page changes."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import django_tables2
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from regions.models import Appointment, Authority, Memorandum, Person, Region, Seat, Trust
from regions.periods import life_in_words
from regions.querysets import today
from regions.roles import Role
from regions.signing import standings
from regions.statuses import AppointmentStatus, Precision
from regions.upkeep import FactKind
from regions.wording import employer, how_sure, last_day, marks, since, term
from riia.ui.dates import DAY, in_words
from riia.ui.tables import DateColumn, NumberColumn, Table

NOT_KNOWN, VACANT = "Not known", "Vacant"
WORDS = {"vacant": VACANT, "unknown": NOT_KNOWN}


class PlacesTable(Table):
    """A list of places as at a day."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        self.same_day = "" if on == today() else f"?on={on}"
        super().__init__(*args, **kwargs)

    def render_name(self, record: Any) -> str:
        return self.link_to(record)

    def link_to(self, place: Region | Authority | Trust) -> str:
        """A link to a place's page of the same day."""
        return format_html(
            '<a class="govuk-link" href="{}{}">{}</a>', place.get_absolute_url(), self.same_day, place.name
        )

    def value_as_at(self, record: Any) -> date:
        return self.on

    def holders(self, seats: list[Seat]) -> str:
        """Who is in some seats, in words; an unconfirmed one says so (DIR-15)."""
        if not seats:
            return NOT_KNOWN
        return "; ".join(dict.fromkeys(self._holder(seat) for seat in seats))

    def _holder(self, seat: Seat) -> str:
        state = seat.state_on(self.on)
        if state.holder is None:
            return WORDS[state.word]
        unconfirmed = " (not confirmed)" if state.holder.status == AppointmentStatus.STATED else ""
        return f"{state.holder.person.name}{unconfirmed}"


class RegionTable(PlacesTable):
    """The regions with their size and chairs."""

    caption = "Regions"
    unit = ("region", "regions")
    export = (
        ("slug", "slug"),
        ("name", "name"),
        ("alliance_name", "alliance"),
        ("size", "authorities"),
        ("chairs", "chairs"),
        ("went_live", "went_live"),
        ("website", "website"),
        ("mailbox", "mailbox"),
        ("as_at", "as_at"),
    )
    name = django_tables2.Column(verbose_name="Region")
    size = NumberColumn(verbose_name="Authorities")
    chairs = django_tables2.Column(verbose_name="Chair or co-chairs", orderable=False, empty_values=())
    website = django_tables2.Column(orderable=False, default=NOT_KNOWN)

    def render_chairs(self, record: Region) -> str:
        return self.value_chairs(record)

    def value_chairs(self, record: Region) -> str:
        return self.holders(record.chairs)  # type: ignore[attr-defined]

    def render_website(self, value: str) -> str:
        return format_html('<a class="govuk-link" href="{}">{}</a>', value, value.removeprefix("https://"))


class AuthorityTable(PlacesTable):
    """Authorities with codes and directors as at a day."""

    caption = "Authorities"
    unit = ("authority", "authorities")
    # What the page needs of a row; a download needs all.
    shown_fields = ("slug", "name", "kind", "active_from", "active_to", "population_0_17", "region__name")
    export = (
        ("slug", "slug"),
        ("name", "name"),
        ("official_name", "official_name"),
        ("region__slug", "region"),
        ("kind", "type"),
        ("life", "status"),
        ("gss", "gss_code"),
        ("dfe", "dfe_number"),
        ("active_from", "active_from"),
        ("active_to", "active_to_first_day_out"),
        ("population_0_17", "population_0_17"),
        ("population_year", "population_year"),
        ("latitude", "latitude"),
        ("longitude", "longitude"),
        ("director", "director"),
        ("director_status", "director_status"),
        ("as_at", "as_at"),
    )
    name = django_tables2.Column(verbose_name="Authority")
    region = django_tables2.Column(accessor="region__name", verbose_name="Region")
    type = django_tables2.Column(accessor="kind", verbose_name="Type")
    children = NumberColumn(accessor="population_0_17", verbose_name="Children 0 to 17, latest")
    gss = django_tables2.Column(verbose_name="GSS code", default=NOT_KNOWN)
    dfe = django_tables2.Column(verbose_name="DfE number", default=NOT_KNOWN)
    director = django_tables2.Column(
        verbose_name="Director", orderable=False, empty_values=(), attrs={"td": {"class": "app-table__nowrap"}}
    )

    def render_name(self, record: Authority) -> str:
        link = super().render_name(record)
        if record.life == "current":  # type: ignore[attr-defined]
            return link
        life = life_in_words(record.active_from, record.active_to)
        return format_html('{}<br><span class="app-fact">{}</span>', link, life[:1].upper() + life[1:])

    def render_type(self, record: Authority) -> str:
        return record.get_kind_display()

    def render_director(self, record: Authority) -> str:
        if record.life != "current":  # type: ignore[attr-defined]
            return "None on this date"
        return self.holders(record.directors)  # type: ignore[attr-defined]

    def value_director(self, record: Authority) -> str:
        holder = self._state(record).holder if record.directors else None  # type: ignore[attr-defined]
        return holder.person.name if holder else ""

    def value_director_status(self, record: Authority) -> str:
        """confirmed, stated, vacant or unknown."""
        if not record.directors:  # type: ignore[attr-defined]
            return "unknown"
        state = self._state(record)
        return state.holder.status if state.holder else state.word

    def _state(self, record: Authority):
        return record.directors[0].state_on(self.on)  # type: ignore[attr-defined]


class TrustTable(PlacesTable):
    """Trusts and whom they serve as at a day."""

    caption = "Children’s trusts"
    unit = ("trust", "trusts")
    export = (
        ("slug", "slug"),
        ("name", "name"),
        ("kind", "kind"),
        ("life", "status"),
        ("serves", "serves"),
        ("regions", "regions"),
        ("chief_executive", "chief_executive"),
        ("website", "website"),
        ("as_at", "as_at"),
    )
    name = django_tables2.Column(verbose_name="Trust")
    serves = django_tables2.Column(orderable=False, empty_values=())
    regions = django_tables2.Column(verbose_name="In", orderable=False, empty_values=())
    chief_executive = django_tables2.Column(verbose_name="Chief executive", orderable=False, empty_values=())

    def render_serves(self, record: Trust) -> str:
        links = [(self.link_to(one.authority),) for one in record.serving]  # type: ignore[attr-defined]
        return format_html_join(", ", "{}", links) or "Nobody on this date"

    def value_serves(self, record: Trust) -> list[str]:
        return [one.authority.slug for one in record.serving]  # type: ignore[attr-defined]

    def render_regions(self, record: Trust) -> str:
        return ", ".join(self._regions(record, "name")) or NOT_KNOWN

    def value_regions(self, record: Trust) -> list[str]:
        return self._regions(record, "slug")

    def render_chief_executive(self, record: Trust) -> str:
        return self.holders(record.chiefs)  # type: ignore[attr-defined]

    def value_chief_executive(self, record: Trust) -> str:
        return self.holders(record.chiefs)  # type: ignore[attr-defined]

    def _regions(self, record: Trust, name: str) -> list[str]:
        return list(dict.fromkeys(getattr(one.authority.region, name) for one in record.serving))  # type: ignore[attr-defined]


# --- People, their seats, and memoranda -------------------------------------------------------------------------------


def link(item: Any, words: str) -> str:
    return format_html('<a class="govuk-link" href="{}">{}</a>', item.get_absolute_url(), words)


def tags(appointment: Appointment) -> str:
    """What a reader must not miss, as tags after a name."""
    return format_html_join("", ' <strong class="govuk-tag govuk-tag--{1}">{0}</strong>', marks(appointment))


class PersonTable(Table):
    """People with the seats they hold on a day."""

    caption = "People"
    unit = ("person", "people")
    export = (
        ("name", "name"),
        ("seats", "seats"),
        ("standing", "standing"),
        ("since", "since"),
        ("organisations", "organisations"),
        ("email", "email"),
        ("telephone", "telephone"),
        ("as_at", "as_at"),
    )
    name = django_tables2.Column(verbose_name="Person")
    seats = django_tables2.Column(orderable=False, empty_values=())
    organisations = django_tables2.Column(verbose_name="Employed by", orderable=False, empty_values=())
    email = django_tables2.Column(verbose_name="E-mail", orderable=False, default=NOT_KNOWN)
    telephone = django_tables2.Column(orderable=False, default=NOT_KNOWN)

    class Meta(Table.Meta):
        model = Person
        fields = ("name", "seats", "organisations", "email", "telephone")
        empty_text = "No people match."

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)

    def render_name(self, record: Person) -> str:
        return link(record, record.name)

    def render_seats(self, record: Person) -> str:
        seats = [(link(one.seat, str(one.seat)), tags(one)) for one in record.in_seats]  # type: ignore[attr-defined]
        return format_html_join("", '<div class="govuk-!-margin-bottom-2">{}{}</div>', seats) or "No seat on this date"

    def render_organisations(self, record: Person) -> str:
        return "; ".join(self.value_organisations(record)) or NOT_KNOWN

    def render_email(self, value: str) -> str:
        return format_html('<a class="govuk-link" href="mailto:{0}">{0}</a>', value)

    def value_seats(self, record: Person) -> list[str]:
        return [str(one.seat) for one in record.in_seats]  # type: ignore[attr-defined]

    def value_standing(self, record: Person) -> list[str]:
        return [one.status for one in record.in_seats]  # type: ignore[attr-defined]

    def value_since(self, record: Person) -> list[str]:
        return [since(one) for one in record.in_seats]  # type: ignore[attr-defined]

    def value_organisations(self, record: Person) -> list[str]:
        return list(dict.fromkeys(filter(None, map(employer, record.in_seats))))  # type: ignore[attr-defined]

    def value_as_at(self, record: Person) -> date:
        return self.on


class WorkTable(Table):
    """Appointments that wait for something, for those who keep the directory."""

    caption = "Appointments"
    unit = ("appointment", "appointments")
    export = (
        ("person__name", "person"),
        ("seat__name", "seat"),
        ("seat__place", "place"),
        ("starts", "from"),
        ("starts_precision", "from_known_to"),
        ("ends", "to_first_day_out"),
        ("ends_precision", "to_known_to"),
        ("status", "status"),
        ("source", "source"),
        ("proposed_by", "proposed_by"),
    )
    person = django_tables2.Column(accessor="person__name", verbose_name="Person")
    seat = django_tables2.Column(orderable=False)
    term = django_tables2.Column(verbose_name="When", order_by="starts", empty_values=())
    standing = django_tables2.Column(orderable=False, empty_values=())

    class Meta(Table.Meta):
        model = Appointment
        fields = ("person", "seat", "term", "standing")
        empty_text = "Nothing."

    def render_person(self, record: Appointment) -> str:
        return format_html("{}{}", link(record, record.person.name), tags(record))

    def render_seat(self, record: Appointment) -> str:
        return link(record.seat, str(record.seat))

    def render_term(self, record: Appointment) -> str:
        words = term(record)
        return words[:1].upper() + words[1:]

    def render_standing(self, record: Appointment) -> str:
        return how_sure(record)


class UnconfirmedTable(WorkTable):
    """What only a source states: which one, and whether somebody has vouched for it."""

    caption = "Appointments that only a source states"
    standing = django_tables2.Column(verbose_name="Source", orderable=False, empty_values=())

    def render_person(self, record: Appointment) -> str:
        return link(record, record.person.name)

    def render_standing(self, record: Appointment) -> str:
        vouched = f"; {record.proposed_by} says that it is right" if record.proposed_by else ""
        return f"{record.source or 'Not stated'}{vouched}"


class EndingTable(WorkTable):
    """Appointments that are about to end, soonest first."""

    caption = "Appointments that end soon"
    ends = DateColumn(verbose_name="Last day", empty_values=())

    class Meta(WorkTable.Meta):
        fields = ("person", "seat", "ends", "standing")
        sequence = ("person", "seat", "ends", "standing")
        exclude = ("term",)

    def render_ends(self, record: Appointment) -> str:
        precision = record.ends_precision
        assert record.ends, "the list is of those that end"  # noqa: S101
        return in_words(last_day(record.ends), DAY if precision == Precision.UNKNOWN else precision)


class VacantSeatTable(Table):
    """Seats that nobody is known to hold today."""

    caption = "Seats that nobody is known to hold"
    unit = ("seat", "seats")
    export = (("name", "seat"), ("place", "place"), ("state", "state"), ("since", "vacant_since"))
    name = django_tables2.Column(verbose_name="Seat", orderable=False)
    place = django_tables2.Column(orderable=False)
    state = django_tables2.Column(orderable=False, empty_values=())

    class Meta(Table.Meta):
        model = Seat
        fields = ("name", "place", "state")
        empty_text = "Every seat has a holder."

    def render_name(self, record: Seat) -> str:
        return link(record, record.name)

    def render_place(self, record: Seat) -> str:
        return link(record.place, str(record.place))

    def render_state(self, record: Seat) -> str:
        state = record.state_on(today())
        words = f"Vacant since {in_words(state.vacant_since)}" if state.vacant_since else NOT_KNOWN
        nexts = [f"{one.person} {since(one)}" for one in state.announced]
        nexts += [f"{state.proposed.person} is proposed"] if state.proposed else []
        return "; ".join([words, *nexts])

    def value_state(self, record: Seat) -> str:
        return record.state_on(today()).word

    def value_since(self, record: Seat) -> date | None:
        return record.state_on(today()).vacant_since


class StaleTable(Table):
    """Facts of every kind that nobody has confirmed for long."""

    caption = "Facts that nobody has confirmed for long"
    unit = ("fact", "facts")
    export = (("fact", "kind"), ("what", "fact"), ("where", "place"), ("confirmed_on", "last_confirmed"))
    what = django_tables2.Column(verbose_name="Fact", orderable=False, empty_values=())
    where = django_tables2.Column(verbose_name="Place", empty_values=())
    fact = django_tables2.Column(verbose_name="Kind")
    confirmed_on = DateColumn(verbose_name="Last confirmed", default="Never")

    class Meta(Table.Meta):
        fields = ("what", "where", "fact", "confirmed_on")
        empty_text = "Nothing has gone stale."

    def __init__(self, *args: Any, back: str = "", **kwargs: Any) -> None:
        self.back = back
        super().__init__(*args, **kwargs)

    def render_what(self, record: dict[str, Any]) -> str:
        address = reverse("fact_confirm", args=[record["fact"], record["pk"]])
        query = urlencode({"next": self.back})
        return format_html('<a class="govuk-link" href="{}?{}">{}</a>', address, query, self.value_what(record))

    def render_fact(self, value: str) -> str:
        return FactKind(value).label

    def value_what(self, record: dict[str, Any]) -> str:
        role = Role(record["role_held"]).label if record["role_held"] else ""
        return ", ".join(filter(None, [record["told"], role]))

    def value_where(self, record: dict[str, Any]) -> str:
        return record["where"]


class MemorandumTable(Table):
    """Versions of the regions' memoranda, with how many of the parties have signed."""

    caption = "Memoranda of understanding"
    unit = ("version", "versions")
    export = (
        ("title", "title"),
        ("version", "version"),
        ("region__slug", "region"),
        ("status", "status"),
        ("starts", "in_force_from"),
        ("expires", "to_first_day_out"),
        ("signed", "signed"),
        ("asked", "parties"),
        ("as_at", "as_at"),
    )
    title = django_tables2.Column(verbose_name="Memorandum")
    region = django_tables2.Column(accessor="region__name", verbose_name="Region")
    status = django_tables2.Column(verbose_name="State")
    starts = DateColumn(verbose_name="In force from")
    until = django_tables2.Column(accessor="expires", verbose_name="Last day", empty_values=())
    signed = django_tables2.Column(orderable=False, empty_values=())

    class Meta(Table.Meta):
        model = Memorandum
        fields = ("title", "region", "status", "starts", "until", "signed")
        empty_text = "No memorandum to show."

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)

    def render_title(self, record: Memorandum) -> str:
        return link(record, str(record))

    def render_status(self, record: Memorandum) -> str:
        return record.get_status_display()

    def render_until(self, record: Memorandum) -> str:
        return in_words(last_day(record.expires)) if record.expires else "Open"

    def render_signed(self, record: Memorandum) -> str:
        return f"{self.value_signed(record)} of {self.value_asked(record)}"

    def value_signed(self, record: Memorandum) -> int:
        return sum(one.counts for one in standings(record, self.on))

    def value_asked(self, record: Memorandum) -> int:
        return len(record.parties.all())

    def value_as_at(self, record: Memorandum) -> date:
        return self.on
