"""What a file would change: every row judged, nothing written (DIR-10).

Ends and corrections come before new appointments, and these in the order of their first days, so that the order of
rows in a file doesn't matter.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from regions.importing.cells import Fault, Heading, Row, by_column, date_in, headings_of, row_of
from regions.importing.changes import CHANGED, ERROR, NEW, QUESTION, UNCHANGED, WARNING, Changes, Line
from regions.importing.known import Known
from regions.importing.people import People
from regions.importing.places import check_cells
from regions.importing.rows import Judging
from regions.models import Region
from riia.accounts.models import User


@dataclass
class Plan:
    """A file judged against the directory as it is now."""

    sheet: str
    headings: list[Heading]
    lines: list[Line]
    # What is wrong with the headings: then no row is read.
    faults: list[Fault]
    changes: Changes

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, unchanged, wrong or ask something; and, of all, how many warn."""
        kinds = Counter(one.kind for one in self.lines)
        found = {kind: kinds[kind] for kind in (NEW, CHANGED, UNCHANGED, QUESTION, ERROR)}
        return found | {WARNING: sum(bool(one.warnings) for one in self.lines)}

    @property
    def reasons(self) -> list[str]:
        """Why it can't be confirmed, in sentences."""
        counts, found = self.counts, []
        if self.faults:
            found.append("The headings of the file are not right.")
        if counts[ERROR]:
            found.append(f"{_rows(counts[ERROR])} wrong. Correct the file and upload it again.")
        if counts[QUESTION]:
            found.append(f"Say of {counts[QUESTION]:,} {'row' if counts[QUESTION] == 1 else 'rows'} who is meant.")
        if not found and not len(self.changes):
            found.append("Everything in this file is in the directory already: there is nothing to confirm.")
        return found

    @property
    def fingerprint(self) -> str:
        """Changes when anything does that the preview says."""
        said = repr([self.faults, [one.says() for one in self.lines]])
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    @property
    def all_faults(self) -> list[Fault]:
        return [*self.faults, *(fault for line in self.lines for fault in line.row.faults)]


def plan(rows: Sequence[Sequence[str]], answers: Mapping[str, int], *, region: Region | None, by: User) -> Plan:
    """Judge the rows of a file, as `reading.read` gave them, in the name of who would confirm them."""
    headings, faults = headings_of(list(rows[1]))
    sheet = rows[0][0]
    if faults:
        return Plan(sheet, headings, [], faults, Changes())
    known, changes = Known(region, by), Changes()
    columns = by_column(headings)
    lines = [Line(row_of(list(cells), headings, columns)) for cells in rows[2:]]
    _judge(lines, known, changes, answers)
    for line in lines:
        line.kind = _kind(line)
    return Plan(sheet, headings, lines, [], changes)


def _judge(lines: list[Line], known: Known, changes: Changes, answers: Mapping[str, int]) -> None:
    judging = Judging(known, changes, People(known, changes, answers))
    for line in lines:
        check_cells(line.row, known)
    judging.add_seats(lines)
    later: list[tuple[date, int, Line]] = []
    for line in lines:
        if line.row.is_wrong:
            # Whatever it is about: what its name says.
            line.about = line.row["name"]
            continue
        if judging.is_new(line):
            later.append((_first_day(line.row), line.number, line))
        else:
            judging.known_row(line)
    for _, _, line in sorted(later, key=lambda one: one[:2]):
        judging.new_row(line)


def _first_day(row: Row) -> date:
    found = date_in(row, "from")
    return found.date if found else date.max - timedelta(days=1)


def _kind(line: Line) -> str:
    if line.errors:
        return ERROR
    if line.asks or any("counts here too" in one for one in line.told):
        return QUESTION
    if line.kind == NEW:
        return NEW
    return CHANGED if line.differences else UNCHANGED


def _rows(number: int) -> str:
    return "1 row is" if number == 1 else f"{number:,} rows are"
