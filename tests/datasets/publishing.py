"""Files of published values and neighbours, for tests: what is given replaces what a good row says."""

from pathlib import Path

from datasets.models import Indicator
from datasets.statuses import Basis, Polarity, Theme
from tests.datasets import comparing

VALUES = "la_gss,la_name,geo_level,period,period_end,indicator_code,numerator,denominator,value,marker,source"
NEIGHBOURS = "la_gss,rank,neighbour_gss,closeness,model"
# Authorities of the directory by their codes: fifteen of Yorkshire and the Humber.
BARNSLEY, SHEFFIELD, LEEDS, YORK = "E08000038", "E08000039", "E08000035", "E06000014"


def line(gss: str = LEEDS, value: object = "", above: object = "", below: object = "", **given: object) -> str:
    """One row of published values; `share` of less is better, a year to March 2025, unless given otherwise."""
    cells = {
        "level": "la",
        "period": "2025",
        "end": "2025-03-31",
        "code": "repeat-share",
        "marker": "",
        "source": "Test",
    } | given
    first = f"{gss},Somewhere,{cells['level']},{cells['period']},{cells['end']},{cells['code']}"
    return f"{first},{above},{below},{value},{cells['marker']},{cells['source']}"


def share_of(gss: str, above: int, below: int, **given: object) -> str:
    """A percentage with its counts."""
    return line(gss, round(100 * above / below, 1), above, below, **given)


def values(folder: Path, *lines: str, header: str = VALUES, name: str = "values.csv") -> Path:
    """A file of published values of `comparing.share()`."""
    comparing.share()
    return written(folder, header, lines, name)


def total(code: str) -> Indicator:
    """An indicator whose values are counts, such as the population."""
    return Indicator.objects.create(
        code=code,
        name=code,
        theme=Theme.CONTEXT,
        unit="count",
        numerator_definition="Counted.",
        polarity=Polarity.NEUTRAL,
        frequency="annual",
        basis=Basis.POINT_IN_TIME,
    )


def neighbours(folder: Path, *lines: str, header: str = NEIGHBOURS) -> Path:
    return written(folder, header, lines, "neighbours.csv")


def written(folder: Path, header: str, lines: tuple[str, ...], name: str) -> Path:
    path = folder / name
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path
