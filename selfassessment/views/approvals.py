"""Submitting, approving, returning, recording, reopening, releasing and withdrawing: a page for each step."""

from typing import Any

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions.access import hidden_from_others
from regions.forms.acting import ConfirmForm
from regions.models import Person
from regions.querysets import today
from regions.views.acting import act_page, for_acting, may
from riia.ui.dates import in_words
from selfassessment import workflow
from selfassessment.approval_pages import approving
from selfassessment.checking import warnings_of
from selfassessment.documents import content_of, digest_of, words_of
from selfassessment.forms.approvals import (
    CommentForm,
    OfficerForm,
    RecordForm,
    RevisionForm,
    SendBackForm,
    SubmitForm,
    WordsForm,
)
from selfassessment.models import Approval, InvitedReader, OfficeMember, Reading, SelfEvaluation
from selfassessment.panel_notices import at_work
from selfassessment.readers import who_can_read
from selfassessment.rules.approvals import approvals_given, offices_missing, stands_as_it_was
from selfassessment.rules.offices import (
    OFFICE_OF,
    STAND_INS,
    directs,
    offices_worked_for,
    required_offices,
    seat_of_approver,
    why_stand_in,
    writes_or_approves,
)
from selfassessment.statuses import EvaluationStatus, Office
from selfassessment.views.revisions import crumbs_of

RELATED = ("authority__region", "cycle__region", "cycle__template", "revision", "submitted_by")


STANDS_STILL = (
    "The panel that moderates it stands still until the same text is released again. If another is released, the panel "
    "takes it up, or is stopped and another is put together once its moderators know each other’s judgements.",
)


def visible_evaluation(request, pk: int) -> SelfEvaluation:
    """A self-evaluation that the reader may know of."""
    rows = SelfEvaluation.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(rows, pk=pk)


def _data(request) -> Any:
    return request.POST if request.method == "POST" else None


def step(request, act: Any, item: Any, *, form: Any, title: str, submit: str, say: Any, **more: Any) -> Any:
    """The page of one step. `more` is context, and `inputs`, `template` and `to` (where it leads) of the page."""
    evaluation = item if isinstance(item, SelfEvaluation) else item.evaluation
    to = more.pop("to", None) or evaluation.get_absolute_url()
    inputs, template = more.pop("inputs", None), more.pop("template", "regions/_act.html")
    context = {
        "title": title,
        "submit": submit,
        "evaluation": evaluation,
        "back_url": to,
        "demonstration": evaluation.authority.region.is_demonstration,
        **more,
    }
    how = {"form": form, "template": template, "context": context, "inputs": inputs}
    return act_page(request, act, item, **how, done=lambda made: (say(made) if callable(say) else say, to))


def _submitted(evaluation: SelfEvaluation) -> str:
    """What submitting has led to: a text that is approved as it stands asks nobody again (SE-2)."""
    if evaluation.status == EvaluationStatus.APPROVED:
        return "The text is submitted. It was approved as it is, and can be released."
    return "The text is submitted, and its approvers are asked."


def _seen(evaluation: SelfEvaluation) -> dict[str, int]:
    return {"revision": evaluation.revision.number if evaluation.revision else 0}


@for_acting
@hidden_from_others
def evaluation_submit(request, pk):
    """What is missing, what looks like a child's details, and who will be asked; then the freezing."""
    evaluation = visible_evaluation(request, pk)
    may(request, workflow.submit, evaluation)
    content = content_of(evaluation)
    warnings = warnings_of(content)
    asked = " and ".join(f"the {one.label.lower()}" for one in required_offices(evaluation.cycle))
    return step(
        request,
        workflow.submit,
        evaluation,
        form=SubmitForm(warnings, _data(request), initial={"digest": digest_of(content)}),
        inputs=lambda form: {"digest": form.cleaned_data["digest"], "confirmed": form.confirmed},
        title=f"Submit {evaluation}",
        submit="Submit for approval",
        say=_submitted,
        template="selfassessment/evaluation_submit.html",
        warnings=warnings,
        words=words_of(content),
        first=evaluation.received_on is None,
        closed=evaluation.cycle.closes_on < today(),
        changes=_standing_approvals(evaluation, digest_of(content), request.user)
        or [
            f"The text is frozen as it is now, with its figures. You are its author, so {asked} approve it, not you.",
            "They are asked at once. Nobody else outside your authority reads it, but whom you let read.",
            "To change it after that, open it again: every approval is then asked for anew.",
        ],
    )


