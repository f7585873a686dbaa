"""Addenda, pauses and the annual conversation (SE-17, SE-18, SE-19)."""

from datetime import date, timedelta

import pytest

from regions.querysets import today
from regions.roles import Role
from riia.accounts.models import ApprovalLink
from riia.audit.models import Event
from riia.notifications.models import Notice
from riia.ui.dates import in_words
from riia.workflow import NotPermitted
from selfassessment import workflow
from selfassessment.checking import warnings_of_addendum
from selfassessment.models import Addendum, Conversation, Cycle, Pause, SelfEvaluation
from selfassessment.rules import addenda as rules
from selfassessment.rules import pauses as of_pauses
from selfassessment.statuses import AddendumStatus, ConversationStatus, PauseReason
from tests.datasets.factories import on_day
from tests.selfassessment import approving, factories
from tests.selfassessment.test_approvals_workflow import add_to_board, link_to, refused, take, told

CHANGED = approving.CHANGED


@pytest.fixture
def released(cast) -> SelfEvaluation:
    return approving.released(cast)


# --- Addenda ----------------------------------------------------------------------------------------------------------


def test_se_19_an_addendum_stands_beside_the_text_which_stays_as_it_was(cast, released):
    digest = released.revision.digest
    addendum = approving.addendum(cast, released)
    workflow.submit_addendum(addendum, by=cast.north.dcs)
    released.refresh_from_db()
    assert (addendum.status, addendum.added_at is not None) == (AddendumStatus.ADDED, True)
    assert (released.status, released.revision.digest, released.revisions.count()) == ("released", digest, 1)


def test_se_19_others_see_what_was_added_and_no_draft(cast, released):
    addendum = approving.addendum(cast, released, title="First")
    with on_day(released.opens_on):
        board = cast.north.board_member
        workflow.record_reading(released, by=board)
        assert list(Addendum.objects.visible_to(board)) == []
        workflow.submit_addendum(addendum, by=cast.north.dcs)
        assert list(Addendum.objects.visible_to(cast.north.board_member)) == [addendum]
        assert told("Something was added") == {board.email}
        workflow.withdraw_addendum(addendum, by=cast.north.dcs)
        assert list(Addendum.objects.visible_to(cast.north.board_member)) == []


def test_se_19_a_changed_judgement_needs_the_same_approvals(cast, released):
    addendum = approving.addendum(cast, released, **CHANGED)
    Notice.objects.all().delete()
    workflow.submit_addendum(addendum, by=cast.north.dcs)
    assert addendum.status == AddendumStatus.SUBMITTED
    assert told("There is something for you to approve") == {
        cast.north.chief_executive.email,
        cast.north.lead_member.email,
    }
    digest = rules.digest_of_addendum(addendum)
    workflow.approve_addendum(addendum, by=cast.north.chief_executive, digest=digest)
    day = f"{today():%-d %B %Y}"
    assert refused(workflow.approve_addendum, addendum, cast.north.chief_executive) == [
        f"{cast.north.chief_executive} has approved this on {day}."
    ]
    assert addendum.status == AddendumStatus.SUBMITTED
    workflow.approve_addendum(addendum, by=cast.north.lead_member)
    assert (addendum.status, set(addendum.approved)) == (AddendumStatus.ADDED, {"chief-executive", "lead-member"})
    now = {slug: answer.value for slug, _, answer in rules.judgements_of(released)}
    assert now[addendum.section] == addendum.judgement, "the next one begins with what counts now"


def test_se_14_se_19_an_approvers_office_hears_of_what_the_approver_is_asked_and_gets_no_link(cast, released):
    approving.officer(cast, released)
    addendum = approving.addendum(cast, released, **CHANGED)
    Notice.objects.all().delete()
    workflow.submit_addendum(addendum, by=cast.north.dcs)
    copy = Notice.objects.get(to=cast.north.named_reader.email)
    assert copy.subject == "Something waits for the approver whose office you work for"
    assert copy.link == addendum.get_absolute_url()
    assert list(Addendum.objects.visible_to(cast.north.named_reader)) == [addendum]
    with pytest.raises(NotPermitted):
        workflow.approve_addendum(addendum, by=cast.north.named_reader)


