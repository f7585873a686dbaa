"""What is asked of who runs cycles: the year, its dates, whose approvals, and who else reads."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from regions.models import Authority, Person, Region
from regions.querysets import today
from regions.wording import first_day_out
from riia.ui.forms import DateField
from riia.ui.workdays import add_working_days, next_working_day
from selfassessment.calendar import LABELS, Calendar, calendar_of
from selfassessment.models import Cycle, Template
from selfassessment.rules.cycles import YEAR

HELP = {
    "opens_on": "Authorities can join and write from the day on which you open the cycle.",
    "closes_on": "A text that comes afterwards is accepted and marked so.",
    "release_on": "What was released until then opens to its readers together on this day.",
}
SETTLED = ("template", "chief_executive_approves", "lead_member_approves")
# The same days of the next year fall on the same weekdays.
A_YEAR = timedelta(weeks=52)
# Days that the form begins with, counted from the first one: three months to write, then the usual steps.
USUAL = {"closes_on": 90, "release_on": 104, "moderate_by": 146, "feedback_by": 174}


class DatesForm(forms.Form):
    """The days of a cycle."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name] = DateField(label=label, help_text=HELP.get(name, ""))

    @property
    def calendar(self) -> Calendar:
        return Calendar(**{name: self.cleaned_data[name] for name in LABELS})

    @staticmethod
    def begin(cycle: Cycle) -> dict[str, date]:
        return vars(calendar_of(cycle))


class SettingsForm(forms.Form):
    """What a region chooses for a cycle. The templates are those that it can ask by."""

    name = forms.CharField(label="Year", max_length=20, help_text="Such as 2026-27.")
    template: Any = forms.ModelChoiceField(
        label="Template",
        queryset=None,
        empty_label="Choose a template",
        help_text="A draft is frozen when the cycle is opened.",
    )
    chief_executive_approves = forms.BooleanField(label="The chief executive approves", required=False)
    lead_member_approves = forms.BooleanField(
        label="The lead member approves", required=False, help_text="At least one of the two does."
    )
    decisions_recorded = forms.BooleanField(
        label="A named officer may record an approver’s decision",
        required=False,
        help_text="With its evidence. The approver is told at once and can repudiate it.",
    )
    release_first = forms.BooleanField(
        label="Who has not released may not read",
        required=False,
        help_text="Otherwise every authority that signed and joined reads what is released.",
    )
    conversations = forms.BooleanField(
        label="The annual conversation is kept here",
        required=False,
        help_text="Its date, pack, notes and actions, beside each self-evaluation.",
    )
    election_from = DateField(
        label="Pre-election period: first day",
        required=False,
        help_text="No councillor is reminded during it. Leave both empty if there is no election.",
    )
    election_last = DateField(label="Pre-election period: last day", required=False)

    def __init__(self, templates: QuerySet[Template], *args: Any, settled: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]
        if settled:
            # SE-6: once the cycle is open these stay as they were.
            for name in SETTLED:
                del self.fields[name]

    @property
    def settings(self) -> dict[str, Any]:
        """Name, template and choices, as `plan_cycle` and `change_cycle` take them."""
        given = {name: self.cleaned_data[name] for name in SettingsForm.base_fields if name in self.fields}
        last = given.pop("election_last")
        return given | {"election_until": first_day_out(last) if last else None}

    @staticmethod
    def begin(cycle: Cycle) -> dict[str, Any]:
        last = cycle.election_until - timedelta(days=1) if cycle.election_until else None
        kept = [name for name in SettingsForm.base_fields if name != "election_last"]
        return {name: getattr(cycle, name) for name in kept} | {"election_last": last}


class PlanForm(DatesForm, SettingsForm):
    """A whole cycle, to begin with."""

    def __init__(self, templates: QuerySet[Template], region: Region, *args: Any, **kwargs: Any) -> None:
        latest = region.cycles.select_related("template").first()
        kwargs["initial"] = {
            **_days_after(latest),
            "name": _year_after(latest),
            "template": latest.template if latest and latest.template in templates else None,
            "chief_executive_approves": latest.chief_executive_approves if latest else True,
            "lead_member_approves": latest.lead_member_approves if latest else True,
            "decisions_recorded": bool(latest and latest.decisions_recorded),
            "release_first": bool(latest and latest.release_first),
            "conversations": latest.conversations if latest else True,
        }
        super().__init__(templates, *args, **kwargs)
        self.order_fields(["name", "template", *LABELS])


def _days_after(latest: Cycle | None) -> dict[str, date]:
    """The days of the latest cycle, a year on, if they are still to come; else some from soon on."""
    if latest and latest.opens_on + A_YEAR >= today():
        return {name: next_working_day(day + A_YEAR) for name, day in vars(calendar_of(latest)).items()}
    begins = add_working_days(today(), 20)
    days = {name: add_working_days(begins + timedelta(days=number), 1) for name, number in USUAL.items()}
    return {"opens_on": begins, **days}


def _year_after(latest: Cycle | None) -> str:
    found = YEAR.fullmatch(latest.name) if latest else None
    if found is None:
        return ""
    first = int(found["first"]) + 1
    return f"20{first:02d}-{(first + 1) % 100:02d}" if found["second"] else f"20{first:02d}"


class AgreeForm(forms.Form):
    """Which representative of the LGA reads, and between which days."""

    person: Any = forms.ModelChoiceField(label="Who", queryset=None, empty_label="Choose somebody")
    starts = DateField(label="First day")
    last_day = DateField(label="Last day")

    def __init__(self, people: QuerySet[Person], cycle: Cycle, *args: Any, **kwargs: Any) -> None:
        starts = max(today(), cycle.release_on)
        kwargs["initial"] = {"starts": starts, "last_day": max(cycle.feedback_by, starts)}
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    @property
    def agreed(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"person": given["person"], "starts": given["starts"], "ends": first_day_out(given["last_day"])}


class AskForm(forms.Form):
    """Which authority is asked besides."""

    authority: Any = forms.ModelChoiceField(label="Authority", queryset=None, empty_label="Choose an authority")

    def __init__(self, authorities: QuerySet[Authority], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities  # type: ignore[attr-defined]
