"""Texts, files and Word copies, for tests, and their lines in the tables of who may do what and who gets which page.

`filled` is a self-evaluation with something in every kind of answer; `bring` adds a file to it; `wordy` is a large
content as a revision stores it.
"""

import io
import random
import re
import zipfile
from datetime import timedelta
from typing import Any

from docx import Document

from datasets.models import Indicator
from regions.querysets import today
from selfassessment import workflow
from selfassessment.answers import item
from selfassessment.copying import written_of
from selfassessment.data_sheets import plain_sheets
from selfassessment.documents import data_sheet_questions
from selfassessment.files.uploads import Upload, checked
from selfassessment.files.word_copy import copy_of
from selfassessment.models import Attachment, SelfEvaluation
from tests.answers import Page, act_of, object_for
from tests.selfassessment import factories

# Who directs the authority; nobody is named as an editor in these rows.
WRITERS = frozenset({"north.dcs"})
# The deputy reads what was submitted: they may have to approve it.
OWN = WRITERS | {"north.chief_executive", "north.lead_member", "north.deputy"}
STORY = (
    "Leaders **listen**, and:\n\n- visit *families*\n- read [the review](https://example.org/review)\n\nThen they act."
)
LEADERSHIP: dict[str, Any] = {
    "story": {"text": STORY},
    "judgement": {"value": "Secure", "text": "Because of the review."},
    "strengths": {
        "items": [item("Families are heard", theme="leadership", service_area="front-door", id="a" * 32)],
    },
    "areas": {"items": [item("Visits come late", theme="care", service_area="children-in-care", id="b" * 32)]},
}
CARE: dict[str, Any] = {
    "story": {"text": "They live near their schools."},
    "figures": {"text": "The rate is steady."},
    "judgement": {"value": "Strong", "text": ""},
    "evidence": {"links": [{"title": "The plan", "url": "https://example.org/plan"}]},
}


def save(cast, evaluation: SelfEvaluation, section: str, content: dict[str, Any], by: Any = None) -> None:
    """A section, saved as its writer does."""
    by = by or cast.north.dcs
    text = workflow.begin_section(evaluation, by=by, section=section)
    workflow.save_section(text, by=by, content=content, seen=text.number)


def filled(cast, of: Any = None) -> SelfEvaluation:
    """North's first authority has joined and written two of its three sections."""
    evaluation = factories.evaluation(cast, of)
    workflow.join_cycle(evaluation, by=cast.north.dcs)
    save(cast, evaluation, "leadership", LEADERSHIP)
    save(cast, evaluation, "care", CARE)
    return fresh(evaluation)


def fresh(evaluation: SelfEvaluation) -> SelfEvaluation:
    return SelfEvaluation.objects.select_related("authority__region", "cycle__template").get(pk=evaluation.pk)


OFFICE = "http://schemas.openxmlformats.org"
WORD_ML = f'xmlns:w="{OFFICE}/wordprocessingml/2006/main"'
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def word(*paragraphs: str) -> bytes:
    """A plain Word file, as small as one can be."""
    body = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs or ("Hello",))
    package = f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
    to = f"{OFFICE}/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{OFFICE}/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/></Types>',
        "_rels/.rels": f'{package}<Relationship Id="r1" Type="{to}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f"<w:document {WORD_ML}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'{package}<Relationship Id="r2" Type="{to}/styles" Target="styles.xml"/>'
        "</Relationships>",
        "word/styles.xml": f"<w:styles {WORD_ML}></w:styles>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def pdf(inside: bytes = b"") -> bytes:
    """A small PDF file, with something more in its catalogue."""
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R" + inside + b">>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>\nendobj\n"
        b"trailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
    )


def upload(name: str = "leadership.docx", content: bytes = b"") -> Upload:
    return checked(name, content or word())


def bring(cast, evaluation: SelfEvaluation, section: str = "leadership", **given: Any) -> Attachment:
    return workflow.add_attachment(evaluation, by=cast.north.dcs, section=section, upload=upload(**given))


def copy(cast, evaluation: SelfEvaluation, slugs: set[str] | None = None) -> bytes:
    """The Word copy as it is downloaded."""
    sections = written_of(evaluation, cast.north.dcs, slugs)
    sheets = plain_sheets(evaluation, data_sheet_questions(one.section for one in sections))
    return copy_of(str(evaluation), str(evaluation.authority), evaluation.pk, sections, sheets)


