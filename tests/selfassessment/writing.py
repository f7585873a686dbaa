"""Writing together: who may join, save, name editors and invite readers, and who gets which page.

`saved` saves a section as the director; `last_year` is a released text of the year before with two findings.
"""

from datetime import timedelta
from typing import Any

from regions.querysets import today
from selfassessment import workflow
from selfassessment.answers import item
from selfassessment.models import InvitedReader, NamedEditor, SectionText, SelfEvaluation
from tests.answers import Page, act_of, object_for
from tests.selfassessment import factories

DIRECTOR = frozenset({"north.dcs"})
# Named by the director in the rows of the tables.
EDITOR = frozenset({"north.assistant_director"})
WRITERS = DIRECTOR | EDITOR
APPROVERS = frozenset({"north.chief_executive", "north.lead_member"})
NORTH_TEAM = frozenset({"north.regional_team", "north.colleague", "north.regional_lead"})
# Invited to read in the rows of the tables.
INVITED = frozenset({"north.colleague"})
INSIDE = WRITERS | APPROVERS | INVITED
KNOWN = INSIDE | NORTH_TEAM | {"north.performance_lead", "north.named_reader"}
LEADERSHIP = {"story": {"text": "Leaders look at figures every month."}, "judgement": {"value": "Secure", "text": ""}}

EVALUATION, SECTION = "selfassessment.selfevaluation", "selfassessment.sectiontext"
MATRIX: dict[str, dict[str, frozenset]] = {
    f"{EVALUATION}.join_cycle": {"evaluation": DIRECTOR},
    f"{EVALUATION}.begin_writing": {"evaluation": WRITERS},
    f"{EVALUATION}.begin_section": {"evaluation": WRITERS},
    f"{EVALUATION}.name_editor": {"evaluation": DIRECTOR},
    f"{EVALUATION}.invite_reader": {"evaluation": DIRECTOR},
    f"{SECTION}.save_section": {"section": WRITERS},
    f"{SECTION}.finish_section": {"section": WRITERS},
    "selfassessment.namededitor.end_editor": {"editor": DIRECTOR},
    "selfassessment.invitedreader.end_invitation": {"invited": DIRECTOR},
}
OURS = {key.rpartition(".")[2] for key in MATRIX if key.startswith(EVALUATION)}


def point(text: str = "We listen to children.", **given: Any) -> dict[str, Any]:
    """A strength or area with its tags."""
    return item(text, **{"theme": "leadership", "service_area": "whole-service", **given})


def section(evaluation: SelfEvaluation, by, slug: str = "leadership") -> SectionText:
    """A section, begun."""
    return workflow.begin_section(evaluation, by=by, section=slug)


def saved(cast, evaluation: SelfEvaluation | None = None, slug: str = "leadership", **answers: Any) -> SectionText:
    """A section that the director saved: the leadership section of North's first authority unless others are given."""
    evaluation = evaluation or factories.evaluation(cast)
    text = section(evaluation, cast.north.dcs, slug)
    content = {**(LEADERSHIP if slug == "leadership" else {}), **answers}
    return workflow.save_section(text, by=cast.north.dcs, content=content, seen=text.number)


def editor(cast, evaluation: SelfEvaluation, who: str = "assistant_director") -> NamedEditor:
    """An officer of the authority who writes."""
    return workflow.name_editor(evaluation, by=cast.north.dcs, person=getattr(cast.north, who).person)


def invited(cast, evaluation: SelfEvaluation, days: int = 14) -> InvitedReader:
    """A colleague of the regional team who reads until a day."""
    ends = today() + timedelta(days=days)
    return workflow.invite_reader(evaluation, by=cast.north.dcs, person=cast.north.colleague.person, ends=ends)


def sample(cast, act: str, kind: str) -> tuple[SelfEvaluation, dict[str, Any]]:
    """A self-evaluation with an editor, and what the acts take besides."""
    evaluation = factories.evaluation(cast)
    editor(cast, evaluation)
    return evaluation, {
        "begin_section": {"section": "care"},
        "name_editor": {"person": cast.north.performance_lead.person},
        "invite_reader": {"person": cast.north.colleague.person, "ends": today() + timedelta(days=3)},
    }.get(act, {})


def _section(cast, act, kind):
    text = saved(cast, sample(cast, "", "")[0])
    content = {**LEADERSHIP, "story": {"text": "Other words."}}
    return text, {"content": content, "seen": 1} if act == "save_section" else {}


def _editor(cast, act, kind):
    return editor(cast, factories.evaluation(cast)), {}


def _invited(cast, act, kind):
    return invited(cast, factories.evaluation(cast)), {}


SAMPLES = {
    SECTION: _section,
    "selfassessment.namededitor": _editor,
    "selfassessment.invitedreader": _invited,
}

PAGES: dict[str, Page] = {
    "evaluation_detail": object_for(set(KNOWN)),
    "evaluation_join": act_of(set(DIRECTOR), seen_by=set(KNOWN)),
    "editor_name": act_of(set(DIRECTOR), seen_by=set(KNOWN)),
    "editor_end": act_of(set(DIRECTOR), seen_by=set(INSIDE)),
    "reader_invite": act_of(set(DIRECTOR), seen_by=set(KNOWN)),
    "invitation_end": act_of(set(DIRECTOR), seen_by=set(INSIDE)),
    "section_detail": object_for(set(INSIDE)),
    "section_edit": act_of(set(WRITERS), seen_by=set(INSIDE)),
    "section_unsaved": act_of(set(WRITERS), seen_by=set(INSIDE)),
    "section_links": act_of(set(WRITERS), seen_by=set(INSIDE)),
    "section_save": object_for(set(INSIDE)),
}


def rows(cast) -> dict[str, list]:
    """What the addresses of `PAGES` are filled in with: a draft with an editor and an invited reader."""
    evaluation = factories.evaluation(cast, factories.cycle(cast, "2036-37"))
    named, reads = editor(cast, evaluation), invited(cast, evaluation)
    saved(cast, evaluation)
    one = [evaluation.pk, "leadership"]
    return {
        **{page: [evaluation.pk] for page in PAGES if page.startswith("evaluation_")},
        **{page: list(one) for page in PAGES if page.startswith("section_")},
        "editor_name": [evaluation.pk],
        "reader_invite": [evaluation.pk],
        "editor_end": [named.pk],
        "invitation_end": [reads.pk],
        "section_save": [*one, 1],
    }
