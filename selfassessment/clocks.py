"""Reminders that go out because time passes (NOT-1). Safe to run any number of times: each is told once.

Nothing is reminded of while an authority's clocks stand still (SE-17), and no councillor inside the dates of a
pre-election period.
"""

from datetime import date

from django.db.models import Prefetch

from regions.querysets import today
from riia.ui.workdays import add_working_days
from selfassessment import notifications
from selfassessment.asking import asked_for
from selfassessment.deadlines import Deadlines
from selfassessment.models import Approval, Cycle, SelfEvaluation
from selfassessment.panel_clocks import remind_of_panels
from selfassessment.progress import offices_left
from selfassessment.statuses import IN_WRITING, ApprovalStatus, CycleStatus, EvaluationStatus, Office

# Working days before a day on which whoever's turn it is hears of it.
REMIND_BEFORE = 5


def remind_of_self_evaluations() -> int:
    """Remind whoever's turn it is of a day that is near or has passed; returns of how many texts and panels."""
    given = Approval.objects.filter(status=ApprovalStatus.GIVEN)
    rows = (
        SelfEvaluation.objects.filter(cycle__status=CycleStatus.OPEN)
        .exclude(status=EvaluationStatus.RELEASED)
        .select_related("cycle__template", "cycle__region", "authority", "revision")
        .defer("cycle__template__content", "revision__content")
        .prefetch_related("pauses", Prefetch("revision__approvals", given, to_attr="given"))
    )
    return sum(_remind(one) for one in rows.order_by("pk")) + remind_of_panels()


def _remind(evaluation: SelfEvaluation) -> bool:
    deadlines, soon = Deadlines(evaluation), add_working_days(today(), REMIND_BEFORE)
    if deadlines.standing_still:
        return False
    if evaluation.status in IN_WRITING:
        return deadlines.closing <= soon and _of_writing(evaluation, deadlines.closing)
    if deadlines.release > soon:
        return False
    if evaluation.status == EvaluationStatus.APPROVED:
        notifications.still_to_release(evaluation, deadlines.release)
        return True
    offices = [one for one in offices_left(evaluation) if not _spared(one, evaluation.cycle)]
    for office in offices:
        asked = [one.person.user for one in asked_for(office, evaluation) if one.person.user]
        notifications.still_to_approve(evaluation, office, asked, deadlines.release)
    return bool(offices)


def _of_writing(evaluation: SelfEvaluation, closing: date) -> bool:
    """Before the day everybody who is asked; after it those who take part."""
    if closing >= today():
        notifications.due_soon(evaluation, closing)
        return True
    if evaluation.joined_on:
        notifications.day_passed(evaluation, closing)
    return bool(evaluation.joined_on)


def _spared(office: Office, cycle: Cycle) -> bool:
    """NOT-1: the councillor, inside a pre-election period."""
    starts, ends = cycle.election_from, cycle.election_until
    return bool(office == Office.LEAD_MEMBER and starts and ends and starts <= today() < ends)


def tell_of_days() -> int:
    """Tell of cycles whose day to open, or to be read, has come; returns of how many."""
    count = 0
    for cycle in Cycle.objects.filter(status=CycleStatus.PLANNED, opens_on__lte=today()).order_by("pk"):
        notifications.opening_waits(cycle)
        count += 1
    released = SelfEvaluation.objects.filter(status=EvaluationStatus.RELEASED, opens_on__lte=today())
    due = Cycle.objects.filter(status=CycleStatus.OPEN, release_on__lte=today(), pk__in=released.values("cycle"))
    for cycle in due.order_by("pk"):
        notifications.released_open(cycle)
        count += 1
    return count
