"""Forms print labels, hints, errors and controls that belong together, and dates in parts mean what was written."""

import datetime as dt
import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from riia.ui.dates import PartialDate
from riia.ui.forms import DateField, PartialDateField

ROLES = [("held", "Permanent"), ("interim", "Interim")]


class AppointmentForm(forms.Form):
    title = forms.CharField(label="Job title", max_length=20, help_text="As the council writes it")
    email = forms.EmailField(label="E-mail", required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    start = PartialDateField(label="In post from")
    kind = forms.ChoiceField(label="How held", choices=ROLES, widget=forms.RadioSelect)
    duties = forms.MultipleChoiceField(
        label="Duties", choices=ROLES, widget=forms.CheckboxSelectMultiple, required=False
    )
    region = forms.ChoiceField(label="Region", choices=[("", "Choose"), ("london", "London")])
    reason = forms.CharField(label="Why", widget=forms.Textarea)
    sure = forms.BooleanField(label="I am sure")
    paper = forms.FileField(label="Paper", required=False)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    token = forms.CharField(widget=forms.HiddenInput, initial="t")

    def clean(self):
        if self.data.get("title") == "clash":
            raise forms.ValidationError("Somebody holds this seat already")


def tag(html, name):
    """The attributes of the control called `name`."""
    found = re.search(rf'<(?:input|select|textarea)[^>]*\bname="{name}"[^>]*>', html)
    assert found, name
    return dict(re.findall(r'([\w-]+)="([^"]*)"', found[0]))


def ids(html):
    return re.findall(r'\bid="([^"]+)"', html)


def test_every_control_has_its_class_and_its_label():
    html = str(AppointmentForm())
    assert tag(html, "title")["class"] == "govuk-input"
    assert tag(html, "region")["class"] == "govuk-select"
    assert tag(html, "paper")["class"] == "govuk-file-upload"
    assert (tag(html, "reason")["class"], tag(html, "reason")["rows"]) == ("govuk-textarea", "5")
    assert "govuk-js-password-input-input" in tag(html, "secret")["class"]
    assert tag(html, "email")["autocomplete"] == "email"
    assert tag(html, "sure")["class"] == "govuk-checkboxes__input"
    labelled = set(re.findall(r'<label[^>]*\bfor="([^"]+)"', html))
    controls = {attrs for attrs in ids(html) if re.search(rf'<(?:input|select|textarea)[^>]*id="{attrs}"', html)}
    assert controls - labelled == {"id_token"}
    assert len(ids(html)) == len(set(ids(html)))


def test_a_single_choice_has_round_buttons_and_several_choices_have_boxes():
    html = str(AppointmentForm())
    assert (tag(html, "kind")["type"], tag(html, "kind")["class"]) == ("radio", "govuk-radios__input")
    assert (tag(html, "duties")["type"], tag(html, "duties")["class"]) == ("checkbox", "govuk-checkboxes__input")


def test_browsers_do_not_check_before_we_do():
    assert " required" not in str(AppointmentForm())


def test_hint_and_error_are_read_with_the_control():
    form = AppointmentForm({"title": ""})
    html = str(form)
    assert tag(html, "title")["aria-describedby"] == "id_title_helptext id_title_error"
    assert tag(html, "title")["aria-invalid"] == "true"
    assert {"id_title_helptext", "id_title_error"} <= set(ids(html))
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_kind_error">' in html
    described = set(" ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split())
    assert described <= set(ids(html))


def test_errors_name_their_field():
    form = AppointmentForm({"title": "", "region": "nowhere", "email": "x", "token": "t"})
    assert {name: errors[0] for name, errors in form.errors.items()} == {
        "title": "Fill in “Job title”",
        "email": "Enter a valid email address.",
        "start": "Fill in “In post from”",
        "kind": "Choose an answer for “How held”",
        "region": "“nowhere” is not one of the choices for “Region”",
        "reason": "Fill in “Why”",
        "sure": "Tick “I am sure” to go on",
    }
    assert form["email"].summary_messages == ["E-mail: enter a valid email address."]
    assert form["title"].summary_messages == ["Fill in “Job title”"]


def test_the_summary_leads_to_the_first_control_of_each_field():
    form = AppointmentForm({"title": "clash", "start_day": "31", "start_month": "2", "start_year": "2024"})
    html = str(form)
    summary = render_to_string("components/error_summary.html", {"form": form, "errors": ["Nothing else"]})
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["form-errors", "id_start_day", "id_kind_0", "id_region", "id_reason", "id_sure", "form-errors"]
    assert set(targets) <= set(ids(html))
    assert "Nothing else" in summary
    assert "Somebody holds this seat already" in html


def test_there_is_no_summary_without_errors():
    assert "govuk-error-summary" not in render_to_string("components/error_summary.html", {"form": AppointmentForm()})


def test_only_forms_that_ask_for_something_say_what_is_optional():
    class Filters(forms.Form):
        name = forms.CharField(required=False)

    assert "(optional)" not in str(Filters())
    assert str(AppointmentForm()).count("(optional)") == 4


def test_what_was_chosen_is_still_chosen():
    html = str(AppointmentForm({"kind": "interim", "duties": ["held"], "title": "T & <b>", "secret": "s"}))
    assert 'id="id_kind_1" value="interim" checked' in html
    assert 'id="id_duties_0" value="held" checked' in html
    assert "T &amp; &lt;b&gt;" in html
    assert "value" not in tag(html, "secret")


def test_a_file_that_is_there_is_named_and_can_be_removed():
    class Stored(SimpleUploadedFile):
        url = "/media/paper.pdf"

    class Papers(forms.Form):
        paper = forms.FileField(required=False)

    html = str(Papers(initial={"paper": Stored("paper.pdf", b"x")}))
    assert '<a class="govuk-link" href="/media/paper.pdf">paper.pdf</a>' in html
    assert "Remove this file" in html


def test_the_admin_prints_plain_controls():
    """`{{ field }}` is what the admin prints; only our own templates ask for the GOV.UK control."""
    field = AppointmentForm({"title": ""})["title"]
    assert "govuk" not in str(field)
    assert "required" in str(field)
    assert "govuk-input--error" in field.control


def test_a_set_of_forms_prints_each_form():
    html = str(forms.formset_factory(AppointmentForm, extra=2)())
    assert html.count("<legend") == 2 + 2 * 3
    assert 'name="form-TOTAL_FORMS"' in html


class DatesForm(forms.Form):
    whole = DateField(label="Last day", required=False)
    part = PartialDateField(label="First day", required=False)


def written(name, *parts):
    return {f"{name}_{part}": text for part, text in zip(("day", "month", "year"), parts, strict=True)}


@given(st.dates(dt.date(1800, 1, 1), dt.date(2200, 12, 31)))
def test_a_whole_date_comes_back_as_it_was_written(date):
    form = DatesForm(written("whole", str(date.day), f"{date.month:02}", str(date.year)))
    assert form.is_valid()
    assert form.cleaned_data == {"whole": date, "part": None}


@pytest.mark.parametrize(
    ("parts", "known"),
    [
        (("27", "3", "2024"), PartialDate(dt.date(2024, 3, 27), "day")),
        (("", "March", "2024"), PartialDate(dt.date(2024, 3, 1), "month")),
        (("", " mar ", "2024"), PartialDate(dt.date(2024, 3, 1), "month")),
        (("", "", "2024"), PartialDate(dt.date(2024, 1, 1), "year")),
    ],
)
def test_a_date_is_known_as_far_as_it_was_written(parts, known):
    form = DatesForm(written("part", *parts))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["part"] == known
    again = DatesForm(initial={"part": known})["part"].control
    shown = DatesForm.base_fields["part"].widget.decompress(known)
    assert [tag(again, f"part_{part}").get("value", "") for part in ("day", "month", "year")] == shown


@pytest.mark.parametrize(
    ("name", "parts", "message", "wrong"),
    [
        ("whole", ("31", "2", "2024"), "“Last day” must be a real date, and “31 2 2024” is not", "day month year"),
        ("whole", ("1", "", "2024"), "“Last day” must include a month", "month"),
        ("whole", ("", "", "2024"), "“Last day” must include a day and month", "day month"),
        ("whole", ("1", "2", "24"), "“Last day”: the year must have four digits, like 2026", "year"),
        ("whole", ("1", "2", "²024"), "“Last day”: the year must have four digits, like 2026", "year"),
        (
            "whole",
            ("1", "Smarch", "2024"),
            "“Last day” must be a real date, and “1 Smarch 2024” is not",
            "day month year",
        ),
        ("part", ("1", "2", ""), "“First day” must include a year", "year"),
        ("part", ("1", "", "2024"), "“First day” must include a month, or leave out the day as well", "month"),
        ("part", ("", "13", "2024"), "“First day” must be a real date, and “1 13 2024” is not", "day month year"),
    ],
)
def test_a_wrong_date_says_what_is_wrong_and_marks_the_part(name, parts, message, wrong):
    form = DatesForm(written(name, *parts))
    assert form.errors[name] == [message]
    marked = [
        part
        for part in ("day", "month", "year")
        if "govuk-input--error" in tag(form[name].control, f"{name}_{part}")["class"]
    ]
    assert marked == wrong.split()
    assert form[name].first_control_id == f"id_{name}_{marked[0]}"


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_no_parts_break_a_date(day, month, year):
    form = DatesForm(written("whole", day, month, year) | written("part", day, month, year))
    form.is_valid()
    assert str(form)


def test_an_unchanged_date_is_no_change():
    form = DatesForm(
        written("whole", "01", "2", "2024") | written("part", "", "3", "2024"),
        initial={"whole": dt.date(2024, 2, 1), "part": PartialDate(dt.date(2024, 3, 1), "month")},
    )
    assert form.changed_data == []
    form = DatesForm(written("whole", "1", "2", "2024"), initial={"whole": None, "part": None})
    assert form.changed_data == ["whole"]
