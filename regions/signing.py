"""How each party to a memorandum stands with its signature on a day, in words, and what that opens (ACC-4, ACC-18)."""

from dataclasses import dataclass
from datetime import date, timedelta

from regions.models import Memorandum, Party, Signature
from regions.reach import COUNTS_AS_SIGNED
from regions.statuses import MemorandumStatus, Schedule
from regions.wording import last_day
from riia.ui.dates import in_words

# Of several signatures of a party the one that opens most speaks for it.
BEST_FIRST = ("signed", "ending", "grace", "future", "lapsed", "withdrawn")
COLOURS = {"signed": "green", "ending": "yellow", "grace": "orange", "future": "blue", "unsigned": "grey"}


@dataclass(frozen=True)
class Standing:
    """A party on a day; `word` is one of BEST_FIRST or "unsigned"."""

    party: Party
    signature: Signature | None
    word: str
    in_force: bool

    @property
    def counts(self) -> bool:
        """Whether the party counts as having signed, so that its readers' seats open what others share."""
        return self.in_force and self.word in COUNTS_AS_SIGNED

    @property
    def label(self) -> str:
        return {
            "signed": "Signed",
            "ending": "Signed, ending soon",
            "grace": "In its days of grace",
            "future": "Signed ahead",
            "lapsed": "Lapsed",
            "withdrawn": "Withdrawn",
            "unsigned": "Not signed",
        }[self.word]

    @property
    def colour(self) -> str:
        return COLOURS.get(self.word, "red")

    @property
    def words(self) -> str:
        """The dates behind the label, in a sentence; nothing for who has not signed."""
        signature = self.signature
        if signature is None:
            return ""
        signed = f"Signed by {signature.signatory}, {signature.office}, on {in_words(signature.signed_on)}."
        if self.word == "withdrawn":
            return f"{signed} Withdrawn on {in_words(signature.withdrawn_on)}."
        end = end_of(signature)
        if end is None:
            return signed
        if self.word == "grace":
            until = last_day(end + timedelta(days=signature.party.memorandum.grace_days))
            return f"{signed} Ended on {in_words(last_day(end))}; still counts until {in_words(until)}."
        ends = "Ended on" if self.word == "lapsed" else "Ends on"
        return f"{signed} {ends} {in_words(last_day(end))}."

    @property
    def opens(self) -> list[str]:
        """The schedules that are open to the party's readers."""
        if not self.counts or self.signature is None:
            return []
        covered = set(self.signature.schedules) & set(self.party.memorandum.schedules)
        return [one.label for one in Schedule if one.value in covered]


def end_of(signature: Signature) -> date | None:
    """The first day on which a signature no longer stands, before any days of grace."""
    return min((day for day in (signature.expires, signature.party.memorandum.expires) if day), default=None)


def standings(memorandum: Memorandum, on: date) -> list[Standing]:
    """Every party of a version by name. Reads nothing more from a row of `MemorandumQuerySet.for_page`."""
    in_force = memorandum.status != MemorandumStatus.DRAFT and memorandum.starts <= on
    return [_standing(party, on, in_force) for party in sorted(memorandum.parties.all(), key=str)]


def _standing(party: Party, on: date, in_force: bool) -> Standing:
    signatures = [(BEST_FIRST.index(one.standing_on(on)), -one.pk, one) for one in party.signatures.all()]
    if not signatures:
        return Standing(party, None, "unsigned", in_force)
    place, _, signature = min(signatures)
    return Standing(party, signature, BEST_FIRST[place], in_force)
