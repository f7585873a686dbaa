"""Submitting, approving, returning, reopening, releasing and withdrawing (SE-2 to SE-5, SE-7, SE-12, SE-14, SE-15,
SE-20, ACC-7, ACC-12, NOT-1)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from regions import workflow as directory
from regions.querysets import today
from regions.roles import Role
from regions.statuses import Task
from riia.accounts.approval_links import link_of
from riia.accounts.models import ApprovalLink
from riia.accounts.statuses import LinkStatus
from riia.audit.models import Event
from riia.notifications.models import Notice, Urgency
from riia.workflow import NotPermitted, NotPossible, offers
from selfassessment import workflow
from selfassessment.checking import warnings_of
from selfassessment.documents import content_of, digest_of
from selfassessment.models import Approval, Cycle, Reading, Reopening, Revision, SelfEvaluation
from selfassessment.readers import taking_part, who_can_read
from selfassessment.rules import approvals as rules
from selfassessment.rules.offices import heads_its_trust, may_name_officer, writes_or_approves
from selfassessment.statuses import ApprovalStatus, Capacity, EvaluationStatus, Office
from tests import factories as directory_factories
from tests.datasets.factories import on_day
from tests.people import SINCE
from tests.selfassessment import approving, factories

CHIEF, MEMBER = Office.CHIEF_EXECUTIVE, Office.LEAD_MEMBER
SECRET = "The secret phrase of the heron"


def refused(act, item, by, **inputs) -> list[str]:
    """What was said; nothing was written."""
    before = Event.objects.count()
    with pytest.raises(NotPossible) as refusal:
        act(item, by=by, **inputs)
    assert Event.objects.count() == before
    return refusal.value.reasons


def given(evaluation) -> dict:
    return {office: (one.name, one.capacity) for office, one in rules.approvals_given(evaluation).items()}


def told(subject: str) -> set[str]:
    return set(Notice.objects.filter(subject__startswith=subject).values_list("to", flat=True))


def settings_of(evaluation, **changes) -> None:
    Cycle.objects.filter(pk=evaluation.cycle_id).update(**changes)
    evaluation.refresh_from_db()


def add_to_board(cast, user) -> None:
    """They hold a seat of the board too, which needs a second factor."""
    seat = directory.add_seat(
        cast.north.region, by=cast.administrator, role=Role.BOARD_MEMBER, title="", exists_from=None, note=""
    )
    made = directory.appoint(seat, by=cast.administrator, person=user.person, starts=SINCE)
    directory.confirm_appointment(made, by=cast.other_administrator)


def take(cast, role, person):
    """Somebody holds a seat of North's first authority from today on."""
    seat = cast.seat(cast.north.first, role)
    made = directory.appoint(seat, by=cast.administrator, person=person, starts=today())
    if made.status == "proposed":
        directory.confirm_appointment(made, by=cast.other_administrator)
    return made


# --- Submitting -------------------------------------------------------------------------------------------------------


def test_se_4_submitting_freezes_a_numbered_revision_with_its_digest_and_asks_at_once(cast):
    evaluation = approving.submitted(cast)
    revision = evaluation.revision
    assert (evaluation.status, revision.number, revision.digest) == ("submitted", 1, digest_of(revision.content))
    assert (revision.content, revision.words) == (content_of(evaluation), 15)
    assert (evaluation.submitted_by, evaluation.received_on) == (cast.north.dcs, today())
    asked = Notice.objects.filter(subject="There is something for you to approve")
    assert {(one.to, one.urgency, one.secret) for one in asked} == {
        (cast.north.chief_executive.email, Urgency.AT_ONCE, True),
        (cast.north.lead_member.email, Urgency.AT_ONCE, True),
    }


def test_se_7_what_comes_after_the_closing_date_is_accepted_with_its_day(cast):
    evaluation = approving.drafted(cast)
    with on_day(evaluation.cycle.closes_on + timedelta(days=3)):
        workflow.submit(evaluation, by=cast.north.dcs)
        assert evaluation.received_on == evaluation.cycle.closes_on + timedelta(days=3)
        # The first day stays.
        workflow.reopen(evaluation, by=cast.north.dcs, words="One more figure.")
    workflow.submit(evaluation, by=cast.north.dcs)
    assert evaluation.received_on == evaluation.cycle.closes_on + timedelta(days=3)


def test_nothing_is_submitted_or_approved_once_the_cycle_is_closed(cast):
    draft, waiting = approving.drafted(cast), None
    settings_of(draft, status="closed")
    closed = [f"{draft.cycle} is closed."]
    assert refused(workflow.submit, draft, cast.north.dcs) == closed
    settings_of(draft, status="open")
    waiting = workflow.submit(draft, by=cast.north.dcs)
    settings_of(waiting, status="closed")
    assert refused(workflow.approve, waiting, cast.north.lead_member) == closed
    assert refused(workflow.reopen, waiting, cast.north.dcs, words="So.") == [
        "The cycle is closed. A later event is told in an addendum."
    ]


def test_what_is_asked_for_has_to_be_answered(cast):
    evaluation = approving.joined(cast, factories.evaluation(cast))
    approving.saved(evaluation, cast.north.dcs, "leadership", {"story": {"text": "We know."}})
    evaluation.refresh_from_db()
    assert refused(workflow.submit, evaluation, cast.north.dcs) == [
        "Not answered yet: “How good is it?” in Leadership; “How do children in care live?” in Children in care; "
        "“How good is it?” in Children in care."
    ]