def _standing_approvals(evaluation: SelfEvaluation, digest: str, user: Any) -> list[str]:
    """Said where a text that was withdrawn comes back word for word, by the same director (SE-4)."""
    if evaluation.status != EvaluationStatus.WITHDRAWN or not stands_as_it_was(evaluation, digest, user):
        return []
    return ["Nothing was changed since it was approved: its approvals stand, and you can release it again."]


def _answering(request, evaluation: SelfEvaluation) -> dict[str, Any]:
    """What an approver looks at; only for who may answer."""
    may(request, workflow.approve, evaluation)
    if evaluation.status != EvaluationStatus.SUBMITTED:
        return {}
    held = seat_of_approver(request.user, evaluation)
    return {"approving": approving(evaluation, request.user), "seat": held.label if held else ""}


@for_acting
@hidden_from_others
def evaluation_approve(request, pk):
    evaluation = visible_evaluation(request, pk)
    return step(
        request,
        workflow.approve,
        evaluation,
        form=RevisionForm(_data(request), initial=_seen(evaluation)),
        title=f"Approve {evaluation}",
        submit="Approve this text",
        say="Your approval is given to this text, and to no other.",
        template="selfassessment/evaluation_approve.html",
        **_answering(request, evaluation),
    )


@for_acting
@hidden_from_others
def evaluation_send_back(request, pk):
    evaluation = visible_evaluation(request, pk)
    return step(
        request,
        workflow.send_back,
        evaluation,
        form=SendBackForm(_data(request), initial=_seen(evaluation)),
        title=f"Return {evaluation}",
        submit="Return it with these words",
        say="The text is returned. The director and those who write are told.",
        changes=[
            "The director and those who write read your words, change the text and submit it again.",
            *(
                f"The {one.label.lower()} has approved this text, and is asked again about the changed one."
                for one in map(Office, approvals_given(evaluation))
            ),
        ],
        **_answering(request, evaluation),
    )


@for_acting
@hidden_from_others
def evaluation_record(request, pk):
    """A decision that an approver, or who stands in, has made outside the portal."""
    evaluation = visible_evaluation(request, pk)
    missing = [one for one in offices_worked_for(request.user, evaluation) if one in offices_missing(evaluation)]
    standing = [(one, why_stand_in(one, evaluation)) for one in missing]
    return step(
        request,
        workflow.record_decision,
        evaluation,
        form=RecordForm(missing, _data(request), initial=_seen(evaluation)),
        inputs=lambda form: form.details,
        title=f"Record a decision about {evaluation}",
        submit="Record the decision",
        say="The decision is recorded. Whose decision it is has been told.",
        changes=[
            "It counts for exactly the text that is submitted now.",
            "The holder of the office is told at once, and can say that it was not theirs.",
            *(
                f"{one.label}: {why} Give the name of who stands in, such as the {STAND_INS[one].lower()}."
                for one, why in standing
                if why
            ),
        ],
    )


@for_acting
@hidden_from_others
def approval_repudiate(request, pk):
    rows = Approval.objects.visible_to(request.user).select_related(
        "revision__evaluation__authority__region", "revision__evaluation__cycle__template", "person", "entered_by"
    )
    approval = get_object_or_404(rows, pk=pk)
    return step(
        request,
        workflow.repudiate,
        approval,
        form=WordsForm(_data(request)),
        title=f"Say that an approval was not yours: {approval.evaluation}",
        submit="It was not mine",
        say="The approval no longer counts.",
        changes=[
            f"{approval.entered_by} recorded it on {in_words(approval.entered_at.date())}: {approval.evidence}",
            "It no longer counts. If the text was released, nobody outside your authority reads it any more.",
            "The director and the officer are told at once.",
        ],
    )


@for_acting
@hidden_from_others
def evaluation_ask_again(request, pk):
    evaluation = visible_evaluation(request, pk)
    return step(
        request,
        workflow.ask_again,
        evaluation,
        form=ConfirmForm(_data(request)),
        title=f"Ask again: {evaluation}",
        submit="Ask again",
        say="Those whose approval is missing are asked again.",
        changes=[
            "Whoever holds the office today gets a new message; links in earlier ones stop working.",
            "Before an election, no councillor is asked again.",
        ],
    )


@for_acting
@hidden_from_others
def evaluation_reopen(request, pk):
    evaluation = visible_evaluation(request, pk)
    changes = [
        "Every approval of this text is overtaken. Approvers are asked again, and shown what changed.",
        "What was submitted stays among the revisions.",
    ]
    if evaluation.status == EvaluationStatus.RELEASED:
        changes.insert(0, "Nobody outside your authority reads it any more, until it is approved and released again.")
    return step(
        request,
        workflow.reopen,
        evaluation,
        form=WordsForm(_data(request)),
        title=f"Open {evaluation} again",
        submit="Open it again",
        say="The text can be changed again.",
        changes=changes,
    )


