"""Who puts words to a figure to look at, and what stands in the way (DAT-13)."""

from datasets.models import Indicator, InYearValue, PublishedValue
from datasets.periods import Quarter, period_of
from datasets.querysets import own_authorities
from regions.models import Authority
from regions.reach import reach_of
from riia.accounts.models import User

LONGEST_NOTE = 2000


def may_add_note(user: User, authority: Authority) -> bool:
    """DAT-13: who reads the authority's own figures by a seat of it, and the team of its region."""
    reach = reach_of(user)
    return authority.pk in own_authorities(reach) or authority.region_id in reach.keeps


def reasons_not_to_add_note(
    authority: Authority, *, by: User, indicator: Indicator | None = None, period: str = "", text: str = ""
) -> list[str]:
    """DAT-13: a note has words, and is about a figure that its author sees."""
    if indicator is None:
        return []
    try:
        when = period_of(period)
    except ValueError as error:
        return [str(error)]
    reasons = [] if text.strip() else ["Write the note."]
    if len(text) > LONGEST_NOTE:
        reasons.append(f"A note has at most {LONGEST_NOTE:,} characters; this one has {len(text):,}.")
    if isinstance(when, Quarter):
        rows = InYearValue.objects.visible_to(by).current()
        found = rows.filter(authority=authority, indicator=indicator, collection_period__slug=period)
    else:
        found = PublishedValue.objects.visible_to(by).filter(authority=authority, indicator=indicator, year=when.number)
    if not found.exists():
        reasons.append(f"You see no figure of {authority} for “{indicator}” in {when}.")
    return reasons
