"""Reading a region's own workbook by a map of its cells, and guessing that map from an example (DAT-16)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Final

from datasets.figures import CellError, FigureInput, Upload
from datasets.files import values
from datasets.files.naming import says_authority, says_period
from datasets.files.sheets import (
    FORMULA,
    NUMBER,
    TEXT,
    Cell,
    Sheet,
    address_of,
    letter,
    place_of,
    sheets_of_workbook,
)
from datasets.files.values import Unreadable
from datasets.models import Item, Return, WorkbookMapping
from datasets.statuses import ItemKind, Origin
from regions.querysets import today

# {code of the item: {"sheet": name of the sheet, "cell": such as C7}}
Cells = Mapping[str, Mapping[str, str]]
# How alike a label and an item's name must be, and how far from the label its figure is looked for.
ALIKE, ACROSS, DOWN = 0.7, 12, 3
MOST_LABELS, LONGEST_LABEL = 3_000, 120
SMALL_WORDS: Final = re.compile(
    r"a|an|and|at|by|for|from|in|number|of|on|or|per|the|to|total|who|with|no|nr|during|quarter"
)


def read_mapped(return_: Return, content: bytes, sheets: list[Sheet]) -> Upload | None:
    """The figures of a workbook that the collection has a map for; None where it has none at all (DAT-16).

    `sheets` as they stand; results of formulas are read as Excel saved them. Raises FileRefused.
    """
    collection = return_.collection_period.collection
    mappings = [one for one in WorkbookMapping.objects.filter(collection=collection) if in_use(one)]
    if not mappings:
        return None
    names = {one.name for one in sheets}
    missing = {one: sorted(sheets_of(one) - names) for one in mappings}
    fitting = [one for one in mappings if not missing[one]]
    if not fitting:
        nearest = min(mappings, key=lambda one: len(missing[one]))
        absent = ", ".join(f"“{name}”" for name in missing[nearest])
        said = f"This is neither the portal’s template nor “{nearest}”: the workbook lacks the sheets {absent}."
        return Upload({}, [CellError("", 0, "", "", said)], origin=Origin.WORKBOOK)
    saved = sheets_of_workbook(content, saved_values=True)
    tried = [_read(return_, one, sheets, saved) for one in fitting]
    return min(tried, key=lambda one: len(one.errors))


def in_use(mapping: WorkbookMapping) -> bool:
    """Whether authorities can upload by this map today."""
    return mapping.ended_on is None or mapping.ended_on > today()


def sheets_of(mapping: WorkbookMapping) -> set[str]:
    """The sheets that a workbook must have to be read by a map."""
    said = [mapping.authority_cell, mapping.period_cell]
    return {one["sheet"] for one in mapping.cells.values()} | {place_of(one)[0] for one in said if one}


def _read(return_: Return, mapping: WorkbookMapping, sheets: list[Sheet], saved: list[Sheet]) -> Upload:
    items = {one.code: one for one in return_.collection_period.version.items.all()}
    read = check_cells(items.values(), mapping.cells, sheets, saved)
    errors = [*_whose(return_, mapping, saved), *read.errors]
    kept, note = _kept(return_, [one for code, one in items.items() if code not in mapping.cells])
    notes = [f"Read by the map “{mapping}”.", *read.notes, *([note] if note else [])]
    return Upload({**kept, **read.figures}, errors, notes, Origin.WORKBOOK)


def _kept(return_: Return, items: list[Item]) -> tuple[dict[str, FigureInput], str]:
    """What the return already holds of items that the workbook doesn't have: they are typed in."""
    if not items:
        return {}, ""
    stored = return_.edition.figures.filter(item__in=items).select_related("item") if return_.edition else ()
    kept = {one.item.code: FigureInput(one.value, one.marker, one.caveat, one.caveat_words) for one in stored}
    missing = [str(one) for one in items if one.required and one.code not in kept]
    if missing:
        return kept, f"Not in this workbook, so to be typed in: {', '.join(missing)}."
    return kept, "Items that are not in this workbook keep the figures that were given." if kept else ""


def check_cells(items: Iterable[Item], cells: Cells, sheets: list[Sheet], saved: list[Sheet]) -> Upload:
    """What would be read of a workbook by a map: figures, and every cell that can't be taken.

    `sheets` as they stand, formulas among them; `saved` with the results that Excel saved.
    """
    formulas, results = {one.name: one for one in sheets}, {one.name: one for one in saved}
    figures: dict[str, FigureInput] = {}
    errors, notes, computed = [], [], 0
    for item in items:
        if item.code not in cells:
            continue
        name, row, column = place_of(f"{cells[item.code]['sheet']}!{cells[item.code]['cell']}")
        cell = Cell()
        try:
            cell = _cell(results, name, row, column)
            computed += formulas[name].at(row, column).kind == FORMULA
            if formulas[name].at(row, column).kind == FORMULA and not cell.text:
                raise Unreadable("This is a formula without a saved result. Open the workbook in Excel and save it.")
            figure, note = _figure(item, cell)
            if figure:
                figures[item.code] = figure
            notes += [f"{item}: {note}"] if note else []
        except Unreadable as unreadable:
            errors.append(CellError(name, row, letter(column), cell.text[:100], f"{item}: {unreadable}"))
    if computed:
        what = "1 formula was" if computed == 1 else f"{computed} formulas were"
        notes.append(f"{what} read by the result that Excel saved.")
    return Upload(figures, errors, notes, Origin.WORKBOOK)


