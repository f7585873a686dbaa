"""Addresses of the dataset, by noun."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
