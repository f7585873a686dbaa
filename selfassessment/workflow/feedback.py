"""Feedback on its way: drafted, with the chair, with the authority, final (MOD-5, MOD-7, MOD-8)."""

from datetime import date

from django.utils import timezone

from regions.querysets import today
from riia.accounts.models import User
from riia.workflow import command, transition
from selfassessment import panel_notices
from selfassessment.models import Feedback, Panel
from selfassessment.rules import feedback as rules
from selfassessment.statuses import PanelPart, PanelStatus


@command(
    on=Panel,
    label="Write the feedback",
    permitted=rules.may_draft,
    unless=rules.reasons_not_to_draft,
    page="feedback_write",
)
def draft_feedback(panel: Panel, *, by: User, content: dict[str, str], seen: int | None = None) -> Feedback:
    """Save what the panel gives back, of the whole and of each section; `seen` is the save that was looked at."""
    written = rules.feedback_of(panel)
    feedback, _ = Feedback.objects.update_or_create(
        panel=panel,
        defaults={"content": content, "changed_by": by, "number": written.number + 1 if written else 1},
    )
    return feedback


@transition(
    on=Panel,
    label="Give the feedback to the chair",
    sources={PanelStatus.DISCUSSING},
    targets={PanelStatus.CHECKING},
    permitted=rules.may_draft,
    unless=rules.reasons_not_to_hand_on,
    page="panel_hand_on",
)
def hand_to_chair(panel: Panel, *, by: User) -> None:
    """Ask the chair to look at its tone, after every point was discussed and closed."""
    panel_notices.turn_of_panel(panel, "The feedback waits for you to look at its tone.", PanelPart.CHAIR)


@transition(
    on=Panel,
    label="Give it back to the moderators",
    sources={PanelStatus.CHECKING},
    targets={PanelStatus.DISCUSSING},
    permitted=rules.chairs,
    unless=rules.reasons_not_to_give_back,
    page="panel_give_back",
)
def give_back(panel: Panel, *, by: User, words: str) -> None:
    """Say what should be said otherwise. The words stay with the panel."""
    _keep_tone(panel, words)
    panel_notices.turn_of_panel(panel, "The chair has given the feedback back.", PanelPart.MODERATOR, PanelPart.THIRD)


def _keep_tone(panel: Panel, words: str) -> None:
    Feedback.objects.update_or_create(panel=panel, defaults={"tone": words.strip()})


@transition(
    on=Panel,
    label="Send it to the authority",
    sources={PanelStatus.CHECKING},
    targets={PanelStatus.REPLYING},
    permitted=rules.chairs,
    unless=rules.reasons_not_to_send_on,
    locking="evaluation",
    page="panel_send_on",
)
def send_on(panel: Panel, *, by: User, reply_until: date) -> None:
    """Let the authority read feedback and agreed view, and say until when it may reply (MOD-5)."""
    panel.sent_on, panel.reply_until = today(), reply_until
    panel_notices.turn_of_authority(panel, "The panel’s feedback is with you. You may reply before it is final.")


@command(
    on=Panel,
    label="Reply to the feedback",
    permitted=rules.may_reply,
    unless=rules.reasons_not_to_reply,
    page="feedback_reply",
)
def reply(panel: Panel, *, by: User, text: str) -> Feedback:
    """Say what the authority makes of the feedback; it stands beside it for good."""
    feedback, _ = Feedback.objects.update_or_create(
        panel=panel, defaults={"reply": text.strip(), "replied_at": timezone.now(), "replied_by": by}
    )
    panel_notices.replied(panel)
    return feedback


@transition(
    on=Panel,
    label="Take up the reply",
    sources={PanelStatus.REPLYING},
    targets={PanelStatus.DISCUSSING},
    permitted=rules.chairs,
    unless=rules.reasons_not_to_reconsider,
    page="panel_reconsider",
)
def reconsider(panel: Panel, *, by: User) -> None:
    """Let the moderators change the feedback because of the reply; it comes to the authority once more."""
    # What was said stays; about the next feedback the authority may say something else.
    Feedback.objects.update_or_create(panel=panel, defaults={"replied_at": None})
    line = "The authority has replied, and the chair asks you to look at the feedback again."
    panel_notices.turn_of_panel(panel, line, PanelPart.MODERATOR, PanelPart.THIRD)


@transition(
    on=Panel,
    label="Make the feedback final",
    sources={PanelStatus.REPLYING},
    targets={PanelStatus.FINAL},
    permitted=rules.chairs,
    unless=rules.reasons_not_to_finish,
    locking="evaluation",
    page="panel_finish",
)
def finish(panel: Panel, *, by: User) -> None:
    """End the moderation: feedback and reply stand as they are."""
    panel.final_at = timezone.now()
    panel_notices.final(panel)
