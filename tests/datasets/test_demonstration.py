"""What the demonstration shows of the dataset, and that it goes away without a trace."""

import pytest

from datasets.loading.invented_figures import PER_10_000, SHARES, figures_of
from datasets.models import (
    CollectionPeriod,
    DatasetVersion,
    Figure,
    InYearValue,
    Item,
    Neighbour,
    RegionalReport,
    Return,
)
from datasets.periods import Quarter
from datasets.plans import differences, faults_of, plan_of
from datasets.statuses import PeriodStatus, ReturnStatus
from riia.home.demonstration import load_demonstration, remove_demonstration
from riia.notifications.models import Notice


def test_the_demonstration_has_twelve_published_quarters_and_a_return_in_every_status(demonstration, settings):
    core = CollectionPeriod.objects.filter(collection__kind="core").order_by("last_day")
    assert [one.status for one in core] == ["published"] * 12 + ["open"]
    assert set(CollectionPeriod.objects.values_list("status", flat=True)) == set(PeriodStatus.values)
    assert sorted(RegionalReport.objects.values_list("status", flat=True)) == ["draft", "final"]
    assert set(Return.objects.values_list("status", flat=True)) == set(ReturnStatus.values)
    shown = {(one.collection_period.slug, one.authority.slug) for one in Return.objects.filter(status="published")}
    assert len(shown) == Return.objects.filter(collection_period__status="published").count() - 1  # one is missing
    assert Return.objects.filter(editions__number=2).get().published.reason
    assert Figure.objects.filter(caveat="not-comparable").count() == 2
    assert Neighbour.objects.values("authority").distinct().count() == 13
    draft = DatasetVersion.objects.get(slug="demonstration-next")
    found = differences(plan_of(draft.based_on), plan_of(draft))
    assert [(one.kind, one.code, bool(one.before), bool(one.after)) for one in found] == [
        ("Item", "referrals", True, True),
        ("Item", "early_help_open", False, True),
        ("Indicator", "eh_open_rate", False, True),
    ]
    assert faults_of(plan_of(draft), ["eh_open_rate", *(one.indicator for one in plan_of(draft).definitions)]) == []
    assert load_demonstration() == "Nothing to change: the demonstration is loaded already."
    # Nobody is told how it came about, but of the one appointment that waits.
    assert not Notice.objects.filter(link__startswith="/data/").exists()

    remove_demonstration()
    for model in (CollectionPeriod, Return, Figure, InYearValue, Neighbour):
        assert model.objects.count() == 0, model
    assert Item.objects.count() == 34


@pytest.mark.parametrize("number", range(1, 5))
def test_invented_figures_hold_together_and_are_the_same_each_time(number):
    quarter = Quarter(2024, number)
    for slug, children in (("northtown", 52_400), ("smallholm", 410), ("midhaven", 61_800)):
        found = figures_of(slug, children, quarter)
        assert found == figures_of(slug, children, quarter)
        assert min(found.values()) >= 0
        assert {code for code, (whole, _) in SHARES.items() if found[code] > found[whole]} == set()
        assert found["cin_plans"] + found["cpp"] + found["cla"] <= found["cin"]
        assert set(PER_10_000) | set(SHARES) < set(found)
