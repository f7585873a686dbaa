"""The statistics give the answers that others have published, and say clearly what they refuse (DAT-8, DAT-9)."""

import csv
import math
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from datasets import statistics as s

ROOT = Path(__file__).resolve().parents[2]
NAN, INF = math.nan, math.inf

# Percentages of referrals within 12 months of an earlier one, year to 31 March 2025, every authority of England (DfE,
# Characteristics of children in need, open government licence).
REREFERRALS = """
26.5 25.3 14.6 28.8 13 19 16.9 21.5 23.4 21.7 16.4 21.4 14 23.2 23.1 16.8 26.8 27.2 14.8 15.8 21 13.4 23.2 15.4
17.1 26 24.3 23 19.8 18.9 17.1 16 24.8 19.2 21.7 22.9 20.7 19.6 16.8 20.3 23.6 23.9 20.2 46.7 18.7 15.8 23 12.9
27.9 0 18.7 23.3 15.9 20 22.6 14.7 22.8 23.9 23.9 22.7 16.5 19.8 22.1 20.5 26 18.4 21.1 17.2 23.4 21.5 27.7 18
19.7 15.5 30.5 19.8 26.2 22.2 29.4 19.6 17.2 24.7 17.2 18.5 20.7 18.5 22.5 22.7 26.3 19.7 20.8 22.9 20.4 19.7
24.2 18.5 13.9 25.5 16.5 15.8 21.8 14.8 21.9 14.2 23.8 18.3 26.8 19.5 22.6 13.1 19.9 15.3 18.7 15.6 16.3 20.9
12.1 16.8 21 15 21.3 20.9 21.3 14.9 16.8 16.4 17 18.3 24.5 19.1 17.9 18.6 29.2 28.9 19.7 16.6 15.4 22.4 41 15.8
21.6 16.3 25.5 22.9 17.9 23.1 17.7 14.2 20.1 20.5 17 24.4 17.8
"""
EVERY_AUTHORITY = [float(one) for one in REREFERRALS.split()]
YORKSHIRE_AND_THE_HUMBER = [21.7, 16.4, 21.4, 14, 23.2, 19.8, 29.4, 19.6, 22.9, 20.4, 19.7, 24.2, 18.5, 25.5, 16.5]
BARNSLEY = 25.5
LOW, HIGH, NEUTRAL = s.LOWER_BETTER, s.HIGHER_BETTER, s.NEUTRAL


# --- Known answers ----------------------------------------------------------------------------------------------------

BYARS = "PHEindicatormethods, testdata_Byars_Wilson.xlsx"


@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [
        (65, 50.163187710459, 82.849138545940),
        (1045, 982.593201807333, 1110.331212985650),
        (1, 0.013072132902, 5.563755582475),  # never the exact limits, 0.025 and 5.57
    ],
    ids=lambda value: f"{value} {BYARS}" if isinstance(value, int) else "",
)
def test_byars_limits_are_those_of_phe(events, lower, upper):
    # The file gives twelve decimals, so that of the smallest limit only ten figures are certain.
    assert s.byars_interval(events) == pytest.approx((lower, upper), rel=1e-9, abs=5e-13)
    assert s.byars_interval(events, 0.95) == s.byars_interval(events)


@pytest.mark.parametrize(
    ("numerator", "denominator", "lower", "upper"),
    [(65, 100, 0.552544432969, 0.736357517569), (1045, 5000, 0.1979554988, 0.220491303732)],
    ids=[BYARS, BYARS],
)
def test_wilson_limits_are_those_of_phe(numerator, denominator, lower, upper):
    assert s.wilson_interval(numerator, denominator) == pytest.approx((lower, upper), abs=1e-9)
    assert s.wilson_interval(numerator, denominator, 0.95) == s.wilson_interval(numerator, denominator)


@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [
        (1, 0.025317807984, 5.571643390939),  # exact
        (5, 1.623486390118, 11.668332079323),  # exact
        (20, 12.211428834876, 30.889880369197),  # Byar's
    ],
    ids=["exact", "exact", "byars"],
)
def test_limits_of_rates_are_those_of_phe(events, lower, upper):
    """PHEindicatormethods, testdata_Rate.xlsx: per 100 of 100."""
    assert s.rate_interval(events, 100, 100) == pytest.approx((lower, upper), rel=1e-8)


def test_the_limits_of_a_rate_are_exact_below_ten_events_and_byars_from_ten_on():
    assert s.EXACT_BELOW == 10
    assert s.rate_interval(9, 9, 9) == s.poisson_limits(9, 0.95) != s.byars_interval(9)
    assert s.rate_interval(10, 10, 10) == s.byars_interval(10) != s.poisson_limits(10, 0.95)
    assert s.rate_interval(0, 500, 1000) == pytest.approx((0, 3.688879454113936 * 2), rel=1e-12)  # -log(0.025)


def test_barnsleys_rate_of_children_looked_after_and_its_limits():
    """366 of 51,799 children on 31 March 2025: published as 71 per 10,000."""
    value = 366 / 51799 * 10000
    assert value == pytest.approx(70.657735, abs=1e-5)
    assert s.rate_interval(366, 51799, 10000) == pytest.approx((63.603300, 78.280701), abs=1e-5)


FINGERTIPS = ([24.67, 24.6, 28, 30.2, 30.6], [23.16, 23.15, 26.44, 28.63, 28.98], [26.25, 26.19, 29.64, 31.9, 32.25])
LEVEL = (
    [20.5506, 19.5952, 19.0349, 21.3966, 18.4372],
    [18.1803, 17.3444, 16.8421, 19.0918, 16.2925],
    [23.1427, 22.0602, 21.4394, 23.8975, 20.7941],
)
COUNTS = ([994, 1023, 1199, 1332, 1367], [40299, 41527, 42811, 44064, 44701])


