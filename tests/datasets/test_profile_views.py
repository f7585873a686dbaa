"""One authority across all indicators."""

import pytest

from tests.datasets import comparing
from tests.datasets.test_indicator_views import text_of
from tests.people import signed_in

ADDRESS = "/data/authorities/aldermoor/"


@pytest.fixture
def read(cast, client):
    comparing.published(cast)
    comparing.value(cast.north.first, comparing.share(), 22, 2024)

    def answer(**asked) -> str:
        return text_of(signed_in(client, cast.north.dcs).get(ADDRESS, asked))

    return answer


def test_each_indicator_stands_beside_region_neighbours_and_england(read):
    text = read()
    assert "Aldermoor: 2 indicators, 0 in the best quarter and 1 in the lowest, 2025" in text
    share = "Repeat share lower is better 25.3% D 4 of 4 increasing 21.7% none known 22.6%"
    assert share in text
    assert "Care rate neither higher nor lower is better 70 per 10,000 not banded not ranked not tested" in text


def test_an_earlier_year_knows_nothing_of_a_later_one(read):
    text = read(period="2024")
    assert "22.0%" in text
    assert "25.3%" not in text


def test_one_theme_of_it(read):
    text = read(theme="looked-after")
    assert "Care rate" in text
    assert "Repeat share" not in text


@pytest.mark.parametrize("asked", [{"period": "1999"}, {"theme": "x"}, {"neighbours": "x"}])
def test_an_unknown_word_is_an_error_and_no_figures(read, asked):
    text = read(**asked)
    assert "There is a problem" in text
    assert "25.3" not in text


def test_its_download(read, cast, client):
    signed_in(client, cast.north.dcs)
    lines = b"".join(client.get(ADDRESS, {"export": "csv"}).streaming_content).decode("utf-8-sig").splitlines()
    assert sorted((line.split(",")[0], line.split(",")[5]) for line in lines[1:]) == [
        ("authority", "care-rate"),
        ("authority", "repeat-share"),
        ("england", "repeat-share"),
        ("region", "care-rate"),
        ("region", "repeat-share"),
    ]
    assert client.get(ADDRESS, {"export": "x"}).status_code == 400


def test_there_is_no_profile_of_an_authority_that_is_none(cast, client):
    assert signed_in(client, cast.north.dcs).get("/data/authorities/nowhere/").status_code == 404
