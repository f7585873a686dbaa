"""Geometry of charts: plain values in, places and words out. Templates in components/ draw them as SVG, styled by
class.

Lengths along time are percentages, so that a chart stretches with the page while its text keeps its size.
"""

import datetime as dt
import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

# --- A map of hexagons ------------------------------------------------------------------------------------------------

SIZE: Final = 20.0  # from the centre of a hexagon to a corner, in the map's own units
HALF: Final = SIZE * math.sqrt(3) / 2
MARGIN: Final = 4.0
# Corners of a point-topped hexagon from the top, clockwise, y downwards.
CORNERS: Final = ((0.0, -SIZE), (HALF, -SIZE / 2), (HALF, SIZE / 2), (0.0, SIZE), (-HALF, SIZE / 2), (-HALF, -SIZE / 2))
# The neighbour across each edge (edge 0 runs from corner 0 to corner 1), by parity of the row: (columns, rows).
ACROSS: Final = (
    ((0, -1), (1, 0), (0, 1), (-1, 1), (-1, 0), (-1, -1)),
    ((1, -1), (1, 0), (1, 1), (0, 1), (-1, 0), (0, -1)),
)
SMALL_MAP: Final = 6  # columns, up to which a map needs no scrolling on a telephone


@dataclass(frozen=True)
class Hexagon:
    x: float
    y: float
    label: str
    title: str
    url: str
    css_class: str


@dataclass(frozen=True)
class Hexmap:
    """Hexagons with their centres, the outline round each group of one class, and the size of the whole."""

    hexagons: tuple[Hexagon, ...]
    points: str
    border: str
    width: float
    height: float
    columns: int

    @property
    def is_small(self) -> bool:
        return self.columns <= SMALL_MAP


def centre(q: int, r: int) -> tuple[float, float]:
    """The centre of column q in row r: point-topped hexagons, odd rows half a hexagon to the right, rows counted
    downwards."""
    return 2 * HALF * (q + (r & 1) / 2), 1.5 * SIZE * r


def neighbours(q: int, r: int) -> list[tuple[int, int]]:
    """The six cells round a cell, in the order of its edges from the top clockwise."""
    return [(q + dq, r + dr) for dq, dr in ACROSS[r & 1]]


def hexmap(cells: Iterable[dict[str, Any]]) -> Hexmap:
    """Lay out cells of {q, r, label, title, url, css_class}; two cells in one place are an error (ValueError)."""
    cells = list(cells)
    placed = {(cell["q"], cell["r"]): cell for cell in cells}
    if len(placed) != len(cells):
        raise ValueError("Two cells of the map are in the same place")
    if not placed:
        return Hexmap((), "", "", 0, 0, 0)
    centres = {place: centre(*place) for place in placed}
    left = min(x for x, _ in centres.values()) - HALF - MARGIN
    top = min(y for _, y in centres.values()) - SIZE - MARGIN
    moved = {place: (x - left, y - top) for place, (x, y) in centres.items()}
    hexagons = tuple(
        Hexagon(
            round(x, 1),
            round(y, 1),
            *(str(placed[place][key]) for key in ("label", "title", "url", "css_class")),
        )
        for place, (x, y) in moved.items()
    )
    columns = [q for q, _ in placed]
    return Hexmap(
        hexagons,
        " ".join(f"{x:.1f},{y:.1f}" for x, y in CORNERS),
        _border(placed, moved),
        round(max(x for x, _ in moved.values()) + HALF + MARGIN, 1),
        round(max(y for _, y in moved.values()) + SIZE + MARGIN, 1),
        max(columns) - min(columns) + 1,
    )


def _border(placed: dict[tuple[int, int], dict[str, Any]], centres: dict[tuple[int, int], tuple[float, float]]) -> str:
    """A path along every edge between two classes or at the rim; an edge of two cells is drawn once."""
    path = []
    for place, (x, y) in centres.items():
        own = placed[place]["css_class"]
        for edge, other in enumerate(neighbours(*place)):
            beside = placed.get(other)
            if beside and (beside["css_class"] == own or other < place):
                continue
            (x1, y1), (x2, y2) = CORNERS[edge], CORNERS[(edge + 1) % 6]
            path.append(f"M{x + x1:.1f},{y + y1:.1f}L{x + x2:.1f},{y + y2:.1f}")
    return "".join(path)


# --- People over time -------------------------------------------------------------------------------------------------

