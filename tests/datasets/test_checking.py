"""What is unlikely about figures, each said with its numbers (DAT-5)."""

from decimal import Decimal

import pytest
from django.utils import timezone

from datasets.checking import CHANGE, EXCEEDS, INCONSISTENT, RANGE, warnings_for
from datasets.figures import FigureInput
from datasets.models import Edition, Figure, Indicator, Item, Return
from datasets.statuses import Basis, ItemKind, Origin, ReturnStatus, Theme
from tests.datasets import factories

BEFORE = factories.quarter().previous


@pytest.fixture
def stock(cast):
    """North's collection, whose version counts children looked after, those who started and those who ceased."""
    version = factories.dataset()
    for place, code in enumerate(("looked-after-starts", "looked-after-ceases"), start=10):
        Item.objects.create(
            version=version,
            code=code,
            name=f"Children {code[13:]} care",
            definition="Counted.",
            kind=ItemKind.COUNT,
            basis=Basis.PERIOD,
            theme=Theme.LOOKED_AFTER,
            position=place,
        )
    version.items.filter(code="looked-after").update(basis=Basis.POINT_IN_TIME)
    return factories.collection(cast)


def given(return_, **figures) -> Return:
    """A return that was accepted with these figures, and no others."""
    edition = Edition.objects.create(of_return=return_, number=1, origin=Origin.TYPED, made_at=timezone.now())
    items = {one.code.replace("-", "_"): one for one in return_.collection_period.version.items.all()}
    Figure.objects.bulk_create(
        Figure(edition=edition, item=items[code], **({"marker": "x"} if value == "x" else {"value": value}))
        for code, value in figures.items()
    )
    return_.edition, return_.status = edition, ReturnStatus.ACCEPTED
    return_.save()
    return return_


def quarters(cast, of, **series) -> Return:
    """Accepted returns of the quarters before the last, the oldest first, and the expected one after them."""
    (length,) = {len(values) for values in series.values()}
    for place in range(length):
        quarter = factories.quarter().plus(place - length)
        period = factories.period(cast, of, slug=quarter.slug)
        given(factories.of_first(cast, period), **{code: values[place] for code, values in series.items()})
    return factories.of_first(cast, factories.period(cast, of))


def checked(return_, **figures) -> list[tuple[str, str, str]]:
    inputs = {code.replace("_", "-"): factories.figure(value) for code, value in figures.items()}
    return warnings_for(return_, inputs)


def test_dat_5_without_a_past_nothing_is_unlikely_but_what_contradicts_itself(cast, stock):
    return_ = factories.of_first(cast, factories.period(cast, stock))
    assert checked(return_, referrals=400, repeat_referrals=400, looked_after=250, looked_after_starts=9) == []
    assert checked(return_, referrals=400, repeat_referrals=1401) == [
        (
            "repeat-referrals",
            INCONSISTENT,
            "Referrals within 12 months of an earlier one: 1,401 is more than Referrals, 400, of which it is a part.",
        )
    ]
    assert checked(return_, referrals="x", repeat_referrals=90) == []


def test_dat_5_a_change_is_big_above_a_quarter_and_ten(cast, stock):
    return_ = quarters(cast, stock, referrals=[400], looked_after=[20], social_workers=["x"])
    was = f"{BEFORE}"
    assert checked(return_, referrals=500, looked_after=30, social_workers=61) == []
    assert checked(return_, referrals=501, looked_after=31) == [
        ("referrals", CHANGE, f"Referrals: 501 after 400 in {was}, 101 more (25%)."),
        ("looked-after", CHANGE, f"Children looked after: 31 after 20 in {was}, 11 more (55%)."),
    ]
    assert checked(return_, referrals=0, looked_after=0) == [
        ("referrals", CHANGE, f"Referrals: 0 after 400 in {was}, 400 fewer (100%)."),
        ("looked-after", CHANGE, f"Children looked after: 0 after 20 in {was}, 20 fewer (100%)."),
    ]


def test_dat_5_after_nothing_any_number_above_ten_is_a_big_change(cast, stock):
    return_ = quarters(cast, stock, referrals=[0])
    assert checked(return_, referrals=10) == []
    assert checked(return_, referrals=11) == [("referrals", CHANGE, f"Referrals: 11 after 0 in {BEFORE}, 11 more.")]


