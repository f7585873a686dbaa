"""Addresses of the reports of regions."""

from django.urls import path

from datasets.views import reports

urlpatterns = [
    path("reports/", reports.report_list, name="report_list"),
    path("reports/<int:pk>/", reports.report_detail, name="report_detail"),
    path("reports/<int:pk>/sections/<int:number>/", reports.report_section, name="report_section"),
    path("reports/<int:pk>/finish/", reports.report_finish, name="report_finish"),
    path("periods/<int:pk>/report/", reports.report_draft, name="report_draft"),
]
