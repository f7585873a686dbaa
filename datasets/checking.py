"""What is unlikely about figures and needs a reason before sign-off (DAT-5).

Four checks, each in a sentence with its numbers: outside the authority's own range, a big change since the last period,
inconsistent with another item, and a numerator above its denominator where that can't be. None says that a figure is
wrong; with a reason it stands.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from datasets.figures import FigureInput
from datasets.models import Item, Return
from datasets.past import Past, directly_before, past_of, series, stands_behind
from datasets.statistics import xmr_limits
from datasets.statuses import Basis, ItemKind

RANGE, CHANGE, INCONSISTENT, EXCEEDS = "range", "change", "inconsistent", "exceeds"
# A warning by the code of its item, the check's name and the sentence.
Warned = tuple[str, str, str]
# From so many periods limits are those of a process (DAT-9), from so many the lowest and highest are widened by half
# of what lies between; anything nearer than a handful of children is never outside.
FOR_LIMITS, FOR_RANGE = 10, 4
WIDENED, A_HANDFUL = Decimal("0.5"), 5
# A change is big above a quarter and above ten.
BIG_SHARE, BIG_NUMBER = Decimal("0.25"), 10
# Children move between areas and records are corrected: a stock is off above a handful and a fiftieth.
OFF_SHARE = Decimal("0.02")
LONGEST: Final = 300
STARTED, CEASED = ("_starts", "-starts"), ("_ceases", "-ceases")


def warnings_for(return_: Return, figures: Mapping[str, FigureInput]) -> list[Warned]:
    """(code of the item, name of the check, sentence) for each unlikely figure, by item; at most one a check (DAT-5).

    Reads the version's items and definitions, and what the authority gave before; writes nothing.
    """
    items = {one.code: one for one in return_.collection_period.version.items.all()}
    values = {code: one.value for code, one in figures.items() if one.value is not None and code in items}
    past = past_of(return_)
    found: dict[tuple[str, str], str] = {}
    for code, check, text in _every(return_, items, values, past):
        found.setdefault((code, check), text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")
    order = {code: place for place, code in enumerate(items)}
    return [(code, check, text) for (code, check), text in sorted(found.items(), key=lambda one: order[one[0][0]])]


def _every(return_: Return, items: dict[str, Item], values: dict[str, Decimal], past: list[Past]) -> Iterator[Warned]:
    yield from _outside_own_range(items, values, past)
    yield from _changed(return_, items, values, past)
    yield from _parts_above_wholes(items, values)
    yield from _stocks_that_do_not_add_up(return_, items, values, past)
    yield from _above_denominators(return_, items, values)


# --- Against the authority's own past ---------------------------------------------------------------------------------


def _outside_own_range(items: dict[str, Item], values: dict[str, Decimal], past: list[Past]) -> Iterator[Warned]:
    for code, value in values.items():
        own = list(series(past, code))
        if len(own) < FOR_RANGE:
            continue
        lower, upper = _limits(own)
        if _is_between(value, lower, upper):
            continue
        side = "above" if value > upper else "below"
        said = f"{items[code]}: {_shown(value)} is {side} what is usual here. In {len(own)} earlier periods it was "
        said += f"{_shown(min(own))} to {_shown(max(own))}"
        if len(own) >= FOR_LIMITS:
            said += f", and up to {_shown(upper)}" if side == "above" else f", and down to {_shown(lower)}"
            said += " would be ordinary variation"
        yield code, RANGE, f"{said}."


def _limits(own: list[Decimal]) -> tuple[Decimal, Decimal]:
    """The limits of a process from ten periods; before that the lowest and highest, widened by half their distance."""
    if len(own) >= FOR_LIMITS:
        limits = xmr_limits([float(one) for one in own])
        return max(Decimal(0), _rounded(limits.lower)), _rounded(limits.upper)
    more = (max(own) - min(own)) * WIDENED
    return max(Decimal(0), min(own) - more), max(own) + more


def _is_between(value: Decimal, lower: Decimal, upper: Decimal) -> bool:
    return lower - A_HANDFUL <= value <= upper + A_HANDFUL


def _changed(return_: Return, items: dict[str, Item], values: dict[str, Decimal], past: list[Past]) -> Iterator[Warned]:
    last = past[0] if past else None
    if last is None:
        return
    for code, value in values.items():
        before = last.values.get(code)
        if before is None:
            continue
        change = value - before
        if abs(change) > BIG_NUMBER and abs(change) > BIG_SHARE * before:
            since = f"{_shown(before)} {stands_behind(last.period)}"
            yield code, CHANGE, f"{items[code]}: {_shown(value)} after {since}, {_by(change, before)}."


def _by(change: Decimal, before: Decimal) -> str:
    more = "more" if change > 0 else "fewer"
    share = f" ({abs(change) / before:.0%})" if before else ""
    return f"{_shown(abs(change))} {more}{share}"


# --- Against other items ----------------------------------------------------------------------------------------------


def _parts_above_wholes(items: dict[str, Item], values: dict[str, Decimal]) -> Iterator[Warned]:
    for code, value in values.items():
        whole = items[code].part_of
        if whole in values and value > values[whole]:
            above = f"{items[code]}: {_shown(value)} is more than {items[whole]}, {_shown(values[whole])}"
            yield code, INCONSISTENT, f"{above}, of which it is a part."


def _stocks_that_do_not_add_up(
    return_: Return, items: dict[str, Item], values: dict[str, Decimal], past: list[Past]
) -> Iterator[Warned]:
    """A stock is the last one with those who came and without those who went, where all four are known."""
    before = directly_before(return_, past)
    if before is None:
        return
    for code, value in values.items():
        came, went, last = _moved(values, code, STARTED), _moved(values, code, CEASED), before.values.get(code)
        if items[code].basis != Basis.POINT_IN_TIME or came is None or went is None or last is None:
            continue
        expected = last + came - went
        off = abs(value - expected)
        if off > A_HANDFUL and off > OFF_SHARE * max(value, expected):
            side = "more" if value > expected else "fewer"
            yield (
                code,
                INCONSISTENT,
                f"{items[code]}: {_shown(last)} {stands_behind(before.period)}, with {_shown(came)} who started and "
                f"{_shown(went)} who ended, make {_shown(expected)}; given are {_shown(value)}, {_shown(off)} {side}.",
            )


def _moved(values: dict[str, Decimal], code: str, endings: tuple[str, ...]) -> Decimal | None:
    return next((values[code + ending] for ending in endings if code + ending in values), None)


def _above_denominators(return_: Return, items: dict[str, Item], values: dict[str, Decimal]) -> Iterator[Warned]:
    definitions = return_.collection_period.version.definitions.select_related("indicator")
    for one in definitions:
        parts, wholes = one.numerator, one.denominator
        if one.indicator.may_exceed or not parts or not wholes or not {*parts, *wholes} <= values.keys():
            continue
        if not set(parts).isdisjoint(wholes):
            continue
        above, below = (sum((values[code] for code in codes), Decimal()) for codes in (parts, wholes))
        if above <= below or _is_said(items, parts, wholes) or _is_not_a_share(items, parts, wholes):
            continue
        yield (
            parts[0],
            EXCEEDS,
            f"{one.indicator}: {_named(items, parts)}, {_shown(above)}, is more than {_named(items, wholes)}, "
            f"{_shown(below)}. It would be above 100%.",
        )


def _is_said(items: dict[str, Item], parts: list[str], wholes: list[str]) -> bool:
    """Whether the part and the whole were held against each other already."""
    return len(parts) == len(wholes) == 1 and items[parts[0]].part_of == wholes[0]


def _is_not_a_share(items: dict[str, Item], parts: list[str], wholes: list[str]) -> bool:
    """Children per social worker can be any number."""
    return len({items[code].kind == ItemKind.COUNT for code in (*parts, *wholes)}) > 1


def _named(items: dict[str, Item], codes: list[str]) -> str:
    return " and ".join(str(items[code]) for code in codes)


def _shown(value: Decimal) -> str:
    """1,234 or 12.5."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def _rounded(value: float) -> Decimal:
    return Decimal(f"{value:.1f}")
