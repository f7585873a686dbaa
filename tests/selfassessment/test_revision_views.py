"""The pages of whole texts: read by those who may, and complete as Word files (SE-4, SE-8, SE-13, SE-19, SE-20)."""

import io
from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from regions.querysets import today
from riia.audit.models import Event
from selfassessment import workflow
from selfassessment.documents import content_of, digest_of, sections_of, words_of
from selfassessment.models import Addendum, Attachment, Reading, Revision, SelfEvaluation
from selfassessment.rendering import document, document_of
from tests.datasets import comparing
from tests.people import signed_in
from tests.selfassessment import approving, documenting, factories
from tests.selfassessment.documenting import CARE, LEADERSHIP, bring, fresh, save

PLANTED = "Leaders <strong>listen</strong>"


def submitted(cast) -> SelfEvaluation:
    shown = documenting.indicator()
    for year in (2024, 2025):
        comparing.value(cast.north.first, shown, 60 + year - 2024, year=year)
    evaluation = documenting.filled(cast)
    bring(cast, evaluation, "next-year", name="the year.pdf", content=documenting.pdf())
    return workflow.submit(fresh(evaluation), by=cast.north.dcs)


def released(cast) -> SelfEvaluation:
    evaluation = submitted(cast)
    workflow.approve(evaluation, by=cast.north.chief_executive)
    workflow.approve(evaluation, by=cast.north.lead_member)
    evaluation = workflow.release(fresh(evaluation), by=cast.north.dcs)
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(opens_on=today())
    return fresh(evaluation)


def at(name: str, evaluation, *more) -> str:
    return reverse(name, args=[evaluation.pk, *more])


class TestContent:
    def test_a_content_holds_sections_wordings_answers_sheets_and_files(self, cast):
        evaluation = submitted(cast)
        lead, care, year = content = Revision.objects.get().content
        assert digest_of(content) == Revision.objects.get().digest
        assert [one["answer"] for one in lead["answers"]] == list(LEADERSHIP.values())
        assert [(one["code"], one["wording"]) for one in care["answers"]] == [
            ("story", "How do children in care live?"),
            ("figures", "What do the figures show?"),
            ("judgement", "How good is it?"),
            ("evidence", "Where can readers look?"),
        ]
        assert care["answers"][1]["sheet"]["annual"][0]["own"] == "61 per 10,000"
        attachment = Attachment.objects.get()
        assert year["file"] == {
            "pk": attachment.pk, "name": "the year.pdf", "size": attachment.size, "digest": attachment.digest,
        }  # fmt: skip
        assert [one.judgement for one in sections_of(content)] == ["Secure", "Strong", ""]
        assert words_of(content) == sum(one.words for one in sections_of(evaluation.revision)) == 37

    def test_a_file_for_the_whole_narrative_stands_first(self, cast):
        evaluation = documenting.filled(cast)
        bring(cast, evaluation, "")
        first, *rest = sections_of(content_of(fresh(evaluation)))
        assert (first.slug, first.title, first.answers, first.file["name"]) == (
            *("", "The whole document", ()),
            "leadership.docx",
        )
        assert [one.slug for one in rest] == ["leadership", "care", "next-year"]

    def test_the_digest_is_of_every_word_and_file_and_of_no_order_of_keys(self, cast):
        evaluation = documenting.filled(cast)
        content = content_of(evaluation)
        turned = [dict(reversed(one.items())) for one in content]
        assert digest_of(turned) == digest_of(content)
        bring(cast, evaluation)
        assert digest_of(content_of(fresh(evaluation))) != digest_of(content)

    def test_a_fixed_sheet_stays_as_it_was_when_figures_change(self, cast, client):
        evaluation = submitted(cast)
        comparing.value(cast.north.first, documenting.Indicator.objects.get(), 99, year=2026)
        signed_in(client, cast.north.dcs)
        fixed = client.get(at("revision_detail", evaluation, 1)).content.decode()
        assert ("61 per 10,000" in fixed, "99 per 10,000" in fixed) == (True, False)
        workflow.reopen(evaluation, by=cast.north.dcs, words="A figure.")
        assert "99 per 10,000" in client.get(at("evaluation_document", evaluation)).content.decode()


