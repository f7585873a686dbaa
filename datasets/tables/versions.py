"""The list of versions of the dataset."""

import django_tables2

from datasets.models import DatasetVersion
from regions.tables.cells import link
from riia.ui.tables import DateColumn, Table


class VersionTable(Table):
    """Versions with whose they are and since when they are used."""

    caption = "Versions of the dataset"
    unit = ("version", "versions")
    export = (
        ("slug", "slug"),
        ("name", "name"),
        ("region__slug", "region"),
        ("status", "status"),
        ("used_from", "in_use_from"),
        ("based_on__slug", "drafted_from"),
    )
    name = django_tables2.Column(verbose_name="Version")
    region = django_tables2.Column(accessor="region__name", verbose_name="For", default="All regions")
    status = django_tables2.Column(verbose_name="State")
    used_from = DateColumn(verbose_name="In use from")
    based_on = django_tables2.Column(accessor="based_on__name", verbose_name="Drafted from", default="None")

    class Meta(Table.Meta):
        model = DatasetVersion
        fields = ("name", "region", "status", "used_from", "based_on")
        empty_text = "There is no such version."

    def render_name(self, record: DatasetVersion) -> str:
        return link(record, str(record))

    def render_status(self, record: DatasetVersion) -> str:
        return record.get_status_display()