def test_se_19_se_2_one_person_gives_one_approval_and_never_its_author(cast, released):
    addendum = approving.addendum(cast, released, **CHANGED)
    workflow.submit_addendum(addendum, by=cast.north.dcs)
    assert refused(workflow.approve_addendum, addendum, cast.north.deputy) == [
        "The chief executive decides. You stand in while that seat is vacant."
    ]
    workflow.approve_addendum(addendum, by=cast.north.lead_member)
    approving.vacate(cast, Role.CHIEF_EXECUTIVE)
    take(cast, Role.CHIEF_EXECUTIVE, cast.north.lead_member.person)
    approving.vacate(cast, Role.LEAD_MEMBER)
    assert refused(workflow.approve_addendum, addendum, cast.north.lead_member) == [
        "One person cannot give both approvals."
    ]
    with on_day(today() + timedelta(days=1)):
        approving.vacate(cast, Role.CHIEF_EXECUTIVE)
        take(cast, Role.CHIEF_EXECUTIVE, cast.north.dcs.person)
        assert refused(workflow.approve_addendum, addendum, cast.north.dcs) == [
            "You wrote this, so somebody else approves it."
        ]


def test_se_19_se_4_what_is_approved_is_what_was_looked_at(cast, released):
    addendum = approving.addendum(cast, released, **CHANGED)
    assert refused(workflow.submit_addendum, addendum, cast.north.dcs, digest="0" * 64) == [rules.CHANGED]
    workflow.submit_addendum(addendum, by=cast.north.dcs)
    assert refused(workflow.approve_addendum, addendum, cast.north.lead_member, digest="0" * 64) == [rules.CHANGED]
    assert refused(workflow.return_addendum, addendum, cast.north.lead_member, words=" ") == ["Say what has to change."]
    workflow.approve_addendum(addendum, by=cast.north.chief_executive)
    workflow.return_addendum(addendum, by=cast.north.lead_member, words="Which inspectors?")
    assert (addendum.status, addendum.approved, addendum.returned_with) == ("draft", {}, "Which inspectors?")
    details = {"happened_on": today(), "title": "A visit", "text": "Ofsted came."}
    workflow.change_addendum(addendum, by=cast.north.dcs, **details)
    assert (addendum.text, addendum.judgement) == ("Ofsted came.", "")
    workflow.submit_addendum(addendum, by=cast.north.dcs)
    assert addendum.status == AddendumStatus.ADDED, "no judgement changes any more"


def test_se_19_what_stands_in_the_way_of_an_addendum(cast, released):
    def said(**details):
        given = {"happened_on": today(), "title": "A visit", "text": "They came."} | details
        return refused(workflow.write_addendum, released, cast.north.dcs, **given)

    assert said(title=" ") == ["Give it a title and a text."]
    assert said(happened_on=today() + timedelta(days=1)) == ["The day of the event must not be in the future."]
    assert said(**CHANGED | {"question": "none"}) == ["This judgement is not part of the text."]
    assert said(**CHANGED | {"judgement": "Splendid"}) == ["Choose a judgement of its scale."]
    assert said(**CHANGED | {"judgement": "Secure"}) == ["That is the judgement which the text holds already."]
    addendum = approving.addendum(cast, released, text="A girl called Sam Rivers was seen.")
    (warning,) = warnings_of_addendum(addendum)
    assert refused(workflow.submit_addendum, addendum, cast.north.dcs, confirmed=[]) == [
        "Say of each place that looks like a child’s details that you have looked at it."
    ]
    workflow.withdraw(released, by=cast.north.dcs, words="A mistake.")
    assert said() == ["Only a released text has addenda. Change the text itself."]
    assert refused(workflow.submit_addendum, addendum, cast.north.dcs, confirmed=[warning.key]) == [
        "Only a released text has addenda."
    ]
    assert rules.judgements_of(SelfEvaluation()) == []
    with pytest.raises(NotPermitted):
        workflow.write_addendum(released, by=cast.north.assistant_director, happened_on=today(), title="A", text="B")


