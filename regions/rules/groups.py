"""Who keeps groups of authorities, and who belongs to them when (DIR-16, DIR-17)."""

from datetime import date

from django.db.models import Q

from regions.models import Authority, Group, GroupMember, Region
from regions.querysets import today
from regions.reach import reach_of
from regions.rules.keeping import may_keep
from riia.accounts.models import User


def may_keep_group(user: User, group: Group) -> bool:
    """DIR-16: a regional team keeps its region's groups; those across regions, administrators."""
    if group.region is None:
        return reach_of(user).administrator
    return may_keep(user, group.region)


def may_add_group(user: User, region: Region) -> bool:
    """DIR-16: who keeps a region makes groups in it."""
    return may_keep(user, region)


def may_add_group_across(user: User, item: User) -> bool:
    """DIR-16: groups across regions are made by administrators."""
    return reach_of(user).administrator


def reasons_not_to_add_group(item: Region | User, *, by: User, name: str = "", **_details: object) -> list[str]:
    """DIR-17: a group is known by its name."""
    return [f"There is a group called {name} already."] if Group.objects.filter(name__iexact=name).exists() else []


def may_keep_member(user: User, member: GroupMember) -> bool:
    """DIR-16: who keeps the group."""
    return may_keep_group(user, member.group)


def reasons_not_to_add_member(
    group: Group, *, by: User, authority: Authority | None = None, starts: date | None = None
) -> list[str]:
    """DIR-17: an authority of the group's region and side, which exists on the day, and once at a time."""
    if authority is None or starts is None:
        return []
    if group.region and authority.region_id != group.region_id:
        return [f"{authority} is not in {group.region}. Groups across regions are kept by administrators."]
    if authority.region.is_demonstration != group.is_demonstration:
        return ["Authorities of the demonstration and real ones are kept apart."]
    if not authority.exists_on(starts):
        return [f"{authority} does not exist on the first day."]
    there = group.members.filter(Q(ends__isnull=True) | Q(ends__gt=starts), authority=authority).first()
    return [f"{authority} is in this group from {there.starts:%-d %B %Y} already."] if there else []


def reasons_not_to_end_member(member: GroupMember, *, by: User, ends: date | None = None) -> list[str]:
    """DIR-17: what has ended stays as it ended. `ends` is the first day out."""
    if member.ends and member.ends <= today():
        return [f"{member.authority} has left this group already."]
    if ends and ends <= member.starts:
        return ["The last day must not be before the first."]
    return []
