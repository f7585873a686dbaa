"""Pooled values of areas and averages of neighbours, from published values (DAT-4, DAT-7)."""

import csv
from collections import defaultdict
from datetime import date

import pytest
from django.db import transaction

from datasets.benchmarking import neighbour_average, pooled
from datasets.loading.reference import load_definitions
from datasets.models import AreaValue, NeighbourSet, PublishedValue
from datasets.publishing import import_neighbours, import_published
from tests.datasets import comparing
from tests.datasets.publishing import BARNSLEY, LEEDS, SHEFFIELD, YORK, line, neighbours, share_of, total, values

pytestmark = pytest.mark.django_db
YORKSHIRE = "yorkshire-and-the-humber"
OTHERS = "E06000010 E06000011 E06000012 E06000013 E06000065 E08000017 E08000018 E08000032 E08000033 E08000034 E08000036"
ALL_FIFTEEN = [LEEDS, SHEFFIELD, BARNSLEY, YORK, *OTHERS.split()]
DAY = "2025-03-31"


def test_dat_4_a_region_is_pooled_from_counts_not_averaged(england, tmp_path):
    # Leeds is ten times as large: the mean of the fifteen shares would be 10.7.
    rows = [share_of(gss, 10, 100) for gss in ALL_FIFTEEN[1:]]
    import_published(values(tmp_path, share_of(LEEDS, 200, 1000), *rows))

    found = pooled("repeat-share", YORKSHIRE, DAY)

    assert (found.value, found.used, found.expected, found.left_out) == (100 * 340 / 2400, 15, 15, [])
    assert (found.cover, found.why_not, found.numerator, found.denominator) == (100, "", 340, 2400)
    stored = AreaValue.objects.get(region__slug=YORKSHIRE)
    assert (float(stored.value), stored.used, stored.expected, stored.left_out) == (14.1667, 15, 15, [])
    assert pooled("repeat-share", YORKSHIRE, date(2025, 3, 31)) == found


def test_dat_4_below_95_per_cent_of_the_children_there_is_no_value(england, tmp_path):
    rows = [share_of(gss, 10, 100) for gss in ALL_FIFTEEN if gss != LEEDS]
    import_published(values(tmp_path, line(LEEDS, marker="c", above=10, below=100), *rows))

    found = pooled("repeat-share", YORKSHIRE, DAY)

    assert (found.value, found.used, found.expected, found.left_out) == (None, 14, 15, ["leeds"])
    assert found.why_not == "14 of 15 authorities have counts, with 85% of the children of the area; 95% are needed."
    stored = AreaValue.objects.get(region__slug=YORKSHIRE)
    assert (stored.value, stored.left_out, stored.why_not) == (None, ["leeds"], found.why_not)


def test_dat_4_a_small_authority_without_a_figure_is_left_out_and_said_so(england, tmp_path):
    rows = [share_of(gss, 10, 100) for gss in ALL_FIFTEEN if gss != YORK]
    import_published(values(tmp_path, *rows))
    found = pooled("repeat-share", YORKSHIRE, DAY)
    assert (found.value, found.used, found.left_out) == (10, 14, ["york"])
    assert 95 < found.cover < 100


def test_dat_4_without_counts_nothing_is_averaged(england, tmp_path):
    import_published(values(tmp_path, *(line(gss, 20) for gss in ALL_FIFTEEN)))
    found = pooled("repeat-share", YORKSHIRE, DAY)
    assert (found.value, found.used, found.expected) == (None, 0, 15)
    assert found.why_not == "It is published without counts, and values of authorities are never averaged."
    nobody = pooled("repeat-share", "england", "1999-03-31")
    assert (nobody.value, nobody.used, nobody.expected) == (None, 0, 150)


def test_dat_4_nobody_to_count_is_no_value(england, tmp_path):
    import_published(values(tmp_path, *(line(gss, 0, 0, 0) for gss in ALL_FIFTEEN)))
    assert pooled("repeat-share", YORKSHIRE, DAY).why_not == "There was nobody to count."


def test_dat_4_a_total_counts_a_joint_return_once(england, tmp_path):
    total("workers")
    joint = line(f"{LEEDS} / {YORK}", 500, level="la_joint", code="workers")
    rows = [line(gss, 500 if gss in (LEEDS, YORK) else 100, code="workers") for gss in ALL_FIFTEEN]
    import_published(values(tmp_path, joint, *rows))
    assert (pooled("workers", YORKSHIRE, DAY).value, pooled("workers", YORKSHIRE, DAY).used) == (1800, 15)
    assert AreaValue.objects.get(region__slug=YORKSHIRE).value == 1800
    assert PublishedValue.objects.get(authority__slug="york").joint_with.slug == "leeds"


def test_dat_10_england_expects_the_authorities_of_the_day(england, tmp_path):
    import_published(values(tmp_path, *(share_of(gss, 10, 100) for gss in ALL_FIFTEEN)))
    found = [pooled("repeat-share", "england", day) for day in ("2018-03-31", "2020-03-31", "2022-03-31", DAY)]
    assert [one.expected for one in found] == [152, 151, 152, 153]
    assert found[-1].value is None
    assert len(found[-1].left_out) == 138