def test_se_19_a_region_that_asks_for_one_approval_asks_for_one(cast):
    evaluation = approving.submitted(cast, factories.cycle(cast, lead_member_approves=False))
    workflow.approve(evaluation, by=cast.north.chief_executive)
    workflow.release(evaluation, by=cast.north.dcs)
    addendum = approving.addendum(cast, evaluation, **CHANGED)
    workflow.submit_addendum(addendum, by=cast.north.dcs)
    assert refused(workflow.approve_addendum, addendum, cast.north.lead_member) == [
        f"{evaluation.cycle} doesn’t ask for the approval of the lead member for children's services."
    ]
    approving.vacate(cast, Role.CHIEF_EXECUTIVE)
    workflow.approve_addendum(addendum, by=cast.north.deputy)
    assert addendum.status == AddendumStatus.ADDED


def test_se_15_se_19_a_trusts_chief_executive_approves_no_addendum(cast, released):
    from regions.models import TrustService
    from tests.people import SINCE

    addendum = approving.addendum(cast, released, **CHANGED)
    workflow.submit_addendum(addendum, by=cast.north.dcs)
    TrustService.objects.create(trust=cast.trust, authority=cast.north.first, starts=SINCE)
    approving.vacate(cast, Role.CHIEF_EXECUTIVE)
    take(cast, Role.CHIEF_EXECUTIVE, cast.trust_chief_executive.person)
    assert refused(workflow.approve_addendum, addendum, cast.trust_chief_executive) == [
        "You head the trust that serves the authority, so you don’t approve for the council."
    ]


# --- Addenda by link --------------------------------------------------------------------------------------------------

TEXT = "Inspectors came; planted egret."


def asked(cast, evaluation: SelfEvaluation, **details) -> Addendum:
    """An addendum that changes a judgement, with its approvers."""
    Notice.objects.all().delete()
    addendum = approving.addendum(cast, evaluation, **CHANGED | {"text": TEXT} | details)
    workflow.submit_addendum(addendum, by=cast.north.dcs)
    return addendum


def test_acc_7_the_link_shows_exactly_the_addendum_and_its_form_approves_it(cast, client, released):
    addendum = asked(cast, released)
    _, address = link_to(cast.north.chief_executive)
    page = client.get(address)
    shown = page.content.decode()
    assert page.status_code == 200
    for said in (
        TEXT,
        "from <strong>Secure</strong> to <strong>Developing</strong>",
        rules.digest_of_addendum(addendum),
    ):
        assert said in shown, said
    assert approving.STORY not in shown
    addendum.refresh_from_db()
    assert addendum.approved == {}, "opening it acts on nothing"
    # What the other approver answers leaves the link as it is.
    workflow.approve_addendum(addendum, by=cast.north.lead_member)
    assert client.post(address, {"answer": "approve"}).status_code == 200
    addendum.refresh_from_db()
    assert (addendum.status, set(addendum.approved)) == (AddendumStatus.ADDED, {"chief-executive", "lead-member"})
    assert client.post(address, {"answer": "approve"}).status_code == 410
    event = Event.objects.filter(verb="approve_addendum").latest("pk")
    assert (event.acting_as, event.reason) == ("Chief executive, Aldermoor", "By link.")


def test_acc_7_the_link_returns_an_addendum_with_words_that_the_trail_does_not_hold(cast, client, released):
    addendum = asked(cast, released)
    _, address = link_to(cast.north.lead_member)
    assert client.post(address, {"answer": "back", "why": "Which one? planted egret"}).status_code == 200
    addendum.refresh_from_db()
    assert (addendum.status, addendum.returned_with) == (AddendumStatus.DRAFT, "Which one? planted egret")
    assert not [one for one in Event.objects.all() if "egret" in f"{one.label}{one.reason}{one.after}"]
    assert not [one for one in Notice.objects.all() if "egret" in f"{one.subject}{one.line}"]
    # To the other approver there is nothing to answer, and no word of it, until they are asked anew.
    _, other = link_to(cast.north.chief_executive)
    assert "egret" not in client.get(other).content.decode()
    details = {"happened_on": today(), "title": "A visit", "text": TEXT}
    workflow.change_addendum(addendum, by=cast.north.dcs, **details, **CHANGED)
    workflow.submit_addendum(addendum, by=cast.north.dcs)
    assert client.get(other).status_code == 410
    assert client.get(link_to(cast.north.chief_executive)[1]).status_code == 200


