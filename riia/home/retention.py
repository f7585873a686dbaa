"""How long each kind of record is kept, what is then done with it, and why (ACC-16).

`TABLE` is the decision. The privacy page prints it, `run_clocks` carries it out, and each time something is disposed of
the trail gets a marker that says what kind, how many and when, and names nobody. The trail itself is never touched: it
holds numbers and digests where a text should not outlive its row.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from datasets.models import DataExport, Edition, FigureNote, Remark
from regions.models import Appointment, DirectoryImport, InformationRequest, Interest, Person
from regions.querysets import today
from regions.statuses import IN_SEAT, AppointmentStatus, InformationRequestStatus
from riia.accounts.models import ApprovalLink, Invitation
from riia.audit import trail
from riia.notifications.models import Notice, Status
from selfassessment.models import (
    Attachment,
    InvitedReader,
    Judgement,
    NamedEditor,
    OfficeComment,
    Reading,
    SectionSave,
    Unsaved,
    Volunteer,
)
from selfassessment.statuses import PanelStatus

YEAR = 365
# What stands for a file's name that was emptied: a row without any would not be found again.
WITHOUT_NAME = "A file"


@dataclass(frozen=True)
class Kept:
    """One kind of record. `days` after what `since` says, `due` finds the rows and `dispose` deals with them."""

    kind: str
    period: str
    disposal: str
    why: str
    days: int = 0
    model: type[models.Model] | None = None
    due: "Callable[[datetime], models.QuerySet] | None" = None
    dispose: Callable[[models.QuerySet], int] | None = None


# --- What is due, by kind ---------------------------------------------------------------------------------------------


def _contacts(before: datetime) -> "models.QuerySet[Person]":
    """People with contact details who hold no seat, are to hold none, and whose last one ended before a day."""
    rows = Appointment.objects.filter(person=OuterRef("pk"), status__in=(*IN_SEAT, AppointmentStatus.PROPOSED))
    lately = rows.filter(Q(ends__isnull=True) | Q(ends__gt=timezone.localdate(before)))
    known = ~Q(email="") | ~Q(telephone="") | Q(publishes_contact=True)
    return Person.objects.filter(known, Exists(rows), ~Exists(lately))


def _notices(before: datetime) -> "models.QuerySet[Notice]":
    over = Notice.objects.exclude(status__in=(Status.WAITING, Status.SENDING))
    return over.filter(created_at__lt=before).exclude(line="", subject="", to="")


def _imports(before: datetime) -> "models.QuerySet[DirectoryImport]":
    return DirectoryImport.objects.filter(uploaded_at__lt=before).exclude(rows=[])


def _requests(before: datetime) -> "models.QuerySet[InformationRequest]":
    closed = InformationRequest.objects.exclude(status=InformationRequestStatus.OPEN).exclude(about="")
    return closed.filter(closed_on__lt=timezone.localdate(before))


def _interests(before: datetime) -> "models.QuerySet[Interest]":
    return Interest.objects.filter(ends__lt=timezone.localdate(before)).exclude(note="")


def _invitations(before: datetime) -> "models.QuerySet[Invitation]":
    return Invitation.objects.filter(invited_at__lt=before)


def _links(before: datetime) -> "models.QuerySet[ApprovalLink]":
    return ApprovalLink.objects.filter(asked_at__lt=before)


def _sessions(before: datetime) -> "models.QuerySet[Session]":
    return Session.objects.filter(expire_date__lt=before)


def _devices(before: datetime) -> "models.QuerySet[UserSession]":
    return UserSession.objects.filter(last_seen_at__lt=before)


def _remarks(before: datetime) -> "models.QuerySet[Remark]":
    return Remark.objects.filter(at__lt=before).exclude(text="")


def _notes(before: datetime) -> "models.QuerySet[FigureNote]":
    return FigureNote.objects.filter(at__lt=before).exclude(text="")


def _exports(before: datetime) -> "models.QuerySet[DataExport]":
    return DataExport.objects.filter(made_at__lt=before).exclude(content=[])


def _files(before: datetime) -> "models.QuerySet[Edition]":
    return Edition.objects.filter(made_at__lt=before).exclude(file_name="")


def _unsaved(before: datetime) -> "models.QuerySet[Unsaved]":
    return Unsaved.objects.filter(typed_at__lt=before)


def _saves(before: datetime) -> "models.QuerySet[SectionSave]":
    """Earlier saves of sections; the newest is the section itself and goes with the revision."""
    newest = models.F("text__number")
    return SectionSave.objects.filter(saved_at__lt=before).exclude(number=newest).exclude(content={})


def _judgements(before: datetime) -> "models.QuerySet[Judgement]":
    """Of panels that have ended; what is still at work keeps its words."""
    over = (PanelStatus.FINAL, PanelStatus.STOPPED)
    rows = Judgement.objects.filter(saved_at__lt=before, member__panel__status__in=over)
    return rows.exclude(words="")


def _comments(before: datetime) -> "models.QuerySet[OfficeComment]":
    return OfficeComment.objects.filter(at__lt=before).exclude(words="")


def _editors(before: datetime) -> "models.QuerySet[NamedEditor]":
    return NamedEditor.objects.filter(ended_at__lt=before)


def _invited(before: datetime) -> "models.QuerySet[InvitedReader]":
    return InvitedReader.objects.filter(ends__lt=timezone.localdate(before))


def _readings(before: datetime) -> "models.QuerySet[Reading]":
    return Reading.objects.filter(last_at__lt=before)


def _replaced(before: datetime) -> "models.QuerySet[Attachment]":
    """Names of files that a later one replaced."""
    return Attachment.objects.filter(replaced_at__lt=before).exclude(name=WITHOUT_NAME)


def _volunteers(before: datetime) -> "models.QuerySet[Volunteer]":
    return Volunteer.objects.filter(offered_at__lt=before).exclude(note="")


# --- What is done -----------------------------------------------------------------------------------------------------


def _emptied(**fields: object) -> Callable[[models.QuerySet], int]:
    """The row stays, without these texts."""
    return lambda rows: rows.update(**fields)


def _removed(rows: models.QuerySet) -> int:
    """The rows go."""
    return rows.delete()[0]


TABLE: tuple[Kept, ...] = (
    Kept(
        "Names, seats and appointments",
        "For good",
        "None: they end, and stay",
        "Who answered for an authority, and when, is part of its public record.",
    ),
    Kept(
        "Contact details of people",
        "2 years after their last appointment ended",
        "E-mail address and telephone number are emptied",
        "Successors and colleagues still need to ask; after that nobody does.",
        2 * YEAR,
        Person,
        _contacts,
        _emptied(email="", telephone="", publishes_contact=False),
    ),
    Kept(
        "Notices that were sent",
        "1 year",
        "Address, subject, text and link are emptied; that one was sent, and when, stays",
        "To answer who was told what.",
        YEAR,
        Notice,
        _notices,
        _emptied(to="", subject="", line="", link="", last_error=""),
    ),
    Kept(
        "Rows of files that were imported",
        "90 days",
        "The rows are emptied; who imported which file, and how many rows it had, stays",
        "To look up what a file said while its consequences are fresh. What it changed is in the trail.",
        90,
        DirectoryImport,
        _imports,
        _emptied(rows=[], answers={}),
    ),
    Kept(
        "Information requests",
        "3 years after they were closed",
        "What was asked and answered is emptied; that there was a request stays",
        "To answer the same question in the same way, and for complaints.",
        3 * YEAR,
        InformationRequest,
        _requests,
        _emptied(about="", outcome=""),
    ),
    Kept(
        "Notes on declared interests",
        "3 years after the interest ended",
        "The note is emptied; the interest stays, and counts no more",
        "An interest lapses then.",
        3 * YEAR,
        Interest,
        _interests,
        _emptied(note=""),
    ),
    Kept(
        "Invitations",
        "1 year after they were sent",
        "Removed",
        "To answer how somebody came by an account.",
        YEAR,
        Invitation,
        _invitations,
        _removed,
    ),
    Kept(
        "Links for approval",
        "1 year after they were sent",
        "Removed; the approval stays in the trail",
        "To answer how something was approved.",
        YEAR,
        ApprovalLink,
        _links,
        _removed,
    ),
    Kept(
        "Sign-in sessions",
        "8 hours",
        "Removed the next day",
        "To know who is signed in.",
        0,
        Session,
        _sessions,
        _removed,
    ),
    Kept(
        "Network addresses and browsers that people signed in with",
        "90 days",
        "Removed",
        "So that people recognise a sign-in that was not theirs.",
        90,
        UserSession,
        _devices,
        _removed,
    ),
    Kept(
        "Figures of returns, every edition, and the values made of them",
        "For good",
        "None: a newer edition takes the place of an older one, which stays",
        "They are counts of a council, not of people, and what was once shown must be possible to work out again. "
        "Editions that were never published are seen by their authority and its regional team alone.",
    ),
    Kept(
        "Names of files that figures came in",
        "6 years",
        "The name is emptied; the digest of the file and its figures stay",
        "A name can name whoever made the file. By then nobody asks them.",
        6 * YEAR,
        Edition,
        _files,
        _emptied(file_name=""),
    ),
    Kept(
        "Queries, answers and comments on returns",
        "6 years",
        "The words are emptied; that somebody asked or answered, and when, stays",
        "They explain figures for as long as these are compared with new ones.",
        6 * YEAR,
        Remark,
        _remarks,
        _emptied(text=""),
    ),
    Kept(
        "Notes on figures to look at",
        "3 years",
        "The words are emptied; that there was a note stays",
        "To see in the next talk what was said in the last ones. After that a note speaks of people who have left.",
        3 * YEAR,
        FigureNote,
        _notes,
        _emptied(text=""),
    ),
    Kept(
        "Content of figures sent to the LGA and the DfE",
        "6 years",
        "The content is emptied; what was sent to whom, by whom and when stays, with its digest",
        "So that those who got it can look at it again, and be told when it is restated.",
        6 * YEAR,
        DataExport,
        _exports,
        _emptied(content=[]),
    ),
    Kept(
        "Regions’ reports on their figures",
        "For good",
        "None",
        "They are what a region said of itself. They speak of authorities, not of people.",
    ),
    Kept(
        "Self-evaluations as they were submitted, with approvals, addenda and feedback",
        "For good",
        "None: a newer revision takes the place of an older one, which stays",
        "They are what a council said of itself and who answered for it. They speak of services, not of people.",
    ),
    Kept(
        "Text that somebody typed and never saved",
        "30 days",
        "Removed",
        "It is there for the day on which a connection was lost. After a month it was written anew.",
        30,
        Unsaved,
        _unsaved,
        _removed,
    ),
    Kept(
        "Earlier saves of sections",
        "3 years",
        "The text is emptied; that there was a save, whose and when stays",
        "Strengths and areas are followed for three years. After that the submitted revision is what counts.",
        3 * YEAR,
        SectionSave,
        _saves,
        _emptied(content={}),
    ),
    Kept(
        "Moderators’ separate judgements",
        "3 years after they were made, once the panel has ended",
        "The words are emptied; which judgement it was stays, and so does the agreed view",
        "What one person thought before they agreed a view is nobody’s business for longer. The judgements stay, so "
        "that agreement can still be told.",
        3 * YEAR,
        Judgement,
        _judgements,
        _emptied(words=""),
    ),
    Kept(
        "Comments of approvers’ offices",
        "3 years",
        "The words are emptied; that there was a comment stays",
        "They lead to the text that was approved, which stays.",
        3 * YEAR,
        OfficeComment,
        _comments,
        _emptied(words=""),
    ),
    Kept(
        "Who was named to write a self-evaluation",
        "3 years after it ended",
        "Removed; what they saved stays under their name",
        "To answer who could write when. The trail says it for longer.",
        3 * YEAR,
        NamedEditor,
        _editors,
        _removed,
    ),
    Kept(
        "Who was invited to read before release",
        "1 year after it ended",
        "Removed",
        "To answer who could read a draft while it matters. The trail says it for longer.",
        YEAR,
        InvitedReader,
        _invited,
        _removed,
    ),
    Kept(
        "Who has read a released self-evaluation",
        "3 years after they last did",
        "Removed",
        "An authority can see its readers while the text is used; nobody needs a list of what somebody read long ago.",
        3 * YEAR,
        Reading,
        _readings,
        _removed,
    ),
    Kept(
        "Names of replaced files",
        "3 years after they were replaced",
        "The name is emptied; the file and its digest stay with the revision that holds it",
        "A name can name whoever made the file.",
        3 * YEAR,
        Attachment,
        _replaced,
        _emptied(name=WITHOUT_NAME),
    ),
    Kept(
        "Notes of volunteers for moderation",
        "1 year",
        "The note is emptied; that they offered stays",
        "It speaks of somebody's diary in one cycle.",
        YEAR,
        Volunteer,
        _volunteers,
        _emptied(note=""),
    ),
    Kept(
        "The trail of what was done",
        "For good",
        "None: it can't be altered",
        "It shows if the record was tampered with. It holds numbers and digests where a text should not last.",
    ),
)


def _before(kept: Kept) -> datetime:
    """The moment before which a kind has had its time. Reckoned from midnight, so that there is a marker a day."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=kept.days)


