"""Addresses of the tartan rug."""

from django.urls import path

from datasets.views import rug

urlpatterns = [
    path("rug/", rug.rug_page, name="rug"),
]
