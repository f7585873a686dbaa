"""Pictures of figures as SVG, joined in Python and styled by class: lengths along the page are percentages, so that a
picture stretches while its words keep their size. Each carries its finding as title and a description in words; the
page puts the same figures in a table.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe

from riia.ui.markup import escaped

TOP, FOOT_ROOM = 16, 24
HEIGHT: Final = 300
# From here to here of the width lie the points; before it the numbers of the scale, after it the names of lines.
LEFT, RIGHT = 7.0, 80.0
MOST_TICKS: Final = 5
# An end of a line and its neighbour's name need so many pixels.
LINE_GAP: Final = 15
LETTERS: Final = 22


@dataclass(frozen=True)
class Picture:
    """A drawn chart: what it finds, what is seen in words, and the drawing."""

    title: str
    description: str
    drawing: SafeString
    height: int
    note: str = ""
    # The names of its lines, for screens that are too narrow to have them beside the picture.
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Level:
    """A line across a chart: England, a region, neighbours. `kind` is its style."""

    name: str
    value: float
    words: str
    kind: str


class Scale:
    """Values to pixels, upwards, with ticks at round numbers."""

    def __init__(
        self, values: Iterable[float], top: int = TOP, foot: int = HEIGHT - FOOT_ROOM, floor: float | None = 0.0
    ):
        known = list(values)
        low, high = min(known), max(known)
        room = (high - low or abs(high) or 1.0) * 0.08
        self.low = low - room if floor is None else max(floor, low - room)
        self.high, self.top, self.foot = high + room, top, foot
        # Near enough to its natural start, a scale starts there.
        if floor is not None and low - floor <= (high - floor) / 3:
            self.low = floor

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.foot - min(max(share, 0.0), 1.0) * (self.foot - self.top), 1)

    @property
    def ticks(self) -> list[float]:
        rough = (self.high - self.low) / MOST_TICKS
        unit = 10.0 ** math.floor(math.log10(rough))
        step = next(unit * times for times in (1, 2, 5, 10) if unit * times >= rough)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [round(number * step, 10) for number in range(first, last + 1)]


def tick_words(value: float) -> str:
    return f"{value:,.10f}".rstrip("0").rstrip(".")


def along(share: float) -> float:
    """A share of the plot's width as per cent of the page's."""
    return round(LEFT + (RIGHT - LEFT) * share, 2)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="app-plot__{kind}" x1="{x1}%" y1="{y1}" x2="{x2}%" y2="{y2}"/>'


def words_at(x: float, y: float, text: str, kind: str = "words", anchor: str = "start") -> str:
    return f'<text class="app-plot__{kind}" x="{x}%" y="{y}" text-anchor="{anchor}">{escaped(text)}</text>'


def _grid(scale: Scale) -> list[str]:
    parts = []
    for tick in scale.ticks:
        parts.append(line(LEFT, scale(tick), RIGHT, scale(tick), "grid"))
        parts.append(words_at(LEFT - 1, scale(tick) + 4, tick_words(tick), "scale", "end"))
    return parts


def _levels(scale: Scale, levels: Sequence[Level]) -> list[str]:
    """Lines across with their names beside their right ends, apart from one another."""
    parts = [line(LEFT, scale(one.value), RIGHT, scale(one.value), one.kind) for one in levels]
    for one, y in zip(levels, _apart([scale(one.value) for one in levels], scale), strict=True):
        parts += _name_of_line(one, y)
    return parts


def _name_of_line(one: Level, y: float) -> list[str]:
    return [words_at(RIGHT + 1, y + 4, f"{_short(one.name)} {one.words}", f"words app-plot__of-{one.kind}")]


def _short(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"


def _apart(places: list[float], scale: Scale) -> list[float]:
    """Places of names, moved so that none covers another: from the top down, then up again from the foot."""
    order = sorted(range(len(places)), key=lambda one: places[one])
    moved = list(places)
    at = -math.inf
    for one in order:
        at = moved[one] = max(moved[one], at + LINE_GAP)
    at = scale.foot + LINE_GAP
    for one in reversed(order):
        at = moved[one] = min(moved[one], at - LINE_GAP)
    return moved


def _picture(parts: Iterable[str], title: str, description: str, note: str = "", key: Iterable[str] = ()) -> Picture:
    drawing = mark_safe("".join(parts))  # noqa: S308 - text is escaped above
    return Picture(title, description, drawing, HEIGHT, note, tuple(key))


# --- Every authority in order -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dot:
    """An authority's figure with its interval; `kind` is own, region, neighbour or other."""

    name: str
    value: float
    words: str
    lower: float | None
    upper: float | None
    kind: str


