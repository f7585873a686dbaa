"""What is asked of who keeps groups of authorities."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from regions.forms.acting import EndForm, offer
from regions.forms.editing import TextField
from regions.models import Authority, Group, Region
from regions.querysets import today
from riia.ui.forms import DateField

ACROSS = "across"


class AddGroupForm(forms.Form):
    """A new group: what it is called and who will keep it. `across` says whether it may go across regions."""

    name = forms.CharField(label="Name", max_length=100, help_text="Such as South Yorkshire, or Coastal authorities.")
    region = forms.ChoiceField(label="Authorities of", widget=forms.RadioSelect)
    note = TextField(label="What it is for")

    def __init__(self, regions: QuerySet[Region], across: bool, data: Any = None) -> None:
        super().__init__(data)
        self.regions = {one.slug: one for one in regions}
        choices = [(slug, str(one)) for slug, one in self.regions.items()]
        choices += [(ACROSS, "Any region")] if across else []
        offer(self, "region", choices)
        if len(choices) == 1:
            self.fields["region"].initial = choices[0][0]

    @property
    def chosen(self) -> Region | None:
        """The region whose authorities it holds; None for any region's."""
        return self.regions.get(self.cleaned_data["region"])

    @property
    def details(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "note")}


class AddMemberForm(forms.Form):
    """An authority that joins a group, and when."""

    authority = forms.ModelChoiceField(
        label="Authority", queryset=Authority.objects.none(), to_field_name="slug", empty_label="Choose an authority"
    )
    starts = DateField(label="First day", help_text="The first day in the group, such as 1 4 2026.")

    def __init__(self, group: Group, user, data: Any = None) -> None:
        super().__init__(data)
        authorities = Authority.objects.visible_to(user).filter(region__is_demonstration=group.is_demonstration)
        # One that has ended can still be entered for the time it was there.
        if group.region_id:
            authorities = authorities.filter(region=group.region_id)
        field: Any = self.fields["authority"]
        field.queryset = authorities.order_by("name")
        field.label_from_instance = _named


class EndMemberForm(EndForm):
    """When an authority leaves a group, and why."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["last_day"].help_text = "The last day in the group, such as 31 3 2027."


def _named(authority: Authority) -> str:
    life = authority.life_on(today())
    return str(authority) if life == "current" else f"{authority} ({'announced' if life == 'planned' else 'ended'})"
