"""Figures at national scale are left as publishing leaves them (DAT-11)."""

from datasets.loading.simulation import simulate_figures
from datasets.models import CollectionPeriod, InYearValue
from datasets.small_numbers import protect_period


def test_simulated_figures_are_marked_as_published_ones_are(cast):
    simulate_figures(quarters=1)
    values = InYearValue.objects.order_by("pk")
    marks = ("hidden_inside", "hidden_outside", "unplaced_inside", "unplaced_outside")
    first = list(values.values_list(*marks))
    assert {type(one) for row in first for one in row} == {bool}
    for period in CollectionPeriod.objects.all():
        assert {"counts", "inside", "outside"} == period.protection.keys()
        protect_period(period)
    assert list(values.values_list(*marks)) == first