class TestPages:
    def test_while_a_revision_stands_the_text_as_it_is_now_is_that_revision(self, cast, client):
        evaluation = submitted(cast)
        signed_in(client, cast.north.dcs)
        stands = at("revision_detail", evaluation, 1)
        assert client.get(at("evaluation_document", evaluation)).url == stands
        assert client.get(at("evaluation_document", evaluation), {"export": "docx"}).url == f"{stands}?export=docx"

    def test_a_revision_shows_every_answer_and_says_what_it_is(self, cast, client):
        evaluation = released(cast)
        page = signed_in(client, cast.north.dcs).get(at("revision_detail", evaluation, 1)).content.decode()
        for said in (
            *(PLANTED, "Families are heard", "Front door and assessment", "61 per 10,000", "Secure"),
            *('href="https://example.org/plan"', "the year.pdf", Revision.objects.get().digest),
            *("Approved by Chief executive", "Approved by Lead member", "Nothing was written here."),
        ):
            assert said in page, said

    @pytest.mark.parametrize("name", ["revision_detail", "revision_compare", "evaluation_document"])
    def test_before_release_nobody_else_finds_the_text(self, cast, client, name):
        evaluation = submitted(cast)
        address = at(name, evaluation, *([1] if name != "evaluation_document" else []))
        for reader in ("north.regional_team", "north.performance_lead", "south.dcs", "north.lga_adviser", "stranger"):
            page = signed_in(client, cast[reader]).get(address)
            assert (reader, page.status_code) == (reader, 404)
            assert "listen" not in page.content.decode()

    def test_after_release_readers_of_the_region_read_the_released_revision_alone_and_are_kept(self, cast, client):
        evaluation = released(cast)
        signed_in(client, cast.north.regional_team)
        assert PLANTED in client.get(at("revision_detail", evaluation, 1)).content.decode()
        assert client.get(at("evaluation_document", evaluation)).status_code == 404
        assert [one.user for one in Reading.objects.all()] == [cast.north.regional_team]
        signed_in(client, cast.north.chief_executive).get(at("revision_detail", evaluation, 1))
        assert Reading.objects.count() == 1
        assert signed_in(client, cast.south.dcs).get(at("revision_detail", evaluation, 1)).status_code == 404

    def test_what_changed_is_shown_word_by_word(self, cast, client):
        evaluation = submitted(cast)
        workflow.reopen(fresh(evaluation), by=cast.north.dcs, words="More.")
        story = LEADERSHIP["story"]["text"].replace("Then they act", "Then they <b>decide</b>")
        save(cast, fresh(evaluation), "leadership", {**LEADERSHIP, "story": {"text": story}})
        workflow.submit(fresh(evaluation), by=cast.north.dcs)
        page = signed_in(client, cast.north.lead_member).get(at("revision_compare", evaluation, 2)).content.decode()
        for said in ("from revision 1 to revision 2", "1 answer changed; 1 word added and 1 taken out", "3 paragraphs"):
            assert said in page, said
        assert "&lt;b&gt;decide&lt;/b&gt;" in page
        assert client.get(at("revision_compare", evaluation, 1)).context["found"] is None
        wrong = client.get(at("revision_compare", evaluation, 2), {"with": "9"}).content.decode()
        assert "There is no revision “9” to compare with" in wrong
        earlier = client.get(at("revision_compare", evaluation, 1), {"with": "2"})
        assert (earlier.context["old"].number, earlier.context["new"].number) == (1, 2)

    def test_what_was_added_later_stands_beside_the_text(self, cast, client):
        evaluation = released(cast)
        addendum = workflow.write_addendum(
            evaluation, by=cast.north.dcs, happened_on=today(), title="A visit", text="Inspectors <came>."
        )
        page = signed_in(client, cast.north.regional_team).get(at("revision_detail", evaluation, 1))
        assert "Inspectors" not in page.content.decode()
        workflow.submit_addendum(addendum, by=cast.north.dcs)
        page = client.get(at("revision_detail", evaluation, 1)).content.decode()
        assert "Inspectors &lt;came&gt;." in page

    def test_a_document_is_drawn_once_for_each_standing_and_never_for_another_text(self, cast):
        evaluation = submitted(cast)
        revision = Revision.objects.defer("content").get()
        assert document(revision, True) is document_of(revision, True)
        assert document(Revision.objects.get().content, True) is document_of(revision, True)
        assert document_of(revision, False) is not document_of(revision, True)
        other = content_of(fresh(evaluation))
        other[0]["title"] = "<Another>"
        assert "&lt;Another&gt;" in document(other, True).html


def texts_of(file: bytes) -> str:
    """Everything that a Word file says."""
    made = Document(io.BytesIO(file))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in made.paragraphs), *cells])