def test_trends_of_values_are_those_of_fingertips():
    """fingertips-open, TrendMarkerCalculatorTest.cs: 46.77 to two places."""
    rising, level = s.trend_of_values(*FINGERTIPS), s.trend_of_values(*LEVEL)
    assert (rising.chi_squared, rising.slope) == pytest.approx((46.765315792063, 1.751566222663), abs=1e-6)
    assert (rising.significant, rising.direction, rising.reason) == (True, "increasing", "")
    assert (level.chi_squared, level.slope) == pytest.approx((0.464243085137, -0.259980964371), abs=1e-6)
    assert (level.significant, level.direction, level.reason) == (False, "none", "")


def test_trends_of_proportions_are_those_of_fingertips():
    """fingertips-open, TrendMarkerCalculatorTest.cs: 47.90 to two places, and one that can't be calculated."""
    rising = s.trend_of_proportions(*COUNTS)
    assert rising.chi_squared == pytest.approx(47.896676707589, abs=1e-6)
    assert (rising.significant, rising.direction, rising.reason) == (True, "increasing", "")
    all_counted = s.trend_of_proportions([5, 3, 1, 1, 2], [5, 5, 5, 4, 4])
    assert (all_counted.chi_squared, all_counted.significant, all_counted.direction) == (None, False, None)
    assert "none or all were counted" in all_counted.reason


def test_a_trend_is_significant_beyond_fingertips_constant():
    """TrendMarkerCalculator.cs: chi-squared with one degree of freedom at p = 0.002."""
    exact = s.normal_deviate(0.998) ** 2
    assert exact == pytest.approx(9.54953570608324, abs=1e-9)
    assert exact == pytest.approx(s.CHI_SQUARED_LIMIT, abs=1e-9)


@pytest.mark.parametrize(
    ("denominator", "at_95", "at_998", "value", "said"),
    [
        (5930, (8.260446319, 9.714908641), (7.879929825, 10.174248459), 7.706576728499156, "lower"),
        (2273, (7.855077687, 10.205625391), (7.277397053, 10.988203186), 9.898812142542896, "similar"),
    ],
)
def test_control_limits_are_those_of_fingertips(denominator, at_95, at_998, value, said):
    """fingertips-open, SpcForProportionsComparerTest.cs: below both limits is better where low is good."""
    benchmark = 8.9611086876279327 / 100
    for confidence, limits in ((0.95, at_95), (0.998, at_998)):
        low, high = s.spc_limits_proportion(benchmark, denominator, confidence)
        assert (low * 100, high * 100) == pytest.approx(limits, abs=1e-7)
        assert s.comparison_with_limits(value, low * 100, high * 100) == said
    assert s.judgement(said, LOW) == {"lower": "better", "similar": "similar"}[said]


def test_dat_8_barnsleys_re_referrals_are_in_band_d_and_135th_of_153():
    """LAIT's rules on the DfE's figures of 2025."""
    assert len(EVERY_AUTHORITY) == 153
    assert s.quartiles(EVERY_AUTHORITY) == pytest.approx((0, 16.9, 20, 23, 46.7), abs=1e-9)
    assert s.quartile_band(BARNSLEY, EVERY_AUTHORITY, LOW) == "D"
    assert s.rank(BARNSLEY, EVERY_AUTHORITY, LOW) == 135
    at = EVERY_AUTHORITY.index(BARNSLEY)
    assert s.bands(EVERY_AUTHORITY, LOW)[at] == "D"
    assert s.ranks(EVERY_AUTHORITY, LOW)[at] == 135
    counts = {letter: s.bands(EVERY_AUTHORITY, LOW).count(letter) for letter in "ABCD"}
    assert counts == {"A": 39, "B": 38, "C": 38, "D": 38}


def test_barnsleys_neighbours_have_lait_s_mean_and_the_dashboards_median():
    neighbours = [19.6, 18.5, 27.7, 29.4, 22.5, 15.8, 18.7, 13.9, 14.6, 18.5]
    assert s.average(neighbours) == pytest.approx(19.92, abs=1e-9)
    assert s.average(neighbours, "median") == pytest.approx(18.6, abs=1e-9)


def test_a_region_pooled_from_counts_is_the_published_one_and_not_the_mean_of_its_authorities():
    """Yorkshire and The Humber 2025: 21.7 published; the mean of its fifteen percentages is 20.88."""
    pooled = 13790 / 63590 * 100
    assert pooled == pytest.approx(21.7, abs=0.05)
    assert s.average(YORKSHIRE_AND_THE_HUMBER) == pytest.approx(20.88, abs=0.05)


def test_an_xmr_chart_has_its_published_factors():
    """A made-up arithmetic example."""
    limits = s.xmr_limits([17.2, 18.1, 16.9, 18.4, 17.7, 18.0, 17.1, 18.6])
    assert (limits.mean, limits.mean_moving_range) == pytest.approx((17.75, 1.0), abs=1e-9)
    assert (limits.lower, limits.upper, limits.range_limit) == pytest.approx((15.09, 20.41, 3.267), abs=1e-9)


def test_the_funnel_of_proportions_is_that_of_phe():
    """PHEindicatormethods, testdata_funnel_prop_outputs.csv."""
    average, inner, outer = 0.8064244785714955, *s.FUNNEL_LEVELS
    low, high = s.funnel_limits_proportion(average, 664, inner)
    assert (low * 100, high * 100) == pytest.approx((77.637263, 83.647632), abs=1e-5)
    low, high = s.funnel_limits_proportion(average, 664, outer)
    assert (low * 100, high * 100) == pytest.approx((75.904239, 85.380656), abs=1e-5)
    # Wilson around the average is another thing: 77.464 to 83.468.
    assert s.spc_limits_proportion(average, 664, inner) == pytest.approx((0.77464, 0.83468), abs=1e-5)


