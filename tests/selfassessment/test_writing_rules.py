"""Who writes a self-evaluation and lets others write or read it, and every reason that stands in the way."""

from datetime import timedelta

import pytest

from regions import workflow as directory
from regions.models import Seat
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import Role
from riia.accounts.models import User
from selfassessment import workflow
from selfassessment.answers import LONGEST_ITEM, LONGEST_TEXT, LONGEST_TITLE, LONGEST_URL, MOST_ROWS
from selfassessment.carrying import last_answers, last_year_of, to_carry, years_carried
from selfassessment.models import Finding, NamedEditor, SectionText, SelfEvaluation
from selfassessment.notifications import writers
from selfassessment.plans import SCALE, Question, sections_from
from selfassessment.rules import writing as rules
from selfassessment.statuses import CycleStatus, EvaluationStatus, QuestionKind
from tests import factories as people
from tests.selfassessment import approving, factories, writing

pytestmark = pytest.mark.django_db
JUDGEMENT = Question("judgement", QuestionKind.JUDGEMENT, "How good is it?", scale=SCALE)
AREAS = Question("areas", QuestionKind.AREAS, "What has to get better?")
EVIDENCE = Question("evidence", QuestionKind.EVIDENCE, "Where can readers look?")
STORY = Question("story", QuestionKind.NARRATIVE, "How do leaders know?")


@pytest.fixture
def evaluation(cast) -> SelfEvaluation:
    """North's first authority's, not started."""
    return factories.evaluation(cast)


def faults(question, **answer):
    return [part for part, _ in rules.faults_of(question, answer)]


# --- Writing ----------------------------------------------------------------------------------------------------------


def test_se_1_the_director_and_named_editors_write_and_nobody_else_of_the_authority(cast, evaluation):
    writing.editor(cast, evaluation)
    ended = writing.editor(cast, evaluation, "performance_lead")
    workflow.end_editor(ended, by=cast.north.dcs)
    of_the_authority = ("dcs", "chief_executive", "lead_member", "deputy", "assistant_director", "performance_lead")
    evaluation = factories.evaluation(cast, evaluation.cycle)
    assert {one for one in of_the_authority if rules.may_write(getattr(cast.north, one), evaluation)} == {
        "dcs",
        "assistant_director",
    }
    assert not rules.may_write(cast.north.regional_team, evaluation)


def test_se_1_an_editor_who_leaves_the_authority_writes_no_longer(cast, evaluation):
    writing.editor(cast, evaluation)
    directory.end_appointment(cast.appointment(cast.north.assistant_director), by=cast.administrator, ends=today())
    assert not rules.may_write(cast.north.assistant_director, evaluation)
    assert NamedEditor.objects.get().ended_at is None


@pytest.mark.parametrize(
    ("role", "still"),
    [(Role.LOCAL_ADMINISTRATOR, False), (Role.PERFORMANCE_LEAD, True), ("elsewhere", False)],
)
def test_se_1_an_editor_who_moves_to_another_seat_reads_and_writes_only_as_an_officer_there(
    cast, evaluation, role, still
):
    writing.saved(cast, evaluation)
    editor = writing.editor(cast, evaluation)
    by, person = {"by": cast.administrator}, cast.north.assistant_director.person
    directory.end_appointment(cast.appointment(cast.north.assistant_director), **by, ends=today())
    place = cast.north.second if role == "elsewhere" else cast.north.first
    role = Role.ASSISTANT_DIRECTOR if role == "elsewhere" else role
    seat = Seat.objects.create(authority=place, role=role, number=9)
    people.confirmed(seat, person, **by, second=cast.other_administrator, starts=today())
    user = User.objects.get(person=person)
    assert reach_of(user).held
    evaluation = factories.evaluation(cast, evaluation.cycle)
    assert rules.may_write(user, evaluation) is still
    for rows in (
        SelfEvaluation.objects.readable_by(user).filter(pk=evaluation.pk),
        SectionText.objects.visible_to(user),
        NamedEditor.objects.visible_to(user),
    ):
        assert rows.exists() is still, rows.model
    assert (user in writers(evaluation)) is still
    assert NamedEditor.objects.get().pk == editor.pk


def test_se_4_what_is_frozen_is_opened_again_before_it_is_changed(cast, evaluation):
    text = writing.saved(cast, evaluation)
    text.evaluation.status = EvaluationStatus.APPROVED
    said = ["The text stands as it was submitted: it is approved. Its director can open it again to change it."]
    assert rules.reasons_not_to_save(text, by=cast.north.dcs) == said
    assert rules.reasons_not_to_finish(text, by=cast.north.dcs) == said
    assert rules.reasons_not_to_begin(text.evaluation, by=cast.north.dcs, section="care") == said
    text.evaluation.status = EvaluationStatus.DRAFT
    text.evaluation.cycle.status = CycleStatus.CLOSED
    assert rules.reasons_not_to_save(text, by=cast.north.dcs) == [f"{evaluation.cycle} is closed."]


