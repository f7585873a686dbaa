"""Addresses of self-evaluations and moderation, by noun."""

from selfassessment.urls import (
    across,
    addenda,
    approvals,
    cycles,
    documents,
    evaluations,
    moderation,
    revisions,
    sections,
    templates,
)

urlpatterns = [
    *across.urlpatterns,
    *addenda.urlpatterns,
    *approvals.urlpatterns,
    *cycles.urlpatterns,
    *documents.urlpatterns,
    *evaluations.urlpatterns,
    *moderation.urlpatterns,
    *revisions.urlpatterns,
    *sections.urlpatterns,
    *templates.urlpatterns,
]
