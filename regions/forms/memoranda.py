"""What is asked for memoranda of understanding and their signatures."""

from typing import Any

from django import forms

from regions.forms.acting import offer
from regions.models import Memorandum, Party
from regions.statuses import Schedule
from regions.wording import first_day_out
from riia.ui.forms import DateField, WholeNumberField


class DraftForm(forms.Form):
    """The next version of a region's memorandum."""

    title = forms.CharField(label="Title", max_length=200)
    starts = DateField(label="In force from")
    last_day = DateField(label="Last day", required=False, help_text="Leave empty if it has no end.")
    grace_days = WholeNumberField(
        label="Days of grace",
        min_value=0,
        max_value=365,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        help_text="How long a signature still counts after it, or this version, has ended.",
    )
    schedules = forms.MultipleChoiceField(
        label="What it covers", choices=Schedule.choices, widget=forms.CheckboxSelectMultiple
    )
    summary = forms.CharField(label="What is agreed", required=False, widget=forms.Textarea(attrs={"rows": 5}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, last = cleaned.get("starts"), cleaned.get("last_day")
        if starts and last and last < starts:
            self.add_error("last_day", "The last day must not be before the first day")
        return cleaned

    @property
    def details(self) -> dict[str, Any]:
        """What `workflow.draft_memorandum` takes."""
        typed = dict(self.cleaned_data)
        return {"expires": first_day_out(typed.pop("last_day")), **typed}

    @classmethod
    def begin(cls, last: Memorandum | None) -> dict[str, Any]:
        """What to start from: the last version's terms."""
        if last is None:
            return {"grace_days": 30, "schedules": Schedule.values}
        return {
            "title": last.title,
            "starts": last.expires,
            "grace_days": last.grace_days,
            "schedules": last.schedules,
            "summary": last.summary,
        }


class SignForm(forms.Form):
    """That a party has signed."""

    signatory = forms.CharField(label="Signed by", max_length=200)
    office = forms.CharField(label="In which office", max_length=200, help_text="Such as chief executive.")
    signed_on = DateField(label="Date of the signature")
    schedules = forms.MultipleChoiceField(label="What it covers", widget=forms.CheckboxSelectMultiple)
    last_day = DateField(
        label="Last day", required=False, help_text="Leave empty if it stands as long as this version does."
    )

    def __init__(self, party: Party, *args: Any, **kwargs: Any) -> None:
        covered = party.memorandum.schedules
        initial = {"office": party.signs_for_it, "schedules": covered}
        super().__init__(*args, **({"initial": initial} | kwargs))
        offer(self, "schedules", [(one.value, one.label) for one in Schedule if one.value in covered])

    @property
    def details(self) -> dict[str, Any]:
        """What `workflow.record_signature` takes."""
        typed = dict(self.cleaned_data)
        return {"expires": first_day_out(typed.pop("last_day")), **typed}
