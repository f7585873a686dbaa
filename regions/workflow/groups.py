"""Groups of authorities and who belongs to them (DIR-17)."""

from datetime import date

from django.utils.text import slugify

from regions.models import Authority, Group, GroupMember, Region
from regions.rules import groups as rules
from riia.accounts.models import User
from riia.workflow import command

# Words that are part of addresses of groups.
TAKEN = ("add", "members")


@command(on=Region, label="Add a group", permitted=rules.may_add_group, unless=rules.reasons_not_to_add_group)
def add_group(region: Region, *, by: User, name: str, note: str = "") -> Group:
    """Make a group of authorities in a region."""
    return _made(name, note, region=region, is_demonstration=region.is_demonstration)


@command(
    on=User,
    label="Add a group across regions",
    permitted=rules.may_add_group_across,
    unless=rules.reasons_not_to_add_group,
)
def add_group_across(administrator: User, *, by: User, name: str, note: str = "") -> Group:
    """Make a group whose authorities may lie in any region."""
    return _made(name, note)


@command(
    on=Group,
    label="Add an authority",
    permitted=rules.may_keep_group,
    unless=rules.reasons_not_to_add_member,
    page="group_member_add",
)
def add_group_member(group: Group, *, by: User, authority: Authority, starts: date) -> GroupMember:
    """Let an authority belong to a group from a day on."""
    return GroupMember.objects.create(group=group, authority=authority, starts=starts)


@command(
    on=GroupMember,
    label="End the membership",
    permitted=rules.may_keep_member,
    unless=rules.reasons_not_to_end_member,
    locking="group",
    page="group_member_end",
)
def end_group_member(member: GroupMember, *, by: User, ends: date) -> None:
    """Say when an authority leaves a group: `ends` is the first day out."""
    member.ends = ends


def _made(name: str, note: str, **fields: object) -> Group:
    return Group.objects.create(slug=_slug(name), name=name, note=note, **fields)


def _slug(name: str) -> str:
    """The group's part of its address: its name, with a number where another group has the same."""
    wanted = slugify(name)[:70] or "group"
    found = wanted if wanted not in TAKEN else f"{wanted}-1"
    number = 1
    while Group.objects.filter(slug=found).exists():
        number += 1
        found = f"{wanted}-{number}"
    return found
