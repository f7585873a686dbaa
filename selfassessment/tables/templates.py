"""The list of templates."""

import django_tables2

from regions.tables.cells import link
from riia.ui.tables import Table
from selfassessment.models import Template


class TemplateTable(Table):
    """Templates with whose they are, their state and what they were drafted from."""

    caption = "Templates of self-evaluations"
    unit = ("template", "templates")
    export = (
        ("pk", "number"),
        ("name", "name"),
        ("label", "called"),
        ("region__slug", "region"),
        ("status", "status"),
        ("drafted_from__name", "drafted_from"),
    )
    name = django_tables2.Column(verbose_name="Template")
    region = django_tables2.Column(accessor="region__name", verbose_name="For", default="Every region")
    status = django_tables2.Column(verbose_name="State")
    drafted_from = django_tables2.Column(accessor="drafted_from__name", verbose_name="Drafted from", default="Nothing")

    class Meta(Table.Meta):
        model = Template
        fields = ("name", "region", "status", "drafted_from")
        empty_text = "There is no such template."

    def render_name(self, record: Template) -> str:
        return link(record, record.name)
