"""What is asked of who submits, approves, returns, records, reopens and releases."""

from collections.abc import Iterable
from typing import Any

from django import forms

from regions.forms.acting import offer
from regions.forms.editing import TextField
from riia.ui.forms import DateField
from selfassessment.checking import ChildWarning
from selfassessment.forms.child_details import NoChildForm
from selfassessment.statuses import Office

LONGEST_WORDS = 5000


class RevisionForm(forms.Form):
    """A decision about the text that was looked at, by the number of its revision."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class WordsForm(NoChildForm):
    """A decision with the reason, which is kept beside the text and not in the history."""

    words = TextField(
        label="Why", max_length=LONGEST_WORDS, required=True, help_text="Only your own authority can read it."
    )


class SendBackForm(NoChildForm, RevisionForm):
    """What has to change."""

    words = TextField(
        label="What has to change",
        max_length=LONGEST_WORDS,
        required=True,
        help_text="The director and those who write read it. It is kept beside this text.",
    )


class SubmitForm(forms.Form):
    """What looks like a child's details is confirmed place by place; `digest` is of the text that was looked at."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, warnings: Iterable[ChildWarning], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = {f"looked_{one.key}": one.key for one in warnings}
        for name, one in zip(self.keys, warnings, strict=True):
            self.fields[name] = forms.BooleanField(
                label=f"Nobody can tell from “{one.found}” who a child is",
                help_text=f"{one.why} In “{one.section}”: {one.question}",
            )

    @property
    def confirmed(self) -> list[str]:
        return [key for name, key in self.keys.items() if self.cleaned_data.get(name)]


class RecordForm(NoChildForm, RevisionForm):
    """A decision that was made elsewhere, with what shows it."""

    office = forms.ChoiceField(label="Whose decision", widget=forms.RadioSelect)
    approved = forms.ChoiceField(
        label="What was decided",
        choices=[("yes", "The text is approved"), ("no", "The text is returned")],
        widget=forms.RadioSelect,
    )
    decided_on = DateField(label="On which day")
    evidence = TextField(
        label="What shows it", required=True, help_text="Such as a signed letter of that day, and where it is kept."
    )
    words = TextField(label="What has to change", help_text="Needed if the text is returned.")
    name = forms.CharField(
        label="Who stands in", required=False, max_length=200, help_text="Only where somebody stands in for the office."
    )
    title = forms.CharField(label="As what", required=False, max_length=200, help_text="Such as leader of the council.")

    def __init__(self, offices: Iterable[Office], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "office", [(one.value, one.label) for one in offices])

    @property
    def details(self) -> dict[str, Any]:
        """What the act takes."""
        return self.cleaned_data | {"approved": self.cleaned_data["approved"] == "yes"}


class OfficerForm(forms.Form):
    """Who works for which approver's office."""

    office = forms.ChoiceField(label="For the office of", widget=forms.RadioSelect)
    person: Any = forms.ModelChoiceField(label="Who", queryset=None, empty_label="Choose somebody")

    def __init__(self, offices: Iterable[Office], people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "office", [(one.value, one.label) for one in offices])
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class CommentForm(NoChildForm):
    """What an approver's office says without deciding."""

    office = forms.ChoiceField(label="For the office of", widget=forms.RadioSelect)
    words = TextField(label="Comment", required=True, help_text="The director and those who write read it.")

    def __init__(self, offices: Iterable[Office], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "office", [(one.value, one.label) for one in offices])
        if len(self.fields["office"].choices) == 1:  # type: ignore[attr-defined]
            self.fields["office"].initial = self.fields["office"].choices[0][0]  # type: ignore[attr-defined]
