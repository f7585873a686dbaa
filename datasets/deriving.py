"""Values worked out from the editions that count, when figures are previewed, published or restated."""

from datasets.models import CollectionPeriod


def work_out(collection_period: CollectionPeriod) -> None:
    """Make the current values of a period anew from the accepted and published editions."""
