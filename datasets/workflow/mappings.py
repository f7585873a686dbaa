"""Maps of the workbooks that authorities already fill in (DAT-16)."""

from datasets.files.mapping import Cells
from datasets.models import Collection, WorkbookMapping
from datasets.rules import mappings as rules
from regions.querysets import today
from riia.accounts.models import User
from riia.workflow import command


@command(
    on=Collection,
    label="Map your own workbook",
    permitted=rules.may_map,
    unless=rules.reasons_not_to_map,
    page="mapping_add",
)
def map_workbook(
    collection: Collection,
    *,
    by: User,
    name: str,
    cells: Cells,
    authority_cell: str = "",
    period_cell: str = "",
) -> WorkbookMapping:
    """Say where the items stand in a workbook: {code: {"sheet": "Front door", "cell": "C7"}}.

    `authority_cell` and `period_cell`, such as "Cover!B2", are held against the return when somebody uploads it.
    """
    return WorkbookMapping.objects.create(
        collection=collection,
        name=name,
        cells={code: {"sheet": one["sheet"], "cell": one["cell"]} for code, one in cells.items()},
        authority_cell=authority_cell,
        period_cell=period_cell,
    )


@command(
    on=WorkbookMapping,
    label="End this map",
    permitted=rules.may_end_mapping,
    unless=rules.reasons_not_to_end_mapping,
    page="mapping_end",
)
def end_mapping(mapping: WorkbookMapping, *, by: User) -> None:
    """Read no more workbooks by this map from today; what was read by it stays."""
    mapping.ended_on = today()
