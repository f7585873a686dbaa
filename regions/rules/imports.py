"""Who imports files of people, seats and appointments, and what stands in the way (DIR-10, DIR-16)."""

from regions.models import DirectoryImport, Region
from regions.reach import reach_of
from regions.rules.keeping import may_keep
from riia.accounts.models import User


def may_preview_import(user: User, region: Region) -> bool:
    """DIR-16: who keeps a region imports files about it."""
    return may_keep(user, region)


def may_preview_import_across(user: User, item: User) -> bool:
    """DIR-16: files about several regions are imported by administrators."""
    return reach_of(user).administrator


def may_handle_import(user: User, item: DirectoryImport) -> bool:
    """DIR-10, DIR-16: who keeps the region that the file is about; administrators, where it is about several."""
    return may_keep(user, item.region) if item.region else reach_of(user).administrator


def reasons_not_to_answer_import(
    item: DirectoryImport, *, by: User, answers: dict[str, int] | None = None
) -> list[str]:
    """DIR-10: who is meant is said while the file waits to be confirmed."""
    return [] if item.status == "previewed" else [f"This file is {item.get_status_display().lower()} already."]