def test_dat_7_neighbours_are_averaged_over_those_that_have_a_value(england, tmp_path):
    others = (SHEFFIELD, BARNSLEY, YORK, "E10000006")
    import_neighbours(neighbours(tmp_path, *(f"{LEEDS},{n},{gss},,2025-05" for n, gss in enumerate(others, 1))))
    import_neighbours(neighbours(tmp_path, f"{LEEDS},1,{YORK},,2021-04"))
    NeighbourSet.objects.create(slug="invented", name="Invented", dated="2026-01-01", is_demonstration=True)
    rows = [line(SHEFFIELD, 10), line(BARNSLEY, 15), line(YORK, 30), line("E10000006", 99)]
    import_published(values(tmp_path, *rows))

    mean = neighbour_average("repeat-share", "leeds", DAY)
    median = neighbour_average("repeat-share", "leeds", DAY, how="median")

    # Cumbria had ended: what its publisher still says of it counts for nobody.
    assert (mean.value, mean.used, mean.of, mean.of_set) == (pytest.approx(55 / 3), 3, 4, "2025-05")
    assert (median.value, median.used) == (15, 3)
    none = neighbour_average("repeat-share", "leeds", "2020-03-31")
    assert (none.value, none.used) == (None, 0)
    alone = neighbour_average("repeat-share", "york", DAY)
    assert (alone.value, alone.used, alone.of, alone.of_set) == (None, 0, 0, "")


def test_what_there_is_not_is_refused(england):
    comparing.share()
    for wrong in (
        lambda: pooled("nothing", "england", DAY),
        lambda: pooled("repeat-share", "nowhere", DAY),
        lambda: pooled("repeat-share", "england", "March"),
        lambda: neighbour_average("repeat-share", "nowhere", DAY),
        lambda: neighbour_average("repeat-share", "leeds", DAY, how="mode"),
    ):
        with pytest.raises(ValueError, match=r"There is no|Invalid isoformat|mean or a median"):
            wrong()


# --- Against the reference data ---------------------------------------------------------------------------------------


@pytest.fixture
def some_published(england, reference_dir, tmp_path):
    """Three indicators of the published values, with the newest neighbours."""
    wanted = ("rereferrals_12m_pct", "pop_0_17", "cla_rate")
    with (reference_dir / "published_values.csv").open(encoding="utf-8") as file:
        lines = [next(file), *(one for one in file if one.split(",")[-6] in wanted)]
    (tmp_path / "some.csv").write_text("".join(lines), encoding="utf-8")
    with transaction.atomic():
        load_definitions()
        import_neighbours(reference_dir / "statistical_neighbours.csv")
        import_published(tmp_path / "some.csv")


def test_the_known_answers_of_the_reference_data(some_published):
    region = pooled("rereferrals_12m_pct", YORKSHIRE, DAY)
    assert (round(region.value, 1), region.used, region.expected, region.left_out) == (21.7, 15, 15, [])
    assert (region.numerator, region.denominator) == (13792, 63590)
    assert round(pooled("rereferrals_12m_pct", "england", DAY).value, 1) == 22.6
    assert neighbour_average("rereferrals_12m_pct", "barnsley", DAY).value == pytest.approx(19.92, abs=1e-9)
    assert neighbour_average("rereferrals_12m_pct", "barnsley", DAY, "median").value == pytest.approx(18.6, abs=1e-9)
    one = PublishedValue.objects.get(indicator__code="rereferrals_12m_pct", authority__slug="barnsley", year=2025)
    assert (one.band, one.rank, one.ranked) == ("D", 135, 153)
    rate = PublishedValue.objects.get(indicator__code="cla_rate", authority__slug="barnsley", year=2025)
    assert (rate.lower, rate.upper) == (pytest.approx(63.603300, abs=1e-5), pytest.approx(78.280701, abs=1e-5))
    # DAT-10: what Cumbria was is nobody's past; its successors' first year is low because they didn't know it.
    first = PublishedValue.objects.filter(indicator__code="rereferrals_12m_pct", is_first_year=True)
    assert set(first.values_list("authority__slug", "year", "band")) == {
        ("north-northamptonshire", 2022, ""),
        ("west-northamptonshire", 2022, ""),
        ("cumberland", 2024, ""),
        ("westmorland-and-furness", 2024, ""),
        ("bournemouth-christchurch-and-poole", 2020, ""),
        ("dorset", 2020, ""),
    }


@pytest.mark.soak
def test_every_pooled_value_equals_a_direct_recomputation(england, reference_dir):
    """From the file itself: rows of authorities that existed at the period end, by the reference data's regions."""
    load_definitions()
    import_published(reference_dir / "published_values.csv")
    with (reference_dir / "indicators.csv").open(encoding="utf-8", newline="") as file:
        times = {row["code"]: float(row["multiplier"]) for row in csv.DictReader(file)}
    with (reference_dir / "authorities.csv").open(encoding="utf-8", newline="") as file:
        lives = {row["gss_code"]: row for row in csv.DictReader(file)}
    # The new council of Buckinghamshire has the figures of the old one under its own code.
    lives["E06000060"]["active_from"] = ""
    sums: dict[tuple, list[float]] = defaultdict(lambda: [0.0, 0.0])
    with (reference_dir / "published_values.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["numerator"] and row["denominator"] and row["value"] and row["geo_level"] == "la":
                life, day = lives[row["la_gss"]], row["period_end"]
                if day < life["active_from"] or (life["active_to"] and day > life["active_to"]):
                    continue
                for area in (life["riia_region"], "England"):
                    both = sums[row["indicator_code"], row["period_end"], area]
                    both[0] += float(row["numerator"])
                    both[1] += float(row["denominator"])
    found = AreaValue.objects.filter(value__isnull=False).exclude(indicator__unit="count").select_related("region")
    compared = 0
    for one in found.select_related("indicator"):
        above, below = sums[one.indicator.code, str(one.period_end), one.region.name if one.region else "England"]
        assert float(one.value) == pytest.approx(above / below * times[one.indicator.code], abs=6e-5), one
        direct = pooled(one.indicator.code, one.region.slug if one.region else "england", one.period_end)
        assert direct.value == pytest.approx(above / below * times[one.indicator.code], rel=1e-12), one
        compared += 1
    assert compared > 2000
