"""Uploaded files, to look them up; they are previewed and confirmed on the portal."""

from django.contrib import admin

from regions.admin.base import ReadOnlyAdmin
from regions.models import DirectoryImport


@admin.register(DirectoryImport)
class DirectoryImportAdmin(ReadOnlyAdmin):
    """Without the rows, which hold people's details and are shown in the preview."""

    list_display = ["name", "region", "status", "uploaded_by", "uploaded_at", "closed_at"]
    list_filter = ["status", "region"]
    list_select_related = ["region", "uploaded_by"]
    search_fields = ["name"]
    exclude = ["rows", "answers"]
