"""Accounts and invitations."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html

from regions.admin.base import CommandAdmin, CommandForm, ReadOnlyAdmin, act_on_each
from regions.rules.accounts import reasons_not_to_change
from regions.workflow import (
    change_account,
    close_account,
    invite,
    make_account,
    reopen_account,
    reset_second_factor,
    withdraw_invitation,
    withdraw_link,
)
from riia.accounts.models import ApprovalLink, Invitation, User


class AccountForm(CommandForm):
    invite_now = forms.BooleanField(
        label="Send the invitation now", required=False, initial=True, help_text="Only for a new account."
    )

    class Meta:
        model = User
        fields = ["email", "name", "is_staff"]

    def reasons(self, cleaned: dict) -> list[str]:
        if self.instance.pk is None:
            return []
        return reasons_not_to_change(self.instance, by=self.by, is_staff=cleaned["is_staff"])

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()


@admin.register(User)
class UserAdmin(CommandAdmin):
    form = AccountForm
    list_display = ["name", "email", "who", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "is_demo"]
    list_select_related = ["person"]
    search_fields = ["name", "email"]
    actions = ["invite_selected", "close_selected", "reopen_selected", "reset_selected"]

    def get_fields(self, request, obj=None):
        shown = ["is_active", "is_demo", "who", "last_login", "date_joined"]
        return ["email", "name", "is_staff", *(shown if obj else ["invite_now"])]

    def get_readonly_fields(self, request, obj=None):
        return ["is_active", "is_demo", "who", "last_login", "date_joined"] if obj else []

    @admin.display(description="Person in the directory")
    def who(self, user):
        person = getattr(user, "person", None)
        return format_html('<a href="{}">{}</a>', person.get_absolute_url(), person) if person else "None"

    def add(self, obj, *, by, cleaned):
        account = make_account(by, by=by, email=cleaned["email"], name=cleaned["name"], is_staff=cleaned["is_staff"])
        if cleaned.get("invite_now"):
            invite(account, by=by)
        return account

    def change(self, obj, *, by, changes):
        now = {"email": obj.email, "name": obj.name, "is_staff": obj.is_staff}
        changed = {name: value for name, value in changes.items() if name in now}
        if changed:
            change_account(obj, by=by, **(now | changed))

    @admin.action(description="Send an invitation")
    def invite_selected(self, request, queryset):
        act_on_each(request, queryset, invite, "invited.")

    @admin.action(description="Close the account")
    def close_selected(self, request, queryset):
        act_on_each(request, queryset, close_account, "closed.")

    @admin.action(description="Open the account again")
    def reopen_selected(self, request, queryset):
        act_on_each(request, queryset, reopen_account, "open again.")

    @admin.action(description="Remove the second factors (a lost telephone)")
    def reset_selected(self, request, queryset):
        act_on_each(request, queryset, reset_second_factor, "second factors removed; they set up new ones next.")


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["user", "status", "invited_by", "invited_at", "expires_at", "closed_at"]
    list_filter = ["status"]
    search_fields = ["user__name", "user__email"]
    list_select_related = ["user", "invited_by"]
    actions = ["withdraw_selected"]
    fields = ["user", "status", "invited_by", "invited_at", "expires_at", "closed_at"]

    @admin.action(description="Withdraw the invitation", permissions=["view"])
    def withdraw_selected(self, request, queryset):
        act_on_each(request, queryset, withdraw_invitation, "withdrawn.")


@admin.register(ApprovalLink)
class ApprovalLinkAdmin(ReadOnlyAdmin):
    list_display = ["target_name", "user", "acting_as", "act", "status", "asked_by", "asked_at", "closed_at"]
    list_filter = ["status", "act"]
    search_fields = ["user__name", "target_name"]
    list_select_related = ["user", "asked_by"]
    fields = ["user", "acting_as", "act", "target_name", "status", "asked_by", "asked_at", "closed_at", "done"]
    actions = ["withdraw_selected"]

    @admin.action(description="Take the link back", permissions=["view"])
    def withdraw_selected(self, request, queryset):
        act_on_each(request, queryset, withdraw_link, "taken back.")