@pytest.mark.parametrize(
    ("events", "confidence", "lower", "upper"),
    [
        (0.5, 0.95, 0.0004910345585876292, 4.674201802248074),
        (1, 0.998, 0.0010005003335835346, 9.233413476451585),
        (9, 0.95, 4.115373097378334, 17.084803451419166),
        (200, 0.95, 173.24088268145732, 229.72198166544987),
        (500, 0.998, 433.7395413036385, 573.027603256997),
        (4321, 0.998, 4120.712122533009, 4528.010886290468),
        (41142, 0.95, 40745.39888411873, 41541.50024985893),
    ],
)
def test_exact_poisson_limits_are_those_of_scipy(events, confidence, lower, upper):
    """gammaincinv and gammainccinv of scipy 1.17.1; 173.24086 and 573.02748 are in the tests of PHStatsMethods too."""
    assert s.poisson_limits(events, confidence) == pytest.approx((lower, upper), rel=1e-11)


def test_the_funnel_of_rates_has_the_exact_limits_of_the_expected_count():
    """200 expected in 50,000 at 40 per 10,000."""
    expected = [limit * 10000 / 50000 for limit in s.poisson_limits(200, 0.95)]
    assert s.funnel_limits_rate(40, 50000, 10000, 0.95) == pytest.approx(expected, rel=1e-12)
    assert s.funnel_limits_rate(0, 50000, 10000, 0.95) == pytest.approx((0, 3.688879454113936 / 5), rel=1e-12)


# --- Known answers, from the file -------------------------------------------------------------------------------------


