"""Values worked out from the editions that count, when figures are previewed, published or restated."""

from datasets.models import CollectionPeriod
from datasets.small_numbers import protect_period


def work_out(collection_period: CollectionPeriod) -> None:
    """Make the current values of a period anew from the accepted and published editions."""
    protect_period(collection_period)
