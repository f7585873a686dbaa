"""Who reads a self-evaluation's text before it is frozen, and who brings files to it (SE-1, SE-13, SE-16)."""

from typing import Any

from regions.querysets import today
from regions.reach import reach_of
from riia.accounts.models import User
from selfassessment.files.uploads import Upload
from selfassessment.models import Attachment, SelfEvaluation
from selfassessment.querysets import invited_text, own_text
from selfassessment.rules.writing import may_write, reasons_not_to_write, section_of

# A file of that name stands for the whole narrative.
WHOLE = ""


def may_read_the_draft(user: Any, evaluation: SelfEvaluation) -> bool:
    """SE-1, SE-16: own authority's director, approvers and named editors, and whom the director invited."""
    reach = reach_of(user)
    if not reach.member:
        return False
    own = own_text(reach) | invited_text(reach, today())
    return SelfEvaluation.objects.filter(own, pk=evaluation.pk).exists()


def reasons_not_to_add_file(
    evaluation: SelfEvaluation, *, by: User, section: str | None = None, upload: Upload | None = None
) -> list[str]:
    """SE-13: for a section of the template or the whole narrative, while the text may be changed, and not the same."""
    if reasons := reasons_not_to_write(evaluation):
        return reasons
    if section is None or upload is None:
        return []
    if section != WHOLE and section_of(evaluation, section) is None:
        return ["The template asks for no such section."]
    if evaluation.attachments.filter(section=section, replaced_at=None, digest=upload.digest).exists():
        return ["This is the file that is there already."]
    return []


def may_take_out_file(user: User, attachment: Attachment) -> bool:
    """SE-1, SE-13: who writes the self-evaluation."""
    return may_write(user, attachment.evaluation)


def reasons_not_to_take_out_file(attachment: Attachment, *, by: User) -> list[str]:
    """SE-13: while it is part of the text, and the text may be changed."""
    if attachment.replaced_at:
        return ["The file is not part of the text any more."]
    return reasons_not_to_write(attachment.evaluation)
