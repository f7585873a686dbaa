"""Where a return stands, in words: its state, when it was received, and whose turn it is (DAT-6, GEN-2)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from datasets.models import CollectionPeriod, Return
from datasets.rules.returns import is_own, may_check
from datasets.statuses import PeriodStatus, ReturnStatus
from regions.models import Authority
from regions.querysets import today
from riia.ui.dates import in_words

COLOURS: dict[str, str] = {
    ReturnStatus.EXPECTED: "grey",
    ReturnStatus.DRAFT: "blue",
    ReturnStatus.SUBMITTED: "purple",
    ReturnStatus.SIGNED_OFF: "purple",
    ReturnStatus.QUERIED: "orange",
    ReturnStatus.ACCEPTED: "teal",
    ReturnStatus.PUBLISHED: "green",
    ReturnStatus.WITHDRAWN: "grey",
}
WORDS: dict[str, str] = {
    ReturnStatus.EXPECTED: "Expected",
    ReturnStatus.DRAFT: "Draft",
    ReturnStatus.SUBMITTED: "Waiting for sign-off",
    ReturnStatus.SIGNED_OFF: "Signed off",
    ReturnStatus.QUERIED: "Queried",
    ReturnStatus.ACCEPTED: "Accepted",
    ReturnStatus.PUBLISHED: "Published",
    ReturnStatus.WITHDRAWN: "Taken back",
}
# Nothing of it has come, or what came was taken back.
NOT_IN = (ReturnStatus.EXPECTED, ReturnStatus.DRAFT, ReturnStatus.WITHDRAWN)


@dataclass(frozen=True)
class Standing:
    """One authority's line in a table of returns. `url` is empty where the reader can't open the return."""

    return_: Return
    authority: Authority
    words: str
    colour: str
    received: str
    turn: str
    url: str

    @property
    def is_in(self) -> bool:
        """Whether there is something to compare, or about to be."""
        return self.return_.status not in NOT_IN or self.return_.published_id is not None


def returns_of(period: CollectionPeriod) -> QuerySet[Return]:
    """The returns of a period as its tables show them."""
    return period.returns.select_related(
        "authority", "edition", "published", "collection_period__collection__region"
    ).order_by("authority__name")


def states_seen(user: Any, period: CollectionPeriod) -> list[Standing]:
    """How far each return of a period is: all of them for the team, one's own for an authority.

    A state is no figure: the team sees that a return is a draft, and can't open it.
    """
    rows = returns_of(period)
    readable = set(Return.objects.visible_to(user).filter(collection_period=period).values_list("pk", flat=True))
    return [standing_of(one, one.pk in readable) for one in rows if may_check(user, one) or is_own(user, one)]


def standing_of(return_: Return, readable: bool = True) -> Standing:
    return Standing(
        return_=return_,
        authority=return_.authority,
        words=state_of(return_),
        colour=COLOURS[return_.status],
        received=received(return_),
        turn=turn_of(return_),
        url=return_.get_absolute_url() if readable else "",
    )


def state_of(return_: Return) -> str:
    """Its state in words, with what has passed or was revised."""
    period = return_.collection_period
    if return_.status == ReturnStatus.EXPECTED:
        if period.status == PeriodStatus.PUBLISHED:
            return "Not submitted"
        return "Not received yet" if period.due_on < today() else "Expected"
    if return_.published_id:
        revised = ", revised" if return_.published and return_.published.reason else ""
        if return_.status == ReturnStatus.PUBLISHED:
            return f"Published{revised}"
        return f"Published{revised}; being restated"
    return WORDS[return_.status]


def received(return_: Return) -> str:
    """GEN-2: the day on which it came in; it is never called late."""
    return f"received {_day(return_.received_on)}" if return_.received_on else ""


def _day(day: date) -> str:
    return f"{day:%-d %B}" if day.year == today().year else in_words(day)


def turn_of(return_: Return) -> str:
    """Whose turn it is, as a role; empty when nothing waits."""
    period = return_.collection_period
    team = f"The team of {period.collection.region}"
    if return_.status in (ReturnStatus.DRAFT, ReturnStatus.QUERIED, ReturnStatus.WITHDRAWN):
        return f"Performance lead, {return_.authority}"
    if return_.status == ReturnStatus.EXPECTED:
        return f"Performance lead, {return_.authority}" if period.status != PeriodStatus.PUBLISHED else ""
    if return_.status == ReturnStatus.SUBMITTED:
        return f"Director of children’s services, {return_.authority}"
    return team if return_.status == ReturnStatus.SIGNED_OFF else ""
