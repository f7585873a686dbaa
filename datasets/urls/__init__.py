"""Addresses of the dataset, by noun."""

from datasets.urls import versions

urlpatterns = [
    *versions.urlpatterns,
]