def test_many_questions_that_are_not_answered_are_told_by_their_sections(cast):
    evaluation = approving.joined(cast, factories.evaluation(cast))
    approving.saved(evaluation, cast.north.dcs, "leadership", {"story": {"text": ""}})
    evaluation.refresh_from_db()
    assert refused(workflow.submit, evaluation, cast.north.dcs) == [
        "4 questions are not answered yet: 2 in Leadership, 2 in Children in care."
    ]


def test_se_12_what_looks_like_a_childs_details_is_confirmed_and_kept_with_the_revision(cast):
    evaluation = approving.drafted(cast, story="A boy called Sam Rivers came to us.")
    (warning,) = warnings_of(content_of(evaluation))
    assert refused(workflow.submit, evaluation, cast.north.dcs, confirmed=[]) == [
        "Say of each place that looks like a child’s details that you have looked at it."
    ]
    workflow.submit(evaluation, by=cast.north.dcs, confirmed=[warning.key])
    assert evaluation.revision.confirmed == [
        {
            "section": "leadership",
            "question": "How do leaders know?",
            "why": "It looks like the name of a child.",
            "found": "boy called Sam Rivers",
        }
    ]


def test_se_9_strengths_and_areas_become_findings_in_the_order_of_the_document(cast):
    evaluation = approving.drafted(cast)
    said = {"theme": "leadership", "service_area": "whole-service", "carried_from": None, "fate": "", "fate_words": ""}
    points = [{"id": f"{number:032x}", "text": text, **said} for number, text in enumerate(("Calm", "Steady"))]
    content = {**evaluation.sections.get(section="leadership").content, "strengths": {"items": points}}
    approving.saved(evaluation, cast.north.dcs, "leadership", content)
    evaluation.refresh_from_db()
    workflow.submit(evaluation, by=cast.north.dcs)
    found = evaluation.revision.findings.values_list("kind", "place", "text", "section", "theme")
    assert list(found) == [
        ("strength", 1, "Calm", "leadership", "leadership"),
        ("strength", 2, "Steady", "leadership", "leadership"),
    ]


def test_se_4_what_is_frozen_is_what_the_director_looked_at(cast):
    evaluation = approving.drafted(cast)
    looked_at = digest_of(content_of(evaluation))
    approving.put(evaluation, cast.north.dcs, "Somebody wrote on.")
    assert refused(workflow.submit, evaluation, cast.north.dcs, digest=looked_at) == [rules.CHANGED]
    assert Revision.objects.count() == 0


# --- Two offices ------------------------------------------------------------------------------------------------------


def test_se_2_both_offices_approve_separately_and_then_it_is_approved(cast):
    evaluation = approving.submitted(cast)
    workflow.approve(evaluation, by=cast.north.lead_member, revision=1)
    assert (evaluation.status, rules.offices_missing(evaluation)) == (EvaluationStatus.SUBMITTED, [CHIEF])
    workflow.approve(evaluation, by=cast.north.chief_executive)
    assert evaluation.status == EvaluationStatus.APPROVED
    assert given(evaluation) == {
        CHIEF: (cast.north.chief_executive.name, Capacity.HOLDER),
        MEMBER: (cast.north.lead_member.name, Capacity.HOLDER),
    }
    approval = Approval.objects.get(office=CHIEF)
    assert (approval.title, approval.decided_on) == ("Chief executive, Aldermoor", today())
    assert told("Approved by the") == {cast.north.dcs.email}


def test_se_2_a_region_may_ask_for_one_of_the_two_only(cast):
    evaluation = approving.submitted(cast, factories.cycle(cast, lead_member_approves=False))
    assert refused(workflow.approve, evaluation, cast.north.lead_member) == [
        f"{evaluation.cycle} doesn’t ask for the approval of the lead member for children's services."
    ]
    workflow.approve(evaluation, by=cast.north.chief_executive)
    assert evaluation.status == EvaluationStatus.APPROVED


def test_se_2_one_person_gives_one_approval(cast):
    """A lead member who becomes chief executive between the two."""
    evaluation = approving.submitted(cast)
    workflow.approve(evaluation, by=cast.north.lead_member)
    person = cast.north.lead_member.person
    approving.vacate(cast, Role.CHIEF_EXECUTIVE)
    take(cast, Role.CHIEF_EXECUTIVE, person)
    approving.vacate(cast, Role.LEAD_MEMBER)
    assert refused(workflow.approve, evaluation, cast.north.lead_member) == ["One person cannot give both approvals."]
    assert list(given(evaluation)) == [MEMBER]


def test_se_2_one_office_approves_once(cast):
    evaluation = approving.submitted(cast)
    workflow.approve(evaluation, by=cast.north.lead_member)
    day = f"{today():%-d %B %Y}"
    assert refused(workflow.approve, evaluation, cast.north.lead_member) == [
        f"{cast.north.lead_member} has approved this text on {day} for the Lead member for children's services."
    ]


def test_se_15_the_author_never_approves_and_the_deputy_stands_in(cast):
    """The director is the chief executive too."""
    dcs, deputy = cast.north.dcs.person, cast.north.deputy
    approving.vacate(cast, Role.CHIEF_EXECUTIVE)
    take(cast, Role.CHIEF_EXECUTIVE, dcs)
    evaluation = approving.submitted(cast)
    assert refused(workflow.approve, evaluation, cast.north.dcs) == [
        "You submitted this text, so somebody else approves it."
    ]
    assert told("There is something for you to approve") == {deputy.email, cast.north.lead_member.email}
    workflow.approve(evaluation, by=deputy)
    assert given(evaluation) == {CHIEF: (deputy.name, Capacity.STAND_IN)}
    assert Approval.objects.get().evidence == "Its holder submitted the text."


