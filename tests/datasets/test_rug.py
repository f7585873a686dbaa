"""The tartan rug: what its cells say, to whom, and what it answers to words that it doesn't know."""

import csv
import io
import re
from html import unescape

import pytest
from openpyxl import load_workbook

from datasets.models import InYearValue
from datasets.periods import period_of
from regions.models import Region
from tests.datasets import comparing, factories
from tests.people import signed_in


@pytest.fixture
def rug(cast, client):
    """The rug as somebody gets it: a function of who and of the query string."""
    comparing.published(cast)

    def read(who, **asked) -> str:
        response = signed_in(client, who).get("/data/rug/", asked)
        assert response.status_code == 200
        return response.content.decode()

    return read


def cells(page: str) -> dict[str, list[str]]:
    """The words of each row by its indicator: the areas, then the authorities."""
    found = {}
    for row in re.findall(r"<tr>(<th scope=\"row\">.*?)</tr>", page):
        name = re.search(r"<th scope=\"row\"><a[^>]*>([^<]*)", row).group(1)
        found[name] = [_words(cell) for cell in re.findall(r"<td.*?</td>", row)]
    return found


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def heads(page: str) -> list[str]:
    return [_words(one) for one in re.findall(r"<th scope=\"col\".*?</th>", page)]


def test_alone_it_shows_the_readers_region_the_latest_year_and_one_theme(rug, cast):
    page = rug(cast.north.dcs)
    assert heads(page) == ["Indicator", "North", "England", "Aldermoor (yours)", "Birchester", "Calderwick"]
    assert cells(page) == {
        "Repeat share": ["21.7 2 of 3", "22.6 4 of 6", "25.3 D increasing", "hidden", "20.0 first year"]
    }
    assert "North: 1 indicator in 3 authorities, 2025" in page
    assert '<abbr title="hidden (small number)">' in page


def test_without_figures_the_heading_counts_none(rug, cast):
    page = rug(cast.north.dcs, region="north", period="2025", theme="workforce")
    assert ("North, 2025" in page, "0 indicators" in page) == (True, False)


def test_every_theme_of_all_england_with_why_a_cell_is_empty(rug, cast):
    page = rug(cast.south.dcs, region="england", period="2025", theme="all")
    names = ["Aldermoor", "Birchester", "Calderwick", "Dunmouth (yours)", "Eastcombe", "Farleigh"]
    assert heads(page) == ["Indicator", "England", *names]
    assert cells(page) == {
        "Repeat share": [
            "22.6 4 of 6",
            "25.3 D increasing",
            "hidden",
            "20.0 first year",
            "10.0 A",
            "not available",
            "not available",
        ],
        "Care rate": ["not available", "70 high", "70", "not available", "70 low", "not available", "not available"],
    }


def test_colour_is_for_the_best_and_the_lowest_and_blue_is_for_neither(rug, cast):
    page = rug(cast.north.dcs, region="england", theme="all")
    shades = {shade.split()[0] for shade in re.findall(r'<td class="([^"]*)"><a', page)}
    assert shades == {"best", "lowest", "none", "low", "mid", "high"}
    first_year = re.search(r'<td class="([^"]*)"><a[^>]*>20.0', page).group(1)
    assert first_year == "none"


def test_a_neutral_indicator_is_never_judged(rug, cast):
    page = rug(cast.north.dcs, theme="looked-after")
    assert not re.search(r'<td class="(best|lowest)', page)
    assert "never judged" in page


def test_each_cell_leads_to_the_chart_behind_it(rug, cast):
    page = rug(cast.north.dcs)
    address = "/data/indicators/repeat-share/?authority=aldermoor&amp;period=2025"
    assert f'href="{address}">25.3' in page


@pytest.mark.parametrize("asked", [{"region": "nowhere"}, {"period": "2025-26-q9"}, {"period": "1066"}, {"theme": "x"}])
def test_an_unknown_word_is_an_error_and_no_figures(rug, cast, asked):
    page = rug(cast.north.dcs, **asked)
    (name,) = asked
    assert f"“{asked[name]}” is not one of the choices for “{name.capitalize()}”" in page
    assert "<table" not in page


def test_a_refused_download_is_an_error_for_scripts_too(rug, cast, client):
    signed_in(client, cast.north.dcs)
    for query in ({"region": "nowhere", "export": "csv"}, {"export": "pdf"}):
        assert client.get("/data/rug/", query).status_code == 400


