"""Controls that are put together in Python are letter by letter those of Django's templates."""

import datetime as dt

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from riia.ui.controls import drawn

NASTY = "<b>\"Tyne\" & 'Wear'</b>"
GROUPED = [("", "All"), ("North", [("ne", NASTY), (2, "Two")]), (None, "None"), (NASTY, mark_safe("<i>3</i>"))]
WIDGETS = [
    (forms.TextInput(), NASTY),
    (forms.TextInput(attrs={"maxlength": 200, "disabled": True, "hidden": False, "title": NASTY}), None),
    (forms.NumberInput(), 12),
    (forms.EmailInput(), ""),
    (forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), dt.date(2026, 11, 30)),
    (forms.Select(choices=GROUPED), "ne"),
    (forms.Select(choices=GROUPED, attrs={"class": "govuk-select"}), None),
    (forms.SelectMultiple(choices=GROUPED), ["ne", "2"]),
    (forms.NullBooleanSelect(), True),
]


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_a_control_is_drawn_as_django_draws_it(widget, value):
    context = widget.get_context(NASTY, value, {"id": "id_one", "aria-describedby": NASTY})
    assert drawn(widget.template_name, context["widget"]) == widget._render(
        widget.template_name, context, TemplatesSetting()
    )


def test_controls_with_templates_of_their_own_are_left_to_these():
    class Marked(forms.Select):
        option_template_name = "marked.html"

    for widget in (Marked(choices=GROUPED), forms.Textarea(), forms.RadioSelect(choices=GROUPED), forms.Select()):
        assert drawn(widget.template_name, widget.get_context("one", None, {})["widget"]) is None
