"""The files of regions/reference, read without a database."""

import csv
import os
import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from regions import hexmap

FOLDER = Path(hexmap.__file__).parent / "reference"
PER_REGION = {
    "north-east": 12,
    "north-west": 24,
    "yorkshire-and-the-humber": 15,
    "east-midlands": 10,
    "west-midlands": 14,
    "east-of-england": 11,
    "london": 33,
    "south-east": 19,
    "south-west": 15,
}
TODAY = date(2026, 11, 22)
NAMES = (
    *("sources", "regions", "authorities", "authority_codes", "successions", "trusts", "trust_services"),
    *("people", "appointments", "seats", "corrections", "director_changes", "hexmap"),
)


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(name: str, key: str) -> list[str]:
    return [row[key] for row in rows(name)]


def covers(row: dict[str, str], on: date, start: str = "active_from", end: str = "active_to") -> bool:
    return (not row[start] or date.fromisoformat(row[start]) <= on) and (
        not row[end] or on < date.fromisoformat(row[end])
    )


def as_at(on: date) -> Counter:
    return Counter(row["region"] for row in rows("authorities") if covers(row, on))


def test_there_are_153_authorities_today_in_nine_regions():
    assert as_at(TODAY) == PER_REGION
    assert len(rows("authorities")) == 163
    assert set(column("regions", "slug")) == set(PER_REGION)


def test_earlier_and_later_dates_have_their_own_counts():
    assert as_at(date(2017, 11, 1)) == PER_REGION | {"east-midlands": 9, "north-west": 23, "south-west": 16}
    assert as_at(date(2027, 3, 31)) == PER_REGION
    assert as_at(date(2027, 4, 1)) == PER_REGION | {"south-east": 20}


def test_a_count_that_the_source_states_is_the_count_of_the_lists():
    stated = {row["slug"]: int(row["stated_authorities"]) for row in rows("regions") if row["stated_authorities"]}
    assert stated == {slug: PER_REGION[slug] for slug in stated}
    assert len(stated) == 4


def test_children_add_up_to_the_figure_for_england():
    today = [row for row in rows("authorities") if covers(row, TODAY)]
    assert sum(int(row["population_0_17"]) for row in today) == 12_183_016
    assert {row["population_year"] for row in today} == {"2024"}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("sources", ["key"]),
        ("regions", ["slug"]),
        ("authorities", ["slug"]),
        ("authorities", ["official_name"]),
        ("authority_codes", ["authority", "scheme", "code"]),
        ("successions", ["predecessor", "successor"]),
        ("trusts", ["slug"]),
        ("trust_services", ["trust", "authority", "from"]),
        ("people", ["key"]),
        ("people", ["name"]),
        ("seats", ["place_kind", "place", "role", "number"]),
        ("director_changes", ["reported_in", "authority", "person", "stated"]),
        ("corrections", ["id"]),
        ("hexmap", ["authority"]),
        ("hexmap", ["q", "r"]),
    ],
)
def test_keys_are_unique(name, key):
    found = Counter(tuple(row[part] for part in key) for row in rows(name))
    assert [its for its, times in found.items() if times > 1] == []


def test_a_code_means_one_authority_on_any_day():
    by_code: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows("authority_codes"):
        by_code.setdefault((row["scheme"], row["code"]), []).append(row)
    shared = {key: its for key, its in by_code.items() if len(its) > 1}
    assert set(shared) == {("dfe", "825")}
    assert [
        row["authority"] for row in shared["dfe", "825"] if covers(row, date(2020, 4, 1), "valid_from", "valid_to")
    ] == ["buckinghamshire"]
    assert all(re.fullmatch(r"E\d{8}" if scheme == "gss" else r"\d{3}", code) for scheme, code in by_code)


def test_an_authority_has_one_gss_code_and_one_dfe_number_on_every_day_of_its_life():
    # Not before 2009-04-01: until then the Isles of Scilly shared the code of Cornwall.
    codes = rows("authority_codes")
    days = {date.fromisoformat(row["valid_from"]) for row in codes if row["valid_from"]} | {TODAY}
    for day in days:
        for row in rows("authorities"):
            if covers(row, day):
                now = [c for c in codes if c["authority"] == row["slug"] and covers(c, day, "valid_from", "valid_to")]
                assert sorted(code["scheme"] for code in now) == ["dfe", "gss"], (row["slug"], day)


