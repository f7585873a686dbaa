"""The codes by which the Office for National Statistics names England and its nine statistical regions.

The nine alliances cover the same authorities as those regions. The codes have stood since 2011 and identify nothing
else here, so they aren't stored: only downloads carry them, for analysts who join them to other tables.
"""

from typing import Final

ENGLAND: Final = "E92000001"
CODES: Final = {
    "north-east": "E12000001",
    "north-west": "E12000002",
    "yorkshire-and-the-humber": "E12000003",
    "east-midlands": "E12000004",
    "west-midlands": "E12000005",
    "east-of-england": "E12000006",
    "london": "E12000007",
    "south-east": "E12000008",
    "south-west": "E12000009",
}


def area_code(region: str = "") -> str:
    """The code of a region by its slug, of England without one; nothing for the demonstration's."""
    return CODES.get(region, "") if region else ENGLAND
