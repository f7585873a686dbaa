"""Approvals, release, addenda and pauses: texts in each status, reached as people reach them, and what stands about
them in the tables of who may do what and of who gets which page.

`submitted`, `approved` and `released` walk the text of North's first authority; `put` says what its leadership section
tells, so that one text differs from another.
"""

from datetime import timedelta
from typing import Any

from regions import workflow as directory
from regions.models import Authority, Memorandum, Person
from regions.querysets import today
from regions.roles import Role
from regions.statuses import Schedule
from selfassessment import workflow
from selfassessment.models import Addendum, Approval, Conversation, Cycle, OfficeMember, Pause, SelfEvaluation
from selfassessment.statuses import EvaluationStatus, Office, PauseReason
from tests.answers import Page, act_of, object_for
from tests.kept import walked_once
from tests.people import EVERYBODY, OF_AN_AUTHORITY
from tests.selfassessment import factories

DIRECTOR = frozenset({"north.dcs"})
APPROVERS = frozenset({"north.chief_executive", "north.lead_member", "north.deputy"})
HOLDERS = frozenset({"north.chief_executive", "north.lead_member"})
# Named for the chief executive's office in the rows of the tables.
OFFICER = frozenset({"north.named_reader"})
NORTH_TEAM = frozenset({"north.regional_team", "north.colleague", "north.regional_lead"})
# Reading seats of the authority know of its text; these read it before release.
READERS_SEATS = frozenset({f"north.{one}" for one in ("assistant_director", "performance_lead", "named_reader")})
INSIDE = DIRECTOR | APPROVERS | OFFICER
KNOWN = INSIDE | READERS_SEATS | NORTH_TEAM
# Members without a seat of the authority: if they may read the text, it is kept that they did.
WITHOUT_SEAT = {"anonymous", "stranger", "leaver", "administrator", "other_administrator"}
ELSEWHERE = frozenset(EVERYBODY) - WITHOUT_SEAT - {f"north.{one}" for one in OF_AN_AUTHORITY}

STORY = "Leaders look at figures every month and talk to families."


def joined(cast, evaluation: SelfEvaluation) -> SelfEvaluation:
    """The director has joined the cycle."""
    if evaluation.joined_on:
        return evaluation
    director = cast.seat(evaluation.authority, Role.DCS).appointments.latest("pk").person.user
    return workflow.join_cycle(evaluation, by=director)


def sign(cast, authority: Authority) -> None:
    """The authority signs its region's memorandum today, for self-evaluations."""
    memorandum = Memorandum.objects.get(region=authority.region)
    directory.record_signature(
        memorandum.parties.get(authority=authority),
        by=cast.administrator,
        signatory="Chief executive",
        office="Chief executive",
        signed_on=today(),
        schedules=[Schedule.SELF_EVALUATION],
    )


def saved(evaluation: SelfEvaluation, by, section: str, content: dict[str, Any]) -> None:
    """A section as somebody saves it."""
    text = evaluation.sections.filter(section=section).first()
    text = text or workflow.begin_section(evaluation, by=by, section=section)
    workflow.save_section(text, by=by, content=content)


def put(evaluation: SelfEvaluation, by, story: str = STORY, judgement: str = "Secure") -> SelfEvaluation:
    """What the two sections that ask something say."""
    for section in ("leadership", "care"):
        told = story if section == "leadership" else "They live well."
        content = {"story": {"text": told}, "judgement": {"value": judgement, "text": ""}}
        text = evaluation.sections.filter(section=section).first()
        if text is None or any(text.content.get(code) != answer for code, answer in content.items()):
            saved(evaluation, by, section, content)
    evaluation.refresh_from_db()
    return evaluation


@walked_once
def drafted(cast, of: Cycle | None = None, **said: str) -> SelfEvaluation:
    """Joined and written by the director."""
    evaluation = joined(cast, factories.evaluation(cast, of))
    return put(evaluation, cast.north.dcs, **said)


@walked_once
def submitted(cast, of: Cycle | None = None, **said: str) -> SelfEvaluation:
    return workflow.submit(drafted(cast, of, **said), by=cast.north.dcs)