def test_se_15_the_deputy_stands_in_only_while_somebody_has_to(cast):
    evaluation = approving.submitted(cast)
    said = [
        "The chief executive decides. You stand in while that seat is vacant, or where its holder submitted the text."
    ]
    assert refused(workflow.approve, evaluation, cast.north.deputy) == said
    assert refused(workflow.send_back, evaluation, cast.north.deputy, words="No.") == said
    approving.vacate(cast, Role.CHIEF_EXECUTIVE)
    workflow.send_back(evaluation, by=cast.north.deputy, words="Say more.")
    answer = Approval.objects.get()
    assert (answer.status, answer.capacity, answer.evidence) == ("returned", Capacity.STAND_IN, "The seat is vacant.")


def test_se_15_an_approval_given_in_office_stands_for_that_text(cast):
    evaluation = approving.submitted(cast)
    workflow.approve(evaluation, by=cast.north.chief_executive)
    approving.vacate(cast, Role.CHIEF_EXECUTIVE)
    with pytest.raises(NotPermitted):
        workflow.approve(evaluation, by=cast.north.chief_executive)
    workflow.approve(evaluation, by=cast.north.lead_member)
    workflow.release(evaluation, by=cast.north.dcs)
    assert given(evaluation)[CHIEF] == (cast.north.chief_executive.name, Capacity.HOLDER)


def test_se_15_a_trusts_chief_executive_is_never_the_councils_approver(cast):
    """Calderwick's services are the trust's: its chief executive reads its text, and doesn't approve it."""
    evaluation = factories.evaluation(cast, authority=cast.north.third)
    approving.sign(cast, cast.north.third)
    assert not rules.may_answer(cast.trust_chief_executive, evaluation)
    person = cast.trust_chief_executive.person
    assert heads_its_trust(person, cast.north.third)
    assert not heads_its_trust(person, cast.north.first)
    for role in (Role.DCS, Role.CHIEF_EXECUTIVE):
        seat = cast.seat(cast.north.third, role)
        who = person if role == Role.CHIEF_EXECUTIVE else directory_factories.newcomer("New director")
        directory.confirm_appointment(
            directory.appoint(seat, by=cast.administrator, person=who, starts=today()), by=cast.other_administrator
        )
    director = cast.seat(cast.north.third, Role.DCS).appointments.latest("pk").person.user
    approving.put(approving.joined(cast, evaluation), director)
    workflow.submit(evaluation, by=director)
    assert refused(workflow.approve, evaluation, cast.trust_chief_executive) == [
        "You head the trust that serves the authority, so you don’t approve for the council."
    ]


def test_acc_19_who_leads_two_authorities_approves_each_by_itself_under_its_seat(cast):
    of = factories.cycle(cast)
    evaluation = approving.submitted(cast, of)
    chief = cast.north.chief_executive
    seat = cast.seat(cast.north.second, Role.CHIEF_EXECUTIVE)
    made = directory.appoint(seat, by=cast.administrator, person=chief.person, starts=today())
    directory.confirm_appointment(made, by=cast.other_administrator)
    approving.sign(cast, cast.north.second)
    other = approving.put(
        approving.joined(cast, factories.evaluation(cast, of, cast.north.second)), cast.north.unsigned_dcs
    )
    workflow.submit(other, by=cast.north.unsigned_dcs)
    both = cast.north.chief_executive
    workflow.approve(other, by=both)
    assert (list(given(evaluation)), list(given(other))) == ([], [CHIEF])
    assert Event.objects.filter(verb="approve").get().acting_as == "Chief executive, Birchester"
    workflow.approve(evaluation, by=both)
    assert Event.objects.filter(verb="approve").latest("pk").acting_as == "Chief executive, Aldermoor"
    assert Approval.objects.get(revision__evaluation=evaluation).title == "Chief executive, Aldermoor"


def test_acc_12_approval_can_be_left_to_nobody(cast):
    assert not {one for one in Task if "approv" in one.label.lower() or "evaluation" in one.label.lower()}
    evaluation = approving.submitted(cast)
    delegate = cast.north.performance_lead
    directory.delegate_task(
        cast.appointment(cast.north.dcs),
        by=cast.north.dcs,
        delegate=delegate.person,
        task=Task.SIGN_OFF_RETURNS,
        starts=today(),
        ends=today() + timedelta(days=30),
    )
    for act, inputs in ((workflow.approve, {}), (workflow.release, {}), (workflow.reopen, {"words": "So."})):
        with pytest.raises(NotPermitted):
            act(evaluation, by=cast.north.performance_lead, **inputs)


# --- Exactly this text ------------------------------------------------------------------------------------------------


def test_se_4_an_approval_is_for_the_text_that_was_looked_at(cast):
    evaluation = approving.submitted(cast)
    workflow.reopen(evaluation, by=cast.north.dcs, words="A better figure.")
    approving.put(evaluation, cast.north.dcs, "Leaders look at figures every week.")
    workflow.submit(evaluation, by=cast.north.dcs)
    assert evaluation.revision.number == 2
    assert refused(workflow.approve, evaluation, cast.north.lead_member, revision=1) == [rules.CHANGED]
    assert refused(workflow.send_back, evaluation, cast.north.lead_member, revision=1, words="No.") == [rules.CHANGED]


