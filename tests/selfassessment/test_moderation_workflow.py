"""Moderation from an offer to final feedback (MOD-1 to MOD-5, MOD-7, MOD-8, SE-4, SE-17)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from regions import workflow as directory_workflow
from regions.models import Waiver
from regions.querysets import today
from riia.audit.models import Event
from riia.notifications.models import Notice
from riia.ui.dates import in_words
from riia.workflow import PERFORM, REGISTRY, NotPermitted, NotPossible, offers, transition
from selfassessment import workflow
from selfassessment.deadlines import Deadlines
from selfassessment.models import (
    AgreedView,
    Calibration,
    Feedback,
    Judgement,
    Objection,
    Panel,
    PanelMember,
    Point,
    SelfEvaluation,
)
from selfassessment.moderation_pages import agreement_of, page_of
from selfassessment.notifications import team_of
from selfassessment.panel_clocks import remind_of_panels
from selfassessment.panel_turns import in_short
from selfassessment.proposing import proposals
from selfassessment.rules.judging import judged_sections, mark_of, mark_of_record
from selfassessment.rules.panels import ANOTHER_TEXT, TAKEN_BACK, parts_open, reasons_from_objections
from selfassessment.statuses import MemberStatus, ObjectionStatus, PanelPart, PanelStatus, PointStatus, Seriousness
from selfassessment.waiting import waiting_in_moderation
from tests import factories as directory
from tests.datasets.factories import on_day
from tests.people import signed_in
from tests.selfassessment import approving, moderating
from tests.selfassessment.moderating import CHAIR, MODERATOR, THIRD, by_part, user_of

DIRECTOR_WORDS = "A friend of ours."


def refused(act, item, by, **inputs) -> list[str]:
    """What was said; nothing was written."""
    before = Event.objects.count()
    with pytest.raises(NotPossible) as refusal:
        act(item, by=by, **inputs)
    assert Event.objects.count() == before
    return refusal.value.reasons


def told(subject: str) -> set[str]:
    return set(Notice.objects.filter(subject__startswith=subject).values_list("to", flat=True))


def again(row):
    return type(row).objects.get(pk=row.pk)


# --- Volunteers and the example ---------------------------------------------------------------------------------------


def test_mod_1_acc_4_who_offers_is_a_director_whose_authority_has_signed(cast):
    of = moderating.running(cast)
    by = cast.north.unsigned_dcs
    assert refused(workflow.offer_to_moderate, of, by, most=2) == [
        "Your authority has no current signature of the region’s memorandum for self-evaluations."
    ]
    moderating.colleagues(cast)
    by = cast.north.unsigned_dcs
    assert refused(workflow.offer_to_moderate, of, by, most=11) == ["Between 1 and 10 self-evaluations."]
    made = workflow.offer_to_moderate(of, by=by, most=2)
    assert refused(workflow.offer_to_moderate, of, by, most=2) == ["You have offered already."]
    workflow.change_offer(made, by=by, most=3, chairs=True, note="Not in May")
    assert (made.most, made.chairs, made.note) == (3, True, "Not in May")
    workflow.withdraw_offer(made, by=by)
    assert refused(workflow.withdraw_offer, made, by) == ["The offer was withdrawn."]
    assert refused(workflow.change_offer, made, by, most=1) == ["The offer was withdrawn."]
    assert refused(workflow.calibrate, made, by) == ["The offer was withdrawn."]
    with pytest.raises(NotPermitted):
        workflow.offer_to_moderate(of, by=cast.north.chief_executive, most=1)


def test_mod_8_the_example_is_judged_once_and_whole_and_stays_with_who_judged_it(cast):
    of = moderating.running(cast)
    made = moderating.offered(cast, of, moderating.colleagues(cast).second, tried=False)
    by, judgements = cast.north.unsigned_dcs, moderating.example_judged()
    part = {slug: one for slug, one in judgements.items() if slug != "send"}
    title = "Special educational needs and disabilities"
    assert refused(workflow.calibrate, made, by, judgements=part) == [f"{title}: choose a word of the scale."]
    found = workflow.calibrate(made, by=by, judgements=judgements)
    assert (found.same, found.of) == (4, 5)
    assert refused(workflow.calibrate, again(made), by) == ["You have judged the example already."]
    assert [list(Calibration.objects.visible_to(one)) for one in (by, cast.north.regional_team)] == [[found], []]
    assert "I doubt it." not in str(Event.objects.filter(verb="calibrate").values())


# --- Panels -----------------------------------------------------------------------------------------------------------


def test_mod_2_a_panel_is_proposed_around_conflicts_and_a_waiver_lets_somebody_in(cast):
    of, people = moderating.running(cast), moderating.colleagues(cast)
    evaluation = approving.released(cast, of)
    assert [one.missing for one in proposals(of)] == [
        (
            "Nobody who would chair a panel is free for it.",
            "No moderator is free for it: two are needed, each from an authority of its own.",
        )
    ]
    for person in vars(people).values():
        moderating.offered(cast, of, person, chairs=person != people.second)
    proposal = proposals(of)[0]
    everybody = {*(one.person for one in proposal.moderators), proposal.chair.person}
    assert (everybody, proposal.whole) == (set(vars(people).values()), True)
    directory.interest(people.third, cast.north.first, user_of(people.third))
    proposal = proposals(of)[0]
    assert (proposal.missing, proposal.whole) == (
        ("One moderator is free for it: two are needed, each from an authority of its own.",),
        False,
    )
    panel = {"moderators": [people.second, people.third], "chair": people.fourth}
    (reason,) = refused(workflow.form_panel, evaluation, cast.north.regional_team, **panel)
    assert reason.startswith(f"{people.third} and Aldermoor: ")
    directory.waiver(people.third, cast.north.first, cast.north.regional_team)
    assert Waiver.objects.count() == 1
    made = workflow.form_panel(evaluation, by=cast.north.regional_team, **panel)
    assert made.members.filter(person=people.third).get().part == MODERATOR


def test_mod_1_a_panel_is_three_people_of_three_authorities_who_offered(cast):
    of, people, by = moderating.running(cast), moderating.colleagues(cast), cast.north.regional_team
    evaluation = approving.drafted(cast, of)
    three = {"moderators": [people.second, people.third], "chair": people.fourth}
    assert refused(workflow.form_panel, evaluation, by, **three) == ["It is not released yet."]
    evaluation = approving.released(cast, of)
    offered = [moderating.offered(cast, of, people.second, tried=False)]
    offered += [moderating.offered(cast, of, people.fourth, chairs=False)]
    assert refused(workflow.form_panel, evaluation, by, **three) == [
        f"{people.second} has not judged the example yet.",
        f"{people.third} has not offered to moderate in this cycle.",
        f"{people.fourth} has not offered to chair a panel.",
    ]
    wrong = ["A panel has two moderators and a chair, three people."]
    twice = {"moderators": [people.second, people.second], "chair": people.fourth}
    assert refused(workflow.form_panel, evaluation, by, **twice) == wrong
    assistant = moderating._director(cast, cast.north.second, moderating.Role.ASSISTANT_DIRECTOR)
    moderating.offered(cast, of, assistant)
    workflow.calibrate(offered[0], by=user_of(people.second), judgements=moderating.example_judged())
    workflow.change_offer(offered[1], by=user_of(people.fourth), most=1, chairs=True)
    together = {"moderators": [people.second, assistant], "chair": people.fourth}
    assert refused(workflow.form_panel, evaluation, by, **together) == [
        f"{people.second} and {assistant} work for the same authority."
    ]
    moderating.offered(cast, of, people.third)
    workflow.form_panel(evaluation, by=by, **three)
    assert refused(workflow.form_panel, evaluation, by, **three) == ["It has a panel."]
    assert refused(workflow.withdraw_offer, offered[1], user_of(people.fourth)) == [
        "There is a place on a panel: stand down there first."
    ]
    # The load spreads: whoever has as many places as they offered isn't asked again.
    other = SelfEvaluation.objects.get(cycle=of, authority=cast.north.third)
    assert f"{people.fourth} has as many places as they offered: 1." in moderating_reasons(people.fourth, other)


def moderating_reasons(person, evaluation) -> list[str]:
    from selfassessment.rules.volunteers import reasons_against_member

    return reasons_against_member(person, evaluation)


def test_mod_7_nobody_knows_of_a_panel_before_it_is_named_and_the_authority_may_object(cast):
    panel = moderating.forming(cast)
    by, director = cast.north.regional_team, cast.north.dcs
    chair = panel.members.get(part=CHAIR)
    knows = [list(Panel.objects.visible_to(one)) for one in (by, director, user_of(chair.person))]
    assert knows == [[panel], [], []]
    assert refused(workflow.announce_panel, panel, by, object_until=today()) == [
        "The day for objections must be a later one than today."
    ]
    assert refused(workflow.object_to, chair, director, text="No") == ["There is nothing to object to now."]
    assert refused(workflow.accept_place, chair, user_of(chair.person)) == ["The panel is not named yet."]
    panel = workflow.announce_panel(panel, by=by, object_until=moderating.today() + moderating.timedelta(days=7))
    assert {director.email, chair.person.user.email} <= told("Your moderation panel") | told("You are asked")
    moderating.accept(panel)
    chair = again(chair)
    assert refused(workflow.object_to, chair, director, text=" ") == ["Say why."]
    objection = workflow.object_to(chair, by=director, text=DIRECTOR_WORDS)
    assert refused(workflow.object_to, chair, director, text="No") == [
        "You have objected already; the regional team decides."
    ]
    assert refused(workflow.begin_judging, panel, by)[-1] == "An objection is not decided yet."
    assert refused(workflow.uphold, objection, by, decision="") == ["Say why."]
    workflow.uphold(objection, by=by, decision="It is so.")
    assert (again(chair).status, objection.status) == (MemberStatus.STOOD_DOWN, ObjectionStatus.UPHELD)
    assert refused(workflow.object_to, again(chair), director, text="No") == [f"{chair.person} is not on the panel."]
    assert refused(workflow.begin_judging, panel, by)[0] == "The panel has no chair."
    assert not Event.objects.filter(after__icontains="friend").exists()
    # The same person may be asked again: the team decides. The authority has days to object once more.
    again_asked = workflow.add_member(panel, by=by, person=chair.person, part=CHAIR)
    assert again(panel).object_until >= today() + moderating.timedelta(days=7)
    assert refused(workflow.begin_judging, again(panel), by)[:1] == [f"{chair.person} has not answered yet."]
    workflow.decline_place(again_asked, by=user_of(chair.person))
    moderating.let_object(panel)
    other = again(panel.members.get(part=MODERATOR, person=cast.north.unsigned_dcs.person))
    (reason,) = refused(workflow.object_to, other, director, text="No")
    assert reason.startswith("You could object until ")
    workflow.stop_panel(again(panel), by=by)
    assert refused(workflow.add_member, again(panel), by) == ["The panel’s work is over."]
    assert refused(workflow.stand_down, other, by) == ["The panel’s work is over."]
    assert waiting_in_moderation(director) == []


def test_mod_1_a_place_is_filled_by_somebody_else_and_never_twice(cast):
    panel, by = moderating.forming(cast), cast.north.regional_team
    assert refused(workflow.add_member, panel, by) == ["Every part has its member."]
    one = panel.members.filter(part=MODERATOR).first()
    workflow.stand_down(one, by=by)
    third = panel.members.filter(part=MODERATOR).exclude(pk=one.pk).get().person
    assert refused(workflow.add_member, panel, by, person=one.person, part=CHAIR) == [
        "The panel needs no chair of the panel."
    ]
    assert refused(workflow.add_member, panel, by, person=third, part=MODERATOR) == [
        f"{third} is on the panel already."
    ]
    assert refused(workflow.announce_panel, panel, by) == ["The panel lacks a moderator."]
    workflow.add_member(panel, by=by, person=one.person, part=MODERATOR)
    assert told("Somebody else is asked") == set()
    late = {"object_until": today() + moderating.timedelta(days=7), "judge_by": today() + moderating.timedelta(days=7)}
    assert refused(workflow.announce_panel, panel, by, **late) == [
        "The day for judgements must be a later one than the day for objections."
    ]


# --- Judging apart, and together --------------------------------------------------------------------------------------


def test_mod_3_two_judge_apart_and_see_each_other_when_both_have_handed_in(cast):
    panel = moderating.judging(cast)
    first, second = moderating.moderators(panel)
    one, other = user_of(first.person), user_of(second.person)
    assert SelfEvaluation.objects.readable_by(one).filter(pk=panel.evaluation_id).exists()
    made = workflow.judge(first, by=one, section="care", value="Secure", words=moderating.APART)
    assert refused(workflow.judge, first, one, section="next-year", value="Secure", words="?") == [
        "This section isn’t judged."
    ]
    assert refused(workflow.judge, first, one, section="care", value="Splendid", words=" ") == [
        "Choose a word of the scale.",
        "Say why.",
    ]
    assert refused(workflow.hand_in, first, one) == ["Not judged yet: Leadership."]
    people = [one, other, by_part(panel, CHAIR), cast.north.regional_team, cast.north.dcs, cast.administrator]
    assert [list(Judgement.objects.visible_to(each)) for each in people] == [[made], [], [], [], [], []]
    moderating.judge_all(first)
    workflow.hand_in(first, by=one)
    assert refused(workflow.judge, first, one) == ["You have handed in your judgements."]
    assert [Judgement.objects.visible_to(each).count() for each in people] == [2, 0, 0, 0, 0, 0]
    assert agreement_of(again(panel), one) is None
    moderating.judge_all(second, "Developing")
    workflow.hand_in(second, by=other)
    panel = again(panel)
    assert panel.status == PanelStatus.AGREEING
    people = [user_of(first.person), user_of(second.person), by_part(panel, CHAIR), *people[3:]]
    assert [Judgement.objects.visible_to(each).count() for each in people] == [4, 4, 4, 0, 0, 0]
    assert agreement_of(panel, people[0]).in_words == (
        "The same word in 0 of 2 sections (0%). No kappa: it needs at least 5 sections that both judged."
    )
    assert refused(workflow.judge, again(first), one) == ["Judging is not possible: moderators agree a view."]


def test_mod_3_a_view_stands_when_the_other_is_behind_it(cast):
    panel = moderating.judged(cast)
    one, other = (user_of(each.person) for each in moderating.moderators(panel))
    view = workflow.agree_view(panel, by=one, section="care", value="Secure", words=moderating.VIEW)
    assert refused(workflow.confirm_view, view, one) == [
        "You wrote it: the other moderator agrees to it, or writes another."
    ]
    assert refused(workflow.settle_view, panel, one) == ["No agreed view yet: Leadership, Children in care."]
    workflow.confirm_view(view, by=other)
    assert refused(workflow.confirm_view, view, other) == ["Both moderators stand behind it."]
    # Another wording needs the other's agreement again.
    workflow.agree_view(panel, by=other, section="care", value="Developing", words="Not yet.")
    assert again(view).confirmed_at is None
    moderating.agree_all(panel)
    workflow.settle_view(panel, by=one)
    assert refused(workflow.confirm_view, view, other) == ["Agreeing a view is not possible: points being discussed."]
    assert refused(workflow.agree_view, panel, other) == ["Agreeing a view is not possible: points being discussed."]
    assert refused(workflow.call_third, panel, one) == ["It is not possible now: points being discussed."]


def test_mod_8_a_pair_that_cannot_agree_goes_to_a_third_who_decides_what_is_open(cast):
    panel, by = moderating.judged(cast), cast.north.regional_team
    one, other = (user_of(each.person) for each in moderating.moderators(panel))
    view = workflow.agree_view(panel, by=one, section="care", value="Secure", words=moderating.VIEW)
    workflow.confirm_view(view, by=other)
    assert refused(workflow.add_member, panel, by) == ["Every part has its member."]
    workflow.call_third(panel, by=one)
    assert refused(workflow.call_third, panel, other) == ["A third moderator has been asked for."]
    newcomer = moderating._director(cast, cast.north.second, moderating.Role.ASSISTANT_DIRECTOR)
    moderating.offered(cast, panel.evaluation.cycle, newcomer)
    (reason,) = refused(workflow.add_member, panel, by, person=newcomer, part=THIRD)
    assert reason.endswith("work for the same authority.")
    # One from an authority that is not on the panel yet.
    fifth = moderating.fifth(cast, panel)
    third = workflow.add_member(panel, by=by, person=fifth, part=THIRD)
    assert Judgement.objects.visible_to(user_of(fifth)).count() == 0
    (reason,) = refused(workflow.accept_place, third, user_of(fifth))
    assert reason.endswith("The place can be accepted after that.")
    third = moderating.let_object_to(third)
    workflow.accept_place(third, by=user_of(fifth))
    assert Judgement.objects.visible_to(user_of(fifth)).count() == 4
    words = {"value": "Developing", "words": "On balance."}
    panel = again(panel)
    assert refused(workflow.agree_view, panel, other, section="leadership", **words) == [
        "The pair has asked for a third moderator, who decides on this section."
    ]
    decides = user_of(fifth)
    assert refused(workflow.agree_view, panel, decides, section="care", **words) == ["The pair agrees on this section."]
    made = workflow.agree_view(panel, by=decides, section="leadership", **words)
    assert made.confirmed_at is not None
    workflow.agree_view(panel, by=decides, section="leadership", value="Secure", words="On second thoughts.")
    assert workflow.settle_view(panel, by=one).status == PanelStatus.DISCUSSING


def test_mod_8_where_the_pair_judged_alike_it_or_the_third_words_the_view_with_its_word(cast):
    panel, by = moderating.judged(cast), cast.north.regional_team
    one, other = (user_of(each.person) for each in moderating.moderators(panel))
    Judgement.objects.filter(member__panel=panel, section="care").update(value="Secure")
    workflow.call_third(panel, by=one)
    fifth = moderating.fifth(cast, panel)
    third = workflow.add_member(again(panel), by=by, person=fifth, part=THIRD)
    workflow.accept_place(moderating.let_object_to(third), by=user_of(fifth))
    panel, words = again(panel), {"value": "Secure", "words": "It shows."}
    unlike = words | {"value": "Strong"}
    assert refused(workflow.agree_view, panel, user_of(fifth), section="care", **unlike) == [
        "Both moderators chose “Secure”: the view keeps this word."
    ]
    view = workflow.agree_view(panel, by=one, section="care", **words)
    assert view.confirmed_at is None
    assert workflow.confirm_view(view, by=other).confirmed_at
    assert refused(workflow.agree_view, panel, user_of(fifth), section="care", **words) == [
        "The pair agrees on this section."
    ]
    view.delete()
    made = workflow.agree_view(panel, by=user_of(fifth), section="care", **words)
    assert made.confirmed_at, "what the third words stands"
    assert workflow.agree_view(panel, by=user_of(fifth), section="care", **words).words == "It shows."


def test_mod_8_where_a_moderator_has_left_after_judging_a_third_decides_and_finishes(cast):
    panel, by = moderating.judged(cast), cast.north.regional_team
    one, other = moderating.moderators(panel)
    assert "third" not in parts_open(again(panel))
    workflow.stand_down(other, by=by)
    assert parts_open(again(panel)) == [THIRD]
    assert in_short(again(panel))[0] == "Regional team"
    assert [each.what for each in waiting_in_moderation(user_of(one.person))] == []
    assert "Ask somebody else onto the panel: third moderator" in [each.what for each in waiting_in_moderation(by)]
    fifth = moderating.fifth(cast, panel)
    third = workflow.add_member(again(panel), by=by, person=fifth, part=THIRD)
    workflow.accept_place(moderating.let_object_to(third), by=user_of(fifth))
    for section in judged_sections(panel):
        workflow.agree_view(again(panel), by=user_of(fifth), section=section.slug, value="Secure", words="So it is.")
    panel = workflow.settle_view(again(panel), by=user_of(fifth))
    workflow.stand_down(again(one), by=by)
    assert parts_open(again(panel)) == [], "the third writes the feedback"
    workflow.stand_down(again(third), by=by)
    assert parts_open(again(panel)) == [THIRD]
    assert in_short(again(panel))[0] == "Regional team"


def test_mod_3_the_agreement_is_of_the_pair_that_opened_its_judgements(cast):
    panel, team = moderating.judging(cast), cast.north.regional_team
    first, second = moderating.moderators(panel)
    moderating.judge_all(second, "Needs attention")
    workflow.hand_in(second, by=user_of(second.person))
    workflow.stand_down(second, by=team)
    fifth = moderating.fifth(cast, panel)
    third = workflow.add_member(again(panel), by=team, person=fifth, part=MODERATOR)
    third = workflow.accept_place(moderating.let_object_to(third), by=user_of(fifth))
    for member in (third, first):
        moderating.judge_all(again(member), "Secure")
        workflow.hand_in(again(member), by=user_of(member.person))
    found = agreement_of(again(panel), user_of(first.person))
    assert found.in_words.startswith("The same word in 2 of 2 sections")


def test_mod_2_acc_17_who_may_not_sit_any_more_judges_no_more_and_the_team_hears_of_it(cast, client):
    panel, team = moderating.judging(cast), cast.north.regional_team
    first, second = moderating.moderators(panel)
    directory.interest(first.person, panel.evaluation.authority, by=cast.administrator)
    words = {"section": "care", "value": "Secure", "words": "It shows."}
    reasons = refused(workflow.judge, first, user_of(first.person), **words)
    assert reasons[0].startswith(f"{first.person} and Aldermoor: ")
    assert reasons[-1] == "Stand down, or ask the regional team."
    for one in second.person.appointments.filter(ends=None):
        directory_workflow.end_appointment(one, by=cast.administrator, ends=today() + timedelta(days=1))
    team = cast.north.regional_team
    with on_day(today() + timedelta(days=2)):
        assert "Replace a member who can’t sit on the panel any more" in [
            one.what for one in waiting_in_moderation(team)
        ]
        page = page_of(again(panel), team)
        assert page.turn == "Regional team"
        assert [len(line.bars.reasons) for line in page.members if line.bars] == [1, 1]
        assert all(line.bars is None for line in page_of(again(panel), cast.north.dcs).members)
        shown = signed_in(client, team).get(panel.get_absolute_url()).content.decode()
        assert "holds no seat of a director or assistant director" in shown
        remind_of_panels()
        remind_of_panels()
        told_of = Notice.objects.filter(subject__startswith="A member can’t sit on it any more")
        assert told_of.count() == 2 * len(team_of(panel.evaluation.cycle.region)) > 0


def test_pc_3_a_waived_conflict_is_shown_where_somebody_is_asked_and_sits(cast, client):
    panel, team = moderating.announced(cast), cast.north.regional_team
    chair = panel.members.get(part=CHAIR)
    fifth = moderating.fifth(cast, panel)
    for person in (chair.person, fifth):
        directory.interest(person, panel.evaluation.authority, by=cast.administrator)
        directory_workflow.waive_conflict(
            person,
            by=team,
            authority=panel.evaluation.authority,
            starts=today(),
            ends=today() + timedelta(days=90),
            why="Long ago.",
        )
    (line,) = [one for one in page_of(again(panel), team).members if one.bars]
    assert (line.member, line.bars.reasons) == (chair, ())
    assert f"Waived by {team} until" in line.bars.waived[0]
    workflow.decline_place(
        panel.members.filter(part=MODERATOR).first(), by=user_of(panel.members.filter(part=MODERATOR).first().person)
    )
    page = signed_in(client, team).get(reverse("member_add", args=[panel.pk])).content.decode()
    assert "; a conflict is waived" in page


def test_gen_3_days_far_away_are_refused(cast):
    panel = moderating.forming(cast)
    far = today() + timedelta(days=36_000)
    with on_day(Deadlines(panel.evaluation).feedback + timedelta(days=5)):
        reasons = refused(workflow.announce_panel, panel, cast.north.regional_team, object_until=far, judge_by=far)
    assert any("is too far away" in one for one in reasons)
    panel = moderating.checking(cast, moderating.running(cast, "2031-32"))
    (reason,) = refused(workflow.send_on, panel, by_part(panel, CHAIR), reply_until=far)
    assert reason.startswith(f"{in_words(far)} is too far away: ")


def test_mod_7_an_objection_to_somebody_who_has_left_holds_nothing_up(cast):
    panel, team = moderating.announced(cast), cast.north.regional_team
    first = panel.members.filter(part=MODERATOR).first()
    objection = workflow.object_to(first, by=cast.north.dcs, text=DIRECTOR_WORDS)
    assert reasons_from_objections(panel) == ["An objection is not decided yet."]
    assert [one.what for one in waiting_in_moderation(team)] == ["Decide on an objection"]
    workflow.decline_place(first, by=user_of(first.person))
    assert reasons_from_objections(again(panel)) == []
    assert [one.what for one in waiting_in_moderation(team)] == ["Ask somebody else onto the panel: moderator"]
    gone = [f"{first.person} is not on the panel any more: there is nothing to decide."]
    for act in (workflow.uphold, workflow.not_uphold):
        assert refused(act, objection, team, decision="So it is.") == gone


def test_mod_5_the_chair_is_asked_once_the_authority_has_replied_or_could_have(cast):
    panel = moderating.replying(cast)
    chair = by_part(panel, CHAIR)
    assert waiting_in_moderation(chair) == []
    with on_day(panel.reply_until + timedelta(days=1)):
        assert [one.what for one in waiting_in_moderation(by_part(panel, CHAIR))] == ["Make the feedback final"]
    workflow.reply(panel, by=cast.north.dcs, text="We agree.")
    asked = [one.what for one in waiting_in_moderation(by_part(panel, CHAIR))]
    assert asked == ["Make the feedback final, or take up the reply"]
    assert waiting_in_moderation(cast.north.dcs) == [], "who has replied is not asked for a reply"


def test_mod_8_who_offers_is_asked_to_judge_the_example(cast):
    of, person = moderating.running(cast), moderating.colleagues(cast).second
    offer = moderating.offered(cast, of, person, tried=False)
    (asked,) = waiting_in_moderation(user_of(person))
    assert asked.what == "Judge the example, so that you can be asked onto a panel"
    workflow.calibrate(offer, by=user_of(person), judgements=moderating.example_judged())
    assert waiting_in_moderation(user_of(person)) == []


def test_se_11_mod_3_a_view_that_was_saved_meanwhile_is_not_overwritten_and_not_agreed_to_unseen(cast):
    panel = moderating.judged(cast)
    one, other = (user_of(each.person) for each in moderating.moderators(panel))
    words = {"section": "care", "value": "Secure"}
    view = workflow.agree_view(panel, by=one, words="First.", seen="", **words)
    mark = mark_of(view)
    (reason,) = refused(workflow.agree_view, panel, other, words="Mine.", seen="", **words)
    assert reason == f"{one} has saved this view since you opened it. Yours is kept below; look at theirs."
    changed = workflow.agree_view(panel, by=one, words="Second.", seen=mark, **words)
    assert refused(workflow.confirm_view, again(view), other, seen=mark) == [
        "It was changed since you opened this page. Look at it as it stands now, then agree."
    ]
    assert workflow.confirm_view(again(view), by=other, seen=mark_of(changed)).words == "Second."


def test_mod_7_once_judging_began_the_authority_objects_to_whoever_came_later_alone(cast):
    panel, by, director = moderating.judging(cast), cast.north.regional_team, cast.north.dcs
    first, second = moderating.moderators(panel)
    assert refused(workflow.object_to, first, director, text="No") == ["You could object before judging began."]
    workflow.stand_down(second, by=by)
    fifth = moderating.fifth(cast, panel)
    later = workflow.add_member(again(panel), by=by, person=fifth, part=MODERATOR)
    assert refused(workflow.object_to, again(first), director, text="No") == ["You could object before judging began."]
    objection = workflow.object_to(later, by=director, text=DIRECTOR_WORDS)
    later = moderating.let_object_to(later)
    (reason,) = refused(workflow.object_to, later, director, text="No")
    assert reason.startswith("You could object until ")
    assert refused(workflow.accept_place, later, user_of(fifth)) == ["An objection is not decided yet."]
    workflow.not_uphold(objection, by=by, decision="It is no conflict.")
    assert workflow.accept_place(again(later), by=user_of(fifth)).status == MemberStatus.ACCEPTED


def test_mod_7_nothing_goes_on_while_an_objection_is_not_decided(cast):
    panel, by = moderating.judged(cast), cast.north.regional_team
    moderating.agree_all(panel)
    one, waits = by_part(panel, MODERATOR), ["An objection is not decided yet."]
    objection = Objection.objects.create(
        member=panel.members.get(part=CHAIR), text=DIRECTOR_WORDS, raised_at=timezone.now(), raised_by=cast.north.dcs
    )

    def decided(status) -> None:
        Objection.objects.filter(pk=objection.pk).update(status=status)

    assert refused(workflow.settle_view, panel, one) == waits
    decided("upheld")
    panel = workflow.settle_view(again(panel), by=one)
    moderating.draft(panel)
    decided("raised")
    assert refused(workflow.hand_to_chair, panel, one) == waits
    decided("upheld")
    panel, chair = workflow.hand_to_chair(again(panel), by=one), by_part(panel, CHAIR)
    decided("raised")
    assert refused(workflow.send_on, panel, chair, reply_until=today() + timedelta(days=9)) == waits
    decided("upheld")
    panel = workflow.send_on(again(panel), by=chair, reply_until=today() + timedelta(days=9))
    decided("raised")
    assert refused(workflow.finish, panel, chair) == waits
    workflow.stop_panel(again(panel), by=by)
    workflow.uphold(again(objection), by=by, decision="It is so.")
    assert panel.members.get(part=CHAIR).status == MemberStatus.ACCEPTED, "who was on a panel that ended stays named"


def test_mod_8_no_third_is_asked_for_what_is_agreed(cast):
    panel = moderating.judged(cast)
    moderating.agree_all(panel)
    assert refused(workflow.call_third, panel, by_part(panel, MODERATOR)) == ["A view of every section is agreed."]


# --- Points -----------------------------------------------------------------------------------------------------------


def test_mod_4_a_point_is_closed_by_its_recorded_discussion_alone(cast):
    panel = moderating.judged(cast)
    by, director = by_part(panel, MODERATOR), cast.north.dcs
    assert refused(workflow.raise_point, panel, by, text=" ") == ["Say what is to be discussed."]
    assert refused(workflow.raise_point, panel, by, text="A", section="moon") == [
        "The template asks for no such section."
    ]
    assert refused(workflow.raise_point, panel, by, text="A", seriousness="dire") == ["Choose how serious it is."]
    point = workflow.raise_point(panel, by=by, text="A", section="care")
    workflow.change_point(point, by=by, text=moderating.POINT, section="care", seriousness=Seriousness.SERIOUS)
    assert list(Point.objects.visible_to(director)) == []
    recorded = {"discussed_on": today(), "with_whom": "The director", "discussion": "We talked."}
    assert refused(workflow.record_discussion, point, by, **recorded) == [
        "It is not possible now: moderators agree a view."
    ]
    moderating.agree_all(panel)
    workflow.settle_view(panel, by=by)
    assert list(Point.objects.visible_to(cast.north.dcs)) == [point]
    assert list(Point.objects.visible_to(cast.north.regional_team)) == []
    assert refused(workflow.change_point, again(point), by, text="Other") == [
        "It is with the authority as it is: what was said about it goes into the discussion."
    ]
    assert refused(workflow.close_point, again(point), by)[0].startswith("Close the point is not possible")
    tomorrow = recorded | {"discussed_on": today() + moderating.timedelta(days=1)}
    assert refused(workflow.record_discussion, again(point), by, **tomorrow) == ["The discussion is still to come."]
    earlier = recorded | {"discussed_on": today() - moderating.timedelta(days=1)}
    assert refused(workflow.record_discussion, again(point), by, **earlier) == [
        f"The point was raised on {in_words(today())}: it was not discussed before that day."
    ]
    empty = recorded | {"with_whom": "", "discussion": " "}
    assert refused(workflow.record_discussion, again(point), by, **empty) == [
        "Say what was said.",
        "Say who took part for the authority.",
    ]
    point = workflow.record_discussion(again(point), by=by, **recorded)
    assert list(Point.objects.escalatable()) == []
    assert refused(workflow.close_point, point, by, outcome="", seriousness="serious") == ["Say what came of it."]
    assert refused(workflow.close_point, point, by, outcome="A", seriousness="dire") == ["Choose how serious it is."]
    workflow.close_point(point, by=by, outcome="A plan.", seriousness=Seriousness.SERIOUS)
    less = workflow.raise_point(again(panel), by=by, text="Another")
    moderating.close(less, Seriousness.TO_NOTE)
    assert [list(Point.objects.escalatable()), less.status] == [[point], PointStatus.CLOSED]
    assert moderating.POINT not in str(list(Event.objects.values()))


def test_mod_4_the_same_point_is_not_open_twice(cast):
    panel = moderating.judged(cast)
    by = by_part(panel, MODERATOR)
    point = workflow.raise_point(panel, by=by, text="Homes", section="care")
    said = ["The same point is raised already, in the same words."]
    assert refused(workflow.raise_point, again(panel), by, text=" Homes ", section="care") == said
    other = workflow.raise_point(again(panel), by=by, text="Homes")
    assert refused(workflow.change_point, other, by, text="Homes", section="care") == said
    workflow.change_point(point, by=by, text="Homes", section="care", seriousness=Seriousness.SERIOUS)
    assert panel.points.count() == 2


def test_mod_4_a_record_is_corrected_from_its_newest_state_until_the_point_is_closed(cast):
    panel = moderating.discussing(cast)
    point, by = panel.points.get(), by_part(panel, MODERATOR)
    recorded = {"discussed_on": today(), "with_whom": "The director", "discussion": "We talked."}
    assert refused(workflow.correct_discussion, point, by, **recorded) == ["No discussion is recorded yet."]
    workflow.record_discussion(point, by=by, **recorded)
    seen = mark_of_record(point)
    other = recorded | {"with_whom": "The director and two heads of service"}
    Notice.objects.all().delete()
    workflow.correct_discussion(again(point), by=by, seen=seen, **other)
    assert again(point).with_whom == other["with_whom"]
    assert [one.to for one in Notice.objects.all()] == [cast.north.dcs.email]
    assert refused(workflow.correct_discussion, again(point), by, seen=seen, **recorded) == [
        "The record was changed since you opened this page. Yours is kept below; look at what it says now."
    ]
    empty = other | {"discussion": " "}
    assert refused(workflow.correct_discussion, again(point), by, **empty) == ["Say what was said."]
    workflow.close_point(again(point), by=by, outcome="A plan.", seriousness=Seriousness.TO_NOTE)
    assert refused(workflow.correct_discussion, again(point), by, **recorded) == [
        "The point is closed: what was recorded stays as it is."
    ]


def test_mod_4_offers_show_what_an_app_above_declares_and_nothing_of_one_that_is_not_there(cast):
    panel = moderating.discussing(cast)
    point, by = moderating.close(panel.points.get()), by_part(panel, MODERATOR)
    own = [one.name for one in offers(point, by) if not one.reasons]
    assert own == []
    key = "selfassessment.point.make_a_concern"

    @transition(
        on=Point,
        label="Make it a concern",
        sources={PointStatus.CLOSED},
        targets={PointStatus.CLOSED},
        permitted=lambda user, one: user.pk == by.pk and Point.objects.escalatable().filter(pk=one.pk).exists(),
        page="point_detail",
    )
    def make_a_concern(one, *, by):
        """Stand in for what an app above declares."""

    try:
        assert [one.label for one in offers(point, by) if not one.reasons] == ["Make it a concern"]
        assert offers(point, cast.north.dcs) == []
    finally:
        del REGISTRY[key], PERFORM[key]
    assert [one.name for one in offers(point, by) if not one.reasons] == own


# --- Feedback ---------------------------------------------------------------------------------------------------------


def test_mod_5_mod_8_feedback_passes_the_chair_and_the_authority_before_it_is_final(cast):
    panel = moderating.discussing(cast)
    by, chair, director = by_part(panel, MODERATOR), by_part(panel, CHAIR), cast.north.dcs
    assert refused(workflow.hand_to_chair, panel, by) == [
        "1 point is not closed yet.",
        "The feedback says nothing yet of: the whole, Leadership, Children in care.",
    ]
    moderating.close(panel.points.get())
    moderating.draft(panel)
    assert refused(workflow.draft_feedback, panel, by, content={"moon": "A"}) == [
        "The template asks for no such section."
    ]
    assert refused(workflow.draft_feedback, panel, by, content={}, seen=0) == [
        "Somebody has saved the feedback since you opened it. Yours is below; look at theirs, then save."
    ]
    workflow.hand_to_chair(panel, by=by)
    assert refused(workflow.draft_feedback, panel, by) == ["Writing feedback is not possible: with the panel chair."]
    assert refused(workflow.give_back, panel, chair, words=" ") == ["Say what should be said otherwise."]
    workflow.give_back(panel, by=chair, words=moderating.TONE)
    workflow.hand_to_chair(panel, by=by)
    assert list(Feedback.objects.visible_to(director)) == list(AgreedView.objects.visible_to(director)) == []
    assert refused(workflow.send_on, panel, chair, reply_until=today()) == [
        "The day for a reply must be a later one than today."
    ]
    assert refused(workflow.reply, panel, director, text="A") == ["A reply is not possible: with the panel chair."]
    until = today() + moderating.timedelta(days=14)
    workflow.send_on(panel, by=chair, reply_until=until)
    director = cast.north.dcs
    assert (Feedback.objects.visible_to(director).count(), AgreedView.objects.visible_to(director).count()) == (1, 2)
    (reason,) = refused(workflow.finish, panel, chair)
    assert reason.startswith("The authority may reply until ")
    assert refused(workflow.reconsider, panel, chair) == ["The authority has not replied."]
    assert refused(workflow.reply, panel, director, text=" ") == ["Write your reply."]
    workflow.reply(panel, by=director, text="We see it otherwise.")
    workflow.reconsider(again(panel), by=chair)
    assert Feedback.objects.get().reply == "We see it otherwise."
    assert list(Feedback.objects.visible_to(cast.north.dcs)) == []
    workflow.hand_to_chair(again(panel), by=by)
    workflow.send_on(again(panel), by=chair, reply_until=until)
    # What was said about the earlier draft doesn't end the right to reply to this one.
    assert refused(workflow.finish, again(panel), chair) == [reason]
    Panel.objects.update(sent_on=today() - moderating.timedelta(days=20), reply_until=today())
    assert refused(workflow.finish, again(panel), chair) != []
    Panel.objects.update(reply_until=today() - moderating.timedelta(days=1))
    (over,) = refused(workflow.reply, again(panel), director, text="A")
    assert over.startswith("You could reply until ")
    done = workflow.finish(again(panel), by=chair)
    assert (done.status, done.final_at is None) == (PanelStatus.FINAL, False)
    assert refused(workflow.stop_panel, done, cast.north.regional_team)[0].startswith("Stop the panel is not possible")
    trail = str(list(Event.objects.values())) + str(list(Notice.objects.values()))
    planted = (moderating.APART, moderating.VIEW, moderating.POINT, moderating.DRAFT, moderating.TONE, "otherwise.")
    assert [one for one in planted if one in trail] == []


def test_se_17_the_day_for_a_reply_moves_with_the_clocks_of_the_authority(cast):
    panel = moderating.replying(cast)
    Panel.objects.update(sent_on=today() - moderating.timedelta(days=20), reply_until=today() - moderating.timedelta(1))
    workflow.pause(
        panel.evaluation,
        by=cast.north.dcs,
        starts=today() - moderating.timedelta(days=10),
        ends=today() - moderating.timedelta(days=2),
        why="inspection",
    )
    (reason,) = refused(workflow.finish, again(panel), by_part(panel, CHAIR))
    assert reason.startswith("The authority may reply until ")


# --- The text is taken back -------------------------------------------------------------------------------------------


def test_se_4_a_panel_stands_still_while_its_text_is_taken_back_and_goes_on_with_the_same_text(cast):
    panel = moderating.judging(cast)
    member = moderating.moderators(panel)[0]
    by = user_of(member.person)

    evaluation = workflow.withdraw(panel.evaluation, by=cast.north.dcs, words="A mistake.")
    assert by.email in told("Moderation stands still")
    assert refused(workflow.judge, again(member), by) == [TAKEN_BACK]
    assert not SelfEvaluation.objects.readable_by(by).filter(pk=evaluation.pk).exists()
    assert refused(workflow.take_up_text, again(panel), cast.north.regional_team) == [TAKEN_BACK]
    assert waiting_in_moderation(by) == []
    evaluation = workflow.submit(evaluation, by=cast.north.dcs)
    workflow.release(evaluation, by=cast.north.dcs)
    assert by.email in told("Released again")
    assert again(panel).revision_id == again(evaluation).revision_id
    assert refused(workflow.take_up_text, again(panel), cast.north.regional_team) == [
        "It moderates the text that is released."
    ]
    moderating.judge_all(again(member))


def test_mod_3_a_panel_that_judges_apart_takes_up_another_text_and_hands_in_again(cast):
    panel = moderating.judging(cast)
    first, second = moderating.moderators(panel)
    moderating.judge_all(first)
    workflow.hand_in(first, by=user_of(first.person))
    panel = moderating.another_text(cast, panel)
    assert refused(workflow.judge, again(second), user_of(second.person)) == [ANOTHER_TEXT]
    workflow.take_up_text(panel, by=cast.north.regional_team)
    assert panel.revision_id == panel.evaluation.revision_id
    assert (again(first).judged_at, again(first).judgements.count()) == (None, 2)
    assert again(panel).status == PanelStatus.JUDGING


def test_mod_3_a_panel_that_knows_both_judgements_is_stopped_and_another_is_formed(cast):
    panel, by = moderating.judged(cast), cast.north.regional_team
    people = {one.part: one.person for one in panel.members.all()}
    pair = [one.person for one in moderating.moderators(panel)]
    panel = moderating.another_text(cast, panel)
    assert refused(workflow.take_up_text, panel, by) == [
        "The moderators know each other’s judgements of the earlier text. Stop this panel, and form another."
    ]
    workflow.stop_panel(panel, by=by)
    one = user_of(pair[0])
    assert [Judgement.objects.visible_to(one).exclude(member__person=pair[0]).count()] == [0]
    chair = people[PanelPart.CHAIR]
    proposal = proposals(panel.evaluation.cycle, [again(panel.evaluation)])[0]
    assert {one.person for one in proposal.moderators} != set(pair), "the portal proposes no such pair"
    assert refused(workflow.form_panel, again(panel.evaluation), by, moderators=pair, chair=chair) == [
        f"{pair[0]} and {pair[1]} have seen each other’s judgements on a panel that was stopped: one of them at most."
    ]
    made = workflow.form_panel(again(panel.evaluation), by=by, moderators=[pair[0], chair], chair=pair[1])
    assert made.revision_id == again(panel.evaluation).revision_id
    assert PanelMember.objects.filter(panel=made).count() == 3


# --- States that a panel gets into ------------------------------------------------------------------------------------


def test_mod_8_no_third_is_needed_once_the_pair_has_agreed_on_everything(cast):
    panel = moderating.judged(cast)
    workflow.call_third(panel, by=by_part(panel, MODERATOR))
    assert in_short(again(panel))[0] == "Regional team"
    moderating.agree_all(again(panel))
    assert (again(panel).third_asked_at, parts_open(again(panel))) == (None, [])
    assert in_short(again(panel))[0] == "Moderators"


def test_se_4_a_panel_that_cannot_go_on_says_how(cast, client):
    panel, team = moderating.judged(cast), cast.north.regional_team
    panel = moderating.another_text(cast, panel)
    still = page_of(again(panel), team).still
    assert (
        still[1]
        == "The moderators know each other’s judgements of the earlier text. Stop this panel, and form another."
    )
    shown = signed_in(client, team).get(panel.get_absolute_url())
    assert "stop_panel" in [one.name for one in shown.context["offers"]]
    assert "It can take up the new text." not in shown.content.decode()
    other = moderating.judging(cast, moderating.running(cast, "2035-36"))
    other = moderating.another_text(cast, other)
    assert page_of(again(other), team).still[1] == "It can take up the new text."


def test_mod_8_the_example_is_judged_once_however_often_somebody_offers(cast):
    of, person = moderating.running(cast), moderating.colleagues(cast).second
    first = moderating.offered(cast, of, person)
    workflow.withdraw_offer(first, by=user_of(person))
    second = moderating.offered(cast, of, person, tried=False)
    assert second.calibration.judgements == first.calibration.judgements
    assert refused(workflow.calibrate, second, user_of(person)) == ["You have judged the example already."]


def test_mod_1_an_offer_is_not_lowered_below_its_places(cast):
    panel = moderating.forming(cast)
    person = panel.members.filter(part=MODERATOR).first().person
    offer = panel.evaluation.cycle.volunteers.get(person=person)
    elsewhere = panel.evaluation.cycle.evaluations.exclude(pk=panel.evaluation_id).first()
    other = Panel.objects.create(evaluation=elsewhere, revision=panel.revision, judge_by=today())
    other.members.create(person=person, part=MODERATOR, asked_at=timezone.now())
    assert refused(workflow.change_offer, offer, user_of(person), most=1) == [
        "There are 2 places on panels: stand down there first, or offer as many."
    ]
    assert workflow.change_offer(offer, by=user_of(person), most=2).most == 2
    other.members.all().delete()
    assert workflow.change_offer(offer, by=user_of(person), most=1).most == 1


def test_what_is_not_possible_says_where_a_panel_stands_and_that_an_objection_is_decided(cast):
    panel, team = moderating.discussing(cast), cast.north.regional_team
    assert refused(workflow.settle_view, panel, by_part(panel, MODERATOR)) == [
        "Settle the agreed view is not possible: the panel stands at “Points being discussed”."
    ]
    objection = moderating.objection(cast, moderating.announced(cast, moderating.running(cast, "2035-36")))
    workflow.not_uphold(objection, by=team, decision="It is no conflict.")
    assert refused(workflow.uphold, objection, team, decision="It is.") == [
        "Uphold the objection is not possible: it is decided: not upheld."
    ]
