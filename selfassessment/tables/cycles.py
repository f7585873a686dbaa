"""The list of cycles."""

import django_tables2

from regions.tables.cells import link
from riia.ui.tables import DateColumn, Table
from selfassessment.models import Cycle


class CycleTable(Table):
    """Cycles with their region, state and days."""

    caption = "Cycles of self-evaluations"
    unit = ("cycle", "cycles")
    export = (
        ("name", "name"),
        ("region__slug", "region"),
        ("status", "status"),
        ("opens_on", "opens_on"),
        ("closes_on", "closes_on"),
        ("release_on", "release_on"),
        ("moderate_by", "moderate_by"),
        ("feedback_by", "feedback_by"),
        ("template__name", "template"),
    )
    name = django_tables2.Column(verbose_name="Cycle")
    region = django_tables2.Column(accessor="region__name", verbose_name="Region")
    status = django_tables2.Column(verbose_name="State")
    closes_on = DateColumn(verbose_name="Closing date")
    release_on = DateColumn(verbose_name="Opened to the region")
    feedback_by = DateColumn(verbose_name="Feedback by")

    class Meta(Table.Meta):
        model = Cycle
        fields = ("name", "region", "status", "closes_on", "release_on", "feedback_by")
        empty_text = "There is no such cycle."

    def render_name(self, record: Cycle) -> str:
        return link(record, f"{record.template.label} {record.name}")