def due() -> Iterator[tuple[Kept, int]]:
    """What has had its time now: each kind with how many."""
    for kept in TABLE:
        if kept.due:
            yield kept, kept.due(_before(kept)).count()


def dispose() -> int:
    """Do with each kind what was decided, and leave a marker in the trail. Returns how many rows; repeatable.

    Each kind is a transaction of its own. One that fails doesn't keep the others: what failed is raised at the end.
    """
    total, failed = 0, []
    for kept in TABLE:
        try:
            total += _dispose_of(kept)
        except Exception as error:
            failed.append(f"{kept.kind}: {error}")
    if failed:
        raise DisposalError(" ".join(["Not everything could be disposed of.", *failed]))
    return total


class DisposalError(Exception):
    """Some kinds of record could not be disposed of; the text says which, and why."""


def _dispose_of(kept: Kept) -> int:
    if not (kept.model and kept.due and kept.dispose):
        return 0
    with transaction.atomic():
        # By number, and locked: what changes meanwhile is looked at again the next time.
        rows = kept.due(_before(kept)).order_by().select_for_update(of=("self",))
        numbers = list(rows.values_list("pk", flat=True))
        if not numbers:
            return 0
        kept.dispose(kept.model._base_manager.filter(pk__in=numbers))
        after = {"rows": len(numbers), "on": today(), "period": kept.period}
        trail.record_disposal(kept.kind, kept.model, after)
        return len(numbers)
