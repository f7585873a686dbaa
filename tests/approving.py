"""A small workflow to approve by link: the chief executive of an authority agrees a draft memorandum, or sends it back.

It lives here and nowhere else: `agreeing` declares its acts for one test and takes them back afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from regions import workflow
from regions.models import Memorandum
from regions.reach import reach_of
from regions.roles import Role
from regions.statuses import MemorandumStatus
from riia.accounts.approval_links import APPROVABLE, Approvable
from riia.accounts.models import ApprovalLink, User
from riia.notifications.models import Notice
from riia.workflow import PERFORM, REGISTRY, transition
from tests import factories

AGREE, RETURN = "regions.memorandum.agree", "regions.memorandum.send_back"


def _is_chief_executive(user, memorandum) -> bool:
    held = reach_of(user).held
    return any(one.role == Role.CHIEF_EXECUTIVE and memorandum.region_id in one.regions for one in held)


def _not_twice(memorandum, *, by) -> list[str]:
    return ["Nothing is agreed on a Sunday."] if memorandum.title == "Sunday" else []


@contextmanager
def declared() -> Iterator[None]:
    """Declares the workflow, and takes it back."""
    before = dict(REGISTRY), dict(PERFORM), dict(APPROVABLE)

    @transition(
        on=Memorandum,
        label="Agree the draft",
        sources=[MemorandumStatus.DRAFT],
        targets=[MemorandumStatus.IN_FORCE],
        permitted=_is_chief_executive,
        unless=_not_twice,
    )
    def agree(memorandum, *, by):
        """The draft is agreed."""

    @transition(
        on=Memorandum,
        label="Send the draft back",
        sources=[MemorandumStatus.DRAFT],
        targets=[MemorandumStatus.ENDED],
        permitted=_is_chief_executive,
    )
    def send_back(memorandum, *, by):
        """The draft is sent back."""

    APPROVABLE[AGREE] = Approvable(
        template="components/summary_list.html",
        sends_back=RETURN,
        context=lambda item, approver: {"rows": [("Title", item.title), ("What it says", item.summary)]},
    )
    try:
        yield
    finally:
        for kept, rows in zip((REGISTRY, PERFORM, APPROVABLE), before, strict=True):
            kept.clear()
            kept.update(rows)


@pytest.fixture
def agreeing():
    """The workflow is declared."""
    with declared():
        yield


def draft(cast, title: str = "Next version") -> Memorandum:
    """A draft for North that waits to be agreed; no memorandum is in force there any more."""
    in_force = cast.north.memorandum
    workflow.end_memorandum(in_force, by=cast.administrator)
    made = factories.memorandum_draft(cast.north.region, by=cast.north.regional_team)
    changes = {"title": title, "summary": "What we share with one another."}
    return workflow.correct(made, by=cast.north.regional_team, changes=changes)


def asked(cast, memorandum: Memorandum, approver: User | None = None) -> tuple[ApprovalLink, str]:
    """The link that North's team sends to the first authority's chief executive, and its address."""
    approver = approver or cast.north.chief_executive
    link = workflow.ask_for_approval(
        approver,
        by=cast.north.regional_team,
        about=memorandum,
        act=AGREE,
        appointment=cast.appointment(approver).pk,
        subject="A draft to agree",
        line="The draft memorandum waits for you.",
    )
    return link, Notice.objects.filter(subject="A draft to agree").latest("pk").link