STYLES: Final = {
    "held": "",
    "interim": "interim",
    "acting": "acting",
    "twin-hat": "twin hat",
    "unconfirmed": "not confirmed",
}
MOST_TICKS: Final = 6
NARROWEST: Final = 0.8  # per cent: a bar of a few days must still be seen
SHORT: Final = 36  # letters that fit on a line of the narrowest screen
AXIS_HEIGHT: Final = 24
LINE: Final = 18
BAR: Final = 12
GAP: Final = 14


@dataclass(frozen=True)
class Bar:
    """A time in post: from `x` for `width` per cent, `y` pixels down; `words` say the same."""

    x: float
    width: float
    y: int
    style: str
    start_known: bool
    end_known: bool
    words: str
    height: int = BAR

    @property
    def end(self) -> float:
        return round(self.x + self.width, 2)

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    @property
    def foot(self) -> int:
        return self.y + self.height

    @property
    def second_hat_y(self) -> int:
        return self.foot - 4


@dataclass(frozen=True)
class Line:
    """A line of text above a bar; `name` is printed strong, `note` plain."""

    name: str
    note: str
    y: int


@dataclass(frozen=True)
class Row:
    name: str
    note: str
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Tick:
    x: float
    year: int
    anchor: str


@dataclass(frozen=True)
class Lifeline:
    """Rows of bars under an axis of years."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    now: float
    height: int

    @property
    def now_anchor(self) -> str:
        """From which side the words under the dashed line are written, so that they stay inside."""
        return "end" if self.now > 85 else "start" if self.now < 15 else "middle"

    @property
    def picture_height(self) -> int:
        """The rows and, under them, what the dashed line stands for."""
        return self.height + LINE


def lifeline(people: Sequence[dict[str, Any]], *, today: dt.date) -> Lifeline:
    """Place people over time. Each is a dict of:

    label; start (date, or None when nothing is known of it); end (first day out, or None for still there); style, a key
    of STYLES; start_known and end_known (default True): with start_known False `start` is the first day on which the
    person is known to have been there, with end_known False `end` is the last such day; words (optional), where years
    do not say it well. Neighbours of one label share a row.
    """
    first, last = _years(people, today)
    scale = _Scale(dt.date(first, 1, 1), dt.date(last + 1, 1, 1))
    groups: list[list[dict[str, Any]]] = []
    for person in people:
        if groups and groups[-1][0]["label"] == person["label"]:
            groups[-1].append(person)
        else:
            groups.append([person])
    words = [[str(person.get("words") or spell_in_words(person)) for person in group] for group in groups]
    notes = ["; ".join(spells) for spells in words]
    beside = all(len(group[0]["label"]) + len(note) <= SHORT for group, note in zip(groups, notes, strict=True))
    rows, y = [], AXIS_HEIGHT
    for group, note, spells in zip(groups, notes, words, strict=True):
        lines = _lines(group[0]["label"], note, beside, y)
        y = lines[-1].y + 7
        bars = tuple(_bar(person, scale, y, spell, today) for person, spell in zip(group, spells, strict=True))
        rows.append(Row(group[0]["label"], note, lines, bars))
        y += BAR + GAP
    return Lifeline(tuple(rows), _ticks(first, last, scale), scale(today), y)


def _lines(name: str, note: str, beside: bool, top: int) -> tuple[Line, ...]:
    """Name and note on one line, or each on as many as it needs."""
    if beside:
        return (Line(name, note, top + LINE - 4),)
    texts = [(text, "") for text in textwrap.wrap(name, SHORT)] + [("", text) for text in textwrap.wrap(note, SHORT)]
    return tuple(Line(*text, top + LINE * number - 4) for number, text in enumerate(texts, start=1))


class _Scale:
    """Dates to percentages of the width, kept inside it."""

    def __init__(self, start: dt.date, end: dt.date) -> None:
        self.start, self.days = start, (end - start).days

    def __call__(self, date: dt.date) -> float:
        return round(min(max((date - self.start).days / self.days, 0.0), 1.0) * 100, 2)


def _years(people: Sequence[dict[str, Any]], today: dt.date) -> tuple[int, int]:
    """The first and last year to show: everything that is known, and today."""
    years = {today.year} | {person[key].year for person in people for key in ("start", "end") if person.get(key)}
    return min(years), max(years)


def _bar(person: dict[str, Any], scale: _Scale, y: int, words: str, today: dt.date) -> Bar:
    start, end = person["start"], person.get("end")
    x = scale(start) if start else 0.0
    width = max(scale(end or max(today, start or today)) - x, NARROWEST)
    x = min(x, 100 - width)
    return Bar(
        round(x, 2),
        round(width, 2),
        y,
        person.get("style", "held"),
        start is not None and person.get("start_known", True),
        person.get("end_known", True),
        words,
    )


def spell_in_words(person: dict[str, Any]) -> str:
    """ "2016 to 2020, interim"; what isn't known is said: "known from 2016 to at least 2020"."""
    start, end = person["start"], person.get("end")
    if start is None:
        since = "start not known"
    else:
        since = str(start.year) if person.get("start_known", True) else f"known from {start.year}"
    comma = "" if start else ","
    if end is None:
        until = f"{comma} to now" if person.get("end_known", True) else ", end not known"
    elif person.get("end_known", True):
        # The last day in post, so that somebody who left at the turn of a year is not shown a year too long.
        last = (end - dt.timedelta(days=1)).year
        until = "" if since == str(last) else f"{comma} to {last}"
    else:
        until = f"{comma} to at least {end.year}"
    return ", ".join(filter(None, [since + until, STYLES[person.get("style", "held")]]))