def test_acc_7_se_4_the_link_ends_when_the_addendum_or_the_text_beside_it_is_another(cast, client, released):
    addendum = asked(cast, released)
    _, address = link_to(cast.north.lead_member)
    Addendum.objects.filter(pk=addendum.pk).update(judgement="Secure")
    assert client.get(address).status_code == 410
    Addendum.objects.filter(pk=addendum.pk).update(judgement="Developing")
    assert client.get(address).status_code == 200
    workflow.withdraw(released, by=cast.north.dcs, words="A mistake.")
    for page in (client.get(address), client.post(address, {"answer": "approve"})):
        assert (page.status_code, "egret" in page.content.decode()) == (410, False)
    addendum = Addendum.objects.get(pk=addendum.pk)
    assert refused(workflow.approve_addendum, addendum, cast.north.lead_member) == ["Only a released text has addenda."]
    assert addendum.approved == {}


def test_acc_6_who_needs_a_second_factor_is_asked_about_an_addendum_by_its_page(cast, released):
    chief = cast.north.chief_executive
    add_to_board(cast, chief)
    addendum = asked(cast, released)
    notice = Notice.objects.get(to=chief.email, subject="There is something for you to approve")
    assert (notice.link, notice.secret) == (f"/self-evaluations/addenda/{addendum.pk}/approve/", False)
    assert not ApprovalLink.objects.filter(user=chief, act="selfassessment.addendum.approve_addendum").exists()


# --- Pauses -----------------------------------------------------------------------------------------------------------


def days(number: int):
    return today() + timedelta(days=number)


def test_se_17_the_director_lets_clocks_stand_still_and_only_the_own_side_sees_why(cast):
    evaluation = approving.drafted(cast)
    pause = workflow.pause(
        evaluation, by=cast.north.dcs, starts=today(), ends=days(10), why=PauseReason.INSPECTION, words="ILACS"
    )
    assert (pause.last_day, pause.reason) == (days(9), PauseReason.INSPECTION)
    assert told("Dates changed") == {cast[one].email for one in approving.NORTH_TEAM}
    assert "ILACS" not in "".join(one.line + one.subject for one in Notice.objects.all())
    asked = ("north.dcs", "north.lead_member", "north.regional_team", "north.unsigned_dcs", "south.dcs")
    sees = {name for name in asked if Pause.objects.visible_to(cast[name])}
    assert sees == {"north.dcs", "north.lead_member", "north.regional_team"}


def test_se_17_a_day_stands_still_once(cast):
    evaluation = approving.drafted(cast)
    inputs = {"why": PauseReason.OTHER}
    opened = evaluation.cycle.opens_on

    def said(starts, ends=None):
        return refused(workflow.pause, evaluation, cast.north.dcs, starts=starts, ends=ends, **inputs)

    assert said(opened - timedelta(days=1)) == [
        f"The cycle begins on {opened:%-d %B %Y}, so no clock runs before that."
    ]
    assert said(days(3), days(3)) == ["The last day must not be before the first."]
    first = workflow.pause(evaluation, by=cast.north.dcs, starts=days(1), **inputs)
    assert first.last_day is None
    assert said(days(5), days(7)) == [f"The clocks stand still from {days(1):%-d %B %Y} already."]
    assert said(today()) == [f"The clocks stand still from {days(1):%-d %B %Y} already."]
    assert refused(workflow.end_pause, first, cast.north.dcs, ends=days(1)) == [
        "The last day must not be before the first."
    ]
    workflow.end_pause(first, by=cast.north.dcs, ends=days(4))
    second = workflow.pause(evaluation, by=cast.north.dcs, starts=days(6), **inputs)
    assert refused(workflow.end_pause, first, cast.north.dcs, ends=days(8)) == [
        f"The clocks stand still from {days(6):%-d %B %Y} already."
    ]
    workflow.end_pause(first, by=cast.north.dcs, ends=days(6))
    assert second.pk != first.pk
    Cycle.objects.update(status="closed")
    evaluation.refresh_from_db()
    assert said(days(20)) == ["The cycle is closed, so no clock runs."]