def test_se_6_a_section_is_one_of_the_template(cast, evaluation):
    none = ["The template asks for no such section."]
    assert rules.reasons_not_to_begin(evaluation, by=cast.north.dcs, section="nothing") == none
    assert rules.reasons_not_to_begin(evaluation, by=cast.north.dcs, section="care") == []
    assert rules.reasons_not_to_begin(evaluation, by=cast.north.dcs) == []
    text = writing.section(evaluation, cast.north.dcs)
    text.section = "nothing"
    assert rules.reasons_not_to_save(text, by=cast.north.dcs, content={}) == none


def test_se_11_a_save_is_made_from_the_newest_one_and_says_something_new(cast, evaluation):
    text = writing.saved(cast, evaluation)
    by = cast.north.dcs
    assert rules.reasons_not_to_save(text, by=by, content={}, seen=0) == [
        f"{by} has saved this section since you opened it, so yours was not saved. "
        "Nothing is lost: both texts are shown."
    ]
    assert rules.reasons_not_to_save(text, by=by, content=text.content, seen=1) == [
        "This is what the section holds already."
    ]
    assert rules.reasons_not_to_save(text, by=by) == []
    assert rules.reasons_not_to_save(text, by=by, content={"story": {"text": "New"}}, seen=1) == []
    assert rules.reasons_not_to_save(text, by=by, content={"nothing": {"text": "New"}}, seen=1) == [
        "“nothing” is no question of this section."
    ]


def test_se_6_an_answer_is_one_to_its_question():
    assert faults(STORY, text="x" * LONGEST_TEXT) == []
    assert faults(STORY, text="x" * (LONGEST_TEXT + 1)) == ["text"]
    assert faults(JUDGEMENT, value="Secure", text="") == []
    assert faults(JUDGEMENT, value="Splendid", text="") == ["value"]


def test_se_9_a_point_has_words_a_theme_and_a_service_area():
    assert faults(AREAS, items=[writing.point()]) == []
    empty = writing.point("", theme="", service_area="nowhere", carried_from=1, fate="lucky")
    assert faults(AREAS, items=[writing.point(), empty]) == ["1-text", "1-theme", "1-service_area", "1-fate"]
    long = writing.point("x" * (LONGEST_ITEM + 1), fate_words="x" * (LONGEST_ITEM + 1), fate="continues")
    assert faults(AREAS, items=[long]) == ["0-text", "0-fate_words"]
    assert faults(AREAS, items=[writing.point()] * (MOST_ROWS + 1)) == [""]


def test_se_6_a_link_has_a_name_and_an_address():
    good = {"title": "Plan", "url": "https://www.example.gov.uk/"}
    assert faults(EVIDENCE, links=[good]) == []
    assert faults(EVIDENCE, links=[{"title": "", "url": ""}]) == ["0-title", "0-url"]
    assert faults(EVIDENCE, links=[good, {"title": "x" * (LONGEST_TITLE + 1), "url": "http://a"}]) == [
        "1-title",
        "1-url",
    ]
    assert faults(EVIDENCE, links=[{"title": "Plan", "url": f"https://a.example/{'x' * LONGEST_URL}"}]) == ["0-url"]


def test_se_9_only_the_own_findings_of_an_earlier_year_are_carried_over(cast, evaluation):
    last = earlier(cast)
    strength, area = (Finding.objects.get(revision=last.revision, kind=kind) for kind in ("strength", "area"))
    text = writing.section(evaluation, cast.north.dcs)

    def reasons(key, text=text):
        areas = {"items": [writing.point(carried_from=key)]}
        return rules.reasons_not_to_save(text, by=cast.north.dcs, content={"areas": areas}, seen=0)

    refused = ["What has to get better?: what is carried over must be your own, of an earlier year."]
    assert reasons(area.pk) == []
    assert reasons(strength.pk) == refused
    assert reasons(area.pk + 1000) == refused
    elsewhere = factories.evaluation(cast, evaluation.cycle, cast.north.second)
    assert reasons(area.pk, writing.section(elsewhere, cast.north.unsigned_dcs)) == refused


def test_se_4_a_section_is_finished_once_every_question_that_must_be_answered_is(cast, evaluation):
    text = writing.saved(cast, evaluation, judgement={"value": "", "text": ""}, story={"text": ""})
    asked = [one.wording for one in sections_from(evaluation.cycle.template.content)[0].questions if one.required]
    (reason,) = rules.reasons_not_to_finish(text, by=cast.north.dcs)
    assert reason == f"Not answered yet: {', '.join(f'“{one}”' for one in asked)}."


