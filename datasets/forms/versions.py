"""What is asked for a version of the dataset: its name, its items, and how indicators are derived."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from datasets.models import Indicator
from datasets.plans import Plan, PlannedDefinition, PlannedItem
from datasets.statuses import Basis, ColourRule, Confidence, ItemKind, Polarity, Scaling, SmallNumbers, Theme
from regions.forms.acting import offer
from regions.forms.editing import TextField
from regions.models import Region

NATIONAL = "national"


class DraftVersionForm(forms.Form):
    """The next version: whose it is, what it is called, what is new in it."""

    region = forms.ChoiceField(label="For", widget=forms.RadioSelect)
    name = forms.CharField(label="Name", max_length=100, help_text="Such as Core dataset, 2027 refresh.")
    slug = forms.SlugField(
        label="Short name in addresses", max_length=60, help_text="Small letters, digits and hyphens: core-2027."
    )
    note = TextField(label="What is new in it")

    def __init__(self, regions: QuerySet[Region], national: bool, data: Any = None) -> None:
        super().__init__(data)
        self.regions = {one.slug: one for one in regions}
        choices = [(slug, str(one)) for slug, one in self.regions.items()]
        choices += [(NATIONAL, "All regions")] if national else []
        offer(self, "region", choices)
        if len(choices) == 1:
            self.fields["region"].initial = choices[0][0]

    @property
    def details(self) -> dict[str, Any]:
        """What `workflow.draft_version` takes."""
        return {**self.cleaned_data, "region": self.regions.get(self.cleaned_data["region"])}


class ItemForm(forms.Form):
    """One item: what to count, of what kind, over what time."""

    code = forms.SlugField(
        label="Code", max_length=60, help_text="Small letters, digits and underscores. It stays the same for good."
    )
    name = forms.CharField(label="Name", max_length=200)
    definition = TextField(label="What to count", required=True, help_text="In a sentence that two people read alike.")
    kind = forms.ChoiceField(label="It is", choices=ItemKind, widget=forms.RadioSelect)
    basis = forms.ChoiceField(label="It counts", choices=Basis, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label="Theme", choices=Theme)
    part_of = forms.ChoiceField(
        label="Part of", required=False, help_text="It can't be larger than what it is part of."
    )
    required = forms.BooleanField(label="Every authority must give it, or say why not", required=False)

    def __init__(self, plan: Plan, item: PlannedItem | None, data: Any = None) -> None:
        initial = (
            {name: getattr(item, name) for name in self.base_fields}
            if item
            else {"required": True, "kind": ItemKind.COUNT, "basis": Basis.PERIOD}
        )
        super().__init__(data, initial=initial)
        others = [(one.code, one.name) for one in plan.items if item is None or one.code != item.code]
        offer(self, "part_of", [("", "Nothing else"), *others])
        if item:
            self.fields["code"].disabled = True

    @property
    def item(self) -> PlannedItem:
        return PlannedItem(**self.cleaned_data)


class DefinitionForm(forms.Form):
    """How an indicator is derived from items, and how it is compared."""

    numerator = forms.MultipleChoiceField(
        label="What is counted", widget=forms.CheckboxSelectMultiple, help_text="Several items are added up."
    )
    per_population = forms.BooleanField(label="Out of the children aged 0 to 17 who live there", required=False)
    denominator = forms.MultipleChoiceField(
        label="Or out of these items",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Several are added up. None, and no population: the indicator is a plain count.",
    )
    multiplier = forms.TypedChoiceField(
        label="Times",
        coerce=int,
        choices=[(1, "1"), (100, "100 (per cent)"), (1000, "1,000"), (10000, "10,000"), (100000, "100,000")],
    )
    scaling = forms.ChoiceField(label="Which quarters", choices=Scaling, widget=forms.RadioSelect)
    polarity = forms.ChoiceField(label="Better is", choices=Polarity, widget=forms.RadioSelect)
    colour_rule = forms.ChoiceField(label="Colour of a cell", choices=ColourRule, widget=forms.RadioSelect)
    confidence = forms.ChoiceField(label="Interval", choices=Confidence, widget=forms.RadioSelect)
    small_numbers = forms.ChoiceField(label="Counts from 1 to 5", choices=SmallNumbers, widget=forms.RadioSelect)
    decimals = forms.TypedChoiceField(label="Decimals", coerce=int, choices=[(one, str(one)) for one in range(3)])

    def __init__(self, plan: Plan, indicator: Indicator, data: Any = None) -> None:
        self.indicator = indicator
        planned = plan.definition(indicator.code)
        super().__init__(data, initial=_shown(planned) if planned else _suggested(indicator))
        items = [(one.code, one.name) for one in plan.items]
        offer(self, "numerator", items)
        offer(self, "denominator", items)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("per_population") and cleaned.get("denominator"):
            self.add_error("denominator", "Choose the population or items, not both")
        return cleaned

    @property
    def definition(self) -> PlannedDefinition:
        typed = dict(self.cleaned_data)
        above, below = tuple(typed.pop("numerator")), tuple(typed.pop("denominator"))
        return PlannedDefinition(indicator=self.indicator.code, numerator=above, denominator=below, **typed)


def _shown(planned: PlannedDefinition) -> dict[str, Any]:
    return {name: getattr(planned, name) for name in DefinitionForm.base_fields}


def _suggested(indicator: Indicator) -> dict[str, Any]:
    """What the catalogue says about the indicator."""
    names = ("multiplier", "polarity", "colour_rule", "confidence", "decimals")
    population = "0 to 17" in indicator.denominator_population
    rest = {"scaling": Scaling.AS_IS, "small_numbers": SmallNumbers.OUTSIDE, "per_population": population}
    return {name: getattr(indicator, name) for name in names} | rest
