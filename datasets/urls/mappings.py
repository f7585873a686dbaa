"""Addresses of maps of workbooks, and of loading earlier quarters back."""

from django.urls import path

from datasets.views import earlier, mappings

urlpatterns = [
    path("collections/<int:pk>/workbooks/add/", mappings.mapping_add, name="mapping_add"),
    path("workbooks/<int:pk>/", mappings.mapping_detail, name="mapping_detail"),
    path("workbooks/<int:pk>/end/", mappings.mapping_end, name="mapping_end"),
    path("collections/<int:pk>/earlier/", earlier.earlier_load, name="earlier_load"),
    path("collections/<int:pk>/earlier/template/", earlier.earlier_file, name="earlier_file"),
]
