"""Who is told what about collections and returns (NOT-1). Subjects and lines hold nothing confidential, no figure."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from datasets.calendar import last_day_to_look
from datasets.exporting import who_got
from datasets.models import CollectionPeriod, Return
from datasets.statuses import Recipient
from regions import roles
from regions.models import Authority, Region
from regions.notifications import holders, with_delegates
from regions.roles import Role
from regions.statuses import Task
from riia.accounts.models import User
from riia.notifications.models import Urgency
from riia.notifications.outbox import tell
from riia.ui.dates import in_words

ADVISERS = {Recipient.LGA: Role.LGA_ADVISER, Recipient.DFE: Role.DFE_ADVISER}


def performance_leads(authorities: Iterable[Authority | int]) -> list[User]:
    """The accounts of the performance leads of some authorities."""
    return holders(Q(seat__role=Role.PERFORMANCE_LEAD, seat__authority__in=list(authorities)))


def directors(authorities: Iterable[Authority | int]) -> list[User]:
    """The accounts of the directors of some authorities, with whoever signs off returns for one of them (ACC-12)."""
    some = list(authorities)
    found = holders(Q(seat__role=Role.DCS, seat__authority__in=some))
    return with_delegates(found, Q(task=Task.SIGN_OFF_RETURNS, appointment__seat__authority__in=some))


def team_of(region: Region) -> list[User]:
    """The accounts of a region's team."""
    return holders(Q(seat__role__in=roles.TEAM, seat__region=region))


def _tell_all(users: Iterable[User], subject: str, line: str, **details: Any) -> None:
    for user in dict.fromkeys(users):
        tell(user, subject, line, **details)


def _asked(period: CollectionPeriod) -> list[int]:
    return list(period.returns.values_list("authority", flat=True))


# --- Periods ----------------------------------------------------------------------------------------------------------


def period_opened(period: CollectionPeriod, authorities: list[Authority]) -> None:
    """Performance leads and directors hear that a period is open and when the return is due."""
    _tell_all(
        [*performance_leads(authorities), *directors(authorities)],
        f"{period} is open",
        f"Your authority’s return is due on {in_words(period.due_on)}.",
        link=period.get_absolute_url(),
        key=f"period-opened:{period.pk}",
    )


def dates_moved(period: CollectionPeriod) -> None:
    """Everybody who is asked hears of other days."""
    asked = _asked(period)
    _tell_all(
        [*performance_leads(asked), *directors(asked)],
        f"Dates changed: {period}",
        f"Returns are due on {in_words(period.due_on)}; publication is on {in_words(period.publish_on)}.",
        link=period.get_absolute_url(),
    )


def preview_open(period: CollectionPeriod) -> None:
    """DAT-18: directors and performance leads are told that they can look first."""
    asked = _asked(period)
    last = last_day_to_look(period.publish_on)
    _tell_all(
        [*directors(asked), *performance_leads(asked)],
        f"Look before others do: {period}",
        f"You can see your own bands and flags, and comment, until {in_words(last)}.",
        link=period.get_absolute_url(),
        key=f"preview:{period.pk}",
    )


def period_published(period: CollectionPeriod) -> None:
    """Directors, performance leads and the team hear that it is published."""
    asked = _asked(period)
    _tell_all(
        [*directors(asked), *performance_leads(asked), *team_of(period.collection.region)],
        f"Published: {period}",
        "The figures can be compared now.",
        link=period.get_absolute_url(),
        key=f"published:{period.pk}",
    )


def held_up(period: CollectionPeriod) -> None:
    """The team hears, once a step, that a day has come and something stands in the way of it."""
    _tell_all(
        team_of(period.collection.region),
        f"A step waits for you: {period}",
        "Its day has come, and something has to be decided first.",
        link=period.get_absolute_url(),
        key=f"held-up:{period.pk}:{period.status}",
    )


# --- Returns ----------------------------------------------------------------------------------------------------------


