"""The directory: places, people, seats, appointments, memoranda.

Intervals are held as [from, to): `to` is the first day out (DIR-5). Rows are never deleted: they end (DIR-13).
"""

from regions.models.delegations import Delegation
from regions.models.facts import Correction, Fact, Source
from regions.models.groups import Group, GroupMember
from regions.models.imports import DirectoryImport
from regions.models.information_requests import InformationRequest
from regions.models.interests import Interest, Waiver
from regions.models.memoranda import Memorandum, Party, Signature
from regions.models.people import Appointment, Person, Seat
from regions.models.places import Authority, AuthorityCode, Region, Succession, Trust, TrustService

__all__ = [
    "Appointment",
    "Authority",
    "AuthorityCode",
    "Correction",
    "Delegation",
    "DirectoryImport",
    "Fact",
    "Group",
    "GroupMember",
    "InformationRequest",
    "Interest",
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
    "Waiver",
]
