"""Addresses of figures to look at, and of notes on them."""

from django.urls import path

from datasets.views import outliers

urlpatterns = [
    path("outliers/", outliers.outlier_list, name="outlier_list"),
    path("authorities/<int:pk>/notes/add/", outliers.figure_note_add, name="figure_note_add"),
]
