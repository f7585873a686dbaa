"""Reminders that go out because time passes. Safe to run any number of times: each is told once."""

from datasets import notifications
from datasets.calendar import REMIND_BEFORE
from datasets.models import Return
from datasets.statuses import IN_THE_AUTHORITYS_HANDS, PeriodStatus, ReturnStatus
from regions.querysets import today
from riia.ui.workdays import add_working_days


def remind_of_returns() -> int:
    """Remind of returns that are due in five working days, or were; returns how many. Whose turn it is hears of it."""
    returns = Return.objects.filter(collection_period__status=PeriodStatus.OPEN).for_list()
    waiting = returns.filter(status__in=(*IN_THE_AUTHORITYS_HANDS, ReturnStatus.SUBMITTED))
    soon = add_working_days(today(), REMIND_BEFORE)
    count = 0
    for one in waiting.filter(collection_period__due_on__lte=soon).order_by("pk"):
        passed = one.collection_period.due_on < today()
        if one.status == ReturnStatus.SUBMITTED:
            if not passed:
                continue
            notifications.still_to_sign(one)
        elif passed:
            notifications.overdue(one)
        else:
            notifications.due_soon(one)
        count += 1
    return count
