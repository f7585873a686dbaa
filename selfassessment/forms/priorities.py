"""What is asked of who proposes a priority."""

from django import forms

from regions.forms.editing import TextField
from selfassessment.forms.child_details import NoChildForm
from selfassessment.statuses import InspectionTheme

LONGEST_TEXT = 5000


class PriorityForm(NoChildForm):
    """A priority of the region, which names no authority (MOD-7)."""

    title = forms.CharField(label="Priority", max_length=150, help_text="In one line. It names no authority.")
    theme = forms.ChoiceField(label="Theme", choices=[("", "Choose a theme"), *InspectionTheme.choices])
    text = TextField(label="Why, and what would be done", required=False, max_length=LONGEST_TEXT)
