"""Memoranda of understanding and their signatures."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from regions import notifications
from regions.models import Authority, Memorandum, Party, Region, Signature, Trust, TrustService
from regions.querysets import covering, today
from regions.rules import memoranda as rules
from regions.signing import end_of, standings
from regions.statuses import MemorandumStatus
from riia.accounts.models import User
from riia.workflow import command, transition

OVER = ("withdrawn", "lapsed")


@command(
    on=Region,
    label="Draft the next version of the memorandum",
    permitted=rules.may_keep_memorandum,
    unless=rules.reasons_not_to_draft,
    page="memorandum_draft",
)
def draft_memorandum(region: Region, *, by: User, title: str, starts: date, **details: Any) -> Memorandum:
    """Begin the next version, with the region's authorities of that day and the trusts that serve them as parties."""
    last = region.memoranda.order_by("-version").first()
    memorandum = Memorandum.objects.create(
        region=region, title=title, starts=starts, version=last.version + 1 if last else 1, **details
    )
    authorities = list(Authority.objects.as_at(starts).filter(region=region).order_by("name"))
    trusts = Trust.objects.filter(services__in=_services_on(authorities, starts)).distinct()
    Party.objects.bulk_create(
        [Party(memorandum=memorandum, authority=authority) for authority in authorities]
        + [Party(memorandum=memorandum, trust=trust, signs_for_it="Chief executive of the trust") for trust in trusts]
    )
    return memorandum


def _services_on(authorities: list[Authority], on: date) -> "QuerySet[TrustService]":
    return TrustService.objects.filter(covering(on), authority__in=authorities)


@transition(
    on=Memorandum,
    label="Bring into force",
    sources={MemorandumStatus.DRAFT},
    targets={MemorandumStatus.IN_FORCE},
    permitted=rules.may_keep_memorandum,
    unless=rules.reasons_not_to_bring_into_force,
    locking="region",
    page="memorandum_bring_into_force",
)
def bring_into_force(memorandum: Memorandum, *, by: User) -> None:
    """From now on authorities sign this version; signatures of the last one count for its days of grace (ACC-18)."""
    for earlier in memorandum.region.memoranda.filter(status=MemorandumStatus.IN_FORCE):
        end_memorandum(earlier, by=by, reason=f"Version {memorandum.version} is in force.")


@transition(
    on=Memorandum,
    label="End this version",
    sources={MemorandumStatus.IN_FORCE},
    targets={MemorandumStatus.ENDED},
    permitted=rules.may_keep_memorandum,
    page="memorandum_end",
)
def end_memorandum(memorandum: Memorandum, *, by: User) -> None:
    """It ends today; signatures count for the days of grace."""
    if memorandum.expires is None or memorandum.expires > today():
        memorandum.expires = max(today(), memorandum.starts + timedelta(days=1))


@command(
    on=Party,
    label="Record a signature",
    permitted=rules.may_keep_memorandum,
    unless=rules.reasons_not_to_sign,
    page="party_sign",
)
def record_signature(
    party: Party,
    *,
    by: User,
    signatory: str,
    office: str,
    signed_on: date,
    schedules: list[str],
    expires: date | None = None,
) -> Signature:
    """Record who signed for a party, in which office, when and for what (ACC-18). `expires` is the first day out."""
    return Signature.objects.create(
        party=party,
        signatory=signatory,
        office=office,
        signed_on=signed_on,
        schedules=schedules,
        expires=expires,
        recorded_by=by,
    )


@command(
    on=Signature,
    label="Withdraw the signature",
    permitted=rules.may_keep_memorandum,
    unless=rules.reasons_not_to_withdraw_signature,
    page="signature_withdraw",
)
def withdraw_signature(signature: Signature, *, by: User) -> None:
    """The party no longer takes part; shared material closes to it today, and its own to others (ACC-4)."""
    signature.withdrawn_on = today()
    signature.save(update_fields=["withdrawn_on"])
    party = signature.party
    # An earlier signature, or one of an earlier version in its days of grace, would go on counting.
    others = Signature.objects.filter(
        party__authority=party.authority_id,
        party__trust=party.trust_id,
        party__memorandum__region=party.memorandum.region_id,
        withdrawn_on__isnull=True,
    )
    standing = (one for one in others.select_related("party__memorandum") if one.standing_on(today()) not in OVER)
    if other := next(standing, None):  # which takes the next along
        withdraw_signature(other, by=by, reason="Withdrawn with a later or earlier signature of the same party.")


def warn_of_ending_signatures() -> int:
    """Tell directors and regional teams of signatures in their last 90 days; returns how many end. Safe to repeat."""
    ending = 0
    for memorandum in Memorandum.objects.filter(status=MemorandumStatus.IN_FORCE).for_page():
        for standing in standings(memorandum, today()):
            if standing.word == "ending" and standing.signature:
                notifications.signature_ending(memorandum, standing.party, end_of(standing.signature))
                ending += 1
    return ending
