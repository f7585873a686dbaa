"""The page of one indicator: its finding, its comparators, its pictures and tables."""

import re
from html import unescape

import pytest

from tests.datasets import comparing
from tests.people import signed_in

ADDRESS = "/data/indicators/repeat-share/"


def text_of(response) -> str:
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL).group()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def read(cast, client):
    comparing.published(cast)

    def answer(who, address: str = ADDRESS, **asked) -> str:
        response = signed_in(client, who).get(address, asked)
        assert response.status_code == 200
        return text_of(response)

    return answer


def test_the_heading_states_what_was_found_about_ones_own_authority(read, cast):
    text = read(cast.north.dcs)
    assert "Aldermoor: 25.3% in 2025, above England’s 22.6%, in the lowest quarter" in text
    assert "Band D, in the lowest quarter; rank 4 of 4" in text
    assert "25.3%; 95% interval 22.0 to 28.0; 250 of 1,000" in text
    assert "21.7%, pooled from counts of 2 of 3 authorities" in text
    assert "Lower is better" in text


def test_without_an_authority_it_states_how_far_apart_authorities_are(read, cast):
    text = read(cast.north.regional_team)
    assert "From 10.0% to 25.3% in 3 authorities; England 22.6%" in text


def test_a_first_year_is_shown_and_not_compared(read, cast):
    text = read(cast.north.dcs, authority="calderwick")
    assert "Calderwick: 20.0% in 2025, below England’s 22.6%, its first year, so not compared" in text


def test_a_hidden_figure_is_said_to_be_hidden(read, cast):
    assert "Birchester: hidden (small number) in 2025" in read(cast.north.dcs, authority="birchester")


def test_neighbours_have_a_mean_and_a_median_from_five_on(read, cast):
    others = comparing.more_authorities(cast, 5)
    for place, one in enumerate(others):
        comparing.value(one, comparing.share(), 10 + place * place)
    comparing.neighbours(cast.north.first, [*others, cast.north.second])
    comparing.neighbours(cast.north.first, others[:4], "2021-03")
    assert "Mean 16.0%, median 14.0%, of 5 of 6" in read(cast.north.dcs)
    older = read(cast.north.dcs, neighbours="2021-03")
    assert "No average: 4 of 4 have a figure, and an average needs five" in older


def test_the_past_is_drawn_with_gaps_and_told_in_words(read, cast):
    comparing.value(cast.north.first, comparing.share(), 30, 2022)
    comparing.value(cast.north.first, comparing.share(), 28, 2023)
    comparing.area(comparing.share(), 24, year=2024)
    text = read(cast.north.dcs)
    assert "Aldermoor: 30.0% in 2022, 25.3% in 2025" in text
    assert "Aldermoor: 30.0% in 2022, 28.0% in 2023, 25.3% in 2025." in text


def test_nothing_is_drawn_across_a_gap(cast, client):
    comparing.published(cast)
    comparing.value(cast.north.first, comparing.share(), 30, 2022)
    comparing.value(cast.north.first, comparing.share(), 28, 2023)
    comparing.area(comparing.share(), 24, year=2024)
    page = signed_in(client, cast.north.dcs).get(ADDRESS).content.decode()
    assert len(re.findall(r'<line class="app-plot__track app-plot__own"', page)) == 1


def test_every_authority_stands_in_the_table(read, cast):
    text = read(cast.north.dcs, region="england")
    for name in ("Aldermoor (yours)", "Birchester", "Calderwick", "Dunmouth", "Eastcombe", "Farleigh"):
        assert name in text


@pytest.mark.parametrize(
    "asked", [{"authority": "nowhere"}, {"period": "soon"}, {"neighbours": "of-mine"}, {"region": "x"}]
)
def test_an_unknown_word_is_an_error_and_no_figures(read, cast, asked):
    text = read(cast.north.dcs, **asked)
    (name,) = asked
    assert f"“{asked[name]}” is not one of the choices for “{name.capitalize()}”" in text
    assert "25.3" not in text


def test_the_download_holds_what_the_page_shows(read, cast, client):
    signed_in(client, cast.north.dcs)
    file = b"".join(client.get(ADDRESS, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    assert [line.split(",")[1] for line in file.splitlines()[1:]] == [
        "",
        "",
        "aldermoor",
        "birchester",
        "calderwick",
        "dunmouth",
    ]
    assert client.get(ADDRESS, {"export": "xlsx"}).status_code == 200
    assert client.get(ADDRESS, {"export": "doc"}).status_code == 400


def test_there_is_no_page_for_an_indicator_that_is_none(cast, client):
    assert signed_in(client, cast.north.dcs).get("/data/indicators/none-such/").status_code == 404


def test_the_catalogue_says_what_is_better_in_words(read, cast):
    text = read(cast.north.dcs, "/data/indicators/")
    assert "2 indicators" in text
    assert "Lower is better" in text
    assert "Neither higher nor lower is better" in text


def test_the_catalogue_is_narrowed_by_theme_refuses_one_that_it_does_not_know_and_is_downloaded(read, cast, client):
    assert "1 indicator" in read(cast.north.dcs, "/data/indicators/", theme="early-help")
    unknown = read(cast.north.dcs, "/data/indicators/", theme="nope")
    assert "There is a problem" in unknown
    assert "Repeat share" not in unknown
    file = b"".join(client.get("/data/indicators/", {"export": "csv", "theme": "early-help"}).streaming_content)
    assert [line.split(",")[:3] for line in file.decode("utf-8-sig").splitlines()] == [
        ["indicator", "indicator_name", "theme"],
        ["repeat-share", "Repeat share", "early-help"],
    ]


def test_a_funnel_is_drawn_where_there_are_counts_enough(cast, client):
    comparing.published(cast)
    for place, one in enumerate(comparing.more_authorities(cast, 8)):
        comparing.value(one, comparing.share(), 20 + place, numerator=200 + 10 * place)
    text = text_of(signed_in(client, cast.north.dcs).get(ADDRESS))
    assert "By size" in text
    assert "lie outside the widened limits" in text or "lies outside the widened limits" in text
