"""Values worked out from returns: derived, banded, pooled, revised (DAT-2, DAT-4, DAT-10, DAT-19 to DAT-22)."""

from datetime import date
from decimal import Decimal

import pytest

from datasets import workflow
from datasets.derived import Told, derive
from datasets.deriving import work_out
from datasets.figures import FigureInput
from datasets.models import AreaValue, Definition, InYearValue, Population
from datasets.statuses import Agreement, Basis, Caveat, Flag
from regions.models import Authority
from tests.datasets import factories

pytestmark = pytest.mark.django_db
SHARE, RATE = "repeat-referrals-share", "looked-after-rate"


def value_of(authority, code: str = SHARE, of=None) -> InYearValue:
    rows = InYearValue.objects.current().filter(authority=authority, indicator__code=code)
    return rows.filter(collection_period=of).get() if of else rows.get()


@pytest.fixture
def eight(cast) -> list:
    """North's three authorities and five more."""
    more = [
        Authority(slug=f"more-{place}", name=f"More {place}", kind="unitary", region=cast.north.region)
        for place in range(5)
    ]
    return [cast.north.first, cast.north.second, cast.north.third, *Authority.objects.bulk_create(more)]


def published(cast, authorities, of=None, **changed):
    """A period in which the authorities have repeat shares of 10 %, 11 % and so on, of 400 referrals."""
    of = of or factories.period(cast)
    for place, one in enumerate(authorities):
        factories.given(cast, of, one, **({"repeat_referrals": 40 + 4 * place} | changed))
    return factories.published(cast, of)


def test_dat_2_indicators_are_derived_from_items(cast):
    Population.objects.create(authority=cast.north.first, year=2020, value=40_000, source="ONS", vintage="2020")
    of = published(cast, [cast.north.first])

    share, rate = value_of(cast.north.first), value_of(cast.north.first, RATE)

    assert (share.value, share.numerator, share.denominator, share.denominator_source) == (10, 40, 400, "")
    assert (rate.value, rate.numerator, rate.denominator) == (Decimal("62.5"), 250, 40_000)
    assert rate.denominator_source == "Mid-2020, 2020 (ONS)"
    assert (share.collection_period, share.edition) == (of, of.returns.get(authority=cast.north.first).published)
    assert share.lower < 10 < share.upper
    assert rate.lower < 62.5 < rate.upper
    assert (share.band, share.rank, share.is_revised) == ("", None, False)


def test_dat_22_bands_are_worked_out_among_those_asked_from_eight_returns(cast, eight):
    published(cast, eight)
    rows = InYearValue.objects.current().filter(indicator__code=SHARE).order_by("value")
    assert [(one.band, one.rank, one.ranked) for one in rows] == [
        (band, place, 8) for place, band in enumerate("AABBCCDD", 1)
    ]
    assert [one.flags for one in rows][-2:] == [[Flag.LOWEST_BAND], [Flag.LOWEST_BAND]]
    assert {one.band for one in InYearValue.objects.filter(indicator__code=RATE)} == {""}


def test_dat_4_markers_are_carried_and_nothing_is_zero(cast):
    Population.objects.create(authority=cast.north.first, year=2020, value=40_000, source="ONS", vintage="2020")
    published(cast, [cast.north.first], repeat_referrals="x", looked_after="z")
    share, rate = value_of(cast.north.first), value_of(cast.north.first, RATE)
    assert (share.value, share.numerator, share.denominator, share.marker) == (None, None, 400, "x")
    assert (rate.value, rate.marker, rate.lower) == (None, "z", None)


def test_dat_19_what_is_not_comparable_is_shown_but_neither_banded_nor_pooled(cast, eight):
    of = factories.period(cast)
    odd = FigureInput(Decimal(200), "", Caveat.NOT_COMPARABLE, "Counted by another rule.")
    factories.given(cast, of, eight[0], repeat_referrals=odd)
    said = FigureInput(Decimal(44), "", Caveat.PROVISIONAL, "Not all is in.")
    factories.given(cast, of, eight[1], repeat_referrals=said)
    for one in eight[2:]:
        factories.given(cast, of, one, repeat_referrals=40)
    for place, one in enumerate(eight, 1):
        Population.objects.create(authority=one, year=2020, value=1000 if place == 1 else 30_000, source="", vintage="")
    factories.published(cast, of)

    first, second = value_of(eight[0]), value_of(eight[1])
    assert (first.value, first.caveat, first.caveat_words) == (50, "not-comparable", "Counted by another rule.")
    assert (first.band, first.rank, first.z) == ("", None, None)
    assert (second.value, second.caveat, second.caveat_words) == (11, "provisional", "Not all is in.")
    region = AreaValue.objects.get(indicator__code=SHARE, region=cast.north.region)
    assert (region.used, region.expected, region.left_out) == (7, 8, [eight[0].slug])
    assert float(region.value) == pytest.approx(100 * (44 + 6 * 40) / (7 * 400), abs=1e-4)


