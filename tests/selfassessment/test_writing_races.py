"""SE-11: two editors with one section at the same moment, and a section that is saved while the text is submitted."""

import pytest

from selfassessment import workflow
from selfassessment.models import SectionSave, SectionText
from selfassessment.statuses import EvaluationStatus
from tests.regions.test_races import at_once, fresh, overtaken, refusals
from tests.selfassessment import factories, writing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def saving(text, by, words, seen=1):
    """What a save does; everybody looked at the first one."""
    content = {**writing.LEADERSHIP, "story": {"text": words}}
    return lambda: workflow.save_section(fresh(text), by=by, content=content, seen=seen)


@pytest.fixture
def text(cast) -> SectionText:
    """A section saved once, which the director and an assistant director write."""
    evaluation = factories.evaluation(cast)
    writing.editor(cast, evaluation)
    return writing.saved(cast, evaluation)


def test_se_11_of_two_editors_at_once_one_saves_and_the_other_is_told(cast, text):
    dcs, editor = cast.north.dcs, cast.north.assistant_director
    outcomes = overtaken(saving(text, dcs, "The director's"), saving(text, editor, "The editor's"))
    assert refusals(outcomes) == [
        f"{dcs} has saved this section since you opened it, so yours was not saved. "
        "Nothing is lost: both texts are shown."
    ]
    assert fresh(text).content["story"]["text"] == "The director's"
    assert [one.number for one in SectionSave.objects.all()] == [2, 1]


def test_se_11_of_many_saves_at_once_exactly_one_wins(cast, text):
    acts = [saving(text, cast.north.dcs, f"Text {number}") for number in range(6)]
    assert len(refusals(at_once(*acts))) == len(acts) - 1
    assert fresh(text).number == SectionSave.objects.count() == 2


def test_two_editors_save_different_sections_at_once(cast, text):
    other = writing.section(text.evaluation, cast.north.dcs, "care")
    care = {"story": {"text": "They live well."}}
    acts = [
        saving(text, cast.north.dcs, "The director's"),
        lambda: workflow.save_section(fresh(other), by=cast.north.assistant_director, content=care, seen=0),
    ]
    assert refusals(at_once(*acts)) == []
    assert (fresh(text).number, fresh(other).number) == (2, 1)


def test_a_section_is_begun_once_by_two_at_once(cast, text):
    evaluation = text.evaluation
    by = [cast.north.dcs, cast.north.assistant_director]
    outcomes = at_once(*(lambda one=one: writing.section(fresh(evaluation), one, "care") for one in by))
    assert refusals(outcomes) == []
    assert SectionText.objects.filter(section="care").count() == 1


def test_who_saves_while_the_text_is_submitted_is_told_that_it_is_frozen(cast, text):
    evaluation = text.evaluation
    writing.saved(cast, evaluation, "care", story={"text": "Well."}, judgement={"value": "Secure", "text": ""})
    outcomes = overtaken(
        lambda: workflow.submit(fresh(evaluation), by=cast.north.dcs),
        saving(text, cast.north.assistant_director, "Too late"),
    )
    assert refusals(outcomes) == [
        "The text stands as it was submitted: it is with its approvers. Its director can open it again to change it."
    ]
    submitted = fresh(evaluation)
    assert submitted.status == EvaluationStatus.SUBMITTED
    assert "Too late" not in str(submitted.revision.content)
