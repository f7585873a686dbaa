"""Importing published values and neighbours: what is kept, what is left out and why, and a second time (DAT-15)."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from datasets.models import AreaValue, Neighbour, NeighbourSet, Population, PublishedImport, PublishedValue
from datasets.publishing import import_neighbours, import_published, work_out_published
from regions.models import Authority, AuthorityCode
from riia.audit.models import Event
from tests.datasets.publishing import BARNSLEY, LEEDS, SHEFFIELD, YORK, line, neighbours, share_of, total, values
from tests.people import signed_in

pytestmark = pytest.mark.django_db
COUNTED = ("added", "changed", "unchanged", "left out")


def told(report) -> list[tuple[str, int, str]]:
    """Each reason with how many rows and which."""
    return [(one["reason"], one["rows"], one["where"]) for one in report.left_out]


def counts(report) -> list[int]:
    return [report.counts[name] for name in COUNTED]


def value_of(slug: str, end: str = "2025-03-31") -> PublishedValue:
    return PublishedValue.objects.get(authority__slug=slug, period_end=end)


def test_dat_15_values_are_kept_as_published_with_their_markers(england, tmp_path):
    path = values(tmp_path, line(LEEDS, "21.123456", 825, 3241), line(YORK, marker="c", below=12))

    report = import_published(path)

    one, other = value_of("leeds"), value_of("york")
    assert counts(report) == [2, 0, 0, 0]
    assert (one.value, one.numerator, one.denominator, one.marker) == (Decimal("21.123456"), 825, 3241, "")
    assert (one.period_label, one.year, one.source, one.came_with.name) == ("2025", 2025, "Test", "values.csv")
    assert (other.value, other.numerator, other.denominator, other.marker) == (None, None, 12, "c")
    assert (other.lower, other.band, other.flags) == (None, "", [])
    assert 23.9 < one.lower < one.upper < 27.0


def test_every_row_that_is_no_good_is_left_out_with_its_number_and_reason(england, tmp_path):
    again = "The same authority, period and indicator stand in a row before, with"
    path = values(
        tmp_path,
        line(LEEDS, 20, 1, 5),
        line("E99999999", 20),
        line(LEEDS, 20, code="nothing"),
        line(YORK, 20, marker="?"),
        line(YORK, "twenty"),
        line(YORK, "1e3"),
        line(YORK, "nan"),
        line(YORK, -2),
        line(YORK, 20, "3.001", 5),
        line(YORK, 20, end="31/03/2025"),
        line(YORK, 20, end="2025-02-30"),
        line(YORK, 20, end="0025-02-20"),
        line(YORK, 20, marker="c"),
        line(YORK),
        line(YORK, 20, level="region"),
        line(f"{LEEDS} / {YORK}", 20, level="la_joint"),
        line(YORK, 20, period="x" * 41),
        line(LEEDS, 20, 1, 5),
        line(LEEDS, 21, 1, 5),
        "E06000014",
    )

    report = import_published(path)

    assert counts(report) == [1, 0, 0, 19]
    assert sorted(told(report)) == sorted(
        [
            ("The end of the period is no date", 3, "11 to 13"),
            ("The value is no number", 3, "6 to 8"),
            ("It has both a number and a marker", 1, "14"),
            ("It has neither a number nor a marker", 1, "15"),
            ("It is a joint return of two authorities, whose counts belong to neither alone", 1, "17"),
            ("It is not about an authority", 1, "16"),
            ("The authority's code is not known", 1, "3"),
            ("The indicator is not in the catalogue", 2, "4, 21"),
            ("The marker is not known", 1, "5"),
            ("The numerator has more than 2 decimals", 1, "10"),
            ("The period is longer than 40 characters", 1, "18"),
            ("The value is negative", 1, "9"),
            (f"{again} another value", 1, "20"),
            (f"{again} the same value", 1, "19"),
        ]
    )
    assert PublishedImport.objects.get().left_out == report.left_out
    unknown = next(one for one in report.left_out if "code" in one["reason"])
    assert unknown["examples"] == ["row 3: E99999999, repeat-share, 2025-03-31"]


def test_what_stands_beside_a_marker_and_is_no_count_leaves_the_marker(england, tmp_path):
    report = import_published(values(tmp_path, line(LEEDS, marker="x", above=-300, below="nan")))

    one = value_of("leeds")
    assert (one.marker, one.value, one.numerator, one.denominator) == ("x", None, None, None)
    assert counts(report) == [1, 0, 0, 0]
    assert [(rows, where) for _, rows, where in told(report)] == [(1, "2")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"la_gss,value\n", "values.csv has no column geo_level, period, period_end"),
        (b"\xff\xfe\x00", "values.csv is no CSV file in UTF-8"),
        (None, "values.csv can't be opened"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(db, tmp_path, content, said):
    path = tmp_path / "values.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("import_published", path)
    assert PublishedImport.objects.count() == PublishedValue.objects.count() == 0


def test_dir_3_a_code_finds_its_authority_whatever_code_it_has_now(england, tmp_path):
    codes = {
        "E08000016": "barnsley",  # until 2025
        BARNSLEY: "barnsley",
        SHEFFIELD: "sheffield",
        "E10000009": "dorset-county",
        "E06000059": "dorset",
    }
    ends = {"E08000016": "2024-03-31", "E10000009": "2018-03-31"}
    import_published(values(tmp_path, *(line(code, 20, end=ends.get(code, "2025-03-31")) for code in codes)))
    found = PublishedValue.objects.order_by("pk").values_list("authority__slug", flat=True)
    assert list(found) == list(codes.values())


def test_dir_3_what_came_to_a_new_council_whole_is_its_predecessors_before(england, tmp_path):
    path = values(tmp_path, line("E06000060", 20, end="2020-03-31"), line("E06000060", 21, end="2021-03-31"))
    import_published(path)
    found = PublishedValue.objects.order_by("period_end").values_list("authority__slug", "is_first_year")
    assert list(found) == [("buckinghamshire-county", False), ("buckinghamshire", False)]


def test_dat_10_only_authorities_of_the_day_that_know_their_past_are_banded(england, tmp_path):
    others = ["E08000032", "E08000033", "E08000034", "E08000035", "E08000036", "E06000010", "E06000011", "E06000014"]
    rows = [share_of(gss, 10 + place, 100, end="2024-03-31") for place, gss in enumerate(others)]
    # Cumberland began on 1 April 2023; Cumbria had ended the day before.
    rows += [line(gss, 1, 1, 100, end="2024-03-31") for gss in ("E06000063", "E10000006")]
    import_published(values(tmp_path, *rows))

    banded = PublishedValue.objects.exclude(band="").order_by("rank")
    assert [(one.rank, one.ranked, one.band) for one in banded] == [
        (place, 8, band) for place, band in zip(range(1, 9), "AABBCCDD", strict=True)
    ]
    assert banded.last().flags == ["lowest-quarter"]
    new, ended = value_of("cumberland", "2024-03-31"), value_of("cumbria", "2024-03-31")
    assert (new.is_first_year, new.band, new.rank, new.z) == (True, "", None, None)
    assert (ended.is_first_year, ended.band, ended.rank) == (False, "", None)


def test_a_second_time_nothing_changes_and_it_is_said(england, tmp_path):
    path = values(tmp_path, share_of(LEEDS, 20, 100), line(YORK, marker="c"), line("E99999999", 1))
    import_published(path)
    before = list(PublishedValue.objects.values()), list(AreaValue.objects.values()), Event.objects.count()
    out = StringIO()

    call_command("import_published", path, stdout=out)

    assert out.getvalue().splitlines() == [
        "Nothing to change: 0 added, 0 changed, 2 unchanged, 1 left out.",
        "The authority's code is not known: 1 row (4).",
        "  row 4: E99999999, repeat-share, 2025-03-31",
    ]
    after = list(PublishedValue.objects.values()), list(AreaValue.objects.values()), Event.objects.count()
    assert (after, PublishedImport.objects.count()) == (before, 1)


def test_changed_values_stand_in_the_trail_before_and_after_as_one_event(england, tmp_path):
    import_published(values(tmp_path, share_of(LEEDS, 20, 100), share_of(YORK, 30, 100)))

    report = import_published(values(tmp_path, share_of(LEEDS, 21, 100), name="revised.csv"))

    assert counts(report) == [0, 1, 0, 0]
    assert (value_of("leeds").value, value_of("leeds").came_with.name) == (21, "revised.csv")
    assert (value_of("york").value, value_of("york").came_with.name) == (30, "values.csv")
    event = Event.objects.filter(verb="import_values").latest("pk")
    about = "repeat-share, leeds, 2025-03-31"
    assert event.before == {about: {"value": "20.000000", "numerator": "20.00"}}
    assert event.after[about] == {"value": "21.0", "numerator": "21"}
    assert (event.after["changed"], event.actor_name) == (1, "The portal")


def test_dat_21_populations_keep_source_and_vintage_and_are_never_rebased(england, tmp_path):
    total("pop_0_17")
    first = [line(gss, number, code="pop_0_17", end="2024-06-30") for gss, number in ((LEEDS, 170000), (YORK, 36000))]
    assert import_published(values(tmp_path, *first)).populations == 2

    rebased = [line(LEEDS, 171000, code="pop_0_17", end="2024-06-30"), first[1]]
    report = import_published(values(tmp_path, *rebased))

    assert (report.populations, counts(report)) == (1, [0, 1, 1, 0])
    source = "children aged 0 to 17 as published (Test)"
    assert list(
        Population.objects.order_by("pk").values_list("authority__slug", "year", "value", "source", "vintage")
    ) == [
        ("leeds", 2024, 170000, source, "estimates to mid-2024"),
        ("york", 2024, 36000, source, "estimates to mid-2024"),
        ("leeds", 2024, 171000, source, "estimates to mid-2024, edition 2"),
    ]


def test_when_the_directory_changes_everything_is_worked_out_again(england, tmp_path):
    import_published(values(tmp_path, *(share_of(gss, 20, 100) for gss in (LEEDS, YORK, BARNSLEY, SHEFFIELD))))
    Authority.objects.filter(slug="leeds").update(active_from=date(2026, 1, 1))
    assert work_out_published() == 1
    assert {one.came_with.name for one in PublishedValue.objects.all()} == {"values.csv"}


# --- Neighbours -------------------------------------------------------------------------------------------------------


def near(slug: str) -> list[tuple[int, str]]:
    return list(Neighbour.objects.filter(authority__slug=slug).order_by("rank").values_list("rank", "neighbour__slug"))


def test_dat_7_neighbours_come_in_dated_sets_and_bad_rows_are_left_out(england, tmp_path):
    path = neighbours(
        tmp_path,
        f"{LEEDS},1,{SHEFFIELD},close,2025-05",
        f"{LEEDS},2,{YORK},close,2025-05",
        f"{LEEDS},2,{BARNSLEY},close,2025-05",
        f"{LEEDS},3,{SHEFFIELD},close,2025-05",
        f"{LEEDS},x,{BARNSLEY},close,2025-05",
        f"{LEEDS},4,{LEEDS},close,2025-05",
        f"{LEEDS},5,E99999999,close,2025-05",
        f"{LEEDS},6,{BARNSLEY},close,May",
    )

    report = import_neighbours(path)

    assert counts(report) == [2, 0, 0, 6]
    assert sorted(told(report)) == [
        ("An authority is not its own neighbour", 1, "7"),
        ("The authority has a neighbour of this rank in a row before", 1, "4"),
        ("The authority's code is not known", 1, "8"),
        ("The model is no month, such as 2025-05", 1, "9"),
        ("The neighbour stands in a row before", 1, "5"),
        ("The rank is no number from 1", 1, "6"),
    ]
    only = NeighbourSet.objects.get()
    assert (only.slug, only.name, only.dated) == ("2025-05", "Statistical neighbours of May 2025", date(2025, 5, 1))
    assert near("leeds") == [(1, "sheffield"), (2, "york")]


def test_dat_7_a_corrected_list_changes_places_and_the_trail_has_both(england, tmp_path):
    def listed(*codes: str):
        return neighbours(tmp_path, *(f"{LEEDS},{rank},{code},,2025-05" for rank, code in enumerate(codes, 1)))

    import_neighbours(listed(SHEFFIELD, YORK, BARNSLEY))
    report = import_neighbours(listed(YORK, SHEFFIELD, "E08000032"))

    assert counts(report) == [0, 3, 0, 0]
    assert near("leeds") == [(1, "york"), (2, "sheffield"), (3, "bradford")]
    event = Event.objects.filter(verb="import_neighbours").latest("pk")
    assert event.before.keys() == {"2025-05, leeds"}
    assert event.before["2025-05, leeds"] != event.after["2025-05, leeds"]
    out = StringIO()
    call_command("import_neighbours", tmp_path / "neighbours.csv", stdout=out)
    assert out.getvalue() == "Nothing to change: 0 added, 0 changed, 3 unchanged, 0 left out.\n"
    with pytest.raises(CommandError, match="can't be opened"):
        call_command("import_neighbours", tmp_path / "nothing.csv")


# --- The page ---------------------------------------------------------------------------------------------------------


def test_members_read_which_files_there_are_and_what_was_left_out(cast, client, tmp_path):
    reader = signed_in(client, cast.north.dcs)
    assert "No published values have been imported yet" in reader.get("/data/published/").content.decode()
    for gss, authority in ((LEEDS, cast.north.first), (YORK, cast.north.second)):
        AuthorityCode.objects.create(authority=authority, scheme="gss", code=gss)
    import_published(values(tmp_path, line(LEEDS, 20, 1, 5), line("E99999999", 1)))
    import_neighbours(neighbours(tmp_path, f"{LEEDS},1,{YORK},,2025-05"))

    page = reader.get("/data/published/").content.decode()
    assert "The portal holds 1 annual value of 1 indicator, for periods that ended from 2025 to 2025" in page
    assert "Statistical neighbours of May 2025: of 1 authority; averages use this set" in page
    one = PublishedImport.objects.get(kind="values")
    detail = reader.get(f"/data/published/{one.pk}/").content.decode()
    assert "1 added, 0 changed, 0 unchanged, 1 left out" in detail
    assert "The authority&#x27;s code is not known: 1 row" in detail
    assert "row 3: E99999999, repeat-share, 2025-03-31" in detail
    assert reader.get("/data/published/999/").status_code == 404
