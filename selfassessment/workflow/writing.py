"""Joining a cycle, writing sections together, and who else writes or reads before release (SE-1, SE-11, SE-16)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regions.models import Person
from regions.querysets import today
from riia.accounts.models import User
from riia.audit import trail
from riia.workflow import NotPermitted, command, transition
from selfassessment.answers import clean_content
from selfassessment.models import InvitedReader, NamedEditor, SectionSave, SectionText, SelfEvaluation, Unsaved
from selfassessment.rules import writing as rules
from selfassessment.statuses import EvaluationStatus


@command(
    on=SelfEvaluation,
    label="Join the cycle",
    permitted=rules.may_direct,
    unless=rules.reasons_not_to_join,
    page="evaluation_join",
)
def join_cycle(evaluation: SelfEvaluation, *, by: User) -> None:
    """Take part: share what is released with those who take part, and read what they release (SE-20)."""
    evaluation.joined_on = today()


@transition(
    on=SelfEvaluation,
    label="Begin to write",
    sources={EvaluationStatus.EXPECTED},
    targets={EvaluationStatus.DRAFT},
    permitted=rules.may_write,
    unless=rules.reasons_not_to_begin,
)
def begin_writing(evaluation: SelfEvaluation, *, by: User) -> None:
    """The first section is saved: the self-evaluation is being written."""


@command(
    on=SelfEvaluation,
    label="Open a section",
    permitted=rules.may_write,
    unless=rules.reasons_not_to_begin,
)
def begin_section(evaluation: SelfEvaluation, *, by: User, section: str) -> SectionText:
    """Make the place in which a section of the template is written, or give back the one that there is."""
    return SectionText.objects.get_or_create(evaluation=evaluation, section=section)[0]


@command(
    on=SectionText,
    label="Save the section",
    permitted=rules.may_write_section,
    unless=rules.reasons_not_to_save,
    locking="evaluation",
)
def save_section(text: SectionText, *, by: User, content: Mapping[str, Any], seen: int | None = None) -> None:
    """Save all answers of a section, {question code: answer}; the save before is kept.

    `seen` is the number of the save that the person had before them (0 for none): of two who save at once the second
    is told. What they had typed and not saved is saved with it, and forgotten. A section that is changed is not
    finished any more.
    """
    section = rules.section_of(text.evaluation, text.section)
    assert section is not None  # noqa: S101 - the rule has asked
    if text.evaluation.status == EvaluationStatus.EXPECTED:
        begin_writing(text.evaluation, by=by)
    text.number += 1
    text.content = clean_content(section, content)
    text.finished = False
    text.changed_at, text.changed_by = timezone.now(), by
    save = SectionSave.objects.create(
        text=text, number=text.number, content=text.content, saved_at=text.changed_at, saved_by=by
    )
    trail.record("keep_save", "Section saved", by=by, on=save, after=trail.snapshot(save))
    forget_unsaved(text, by=by)


@command(
    on=SectionText,
    label="Finish the section",
    permitted=rules.may_write_section,
    unless=rules.reasons_not_to_finish,
    locking="evaluation",
)
def finish_section(text: SectionText, *, by: User, finished: bool = True, seen: int | None = None) -> None:
    """Say that a section is finished for now, or (`finished` False) that it is not."""
    text.finished = finished


def keep_unsaved(text: SectionText, *, by: User, content: Mapping[str, Any], seen: int) -> Unsaved:
    """Keep what somebody typed and did not save, for themselves alone; raises NotPermitted for who may not write.

    It is no fact yet, and how somebody types is nobody's business: it goes by the trail, and is gone once they save.
    """
    if not rules.may_write_section(by, text):
        raise NotPermitted("You may not write this section.")
    section = rules.section_of(text.evaluation, text.section)
    assert section is not None  # noqa: S101 - the text was begun for a section of the template
    given = {"content": clean_content(section, content), "seen": seen, "typed_at": timezone.now()}
    with transaction.atomic():
        return Unsaved.objects.update_or_create(text=text, user=by, defaults=given)[0]


def forget_unsaved(text: SectionText, *, by: User) -> None:
    """Forget what somebody typed and did not save, because they saved it or don't want it."""
    Unsaved.objects.filter(text=text, user=by).delete()


@command(
    on=SelfEvaluation,
    label="Name an editor",
    permitted=rules.may_direct,
    unless=rules.reasons_not_to_name,
    page="editor_name",
)
def name_editor(evaluation: SelfEvaluation, *, by: User, person: Person) -> NamedEditor:
    """Let an officer of the authority read and write the text."""
    return NamedEditor.objects.create(evaluation=evaluation, person=person, named_at=timezone.now(), named_by=by)


@command(
    on=NamedEditor,
    label="End writing",
    permitted=rules.may_direct_editor,
    unless=rules.reasons_not_to_end_editor,
    page="editor_end",
)
def end_editor(editor: NamedEditor, *, by: User) -> None:
    """An officer neither reads nor writes the text any more; what they saved stays."""
    editor.ended_at = timezone.now()


@command(
    on=SelfEvaluation,
    label="Let somebody of the regional team read",
    permitted=rules.may_direct,
    unless=rules.reasons_not_to_invite,
    page="reader_invite",
)
def invite_reader(evaluation: SelfEvaluation, *, by: User, person: Person, ends: date) -> InvitedReader:
    """Open the text to somebody of the regional team before release, until a day (`ends`, the first day out)."""
    return InvitedReader.objects.create(evaluation=evaluation, person=person, starts=today(), ends=ends, invited_by=by)


@command(
    on=InvitedReader,
    label="End the invitation",
    permitted=rules.may_direct_invited,
    unless=rules.reasons_not_to_end_invitation,
    page="invitation_end",
)
def end_invitation(invited: InvitedReader, *, by: User) -> None:
    """Close the text to an invited reader at once."""
    # One that began today would last until midnight: it is dated back, and the trail says when it was made.
    invited.starts, invited.ends = min(invited.starts, today() - timedelta(days=1)), today()
