"""Template tags and filters of the house: dates and numbers in words, charts, and what components need."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from riia.ui import charts
from riia.ui.dates import DAY, in_words

register = template.Library()


@register.filter
def date_with_precision(date: dt.date | None, precision: str = DAY) -> str:
    """ "30 November 2026", "November 2016" or "2016", by what is known: day, month or year."""
    return in_words(date, precision or DAY)


@register.filter
def readable(number: Any) -> str:
    """A number with thousands separators, its decimals as they are: 1,234,567 or 1,234.50. Anything else as it is."""
    try:
        return f"{number:,}"
    except (TypeError, ValueError):
        return str(number)


@register.filter
def errors_id(form: BaseForm) -> str:
    """The id of the errors that concern a form as a whole, which the error summary links to."""
    return f"{form.prefix or 'form'}-errors"


@register.filter
def possible(offers: Iterable[Any]) -> list[Any]:
    """Those of a page's offers that nothing stands in the way of."""
    return [offer for offer in offers if not offer.reasons]


@register.filter
def not_yet(offers: Iterable[Any]) -> list[Any]:
    """Those of a page's offers that have reasons against them."""
    return [offer for offer in offers if offer.reasons]


@register.simple_tag
def error_links(form: BaseForm | None = None, forms: Iterable[BaseForm] | None = None) -> list[tuple[str, str]]:
    """(message, id to go to) for every error of one form or several, those of the form as a whole first."""
    links = []
    for each in [form] if form else forms or ():
        links += [(str(message), errors_id(each)) for message in each.non_field_errors()]
        for field in each:
            target = errors_id(each) if field.is_hidden else getattr(field, "first_control_id", field.id_for_label)
            links += [(str(message), target) for message in getattr(field, "summary_messages", field.errors)]
    return links


@register.simple_tag(takes_context=True)
def kept_parameters(context: dict[str, Any], *without: str) -> list[tuple[str, str]]:
    """The query string's (name, value) pairs but for the named ones, for a form that changes only those."""
    query = context["request"].GET
    return [(name, value) for name, values in query.lists() if name not in without for value in values]


@register.simple_tag
def lifeline(people: list[dict[str, Any]], *, today: dt.date, **options: Any) -> SafeString:
    """People over time as bars of years; inputs as in charts.lifeline and components/lifeline.html."""
    chart = charts.lifeline(people, today=today)
    return render_to_string("components/lifeline.html", {"chart": chart, "today": today, **options})


@register.simple_tag
def hexmap(cells: list[dict[str, Any]], **options: Any) -> SafeString:
    """A map of hexagons, each a link; inputs as in charts.hexmap and components/hexmap.html."""
    return _drawn(tuple(tuple(cell[key] for key in CELL) for cell in cells), tuple(sorted(options.items())))


CELL = ("q", "r", "label", "title", "url", "css_class")


@lru_cache(maxsize=8)
def _drawn(cells: tuple[tuple[Any, ...], ...], options: tuple[tuple[str, Any], ...]) -> SafeString:
    """A map drawn once: all of England takes longer than the rest of its page, and changes when an authority does."""
    chart = charts.hexmap(dict(zip(CELL, cell, strict=True)) for cell in cells)
    return render_to_string("components/hexmap.html", {"chart": chart, **dict(options)})