def test_dat_4_a_missing_return_is_missing_and_the_region_has_no_value_without_it(cast):
    for one in (cast.north.first, cast.north.second, cast.north.third):
        Population.objects.create(authority=one, year=2020, value=30_000, source="ONS", vintage="2020")
    of = published(cast, [cast.north.first, cast.north.second])
    region = AreaValue.objects.get(indicator__code=SHARE, region=cast.north.region)
    assert (region.value, region.used, region.expected) == (None, 2, 3)
    assert region.left_out == [cast.north.third.slug]
    assert region.why_not.startswith("2 of 3 authorities have counts, with 66.6% of the children")
    assert (region.series, region.collection_period, region.period_end) == ("in-year", of, of.last_day)


def test_dat_22_england_is_pooled_over_the_core_collections_of_all_regions(cast):
    """North's first and South's first are all there is."""
    for one in (cast.north.second, cast.north.third, cast.south.second, cast.south.third):
        one.active_to = date(2020, 1, 1)
        one.save()
    of = published(cast, [cast.north.first])
    for one in (cast.north.first, cast.south.first):
        Population.objects.create(authority=one, year=2020, value=30_000, source="ONS", vintage="2020")
    work_out(of)
    england = AreaValue.objects.get(indicator__code=SHARE, region=None)
    assert (england.value, england.used, england.expected, england.collection_period) == (None, 1, 2, None)

    other = workflow.create_collection(
        cast.south.region,
        by=cast.south.regional_team,
        name="South",
        version=of.version,
        agreement=Agreement.REGION,
    )
    there = workflow.open_period(other, by=cast.south.regional_team, slug=of.slug)
    given_by_south(cast, there)

    england.refresh_from_db()
    assert (england.value, england.used, england.left_out) == (Decimal("17.5"), 2, [])
    assert (england.numerator, england.denominator, england.cover) == (140, 800, 100)


def given_by_south(cast, of) -> None:
    """South's first authority gives its figures, and South's team publishes them."""
    south, figures = cast.south, factories.figures(repeat_referrals=100)
    return_ = of.returns.get(authority=south.first)
    workflow.record_edition(return_, by=south.performance_lead, figures=figures, origin="typed")
    workflow.submit_return(return_, by=south.performance_lead)
    workflow.sign_off_return(return_, by=south.dcs)
    workflow.accept_return(return_, by=south.regional_team)
    with factories.on_day(of.preview_from):
        workflow.start_preview(of, by=None)
    workflow.publish_period(of, by=south.regional_team)


def test_dat_20_a_restated_quarter_reads_revised_and_the_old_one_stays(cast):
    of = factories.period(cast)
    factories.accepted(cast, of, repeat_referrals=40)
    factories.published(cast, of)
    before = value_of(cast.north.first)

    factories.accepted(cast, of, why="Counted twice.", repeat_referrals=44)

    after = value_of(cast.north.first)
    before.refresh_from_db()
    assert (before.value, before.is_current, before.is_revised) == (10, False, False)
    assert (after.value, after.is_current, after.is_revised) == (11, True, True)
    assert after.edition.number == before.edition.number + 1
    # What stayed the same is not called revised.
    Population.objects.create(authority=cast.north.first, year=2020, value=40_000, source="ONS", vintage="2020")
    assert value_of(cast.north.first, RATE).is_revised is False


def test_dat_20_while_a_quarter_is_restated_the_published_figures_count(cast):
    of = factories.period(cast)
    factories.accepted(cast, of, repeat_referrals=40)
    factories.published(cast, of)
    factories.submitted(cast, of, why="Counted twice.", repeat_referrals=44)
    work_out(of)
    assert value_of(cast.north.first).value == 10


def test_dat_18_what_is_taken_back_in_the_preview_is_no_longer_current(cast):
    of = factories.period(cast)
    taken = factories.accepted(cast, of)
    with factories.on_day(of.preview_from):
        workflow.start_preview(of, by=None)
        assert value_of(cast.north.first).value == Decimal("22.5")
        workflow.withdraw_return(taken, by=cast.north.performance_lead, reason="A mistake")
        assert not InYearValue.objects.current().exists()
        workflow.submit_return(taken, by=cast.north.performance_lead)
        workflow.sign_off_return(taken, by=cast.north.dcs)
        workflow.accept_return(taken, by=cast.north.regional_team)
    assert value_of(cast.north.first).is_revised is False
    assert InYearValue.objects.filter(indicator__code=SHARE).count() == 1


