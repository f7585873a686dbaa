"""What must always hold in the directory, checked over all its rows.

Rules refuse and constraints stop most of this row by row; here it is looked at as a whole, for `check_invariants`.
"""

from collections.abc import Iterator
from itertools import pairwise

from django.db.models import F, Q

from regions import roles
from regions.conflicts import conflicts_between
from regions.models import (
    Appointment,
    Authority,
    AuthorityCode,
    Delegation,
    DirectoryImport,
    Fact,
    GroupMember,
    InformationRequest,
    Interest,
    Party,
    Person,
    Region,
    Seat,
    Succession,
    Trust,
    TrustService,
    Waiver,
)
from regions.querysets import today
from regions.roles import ABOUT
from regions.rules.appointments import reasons_against_chair
from regions.rules.information_requests import due_on
from regions.statuses import IN_SEAT, AppointmentStatus, ImportStatus, Precision


def broken() -> Iterator[str]:
    """What breaks a rule, a sentence for each row; nothing when the directory holds together."""
    yield from _overlapping_holders()
    yield from _misplaced_seats()
    yield from _mixed_sides()
    yield from _confirmed_by_one()
    yield from _chairs_from_elsewhere(AppointmentStatus.CONFIRMED)
    yield from _codes_of_two()
    yield from _successions_out_of_life()
    yield from _parties_from_elsewhere()
    yield from _half_confirmed()
    yield from _merged_and_still_there()
    yield from _merged_into_merged()
    yield from _members_of_other_sides()
    yield from _memberships_twice()
    yield from _delegations_out_of_place()
    yield from _interests_of_other_sides()
    yield from _waived_by_themselves()
    yield from _requests_out_of_place()
    yield from _imports_without_an_end()


def doubtful() -> Iterator[str]:
    """What a source may have wrong, or somebody should look at; it breaks nothing."""
    yield from _chairs_from_elsewhere(AppointmentStatus.STATED)
    yield from _terms_out_of_life()
    yield from _services_out_of_life()
    yield from _current_without_code()
    yield from _seats_out_of_life()
    yield from _waivers_for_nothing()


def _overlapping_holders() -> Iterator[str]:
    """DIR-5, DIR-6, DIR-14: one holder at a time, and one who acts beside them."""
    rows = Appointment.objects.filter(status__in=IN_SEAT).select_related("person")
    for earlier, later in pairwise(rows.order_by("seat", "acting", "starts", "pk")):
        same = (earlier.seat_id, earlier.acting) == (later.seat_id, later.acting)
        if same and (earlier.ends is None or earlier.ends > later.starts):
            yield f"{later.seat}: {earlier.person} and {later.person} hold it at the same time."


def _misplaced_seats() -> Iterator[str]:
    """A role belongs to one kind of place, and a seat to the side of its place."""
    for seat in Seat.objects.select_related("region", "authority__region", "trust"):
        if not getattr(seat, f"{ABOUT[seat.role].place}_id"):
            yield f"{seat} is at the wrong kind of place."
        if seat.in_demonstration != _in_demonstration(seat.place):
            yield f"{seat} is on the wrong side: the demonstration and the real directory are kept apart."


def _in_demonstration(place: Region | Authority | Trust) -> bool:
    return place.region.is_demonstration if isinstance(place, Authority) else place.is_demonstration


def _mixed_sides() -> Iterator[str]:
    """Nobody and nothing stands on both sides: the demonstration's and the real directory's."""
    people = Appointment.objects.exclude(person__is_demonstration=F("seat__in_demonstration"))
    for one in people.select_related("person", "seat"):
        yield f"{one}: this person is on the other side."
    accounts = Appointment.objects.filter(person__user__isnull=False)
    for one in accounts.exclude(person__user__is_demo=F("person__is_demonstration")).select_related("person"):
        yield f"{one}: this person's account is on the other side."
    services = TrustService.objects.exclude(trust__is_demonstration=F("authority__region__is_demonstration"))
    for service in services.select_related("trust", "authority"):
        yield f"{service}: they are on different sides."


def _confirmed_by_one() -> Iterator[str]:
    """ACC-9: what opens access was confirmed by a second person, and not by the person appointed."""
    confirmed = Appointment.objects.filter(status=AppointmentStatus.CONFIRMED, seat__role__in=roles.NEEDS_SECOND)
    alone = Q(proposed_by__isnull=True) | Q(second_person__isnull=True) | Q(second_person=F("proposed_by"))
    for one in confirmed.filter(alone).select_related("person", "seat"):
        yield f"{one} opens access without a second person."
    for one in Appointment.objects.filter(second_person=F("person__user")).select_related("person", "seat"):
        yield f"{one} was confirmed by the person appointed."


