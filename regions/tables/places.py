"""The lists of regions, authorities and trusts."""

from datetime import date
from typing import Any

import django_tables2
from django.utils.html import format_html, format_html_join

from regions.area_codes import area_code
from regions.models import Authority, Region, Seat, Trust
from regions.periods import life_in_words
from regions.querysets import today
from regions.statuses import AppointmentStatus
from regions.tables.cells import NOT_KNOWN, WORDS
from riia.ui.markup import anchor
from riia.ui.tables import NumberColumn, Table


class PlacesTable(Table):
    """A list of places as at a day."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        self.same_day = "" if on == today() else f"?on={on}"
        super().__init__(*args, **kwargs)

    def render_name(self, record: Any) -> str:
        return self.link_to(record)

    def link_to(self, place: Region | Authority | Trust) -> str:
        """A link to a place's page of the same day."""
        return anchor(f"{place.get_absolute_url()}{self.same_day}", place.name)

    def value_as_at(self, record: Any) -> date:
        return self.on

    def holders(self, seats: list[Seat]) -> str:
        """Who is in some seats, in words; an unconfirmed one says so (DIR-15)."""
        if not seats:
            return NOT_KNOWN
        return "; ".join(dict.fromkeys(self._holder(seat) for seat in seats))

    def _holder(self, seat: Seat) -> str:
        state = seat.state_on(self.on)
        if state.holder is None:
            return WORDS[state.word]
        unconfirmed = " (not confirmed)" if state.holder.status == AppointmentStatus.STATED else ""
        return f"{state.holder.person.name}{unconfirmed}"


class RegionTable(PlacesTable):
    """The regions with their size and chairs."""

    caption = "Regions"
    unit = ("region", "regions")
    export = (
        ("slug", "slug"),
        ("name", "name"),
        ("alliance_name", "alliance"),
        ("gss", "gss_code"),
        ("size", "authorities"),
        ("chairs", "chairs"),
        ("went_live", "went_live"),
        ("website", "website"),
        ("mailbox", "mailbox"),
        ("as_at", "as_at"),
    )
    name = django_tables2.Column(verbose_name="Region")
    size = NumberColumn(verbose_name="Authorities")
    chairs = django_tables2.Column(verbose_name="Chair or co-chairs", orderable=False, empty_values=())
    website = django_tables2.Column(orderable=False, default=NOT_KNOWN)

    def value_gss(self, record: Region) -> str:
        return area_code(record.slug)

    def render_chairs(self, record: Region) -> str:
        return self.value_chairs(record)

    def value_chairs(self, record: Region) -> str:
        return self.holders(record.chairs)  # type: ignore[attr-defined]

    def render_website(self, value: str) -> str:
        return anchor(value, value.removeprefix("https://"))


class AuthorityTable(PlacesTable):
    """Authorities with codes and directors as at a day."""

    caption = "Authorities"
    unit = ("authority", "authorities")
    # What the page needs of a row; a download needs all.
    shown_fields = ("slug", "name", "kind", "active_from", "active_to", "population_0_17", "region__name")
    export = (
        ("slug", "slug"),
        ("name", "name"),
        ("official_name", "official_name"),
        ("region__slug", "region"),
        ("kind", "type"),
        ("life", "status"),
        ("gss", "gss_code"),
        ("dfe", "dfe_number"),
        ("active_from", "active_from"),
        ("active_to", "active_to_first_day_out"),
        ("population_0_17", "population_0_17"),
        ("population_year", "population_year"),
        ("latitude", "latitude"),
        ("longitude", "longitude"),
        ("director", "director"),
        ("director_status", "director_status"),
        ("as_at", "as_at"),
    )
    name = django_tables2.Column(verbose_name="Authority")
    region = django_tables2.Column(accessor="region__name", verbose_name="Region")
    type = django_tables2.Column(accessor="kind", verbose_name="Type")
    children = NumberColumn(accessor="population_0_17", verbose_name="Children 0 to 17, latest")
    gss = django_tables2.Column(verbose_name="GSS code", default=NOT_KNOWN)
    dfe = django_tables2.Column(verbose_name="DfE number", default=NOT_KNOWN)
    director = django_tables2.Column(
        verbose_name="Director", orderable=False, empty_values=(), attrs={"td": {"class": "app-table__nowrap"}}
    )

    def render_name(self, record: Authority) -> str:
        link = super().render_name(record)
        if record.life == "current":  # type: ignore[attr-defined]
            return link
        life = life_in_words(record.active_from, record.active_to)
        return format_html('{}<br><span class="app-fact">{}</span>', link, life[:1].upper() + life[1:])

    def render_director(self, record: Authority) -> str:
        if record.life != "current":  # type: ignore[attr-defined]
            return "None on this date"
        return self.holders(record.directors)  # type: ignore[attr-defined]

    def value_director(self, record: Authority) -> str:
        holder = self._state(record).holder if record.directors else None  # type: ignore[attr-defined]
        return holder.person.name if holder else ""

    def value_director_status(self, record: Authority) -> str:
        """confirmed, stated, vacant or unknown."""
        if not record.directors:  # type: ignore[attr-defined]
            return "unknown"
        state = self._state(record)
        return state.holder.status if state.holder else state.word

    def _state(self, record: Authority):
        return record.directors[0].state_on(self.on)  # type: ignore[attr-defined]


class TrustTable(PlacesTable):
    """Trusts and whom they serve as at a day."""

    caption = "Children’s trusts"
    unit = ("trust", "trusts")
    export = (
        ("slug", "slug"),
        ("name", "name"),
        ("kind", "kind"),
        ("life", "status"),
        ("serves", "serves"),
        ("regions", "regions"),
        ("chief_executive", "chief_executive"),
        ("website", "website"),
        ("as_at", "as_at"),
    )
    name = django_tables2.Column(verbose_name="Trust")
    serves = django_tables2.Column(orderable=False, empty_values=())
    regions = django_tables2.Column(verbose_name="In", orderable=False, empty_values=())
    chief_executive = django_tables2.Column(verbose_name="Chief executive", orderable=False, empty_values=())

    def render_serves(self, record: Trust) -> str:
        links = [(self.link_to(one.authority),) for one in record.serving]  # type: ignore[attr-defined]
        return format_html_join(", ", "{}", links) or "Nobody on this date"

    def value_serves(self, record: Trust) -> list[str]:
        return [one.authority.slug for one in record.serving]  # type: ignore[attr-defined]

    def render_regions(self, record: Trust) -> str:
        return ", ".join(self._regions(record, "name")) or NOT_KNOWN

    def value_regions(self, record: Trust) -> list[str]:
        return self._regions(record, "slug")

    def render_chief_executive(self, record: Trust) -> str:
        return self.holders(record.chiefs)  # type: ignore[attr-defined]

    def value_chief_executive(self, record: Trust) -> str:
        return self.holders(record.chiefs)  # type: ignore[attr-defined]

    def _regions(self, record: Trust, name: str) -> list[str]:
        return list(dict.fromkeys(getattr(one.authority.region, name) for one in record.serving))  # type: ignore[attr-defined]
