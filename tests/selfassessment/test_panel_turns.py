"""Whose turn it is on a panel and what is due, as pages and lists say it (GEN-3, MOD-3 to MOD-5, SE-4, SE-17)."""

from datetime import timedelta

import pytest

from regions.querysets import today
from riia.ui.dates import in_words
from selfassessment import workflow
from selfassessment.deadlines import Deadlines
from selfassessment.models import Panel, SelfEvaluation
from selfassessment.moderation_pages import panel_lines, turn_of
from tests.datasets.factories import on_day
from tests.selfassessment import moderating


def fresh(panel: Panel) -> Panel:
    return Panel.objects.get(pk=panel.pk)


def feedback(panel: Panel) -> str:
    return f"Feedback by {in_words(Deadlines(panel.evaluation).feedback)}"


@pytest.mark.parametrize(
    ("walk", "turn", "due"),
    [
        ("forming", "The regional team", lambda one: f"Judgements by {in_words(one.judge_by)}"),
        (
            "announced",
            "The members, the authority and the regional team",
            lambda one: f"Objections by {in_words(one.object_until)}",
        ),
        ("judging", "The moderators", lambda one: f"Judgements by {in_words(one.judge_by)}"),
        ("judged", "The moderators", feedback),
        ("discussing", "The panel and the authority", feedback),
        ("checking", "The chair of the panel", feedback),
        (
            "replying",
            "The director, then the chair of the panel",
            lambda one: f"Reply by {in_words(one.reply_until)}",
        ),
        ("final", "Nobody", lambda _: "Nothing is due"),
    ],
)
def test_each_state_names_who_has_the_turn_and_the_day_that_comes_next(cast, walk, turn, due):
    panel = fresh(getattr(moderating, walk)(cast))
    assert turn_of(panel) == (turn, due(panel))


def test_se_4_while_the_text_is_taken_back_it_is_the_authoritys_turn_and_nothing_is_due(cast):
    panel = moderating.checking(cast)
    workflow.reopen(panel.evaluation, by=cast.north.dcs, words="A figure was wrong.")
    assert turn_of(fresh(panel)) == ("The authority", "Nothing is due")


def test_mod_1_where_another_text_is_released_it_is_the_teams_turn_and_before_it_opens_nobodys(cast):
    panel = moderating.judging(cast)
    moderating.another_text(cast, panel)
    assert turn_of(fresh(panel)) == ("The regional team", "Nothing is due")
    other = fresh(panel)
    other.revision = other.evaluation.revision
    SelfEvaluation.objects.filter(pk=other.evaluation_id).update(opens_on=today() + timedelta(days=3))
    other.evaluation.refresh_from_db()
    assert turn_of(other) == ("Nobody", "Nothing is due")


def test_se_17_nothing_is_due_while_the_clocks_stand_still_and_days_move_on_by_it(cast):
    panel = moderating.judging(cast)
    before = panel.judge_by
    pause = workflow.pause(panel.evaluation, by=cast.north.dcs, starts=today(), why="inspection")
    with on_day(today() + timedelta(days=7)):
        assert turn_of(fresh(panel)) == ("The moderators", "Dates changed: nothing is due now")
        workflow.end_pause(pause, by=cast.north.dcs, ends=today())
        turn, due = turn_of(fresh(panel))
        assert turn == "The moderators"
        assert due.startswith("Judgements by ")
        assert due != f"Judgements by {in_words(before)}"


def test_a_list_of_panels_takes_two_queries_and_reads_no_text(cast, django_assert_num_queries):
    moderating.final(cast)
    with django_assert_num_queries(2):
        (line,) = panel_lines(Panel.objects.all())
    assert {"content", "confirmed"} <= line.panel.revision.get_deferred_fields()
    assert line.panel.evaluation.cycle.template.get_deferred_fields() == {"content"}
    assert (line.colour, line.turn, line.due) == ("green", "Nobody", "Nothing is due")
