"""Tasks that are done for somebody: looked up here, left and taken back by their holders."""

from django.contrib import admin

from regions.admin.base import ReadOnlyAdmin, act_on_each
from regions.models import Delegation
from regions.workflow import end_delegation


@admin.register(Delegation)
class DelegationAdmin(ReadOnlyAdmin):
    list_display = ["delegate", "task", "appointment", "starts", "ends", "taken_back_on"]
    list_filter = ["task"]
    search_fields = ["delegate__name", "appointment__person__name"]
    list_select_related = [
        "delegate",
        "appointment__person",
        "appointment__seat__region",
        "appointment__seat__authority",
        "appointment__seat__trust",
    ]
    fields = ["delegate", "task", "appointment", "starts", "ends", "taken_back_on", "delegated_by"]
    actions = ["end_selected"]

    @admin.action(description="Take the task back", permissions=["view"])
    def end_selected(self, request, queryset):
        act_on_each(request, queryset, end_delegation, "taken back.")
