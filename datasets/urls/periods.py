"""Addresses of periods of collections."""

from django.urls import path

from datasets.views import periods

urlpatterns = [
    path("periods/<int:pk>/", periods.period_detail, name="period_detail"),
    path("periods/<int:pk>/move/", periods.period_move, name="period_move"),
    path("periods/<int:pk>/preview/", periods.period_preview, name="period_preview"),
    path("periods/<int:pk>/publish/", periods.period_publish, name="period_publish"),
]
