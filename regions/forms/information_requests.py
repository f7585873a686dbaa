"""What is asked of who registers or closes a request for information."""

from typing import Any

from django import forms

from regions.forms.acting import offer
from regions.models import Authority
from regions.statuses import InformationRequestStatus
from riia.ui.forms import DateField


class RegisterForm(forms.Form):
    """A request: what is asked for, whose material it is about, and when it came."""

    reference = forms.CharField(
        label="Reference", max_length=60, help_text="The number that the body which answers has given it."
    )
    about = forms.CharField(
        label="What is asked for",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In your words. Do not say who asked.",
    )
    authority = forms.ChoiceField(label="Whose material", required=False)
    received_on = DateField(label="Received", help_text="The day it came in, such as 30 11 2026.")
    field_order = ["reference", "about", "authority", "received_on"]

    def __init__(self, authorities: list[Authority], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authorities = {str(one.pk): one for one in authorities}
        offer(self, "authority", [("", "The alliance’s own"), *((str(one.pk), one.name) for one in authorities)])

    @property
    def details(self) -> dict[str, Any]:
        """What the act takes."""
        return {**self.cleaned_data, "authority": self.authorities.get(self.cleaned_data["authority"])}


class CloseForm(forms.Form):
    """How a request ended."""

    outcome = forms.ChoiceField(
        label="How it ended",
        choices=[one for one in InformationRequestStatus.choices if one[0] != InformationRequestStatus.OPEN],
        widget=forms.RadioSelect,
    )
    closed_on = DateField(label="On", help_text="The day of the answer, such as 30 11 2026.")
    words = forms.CharField(
        label="What was answered, or why it was refused",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For a refusal, the exemption.",
    )

    @property
    def details(self) -> dict[str, Any]:
        """What the act takes."""
        return {**self.cleaned_data, "outcome": InformationRequestStatus(self.cleaned_data["outcome"])}
