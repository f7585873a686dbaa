"""The lists of groups of authorities and of their members."""

from datetime import date
from typing import Any

import django_tables2
from django.utils.html import format_html

from regions.models import Group
from regions.querysets import today
from riia.ui.tables import NumberColumn, Table

ACROSS = "Across regions"


class GroupTable(Table):
    """Groups with how many authorities they have on a day."""

    caption = "Groups of authorities"
    unit = ("group", "groups")
    export = (
        ("slug", "slug"),
        ("name", "name"),
        ("region__slug", "region"),
        ("size", "authorities"),
        ("note", "what_it_is_for"),
        ("as_at", "as_at"),
    )
    name = django_tables2.Column(verbose_name="Group")
    region = django_tables2.Column(accessor="region__name", verbose_name="Authorities of", default=ACROSS)
    size = NumberColumn(verbose_name="Authorities")
    note = django_tables2.Column(verbose_name="What it is for", orderable=False, default="Not said")

    class Meta(Table.Meta):
        model = Group
        fields = ("name", "region", "size", "note")
        empty_text = "There is no such group."

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        self.same_day = "" if on == today() else f"?on={on}"
        super().__init__(*args, **kwargs)

    def render_name(self, record: Group) -> str:
        return format_html(
            '<a class="govuk-link" href="{}{}">{}</a>', record.get_absolute_url(), self.same_day, record.name
        )

    def value_as_at(self, record: Group) -> date:
        return self.on
