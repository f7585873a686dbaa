"""How a figure reads, on every page and in every file: its number with the decimals of its indicator, or in words why
there is none (DAT-4, DAT-11, DAT-19). Never a blank, never a zero that isn't one.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from datasets.statuses import Caveat, Polarity, Trend

NOT_SUBMITTED: Final = "not submitted"
NOT_AVAILABLE: Final = "not available"
NOT_COMPARABLE: Final = "not comparable"
NOT_SHARED: Final = "not shared with you"
HIDDEN: Final = "hidden (small number)"
NO_AUTHORITY: Final = "not an authority then"

# What each marker reads as; the publisher's are told apart from the portal's own in the legend.
MARKER_WORDS: Final = {
    "c": HIDDEN,
    "x": NOT_AVAILABLE,
    "z": "not applicable",
    "k": "rounds to zero",
    "u": "too unreliable",
    "low": "below the smallest number published",
    "-": "missing or hidden by the publisher",
}
# What a reader of the legend is told about each.
MEANINGS: Final = {
    NOT_AVAILABLE: "there is no figure, or too few authorities have one to pool them",
    NOT_SUBMITTED: "no return has been published for this period",
    HIDDEN: "a count from 1 to 5, or one from which such a count could be worked out",
    NOT_COMPARABLE: "the authority says why the figure can’t be compared; it has no band and is not pooled",
    NOT_SHARED: "in-year figures of an authority that your collection’s agreement doesn’t open to you",
    "not applicable": "the measure doesn’t apply to this authority",
    "rounds to zero": "the publisher’s figure is above zero and rounds to it",
    "too unreliable": "the publisher thinks the figure too unreliable to use",
    "below the smallest number published": "the publisher shows no figure this small",
    "missing or hidden by the publisher": "the publisher gives no figure and doesn’t say why",
    NO_AUTHORITY: "the authority began later or had ended",
}
TREND_WORDS: Final = {Trend.UP: "increasing", Trend.DOWN: "decreasing", Trend.LEVEL: "no clear change"}
POLARITY_WORDS: Final = {
    Polarity.HIGHER: "higher is better",
    Polarity.LOWER: "lower is better",
    Polarity.NEUTRAL: "neither higher nor lower is better",
}
CAVEAT_WORDS: Final = {Caveat.PROVISIONAL: "provisional", Caveat.NOT_COMPARABLE: NOT_COMPARABLE}
BAND_WORDS: Final = {
    "A": "in the best quarter",
    "B": "in the second quarter",
    "C": "in the third quarter",
    "D": "in the lowest quarter",
}
STEPS: Final = tuple(Decimal(1).scaleb(-places) for places in range(7))


def number(value: Decimal | float, decimals: int) -> str:
    """A value with separators and the decimals of its indicator, halves rounded up: 1,234.5."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    rounded = exact.quantize(STEPS[decimals], ROUND_HALF_UP)
    return f"{rounded:,}" if rounded else f"{abs(rounded):,}"


def with_unit(value: Decimal | float, decimals: int, unit: str) -> str:
    """The same with its unit as a sentence has it: 25.5%, 70.7 per 10,000, 12 days."""
    if unit == "percent":
        return f"{number(value, decimals)}%"
    if unit.startswith("rate "):
        return f"{number(value, decimals)} {unit.removeprefix('rate ')}"
    return f"{number(value, decimals)} days" if unit == "days" else number(value, decimals)


def unit_words(unit: str) -> str:
    """A unit as a heading has it; nothing for a plain number."""
    return {"percent": "%", "count": "number", "ratio": ""}.get(unit, unit.removeprefix("rate "))


def why_no_number(marker: str) -> str:
    """A marker in words; without one the figure is not available."""
    return MARKER_WORDS.get(marker, NOT_AVAILABLE)


def cell_text(reading: Any, decimals: int) -> str:
    """What a cell shows of anything with `value` and `marker`: the number, or why there is none.

    A reading may carry `hidden` (True: a small number that this reader is not shown, DAT-11).
    """
    if getattr(reading, "hidden", False):
        return HIDDEN
    if reading.value is None:
        return why_no_number(reading.marker)
    return number(reading.value, decimals)


def interval_text(lower: float | None, upper: float | None, decimals: int) -> str:
    """The 95% limits: "22.1 to 28.9"; nothing where there are none."""
    if lower is None or upper is None:
        return ""
    return f"{number(lower, decimals)} to {number(upper, decimals)}"


def pooled_text(used: int, expected: int) -> str:
    """How many authorities an area's value comes from (DAT-4): "15 of 15"."""
    return f"{used} of {expected}"


def rank_text(rank: int | None, ranked: int | None) -> str:
    """ "135 of 153"; nothing where nobody is ranked."""
    return f"{rank} of {ranked}" if rank and ranked else ""
