"""Addresses of the history of the directory."""

from django.urls import path

from regions.views import history

urlpatterns = [
    path("history/<int:pk>/undo/", history.event_undo, name="event_undo"),
]
