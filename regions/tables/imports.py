"""The list of files that were uploaded to the directory."""

import django_tables2

from regions.models import DirectoryImport
from regions.tables.cells import link
from riia.ui.tables import NumberColumn, Table


class ImportTable(Table):
    """Files with what they are about, newest first, and what became of them."""

    caption = "Files that were uploaded"
    unit = ("file", "files")
    export = (
        ("pk", "id"),
        ("name", "file"),
        ("region__slug", "region"),
        ("uploaded_at", "uploaded"),
        ("uploaded_by", "uploaded_by"),
        ("status", "status"),
        ("closed_at", "closed"),
        ("new", "new"),
        ("changed", "changed"),
        ("unchanged", "unchanged"),
        ("wrong", "wrong"),
        ("digest", "digest"),
    )
    name = django_tables2.Column(verbose_name="File")
    region = django_tables2.Column(accessor="region__name", verbose_name="About", default="Several regions")
    uploaded_at = django_tables2.DateTimeColumn(verbose_name="Uploaded", format="j F Y, H:i")
    uploaded_by = django_tables2.Column(accessor="uploaded_by__name", verbose_name="By", default="The portal")
    status = django_tables2.Column(verbose_name="State")
    new = NumberColumn(empty_values=(), orderable=False)
    changed = NumberColumn(empty_values=(), orderable=False)
    wrong = NumberColumn(empty_values=(), orderable=False)

    class Meta(Table.Meta):
        empty_text = "No file has been uploaded yet."

    def render_name(self, record: DirectoryImport) -> str:
        return link(record, record.name)

    def render_status(self, record: DirectoryImport) -> str:
        return record.get_status_display()

    def render_new(self, record: DirectoryImport) -> str:
        return f"{self.value_new(record):,}"

    def render_changed(self, record: DirectoryImport) -> str:
        return f"{self.value_changed(record):,}"

    def render_wrong(self, record: DirectoryImport) -> str:
        return f"{self.value_wrong(record):,}"

    # --- Downloads ---

    def value_new(self, record: DirectoryImport) -> int:
        return record.counts.get("new", 0)

    def value_changed(self, record: DirectoryImport) -> int:
        return record.counts.get("changed", 0)

    def value_unchanged(self, record: DirectoryImport) -> int:
        return record.counts.get("unchanged", 0)

    def value_wrong(self, record: DirectoryImport) -> int:
        return record.counts.get("error", 0)