def sign_off_asked(return_: Return) -> None:
    """The director, and whoever signs off for them, is asked at once (NOT-1)."""
    _tell_all(
        directors([return_.authority_id]),
        "A return waits for your sign-off",
        f"{return_} was submitted.",
        link=return_.get_absolute_url(),
        urgency=Urgency.AT_ONCE,
    )


def return_signed_off(return_: Return) -> None:
    """The team hears that a return waits to be accepted."""
    _tell_team(return_, f"Signed off: {return_}", "It waits for you to accept or query it.")


def return_withdrawn(return_: Return, by: User) -> None:
    """The team hears that a return was taken back."""
    _tell_team(return_, f"Taken back: {return_}", f"{by} has taken it back. It will be submitted again, or not.")


def query_answered(return_: Return) -> None:
    """The team hears that its queries were answered."""
    _tell_team(return_, f"Answered: {return_}", "Every query has an answer.")


def commented_in_preview(return_: Return) -> None:
    """The team hears that somebody commented before publication."""
    _tell_team(return_, f"A comment before publication: {return_}", "It is on the page of the return.")


def _tell_team(return_: Return, subject: str, line: str) -> None:
    _tell_all(team_of(return_.collection_period.collection.region), subject, line, link=return_.get_absolute_url())


def return_queried(return_: Return) -> None:
    """The performance lead hears of a query; the director is not reminded for them (NOT-1)."""
    _tell_all(
        performance_leads([return_.authority_id]),
        f"A query about {return_}",
        "The regional team has asked something about the return.",
        link=return_.get_absolute_url(),
    )


def return_accepted(return_: Return) -> None:
    """The performance lead hears that nothing more is to do."""
    _tell_all(
        performance_leads([return_.authority_id]),
        f"Accepted: {return_}",
        "The regional team has accepted the return.",
        link=return_.get_absolute_url(),
    )


def quarter_restated(return_: Return) -> None:
    """DAT-20: whoever got an export of the quarter hears that figures in it were revised."""
    period = return_.collection_period
    exports = who_got(period)
    made_by = User.objects.filter(pk__in=exports.values("made_by"), is_active=True)
    went_to = [ADVISERS[Recipient(one)] for one in set(exports.values_list("recipient", flat=True)) if one in ADVISERS]
    advisers = holders(Q(seat__role__in=went_to, seat__region=period.collection.region)) if went_to else []
    _tell_all(
        [*made_by, *advisers],
        f"Revised after an export: {period}",
        f"Figures of {return_.authority} were revised. What you have of this period is no longer the latest.",
        link=period.get_absolute_url(),
        key=f"restated:{return_.published_id}",
    )


# --- Reminders of the clock -------------------------------------------------------------------------------------------


def due_soon(return_: Return) -> None:
    """Five working days before the day, whoever fills it in is reminded, once."""
    due = return_.collection_period.due_on
    _tell_all(
        performance_leads([return_.authority_id]),
        f"Due on {in_words(due)}: {return_}",
        "The return is not submitted yet.",
        link=return_.get_absolute_url(),
        key=f"due-soon:{return_.pk}:{due}",
    )


def overdue(return_: Return) -> None:
    """After the day, whoever's turn it is is reminded, once; nobody's superior (NOT-1)."""
    due = return_.collection_period.due_on
    _tell_all(
        performance_leads([return_.authority_id]),
        f"The day has passed: {return_}",
        f"The return was due on {in_words(due)}. It can still be submitted.",
        link=return_.get_absolute_url(),
        key=f"overdue:{return_.pk}:{due}",
    )


def still_to_sign(return_: Return) -> None:
    """After the day, a director whose signature is waited for is reminded, once."""
    _tell_all(
        directors([return_.authority_id]),
        f"Waiting for your sign-off: {return_}",
        f"Returns were due on {in_words(return_.collection_period.due_on)}.",
        link=return_.get_absolute_url(),
        key=f"still-to-sign:{return_.pk}:{return_.edition_id}",
    )