def in_order(dots: Sequence[Dot], levels: Sequence[Level], title: str) -> Picture:
    """Dots with intervals from the lowest to the highest, the reader's own named, lines across for what it is compared
    with."""
    ordered = sorted(dots, key=lambda one: (one.value, one.name))
    scale = Scale([one.value for one in dots] + [one.value for one in levels])
    parts, named = _grid(scale), []
    span = max(len(ordered) - 1, 1)
    radius = 5 if len(ordered) <= 40 else 2.5
    for place, one in enumerate(ordered):
        x, y = along(0.01 + 0.98 * place / span), scale(one.value)
        inside = [f"<title>{escaped(one.name)}: {escaped(one.words)}</title>"]
        if one.lower is not None and one.upper is not None:
            inside.append(line(x, scale(one.lower), x, scale(one.upper), "interval"))
        own = one.kind == "own"
        inside.append(f'<circle class="app-plot__dot" cx="{x}%" cy="{y}" r="{radius + 3 if own else radius}"/>')
        parts.append(f'<g class="app-plot__{one.kind}">{"".join(inside)}</g>')
        if own:
            named.append(_label(x, y, f"{one.name} {one.words}"))
    parts += [*_levels(scale, levels), *named]
    shown = f"{len(ordered)} authorities from {ordered[0].words} to {ordered[-1].words}."
    described = " ".join([shown, *(f"{one.name}: {one.words}." for one in levels)])
    return _picture(parts, title, described, key=_key(levels))


def _key(levels: Sequence[Level]) -> list[str]:
    return [f"{one.name} {one.words}".strip() for one in levels]


def _label(x: float, y: float, text: str) -> str:
    """A name at a dot, towards the middle of the picture."""
    anchor = "start" if x < (LEFT + RIGHT) / 2 else "end"
    above = y - 14 if y > TOP + 24 else y + 24
    return words_at(x, above, text, "name", anchor)


def row_of(dot: Dot, scale: Scale, level: float | None) -> SafeString:
    """One authority's figure with its interval on a row of a table, the line of England behind it. Decoration: the
    table's cells hold the numbers."""

    def x(value: float) -> float:
        return round(2 + 96 * (value - scale.low) / (scale.high - scale.low), 2)

    def inside(value: float) -> float:
        return min(max(x(value), 0.0), 100.0)

    parts = []
    if level is not None:
        parts.append(line(x(level), 0, x(level), 24, "england"))
    if dot.lower is not None and dot.upper is not None:
        parts.append(line(inside(dot.lower), 12, inside(dot.upper), 12, "interval"))
    radius = 6 if dot.kind == "own" else 4.5
    parts.append(f'<circle class="app-plot__dot" cx="{x(dot.value)}%" cy="12" r="{radius}"/>')
    drawn = f'<g class="app-plot__{dot.kind}">{"".join(parts)}</g>'
    return _small("row", drawn)


def _small(kind: str, drawn: str) -> SafeString:
    svg = f'<svg class="app-plot app-plot--{kind}" height="24" aria-hidden="true" focusable="false">{drawn}</svg>'
    return mark_safe(svg)  # noqa: S308 - numbers alone


# --- Over time --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Track:
    """A series: a name, a style, and one value (or None) for each time of the chart."""

    name: str
    kind: str
    values: Sequence[float | None]
    words: Sequence[str]


def over_time(
    labels: Sequence[str], tracks: Sequence[Track], title: str, note: str = "", marked: frozenset[int] = frozenset()
) -> Picture:
    """Series over time, each with its name at its end. A gap is a gap: nothing is drawn across it (DAT-4, DAT-10).

    `marked` are the places of points of the first track that need a second look; they are drawn hollow.
    """
    scale = Scale([value for track in tracks for value in track.values if value is not None])
    parts = _grid(scale) + _times(labels, scale)
    ends: list[tuple[Track, int]] = []
    for track in reversed(tracks):
        known = [place for place, value in enumerate(track.values) if value is not None]
        if not known:
            continue
        ends.append((track, known[-1]))
        parts += _track(track, scale, len(labels), marked if track is tracks[0] else frozenset())
    places = _apart([scale(track.values[last] or 0.0) for track, last in ends], scale)
    for (track, last), y in zip(ends, places, strict=True):
        text = f"{_short(track.name)} {track.words[last]}"
        parts.append(words_at(RIGHT + 1, y + 4, text, f"words app-plot__of-{track.kind}"))
    described = " ".join(_told(track, labels) for track in tracks)
    key = [f"{track.name} {track.words[last]}" for track, last in reversed(ends)]
    return _picture(parts, title, described, note, key)


def _at(place: int, count: int) -> float:
    return along(0.03 + 0.94 * place / max(count - 1, 1))


def _times(labels: Sequence[str], scale: Scale) -> list[str]:
    """Times under the chart, so few that they don't touch."""
    step = max(1, math.ceil(len(labels) / 7))
    shown = range(len(labels) - 1, -1, -step)
    return [words_at(_at(one, len(labels)), scale.foot + 18, labels[one], "scale", "middle") for one in shown]


