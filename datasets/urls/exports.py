"""Addresses of exports of in-year figures."""

from django.urls import path

from datasets.views import exports

urlpatterns = [
    path("exports/", exports.export_list, name="export_list"),
    path("exports/<int:pk>/", exports.export_detail, name="export_detail"),
    path("periods/<int:pk>/export/", exports.period_export, name="period_export"),
]
