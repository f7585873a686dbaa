"""Addresses of published values: where they come from."""

from django.urls import path

from datasets.views import imports

urlpatterns = [
    path("published/", imports.published_list, name="published_list"),
    path("published/<int:pk>/", imports.published_detail, name="published_detail"),
]