@walked_once
def approved(cast, of: Cycle | None = None, **said: str) -> SelfEvaluation:
    evaluation = submitted(cast, of, **said)
    workflow.approve(evaluation, by=cast.north.chief_executive)
    return workflow.approve(evaluation, by=cast.north.lead_member)


@walked_once
def released(cast, of: Cycle | None = None, **said: str) -> SelfEvaluation:
    return workflow.release(approved(cast, of, **said), by=cast.north.dcs)


def in_status(cast, status: str, of: Cycle | None = None) -> SelfEvaluation:
    """The first authority's text in a status."""
    walks: dict[str, Any] = {
        EvaluationStatus.DRAFT: drafted,
        EvaluationStatus.SUBMITTED: submitted,
        EvaluationStatus.RETURNED: lambda *given: workflow.send_back(
            submitted(*given), by=cast.north.lead_member, words="Say more."
        ),
        EvaluationStatus.APPROVED: approved,
        EvaluationStatus.RELEASED: released,
        EvaluationStatus.WITHDRAWN: lambda *given: workflow.withdraw(
            released(*given), by=cast.north.dcs, words="A mistake."
        ),
    }
    return walks[status](cast, of)


def officer(cast, evaluation: SelfEvaluation, office: str = Office.CHIEF_EXECUTIVE, who: Person | None = None):
    """Somebody who works for an approver's office: the named reader, unless another is given."""
    who = who or cast.north.named_reader.person
    return workflow.name_officer(evaluation, by=cast.north.dcs, office=office, person=who)


def recorded(cast, evaluation: SelfEvaluation, **details: Any) -> SelfEvaluation:
    """The chief executive's approval, as their officer records it."""
    given = {"office": Office.CHIEF_EXECUTIVE, "decided_on": today(), "evidence": "A letter of today."} | details
    return workflow.record_decision(evaluation, by=cast.north.named_reader, **given)


def vacate(cast, role: Role) -> None:
    """The seat of North's first authority is empty from today on."""
    for one in cast.seat(cast.north.first, role).appointments.filter(ends=None):
        directory.end_appointment(one, by=cast.administrator, ends=today())


def addendum(cast, evaluation: SelfEvaluation | None = None, **details: Any) -> Addendum:
    """A draft about something that happened today."""
    given = {"happened_on": today(), "title": "A visit", "text": "Inspectors came."} | details
    return workflow.write_addendum(evaluation or released(cast), by=cast.north.dcs, **given)


CHANGED = {"section": "leadership", "question": "judgement", "judgement": "Developing"}


# --- Who may ----------------------------------------------------------------------------------------------------------

EVALUATION, ADDENDUM = "selfassessment.selfevaluation", "selfassessment.addendum"
MATRIX: dict[str, dict[str, frozenset]] = {
    f"{EVALUATION}.submit": {"evaluation": DIRECTOR},
    f"{EVALUATION}.approve": {"evaluation": APPROVERS},
    f"{EVALUATION}.send_back": {"evaluation": APPROVERS},
    f"{EVALUATION}.record_decision": {"evaluation": OFFICER},
    f"{EVALUATION}.lose_approval": {"evaluation": APPROVERS},
    f"{EVALUATION}.ask_again": {"evaluation": DIRECTOR},
    f"{EVALUATION}.reopen": {"evaluation": DIRECTOR},
    f"{EVALUATION}.release": {"evaluation": DIRECTOR},
    f"{EVALUATION}.withdraw": {"evaluation": DIRECTOR},
    f"{EVALUATION}.name_officer": {"evaluation": DIRECTOR | HOLDERS},
    f"{EVALUATION}.comment_for_office": {"evaluation": OFFICER},
    f"{EVALUATION}.write_addendum": {"evaluation": DIRECTOR},
    f"{EVALUATION}.record_reading": {"evaluation": ELSEWHERE},
    f"{EVALUATION}.pause": {"evaluation": DIRECTOR},
    f"{EVALUATION}.plan_conversation": {"evaluation": DIRECTOR},
    "selfassessment.approval.repudiate": {"approval": frozenset({"north.chief_executive"})},
    "selfassessment.approval.overtake": {"approval": frozenset()},
    "selfassessment.officemember.end_officer": {"officer": DIRECTOR | HOLDERS | OFFICER},
    f"{ADDENDUM}.change_addendum": {"addendum": DIRECTOR},
    f"{ADDENDUM}.submit_addendum": {"addendum": DIRECTOR},
    f"{ADDENDUM}.approve_addendum": {"addendum": APPROVERS},
    f"{ADDENDUM}.return_addendum": {"addendum": APPROVERS},
    f"{ADDENDUM}.withdraw_addendum": {"addendum": DIRECTOR},
    "selfassessment.pause.end_pause": {"pause": DIRECTOR},
    "selfassessment.conversation.change_conversation": {"conversation": DIRECTOR},
    "selfassessment.conversation.hold_conversation": {"conversation": DIRECTOR},
    "selfassessment.conversation.call_off_conversation": {"conversation": DIRECTOR},
    "selfassessment.conversation.plan_again": {"conversation": DIRECTOR},
}
WORDS = {"words": "Because."}


