"""Whatever figures come: intervals hold their figure, funnels do what they say, places don't depend on the order."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from datasets import statistics as s

LOW, HIGH, NEUTRAL = s.LOWER_BETTER, s.HIGHER_BETTER, s.NEUTRAL
COUNTS = st.integers(0, 100_000)
DENOMINATORS = st.integers(1, 1_000_000)
CONFIDENCES = st.sampled_from([0.8, 0.95, 0.99, 0.998]) | st.floats(0.01, 0.9999)
SHARES = st.floats(0, 1)
FIGURES = st.integers(0, 500).map(lambda tenths: tenths / 10) | st.floats(-1e6, 1e6)
ROWS = st.lists(st.none() | FIGURES, max_size=60)
PERMUTED = st.data()
MIRRORED = {"A": "D", "B": "C", "C": "B", "D": "A", None: None}

quick = settings(max_examples=60, deadline=None)


@st.composite
def proportions(draw, least=0):
    denominator = draw(DENOMINATORS)
    return draw(st.integers(min(least, denominator), denominator)), denominator


# --- Intervals --------------------------------------------------------------------------------------------------------


@quick
@given(proportions(), CONFIDENCES)
def test_wilson_intervals_hold_their_proportion_and_stay_between_nought_and_one(counts, confidence):
    numerator, denominator = counts
    lower, upper = s.wilson_interval(numerator, denominator, confidence)
    assert 0 <= lower <= numerator / denominator <= upper <= 1
    # The other side of the coin.
    other = s.wilson_interval(denominator - numerator, denominator, confidence)
    assert (1 - other[1], 1 - other[0]) == pytest.approx((lower, upper), abs=1e-12)


@quick
@given(proportions(), CONFIDENCES)
def test_wilson_limits_solve_the_equation_that_defines_them(counts, confidence):
    """|p - o/n| = z sqrt(p(1 - p) / n), at both limits."""
    numerator, denominator = counts
    z = s.normal_deviate(confidence)
    for limit in s.wilson_interval(numerator, denominator, confidence):
        distance = abs(limit - numerator / denominator)
        assert distance**2 == pytest.approx(z * z * limit * (1 - limit) / denominator, rel=1e-6, abs=1e-15)


@quick
@given(proportions(), CONFIDENCES, st.integers(2, 1000))
def test_wilson_intervals_shrink_with_the_count_and_grow_with_the_confidence(counts, confidence, times):
    numerator, denominator = counts
    lower, upper = s.wilson_interval(numerator, denominator, confidence)
    many = s.wilson_interval(numerator * times, denominator * times, confidence)
    assert many[1] - many[0] < upper - lower
    sure = s.wilson_interval(numerator, denominator, (1 + confidence) / 2)
    assert sure[0] <= lower
    assert upper <= sure[1]


@quick
@given(st.integers(1, 100_000), DENOMINATORS, CONFIDENCES)
def test_wilson_limits_rise_with_the_numerator(numerator, denominator, confidence):
    assume(numerator <= denominator)
    one = s.wilson_interval(numerator - 1, denominator, confidence)
    more = s.wilson_interval(numerator, denominator, confidence)
    assert one[0] < more[0]
    assert one[1] < more[1] or more[1] == 1


@quick
@given(COUNTS | st.floats(0, 1e6), CONFIDENCES)
def test_limits_of_counts_hold_the_count_and_grow_with_the_confidence(events, confidence):
    surer = (1 + confidence) / 2
    for method in (s.byars_interval, s.poisson_limits):
        lower, upper = method(events, confidence)
        assert 0 <= lower <= events <= upper
        wide = method(events, surer)
        assert wide[0] <= lower
        assert upper <= wide[1]


@quick
@given(COUNTS, CONFIDENCES)
def test_limits_of_counts_rise_with_the_count_and_shrink_beside_it(events, confidence):
    for method in (s.byars_interval, s.poisson_limits):
        one, more = method(events, confidence), method(events + 1, confidence)
        assert one[0] <= more[0]
        assert one[1] < more[1]
        if events:
            several = method(events * 4, confidence)
            assert (several[1] - several[0]) / 4 < one[1] - one[0]


@quick
@given(st.integers(0, 300), st.sampled_from([0.8, 0.95, 0.998]))
def test_exact_limits_are_those_at_which_the_count_is_just_as_unlikely_as_the_confidence_says(events, confidence):
    """Poisson tails added up term by term."""
    lower, upper = s.poisson_limits(events, confidence)
    tail = (1 - confidence) / 2

    def up_to(count, mean):
        return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))

    assert up_to(events, upper) == pytest.approx(tail, rel=1e-8)
    if events:
        assert 1 - up_to(events - 1, lower) == pytest.approx(tail, rel=1e-8)
    else:
        assert lower == 0


@quick
@given(st.integers(20, 100_000), st.sampled_from([0.95, 0.998]))
def test_byars_limits_are_near_the_exact_ones(events, confidence):
    exact, near = s.poisson_limits(events, confidence), s.byars_interval(events, confidence)
    assert near == pytest.approx(exact, rel=0.01)


@quick
@given(COUNTS, DENOMINATORS, st.sampled_from([100, 1000, 10_000]), CONFIDENCES)
def test_limits_of_rates_hold_the_rate_and_scale_with_the_multiplier(events, denominator, multiplier, confidence):
    lower, upper = s.rate_interval(events, denominator, multiplier, confidence)
    rate = events * multiplier / denominator
    assert lower <= rate * (1 + 1e-12)
    assert rate <= upper * (1 + 1e-12)
    tenfold = s.rate_interval(events, denominator, multiplier * 10, confidence)
    assert tenfold == pytest.approx((lower * 10, upper * 10), rel=1e-12)


# --- Funnels ----------------------------------------------------------------------------------------------------------


@quick
@given(SHARES, st.integers(1, 10**6), CONFIDENCES)
def test_the_wilson_interval_of_a_value_on_the_funnel_just_touches_the_average(average, denominator, confidence):
    lower, upper = s.funnel_limits_proportion(average, denominator, confidence)
    assert 0 <= lower <= average <= upper <= 1
    if lower > 0:
        touching = s.wilson_interval(lower * denominator, denominator, confidence)[1]
        assert touching == pytest.approx(average, abs=1e-9)
    if upper < 1:
        touching = s.wilson_interval(upper * denominator, denominator, confidence)[0]
        assert touching == pytest.approx(average, abs=1e-9)


@quick
@given(proportions(), st.floats(0.001, 0.999), st.sampled_from([0.95, 0.998]))
def test_outside_the_funnel_is_where_the_areas_own_interval_lies_beside_the_average(counts, average, confidence):
    numerator, denominator = counts
    value = numerator / denominator
    limits = s.funnel_limits_proportion(average, denominator, confidence)
    own = s.wilson_interval(numerator, denominator, confidence)
    assume(min(abs(value - limit) for limit in limits) > 1e-9)
    assert s.comparison_with_limits(value, *limits) == s.comparison_with_interval(*own, average)


@quick
@given(st.floats(0.01, 0.99), st.integers(1, 10**6), CONFIDENCES, st.floats(1, 100))
def test_funnels_narrow_with_the_denominator_and_widen_with_phi(average, denominator, confidence, phi):
    for limits in (
        lambda whole, phi=1.0: s.funnel_limits_proportion(average, whole, confidence, phi),
        lambda whole, phi=1.0: s.funnel_limits_rate(average * 100, whole, 100, confidence, phi),
        lambda whole, phi=1.0: s.spc_limits_proportion(average, whole, confidence),
    ):
        lower, upper = limits(denominator)
        bigger, wider = limits(denominator * 4), limits(denominator, phi)
        assert lower <= bigger[0] <= bigger[1] <= upper
        assert wider[0] <= lower <= upper <= wider[1]


@quick
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(51, 900)), min_size=2, max_size=40),
    st.sampled_from(["wilson", "byars"]),
)
def test_z_scores_leave_nothing_over_and_pulling_in_never_adds(pairs, method):
    zs = s.z_scores([one for one, _ in pairs], [other for _, other in pairs], method)
    if None in zs:
        assert zs == [None] * len(pairs)
        return
    weighed = [z * math.sqrt(whole) for z, (_, whole) in zip(zs, pairs, strict=True)]
    assert math.fsum(weighed) == pytest.approx(0, abs=1e-6)
    assert 0 <= s.overdispersion([*zs, None]) <= max(z * z for z in zs) * (1 + 1e-12)


# --- Places -----------------------------------------------------------------------------------------------------------


def by_definition(values, polarity):
    """LAIT's rule and its ranks, written as its words say, one value at a time."""
    known = sorted(one for one in values if one is not None)
    quarter, half, three_quarters = (
        known[math.floor(place)] + (place % 1) * (known[math.ceil(place)] - known[math.floor(place)])
        for place in ((len(known) - 1) * share for share in (0.25, 0.5, 0.75))
    )
    for one in values:
        if one is None:
            yield None, None
        elif polarity == LOW:
            band = "A" if one <= quarter else "B" if one <= half else "C" if one <= three_quarters else "D"
            yield band, 1 + sum(other < one for other in known)
        else:
            band = "D" if one <= quarter else "C" if one <= half else "B" if one <= three_quarters else "A"
            yield band, 1 + sum(other > one for other in known)


