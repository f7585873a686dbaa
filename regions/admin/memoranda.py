"""Memoranda of understanding, their parties and signatures."""

from django.contrib import admin

from regions.admin.base import CommandAdmin, CommandForm, act_on_each
from regions.admin.places import Inline
from regions.models import Memorandum, Party, Signature
from regions.rules.memoranda import reasons_not_to_draft, reasons_not_to_sign
from regions.workflow import draft_memorandum, record_signature, withdraw_signature


class PartyInline(Inline):
    model = Party
    fields = ["authority", "trust", "signs_for_it"]


class SignatureInline(Inline):
    model = Signature
    fields = ["signatory", "office", "signed_on", "expires", "withdrawn_on"]


class MemorandumForm(CommandForm):
    def reasons(self, cleaned: dict) -> list[str]:
        if self.instance.pk is not None:
            return super().reasons(cleaned)
        return reasons_not_to_draft(cleaned["region"], by=self.by)


@admin.register(Memorandum)
class MemorandumAdmin(CommandAdmin):
    """Adding drafts the next version. Bringing into force and ending have pages on the portal ("View on site")."""

    form = MemorandumForm
    given_once = ("region", "starts")
    list_display = ["title", "region", "version", "status", "starts", "expires"]
    list_filter = ["status", "region"]
    list_select_related = ["region"]
    search_fields = ["title", "region__name"]
    inlines = [PartyInline]

    def add(self, obj, *, by, cleaned):
        details = {
            name: cleaned[name] for name in ("expires", "grace_days", "summary") if cleaned.get(name) is not None
        }
        return draft_memorandum(cleaned["region"], by=by, title=cleaned["title"], starts=cleaned["starts"], **details)


@admin.register(Party)
class PartyAdmin(CommandAdmin):
    given_once = ("memorandum", "authority", "trust")
    list_display = ["place", "memorandum", "signs_for_it"]
    list_filter = ["memorandum__region", "memorandum__status"]
    list_select_related = ["memorandum__region", "authority", "trust"]
    search_fields = ["authority__name", "trust__name"]
    inlines = [SignatureInline]


class SignatureForm(CommandForm):
    def reasons(self, cleaned: dict) -> list[str]:
        if self.instance.pk is not None:
            return []
        inputs = {name: cleaned.get(name) for name in ("signed_on", "expires", "schedules")}
        return reasons_not_to_sign(cleaned["party"], by=self.by, **inputs)


@admin.register(Signature)
class SignatureAdmin(CommandAdmin):
    """A signature is recorded once; it is withdrawn, never edited."""

    form = SignatureForm
    given_once = ("party", "signatory", "office", "signed_on", "expires", "schedules")
    list_display = ["party", "signatory", "office", "signed_on", "expires", "withdrawn_on"]
    list_filter = ["party__memorandum__region", "signed_on"]
    list_select_related = ["party__memorandum__region", "party__authority", "party__trust"]
    search_fields = ["signatory", "party__authority__name", "party__trust__name"]
    actions = ["withdraw_selected"]

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def add(self, obj, *, by, cleaned):
        inputs = {name: cleaned[name] for name in ("signatory", "office", "signed_on", "schedules")}
        return record_signature(cleaned["party"], by=by, expires=cleaned.get("expires"), **inputs)

    @admin.action(description="Withdraw the signature")
    def withdraw_selected(self, request, queryset):
        act_on_each(request, queryset, withdraw_signature, "withdrawn.")
