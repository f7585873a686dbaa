"""Addresses of self-evaluations and moderation, by noun."""

from selfassessment.urls import cycles, evaluations, revisions, templates

urlpatterns = [
    *cycles.urlpatterns,
    *evaluations.urlpatterns,
    *revisions.urlpatterns,
    *templates.urlpatterns,
]
