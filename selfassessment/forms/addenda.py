"""What is asked about an addendum and a pause (SE-17, SE-19)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms

from regions.forms.acting import offer
from regions.forms.editing import TextField
from riia.ui.forms import DateField
from selfassessment.checking import ChildWarning
from selfassessment.documents import Answer
from selfassessment.forms.approvals import LONGEST_WORDS, SubmitForm
from selfassessment.forms.child_details import NoChildForm
from selfassessment.models import Addendum
from selfassessment.statuses import PauseReason

NO_JUDGEMENT = ("", "No judgement changes")


class AddendumForm(forms.Form):
    """A later event, and the judgement that changes with it, if one does."""

    happened_on = DateField(label="Day of the event")
    title = forms.CharField(label="In a few words", max_length=150)
    text = TextField(
        label="What happened, and what it means",
        required=True,
        max_length=LONGEST_WORDS,
        help_text="No names or details of children.",
    )
    changed = forms.ChoiceField(
        label="Judgement that changes",
        required=False,
        help_text="A changed judgement is approved as the text was, before anybody else reads it.",
    )

    def __init__(self, judgements: Iterable[tuple[str, str, Answer]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = {
            f"{slug}:{answer.code}:{place}": (slug, answer.code, word, f"{title}: from {answer.value} to {word}")
            for slug, title, answer in judgements
            for place, word in enumerate(answer.scale)
            if word != answer.value
        }
        offer(self, "changed", [NO_JUDGEMENT, *((key, one[3]) for key, one in self.choices.items())])

    @staticmethod
    def begin(addendum: Addendum, judgements: Iterable[tuple[str, str, Answer]]) -> dict[str, Any]:
        """What the form holds before anything is changed."""
        begun = {name: getattr(addendum, name) for name in ("happened_on", "title", "text")}
        for slug, _, answer in judgements:
            if (slug, answer.code) == (addendum.section, addendum.question) and addendum.judgement in answer.scale:
                begun["changed"] = f"{slug}:{answer.code}:{answer.scale.index(addendum.judgement)}"
        return begun

    @property
    def details(self) -> dict[str, Any]:
        """What the act takes."""
        section, question, judgement = "", "", ""
        if self.cleaned_data["changed"]:
            section, question, judgement, _ = self.choices[self.cleaned_data["changed"]]
        given = {name: self.cleaned_data[name] for name in ("happened_on", "title", "text")}
        return given | {"section": section, "question": question, "judgement": judgement}


class AddAddendumForm(SubmitForm):
    """Adding it: what looks like a child's details is confirmed place by place."""

    def __init__(self, warnings: Iterable[ChildWarning], *args: Any, **kwargs: Any) -> None:
        super().__init__(list(warnings), *args, **kwargs)


class AddendumSeenForm(forms.Form):
    """An answer to the addendum that was looked at."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class AddendumReturnForm(NoChildForm, AddendumSeenForm):
    """What has to change."""

    words = TextField(label="What has to change", required=True, max_length=LONGEST_WORDS)


# --- Pauses -----------------------------------------------------------------------------------------------------------


def _day_after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None


class PauseForm(NoChildForm):
    """From when to when, and why."""

    starts = DateField(label="First day")
    last_day = DateField(label="Last day", required=False, help_text="Leave empty if it is not known yet.")
    why = forms.ChoiceField(label="Why", choices=PauseReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="In words", required=False, max_length=300, help_text="For the regional team. Others see “dates changed”."
    )

    @property
    def details(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in ("starts", "why", "words")}
        return given | {"ends": _day_after(self.cleaned_data["last_day"])}


class EndPauseForm(forms.Form):
    """The last day on which clocks stand still."""

    last_day = DateField(label="Last day")

    @property
    def details(self) -> dict[str, Any]:
        return {"ends": _day_after(self.cleaned_data["last_day"])}
