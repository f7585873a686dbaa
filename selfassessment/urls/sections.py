"""Addresses of a self-evaluation, its sections, and who writes and reads it before release."""

from django.urls import path

from selfassessment.views import evaluation, sections

ONE = "self-evaluations/<int:pk>/"
SECTION = f"{ONE}sections/<slug:slug>/"

urlpatterns = [
    path(ONE, evaluation.evaluation_detail, name="evaluation_detail"),
    path(f"{ONE}join/", evaluation.evaluation_join, name="evaluation_join"),
    path(f"{ONE}editors/add/", evaluation.editor_name, name="editor_name"),
    path("self-evaluations/editors/<int:pk>/end/", evaluation.editor_end, name="editor_end"),
    path(f"{ONE}invite/", evaluation.reader_invite, name="reader_invite"),
    path("self-evaluations/invitations/<int:pk>/end/", evaluation.invitation_end, name="invitation_end"),
    path(SECTION, sections.section_detail, name="section_detail"),
    path(f"{SECTION}write/", sections.section_edit, name="section_edit"),
    path(f"{SECTION}unsaved/", sections.section_unsaved, name="section_unsaved"),
    path(f"{SECTION}links/", sections.section_links, name="section_links"),
    path(f"{SECTION}saves/<int:number>/", sections.section_save, name="section_save"),
]
