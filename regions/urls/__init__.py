"""Addresses of the directory, by noun."""

from regions.urls import accounts, history, interests, memoranda, people, places

urlpatterns = [
    *places.urlpatterns,
    *people.urlpatterns,
    *memoranda.urlpatterns,
    *accounts.urlpatterns,
    *history.urlpatterns,
    *interests.urlpatterns,
]
