"""Who is told what about self-evaluations (NOT-1). Subjects and lines hold nothing confidential, no word of a text."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from regions import roles
from regions.models import Authority, Region
from regions.notifications import holders
from regions.roles import Role
from riia.accounts.models import User
from riia.notifications.outbox import tell
from riia.ui.dates import in_words
from selfassessment.models import AgreedReader, Cycle


def directors(authorities: Iterable[Authority | int]) -> list[User]:
    """The accounts of the directors of some authorities, their trusts' chief executives left out."""
    return holders(Q(seat__role=Role.DCS, seat__authority__in=list(authorities)))


def team_of(region: Region) -> list[User]:
    """The accounts of a region's team."""
    return holders(Q(seat__role__in=roles.TEAM, seat__region=region))


def tell_all(users: Iterable[User], subject: str, line: str, **details: Any) -> None:
    """Tell everybody once."""
    for user in dict.fromkeys(users):
        tell(user, subject, line, **details)


# --- Cycles -----------------------------------------------------------------------------------------------------------


def cycle_opened(cycle: Cycle, authorities: list[Authority]) -> None:
    """Directors hear that a cycle is open and when the text is due."""
    tell_all(
        directors(authorities),
        f"{cycle} is open",
        f"You can join it and begin to write. The closing date is {in_words(cycle.closes_on)}.",
        link=cycle.get_absolute_url(),
        key=f"cycle-opened:{cycle.pk}",
    )


def dates_changed(cycle: Cycle) -> None:
    """Directors hear of other days."""
    tell_all(
        directors(cycle.evaluations.values_list("authority", flat=True)),
        f"Dates changed: {cycle}",
        f"The closing date is {in_words(cycle.closes_on)}; what is released opens on {in_words(cycle.release_on)}.",
        link=cycle.get_absolute_url(),
    )


def reader_agreed(agreed: AgreedReader) -> None:
    """The representative hears what they can read and until when; the region's directors, who else reads (ACC-14)."""
    cycle = agreed.cycle
    days = f"from {in_words(agreed.starts)} to {in_words(agreed.last_day)}"
    if agreed.person.user:
        tell_all(
            [agreed.person.user],
            f"You can read what is released: {cycle}",
            f"This was agreed {days}, while you represent the LGA in {cycle.region}.",
            link=cycle.get_absolute_url(),
        )
    tell_all(
        directors(cycle.evaluations.values_list("authority", flat=True)),
        f"Another reader: {cycle}",
        f"{agreed.person} of the LGA can read what is released {days}.",
        link=cycle.get_absolute_url(),
    )