class TestWord:
    def test_the_word_file_holds_all_that_the_page_does(self, cast, client):
        evaluation = released(cast)
        addendum = workflow.write_addendum(
            evaluation, by=cast.north.dcs, happened_on=today(), title="A visit", text="Inspectors came."
        )
        workflow.submit_addendum(addendum, by=cast.north.dcs)
        signed_in(client, cast.north.dcs)
        answer = client.get(at("revision_detail", evaluation, 1), {"export": "docx"})
        text = texts_of(answer.content)
        for section in sections_of(Revision.objects.get()):
            assert section.title in text
            for one in section.answers:
                assert one.wording in text
        for said in (
            *("Leaders listen, and:", "visit families", "the review", "Then they act.", "Secure (of: Strong, Secure"),
            *("Families are heard", "Leadership and governance", "Front door and assessment", "Visits come late"),
            *("61 per 10,000", "Earlier figures\n2024\n2025\nLooked after rate\n60 per 10,000\n61 per 10,000"),
            *("The rate is steady.", "https://example.org/plan", "the year.pdf"),
            *(Attachment.objects.get().digest, Revision.objects.get().digest, "Inspectors came."),
            *("Approved by Chief executive", "OFFICIAL-SENSITIVE"),
        ):
            assert said in text, said
        assert answer["Content-Disposition"] == 'attachment; filename="aldermoor-2026-27.docx"'
        export = Event.objects.filter(verb="export").get()
        assert "listen" not in f"{export.label}{export.after}"

    def test_it_can_be_read_aloud(self, cast, client):
        evaluation = documenting.filled(cast)
        signed_in(client, cast.north.dcs)
        made = Document(io.BytesIO(client.get(at("evaluation_document", evaluation), {"export": "docx"}).content))
        headings = [
            (one.style.name, one.text) for one in made.paragraphs if one.style.name.startswith(("Head", "Title"))
        ]
        assert headings[:3] == [
            ("Title", str(evaluation)),
            ("Heading 1", "1. Leadership"),
            ("Heading 2", "How do leaders know?"),
        ]
        levels = [int(name[-1]) for name, _ in headings[1:]]
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
        assert made.core_properties.language == "en-GB"
        assert made.core_properties.title == str(evaluation)
        for table in made.tables:
            assert "w:tblHeader" in table.rows[0]._tr.xml
            assert "w:tblCaption" in table._tbl.xml
            assert all("w:cantSplit" in row._tr.xml for row in table.rows)
        languages = [one for one in made.styles.element.iter() if one.tag == qn("w:lang")]
        assert {one.get(qn("w:val")) for one in languages} == {"en-GB"}

    def test_the_fate_of_what_was_carried_over_is_told(self, cast):
        from selfassessment.files.word_out import Cover, word_file

        point = {"id": "a", "text": "We\x07 listen", "theme": "care", "service_area": "schools", "carried_from": 1}
        items = [{**point, "fate": "achieved", "fate_words": "since May"}, {**point, "fate": "", "fate_words": ""}]
        content = content_of(documenting.filled(cast))
        content[0]["answers"][2]["answer"] = {"items": items}
        content[1]["answers"][3]["answer"] = {"links": [{"title": "", "url": "ftp://example.org"}]}
        content[1]["answers"][2]["answer"] = {}
        text = texts_of(word_file(Cover("T", "O", [], []), sections_of(content), inside=True))
        for said in ("We listen", "Achieved: since May", "not said what became of it", "ftp://example.org, ftp"):
            assert said in text, said
        assert "No judgement was made." in text


