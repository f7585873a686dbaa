"""How often the pages of places ask the database: as often for one row as for all; ten in public, fifteen signed in."""

import pytest

from tests.people import signed_in

PUBLIC = {
    "/": 1,
    "/help/": 0,
    "/regions/": 3,
    "/regions/london/": 7,
    "/regions/east-midlands/?on=2017-11-01": 7,
    "/authorities/": 5,
    "/authorities/?name=leeds": 4,
    "/authorities/?region=london": 5,
    "/authorities/?region=london&page=1&sort=-children": 5,
    "/authorities/?status=ended": 3,
    "/authorities/?on=soon": 1,
    "/authorities/leeds/": 7,
    "/authorities/county-durham/": 7,
    "/authorities/northamptonshire/": 7,
    "/trusts/": 5,
    "/trusts/?name=slough": 5,
    "/trusts/slough-children-first/": 5,
    "/trusts/achieving-for-children/": 5,
    "/search/": 0,
    "/search/?q=leeds": 4,
    "/search/?q=north": 4,
    "/search/?q=lucy": 5,
}
EXPORTS = ("/regions/", "/authorities/", "/authorities/?name=leeds", "/trusts/", "/trusts/?name=slough")


@pytest.mark.parametrize(("address", "count"), PUBLIC.items())
def test_public_pages(england, client, django_assert_num_queries, address, count):
    with django_assert_num_queries(count):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", EXPORTS)
def test_downloads(england, client, django_assert_max_num_queries, address):
    with django_assert_max_num_queries(5):
        response = client.get(
            address, {"export": "csv"} | dict([address.partition("?")[2].split("=")] if "?" in address else [])
        )
        assert b"".join(response.streaming_content)


@pytest.mark.parametrize(
    "name",
    ["stranger", "north.dcs", "trust_chief_executive", "north.chair", "north.regional_team", "administrator"],
)
def test_pages_of_who_is_signed_in(cast, client, django_assert_max_num_queries, name):
    signed_in(client, cast[name])
    for address in (
        "/",
        "/regions/",
        "/regions/north/",
        "/authorities/",
        "/authorities/aldermoor/",
        "/trusts/",
        "/trusts/hills-trust/",
        "/search/?q=north",
    ):
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200
