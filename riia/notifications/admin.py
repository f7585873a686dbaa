"""The outbox: what waits, what was sent, what failed."""

from django.contrib import admin, messages

from riia.notifications import outbox
from riia.notifications.models import Notice


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):
    list_display = [
        "subject",
        "to",
        "urgency",
        "status",
        "created_at",
        "sent_at",
        "attempts",
        "last_error",
        "bounced_at",
    ]
    list_filter = ["status", "urgency", "created_at", ("bounced_at", admin.EmptyFieldListFilter)]
    search_fields = ["to", "subject"]
    # Not the link: one that lets its reader in is nobody else's business.
    fields = [
        "to", "subject", "line", "urgency", "status", "created_at", "not_before", "attempts", "last_error", "sent_at",
        "bounced_at", "bounce_reason",
    ]  # fmt: skip
    actions = ["try_again"]

    @admin.action(description="Try again to send", permissions=["view"])
    def try_again(self, request, queryset):
        count = outbox.try_again(queryset, by=request.user)
        messages.success(request, f"{count} put back into the outbox.")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
