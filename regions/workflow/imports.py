"""Importing files: previewed first, then confirmed as previewed or put aside (DIR-10)."""

from typing import Any

from django.utils import timezone

from regions import notifications
from regions.importing.planning import Plan, plan
from regions.importing.reading import Sheet
from regions.importing.writing import write
from regions.models import DirectoryImport, Person, Region, Seat
from regions.rules import imports as rules
from regions.statuses import AppointmentStatus, ImportStatus
from regions.workflow.seats import vacate
from riia.accounts.models import User
from riia.audit.trail import batched
from riia.workflow import NotPossible, command, transition

AT_ONCE = 900
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
    _lock(plan_of(item, by))
    judged = plan_of(item, by)
    if judged.reasons:
        raise NotPossible(*judged.reasons)
    if fingerprint and fingerprint != judged.fingerprint:
        raise NotPossible(CHANGED_MEANWHILE)
    reason = f"Import {item.pk}: {item.name}"
    appointed = write(judged.changes, by=by, reason=reason)
    for _, seat, since in judged.changes.vacated:
        vacate(seat, by=by, vacant_from=since, reason=reason)
    proposals = [one for one in appointed if one.status == AppointmentStatus.PROPOSED]
    if proposals:
        notifications.second_person_asked_by_import(item, proposals, by)
    item.counts, item.rows, item.answers = judged.counts, [], {}
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


def _lock(judged: Plan) -> None:
    """Lock the seats and people that a plan touches, in the order of their numbers, before it is made again."""
    changes = judged.changes
    seats = {one.seat_id for _, one in changes.appointments} | {one.pk for _, one, _ in changes.vacated}
    people = {one.person_id for _, one in changes.appointments}
    for one in changes.changed.values():
        kind: Any = type(one.item)
        (people if kind is Person else seats).add(one.item.pk if kind in (Person, Seat) else one.item.seat_id)
    for model, numbers in ((Seat, seats), (Person, people)):
        for some in batched(sorted(one for one in numbers if one), AT_ONCE):
            list(model._base_manager.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk"))
