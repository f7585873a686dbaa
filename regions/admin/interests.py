"""Declared interests and waivers, to look them up; people and regional teams declare and waive on the portal."""

from django.contrib import admin

from regions.admin.base import ReadOnlyAdmin
from regions.models import Interest, Waiver


@admin.register(Interest)
class InterestAdmin(ReadOnlyAdmin):
    list_display = ["person", "authority", "kind", "starts", "ends", "declared_by"]
    list_filter = ["kind", "authority__region"]
    list_select_related = ["person", "authority", "declared_by"]
    search_fields = ["person__name", "authority__name"]


@admin.register(Waiver)
class WaiverAdmin(ReadOnlyAdmin):
    list_display = ["person", "authority", "starts", "ends", "given_by"]
    list_filter = ["authority__region"]
    list_select_related = ["person", "authority", "given_by"]
    search_fields = ["person__name", "authority__name", "why"]