def test_se_4_opening_it_again_overtakes_approvals_and_ends_the_release(cast):
    evaluation = approving.released(cast)
    workflow.reopen(evaluation, by=cast.north.dcs, words=SECRET)
    assert (evaluation.status, evaluation.released_at, evaluation.opens_on) == ("draft", None, None)
    assert {one.status for one in Approval.objects.all()} == {ApprovalStatus.OVERTAKEN}
    assert (Reopening.objects.get().words, Reopening.objects.get().status_before) == (SECRET, "released")
    assert told("Opened again") == {cast.north.chief_executive.email, cast.north.lead_member.email}
    assert told("No longer open") == {cast[one].email for one in approving.NORTH_TEAM}
    assert refused(workflow.reopen, approving.submitted(cast, evaluation.cycle), cast.north.dcs, words=" ") == [
        "Say why."
    ]


def test_words_stand_in_rows_and_never_in_the_trail_or_in_notices(cast):
    evaluation = approving.submitted(cast)
    workflow.send_back(evaluation, by=cast.north.lead_member, words=SECRET)
    workflow.submit(evaluation, by=cast.north.dcs)
    workflow.approve(evaluation, by=cast.north.lead_member)
    workflow.approve(evaluation, by=cast.north.chief_executive)
    workflow.release(evaluation, by=cast.north.dcs)
    approving.addendum(cast, evaluation, text=SECRET, title=SECRET)
    workflow.withdraw(evaluation, by=cast.north.dcs, words=SECRET)
    events = "\n".join(f"{one.before}{one.after}{one.reason}{one.target_name}" for one in Event.objects.all())
    notices = "\n".join(f"{one.subject}{one.line}" for one in Notice.objects.all())
    assert "heron" not in events + notices
    assert approving.STORY not in events + notices


def test_what_comes_back_word_for_word_keeps_its_number_and_the_other_approval(cast):
    evaluation = approving.submitted(cast)
    workflow.approve(evaluation, by=cast.north.chief_executive)
    workflow.send_back(evaluation, by=cast.north.lead_member, words="Are you sure?")
    assert (evaluation.status, list(given(evaluation))) == (EvaluationStatus.RETURNED, [CHIEF])
    workflow.submit(evaluation, by=cast.north.dcs)
    assert (evaluation.revision.number, evaluation.status, list(given(evaluation))) == (1, "submitted", [CHIEF])
    workflow.approve(evaluation, by=cast.north.lead_member)
    assert evaluation.status == EvaluationStatus.APPROVED


def test_se_4_a_returned_text_that_changes_needs_both_again(cast):
    evaluation = approving.submitted(cast)
    workflow.approve(evaluation, by=cast.north.chief_executive)
    workflow.send_back(evaluation, by=cast.north.lead_member, words="Say more.")
    approving.put(evaluation, cast.north.dcs, "Leaders look at figures every week.")
    workflow.submit(evaluation, by=cast.north.dcs)
    assert (evaluation.revision.number, given(evaluation)) == (2, {})
    assert Approval.objects.get(office=CHIEF).status == ApprovalStatus.OVERTAKEN


def test_a_withdrawn_text_that_nobody_changed_is_approved_still(cast):
    evaluation = approving.in_status(cast, EvaluationStatus.WITHDRAWN)
    workflow.submit(evaluation, by=cast.north.dcs)
    assert (evaluation.status, evaluation.revision.number) == (EvaluationStatus.APPROVED, 1)


def test_returning_needs_words_and_tells_those_who_write(cast):
    evaluation = approving.submitted(cast)
    assert refused(workflow.send_back, evaluation, cast.north.lead_member, words=" ") == ["Say what has to change."]
    workflow.send_back(evaluation, by=cast.north.lead_member, words="Say more.")
    assert told("Returned with words") == {cast.north.dcs.email}
    assert refused(workflow.approve, evaluation, cast.north.chief_executive) == [
        "Approve is not possible: it is returned with words."
    ]


# --- By link ----------------------------------------------------------------------------------------------------------


def link_to(user) -> tuple[ApprovalLink, str]:
    notice = Notice.objects.filter(to=user.email, secret=True).latest("pk")
    token = notice.link.rstrip("/").rpartition("/")[2]
    return link_of(token), notice.link


def test_acc_7_the_link_shows_exactly_the_text_and_its_form_approves_it(cast, client):
    evaluation = approving.submitted(cast)
    _, address = link_to(cast.north.chief_executive)
    page = client.get(address)
    assert page.status_code == 200
    assert approving.STORY in page.content.decode()
    assert "Nobody has answered for this office before" in page.content.decode()
    assert given(evaluation) == {}, "opening it acts on nothing"
    assert client.post(address, {"answer": "approve"}).status_code == 200
    assert given(evaluation) == {CHIEF: (cast.north.chief_executive.name, Capacity.HOLDER)}
    assert client.post(address, {"answer": "approve"}).status_code == 410
    event = Event.objects.get(verb="approve")
    assert (event.acting_as, event.reason) == ("Chief executive, Aldermoor", "By link.")


def test_acc_7_the_link_returns_with_words_that_the_trail_does_not_hold(cast, client):
    evaluation = approving.submitted(cast)
    _, address = link_to(cast.north.lead_member)
    assert client.post(address, {"answer": "back", "why": SECRET}).status_code == 200
    evaluation.refresh_from_db()
    assert (evaluation.status, Approval.objects.get().words) == (EvaluationStatus.RETURNED, SECRET)
    assert not [one for one in Event.objects.all() if "heron" in f"{one.reason}{one.after}"]


