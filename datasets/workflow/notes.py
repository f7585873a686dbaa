"""Notes on figures to look at (DAT-13)."""

from django.utils import timezone

from datasets.models import FigureNote, Indicator
from datasets.rules import notes as rules
from regions.models import Authority
from riia.accounts.models import User
from riia.workflow import command


@command(
    on=Authority,
    label="Add a note on a figure",
    permitted=rules.may_add_note,
    unless=rules.reasons_not_to_add_note,
)
def add_note(authority: Authority, *, by: User, indicator: Indicator, period: str, text: str) -> FigureNote:
    """Put words to a figure of an authority; the authority, its region's team and board read them (DAT-13)."""
    return FigureNote.objects.create(
        authority=authority, indicator=indicator, period=period, text=text.strip(), by=by, at=timezone.now()
    )