def test_the_download_has_codes_markers_method_and_who_is_pooled(rug, cast, client):
    signed_in(client, cast.north.dcs)
    response = client.get("/data/rug/", {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    named = ("level", "authority", "region", "indicator", "value", "why_no_value", "interval_method", "band", "used")
    assert [tuple(row[name] for name in named) for row in csv.DictReader(io.StringIO(text))] == [
        ("region", "", "north", "repeat-share", "21.7", "", "", "", "2"),
        ("england", "", "", "repeat-share", "22.6", "", "", "", "4"),
        ("authority", "aldermoor", "north", "repeat-share", "25.25", "", "Wilson", "D", ""),
        ("authority", "birchester", "north", "repeat-share", "", "hidden (small number)", "Wilson", "", ""),
        ("authority", "calderwick", "north", "repeat-share", "20", "", "Wilson", "", ""),
    ]


def test_a_workbook_says_how_its_figures_were_worked_out_and_regions_have_their_codes(cast, client):
    comparing.value(cast.south.first, comparing.share(), 10)
    comparing.area(comparing.share(), 21.7, cast.south.region)
    comparing.area(comparing.share(), 22.6)
    Region.objects.filter(slug="south").update(slug="london")
    signed_in(client, cast.north.dcs)
    for address in ("/data/rug/", "/data/indicators/repeat-share/"):
        asked = {"region": "london", "period": "2025", "export": "xlsx"}
        book = load_workbook(io.BytesIO(client.get(address, asked).content))
        header, *rows = book["Data"].iter_rows(values_only=True)
        found = {row[header.index("level")]: row[header.index("gss_code")] for row in rows}
        assert (found["region"], found["england"]) == ("E12000007", "E92000001")
        about = dict(book["About"].iter_rows(values_only=True))
        assert about["Method"].startswith("Annual figures keep the rule of their publisher.")
        assert {"Version", "Sources"} < set(about)


def test_a_grade_holds_until_the_next_and_is_not_pooled(cast, client):
    comparing.value(cast.north.first, comparing.grade(), 2, 2023, numerator=None, denominator=None)
    comparing.value(cast.north.second, comparing.grade(), 3, 2024, numerator=None, denominator=None)
    comparing.value(cast.north.second, comparing.grade(), 1, 2025, numerator=None, denominator=None)
    signed_in(client, cast.north.dcs)
    of_2024 = client.get("/data/rug/", {"period": "2024", "theme": "quality"}).content.decode()
    assert cells(of_2024) == {"Grade": ["not pooled", "not pooled", "2", "3", "not available"]}


def test_an_authority_that_ended_in_the_year_says_so(rug, cast):
    third = cast.north.third
    third.active_to = "2025-02-01"
    third.save()
    page = rug(cast.north.dcs, theme="looked-after")
    assert cells(page)["Care rate"][-1] == "not an authority then"


# --- In-year figures --------------------------------------------------------------------------------------------------


@pytest.fixture
def quarter(cast) -> str:
    """A published quarter of North in which its first authority has figures."""
    returned = factories.published_return(cast)
    period = returned.collection_period
    if not InYearValue.objects.filter(collection_period=period).exists():
        definition = period.version.definitions.get(indicator__code="repeat-referrals-share")
        InYearValue.objects.create(
            authority=returned.authority,
            indicator=definition.indicator,
            value="22.5",
            numerator=90,
            denominator=400,
            collection_period=period,
            edition=returned.published,
            hidden_outside=False,
        )
    return period.slug


def test_in_year_figures_are_seen_by_who_may_and_their_absence_is_explained(cast, client, quarter):
    asked = {"region": "north", "period": quarter}
    seen = {}
    for who in ("north.dcs", "north.regional_team", "north.board_chair"):
        page = signed_in(client, cast[who]).get("/data/rug/", asked).content.decode()
        seen[who] = cells(page)["Repeat referrals share"][-3:]
    assert all(one == ["22.5", "not submitted", "not submitted"] for one in seen.values())


def test_another_region_begins_with_the_latest_year_and_not_with_a_quarter_of_the_own(rug, cast, quarter):
    assert "2025" not in rug(cast.north.dcs).split("<h1")[1].split("</h1>")[0]
    assert "England: 1 indicator in 6 authorities, 2025" in rug(cast.north.dcs, region="england")
    assert "South: 1 indicator in 3 authorities, 2025" in rug(cast.north.dcs, region="south")


@pytest.mark.parametrize("who", ["south.dcs", "north.unsigned_dcs", "north.dfe_adviser", "administrator"])
def test_nobody_else_sees_that_there_are_any(cast, client, quarter, who):
    page = signed_in(client, cast[who]).get("/data/rug/", {"region": "north", "period": quarter}).content.decode()
    assert "22.5" not in page
    file = client.get("/data/rug/", {"region": "north", "period": quarter, "export": "csv"})
    assert b"22.5" not in (b"".join(file.streaming_content) if file.streaming else file.content)


def test_a_hidden_small_number_is_in_no_page_and_no_file(cast, client, quarter):
    InYearValue.objects.update(hidden_inside=True, hidden_outside=True)
    signed_in(client, cast.north.board_chair)
    for address in ("/data/rug/", "/data/indicators/repeat-referrals-share/", "/data/authorities/aldermoor/"):
        for export in ("", "csv"):
            asked = {"period": quarter, "region": "north"} | ({"export": export} if export else {})
            response = client.get(address, asked)
            read = b"".join(response.streaming_content) if response.streaming else response.content
            assert b"22.5" not in read, (address, export)
            assert response.status_code == 200, (address, export)
    assert "hidden" in cells(client.get("/data/rug/", {"period": quarter}).content.decode())["Repeat referrals share"]


def test_where_a_quarter_is_not_shared_it_says_so_and_leads_to_what_can_be_seen(rug, cast, client, quarter):
    read = signed_in(client, cast.north.dcs)
    asked = {"region": "england", "period": quarter, "theme": "early-help"}
    page = read.get("/data/rug/", {"region": "south"} | {"period": quarter, "theme": "early-help"}).content.decode()
    assert "none of South are shared with you in this one. You can see:" in page
    links = dict(re.findall(r'<li><a class="govuk-link" href="(\?[^"]*)">([^<]*)</a></li>', page))
    assert set(links.values()) == {"South in 2025, the latest year", f"North, {period_of(quarter).label}"}
    assert all("theme=early-help" in address for address in links)
    shown = {read.get(f"/data/rug/{unescape(address)}").content.decode().count("<table") for address in links}
    assert shown == {1}
    assert "none of England" not in read.get("/data/rug/", asked | {"period": "2025"}).content.decode()
    page = read.get("/data/rug/", {"region": "south", "period": "2025", "theme": "workforce"}).content.decode()
    assert "There are no figures of South for this theme in this period. You can see:" in page
