"""How lists of the dataset are narrowed down, by bare names in the query string."""

import django_filters

from datasets.models import DatasetVersion
from datasets.statuses import VersionStatus
from regions.filters import Filters


class VersionFilters(Filters):
    status = django_filters.ChoiceFilter(label="State", choices=VersionStatus, empty_label="All states")

    class Meta:
        model = DatasetVersion
        fields: list = []