def _chairs_from_elsewhere(status: str) -> Iterator[str]:
    """DIR-7: a chair, co-chair or vice chair comes from the region."""
    rows = Appointment.objects.filter(status=status, seat__role__in=roles.LEADS)
    for one in rows.select_related("person", "seat__region", "employing_authority", "employing_trust"):
        region = one.seat.region
        if region and reasons_against_chair(region, one.starts, one.employing_authority, one.employing_trust):
            yield f"{one} does not come from the region."


def _codes_of_two() -> Iterator[str]:
    """DIR-3: on a day a code belongs to one authority, and an authority has one code of a kind."""
    codes = AuthorityCode.objects.select_related("authority")
    for earlier, later in pairwise(codes.order_by("scheme", "code", F("valid_from").asc(nulls_first=True))):
        if (earlier.scheme, earlier.code) == (later.scheme, later.code) and _meet(earlier, later):
            yield f"{later.code} belongs to {earlier.authority} and to {later.authority} at the same time."
    for earlier, later in pairwise(codes.order_by("authority", "scheme", F("valid_from").asc(nulls_first=True))):
        if (earlier.authority_id, earlier.scheme) == (later.authority_id, later.scheme) and _meet(earlier, later):
            yield f"{later.authority} has the codes {earlier.code} and {later.code} at the same time."


def _meet(earlier: AuthorityCode, later: AuthorityCode) -> bool:
    return earlier.valid_to is None or later.valid_from is None or earlier.valid_to > later.valid_from


def _successions_out_of_life() -> Iterator[str]:
    """DIR-3: a predecessor ends on the day, and the successor exists on it."""
    for one in Succession.objects.select_related("predecessor", "successor"):
        if one.predecessor.active_to != one.on:
            yield f"{one}: the predecessor does not end on {one.on:%-d %B %Y}."
        if not one.successor.exists_on(one.on):
            yield f"{one}: the successor does not exist on {one.on:%-d %B %Y}."


def _parties_from_elsewhere() -> Iterator[str]:
    """A memorandum binds authorities of its region and trusts of its side."""
    parties = Party.objects.select_related("memorandum__region", "authority", "trust")
    for one in parties.filter(authority__isnull=False).exclude(authority__region=F("memorandum__region")):
        yield f"{one} is asked to sign the memorandum of another region, {one.memorandum.region}."
    for one in parties.filter(trust__isnull=False).exclude(
        trust__is_demonstration=F("memorandum__region__is_demonstration")
    ):
        yield f"{one} is asked to sign a memorandum of the other side."


def _merged_and_still_there() -> Iterator[str]:
    """DIR-13: who was merged into another person holds nothing any more."""
    held = Q(appointments__isnull=False) | Q(interests__isnull=False) | Q(delegated__isnull=False)
    merged = Person.objects.filter(merged_into__isnull=False).filter(held | Q(user__isnull=False))
    for one in merged.select_related("merged_into").distinct():
        yield f"{one} was merged into {one.merged_into} and still has seats, interests, tasks or an account."


def _half_confirmed() -> Iterator[str]:
    """DIR-11: "last confirmed" says who and when, or nothing."""
    for model in Fact.__subclasses__():
        half = Q(confirmed_by__isnull=False, confirmed_on__isnull=True)
        half |= Q(confirmed_by__isnull=True, confirmed_on__isnull=False)
        for one in model._base_manager.filter(half):
            yield f"{one}: who confirmed it or when is missing."


# --- Groups, delegations, interests, registers ------------------------------------------------------------------------


def _merged_into_merged() -> Iterator[str]:
    """DIR-13: who was entered twice is kept as one, of the same side."""
    merged = Person.objects.filter(merged_into__isnull=False).select_related("merged_into")
    for one in merged.filter(merged_into__merged_into__isnull=False):
        yield f"{one} is kept as {one.merged_into}, who is kept as somebody else."
    for one in merged.exclude(is_demonstration=F("merged_into__is_demonstration")):
        yield f"{one} is kept as {one.merged_into}, who is on the other side."


def _members_of_other_sides() -> Iterator[str]:
    """DIR-17: a group of a region has authorities of that region, and none goes across the two sides."""
    members = GroupMember.objects.select_related("group", "authority")
    for one in members.filter(group__region__isnull=False).exclude(authority__region=F("group__region")):
        yield f"{one}: the group is another region’s."
    for one in members.exclude(authority__region__is_demonstration=F("group__is_demonstration")):
        yield f"{one}: they are on different sides."