def _given(text: str) -> dict[str, str]:
    """`a=1;b=2,3` as pairs."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _list(text: str) -> list[float]:
    return [float(one) for one in text.split(",")]


def _pair(names: str, limits: tuple[float, float]) -> dict[str, float]:
    return dict(zip(names.split(), limits, strict=True))


def _rate(given):
    events, whole, times = (float(given[one]) for one in ("x", "n", "multiplier"))
    method = "exact (x<10)" if events < s.EXACT_BELOW else "byars"
    limits = _pair("lower upper", s.rate_interval(events, whole, times))
    return {"value": events / whole * times, **limits, "method": method}


def _trend_of_values(given):
    return _trend(s.trend_of_values(*(_list(given[one]) for one in ("values", "lower95", "upper95"))))


def _trend(found):
    answer = {"chi2": found.chi_squared, "significant": found.significant, "direction": found.direction}
    return answer if found.slope is None else {**answer, "slope": found.slope}


def _control_limits(given):
    benchmark, n = float(given["benchmark_pct"]) / 100, float(given["n"])
    inner, outer = (s.spc_limits_proportion(benchmark, n, level) for level in (0.95, 0.998))
    limits = {**_pair("l95 u95", inner), **_pair("l998 u998", outer)}
    percent = {name: limit * 100 for name, limit in limits.items()}
    value = float(given["value_pct"]) / 100
    steps = s.two_levels(s.comparison_with_limits(value, *inner), s.comparison_with_limits(value, *outer))
    words = {"lowest": "below both = better when low is good", "similar": "inside both = same"}
    return {**percent, "class": words[steps]}


def _funnel(given):
    average, n = float(given["average"]), float(given["n"])
    inner, outer = (s.funnel_limits_proportion(average, n, level) for level in (0.95, 0.998))
    limits = {**_pair("l2.5 u2.5", inner), **_pair("l0.1 u0.1", outer)}
    return {name: limit * 100 for name, limit in limits.items()}


def _xmr(given):
    found = s.xmr_limits(_list(given["values"].partition(" ")[0]))
    return {
        "mean": found.mean,
        "mean_moving_range": found.mean_moving_range,
        "lower": found.lower,
        "upper": found.upper,
        "mr_upper": found.range_limit,
    }


def _lait(given):
    quartiles = s.quartiles(EVERY_AUTHORITY)
    band, rank = (one(BARNSLEY, EVERY_AUTHORITY, LOW) for one in (s.quartile_band, s.rank))
    return {**quartiles._asdict(), "Barnsley": f"{BARNSLEY} band {band} rank {rank}"}


def _neighbours(given):
    values = _list(given["values"])
    return {"mean": s.average(values), "median": s.average(values, "median")}


def _pooled(given):
    pooled = float(given["numerator"]) / float(given["denominator"]) * 100
    return {"pooled": pooled, "simple mean of 15 LAs": s.average(YORKSHIRE_AND_THE_HUMBER)}


def _real(given):
    (events,) = (float(value) for name, value in given.items() if name.endswith(": x"))
    whole, times = float(given["n"]), float(given["multiplier"])
    value = events / whole * times
    return {
        "value": value,
        **_pair("lower95 upper95", s.rate_interval(events, whole, times)),
        "published": round(value),
    }


ANSWERED_BY = {
    "byars_count_ci": lambda given: _pair("lower upper", s.byars_interval(float(given["x"]))),
    "wilson_ci": lambda given: _pair("lower upper", s.wilson_interval(float(given["x"]), float(given["n"]))),
    "crude_rate_ci95": _rate,
    "trend_weighted_chi2": _trend_of_values,
    "trend_proportion_chi2": lambda given: _trend(s.trend_of_proportions(_list(given["x"]), _list(given["n"]))),
    "chi2_threshold": lambda given: {"": s.normal_deviate(1 - float(given["p"])) ** 2},
    "spc_proportion_limits": _control_limits,
    "lait_quartiles": _lait,
    "sn_average": _neighbours,
    "pooled_region": _pooled,
    "real_ci": _real,
    "xmr": _xmr,
    "funnel_proportion_limits": _funnel,
}


def test_every_answer_of_the_reference_file_is_given(reference_dir):
    with (reference_dir / "stat_oracles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 20
    for row in rows:
        given = _given(row["inputs"])
        answers = ANSWERED_BY[row["test"]](given)
        expected = _given(row["expected"]) if "=" in row["expected"] else {"": row["expected"]}
        # Twelve decimals are printed: of a small limit that is less than the relative tolerance.
        tolerance = float(row["tolerance"].split()[0])
        near = {"rel": tolerance, "abs": 5e-13} if "relative" in row["tolerance"] else {"abs": tolerance}
        for name, wanted in expected.items():
            answer = answers[name]
            if isinstance(answer, float):
                assert answer == pytest.approx(float(wanted.split(" ")[0]), **near), (row["test"], name)
            else:
                assert str(answer).lower() == wanted.lower(), (row["test"], name)


def test_the_reference_values_of_2025_have_the_bands_and_overdispersion_measured_on_them(reference_dir):
    """Barnsley's place, and the table of phi: mean squared z against England before extremes are pulled in."""
    wanted = {
        "rereferrals_12m_pct": ("wilson", 102, 67),
        "cla_rate": ("byars", 78, 68),
        "cpp_repeat_ever_pct": ("wilson", 5.3, 17),
        "cla_3plus_placements_pct": ("wilson", 4.1, 12),
    }
    rows = {code: [] for code in wanted}
    with (reference_dir / "published_values.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["geo_level"] == "la" and row["period_end"] == "2025-03-31" and row["indicator_code"] in rows:
                rows[row["indicator_code"]].append(row)
    values = {row["la_name"]: float(row["value"]) for row in rows["rereferrals_12m_pct"]}
    assert sorted(values.values()) == sorted(EVERY_AUTHORITY)
    assert s.quartile_band(values["Barnsley"], list(values.values()), LOW) == "D"
    assert s.rank(values["Barnsley"], list(values.values()), LOW) == 135
    for code, (method, phi, outside) in wanted.items():
        counts = [
            [float(row[part]) if row[part] else None for row in rows[code]] for part in ("numerator", "denominator")
        ]
        zs = s.z_scores(*counts, method)
        assert s.overdispersion(zs, 0) == pytest.approx(phi, rel=0.02)
        assert s.overdispersion(zs) < s.overdispersion(zs, 0)
        known = [z for z in zs if z is not None]
        assert 100 * sum(abs(z) > s.normal_deviate(0.998) for z in known) / len(known) == pytest.approx(outside, abs=1)


# --- Refusals ---------------------------------------------------------------------------------------------------------

FIVE, NONE_OF_FIVE = [1, 2, 3, 4, 5], [9] * 5
WRONG = [None, "5", True, -1, NAN, INF, -INF, 10**400, 1e31, [1], 1j]
REFUSALS = {
    "wilson_interval": [(6, 5), (1, 0), (0, 0), (1, -5), (None, 5), (5, None)],
    "byars_interval": [(one,) for one in WRONG],
    "rate_interval": [(1, 0, 100), (1, 10, 0), (1, 10, -1), (-1, 10, 100), (NAN, 10, 100), (1, INF, 100), (1, 10, NAN)],
    "funnel_limits_proportion": [(1.1, 10, 0.95), (-0.1, 10, 0.95), (0.5, 0, 0.95), (0.5, -3, 0.95), (NAN, 10, 0.95)],
    "funnel_limits_rate": [(-1, 10, 100, 0.95), (1, 0, 100, 0.95), (1, 10, 0, 0.95), (INF, 10, 100, 0.95)],
    "spc_limits_proportion": [(1.1, 10, 0.95), (-0.1, 10, 0.95), (0.5, 0, 0.95), (0.5, 10, 1.5)],
    "poisson_limits": [(-1, 0.95), (NAN, 0.95), (1, 1)],
    "normal_deviate": [(0,), (1,), (95,), (-0.5,), (NAN,), (None,), ("0.95",)],
    "quartile_band": [(1, [1, NAN], LOW), (1, [1, INF], HIGH), (1, [1], "low"), (1, [1], None), (2, [1, 3], LOW)],
    "rank": [(1, [1, NAN], LOW), (NAN, [1, NAN], LOW), (1, [1], "better"), (1, [], LOW), (1, ["1"], LOW)],
    "bands": [([1, NAN], LOW), ([1], "Low"), ([1], ""), ([1], []), ([True], LOW)],
    "ranks": [([INF], HIGH), ([1], "higher"), ([1, "2"], NEUTRAL)],
    "quantile": [([], 0.5), ([None], 0.5), ([1], 1.1), ([1], -0.1), ([NAN], 0.5)],
    "quartiles": [([],), ([None, None],)],
    "quantile_groups": [([1], 0), ([1], 2.5), ([1], -1), ([NAN], 5)],
    "average": [([],), ([None],), ([1], "mode"), ([INF],)],
    "trend_of_values": [
        (FIVE, FIVE, FIVE[:4]),
        (FIVE[:4], FIVE, FIVE),
        ([*FIVE[:4], NAN], FIVE, FIVE),
        (FIVE, [9] * 5, FIVE),
    ],
    "trend_of_proportions": [
        (FIVE, [9] * 4),
        (FIVE, [9, 9, 9, 9, 0]),
        (FIVE, [4] * 5),
        ([-1, 2, 3, 4, 5], [9] * 5),
        (FIVE, [9, 9, 9, 9, NAN]),
    ],
    "trend_judgement": [(s.Trend(1, True, "increasing"), "good")],
    "xmr_limits": [([],), ([1],), ([1, None, 2],), ([1, NAN],), ([1, "2"],)],
    "z_scores": [
        ([1], [2, 3], "wilson"),
        ([3], [2], "wilson"),
        ([1], [0], "byars"),
        ([1], [2], "none"),
        ([-1], [2], "byars"),
    ],
    "overdispersion": [([],), ([None],), ([1, NAN],), ([1], 0.5), ([1], -0.1)],
    "widened": [(2, 1, 1, 4), (1, 2, 1, -1), (1, 2, NAN, 4)],
    "comparison_with_interval": [(2, 1, 1), (NAN, 1, 1), (1, 2, INF)],
    "comparison_of_intervals": [(2, 1, 1, 2), (1, 2, 4, 3), (1, 2, NAN, 3)],
    "comparison_with_limits": [(NAN, 1, 2), (1, 2, 1)],
    "judgement": [("lower", "low"), (None, "low")],
    "deviation_band": [(NAN,), ("far",)],
    "standard_deviations": [([1, NAN],)],
    "special_causes": [([1, NAN],)],
    "moving_ranges": [([1, INF],)],
    "too_alike_to_band": [([1, NAN],)],
}


@pytest.mark.parametrize("name", REFUSALS)
def test_impossible_input_is_refused_in_a_sentence(name):
    for arguments in REFUSALS[name]:
        with pytest.raises(ValueError, match=r"^[A-Z].+[^ ]\.$"):
            getattr(s, name)(*arguments)


@pytest.mark.parametrize("confidence", [0, 1, -0.95, 95, 1.0001, NAN, INF, None, "0.95", True])
def test_a_confidence_lies_between_nought_and_one(confidence):
    for call in (
        lambda: s.wilson_interval(1, 2, confidence),
        lambda: s.byars_interval(1, confidence),
        lambda: s.rate_interval(1, 2, 100, confidence),
        lambda: s.rate_interval(20, 2, 100, confidence),
        lambda: s.funnel_limits_proportion(0.5, 2, confidence),
        lambda: s.funnel_limits_rate(0.5, 2, 1, confidence),
        lambda: s.spc_limits_proportion(0.5, 2, confidence),
    ):
        with pytest.raises(ValueError, match="confidence"):
            call()


def test_refusals_name_what_is_wrong():
    for call, said in {
        lambda: s.wilson_interval(6, 5): "must not be greater than its denominator: 6.0 of 5.0",
        lambda: s.wilson_interval(0, 0): "The denominator must be greater than zero",
        lambda: s.byars_interval(-3): "The number of events must not be negative: -3.0",
        lambda: s.bands([1], "Low"): "one of higher_better, lower_better, neutral, not 'Low'",
        lambda: s.trend_of_proportions([1], [2, 3]): "of the same length, not of 1 and 2",
        lambda: s.quartile_band(2, [1], LOW): "must include the area's own, 2.0",
    }.items():
        with pytest.raises(ValueError, match=said):
            call()


def test_whole_numbers_and_decimals_are_figures_too():
    assert s.wilson_interval(Decimal(65), Decimal(100)) == s.wilson_interval(65, 100) == s.wilson_interval(65.0, 100.0)
    assert s.quartile_band(Decimal("25.5"), [Decimal("25.5"), 25], LOW) == "D"
    assert s.rate_interval(5, 100, 100, Decimal("0.95")) == s.rate_interval(5, 100, 100)


# --- Awkward rows -----------------------------------------------------------------------------------------------------


def test_gaps_are_left_out_and_neutral_indicators_are_not_judged():
    row = [3, None, 1, 2, None, 4]
    assert s.bands(row, LOW) == ["C", None, "A", "B", None, "D"]
    assert s.bands(row, HIGH) == ["B", None, "D", "C", None, "A"]
    assert s.ranks(row, LOW) == [3, None, 1, 2, None, 4]
    assert s.ranks(row, HIGH) == [2, None, 4, 3, None, 1]
    assert s.bands(row, NEUTRAL) == s.ranks(row, NEUTRAL) == [None] * 6
    assert s.quartile_band(None, row, LOW) is s.rank(None, row, HIGH) is None
    assert s.quartile_band(3, row, NEUTRAL) is s.rank(3, row, NEUTRAL) is None
    assert s.quartile_band(3, row, LOW) == "C"
    assert s.rank(3, row, HIGH) == 2
    assert s.bands([], LOW) == s.ranks([], HIGH) == []
    assert s.bands([None], LOW) == s.ranks([None], HIGH) == [None]
    assert s.quartile_band(None, [], LOW) is None


def test_ties_share_the_best_rank():
    assert s.ranks([5, 3, 3, 1, 5], LOW) == [4, 2, 2, 1, 4]
    assert s.ranks([5, 3, 3, 1, 5], HIGH) == [1, 3, 3, 5, 1]


def test_a_value_on_a_quartile_belongs_to_the_lower_side():
    """LAIT's limits are included: quartiles of 0 to 4 are 1, 2 and 3."""
    assert s.bands([0, 1, 2, 3, 4], LOW) == ["A", "A", "B", "C", "D"]
    assert s.bands([0, 1, 2, 3, 4], HIGH) == ["D", "D", "C", "B", "A"]


def test_where_all_are_alike_lait_s_rule_puts_them_at_one_end_and_we_can_tell():
    alike = [0.1] * 7
    assert s.bands(alike, LOW) == ["A"] * 7
    assert s.bands(alike, HIGH) == ["D"] * 7
    assert s.ranks(alike, HIGH) == [1] * 7
    assert s.too_alike_to_band(alike)
    assert s.too_alike_to_band([])
    assert s.too_alike_to_band([5])
    assert s.too_alike_to_band([1, 5, 5, 5, 9])
    assert not s.too_alike_to_band([1, 5, 5, 6, 9])
    assert s.standard_deviations(alike) == [None] * 7
    assert s.quartiles(alike) == (0.1,) * 5
    assert s.average(alike) == 0.1
    assert s.quartile_band(5, [5], LOW) == "A"
    assert s.rank(5, [5], LOW) == 1


def test_quintiles_are_dealt_as_phe_deals_them():
    """floor(k + 1 - ceil((N + 1 - rank) / (N / k))), ties taking the lowest rank."""
    assert s.quantile_groups(list(range(10))) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert s.quantile_groups(list(range(7))) == [1, 1, 2, 3, 3, 4, 5]
    assert s.quantile_groups(list(range(10)), from_highest=True) == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert s.quantile_groups([1, None, 1, 1, 1, 9]) == [1, None, 1, 1, 1, 5]
    assert s.quantile_groups([1, 2, None, 3]) == [None] * 4
    assert s.quantile_groups([4, 1, 3, 2], 2) == [2, 1, 2, 1]


def test_standard_deviations_say_how_far_an_area_is_from_the_others():
    """1 to 5: mean 3, standard deviation with n - 1 the root of 2.5."""
    assert s.standard_deviations([1, 2, None, 3, 4, 5]) == pytest.approx(
        [-2 / math.sqrt(2.5), -1 / math.sqrt(2.5), None, 0, 1 / math.sqrt(2.5), 2 / math.sqrt(2.5)]
    )
    assert s.standard_deviations([7, None]) == [None, None]
    assert s.standard_deviations([0.0, 5e-324]) == [None, None]
    zs = [-2.5, -2, -1.5, -1, -0.99, 0, 0.99, 1, 1.99, 2, None]
    assert [s.deviation_band(z) for z in zs] == [
        *["far below"] * 2,
        *["below"] * 2,
        *["near"] * 3,
        *["above"] * 2,
        "far above",
        None,
    ]


# --- Awkward intervals ------------------------------------------------------------------------------------------------


def test_intervals_end_at_what_is_possible():
    assert s.wilson_interval(0, 20)[0] == 0
    assert s.wilson_interval(20, 20)[1] == 1
    assert s.byars_interval(0)[0] == 0
    assert s.byars_interval(1, 0.998)[0] == 0  # the approximation would fall below
    assert s.byars_interval(1e-200)[0] == 0
    assert s.rate_interval(0, 10, 100)[0] == 0
    assert s.poisson_limits(1e-5, 0.95)[0] == 0
    assert s.funnel_limits_proportion(0.02, 10, 0.95)[0] == 0
    assert s.funnel_limits_proportion(0.98, 10, 0.95)[1] == 1
    assert s.funnel_limits_proportion(0, 10, 0.95) == (0, 0)
    assert s.spc_limits_proportion(1, 10, 0.95)[1] == 1


def test_rates_of_events_may_pass_the_denominator():
    low, high = s.rate_interval(150, 100, 100)
    assert low < 150 < high


def test_limits_hold_far_out_and_for_enormous_figures():
    for confidence in (1e-9, 0.5, 0.999999, 1 - 1e-15):
        for figure in (1e-29, 0.3, 1, 7, 999, 1e6, 1e29):
            low, high = s.wilson_interval(figure / 2, figure, confidence)
            assert 0 <= low <= 0.5 <= high <= 1
            for low, high in (s.byars_interval(figure, confidence), s.poisson_limits(figure, confidence)):
                assert 0 <= low <= high < INF


# --- Comparisons ------------------------------------------------------------------------------------------------------


def test_an_interval_beside_a_benchmark_is_lower_similar_or_higher():
    assert [s.comparison_with_interval(10, 20, one) for one in (9, 10, 15, 20, 21)] == [
        "higher",
        "similar",
        "similar",
        "similar",
        "lower",
    ]
    assert s.comparison_with_interval(None, 20, 15) is None
    assert s.comparison_with_interval(10, None, 15) is None
    assert s.comparison_with_interval(10, 20, None) is None


def test_two_intervals_are_similar_while_they_touch():
    assert s.comparison_of_intervals(1, 2, 2, 3) == "similar"
    assert s.comparison_of_intervals(1, 2, 2.1, 3) == "lower"
    assert s.comparison_of_intervals(3.1, 4, 2, 3) == "higher"
    assert s.comparison_of_intervals(1, 2, None, 3) is None


def test_a_value_beside_control_limits():
    assert [s.comparison_with_limits(one, 10, 20) for one in (9, 10, 20, 21, None)] == [
        "lower",
        "similar",
        "similar",
        "higher",
        None,
    ]


def test_two_levels_have_five_steps():
    assert s.two_levels("lower", "lower") == "lowest"
    assert s.two_levels("lower", "similar") == "lower"
    assert s.two_levels("similar", "similar") == "similar"
    assert s.two_levels("higher", "similar") == "higher"
    assert s.two_levels("higher", "higher") == "highest"
    assert s.two_levels(None, "higher") is s.two_levels("higher", None) is None


def test_dat_8_what_a_comparison_means_follows_from_the_polarity_and_neutral_is_never_judged():
    steps = ["lowest", "lower", "similar", "higher", "highest", None]
    assert [s.judgement(one, LOW) for one in steps] == ["better", "better", "similar", "worse", "worse", None]
    assert [s.judgement(one, HIGH) for one in steps] == ["worse", "worse", "similar", "better", "better", None]
    assert [s.judgement(one, NEUTRAL) for one in steps] == steps


# --- Overdispersion ---------------------------------------------------------------------------------------------------


def test_z_scores_count_standard_errors_from_the_pooled_average():
    assert s.z_scores([10, 30, None, 0], [100, 100, 50, 0], "wilson") == pytest.approx([-2.5, 2.5, None, None])
    assert s.z_scores([100, 300], [10, 10], "byars") == pytest.approx([-100 / math.sqrt(200), 100 / math.sqrt(200)])
    assert s.z_scores([10], [100], "wilson", average=0.5) == pytest.approx([-8])
    assert s.z_scores([4], [2], "byars", average=1.0) == pytest.approx([math.sqrt(2)])
    assert s.z_scores([0, 0], [5, 5], "wilson") == s.z_scores([5, 5], [5, 5], "wilson") == [None, None]
    assert s.z_scores([], [], "byars") == []
    assert s.z_scores([None], [3], "byars") == [None]


def test_extremes_are_pulled_in_before_z_scores_are_averaged():
    zs = [0.0] * 4 + [1.0, -1.0] + [0.0] * 4 + [1000.0]
    assert s.overdispersion(zs, 0) == pytest.approx((2 + 1e6) / 11)
    assert s.overdispersion(zs) == pytest.approx(2 / 11)  # -1 becomes 0, both of the highest become 1
    assert s.overdispersion([None, 3.0]) == 9


def test_funnels_widen_by_the_root_of_phi_and_never_narrow():
    low, high = s.funnel_limits_proportion(0.5, 400, 0.95)
    wide = s.funnel_limits_proportion(0.5, 400, 0.95, phi=4)
    assert wide == pytest.approx((0.5 - 2 * (0.5 - low), 0.5 + 2 * (high - 0.5)))
    assert s.funnel_limits_proportion(0.5, 400, 0.95, phi=0.2) == (low, high)
    assert s.funnel_limits_proportion(0.5, 400, 0.95, phi=1000) == (0, 1)
    low, high = s.funnel_limits_rate(40, 50000, 10000, 0.95)
    wide = s.funnel_limits_rate(40, 50000, 10000, 0.95, phi=4)
    assert wide == pytest.approx((40 - 2 * (40 - low), 40 + 2 * (high - 40)))
    assert s.funnel_limits_rate(40, 500, 10000, 0.95, phi=100)[0] == 0
    assert s.widened(1, 3, 2, 9) == (-1, 5)
    assert s.widened(1, 3, 2, 9, floor=0, ceiling=4) == (0, 4)


# --- Awkward trends ---------------------------------------------------------------------------------------------------


def around(values, half=0.5):
    return values, [value - half for value in values], [value + half for value in values]


def test_a_trend_needs_five_years_in_a_row():
    for found in (
        s.trend_of_values([], [], []),
        s.trend_of_values(*around([1, 2, 3, 4])),
        s.trend_of_proportions([1, 2, 3, 4], [9] * 4),
    ):
        assert (found.chi_squared, found.significant, found.direction) == (None, False, None)
        assert found.reason.startswith("A trend needs five years in a row; there are ")
    assert s.trend_of_values(*around([1])).reason == "A trend needs five years in a row; there is 1."


def test_a_gap_in_the_five_latest_years_leaves_no_trend():
    values, lower, upper = around([1, 2, 3, 4, 5, 6])
    for at in range(1, 6):
        gap = [None if index == at else value for index, value in enumerate(values)]
        for found in (
            s.trend_of_values(gap, lower, upper),
            s.trend_of_values(values, [None if value is None else value - 0.5 for value in gap], upper),
            s.trend_of_values(values, lower, [None if value is None else value + 0.5 for value in gap]),
            s.trend_of_proportions(gap, [9] * 6),
            s.trend_of_proportions(values, gap),
        ):
            assert (found.direction, found.significant) == (None, False)
            assert found.reason == "One of the five latest years, or more, has no figure: 4 of five do."
    assert s.trend_of_values([None, *values[1:]], lower, upper).direction == "increasing"


def test_only_the_five_latest_years_count():
    values, lower, upper = FINGERTIPS
    longer = s.trend_of_values([99, *values], [98, *lower], [100, *upper])
    assert longer == s.trend_of_values(values, lower, upper)
    parts, wholes = COUNTS
    assert s.trend_of_proportions([3, None, *parts], [3, 7, *wholes]) == s.trend_of_proportions(parts, wholes)


def test_level_lines_have_no_trend():
    level = s.trend_of_values(*around([0.1] * 5))
    assert (level.chi_squared, level.slope, level.significant, level.direction) == (0, 0, False, "none")
    level = s.trend_of_proportions([1, 2, 3, 4, 5], [10, 20, 30, 40, 50])
    assert (level.chi_squared, level.significant, level.direction) == (pytest.approx(0, abs=1e-9), False, "none")


def test_one_outlying_year_makes_no_trend():
    """Without it the slope has another sign, or none."""
    for values in ([1.1, 1.1, 1.1, 1.1, 50], [5, 4, 3, 2, 50], [50, 1, 2, 3, 4]):
        found = s.trend_of_values(*around(values))
        assert found.chi_squared > s.CHI_SQUARED_LIMIT
        assert (found.significant, found.direction) == (False, "none")
    found = s.trend_of_proportions([500, 400, 300, 200, 5000], [10000] * 5)
    assert found.chi_squared > s.CHI_SQUARED_LIMIT
    assert (found.significant, found.direction) == (False, "none")


def test_a_year_without_width_or_odds_leaves_no_trend():
    values, lower, upper = around([1, 2, 3, 4, 5])
    flat = s.trend_of_values(values, [*lower[:4], 5], [*upper[:4], 5])
    assert flat.direction is None
    assert "no width" in flat.reason
    for parts in ([0, 1, 2, 3, 4], [9, 1, 2, 3, 4], [0] * 5, [9] * 5):
        found = s.trend_of_proportions(parts, [9] * 5)
        assert found.direction is None
        assert "none or all were counted" in found.reason


def test_what_a_trend_means_follows_from_the_polarity():
    rising, falling = s.trend_of_values(*around([1, 2, 3, 4, 5])), s.trend_of_values(*around([5, 4, 3, 2, 1]))
    assert (rising.direction, falling.direction) == ("increasing", "decreasing")
    assert s.trend_judgement(rising, HIGH) == "increasing and getting better"
    assert s.trend_judgement(rising, LOW) == "increasing and getting worse"
    assert s.trend_judgement(falling, LOW) == "decreasing and getting better"
    assert s.trend_judgement(falling, NEUTRAL) == "decreasing"
    assert s.trend_judgement(s.trend_of_values(*LEVEL), LOW) == "no significant change"
    assert s.trend_judgement(s.trend_of_values([], [], []), LOW) is None


# --- XmR charts -------------------------------------------------------------------------------------------------------

CALM = [10.0, 11.0] * 6  # mean 10.5, moving range 1: limits 7.84 and 13.16, outer thirds below 8.73 and above 12.27


def flagged(values, rule, limits=None):
    found = s.special_causes(values, limits)
    assert found.reason == ""
    return [(one.index, one.direction) for one in found.signals if one.rule == rule]


def test_a_calm_series_is_not_flagged():
    assert s.special_causes(CALM) == s.SpecialCauses((), "")
    assert s.special_causes([0.1] * 12) == s.SpecialCauses((), "")


def test_ten_quarters_are_needed_for_the_rules():
    found = s.special_causes([*CALM[:9], None, None])
    assert found == s.SpecialCauses((), "The rules need 10 quarters; 9 have a figure.")
    assert s.special_causes([None, 50.0], None).reason == "The rules need 10 quarters; 1 have a figure."
    assert s.special_causes([*CALM[:9], None, 50.0]).signals


def test_a_point_outside_the_limits_is_flagged():
    limits = s.xmr_limits(CALM)
    assert flagged([*CALM, 13.2, 10.0, 7.8], "outside", limits) == [(12, "high"), (14, "low")]
    assert flagged([*CALM, 13.1, 10.0, 7.9], "outside", limits) == []


def test_eight_points_on_one_side_of_the_mean_are_a_run():
    limits = s.xmr_limits(CALM)
    above = [11.0, 11.1] * 4
    assert flagged([*CALM[:11], *above], "run", limits) == [(index, "high") for index in range(11, 19)]
    assert flagged([*CALM[:11], *above[:7], 10.0], "run", limits) == []
    assert flagged([*CALM[:11], *above[:4], 10.5, *above[4:]], "run", limits) == []  # a point on the mean
    assert flagged([*CALM[:11], *above[:4], None, *above[4:]], "run", limits) == []  # a gap
    assert flagged([*CALM, *[10.0, 9.9] * 5], "run", limits) == [(index, "low") for index in range(12, 22)]


def test_six_points_rising_or_falling_are_a_drift():
    limits = s.xmr_limits(CALM)
    assert flagged([*CALM, 9.0, 9.5, 10.0, 10.6, 11.2, 11.8], "drift", limits) == [
        (index, "rising") for index in range(12, 18)
    ]
    assert flagged([*CALM, 9.0, 9.5, 10.0, 10.6, 11.2, 11.2], "drift", limits) == []
    assert flagged([*CALM, 9.0, 9.5, 10.0, None, 10.6, 11.2, 11.8], "drift", limits) == []
    assert flagged([*CALM, 10.9, 10.8, 10.7, 10.6, 10.4], "drift", limits) == [
        (index, "falling") for index in range(11, 17)
    ]


def test_two_of_three_points_in_the_outer_third_are_flagged():
    limits = s.xmr_limits(CALM)
    assert flagged([*CALM, 12.5, 10.0, 12.5], "outer_third", limits) == [(12, "high"), (14, "high")]
    assert flagged([*CALM, 8.5, 8.6], "outer_third", limits) == [(12, "low"), (13, "low")]
    assert flagged([*CALM, 12.5, 10.0, 8.5], "outer_third", limits) == []
    assert flagged([*CALM, 12.5, 10.0, 10.0, 12.5], "outer_third", limits) == []
    assert flagged([*CALM, 12.5, None, 12.5], "outer_third", limits) == []


def test_one_point_can_be_flagged_by_several_rules_and_each_is_in_words():
    limits = s.xmr_limits(CALM)
    found = s.special_causes([*CALM, 13.5, 13.6], limits).signals
    assert [(one.index, one.rule) for one in found] == [
        (12, "outside"),
        (12, "outer_third"),
        (13, "outside"),
        (13, "outer_third"),
    ]
    assert list(s.RULES) == ["outside", "run", "drift", "outer_third"]
    assert s.RULES["run"] == "8 points or more in a row on one side of the mean"


def test_a_gap_has_no_moving_range():
    assert s.moving_ranges([1, 3, None, 7, 4]) == [2, None, None, 3]
    limits = s.xmr_limits([1, 3, None, 7, 4])
    assert (limits.mean, limits.mean_moving_range) == (3.75, 2.5)
    alike = s.xmr_limits([0.1] * 3)
    assert alike == s.XmrLimits(0.1, 0.1, 0.1, 0.0, 0.0)


# --- The whole --------------------------------------------------------------------------------------------------------


def test_the_statistics_need_neither_django_nor_anything_installed():
    code = (
        "import sys; import datasets.statistics as s; "
        "assert not {'django', 'numpy', 'scipy'} & set(sys.modules), 'too much'; print(s.wilson_interval(65, 100))"
    )
    # Isolated: no packages of the environment, no settings.
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT)}
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("(0.5525444")


def test_a_whole_rug_is_banded_and_ranked_in_a_moment():
    """153 areas by 90 indicators; about 20 ms each on one core, so that this isn't what a page waits for."""
    rug = [[(area * 7919 + indicator * 104729) % 997 / 10 for area in range(153)] for indicator in range(90)]
    before = time.process_time()
    for row in rug:
        s.bands(row, LOW)
        s.ranks(row, HIGH)
    assert time.process_time() - before < 0.5
