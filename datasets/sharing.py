"""Which authorities see the published figures of a period: those within whom its bands are worked out (DAT-22)."""

from datetime import date

from datasets.models import CollectionPeriod
from datasets.statuses import Agreement
from regions.models import Signature, TrustService
from regions.querysets import covering
from regions.reach import COUNTS_AS_SIGNED
from regions.statuses import MemorandumStatus, Schedule


def authorities_that_see(period: CollectionPeriod, taking_part: set[int], on: date) -> set[int]:
    """Authorities whose readers may see others' figures of a period on a day, by its collection's agreement (DAT-22).

    `taking_part` are those with figures in it. An authority has signed where it did itself, or a trust that serves it.
    """
    collection = period.collection
    signed = _signed(on)
    if collection.agreement == Agreement.REGION:
        return {authority for authority, region in signed if region == collection.region_id}
    readers = {authority for authority, _ in signed}
    if collection.agreement == Agreement.GROUP and collection.group:
        members = collection.group.members.filter(covering(on), authority__isnull=False)
        return readers & set(members.values_list("authority", flat=True))
    return readers & taking_part


def _signed(on: date) -> set[tuple[int, int]]:
    """Pairs of authority and region whose shared data it has signed for."""
    serving: dict[int | None, list[int]] = {}
    for trust, authority in TrustService.objects.opening(on).values_list("trust", "authority"):
        serving.setdefault(trust, []).append(authority)
    found = set()
    signatures = Signature.objects.exclude(party__memorandum__status=MemorandumStatus.DRAFT)
    for one in signatures.select_related("party__memorandum"):
        memorandum = one.party.memorandum
        covered = set(one.schedules) & set(memorandum.schedules)
        if Schedule.DATA not in covered or memorandum.starts > on or one.standing_on(on) not in COUNTS_AS_SIGNED:
            continue
        of = [one.party.authority_id] if one.party.authority_id else serving.get(one.party.trust_id, [])
        found |= {(authority, memorandum.region_id) for authority in of}
    return found
