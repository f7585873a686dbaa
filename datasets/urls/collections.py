"""Addresses of collections."""

from django.urls import path

from datasets.views import collections

urlpatterns = [
    path("collections/add/<int:pk>/", collections.collection_add, name="collection_add"),
    path("collections/<int:pk>/change/", collections.collection_change, name="collection_change"),
    path("collections/<int:pk>/end/", collections.collection_end, name="collection_end"),
    path("collections/<int:pk>/open/", collections.period_open, name="period_open"),
    path("collections/<slug:slug>/", collections.collection_detail, name="collection_detail"),
]