def test_acc_7_the_link_ends_when_the_text_is_opened_again(cast, client):
    evaluation = approving.submitted(cast)
    _, address = link_to(cast.north.lead_member)
    workflow.reopen(evaluation, by=cast.north.dcs, words="A mistake.")
    page = client.get(address)
    assert page.status_code == 410
    assert approving.STORY not in page.content.decode()
    workflow.submit(evaluation, by=cast.north.dcs)
    assert client.post(address, {"answer": "approve"}).status_code == 410
    assert given(evaluation) == {}
    assert client.get(link_to(cast.north.lead_member)[1]).status_code == 200


def test_acc_7_the_other_approval_leaves_the_link_as_it_is_and_a_return_says_what_stands_in_the_way(cast, client):
    evaluation = approving.submitted(cast)
    _, address = link_to(cast.north.lead_member)
    workflow.approve(evaluation, by=cast.north.chief_executive)
    assert client.get(address).status_code == 200
    approved_by_link = client.post(address, {"answer": "approve"})
    assert approved_by_link.status_code == 200
    evaluation.refresh_from_db()
    assert evaluation.status == EvaluationStatus.APPROVED


def test_acc_7_a_link_to_a_returned_text_shows_no_text(cast, client):
    evaluation = approving.submitted(cast)
    _, address = link_to(cast.north.lead_member)
    workflow.send_back(evaluation, by=cast.north.chief_executive, words="Say more.")
    page = client.get(address).content.decode()
    assert "it is returned with words" in page
    assert approving.STORY not in page


def test_acc_6_who_needs_a_second_factor_is_asked_by_the_page(cast):
    chief = cast.north.chief_executive
    add_to_board(cast, chief)
    evaluation = approving.submitted(cast)
    notice = Notice.objects.get(to=chief.email, subject="There is something for you to approve")
    assert (notice.link, notice.secret) == (f"/self-evaluations/{evaluation.pk}/approve/", False)
    assert not ApprovalLink.objects.filter(user=chief).exists()


def test_the_next_approver_sees_what_changed_since_their_own_answer(cast, client):
    evaluation = approving.submitted(cast)
    workflow.send_back(evaluation, by=cast.north.lead_member, words="Say how often.")
    approving.put(evaluation, cast.north.dcs, approving.STORY.replace("month", "week"))
    workflow.submit(evaluation, by=cast.north.dcs)
    page = client.get(link_to(cast.north.lead_member)[1]).content.decode()
    assert "returned revision 1" in page
    assert "Say how often." in page
    assert '<del><span class="govuk-visually-hidden">[taken out: </span>month' in page
    other = client.get(link_to(cast.north.chief_executive)[1]).content.decode()
    assert "all of it is new" in other


# --- Asking again -----------------------------------------------------------------------------------------------------


def test_not_1_no_councillor_is_chased_before_an_election(cast):
    evaluation = approving.submitted(cast)
    settings_of(evaluation, election_from=today(), election_until=today() + timedelta(days=20))
    Notice.objects.all().delete()
    workflow.ask_again(evaluation, by=cast.north.dcs)
    assert told("There is something for you to approve") == {cast.north.chief_executive.email}
    workflow.approve(evaluation, by=cast.north.chief_executive)
    assert refused(workflow.ask_again, evaluation, cast.north.dcs) == [
        "Councillors are not chased before an election. You can ask again from "
        f"{today() + timedelta(days=20):%-d %B %Y}."
    ]
    settings_of(evaluation, election_until=today())
    Notice.objects.all().delete()
    workflow.ask_again(evaluation, by=cast.north.dcs, office=MEMBER)
    assert told("There is something for you to approve") == {cast.north.lead_member.email}
    assert ApprovalLink.objects.filter(user=cast.north.lead_member, status=LinkStatus.OPEN).count() == 1


def test_nobody_is_asked_again_who_is_not_waited_for(cast):
    evaluation = approving.approved(cast)
    assert refused(workflow.ask_again, evaluation, cast.north.dcs) == ["Nobody’s approval is waited for."]


def test_a_successor_is_asked_and_approves(cast):
    evaluation = approving.submitted(cast)
    approving.vacate(cast, Role.LEAD_MEMBER)
    successor = directory_factories.newcomer("New member")
    take(cast, Role.LEAD_MEMBER, successor)
    workflow.ask_again(evaluation, by=cast.north.dcs, office=MEMBER)
    assert successor.user.email in told("There is something for you to approve")
    workflow.approve(evaluation, by=successor.user)
    assert given(evaluation) == {MEMBER: (str(successor.user), Capacity.HOLDER)}


# --- Decisions that officers record -----------------------------------------------------------------------------------


@pytest.fixture
def with_officer(cast):
    """A text that waits, in a region that lets officers record; the named reader works for the chief executive."""
    evaluation = approving.submitted(cast, factories.cycle(cast, decisions_recorded=True))
    approving.officer(cast, evaluation)
    return evaluation


def test_se_14_an_officer_records_the_decision_with_its_evidence_and_the_holder_is_told_at_once(cast, with_officer):
    approving.recorded(cast, with_officer, revision=1)
    approval = Approval.objects.get()
    assert (approval.name, approval.capacity, approval.person) == (
        cast.north.chief_executive.person.name,
        Capacity.RECORDED,
        cast.north.chief_executive.person,
    )
    assert (approval.entered_by, approval.evidence) == (cast.north.named_reader, "A letter of today.")
    notice = Notice.objects.get(subject="A decision of yours was recorded")
    assert (notice.to, notice.urgency) == (cast.north.chief_executive.email, Urgency.AT_ONCE)


