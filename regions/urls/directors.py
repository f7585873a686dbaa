"""The address of director changes: public totals, names for members."""

from django.urls import path

from regions.views import directors

urlpatterns = [path("directors/", directors.director_changes, name="director_changes")]
