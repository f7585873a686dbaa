"""Templates: drafted from another, changed while drafts, frozen in use, compared side by side (SE-6)."""

from dataclasses import replace

import pytest

from riia.audit.models import Event
from riia.workflow import NotPermitted, NotPossible
from selfassessment import workflow
from selfassessment.comparing import CHANGED, GONE, MOVED, NEW, Difference, differences, question_words
from selfassessment.forms.templates import address_for
from selfassessment.loading.reference import load_template
from selfassessment.models import Template
from selfassessment.plans import SCALE, Question, Section, content_of, sections_from
from selfassessment.rules import templates as rules
from selfassessment.statuses import InspectionTheme, QuestionKind, TemplateStatus
from tests.selfassessment import factories

LEADERSHIP, CARE, NEXT = factories.SECTIONS
TEXT = Question("new", QuestionKind.NARRATIVE, "What is new?")


@pytest.fixture
def team(cast):
    return cast.north.regional_team


@pytest.fixture
def draft(cast):
    return factories.draft_of_north(cast)


def why(act, item, **inputs) -> list[str]:
    """What was said; nothing was written."""
    before = Event.objects.count()
    with pytest.raises(NotPossible) as refused:
        act(item, **inputs)
    assert Event.objects.count() == before
    return refused.value.reasons


def slugs(template) -> list[str]:
    return [one.slug for one in sections_from(template.content)]


def codes(template, slug) -> list[str]:
    return [one.code for one in next(one for one in sections_from(template.content) if one.slug == slug).questions]


# --- The shipped one --------------------------------------------------------------------------------------------------


def test_se_6_the_shipped_template_is_whole_and_covers_every_theme_and_a_second_load_changes_nothing(db, tmp_path):
    assert load_template().added == 1
    template = Template.objects.get(region=None)
    sections = sections_from(template.content)
    assert rules.reasons_not_to_use(template, by=None) == []
    assert {one.theme for one in sections} == set(InspectionTheme)
    kinds = {question.kind for one in sections for question in one.questions}
    assert kinds == set(QuestionKind)
    again = load_template()
    assert (again.added, again.unchanged, again.left) == (0, 1, [])
    other = tmp_path / "template.json"
    other.write_text('{"name": "Default template", "label": "SEF", "sections": []}')
    assert load_template(other).left == ["Default template is in use and is never changed; the file needs another name"]
    template.refresh_from_db()
    assert sections_from(template.content) == sections


# --- Drafting ---------------------------------------------------------------------------------------------------------


def test_se_6_the_next_template_is_drafted_with_everything_that_the_last_one_asks(cast, team, draft):
    assert (draft.status, draft.region, draft.label) == (TemplateStatus.DRAFT, cast.north.region, "Self-evaluation")
    assert sections_from(draft.content) == factories.SECTIONS
    assert draft.drafted_from == factories.template()
    own = workflow.draft_template(draft, by=team, region=cast.north.region, name="SEF", label="SEF")
    assert (own.drafted_from, own.label) == (draft, "SEF")


def test_se_6_a_team_drafts_for_its_own_region_under_a_new_name_and_from_no_other_regions_template(cast, team, draft):
    north, south = cast.north.region, cast.south.region
    shipped = factories.template()
    assert why(workflow.draft_template, shipped, by=team, region=south, name="New") == ["You don’t keep South."]
    assert why(workflow.draft_template, shipped, by=team, region=north, name=draft.name.upper()) == [
        f"There is a template called “{draft.name.upper()}” already."
    ]
    with pytest.raises(NotPermitted):
        workflow.draft_template(draft, by=cast.south.regional_team, region=south, name="New")
    draft.region_id = south.pk
    assert rules.reasons_not_to_draft(draft, by=team, region=north, name="New") == [
        "“Next year’s template” is another region’s template."
    ]
    assert rules.reasons_not_to_draft(shipped, by=team) == []
    assert rules.reasons_not_to_draft(shipped, by=team, region=north) == []


# --- Changing a draft -------------------------------------------------------------------------------------------------


