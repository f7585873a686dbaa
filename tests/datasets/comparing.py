"""Figures to compare, for tests: published values with bands, and the lines of the tables of addresses and acts.

`published(cast)` gives both regions a year of two indicators, as an import would leave them; in-year figures come from
`factories`, by the acts that publish them.
"""

from datetime import date
from decimal import Decimal

from datasets.models import AreaValue, Indicator, Neighbour, NeighbourSet, PublishedValue
from datasets.statuses import Basis, Confidence, Polarity, Theme
from regions.models import Authority
from tests.answers import EVERY_MEMBER, LIST, Page, act_of, object_for

# Reading seats of North's first authority, and North's team (DAT-13).
OWN = {f"north.{one}" for one in ("dcs", "chief_executive", "lead_member", "assistant_director", "named_reader")}
NOTERS = frozenset(
    OWN | {f"north.{one}" for one in ("performance_lead", "regional_team", "colleague", "regional_lead")}
)

MATRIX: dict[str, dict[str, frozenset]] = {"regions.authority.add_note": {"authority": NOTERS}}

PAGES: dict[str, Page] = {
    "rug": LIST,
    "indicator_list": LIST,
    "indicator_detail": object_for(EVERY_MEMBER),
    "data_profile": object_for(EVERY_MEMBER),
    "outlier_list": LIST,
    "figure_note_add": act_of(set(NOTERS)),
}


def rows(cast) -> dict[str, list]:
    """What the addresses of `PAGES` are filled in with."""
    share()
    return {
        "indicator_detail": ["repeat-share"],
        "data_profile": ["aldermoor"],
        "figure_note_add": [cast.north.first.pk],
    }


def note_inputs(cast) -> dict:
    """What `add_note` takes besides."""
    value(cast.north.first, share(), 25)
    return {"indicator": share(), "period": "2025", "text": "A new front door since May."}


def share() -> Indicator:
    """A percentage of which less is better, and which looks back."""
    return _indicator(
        "repeat-share",
        "Repeat share",
        theme=Theme.EARLY_HELP,
        unit="percent",
        multiplier=100,
        polarity=Polarity.LOWER,
        confidence=Confidence.WILSON,
        looks_back=True,
    )


def rate() -> Indicator:
    """A rate that is neither good nor bad when high."""
    return _indicator(
        "care-rate",
        "Care rate",
        theme=Theme.LOOKED_AFTER,
        unit="rate per 10,000",
        multiplier=10_000,
        polarity=Polarity.NEUTRAL,
        confidence=Confidence.BYARS,
        decimals=0,
    )


def grade() -> Indicator:
    """An inspection's grade: shown until the next, never pooled."""
    return _indicator(
        "grade", "Grade", theme=Theme.QUALITY, unit="ratio", polarity=Polarity.LOWER, decimals=0, source_return="Ofsted"
    )


def _indicator(code: str, name: str, **details) -> Indicator:
    settings = {"numerator_definition": "Counted.", "frequency": "annual", "basis": Basis.PERIOD, "is_published": True}
    places = {"repeat-share": 1, "care-rate": 2, "grade": 3}
    found, _ = Indicator.objects.get_or_create(
        code=code, defaults={"name": name, "position": places[code], **settings, **details}
    )
    return found


def value(authority: Authority, indicator: Indicator, number, year: int = 2025, **details) -> PublishedValue:
    """A published value with what is worked out when it is imported."""
    end = details.pop("period_end", date(year, 3, 31))
    counts = {"numerator": Decimal(250), "denominator": Decimal(1000), "lower": 22.0, "upper": 28.0}
    return PublishedValue.objects.create(
        authority=authority,
        indicator=indicator,
        value=None if number is None else Decimal(str(number)),
        year=end.year,
        period_end=end,
        period_label=str(end.year),
        source="Test",
        **{**(counts if number is not None else {}), **details},
    )


def area(indicator: Indicator, number, region=None, year: int = 2025, used: int = 3, expected: int = 3, **details):
    """A pooled annual value; England's without a region."""
    return AreaValue.objects.create(
        region=region,
        indicator=indicator,
        series="annual",
        period_end=date(year, 3, 31),
        year=year,
        value=None if number is None else Decimal(str(number)),
        numerator=None if number is None else Decimal(500),
        denominator=None if number is None else Decimal(2000),
        used=used,
        expected=expected,
        **details,
    )


def published(cast) -> None:
    """A year of two indicators in both regions: bands, a trend, a marker, a first year, pooled values."""
    north, south, of_share, of_rate = cast.north, cast.south, share(), rate()
    flags = ["lowest-quarter", "trend"]
    value(north.first, of_share, "25.25", band="D", rank=4, ranked=4, trend="increasing", flags=flags)
    value(north.second, of_share, None, marker="c")
    value(north.third, of_share, 20, is_first_year=True)
    value(south.first, of_share, 10, band="A", rank=1, ranked=4, trend="none")
    for authority, z in ((north.first, 1.5), (north.second, -0.2), (south.first, -1.2)):
        value(authority, of_rate, 70, z=z)
    area(of_share, "21.7", north.region, used=2)
    area(of_share, "22.6", used=4, expected=6)
    area(of_rate, None, north.region, used=1, why_not="Too few children are covered.")


def neighbours(authority: Authority, others: list[Authority], slug: str = "2025-05") -> NeighbourSet:
    """A set in which these are the authority's neighbours."""
    found, _ = NeighbourSet.objects.get_or_create(
        slug=slug, defaults={"name": f"Neighbours {slug}", "dated": f"{slug}-01"}
    )
    for rank, other in enumerate(others, 1):
        Neighbour.objects.create(neighbour_set=found, authority=authority, rank=rank, neighbour=other)
    return found


def more_authorities(cast, count: int) -> list[Authority]:
    """More authorities in South, for averages that need five."""
    return [
        Authority.objects.create(
            slug=f"more-{number}", name=f"More {number}", official_name="X", kind="unitary", region=cast.south.region
        )
        for number in range(count)
    ]
