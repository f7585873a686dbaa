"""The trail, to look things up in."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join

from riia.audit.models import Event


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    list_display = ["at", "actor_name", "acting_as", "label", "target_name", "reason"]
    list_filter = ["verb", "target_model", "at"]
    search_fields = ["actor_name", "target_name", "reason", "request_id"]
    date_hierarchy = "at"
    show_full_result_count = False
    fields = [
        "at",
        "actor_name",
        "acting_as",
        "label",
        "target_name",
        "target_model",
        "target_id",
        "what_changed",
        "reason",
        "request_id",
    ]

    @admin.display(description="Before and after")
    def what_changed(self, event):
        rows = format_html_join("", "<li>{}: {} → {}</li>", event.changes())
        return format_html("<ul>{}</ul>", rows) if rows else "Nothing"

    def lookup_allowed(self, lookup, value, request=None):
        return lookup in ("target_id", "target_model") or super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
