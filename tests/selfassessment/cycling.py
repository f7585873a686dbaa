"""Templates and cycles in the tables of who may do what and of who gets which page."""

from dataclasses import replace
from datetime import timedelta

from regions.models import Authority
from regions.querysets import today
from selfassessment import workflow
from selfassessment.plans import Question, Section
from selfassessment.statuses import QuestionKind
from tests.answers import ADMINISTRATORS, EVERY_MEMBER, IN_THE_REGION, LIST, TEAM, Page, act_of, object_for
from tests.selfassessment import factories

NORTH_TEAM = frozenset({"north.regional_team", "north.colleague", "north.regional_lead"})
SOUTH_TEAM = frozenset({"south.regional_team", "south.regional_lead"})
DFE = {"north.dfe_adviser"}
# Administrators see no cycle: it is no business of theirs (ACC-13); nor do DfE advisers, but by decision (ACC-14).
MEMBERS = IN_THE_REGION - ADMINISTRATORS - DFE
READS_TEMPLATES = EVERY_MEMBER - DFE
ON_A_DRAFT = (
    "name_template",
    "put_section",
    "move_section",
    "drop_section",
    "put_question",
    "move_question",
    "drop_question",
    "use_template",
    "end_template",
)
ON_A_CYCLE = ("change_cycle", "change_dates", "open_cycle", "ask_also", "close_cycle", "agree_reader")

MATRIX: dict[str, dict[str, frozenset]] = {
    "regions.region.plan_cycle": {"region": NORTH_TEAM},
    "selfassessment.template.draft_template": {"shipped": NORTH_TEAM | SOUTH_TEAM, "draft": NORTH_TEAM},
    **{f"selfassessment.template.{act}": {"draft": NORTH_TEAM} for act in ON_A_DRAFT},
    **{f"selfassessment.cycle.{act}": {"cycle": NORTH_TEAM} for act in ON_A_CYCLE},
    "selfassessment.agreedreader.end_reader": {"reader": NORTH_TEAM},
}


def region_inputs(cast) -> dict:
    """What planning a cycle takes."""
    return {"name": "2027-28", "template": factories.template(), "calendar": factories.calendar()}


def _template(cast, act, kind):
    template = factories.template() if kind == "shipped" else factories.draft_of_north(cast)
    if act == "end_template":
        workflow.use_template(template, by=cast.north.regional_team)
    return template, {
        "draft_template": {"region": cast.north.region, "name": "Another"},
        "name_template": {"name": "Another", "label": "SEF"},
        "put_section": {"section": Section("new", "New")},
        "move_section": {"slug": "care", "up": True},
        "drop_section": {"slug": "care"},
        "put_question": {"slug": "care", "question": Question("new", QuestionKind.NARRATIVE, "What is new?")},
        "move_question": {"slug": "care", "code": "figures", "up": True},
        "drop_question": {"slug": "care", "code": "figures"},
    }.get(act, {})


def _cycle(cast, act, kind):
    if act == "open_cycle":
        return factories.planned(cast), {}
    if act == "close_cycle":
        return factories.cycle(cast, opens_on=today() - timedelta(days=300)), {}
    cycle = factories.cycle(cast)
    return cycle, {
        "change_cycle": {"name": "2028-29"},
        "change_dates": {"calendar": replace(factories.calendar(), feedback_by=today() + timedelta(days=300))},
        "ask_also": {"authority": latecomer(cast)} if act == "ask_also" else {},
        "agree_reader": reader_inputs(cast),
        "offer_to_moderate": {"most": 2},
        "propose_priority": {"title": "Homes near home", "theme": "care"},
    }.get(act, {})


def latecomer(cast) -> Authority:
    """An authority that came to North after its cycle was opened."""
    return Authority.objects.create(
        slug="highmoor", name="Highmoor", official_name="Highmoor Council", kind="unitary", region=cast.north.region
    )


def reader_inputs(cast) -> dict:
    """What agreeing the LGA's adviser takes: from today, for a year."""
    ends = today() + timedelta(days=365)
    return {"person": cast.north.lga_adviser.person, "starts": today(), "ends": ends}


def _reader(cast, act, kind):
    return workflow.agree_reader(factories.cycle(cast), by=cast.north.regional_team, **reader_inputs(cast)), {}


SAMPLES = {
    "selfassessment.template": _template,
    "selfassessment.cycle": _cycle,
    "selfassessment.agreedreader": _reader,
}

ACT = act_of(TEAM, seen_by=MEMBERS)
ON_DRAFT = act_of(TEAM, seen_by=TEAM)
PAGES: dict[str, Page] = {
    "evaluation_list": LIST,
    "cycle_list": LIST,
    "cycle_add": act_of(TEAM),
    "cycle_detail": object_for(MEMBERS),
    "cycle_detail of a planned one": object_for(TEAM),
    "cycle_change": ACT,
    "cycle_dates": ACT,
    "cycle_open": ACT,
    "cycle_ask": ACT,
    "cycle_close": ACT,
    "reader_agree": ACT,
    "reader_end": ACT,
    "template_list": LIST,
    "template_detail": object_for(READS_TEMPLATES),
    "template_detail of a draft": object_for(TEAM),
    "template_preview": object_for(READS_TEMPLATES),
    "template_compare": object_for(READS_TEMPLATES),
    "template_draft": act_of(TEAM | {"south.regional_team"}, seen_by=READS_TEMPLATES),
    "template_name": ON_DRAFT,
    "template_use": ON_DRAFT,
    "template_end": ON_DRAFT,
    "template_section_add": ON_DRAFT,
    "template_section": ON_DRAFT,
    "template_section_move": ON_DRAFT,
    "template_section_drop": ON_DRAFT,
    "template_question_add": ON_DRAFT,
    "template_question": ON_DRAFT,
    "template_question_move": ON_DRAFT,
    "template_question_drop": ON_DRAFT,
}


def rows(cast) -> dict[str, list]:
    """What the addresses of `PAGES` are filled in with: an open cycle, a planned one, and a draft."""
    template, draft = factories.template(), factories.draft_of_north(cast)
    cycle, planned = factories.cycle(cast, "2031-32"), factories.planned(cast, "2032-33", template=draft)
    reader = workflow.agree_reader(cycle, by=cast.north.regional_team, **reader_inputs(cast))
    section, question = [draft.pk, "care"], [draft.pk, "care", "figures"]
    return {
        **{page: [cycle.pk] for page in PAGES if page.startswith("cycle_") and page != "cycle_list"},
        **{page: [draft.pk] for page in PAGES if page.startswith("template_") and page != "template_list"},
        **{
            page: [template.pk]
            for page in ("template_detail", "template_preview", "template_compare", "template_draft")
        },
        "cycle_add": [cast.north.region.pk],
        "cycle_detail of a planned one": [planned.pk],
        "reader_agree": [cycle.pk],
        "reader_end": [reader.pk],
        "template_section": section,
        "template_section_move": [*section, "up"],
        "template_section_drop": section,
        "template_question_add": [*section, "judgement"],
        "template_question": question,
        "template_question_move": [*question, "up"],
        "template_question_drop": question,
    }
