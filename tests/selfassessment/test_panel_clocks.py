"""Reminders of a panel's days: to whom, once, and to nobody while clocks stand still (NOT-1, MOD-3, MOD-5, SE-17)."""

from datetime import timedelta

from regions.querysets import today
from riia.notifications.models import Notice
from selfassessment import workflow
from selfassessment.clocks import remind_of_self_evaluations
from selfassessment.deadlines import Deadlines
from selfassessment.models import Panel
from selfassessment.panel_clocks import remind_of_panels
from tests.datasets.factories import on_day
from tests.selfassessment import moderating
from tests.selfassessment.moderating import CHAIR, by_part, user_of

OF = "Self-evaluation 2026-27 of Aldermoor"


def reminded() -> tuple[int, set[tuple[str, str]]]:
    """Of how many panels a run reminds, and to whom it says what; nothing of a text or a judgement is in it."""
    Notice.objects.filter(key=None).delete()
    before = set(Notice.objects.values_list("pk", flat=True))
    count = remind_of_panels()
    made = Notice.objects.exclude(pk__in=before)
    assert not any("planted" in f"{one.subject}{one.line}" for one in made)
    return count, set(made.values_list("to", "subject"))


def until(panel: Panel, **days: int) -> Panel:
    """The panel with days so many from today."""
    Panel.objects.filter(pk=panel.pk).update(
        **{name: today() + timedelta(days=number) for name, number in days.items()}
    )
    return Panel.objects.get(pk=panel.pk)


def test_not_1_mod_3_moderators_who_have_not_handed_in_are_reminded_before_and_after_the_day_once(cast):
    panel = until(moderating.judging(cast), judge_by=20)
    assert reminded() == (0, set())
    one, other = moderating.moderators(panel)
    moderating.judge_all(one)
    workflow.hand_in(one, by=user_of(one.person))
    panel = until(panel, judge_by=2)
    due = f"Judgements due on {today() + timedelta(days=2):%-d %B %Y}: {OF}"
    assert reminded() == (1, {(user_of(other.person).email, due)})
    assert reminded() == (1, set())
    until(panel, judge_by=-1)
    assert reminded() == (1, {(user_of(other.person).email, f"The day has passed: judgements, {OF}")})
    assert reminded() == (1, set())


def test_not_1_mod_5_the_chair_is_reminded_once_when_feedback_is_late_and_nobody_else(cast):
    panel = moderating.discussing(cast)
    chair = by_part(panel, CHAIR)
    day = Deadlines(panel.evaluation).feedback
    with on_day(day + timedelta(days=1)):
        assert reminded() == (1, {(chair.email, f"The day has passed: feedback, {OF}")})
        assert reminded() == (1, set())
        assert remind_of_self_evaluations() == 1


def test_not_1_mod_5_the_director_is_reminded_once_before_the_time_for_a_reply_is_over(cast):
    panel = until(moderating.replying(cast), reply_until=20)
    assert reminded() == (0, set())
    panel = until(panel, reply_until=1)
    runs_out = f"You may reply until {today() + timedelta(days=1):%-d %B %Y}: {OF}"
    assert reminded() == (1, {(cast.north.dcs.email, runs_out)})
    assert reminded() == (1, set())
    Notice.objects.all().delete()
    workflow.reply(panel, by=cast.north.dcs, text="We agree.")
    assert reminded() == (0, set())


def test_mod_5_late_feedback_that_waits_for_a_reply_is_the_chairs_turn_once_the_authority_could_have_replied(cast):
    panel = moderating.replying(cast)
    day = Deadlines(panel.evaluation).feedback + timedelta(days=1)
    chair = by_part(panel, CHAIR).email
    with on_day(day):
        panel = until(panel, reply_until=20)
        assert reminded() == (0, set())
        panel = until(panel, reply_until=-1)
        assert reminded() == (1, {(chair, f"The day has passed: feedback, {OF}")})
        Notice.objects.all().delete()
        panel = until(panel, reply_until=1)
        workflow.reply(panel, by=cast.north.dcs, text="We agree.")
        assert reminded() == (1, {(chair, f"The day has passed: feedback, {OF}")})


def test_se_17_nobody_on_a_panel_is_reminded_while_the_clocks_stand_still_and_days_move_on_by_it(cast):
    panel = until(moderating.judging(cast), judge_by=2)
    paused = workflow.pause(panel.evaluation, by=cast.north.dcs, starts=today(), why="inspection")
    with on_day(today() + timedelta(days=5)):
        assert reminded() == (0, set())
    with on_day(today() + timedelta(days=21)):
        workflow.end_pause(paused, by=cast.north.dcs, ends=today())
        count, told = reminded()
        assert (count, {to for to, _ in told}) == (
            1,
            {user_of(one.person).email for one in moderating.moderators(panel)},
        )
        assert not any("passed" in subject for _, subject in told)


def test_se_4_nobody_is_reminded_while_the_text_is_taken_back_or_before_a_panel_begins(cast):
    panel = moderating.announced(cast)
    until(panel, judge_by=-1)
    assert reminded() == (0, set())
    moderating.accept(panel)
    panel = workflow.begin_judging(moderating.let_object(panel), by=cast.north.regional_team)
    assert reminded()[0] == 1
    Notice.objects.all().delete()
    workflow.reopen(panel.evaluation, by=cast.north.dcs, words="A figure was wrong.")
    assert reminded() == (0, set())


def test_not_1_mod_1_whoever_has_not_said_whether_they_come_is_reminded_once(cast):
    panel = moderating.announced(cast)
    first, *others = panel.members.order_by("pk")
    workflow.accept_place(first, by=user_of(first.person))
    assert reminded() == (0, set())
    with on_day(today() + timedelta(days=9)):
        still = f"You are still asked onto a panel: {OF}"
        assert reminded() == (1, {(user_of(one.person).email, still) for one in others})
        assert reminded() == (1, set())
        moderating.accept(panel)
        assert reminded() == (0, set())


def test_not_1_mod_8_those_whose_turn_it_is_are_reminded_before_feedback_is_due_a_third_moderator_too(cast):
    panel = moderating.judged(cast)
    pair = {user_of(one.person).email for one in moderating.moderators(panel)}
    workflow.call_third(panel, by=by_part(panel, moderating.MODERATOR))
    fifth = moderating.fifth(cast, panel)
    day = Deadlines(panel.evaluation).feedback
    due = f"Feedback due on {day:%-d %B %Y}: {OF}"
    third = workflow.add_member(panel, by=cast.north.regional_team, person=fifth, part="third")
    workflow.accept_place(moderating.let_object_to(third), by=user_of(fifth))
    assert reminded() == (0, set())
    with on_day(day):
        assert reminded() == (1, {(email, due) for email in pair | {user_of(fifth).email}})
        assert reminded() == (1, set())
        for section in moderating.judged_sections(panel):
            words = {"section": section.slug, "value": "Secure", "words": moderating.VIEW}
            workflow.agree_view(panel, by=user_of(fifth), **words)
        workflow.settle_view(panel, by=by_part(panel, moderating.MODERATOR))
        assert reminded() == (1, {(email, due) for email in pair | {user_of(fifth).email}})
        moderating.draft(panel)
        workflow.hand_to_chair(panel, by=by_part(panel, moderating.MODERATOR))
        assert reminded() == (1, {(by_part(panel, CHAIR).email, due)})