def test_dat_5_four_periods_make_a_range_that_is_widened_by_half(cast, stock):
    return_ = quarters(cast, stock, referrals=[400, 420, 440, 430], looked_after=[3, 4, 3, 4])
    assert checked(return_, referrals=465, looked_after=9) == []
    assert checked(return_, referrals=466, looked_after=10) == [
        (
            "referrals",
            RANGE,
            "Referrals: 466 is above what is usual here. In 4 earlier periods it was 400 to 440.",
        ),
        (
            "looked-after",
            RANGE,
            "Children looked after: 10 is above what is usual here. In 4 earlier periods it was 3 to 4.",
        ),
    ]
    assert [one[2] for one in checked(return_, referrals=374)] == [
        "Referrals: 374 is below what is usual here. In 4 earlier periods it was 400 to 440."
    ]


def test_dat_9_ten_periods_have_the_limits_of_a_process(cast, stock):
    return_ = quarters(cast, stock, referrals=[400, 410] * 5)
    # Mean 405 and moving ranges of 10: 405 -+ 26.6, and a handful.
    assert checked(return_, referrals=436) == checked(return_, referrals=374) == []
    assert [one[2] for one in checked(return_, referrals=437) + checked(return_, referrals=373)] == [
        "Referrals: 437 is above what is usual here. In 10 earlier periods it was 400 to 410, and up to 431.6 would be "
        "ordinary variation.",
        "Referrals: 373 is below what is usual here. In 10 earlier periods it was 400 to 410, and down to 378.4 would "
        "be ordinary variation.",
    ]


def test_dat_5_a_stock_is_the_last_one_with_those_who_came_and_without_those_who_went(cast, stock):
    return_ = quarters(cast, stock, looked_after=[400])
    moved = {"looked_after_starts": 30, "looked_after_ceases": 25}
    assert checked(return_, looked_after=413, **moved) == checked(return_, looked_after=397, **moved) == []
    assert checked(return_, looked_after=414, **moved) == [
        (
            "looked-after",
            INCONSISTENT,
            f"Children looked after: 400 in {BEFORE}, with 30 who started and 25 who ended, make 405; given are 414, "
            "9 more.",
        )
    ]
    assert checked(return_, looked_after=396, **moved)[0][2].endswith("make 405; given are 396, 9 fewer.")
    assert checked(return_, looked_after=414, looked_after_starts=30) == []


def test_dat_5_a_stock_is_not_held_against_a_quarter_that_is_not_the_one_before(cast, stock):
    period = factories.period(cast, stock, slug=factories.quarter().plus(-2).slug)
    given(factories.of_first(cast, period), looked_after=400)
    return_ = factories.of_first(cast, factories.period(cast, stock))
    assert checked(return_, looked_after=420, looked_after_starts=0, looked_after_ceases=0) == []


def test_dat_5_a_numerator_above_its_denominator_is_said_unless_it_can_be(cast, stock):
    return_ = factories.of_first(cast, factories.period(cast, stock))
    return_.collection_period.version.items.update(part_of="")
    above = {"referrals": 400, "repeat_referrals": 401}
    assert checked(return_, **above) == [
        (
            "repeat-referrals",
            EXCEEDS,
            "Repeat referrals share: Referrals within 12 months of an earlier one, 401, is more than Referrals, 400. "
            "It would be above 100%.",
        )
    ]
    assert checked(return_, referrals=400, repeat_referrals=400) == checked(return_, repeat_referrals=401) == []
    Indicator.objects.update(may_exceed=True)
    assert checked(return_, **above) == []


def test_dat_5_what_is_no_share_has_no_top(cast, stock):
    return_ = factories.of_first(cast, factories.period(cast, stock))
    definition = return_.collection_period.version.definitions.get(indicator__code="repeat-referrals-share")
    for numerator, denominator in (
        (["looked-after"], ["social-workers"]),
        (["referrals"], ["referrals", "looked-after"]),
        (["looked-after"], []),
    ):
        definition.numerator, definition.denominator = numerator, denominator
        definition.save()
        assert checked(return_, looked_after=250, social_workers=10, referrals=1) == []


def test_dat_5_others_figures_are_nobody_s_range(cast, stock):
    period = factories.period(cast, stock, slug=BEFORE.slug)
    given(period.returns.get(authority=cast.north.second), referrals=10)
    return_ = factories.of_first(cast, factories.period(cast, stock))
    assert checked(return_, referrals=400) == []


def test_dat_5_a_warning_fits_where_it_is_kept(cast, stock):
    return_ = quarters(cast, stock, referrals=[1])
    return_.collection_period.version.items.filter(code="referrals").update(name="R" * 200)
    (warning,) = warnings_for(return_, {"referrals": FigureInput(Decimal(400))})
    assert len(warning[2]) <= 300
    return_.collection_period.version.items.filter(code="repeat-referrals").update(name="P" * 200)
    (warning,) = checked(return_, referrals=1, repeat_referrals=2)
    assert (len(warning[2]), warning[2][-1]) == (300, "…")
