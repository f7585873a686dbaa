"""What every page that acts asks for: nothing, a reason, a last day."""

from typing import Any

from django import forms

from riia.ui.forms import DateField


def offer(form: forms.BaseForm, name: str, choices: list[Any]) -> None:
    """Give a field the choices that are known only when the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
    field.choices = choices


class ConfirmForm(forms.Form):
    """A decision that takes nothing but the decision."""


class ReasonForm(forms.Form):
    """A decision whose reason is kept in the trail."""

    reason = forms.CharField(
        label="Reason", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, help_text="Kept in the history."
    )


class EndForm(ReasonForm):
    """When somebody leaves a seat, and why."""

    last_day = DateField(label="Last day", help_text="The last day in the seat, such as 30 11 2026.")
    field_order = ["last_day", "reason"]
