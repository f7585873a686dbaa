"""Addresses of the dataset, by noun."""

from datasets.urls import indicators, rug, versions

urlpatterns = [
    *rug.urlpatterns,
    *indicators.urlpatterns,
    *versions.urlpatterns,
]
