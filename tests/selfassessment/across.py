"""What stands across a region: released texts with findings, and priorities; in the tables of who may do what and of
who gets which page.

`shelved` puts a text of any authority on the region's shelf as release leaves it: most authorities of the cast have
nobody who could walk it there.
"""

from datetime import date
from typing import Any

from django.utils import timezone

from regions.models import Authority
from regions.querysets import today
from selfassessment import workflow
from selfassessment.documents import digest_of
from selfassessment.models import Cycle, Finding, Priority, Revision, SelfEvaluation
from selfassessment.statuses import EvaluationStatus, FindingKind, InspectionTheme, ServiceArea
from tests.answers import LIST, TEAM, Page, act_of, object_for
from tests.selfassessment import factories
from tests.selfassessment.cycling import MEMBERS, NORTH_TEAM

CARE, SEND = InspectionTheme.CARE, InspectionTheme.SEND
IN_CARE, LEAVING = ServiceArea.CHILDREN_IN_CARE, ServiceArea.LEAVING_CARE


def finding(kind: str, text: str, theme: str = CARE, area: str = IN_CARE, **more: Any) -> dict[str, Any]:
    """What `shelved` takes of one finding."""
    return {"kind": kind, "text": text, "theme": theme, "service_area": area, **more}


def strength(text: str, **more: Any) -> dict[str, Any]:
    return finding(FindingKind.STRENGTH, text, **more)


def area(text: str, **more: Any) -> dict[str, Any]:
    return finding(FindingKind.AREA, text, **more)


def request(text: str, **more: Any) -> dict[str, Any]:
    return finding(FindingKind.REQUEST, text, **more)


def offer(text: str, **more: Any) -> dict[str, Any]:
    return finding(FindingKind.OFFER, text, **more)


def frozen(cast, evaluation: SelfEvaluation, *said: dict[str, Any], judgement: str = "Secure") -> SelfEvaluation:
    """With a revision that says this; it is with its approvers."""
    answer = {"code": "judgement", "kind": "judgement", "wording": "How good is it?", "scale": []}
    sections = [
        {
            "slug": slug,
            "title": slug.capitalize(),
            "theme": "",
            "answers": [{**answer, "answer": {"value": judgement, "text": ""}}],
            "file": None,
        }
        for slug in ("leadership", "care")
    ]
    number = evaluation.revisions.count() + 1
    by = cast.north.dcs
    revision = Revision.objects.create(
        evaluation=evaluation,
        number=number,
        content=sections,
        digest=digest_of(sections),
        words=2,
        made_at=timezone.now(),
        made_by=by,
    )
    for place, one in enumerate(said, start=1):
        Finding.objects.create(revision=revision, section="leadership", place=place, **one)
    rows = SelfEvaluation.objects.filter(pk=evaluation.pk)
    rows.update(
        status=EvaluationStatus.SUBMITTED, revision=revision, released_at=None, opens_on=None, joined_on=today()
    )
    evaluation.refresh_from_db()
    return evaluation


def shelved(
    cast, evaluation: SelfEvaluation, *said: dict[str, Any], opens_on: date | None = None, judgement: str = "Secure"
) -> SelfEvaluation:
    """Released, and open today unless another day is given."""
    frozen(cast, evaluation, *said, judgement=judgement)
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(
        status=EvaluationStatus.RELEASED, released_at=timezone.now(), opens_on=opens_on or today()
    )
    evaluation.refresh_from_db()
    return evaluation


def more_authorities(cast, of: Cycle, number: int) -> list[SelfEvaluation]:
    """So many authorities more in North, each with its self-evaluation in a cycle."""
    made = []
    for place in range(number):
        authority = Authority.objects.create(
            slug=f"moor-{place}",
            name=f"Moor {place}",
            official_name=f"Moor {place} Council",
            kind="unitary",
            region=cast.north.region,
        )
        made.append(SelfEvaluation.objects.create(cycle=of, authority=authority))
    return made


def priority(cast, of: Cycle | None = None, **details: Any) -> Priority:
    """Proposed by North's team."""
    given = {"title": "Homes near home", "theme": CARE, "text": "Many ask for it."} | details
    return workflow.propose_priority(of or factories.cycle(cast), by=cast.north.regional_team, **given)


# --- Who may ----------------------------------------------------------------------------------------------------------

ON_A_PRIORITY = ("change_priority", "agree_priority", "set_aside_priority")
MATRIX: dict[str, dict[str, frozenset]] = {
    "selfassessment.cycle.propose_priority": {"cycle": NORTH_TEAM},
    **{f"selfassessment.priority.{act}": {"priority": NORTH_TEAM} for act in ON_A_PRIORITY},
}


def _priority(cast, act, kind):
    return priority(cast), {"title": "Homes", "theme": CARE} if act == "change_priority" else {}


SAMPLES = {"selfassessment.priority": _priority}

# --- Pages ------------------------------------------------------------------------------------------------------------

ON_ONE = act_of(TEAM, seen_by=TEAM)
PAGES: dict[str, Page] = {
    "finding_list": LIST,
    "exchange_board": LIST,
    "cycle_summary": object_for(MEMBERS),
    "priority_propose": act_of(TEAM, seen_by=MEMBERS),
    "priority_change": ON_ONE,
    "priority_agree": ON_ONE,
    "priority_set_aside": ON_ONE,
}


def rows(cast) -> dict[str, list]:
    """What the addresses of `PAGES` are filled in with: an open cycle and a proposed priority."""
    of = factories.cycle(cast, "2033-34")
    one = priority(cast, of)
    return {
        "cycle_summary": [of.pk],
        "priority_propose": [of.pk],
        **{page: [one.pk] for page in ("priority_change", "priority_agree", "priority_set_aside")},
    }
