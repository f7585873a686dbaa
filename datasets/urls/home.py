"""The address of the front page of data."""

from django.urls import path

from datasets.views import home

urlpatterns = [path("", home.data_home, name="data_home")]