def test_every_reference_resolves():
    sources, authorities = set(column("sources", "key")), set(column("authorities", "slug"))
    trusts, people = set(column("trusts", "slug")), set(column("people", "key"))
    places = {"region": set(PER_REGION), "authority": authorities, "trust": trusts}
    for name in NAMES:
        for row in rows(name):
            for key, known in (
                ("source", sources),
                ("vacancy_source", sources | {""}),
                ("authority", authorities),
                ("predecessor", authorities),
                ("successor", authorities),
                ("region", set(PER_REGION)),
                ("trust", trusts),
                # An update may report a change and name nobody.
                ("person", people | {""} if name == "director_changes" else people),
                ("reported_in", sources),
            ):
                assert key not in row or row[key] in known, (name, key, row)
    for row in rows("appointments"):
        assert row["seat_place"] in places[row["seat_place_kind"]]
        assert row["organisation_slug"] in places[row["organisation_kind"]]
    assert all(row["place"] in places[row["place_kind"]] for row in rows("seats"))
    assert all(row["place"] in set(PER_REGION) | authorities | trusts for row in rows("corrections"))
    assert people == set(column("appointments", "person"))


def test_organisations_have_their_official_names():
    official = {row["slug"]: row["official_name"] for row in rows("authorities")}
    official |= {row["slug"]: row["name"] for row in rows("trusts")}
    assert all(row["organisation"] == official[row["organisation_slug"]] for row in rows("appointments"))


def test_the_day_of_a_succession_is_the_first_after_the_predecessor_and_one_of_the_successor():
    lives = {row["slug"]: row for row in rows("authorities")}
    for row in rows("successions"):
        assert lives[row["predecessor"]]["active_to"] == row["on"]
        assert lives[row["successor"]]["active_from"] == row["on"]
    assert set(column("successions", "predecessor")) == {slug for slug, row in lives.items() if row["active_to"]}


def test_periods_are_in_order_and_inside_the_life_of_the_authority():
    lives = {row["slug"]: row for row in rows("authorities")}
    for name, start, end in (
        ("authorities", "active_from", "active_to"),
        ("authority_codes", "valid_from", "valid_to"),
        ("trust_services", "from", "to"),
        ("appointments", "starts", "ends"),
    ):
        for row in rows(name):
            assert not row[start] or not row[end] or date.fromisoformat(row[start]) < date.fromisoformat(row[end]), row
    for row in rows("trust_services"):
        life = lives[row["authority"]]
        assert covers(life, date.fromisoformat(row["from"]))
        assert not life["active_to"] or life["active_to"] == "2027-04-01" or row["to"] <= life["active_to"]


def test_one_seat_has_one_holder_at_a_time():
    seats: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for row in rows("appointments"):
        seat = tuple(row[key] for key in ("seat_place_kind", "seat_place", "role", "number"))
        seats.setdefault(seat, []).append((row["starts"], row["ends"] or "9999-12-31"))
    for seat, periods in seats.items():
        periods.sort()
        assert all(first[1] <= second[0] for first, second in pairwise(periods)), seat


def test_leaders_of_a_region_come_from_one_of_its_authorities_or_a_trust_that_serves_one():
    """DIR-7."""
    region = {row["slug"]: row["region"] for row in rows("authorities")}
    serving: dict[str, set[str]] = {}
    for row in rows("trust_services"):
        serving.setdefault(row["trust"], set()).add(region[row["authority"]])
    leaders = [row for row in rows("appointments") if row["role"] in ("chair", "co-chair", "vice-chair")]
    for row in leaders:
        slug = row["organisation_slug"]
        assert row["seat_place"] in (serving[slug] if row["organisation_kind"] == "trust" else {region[slug]})
    assert Counter(row["role"] for row in leaders) == {"chair": 8, "co-chair": 2, "vice-chair": 2}


def test_the_trusts_that_serve_today():
    now = [row for row in rows("trust_services") if covers(row, TODAY, "from", "to")]
    assert (len(now), len({row["trust"] for row in now})) == (10, 7)


def test_a_month_or_year_known_covers_the_whole_of_it():
    """DIR-5: a start known to the month is the first of the month, and an end the first of the next."""
    for name, pairs in (
        ("trust_services", (("from", "from_precision"), ("to", "to_precision"))),
        ("appointments", (("starts", "starts_precision"), ("ends", "ends_precision"))),
    ):
        for row in rows(name):
            for key, precision in pairs:
                assert bool(row[precision]) == bool(row[key])
                assert row[precision] != "month" or row[key].endswith("-01")


def test_the_seat_stated_as_vacant_has_no_holder():
    vacant = [row for row in rows("seats") if row["vacancy_source"]]
    assert [(row["place"], row["role"], row["number"]) for row in vacant] == [
        ("south-east", "council-of-reference", "3")
    ]
    held = {(row["seat_place"], row["role"], row["number"]) for row in rows("appointments")}
    assert ("south-east", "council-of-reference", "3") not in held
    assert not any("vacan" in name.lower() for name in column("people", "name"))


