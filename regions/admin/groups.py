"""Groups of authorities and their members."""

from django.contrib import admin

from regions.admin.base import CommandAdmin, CommandForm
from regions.admin.places import Inline
from regions.models import Group, GroupMember
from regions.rules.groups import reasons_not_to_add_group, reasons_not_to_add_member, reasons_not_to_end_member
from regions.workflow import add_group, add_group_across, add_group_member, end_group_member


class MemberInline(Inline):
    model = GroupMember
    fields = ["authority", "starts", "ends"]


class GroupForm(CommandForm):
    def reasons(self, cleaned: dict) -> list[str]:
        if self.instance.pk is not None:
            return super().reasons(cleaned)
        return reasons_not_to_add_group(self.by, by=self.by, name=cleaned["name"])


@admin.register(Group)
class GroupAdmin(CommandAdmin):
    """A group without a region goes across regions."""

    form = GroupForm
    given_once = ("region",)
    list_display = ["name", "region", "is_demonstration"]
    list_filter = ["region", "is_demonstration"]
    list_select_related = ["region"]
    search_fields = ["name"]
    inlines = [MemberInline]

    def add(self, obj, *, by, cleaned):
        what = {"name": cleaned["name"], "note": cleaned.get("note", "")}
        region = cleaned.get("region")
        return add_group(region, by=by, **what) if region else add_group_across(by, by=by, **what)


class MemberForm(CommandForm):
    def reasons(self, cleaned: dict) -> list[str]:
        if self.instance.pk is not None:
            return reasons_not_to_end_member(self.instance, by=self.by, ends=cleaned.get("ends"))
        inputs = {"authority": cleaned["authority"], "starts": cleaned["starts"]}
        return reasons_not_to_add_member(cleaned["group"], by=self.by, **inputs)


@admin.register(GroupMember)
class GroupMemberAdmin(CommandAdmin):
    """A membership begins when it is added; all that changes is its end."""

    form = MemberForm
    given_once = ("group", "authority", "starts")
    list_display = ["authority", "group", "starts", "ends"]
    list_filter = ["group"]
    list_select_related = ["authority", "group"]
    search_fields = ["authority__name", "group__name"]
    autocomplete_fields = ["authority"]

    def _editable(self) -> list[str]:
        return ["ends"]

    def get_fields(self, request, obj=None):
        return [*self.given_once, *(self._editable() if obj else ())]

    def add(self, obj, *, by, cleaned):
        return add_group_member(cleaned["group"], by=by, authority=cleaned["authority"], starts=cleaned["starts"])

    def change(self, obj, *, by, changes):
        if changes.get("ends"):
            end_group_member(obj, by=by, ends=changes["ends"])
