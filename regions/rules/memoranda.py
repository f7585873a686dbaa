"""Memoranda of understanding and their signatures (BRD-6, ACC-18)."""

from datetime import date
from typing import Any

from regions.models import Memorandum, Party, Region, Signature
from regions.querysets import today
from regions.rules.keeping import may_keep, place_of
from regions.statuses import MemorandumStatus, Schedule
from riia.accounts.models import User


def may_keep_memorandum(user: User, item: Any) -> bool:
    """BRD-6: the regional team keeps its region's memoranda and their signatures."""
    return may_keep(user, place_of(item))


def reasons_not_to_draft(region: Region, *, by: User, **_details: object) -> list[str]:
    """One draft at a time, so that two colleagues don't write two versions."""
    if region.memoranda.filter(status=MemorandumStatus.DRAFT).exists():
        return ["There is a draft of the next version already."]
    return []


def reasons_not_to_bring_into_force(memorandum: Memorandum, *, by: User) -> list[str]:
    """A version needs parties, something that it covers, and a first day that has come."""
    reasons = []
    if not memorandum.parties.exists():
        reasons.append("Nobody is asked to sign: add the authorities first.")
    if not memorandum.schedules:
        reasons.append("It covers nothing: choose at least one schedule.")
    if memorandum.starts > today():
        reasons.append(f"It begins on {memorandum.starts:%-d %B %Y}.")
    return reasons


def reasons_not_to_sign(
    party: Party,
    *,
    by: User,
    signed_on: date | None = None,
    expires: date | None = None,
    schedules: list[str] | None = None,
    **_details: object,
) -> list[str]:
    """ACC-18: a signature is for schedules of this version, is dated, and is recorded once."""
    memorandum = party.memorandum
    if memorandum.status != MemorandumStatus.IN_FORCE:
        return ["Signatures are recorded for the version in force."]
    reasons = []
    standing = [one for one in party.signatures.all() if one.standing_on(today()) == "signed"]
    signed = {schedule for one in standing for schedule in one.schedules}
    if standing and set(memorandum.schedules if schedules is None else schedules) <= signed:
        reasons.append(f"{party} has signed already, on {standing[0].signed_on:%-d %B %Y}.")
    if signed_on and signed_on > today():
        reasons.append("The day of the signature is in the future.")
    if signed_on and expires and expires <= signed_on:
        reasons.append("It must end after it was signed.")
    unknown = sorted(set(schedules or ()) - set(memorandum.schedules))
    reasons += [f"This version has no schedule “{dict(Schedule.choices).get(one, one)}”." for one in unknown]
    if schedules is not None and not schedules:
        reasons.append("Choose at least one schedule.")
    return reasons


def reasons_not_to_withdraw_signature(signature: Signature, *, by: User) -> list[str]:
    """A signature is withdrawn once."""
    return ["This signature is withdrawn already."] if signature.withdrawn_on else []
