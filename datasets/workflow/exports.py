"""In-year figures that leave the portal: what goes to the LGA and the DfE, and who downloaded what (DAT-12, ACC-15)."""

from typing import Any

from django.utils import timezone

from datasets import exporting
from datasets.models import CollectionPeriod, DataExport
from datasets.rules import exports as rules
from datasets.statuses import Recipient
from riia.accounts.models import User
from riia.workflow import command


@command(
    on=CollectionPeriod,
    label="Export for the LGA or the DfE",
    permitted=rules.may_export,
    unless=rules.reasons_not_to_export,
    page="period_export",
)
def export_period(period: CollectionPeriod, *, by: User, recipient: str, digest: str = "") -> DataExport:
    """Record exactly what goes to whom, so that it can be looked at again; `digest` is of the preview looked at."""
    rows = exporting.export_rows(period)
    return DataExport.objects.create(
        collection_period=period,
        recipient=recipient,
        made_by=by,
        made_at=timezone.now(),
        rows=len(rows),
        digest=exporting.digest_of(rows),
        content=rows,
    )


def note_downloads(by: User, rows: list[tuple[int, list[Any]]]) -> None:
    """Record that a member took in-year figures: pairs of the period's number and a row, as the file holds them.

    A file leaves in answer to a reading, so nothing may stand in its way: what it holds was asked of `visible_to`.
    """
    by_period: dict[int, list[list[str]]] = {}
    for period, row in rows:
        by_period.setdefault(period, []).append([str(value) for value in row])
    DataExport.objects.bulk_create(
        DataExport(
            collection_period_id=period,
            recipient=Recipient.MEMBER,
            made_by=by,
            made_at=timezone.now(),
            rows=len(taken),
            digest=exporting.digest_of(taken),
        )
        for period, taken in by_period.items()
    )
