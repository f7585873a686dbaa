"""Cycles and self-evaluations in every status, reached as people reach them, so that test data can't be impossible.

`template()` is a small template in use for all regions; `cycle` is North's, open; `evaluation` is its first
authority's, not started.
"""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from regions.models import Authority
from regions.querysets import today
from selfassessment import workflow
from selfassessment.calendar import Calendar
from selfassessment.models import Cycle, SelfEvaluation, Template
from selfassessment.plans import SCALE, Question, Section, content_of
from selfassessment.statuses import InspectionTheme, QuestionKind, TemplateStatus
from tests.kept import walked_once

SECTIONS = (
    Section(
        slug="leadership",
        title="Leadership",
        theme=InspectionTheme.LEADERSHIP,
        guidance="How leaders know and act.",
        questions=(
            Question("story", QuestionKind.NARRATIVE, "How do leaders know?", most_words=500),
            Question("judgement", QuestionKind.JUDGEMENT, "How good is it?", scale=SCALE),
            Question("strengths", QuestionKind.STRENGTHS, "What are you good at?", required=False),
            Question("areas", QuestionKind.AREAS, "What has to get better?", required=False),
        ),
    ),
    Section(
        slug="care",
        title="Children in care",
        theme=InspectionTheme.CARE,
        questions=(
            Question("story", QuestionKind.NARRATIVE, "How do children in care live?"),
            Question(
                "figures", QuestionKind.DATA_SHEET, "What do the figures show?", required=False,
                indicators=("looked-after-rate",),
            ),
            Question("judgement", QuestionKind.JUDGEMENT, "How good is it?", scale=SCALE),
            Question("evidence", QuestionKind.EVIDENCE, "Where can readers look?", required=False),
        ),
    ),
    Section(
        slug="next-year",
        title="The year ahead",
        questions=(
            Question("requests", QuestionKind.REQUESTS, "What would help you?", required=False),
            Question("offers", QuestionKind.OFFERS, "What can you offer?", required=False),
        ),
    ),
)  # fmt: skip


def template() -> Template:
    """A small template in use that every region can begin with, as the loader ships one."""
    made, _ = Template.objects.get_or_create(
        region=None,
        name="A small template",
        defaults={"content": content_of(SECTIONS), "status": TemplateStatus.IN_USE, "made_at": timezone.now()},
    )
    return made


def draft_of_north(cast, name: str = "Next year’s template") -> Template:
    """North's next template, a draft."""
    return workflow.draft_template(template(), by=cast.north.regional_team, region=cast.north.region, name=name)


def calendar(opens_on: date | None = None) -> Calendar:
    """The days of a cycle that began 30 days ago unless another day is given; 60 days to write."""
    opens_on = opens_on or today() - timedelta(days=30)
    return Calendar(opens_on, *(opens_on + timedelta(days=days) for days in (60, 70, 110, 130)))


def planned(cast, name: str = "2026-27", opens_on: date | None = None, **settings: Any) -> Cycle:
    """North's cycle, being prepared by its team."""
    given = {"template": template(), "calendar": calendar(opens_on)} | settings
    return workflow.plan_cycle(cast.north.region, by=cast.north.regional_team, name=name, **given)


@walked_once
def cycle(cast, name: str = "2026-27", opens_on: date | None = None, **settings: Any) -> Cycle:
    """North's cycle, open: its three authorities are asked."""
    return workflow.open_cycle(planned(cast, name, opens_on, **settings), by=cast.north.regional_team)


def closed(cast, name: str = "2024-25", **settings: Any) -> Cycle:
    """A cycle of North that is over."""
    past = today() - timedelta(days=400)
    return workflow.close_cycle(cycle(cast, name, past, **settings), by=cast.north.regional_team)


def evaluation(cast, of: Cycle | None = None, authority: Authority | None = None) -> SelfEvaluation:
    """The self-evaluation of North's first authority (whose officers are all in post), or of another; not started."""
    of = of or cycle(cast)
    return of.evaluations.get(authority=authority or cast.north.first)
