"""The directory: places, people, seats, appointments, memoranda.

Intervals are held as [from, to): `to` is the first day out (DIR-5). Rows are never deleted: they end (DIR-13).
"""

from regions.models.facts import Correction, Fact, Source
from regions.models.memoranda import Memorandum, Party, Signature
from regions.models.people import Appointment, Person, Seat
from regions.models.places import Authority, AuthorityCode, Region, Succession, Trust, TrustService

__all__ = [
    "Appointment",
    "Authority",
    "AuthorityCode",
    "Correction",
    "Fact",
    "Memorandum",
    "Party",
    "Person",
    "Region",
    "Seat",
    "Signature",
    "Source",
    "Succession",
    "Trust",
    "TrustService",
]
