"""How lists of the dataset are narrowed down, by bare names in the query string."""

import django_filters

from datasets.models import DataExport, DatasetVersion, RegionalReport
from datasets.statuses import Recipient, ReportStatus, VersionStatus
from regions.filters import Filters


class VersionFilters(Filters):
    status = django_filters.ChoiceFilter(label="State", choices=VersionStatus, empty_label="All states")

    class Meta:
        model = DatasetVersion
        fields: list = []


class ExportFilters(Filters):
    recipient = django_filters.ChoiceFilter(label="Went to", choices=Recipient, empty_label="Everybody")
    period = django_filters.CharFilter(label="Period", field_name="collection_period__slug")

    class Meta:
        model = DataExport
        fields: list = []


class ReportFilters(Filters):
    region = django_filters.CharFilter(label="Region", field_name="region__slug")
    status = django_filters.ChoiceFilter(label="State", choices=ReportStatus, empty_label="All states")

    class Meta:
        model = RegionalReport
        fields: list = []
