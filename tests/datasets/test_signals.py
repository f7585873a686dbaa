"""Quarters that stand out of an authority's own past: flagged by name, listed, ringed in a picture (DAT-9, DAT-13)."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from datasets.calendar import calendar_of
from datasets.models import CollectionPeriod, Edition, InYearValue, Return
from datasets.ranking import Row, follow_quarters
from datasets.statuses import Origin, PeriodStatus, ReturnStatus
from tests.datasets import factories
from tests.datasets.test_indicator_views import text_of
from tests.people import signed_in

LAST = factories.quarter().previous
AROUND = (80, 84, 78, 82, 80, 76, 84, 78)
# Repeat referrals of 400, a quarter each, the oldest first; and what flags the last.
PASTS = {
    "first": ((*AROUND, 82, 80, 79, 81, 80, 160), ["point-outside"]),
    "second": ((*AROUND, 70, 74, 78, 82, 86, 90), ["drift"]),
    "third": ((70, 74, 70, 74, 70, 74, *(90, 94, 90, 94, 90, 94, 90, 94)), ["run", "outer-third"]),
}


def signals(past: tuple[int, ...]) -> list[str]:
    row = Row(1, LAST.last_day, Decimal(past[-1]) / 4)
    follow_quarters(row, [one / 4 for one in past[:-1]])
    return row.flags


@pytest.mark.parametrize("name", PASTS)
def test_a_quarter_is_flagged_by_the_rule_of_its_own_past(name):
    past, flags = PASTS[name]
    assert signals(past) == flags


def test_too_short_a_past_flags_nothing():
    assert signals((*AROUND, 160)) == []


@pytest.fixture
def quarters(cast) -> dict:
    """Fourteen published quarters of three authorities, by authority, as publishing leaves them."""
    collection = factories.collection(cast)
    indicator = collection.version.definitions.get(indicator__code="repeat-referrals-share").indicator
    values = []
    for place in range(14):
        period = _period(collection, place - 13)
        for name, (past, flags) in PASTS.items():
            authority = getattr(cast.north, name)
            return_ = Return.objects.create(collection_period=period, authority=authority, received_on=period.due_on)
            edition = Edition.objects.create(
                of_return=return_, number=1, origin=Origin.TEMPLATE, made_at=timezone.now()
            )
            Return.objects.filter(pk=return_.pk).update(
                status=ReturnStatus.PUBLISHED, edition=edition, signed=edition, published=edition
            )
            values.append(
                InYearValue(
                    **{"authority": authority, "indicator": indicator, "collection_period": period},
                    **{"edition": edition, "hidden_outside": False, "unplaced_outside": False},
                    **{"value": Decimal(past[place]) / 4, "numerator": past[place], "denominator": 400},
                    flags=flags if place == 13 else [],
                )
            )
    InYearValue.objects.bulk_create(values)
    return {"period": period, "indicator": indicator}


def _period(collection, back: int) -> CollectionPeriod:
    quarter = LAST.plus(back)
    calendar = calendar_of(collection, quarter.last_day)
    return CollectionPeriod.objects.create(
        collection=collection,
        version=collection.version,
        slug=quarter.slug,
        starts=quarter.starts,
        last_day=quarter.last_day,
        status=PeriodStatus.PUBLISHED,
        published_at=timezone.now() - timedelta(days=1),
        **vars(calendar),
    )


def listed(client, who, **asked) -> list[list[str]]:
    """Rows of the list of figures to look at, without the column of notes."""
    page = signed_in(client, who).get("/data/outliers/", {"period": LAST.slug, **asked}).content.decode()
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page.partition("<tbody")[2], re.DOTALL)
    if "No figure is flagged here." in page:
        return []
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in _cells(row)][:6] for row in rows]


def _cells(row: str) -> list[str]:
    return re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)


def test_each_signal_of_a_quarter_is_listed_under_its_name(quarters, cast, client):
    share, none = "Repeat referrals share", "Not ranked"
    rows = [
        ["Aldermoor", share, "40.0%", "Outside its own process limits", none, "Not tested"],
        ["Birchester", share, "22.5%", "Six in a row rising or falling", none, "Not tested"],
        [
            *("Calderwick", share, "23.5%"),
            *("Eight in a row on one side of its mean Two of three near its own process limit", none, "Not tested"),
        ],
    ]
    assert listed(client, cast.north.dcs) == rows
    assert listed(client, cast.north.dcs, rule="drift") == [rows[1]]
    assert listed(client, cast.north.dcs, rule="trend") == []


def test_dat_11_nothing_is_listed_that_is_hidden_or_stands_beside_what_is(quarters, cast, client):
    """A flag would tell of hidden figures: one of the authority's own, or those that it was compared with."""
    values = InYearValue.objects.filter(collection_period=quarters["period"])
    values.filter(authority=cast.north.second).update(hidden_inside=True)
    values.filter(authority=cast.north.third).update(unplaced_inside=True)
    assert [row[0] for row in listed(client, cast.north.dcs)] == ["Aldermoor"]
    for rule in ("drift", "run", "outer-third"):
        assert listed(client, cast.north.dcs, rule=rule) == []
    # Its own figure shows in the list of who gave it.
    values.filter(authority=cast.north.first).update(hidden_inside=True)
    assert [row[0] for row in listed(client, cast.north.dcs)] == ["Aldermoor"]


def test_the_picture_rings_the_quarters_that_stand_out_and_says_them_in_words(quarters, cast, client):
    address = "/data/indicators/repeat-referrals-share/"
    asked = {"period": LAST.slug, "authority": "birchester"}
    page = signed_in(client, cast.north.dcs).get(address, asked)
    rule = "6 points or more in a row rising or falling"
    label = f"{LAST.last_day:%b %y}"
    rings = re.findall(r'class="app-plot__signal".*?<title>(.*?)</title>', page.content.decode())
    flagged = [f"{LAST.plus(back).last_day:%b %y}: {rule}" for back in (-5, -4, -3, -2, -1, 0)]
    assert rings == flagged[::-1]
    text = text_of(page)
    assert f"Birchester: {label} stands out: {rule}" in text
    assert f"22.5% in {label}. {'; '.join(rings)}." in text
    assert "Ringed quarters are flagged by one of these rules: a point outside the limits;" in text


def test_a_hidden_quarter_is_not_drawn(quarters, cast, client):
    InYearValue.objects.filter(authority=cast.north.second, collection_period=quarters["period"]).update(
        hidden_inside=True
    )
    asked = {"period": LAST.slug, "authority": "birchester"}
    text = text_of(signed_in(client, cast.north.dcs).get("/data/indicators/repeat-referrals-share/", asked))
    assert "22.5" not in text
    assert "Birchester: hidden (small number) in" in text