def _ticks(first: int, last: int, scale: _Scale) -> tuple[Tick, ...]:
    """Years at a round step, few enough for the narrowest screen."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if (last + 1 - first) / step <= MOST_TICKS)
    years = range(math.ceil(first / step) * step, last + 2, step)
    ticks = []
    for year in years:
        x = scale(dt.date(year, 1, 1))
        ticks.append(Tick(x, year, "start" if x < 5 else "end" if x > 95 else "middle"))
    return tuple(ticks)


# --- Numbers side by side, and shares over time -----------------------------------------------------------------------

PER_BAR: Final = LINE + BAR + GAP
CURVE_HEIGHT: Final = 180
CURVE_TOP: Final = 12


@dataclass(frozen=True)
class NumberBar:
    """A number as a bar of `width` per cent, `y` pixels down, under a line of its own words at `text_y`."""

    label: str
    words: str
    width: float
    y: int
    text_y: int
    height: int = BAR


@dataclass(frozen=True)
class NumberBars:
    bars: tuple[NumberBar, ...]
    height: int


def number_bars(rows: Sequence[tuple[str, int, str]]) -> NumberBars:
    """Bars for rows of (label, number, words), the longest across the whole width; a number of 0 has no length."""
    most = max((number for _, number, _ in rows), default=0) or 1
    bars = (
        NumberBar(label, words, round(number / most * 100, 2), place * PER_BAR + LINE + 2, place * PER_BAR + LINE - 4)
        for place, (label, number, words) in enumerate(rows)
    )
    return NumberBars(tuple(bars), len(rows) * PER_BAR)


@dataclass(frozen=True)
class Piece:
    """One straight piece of a curve; x in per cent, y in pixels."""

    x1: float
    y1: int
    x2: float
    y2: int


@dataclass(frozen=True)
class Curve:
    """A share that falls in steps over years: pieces, ticks under it, and the line of one half."""

    pieces: tuple[Piece, ...]
    ticks: tuple[Tick, ...]
    half_y: int
    foot: int
    height: int


def curve(steps: Sequence[tuple[float, float]], until: float) -> Curve:
    """Draw (years, share from then on) from all at 0 years down to `until` years."""
    span = max(until, 1.0)

    def x(years: float) -> float:
        return round(min(years / span, 1.0) * 100, 2)

    def y(share: float) -> int:
        return CURVE_TOP + round((1 - share) * CURVE_HEIGHT)

    pieces, at, share = [], 0.0, 1.0
    for years, after in [*steps, (until, steps[-1][1] if steps else 1.0)]:
        pieces.append(Piece(x(at), y(share), x(years), y(share)))
        if after != share:
            pieces.append(Piece(x(years), y(share), x(years), y(after)))
        at, share = years, after
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if span / step <= MOST_TICKS)
    ticks = (
        Tick(x(year), year, "start" if x(year) < 5 else "end" if x(year) > 95 else "middle")
        for year in range(0, math.floor(span) + 1, step)
    )
    foot = CURVE_TOP + CURVE_HEIGHT
    return Curve(tuple(pieces), tuple(ticks), y(0.5), foot, foot + 2 * LINE)
