"""Data sheets beside a text in writing: kept while nothing happens to figures, anew after any act on them (SE-8)."""

import pytest
from django.urls import reverse

from datasets.models import Indicator
from datasets.publishing import import_published
from regions import workflow as directory
from regions.models import Signature
from riia.audit.models import Event
from selfassessment import kept_sheets as module
from selfassessment.data_sheets import plain_sheets
from selfassessment.documents import data_sheet_questions
from selfassessment.kept_sheets import CHANGES_FIGURES, kept_sheets
from selfassessment.models import SelfEvaluation
from selfassessment.plans import sections_from
from tests.datasets import comparing
from tests.datasets import factories as figures
from tests.datasets.publishing import values
from tests.people import signed_in
from tests.selfassessment import documenting, factories


@pytest.fixture
def rate(cast) -> Indicator:
    """The indicator that the template asks for, 61 in 2025."""
    shown = documenting.indicator()
    comparing.value(cast.north.first, shown, 61, year=2025)
    return shown


@pytest.fixture
def evaluation(cast, rate) -> SelfEvaluation:
    comparing.neighbours(cast.north.first, [cast.south.first])
    return documenting.fresh(factories.evaluation(cast))


def questions(evaluation) -> list:
    return data_sheet_questions(sections_from(evaluation.cycle.template.content))


def test_se_8_they_are_those_that_a_revision_would_freeze(cast, evaluation):
    asked = questions(evaluation)
    assert asked
    assert kept_sheets(evaluation, asked) == plain_sheets(evaluation, asked)
    figures.published_return(cast)
    assert kept_sheets(evaluation, asked) == plain_sheets(evaluation, asked)


def test_se_8_asked_for_again_they_take_one_query(evaluation, django_assert_num_queries):
    first = kept_sheets(evaluation, questions(evaluation))
    with django_assert_num_queries(1):
        assert kept_sheets(evaluation, questions(evaluation)) == first
    with django_assert_num_queries(0):
        assert kept_sheets(evaluation, []) == {}


def test_se_8_after_an_import_the_page_of_a_section_shows_the_new_figure_at_once(cast, client, tmp_path, rate):
    evaluation = documenting.filled(cast)
    page = reverse("section_detail", args=[evaluation.pk, "care"])
    signed_in(client, cast.north.dcs)
    assert "61 per 10,000" in client.get(page).content.decode()
    comparing.value(cast.north.first, rate, 99, year=2026)
    # Nobody acted: that was written past every act.
    assert "99 per 10,000" not in client.get(page).content.decode()
    import_published(values(tmp_path, "E99999999,Nowhere,la,2026,2026-03-31,repeat-share,1,2,50,,Test"))
    assert "99 per 10,000" in client.get(page).content.decode()


def test_acc_4_once_a_signature_has_ended_neighbours_figures_are_gone_from_the_sheets(cast, evaluation):
    figures.published_return(cast)
    asked = questions(evaluation)
    before = kept_sheets(evaluation, asked)
    signature = Signature.objects.get(party__authority=cast.north.first)
    directory.withdraw_signature(signature, by=cast.north.regional_team)
    assert kept_sheets(evaluation, asked) == plain_sheets(evaluation, asked)
    assert before.keys() == kept_sheets(evaluation, asked).keys()


def test_every_kind_of_act_on_figures_and_places_counts_and_no_other(cast, evaluation):
    def last() -> int | None:
        return CHANGES_FIGURES.values_list("pk", flat=True).first()

    figures.published_return(cast)
    kinds = set(Event.objects.values_list("target_model", flat=True))
    assert {"datasets.collectionperiod", "datasets.return"} <= kinds
    number = last()
    assert Event.objects.get(pk=number).target_model.partition(".")[0] in ("datasets", "regions")
    documenting.workflow.join_cycle(evaluation, by=cast.north.dcs)
    assert Event.objects.latest("pk").target_model == "selfassessment.selfevaluation"
    assert last() == number


def test_what_overlapping_acts_hid_from_one_another_is_kept_for_some_minutes_at_most(
    cast, evaluation, rate, monkeypatch
):
    asked = questions(evaluation)
    now = [0.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    old = kept_sheets(evaluation, asked)
    comparing.value(cast.north.first, rate, 99, year=2026)
    now[0] = module.LONGEST - 1
    assert kept_sheets(evaluation, asked) == old
    now[0] = module.LONGEST
    assert kept_sheets(evaluation, asked) == plain_sheets(evaluation, asked) != old
