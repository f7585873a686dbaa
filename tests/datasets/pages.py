"""The addresses of the dataset: who gets what, and the rows that fill them in (see `tests/test_urls.py`)."""

from datetime import date

from django.utils import timezone

from datasets.models import (
    Indicator,
    Neighbour,
    NeighbourSet,
    Population,
    PublishedImport,
    PublishedValue,
    WorkbookMapping,
)
from datasets.workflow.definitions import draft_version
from tests.answers import (
    ADMINISTRATORS,
    EVERY_MEMBER,
    IN_THE_REGION,
    KEEPERS,
    LIST,
    READERS,
    TEAM,
    Page,
    act_of,
    object_for,
)
from tests.datasets import collecting, comparing, factories, leaving
from tests.people import SINCE

DRAFTERS = KEEPERS | {"south.regional_team"}

PAGES: dict[str, Page] = {
    **collecting.PAGES,
    **comparing.PAGES,
    **leaving.PAGES,
    "version_list": LIST,
    "version_detail": object_for(EVERY_MEMBER),
    "version_detail of a draft": object_for(KEEPERS),
    "version_compare": object_for(EVERY_MEMBER),
    "version_draft": act_of(DRAFTERS),
    "version_use": act_of(KEEPERS, seen_by=KEEPERS),
    "version_end": act_of(ADMINISTRATORS),
    "version_item": act_of(KEEPERS, seen_by=KEEPERS),
    "version_item_add": act_of(KEEPERS, seen_by=KEEPERS),
    "version_item_drop": act_of(KEEPERS, seen_by=KEEPERS),
    "version_indicators": object_for(EVERY_MEMBER),
    "version_indicator": act_of(KEEPERS, seen_by=KEEPERS),
    "version_indicator_off": act_of(KEEPERS, seen_by=KEEPERS),
    "published_list": LIST,
    "published_detail": object_for(EVERY_MEMBER),
    "mapping_add": act_of(TEAM, seen_by=IN_THE_REGION),
    "mapping_detail": object_for(IN_THE_REGION),
    "mapping_end": act_of(TEAM, seen_by=IN_THE_REGION),
    "earlier_load": act_of(TEAM, seen_by=IN_THE_REGION),
    "earlier_file": Page(TEAM, hidden_from=set(READERS) - IN_THE_REGION),
}

# What administrators look up; none is added or changed on the administration site.
IN_ADMIN = {
    "datasets.collection",
    "datasets.collectionperiod",
    "datasets.datasetversion",
    "datasets.definition",
    "datasets.indicator",
    "datasets.item",
    "datasets.neighbour",
    "datasets.neighbourset",
    "datasets.population",
    "datasets.publishedimport",
    "datasets.publishedvalue",
    "datasets.return",
    "datasets.workbookmapping",
}


def drafted(version, cast):
    """The next version, drafted for North."""
    return draft_version(
        version, by=cast.north.regional_team, region=cast.north.region, slug="core-next", name="The next version"
    )


def rows(cast) -> dict[str, list]:
    """What the addresses of `PAGES` are filled in with: rows of North, and the version for all."""
    version = factories.dataset()
    draft = drafted(version, cast)
    _to_look_up(cast)
    collection, mapping = WorkbookMapping.objects.values_list("collection", "pk").get()
    return (
        collecting.rows(cast)
        | comparing.rows(cast)
        | leaving.rows(cast)
        | {
            "version_detail": [version.slug],
            "version_detail of a draft": [draft.slug],
            "version_compare": [version.slug],
            "version_draft": [version.pk],
            "version_use": [draft.pk],
            "version_end": [version.pk],
            "version_item": [draft.pk, "referrals"],
            "version_item_add": [draft.pk],
            "version_item_drop": [draft.pk, "referrals"],
            "version_indicators": [version.pk],
            "version_indicator": [draft.pk, "repeat-referrals-share"],
            "version_indicator_off": [draft.pk, "repeat-referrals-share"],
            "published_detail": [PublishedImport.objects.get().pk],
            "mapping_add": [collection],
            "mapping_detail": [mapping],
            "mapping_end": [mapping],
            "earlier_load": [collection],
            "earlier_file": [collection],
        }
    )


def _to_look_up(cast) -> None:
    """A row of each kind that the administration site shows."""
    north = cast.north
    period = factories.period(cast)
    factories.mapping(cast, period.collection)
    neighbours = NeighbourSet.objects.create(slug="2025-05", name="May 2025", dated=SINCE)
    Neighbour.objects.create(neighbour_set=neighbours, authority=north.first, rank=1, neighbour=north.second)
    Population.objects.create(authority=north.first, year=2024, value=50_000, source="ONS", vintage="2024")
    came_with = PublishedImport.objects.create(kind="values", name="values.csv", digest="0" * 64, at=timezone.now())
    PublishedValue.objects.create(
        authority=north.first,
        indicator=Indicator.objects.first(),
        period_end=date(2025, 3, 31),
        period_label="2025",
        year=2025,
        value=25,
        source="Test",
        came_with=came_with,
    )
