"""What stands in the way of moderation whatever else is so (MOD-1 to MOD-5, MOD-7, SE-4)."""

from datetime import timedelta

from regions import workflow as directory
from regions.querysets import today
from riia.ui.dates import in_words
from selfassessment import workflow
from selfassessment.models import Objection, Panel
from selfassessment.rules import feedback, judging, panels, volunteers
from selfassessment.statuses import CycleStatus, EvaluationStatus, MemberStatus, PanelStatus
from tests.selfassessment import moderating
from tests.selfassessment.moderating import MODERATOR, by_part, user_of


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
