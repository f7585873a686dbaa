"""An admin page that writes through commands, so that rules and trail are the same as everywhere."""

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.shortcuts import redirect
from django.urls import reverse

from regions.rules.facts import CORRECTABLE, reasons_not_to_correct
from regions.workflow import add_to_directory, correct
from riia.accounts.models import User
from riia.workflow import NotPermitted, NotPossible


class CommandForm(forms.ModelForm):
    """Asks the rules before it is valid, so that what stands in the way is said beside the form."""

    by: User  # the administrator; set on the class by `CommandAdmin.get_form`

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            for reason in self.reasons(self.cleaned_data):
                self.add_error(None, reason)
        return cleaned

    def reasons(self, cleaned: dict) -> list[str]:
        """What stands in the way of saving this form, in sentences."""
        if self.instance.pk is None:
            return []
        changes = {name: cleaned[name] for name in self.changed_data}
        return reasons_not_to_correct(self.instance, by=self.by, changes=changes)


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look things up. Nothing is added, changed or deleted here."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def history_view(self, request, object_id, extra_context=None):
        return to_trail(self.model, object_id)


class CommandAdmin(admin.ModelAdmin):
    """Adds by `add_to_directory`, changes by `correct`; nothing is deleted (DIR-13); history is the trail."""

    form = CommandForm
    # What identifies a row, given when it is added and fixed from then on.
    given_once: tuple[str, ...] = ()
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_per_page = 50

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        return [*self.given_once, *self._editable(), *(self._shown() if obj else ())]

    def get_readonly_fields(self, request, obj=None):
        return (*self.given_once, *self._shown(), *self.readonly_fields) if obj else self.readonly_fields

    def get_inlines(self, request, obj):
        """What belongs to a row is shown once there is one."""
        return self.inlines if obj else []

    def _editable(self) -> list[str]:
        allowed = CORRECTABLE.get(self.model, frozenset())
        return [field.name for field in self.model._meta.fields if field.name in allowed]

    def _shown(self) -> list[str]:
        """Everything else about a row: shown, not editable."""
        known = {*self.given_once, *self._editable(), "id"}
        return [field.name for field in self.model._meta.fields if field.name not in known]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("BoundCommandForm", (form,), {"by": request.user})

    def save_model(self, request, obj, form, change):
        if change:
            changes = {name: form.cleaned_data[name] for name in form.changed_data}
            original = self.model._base_manager.get(pk=obj.pk)
            self.change(original, by=request.user, changes=changes)
        else:
            added = self.add(obj, by=request.user, cleaned=form.cleaned_data)
            obj.__dict__.update(added.__dict__)

    def change(self, obj, *, by, changes: dict) -> None:
        """The command behind "Save" on a changed row."""
        if changes:
            correct(obj, by=by, changes=changes)

    def add(self, obj, *, by, cleaned: dict):
        """The command behind "Save" on a new row; returns the row."""
        return add_to_directory(by, by=by, row=obj)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What stands in the way only at the moment of saving is said on the page, not in a 500."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (NotPossible, NotPermitted) as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())

    def history_view(self, request, object_id, extra_context=None):
        return to_trail(self.model, object_id)

    def log_addition(self, request, obj, message):
        """The trail is the history; Django's own admin log would be a second one."""

    def log_change(self, request, obj, message):
        """See `log_addition`."""


def act_on_each(request, rows, act, done: str, **inputs) -> None:
    """Do one act to each selected row and say what became of it."""
    for row in rows:
        try:
            act(row, by=request.user, **inputs)
        except (NotPossible, NotPermitted) as refusal:
            messages.error(request, f"{row}: {refusal}")
        else:
            messages.success(request, f"{row}: {done}")


def to_trail(model, object_id):
    """The trail's entries about one row."""
    address = reverse("admin:audit_event_changelist")
    return redirect(f"{address}?target_model={model._meta.label_lower}&target_id={object_id}")
