"""The lists of the dataset: what an address asks for is answered or refused, and downloads hold every filtered row."""

import csv
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from datasets import workflow
from datasets.models import PublishedImport
from tests.datasets import factories
from tests.people import signed_in

UNKNOWN = (
    *("region=nowhere", "type=nothing", "status=nothing", "page=99", "page=x", "sort=nothing", "export=pdf"),
    *("theme=early-help", "period=2025"),
)


def rows_of(response) -> list[dict[str, str]]:
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


@pytest.mark.parametrize("asked", UNKNOWN)
@pytest.mark.parametrize("address", ["/data/", "/data/published/", "/regions/"])
def test_what_a_list_does_not_know_is_an_error_and_shows_no_rows(cast, client, address, asked):
    factories.collection(cast)
    PublishedImport.objects.create(kind="values", name="annual.csv", digest="x", at=timezone.now())
    response = signed_in(client, cast.north.regional_team).get(f"{address}?{asked}")
    page = response.content.decode()
    assert response.status_code == (400 if "export" in asked else 200)
    assert "There is a problem" in page
    assert "<tbody" not in page


def test_collections_are_filtered_and_downloaded(cast, client):
    begun = factories.period(cast, factories.collection(cast)).collection
    ended = factories.collection(cast, name="An old one")
    workflow.end_collection(ended, by=cast.north.regional_team)
    signed_in(client, cast.north.regional_team)

    def named(query: str) -> list[str]:
        return [one["collection_name"] for one in rows_of(client.get(f"/data/?export=csv{query}"))]

    assert named("") == [begun.name, "An old one"]
    assert named("&region=north") == [begun.name, "An old one"]
    assert named("&status=open") == [begun.name]
    assert named("&status=ended&type=core") == ["An old one"]
    assert named("&status=none") == named("&region=south") == named("&type=survey") == []
    (row, _) = rows_of(client.get("/data/?export=csv"))
    told = {name: row[name] for name in ("region", "period", "status", "asked", "received", "accepted")}
    slug = begun.periods.get().slug
    assert told == {"region": "north", "period": slug, "status": "open", "asked": "3", "received": "0", "accepted": "0"}
    book = load_workbook(io.BytesIO(client.get("/data/?export=xlsx&status=ended").content))
    assert [row[1] for row in book["Data"].iter_rows(values_only=True)] == ["collection_name", "An old one"]
    signed_in(client, cast.south.dcs)
    assert named("") == []


def test_files_of_published_values_are_filtered_and_downloaded(cast, client):
    counts = {"added": 3, "changed": 2, "unchanged": 1, "left out": 4}
    for kind in ("values", "neighbours"):
        PublishedImport.objects.create(kind=kind, name=f"{kind}.csv", digest="x", at=timezone.now(), counts=counts)
    signed_in(client, cast.north.dcs)
    (row,) = rows_of(client.get("/data/published/?type=values&export=csv"))
    assert {name: row[name] for name in ("file", "added", "changed", "unchanged", "left_out")} == {
        **{"file": "values.csv", "added": "3", "changed": "2"},
        **{"unchanged": "1", "left_out": "4"},
    }
    assert "neighbours.csv" not in client.get("/data/published/?type=values").content.decode()


def test_one_region_can_be_asked_for(cast, client):
    assert [one["slug"] for one in rows_of(client.get("/regions/?region=north&export=csv"))] == ["north"]


def test_a_collection_leads_to_its_earlier_periods(cast, client, monkeypatch):
    monkeypatch.setattr("datasets.completeness.MOST_PERIODS", 1)
    first = factories.period(cast)
    later = factories.quarter().next.slug
    second = factories.period(cast, first.collection, later)
    address = first.collection.get_absolute_url()
    client = signed_in(client, cast.north.regional_team)

    def rows(query: str) -> tuple[bool, bool]:
        page = client.get(f"{address}{query}").content.decode()
        found = [f'{one.get_absolute_url()}">{one.label}</a></th>' in page for one in (first, second)]
        assert f"{second.label}: open for returns." in page  # wherever one turned to, it begins with the newest
        return tuple(found)

    assert rows("") == (False, True)
    assert '<a class="govuk-link" href="?page=2#periods">Earlier periods</a>' in client.get(address).content.decode()
    assert rows("?page=2") == (True, False)
    assert rows("?page=3") == rows("?page=x") == (False, False)
    assert "There is no page “3”" in client.get(f"{address}?page=3").content.decode()
