"""Forms in the GOV.UK manner, for every form that a page prints with `{{ form }}` or `{{ form.name.as_field_group }}`.

`{{ form.name }}` alone stays Django's own plain control: that is what the admin prints, and it keeps its look by it.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import pretty_name
from django.forms.widgets import Input
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from riia.ui.controls import drawn
from riia.ui.dates import DAY, MONTH, YEAR, PartialDate

PARTS = ("day", "month", "year")
MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (dt.date(2000, number, 1).strftime("%B").lower(), dt.date(2000, number, 1).strftime("%b").lower())
}
# No fact is older or plans further, and days of grace and warnings can be reckoned from any of these.
YEARS = range(1800, 2201)
REQUIRED = str(forms.Field.default_error_messages["required"])


def lower_first(text: str) -> str:
    """ "Job title" inside a sentence becomes "job title"; "LGA adviser" stays."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


class WholeNumberField(forms.IntegerField):
    """A whole number between two, whose messages name the field and both."""

    def __init__(self, *, label: str, min_value: int, max_value: int, **kwargs: Any) -> None:
        between = f"“{label}” must be a whole number from {min_value:,} to {max_value:,}"
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), between)
        super().__init__(label=label, min_value=min_value, max_value=max_value, error_messages=messages, **kwargs)


# --- Dates in three parts ---------------------------------------------------------------------------------------------


class DateWidget(forms.MultiWidget):
    """Day, month and year, named <name>_day, <name>_month and <name>_year."""

    template_name = "riia_forms/widgets/date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)
        # The parts that the last check found wrong; fields and widgets are copied for each form.
        self.wrong: tuple[str, ...] = ()

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, PartialDate):
            date, known = value.date, {YEAR: 1, MONTH: 2, DAY: 3}[value.precision]
        elif isinstance(value, dt.date):
            date, known = value, 3
        else:
            return ["", "", ""]
        parts = [str(date.day), str(date.month), str(date.year)]
        return [""] * (3 - known) + parts[3 - known :]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget_id = context["widget"]["attrs"].get("id")
        for part, control in zip(PARTS, context["widget"]["subwidgets"], strict=True):
            control["part"] = part
            control["wrong"] = part in self.wrong
            if widget_id:
                control["attrs"]["id"] = f"{widget_id}_{part}"
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{self.wrong[0] if self.wrong else PARTS[0]}" if id_ else ""


class DateField(forms.Field):
    """A whole date in three parts. Cleans to a `datetime.date`, or None when it may be and is left out."""

    widget: Any = DateWidget

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        self.label = self.label or pretty_name(field_name)
        return super().get_bound_field(form, field_name)

    def clean(self, value: Sequence[str | None] | None) -> Any:
        parts = tuple((part or "").strip() for part in value or ("", "", ""))
        self.widget.wrong = ()
        if not any(parts):
            if self.required:
                raise self._refusal(str(self.error_messages["required"]), PARTS)
            return None
        cleaned = self._cleaned(dict(zip(PARTS, parts, strict=True)))
        self.run_validators(cleaned)
        return cleaned

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.widget.decompress(initial)
        after = [(part or "").strip().lstrip("0") for part in data or ("", "", "")]
        return not self.disabled and before != after

    def _cleaned(self, parts: dict[str, str]) -> Any:
        if missing := tuple(part for part in PARTS if not parts[part]):
            raise self._refusal(f"“{self.label}” must include a {' and '.join(missing)}", missing)
        return self._real(parts)

    def _real(self, parts: dict[str, str]) -> dt.date:
        """The date that three written parts name; a month may be written as a word."""
        if not (parts["year"].isdecimal() and len(parts["year"]) == 4):
            raise self._refusal(f"“{self.label}”: the year must have four digits, like 2026", ("year",))
        if int(parts["year"]) not in YEARS:
            raise self._refusal(f"“{self.label}”: the year must be {YEARS[0]} to {YEARS[-1]}", ("year",))
        month = MONTHS.get(parts["month"].lower(), parts["month"])
        try:
            return dt.date(int(parts["year"]), int(month), int(parts["day"]))
        except (ValueError, OverflowError):
            written = " ".join(part for part in parts.values() if part)
            raise self._refusal(f"“{self.label}” must be a real date, and “{written[:30]}” is not", PARTS) from None

    def _refusal(self, message: str, wrong: Sequence[str]) -> ValidationError:
        self.widget.wrong = tuple(wrong)
        return ValidationError(message, code="invalid")


class PartialDateField(DateField):
    """A date known to its day, month or year: the day, or the day and the month, may be left out.
    Cleans to a `PartialDate`, or None when it may be and is left out."""

    def _cleaned(self, parts: dict[str, str]) -> PartialDate:
        if not parts["year"]:
            raise self._refusal(f"“{self.label}” must include a year", ("year",))
        if parts["day"] and not parts["month"]:
            raise self._refusal(f"“{self.label}” must include a month, or leave out the day as well", ("month",))
        precision = DAY if parts["day"] else MONTH if parts["month"] else YEAR
        if precision == DAY:
            return PartialDate(self._real(parts), precision)
        return PartialDate(self._real({"day": "1", "month": parts["month"] or "1", "year": parts["year"]}), precision)


# --- Rendering --------------------------------------------------------------------------------------------------------

