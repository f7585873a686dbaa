"""Yearly cycles of a region: planned, opened, their dates changed, closed; and who else reads them (SE-1, ACC-14)."""

from datetime import date, timedelta
from typing import Any

from regions.models import Authority, Person, Region
from regions.querysets import today
from riia.accounts.models import User
from riia.audit import trail
from riia.workflow import command, transition
from selfassessment import notifications
from selfassessment.calendar import Calendar
from selfassessment.models import AgreedReader, Cycle, SelfEvaluation, Template
from selfassessment.rules import cycles as rules
from selfassessment.statuses import CycleStatus, TemplateStatus
from selfassessment.workflow.panels import move_judging
from selfassessment.workflow.templates import use_template


@command(
    on=Region,
    label="Plan a cycle of self-evaluations",
    permitted=rules.may_run,
    unless=rules.reasons_not_to_plan,
)
def plan_cycle(
    region: Region, *, by: User, name: str, template: Template, calendar: Calendar, **settings: Any
) -> Cycle:
    """Prepare a year: `settings` are whose approvals are needed and the other choices of the region (GEN-1)."""
    return Cycle.objects.create(region=region, name=name, template=template, **vars(calendar), **settings)


@command(
    on=Cycle,
    label="Change the settings",
    permitted=rules.may_run,
    unless=rules.reasons_not_to_change,
    page="cycle_change",
)
def change_cycle(cycle: Cycle, *, by: User, **changes: Any) -> None:
    """Change name, template, approvals and choices; what authorities rely on stays once the cycle is open."""
    for name, value in changes.items():
        setattr(cycle, name, value)


@command(
    on=Cycle,
    label="Change the dates",
    permitted=rules.may_run,
    unless=rules.reasons_not_to_change_dates,
    page="cycle_dates",
)
def change_dates(cycle: Cycle, *, by: User, calendar: Calendar) -> None:
    """Give a cycle other days; once it is open every director is told, and panels that are to judge follow (MOD-3)."""
    for panel in rules.panels_that_follow(cycle, calendar):
        move_judging(panel, by=by, day=calendar.moderate_by)
    for name, day in vars(calendar).items():
        setattr(cycle, name, day)
    if cycle.status == CycleStatus.OPEN:
        notifications.dates_changed(cycle)


@transition(
    on=Cycle,
    label="Open the cycle",
    sources={CycleStatus.PLANNED},
    targets={CycleStatus.OPEN},
    permitted=rules.may_run,
    unless=rules.reasons_not_to_open,
    page="cycle_open",
)
def open_cycle(cycle: Cycle, *, by: User) -> None:
    """Freeze the template and ask every authority of the region for its self-evaluation."""
    if cycle.template.status == TemplateStatus.DRAFT:
        use_template(cycle.template, by=by)
    _ask(cycle, list(rules.authorities_asked(cycle.region)), by)


@command(
    on=Cycle,
    label="Ask another authority",
    permitted=rules.may_run,
    unless=rules.reasons_not_to_ask_also,
    page="cycle_ask",
)
def ask_also(cycle: Cycle, *, by: User, authority: Authority) -> SelfEvaluation:
    """Ask an authority that came to the region after the cycle was opened."""
    evaluation = SelfEvaluation.objects.create(cycle=cycle, authority=authority)
    notifications.cycle_opened(cycle, [authority])
    return evaluation


def _ask(cycle: Cycle, authorities: list[Authority], by: User) -> None:
    evaluations = SelfEvaluation.objects.bulk_create(SelfEvaluation(cycle=cycle, authority=one) for one in authorities)
    label = "Asked for a self-evaluation"
    trail.record_many((trail.Entry("ask", label, one, after=trail.snapshot(one)) for one in evaluations), by=by)
    notifications.cycle_opened(cycle, authorities)


@transition(
    on=Cycle,
    label="Close the cycle",
    sources={CycleStatus.OPEN},
    targets={CycleStatus.CLOSED},
    permitted=rules.may_run,
    unless=rules.reasons_not_to_close,
    page="cycle_close",
)
def close_cycle(cycle: Cycle, *, by: User) -> None:
    """Nothing more is written, approved or released in it; what was released stays open to its readers."""


@command(
    on=Cycle,
    label="Agree an LGA representative",
    permitted=rules.may_run,
    unless=rules.reasons_not_to_agree,
    page="reader_agree",
)
def agree_reader(cycle: Cycle, *, by: User, person: Person, starts: date, ends: date) -> AgreedReader:
    """Let somebody who represents the LGA read what is released in a cycle, from a day until `ends` (first day out)."""
    agreed = AgreedReader.objects.create(cycle=cycle, person=person, starts=starts, ends=ends, agreed_by=by)
    notifications.reader_agreed(agreed)
    return agreed


@command(
    on=AgreedReader,
    label="End the reading",
    permitted=rules.may_run,
    unless=rules.reasons_not_to_end_reading,
    page="reader_end",
)
def end_reader(agreed: AgreedReader, *, by: User) -> None:
    """From today on they read no more; one that had not begun covers its first day as if it were over."""
    agreed.ends = today()
    same = agreed.cycle.agreed_readers.filter(person=agreed.person).exclude(pk=agreed.pk)
    taken = set(same.values_list("starts", flat=True))
    while agreed.starts >= agreed.ends or agreed.starts in taken:
        agreed.starts -= timedelta(days=1)
