"""Entering a reorganisation of authorities (DIR-3, DIR-16)."""

from django.db.models import Model

from regions.models import Authority, Region, Seat, Succession
from regions.reorganising import SEATS, NewAuthority, Plan, codes_ending
from regions.rules import reorganising as rules
from regions.statuses import Precision
from regions.workflow.appointments import end_appointment
from regions.workflow.facts import checked, correct, sign
from regions.workflow.groups import end_group_member
from riia.accounts.models import User
from riia.audit import trail
from riia.workflow import command


@command(
    on=Region,
    label="Enter a reorganisation",
    permitted=rules.may_reorganise,
    unless=rules.reasons_not_to_reorganise,
    page="region_reorganise",
)
def reorganise(region: Region, *, by: User, plan: Plan) -> None:
    """End authorities on a day with all that hangs on them, and let others take over, all or nothing (DIR-3)."""
    why = f"Reorganisation on {plan.on:%-d %B %Y}."
    began = {one: _begin(region, one, plan, by, why) for one in plan.new}
    for predecessor, successor in plan.successions:
        to = began[successor] if isinstance(successor, NewAuthority) else successor
        row = Succession(predecessor=predecessor, successor=to, on=plan.on)
        sign(row, by)
        _add(row, by, why)
    _end(plan, by, why)


def _begin(region: Region, new: NewAuthority, plan: Plan, by: User, why: str) -> Authority:
    """A new authority with the seats that every authority has, from the day on."""
    authority = Authority(
        slug=new.slug,
        name=new.name,
        official_name=new.official_name,
        kind=new.kind,
        region=region,
        active_from=plan.on,
    )
    sign(authority, by)
    _add(authority, by, why)
    for role in SEATS:
        seat = Seat(authority=authority, role=role, exists_from=plan.on, in_demonstration=region.is_demonstration)
        sign(seat, by)
        _add(seat, by, why)
    return authority


def _end(plan: Plan, by: User, why: str) -> None:
    """Everything that hangs on an authority ends with it, people before their seats and these before their place."""
    for appointment in plan.appointments:
        end_appointment(appointment, by=by, ends=plan.on, reason=why)
    for seat in plan.seats:
        correct(seat, by=by, changes={"exists_to": plan.on}, reason=why)
    for service in plan.services:
        correct(service, by=by, changes={"ends": plan.on, "ends_precision": Precision.DAY}, reason=why)
    for member in plan.memberships:
        end_group_member(member, by=by, ends=plan.on, reason=why)
    for code in codes_ending(plan):
        _end_row(code, "valid_to", plan, by, why)
    for authority in plan.ending:
        _end_row(authority, "active_to", plan, by, why)


def _add(row: Model, by: User, why: str) -> None:
    """One row that begins; part of the reorganisation, whose rule has been asked."""
    checked(row)
    row.save()
    trail.record("reorganise", "Begin with the reorganisation", by=by, on=row, after=trail.snapshot(row), reason=why)


def _end_row(row: Model, field: str, plan: Plan, by: User, why: str) -> None:
    before = trail.snapshot(row)
    setattr(row, field, plan.on)
    checked(row)
    row.save(update_fields=[field])
    old, new = trail.differences(before, trail.snapshot(row))
    trail.record("correct", "Correct", by=by, on=row, before=old, after=new, reason=why)
