"""What waits for somebody in collections and returns: the first thing on the page of data, and on the front page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from datasets.models import CollectionPeriod, Return
from datasets.statuses import PeriodStatus, ReturnStatus
from regions.querysets import today
from regions.reach import Reach, reach_of
from regions.roles import Role
from regions.statuses import Task
from riia.ui.dates import in_words

# What a performance lead does with a return in each status.
TO_DO: dict[str, str] = {
    ReturnStatus.EXPECTED: "Fill in the return",
    ReturnStatus.DRAFT: "Finish and submit the return",
    ReturnStatus.QUERIED: "Answer the query about the return",
    ReturnStatus.WITHDRAWN: "Submit the return again",
}


@dataclass(frozen=True)
class Waiting:
    """One thing to do: what, where, by when in words and as a date, and the page on which it is done."""

    what: str
    where: str
    when: str
    url: str
    due: date | None = None


def waiting_for(user: Any) -> list[Waiting]:
    """Everything in collections that waits for somebody: one query for returns, one for periods, where a seat asks."""
    reach = reach_of(user)
    return [*_returns(reach), *_periods(reach)]


def held_by(reach: Reach, role: str) -> frozenset[int]:
    """The authorities in which somebody holds a seat of a role."""
    return frozenset().union(*(one.authorities for one in reach.held if one.role == role))


def _returns(reach: Reach) -> Iterator[Waiting]:
    fills, signs = held_by(reach, Role.PERFORMANCE_LEAD), held_by(reach, Role.DCS) | reach.does(Task.SIGN_OFF_RETURNS)
    if not (fills or signs or reach.keeps):
        return
    rows = Return.objects.none()
    going_on = Return.objects.exclude(collection_period__status=PeriodStatus.PUBLISHED, status=ReturnStatus.EXPECTED)
    rows = (
        going_on.filter(authority__in=fills, status__in=list(TO_DO))
        | going_on.filter(authority__in=signs, status=ReturnStatus.SUBMITTED)
        | going_on.filter(collection_period__collection__region__in=reach.keeps, status=ReturnStatus.SIGNED_OFF)
    )
    for one in rows.for_list().order_by("collection_period__due_on", "authority__name"):
        period = one.collection_period
        what = TO_DO.get(one.status, "")
        if one.status == ReturnStatus.SUBMITTED:
            what = "Sign off the return"
        elif one.status == ReturnStatus.SIGNED_OFF:
            what = "Accept or query the return"
        yield Waiting(what, f"{one.authority}, {period}", _due(period), one.get_absolute_url(), _day(one, period))


def _day(return_: Return, period: CollectionPeriod) -> date:
    """The day by which the step is to be done."""
    return period.due_on if return_.status in (ReturnStatus.EXPECTED, ReturnStatus.DRAFT) else period.queries_until


def _due(period: CollectionPeriod) -> str:
    verb = "was" if period.due_on < today() else "is"
    return f"the return {verb} due on {in_words(period.due_on)}"


def _periods(reach: Reach) -> Iterator[Waiting]:
    """Steps of the team whose day has come, and previews that a director or performance lead can look at."""
    looks = held_by(reach, Role.PERFORMANCE_LEAD) | held_by(reach, Role.DCS)
    if not (reach.keeps or looks):
        return
    kept = CollectionPeriod.objects.filter(collection__region__in=reach.keeps)
    due = kept.filter(status=PeriodStatus.OPEN, preview_from__lte=today()) | kept.filter(
        status=PeriodStatus.PREVIEW, publish_on__lte=today()
    )
    preview = CollectionPeriod.objects.filter(
        status=PeriodStatus.PREVIEW, returns__authority__in=looks, returns__status=ReturnStatus.ACCEPTED
    )
    found = (due.distinct() | preview.distinct()) if looks else due
    for one in found.select_related("collection__region").order_by("publish_on", "pk"):
        if one.collection.region_id in reach.keeps:
            what = "Begin the preview" if one.status == PeriodStatus.OPEN else "Publish the period"
            day = one.preview_from if one.status == PeriodStatus.OPEN else one.publish_on
            yield Waiting(what, str(one), f"was planned for {in_words(day)}", one.get_absolute_url(), day)
        else:
            when = f"published on {in_words(one.publish_on)}"
            yield Waiting(
                "Look at your figures before others do", str(one), when, one.get_absolute_url(), one.publish_on
            )
