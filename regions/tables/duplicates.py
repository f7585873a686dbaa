"""The list of people who may have been entered twice."""

import django_tables2
from django.utils.html import format_html
from django.utils.safestring import SafeString

from regions.merging import Suspect
from regions.tables.cells import link
from riia.ui.addresses import address_of
from riia.ui.tables import Table


class DuplicateTable(Table):
    """Pairs of people with the evidence, the likeliest first."""

    caption = "Who may have been entered twice"
    unit = ("pair", "pairs")
    export = (
        ("person__pk", "person_id"),
        ("person__name", "person"),
        ("other__pk", "other_id"),
        ("other__name", "other"),
        ("evidence", "evidence"),
    )
    person = django_tables2.Column(accessor="person__name", verbose_name="Person")
    other = django_tables2.Column(accessor="other__name", verbose_name="May be the same as")
    evidence = django_tables2.Column(orderable=False)
    merge = django_tables2.Column(verbose_name="What to do", empty_values=(), orderable=False)

    class Meta(Table.Meta):
        empty_text = "Nobody in your care resembles anybody else."

    def render_person(self, record: Suspect) -> str:
        return link(record.person, record.person.name)

    def render_other(self, record: Suspect) -> str:
        return link(record.other, record.other.name)

    def render_evidence(self, record: Suspect) -> str:
        return ". ".join(record.evidence)

    def render_merge(self, record: Suspect) -> SafeString:
        address = f"{address_of('person_merge', record.person.pk)}?into={record.other.pk}"
        words = (
            '<a class="govuk-link" href="{}">Look at merging<span class="govuk-visually-hidden"> {} and {}</span></a>'
        )
        return format_html(words, address, record.person.name, record.other.name)