@pytest.mark.parametrize(("question", "fate"), [("strengths", "achieved"), ("areas", "lost")])
def test_se_9_a_strength_is_not_achieved_and_an_area_is_not_lost(question, fate):
    asked = Question(question, QuestionKind(question), "Which?", required=False)
    assert faults(asked, items=[writing.point(carried_from=1, fate=fate)]) == ["0-fate"]
    assert faults(asked, items=[writing.point(carried_from=1, fate="continues")]) == []


def test_se_9_a_section_is_finished_once_it_says_what_became_of_last_years_points(cast, evaluation):
    last = earlier(cast)
    area = Finding.objects.get(revision=last.revision, kind="area")
    text = writing.section(evaluation, cast.north.dcs)
    by = cast.north.dcs
    assert rules.reasons_not_to_finish(text, by=by) == ["Nothing is saved in this section yet."]
    text = writing.saved(cast, evaluation, areas={"items": [writing.point(carried_from=area.pk)]})
    assert rules.reasons_not_to_finish(text, by=by, seen=1) == [
        "Say of each point from an earlier year what became of it, then finish the section."
    ]
    assert rules.reasons_not_to_finish(text, by=by, finished=False, seen=1) == []
    assert rules.reasons_not_to_finish(text, by=by, seen=0) == [rules.overtaken_by(text)]
    row = {**text.content["areas"]["items"][0], "fate": "continues"}
    text = writing.saved(cast, evaluation, areas={"items": [row]})
    assert rules.reasons_not_to_finish(text, by=by, seen=2) == []


# --- Last year --------------------------------------------------------------------------------------------------------


def earlier(cast, **more) -> SelfEvaluation:
    """North's first authority's released text of the year before, with a strength and an area."""
    past = factories.cycle(cast, "2025-26", today() - timedelta(days=400))
    evaluation = approving.joined(cast, factories.evaluation(cast, past))
    points = {
        "strengths": {"items": [writing.point()]},
        "areas": {"items": [writing.point("We wait too long.", **more)]},
    }
    writing.saved(cast, evaluation, **points)
    writing.saved(cast, evaluation, "care", story={"text": "Well."}, judgement={"value": "Secure", "text": ""})
    evaluation.refresh_from_db()
    workflow.submit(evaluation, by=cast.north.dcs)
    workflow.approve(evaluation, by=cast.north.chief_executive)
    workflow.approve(evaluation, by=cast.north.lead_member)
    return workflow.release(evaluation, by=cast.north.dcs)


def test_se_9_last_years_answers_and_points_stand_beside_this_years(cast, evaluation):
    released = earlier(cast)
    section = rules.section_of(evaluation, "leadership")
    last = last_year_of(evaluation, cast.north.dcs)
    assert last == released
    assert {code: one.text for code, one in last_answers(last, section).items()} == {
        "story": "Leaders look at figures every month.",
        "judgement": "",
        "strengths": "",
        "areas": "",
    }
    carry = to_carry(evaluation, last, section)
    assert {code: [one.text for one in found] for code, found in carry.items()} == {
        "strengths": ["We listen to children."],
        "areas": ["We wait too long."],
    }
    assert to_carry(evaluation, last, rules.section_of(evaluation, "care")) == {}
    assert (last_answers(None, section), to_carry(evaluation, None, section)) == ({}, {})


def test_se_9_a_point_of_a_section_that_is_gone_is_followed_where_its_kind_is_asked_first(cast, evaluation):
    last = earlier(cast)
    Finding.objects.filter(kind="area").update(section="gone")
    carry = to_carry(evaluation, last, rules.section_of(evaluation, "leadership"))
    assert [one.text for one in carry["areas"]] == ["We wait too long."]


def test_se_9_what_is_over_and_what_was_carried_three_years_is_left(cast, evaluation):
    last = earlier(cast)
    area = Finding.objects.get(kind="area")
    section = rules.section_of(evaluation, "leadership")
    for year in range(3):
        area = Finding.objects.create(
            revision=last.revision, section="leadership", place=year + 2, kind="area", text=f"Year {year + 2}",
            theme="leadership", service_area="whole-service", carried_from=area, fate="continues",
        )  # fmt: skip
    assert years_carried(area) == 3
    found = to_carry(evaluation, last, section)["areas"]
    assert [one.text for one in found] == ["We wait too long.", "Year 2", "Year 3"]
    Finding.objects.filter(text="Year 2").update(fate="achieved")
    assert [one.text for one in to_carry(evaluation, last, section)["areas"]] == ["We wait too long.", "Year 3"]


