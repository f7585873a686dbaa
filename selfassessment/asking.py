"""Who is asked for an approval, by which way, and who is told what became of it (NOT-1, SE-14, ACC-7).

Subjects and lines hold no word of a text. What one approver answers, the other is not told: each decides alone.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from regions import workflow
from regions.models import Appointment
from regions.notifications import holders
from regions.rules.approvals import reasons_not_to_ask
from riia.accounts.models import User
from riia.notifications.models import Urgency
from riia.notifications.outbox import tell
from riia.ui.dates import in_words
from selfassessment.models import Addendum, Approval, SelfEvaluation
from selfassessment.notifications import directors, team_of, tell_all, writers
from selfassessment.panel_notices import text_released, text_taken_back
from selfassessment.rules.offices import deputies, in_charge, why_stand_in
from selfassessment.statuses import ApprovalStatus, Office

APPROVE = "selfassessment.selfevaluation.approve"
APPROVE_ADDENDUM = "selfassessment.addendum.approve_addendum"
# Where somebody answers who signs in.
PAGES = {APPROVE: "evaluation_approve", APPROVE_ADDENDUM: "addendum_approve"}
ASKED = "There is something for you to approve"


def asked_for(office: str, evaluation: SelfEvaluation) -> list[Appointment]:
    """Who is asked for an office's approval: its holder, or who stands in for them (SE-15)."""
    if not why_stand_in(office, evaluation):
        return in_charge(office, evaluation.authority_id)
    return deputies(evaluation.authority_id) if office == Office.CHIEF_EXECUTIVE else []


def ask(evaluation: SelfEvaluation, office: str, by: User) -> None:
    """Ask at once: by a link of their own where one may approve that way, else by the page; the office gets a copy."""
    line = f"{by} asks for your answer to: {evaluation}."
    for one in asked_for(office, evaluation):
        _ask_one(one, evaluation, APPROVE, by, line)
    _copy_to_office(office, evaluation, evaluation, f"an answer to: {evaluation}.", by)


def _copy_to_office(
    office: str, evaluation: SelfEvaluation, about: SelfEvaluation | Addendum, what: str, by: User
) -> None:
    """SE-14: who works for an approver hears of what the approver is asked, with no link that answers."""
    tell_all(
        office_of(evaluation, office),
        "Something waits for the approver whose office you work for",
        f"{by} asks the {Office(office).label.lower()} for {what}",
        link=about.get_absolute_url(),
        urgency=Urgency.AT_ONCE,
    )


def _ask_one(appointment: Appointment, about: SelfEvaluation | Addendum, act: str, by: User, line: str) -> None:
    user = appointment.person.user
    if user is None:
        return
    how: dict[str, Any] = {"about": about, "act": act, "appointment": appointment.pk}
    if reasons_not_to_ask(user, by=by, **how):
        # Who has a second factor, say, signs in.
        link = reverse(PAGES[act], args=[about.pk])
        tell(user, ASKED, line, link=link, urgency=Urgency.AT_ONCE)
        return
    workflow.ask_for_approval(user, by=by, subject=ASKED, line=line, **how)


def office_of(evaluation: SelfEvaluation, office: str) -> list[User]:
    """The accounts of those who work for an approver and still have a seat in the authority (SE-14)."""
    members = evaluation.office_members.filter(office=office, ended_at=None)
    return holders(Q(seat__authority=evaluation.authority_id, person__in=members.values("person")))


def answered(evaluation: SelfEvaluation, approval: Approval) -> None:
    """The director hears of an approval; who writes hears at once that the text came back."""
    if approval.status == ApprovalStatus.GIVEN:
        tell_all(
            directors([evaluation.authority_id]),
            f"Approved by the {approval.get_office_display().lower()}: {evaluation}",
            "The page says what is still missing.",
            link=evaluation.get_absolute_url(),
        )
        return
    tell_all(
        writers(evaluation),
        f"Returned with words: {evaluation}",
        f"The {approval.get_office_display().lower()} says what has to change.",
        link=evaluation.get_absolute_url(),
        urgency=Urgency.AT_ONCE,
    )


def decision_recorded(evaluation: SelfEvaluation, office: str, by: User) -> None:
    """The holder is told at once that somebody recorded a decision as theirs (SE-14)."""
    accounts = [one.person.user for one in in_charge(office, evaluation.authority_id) if one.person.user]
    tell_all(
        accounts,
        "A decision of yours was recorded",
        f"{by} has recorded your answer to: {evaluation}. If it is not yours, say so on its page.",
        link=evaluation.get_absolute_url(),
        urgency=Urgency.AT_ONCE,
    )


