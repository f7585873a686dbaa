"""The list of figures to look at (DAT-13)."""

from functools import cached_property
from typing import Any

import django_tables2
from django.utils.safestring import SafeString, mark_safe

from datasets.comparison_exports import METHODS, exact, methods
from datasets.models import CollectionPeriod
from datasets.outliers import versions_of
from datasets.periods import Period, Quarter
from datasets.showing import TREND_WORDS, cell_text, rank_text, with_unit
from datasets.statuses import Confidence, Flag, Series, Trend
from regions.models import AuthorityCode
from regions.statuses import CodeScheme
from riia.ui.addresses import address_of
from riia.ui.markup import anchor, escaped
from riia.ui.tables import Table


def flags_of(record: Any) -> list[Flag]:
    """Why a figure is listed, as far as this reader may know (DAT-11)."""
    return [Flag(one) for one in getattr(record, "shown_flags", record.flags)]


def method_of_list(user: Any, period: Period | None) -> list[tuple[str, Any]]:
    """How the listed figures were worked out and which rules flag, for the sheet that says what a download is."""
    if period is None:
        return []
    kind = Series.IN_YEAR if isinstance(period, Quarter) else Series.ANNUAL
    versions = set(versions_of(period).values())
    if isinstance(period, Quarter):  # other regions' versions are theirs
        mine = CollectionPeriod.objects.visible_to(user).filter(slug=period.slug)
        versions = set(mine.values_list("version__slug", flat=True))
    rules = "; ".join(f"{one.value}: {one.label}" for one in Flag)
    return [*methods([kind], sorted(versions)), ("Rules", rules)]


class OutlierTable(Table):
    """Figures with the rules that flagged them."""

    caption = "Figures to look at"
    unit = ("figure", "figures")
    export = (
        ("authority__slug", "authority"),
        ("authority__name", "authority_name"),
        ("gss", "gss_code"),
        ("authority__region__slug", "region"),
        ("indicator__code", "indicator"),
        ("indicator__name", "indicator_name"),
        ("indicator__theme", "theme"),
        ("series", "series"),
        ("period", "period"),
        ("figure", "value"),
        ("unit", "unit"),
        ("rules", "rules"),
        ("band", "band"),
        ("rank", "rank"),
        ("ranked", "ranked"),
        ("trend", "trend"),
        ("notes", "notes"),
        ("method", "interval_method"),
        ("source", "source"),
        ("version", "version"),
    )
    authority = django_tables2.Column(accessor="authority__name", verbose_name="Authority")
    indicator = django_tables2.Column(accessor="indicator__name", verbose_name="Indicator")
    figure = django_tables2.Column(verbose_name="Figure", empty_values=(), orderable=False)
    why = django_tables2.Column(verbose_name="Flagged because", empty_values=(), orderable=False)
    place = django_tables2.Column(verbose_name="Place", empty_values=(), orderable=False)
    trend = django_tables2.Column(verbose_name="Trend", empty_values=(), orderable=False)
    notes = django_tables2.Column(verbose_name="Notes", empty_values=(), orderable=False)

    class Meta(Table.Meta):
        empty_text = "No figure is flagged here."

    def __init__(
        self, *args: Any, period: Period, noted: dict[tuple[int, int], int], may_note: Any, **kwargs: Any
    ) -> None:
        self.period, self.noted, self.may_note = period, noted, may_note
        super().__init__(*args, **kwargs)

    def _shown(self, record: Any, name: str) -> Any:
        return getattr(record, f"shown_{name}", getattr(record, name))

    def render_authority(self, record: Any) -> SafeString:
        address = f"{address_of('data_profile', record.authority.slug)}?period={self.period.slug}"
        return anchor(address, record.authority.name)

    def render_indicator(self, record: Any) -> SafeString:
        query = f"?authority={record.authority.slug}&period={self.period.slug}"
        return anchor(f"{address_of('indicator_detail', record.indicator.code)}{query}", record.indicator.name)

    def render_figure(self, record: Any) -> str:
        value = self._shown(record, "value")
        if value is None:
            return cell_text(record, record.indicator.decimals)
        return with_unit(value, record.indicator.decimals, record.indicator.unit)

    def render_why(self, record: Any) -> SafeString:
        return mark_safe("<br>".join(escaped(one.label) for one in flags_of(record)))  # noqa: S308 - escaped

    def render_place(self, record: Any) -> str:
        band = self._shown(record, "band")
        place = rank_text(self._shown(record, "rank"), self._shown(record, "ranked"))
        return f"Band {band}, {place}" if band else place or "Not ranked"

    def render_trend(self, record: Any) -> str:
        return self.value_trend(record).capitalize() or "Not tested"

    def render_notes(self, record: Any) -> SafeString | str:
        count = self.value_notes(record)
        words = f"{count} {'note' if count == 1 else 'notes'}" if count else "None"
        if not self.may_note(record.authority):
            return words
        query = f"?indicator={record.indicator.code}&period={self.period.slug}"
        hidden = f'<span class="govuk-visually-hidden"> {escaped(f"{record.indicator}, {record.authority}")}</span>'
        address = f"{address_of('figure_note_add', record.authority_id)}{query}"
        link = f'<a class="govuk-link" href="{escaped(address)}">Add a note{hidden}</a>'
        return mark_safe(f"{words}. {link}")  # noqa: S308 - escaped

    # --- Downloads ---

    @cached_property
    def _codes(self) -> dict[int, str]:
        """The code of each authority, read once a download."""
        rows = AuthorityCode.objects.filter(scheme=CodeScheme.GSS, valid_to=None)
        return dict(rows.values_list("authority", "code"))

    @cached_property
    def _versions(self) -> dict[int, str]:
        """What the figures of the period came with: versions by collection period, or files by their number."""
        return versions_of(self.period)

    def value_gss(self, record: Any) -> str:
        return self._codes.get(record.authority_id, "")

    def value_version(self, record: Any) -> str:
        of = record.collection_period_id if isinstance(self.period, Quarter) else record.came_with_id
        return self._versions.get(of, "")

    def value_source(self, record: Any) -> str:
        return record.denominator_source if isinstance(self.period, Quarter) else record.source

    def value_method(self, record: Any) -> str:
        return METHODS[Confidence(record.indicator.confidence)]

    def value_series(self, record: Any) -> str:
        return "in-year" if isinstance(self.period, Quarter) else "annual"

    def value_period(self, record: Any) -> str:
        return self.period.slug

    def value_figure(self, record: Any) -> Any:
        return exact(self._shown(record, "value"))

    def value_unit(self, record: Any) -> str:
        return record.indicator.unit

    def value_rules(self, record: Any) -> str:
        return " ".join(flags_of(record))

    def value_band(self, record: Any) -> str:
        return self._shown(record, "band")

    def value_rank(self, record: Any) -> Any:
        return self._shown(record, "rank")

    def value_ranked(self, record: Any) -> Any:
        return self._shown(record, "ranked")

    def value_trend(self, record: Any) -> str:
        trend = self._shown(record, "trend")
        return TREND_WORDS[Trend(trend)] if trend else ""

    def value_notes(self, record: Any) -> int:
        return self.noted.get((record.authority_id, record.indicator_id), 0)
