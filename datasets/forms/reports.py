"""What is asked for a report: its title, the words of a section."""

from django import forms

from regions.forms.editing import TextField


class DraftReportForm(forms.Form):
    """What the report is called."""

    title = forms.CharField(label="Title", max_length=200, help_text="Such as Report on April to September 2026.")


class SectionForm(forms.Form):
    """The words of one section, and which revision of the report was read."""

    heading = forms.CharField(label="Heading", max_length=150)
    text = TextField(
        label="Text",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="A blank line begins a paragraph, - at the start of a line an entry of a list, **two stars** bold.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class FinishReportForm(forms.Form):
    """Which revision was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