def test_dat_21_a_rate_is_never_rebased_and_late_returns_use_the_same_estimates(cast):
    first, second = cast.north.first, cast.north.second
    for one in (first, second):
        Population.objects.create(authority=one, year=2020, value=40_000, source="ONS", vintage="2020")
    of = published(cast, [first])
    for one in (first, second):
        Population.objects.create(authority=one, year=2021, value=50_000, source="ONS", vintage="2021")
    factories.given(cast, of, second)
    assert {(one.denominator, one.denominator_source) for one in InYearValue.objects.filter(indicator__code=RATE)} == {
        (40_000, "Mid-2020, 2020 (ONS)")
    }


def test_dat_9_a_quarter_is_held_against_the_authoritys_own_past(cast):
    of = factories.collection(cast)
    now = factories.quarter()
    for back in range(10, 0, -1):
        period = factories.period(cast, of, now.plus(-back).slug)
        published(cast, [cast.north.first], period, repeat_referrals=40 + back % 3)
    period = factories.period(cast, of)
    published(cast, [cast.north.first], period, repeat_referrals=120)
    one = value_of(cast.north.first, of=period)
    assert (one.flags, one.trend) == ([Flag.POINT_OUTSIDE], "none")


# --- From items to indicators -----------------------------------------------------------------------------------------


def definition(**how) -> Definition:
    return Definition(**({"numerator": ["a"], "denominator": ["b"], "multiplier": 100, "scaling": "as-is"} | how))


def quarters(*pairs) -> list:
    """Figures of a and b, the newest first; None for a quarter without any."""
    return [pair and {"a": Told(Decimal(pair[0])), "b": Told(Decimal(pair[1]))} for pair in pairs]


BASES = {"a": Basis.PERIOD, "b": Basis.PERIOD}


def test_dat_2_four_quarters_are_added_up_only_if_all_are_there():
    rolling = definition(scaling="rolling-year")
    found = derive(rolling, quarters((1, 10), (2, 10), (3, 10), (4, 10)), BASES, None)
    assert (found.value, found.numerator, found.denominator, found.marker) == (25, 10, 40, "")
    missing = derive(rolling, quarters((1, 10), (2, 10), None, (4, 10)), BASES, None)
    assert (missing.value, missing.numerator, missing.marker) == (None, None, "x")
    # What is counted on the last day is not added up.
    stock = derive(rolling, quarters((1, 10), (2, 10), (3, 10), (4, 10)), BASES | {"b": Basis.POINT_IN_TIME}, None)
    assert (stock.numerator, stock.denominator, stock.value) == (10, 10, 100)


@pytest.mark.parametrize(
    ("how", "pair", "population", "answer"),
    [
        ({}, (0, 0), None, (None, "z")),
        ({}, (3, 0), None, (None, "x")),
        ({}, (1, 3), None, (Decimal("33.333333"), "")),
        ({"denominator": [], "multiplier": 1}, (7, 0), None, (7, "")),
        ({"denominator": [], "per_population": True}, (7, 0), None, (None, "x")),
        ({"denominator": [], "per_population": True}, (7, 0), (Decimal(1000), "Mid-2024"), (Decimal("0.7"), "")),
        ({"numerator": ["a", "b"]}, (1, 3), None, (Decimal("133.333333"), "")),
        ({"numerator": ["a", "c"]}, (1, 3), None, (None, "x")),
    ],
)
def test_dat_2_numerator_over_denominator_times_multiplier(how, pair, population, answer):
    found = derive(definition(**how), quarters(pair, None, None, None), BASES, population)
    assert (found.value, found.marker) == answer
    assert found.denominator_source == ("Mid-2024" if population else "")


def test_dat_19_caveats_follow_the_gravest_first_and_words_are_said_once():
    figures = {
        "a": Told(Decimal(1), "", Caveat.PROVISIONAL, "New system."),
        "b": Told(Decimal(2), "", Caveat.NOT_COMPARABLE, "Another rule."),
    }
    found = derive(definition(numerator=["a", "a"]), [figures, None, None, None], BASES, None)
    assert (found.caveat, found.caveat_words) == ("not-comparable", "New system.; Another rule.")
    long = derive(definition(), [{**figures, "a": Told(Decimal(1), "", "provisional", "w" * 300)}], BASES, None)
    assert (len(long.caveat_words), long.caveat_words[-1]) == (300, "…")