def test_se_14_the_holder_repudiates_and_what_rested_on_it_falls_back(cast, with_officer):
    approving.recorded(cast, with_officer)
    workflow.approve(with_officer, by=cast.north.lead_member)
    workflow.release(with_officer, by=cast.north.dcs)
    approval = Approval.objects.get(office=CHIEF)
    assert refused(workflow.repudiate, approval, cast.north.chief_executive, words=" ") == ["Say what is wrong."]
    workflow.repudiate(approval, by=cast.north.chief_executive, words=SECRET)
    with_officer.refresh_from_db()
    assert (with_officer.status, with_officer.released_at, list(given(with_officer))) == ("submitted", None, [MEMBER])
    assert approval.status == ApprovalStatus.REPUDIATED
    assert told("A recorded approval was repudiated") == {cast.north.dcs.email, cast.north.named_reader.email}
    assert Reopening.objects.get().words == SECRET
    workflow.approve(with_officer, by=cast.north.chief_executive)
    assert with_officer.status == EvaluationStatus.APPROVED


def test_se_14_a_repudiation_before_all_have_approved_leaves_it_waiting(cast, with_officer):
    approving.recorded(cast, with_officer)
    workflow.repudiate(Approval.objects.get(), by=cast.north.chief_executive, words="No.")
    with_officer.refresh_from_db()
    assert (with_officer.status, given(with_officer)) == (EvaluationStatus.SUBMITTED, {})


def test_se_14_what_the_holder_confirmed_in_person_is_not_repudiated_nor_by_anybody_else(cast, with_officer):
    workflow.approve(with_officer, by=cast.north.chief_executive)
    approval = Approval.objects.get()
    assert refused(workflow.repudiate, approval, cast.north.chief_executive, words="No.") == [
        "You have confirmed this in person."
    ]
    for somebody in (cast.north.lead_member, cast.north.dcs, cast.north.deputy):
        with pytest.raises(NotPermitted):
            workflow.repudiate(approval, by=somebody, words="No.")


def test_se_14_an_approval_falls_away_only_while_one_is_missing(cast):
    evaluation = approving.approved(cast)
    assert refused(workflow.lose_approval, evaluation, cast.north.lead_member) == ["Every approval is given."]


def test_se_14_an_officer_returns_the_text_for_the_approver(cast, with_officer):
    assert refused_record(cast, with_officer, approved=False) == ["Say what has to change."]
    approving.recorded(cast, with_officer, approved=False, words="Say more.")
    assert (with_officer.status, Approval.objects.get().words) == (EvaluationStatus.RETURNED, "Say more.")


def refused_record(cast, evaluation, **details) -> list[str]:
    inputs = {"office": CHIEF, "decided_on": today(), "evidence": "A letter."} | details
    return refused(workflow.record_decision, evaluation, cast.north.named_reader, **inputs)


def test_se_14_what_stands_in_the_way_of_recording(cast, with_officer):
    assert refused_record(cast, with_officer, office=MEMBER) == ["You don’t work for this office."]
    assert refused_record(cast, with_officer, evidence=" ") == ["Say what shows the decision."]
    assert refused_record(cast, with_officer, decided_on=None) == ["Say on which day it was decided."]
    assert refused_record(cast, with_officer, decided_on=today() + timedelta(days=1)) == [
        "The day of the decision must not be in the future."
    ]
    assert refused_record(cast, with_officer, decided_on=today() - timedelta(days=1)) == [
        "The text was not there on that day."
    ]
    assert refused_record(cast, with_officer, revision=7) == [rules.CHANGED]
    assert refused_record(cast, with_officer, name="Somebody Else", title="Deputy") == [
        f"{cast.north.chief_executive} holds the seat, and nobody stands in: leave out who stands in, and as what."
    ]
    settings_of(with_officer, decisions_recorded=False)
    in_person = ["In this region an approver confirms in person while the seat is held."]
    assert refused_record(cast, with_officer) == in_person
    assert rules.reasons_not_to_record(with_officer, by=cast.north.named_reader) == in_person
    settings_of(with_officer, decisions_recorded=True, chief_executive_approves=False)
    assert refused_record(cast, with_officer) == ["This approval is not asked for in this cycle."]
    assert rules.reasons_not_to_record(with_officer, by=cast.north.named_reader) == [
        "No approval of the office that you work for is waited for."
    ]


def test_se_14_recorded_or_in_person_an_office_approves_once(cast, with_officer):
    workflow.approve(with_officer, by=cast.north.chief_executive)
    (said,) = refused_record(cast, with_officer)
    assert said.startswith(f"{cast.north.chief_executive} has approved this text on ")


def test_se_15_the_leader_of_the_council_stands_in_for_a_vacant_lead_member(cast):
    """Also where the region doesn't let officers record the decisions of holders."""
    evaluation = approving.submitted(cast)
    approving.officer(cast, evaluation, MEMBER)
    approving.vacate(cast, Role.LEAD_MEMBER)
    stands_in = {"name": "Ash Moor", "title": "Leader of the council"}
    assert rules.reasons_not_to_record(evaluation, by=cast.north.named_reader) == []
    assert refused_record(cast, evaluation, office=MEMBER) == ["Say who stands in, and as what."]
    assert refused_record(cast, evaluation, office=MEMBER, name=cast.north.dcs.name, title="Leader") == [
        f"{cast.north.dcs} submitted this text, so somebody else approves it."
    ]
    workflow.approve(evaluation, by=cast.north.chief_executive)
    assert refused_record(cast, evaluation, office=MEMBER, name=str(cast.north.chief_executive), title="Leader") == [
        "One person cannot give both approvals."
    ]
    approving.recorded(cast, evaluation, office=MEMBER, **stands_in)
    approval = Approval.objects.get(office=MEMBER)
    assert (approval.name, approval.title, approval.capacity, approval.person) == (
        "Ash Moor",
        "Leader of the council",
        Capacity.STAND_IN,
        None,
    )
    assert evaluation.status == EvaluationStatus.APPROVED


