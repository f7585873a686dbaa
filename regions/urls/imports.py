"""Addresses of importing files about the directory."""

from django.urls import path

from regions.views import imports

urlpatterns = [
    path("directory/import/", imports.import_list, name="import_list"),
    path("directory/import/template/<slug:kind>/", imports.import_template, name="import_template"),
    path("directory/import/<int:pk>/", imports.import_detail, name="import_detail"),
    path("directory/import/<int:pk>/answer/", imports.import_answer, name="import_answer"),
    path("directory/import/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("directory/import/<int:pk>/discard/", imports.import_discard, name="import_discard"),
]
