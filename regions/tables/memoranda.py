"""The list of memoranda."""

from datetime import date
from typing import Any

import django_tables2

from regions.models import Memorandum
from regions.signing import standings
from regions.tables.cells import link
from regions.wording import last_day
from riia.ui.dates import in_words
from riia.ui.tables import DateColumn, Table


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
