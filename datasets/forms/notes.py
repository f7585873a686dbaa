"""What is asked of who puts words to a figure."""

from typing import Any

from django import forms

from datasets.choosing import Offered, period_choices
from datasets.models import Indicator
from datasets.rules.notes import LONGEST_NOTE


class NoteForm(forms.Form):
    """Which figure, and the words."""

    indicator = forms.ChoiceField(label="Indicator")
    period = forms.ChoiceField(label="Period")
    text = forms.CharField(
        label="The note",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What lies behind the figure, or what is being done. Name no child and no family.",
    )

    def __init__(self, indicators: list[Indicator], among: Offered, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = {one.code: one for one in indicators}
        named: Any = self.fields["indicator"]
        named.choices = [("", "Choose an indicator"), *((one.code, one.name) for one in indicators)]
        when: Any = self.fields["period"]
        when.choices = period_choices(among.quarters, among.years)

    @property
    def details(self) -> dict[str, Any]:
        """What the act takes."""
        typed = self.cleaned_data
        return {
            "indicator": self.indicators[typed["indicator"]],
            "period": typed["period"],
            "text": typed["text"],
        }
