"""Limits, bands, ranks, trends and flags of the figures of one indicator, worked out when they come (DAT-8 to DAT-13).

Nothing here asks the database. Annual and quarterly series are given to different functions and never mix (DAT-15).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from datasets import statistics
from datasets.statuses import Confidence, Flag, Polarity, Trend

# In fewer figures a quarter of them is hardly one (DAT-22 says so for in-year figures; inspections come a few a day).
FEWEST_TO_BAND = 8
INNER, OUTER = 0.95, 0.998
OF_A_SIGNAL = {"outside": Flag.POINT_OUTSIDE, "run": Flag.RUN, "drift": Flag.DRIFT, "outer_third": Flag.OUTER_THIRD}
OF_A_DRIFT = {"rising": Trend.UP, "falling": Trend.DOWN}


@dataclass(frozen=True, slots=True)
class Measure:
    """What the statistics need to know of an indicator, from the catalogue or from a version's definition."""

    polarity: str
    confidence: str
    multiplier: int


@dataclass(slots=True)
class Row:
    """A figure of an authority: what is known of it, and below that what is worked out."""

    authority: int
    period_end: date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    marker: str = ""
    # Whether it is compared with others: not of an abolished authority, not of a first year, not "not comparable".
    is_compared: bool = True
    # Whether it belongs to the authority's own series: it existed, and knew its own past (DAT-10).
    in_series: bool = True
    is_first_year: bool = False
    lower: float | None = None
    upper: float | None = None
    band: str = ""
    rank: int | None = None
    ranked: int | None = None
    z: float | None = None
    trend: str = ""
    flags: list[str] = field(default_factory=list)

    @property
    def worked_out(self) -> tuple:
        """What is worked out, in the order of `WORKED_OUT`."""
        return tuple(getattr(self, name) for name in WORKED_OUT)


WORKED_OUT = ("lower", "upper", "band", "rank", "ranked", "z", "trend", "flags", "is_first_year")


def place(rows: Iterable[Row], measure: Measure) -> None:
    """Work out limits, bands, ranks, z and outliers of one indicator at one time (DAT-8, DAT-9)."""
    compared = []
    for row in rows:
        row.lower, row.upper = limits(row, measure)
        row.band, row.rank, row.ranked, row.z, row.trend, row.flags = "", None, None, None, "", []
        if row.is_compared and row.value is not None:
            compared.append(row)
    if len(compared) >= FEWEST_TO_BAND:
        _band(compared, measure)
        _find_outliers([row for row in compared if _pair(row, measure)], measure)


def limits(row: Row, measure: Measure) -> tuple[float | None, float | None]:
    """The 95 % limits on the scale of the value: Wilson, or Byar's and exact below 10 events; None without counts."""
    pair = _pair(row, measure) if row.value is not None else None
    if pair is None:
        return None, None
    if measure.confidence == Confidence.WILSON:
        lower, upper = statistics.wilson_interval(*pair, INNER)
        return lower * measure.multiplier, upper * measure.multiplier
    return statistics.rate_interval(*pair, measure.multiplier, INNER)


def _pair(row: Row, measure: Measure) -> tuple[float, float] | None:
    """The two counts where they make an interval of the measure's kind."""
    if row.numerator is None or not row.denominator or measure.confidence == Confidence.NONE:
        return None
    part, whole = float(row.numerator), float(row.denominator)
    if measure.confidence == Confidence.WILSON and part > whole:
        return None
    return part, whole


def _band(rows: list[Row], measure: Measure) -> None:
    values = [float(row.value) for row in rows if row.value is not None]
    letters = statistics.bands(values, measure.polarity)
    # Where most have one value, a band would judge those that don't differ.
    if statistics.too_alike_to_band(values):
        letters = [None] * len(values)
    places, deviations = statistics.ranks(values, measure.polarity), statistics.standard_deviations(values)
    for row, letter, at, z in zip(rows, letters, places, deviations, strict=True):
        row.band, row.rank, row.z, row.ranked = letter or "", at, z, None if at is None else len(rows)
        if letter == statistics.WORST_BAND:
            row.flags.append(Flag.LOWEST_BAND)


def _find_outliers(rows: list[Row], measure: Measure) -> None:
    """Flag figures beyond 99.8 % limits that are widened by how much areas truly differ (DAT-13)."""
    if len(rows) < FEWEST_TO_BAND:
        return
    parts = [float(row.numerator or 0) for row in rows]
    wholes = [float(row.denominator or 0) for row in rows]
    zs = statistics.z_scores(parts, wholes, measure.confidence)
    if all(z is None for z in zs):
        return
    phi, average = statistics.overdispersion(zs), sum(parts) / sum(wholes)
    for row, part, whole in zip(rows, parts, wholes, strict=True):
        if measure.confidence == Confidence.WILSON:
            lower, upper = statistics.funnel_limits_proportion(average, whole, OUTER, phi)
        else:
            lower, upper = statistics.funnel_limits_rate(average, whole, 1, OUTER, phi)
        if part / whole < lower:
            row.flags.append(Flag.OUTLIER_LOW)
        elif part / whole > upper:
            row.flags.append(Flag.OUTLIER_HIGH)


# --- Annual series ----------------------------------------------------------------------------------------------------


def follow_years(rows: Iterable[Row], measure: Measure) -> None:
    """The five-point trend of every annual figure of one indicator, within the authority's own life (DAT-9, DAT-10)."""
    if measure.confidence == Confidence.NONE:
        return
    series: dict[tuple[int, int], dict[int, Row]] = {}
    for row in rows:
        # Years are consecutive where they end in the same month.
        if row.in_series and row.lower is not None:
            series.setdefault((row.authority, row.period_end.month), {})[row.period_end.year] = row
    for years in series.values():
        for year, row in years.items():
            points = [years[one] for one in range(year - 4, year + 1) if one in years]
            if len(points) == 5:
                _follow(row, points, measure)


def _follow(row: Row, points: list[Row], measure: Measure) -> None:
    if measure.confidence == Confidence.WILSON:
        found = statistics.trend_of_proportions(
            [float(one.numerator or 0) for one in points], [float(one.denominator or 0) for one in points]
        )
    else:
        found = statistics.trend_of_values(
            [float(one.numerator or 0) / float(one.denominator or 1) * measure.multiplier for one in points],
            [one.lower for one in points],
            [one.upper for one in points],
        )
    row.trend = found.direction or ""
    wrong = {Polarity.LOWER: Trend.UP, Polarity.HIGHER: Trend.DOWN}.get(Polarity(measure.polarity))
    if wrong and row.trend == wrong:
        row.flags.append(Flag.TREND)


# --- Quarterly series -------------------------------------------------------------------------------------------------


def follow_quarters(row: Row, past: list[float | None]) -> None:
    """What the authority's own past says of a quarter, by the rules of its process chart (DAT-9, DAT-13).

    `past` are the quarters before it in order, None for a gap; the trend is that of six points rising or falling.
    """
    if row.value is None:
        return
    points = [*past, float(row.value)]
    found = statistics.special_causes(points)
    if found.reason:
        return
    row.trend = Trend.LEVEL
    for signal in found.signals:
        if signal.index == len(points) - 1:
            row.flags.append(OF_A_SIGNAL[signal.rule])
            row.trend = OF_A_DRIFT.get(signal.direction, row.trend)
