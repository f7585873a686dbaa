"""Who runs collections, and what stands in the way of their steps (DAT-18, DAT-22, DAT-23)."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from datasets.calendar import Calendar
from datasets.models import Collection, CollectionPeriod, DatasetVersion, Return
from datasets.periods import SLUG, Quarter, period_of
from datasets.statuses import Agreement, CollectionKind, PeriodStatus, ReturnStatus, VersionStatus
from regions.models import Authority, Group, Region
from regions.querysets import covering, today
from regions.reach import reach_of
from regions.rules.keeping import may_keep
from riia.accounts.models import User
from riia.ui.dates import in_words

# Returns that somebody is still deciding about; the clock waits for them, a person may not want to.
UNDECIDED = (ReturnStatus.SUBMITTED, ReturnStatus.SIGNED_OFF, ReturnStatus.QUERIED)


def region_of(item: Region | Collection | CollectionPeriod | Return) -> Region:
    """DAT-22: the region whose team runs a collection, its period or return."""
    if isinstance(item, Region):
        return item
    if isinstance(item, Collection):
        return item.region
    return region_of(item.collection if isinstance(item, CollectionPeriod) else item.collection_period)


def may_set_up(user: User, item: Region | Collection | CollectionPeriod) -> bool:
    """DAT-22: the region's team sets up its collections; administrators can, and see no figures by it."""
    return may_keep(user, region_of(item))


def may_run(user: User | None, period: CollectionPeriod) -> bool:
    """DAT-18: the region's team moves a period on; so does the portal itself when its days have come."""
    return user is None or region_of(period).pk in reach_of(user).keeps


# --- Setting up -------------------------------------------------------------------------------------------------------


def reasons_not_to_create(
    region: Region,
    *,
    by: User,
    name: str = "",
    version: DatasetVersion | None = None,
    agreement: str = "",
    group: Group | None = None,
    **_details: Any,
) -> list[str]:
    """DAT-1, DAT-22: a collection has a version in use and says who will see its figures."""
    reasons = _reasons_from_version(region, version) + _reasons_from_agreement(region, agreement, group)
    if name and region.collections.filter(name__iexact=name, ended_on=None).exists():
        reasons.append(f"{region} has a collection called “{name}” already.")
    return reasons


def _reasons_from_version(region: Region, version: DatasetVersion | None) -> list[str]:
    if version is None:
        return []
    if version.status != VersionStatus.IN_USE:
        return [f"The version “{version}” is not in use: {version.get_status_display().lower()}."]
    if version.region_id not in (None, region.pk):
        return [f"The version “{version}” is another region’s."]
    return []


def _reasons_from_agreement(region: Region, agreement: str, group: Group | None) -> list[str]:
    if agreement == Agreement.GROUP and group is None:
        return ["Choose the group whose authorities see the figures."]
    if agreement and agreement != Agreement.GROUP and group is not None:
        return ["A group is named only where the agreement is for one."]
    if group is not None and group.region_id not in (None, region.pk):
        return [f"{group} is another region’s group."]
    return []


def reasons_not_to_change(
    collection: Collection,
    *,
    by: User,
    version: DatasetVersion | None = None,
    agreement: str = "",
    group: Group | None = None,
    **_details: Any,
) -> list[str]:
    """DAT-1, DAT-22: what authorities have sent figures under is not agreed anew behind their backs."""
    if collection.ended_on:
        return ["This collection has ended."]
    reasons = _reasons_from_version(collection.region, version)
    if agreement:
        reasons += _reasons_from_agreement(collection.region, agreement, group)
        agreed = (collection.agreement, collection.group_id)
        given = (agreement, group.pk if group else None)
        if agreed != given and _has_figures(collection):
            reasons.append(
                "Authorities have sent figures under the present agreement about who sees them. "
                "For another one, end this collection and start the next."
            )
    return reasons


def _has_figures(collection: Collection) -> bool:
    returns = Return.objects.filter(collection_period__collection=collection)
    return returns.filter(edition__isnull=False).exists()


def reasons_not_to_end(collection: Collection, *, by: User) -> list[str]:
    """DAT-18: a collection ends when its last period is published."""
    if collection.ended_on:
        return [f"It ended on {in_words(collection.ended_on)}."]
    going_on = collection.periods.exclude(status=PeriodStatus.PUBLISHED)
    return [f"{one.label} is not published yet." for one in going_on.order_by("last_day")]


# --- Opening a period -------------------------------------------------------------------------------------------------