def edited(content: bytes, change: Any) -> bytes:
    """A Word file as somebody changed it: `change(document)`."""
    document = Document(io.BytesIO(content))
    change(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def below(document: Any, label: str) -> Any:
    """The first paragraph below the line at which an answer begins."""
    paragraphs = document.paragraphs
    start = next(place for place, one in enumerate(paragraphs) if one.text.startswith(f"[Answer {label} begins"))
    return paragraphs[start + 1]


def with_part(content: bytes, name: str, change: Any) -> bytes:
    """A zip file with one of its parts changed by `change(bytes) -> bytes`, or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {one.filename: old.read(one) for one in old.infolist()}
        parts[name] = change(parts.get(name, b""))
        for part, inside in parts.items():
            new.writestr(part, inside)
    return made.getvalue()


def in_body(content: bytes, xml: str) -> bytes:
    """A Word file with XML put in front of what it holds."""
    return with_part(content, "word/document.xml", lambda one: one.replace(b"<w:body>", b"<w:body>" + xml.encode()))


def indicator(code: str = "looked-after-rate") -> Indicator:
    """The indicator that the small template's data sheet shows."""
    return Indicator.objects.create(
        code=code,
        name="Looked after rate",
        theme="looked-after",
        unit="rate per 10,000",
        multiplier=10_000,
        polarity="neutral",
        confidence="byars",
        decimals=0,
        numerator_definition="Counted.",
        frequency="annual",
        basis="point-in-time",
        is_published=True,
    )


# --- Who may ----------------------------------------------------------------------------------------------------------

MATRIX: dict[str, dict[str, frozenset]] = {
    "selfassessment.selfevaluation.add_attachment": {"evaluation": WRITERS},
    "selfassessment.attachment.remove_attachment": {"attachment": WRITERS},
}


OURS = {"add_attachment"}


def sample(cast, act: str, kind: str) -> tuple[SelfEvaluation, dict[str, Any]]:
    """A self-evaluation on which an act of this part can be done."""
    return filled(cast), {"section": "leadership", "upload": upload()}


def _attachment(cast, act, kind):
    return bring(cast, filled(cast)), {}


SAMPLES = {"selfassessment.attachment": _attachment}

READ = object_for(set(OWN))
PAGES: dict[str, Page] = {
    # Who stands in for an approver reads what was submitted, not what is being written.
    "evaluation_document": object_for(set(OWN) - {"north.deputy"}),
    "revision_detail": READ,
    "revision_compare": READ,
    "attachment_add": act_of(set(WRITERS), seen_by=set(OWN)),
    "attachment_detail": READ,
    "attachment_remove": act_of(set(WRITERS), seen_by=set(OWN)),
    "word_copy": act_of(set(WRITERS), seen_by=set(OWN)),
}


def rows(cast) -> dict[str, list]:
    """What the addresses are filled in with: a text that was submitted twice, and its file."""
    evaluation = filled(cast, factories.cycle(cast, "2034-35"))
    attachment = bring(cast, evaluation)
    for story in ("First.", "Second."):
        save(cast, fresh(evaluation), "leadership", {**LEADERSHIP, "story": {"text": story}})
        workflow.submit(fresh(evaluation), by=cast.north.dcs)
        if story == "First.":
            workflow.reopen(fresh(evaluation), by=cast.north.dcs, words="Say more.")
    of = [evaluation.pk]
    return {
        **{page: of for page in PAGES if not page.startswith(("revision", "attachment"))},
        # While a revision stands, the address of the text leads to it.
        "evaluation_document": [filled(cast, factories.cycle(cast, "2035-36")).pk],
        **{page: [*of, 2] for page in PAGES if page.startswith("revision")},
        "attachment_add": of,
        "attachment_detail": [attachment.pk],
        "attachment_remove": [attachment.pk],
    }


# --- Long ones --------------------------------------------------------------------------------------------------------

WORDS = re.findall(r"\w+", "we know from audits that children are seen by the same worker and that their plans change")


def prose(words: int, seed: int) -> str:
    """So many words in paragraphs of 80, now and then with a list and bold words, none like another."""
    chance = random.Random(seed)  # noqa: S311 - chance for a test
    parts = []
    for number in range(words // 80):
        text = " ".join(chance.choice(WORDS) for _ in range(80)).capitalize() + "."
        if number % 5 == 4:
            half = text.split()
            text = f"- {' '.join(half[:40])}\n- **{' '.join(half[40:44])}** {' '.join(half[44:])}"
        parts.append(text)
    return "\n\n".join(parts)


def last_year(cast) -> SelfEvaluation:
    """The text of the year before, released."""
    evaluation = filled(cast, factories.cycle(cast, "2025-26", today() - timedelta(days=400)))
    workflow.submit(evaluation, by=cast.north.dcs)
    workflow.approve(fresh(evaluation), by=cast.north.chief_executive)
    workflow.approve(fresh(evaluation), by=cast.north.lead_member)
    return workflow.release(fresh(evaluation), by=cast.north.dcs)


def this_year(cast) -> SelfEvaluation:
    """This year's, not started."""
    return fresh(factories.evaluation(cast, factories.cycle(cast)))
