"""What stands in the way of moderation whatever else is so (MOD-1 to MOD-5, MOD-7, SE-4)."""

from datetime import timedelta

import pytest

from regions import workflow as directory
from regions.querysets import today
from riia.notifications.models import Notice
from riia.ui.dates import in_words
from riia.ui.workdays import add_working_days
from selfassessment import workflow
from selfassessment.calendar import Calendar, calendar_of
from selfassessment.deadlines import Deadlines
from selfassessment.models import Objection, Panel
from selfassessment.panel_turns import in_short
from selfassessment.rules import feedback, judging, panels, volunteers
from selfassessment.statuses import CycleStatus, EvaluationStatus, MemberStatus, PanelStatus
from selfassessment.waiting import waiting_in_moderation
from tests.datasets.factories import on_day
from tests.selfassessment import moderating
from tests.selfassessment.moderating import MODERATOR, by_part, user_of


def fresh(panel: Panel) -> Panel:
    return Panel.objects.get(pk=panel.pk)


def test_se_4_nothing_is_done_with_a_text_that_was_taken_back(cast):
    panel = moderating.discussing(cast)
    by, point, view = by_part(panel, MODERATOR), panel.points.get(), panel.views.first()
    member = moderating.moderators(panel)[0]
    view.confirmed_at, member.judged_at = None, None
    for one in (point, view, member):
        one.panel = panel
    asked = {
        PanelStatus.FORMING: [panels.reasons_not_to_announce],
        PanelStatus.ANNOUNCED: [panels.reasons_not_to_begin],
        PanelStatus.AGREEING: [
            judging.reasons_not_to_agree,
            judging.reasons_not_to_call_third,
            judging.reasons_not_to_settle,
            judging.reasons_not_to_raise,
        ],
        PanelStatus.DISCUSSING: [feedback.reasons_not_to_draft, feedback.reasons_not_to_hand_on],
        PanelStatus.CHECKING: [feedback.reasons_not_to_give_back, feedback.reasons_not_to_send_on],
        PanelStatus.REPLYING: [feedback.reasons_not_to_reconsider, feedback.reasons_not_to_finish],
    }
    panel.evaluation.status = EvaluationStatus.WITHDRAWN
    panel.third_asked_at = None
    for status, rules in asked.items():
        panel.status = status
        for rule in rules:
            assert rule(panel, by=by) == [panels.TAKEN_BACK], rule.__name__
    panel.status = PanelStatus.DISCUSSING
    assert judging.reasons_not_to_close(point, by=by) == [panels.TAKEN_BACK]
    assert judging.reasons_not_to_record(point, by=by) == [panels.TAKEN_BACK]
    panel.status = PanelStatus.JUDGING
    assert judging.reasons_not_to_hand_in(member, by=by) == [panels.TAKEN_BACK]
    # The right to reply to what was sent stays.
    panel.status = PanelStatus.REPLYING
    assert feedback.reasons_not_to_reply(panel, by=by) == []
    panel.evaluation.status = EvaluationStatus.RELEASED
    panel.evaluation.opens_on = today() + timedelta(days=3)
    assert feedback.reasons_not_to_finish(panel, by=by) == [
        f"The text opens to its readers on {in_words(panel.evaluation.opens_on)}."
    ]


def test_mod_4_points_have_their_time(cast):
    panel = moderating.discussing(cast)
    by, point = by_part(panel, MODERATOR), panel.points.get()
    point.panel = panel
    assert feedback.reasons_not_to_draft(panel, by=by) == []
    panel.status = PanelStatus.CHECKING
    assert judging.reasons_not_to_raise(panel, by=by) == ["Raising a point is not possible: with the panel chair."]
    assert judging.reasons_not_to_close(point, by=by) == ["It is not possible now: with the panel chair."]


def test_mod_1_a_panel_is_formed_for_an_open_text_of_an_open_cycle(cast):
    evaluation, _inputs = moderating.sample(cast, "form_panel", "")
    by = cast.north.regional_team
    assert panels.reasons_not_to_form(evaluation, by=by) == []
    evaluation.opens_on = today() + timedelta(days=3)
    assert panels.reasons_not_to_form(evaluation, by=by) == [
        f"It opens to its readers on {in_words(evaluation.opens_on)}."
    ]
    evaluation.cycle.status = CycleStatus.CLOSED
    closed = ["This cycle is closed: what was released in it stays as it is."]
    assert panels.reasons_not_to_form(evaluation, by=by) == closed
    assert volunteers.reasons_not_to_offer(evaluation.cycle, by=cast.north.unsigned_dcs) == closed