def days_of(slug: str, starts: date | None, last_day: date | None) -> tuple[date, date] | None:
    """DAT-23: the first and last day of a period: a quarter's own, else those given; None if they are not known."""
    if SLUG.fullmatch(slug):
        try:
            quarter = period_of(slug)
        except ValueError:
            return None
        return (quarter.starts, quarter.last_day) if isinstance(quarter, Quarter) else None
    return (starts, last_day) if starts and last_day else None


def authorities_asked(collection: Collection, on: date) -> QuerySet[Authority]:
    """DAT-22, DIR-3: whom a period that ends on a day asks: those of the region or group that existed on that day."""
    existing: QuerySet[Authority] = Authority.objects.as_at(on).order_by("name")
    if collection.group is None:
        return existing.filter(region=collection.region_id)
    return existing.filter(pk__in=collection.group.members.filter(covering(on)).values("authority"))


def reasons_not_to_open(
    collection: Collection,
    *,
    by: User,
    slug: str = "",
    starts: date | None = None,
    last_day: date | None = None,
) -> list[str]:
    """DAT-1, DAT-18: a period is opened once, under a version in use, for authorities that exist."""
    if collection.ended_on:
        return ["This collection has ended."]
    reasons = _reasons_from_version(collection.region, collection.version)
    if not slug:
        return reasons
    if collection.kind == CollectionKind.CORE and not SLUG.fullmatch(slug):
        reasons.append(f"“{slug}” is no quarter: write one such as 2025-26-q2.")
        return reasons
    days = days_of(slug, starts, last_day)
    if days is None:
        return [*reasons, "Give the first and the last day of the period."]
    if days[1] < days[0]:
        return [*reasons, "The last day is before the first."]
    if collection.periods.filter(slug=slug).exists():
        reasons.append("This period was opened already.")
    if not authorities_asked(collection, days[1]).exists():
        reasons.append(f"There was no authority to ask on {in_words(days[1])}.")
    return reasons


def reasons_not_to_move_dates(
    period: CollectionPeriod,
    *,
    by: User | None,
    calendar: Calendar | None = None,
) -> list[str]:
    """DAT-18, GEN-3: days are moved before they have come, stay in order, and leave directors their days to look."""
    if period.status == PeriodStatus.PUBLISHED:
        return ["It is published."]
    if calendar is None:
        return []
    reasons = [] if calendar.in_order else ["The days must follow one another: due, queries, preview, publication."]
    names = {"due_on": "Returns due", "queries_until": "Queries until", "preview_from": "Preview from"}
    for name, label in names.items():
        given = getattr(calendar, name)
        if given != getattr(period, name) and (period.status == PeriodStatus.PREVIEW or given < today()):
            reasons.append(f"{label}: this day has passed and can’t be moved.")
    if period.status == PeriodStatus.PREVIEW and calendar.publish_on < period.publish_on:
        reasons.append("Directors were told when it is published; it can be later, and not before that day.")
    return reasons


# --- Preview and publication ------------------------------------------------------------------------------------------


def reasons_not_to_preview(period: CollectionPeriod, *, by: User | None) -> list[str]:
    """DAT-18: the preview shows what was accepted, when returns were due, or all are in."""
    returns = list(period.returns.select_related("authority"))
    accepted = [one for one in returns if one.status == ReturnStatus.ACCEPTED]
    if not accepted:
        return ["No return has been accepted yet."]
    reasons = _reasons_from_waiting(returns, by)
    if today() <= period.due_on and len(accepted) < len(returns):
        reasons.append(f"Returns can come in until {in_words(period.due_on)}, and not all have.")
    if by is None and today() < period.preview_from:
        reasons.append(f"The preview begins on {in_words(period.preview_from)}.")
    return reasons


def reasons_not_to_publish(period: CollectionPeriod, *, by: User | None) -> list[str]:
    """DAT-18: every director has the days of preview to look and comment before everybody else sees the figures."""
    reasons = _reasons_from_waiting(list(period.returns.select_related("authority")), by)
    if today() < period.publish_on:
        reasons.append(f"Directors can look at their figures and comment until {in_words(period.publish_on)}.")
    if not period.returns.filter(status=ReturnStatus.ACCEPTED).exists():
        reasons.append("No return is accepted.")
    return reasons


def _reasons_from_waiting(returns: list[Return], by: User | None) -> list[str]:
    """What the team has not decided stands in its way; for the clock, whatever is on its way."""
    statuses = UNDECIDED if by is None else (ReturnStatus.SIGNED_OFF,)
    waiting = sorted(one.authority.name for one in returns if one.status in statuses)
    return [f"Accept or query first what was signed off: {', '.join(waiting)}."] if waiting else []