def test_nobody_is_known_by_a_first_name_alone():
    assert [name for name in column("people", "name") if " " not in name] == []


def test_the_only_addresses_are_role_mailboxes():
    """DIR-9. The second form is the mailbox as the newsletter cut it short."""
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.iterdir())
    assert set(re.findall(r"[^\s,;\"]*@[^\s,;\"]*", text)) == {
        "info@wmchildrensservices.org.uk",
        "Info@wmchildrensservices",
    }


def test_files_are_plain():
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(NAMES)
    for path in FOLDER.iterdir():
        text = path.read_bytes().decode("utf-8")
        assert not set("\r\u2018\u2019\u00a0\ufeff") & set(text), path.name
        assert text.endswith("\n")


def cells() -> dict[str, hexmap.Cell]:
    return {row["authority"]: (int(row["q"]), int(row["r"])) for row in rows("hexmap")}


def current() -> list[dict[str, str]]:
    return [row for row in rows("authorities") if covers(row, TODAY)]


def test_the_map_has_one_cell_for_each_current_authority_and_whole_regions():
    found = cells()
    assert set(found) == {row["slug"] for row in current()}
    assert hexmap.pieces(found.values()) == 1
    for region in PER_REGION:
        assert hexmap.pieces(found[row["slug"]] for row in current() if row["region"] == region) == 1, region


def test_the_map_is_compact_and_has_no_holes():
    taken = set(cells().values())
    columns, lines = {q for q, _ in taken}, {r for _, r in taken}
    assert (min(columns), min(lines)) == (0, 0)
    assert (max(columns) < 22, max(lines) < 24) == (True, True)
    empty = {beside for cell in taken for beside in hexmap.around(cell)} - taken
    assert [cell for cell in empty if sum(beside in taken for beside in hexmap.around(cell)) > 4] == []


def test_the_map_looks_like_england():
    middle = {slug: hexmap.centre(cell) for slug, cell in cells().items()}
    assert middle["northumberland"][1] == min(south for _, south in middle.values())
    assert middle["isles-of-scilly"][0] == min(east for east, _ in middle.values())
    assert middle["cornwall"][0] < middle["devon"][0] < middle["wiltshire"][0] < middle["kent"][0]
    assert middle["cumberland"][0] < middle["north-yorkshire"][0]
    assert middle["norfolk"][1] < middle["suffolk"][1] < middle["essex"][1] < middle["kent"][1]
    assert (
        middle["north-yorkshire"][1]
        < middle["birmingham"][1]
        < middle["city-of-london"][1]
        < middle["brighton-and-hove"][1]
    )


def test_the_map_is_what_the_positions_give():
    positions = {row["slug"]: (float(row["latitude"]), float(row["longitude"])) for row in current()}
    regions = {row["slug"]: row["region"] for row in current()}
    assert hexmap.layout(positions, regions) == cells()


def test_a_map_of_nothing_and_of_one():
    assert hexmap.layout({}, {}) == {}
    assert hexmap.layout({"a": (52.0, -1.0)}, {"a": "r"}) == {"a": (0, 0)}


def test_cells_around_a_cell_are_one_cell_away():
    for cell in ((3, 2), (3, 3), (0, -1)):
        x, y = hexmap.centre(cell)
        beside = [hexmap.centre(other) for other in hexmap.around(cell)]
        assert len(set(beside)) == 6
        assert all(abs((ox - x) ** 2 + (oy - y) ** 2 - 1) < 1e-9 for ox, oy in beside)
    assert hexmap.pieces([(0, 0), (1, 0), (5, 5)]) == 2
    assert hexmap.pieces([]) == 0


def test_codes_and_regions_agree_with_the_lists_they_come_from():
    folder = os.environ.get("REFERENCE_DIR")
    if not folder:
        pytest.skip("REFERENCE_DIR does not name a folder with authorities.csv to compare with")
    with (Path(folder) / "authorities.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    slug_of = {row["name"]: row["slug"] for row in rows("regions")}
    regions = {row["slug"]: row["region"] for row in rows("authorities")}
    main = [row for row in listed if not row["same_authority_as"]]
    assert regions == {row["slug"]: slug_of[row["riia_region"]] for row in main}
    theirs = {
        (row["same_authority_as"] or row["slug"], scheme, row[key])
        for row in listed
        for scheme, key in (("gss", "gss_code"), ("dfe", "dfe_code"))
        if row[key]
    }
    assert {(row["authority"], row["scheme"], row["code"]) for row in rows("authority_codes")} == theirs