def evaluation_inputs(cast, act: str) -> dict[str, Any]:
    """What the acts of this part take besides the self-evaluation."""
    decision = {"office": Office.CHIEF_EXECUTIVE, "decided_on": today(), "evidence": "A letter."}
    return {
        "send_back": WORDS,
        "record_decision": decision,
        "reopen": WORDS,
        "withdraw": WORDS,
        "name_officer": {"office": Office.CHIEF_EXECUTIVE, "person": cast.north.performance_lead.person},
        "comment_for_office": {"office": Office.CHIEF_EXECUTIVE, **WORDS},
        "write_addendum": {"happened_on": today(), "title": "A visit", "text": "Inspectors came."},
        "pause": {"starts": today(), "why": PauseReason.INSPECTION},
        "plan_conversation": {"held_on": today()},
    }.get(act, {})


STATUS_FOR = {
    "submit": EvaluationStatus.DRAFT,
    "release": EvaluationStatus.APPROVED,
    "lose_approval": EvaluationStatus.APPROVED,
    "withdraw": EvaluationStatus.RELEASED,
    "write_addendum": EvaluationStatus.RELEASED,
    "record_reading": EvaluationStatus.RELEASED,
}
OURS = {key.rpartition(".")[2] for key in MATRIX if key.startswith(EVALUATION)}


def sample(cast, act: str, kind: str) -> tuple[SelfEvaluation, dict[str, Any]]:
    """A self-evaluation on which an act of this part can be done; the named reader works for the chief executive."""
    of = factories.cycle(cast, decisions_recorded=True)
    evaluation = in_status(cast, STATUS_FOR.get(act, EvaluationStatus.SUBMITTED), of)
    officer(cast, evaluation)
    return evaluation, evaluation_inputs(cast, act)


def _approval(cast, act, kind) -> tuple[Approval, dict]:
    evaluation, _ = sample(cast, "record_decision", "")
    recorded(cast, evaluation)
    return Approval.objects.get(), WORDS if act == "repudiate" else {}


def _officer(cast, act, kind) -> tuple[OfficeMember, dict]:
    sample(cast, "", "")
    return OfficeMember.objects.get(), {}


def _addendum(cast, act, kind) -> tuple[Addendum, dict]:
    made = addendum(cast, **CHANGED)
    if act in ("approve_addendum", "return_addendum"):
        workflow.submit_addendum(made, by=cast.north.dcs)
    changed = {"happened_on": today(), "title": "Two visits", "text": "They came twice."}
    return made, {"change_addendum": changed, "return_addendum": WORDS}.get(act, {})


def _pause(cast, act, kind) -> tuple[Pause, dict]:
    inputs = evaluation_inputs(cast, "pause")
    return workflow.pause(drafted(cast), by=cast.north.dcs, **inputs), {"ends": today() + timedelta(days=5)}


def _conversation(cast, act, kind) -> tuple[Conversation, dict]:
    made = workflow.plan_conversation(drafted(cast), by=cast.north.dcs, held_on=today())
    if act == "plan_again":
        workflow.call_off_conversation(made, by=cast.north.dcs)
    return made, {"held_on": today()} if act in ("change_conversation", "plan_again") else {}


