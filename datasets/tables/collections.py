"""The lists of collections, and of files of published values."""

from typing import Any

import django_tables2
from django.utils.safestring import SafeString

from datasets.completeness import Counts
from datasets.models import Collection, CollectionPeriod, PublishedImport
from datasets.statuses import PeriodStatus
from regions.tables.cells import link
from riia.ui.addresses import address_of
from riia.ui.dates import in_words
from riia.ui.markup import anchor
from riia.ui.tables import NumberColumn, Table

NUMBER = NumberColumn.attrs


class CollectionTable(Table):
    """Collections with their latest period, whose day comes next, and how many returns came."""

    caption = "Collections with their latest period"
    unit = ("collection", "collections")
    export = (
        ("slug", "collection"),
        ("name", "collection_name"),
        ("kind", "type"),
        ("region__slug", "region"),
        ("version__slug", "version"),
        ("period", "period"),
        ("state", "status"),
        ("due_on", "due_on"),
        ("publish_on", "publish_on"),
        ("asked", "asked"),
        ("came", "received"),
        ("by_the_day", "by_the_day"),
        ("accepted", "accepted"),
    )
    name = django_tables2.Column(verbose_name="Collection")
    region = django_tables2.Column(accessor="region__name", verbose_name="Region")
    period = django_tables2.Column(verbose_name="Latest period", empty_values=(), orderable=False)
    state = django_tables2.Column(verbose_name="State", empty_values=(), orderable=False)
    next_day = django_tables2.Column(verbose_name="Next day", empty_values=(), orderable=False)
    came = django_tables2.Column(verbose_name="Received", empty_values=(), orderable=False, attrs=NUMBER)

    class Meta(Table.Meta):
        empty_text = "No collection is as you chose."

    def __init__(
        self, *args: Any, latest: dict[int, CollectionPeriod], counts: dict[int, Counts], **kwargs: Any
    ) -> None:
        self.latest, self.counts = latest, counts
        super().__init__(*args, **kwargs)

    def render_name(self, record: Collection) -> SafeString | str:
        return link(record, record.name)

    def render_period(self, record: Collection) -> SafeString | str:
        period = self.latest.get(record.pk)
        return anchor(period.get_absolute_url(), period.label) if period else "None opened yet"

    def render_state(self, record: Collection) -> str:
        period = self.latest.get(record.pk)
        if record.ended_on:
            return "Ended"
        return PeriodStatus(period.status).label if period else "Not begun"

    def render_next_day(self, record: Collection) -> str:
        period = self.latest.get(record.pk)
        if period and period.status == PeriodStatus.OPEN:
            return f"Due on {in_words(period.due_on)}"
        if period and period.status == PeriodStatus.PREVIEW:
            return f"Published on {in_words(period.publish_on)}"
        return "None"

    def render_came(self, record: Collection) -> str:
        counts = self._counts(record)
        return str(counts) if counts else "Nothing asked"

    def _counts(self, record: Collection) -> Counts | None:
        period = self.latest.get(record.pk)
        return self.counts[period.pk] if period else None

    def _of_period(self, record: Collection, name: str) -> Any:
        return getattr(self.latest.get(record.pk), name, "")

    # --- Downloads ---

    def value_period(self, record: Collection) -> str:
        return self._of_period(record, "slug")

    def value_state(self, record: Collection) -> str:
        return "ended" if record.ended_on else self._of_period(record, "status") or "none"

    def value_due_on(self, record: Collection) -> Any:
        return self._of_period(record, "due_on")

    def value_publish_on(self, record: Collection) -> Any:
        return self._of_period(record, "publish_on")

    def value_asked(self, record: Collection) -> Any:
        return getattr(self._counts(record), "asked", "")

    def value_came(self, record: Collection) -> Any:
        return getattr(self._counts(record), "received", "")

    def value_by_the_day(self, record: Collection) -> Any:
        return getattr(self._counts(record), "by_the_day", "")

    def value_accepted(self, record: Collection) -> Any:
        return getattr(self._counts(record), "accepted", "")


class PublishedTable(Table):
    """Files of published values and neighbours that were read, newest first, with what came of them."""

    caption = "Files that were imported"
    unit = ("file", "files")
    export = (
        ("name", "file"),
        ("kind", "type"),
        ("at", "imported"),
        ("digest", "digest"),
        ("added", "added"),
        ("changed", "changed"),
        ("unchanged", "unchanged"),
        ("left_out", "left_out"),
    )
    name = django_tables2.Column(verbose_name="File")
    kind = django_tables2.Column(verbose_name="What it holds")
    at = django_tables2.DateTimeColumn(verbose_name="Imported", format="j F Y, H:i")
    added = NumberColumn(empty_values=(), orderable=False)
    changed = NumberColumn(empty_values=(), orderable=False)
    left_out = NumberColumn(verbose_name="Left out", empty_values=(), orderable=False)

    class Meta(Table.Meta):
        empty_text = "No file has been imported yet."

    def render_name(self, record: PublishedImport) -> SafeString | str:
        return anchor(address_of("published_detail", record.pk), record.name)

    def render_added(self, record: PublishedImport) -> str:
        return f"{self.value_added(record):,}"

    def render_changed(self, record: PublishedImport) -> str:
        return f"{self.value_changed(record):,}"

    def render_left_out(self, record: PublishedImport) -> str:
        return f"{self.value_left_out(record):,}"

    # --- Downloads ---

    def value_added(self, record: PublishedImport) -> int:
        return record.counts.get("added", 0)

    def value_changed(self, record: PublishedImport) -> int:
        return record.counts.get("changed", 0)

    def value_unchanged(self, record: PublishedImport) -> int:
        return record.counts.get("unchanged", 0)

    def value_left_out(self, record: PublishedImport) -> int:
        return record.counts.get("left out", 0)