# --- The annual conversation ------------------------------------------------------------------------------------------


def test_se_18_the_conversation_has_a_date_a_pack_notes_and_actions(cast):
    evaluation = approving.drafted(cast)
    talk = workflow.plan_conversation(evaluation, by=cast.north.dcs, held_on=days(3))
    said = {
        "pack": [{"title": "Report", "url": "https://aldermoor.example/report"}],
        "notes": "They asked about care.",
        "actions": [{"action": "Send the figures", "owner": "Sam", "due": "May", "done": ""}],
    }
    workflow.change_conversation(talk, by=cast.north.dcs, held_on=today(), seen=1, **said)
    assert (talk.number, talk.pack, talk.notes, talk.actions) == (2, *said.values())
    assert refused(workflow.change_conversation, talk, cast.north.dcs, held_on=today(), seen=1) == [
        f"{cast.north.dcs} has changed this since you opened it. Look at it again, then save."
    ]
    workflow.hold_conversation(talk, by=cast.north.dcs)
    assert talk.status == ConversationStatus.HELD
    asked = ("north.dcs", "north.chief_executive", "north.regional_team", "north.assistant_director")
    sees = {name for name in asked if Conversation.objects.visible_to(cast[name])}
    assert sees == {"north.dcs", "north.chief_executive"}


def test_se_18_what_stands_in_the_way_of_a_conversation(cast):
    evaluation = approving.drafted(cast)
    talk = workflow.plan_conversation(evaluation, by=cast.north.dcs, held_on=days(3))
    plan, change = workflow.plan_conversation, workflow.change_conversation
    assert refused(plan, evaluation, cast.north.dcs, held_on=today()) == ["It has its date already."]
    assert refused(workflow.hold_conversation, talk, cast.north.dcs) == ["It is still to come."]
    assert refused(change, talk, cast.north.dcs, held_on=today(), pack=[{"title": "X", "url": "javascript:x"}]) == [
        "A link of the pack begins with https://."
    ]
    assert refused(change, talk, cast.north.dcs, held_on=today(), actions=[{"action": " "}]) == [
        "Say of each action what is to be done."
    ]
    many = [{"action": "Send it"}] * (of_pauses.MOST_ROWS + 1)
    assert refused(change, talk, cast.north.dcs, held_on=today(), actions=many) == ["At most 50 links and 50 actions."]
    workflow.call_off_conversation(talk, by=cast.north.dcs)
    assert talk.status == ConversationStatus.CALLED_OFF
    opened = evaluation.cycle.opens_on
    long_ago = date(2001, 1, 1)
    far = [f"1 January 2001 is too far from this cycle, in which writing began on {in_words(opened)}."]
    assert refused(workflow.plan_again, talk, cast.north.dcs, held_on=long_ago) == far
    assert refused(change, talk, cast.north.dcs, held_on=long_ago) == far
    workflow.plan_again(talk, by=cast.north.dcs, held_on=days(9))
    assert (talk.status, talk.held_on) == (ConversationStatus.PLANNED, days(9))
    workflow.call_off_conversation(talk, by=cast.north.dcs)
    Conversation.objects.all().delete()
    evaluation = SelfEvaluation.objects.get(pk=evaluation.pk)
    assert refused(plan, evaluation, cast.north.dcs, held_on=long_ago) == far
    Cycle.objects.update(conversations=False)
    evaluation.refresh_from_db()
    assert refused(plan, evaluation, cast.north.dcs, held_on=today()) == [
        "This region doesn’t keep the annual conversation here."
    ]
