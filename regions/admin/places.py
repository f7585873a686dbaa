"""Regions, authorities, trusts and where their facts come from."""

from django.contrib import admin

from regions.admin.base import CommandAdmin, ReadOnlyAdmin
from regions.models import Authority, AuthorityCode, Correction, Region, Source, Succession, Trust, TrustService


class Inline(admin.TabularInline):
    """Rows shown with their parent; each kind is added on its own page."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class CodeInline(Inline):
    model = AuthorityCode
    fields = ["scheme", "code", "valid_from", "valid_to"]


class OriginInline(Inline):
    model = Succession
    fk_name = "successor"
    verbose_name_plural = "predecessors"
    fields = ["predecessor", "on", "note"]


class SuccessionInline(Inline):
    model = Succession
    fk_name = "predecessor"
    verbose_name_plural = "successors"
    fields = ["successor", "on", "note"]


class ServiceInline(Inline):
    model = TrustService
    fields = ["authority", "starts", "ends", "scope"]


@admin.register(Region)
class RegionAdmin(CommandAdmin):
    given_once = ("slug",)
    list_display = ["name", "alliance_name", "website", "mailbox", "confirmed_on", "is_demonstration"]
    list_filter = ["is_demonstration"]
    search_fields = ["name", "alliance_name", "aliases"]


@admin.register(Authority)
class AuthorityAdmin(CommandAdmin):
    given_once = ("slug", "region")
    list_display = ["name", "kind", "region", "active_from", "active_to", "population_0_17"]
    list_filter = ["region", "kind"]
    list_select_related = ["region"]
    search_fields = ["name", "official_name", "codes__code", "aliases"]
    inlines = [CodeInline, OriginInline, SuccessionInline]


@admin.register(Trust)
class TrustAdmin(CommandAdmin):
    given_once = ("slug",)
    list_display = ["name", "kind", "confirmed_on", "is_demonstration"]
    list_filter = ["is_demonstration", "kind"]
    search_fields = ["name", "aliases"]
    inlines = [ServiceInline]


@admin.register(TrustService)
class TrustServiceAdmin(CommandAdmin):
    given_once = ("trust", "authority")
    list_display = ["trust", "authority", "starts", "ends", "scope"]
    list_filter = ["trust"]
    list_select_related = ["trust", "authority"]
    search_fields = ["trust__name", "authority__name"]


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    list_display = ["key", "title", "as_of"]
    search_fields = ["key", "title"]


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ["key", "place", "as_stated", "correction"]
    list_filter = ["source"]
    search_fields = ["place", "as_stated", "correction"]
