"""Addresses of the directory, by noun."""

from regions.urls import accounts, memoranda, people, places

urlpatterns = [*places.urlpatterns, *people.urlpatterns, *memoranda.urlpatterns, *accounts.urlpatterns]
