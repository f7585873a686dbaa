"""The list of exports of in-year figures."""

import django_tables2

from datasets.models import DataExport
from regions.tables.cells import link
from riia.ui.tables import DateColumn, NumberColumn, Table


class ExportTable(Table):
    """Exports with whom they went to, newest first."""

    caption = "Exports of in-year figures"
    unit = ("export", "exports")
    export = (
        ("collection_period__collection__slug", "collection"),
        ("collection_period__slug", "period"),
        ("recipient", "recipient"),
        ("made_at", "made_at"),
        ("made_by", "made_by"),
        ("rows", "rows"),
        ("digest", "digest"),
    )
    collection_period = django_tables2.Column(verbose_name="Figures of")
    recipient = django_tables2.Column(verbose_name="Went to")
    made_at = DateColumn(verbose_name="On")
    made_by = django_tables2.Column(verbose_name="Made by", accessor="made_by__name")
    rows = NumberColumn(verbose_name="Rows")

    class Meta(Table.Meta):
        model = DataExport
        fields = ("collection_period", "recipient", "made_at", "made_by", "rows")
        empty_text = "There is no such export."

    def render_collection_period(self, record: DataExport) -> str:
        return link(record, str(record.collection_period))

    def render_recipient(self, record: DataExport) -> str:
        return record.get_recipient_display()
