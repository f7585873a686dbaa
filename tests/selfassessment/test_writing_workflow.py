"""What joining, saving, naming and inviting leave behind: rows, saves that are kept, a trail without a word of it."""

import json

import pytest

from regions.querysets import today
from riia.audit.models import Event
from riia.workflow import NotPermitted, NotPossible
from selfassessment import workflow
from selfassessment.models import SectionSave, SectionText, SelfEvaluation, Unsaved
from selfassessment.statuses import EvaluationStatus
from tests.selfassessment import factories, writing

pytestmark = pytest.mark.django_db
STORY = {"story": {"text": "Planted words about ZANZIBAR."}}


@pytest.fixture
def evaluation(cast) -> SelfEvaluation:
    """North's first authority's, not started."""
    return factories.evaluation(cast)


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_se_11_the_first_save_begins_the_self_evaluation_and_every_save_is_kept(cast, evaluation):
    dcs = cast.north.dcs
    text = writing.section(evaluation, dcs)
    before = len(verbs())
    workflow.save_section(text, by=dcs, content=STORY, seen=0)
    evaluation.refresh_from_db()
    assert (evaluation.status, text.number, text.changed_by, text.finished) == (EvaluationStatus.DRAFT, 1, dcs, False)
    workflow.save_section(text, by=dcs, content={"story": {"text": "Other\u00a0words"}}, seen=1)
    saves = {one.number: one.content["story"]["text"] for one in SectionSave.objects.all()}
    assert saves == {1: "Planted words about ZANZIBAR.", 2: "Other words"}
    assert text.content["story"] == {"text": "Other words"}
    assert verbs()[before:] == ["begin_writing", "keep_save", "save_section", "keep_save", "save_section"]


def test_acc_16_no_word_of_the_text_is_in_the_trail(cast, evaluation):
    text = writing.section(evaluation, cast.north.dcs)
    workflow.keep_unsaved(text, by=cast.north.dcs, content=STORY, seen=0)
    workflow.save_section(text, by=cast.north.dcs, content={**writing.LEADERSHIP, **STORY}, seen=0)
    workflow.finish_section(text, by=cast.north.dcs)
    assert "ZANZIBAR" not in json.dumps(list(Event.objects.values()), default=str)


def test_se_11_an_out_of_date_save_is_refused_and_changes_nothing(cast, evaluation):
    writing.editor(cast, evaluation)
    text = writing.saved(cast, evaluation)
    with pytest.raises(NotPossible, match="has saved this section since you opened it"):
        workflow.save_section(text, by=cast.north.assistant_director, content=STORY, seen=0)
    assert (SectionText.objects.get().number, SectionSave.objects.count()) == (1, 1)


def test_se_11_a_change_takes_back_that_the_section_is_finished(cast, evaluation):
    text = writing.saved(cast, evaluation)
    assert workflow.finish_section(text, by=cast.north.dcs, seen=1).finished
    assert not workflow.finish_section(text, by=cast.north.dcs, finished=False).finished
    workflow.finish_section(text, by=cast.north.dcs)
    assert not workflow.save_section(text, by=cast.north.dcs, content=STORY, seen=1).finished


def test_se_11_what_is_typed_and_not_saved_is_kept_once_for_each_and_goes_by_the_trail(cast, evaluation):
    dcs = cast.north.dcs
    writing.editor(cast, evaluation)
    text = writing.section(evaluation, dcs)
    before = len(verbs())
    for words in ("One", "Two"):
        workflow.keep_unsaved(text, by=dcs, content={"story": {"text": words}}, seen=0)
    workflow.keep_unsaved(text, by=cast.north.assistant_director, content=STORY, seen=0)
    assert len(verbs()) == before
    seen = {one: list(Unsaved.objects.visible_to(getattr(cast.north, one))) for one in ("dcs", "assistant_director")}
    assert [one.content["story"]["text"] for one in seen["dcs"]] == ["Two"]
    assert [one.user for one in seen["assistant_director"]] == [cast.north.assistant_director]
    workflow.save_section(text, by=dcs, content=STORY, seen=0)
    assert [one.user for one in Unsaved.objects.all()] == [cast.north.assistant_director]


def test_se_1_who_may_not_write_keeps_nothing(cast, evaluation):
    text = writing.section(evaluation, cast.north.dcs)
    with pytest.raises(NotPermitted):
        workflow.keep_unsaved(text, by=cast.north.lead_member, content=STORY, seen=0)
    assert not Unsaved.objects.exists()


def test_a_section_is_begun_once(cast, evaluation):
    one, other = (writing.section(evaluation, cast.north.dcs) for _ in range(2))
    assert one == other
    assert SectionText.objects.count() == 1


def test_se_20_joining_writes_the_day(cast, evaluation):
    assert workflow.join_cycle(evaluation, by=cast.north.dcs).joined_on == today()


def test_se_1_an_editor_reads_and_writes_until_the_director_ends_it(cast, evaluation):
    editor = writing.editor(cast, evaluation)
    assert SelfEvaluation.objects.readable_by(cast.north.assistant_director).get() == evaluation
    workflow.end_editor(editor, by=cast.north.dcs)
    assert not SelfEvaluation.objects.readable_by(cast.north.assistant_director).exists()
    assert editor.ended_at is not None


def test_se_16_an_invitation_ends_at_once_on_its_first_day_too(cast, evaluation):
    invited = writing.invited(cast, evaluation)
    assert SelfEvaluation.objects.readable_by(cast.north.colleague).get() == evaluation
    assert not SelfEvaluation.objects.readable_by(cast.north.regional_team).exists()
    workflow.end_invitation(invited, by=cast.north.dcs)
    assert not SelfEvaluation.objects.readable_by(cast.north.colleague).exists()
