"""The list of people."""

from datetime import date
from typing import Any

import django_tables2
from django.utils.html import format_html_join

from regions.models import Person
from regions.tables.cells import NOT_KNOWN, link, tags
from regions.wording import employer, since
from riia.ui.markup import anchor
from riia.ui.tables import Table


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
        return anchor(f"mailto:{value}", value)

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
