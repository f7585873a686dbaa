"""Addresses of files and Word copies."""

from django.urls import path

from selfassessment.views import documents

urlpatterns = [
    path("self-evaluations/<int:pk>/files/add/", documents.attachment_add, name="attachment_add"),
    path("self-evaluations/files/<int:pk>/", documents.attachment_detail, name="attachment_detail"),
    path("self-evaluations/files/<int:pk>/remove/", documents.attachment_remove, name="attachment_remove"),
    path("self-evaluations/<int:pk>/word-copy/", documents.word_copy, name="word_copy"),
]
