"""The catalogue: every indicator with what it measures."""

import django_tables2

from datasets.models import Indicator
from regions.tables.cells import link
from riia.ui.tables import Table


class IndicatorTable(Table):
    """Indicators in the order of their themes; a download has each definition whole, for an analyst."""

    caption = "Indicators"
    unit = ("indicator", "indicators")
    export = (
        ("code", "indicator"),
        ("name", "indicator_name"),
        ("theme", "theme"),
        ("unit", "unit"),
        ("numerator_definition", "numerator"),
        ("denominator_definition", "denominator"),
        ("denominator_population", "population"),
        ("multiplier", "multiplier"),
        ("polarity", "polarity"),
        ("frequency", "frequency"),
        ("confidence", "interval_method"),
        ("colour_rule", "colour_rule"),
        ("source_return", "source"),
        ("core_measure", "core_measure"),
        ("is_published", "has_annual_figures"),
    )
    name = django_tables2.Column(verbose_name="Indicator")
    theme = django_tables2.Column(verbose_name="Theme")
    numerator_definition = django_tables2.Column(verbose_name="What is counted", orderable=False)
    polarity = django_tables2.Column(verbose_name="Better")
    figures = django_tables2.Column(verbose_name="Figures", empty_values=(), orderable=False)

    class Meta(Table.Meta):
        model = Indicator
        fields = ("name", "theme", "numerator_definition", "polarity", "figures")
        empty_text = "There is no such indicator."

    def render_name(self, record: Indicator) -> str:
        return link(record, record.name)

    def render_theme(self, record: Indicator) -> str:
        return record.get_theme_display()

    def render_polarity(self, record: Indicator) -> str:
        return record.get_polarity_display()

    def render_figures(self, record: Indicator) -> str:
        """The series that there are of it, in words."""
        if record.is_published:
            return "Annual, quarterly" if record.core_measure else "Annual"
        return "Quarterly" if record.core_measure else "None yet"
