"""Whose turn it is on a panel and what is due, as pages and lists say it (GEN-3, MOD-3 to MOD-5, SE-4, SE-17)."""

from datetime import timedelta

import pytest

from regions.querysets import today
from riia.notifications.models import Notice
from riia.ui.dates import in_words
from riia.ui.workdays import add_working_days
from selfassessment import workflow
from selfassessment.calendar import Calendar, calendar_of
from selfassessment.deadlines import Deadlines
from selfassessment.models import Panel, SelfEvaluation
from selfassessment.moderation_pages import panel_lines
from selfassessment.panel_turns import in_short
from selfassessment.progress import progress_of
from selfassessment.rules.panels import reasons_not_to_announce
from selfassessment.statuses import MemberStatus
from selfassessment.waiting import waiting_in_moderation
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


# --- The day of a panel, on its page, among tasks and when its cycle's days move --------------------------------------


def days(cycle, **changes):
    return Calendar(**vars(calendar_of(cycle)) | changes)


def asked_of(user, panel: Panel) -> list[tuple[str, object]]:
    return [(one.what, one.due) for one in waiting_in_moderation(user) if one.url == panel.get_absolute_url()]


def test_mod_3_tasks_name_the_panels_own_day_and_a_third_moderators_that_for_feedback(cast):
    panel = moderating.forming(cast)
    own = panel.evaluation.cycle.moderate_by + timedelta(days=3)
    until = today() + timedelta(days=7)
    workflow.announce_panel(panel, by=cast.north.regional_team, object_until=until, judge_by=own)
    member = moderating.user_of(panel.members.filter(part="moderator").first().person)
    assert asked_of(member, panel) == [("Say if you take your place on the panel", own)]
    moderating.accept(panel)
    workflow.begin_judging(moderating.let_object(panel), by=cast.north.regional_team)
    assert asked_of(member, panel) == [("Judge the sections", own)]
    assert in_short(fresh(panel))[1] == f"Judgements by {in_words(own)}"


def test_mod_8_who_is_asked_as_a_third_is_asked_by_the_day_for_feedback(cast):
    panel = moderating.judged(cast)
    workflow.call_third(panel, by=moderating.by_part(panel, moderating.MODERATOR))
    fifth = moderating.fifth(cast, panel)
    workflow.add_member(fresh(panel), by=cast.north.regional_team, person=fifth, part=moderating.THIRD)
    (told,) = [one for one in waiting_in_moderation(moderating.user_of(fifth)) if "place" in one.what]
    assert told.due == Deadlines(panel.evaluation).feedback
    assert told.when.startswith("feedback is due on")


def test_mod_3_before_it_is_named_the_day_of_a_panel_is_its_cycles_wherever_it_moves(cast):
    panel = moderating.forming(cast)
    cycle = panel.evaluation.cycle
    later = cycle.moderate_by + timedelta(days=2)
    workflow.change_dates(cycle, by=cast.north.regional_team, calendar=days(cycle, moderate_by=later))
    assert in_short(fresh(panel))[1] == f"Judgements by {in_words(later)}"
    assert asked_of(cast.north.regional_team, panel) == [("Put the panel together and name it", later)]


@pytest.mark.parametrize("walk", ["announced", "judging"])
def test_gen_3_a_named_panel_that_judges_by_its_cycles_day_moves_with_it_and_is_told(cast, walk):
    panel = fresh(getattr(moderating, walk)(cast))
    cycle = panel.evaluation.cycle
    assert panel.judge_by == cycle.moderate_by
    later = cycle.moderate_by + timedelta(days=2)
    Notice.objects.all().delete()
    workflow.change_dates(cycle, by=cast.north.regional_team, calendar=days(cycle, moderate_by=later))
    assert fresh(panel).judge_by == later
    line = f"Judgements are due by {in_words(later)} now."
    assert Notice.objects.filter(line=line).count() == 2


def test_gen_3_a_panel_with_a_day_of_its_own_keeps_it_unless_feedback_would_be_due_before(cast):
    panel = fresh(moderating.judging(cast))
    cycle = panel.evaluation.cycle
    own = cycle.moderate_by + timedelta(days=4)
    Panel.objects.filter(pk=panel.pk).update(judge_by=own)
    earlier = cycle.moderate_by - timedelta(days=1)
    workflow.change_dates(cycle, by=cast.north.regional_team, calendar=days(cycle, moderate_by=earlier))
    assert fresh(panel).judge_by == own
    changed = days(cycle, moderate_by=earlier, feedback_by=own - timedelta(days=1))
    workflow.change_dates(cycle, by=cast.north.regional_team, calendar=changed)
    assert fresh(panel).judge_by == max(earlier, add_working_days(panel.object_until, 5))


def test_mod_7_judgements_are_not_due_after_feedback(cast):
    panel = moderating.forming(cast)
    feedback_by = Deadlines(panel.evaluation).feedback
    said = {"object_until": today() + timedelta(days=7), "judge_by": feedback_by + timedelta(days=1)}
    reasons = reasons_not_to_announce(panel, by=cast.north.regional_team, **said)
    assert reasons == [f"Feedback is due on {in_words(feedback_by)}: judgements are due by then."]
    with on_day(feedback_by + timedelta(days=10)):
        late = {"object_until": today() + timedelta(days=7), "judge_by": today() + timedelta(days=20)}
        assert reasons_not_to_announce(fresh(panel), by=cast.north.regional_team, **late) == []
