"""Addresses of the dataset, by noun."""

from datasets.urls import collections, exports, home, indicators, mappings, periods, returns, rug, versions

urlpatterns = [
    *rug.urlpatterns,
    *indicators.urlpatterns,
    *versions.urlpatterns,
    *collections.urlpatterns,
    *exports.urlpatterns,
    *home.urlpatterns,
    *mappings.urlpatterns,
    *periods.urlpatterns,
    *returns.urlpatterns,
]
