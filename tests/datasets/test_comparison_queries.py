"""How often pages of comparison ask the database: as often for few figures as for many, and at most fifteen times."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.datasets import comparing
from tests.people import signed_in

MOST = 15
PAGES = (
    "/data/rug/",
    "/data/rug/?region=england&theme=all",
    "/data/indicators/repeat-share/",
    "/data/indicators/repeat-share/?region=england",
    "/data/authorities/aldermoor/",
    "/data/outliers/?region=england",
)


@pytest.mark.parametrize("address", PAGES)
def test_as_often_for_many_figures_as_for_few(cast, client, address):
    comparing.published(cast)
    comparing.neighbours(cast.north.first, [cast.north.second])
    signed_in(client, cast.north.dcs)
    client.get(address)
    few = asked(client, address)
    for place, one in enumerate(comparing.more_authorities(cast, 30)):
        comparing.value(one, comparing.share(), 10 + place, flags=["trend"])
        comparing.value(one, comparing.rate(), 10 + place)
    assert asked(client, address) == few
    assert few <= MOST


def asked(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
        return len(queries)
