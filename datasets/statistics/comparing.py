"""A figure beside a comparator: lower, similar or higher, and what that means for the indicator's polarity (DAT-8).

Nothing here knows of colours. No interval or no comparator means "not compared", which is None.
"""

from datasets.statistics.inputs import HIGHER_BETTER, NEUTRAL, interval, number, polarity_word

LOWEST, LOWER, SIMILAR, HIGHER, HIGHEST = "lowest", "lower", "similar", "higher", "highest"
BETTER, WORSE = "better", "worse"


def comparison_with_interval(lower: float | None, upper: float | None, benchmark: float | None) -> str | None:
    """Fingertips' overlapping interval (DAT-8): "lower", "similar" or "higher" than the benchmark.

    Takes the two limits of the area's own figure and a benchmark in the same unit. Lower: even the upper limit is below
    the benchmark; higher: even the lower limit is above it; touching is similar. None where one of them is missing.
    """
    if lower is None or upper is None or benchmark is None:
        return None
    other = number(benchmark, "benchmark")
    return _side(*interval(lower, upper, "figure"), other, other)


def comparison_of_intervals(
    lower: float | None, upper: float | None, other_lower: float | None, other_upper: float | None
) -> str | None:
    """Double overlapping intervals (DAT-8): "similar" while the two overlap or touch. None where one is missing."""
    if lower is None or upper is None or other_lower is None or other_upper is None:
        return None
    return _side(*interval(lower, upper, "figure"), *interval(other_lower, other_upper, "comparator"))


def comparison_with_limits(value: float | None, lower: float | None, upper: float | None) -> str | None:
    """A value and control limits around its benchmark (DAT-8; see `spc_limits_proportion`, `funnel_limits_rate`).

    "lower" below both limits, "higher" above both, "similar" between them or on one. None where one is missing.
    """
    if value is None or lower is None or upper is None:
        return None
    own = number(value, "value")
    return _side(own, own, *interval(lower, upper, "benchmark"))


def two_levels(inner: str | None, outer: str | None) -> str | None:
    """The five steps of Fingertips' two levels (DAT-8): the comparisons at 95 % and at 99.8 % made one.

    "lowest" and "highest" where the wide limits say so too, else what the narrow ones say.
    """
    if inner is None or outer is None:
        return None
    return {LOWER: LOWEST, HIGHER: HIGHEST, SIMILAR: inner}[outer]


def judgement(comparison: str | None, polarity: str) -> str | None:
    """What a comparison means: "better", "worse", "similar"; for a neutral indicator the comparison itself (DAT-8)."""
    word = polarity_word(polarity)
    if comparison is None or comparison == SIMILAR or word == NEUTRAL:
        return comparison
    return BETTER if (comparison in (HIGHER, HIGHEST)) == (word == HIGHER_BETTER) else WORSE


def _side(lower: float, upper: float, other_lower: float, other_upper: float) -> str:
    if upper < other_lower:
        return LOWER
    return HIGHER if lower > other_upper else SIMILAR
