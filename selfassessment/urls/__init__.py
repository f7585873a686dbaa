"""Addresses of self-evaluations and moderation, by noun."""

from selfassessment.urls import addenda, approvals, cycles, documents, evaluations, revisions, sections, templates

urlpatterns = [
    *addenda.urlpatterns,
    *approvals.urlpatterns,
    *cycles.urlpatterns,
    *documents.urlpatterns,
    *evaluations.urlpatterns,
    *revisions.urlpatterns,
    *sections.urlpatterns,
    *templates.urlpatterns,
]
