"""What is asked before in-year figures leave the portal."""

from django import forms

from datasets.rules.exports import TO_ORGANISATIONS
from datasets.statuses import Recipient


class ExportForm(forms.Form):
    """To whom; and which preview was looked at, so that nothing else goes."""

    recipient = forms.ChoiceField(
        label="Who it goes to",
        widget=forms.RadioSelect,
        choices=[(one.value, Recipient(one).label) for one in TO_ORGANISATIONS],
    )
    digest = forms.CharField(widget=forms.HiddenInput, required=False)
