"""Addresses of self-evaluations and moderation, by noun."""

from selfassessment.urls import addenda, approvals, cycles, evaluations, revisions, sections, templates

urlpatterns = [
    *addenda.urlpatterns,
    *approvals.urlpatterns,
    *cycles.urlpatterns,
    *evaluations.urlpatterns,
    *revisions.urlpatterns,
    *sections.urlpatterns,
    *templates.urlpatterns,
]
