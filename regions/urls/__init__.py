"""Addresses of the directory, by noun."""

from regions.urls import (
    accounts,
    directors,
    editing,
    groups,
    history,
    imports,
    information_requests,
    interests,
    memoranda,
    merging,
    officers,
    people,
    places,
    reorganising,
)

urlpatterns = [
    *places.urlpatterns,
    *people.urlpatterns,
    *merging.urlpatterns,
    *editing.urlpatterns,
    *officers.urlpatterns,
    *groups.urlpatterns,
    *memoranda.urlpatterns,
    *directors.urlpatterns,
    *accounts.urlpatterns,
    *history.urlpatterns,
    *imports.urlpatterns,
    *reorganising.urlpatterns,
    *interests.urlpatterns,
    *information_requests.urlpatterns,
]
