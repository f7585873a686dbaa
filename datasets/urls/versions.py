"""Addresses of versions of the dataset."""

from django.urls import path

from datasets.views import versions

urlpatterns = [
    path("versions/", versions.version_list, name="version_list"),
    path("versions/<int:pk>/draft/", versions.version_draft, name="version_draft"),
    path("versions/<int:pk>/use/", versions.version_use, name="version_use"),
    path("versions/<int:pk>/end/", versions.version_end, name="version_end"),
    path("versions/<int:pk>/items/add/", versions.version_item, name="version_item_add"),
    path("versions/<int:pk>/items/<slug:code>/", versions.version_item, name="version_item"),
    path("versions/<int:pk>/items/<slug:code>/drop/", versions.version_item_drop, name="version_item_drop"),
    path("versions/<int:pk>/indicators/", versions.version_indicators, name="version_indicators"),
    path("versions/<int:pk>/indicators/<slug:code>/", versions.version_indicator, name="version_indicator"),
    path("versions/<int:pk>/indicators/<slug:code>/off/", versions.version_indicator_off, name="version_indicator_off"),
    path("versions/<slug:slug>/", versions.version_detail, name="version_detail"),
    path("versions/<slug:slug>/compare/", versions.version_compare, name="version_compare"),
]
