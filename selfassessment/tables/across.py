"""Lists across a region: strengths and areas with their fate, requests and offers with what fits them."""

from typing import Any

import django_tables2
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from regions.tables.cells import link
from riia.ui.markup import anchor
from riia.ui.tables import Table
from selfassessment.across import MOST_SHOWN, NAME, Exchange, Fit
from selfassessment.models import Finding
from selfassessment.statuses import Fate, FindingKind

EVALUATION = "revision__evaluation"
NOTHING_SAID = "Nothing is said yet"
NO_FIT = {FindingKind.REQUEST: "Nobody offers this yet", FindingKind.OFFER: "Nobody asks for this yet"}
WORDS = {"th": {"class": "app-table__words"}}
DOES = {FindingKind.REQUEST: "asks", FindingKind.OFFER: "offers"}


def _fate(record: Any) -> str:
    return str(Fate(record.fate_now).label) if record.fate_now else ""


class SaidTable(Table):
    """What authorities say of themselves: by whom, in which year, about what."""

    # What a download tells of each, before what became of it.
    said = (
        ("text", "text"),
        ("kind", "kind"),
        (f"{EVALUATION}__authority__slug", "authority"),
        (f"{EVALUATION}__authority__name", "authority_name"),
        (f"{EVALUATION}__cycle__region__slug", "region"),
        (NAME, "cycle"),
        ("theme", "theme"),
        ("service_area", "service_area"),
    )
    text = django_tables2.Column(verbose_name="What is said", orderable=False, attrs=WORDS)
    kind = django_tables2.Column(verbose_name="Kind")
    authority = django_tables2.Column(accessor=f"{EVALUATION}__authority__name", verbose_name="Authority")
    cycle = django_tables2.Column(accessor=NAME, verbose_name="Year", order_by=f"{EVALUATION}__cycle__opens_on")
    theme = django_tables2.Column(verbose_name="Theme")
    service_area = django_tables2.Column(verbose_name="Service area")

    def render_authority(self, record: Finding) -> str:
        evaluation = record.revision.evaluation
        return link(evaluation, evaluation.authority.name)


class FindingTable(SaidTable):
    """Strengths and areas; the rows come from `across.followed`."""

    caption = "Strengths and areas for development"
    unit = ("finding", "findings")
    export = (
        *SaidTable.said,
        ("since", "first_said_in"),
        ("fate_now", "fate"),
        ("fate_year", "fate_told_in"),
        ("fate_said", "fate_in_words"),
    )
    since = django_tables2.Column(verbose_name="First said in")
    fate = django_tables2.Column(
        accessor="fate_now",
        empty_values=(),
        verbose_name="What became of it",
        order_by=("fate_now", "fate_year"),
        attrs=WORDS,
    )

    class Meta(Table.Meta):
        model = Finding
        fields = ("text", "kind", "authority", "cycle", "theme", "service_area", "since", "fate")
        empty_text = "There is no such strength or area."

    def render_fate(self, record: Any) -> str | SafeString:
        if not record.fate_now:
            return NOTHING_SAID
        said = f": {record.fate_said}" if record.fate_said else ""
        return format_html("<strong>{}</strong> ({}){}", _fate(record), record.fate_year, said)


class BoardTable(SaidTable):
    """Requests and offers; the rows come from `across.board`."""

    caption = "Requests for help and offers of support"
    unit = ("request or offer", "requests and offers")
    export = (
        *SaidTable.said,
        ("contact", "contact"),
        ("fits", "fits"),
    )
    text = django_tables2.Column(verbose_name="What is asked or offered", orderable=False, attrs=WORDS)
    contact = django_tables2.Column(empty_values=(), orderable=False, verbose_name="Whom to ask")
    fits = django_tables2.Column(empty_values=(), orderable=False, verbose_name="What fits it", attrs=WORDS)

    class Meta(Table.Meta):
        model = Finding
        fields = ("text", "kind", "authority", "cycle", "theme", "service_area", "contact", "fits")
        empty_text = "No released text of your regions holds such a request or offer."

    def __init__(self, *args: Any, exchange: Exchange, directors: dict[int, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exchange, self.directors = exchange, directors

    def render_contact(self, record: Finding) -> str | SafeString:
        """The director by name, whose page has what the directory may show; the authority while the seat is vacant."""
        authority = record.revision.evaluation.authority
        one = self.directors.get(authority.pk)
        if one is None:
            return format_html("No director is in post: {}", anchor(authority.get_absolute_url(), authority.name))
        return format_html("{}, director", anchor(one.person.get_absolute_url(), one.person.name))

    def render_fits(self, record: Finding) -> str | SafeString:
        fits = self.exchange.fitting(record)
        if not fits:
            return NO_FIT[FindingKind(record.kind)]
        shown = format_html_join("", "<li>{}</li>", ((_fit(one),) for one in fits[:MOST_SHOWN]))
        left = len(fits) - MOST_SHOWN
        more = format_html("<li>and {} more</li>", left) if left > 0 else ""
        return format_html('<ul class="govuk-list govuk-list--bullet">{}{}</ul>', shown, more)

    # --- What a download holds ---

    def value_contact(self, record: Finding) -> str:
        one = self.directors.get(record.revision.evaluation.authority_id)
        return one.person.name if one else ""

    def value_fits(self, record: Finding) -> list[str]:
        return [_fit(one) for one in self.exchange.fitting(record)]


def _fit(fit: Fit) -> str:
    return f"{fit.authority} {DOES[FindingKind(fit.finding.kind)]}: {_short(fit.finding.text)} ({fit.why})"


def _short(text: str, most: int = 120) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"