@quick
@given(st.lists(st.none() | st.integers(0, 500).map(lambda tenths: tenths / 10), min_size=1, max_size=60))
def test_bands_and_ranks_follow_lait_s_words(values):
    assume(any(one is not None for one in values))
    for polarity in (LOW, HIGH):
        expected = list(by_definition(values, polarity))
        assert list(zip(s.bands(values, polarity), s.ranks(values, polarity), strict=True)) == expected
        one = values[0]
        assert (s.quartile_band(one, values, polarity), s.rank(one, values, polarity)) == expected[0]


@quick
@given(ROWS, PERMUTED)
def test_places_do_not_depend_on_the_order_of_areas(values, data):
    order = data.draw(st.permutations(range(len(values))))
    moved = [values[index] for index in order]
    for place in (
        lambda row: s.bands(row, LOW),
        lambda row: s.ranks(row, HIGH),
        s.quantile_groups,
        s.standard_deviations,
    ):
        before = place(values)
        assert place(moved) == [before[index] for index in order]


@quick
@given(ROWS)
def test_polarity_reversed_mirrors_bands_and_ranks(values):
    known = [one for one in values if one is not None]
    low, high = s.ranks(values, LOW), s.ranks(values, HIGH)
    assert [MIRRORED[one] for one in s.bands(values, LOW)] == s.bands(values, HIGH)
    for value, one, other in zip(values, low, high, strict=True):
        if value is None:
            assert one is other is None
        else:
            assert one + other == len(known) + 2 - known.count(value)
    assert high == s.ranks([None if one is None else -one for one in values], LOW)
    assert set(s.bands(values, NEUTRAL) + s.ranks(values, NEUTRAL)) <= {None}


