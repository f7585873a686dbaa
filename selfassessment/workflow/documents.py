"""Files that stand for sections, and Word copies that come back (SE-13)."""

from dataclasses import dataclass
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from riia.accounts.models import User
from riia.audit import trail
from riia.workflow import command
from selfassessment.answers import same_content
from selfassessment.copying import begun_with
from selfassessment.files.uploads import Upload
from selfassessment.files.word_copy import Written
from selfassessment.files.word_read import CopyRead
from selfassessment.models import Attachment, SelfEvaluation, Unsaved
from selfassessment.rules import documents as rules
from selfassessment.rules.writing import may_write
from selfassessment.statuses import EvaluationStatus
from selfassessment.workflow.writing import begin_section, begin_writing, keep_unsaved, save_section


@command(
    on=SelfEvaluation,
    label="Add a file",
    permitted=may_write,
    unless=rules.reasons_not_to_add_file,
)
def add_attachment(evaluation: SelfEvaluation, *, by: User, section: str, upload: Upload) -> Attachment:
    """Let a Word or PDF file stand for a section, or for the whole narrative; the one before it is kept.

    It is stored under a name that tells nothing; its own name is in the row.
    """
    if evaluation.status == EvaluationStatus.EXPECTED:
        begin_writing(evaluation, by=by)
    now = timezone.now()
    for before in evaluation.attachments.filter(section=section, replaced_at=None):
        old = trail.snapshot(before)
        before.replaced_at = now
        before.save()
        changes = trail.differences(old, trail.snapshot(before))
        trail.record("replace_attachment", "File replaced", by=by, on=before, before=changes[0], after=changes[1])
    file = ContentFile(upload.content, f"{uuid4().hex}.{upload.ending}")
    return Attachment.objects.create(
        evaluation=evaluation,
        section=section,
        file=file,
        name=upload.name,
        size=len(upload.content),
        digest=upload.digest,
        added_at=now,
        added_by=by,
    )


@command(
    on=Attachment,
    label="Take the file out",
    permitted=rules.may_take_out_file,
    unless=rules.reasons_not_to_take_out_file,
    locking="evaluation",
    page="attachment_remove",
)
def remove_attachment(attachment: Attachment, *, by: User) -> None:
    """The file is not part of the text any more; it is kept with the revisions that it stood in."""
    attachment.replaced_at = timezone.now()


@dataclass(frozen=True)
class Taken:
    """What became of one section of a copy. `word` is saved, unchanged, overtaken or waiting."""

    slug: str
    title: str
    word: str


def take_in_copy(evaluation: SelfEvaluation, *, by: User, copy: CopyRead, sections: list[Written]) -> list[Taken]:
    """Save what a Word copy changed, section by section as its writer would have (SE-11, SE-13).

    Where somebody saved a section since the copy was made, the copy's text is kept as unsaved, to be shown beside
    theirs. Where its writer has typed something that they did not save, nothing is touched.
    """
    with transaction.atomic():
        return [_take_in(evaluation, one, by, copy) for one in sections]


def _take_in(evaluation: SelfEvaluation, written: Written, by: User, copy: CopyRead) -> Taken:
    section, seen = written.section, copy.saves[written.section.slug]
    answers = copy.answers[section.slug]
    untouched = not seen and same_content(section, answers, begun_with(written))
    if untouched or same_content(section, answers, written.content):
        return Taken(section.slug, section.title, "unchanged")
    text = begin_section(evaluation, by=by, section=section.slug)
    if Unsaved.objects.filter(text=text, user=by).exists():
        return Taken(section.slug, section.title, "waiting")
    if seen != text.number:
        keep_unsaved(text, by=by, content=answers, seen=seen)
        return Taken(section.slug, section.title, "overtaken")
    save_section(text, by=by, content=answers, seen=seen)
    return Taken(section.slug, section.title, "saved")