def test_mod_7_acc_10_who_comes_later_takes_the_place_once_the_authority_could_object(cast):
    panel = moderating.judging(cast)
    one, team = moderating.moderators(panel)[0], cast.north.regional_team
    workflow.stand_down(one, by=team)
    assert panels.reasons_not_to_add(Panel.objects.get(), by=team) == []
    again = workflow.add_member(panel, by=team, person=one.person, part=MODERATOR)
    (reason,) = panels.reasons_not_to_accept(again, by=user_of(one.person))
    assert reason.startswith("The authority may object until ")
    assert panels.reasons_not_to_answer(again, by=user_of(one.person)) == []
    objection = workflow.object_to(again, by=cast.north.dcs, text="A friend.")
    workflow.stand_down(again, by=user_of(one.person))
    # Whoever stood down by themselves is off already: nothing is left to decide.
    objection = Objection.objects.get()
    (reason,) = panels.reasons_not_to_decide(objection, by=team)
    assert reason.endswith("is not on the panel any more: there is nothing to decide.")


def test_mod_7_an_objection_that_is_not_upheld_leaves_the_panel_as_it_is(cast):
    panel = moderating.announced(cast)
    objection = moderating.objection(cast, panel)
    workflow.not_uphold(objection, by=cast.north.regional_team, decision="It is long ago.")
    assert objection.member.status == MemberStatus.ASKED


def test_mod_1_acc_17_the_work_ends_with_the_seat(cast):
    panel = moderating.judging(cast)
    member = moderating.moderators(panel)[0]
    person = member.person
    for one in person.appointments.filter(ends=None):
        directory.end_appointment(one, by=cast.administrator, ends=today())
    assert not judging.judges(user_of(person), member)
    words = "holds no seat of a director or assistant director in an authority of the region that has signed."
    assert volunteers.reasons_to_stand_down(person, panel.evaluation) == [f"{person} {words}"]


def test_mod_8_whoever_has_not_judged_the_example_can(cast):
    made = moderating.offered(cast, moderating.running(cast), moderating.colleagues(cast).second, tried=False)
    assert volunteers.reasons_not_to_calibrate(made, by=cast.north.unsigned_dcs) == []


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
    reasons = panels.reasons_not_to_announce(panel, by=cast.north.regional_team, **said)
    assert reasons == [f"Feedback is due on {in_words(feedback_by)}: judgements are due by then."]
    with on_day(feedback_by + timedelta(days=10)):
        late = {"object_until": today() + timedelta(days=7), "judge_by": today() + timedelta(days=20)}
        assert panels.reasons_not_to_announce(fresh(panel), by=cast.north.regional_team, **late) == []


# --- What else stands in the way --------------------------------------------------------------------------------------


def test_what_stands_in_the_way_before_anything_is_typed_and_while_a_text_is_taken_back(cast):
    panel = moderating.judged(cast)
    by = by_part(panel, MODERATOR)
    assert judging.reasons_not_to_agree(panel, by=by, section="care") == []
    assert judging.reasons_not_to_agree(panel, by=by, section="moon") == ["This section isn’t judged."]
    point = workflow.raise_point(panel, by=by, text="Homes")
    assert judging.reasons_not_to_change(point, by=by) == []
    workflow.withdraw(panel.evaluation, by=cast.north.dcs, words="A figure was wrong.")
    point = type(point).objects.get(pk=point.pk)
    assert judging.reasons_not_to_change(point, by=by, text="Schools") == [panels.TAKEN_BACK]


def test_mod_1_an_offer_is_of_some_places(cast):
    panel = moderating.forming(cast)
    offer = panel.evaluation.cycle.volunteers.first()
    reasons = volunteers.reasons_not_to_change(offer, by=user_of(offer.person), most=0)
    assert reasons == [f"Between 1 and {volunteers.MOST_PLACES} self-evaluations."]