def test_se_6_sections_are_added_changed_moved_and_taken_out(team, draft):
    workflow.put_section(draft, by=team, section=Section("new", "New", guidance="Say it."))
    workflow.put_section(draft, by=team, section=Section("care", "Care"), replacing="care")
    found = {one.slug: one for one in sections_from(draft.content)}
    assert list(found) == ["leadership", "care", "next-year", "new"]
    assert found["care"] == replace(CARE, title="Care", theme="", guidance="")
    workflow.move_section(draft, by=team, slug="new", up=True)
    assert slugs(draft) == ["leadership", "care", "new", "next-year"]
    workflow.move_section(draft, by=team, slug="leadership", up=False)
    workflow.move_section(draft, by=team, slug="care", up=True)
    workflow.move_section(draft, by=team, slug="next-year", up=False)
    assert slugs(draft) == ["care", "leadership", "new", "next-year"]
    workflow.drop_section(draft, by=team, slug="new")
    assert slugs(draft) == ["care", "leadership", "next-year"]
    assert draft.number == 8


def test_se_6_questions_are_added_changed_moved_and_taken_out(team, draft):
    workflow.put_question(draft, by=team, slug="next-year", question=TEXT)
    changed = Question("requests", QuestionKind.REQUESTS, "What do you ask for?")
    workflow.put_question(draft, by=team, slug="next-year", question=changed, replacing="requests")
    workflow.move_question(draft, by=team, slug="next-year", code="new", up=True)
    assert codes(draft, "next-year") == ["requests", "new", "offers"]
    workflow.drop_question(draft, by=team, slug="next-year", code="offers")
    assert sections_from(draft.content)[2].questions == (changed, TEXT)
    assert sections_from(draft.content)[:2] == (LEADERSHIP, CARE)


def test_se_6_nobody_saves_over_what_they_have_not_seen(team, draft):
    seen = draft.number
    workflow.name_template(draft, by=team, name="Other", label="SEF", seen=seen)
    stale = "Somebody has changed this template since you opened it. Look at it again, then make your change."
    for act, inputs in (
        (workflow.name_template, {"name": "Mine", "label": "Mine"}),
        (workflow.put_section, {"section": Section("new", "New")}),
        (workflow.move_section, {"slug": "care", "up": True}),
        (workflow.put_question, {"slug": "care", "question": TEXT}),
        (workflow.drop_question, {"slug": "care", "code": "story"}),
    ):
        assert why(act, draft, by=team, seen=seen, **inputs) == [stale]
    assert (draft.name, draft.label, slugs(draft)) == ("Other", "SEF", ["leadership", "care", "next-year"])


def test_se_6_what_is_not_there_any_more_is_neither_changed_nor_moved(team, draft):
    gone, no_question = (
        ["This section is not in the template any more."],
        ["This question is not in the section any more."],
    )
    assert why(workflow.put_section, draft, by=team, section=Section("gone", "Gone"), replacing="gone") == gone
    assert why(workflow.move_section, draft, by=team, slug="gone", up=True) == gone
    assert why(workflow.put_question, draft, by=team, slug="gone", question=TEXT) == gone
    assert why(workflow.put_question, draft, by=team, slug="care", question=TEXT, replacing="new") == no_question
    assert why(workflow.drop_question, draft, by=team, slug="care", code="new") == no_question
    assert why(workflow.drop_question, draft, by=team, slug="gone", code="new") == gone


def test_se_6_sections_and_questions_have_names_of_their_own_and_a_section_is_judged_once(team, draft):
    assert why(workflow.put_section, draft, by=team, section=Section("care", "CHILDREN IN CARE")) == [
        "There is a section with the address “care” already.",
        "There is a section called “CHILDREN IN CARE” already.",
    ]
    judged = Question("story", QuestionKind.JUDGEMENT, "How good?", scale=("Good", "Good"))
    assert why(workflow.put_question, draft, by=team, slug="care", question=judged) == [
        "There is a question with the code “story” already.",
        "This section asks for its judgement already: a section is judged once.",
        "A scale has at least two words, and each once.",
    ]
    sheet = Question("sheet", QuestionKind.DATA_SHEET, "Which figures?")
    assert why(workflow.put_question, draft, by=team, slug="care", question=sheet) == [
        "A data sheet shows at least one indicator."
    ]


def test_se_6_a_template_and_a_section_can_be_filled_only_so_far(team, draft, monkeypatch):
    monkeypatch.setattr(rules, "MOST_SECTIONS", 3)
    monkeypatch.setattr(rules, "MOST_QUESTIONS", 4)
    assert why(workflow.put_section, draft, by=team, section=Section("new", "New")) == [
        "A template has 3 sections at most."
    ]
    assert why(workflow.put_question, draft, by=team, slug="care", question=TEXT) == [
        "A section has 4 questions at most."
    ]