def test_se_15_nobody_records_a_trusts_chief_executive_as_stand_in(cast):
    """Tried on the first authority, served by the trust for once."""
    from regions.models import TrustService

    TrustService.objects.create(trust=cast.trust, authority=cast.north.first, starts=SINCE)
    evaluation = approving.submitted(cast)
    approving.officer(cast, evaluation, MEMBER)
    approving.vacate(cast, Role.LEAD_MEMBER)
    name = cast.trust_chief_executive.person.name
    assert refused_record(cast, evaluation, office=MEMBER, name=name, title="Leader") == [
        f"{name} heads the trust that serves the authority, so doesn’t approve for the council."
    ]


def test_se_2_se_14_nobody_records_the_authors_own_approval(cast, with_officer):
    """The director becomes chief executive after submitting, so somebody stands in."""
    approving.vacate(cast, Role.CHIEF_EXECUTIVE)
    take(cast, Role.CHIEF_EXECUTIVE, cast.north.dcs.person)
    assert refused_record(cast, with_officer) == ["Say who stands in, and as what."]


# --- Offices ----------------------------------------------------------------------------------------------------------


def test_se_14_an_office_gets_a_copy_and_its_officer_reads_and_comments(cast, with_officer):
    reader = cast.north.named_reader
    workflow.ask_again(with_officer, by=cast.north.dcs)
    assert told("Something waits for the approver whose office you work for") == {reader.email}
    assert list(SelfEvaluation.objects.readable_by(reader)) == [with_officer]
    comment = workflow.comment_for_office(with_officer, by=reader, office=CHIEF, words="A page is missing.")
    assert (comment.revision, comment.words) == (with_officer.revision, "A page is missing.")
    assert told("A comment from the office of the chief executive") == {cast.north.dcs.email}
    assert refused(workflow.comment_for_office, with_officer, reader, office=MEMBER, words="So.") == [
        "You don’t work for this office."
    ]
    assert refused(workflow.comment_for_office, with_officer, reader, office=CHIEF, words=" ") == [
        "Write your comment."
    ]
    with pytest.raises(NotPermitted):
        workflow.approve(with_officer, by=reader)
    member = with_officer.office_members.get()
    workflow.end_officer(member, by=reader)
    assert list(SelfEvaluation.objects.readable_by(reader)) == []
    assert refused(workflow.end_officer, member, cast.north.dcs) == ["This has ended already."]


def test_se_14_an_officer_has_nothing_to_read_or_say_before_it_is_submitted(cast):
    evaluation = approving.drafted(cast)
    approving.officer(cast, evaluation)
    assert list(SelfEvaluation.objects.readable_by(cast.north.named_reader)) == []
    assert refused(
        workflow.comment_for_office, evaluation, cast.north.named_reader, office=CHIEF, words="Where is it?"
    ) == ["Nothing was submitted yet."]


def test_se_14_who_works_for_an_office_neither_writes_nor_approves(cast):
    evaluation = approving.submitted(cast, factories.cycle(cast, lead_member_approves=False))
    name = workflow.name_officer

    def said(by, person, office=CHIEF):
        return refused(name, evaluation, by, office=office, person=person)

    dcs = cast.north.dcs
    assert said(dcs, cast.north.named_reader.person, MEMBER) == ["This approval is not asked for in this cycle."]
    assert said(dcs, cast.south.dass.person) == [
        f"{cast.south.dass.person} has no seat in Aldermoor. Its local administrators can add one."
    ]
    for one in (dcs, cast.north.lead_member, cast.north.deputy):
        assert said(dcs, one.person) == [
            f"{one.person} writes or approves the text, so somebody else works for the office."
        ]
    evaluation.editors.create(person=cast.north.assistant_director.person, named_at=timezone.now(), named_by=dcs)
    assert said(dcs, cast.north.assistant_director.person) == [
        f"{cast.north.assistant_director.person} is named to write the text, so somebody else works for the office."
    ]
    assert said(cast.north.lead_member, cast.north.named_reader.person) == ["You name officers for your own office."]
    name(evaluation, by=cast.north.chief_executive, office=CHIEF, person=cast.north.named_reader.person)
    assert told("Somebody works for the office") == {cast.north.named_reader.email}
    assert said(dcs, cast.north.named_reader.person) == [
        f"{cast.north.named_reader.person} is named for this office already."
    ]
    assert not may_name_officer(cast.north.deputy, evaluation)
    assert rules.reasons_not_to_submit(evaluation, by=dcs) == []


# --- Release ----------------------------------------------------------------------------------------------------------


def test_se_3_before_anything_was_submitted_every_approval_is_missing(cast):
    evaluation = factories.evaluation(cast, factories.cycle(cast))
    assert given(evaluation) == {}
    assert rules.offices_missing(evaluation) == [CHIEF, MEMBER]


def test_se_3_nothing_is_released_without_every_approval(cast):
    """The database is changed behind the portal's back, so that the status lies."""
    evaluation = approving.approved(cast)
    Approval.objects.filter(office=MEMBER).update(status=ApprovalStatus.OVERTAKEN)
    assert refused(workflow.release, evaluation, cast.north.dcs) == [
        "The approval of the lead member for children's services is missing."
    ]
    assert refused(workflow.release, approving.submitted(cast, factories.cycle(cast, "2027-28")), cast.north.dcs) == [
        "Release is not possible: it is with its approvers."
    ]


