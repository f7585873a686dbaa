"""Who maps a region's own workbook to items, and who loads earlier quarters back (DAT-16, DAT-17)."""

from collections.abc import Mapping

from datasets.figures import FigureInput
from datasets.files.mapping import Cells, in_use
from datasets.files.sheets import place_of
from datasets.models import Collection, CollectionPeriod, WorkbookMapping
from datasets.periods import SLUG, Quarter, period_of
from datasets.rules.collections import authorities_asked
from datasets.rules.returns import fault_of
from datasets.statuses import PeriodStatus
from regions.querysets import today
from regions.reach import reach_of
from riia.accounts.models import User
from riia.ui.dates import in_words

# {(slug of a quarter, number of an authority): {code of an item: figure}}
Earlier = Mapping[tuple[str, int], Mapping[str, FigureInput]]
MOST_REASONS = 10


def may_map(user: User, collection: Collection) -> bool:
    """DAT-16, DAT-17: the team of the region that runs a collection; administrators see no figures, so not they."""
    return collection.region_id in reach_of(user).keeps


def may_end_mapping(user: User, mapping: WorkbookMapping) -> bool:
    """DAT-16: whoever maps workbooks for the collection."""
    return may_map(user, mapping.collection)


def reasons_not_to_map(
    collection: Collection,
    *,
    by: User,
    name: str = "",
    cells: Cells | None = None,
    authority_cell: str = "",
    period_cell: str = "",
) -> list[str]:
    """DAT-16: a map has a name of its own and a cell for each of some items, no cell for two of them."""
    if collection.ended_on:
        return ["This collection has ended."]
    reasons = []
    if name and collection.mappings.filter(name__iexact=name).exists():
        reasons.append(f"{collection} has a map called “{name}” already.")
    if cells is None:
        return reasons
    if not cells:
        return [*reasons, "Give the cell of at least one item."]
    codes = set(collection.version.items.values_list("code", flat=True))
    reasons += [f"“{code}” is no item of {collection.version}." for code in cells if code not in codes]
    return reasons + _reasons_from_cells(cells, [one for one in (authority_cell, period_cell) if one])


def _reasons_from_cells(cells: Cells, others: list[str]) -> list[str]:
    seen: dict[tuple[str, int, int], str] = {}
    reasons = []
    for address in [f"{one['sheet']}!{one['cell']}" for one in cells.values()] + others:
        try:
            place = place_of(address)
        except ValueError as error:
            reasons.append(str(error))
            continue
        if place in seen:
            reasons.append(f"The cell {address} is given twice.")
        seen[place] = address
    return reasons


def reasons_not_to_end_mapping(mapping: WorkbookMapping, *, by: User) -> list[str]:
    """DAT-16: a map ends once."""
    return [] if in_use(mapping) else [f"It ended on {in_words(mapping.ended_on)}."]


# --- Earlier quarters -------------------------------------------------------------------------------------------------


def reasons_not_to_load_quarters(
    collection: Collection, *, by: User, figures: Earlier | None = None, file_name: str = "", file_digest: str = ""
) -> list[str]:
    """DAT-17: quarters that are over, of authorities that were asked then, and that hold no figures yet."""
    if figures is None:
        return []
    if not figures:
        return ["There are no figures in the file."]
    reasons = _reasons_from_quarters(collection, sorted({slug for slug, _ in figures}), figures)
    reasons += _reasons_from_earlier_figures(collection, figures)
    more = len(reasons) - MOST_REASONS
    return [*reasons[:MOST_REASONS], f"And {more:,} more."] if more > 0 else reasons


def _reasons_from_quarters(collection: Collection, slugs: list[str], figures: Earlier) -> list[str]:
    stored = {one.slug: one for one in collection.periods.filter(slug__in=slugs)}
    reasons = []
    for slug in slugs:
        if fault := reason_not_to_load(slug, stored.get(slug)):
            reasons.append(fault)
            continue
        asked = set(authorities_asked(collection, _quarter(slug).last_day).values_list("pk", flat=True))
        given = {number for one, number in figures if one == slug}
        if given - asked:
            reasons.append(f"{_quarter(slug).label}: an authority was not asked then.")
        held = with_figures(stored.get(slug)) & given
        if held:
            reasons.append(f"{_quarter(slug).label}: an authority has figures already. Restate them in its return.")
    return reasons


def reason_not_to_load(slug: str, stored: CollectionPeriod | None) -> str:
    """DAT-17: why figures of a quarter can't be loaded back; nothing if they can."""
    if not SLUG.fullmatch(slug):
        return f"“{slug}” is no quarter: write one such as 2025-26-q2."
    quarter = _quarter(slug)
    if quarter.last_day >= today():
        return f"{quarter.label} is not over yet."
    if stored and stored.status != PeriodStatus.PUBLISHED:
        return f"{quarter.label} is open: its figures are uploaded to the returns."
    if stored and stored.version_id != stored.collection.version_id:
        return f"{quarter.label} was collected by another version of the dataset."
    return ""


def with_figures(period: CollectionPeriod | None) -> set[int]:
    """DAT-17: the numbers of the authorities whose return of a period holds figures."""
    if period is None:
        return set()
    return set(period.returns.filter(edition__isnull=False).values_list("authority", flat=True))


def _quarter(slug: str) -> Quarter:
    found = period_of(slug)
    assert isinstance(found, Quarter)  # noqa: S101 - it was asked whether it is one
    return found


def _reasons_from_earlier_figures(collection: Collection, figures: Earlier) -> list[str]:
    items = {one.code: one for one in collection.version.items.all()}
    reasons: dict[str, None] = {}
    for given in figures.values():
        for code, figure in given.items():
            if code not in items:
                reasons[f"“{code}” is no item of {collection.version}."] = None
            elif fault := fault_of(items[code], figure):
                reasons[f"{items[code]}: {fault}"] = None
    return list(reasons)
