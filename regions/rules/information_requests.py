"""The register of requests for information (ACC-15)."""

from datetime import date
from typing import Any

from regions.models import Authority, InformationRequest, Region
from regions.querysets import today
from regions.reach import reach_of
from regions.rules.keeping import may_keep
from regions.statuses import InformationRequestStatus
from riia.accounts.models import User
from riia.ui.workdays import add_working_days

# Freedom of Information Act 2000, section 10: the twentieth working day after the day of receipt.
WORKING_DAYS = 20


def due_on(received_on: date) -> date:
    """ACC-15: the last day for an answer."""
    return add_working_days(received_on, WORKING_DAYS)


def may_see_register(user: User) -> bool:
    """ACC-15: regional teams, the directors whose material may be asked for, and administrators."""
    reach = reach_of(user)
    return bool(reach.administrator or reach.keeps or reach.proposes_for)


def may_register(user: User, item: Any) -> bool:
    """ACC-15: the regional team registers requests about its region."""
    return may_keep(user, item.region if isinstance(item, InformationRequest) else item)


def reasons_not_to_register(
    region: Region,
    *,
    by: User,
    reference: str = "",
    received_on: date | None = None,
    authority: Authority | None = None,
    **_details: object,
) -> list[str]:
    """ACC-15: a reference is used once in a region, and what is asked for belongs to it."""
    reasons = []
    if received_on and received_on > today():
        reasons.append("The day on which it was received is in the future.")
    if authority and authority.region_id != region.pk:
        reasons.append(f"{authority} is not in {region}.")
    if reference and region.information_requests.filter(reference__iexact=reference.strip()).exists():
        reasons.append(f"There is a request with the reference “{reference.strip()}” already.")
    return reasons


def reasons_not_to_close(
    asked: InformationRequest,
    *,
    by: User,
    outcome: InformationRequestStatus | None = None,
    closed_on: date | None = None,
    words: str = "",
) -> list[str]:
    """ACC-15: it is closed on a day after it came, and the register says what was answered or why it was refused."""
    reasons = []
    if closed_on and closed_on < asked.received_on:
        reasons.append("It can't be closed before it was received.")
    if closed_on and closed_on > today():
        reasons.append("The day on which it was closed is in the future.")
    if outcome in (InformationRequestStatus.ANSWERED, InformationRequestStatus.REFUSED) and not words.strip():
        reasons.append("Say what was answered, or why it was refused.")
    return reasons
