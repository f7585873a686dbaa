"""The columns of a template, in a workbook and in CSV, and what ties a file to its return (DAT-5)."""

import hashlib
import re
from collections.abc import Mapping
from typing import Final

from datasets.models import Return

# Sheets of a template.
INSTRUCTIONS, RETURN, FIGURES = "Instructions", "Return", "Figures"
AUTHORITY, PERIOD, VERSION = "authority", "period", "version"
CODE, ITEM, COUNTED, UNIT, LAST = "code", "item", "what to count", "unit", "last figure"
FIGURE, MARKER, CAVEAT, WORDS = "figure", "marker", "caveat", "caveat in words"
# Of the sheet with the figures; a CSV file says in each row whose, of which period and version it is.
COLUMNS: Final = (CODE, ITEM, COUNTED, UNIT, LAST, FIGURE, MARKER, CAVEAT, WORDS)
CSV_COLUMNS: Final = (AUTHORITY, PERIOD, VERSION, *COLUMNS)
# What people fill in.
FILLED_IN: Final = (FIGURE, MARKER, CAVEAT, WORDS)
NEEDED: Final = (CODE, FIGURE)
# Rows of the sheet that says whose return it is: what, and its label there.
CHECK: Final = "check"
TIES: Final = {
    "collection": "Collection",
    AUTHORITY: "Authority, as in its address",
    PERIOD: "Period, as in its address",
    VERSION: "Version of the dataset",
    CHECK: "Check",
}
OTHER_NAMES: Final = {"item code": CODE, "value": FIGURE, "caveat words": WORDS, "words": WORDS}


def ties_of(return_: Return) -> dict[str, str]:
    """What a file must say to be this return's: collection, authority, period, version, and a digest of the four."""
    period = return_.collection_period
    said = {
        "collection": period.collection.slug,
        AUTHORITY: return_.authority.slug,
        PERIOD: period.slug,
        VERSION: period.version.slug,
    }
    return {**said, CHECK: digest_of(said)}


def digest_of(said: Mapping[str, str]) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of collection, authority, period and version.

    It shows that a template was altered by hand; it keeps nothing secret.
    """
    text = "\n".join(said[name] for name in TIES if name != CHECK)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def column_named(heading: str) -> str:
    """The column that a heading means, in whatever case and with whatever between its words; empty if none."""
    name = re.sub(r"[\s_/-]+", " ", heading.casefold()).strip(" :*")
    return name if name in CSV_COLUMNS else OTHER_NAMES.get(name, "")