@quick
@given(ROWS)
def test_a_better_value_never_has_a_worse_place(values):
    for polarity, sign in ((LOW, 1), (HIGH, -1)):
        letters, places = s.bands(values, polarity), s.ranks(values, polarity)
        in_order = sorted((sign * one, at) for at, one in enumerate(values) if one is not None)
        for (better, first), (worse, second) in pairwise(in_order):
            assert letters[first] <= letters[second]
            assert (places[first] == places[second]) == (better == worse)
            assert places[first] <= places[second]
        if in_order:
            assert places[in_order[0][1]] == 1


@quick
@given(st.lists(FIGURES, min_size=1, max_size=60), SHARES)
def test_quantiles_lie_between_the_ends_and_rise(values, share):
    ordered = sorted(values)
    assert list(s.quartiles(values)) == sorted(s.quartiles(values))
    assert s.quantile(values, 0) == ordered[0]
    assert s.quantile(values, 1) == ordered[-1]
    assert ordered[0] <= s.quantile(values, share) <= ordered[-1]
    assert s.quantile(values, share / 2) <= s.quantile(values, share)
    assert ordered[0] <= s.average(values) <= ordered[-1]
    assert ordered[0] <= s.average(values, "median") <= ordered[-1]


@quick
@given(st.lists(FIGURES, min_size=5, max_size=60, unique=True), st.integers(2, 5))
def test_quantile_groups_are_nearly_equal_and_in_order(values, groups):
    dealt = s.quantile_groups(values, groups)
    sizes = [dealt.count(group) for group in range(1, groups + 1)]
    assert sum(sizes) == len(values)
    assert max(sizes) - min(sizes) <= 1
    assert [group for _, group in sorted(zip(values, dealt, strict=True))] == sorted(dealt)


