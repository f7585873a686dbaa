"""Versions of the dataset: drafted, edited while they are drafts, brought into use, ended (DAT-1)."""

from datasets.models import DatasetVersion, Definition, Item
from datasets.plans import PlannedDefinition, PlannedItem, of_json, plan_of, rows_of
from datasets.rules import definitions as rules
from datasets.statuses import VersionStatus
from regions.models import Region
from regions.querysets import today
from riia.accounts.models import User
from riia.workflow import command, transition


@command(
    on=DatasetVersion,
    label="Draft the next version from this one",
    permitted=rules.may_draft_version,
    unless=rules.reasons_not_to_draft,
    page="version_draft",
)
def draft_version(
    version: DatasetVersion, *, by: User, region: Region | None, slug: str, name: str, note: str = ""
) -> DatasetVersion:
    """Begin the next version, for a region or (by an administrator) for all, with everything that this one holds."""
    return DatasetVersion.objects.create(
        slug=slug, name=name, note=note, region=region, based_on=version, plan=plan_of(version).as_json()
    )


@command(
    on=DatasetVersion,
    label="Add or change an item",
    permitted=rules.may_keep_version,
    unless=rules.reasons_not_to_put_item,
)
def put_item(version: DatasetVersion, *, by: User, planned: PlannedItem, replacing: str = "") -> None:
    """Put an item into a draft, or in the place of the one with its code."""
    version.plan = plan_of(version).with_item(planned).as_json()


@command(
    on=DatasetVersion,
    label="Take an item out",
    permitted=rules.may_keep_version,
    unless=rules.reasons_not_to_drop_item,
)
def drop_item(version: DatasetVersion, *, by: User, code: str) -> None:
    """Take an item that nothing uses out of a draft."""
    version.plan = plan_of(version).without_item(code).as_json()


@command(
    on=DatasetVersion,
    label="Switch an indicator on",
    permitted=rules.may_keep_version,
    unless=rules.reasons_not_to_switch_on,
)
def switch_on(version: DatasetVersion, *, by: User, definition: PlannedDefinition) -> None:
    """Say in a draft how an indicator of the catalogue is derived from items."""
    version.plan = plan_of(version).with_definition(definition).as_json()


@command(
    on=DatasetVersion,
    label="Switch an indicator off",
    permitted=rules.may_keep_version,
    unless=rules.reasons_not_to_switch_off,
)
def switch_off(version: DatasetVersion, *, by: User, indicator: str) -> None:
    """Leave an indicator out of a draft."""
    version.plan = plan_of(version).without_definition(indicator).as_json()


@transition(
    on=DatasetVersion,
    label="Bring the version into use",
    sources={VersionStatus.DRAFT},
    targets={VersionStatus.IN_USE},
    permitted=rules.may_keep_version,
    unless=rules.reasons_not_to_use,
    page="version_use",
)
def use_version(version: DatasetVersion, *, by: User) -> None:
    """Fix it for good: from now on collections can use it, and nothing in it changes."""
    # Its status says already that it is in use.
    items, definitions = rows_of(of_json(version.plan), version)
    Item.objects.bulk_create(items)
    Definition.objects.bulk_create(definitions)
    version.used_from = today()


@transition(
    on=DatasetVersion,
    label="End the version",
    sources={VersionStatus.IN_USE},
    targets={VersionStatus.ENDED},
    permitted=rules.may_keep_version,
    unless=rules.reasons_not_to_end,
    page="version_end",
)
def end_version(version: DatasetVersion, *, by: User) -> None:
    """No new period uses it; what was collected with it stays."""
