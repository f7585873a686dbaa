"""What is asked of who declares an interest or waives a conflict."""

from typing import Any

from django import forms

from regions.forms.acting import ReasonForm, offer
from regions.models import Authority, Person
from regions.statuses import InterestKind
from regions.wording import first_day_out
from riia.ui.forms import DateField


def _by_region(authorities: list[Authority]) -> list[Any]:
    """Authorities as choices, under the names of their regions."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in authorities:
        groups.setdefault(one.region.name, []).append((str(one.pk), one.name))
    return [("", "Choose an authority"), *groups.items()]


class _AboutAuthority(forms.Form):
    """A form whose first question is which authority; `authorities` are those there are to choose from."""

    def __init__(self, authorities: list[Authority], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authorities = {str(one.pk): one for one in authorities}
        offer(self, "authority", _by_region(authorities))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, last = cleaned.get("starts"), cleaned.get("last_day")
        if starts and last and last < starts:
            self.add_error("last_day", "The last day must not be before the first day")
        return cleaned

    @property
    def details(self) -> dict[str, Any]:
        """What the acts take."""
        typed = dict(self.cleaned_data)
        authority = self.authorities[typed.pop("authority")]
        return {"authority": authority, "ends": first_day_out(typed.pop("last_day")), **typed}


class DeclareForm(_AboutAuthority):
    """An interest in an authority, beyond the seats that the directory knows."""

    authority = forms.ChoiceField(label="Authority")
    kind = forms.ChoiceField(label="What kind of interest", choices=InterestKind, widget=forms.RadioSelect)
    starts = DateField(label="First day", help_text="When it began, such as 1 9 2024.")
    last_day = DateField(label="Last day", required=False, help_text="Leave empty if it goes on.")
    note = forms.CharField(
        label="Anything a colleague needs to know",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Name no child and no family.",
    )


class WaiveForm(_AboutAuthority):
    """A waiver: for which authority, when, and why."""

    authority = forms.ChoiceField(label="Authority")
    starts = DateField(label="First day")
    last_day = DateField(label="Last day", help_text="The last day of the work, a year later at most.")
    why = forms.CharField(
        label="Why the conflict is accepted",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Shown with the waiver wherever the conflict is.",
    )


class EndInterestForm(ReasonForm):
    """When an interest ended, and how that is known."""

    last_day = DateField(label="Last day", help_text="The last day of the interest, such as 30 11 2026.")
    field_order = ["last_day", "reason"]


def authorities_for(person: Person, user) -> list[Authority]:
    """The authorities of a person's side of the directory, those that have ended too."""
    rows = Authority.objects.visible_to(user).filter(region__is_demonstration=person.is_demonstration)
    return list(rows.select_related("region").order_by("region__name", "name"))