def _cell(results: Mapping[str, Sheet], name: str, row: int, column: int) -> Cell:
    sheet = results[name]
    if sheet.is_hidden:
        raise Unreadable("This sheet is hidden. Show it.")
    merged = sheet.merged_over(row, column)
    if merged and merged.partition(":")[0] != f"{letter(column)}{row}":
        raise Unreadable(f"The cells {merged} are merged, so this one holds nothing of its own.")
    return sheet.at(row, column)


def _figure(item: Item, cell: Cell) -> tuple[FigureInput | None, str]:
    """The figure in a cell, with a note if it was rounded; markers stand in the cell itself."""
    if not cell.text:
        if item.required:
            raise Unreadable("The cell is empty. Give a number, x (not available) or z (not applicable).")
        return None, ""
    if cell.kind == TEXT and cell.text.casefold() in values.MARKERS:
        return FigureInput(None, values.MARKERS[cell.text.casefold()]), ""
    number, note = values.number_of(cell, item.kind)
    return FigureInput(number), note


# --- Whose and of which period a workbook is --------------------------------------------------------------------------


def _whose(return_: Return, mapping: WorkbookMapping, saved: list[Sheet]) -> Iterator[CellError]:
    by_name = {one.name: one for one in saved}
    period = return_.collection_period
    checks = (
        (mapping.authority_cell, lambda cell: says_authority(return_.authority, cell), str(return_.authority)),
        (mapping.period_cell, lambda cell: says_period(period, cell), period.label),
    )
    for address, is_right, wanted in checks:
        if not address:
            continue
        name, row, column = place_of(address)
        cell = by_name[name].at(row, column)
        if not is_right(cell):
            said = f"This cell must say {wanted}. Is this the right workbook?"
            yield CellError(name, row, letter(column), cell.text[:100], said)


# --- Guessing from an example -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Label:
    sheet: Sheet
    row: int
    column: int
    words: tuple[str, ...]


def guessed(items: Iterable[Item], sheets: list[Sheet]) -> dict[str, str]:
    """For each item whose name or code resembles a label of the workbook, the cell of its figure: {code: Sheet!C7}.

    The likeliest pairs are settled first; a cell is guessed for one item only.
    """
    labels = list(_labels(sheets))
    scored = []
    for place, item in enumerate(items):
        wanted = (_words(item.name), _words(item.code.replace("_", " ")))
        for number, label in enumerate(labels):
            score = max(_likeness(one, label.words) for one in wanted)
            if score >= ALIKE:
                scored.append((-score, place, number, item.code))
    found: dict[str, str] = {}
    for _, _, number, code in sorted(scored):
        if code not in found and (address := _beside(labels[number])) and address not in found.values():
            found[code] = address
    return found


def _labels(sheets: list[Sheet]) -> Iterator[_Label]:
    count = 0
    for sheet in sheets:
        for row, cells in sheet.rows.items():
            for column, cell in cells.items():
                words = _words(cell.text) if cell.kind == TEXT and len(cell.text) <= LONGEST_LABEL else ()
                if words and not sheet.is_hidden:
                    count += 1
                    yield _Label(sheet, row, column, words)
                if count >= MOST_LABELS:
                    return


def _words(text: str) -> tuple[str, ...]:
    # "Re-referrals" are repeat referrals.
    said = re.findall(r"[^\W_]+", re.sub(r"\bre-", "repeat ", text.casefold()))
    return tuple(_stem(one) for one in said if not SMALL_WORDS.fullmatch(one)) or tuple(said)


def _stem(word: str) -> str:
    """Plans and plan, starting and started are one word here."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Shared words of all words, or how alike they are in letters where most are shared."""
    shared = len(set(one) & set(other))
    if not shared:
        return 0.0
    by_words = shared / len(set(one) | set(other))
    if by_words < 0.4:
        return by_words
    return max(by_words, SequenceMatcher(None, " ".join(one), " ".join(other)).ratio())


def _beside(label: _Label) -> str:
    """The first number to the right of a label, or below it; the empty cell to the right where there is none."""
    sheet, row, column = label.sheet, label.row, label.column
    right = [(row, column + step) for step in range(1, ACROSS + 1)]
    below = [(row + step, column) for step in range(1, DOWN + 1)]
    for one in (*right, *below):
        if sheet.at(*one).kind in (NUMBER, FORMULA) or _is_number(sheet.at(*one)):
            return address_of(sheet.name, *one)
    return "" if sheet.text(row, column + 1) else address_of(sheet.name, row, column + 1)


def _is_number(cell: Cell) -> bool:
    if cell.text.casefold() in values.MARKERS:
        return True
    try:
        return bool(cell.text) and isinstance(values.number_of(cell, ItemKind.FTE)[0], Decimal)
    except Unreadable:
        return False
