"""Importing files: previewed first, then confirmed as previewed or put aside (DIR-10)."""

from django.utils import timezone

from regions import notifications
from regions.importing.known import seats_about
from regions.importing.planning import Plan, plan
from regions.importing.reading import Sheet
from regions.importing.writing import write
from regions.models import Appointment, DirectoryImport, Person, Region, Seat
from regions.rules import imports as rules
from regions.statuses import AppointmentStatus, ImportStatus
from regions.workflow.seats import vacate
from riia.accounts.models import User
from riia.workflow import NotPossible, command, transition

CHANGED_MEANWHILE = (
    "The directory has changed since you saw the preview, so nothing was written. "
    "Look at the new preview, then confirm again."
)


@command(on=Region, label="Preview a file", permitted=rules.may_preview_import)
def preview_import(region: Region, *, by: User, sheet: Sheet) -> DirectoryImport:
    """Keep the rows of an uploaded file about a region, and say what they would change (DIR-10)."""
    return _kept(sheet, region, by)


@command(on=User, label="Preview a file about several regions", permitted=rules.may_preview_import_across)
def preview_import_across(administrator: User, *, by: User, sheet: Sheet) -> DirectoryImport:
    """Keep the rows of an uploaded file about any place, and say what they would change (DIR-10)."""
    return _kept(sheet, None, by)


@command(
    on=DirectoryImport,
    label="Say who is meant",
    permitted=rules.may_handle_import,
    unless=rules.reasons_not_to_answer_import,
)
def answer_import(item: DirectoryImport, *, by: User, answers: dict[str, int]) -> None:
    """Say of rows whether they mean somebody in the directory, by number, or somebody new (0)."""
    item.answers = {**item.answers, **answers}
    item.counts = plan_of(item, by).counts


@transition(
    on=DirectoryImport,
    label="Confirm the import",
    sources={ImportStatus.PREVIEWED},
    targets={ImportStatus.CONFIRMED},
    permitted=rules.may_handle_import,
)
def confirm_import(item: DirectoryImport, *, by: User, fingerprint: str = "") -> None:
    """Write what the preview showed, wholly or not at all.

    `fingerprint` is the preview's own; where what would be written has changed since, nothing is. Seats that open
    access wait for a second person as always (ACC-9). The rows, which hold people's details, are not kept longer.
    """
    _lock(item.region)
    judged = plan_of(item, by)
    if judged.reasons:
        raise NotPossible(*judged.reasons)
    if fingerprint and fingerprint != judged.fingerprint:
        raise NotPossible(CHANGED_MEANWHILE)
    reason = f"Import {item.pk}: {item.name}"
    item.counts, item.rows, item.answers = judged.counts, [], {}
    changes = judged.changes
    # The rows of a large file and what is said of each are not kept in memory while it is written.
    del judged
    appointed = write(changes, by=by, reason=reason)
    for _, seat, since in changes.vacated:
        vacate(seat, by=by, vacant_from=since, reason=reason)
    proposals = [one for one in appointed if one.status == AppointmentStatus.PROPOSED]
    if proposals:
        notifications.second_person_asked_by_import(item, proposals, by)
    item.closed_at = timezone.now()


@transition(
    on=DirectoryImport,
    label="Discard the file",
    sources={ImportStatus.PREVIEWED},
    targets={ImportStatus.DISCARDED},
    permitted=rules.may_handle_import,
)
def discard_import(item: DirectoryImport, *, by: User) -> None:
    """Put a file aside without writing anything; its rows are not kept."""
    item.rows, item.answers, item.closed_at = [], {}, timezone.now()


def plan_of(item: DirectoryImport, by: User) -> Plan:
    """What a file would change now, in the name of one person."""
    return plan(item.rows, item.answers, region=item.region, by=by)


def _kept(sheet: Sheet, region: Region | None, by: User) -> DirectoryImport:
    item = DirectoryImport(
        region=region,
        uploaded_by=by,
        uploaded_at=timezone.now(),
        name=sheet.name,
        digest=sheet.digest,
        rows=sheet.rows,
    )
    item.counts = plan_of(item, by).counts
    item.save()
    return item


def _lock(region: Region | None) -> None:
    """Lock what a file about a region may touch, before it is judged for the last time: seats, who is in them, people.

    In the order of their numbers, so that two imports wait for one another and don't block each other.
    """
    seats = Seat._base_manager.filter(seats_about(region)).values("pk")
    appointments = Appointment._base_manager.filter(seat__in=seats)
    people = Person._base_manager.filter(pk__in=appointments.values("person"))
    for rows in (Seat._base_manager.filter(pk__in=seats), appointments, people):
        list(rows.select_for_update().order_by("pk").values_list("pk"))
