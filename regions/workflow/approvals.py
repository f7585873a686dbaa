"""Asking somebody to approve by a link, and doing what the link asks for (ACC-7).

Here, because named writes stand on `riia.workflow` and seats on the directory; the link itself belongs to accounts.
"""

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from regions.reach import reach_of
from regions.rules import approvals as rules
from riia.accounts.approval_links import APPROVABLE, digest_of_token, new_token
from riia.accounts.models import ApprovalLink, User
from riia.accounts.statuses import LinkStatus
from riia.notifications.models import Urgency
from riia.notifications.outbox import tell
from riia.workflow import PERFORM, NotPossible, command, locked, transition


@command(on=User, label="Ask for an approval", permitted=rules.may_ask, unless=rules.reasons_not_to_ask)
def ask_for_approval(
    approver: User, *, by: User, about: Model, act: str, appointment: int, subject: str, line: str
) -> ApprovalLink:
    """Send a link by which somebody does one act to one thing as it stands now, under one of their seats.

    Part of other acts. `act` is a key of the registry that its app has made approvable; `subject` and `line` are what
    the message says besides the link. An earlier link for the same that is still open ends.
    """
    label = about._meta.label_lower
    same = {"user": approver, "act": act, "target_model": label, "target_id": str(about.pk)}
    for earlier in ApprovalLink.objects.filter(status=LinkStatus.OPEN, **same):
        withdraw_link(earlier, by=None, reason="A newer link was sent.")
    token = new_token()
    held = next(one for one in reach_of(approver).held if one.appointment == appointment)
    link = ApprovalLink.objects.create(
        **same,
        appointment=appointment,
        acting_as=held.label,
        target_name=str(about)[:300],
        object_digest=APPROVABLE[act].digest(type(about)._base_manager.get(pk=about.pk)),
        token_digest=digest_of_token(token),
        asked_by=by,
    )
    days = settings.APPROVAL_LINK_DAYS
    line = f"{line} This link is for you alone and works once, for {days} days. To open it decides nothing."
    tell(approver, subject, line, link=reverse("approval", args=[token]), urgency=Urgency.AT_ONCE, secret=True)
    return link


@transition(
    on=ApprovalLink,
    label="Answer by link",
    sources={LinkStatus.OPEN},
    targets={LinkStatus.USED},
    permitted=rules.may_use,
    unless=rules.reasons_not_to_use,
)
def answer_by_link(link: ApprovalLink, *, by: User, answer: str, why: str = "") -> None:
    """Do what the link asks for, or send it back with a reason, as the person and under the seat of the link.

    The thing is locked before its digest is looked at once more, so what is approved is what was read.
    """
    act, item = rules.act_of(link), rules.item_of(link)
    reach_of(by, link.appointment)
    item = locked(act, item)
    if changed := rules.what_changed(link, item):
        raise NotPossible(changed)
    PERFORM[answer](item, by=by, **_said(link, why))
    link.closed_at, link.done = timezone.now(), answer


def _said(link: ApprovalLink, why: str) -> dict[str, str]:
    """What the approver says, as the act takes it."""
    words = APPROVABLE[link.act].words
    if why and words:
        return {words: why, "reason": "By link."}
    return {"reason": f"{why} (by link)" if why else "By link."}


@transition(
    on=ApprovalLink,
    label="Take the link back",
    sources={LinkStatus.OPEN},
    targets={LinkStatus.WITHDRAWN},
    permitted=rules.may_withdraw_link,
)
def withdraw_link(link: ApprovalLink, *, by: User) -> None:
    """The link stops working."""
    link.closed_at = timezone.now()
