"""Pauses of an authority's clocks, and its yearly conversation with the inspectorate (SE-17, SE-18)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from riia.accounts.models import User
from riia.workflow import command, transition
from selfassessment import asking
from selfassessment.models import Conversation, Pause, SelfEvaluation
from selfassessment.rules import pauses as rules
from selfassessment.statuses import ConversationStatus


@command(
    on=SelfEvaluation,
    label="Let the clocks stand still",
    permitted=rules.may_pause,
    unless=rules.reasons_not_to_pause,
    page="evaluation_pause",
)
def pause(
    evaluation: SelfEvaluation, *, by: User, starts: date, why: str, ends: date | None = None, words: str = ""
) -> Pause:
    """From `starts` to `ends` (first day after; open without it) no clock of this authority runs; others see that dates
    changed, and not why.
    """
    made = Pause.objects.create(
        evaluation=evaluation, starts=starts, ends=ends, reason=why, words=words.strip(), paused_by=by
    )
    asking.clocks_changed(evaluation)
    return made


@command(
    on=Pause,
    label="Let the clocks run again",
    permitted=rules.may_end_pause,
    unless=rules.reasons_not_to_end_pause,
    locking="evaluation",
    page="pause_end",
)
def end_pause(paused: Pause, *, by: User, ends: date) -> None:
    """Set the first day on which clocks run again."""
    paused.ends = ends
    asking.clocks_changed(paused.evaluation)


@command(
    on=SelfEvaluation,
    label="Plan the annual conversation",
    permitted=rules.may_plan_conversation,
    unless=rules.reasons_not_to_plan_conversation,
    page="conversation_plan",
)
def plan_conversation(evaluation: SelfEvaluation, *, by: User, held_on: date) -> Conversation:
    """Give the yearly conversation with the inspectorate its date."""
    return Conversation.objects.create(evaluation=evaluation, held_on=held_on, changed_by=by)


@command(
    on=Conversation,
    label="Change its date, pack, notes and actions",
    permitted=rules.may_change_conversation,
    unless=rules.reasons_not_to_change_conversation,
    locking="evaluation",
    page="conversation_change",
)
def change_conversation(
    conversation: Conversation,
    *,
    by: User,
    held_on: date,
    pack: Sequence[dict[str, str]] = (),
    notes: str = "",
    actions: Sequence[dict[str, Any]] = (),
    seen: int | None = None,
) -> None:
    """Keep its date, pack, notes and actions; `seen` is the number of the save that was looked at."""
    conversation.held_on, conversation.notes = held_on, notes.strip()
    conversation.pack, conversation.actions = list(pack), list(actions)
    conversation.number += 1
    conversation.changed_by = by


@transition(
    on=Conversation,
    label="It was held",
    sources={ConversationStatus.PLANNED},
    targets={ConversationStatus.HELD},
    permitted=rules.may_change_conversation,
    unless=rules.reasons_not_to_hold_conversation,
    locking="evaluation",
    page="conversation_held",
)
def hold_conversation(conversation: Conversation, *, by: User) -> None:
    """The conversation took place; notes and actions can still be kept."""
    conversation.changed_by = by


@transition(
    on=Conversation,
    label="Call it off",
    sources={ConversationStatus.PLANNED},
    targets={ConversationStatus.CALLED_OFF},
    permitted=rules.may_change_conversation,
    locking="evaluation",
    page="conversation_call_off",
)
def call_off_conversation(conversation: Conversation, *, by: User) -> None:
    """There is no conversation this year."""
    conversation.changed_by = by


@transition(
    on=Conversation,
    label="Plan it again",
    sources={ConversationStatus.CALLED_OFF},
    targets={ConversationStatus.PLANNED},
    permitted=rules.may_change_conversation,
    unless=rules.reasons_not_to_plan_again,
    locking="evaluation",
    page="conversation_again",
)
def plan_again(conversation: Conversation, *, by: User, held_on: date) -> None:
    """It is to take place after all, on another day; pack, notes and actions are as they were."""
    conversation.held_on, conversation.changed_by = held_on, by
