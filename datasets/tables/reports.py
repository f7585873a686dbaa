"""The list of regions' reports."""

import django_tables2

from datasets.models import RegionalReport
from regions.tables.cells import link
from riia.ui.tables import DateColumn, Table


class ReportTable(Table):
    """Reports with the quarter that each ends with, newest first."""

    caption = "Six-monthly reports"
    unit = ("report", "reports")
    export = (
        ("title", "title"),
        ("region__slug", "region"),
        ("collection_period__slug", "up_to"),
        ("status", "status"),
        ("drafted_at", "drafted_at"),
        ("finished_at", "finished_at"),
    )
    title = django_tables2.Column(verbose_name="Report")
    region = django_tables2.Column(accessor="region__name", verbose_name="Region")
    collection_period = django_tables2.Column(
        accessor="collection_period__label", verbose_name="Up to", orderable=False
    )
    status = django_tables2.Column(verbose_name="State")
    finished_at = DateColumn(verbose_name="Made final", default="Not yet")

    class Meta(Table.Meta):
        model = RegionalReport
        fields = ("title", "region", "collection_period", "status", "finished_at")
        empty_text = "There is no such report."

    def render_title(self, record: RegionalReport) -> str:
        return link(record, record.title)

    def render_status(self, record: RegionalReport) -> str:
        return record.get_status_display()