def test_se_1_who_writes_this_year_reads_of_last_year_what_was_released(cast, evaluation):
    """An unreleased text of last year is for its own editors and approvers, whoever writes this year's."""
    past = factories.cycle(cast, "2025-26", today() - timedelta(days=400))
    withheld = approving.submitted(cast, past)
    writing.editor(cast, evaluation)
    assert last_year_of(evaluation, cast.north.assistant_director) is None
    assert last_year_of(evaluation, cast.north.dcs) == withheld


# --- Who else ---------------------------------------------------------------------------------------------------------


def test_se_20_an_authority_joins_an_open_cycle_once_under_its_signature(cast, evaluation):
    dcs = cast.north.dcs
    assert rules.reasons_not_to_join(evaluation, by=dcs) == []
    unsigned = factories.evaluation(cast, evaluation.cycle, cast.north.second)
    assert rules.reasons_not_to_join(unsigned, by=cast.north.unsigned_dcs) == [
        "Your authority has no current signature of the region’s memorandum for self-evaluations."
    ]
    evaluation.joined_on = today()
    assert rules.reasons_not_to_join(evaluation, by=dcs) == ["Your authority has joined this cycle already."]
    evaluation.cycle.status = CycleStatus.CLOSED
    assert rules.reasons_not_to_join(evaluation, by=dcs) == [f"{evaluation.cycle} is closed."]


def test_se_1_the_director_names_officers_of_the_authority(cast, evaluation):
    north, dcs = cast.north, cast.north.dcs
    named = [str(one) for one in rules.possible_editors(evaluation)]
    assert named == [str(getattr(north, one)) for one in ("assistant_director", "performance_lead", "named_reader")]
    assert rules.reasons_not_to_name(evaluation, by=dcs) == []
    lead_member = north.lead_member.person
    assert rules.reasons_not_to_name(evaluation, by=dcs, person=lead_member) == [
        f"{lead_member} is no officer of {north.first} today, or writes already."
    ]
    assert rules.reasons_not_to_name(evaluation, by=dcs, person=north.named_reader.person) == []
    for one in ("assistant_director", "performance_lead", "named_reader"):
        editor = writing.editor(cast, evaluation, one)
    assert rules.reasons_not_to_name(evaluation, by=dcs) == ["Every officer of the authority writes already."]
    assert rules.reasons_not_to_end_editor(editor, by=dcs) == []
    editor.ended_at = editor.named_at
    assert rules.reasons_not_to_end_editor(editor, by=dcs) == ["It has ended already."]
    evaluation.status = EvaluationStatus.RELEASED
    assert rules.reasons_not_to_name(evaluation, by=dcs) == ["There is nothing left to write."]


def test_se_16_the_director_lets_somebody_of_the_team_read_for_a_time(cast, evaluation):
    dcs, colleague = cast.north.dcs, cast.north.colleague.person
    until = {"person": colleague, "ends": today() + timedelta(days=14)}
    assert rules.reasons_not_to_invite(evaluation, by=dcs) == []
    assert rules.reasons_not_to_invite(evaluation, by=dcs, **until) == []
    board = cast.north.board_member.person
    assert rules.reasons_not_to_invite(evaluation, by=dcs, **{**until, "person": board}) == [
        f"{board} has no seat in the team of {cast.north.region} today."
    ]
    for ends in (today(), today() + timedelta(days=367)):
        assert rules.reasons_not_to_invite(evaluation, by=dcs, person=colleague, ends=ends) == [
            "The last day must be today or later, and within a year."
        ]
    invited = writing.invited(cast, evaluation)
    assert rules.reasons_not_to_invite(evaluation, by=dcs, **until) == [
        f"{colleague} is invited already. End that first to give another day."
    ]
    assert rules.reasons_not_to_end_invitation(invited, by=dcs) == []
    invited.ends = today()
    assert rules.reasons_not_to_end_invitation(invited, by=dcs) == ["It has ended already."]
    evaluation.status = EvaluationStatus.RELEASED
    assert rules.reasons_not_to_invite(evaluation, by=dcs) == [
        "The text is released: the regional team reads it from the day on which it opens."
    ]


def test_se_16_a_team_without_anybody_has_nobody_to_invite(cast, evaluation):
    for one in ("regional_team", "colleague", "regional_lead"):
        directory.end_appointment(cast.appointment(getattr(cast.north, one)), by=cast.administrator, ends=today())
    assert rules.reasons_not_to_invite(evaluation, by=cast.north.dcs) == ["The regional team has nobody to invite."]


def test_se_1_acting_cover_writes_in_the_directors_place(cast, evaluation):
    cover = people.newcomer("Robin Cover")
    seat = cast.seat(cast.north.first, Role.DCS)
    people.confirmed(seat, cover, by=cast.administrator, second=cast.other_administrator, acting=True)
    assert rules.may_write(cover.user, evaluation)
    assert not rules.may_write(cast.north.dcs, evaluation)
