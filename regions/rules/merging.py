"""Merging somebody who was entered twice, and separating them again (DIR-13, DIR-16, ACC-9)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from regions.models import Appointment, Delegation, Interest, Person, Waiver
from regions.querysets import today
from regions.reach import reach_of
from regions.rules.facts import may_correct
from regions.rules.keeping import may_keep
from regions.statuses import IN_SEAT, TAKES_THE_SEAT, AppointmentStatus
from riia.accounts.models import User
from riia.audit.models import Event

MERGE, UNMERGE = "merge_person", "unmerge_person"
ABOUT_YOU = "This is about you, so somebody else must do it."
ADMINISTRATORS_MERGE = "{} holds or held seats that you don't keep: an administrator merges people across regions."
ADMINISTRATORS_MOVE = "This would give an account further seats: an administrator does that."

Row = Appointment | Interest | Waiver | Delegation
# Which field of which rows names a person.
POINTING: dict[type[Row], str] = {Appointment: "person", Interest: "person", Waiver: "person", Delegation: "delegate"}


def may_merge(user: User, person: Any) -> bool:
    """DIR-16: people of one region, its team; people across regions, administrators."""
    return may_correct(user, person)


def reasons_not_to_merge(person: Person, *, by: User, into: Person | None = None) -> list[str]:
    """DIR-16, ACC-9: one is kept, nobody widens their own access, and what comes together breaks no rule."""
    if person.merged_into_id:
        return [f"{person} is merged into {person.merged_into} already."]
    if into is None:
        return []
    if into.pk == person.pk:
        return ["Choose another person: nobody is merged into themselves."]
    if into.merged_into_id:
        return [f"{into} is merged into {into.merged_into}: choose {into.merged_into}."]
    if into.is_demonstration != person.is_demonstration:
        return ["People of the demonstration and of the real directory are kept apart."]
    reasons = _reasons_from_places((person, into), by)
    return reasons + _reasons_from_accounts(person, into, by) + _reasons_from_what_meets(person, into)


def may_unmerge(user: User, person: Any) -> bool:
    """DIR-13, DIR-16: whoever may merge the two may separate them."""
    return may_correct(user, getattr(person, "merged_into", None) or person)


def reasons_not_to_unmerge(person: Person, *, by: User) -> list[str]:
    """DIR-13, ACC-9: what came along must still be where it went; an account goes back by an administrator."""
    into = person.merged_into
    if into is None:
        return [f"{person} is not merged into anybody."]
    if into.merged_into_id:
        return [f"{into} was merged into {into.merged_into} since. Separate those two first."]
    merged = merging_of(person)
    if merged is None:
        return ["The history doesn't tell what came along, so they can't be separated in one step."]
    if by.pk in (into.user_id, merged.before.get("user_id")):
        return [ABOUT_YOU]
    account = merged.before.get("user_id")
    if account and not reach_of(by).administrator:
        return ["An account goes back to its person: an administrator does that."]
    if account and into.user_id != account:
        return [f"The account that came along no longer belongs to {into}."]
    reasons = _reasons_from_places((into,), by)
    moved = came_along(person)
    names = [str(row) for row in moved if getattr(row, f"{POINTING[type(row)]}_id") != into.pk]
    return reasons + [f"“{name}” was changed since and does not belong to {into} any more." for name in names]


def merging_of(person: Person) -> Event | None:
    """DIR-13: the entry that tells of the merging in which a person is now."""
    last = _entries(person).order_by("-pk").first()
    return last if last and last.verb == MERGE else None


def came_along(person: Person) -> list[Row]:
    """DIR-13: the rows that were moved to the person kept, by the entries of the latest merging."""
    merged = merging_of(person)
    if merged is None:
        return []
    earlier = _entries(person).filter(pk__lt=merged.pk).order_by("-pk").first()
    since = earlier.pk if earlier else 0
    rows: list[Row] = []
    for model, name in POINTING.items():
        moves = Event.objects.filter(verb=MERGE, target_model=model._meta.label_lower, pk__gt=since, pk__lt=merged.pk)
        moves = moves.filter(**{f"before__{name}_id": person.pk})
        rows += model.objects.filter(pk__in=[int(one.target_id) for one in moves]).order_by("pk")
    return rows


def pointing_to(person: Person) -> list[Row]:
    """DIR-13: every row that names a person and comes along when they are merged."""
    return [row for model, name in POINTING.items() for row in model.objects.filter(**{name: person}).order_by("pk")]


def account_moves(person: Person, into: Person) -> bool:
    """ACC-9: whether the account of the one becomes the other's."""
    return person.user_id is not None and into.user_id is None


def _entries(person: Person) -> Any:
    """What tells of a person's own merging and separating, without what was merged into them."""
    entries = Event.objects.filter(target_model=person._meta.label_lower, target_id=str(person.pk))
    return entries.filter(Q(verb=MERGE, after__has_key="merged_into_id") | Q(verb=UNMERGE))


def _reasons_from_places(people: Iterable[Person], by: User) -> list[str]:
    if reach_of(by).administrator:
        return []
    reasons = []
    for person in people:
        rows = person.appointments.filter(status__in=TAKES_THE_SEAT)
        rows = rows.select_related("seat__region", "seat__authority", "seat__trust")
        if not all(may_keep(by, one.seat.place) for one in rows):
            reasons.append(ADMINISTRATORS_MERGE.format(person))
    return reasons


def _reasons_from_accounts(person: Person, into: Person, by: User) -> list[str]:
    """ACC-9: two accounts stay two, and the seats of an account are given by administrators, never by its holder."""
    if person.user_id and into.user_id:
        return ["Both have an account, and two accounts can't become one. Keep both people, or take one account away."]
    account, other = (person.user_id, into) if person.user_id else (into.user_id, person)
    if account is None:
        return []
    if account == by.pk:
        return [ABOUT_YOU]
    own = other.appointments.filter(status__in=TAKES_THE_SEAT)
    if own.filter(Q(proposed_by=account) | Q(second_person=account) | Q(confirmed_by=account)).exists():
        return [f"The account would have proposed or confirmed its own appointment: that of {other}."]
    opening = own.filter(status=AppointmentStatus.CONFIRMED).filter(Q(ends__isnull=True) | Q(ends__gt=today()))
    if not reach_of(by).administrator and (person.user_id or opening.exists()):
        return [ADMINISTRATORS_MOVE]
    return []


def _reasons_from_what_meets(person: Person, into: Person) -> list[str]:
    """DIR-14, ACC-12: nobody stands in for themselves."""
    reasons = []
    held = list(into.appointments.filter(status__in=IN_SEAT).select_related("seat"))
    for one in person.appointments.filter(status__in=IN_SEAT).select_related("seat"):
        meets = [other for other in held if other.seat_id == one.seat_id and _meet(one, other)]
        reasons += [f"One of them stands in for the other as {one.seat}." for _ in meets[:1]]
    people = (person, into)
    delegated = Delegation.objects.filter(delegate__in=people, appointment__person__in=people)
    if any(one.delegate_id != one.appointment.person_id for one in delegated.select_related("appointment")):
        reasons.append("One of them does a task for the other.")
    return reasons


def _meet(one: Appointment, other: Appointment) -> bool:
    return (other.ends is None or one.starts < other.ends) and (one.ends is None or other.starts < one.ends)
