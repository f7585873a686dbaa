"""Addresses of the dataset, by noun."""

from datasets.urls import (
    collections,
    exports,
    home,
    indicators,
    mappings,
    outliers,
    periods,
    published,
    reports,
    returns,
    rug,
    versions,
)

urlpatterns = [
    *rug.urlpatterns,
    *indicators.urlpatterns,
    *outliers.urlpatterns,
    *versions.urlpatterns,
    *collections.urlpatterns,
    *exports.urlpatterns,
    *home.urlpatterns,
    *mappings.urlpatterns,
    *periods.urlpatterns,
    *published.urlpatterns,
    *reports.urlpatterns,
    *returns.urlpatterns,
]
