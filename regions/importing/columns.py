"""The columns of a file: one row is an appointment, a person in no seat, or a seat that nobody holds."""

import re
from dataclasses import dataclass
from typing import Final

from regions.roles import ABOUT, Place, Role

SHEET: Final = "Directory"
EXPLAINED: Final = "Columns"
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it holds, and how long a value may be."""

    name: str
    about: str
    longest: int = 200
    others: tuple[str, ...] = ()


COLUMNS: Final = (
    Column("person_id", "Number of the person in this directory. Leave it empty for somebody new.", 12),
    Column("name", "Full name. Leave it empty in a row about a seat that nobody holds.", 200, ("full_name", "person")),
    Column("email", "E-mail address at work.", 254, ("e_mail", "e_mail_address", "email_address")),
    Column("telephone", "Telephone number.", 40, ("phone", "telephone_number")),
    Column("publishes_contact", "yes if the person agrees that everybody sees e-mail address and telephone, or no.", 5),
    Column("place_type", f"What the seat belongs to: {', '.join(Place.values)}.", 20),
    Column("place", "The region, authority or trust, as in its address (such as west-midlands) or by name.", 200),
    Column("role", "One of the roles listed below, as a word or by its name.", 60),
    Column("seat_number", "Tells seats of one role in one place apart. Empty means 1.", 5, ("number",)),
    Column("seat_title", "The seat's own name, where it has one.", 200),
    Column("job_title", "The job title in the organisation that employs the person.", 200),
    Column("employer", "The authority or trust that employs the person, as in its address or by name.", 200),
    Column("organisation", "Another employing organisation, if it is neither an authority nor a trust.", 200),
    Column("from", "First day in the seat, such as 2026-12-01. For an empty seat: since when it is vacant.", 40),
    Column("to", "Last day in the seat. Empty while the person stays.", 40, ("last_day",)),
    Column("interim", "yes if the person holds the seat until it is filled for good, or no.", 5),
    Column("acting", "yes for acting cover beside the holder, or no.", 5),
    Column("note", "Where this comes from, or anything else worth keeping.", 10_000),
    Column("appointment_id", "Number of the appointment in this directory. Leave it empty for a new one.", 12),
)
NAMES: Final = tuple(one.name for one in COLUMNS)
BY_NAME: Final = {one.name: one for one in COLUMNS}
KNOWN_AS: Final = {other: one.name for one in COLUMNS for other in (one.name, *one.others)}
EXAMPLE: Final = {
    "name": "Alex Example",
    "email": "alex@authority.example",
    "publishes_contact": NO,
    "place_type": "authority",
    "place": "birmingham",
    "role": "assistant-director",
    "seat_number": "1",
    "job_title": "Assistant Director, Safeguarding",
    "employer": "birmingham",
    "from": "2026-12-01",
    "interim": NO,
    "acting": NO,
}


def column_named(heading: str) -> str:
    """The column that a heading means, in whatever case and with blanks or hyphens; empty if there is none such."""
    return KNOWN_AS.get(re.sub(r"[\s_/-]+", "_", heading.strip().casefold()).strip("_"), "")


def explained() -> list[tuple[str, str]]:
    """What the second sheet of the template says: the columns, then the allowed values."""
    lines = [("Column", "What it holds"), *((one.name, one.about) for one in COLUMNS)]
    lines += [
        ("", ""),
        (
            "Dates",
            "2026-12-01, 1/12/2026, 1 December 2026 or a date of Excel; December 2026 or 2026 if no more is known.",
        ),
        ("Empty cells", "In a row with a number they empty the fact. In a row without one they say nothing."),
        ("Left out", "A row or column that is left out changes nothing. Nothing is ever deleted."),
        ("", ""),
        ("Role", "Its name, and where its seats are"),
    ]
    return [*lines, *((role.value, f"{role.label} ({ABOUT[role].place.label})") for role in Role)]
