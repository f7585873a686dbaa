"""The address at which a reorganisation of authorities is entered."""

from django.urls import path

from regions.views import reorganising

urlpatterns = [
    path("regions/<int:pk>/reorganise/", reorganising.region_reorganise, name="region_reorganise"),
]