def repudiated(evaluation: SelfEvaluation, approval: Approval) -> None:
    """The director and who recorded the decision hear at once that it was not the holder's."""
    tell_all(
        [*directors([evaluation.authority_id]), approval.entered_by],
        f"A recorded approval was repudiated: {evaluation}",
        f"The {approval.get_office_display().lower()} says that it was not theirs. It no longer counts.",
        link=evaluation.get_absolute_url(),
        urgency=Urgency.AT_ONCE,
    )
    text_taken_back(evaluation)


def reopened(evaluation: SelfEvaluation, overtaken: Iterable[Approval], was_released: bool) -> None:
    """Who had approved hears that their approval was for a text which no longer stands; readers, that it is gone."""
    accounts = User.objects.filter(person__in=[one.person_id for one in overtaken], is_active=True)
    tell_all(
        accounts,
        f"Opened again: {evaluation}",
        "What you approved is being changed. You will be asked again, and shown what changed.",
        link=evaluation.get_absolute_url(),
    )
    if was_released:
        withdrawn(evaluation)


def released(evaluation: SelfEvaluation) -> None:
    """The region's team and those who approved hear from which day others read it."""
    approvals = evaluation.revision.approvals.filter(status=ApprovalStatus.GIVEN) if evaluation.revision else ()
    accounts = User.objects.filter(person__in=[one.person_id for one in approvals], is_active=True)
    tell_all(
        [*team_of(evaluation.cycle.region), *accounts],
        f"Released: {evaluation}",
        f"It is open to its readers from {in_words(evaluation.opens_on)}.",
        link=evaluation.get_absolute_url(),
    )
    text_released(evaluation)


def withdrawn(evaluation: SelfEvaluation) -> None:
    """The region's team and a panel at work hear that a text is no longer open, and not why."""
    tell_all(
        team_of(evaluation.cycle.region),
        f"No longer open: {evaluation}",
        "Its authority has taken it back. It may be released again.",
        link=evaluation.get_absolute_url(),
    )
    text_taken_back(evaluation)


def commented(evaluation: SelfEvaluation, office: str) -> None:
    """The director hears that an approver's office has something to say."""
    tell_all(
        directors([evaluation.authority_id]),
        f"A comment from the office of the {Office(office).label.lower()}: {evaluation}",
        "It is on its page.",
        link=evaluation.get_absolute_url(),
    )


def officer_named(evaluation: SelfEvaluation, office: str, user: User | None, by: User) -> None:
    """The officer, and the approver where it was not they who named them, hear of it."""
    accounts = [one.person.user for one in in_charge(office, evaluation.authority_id) if one.person.user]
    tell_all(
        [one for one in (user, *accounts) if one and one.pk != by.pk],
        f"Somebody works for the office of the {Office(office).label.lower()}: {evaluation}",
        f"{by} has named them. The page says who, and what they can do.",
        link=evaluation.get_absolute_url(),
    )


def clocks_changed(evaluation: SelfEvaluation) -> None:
    """The region's team hears that dates changed; why stands on the page for those who may know (SE-17)."""
    tell_all(
        team_of(evaluation.cycle.region),
        f"Dates changed: {evaluation}",
        "Its clocks stand still for some days, or run again.",
        link=evaluation.get_absolute_url(),
    )


# --- Addenda ----------------------------------------------------------------------------------------------------------


def ask_for_addendum(addendum: Addendum, offices: Iterable[str], by: User) -> None:
    """Approvers and their offices hear at once of a changed judgement: as of the text itself (SE-14, SE-19, ACC-7)."""
    evaluation = addendum.evaluation
    line = f"{by} asks for your answer to an addendum to: {evaluation}."
    for office in offices:
        for one in asked_for(office, evaluation):
            _ask_one(one, addendum, APPROVE_ADDENDUM, by, line)
        _copy_to_office(office, evaluation, addendum, f"an answer to an addendum to: {evaluation}.", by)


def addendum_answered(addendum: Addendum, given: bool) -> None:
    """The director hears of an answer to an addendum."""
    tell_all(
        directors([addendum.evaluation.authority_id]),
        f"{'Approved' if given else 'Returned with words'}: {addendum}",
        "The page says what is still missing." if given else "The approver says what has to change.",
        link=addendum.get_absolute_url(),
    )


def addendum_added(addendum: Addendum) -> None:
    """Who has read the text hears that something was added to it, as long as they still may read it."""
    evaluation = addendum.evaluation
    read_by = User.objects.filter(pk__in=evaluation.readings.values("user"), is_active=True)
    readers = [one for one in read_by if SelfEvaluation.objects.readable_by(one).filter(pk=evaluation.pk).exists()]
    tell_all(
        readers,
        f"Something was added: {evaluation}",
        "There is an addendum to a text that you have read.",
        link=addendum.get_absolute_url(),
    )
