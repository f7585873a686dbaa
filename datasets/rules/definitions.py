"""Who drafts versions of the dataset, and when one can be used (DAT-1)."""

from typing import Any

from datasets.models import DatasetVersion, Indicator
from datasets.plans import PlannedDefinition, PlannedItem, faults_of, plan_of
from datasets.statuses import VersionStatus
from regions.models import Region
from regions.reach import reach_of
from riia.accounts.models import User


def may_draft_version(user: User, version: DatasetVersion) -> bool:
    """DAT-1: regional teams draft for their region from any version that they see; administrators for all."""
    reach = reach_of(user)
    return bool(reach.administrator or reach.keeps)


def may_keep_version(user: User, version: DatasetVersion) -> bool:
    """DAT-1: the team of the region whose version it is; administrators the national one."""
    reach = reach_of(user)
    return reach.administrator or version.region_id in reach.keeps


def reasons_not_to_draft(
    version: DatasetVersion, *, by: User, region: Region | None = None, slug: str = "", **_details: object
) -> list[str]:
    """DAT-1: one draft at a time for a region, from a version that is fixed, for a region that one keeps."""
    reasons = []
    if version.status == VersionStatus.DRAFT:
        reasons.append("It is a draft itself: bring it into use first.")
    reach = reach_of(by)
    if region is not None and not (reach.administrator or region.pk in reach.keeps):
        reasons.append(f"You don't keep {region}.")
    if slug and region is None and not reach.administrator:
        reasons.append("The national version is drafted by administrators.")
    drafts = DatasetVersion.objects.filter(region=region, status=VersionStatus.DRAFT)
    if slug and drafts.exists():
        reasons.append("There is a draft of the next version already.")
    if slug and DatasetVersion.objects.filter(slug=slug).exists():
        reasons.append(f"There is a version with the address “{slug}” already.")
    return reasons


def reasons_not_to_edit(version: DatasetVersion, *, by: User, **_details: object) -> list[str]:
    """DAT-1: a version that is or was in use is never edited."""
    if version.status != VersionStatus.DRAFT:
        return ["A version that has been used is never edited: draft the next one from it."]
    return []


def reasons_not_to_put_item(
    version: DatasetVersion, *, by: User, planned: PlannedItem | None = None, replacing: str = ""
) -> list[str]:
    """DAT-1: only in a draft; a code names one item, and an item is part of another one."""
    reasons = reasons_not_to_edit(version, by=by)
    if reasons or planned is None:
        return reasons
    plan = plan_of(version)
    if planned.code != replacing and plan.item(planned.code):
        reasons.append(f"There is an item “{planned.code}” already.")
    if planned.part_of and (planned.part_of == planned.code or plan.item(planned.part_of) is None):
        reasons.append(f"“{planned.part_of}” is no other item of this version.")
    return reasons


def reasons_not_to_drop_item(version: DatasetVersion, *, by: User, code: str = "") -> list[str]:
    """DAT-1: only from a draft, and only what nothing stands on."""
    reasons = reasons_not_to_edit(version, by=by)
    plan = plan_of(version)
    if code and plan.item(code) is None:
        reasons.append(f"There is no item “{code}”.")
    elif code and (used := plan.using(code)):
        reasons.append(f"It is used by {', '.join(used)}: change them first.")
    return reasons


def reasons_not_to_switch_on(
    version: DatasetVersion, *, by: User, definition: PlannedDefinition | None = None
) -> list[str]:
    """DAT-2: an indicator of the catalogue, derived from items of this version."""
    reasons = reasons_not_to_edit(version, by=by)
    if reasons or definition is None:
        return reasons
    plan = plan_of(version)
    wanted = (*definition.numerator, *definition.denominator)
    reasons += [f"“{code}” is no item of this version." for code in wanted if plan.item(code) is None]
    if not definition.numerator:
        reasons.append("Choose what is counted.")
    if not Indicator.objects.filter(code=definition.indicator).exists():
        reasons.append(f"The indicator “{definition.indicator}” is not in the catalogue.")
    return reasons


def reasons_not_to_switch_off(version: DatasetVersion, *, by: User, indicator: str = "") -> list[str]:
    """DAT-1: only from a draft."""
    reasons = reasons_not_to_edit(version, by=by)
    if indicator and plan_of(version).definition(indicator) is None:
        reasons.append(f"The indicator “{indicator}” is not switched on in this version.")
    return reasons


def reasons_not_to_use(version: DatasetVersion, *, by: User, **_details: Any) -> list[str]:
    """DAT-2: every indicator must be derivable from its items, and every item must be used."""
    return faults_of(plan_of(version), Indicator.objects.values_list("code", flat=True))


def reasons_not_to_end(version: DatasetVersion, *, by: User) -> list[str]:
    """DAT-1: not while a collection would still use it for its next period."""
    using = version.collections.filter(ended_on=None)
    return [f"{one} uses it for its next period: give it another version first." for one in using]
