"""Collections and their periods: set up, opened, previewed, published; by the team, or by the clock on their days."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from datasets import notifications
from datasets.calendar import Calendar, calendar_of
from datasets.deriving import work_out
from datasets.models import Collection, CollectionPeriod, DatasetVersion, Return
from datasets.rules import collections as rules
from datasets.statuses import PeriodStatus, ReturnStatus
from datasets.workflow.returns import publish_return
from regions.models import Authority, Group, Region
from regions.querysets import today
from riia.accounts.models import User
from riia.audit import trail
from riia.ui.workdays import add_working_days
from riia.workflow import NotPossible, command, transition

# Words that are part of addresses of collections.
TAKEN = ("add",)


@command(
    on=Region,
    label="Start a collection",
    permitted=rules.may_set_up,
    unless=rules.reasons_not_to_create,
)
def create_collection(
    region: Region,
    *,
    by: User,
    name: str,
    version: DatasetVersion,
    agreement: str,
    group: Group | None = None,
    **details: Any,
) -> Collection:
    """Begin to collect from the region's authorities; `details` are kind, purpose and the days of the calendar."""
    return Collection.objects.create(
        slug=_slug(name, region),
        name=name,
        region=region,
        version=version,
        agreement=agreement,
        group=group,
        **details,
    )


def _slug(name: str, region: Region) -> str:
    """The collection's part of its address: its name, with the region's where another has the same."""
    wanted = slugify(name)[:40] or "collection"
    found = f"{wanted}-1" if wanted in TAKEN else wanted
    number = 0
    while Collection.objects.filter(slug=found).exists():
        found = f"{wanted}-{region.slug}"[:56] + (f"-{number}" if number else "")
        number += 1
    return found


@command(
    on=Collection,
    label="Change the collection",
    permitted=rules.may_set_up,
    unless=rules.reasons_not_to_change,
    page="collection_change",
)
def change_collection(collection: Collection, *, by: User, **changes: Any) -> None:
    """Change what the next period will be like: its version, purpose and days; periods that were opened keep theirs."""
    for name, value in changes.items():
        setattr(collection, name, value)


@command(
    on=Collection,
    label="End the collection",
    permitted=rules.may_set_up,
    unless=rules.reasons_not_to_end,
    page="collection_end",
)
def end_collection(collection: Collection, *, by: User) -> None:
    """No further period is opened; what was published stays."""
    collection.ended_on = today()


@command(
    on=Collection,
    label="Open a period",
    permitted=rules.may_set_up,
    unless=rules.reasons_not_to_open,
    page="period_open",
)
def open_period(
    collection: Collection, *, by: User, slug: str, starts: date | None = None, last_day: date | None = None
) -> CollectionPeriod:
    """Ask every authority of that day for its return; `slug` is a quarter's, or names a survey with its two days."""
    days = rules.days_of(slug, starts, last_day)
    assert days, "the rule has seen to it"  # noqa: S101
    calendar = calendar_of(collection, days[1])
    period = CollectionPeriod.objects.create(
        collection=collection,
        version=collection.version,
        slug=slug,
        starts=days[0],
        last_day=days[1],
        **vars(calendar),
    )
    _ask(period, list(rules.authorities_asked(collection, days[1])), by)
    return period


def _ask(period: CollectionPeriod, authorities: list[Authority], by: User) -> None:
    returns = Return.objects.bulk_create(Return(collection_period=period, authority=one) for one in authorities)
    label = "Asked for a return"
    trail.record_many((trail.Entry("ask", label, one, after=trail.snapshot(one)) for one in returns), by=by)
    notifications.period_opened(period, authorities)


@command(
    on=CollectionPeriod,
    label="Move the dates",
    permitted=rules.may_set_up,
    unless=rules.reasons_not_to_move_dates,
    page="period_move",
)
def move_dates(period: CollectionPeriod, *, by: User, calendar: Calendar) -> None:
    """Give a period other days; everybody who is asked is told."""
    for name, day in vars(calendar).items():
        setattr(period, name, day)
    notifications.dates_moved(period)


@transition(
    on=CollectionPeriod,
    label="Begin the preview",
    sources={PeriodStatus.OPEN},
    targets={PeriodStatus.PREVIEW},
    permitted=rules.may_run,
    unless=rules.reasons_not_to_preview,
    page="period_preview",
)
def start_preview(period: CollectionPeriod, *, by: User | None) -> None:
    """Show each director and performance lead their own bands and flags, for the days that were agreed (DAT-18)."""
    period.queries_until = min(period.queries_until, today())
    period.due_on = min(period.due_on, period.queries_until)
    period.preview_from = today()
    period.publish_on = max(period.publish_on, add_working_days(today(), period.collection.preview_days))
    period.save()
    work_out(period)
    notifications.preview_open(period)


@transition(
    on=CollectionPeriod,
    label="Publish",
    sources={PeriodStatus.PREVIEW},
    targets={PeriodStatus.PUBLISHED},
    permitted=rules.may_run,
    unless=rules.reasons_not_to_publish,
    page="period_publish",
)
def publish_period(period: CollectionPeriod, *, by: User | None) -> None:
    """Show every accepted return of the period to everybody whom the agreement names, at the same time (DAT-22)."""
    period.published_at = timezone.now()
    # Returns are published in a period that is.
    period.save()
    for one in period.returns.filter(status=ReturnStatus.ACCEPTED).select_related("authority"):
        publish_return(one, by=by)
    work_out(period)
    notifications.period_published(period)


# --- The clock --------------------------------------------------------------------------------------------------------


def move_periods_on() -> int:
    """Begin previews and publish on their days where all is well; else tell the team, once a step. Returns how many
    moved. Safe to repeat.
    """
    moved = 0
    steps = (
        (start_preview, PeriodStatus.OPEN, {"preview_from__lte": today()}),
        (publish_period, PeriodStatus.PREVIEW, {"publish_on__lte": today()}),
    )
    for step, status, day in steps:
        for period in CollectionPeriod.objects.filter(status=status, **day).order_by("pk"):
            try:
                step(period, by=None)
                moved += 1
            except NotPossible:
                notifications.held_up(period)
    return moved
