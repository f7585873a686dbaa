"""Who is told what about self-evaluations (NOT-1). Subjects and lines hold nothing confidential, no word of a text."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from regions import roles
from regions.models import Authority, Region
from regions.notifications import holders
from regions.querysets import today
from regions.reach import signed_for
from regions.roles import Role
from regions.statuses import Schedule
from riia.accounts.models import User
from riia.notifications.outbox import tell
from riia.ui.dates import in_words
from selfassessment.models import AgreedReader, Cycle, SelfEvaluation
from selfassessment.querysets import EDITORS


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
    """Directors hear that a cycle is open and when the text is due; who has not signed, what comes first (SE-20)."""
    needed = (Schedule.SELF_EVALUATION, cycle.region_id)
    signed = [one for one in authorities if needed in signed_for(one.pk, today())]
    for joining, line in (
        (signed, "You can join it and begin to write."),
        (
            [one for one in authorities if one not in signed],
            "You can join it once your authority has signed the memorandum of the region.",
        ),
    ):
        tell_all(
            directors(joining),
            f"{cycle} is open",
            f"{line} The closing date is {in_words(cycle.closes_on)}.",
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


# --- Reminders of the clock -------------------------------------------------------------------------------------------


def writers(evaluation: SelfEvaluation) -> list[User]:
    """The director, and the named editors who hold an officer's seat there today (SE-1)."""
    editors = evaluation.editors.filter(ended_at=None).values("person")
    return [
        *directors([evaluation.authority_id]),
        *holders(Q(seat__authority=evaluation.authority_id, seat__role__in=EDITORS, person__in=editors)),
    ]


def due_soon(evaluation: SelfEvaluation, closing: date) -> None:
    """Some days before the closing date, those who write are reminded, once."""
    tell_all(
        writers(evaluation),
        f"Due on {in_words(closing)}: {evaluation}",
        "It is not submitted yet.",
        link=evaluation.get_absolute_url(),
        key=f"evaluation-due:{evaluation.pk}:{closing}",
    )


def day_passed(evaluation: SelfEvaluation, closing: date) -> None:
    """After the closing date those who write are reminded, once, and nobody's superior (SE-7, NOT-1)."""
    tell_all(
        writers(evaluation),
        f"The day has passed: {evaluation}",
        f"It was due on {in_words(closing)}. It can still be submitted.",
        link=evaluation.get_absolute_url(),
        key=f"evaluation-passed:{evaluation.pk}:{closing}",
    )


def still_to_approve(evaluation: SelfEvaluation, office: str, users: Iterable[User], release: date) -> None:
    """Before the day of release, whoever has not answered is reminded, once a text."""
    tell_all(
        users,
        "There is still something for you to approve",
        f"It opens to the region on {in_words(release)}.",
        link=evaluation.get_absolute_url(),
        key=f"still-to-approve:{evaluation.revision_id}:{office}:{release}",
    )


def still_to_release(evaluation: SelfEvaluation, release: date) -> None:
    """Before the day of release, the director of an approved text is reminded, once a text."""
    tell_all(
        directors([evaluation.authority_id]),
        f"Approved, and not released yet: {evaluation}",
        f"Released texts open to the region on {in_words(release)}.",
        link=evaluation.get_absolute_url(),
        key=f"still-to-release:{evaluation.revision_id}:{release}",
    )


def released_open(cycle: Cycle) -> None:
    """On the region's day the directors that joined hear, once, that there is something to read (SE-20)."""
    joined = cycle.evaluations.filter(joined_on__isnull=False)
    tell_all(
        [*directors(joined.values_list("authority", flat=True)), *team_of(cycle.region)],
        f"Open to its readers: {cycle}",
        "What was released can be read from today.",
        link=cycle.get_absolute_url(),
        key=f"released-open:{cycle.pk}:{cycle.release_on}",
    )


def opening_waits(cycle: Cycle) -> None:
    """The team hears, once, that the first day of a cycle has come and it is not open."""
    tell_all(
        team_of(cycle.region),
        f"A step waits for you: {cycle}",
        "Its first day has come, and it is not open yet.",
        link=cycle.get_absolute_url(),
        key=f"opening-waits:{cycle.pk}:{cycle.opens_on}",
    )
