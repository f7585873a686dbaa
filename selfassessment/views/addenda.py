"""Addenda, pauses and the annual conversation: pages beside a self-evaluation (SE-17 to SE-19)."""

from typing import Any

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions.access import hidden_from_others
from regions.forms.acting import ConfirmForm
from regions.views.acting import for_acting, may
from riia.workflow import offers
from selfassessment import workflow
from selfassessment.approval_pages import judged_before
from selfassessment.checking import warnings_of_addendum
from selfassessment.forms.addenda import (
    AddAddendumForm,
    AddendumForm,
    AddendumReturnForm,
    AddendumSeenForm,
    EndPauseForm,
    PauseForm,
)
from selfassessment.forms.conversations import ConversationForm, PlanConversationForm
from selfassessment.models import Addendum, Conversation, Pause
from selfassessment.rules.addenda import changes_judgement, digest_of_addendum, judgements_of
from selfassessment.rules.offices import directs, required_offices, seat_of_approver
from selfassessment.views.approvals import RELATED, step, visible_evaluation
from selfassessment.views.revisions import crumbs_of

OF_EVALUATION = tuple(f"evaluation__{one}" for one in RELATED)


def _data(request) -> Any:
    return request.POST if request.method == "POST" else None


def _addendum(request, pk: int) -> Addendum:
    rows = Addendum.objects.visible_to(request.user).select_related("written_by", *OF_EVALUATION)
    return get_object_or_404(rows, pk=pk)


@require_safe
@hidden_from_others
def addendum_detail(request, pk):
    """One addendum: its text, the judgement that changes, who has approved it."""
    addendum = _addendum(request, pk)
    evaluation = addendum.evaluation
    own = directs(request.user, evaluation) or seat_of_approver(request.user, evaluation) is not None
    return render(
        request,
        "selfassessment/addendum_detail.html",
        {
            "addendum": addendum,
            "evaluation": evaluation,
            "was": judged_before(addendum),
            "own": own,
            "offers": offers(addendum, request.user),
            "missing": [one for one in required_offices(evaluation.cycle) if one not in addendum.approved],
            "parents": crumbs_of(evaluation),
            "demonstration": evaluation.authority.region.is_demonstration,
        },
    )


@for_acting
@hidden_from_others
def addendum_write(request, pk):
    evaluation = visible_evaluation(request, pk)
    may(request, workflow.write_addendum, evaluation)
    return step(
        request,
        workflow.write_addendum,
        evaluation,
        form=AddendumForm(judgements_of(evaluation), _data(request)),
        inputs=lambda form: form.details,
        title=f"Write an addendum to {evaluation}",
        submit="Save the draft",
        say="The draft is saved. Add it to the text when it is ready.",
        changes=["The released text stays word for word as it was approved. An addendum stands beside it."],
    )


@for_acting
@hidden_from_others
def addendum_change(request, pk):
    addendum = _addendum(request, pk)
    may(request, workflow.change_addendum, addendum)
    judgements = judgements_of(addendum.evaluation)
    begun = AddendumForm.begin(addendum, judgements)
    return _step(
        request,
        workflow.change_addendum,
        addendum,
        form=AddendumForm(judgements, _data(request), initial=begun),
        inputs=lambda form: form.details,
        title=f"Change: {addendum}",
        submit="Save the draft",
        say="The draft is saved.",
    )


def _step(request, act: Any, addendum: Addendum, **how: Any) -> Any:
    how.setdefault("addendum", addendum)
    return step(request, act, addendum, to=addendum.get_absolute_url(), was=judged_before(addendum), **how)


@for_acting
@hidden_from_others
def addendum_submit(request, pk):
    addendum = _addendum(request, pk)
    may(request, workflow.submit_addendum, addendum)
    warnings = warnings_of_addendum(addendum)
    asked = changes_judgement(addendum)
    return _step(
        request,
        workflow.submit_addendum,
        addendum,
        form=AddAddendumForm(warnings, _data(request), initial={"digest": digest_of_addendum(addendum)}),
        inputs=lambda form: {"digest": form.cleaned_data["digest"], "confirmed": form.confirmed},
        template="selfassessment/addendum_act.html",
        title=f"Add to the text: {addendum}",
        submit="Ask for approval" if asked else "Add it",
        say="The approvers are asked." if asked else "The addendum stands beside the text.",
        changes=[
            "A judgement changes, so the approvers of the text are asked first. Nobody else reads it until then."
            if asked
            else "Everybody who reads the text reads it at once.",
        ],
    )


