"""Addresses of the directory, by noun."""

from regions.urls import memoranda, people, places

urlpatterns = [*places.urlpatterns, *people.urlpatterns, *memoranda.urlpatterns]
