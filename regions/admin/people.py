"""Seats, people and appointments."""

from django.contrib import admin

from regions.admin.base import CommandAdmin, CommandForm, act_on_each
from regions.admin.places import Inline
from regions.models import Appointment, Person, Seat
from regions.rules.appointments import reasons_not_to_appoint
from regions.rules.contacts import reasons_not_to_publish
from regions.rules.facts import CORRECTABLE
from regions.workflow import appoint, confirm_appointment, link_account, publish_contact, withhold_contact

DETAILS = ("job_title", "organisation", "employing_authority", "employing_trust", "interim", "acting", "note")


class AppointmentForm(CommandForm):
    def reasons(self, cleaned: dict) -> list[str]:
        if self.instance.pk is not None:
            return super().reasons(cleaned)
        return reasons_not_to_appoint(by=self.by, **cleaned)


class AppointmentInline(Inline):
    model = Appointment
    fields = ["person", "seat", "status", "starts", "ends", "job_title"]
    ordering = ["-starts"]


@admin.register(Seat)
class SeatAdmin(CommandAdmin):
    given_once = ("role", "region", "authority", "trust", "number")
    list_display = ["name", "place", "number", "exists_from", "exists_to", "vacant_from"]
    list_filter = ["role", "region", "in_demonstration"]
    list_select_related = ["region", "authority", "trust"]
    search_fields = ["title", "region__name", "authority__name", "trust__name"]
    autocomplete_fields = ["authority"]
    inlines = [AppointmentInline]

    def add(self, obj, *, by, cleaned):
        obj.in_demonstration = bool(
            (obj.region and obj.region.is_demonstration)
            or (obj.authority and obj.authority.region.is_demonstration)
            or (obj.trust and obj.trust.is_demonstration)
        )
        return super().add(obj, by=by, cleaned=cleaned)


@admin.register(Person)
class PersonAdmin(CommandAdmin):
    list_display = ["name", "user", "email", "publishes_contact", "is_demonstration"]
    list_filter = ["publishes_contact", "is_demonstration"]
    list_select_related = ["user"]
    search_fields = ["name", "email", "user__email"]
    autocomplete_fields = ["user"]
    inlines = [AppointmentInline]

    def get_fields(self, request, obj=None):
        return [
            "name",
            "user",
            "email",
            "telephone",
            "publishes_contact",
            "note",
            *(["is_demonstration"] if obj else []),
        ]

    def get_readonly_fields(self, request, obj=None):
        return ["is_demonstration"] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)

        def reasons(self, cleaned):
            changed = set(self.changed_data) - {"user", "publishes_contact"} if self.instance.pk else set()
            found = [f"“{name}” can't be corrected by hand." for name in changed - CORRECTABLE[Person]]
            publishes = "publishes_contact" in self.changed_data and cleaned["publishes_contact"]
            draft = Person(email=cleaned.get("email", ""), telephone=cleaned.get("telephone", ""))
            return [*found, *(reasons_not_to_publish(draft, by=self.by) if publishes else ())]

        return type("PersonForm", (form,), {"reasons": reasons})

    def add(self, obj, *, by, cleaned):
        account, obj.user = cleaned.get("user"), None
        publishes, obj.publishes_contact = obj.publishes_contact, False
        person = super().add(obj, by=by, cleaned=cleaned)
        if publishes:
            publish_contact(person, by=by)
        if account:
            link_account(person, by=by, user=account)
        return person

    def change(self, obj, *, by, changes):
        if "user" in changes:
            link_account(obj, by=by, user=changes.pop("user"))
        publishes = changes.pop("publishes_contact", None)
        super().change(obj, by=by, changes=changes)
        if publishes is not None:
            (publish_contact if publishes else withhold_contact)(obj, by=by)


@admin.register(Appointment)
class AppointmentAdmin(CommandAdmin):
    """Adding is appointing. Ending, refusing and the rest have pages on the portal ("View on site")."""

    form = AppointmentForm
    given_once = ("seat", "person", "starts", "ends", "acting")
    list_display = ["person", "seat", "status", "starts", "ends", "confirmed_on"]
    list_filter = ["status", "seat__role", "seat__region", "seat__in_demonstration"]
    list_select_related = ["person", "seat__region", "seat__authority", "seat__trust"]
    search_fields = ["person__name", "seat__region__name", "seat__authority__name", "seat__trust__name"]
    autocomplete_fields = ["seat", "person", "employing_authority", "employing_trust"]
    date_hierarchy = "starts"
    actions = ["confirm_selected"]

    def add(self, obj, *, by, cleaned):
        details = {name: cleaned[name] for name in DETAILS if name in cleaned}
        return appoint(
            cleaned["seat"],
            by=by,
            person=cleaned["person"],
            starts=cleaned["starts"],
            ends=cleaned.get("ends"),
            **details,
        )

    @admin.action(description="Confirm as the second person")
    def confirm_selected(self, request, queryset):
        act_on_each(request, queryset, confirm_appointment, "confirmed.")
