"""Merging somebody who was entered twice, and separating them again (DIR-13, DIR-16)."""

from regions import notifications
from regions.models import Person
from regions.rules import merging as rules
from regions.rules.merging import POINTING, Row
from riia.accounts.models import User
from riia.audit import trail
from riia.workflow import command


@command(
    on=Person,
    label="Merge with the same person",
    permitted=rules.may_merge,
    unless=rules.reasons_not_to_merge,
    page="person_merge",
)
def merge_person(person: Person, *, by: User, into: Person) -> None:
    """Keep `into` for both: seats, interests and tasks come along, and the old page leads to the one kept (DIR-13)."""
    into = Person.objects.select_for_update().get(pk=into.pk)
    for row in rules.pointing_to(person):
        _move(row, into, rules.MERGE, "Move to the person kept", by, f"{person} is the same person as {into}.")
    before = trail.snapshot(into)
    if rules.account_moves(person, into):
        account, person.user = person.user, None
        _tell(f"{by} has moved the account of {person} to {into}, who is the same person.", into, by)
        person.save(update_fields=["user"])
        into.user = account
        into.save(update_fields=["user"])
    person.merged_into = into
    old, new = trail.differences(before, trail.snapshot(into))
    trail.record(
        "keep_person", "Keep for both", by=by, on=into, before=old, after=new, reason=f"{person} is the same person."
    )


@command(
    on=Person,
    label="Separate again",
    permitted=rules.may_unmerge,
    unless=rules.reasons_not_to_unmerge,
)
def unmerge_person(person: Person, *, by: User) -> None:
    """Undo a merging: what came along goes back, what came since stays with the person kept (DIR-13)."""
    into = Person.objects.select_for_update().get(merged=person)
    merged = rules.merging_of(person)
    for row in rules.came_along(person):
        _move(row, person, rules.UNMERGE, "Move back", by, f"{person} is not the same person as {into}.")
    before = trail.snapshot(into)
    if merged and merged.before.get("user_id"):
        account, into.user = into.user, None
        into.save(update_fields=["user"])
        person.user = account
        _tell(f"{by} has given {person} back the account that was moved to {into}.", into, by)
    person.merged_into = None
    old, new = trail.differences(before, trail.snapshot(into))
    trail.record(
        "part_person", "Separate again", by=by, on=into, before=old, after=new, reason=f"{person} is somebody else."
    )


def _move(row: Row, to: Person, verb: str, label: str, by: User, reason: str) -> None:
    """Let a row name another person, with an entry of its own."""
    row = type(row)._base_manager.select_for_update().get(pk=row.pk)
    before = trail.snapshot(row)
    setattr(row, POINTING[type(row)], to)
    row.save(update_fields=[POINTING[type(row)]])
    old, new = trail.differences(before, trail.snapshot(row))
    trail.record(verb, label, by=by, on=row, before=old, after=new, reason=reason)


def _tell(words: str, person: Person, by: User) -> None:
    """ACC-9: administrators hear of one another's changes to who an account is."""
    notifications.administrators_told("An account was moved", words, by, link=person.get_absolute_url())
