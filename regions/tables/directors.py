"""The lists of director changes: each change for members, and totals by region for everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django_tables2
from django.utils.html import format_html

from regions.director_changes import Change, Figures, Window
from regions.director_wording import YearsInPost, day_words, years_in_post
from regions.models import Authority, Region
from regions.tables.cells import NOT_KNOWN, link
from riia.ui.tables import NumberColumn, Table


@dataclass(frozen=True)
class ChangeRow:
    """A change with the names that belong to it."""

    change: Change
    authority: Authority
    before: str
    after: str
    shared: bool

    @property
    def name(self) -> str:
        return self.authority.name

    @property
    def region(self) -> str:
        return self.authority.region.name

    @property
    def kind(self) -> str:
        return str(self.change.kind.label)

    @property
    def counts(self) -> str:
        return "Yes" if self.change.counted else "No"


class ChangeTable(Table):
    """What happened to each post, with names."""

    caption = "Changes of director"
    unit = ("change or event", "changes and events")
    export = (
        ("authority__slug", "authority"),
        ("authority__name", "name"),
        ("authority__region__slug", "region"),
        ("change__day", "day"),
        ("change__precision", "day_known_to"),
        ("change__kind", "kind"),
        ("change__counted", "counted"),
        ("before", "before"),
        ("after", "after"),
        ("shared", "directs_another_authority_too"),
        ("window_from", "window_from"),
        ("window_to", "window_to"),
        ("coverage", "coverage"),
    )
    name = django_tables2.Column(verbose_name="Authority")
    region = django_tables2.Column()
    day = django_tables2.Column(accessor="change__day", order_by=("change__day", "name"))
    kind = django_tables2.Column(verbose_name="What happened")
    counts = django_tables2.Column(verbose_name="Counted")
    before = django_tables2.Column(default="Nobody, or not known")
    after = django_tables2.Column(default="Nobody")

    class Meta(Table.Meta):
        empty_text = "No change is known in this window."

    def __init__(self, *args: Any, window: Window, coverage: str, **kwargs: Any) -> None:
        self.window, self.coverage = window, coverage
        super().__init__(*args, **kwargs)

    def render_name(self, record: ChangeRow) -> str:
        return link(record.authority, record.name)

    def render_day(self, record: ChangeRow) -> str:
        return day_words(record.change.day, record.change.precision)

    def render_after(self, record: ChangeRow, value: str) -> str:
        shared = format_html('<br><span class="app-fact">{}</span>', "Directs another authority too")
        return format_html("{}{}", value, shared if record.shared else "")

    def value_window_from(self, record: ChangeRow) -> Any:
        return self.window.first

    def value_window_to(self, record: ChangeRow) -> Any:
        return self.window.last

    def value_coverage(self, record: ChangeRow) -> str:
        return self.coverage


@dataclass(frozen=True)
class RegionRow:
    """The figures of a region; of all together where `region` is None, for the last line of a download."""

    region: Region | None
    figures: Figures

    @property
    def name(self) -> str:
        return self.region.name if self.region else "All"

    @property
    def slug(self) -> str:
        return self.region.slug if self.region else ""

    @property
    def shown(self) -> Figures | None:
        """The figures, where anything is known: where nothing is, a nought would say too much."""
        return self.figures if self.figures.known or self.figures.total else None


class RegionTotalsTable(Table):
    """The figures of each region, without a name of anybody."""

    caption = "Changes of director by region"
    unit = ("region", "regions")
    export = (
        ("slug", "region"),
        ("name", "name"),
        ("window_from", "window_from"),
        ("window_to", "window_to"),
        ("figures__authorities", "authorities"),
        ("figures__known", "known_for_the_whole_window"),
        ("shown__total", "changes"),
        ("shown__changed_once", "authorities_with_one_change"),
        ("shown__changed_more", "authorities_with_two_or_more"),
        ("shown__further", "second_and_further_changes"),
        ("shown__to_interim", "changes_to_an_interim"),
        ("shown__vacancy_days", "vacancy_days"),
        ("shown__last_day__held", "directors_on_the_last_day"),
        ("shown__last_day__interim", "interim_on_the_last_day"),
        ("shown__last_day__twin_hats", "twin_hats_on_the_last_day"),
        ("mean_of_leavers", "mean_years_of_those_who_left"),
        ("median_of_leavers", "median_years_of_those_who_left"),
        ("mean_in_post", "mean_years_of_those_in_post"),
        ("median_in_post", "median_years_of_those_in_post"),
        ("estimate", "median_years_estimated"),
    )
    name = django_tables2.Column(verbose_name="Region")
    authorities = NumberColumn(accessor="figures__authorities")
    known = NumberColumn(accessor="figures__known", verbose_name="Known throughout")
    changes = NumberColumn(accessor="shown__total")
    once = NumberColumn(accessor="shown__changed_once", verbose_name="With one")
    more = NumberColumn(accessor="shown__changed_more", verbose_name="With two or more")
    interim = NumberColumn(accessor="shown__to_interim", verbose_name="To an interim")
    vacancy = NumberColumn(accessor="shown__vacancy_days", verbose_name="Days vacant")
    estimate = NumberColumn(verbose_name="Median years, estimated", orderable=False, empty_values=())

    def __init__(self, *args: Any, window: Window, total: RegionRow | None, **kwargs: Any) -> None:
        self.window, self.total = window, total
        super().__init__(*args, **kwargs)

    def render_name(self, record: RegionRow) -> str:
        return link(record.region, record.name)

    def render_estimate(self, record: RegionRow) -> str:
        estimate = self.value_estimate(record)
        return NOT_KNOWN if estimate is None else f"{estimate:.1f}"

    def export_rows(self) -> Iterator[list[Any]]:
        """With a last line for all of them, where there is one."""
        yield from super().export_rows()
        if self.total:
            readers = [self._reader(key) for key, _ in self.export]
            yield [read(self.total) for read in readers]

    def value_window_from(self, record: RegionRow) -> Any:
        return self.window.first

    def value_window_to(self, record: RegionRow) -> Any:
        return self.window.last

    def value_mean_of_leavers(self, record: RegionRow) -> float | None:
        return self._tenure(record).mean_left

    def value_median_of_leavers(self, record: RegionRow) -> float | None:
        return self._tenure(record).median_left

    def value_mean_in_post(self, record: RegionRow) -> float | None:
        return self._tenure(record).mean_in_post

    def value_median_in_post(self, record: RegionRow) -> float | None:
        return self._tenure(record).median_in_post

    def value_estimate(self, record: RegionRow) -> float | None:
        return self._tenure(record).estimate

    def _tenure(self, record: RegionRow) -> YearsInPost:
        return years_in_post(record.figures, england=record.region is None)
