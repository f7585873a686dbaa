"""Files that stand for sections, and Word copies that come back (SE-13)."""

import io
from datetime import timedelta

import pytest
from docx import Document

from regions.querysets import today
from riia.audit.models import Event
from riia.workflow import NotPermitted, NotPossible, act_for
from selfassessment import workflow
from selfassessment.copying import contents_at, written_of
from selfassessment.files.word_in import package_of
from selfassessment.files.word_read import read_copy, references_of
from selfassessment.models import SectionSave, SectionText, Unsaved
from selfassessment.rules.documents import may_read_the_draft
from selfassessment.workflow.documents import Taken
from tests.selfassessment import documenting, factories
from tests.selfassessment.documenting import CARE, LEADERSHIP, below, bring, edited, filled, fresh, save, upload


def taken(cast, evaluation, content: bytes, by=None):
    """Read a copy and save what it changed."""
    by, package = by or cast.north.dcs, package_of(content)
    _, saves = references_of(package)
    sections = written_of(evaluation, by, set(saves))
    copy = read_copy(package, sections, contents_at(evaluation, saves))
    assert copy.faults == []
    return workflow.take_in_copy(evaluation, by=by, copy=copy, sections=sections)


def words(outcomes) -> dict[str, str]:
    return {one.slug: one.word for one in outcomes}


def content(evaluation, section: str):
    return SectionText.objects.get(evaluation=evaluation, section=section).content


class TestFiles:
    def test_a_file_stands_for_a_section_and_the_one_before_it_is_kept(self, cast):
        evaluation = factories.evaluation(cast)
        first = bring(cast, evaluation)
        second = bring(cast, fresh(evaluation), name="report.pdf", content=documenting.pdf())
        first.refresh_from_db()
        assert (fresh(evaluation).status, first.replaced_at is None, second.replaced_at) == ("draft", False, None)
        assert (second.name, second.size, second.digest) == (
            "report.pdf", len(documenting.pdf()), upload("report.pdf", documenting.pdf()).digest,
        )  # fmt: skip
        assert second.file.name.endswith(".pdf")
        assert "report.pdf" not in second.file.name
        verbs = Event.objects.order_by("pk").values_list("verb", flat=True)
        assert list(verbs)[-4:] == ["begin_writing", "add_attachment", "replace_attachment", "add_attachment"]

    @pytest.mark.parametrize(
        ("section", "again", "reason"),
        [
            ("nothing", False, "The template asks for no such section."),
            ("leadership", True, "This is the file that is there already."),
        ],
    )
    def test_a_file_that_has_no_place_is_refused(self, cast, section, again, reason):
        evaluation = filled(cast)
        given = upload()
        if again:
            workflow.add_attachment(evaluation, by=cast.north.dcs, section=section, upload=given)
        with pytest.raises(NotPossible) as refusal:
            workflow.add_attachment(evaluation, by=cast.north.dcs, section=section, upload=given)
        assert refusal.value.reasons == [reason]

    def test_a_file_of_a_frozen_text_neither_comes_nor_goes(self, cast):
        evaluation = filled(cast)
        attachment = bring(cast, evaluation)
        workflow.submit(fresh(evaluation), by=cast.north.dcs)
        frozen = (
            "The text stands as it was submitted: it is with its approvers. "
            "Its director can open it again to change it."
        )
        for act in (
            lambda: bring(cast, fresh(evaluation), "care"),
            lambda: workflow.remove_attachment(attachment, by=cast.north.dcs),
        ):
            with pytest.raises(NotPossible) as refusal:
                act()
            assert refusal.value.reasons == [frozen]

    def test_a_file_is_taken_out_once(self, cast):
        evaluation = filled(cast)
        attachment = workflow.remove_attachment(bring(cast, evaluation), by=cast.north.dcs)
        assert evaluation.attachments.filter(replaced_at=None).count() == 0
        with pytest.raises(NotPossible) as refusal:
            workflow.remove_attachment(attachment, by=cast.north.dcs)
        assert refusal.value.reasons == ["The file is not part of the text any more."]

    def test_the_page_asks_for_a_file_while_the_text_may_be_changed(self, cast):
        evaluation = filled(cast)
        act = act_for(workflow.add_attachment, evaluation)
        assert act.reasons(evaluation, cast.north.dcs) == []

    def test_the_text_before_it_is_frozen_is_read_by_its_own_circle_and_whom_the_director_invited(self, cast):
        evaluation = filled(cast)
        workflow.name_editor(evaluation, by=cast.north.dcs, person=cast.north.assistant_director.person)
        ends = today() + timedelta(days=3)
        workflow.invite_reader(evaluation, by=cast.north.dcs, person=cast.north.colleague.person, ends=ends)
        asked = (
            *("north.dcs", "north.chief_executive", "north.lead_member", "north.deputy", "north.assistant_director"),
            *("north.performance_lead", "north.regional_team", "north.colleague", "south.dcs", "administrator"),
            *("stranger", "leaver"),
        )
        assert {name for name in asked if may_read_the_draft(cast[name], evaluation)} == {
            *("north.dcs", "north.chief_executive", "north.lead_member", "north.assistant_director"),
            "north.colleague",
        }