def test_addresses_of_new_parts_come_from_their_words_and_stay_apart():
    assert address_for("How good is it, really?", set()) == "how-good-is-it-really"
    assert address_for("Care", {"care", "care-2"}) == "care-3"
    assert address_for("???", set()) == "part"


# --- Using ------------------------------------------------------------------------------------------------------------


def test_se_6_a_template_in_use_is_frozen_and_the_next_is_drafted_from_it(cast, team, draft):
    workflow.use_template(draft, by=team)
    frozen = ["A template that has been used is never changed: draft the next one from it."]
    for act, inputs in (
        (workflow.name_template, {"name": "Other", "label": "SEF"}),
        (workflow.put_section, {"section": Section("new", "New")}),
        (workflow.drop_section, {"slug": "care"}),
        (workflow.put_question, {"slug": "care", "question": TEXT}),
        (workflow.move_question, {"slug": "care", "code": "judgement", "up": True}),
    ):
        assert why(act, draft, by=team, **inputs) == frozen
    workflow.draft_template(draft, by=team, region=cast.north.region, name="The one after")


def test_se_6_what_is_frozen_is_whole(team, draft):
    Template.objects.filter(pk=draft.pk).update(content=[])
    assert why(workflow.use_template, draft, by=team) == ["It has no sections yet."]
    twice = Question("story", QuestionKind.NARRATIVE, "Again?")
    judged = Question("judged", QuestionKind.JUDGEMENT, "Again?", scale=SCALE)
    sections = (Section("empty", "Empty"), replace(CARE, questions=(*CARE.questions, twice, judged)))
    Template.objects.filter(pk=draft.pk).update(content=content_of(sections))
    assert why(workflow.use_template, draft, by=team) == [
        "“Empty” asks no question yet.",
        "“Children in care” uses the code “story” more than once.",
        "“Children in care”: This section asks for its judgement already: a section is judged once.",
    ]


def test_se_6_a_template_ends_once_no_cycle_is_prepared_with_it(cast, team, draft):
    workflow.use_template(draft, by=team)
    planned = factories.planned(cast, template=draft)
    assert why(workflow.end_template, draft, by=team) == [
        f"{planned} is being prepared with it: give it another template first."
    ]
    workflow.change_cycle(planned, by=team, template=factories.template())
    workflow.end_template(draft, by=team)
    assert draft.status == TemplateStatus.ENDED


# --- Differences ------------------------------------------------------------------------------------------------------


def test_two_templates_are_compared_side_by_side():
    judged = replace(CARE.questions[2], scale=("Good", "Poor"))
    story = replace(CARE.questions[0], required=False, most_words=1500, help="Briefly.")
    care = replace(CARE, title="Care", questions=(CARE.questions[1], story, judged, TEXT))
    added = Section("new", "New", guidance="Say it.", questions=(TEXT,))
    found = differences((LEADERSHIP, CARE, NEXT), (NEXT, added, care))
    assert found == [
        Difference("New", NEW, (), ("New", "Say it.", "Text: What is new?")),
        Difference("Care", MOVED, ("Section 2",), ("Section 3",)),
        Difference("Care", CHANGED, ("Children in care",), ("Care", "Children in care")),
        Difference("Care: question 2", CHANGED, question_words(CARE.questions[0]), question_words(story)),
        Difference("Care: question 2", MOVED, ("Question 1",), ("Question 2",)),
        Difference("Care: question 3", CHANGED, question_words(CARE.questions[2]), question_words(judged)),
        Difference("Care: question 4", NEW, (), question_words(TEXT)),
        Difference("Care: question 4 before", GONE, question_words(CARE.questions[3]), ()),
        Difference(
            "Leadership",
            GONE,
            (
                "Leadership",
                "Leadership and governance",
                "How leaders know and act.",
                "Text: How do leaders know?",
                "Judgement on a scale: How good is it?",
                "Strengths: What are you good at?",
                "Areas for development: What has to get better?",
            ),
            (),
        ),
    ]
    assert differences(factories.SECTIONS, factories.SECTIONS) == []
    assert question_words(story) == (
        "How do children in care live?",
        "Text",
        "Briefly.",
        "May be left out, 1,500 words at most",
    )
    assert question_words(CARE.questions[1])[-1] == "Indicators: looked-after-rate"
    named = question_words(CARE.questions[1], {"looked-after-rate": "Children looked after"})
    assert named[-1] == "Indicators: Children looked after"
    assert question_words(judged)[-1] == "Scale: Good, Poor"