def _track(track: Track, scale: Scale, count: int, marked: frozenset[int]) -> list[str]:
    points = [(place, _at(place, count), scale(value)) for place, value in enumerate(track.values) if value is not None]
    parts = [
        line(x1, y1, x2, y2, f"track app-plot__{track.kind}")
        for (one, x1, y1), (other, x2, y2) in pairwise(points)
        if other == one + 1
    ]
    radius = 4.5 if track.kind == "own" else 2.5
    for place, x, y in points:
        hollow = " app-plot__hollow" if place in marked else ""
        words = f"<title>{escaped(track.name)}: {escaped(track.words[place])}</title>"
        parts.append(
            f'<circle class="app-plot__point app-plot__{track.kind}{hollow}" cx="{x}%" cy="{y}" r="{radius}">'
            f"{words}</circle>"
        )
    return parts


def _told(track: Track, labels: Sequence[str]) -> str:
    known = [
        (label, words)
        for label, words, value in zip(labels, track.words, track.values, strict=True)
        if value is not None
    ]
    told = ", ".join(f"{words} in {label}" for label, words in known)
    return f"{track.name}: {told or 'no figures'}."


def sparkline(values: Sequence[float | None]) -> SafeString:
    """An authority's own past at a glance, its last point marked. Decoration: words beside it say the trend."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return SafeString("")
    scale = Scale(known, 3, 21, None)
    count = len(values)
    points = [
        (place, round(3 + 94 * place / max(count - 1, 1), 1), scale(value))
        for place, value in enumerate(values)
        if value is not None
    ]
    parts = [line(x1, y1, x2, y2, "spark") for (one, x1, y1), (two, x2, y2) in pairwise(points) if two == one + 1]
    _, x, y = points[-1]
    parts.append(f'<circle class="app-plot__spark-end" cx="{x}%" cy="{y}" r="2.5"/>')
    return _small("spark", "".join(parts))


# --- Funnel and process chart -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Funnel:
    """Limits by denominator: pairs of (denominator, limits), each limits (lower, upper) of one level."""

    average: float
    words: str
    curves: Sequence[tuple[str, Sequence[tuple[float, float, float]]]]


def funnel(dots: Sequence[tuple[float, Dot]], lines: Funnel, title: str, under: str, note: str) -> Picture:
    """Figures by the size of what they are out of, between the limits within which chance alone would leave them."""
    values = [dot.value for _, dot in dots]
    scale = Scale([*values, lines.average])
    widest = max(size for size, _ in dots)
    parts = _grid(scale)
    for kind, curve in lines.curves:
        for (n1, low1, high1), (n2, low2, high2) in pairwise(curve):
            x1, x2 = along(n1 / widest), along(n2 / widest)
            parts += [
                line(x1, scale(one), x2, scale(two), kind)
                for one, two in ((low1, low2), (high1, high2))
                if scale.low <= min(one, two) and max(one, two) <= scale.high
            ]
    named = []
    for size, dot in dots:
        x, y = along(size / widest), scale(dot.value)
        own = dot.kind == "own"
        circle = f'<circle class="app-plot__dot" cx="{x}%" cy="{y}" r="{6 if own else 3}"/>'
        inside = f"<title>{escaped(dot.name)}: {escaped(dot.words)}</title>{circle}"
        parts.append(f'<g class="app-plot__{dot.kind}">{inside}</g>')
        if own:
            named.append(_label(x, y, f"{dot.name} {dot.words}"))
    parts += [*_levels(scale, [Level("England", lines.average, lines.words, "england")]), *named]
    parts += [
        words_at(LEFT, scale.foot + 18, "0", "scale", "middle"),
        words_at(RIGHT, scale.foot + 18, f"{widest:,.0f}", "scale", "end"),
        words_at(along(0.5), scale.foot + 18, under, "scale", "middle"),
    ]
    return _picture(parts, title, f"{len(dots)} authorities against the average, {lines.words}. {note}", note=note)


def process(
    labels: Sequence[str], track: Track, limits: Any, signals: dict[int, str], title: str, note: str
) -> Picture:
    """A quarterly series with its mean and limits; `signals` are the points that a rule flags, and why (DAT-9)."""
    known = [value for value in track.values if value is not None]
    lower, upper = max(0.0, limits.lower), limits.upper
    scale = Scale([*known, lower, upper])
    parts = _grid(scale) + _times(labels, scale)
    levels = [
        Level("Upper limit", upper, "", "limit"),
        Level("Mean", limits.mean, "", "england"),
        Level("Lower limit", lower, "", "limit"),
    ]
    parts += _levels(scale, levels) + _track(track, scale, len(labels), frozenset())
    for place, rule in signals.items():
        value = track.values[place]
        if value is not None:
            words = f"<title>{escaped(labels[place])}: {escaped(rule)}</title>"
            x, y = _at(place, len(labels)), scale(value)
            parts.append(f'<circle class="app-plot__signal" cx="{x}%" cy="{y}" r="8">{words}</circle>')
    flagged = "; ".join(f"{labels[place]}: {rule}" for place, rule in signals.items())
    described = f"{_told(track, labels)} {flagged or 'No point is flagged'}."
    return _picture(parts, title, described, note=note)
