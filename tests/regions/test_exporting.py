"""Downloads: marked, and recorded where somebody is signed in (ACC-15)."""

import io

import pytest
from openpyxl import load_workbook

from riia.audit.models import Event
from tests.people import signed_in
from tests.regions.test_people_views import csv_of
from tests.test_who_may import everything


def test_each_row_for_members_says_whose_it_is_and_what_its_reader_may_do(cast, client):
    signed_in(client, cast.north.performance_lead)
    rows = csv_of(client.get("/people/", {"region": "north", "export": "csv", "on": "2026-11-01"}))
    assert list(rows[0])[-1] == "marking"
    (said,) = {row["marking"] for row in rows}
    for part in (
        "Owner: The regional teams",
        "Marking: OFFICIAL-SENSITIVE, for members of the alliances",
        "Recipient: Performance lead, Aldermoor",
        "Before you pass it on: Consult the owner before disclosure",
        "As at: 1 November 2026",
        "Region: North",
    ):
        assert part in said


def test_a_workbook_says_it_in_its_properties_too(cast, client):
    signed_in(client, cast.north.performance_lead)
    book = load_workbook(io.BytesIO(client.get("/people/", {"export": "xlsx"}).content))
    assert book.properties.creator.startswith("The regional teams")
    assert book.properties.category == "OFFICIAL-SENSITIVE, for members of the alliances"
    assert "Consult the owner before disclosure" in book.properties.description
    assert "marking" not in [cell.value for cell in next(book["Data"].rows)]


@pytest.mark.parametrize("address", ["/regions/", "/authorities/", "/trusts/", "/authorities/aldermoor/"])
def test_what_the_public_downloads_has_no_column_for_it_and_is_not_recorded(cast, client, address):
    before = everything()
    rows = csv_of(client.get(address, {"export": "csv"}))
    assert rows
    assert "marking" not in rows[0]
    assert everything() == before

    signed_in(client, cast.north.dass)
    csv_of(client.get(address, {"export": "csv"}))
    event = Event.objects.latest("pk")
    assert (event.verb, event.actor_name, event.after["format"], event.after["rows"]) == (
        "export",
        str(cast.north.dass),
        "csv",
        len(rows),
    )


def test_a_public_workbook_is_marked_as_public(cast, client):
    book = load_workbook(io.BytesIO(client.get("/authorities/", {"export": "xlsx"}).content))
    about = {row[0].value: row[1].value for row in book["About"].rows}
    assert about["Marking"] == book.properties.category == "Public"
    assert "Before you pass it on" not in about


def test_downloads_are_found_in_the_administrators_trail(cast, client):
    signed_in(client, cast.north.dass)
    client.get("/people/", {"export": "csv"})
    signed_in(client, cast.administrator)
    page = client.get("/admin/audit/event/", {"verb": "export"}).content.decode()
    assert "Downloaded the list of people" in page
