"""Approving by link (ACC-7): whom one may ask that way, and what ends a link."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from regions.reach import reach_of
from riia.accounts.approval_links import APPROVABLE
from riia.accounts.models import ApprovalLink, User
from riia.accounts.statuses import LinkStatus
from riia.workflow import REGISTRY, Act


def may_ask(user: User, approver: User) -> bool:
    """ACC-7: who works with others here asks; it is part of another act, whose own rules come first."""
    reach = reach_of(user)
    return reach.member or reach.administrator


def reasons_not_to_ask(
    approver: User,
    *,
    by: User,
    about: Model | None = None,
    act: str = "",
    appointment: int | None = None,
    **_words: str,
) -> list[str]:
    """ACC-6, ACC-7: an act that can be done by link, by somebody who may do it under that seat and needs no factor."""
    if about is None:
        return []
    if act not in APPROVABLE or act not in REGISTRY:
        return ["This can’t be approved by a link."]
    if not _is_open(approver):
        return [f"The account of {approver} is closed."]
    if not _holds(approver, appointment):
        return [f"{approver} doesn’t hold this seat today."]
    if reach_of(approver).needs_second_factor:
        return [f"{approver} has a seat that needs a second factor, so they approve after signing in."]
    if not REGISTRY[act].permitted(approver, about):
        return [f"{approver} may not do this: {REGISTRY[act].label.lower()}."]
    return []


def may_use(user: User | None, link: ApprovalLink) -> bool:
    """ACC-7: only the person it was sent to; they have shown its token, so they come as the account itself."""
    return user is not None and user.pk == link.user_id


def may_withdraw_link(user: User | None, link: ApprovalLink) -> bool:
    """ACC-7: who asked takes it back, and so do administrators; the portal, when a newer one is sent."""
    if user is None:
        return True
    return user.pk is not None and (user.pk == link.asked_by_id or reach_of(user).administrator)


def reasons_not_to_use(link: ApprovalLink, *, by: User, answer: str = "", **_inputs: Any) -> list[str]:
    """ACC-7: what has ended a link, in a sentence; and nothing but what the link names can be done by it."""
    ended = what_ended(link)
    if ended:
        return [ended]
    if answer and answer not in (link.act, APPROVABLE[link.act].sends_back):
        return ["This link is for something else."]
    return []


def what_ended(link: ApprovalLink) -> str:
    """ACC-1, ACC-6, ACC-7: why a link can't be used any more, in a sentence; empty while it can."""
    if link.status == LinkStatus.USED:
        return "It was used already, and can be used once only."
    if link.status == LinkStatus.WITHDRAWN:
        return "It was taken back, or a newer one was sent."
    if link.is_expired:
        return f"It could be used for {settings.APPROVAL_LINK_DAYS} days, and they are over."
    if not _is_open(link.user):
        return "The account that it was sent to is closed."
    if not _holds(link.user, link.appointment):
        return "The appointment under which you would have approved has ended, or somebody acts in your place."
    if reach_of(link.user).needs_second_factor:
        return "You have a seat that needs a second factor by now, so this is done after signing in."
    return what_changed(link, item_of(link))


def what_changed(link: ApprovalLink, item: Any) -> str:
    """ACC-7: why the thing, as it stands now, is not what the link asks to approve, in a sentence; empty if it is."""
    act, approvable = REGISTRY.get(link.act), APPROVABLE.get(link.act)
    if act is None or approvable is None or item is None or not act.permitted(link.user, item):
        return "You can no longer do this."
    if approvable.digest(item) != link.object_digest:
        return "What you were asked to approve has changed since."
    return ""


def item_of(link: ApprovalLink) -> Any:
    """The thing that a link for approval is about, as it stands (ACC-7); None if there is no such row."""
    return apps.get_model(link.target_model)._base_manager.filter(pk=link.target_id).first()


def act_of(link: ApprovalLink) -> Act:
    """The act that a link for approval asks for (ACC-7)."""
    return REGISTRY[link.act]


def _is_open(user: User) -> bool:
    return user.is_active and (settings.ALLOW_DEMO or not user.is_demo)


def _holds(user: User, appointment: int | None) -> bool:
    """ACC-1: whether the appointment gives access today and its holder is in charge of the seat."""
    return any(one.appointment == appointment for one in reach_of(user).held)
