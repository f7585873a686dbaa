"""Days on which an authority's clocks stand still, and the yearly conversation with the inspectorate (SE-17, SE-18)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from regions.querysets import today
from riia.accounts.models import User
from riia.ui.dates import in_words
from selfassessment.models import Conversation, Pause, SelfEvaluation
from selfassessment.rules.offices import directs
from selfassessment.statuses import CycleStatus

MOST_ROWS = 50
# How far from its cycle a conversation is at most: further is a slip of the pen.
FAR = timedelta(days=730)


def may_pause(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-17: the director of the authority."""
    return directs(user, evaluation)


def reasons_not_to_pause(
    evaluation: SelfEvaluation, *, by: User, starts: date | None = None, ends: date | None = None, **_details: Any
) -> list[str]:
    """SE-17: within the cycle, and not on days on which clocks stand still already."""
    if evaluation.cycle.status == CycleStatus.CLOSED:
        return ["The cycle is closed, so no clock runs."]
    if starts is None:
        return []
    if starts < evaluation.cycle.opens_on:
        return [f"The cycle begins on {in_words(evaluation.cycle.opens_on)}, so no clock runs before that."]
    if ends is not None and ends <= starts:
        return ["The last day must not be before the first."]
    for one in evaluation.pauses.all():
        if (ends is None or one.starts < ends) and (one.ends is None or starts < one.ends):
            return [f"The clocks stand still from {in_words(one.starts)} already."]
    return []


def may_end_pause(user: User, pause: Pause) -> bool:
    """SE-17: the director of the authority."""
    return directs(user, pause.evaluation)


def reasons_not_to_end_pause(pause: Pause, *, by: User, ends: date | None = None) -> list[str]:
    """SE-17: only the end of a pause changes, and not to before it began."""
    if ends is not None and ends <= pause.starts:
        return ["The last day must not be before the first."]
    others = pause.evaluation.pauses.exclude(pk=pause.pk).filter(starts__gte=pause.starts).order_by("starts")
    following = others.first()
    if ends is not None and following is not None and following.starts < ends:
        return [f"The clocks stand still from {in_words(following.starts)} already."]
    return []


# --- The annual conversation ------------------------------------------------------------------------------------------


def may_plan_conversation(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-18: the director of the authority."""
    return directs(user, evaluation)


def reasons_not_to_plan_conversation(
    evaluation: SelfEvaluation, *, by: User, held_on: date | None = None, **_details: Any
) -> list[str]:
    """SE-18, GEN-1: one a year, on a day not far from its cycle, where the region keeps them here."""
    if not evaluation.cycle.conversations:
        return ["This region doesn’t keep the annual conversation here."]
    if hasattr(evaluation, "conversation"):
        return ["It has its date already."]
    return _reasons_from_day_held(evaluation, held_on)


def _reasons_from_day_held(evaluation: SelfEvaluation, held_on: date | None) -> list[str]:
    begins = evaluation.cycle.opens_on
    if held_on is None or abs(held_on - begins) <= FAR:
        return []
    return [f"{in_words(held_on)} is too far from this cycle, in which writing began on {in_words(begins)}."]


def reasons_not_to_plan_again(conversation: Conversation, *, by: User, held_on: date | None = None) -> list[str]:
    """SE-18: what was called off can have another date."""
    return _reasons_from_day_held(conversation.evaluation, held_on)


def may_change_conversation(user: User, conversation: Conversation) -> bool:
    """SE-18: the director of the authority."""
    return directs(user, conversation.evaluation)


def reasons_not_to_change_conversation(
    conversation: Conversation,
    *,
    by: User,
    seen: int | None = None,
    pack: Sequence[dict[str, str]] = (),
    actions: Sequence[dict[str, Any]] = (),
    held_on: date | None = None,
    **_details: Any,
) -> list[str]:
    """SE-11, SE-18: made from the newest save; links of the pack are to the web, actions say what is to be done."""
    if seen is not None and seen != conversation.number:
        return [f"{conversation.changed_by} has changed this since you opened it. Look at it again, then save."]
    reasons = _reasons_from_day_held(conversation.evaluation, held_on)
    if len(pack) > MOST_ROWS or len(actions) > MOST_ROWS:
        reasons.append(f"At most {MOST_ROWS} links and {MOST_ROWS} actions.")
    if any(not str(one.get("url", "")).startswith(("https://", "http://")) for one in pack):
        reasons.append("A link of the pack begins with https://.")
    if any(not str(one.get("action", "")).strip() for one in actions):
        reasons.append("Say of each action what is to be done.")
    return reasons


def reasons_not_to_hold_conversation(
    conversation: Conversation, *, by: User, held_on: date | None = None, **_details: Any
) -> list[str]:
    """SE-18: it was held on a day that has come."""
    return ["It is still to come."] if (held_on or conversation.held_on) > today() else []
