"""The register of requests for information, to look it up; it is kept on the portal."""

from django.contrib import admin

from regions.admin.base import ReadOnlyAdmin
from regions.models import InformationRequest


@admin.register(InformationRequest)
class InformationRequestAdmin(ReadOnlyAdmin):
    list_display = ["reference", "region", "authority", "received_on", "due_on", "status"]
    list_filter = ["status", "region"]
    list_select_related = ["region", "authority"]
    search_fields = ["reference", "about"]