def _memberships_twice() -> Iterator[str]:
    """DIR-17: on a day an authority is in a group once."""
    for earlier, later in pairwise(
        GroupMember.objects.select_related("group", "authority").order_by("group", "authority", "starts", "pk")
    ):
        same = (earlier.group_id, earlier.authority_id) == (later.group_id, later.authority_id)
        if same and (earlier.ends is None or earlier.ends > later.starts):
            yield f"{later}: it is in the group twice at the same time."


def _delegations_out_of_place() -> Iterator[str]:
    """ACC-12: a task is left by somebody to somebody else, of the same side."""
    rows = Delegation.objects.select_related("appointment__person", "delegate")
    for one in rows.filter(delegate=F("appointment__person")):
        yield f"{one}: left to themselves."
    for one in rows.exclude(delegate__is_demonstration=F("appointment__person__is_demonstration")):
        yield f"{one}: they are on different sides."


def _interests_of_other_sides() -> Iterator[str]:
    """PC-3: an interest, and a waiver, is of a person in an authority of their side."""
    for model in (Interest, Waiver):
        rows = model._default_manager.select_related("person", "authority")
        for one in rows.exclude(person__is_demonstration=F("authority__region__is_demonstration")):
            yield f"{one}: they are on different sides."


def _waived_by_themselves() -> Iterator[str]:
    """PC-3, ACC-9: nobody waives a conflict of their own."""
    for one in Waiver.objects.filter(given_by=F("person__user")).select_related("person", "authority"):
        yield f"{one}: waived by the person it is about."


def _requests_out_of_place() -> Iterator[str]:
    """ACC-15: what is asked for belongs to the region, is due twenty working days on, and closed after it came."""
    rows = InformationRequest.objects.select_related("region", "authority")
    for one in rows.filter(authority__isnull=False).exclude(authority__region=F("region")):
        yield f"{one}: {one.authority} is not in {one.region}."
    for one in rows.filter(closed_on__lt=F("received_on")):
        yield f"{one} was closed before it was received."
    for one in rows.iterator():
        if one.due_on != due_on(one.received_on):
            yield f"{one} is due on {one.due_on:%-d %B %Y}, not on the twentieth working day."


def _imports_without_an_end() -> Iterator[str]:
    """DIR-10: a file that was put aside keeps no rows."""
    for one in DirectoryImport.objects.filter(status=ImportStatus.DISCARDED).exclude(rows=[]):
        yield f"{one} was discarded, but its rows are still there."


# --- To be looked at --------------------------------------------------------------------------------------------------


def _terms_out_of_life() -> Iterator[str]:
    rows = Appointment.objects.filter(status__in=IN_SEAT, seat__authority__isnull=False)
    for one in rows.select_related("person", "seat__authority"):
        authority = one.seat.authority
        if authority and _outlives(one, authority):
            yield f"{one} is longer than the life of the authority."


def _services_out_of_life() -> Iterator[str]:
    for one in TrustService.objects.select_related("trust", "authority"):
        if _outlives(one, one.authority):
            yield f"{one} is longer than the life of the authority."


def _outlives(one: Appointment | TrustService, authority: Authority) -> bool:
    """Whether it begins before its authority or goes on after it; an announced end ends nothing yet."""
    life = authority.active_to
    if not authority.exists_on(one.starts):
        return True
    if life is None or life > today():
        return False
    return one.ends is None or (one.ends > life and one.ends_precision == Precision.DAY)


def _current_without_code() -> Iterator[str]:
    for one in Authority.objects.as_at(today()).filter(codes__isnull=True):
        yield f"{one} has no code."


def _seats_out_of_life() -> Iterator[str]:
    for one in Seat.objects.filter(authority__isnull=False, role__in=roles.STATUTORY).select_related("authority"):
        authority = one.authority
        if authority and (one.exists_from, one.exists_to) != (authority.active_from, authority.active_to):
            yield f"{one} does not exist for the life of the authority."


def _waivers_for_nothing() -> Iterator[str]:
    """A waiver that counts today, of somebody whose interest has gone or who came to work there meanwhile."""
    current = list(Waiver.objects.filter(starts__lte=today(), ends__gt=today()).select_related("person", "authority"))
    if not current:
        return
    found = conflicts_between({one.person for one in current}, {one.authority for one in current}, today())
    for one in current:
        conflicts = found.get((one.person_id, one.authority_id), [])
        if not conflicts:
            yield f"{one}: the waiver lifts nothing, there is no interest."
        elif all(conflict.stands for conflict in conflicts):
            yield f"{one}: the waiver lifts nothing, this person comes from there."
