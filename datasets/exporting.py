"""What of a published quarter goes to the LGA and the DfE: every figure with codes, markers, method and version, small
numbers hidden as from anybody outside the region (DAT-11, DAT-12). Rows are plain texts and numbers, as they are kept.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet

from datasets.guarding import OUTSIDE, guarded, guarded_areas, shown_names
from datasets.models import AreaValue, CollectionPeriod, DataExport, Definition, InYearValue
from datasets.showing import NOT_SUBMITTED, why_no_number
from datasets.statuses import Confidence
from regions.area_codes import area_code
from regions.models import Authority, AuthorityCode
from regions.statuses import CodeScheme

HEADER: Final = (
    *("level", "authority", "authority_name", "gss_code", "region", "period", "period_end"),
    *("indicator", "indicator_name", "unit", "value", "marker", "why_no_value", "numerator", "denominator"),
    *("multiplier", "scaling", "lower_95", "upper_95", "interval_method", "denominator_source"),
    *("caveat", "caveat_words", "revised", "used", "expected", "left_out", "collection", "version"),
)
NUMBERS: Final = {"value", "numerator", "denominator", "lower_95", "upper_95"}
METHODS: Final = {
    Confidence.WILSON: "Wilson",
    Confidence.BYARS: "Byar’s, exact below 10 events",
    Confidence.NONE: "",
}
OF_A_VALUE: Final = ("value", "marker", "numerator", "denominator", "lower", "upper")


def export_rows(period: CollectionPeriod) -> list[list[Any]]:
    """Every row that would go: the region, then each authority that was asked, by indicator.

    An authority without a figure has a row that says so. Two exports of one publication are the same, row by row.
    """
    definitions = list(period.version.definitions.select_related("indicator"))
    return [*_areas(period, definitions), *_authorities(period, definitions)]


def _authorities(period: CollectionPeriod, definitions: list[Definition]) -> Iterator[list[Any]]:
    authorities = Authority.objects.filter(returns__collection_period=period).select_related("region")
    places = list(authorities.order_by("name", "pk"))
    codes = AuthorityCode.objects.filter(scheme=CodeScheme.GSS, authority__in=places, valid_to=None)
    gss = dict(codes.values_list("authority", "code"))
    rows = guarded(InYearValue.objects.current().filter(collection_period=period), OUTSIDE)
    fields = ("authority", "indicator", *shown_names(OF_A_VALUE))
    fields += ("denominator_source", "caveat", "caveat_words", "is_revised")
    found = {(one[0], one[1]): one[2:] for one in rows.values_list(*fields)}
    for definition in definitions:
        for place in places:
            who = ["authority", place.slug, place.name, gss.get(place.pk, ""), place.region.slug]
            figure = found.get((place.pk, definition.indicator_id))
            yield _row(period, definition, who, figure)


def _row(period: CollectionPeriod, definition: Definition, who: list[str], figure: Sequence[Any] | None) -> list[Any]:
    value, marker, above, below, lower, upper, *more = figure or (None, "", None, None, None, None, "", "", "", False)
    source, caveat, words, revised = more
    why = "" if value is not None else why_no_number(marker) if figure else NOT_SUBMITTED
    method = METHODS[Confidence(definition.confidence)] if lower is not None else ""
    return [
        *(*who, period.slug, period.last_day.isoformat()),
        *_of_definition(definition),
        *(_text(value), marker, why, _text(above), _text(below)),
        *(definition.multiplier, definition.scaling, _text(lower), _text(upper), method, source),
        *(caveat, words, "yes" if revised else "no", "", "", ""),
        *(period.collection.slug, period.version.slug),
    ]


def _of_definition(definition: Definition) -> list[str]:
    return [definition.indicator.code, definition.indicator.name, definition.indicator.unit]


def _areas(period: CollectionPeriod, definitions: list[Definition]) -> Iterator[list[Any]]:
    names = ("value", "numerator", "denominator", "why_not", "used", "expected", "left_out")
    rows = guarded_areas(AreaValue.objects.filter(collection_period=period), OUTSIDE)
    found = {one[0]: one[1:] for one in rows.values_list("indicator", *shown_names(names))}
    region = period.collection.region
    for definition in definitions:
        if figure := found.get(definition.indicator_id):
            value, above, below, why, used, expected, left_out = figure
            yield [
                *(
                    "region",
                    "",
                    region.name,
                    area_code(region.slug),
                    region.slug,
                    period.slug,
                    period.last_day.isoformat(),
                ),
                *_of_definition(definition),
                *(_text(value), "", "" if value is not None else why, _text(above), _text(below)),
                *(definition.multiplier, definition.scaling, "", "", "", "pooled from counts"),
                *("", "", "no", used, expected, " ".join(left_out)),
                *(period.collection.slug, period.version.slug),
            ]


def _text(value: Decimal | float | None) -> str:
    """A number in plain digits, without zeros that say nothing: 25.5."""
    if value is None:
        return ""
    exact = value if isinstance(value, Decimal) else Decimal(repr(round(value, 6)))
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def who_got(collection_period: CollectionPeriod) -> QuerySet[DataExport]:
    """DAT-20: every export of a period, to whomever it went, so that they can be told when it is revised."""
    return DataExport.objects.filter(collection_period=collection_period).select_related("made_by")


def digest_of(rows: list[list[Any]]) -> str:
    """The SHA-256 of rows, the same for the same rows."""
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def rows_kept(export: DataExport) -> list[list[Any]]:
    """What an export holds, with its numbers as numbers, for a file."""
    numeric = [name in NUMBERS for name in HEADER]
    return [
        [Decimal(value) if number and value else value for value, number in zip(row, numeric, strict=True)]
        for row in export.content
    ]
