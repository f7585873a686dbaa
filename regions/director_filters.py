"""What director changes can be asked for: a window, a region or a group, and how to show them."""

from datetime import date
from functools import cached_property

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict

from regions.director_changes import Window
from regions.models import Group, Region
from regions.querysets import today
from regions.statuses import ChangeKind
from riia.ui.dates import WRITTEN, in_words

EARLIEST, LATEST = date(1990, 1, 1), date(2200, 12, 31)


class DirectorShow(TextChoices):
    """What the list under the figures holds."""

    CHANGES = "changes", "Each change"
    REGIONS = "regions", "Totals by region"


class WindowForm(forms.Form):
    """The filters. Who may not see names is not offered them, nor groups that they don't see."""

    def __init__(self, data, *, user, knows: bool) -> None:
        super().__init__(data)
        for name, label in (("from", "From"), ("to", "To, the last day")):
            self.fields[name] = forms.DateField(
                label=label,
                input_formats=WRITTEN,
                required=False,  # refused in `clean`, so that the other filters need not say that they are optional
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                error_messages={"invalid": f"“{label}” must be a date, like 2025-04-01"},
            )
        self.fields["region"] = forms.ModelChoiceField(
            label="Region",
            queryset=Region.objects.visible_to(user).order_by("is_demonstration", "name"),
            to_field_name="slug",
            empty_label="England",
            required=False,
        )
        if knows:
            self.fields["group"] = forms.ModelChoiceField(
                label="Group",
                queryset=Group.objects.visible_to(user).order_by("is_demonstration", "name"),
                to_field_name="slug",
                empty_label="No group",
                required=False,
            )
        show = DirectorShow.choices if knows else [(DirectorShow.REGIONS.value, DirectorShow.REGIONS.label)]
        self.fields["show"] = forms.ChoiceField(label="List", choices=show, required=False)
        if knows:
            kinds = [("", "Everything"), *ChangeKind.choices]
            self.fields["kind"] = forms.ChoiceField(label="What happened", choices=kinds, required=False)

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        first, last = cleaned.get("from"), cleaned.get("to")
        for name in ("from", "to"):
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, f"Fill in “{self.fields[name].label}” as well")
        if first and last and last < first:
            self.add_error("to", f"The last day, {in_words(last)}, must not be before the first, {in_words(first)}")
        elif first and not EARLIEST <= first <= today():
            self.add_error(
                "from", f"The first day must be from {in_words(EARLIEST)} to today; this was {in_words(first)}"
            )
        if cleaned.get("region") and cleaned.get("group"):
            self.add_error("group", "Choose a region or a group, not both")
        return cleaned


class DirectorFilters:
    """What a request asks, in the shape that lists know (`riia.ui.lists`). `qs` are the rows, set by the view."""

    def __init__(self, data: QueryDict, *, request) -> None:
        data = data.copy()
        default = last_year(today())
        if not data.get("from") and not data.get("to"):
            data["from"], data["to"] = default.first.isoformat(), default.last.isoformat()
        self.knows = request.reach.member or request.reach.administrator
        self.form = WindowForm(data, user=request.user, knows=self.knows)
        # A filter that this reader isn't offered is refused rather than passed over.
        self.refused = [name for name in ("group", "kind") if data.get(name) and name not in self.form.fields]
        self.qs: list = []

    @cached_property
    def valid(self) -> bool:
        for name in self.refused:
            self.form.add_error(None, f"Only members can filter by {name}")
        return self.form.is_valid()

    @property
    def asked(self) -> Window:
        """The window as it was asked for; the default where it was not understood."""
        cleaned = self.form.cleaned_data if self.valid else {}
        return Window(cleaned["from"], min(cleaned["to"], LATEST)) if cleaned else last_year(today())

    @property
    def window(self) -> Window:
        """The days that are counted: nothing after today has happened yet."""
        return Window(self.asked.first, min(self.asked.last, today()))

    @property
    def cut_short(self) -> bool:
        return self.asked.last > today()

    @property
    def region(self) -> Region | None:
        return self.form.cleaned_data.get("region") if self.valid else None

    @property
    def group(self) -> Group | None:
        return self.form.cleaned_data.get("group") if self.valid else None

    @property
    def show(self) -> str:
        chosen = self.form.cleaned_data["show"]
        return chosen or (DirectorShow.CHANGES if self.knows else DirectorShow.REGIONS)

    @property
    def kind(self) -> str:
        return self.form.cleaned_data.get("kind") or ""

    @property
    def shows_demonstration(self) -> bool:
        place = self.region or self.group
        return bool(place and place.is_demonstration)


def last_year(day: date) -> Window:
    """The last whole year from 1 April to 31 March (DIR-12)."""
    ended = day.year if (day.month, day.day) > (3, 31) else day.year - 1
    return Window(date(ended - 1, 4, 1), date(ended, 3, 31))
