"""Whose turn it is on a panel and what is due, as pages and lists say it (GEN-3, MOD-3 to MOD-5, SE-4, SE-17)."""

from datetime import timedelta

import pytest

from regions.querysets import today
from riia.ui.dates import in_words
from selfassessment import workflow
from selfassessment.deadlines import Deadlines
from selfassessment.models import Panel, SelfEvaluation
from selfassessment.moderation_pages import panel_lines
from selfassessment.panel_turns import in_short
from selfassessment.progress import progress_of
from selfassessment.statuses import MemberStatus
from tests.datasets.factories import on_day
from tests.people import signed_in
from tests.selfassessment import approving, moderating

DIRECTOR = "Director of children's services"


def fresh(panel: Panel) -> Panel:
    return Panel.objects.get(pk=panel.pk)


def feedback(panel: Panel) -> str:
    return f"Feedback by {in_words(Deadlines(panel.evaluation).feedback)}"


@pytest.mark.parametrize(
    ("walk", "turn", "due"),
    [
        ("forming", "Regional team", lambda one: f"Judgements by {in_words(one.judge_by)}"),
        (
            "announced",
            "Authority and the 3 members who are asked",
            lambda one: f"Objections by {in_words(one.object_until)}",
        ),
        ("judging", "Moderators", lambda one: f"Judgements by {in_words(one.judge_by)}"),
        ("judged", "Moderators", feedback),
        ("discussing", "Moderators and the director", feedback),
        ("checking", "Chair of the panel", feedback),
        ("replying", DIRECTOR, lambda one: f"Reply by {in_words(one.reply_until)}"),
        ("replied", "Chair of the panel", feedback),
        ("final", "Nobody", lambda _: "Nothing is due"),
    ],
)
def test_each_state_names_who_has_the_turn_and_the_day_that_comes_next(cast, walk, turn, due):
    panel = fresh(getattr(moderating, walk)(cast))
    assert in_short(panel) == (turn, due(panel))
    rows = progress_of(panel.evaluation.cycle, cast.north.regional_team)
    standing = next(one for one in rows if one.evaluation == panel.evaluation)
    said = (standing.turn or "Nobody", standing.due)
    assert said == (turn, due(panel)), "the page of the self-evaluation says the same"


@pytest.mark.parametrize("walk", ["forming", "announced", "judging", "discussing", "final"])
def test_mod_7_who_hears_of_no_panel_is_told_of_no_turn_and_no_day(cast, client, walk):
    panel = fresh(getattr(moderating, walk)(cast))
    for reader in (cast.north.chair, cast.north.performance_lead):
        standing = next(
            one for one in progress_of(panel.evaluation.cycle, reader) if one.evaluation == panel.evaluation
        )
        assert (standing.step, standing.turn, standing.next_step, standing.next_day) == ("Released", "", "", None)
        assert (standing.whose, standing.due) == ("Its panel’s", "Its moderation is for those who take part in it")
        page = signed_in(client, reader).get(panel.evaluation.get_absolute_url()).content.decode()
        assert "Its moderation is for those who take part in it." in page
        assert "Whose turn" not in page
        assert "Nothing waits" not in page


def test_mod_1_the_team_and_the_authority_are_told_alike_that_a_panel_is_to_come(cast):
    evaluation = approving.released(cast, moderating.running(cast))
    before = [progress_of(evaluation.cycle, one)[0] for one in (cast.north.regional_team, cast.north.dcs)]
    assert {(one.turn, one.next_step) for one in before} == {("Regional team", "Judgements")}


def test_mod_7_before_judging_those_are_named_who_are_waited_for_and_then_the_team(cast):
    panel = moderating.announced(cast)
    first, *_ = panel.members.order_by("pk")
    for member in panel.members.exclude(pk=first.pk):
        workflow.accept_place(member, by=moderating.user_of(member.person))
    assert in_short(fresh(panel))[0] == "Authority and the member who is asked"
    moderating.let_object(panel)
    assert in_short(fresh(panel))[0] == "The member who is asked"
    moderating.accept(panel)
    assert in_short(fresh(panel))[0] == "Regional team"


def test_mod_7_mod_8_it_is_the_teams_turn_while_an_objection_waits_and_while_a_place_is_free(cast):
    panel = moderating.announced(cast)
    objection = workflow.object_to(panel.members.first(), by=cast.north.dcs, text="A friend.")
    assert in_short(fresh(panel))[0] == "Regional team"
    workflow.not_uphold(objection, by=cast.north.regional_team, decision="It is no conflict.")
    assert in_short(fresh(panel))[0] != "Regional team"
    Panel.objects.filter(pk=panel.pk).update(status="agreeing")
    panel.members.update(status=MemberStatus.ACCEPTED)
    assert in_short(fresh(panel))[0] == "Moderators"
    Panel.objects.filter(pk=panel.pk).update(third_asked_at=panel.members.first().asked_at)
    assert in_short(fresh(panel))[0] == "Regional team"


def test_se_4_while_the_text_is_taken_back_it_is_the_authoritys_turn_and_nothing_is_due(cast):
    panel = moderating.checking(cast)
    workflow.reopen(panel.evaluation, by=cast.north.dcs, words="A figure was wrong.")
    assert in_short(fresh(panel)) == (DIRECTOR, "Nothing is due")


def test_mod_1_where_another_text_is_released_it_is_the_teams_turn_and_before_it_opens_nobodys(cast):
    panel = moderating.judging(cast)
    moderating.another_text(cast, panel)
    assert in_short(fresh(panel)) == ("Regional team", "Nothing is due")
    other = fresh(panel)
    other.revision = other.evaluation.revision
    SelfEvaluation.objects.filter(pk=other.evaluation_id).update(opens_on=today() + timedelta(days=3))
    other.evaluation.refresh_from_db()
    assert in_short(other) == ("Nobody", "Nothing is due")


def test_se_17_nothing_is_due_while_the_clocks_stand_still_and_days_move_on_by_it(cast):
    panel = moderating.judging(cast)
    before = panel.judge_by
    pause = workflow.pause(panel.evaluation, by=cast.north.dcs, starts=today(), why="inspection")
    with on_day(today() + timedelta(days=7)):
        assert in_short(fresh(panel)) == ("Moderators", "Dates changed: nothing is due now")
        workflow.end_pause(pause, by=cast.north.dcs, ends=today())
        turn, due = in_short(fresh(panel))
        assert turn == "Moderators"
        assert due.startswith("Judgements by ")
        assert due != f"Judgements by {in_words(before)}"


def test_a_list_of_panels_takes_six_queries_and_reads_no_text(cast, django_assert_num_queries):
    moderating.final(cast)
    with django_assert_num_queries(6):
        (line,) = panel_lines(Panel.objects.all())
    assert {"content", "confirmed"} <= line.panel.revision.get_deferred_fields()
    assert line.panel.evaluation.cycle.template.get_deferred_fields() == {"content"}
    assert (line.colour, line.turn, line.due) == ("green", "Nobody", "Nothing is due")
