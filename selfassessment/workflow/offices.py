"""Who works for an approver's office, and what the office says without deciding (SE-14)."""

from django.utils import timezone

from regions.models import Person
from riia.accounts.models import User
from riia.workflow import command
from selfassessment import asking
from selfassessment.models import OfficeComment, OfficeMember, SelfEvaluation
from selfassessment.rules import offices as rules


@command(
    on=SelfEvaluation,
    label="Name an officer of an approver",
    permitted=rules.may_name_officer,
    unless=rules.reasons_not_to_name_officer,
    page="evaluation_officer",
)
def name_officer(evaluation: SelfEvaluation, *, by: User, office: str, person: Person) -> OfficeMember:
    """Let somebody of the authority receive, print and comment on what an approver is asked; where the region allows,
    they record the decision.
    """
    member = OfficeMember.objects.create(
        evaluation=evaluation, office=office, person=person, named_at=timezone.now(), named_by=by
    )
    asking.officer_named(evaluation, office, person.user, by)
    return member


@command(
    on=OfficeMember,
    label="End an officer’s work for an approver",
    permitted=rules.may_end_officer,
    unless=rules.reasons_not_to_end_officer,
    locking="evaluation",
    page="officer_end",
)
def end_officer(member: OfficeMember, *, by: User) -> None:
    """They no longer receive, read or record anything for the office; what they did stays."""
    member.ended_at = timezone.now()


@command(
    on=SelfEvaluation,
    label="Comment for an approver’s office",
    permitted=rules.may_comment,
    unless=rules.reasons_not_to_comment,
    page="evaluation_comment",
)
def comment_for_office(evaluation: SelfEvaluation, *, by: User, office: str, words: str) -> OfficeComment:
    """Say something about the text that was submitted, for the office and without deciding anything."""
    assert evaluation.revision is not None  # noqa: S101 - the rule has asked
    comment = OfficeComment.objects.create(
        revision=evaluation.revision, office=office, words=words.strip(), at=timezone.now(), by=by
    )
    asking.commented(evaluation, office)
    return comment