# First match wins: (widget, kind, template of ours or None for Django's, class of the control).
KINDS: tuple[tuple[type[forms.Widget], str, str | None, str], ...] = (
    (forms.HiddenInput, "hidden", None, ""),
    (forms.MultipleHiddenInput, "hidden", None, ""),
    (DateWidget, "date", None, ""),
    (forms.CheckboxSelectMultiple, "checkboxes", "riia_forms/widgets/checkboxes.html", ""),  # also a RadioSelect
    (forms.RadioSelect, "radios", "riia_forms/widgets/radios.html", ""),
    (forms.CheckboxInput, "checkbox", None, "govuk-checkboxes__input"),
    (forms.FileInput, "file", "riia_forms/widgets/file.html", "govuk-file-upload"),
    (forms.PasswordInput, "password", "riia_forms/widgets/password.html", "govuk-input"),
    (forms.Textarea, "textarea", None, "govuk-textarea"),
    (forms.Select, "select", None, "govuk-select"),
    (forms.MultiWidget, "parts", None, ""),
    (Input, "text", None, "govuk-input"),
)
TOO_LONG = "“{}” can have %(limit_value)s characters at most, and has %(show_value)s"
GROUPS = {"date", "radios", "checkboxes", "parts"}
MISSING = {
    "radios": "Choose an answer for “{}”",
    "checkboxes": "Choose at least one answer for “{}”",
    "checkbox": "Tick “{}” to go on",
    "select": "Choose an answer for “{}”",
    "file": "Choose a file for “{}”",
}


class GovukBoundField(BoundField):
    """A field as our templates print it. Errors are given the name of their field where Django's do not say it."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        # Fields are copied for each form and bound before they are cleaned, so this reaches every message.
        if str(field.error_messages.get("required")) == REQUIRED:
            field.error_messages["required"] = MISSING.get(self.kind, "Fill in “{}”").format(self.label)
        if isinstance(field, forms.CharField):
            field.error_messages.setdefault("max_length", TOO_LONG.format(self.label))
        if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
            field.error_messages["invalid_choice"] = f"“%(value)s” is not one of the choices for “{self.label}”"

    @cached_property
    def _kind(self) -> tuple[str, str | None, str]:
        widget = self.field.widget
        return next((tuple_[1:] for tuple_ in KINDS if isinstance(widget, tuple_[0])), ("other", None, ""))

    @property
    def kind(self) -> str:
        """hidden, date, radios, checkboxes, checkbox, file, password, textarea, select, text, parts or other."""
        return self._kind[0]

    @property
    def is_group(self) -> bool:
        """Whether it is several controls under one legend."""
        return self.kind in GROUPS

    @property
    def is_optional(self) -> bool:
        """Whether to say "(optional)": only where the form also asks for something."""
        return not self.field.required and any(field.required for field in self.form.fields.values())

    @property
    def group_describedby(self) -> str:
        """The ids of hint and errors, for the fieldset of a group (a single control carries them itself)."""
        return self.aria_describedby if self.is_group and self.aria_describedby else ""

    @property
    def first_control_id(self) -> str:
        """What a link to this field goes to: the control, or the first of a group."""
        if self.kind in {"radios", "checkboxes"}:
            return f"{self.auto_id}_0" if len(self.field.choices) else self.auto_id  # type: ignore[attr-defined]
        return self.id_for_label or self.auto_id

    @property
    def summary_messages(self) -> list[str]:
        """The field's errors as they read at the top of the page, where the field itself is not in sight."""
        label = str(self.label)
        texts = [str(text) for text in self.errors]
        return [text if label.lower() in text.lower() else f"{label}: {lower_first(text)}" for text in texts]

    @property
    def control(self) -> SafeString:
        """The control or controls alone, with our classes and templates."""
        _, template, css_class = self._kind
        widget = self.field.widget
        attrs = self.build_widget_attrs({"id": self.auto_id} if self.auto_id else {}, widget)
        attrs.pop("required", None)  # our own messages, not the browser's
        if self.is_group:
            attrs.pop("aria-invalid", None)
            attrs.pop("aria-describedby", None)
        elif description := self.aria_describedby:
            attrs["aria-describedby"] = description
        attrs |= self._looks(css_class)
        context = widget.get_context(self.html_name, self.value(), attrs)
        context["widget"]["attrs"].pop("placeholder", None)  # it is gone when somebody types, and the label says it
        # A browser would cut off what is pasted, and say nothing: the form says it, with nothing lost.
        context["widget"]["attrs"].pop("maxlength", None)
        own = None if template else drawn(widget.template_name, context["widget"])
        return own or widget._render(template or widget.template_name, context, self.form.renderer)

    def _looks(self, css_class: str) -> dict[str, str]:
        looks = {}
        given = str(self.field.widget.attrs.get("class", ""))
        error = f"{css_class}--error" if self.errors and css_class and self.kind != "checkbox" else ""
        toggled = "govuk-password-input__input govuk-js-password-input-input" if self.kind == "password" else ""
        if classes := " ".join(filter(None, [css_class, error, toggled, given])):
            looks["class"] = classes
        if self.kind == "textarea" and self.field.widget.attrs.get("rows") == "10":
            looks["rows"] = "5"
        return looks


class GovukRenderer(TemplatesSetting):
    form_template_name = "riia_forms/form.html"
    formset_template_name = "riia_forms/formset.html"
    field_template_name = "riia_forms/field.html"
    bound_field_class = GovukBoundField
