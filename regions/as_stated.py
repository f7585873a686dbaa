"""What the sources of the directory got wrong or left out, place by place (DIR-10)."""

from regions.models import Authority, Correction, Region, Trust


def corrections_of(place: Region | Authority | Trust) -> list[Correction]:
    """What was put right for a place, with the words of the source beside it."""
    found = Correction.objects.filter(place=place.slug).select_related("source").order_by()
    return sorted(
        found.only("key", "as_stated", "correction", "source_place", "source__title"), key=lambda one: one.key
    )