def test_se_20_texts_open_together_on_the_regions_date(cast):
    evaluation = approving.released(cast)
    day = evaluation.cycle.release_on
    assert evaluation.opens_on == day > today()
    team = cast.north.regional_team
    assert list(SelfEvaluation.objects.readable_by(team)) == []
    with on_day(day):
        assert list(SelfEvaluation.objects.readable_by(cast.north.regional_team)) == [evaluation]
        assert evaluation not in SelfEvaluation.objects.readable_by(cast.north.unsigned_dcs)
        again = approving.released(cast, factories.cycle(cast, "2025-26", today() - timedelta(days=120)))
    assert again.opens_on == day


def test_se_20_taking_part_is_a_signature_and_having_joined(cast):
    evaluation = approving.approved(cast)
    SelfEvaluation.objects.update(joined_on=None)
    assert refused(workflow.release, evaluation, cast.north.dcs) == ["Your authority has not joined this cycle."]
    SelfEvaluation.objects.update(joined_on=today())
    signature = cast.north.memorandum.parties.get(authority=cast.north.first).signatures.get()
    directory.withdraw_signature(signature, by=cast.administrator, reason="They left.")
    assert refused(workflow.release, evaluation, cast.north.dcs) == [
        "Your authority has no current signature of the region’s memorandum for self-evaluations."
    ]


def test_se_5_who_can_read_it_is_said_before_and_it_is_who_can(cast):
    evaluation = approving.released(cast)
    SelfEvaluation.objects.update(joined_on=today())
    groups = {one.who: one for one in who_can_read(evaluation)}
    # Only the first authority has signed, so no other takes part.
    assert (list(groups), taking_part(evaluation)) == (["The board and the team of North"], [])
    approving.sign(cast, cast.north.second)
    workflow.agree_reader(
        evaluation.cycle,
        by=cast.north.regional_team,
        person=cast.north.lga_adviser.person,
        starts=today(),
        ends=today() + timedelta(days=300),
    )
    groups = {one.who: one.names for one in who_can_read(evaluation)}
    assert groups["Authorities that take part"] == ("Birchester",)
    assert [one.startswith("LGA regional adviser") for one in groups["Representatives of the LGA"]] == [True]
    with on_day(evaluation.opens_on):
        assert evaluation in SelfEvaluation.objects.readable_by(cast.north.unsigned_dcs)
        assert list(SelfEvaluation.objects.readable_by(cast.north.lga_adviser)) == [evaluation]
        for nobody in ("south.dcs", "south.regional_team", "north.dfe_adviser", "administrator", "north.dass"):
            assert list(SelfEvaluation.objects.readable_by(cast[nobody])) == [], nobody
    settings_of(evaluation, release_first=True)
    assert taking_part(SelfEvaluation.objects.get(pk=evaluation.pk)) == []


def test_se_20_who_has_read_it_is_kept_for_the_authority(cast):
    evaluation = approving.released(cast)
    member = cast.north.board_member
    assert refused(workflow.record_reading, evaluation, member) == ["It is not open to you."]
    with on_day(evaluation.opens_on):
        member = cast.north.board_member
        first = workflow.record_reading(evaluation, by=member)
    with on_day(evaluation.opens_on + timedelta(days=2)):
        workflow.record_reading(evaluation, by=member)
    reading = Reading.objects.get()
    assert (reading.user, reading.reading_as) == (member, "Member of the governance board, North")
    assert (reading.last_at - first.first_at).days == 2
    assert reading.first_at == first.first_at
    with pytest.raises(NotPermitted):
        workflow.record_reading(evaluation, by=cast.north.lead_member)
    assert list(Reading.objects.visible_to(cast.north.dcs)) == [reading]
    assert list(Reading.objects.visible_to(member)) == []


def test_se_4_a_withdrawn_text_is_read_by_nobody_else(cast):
    evaluation = approving.released(cast)
    with on_day(evaluation.opens_on):
        assert list(SelfEvaluation.objects.readable_by(cast.north.board_member)) == [evaluation]
        assert refused(workflow.withdraw, evaluation, cast.north.dcs, words="") == ["Say why."]
        workflow.withdraw(evaluation, by=cast.north.dcs, words=SECRET)
        assert list(SelfEvaluation.objects.readable_by(cast.north.board_member)) == []
        assert list(Revision.objects.visible_to(cast.north.board_member)) == []
        assert list(Reopening.objects.visible_to(cast.north.regional_team)) == []


def test_the_page_offers_each_what_is_theirs(cast):
    evaluation = approving.submitted(cast)
    ours = {key.rpartition(".")[2] for key in approving.MATRIX}

    def offered(name):
        return {one.name: one.reasons for one in offers(evaluation, cast[name]) if one.name in ours}

    assert set(offered("north.chief_executive")) == {"approve", "send_back", "name_officer"}
    assert set(offered("north.regional_team")) == set()
    assert {name for name, reasons in offered("north.dcs").items() if not reasons} >= {"reopen", "ask_again", "pause"}


def test_se_2_who_directs_or_approves_is_not_offered_as_an_officer_of_an_approver(cast):
    evaluation = approving.drafted(cast)
    found = set(writes_or_approves(evaluation))
    assert found == {cast[f"north.{name}"].person.pk for name in ("dcs", "chief_executive", "lead_member", "deputy")}
