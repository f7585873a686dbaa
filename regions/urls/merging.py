"""Addresses at which people who were entered twice are merged and separated."""

from django.urls import path

from regions.views import merging

urlpatterns = [
    path("people/duplicates/", merging.person_duplicates, name="person_duplicates"),
    path("people/<int:pk>/merge/", merging.person_merge, name="person_merge"),
    path("people/<int:pk>/unmerge/", merging.person_unmerge, name="person_unmerge"),
]
