"""Addresses of indicators, of an authority's profile, and of figures to look at."""

from django.urls import path

from datasets.views import indicators, profiles

urlpatterns = [
    path("indicators/", indicators.indicator_list, name="indicator_list"),
    path("indicators/<slug:code>/", indicators.indicator_detail, name="indicator_detail"),
    path("authorities/<slug:slug>/", profiles.data_profile, name="data_profile"),
]