class TestCopies:
    def test_a_copy_that_nobody_changed_changes_nothing(self, cast):
        evaluation = filled(cast)
        saves = SectionSave.objects.count()
        outcomes = taken(cast, evaluation, documenting.copy(cast, evaluation))
        assert words(outcomes) == {"leadership": "unchanged", "care": "unchanged", "next-year": "unchanged"}
        assert SectionSave.objects.count() == saves

    def test_what_was_written_in_a_copy_is_saved_and_the_rest_stays_as_it_was(self, cast):
        evaluation = filled(cast)

        def write(document):
            paragraph = below(document, "1.1")
            paragraph.insert_paragraph_before("We began a *new* front door.", style="List Number")
            below(document, "1.2").runs[0].text = "Judgement: developing"
            table = document.tables[0]
            cells = table.rows[2].cells
            for cell, said in zip(cells, ("Staff stay", "workforce", "The whole service"), strict=False):
                cell.text = said

        outcomes = taken(cast, evaluation, edited(documenting.copy(cast, evaluation, {"leadership"}), write))
        assert outcomes == [Taken("leadership", "Leadership", "saved")]
        found = content(evaluation, "leadership")
        assert found["story"] == {"text": "1. We began a \\*new\\* front door.\n\n" + documenting.STORY}
        assert found["judgement"] == {"value": "Developing", "text": "Because of the review."}
        strengths = found["strengths"]["items"]
        assert strengths[0] == LEADERSHIP["strengths"]["items"][0]
        assert [(one["text"], one["theme"], one["service_area"]) for one in strengths[1:]] == [
            ("Staff stay", "workforce", "whole-service")
        ]
        assert found["areas"] == LEADERSHIP["areas"]
        assert content(evaluation, "care") == CARE

    def test_a_section_that_somebody_saved_meanwhile_is_kept_beside_theirs(self, cast):
        evaluation = filled(cast)

        def write(document):
            below(document, "1.1").runs[0].text = "From Word: "

        copy = edited(documenting.copy(cast, evaluation), write)
        save(cast, evaluation, "leadership", {**LEADERSHIP, "story": {"text": "From the portal."}})
        outcomes = taken(cast, evaluation, copy)
        assert words(outcomes) == {"leadership": "overtaken", "care": "unchanged", "next-year": "unchanged"}
        assert content(evaluation, "leadership")["story"] == {"text": "From the portal."}
        kept = Unsaved.objects.get(user=cast.north.dcs)
        assert (kept.seen, kept.content["story"]["text"].startswith("From Word: ")) == (1, True)

    def test_what_its_writer_typed_and_did_not_save_is_not_lost(self, cast):
        evaluation = filled(cast)
        text = SectionText.objects.get(evaluation=evaluation, section="leadership")
        typed = {**LEADERSHIP, "story": {"text": "Typed."}}
        workflow.writing.keep_unsaved(text, by=cast.north.dcs, content=typed, seen=1)

        def write(document):
            below(document, "1.1").runs[0].text = "From Word: "

        outcomes = taken(cast, evaluation, edited(documenting.copy(cast, evaluation, {"leadership"}), write))
        assert words(outcomes) == {"leadership": "waiting"}
        assert Unsaved.objects.get().content["story"] == {"text": "Typed."}
        assert content(evaluation, "leadership")["story"] == {"text": documenting.STORY}

    def test_nobody_saves_by_a_copy_what_they_may_not_write(self, cast):
        evaluation = filled(cast)

        def write(document):
            below(document, "1.1").runs[0].text = "From Word: "

        copy = edited(documenting.copy(cast, evaluation), write)
        with pytest.raises(NotPermitted):
            taken(cast, evaluation, copy, by=cast.north.chief_executive)
        assert content(evaluation, "leadership")["story"] == {"text": documenting.STORY}

    def test_a_copy_says_how_it_is_filled_in_and_has_header_rows(self, cast):
        document = Document(io.BytesIO(documenting.copy(cast, filled(cast))))
        assert document.core_properties.language == "en-GB"
        heads = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
        assert heads == ["1. Leadership", "2. Children in care", "3. The year ahead"]
        assert all("tblHeader" in table.rows[0]._tr.xml for table in document.tables)
