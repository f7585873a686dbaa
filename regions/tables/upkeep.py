"""The lists of what needs doing in the directory."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import django_tables2
from django.urls import reverse
from django.utils.html import format_html

from regions.models import Appointment, Seat
from regions.querysets import today
from regions.roles import Role
from regions.statuses import Precision
from regions.tables.cells import NOT_KNOWN, link, tags
from regions.upkeep import FactKind
from regions.wording import how_sure, last_day, since, term
from riia.ui.dates import DAY, in_words
from riia.ui.tables import DateColumn, Table


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
    # Which rows to confirm together; `shown` says what was on the page when all of it is.
    tick = django_tables2.Column(verbose_name="Confirm", orderable=False, empty_values=())

    class Meta(Table.Meta):
        fields = ("what", "where", "fact", "confirmed_on", "tick")
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

    def render_tick(self, record: dict[str, Any]) -> str:
        key = f"{record['fact']}:{record['pk']}"
        return format_html(
            '<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">'
            '<input class="govuk-checkboxes__input" type="checkbox" name="fact" value="{0}" id="tick-{1}">'
            '<label class="govuk-label govuk-checkboxes__label" for="tick-{1}">'
            '<span class="govuk-visually-hidden">Confirm {2}, {3}</span></label>'
            '<input type="hidden" name="shown" value="{0}"></div></div>',
            key,
            key.replace(":", "-"),
            self.value_what(record),
            record["where"] or FactKind(record["fact"]).label,
        )

    def value_what(self, record: dict[str, Any]) -> str:
        role = Role(record["role_held"]).label if record["role_held"] else ""
        return ", ".join(filter(None, [record["told"], role]))

    def value_where(self, record: dict[str, Any]) -> str:
        return record["where"]