SAMPLES = {
    "selfassessment.approval": _approval,
    "selfassessment.officemember": _officer,
    ADDENDUM: _addendum,
    "selfassessment.pause": _pause,
    "selfassessment.conversation": _conversation,
}

# --- Pages ------------------------------------------------------------------------------------------------------------

PAGES: dict[str, Page] = {
    "evaluation_submit": act_of(set(DIRECTOR), seen_by=set(KNOWN)),
    "evaluation_approve": act_of(set(APPROVERS), seen_by=set(KNOWN)),
    "evaluation_send_back": act_of(set(APPROVERS), seen_by=set(KNOWN)),
    "evaluation_record": act_of(set(OFFICER), seen_by=set(KNOWN)),
    "evaluation_ask_again": act_of(set(DIRECTOR), seen_by=set(KNOWN)),
    "evaluation_reopen": act_of(set(DIRECTOR), seen_by=set(KNOWN)),
    "evaluation_release": act_of(set(DIRECTOR), seen_by=set(KNOWN)),
    "evaluation_withdraw": act_of(set(DIRECTOR), seen_by=set(KNOWN)),
    "evaluation_readers": object_for(set(INSIDE)),
    "evaluation_officer": act_of(set(DIRECTOR | HOLDERS), seen_by=set(KNOWN)),
    "evaluation_comment": act_of(set(OFFICER), seen_by=set(KNOWN)),
    "officer_end": act_of(set(DIRECTOR | HOLDERS | OFFICER), seen_by=set(INSIDE)),
    "approval_repudiate": act_of({"north.chief_executive"}, seen_by=set(INSIDE)),
    "addendum_write": act_of(set(DIRECTOR), seen_by=set(KNOWN)),
    "addendum_detail": object_for(set(INSIDE)),
    "addendum_change": act_of(set(DIRECTOR), seen_by=set(INSIDE)),
    "addendum_submit": act_of(set(DIRECTOR), seen_by=set(INSIDE)),
    "addendum_approve": act_of(set(APPROVERS), seen_by=set(INSIDE)),
    "addendum_return": act_of(set(APPROVERS), seen_by=set(INSIDE)),
    "addendum_withdraw": act_of(set(DIRECTOR), seen_by=set(INSIDE)),
    "evaluation_pause": act_of(set(DIRECTOR), seen_by=set(KNOWN)),
    "pause_end": act_of(set(DIRECTOR), seen_by=set(KNOWN - {"north.deputy"})),
    "conversation_plan": act_of(set(DIRECTOR), seen_by=set(KNOWN)),
    "conversation_change": act_of(set(DIRECTOR), seen_by=set(INSIDE)),
    "conversation_held": act_of(set(DIRECTOR), seen_by=set(INSIDE)),
    "conversation_again": act_of(set(DIRECTOR), seen_by=set(INSIDE)),
    "conversation_call_off": act_of(set(DIRECTOR), seen_by=set(INSIDE)),
}


def rows(cast) -> dict[str, list]:
    """What the addresses of `PAGES` are filled in with: a text waiting for the lead member, and what is beside it."""
    of = factories.cycle(cast, name="2037-38", decisions_recorded=True)
    evaluation = submitted(cast, of)
    member = officer(cast, evaluation)
    recorded(cast, evaluation)
    paused = workflow.pause(evaluation, by=cast.north.dcs, starts=today(), why=PauseReason.OTHER)
    talk = workflow.plan_conversation(evaluation, by=cast.north.dcs, held_on=today())
    made = Addendum.objects.create(
        evaluation=evaluation, happened_on=today(), title="A", text="B", written_by=cast.north.dcs
    )
    found = {page: [evaluation.pk] for page in PAGES if page.startswith("evaluation_")}
    found |= {page: [made.pk] for page in PAGES if page.startswith("addendum_")} | {"addendum_write": [evaluation.pk]}
    found |= {page: [talk.pk] for page in PAGES if page.startswith("conversation_")}
    return found | {
        "conversation_plan": [evaluation.pk],
        "officer_end": [member.pk],
        "approval_repudiate": [Approval.objects.get(revision__evaluation=evaluation).pk],
        "pause_end": [paused.pk],
    }
