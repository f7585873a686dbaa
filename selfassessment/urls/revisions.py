"""Addresses of whole texts."""

from django.urls import path

from selfassessment.views import revisions

urlpatterns = [
    path("self-evaluations/<int:pk>/document/", revisions.evaluation_document, name="evaluation_document"),
    path("self-evaluations/<int:pk>/revisions/<int:number>/", revisions.revision_detail, name="revision_detail"),
    path(
        "self-evaluations/<int:pk>/revisions/<int:number>/compare/", revisions.revision_compare, name="revision_compare"
    ),
]