class TestFiles:
    def test_a_file_is_downloaded_harmlessly_and_on_record(self, cast, client):
        evaluation = submitted(cast)
        attachment = Attachment.objects.get()
        signed_in(client, cast.north.lead_member)
        page = client.get(attachment.get_absolute_url()).content.decode()
        assert ("The year ahead" in page, attachment.digest in page) == (True, True)
        answer = client.get(attachment.get_absolute_url(), {"export": "file"})
        assert answer.content == documenting.pdf()
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'attachment; filename="the year.pdf"'
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
        assert "sandbox" in answer["Content-Security-Policy"]
        assert Event.objects.filter(verb="export").count() == 1
        attachment.file.delete(save=False)
        assert client.get(attachment.get_absolute_url(), {"export": "file"}).status_code == 404
        assert evaluation.pk

    def test_a_file_of_an_unreleased_text_is_nobody_elses(self, cast, client):
        submitted(cast)
        for reader in ("north.regional_team", "south.dcs", "north.performance_lead"):
            for export in ("", "file"):
                page = signed_in(client, cast[reader]).get(
                    Attachment.objects.get().get_absolute_url(), {"export": export}
                )
                assert page.status_code == 404

    def test_a_hostile_file_comes_back_with_every_reason(self, cast, client):
        evaluation = factories.evaluation(cast)
        content = documenting.in_body(documenting.word(), '<w:p><w:ins/><w:commentReference w:id="0"/></w:p>')
        signed_in(client, cast.north.dcs)
        answer = client.post(
            at("attachment_add", evaluation),
            {"section": "care", "file": io.BytesIO(content)} | named("a.docx", content),
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert ("tracked changes. Accept" in page, "holds comments. Delete" in page) == (True, True)
        assert Attachment.objects.count() == 0

    def test_a_file_is_added_for_the_whole_narrative_and_taken_out(self, cast, client):
        evaluation = factories.evaluation(cast)
        signed_in(client, cast.north.dcs)
        content = documenting.word()
        answer = client.post(at("attachment_add", evaluation), {"section": "whole", **named("a.docx", content)})
        attachment = Attachment.objects.get()
        assert (answer.status_code, attachment.section, attachment.name) == (302, "", "a.docx")
        assert "The whole narrative" in client.get(attachment.get_absolute_url()).content.decode()
        assert client.post(reverse("attachment_remove", args=[attachment.pk])).status_code == 302
        attachment.refresh_from_db()
        assert attachment.replaced_at
        assert "not part of the text any more" in client.get(attachment.get_absolute_url()).content.decode()


def named(name: str, content: bytes) -> dict:
    """A file as a browser sends it."""
    file = io.BytesIO(content)
    file.name = name
    return {"file": file}


class TestWordCopies:
    def test_a_copy_goes_out_and_comes_back(self, cast, client):
        evaluation = documenting.filled(cast)
        address = at("word_copy", evaluation)
        signed_in(client, cast.north.dcs)
        assert "Download the Word copy of all sections" in client.get(address).content.decode()
        copy = client.get(address, {"export": "docx", "section": "care"})
        assert copy["Content-Disposition"] == 'attachment; filename="aldermoor-2026-27-care-copy.docx"'

        def write(made):
            documenting.below(made, "2.1").runs[0].text = "They live well."

        answer = client.post(address, named("copy.docx", documenting.edited(copy.content, write)))
        page = answer.content.decode()
        assert (answer.status_code, "The copy was read" in page, "Saved." in page) == (200, True, True)
        assert evaluation.sections.get(section="care").content == {**CARE, "story": {"text": "They live well."}}
        assert client.get(address, {"export": "docx", "section": "nothing"}).status_code == 404

    def test_a_copy_with_faults_is_refused_whole_and_every_fault_is_told(self, cast, client):
        evaluation = documenting.filled(cast)
        copy = documenting.copy(cast, evaluation)
        number = f"Reference of this copy: {evaluation.pk} "

        def refer(old, new):
            def change(made):
                line = next(one for one in made.paragraphs if one.text.startswith("Reference of this copy"))
                line.runs[0].text = line.text.replace(old, new)

            return change

        def without_a_theme(made):
            made.tables[0].rows[1].cells[1].text = ""

        def with_a_line(made):
            documenting.below(made, "2.1").insert_paragraph_before("[Answer 2.2 begins below this line]")

        faults = (
            (refer(number, f"Reference of this copy: {evaluation.pk + 1} "), "a copy of another self-evaluation."),
            (refer("Reference", "Nothing"), "not a copy that the portal made"),
            (refer("care=", "gone="), "a section that the template does not ask for."),
            (without_a_theme, "choose its theme."),
            (with_a_line, "The line “[Answer 2.1 ends above this line]” is missing."),
        )
        signed_in(client, cast.north.dcs)
        for change, said in faults:
            answer = client.post(at("word_copy", evaluation), named("c.docx", documenting.edited(copy, change)))
            assert (answer.status_code, said in answer.content.decode()) == (422, True), said
        assert evaluation.sections.get(section="care").content == CARE
        assert evaluation.sections.get(section="leadership").number == 1


def test_se_19_what_was_added_later_is_said_before_the_text_and_in_its_word_file(cast, client):
    released = approving.released(cast, factories.cycle(cast, "2031-32", today() - timedelta(days=80)))
    addendum = approving.addendum(cast, released, title="A visit", **approving.CHANGED)
    workflow.submit_addendum(addendum, by=cast.north.dcs)
    address = released.revision.get_absolute_url()
    signed_in(client, cast.north.board_chair)
    said = f"is judged “{addendum.judgement}” now."
    assert said not in client.get(address).content.decode()
    for approver in (cast.north.chief_executive, cast.north.lead_member):
        addendum = workflow.approve_addendum(Addendum.objects.get(), by=approver)
    page = client.get(address).content.decode()
    assert "A visit." in page
    assert said in page
    assert page.index(said) < page.index('class="app-document"')
    word = Document(io.BytesIO(client.get(f"{address}?export=docx").content))
    words = [one.text for one in word.paragraphs]
    assert any(said in one for one in words[:12])
