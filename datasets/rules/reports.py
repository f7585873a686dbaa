"""Who drafts, edits and finishes a region's report, and what stands in the way (DAT-14)."""

from datasets.models import CollectionPeriod, RegionalReport
from datasets.rules.collections import region_of
from datasets.statuses import PeriodStatus, ReportStatus
from regions.reach import reach_of
from riia.accounts.models import User

LONGEST_SECTION = 20_000


def may_draft(user: User, period: CollectionPeriod) -> bool:
    """DAT-14: the region's team; administrators see no in-year figures."""
    return region_of(period).pk in reach_of(user).keeps


def may_write(user: User, report: RegionalReport) -> bool:
    """DAT-14: the region's team writes; readers read when it is final."""
    return report.region_id in reach_of(user).keeps


def reasons_not_to_draft_report(period: CollectionPeriod, *, by: User, title: str | None = None) -> list[str]:
    """DAT-14: from a published quarter, under a title."""
    if period.status != PeriodStatus.PUBLISHED:
        return ["A report is drafted once the quarter is published."]
    return ["Give the report a title."] if title is not None and not title.strip() else []


def reasons_not_to_write(
    report: RegionalReport,
    *,
    by: User,
    number: int | None = None,
    heading: str = "",
    text: str = "",
    revision: int | None = None,
) -> list[str]:
    """DAT-14: only in a draft, and only on top of what was read."""
    if report.status != ReportStatus.DRAFT:
        return ["The report is final."]
    if number is None:
        return []
    if revision != report.revision:
        return ["Somebody has saved the report since you opened the page. Put the two texts together, then save again."]
    if not 0 <= number < len(report.sections):
        return ["There is no such section."]
    if not heading.strip():
        return ["Give the section a heading."]
    if len(text) > LONGEST_SECTION:
        return [f"A section has {LONGEST_SECTION:,} characters at most."]
    return []


def reasons_not_to_finish(report: RegionalReport, *, by: User, revision: int | None = None) -> list[str]:
    """DAT-14: what is made final is what was read."""
    if revision is not None and revision != report.revision:
        return ["Somebody has saved the report since you opened the page. Read it again, then decide."]
    return []
