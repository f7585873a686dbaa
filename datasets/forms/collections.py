"""What is asked of who runs collections: what is collected, under which agreement, and by which days."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from datasets.calendar import Calendar
from datasets.models import Collection, CollectionPeriod, DatasetVersion
from datasets.periods import Quarter, quarter_of
from datasets.statuses import Agreement, CollectionKind
from regions.forms.acting import offer
from regions.forms.editing import TextField
from regions.models import Group
from riia.ui.forms import DateField

# Quarters that can be chosen: earlier ones are loaded back (DAT-17).
QUARTERS_BACK = 16
DAYS = ("due_on", "queries_until", "preview_from", "publish_on")


class CollectionForm(forms.Form):
    """A collection. The choices are what its team can see: versions in use and groups."""

    name = forms.CharField(label="Name", max_length=100, help_text="Such as Quarterly core dataset.")
    kind = forms.ChoiceField(label="What it is", choices=CollectionKind.choices, widget=forms.RadioSelect)
    purpose = TextField(label="What it is for")
    version: Any = forms.ModelChoiceField(
        label="Version of the dataset",
        queryset=None,
        empty_label="Choose a version",
        help_text="What authorities count. A period keeps the version it was opened with.",
    )
    agreement = forms.ChoiceField(
        label="Who sees the published figures", choices=Agreement.choices, widget=forms.RadioSelect
    )
    group: Any = forms.ModelChoiceField(
        label="Group",
        queryset=None,
        required=False,
        empty_label="No group",
        help_text="Only where the agreement is for a named group: its authorities are asked, and see the figures.",
    )
    due_days = forms.IntegerField(
        label="Working days until returns are due", min_value=1, max_value=120, help_text="After the period’s last day."
    )
    query_days = forms.IntegerField(label="Working days for queries", min_value=0, max_value=60)
    preview_days = forms.IntegerField(
        label="Working days of preview",
        min_value=5,
        max_value=60,
        help_text="Each director and performance lead sees their own figures first; five days at least.",
    )

    def __init__(self, versions: QuerySet[DatasetVersion], groups: QuerySet[Group], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]

    @staticmethod
    def begin(collection: Collection | None = None) -> dict[str, Any]:
        """What the form begins with: a collection as it is, or the usual days."""
        if collection is None:
            return {
                "kind": CollectionKind.CORE,
                "agreement": Agreement.REGION,
                "due_days": 20,
                "query_days": 5,
                "preview_days": 5,
            }
        return {name: getattr(collection, name) for name in CollectionForm.base_fields}


class OpenPeriodForm(forms.Form):
    """Which period is opened: a quarter, or a survey's own name and days."""

    quarter = forms.ChoiceField(label="Quarter")
    slug = forms.SlugField(
        label="Name in addresses",
        max_length=40,
        required=False,
        help_text="For a period that is no quarter, such as agency-2026. Letters, digits and hyphens.",
    )
    starts = DateField(label="First day", required=False)
    last_day = DateField(label="Last day", required=False)

    def __init__(self, collection: Collection, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opened = set(collection.periods.values_list("slug", flat=True))
        current = quarter_of(on)
        quarters = [current.plus(-back) for back in range(QUARTERS_BACK + 1)]
        choices = [(one.slug, _in_words(one, on)) for one in quarters if one.slug not in opened]
        if collection.kind == CollectionKind.CORE:
            for name in ("slug", "starts", "last_day"):
                del self.fields[name]
        else:
            choices.insert(0, ("", "No quarter: named below"))
            self.fields["quarter"].required = False
        offer(self, "quarter", choices)
        ended = next((one.slug for one in quarters[1:] if one.slug not in opened), "")
        self.fields["quarter"].initial = ended if collection.kind == CollectionKind.CORE else ""

    @property
    def details(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        if given["quarter"]:
            return {"slug": given["quarter"]}
        return {"slug": given["slug"], "starts": given["starts"], "last_day": given["last_day"]}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("quarter") and "slug" in self.fields and not given.get("slug"):
            self.add_error("slug", "Choose a quarter, or give the period a name.")
        return given


def _in_words(quarter: Quarter, on: date) -> str:
    return f"{quarter.label}{', not over yet' if quarter.last_day >= on else ''}"


class MoveDatesForm(forms.Form):
    """Other days for a period that is not published."""

    due_on = DateField(label="Returns due")
    queries_until = DateField(label="Queries until")
    preview_from = DateField(label="Preview from")
    publish_on = DateField(label="Published on")
    reason = TextField(label="Reason")

    @staticmethod
    def begin(period: CollectionPeriod) -> dict[str, date]:
        return {name: getattr(period, name) for name in DAYS}

    @property
    def calendar(self) -> Calendar:
        return Calendar(*(self.cleaned_data[name] for name in DAYS))
