"""Figures on their way in: what an authority gives for an item, what was wrong with a file, and what was read of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from datasets.statuses import Origin


@dataclass(frozen=True)
class FigureInput:
    """One item's number, or the marker that says why there is none, with the authority's caveat (DAT-4, DAT-19).

    `value` has at most two decimals and is not negative; it is None exactly where `marker` is a word of
    `statuses.MARKERS_IN_RETURNS`. `caveat` is one of `statuses.Caveat`; other than none it comes with `caveat_words`.
    """

    value: Decimal | None
    marker: str = ""
    caveat: str = ""
    caveat_words: str = ""


@dataclass(frozen=True)
class CellError:
    """Something wrong in one cell of a file; row 0 and no column where no cell is to blame (DAT-5)."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Upload:
    """A file as it was read: its figures by code of the item, every bad cell, and what was understood (DAT-5).

    A file with errors is refused whole: `figures` are then of no use. `notes` are sentences about what was read in a
    way worth knowing, such as rounded numbers. `origin` is one of `statuses.Origin`.
    """

    figures: dict[str, FigureInput]
    errors: list[CellError]
    notes: list[str] = field(default_factory=list)
    origin: str = Origin.TEMPLATE
    file_name: str = ""
    file_digest: str = ""


MOST_ERRORS = 200


def capped(errors: Iterable[CellError]) -> list[CellError]:
    """The first 200 errors, in the order of the file, and how many more there are."""
    found = list(errors)
    if len(found) <= MOST_ERRORS:
        return found
    more = len(found) - MOST_ERRORS
    said = f"{more:,} more {'cell is' if more == 1 else 'cells are'} wrong. Put these right first, then upload again."
    return [*found[:MOST_ERRORS], CellError(found[MOST_ERRORS].sheet, 0, "", "", said)]
