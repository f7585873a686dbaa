"""Registering requests for information and closing them (ACC-15)."""

from datetime import date

from regions import notifications
from regions.models import Authority, InformationRequest, Region
from regions.rules import information_requests as rules
from regions.statuses import InformationRequestStatus
from riia.accounts.models import User
from riia.workflow import command, transition


@command(
    on=Region,
    label="Register an information request",
    permitted=rules.may_register,
    unless=rules.reasons_not_to_register,
    page="information_request_register",
)
def register_information_request(
    region: Region, *, by: User, reference: str, about: str, received_on: date, authority: Authority | None = None
) -> InformationRequest:
    """Put a request in the register; whose material it is about is told, once (ACC-15)."""
    asked = InformationRequest.objects.create(
        region=region,
        authority=authority,
        reference=reference.strip(),
        about=about,
        received_on=received_on,
        due_on=rules.due_on(received_on),
        registered_by=by,
    )
    notifications.information_request_registered(asked, by)
    return asked


@transition(
    on=InformationRequest,
    label="Close the request",
    sources={InformationRequestStatus.OPEN},
    targets={
        InformationRequestStatus.ANSWERED,
        InformationRequestStatus.REFUSED,
        InformationRequestStatus.WITHDRAWN,
    },
    permitted=rules.may_register,
    unless=rules.reasons_not_to_close,
    page="information_request_close",
)
def close_information_request(
    asked: InformationRequest, *, by: User, outcome: InformationRequestStatus, closed_on: date, words: str = ""
) -> InformationRequestStatus:
    """Say how it ended, and when."""
    asked.closed_on, asked.outcome = closed_on, words.strip()
    return outcome
