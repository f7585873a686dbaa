"""Downloads of pages of comparison: one row a figure, with codes, markers, method and version, fit for an analyst
(DAT-4, DAT-9, DAT-21). They hold what the page shows, to whom it shows it.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from django.db.models import F, Q
from django.http import HttpResponseBase
from django.utils import timezone

from datasets.guarding import guarded, guarded_areas, shown_names
from datasets.measures import Measure
from datasets.models import AreaValue, InYearValue, PublishedValue, Return
from datasets.periods import Period, Quarter
from datasets.rug import Column
from datasets.showing import why_no_number
from datasets.statuses import Confidence, Series
from datasets.workflow.exports import note_downloads
from regions.area_codes import area_code
from regions.exporting import markings, record_export
from regions.models import AuthorityCode, Region
from regions.statuses import CodeScheme
from riia.ui.exports import csv_response, xlsx_response
from riia.ui.lists import EXPORTS

HEADER: Final = (
    *("level", "authority", "authority_name", "gss_code", "region"),
    *("indicator", "indicator_name", "theme", "unit", "polarity"),
    *("series", "period", "period_end", "period_label"),
    *("value", "marker", "why_no_value", "numerator", "denominator", "multiplier"),
    *("lower_95", "upper_95", "interval_method", "band", "rank", "ranked", "standard_deviations", "trend", "flags"),
    *("first_year", "caveat", "caveat_words", "revised"),
    *("used", "expected", "left_out"),
    *("source", "version"),
)
METHODS: Final = {
    Confidence.WILSON: "Wilson",
    Confidence.BYARS: "Byar’s, exact below 10 events",
    Confidence.NONE: "",
}
METHOD: Final = (
    "Intervals are 95%: Wilson for proportions, Byar’s for counts and rates, exact below 10 events. Bands are quarters "
    "of the authorities compared, A the best; ties share a rank. Region and England figures are pooled from counts, "
    "not available below 95% of the children; percentages are never averaged."
)
METHOD_OF_SERIES: Final = {
    Series.ANNUAL: "Annual figures keep the rule of their publisher.",
    Series.IN_YEAR: "In-year figures are derived from what authorities returned, by the version named; small numbers "
    "are hidden, with others where one could be worked out.",
}
SHARED: Final = (
    *("authority", "indicator", "value", "marker", "numerator", "denominator", "lower", "upper", "band"),
    *("rank", "ranked", "z", "trend", "flags", "is_first_year"),
)


def download(
    request: Any, what: str, name: str, rows: Iterable[list[Any]], about: list[tuple[str, Any]]
) -> HttpResponseBase | str:
    """The file that `export` asks for, recorded (ACC-15); or why it can't be made, in a sentence."""
    wanted = request.GET.get("export", "")
    if wanted not in EXPORTS:
        return f"“{wanted[:20]}” is not a kind of download. Choose CSV or Excel (csv or xlsx)"
    listed = list(rows)
    marked = markings(request.user, "Each authority for its own figures")
    record_export(request.user, what, wanted, len(listed), request.GET.urlencode())
    note_downloads(request.user, _in_year(listed))
    file = f"{name}-{timezone.localdate().isoformat()}"
    if wanted == "csv":
        words = "; ".join(f"{key}: {str(value).rstrip('.')}" for key, value in marked)
        return csv_response(file, HEADER, listed, marking=words)
    return xlsx_response(file, HEADER, listed, about=[("What", what), *about, *method_of(listed), *marked])


def method_of(rows: list[list[Any]]) -> list[tuple[str, Any]]:
    """How the figures of a download were worked out, and what they came with, for the sheet that says what it is."""
    kinds, versions, sources = (
        sorted({str(row[HEADER.index(name)]) for row in rows if row[HEADER.index(name)]})
        for name in ("series", "version", "source")
    )
    return methods(kinds, versions, sources)


def methods(series: Iterable[str], versions: Iterable[str], sources: Iterable[str] = ()) -> list[tuple[str, Any]]:
    """The same from the series ("annual", "in-year"), the versions or files, and the sources by name."""
    said = [METHOD_OF_SERIES[one] for one in METHOD_OF_SERIES if one in set(series)]
    told = [("Method", " ".join([*said, METHOD]))]
    told += [("Version", "; ".join(versions) or "none")]
    return [*told, ("Sources", "; ".join(sources))] if sources else told


def _in_year(rows: list[list[Any]]) -> list[tuple[int, list[Any]]]:
    """In-year rows with the number of each published period that they are from, to tell of a revision (DAT-20)."""
    series, period, authority = (HEADER.index(name) for name in ("series", "period", "authority"))
    taken = [row for row in rows if row[series] == "in-year" and row[authority]]
    if not taken:
        return []
    periods: dict[tuple[str, str], list[int]] = {}
    asked = Return.objects.filter(
        published__isnull=False, collection_period__slug__in={row[period] for row in taken}
    ).values_list("authority__slug", "collection_period__slug", "collection_period")
    for who, slug, pk in asked:
        periods.setdefault((who, slug), []).append(pk)
    return [(pk, row) for row in taken for pk in periods.get((row[authority], row[period]), ())]