@for_acting
@hidden_from_others
def addendum_approve(request, pk):
    addendum = _addendum(request, pk)
    return _step(
        request,
        workflow.approve_addendum,
        addendum,
        form=AddendumSeenForm(_data(request), initial={"digest": digest_of_addendum(addendum)}),
        template="selfassessment/addendum_act.html",
        title=f"Approve: {addendum}",
        submit="Approve this addendum",
        say="Your approval is given to this addendum as it stands.",
    )


@for_acting
@hidden_from_others
def addendum_return(request, pk):
    addendum = _addendum(request, pk)
    return _step(
        request,
        workflow.return_addendum,
        addendum,
        form=AddendumReturnForm(_data(request), initial={"digest": digest_of_addendum(addendum)}),
        template="selfassessment/addendum_act.html",
        title=f"Return: {addendum}",
        submit="Return it with these words",
        say="The addendum is returned. The director is told.",
    )


@for_acting
@hidden_from_others
def addendum_withdraw(request, pk):
    addendum = _addendum(request, pk)
    return _step(
        request,
        workflow.withdraw_addendum,
        addendum,
        form=ConfirmForm(_data(request)),
        template="selfassessment/addendum_act.html",
        title=f"Withdraw: {addendum}",
        submit="Withdraw it",
        say="The addendum is withdrawn.",
        changes=["It is no longer shown beside the text. The text itself stays as it is."],
    )


# --- Pauses -----------------------------------------------------------------------------------------------------------


@for_acting
@hidden_from_others
def evaluation_pause(request, pk):
    evaluation = visible_evaluation(request, pk)
    return step(
        request,
        workflow.pause,
        evaluation,
        form=PauseForm(_data(request)),
        inputs=lambda form: form.details,
        title=f"Let the clocks stand still: {evaluation}",
        submit="Let them stand still",
        say="The clocks stand still on these days.",
        changes=[
            "Working days of the pause don’t count, so every later day of this self-evaluation moves on.",
            "You, your authority’s readers and the regional team see why. Others see that dates changed.",
        ],
    )


@for_acting
@hidden_from_others
def pause_end(request, pk):
    rows = Pause.objects.visible_to(request.user).select_related(*OF_EVALUATION)
    pause = get_object_or_404(rows, pk=pk)
    return step(
        request,
        workflow.end_pause,
        pause,
        form=EndPauseForm(_data(request)),
        inputs=lambda form: form.details,
        title=f"Let the clocks run again: {pause.evaluation}",
        submit="Set the last day",
        say="The clocks run again after that day.",
    )


# --- The annual conversation ------------------------------------------------------------------------------------------


@for_acting
@hidden_from_others
def conversation_plan(request, pk):
    evaluation = visible_evaluation(request, pk)
    return step(
        request,
        workflow.plan_conversation,
        evaluation,
        form=PlanConversationForm(_data(request)),
        title=f"Plan the annual conversation: {evaluation}",
        submit="Save the date",
        say="The conversation has its date.",
        changes=["Its pack, notes and actions are for your authority’s director, approvers and those who write."],
    )


def _conversation(request, pk: int) -> Conversation:
    rows = Conversation.objects.visible_to(request.user).select_related("changed_by", *OF_EVALUATION)
    return get_object_or_404(rows, pk=pk)


@for_acting
@hidden_from_others
def conversation_change(request, pk):
    conversation = _conversation(request, pk)
    return step(
        request,
        workflow.change_conversation,
        conversation,
        form=ConversationForm(conversation, _data(request)),
        inputs=lambda form: form.details,
        template="selfassessment/conversation_change.html",
        title=f"The annual conversation: {conversation.evaluation}",
        submit="Save",
        say="Saved.",
    )


@for_acting
@hidden_from_others
def conversation_again(request, pk):
    conversation = _conversation(request, pk)
    return step(
        request,
        workflow.plan_again,
        conversation,
        form=PlanConversationForm(_data(request)),
        title=f"Plan the annual conversation again: {conversation.evaluation}",
        submit="Save the date",
        say="The conversation has its new date.",
    )


@for_acting
@hidden_from_others
def conversation_held(request, pk):
    conversation = _conversation(request, pk)
    return step(
        request,
        workflow.hold_conversation,
        conversation,
        form=ConfirmForm(_data(request)),
        title=f"The annual conversation was held: {conversation.evaluation}",
        submit="It was held",
        say="The conversation was held. Notes and actions can still be kept.",
    )


@for_acting
@hidden_from_others
def conversation_call_off(request, pk):
    conversation = _conversation(request, pk)
    return step(
        request,
        workflow.call_off_conversation,
        conversation,
        form=ConfirmForm(_data(request)),
        title=f"Call off the annual conversation: {conversation.evaluation}",
        submit="Call it off",
        say="The conversation is called off.",
    )