@quick
@given(st.lists(st.integers(0, 1000), min_size=2, max_size=60))
def test_standard_deviations_have_mean_nought_and_spread_one(values):
    zs = s.standard_deviations(values)
    if len(set(values)) == 1:
        assert zs == [None] * len(values)
        return
    assert math.fsum(zs) == pytest.approx(0, abs=1e-9)
    assert math.fsum(z * z for z in zs) == pytest.approx(len(values) - 1)


# --- Trends and charts ------------------------------------------------------------------------------------------------

YEARS = st.lists(st.integers(0, 1000), min_size=5, max_size=5)
WIDTHS = st.lists(st.integers(1, 50), min_size=5, max_size=5)
OPPOSITE = {"increasing": "decreasing", "decreasing": "increasing", "none": "none", None: None}


def around(values, widths):
    pairs = list(zip(values, widths, strict=True))
    return values, [value - width for value, width in pairs], [value + width for value, width in pairs]


@quick
@given(YEARS, WIDTHS, st.integers(-500, 500))
def test_trends_of_values_follow_their_formula_and_mirror(values, widths, shift):
    found = s.trend_of_values(*around(values, widths))
    weights = [(3.92 / (2 * width)) ** 2 for width in widths]
    years = range(1, 6)
    w, wt, wtt, wv, wtv = (
        math.fsum(weight * t**a * v**b for weight, t, v in zip(weights, years, values, strict=True))
        for a, b in ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1))
    )
    slope = (w * wtv - wt * wv) / (w * wtt - wt**2)
    assert found.slope == pytest.approx(slope, rel=1e-6, abs=1e-6)
    assert found.chi_squared == pytest.approx(slope**2 * (w * wtt - wt**2) / w, rel=1e-6, abs=1e-6)
    backwards = s.trend_of_values(*around(values[::-1], widths[::-1]))
    below = s.trend_of_values(*around([-value for value in values], widths))
    moved = s.trend_of_values(*around([value + shift for value in values], widths))
    for other in (backwards, below, moved):
        assert other.chi_squared == pytest.approx(found.chi_squared, rel=1e-9, abs=1e-9)
    assume(abs(found.chi_squared - s.CHI_SQUARED_LIMIT) > 1e-6)
    assert below.direction == OPPOSITE[found.direction]
    assert moved.direction == found.direction
    assert found.significant == (found.direction != "none")


@quick
@given(st.lists(st.tuples(st.integers(1, 500), st.integers(501, 5000)), min_size=5, max_size=5))
def test_trends_of_proportions_mirror_when_the_rest_is_counted(pairs):
    parts, wholes = [one for one, _ in pairs], [other for _, other in pairs]
    found = s.trend_of_proportions(parts, wholes)
    rest = s.trend_of_proportions([whole - part for part, whole in pairs], wholes)
    assert rest.chi_squared == pytest.approx(found.chi_squared, rel=1e-9)
    assume(abs(found.chi_squared - s.CHI_SQUARED_LIMIT) > 1e-6)
    assume(abs(found.slope) > 1e-12)
    assert rest.direction == OPPOSITE[found.direction]
    assert found.significant == (found.direction != "none")
    assert not found.significant or found.chi_squared > s.CHI_SQUARED_LIMIT


@quick
@given(st.lists(st.none() | st.integers(0, 30), min_size=10, max_size=30))
def test_signals_mirror_in_the_mean_and_in_time(values):
    assume(sum(one is not None for one in values) >= s.FEWEST_POINTS)
    assume(any(a is not None and b is not None for a, b in pairwise(values)))
    limits = s.XmrLimits(15, 9, 21, 2.2, 7.1)  # whole numbers, so that nothing is rounded
    found = {(one.index, one.rule, one.direction) for one in s.special_causes(values, limits).signals}
    turned = {"high": "low", "low": "high", "rising": "falling", "falling": "rising"}
    below = s.special_causes([None if one is None else 30 - one for one in values], limits).signals
    assert {(one.index, one.rule, turned[one.direction]) for one in below} == found
    back = s.special_causes(values[::-1], limits).signals
    in_time = {"high": "high", "low": "low", "rising": "falling", "falling": "rising"}
    assert {(len(values) - 1 - one.index, one.rule, in_time[one.direction]) for one in back} == found
    own = s.xmr_limits(values)
    assert own.lower <= own.mean <= own.upper
    assert all(values[index] is not None for index, _, _ in found)
