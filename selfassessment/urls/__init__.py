"""Addresses of self-evaluations and moderation, by noun."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
