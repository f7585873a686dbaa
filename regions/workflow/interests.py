"""Declared interests, and waivers of conflicts (PC-3)."""

from datetime import date, timedelta

from regions.models import Authority, Interest, Person, Waiver
from regions.querysets import today
from regions.rules import interests as rules
from riia.accounts.models import User
from riia.workflow import command


@command(
    on=Person,
    label="Declare an interest",
    permitted=rules.may_declare,
    unless=rules.reasons_not_to_declare,
    page="interest_declare",
)
def declare_interest(
    person: Person,
    *,
    by: User,
    authority: Authority,
    kind: str,
    starts: date,
    ends: date | None = None,
    note: str = "",
) -> Interest:
    """Say why somebody may not be impartial about an authority; `ends` is the first day out (PC-3)."""
    return Interest.objects.create(
        person=person, authority=authority, kind=kind, starts=starts, ends=ends, note=note, declared_by=by
    )


@command(
    on=Interest,
    label="Say that this interest has ended",
    permitted=rules.may_end_interest,
    unless=rules.reasons_not_to_end_interest,
    page="interest_end",
)
def end_interest(interest: Interest, *, by: User, ends: date) -> None:
    """Put its last day on record; it still counts for three years after that (PC-3)."""
    interest.ends = ends


@command(
    on=Person,
    label="Waive a conflict",
    permitted=rules.may_waive,
    unless=rules.reasons_not_to_waive,
    page="conflict_waive",
)
def waive_conflict(person: Person, *, by: User, authority: Authority, starts: date, ends: date, why: str) -> Waiver:
    """Put on record that a conflict with an authority is known and accepted for a time, and why (PC-3)."""
    return Waiver.objects.create(
        person=person, authority=authority, starts=starts, ends=ends, why=why.strip(), given_by=by
    )


@command(
    on=Waiver,
    label="Withdraw the waiver",
    permitted=rules.may_withdraw_waiver,
    unless=rules.reasons_not_to_withdraw_waiver,
    page="waiver_withdraw",
)
def withdraw_waiver(waiver: Waiver, *, by: User) -> None:
    """From today on the conflict stands again; that there was a waiver stays on record.

    One that began today, or has not begun, covers the day before as if it were over.
    """
    waiver.ends = today()
    waiver.starts = min(waiver.starts, waiver.ends - timedelta(days=1))
