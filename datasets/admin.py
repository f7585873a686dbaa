"""The dataset for administrators, to look things up.

No in-year figure, query or comment is shown here: an administrator's account opens none (the table in ACC, ACC-13).
Everything is changed on the portal's own pages, by those whose it is.
"""

from django.contrib import admin

from datasets.models import (
    Collection,
    CollectionPeriod,
    DatasetVersion,
    Definition,
    Indicator,
    Item,
    Neighbour,
    NeighbourSet,
    Population,
    PublishedImport,
    PublishedValue,
    Return,
    WorkbookMapping,
)
from regions.admin.base import ReadOnlyAdmin


@admin.register(Indicator)
class IndicatorAdmin(ReadOnlyAdmin):
    list_display = ["name", "code", "theme", "polarity", "frequency", "core_measure", "is_published"]
    list_filter = ["theme", "polarity", "frequency", "is_published"]
    search_fields = ["name", "code"]


@admin.register(DatasetVersion)
class DatasetVersionAdmin(ReadOnlyAdmin):
    list_display = ["name", "slug", "region", "status", "used_from"]
    list_filter = ["status", "region"]
    list_select_related = ["region"]
    search_fields = ["name", "slug"]


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    list_display = ["name", "code", "version", "kind", "basis", "theme"]
    list_filter = ["version", "theme", "kind"]
    list_select_related = ["version"]
    search_fields = ["name", "code"]


@admin.register(Definition)
class DefinitionAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "version", "polarity", "confidence", "colour_rule", "scaling", "small_numbers"]
    list_filter = ["version", "indicator__theme"]
    list_select_related = ["version", "indicator"]
    search_fields = ["indicator__name", "indicator__code"]


@admin.register(Collection)
class CollectionAdmin(ReadOnlyAdmin):
    list_display = ["name", "region", "kind", "version", "agreement", "ended_on"]
    list_filter = ["kind", "agreement", "region"]
    list_select_related = ["region", "version"]
    search_fields = ["name"]


@admin.register(CollectionPeriod)
class CollectionPeriodAdmin(ReadOnlyAdmin):
    list_display = ["collection", "slug", "status", "due_on", "preview_from", "publish_on", "published_at"]
    list_filter = ["status", "collection__region"]
    list_select_related = ["collection"]
    search_fields = ["slug", "collection__name"]


@admin.register(Return)
class ReturnAdmin(ReadOnlyAdmin):
    """How far each has come; its figures are not shown."""

    list_display = ["authority", "collection_period", "status", "received_on", "signed_at", "accepted_at"]
    list_filter = ["status", "authority__region"]
    list_select_related = ["authority", "collection_period__collection"]
    search_fields = ["authority__name", "collection_period__slug"]


@admin.register(WorkbookMapping)
class WorkbookMappingAdmin(ReadOnlyAdmin):
    list_display = ["name", "collection", "ended_on"]
    list_select_related = ["collection"]
    search_fields = ["name", "collection__name"]


@admin.register(PublishedImport)
class PublishedImportAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "at"]
    list_filter = ["kind"]
    search_fields = ["name"]


@admin.register(PublishedValue)
class PublishedValueAdmin(ReadOnlyAdmin):
    list_display = ["authority", "indicator", "period_label", "value", "marker", "band", "rank", "source"]
    list_filter = ["year", "indicator__theme"]
    list_select_related = ["authority", "indicator"]
    search_fields = ["authority__name", "indicator__name", "indicator__code"]
    ordering = ["-pk"]


@admin.register(NeighbourSet)
class NeighbourSetAdmin(ReadOnlyAdmin):
    list_display = ["name", "slug", "dated", "is_demonstration"]
    search_fields = ["name"]


@admin.register(Neighbour)
class NeighbourAdmin(ReadOnlyAdmin):
    list_display = ["authority", "rank", "neighbour", "closeness", "neighbour_set"]
    list_filter = ["neighbour_set"]
    list_select_related = ["authority", "neighbour", "neighbour_set"]
    search_fields = ["authority__name"]


@admin.register(Population)
class PopulationAdmin(ReadOnlyAdmin):
    list_display = ["authority", "year", "value", "source", "vintage"]
    list_filter = ["year", "vintage"]
    list_select_related = ["authority"]
    search_fields = ["authority__name"]
