"""The six-monthly report of a region: drafted from the figures, edited, made final (DAT-14)."""

from django.utils import timezone

from datasets import narrative, report_figures
from datasets.models import CollectionPeriod, RegionalReport
from datasets.rules import reports as rules
from datasets.statuses import ReportStatus
from riia.accounts.models import User
from riia.workflow import command, transition


@command(
    on=CollectionPeriod,
    label="Draft a report",
    permitted=rules.may_draft,
    unless=rules.reasons_not_to_draft_report,
    page="report_draft",
)
def draft_report(period: CollectionPeriod, *, by: User, title: str) -> RegionalReport:
    """Write what the figures say up to a quarter, and keep those figures with it (DAT-20)."""
    figures = report_figures.figures_of(period)
    return RegionalReport.objects.create(
        region=period.collection.region,
        title=title.strip(),
        collection_period=period,
        figures=figures,
        sections=narrative.draft(figures),
        drafted_at=timezone.now(),
        drafted_by=by,
    )


@command(
    on=RegionalReport,
    label="Change a section",
    permitted=rules.may_write,
    unless=rules.reasons_not_to_write,
)
def write_section(report: RegionalReport, *, by: User, number: int, heading: str, text: str, revision: int) -> None:
    """Put other words into a section, counted from 0; `revision` is the one that the person read."""
    sections = [dict(one) for one in report.sections]
    sections[number] |= {"heading": heading.strip(), "text": text.strip()}
    report.sections = sections
    report.revision += 1


@transition(
    on=RegionalReport,
    label="Make the report final",
    sources={ReportStatus.DRAFT},
    targets={ReportStatus.FINAL},
    permitted=rules.may_write,
    unless=rules.reasons_not_to_finish,
    page="report_finish",
)
def finish_report(report: RegionalReport, *, by: User, revision: int | None = None) -> None:
    """Open it to the region's readers; from then on nothing in it changes."""
    report.finished_at = timezone.now()
