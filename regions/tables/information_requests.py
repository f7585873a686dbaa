"""The register of requests for information."""

import django_tables2

from regions.models import InformationRequest
from regions.querysets import today
from regions.statuses import InformationRequestStatus
from regions.tables.cells import link
from riia.ui.tables import DateColumn, Table


class InformationRequestTable(Table):
    """Requests with the day by which an answer is due."""

    caption = "Information requests"
    unit = ("request", "requests")
    export = (
        ("reference", "reference"),
        ("region__slug", "region"),
        ("authority__slug", "authority"),
        ("about", "about"),
        ("received_on", "received"),
        ("due_on", "due"),
        ("status", "status"),
        ("closed_on", "closed"),
        ("outcome", "outcome"),
    )
    reference = django_tables2.Column(verbose_name="Reference")
    place = django_tables2.Column(accessor="region__name", verbose_name="Whose material")
    received_on = DateColumn(verbose_name="Received")
    due_on = DateColumn(verbose_name="Answer due")
    status = django_tables2.Column(verbose_name="State")
    closed_on = DateColumn(verbose_name="Closed")

    class Meta(Table.Meta):
        model = InformationRequest
        fields = ("reference", "place", "received_on", "due_on", "status", "closed_on")
        empty_text = "No request to show."

    def render_reference(self, record: InformationRequest) -> str:
        return link(record, record.reference)

    def render_place(self, record: InformationRequest) -> str:
        return str(record.authority) if record.authority else f"{record.region}, the alliance’s own"

    def render_status(self, record: InformationRequest) -> str:
        return state_of(record)


def state_of(request: InformationRequest) -> str:
    """Its state in words; of one that is open, whether the day has passed."""
    if request.status == InformationRequestStatus.OPEN and request.due_on < today():
        return "Being dealt with, past its day"
    return request.get_status_display()