def export_rows(
    user: Any, period: Period, wanted: list[Measure], places: Iterable[Column], region: Region | None
) -> Iterator[list[Any]]:
    """Every figure of some indicators in one period: England, the region, then authorities by indicator."""
    columns = {one.pk: one for one in places}
    by_pk = {one.pk: one for one in wanted}
    codes = dict(
        AuthorityCode.objects.filter(scheme=CodeScheme.GSS, authority__in=columns, valid_to=None).values_list(
            "authority", "code"
        )
    )
    regions = dict(Region.objects.visible_to(user).values_list("pk", "slug"))
    yield from _areas(user, period, by_pk, region)
    for row in _figures(user, period, by_pk, columns):
        authority, measure, *rest = row
        place = columns[authority]
        who = ["authority", place.slug, place.name, codes.get(authority, ""), regions.get(place.region, "")]
        yield [*who, *_row(by_pk[measure], period, rest)]


def _figures(user: Any, period: Period, by_pk: dict[int, Measure], columns: dict[int, Column]) -> list[tuple]:
    """Rows of one series, the latest of each authority and indicator, by indicator and authority."""
    if isinstance(period, Quarter):
        rows = InYearValue.objects.visible_to(user).current().filter(collection_period__slug=period.slug)
        fields = ["collection_period__last_day", "collection_period__slug", "denominator_source"]
        fields += ["collection_period__version__slug", "caveat", "caveat_words", "is_revised"]
        rows = rows.filter(indicator__in=by_pk, authority__in=columns).order_by()
        found = guarded(rows, user).values_list(*shown_names(SHARED), *fields)
    else:
        graded = [one.pk for one in by_pk.values() if one.is_inspection]
        when = Q(year=period.number) | Q(indicator__in=graded, year__lte=period.number)
        annual = PublishedValue.objects.visible_to(user).filter(when, indicator__in=by_pk, authority__in=columns)
        fields = ["period_end", "period_label", "source", "came_with__name"]
        found = annual.order_by("period_end").values_list(*SHARED, *fields)
    latest = {(one[1], one[0]): one for one in found}
    order = {pk: place for place, pk in enumerate(by_pk)}
    return sorted(latest.values(), key=lambda one: (order[one[1]], columns[one[0]].name))


def _row(measure: Measure, period: Period, rest: list[Any]) -> list[Any]:
    value, marker, numerator, denominator, lower, upper, band, rank, ranked, z, trend, flags, first, *more = rest
    end, label, source, version, *caveats = more
    caveat, words, revised = caveats or ("", "", False)
    return [
        *_of_measure(measure),
        *("in-year" if isinstance(period, Quarter) else "annual", period.slug, end, label),
        *(exact(value), marker, "" if value is not None else why_no_number(marker)),
        *(
            exact(numerator),
            exact(denominator),
            measure.multiplier,
            lower,
            upper,
            METHODS[Confidence(measure.confidence)],
        ),
        *(band, rank, ranked, z, trend, " ".join(flags or ()), first, caveat, words, revised),
        *("", "", "", source, version or ""),
    ]


def exact(value: Decimal | None) -> Decimal | None:
    """A stored number without the zeros that only fill its column."""
    return None if value is None else Decimal(f"{value.normalize():f}")


def _of_measure(measure: Measure) -> list[Any]:
    return [measure.code, measure.name, measure.theme, measure.unit, measure.polarity]


def _areas(user: Any, period: Period, by_pk: dict[int, Measure], region: Region | None) -> Iterator[list[Any]]:
    """Pooled rows with who is in them."""
    kind = Series.IN_YEAR if isinstance(period, Quarter) else Series.ANNUAL
    rows = AreaValue.objects.visible_to(user).filter(indicator__in=by_pk, series=kind)
    rows = rows.filter(Q(region=None) | Q(region=region) if region else Q(region=None))
    when = {"period_end": period.last_day} if isinstance(period, Quarter) else {"year": period.number}
    fields = ["region__slug", "region__name", "indicator", "value", "numerator", "denominator"]
    fields += ["used", "expected", "left_out", "why_not", "period_end", "collection_period__version__slug"]
    for slug, name, indicator, value, numerator, denominator, used, expected, left, why, end, version in (
        guarded_areas(rows.filter(**when), user)
        .order_by(F("region").desc(nulls_last=True), "indicator")
        .values_list(*shown_names(fields))
    ):
        measure = by_pk[indicator]
        yield [
            *("region" if slug else "england", "", name or "England", area_code(slug or ""), slug or ""),
            *_of_measure(measure),
            *(str(kind), period.slug, end, ""),
            *(exact(value), "", why, exact(numerator), exact(denominator), measure.multiplier),
            *("", "", "", "", "", "", "", "", "", "", "", "", ""),
            *(used, expected, " ".join(left or ()), "pooled from counts", version or ""),
        ]