@for_acting
@hidden_from_others
def evaluation_release(request, pk):
    """Who can read it, said before it is released; then the release."""
    evaluation = visible_evaluation(request, pk)
    may(request, workflow.release, evaluation)
    return step(
        request,
        workflow.release,
        evaluation,
        form=RevisionForm(_data(request), initial=_seen(evaluation)),
        title=f"Release {evaluation}",
        submit="Release it",
        say="The text is released.",
        template="selfassessment/evaluation_release.html",
        readers=who_can_read(evaluation),
        at_once=evaluation.cycle.release_on <= today(),
    )


@for_acting
@hidden_from_others
def evaluation_withdraw(request, pk):
    evaluation = visible_evaluation(request, pk)
    return step(
        request,
        workflow.withdraw,
        evaluation,
        form=WordsForm(_data(request)),
        title=f"Withdraw {evaluation}",
        submit="Withdraw it",
        say="Nobody outside your authority reads the text any more.",
        changes=[
            "Nobody outside your authority reads it any more, at once. The regional team is told that, and not why.",
            "Its approvals stand as long as no word changes: then it can be submitted and released as it is.",
            *(STANDS_STILL if at_work(evaluation) else []),
        ],
    )


@require_safe
@hidden_from_others
def evaluation_readers(request, pk):
    """Who can read the text once it is released, and who has."""
    rows = SelfEvaluation.objects.visible_to(request.user).readable_by(request.user).select_related(*RELATED)
    evaluation = get_object_or_404(rows, pk=pk)
    readings = Reading.objects.visible_to(request.user).filter(evaluation=evaluation).select_related("user")
    return render(
        request,
        "selfassessment/evaluation_readers.html",
        {
            "evaluation": evaluation,
            "readers": who_can_read(evaluation),
            "readings": readings,
            "invited": InvitedReader.objects.visible_to(request.user)
            .filter(evaluation=evaluation, starts__lte=today(), ends__gt=today())
            .select_related("person"),
            "own": directs(request.user, evaluation) or seat_of_approver(request.user, evaluation) is not None,
            "parents": crumbs_of(evaluation),
            "demonstration": evaluation.authority.region.is_demonstration,
        },
    )


# --- Offices of approvers ---------------------------------------------------------------------------------------------


@for_acting
@hidden_from_others
def evaluation_officer(request, pk):
    evaluation = visible_evaluation(request, pk)
    may(request, workflow.name_officer, evaluation)
    offices = required_offices(evaluation.cycle)
    if not directs(request.user, evaluation):
        held = seat_of_approver(request.user, evaluation)
        offices = [one for one in offices if held and OFFICE_OF[held.role] == one]
    people = Person.objects.visible_to(request.user).filter(appointments__seat__authority=evaluation.authority_id)
    people = people.exclude(pk__in=writes_or_approves(evaluation))
    return step(
        request,
        workflow.name_officer,
        evaluation,
        form=OfficerForm(offices, people.distinct().order_by("name"), _data(request)),
        title=f"Name an officer of an approver: {evaluation}",
        submit="Name them",
        say="The officer is named and told.",
        changes=[
            "They get a copy of what the approver is asked, read and print the text, and return comments.",
            "They never approve. They record the approver’s decision, with its evidence, only where your region "
            "allows it or while the seat is vacant, and the approver is told at once.",
        ],
    )


@for_acting
@hidden_from_others
def officer_end(request, pk):
    rows = OfficeMember.objects.visible_to(request.user)
    related = ("evaluation__authority__region", "evaluation__cycle__template", "person")
    member = get_object_or_404(rows.select_related(*related), pk=pk)
    return step(
        request,
        workflow.end_officer,
        member,
        form=ConfirmForm(_data(request)),
        title=f"End this officer’s work: {member}",
        submit="End it",
        say="They no longer work for the office.",
        changes=["They no longer receive or read anything for it. What they have done stays."],
    )


@for_acting
@hidden_from_others
def evaluation_comment(request, pk):
    evaluation = visible_evaluation(request, pk)
    return step(
        request,
        workflow.comment_for_office,
        evaluation,
        form=CommentForm(offices_worked_for(request.user, evaluation), _data(request)),
        title=f"Comment on {evaluation}",
        submit="Send the comment",
        say="The director and those who write can read the comment.",
        changes=["It decides nothing. The approver decides."],
    )
