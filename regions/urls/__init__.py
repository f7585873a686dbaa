"""Addresses of the directory, by noun."""

from regions.urls import (
    accounts,
    directors,
    editing,
    groups,
    history,
    information_requests,
    interests,
    memoranda,
    merging,
    people,
    places,
)

urlpatterns = [
    *places.urlpatterns,
    *people.urlpatterns,
    *merging.urlpatterns,
    *editing.urlpatterns,
    *groups.urlpatterns,
    *memoranda.urlpatterns,
    *directors.urlpatterns,
    *accounts.urlpatterns,
    *history.urlpatterns,
    *interests.urlpatterns,
    *information_requests.urlpatterns,
]
