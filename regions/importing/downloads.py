"""What can be downloaded to be filled in or edited: the template, and a region's directory in the same columns."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone

from regions.exporting import markings, record_export
from regions.importing.cells import FORMULA, NOT_KNOWN
from regions.importing.columns import COLUMNS, EXAMPLE, EXPLAINED, NAMES, SHEET, explained
from regions.importing.known import Known
from regions.models import Appointment, Region, Seat
from regions.querysets import today
from regions.rules.seats import has_ended
from regions.seating import ORDER
from regions.statuses import Precision
from regions.wording import last_day
from riia.ui.dates import DAY, in_words
from riia.ui.exports import csv_response, xlsx_response

KINDS = ("csv", "xlsx")


def template(kind: str) -> HttpResponseBase:
    """The columns, one invented row, and in a workbook what each column means."""
    return _response(kind, "directory-template", [[EXAMPLE.get(name, "") for name in NAMES]])


def region_for_editing(kind: str, region: Region, user: Any) -> HttpResponseBase:
    """Every seat of a region and everybody who is, was or may be in it; recorded as a download (ACC-15)."""
    rows = list(rows_of(Known(region, user)))
    record_export(user, f"the directory of {region} for editing", kind, len(rows))
    owner = markings(user, f"The regional team of {region}")
    return _response(kind, f"directory-{region.slug}-{timezone.localdate().isoformat()}", rows, owner)


def rows_of(known: Known) -> Iterator[list[Any]]:
    """The rows of all seats that are kept, in the order of places and roles."""
    for seat in sorted(known.seats.values(), key=_order):
        around = known.around_of(seat)
        for one in around:
            yield _in_order(_appointment(one, known))
        if not any(one.covers(today()) or one.starts > today() for one in around) and not has_ended(seat):
            yield _in_order(_of_seat(seat) | {"from": seat.vacant_from or "", "note": seat.note})


def _order(seat: Seat) -> tuple[Any, ...]:
    kind = "region" if seat.region_id else "authority" if seat.authority_id else "trust"
    return (["region", "authority", "trust"].index(kind), seat.place.name, ORDER[seat.role], seat.number)


def _appointment(one: Appointment, known: Known) -> dict[str, Any]:
    person = one.person
    return _of_seat(one.seat) | {
        "person_id": person.pk,
        "name": person.name,
        "email": person.email,
        "telephone": person.telephone,
        "publishes_contact": person.publishes_contact,
        "job_title": one.job_title,
        "employer": _employer(one, known),
        "organisation": one.organisation,
        "from": _date(one.starts, one.starts_precision),
        "to": _date(last_day(one.ends), one.ends_precision) if one.ends else "",
        "interim": one.interim,
        "acting": one.acting,
        "note": one.note,
        "appointment_id": one.pk,
    }


def _of_seat(seat: Seat) -> dict[str, Any]:
    place = seat.place
    return {
        "place_type": str(place._meta.model_name),
        "place": place.slug,
        "role": seat.role,
        "seat_number": seat.number,
        "seat_title": seat.title,
    }


def _employer(one: Appointment, known: Known) -> str:
    for kind, number in (("authority", one.employing_authority_id), ("trust", one.employing_trust_id)):
        if number:
            return known.places[kind][number].slug
    return ""


def _date(date: dt.date, precision: str) -> Any:
    if precision == Precision.UNKNOWN:
        return NOT_KNOWN
    return date if precision == DAY else in_words(date, precision)


def _in_order(values: dict[str, Any]) -> list[Any]:
    return [_plain(values.get(name, "")) for name in NAMES]


def _plain(value: Any) -> Any:
    # What reads as a formula comes back as text.
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _response(
    kind: str, name: str, rows: Sequence[Sequence[Any]], owner: Sequence[tuple[str, Any]] = ()
) -> HttpResponseBase:
    header = [one.name for one in COLUMNS]
    if kind == "csv":
        return csv_response(name, header, rows)
    return xlsx_response(name, header, rows, about=[*owner, *explained()], sheets=(SHEET, EXPLAINED))
