"""What is asked of who enters a reorganisation: first what ends and begins, then who succeeds whom."""

from typing import Any

from django import forms

from regions.forms.acting import offer
from regions.models import Authority, Region
from regions.querysets import today
from regions.reorganising import NewAuthority, Plan, Successor
from regions.statuses import AuthorityKind
from riia.ui.forms import DateField

# How many new authorities one reorganisation can begin.
NEW = (1, 2, 3, 4)


class ReorganisationForm(forms.Form):
    """The day, the authorities that end and those that take over, old and new."""

    on = DateField(
        label="First day of the new authorities", help_text="Such as 1 4 2028. The day before is the last of the old."
    )
    ending = forms.MultipleChoiceField(
        label="Which authorities end",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one authority that ends"},
    )
    taking_over = forms.MultipleChoiceField(
        label="Which authorities that are in the directory take over",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, region: Region, user, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Authority.objects.visible_to(user).filter(region=region).order_by("name")
        self.authorities = {str(one.pk): one for one in rows if one.life_on(today()) != "ended"}
        choices = [(number, one.name) for number, one in self.authorities.items()]
        offer(self, "ending", choices)
        offer(self, "taking_over", choices)
        for number in NEW:
            self.fields |= _new_fields(number)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in NEW:
            parts = [f"{part}_{number}" for part in ("name", "official", "kind")]
            if any(cleaned.get(one) for one in parts):
                for one in parts:
                    if not cleaned.get(one) and one not in self.errors:
                        self.add_error(
                            one, f"Enter the {str(self.fields[one].label).lower()} of new authority {number}"
                        )
        return cleaned

    @property
    def new_fields(self) -> list[tuple[int, list]]:
        """The fields of each new authority, for the page."""
        return [(number, [self[f"{part}_{number}"] for part in ("name", "official", "kind")]) for number in NEW]

    @property
    def plan(self) -> Plan:
        """What was typed, without successions."""
        typed = self.cleaned_data
        new = [
            NewAuthority(typed[f"name_{one}"], typed[f"official_{one}"], typed[f"kind_{one}"])
            for one in NEW
            if typed[f"name_{one}"]
        ]
        return Plan(
            on=typed["on"],
            ending=tuple(self.authorities[one] for one in typed["ending"]),
            taking_over=tuple(self.authorities[one] for one in typed["taking_over"]),
            new=tuple(new),
        )


class SuccessionForm(forms.Form):
    """For each authority that ends, who succeeds it; and why, for the history."""

    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text="Such as the order or the decision, with its date. Kept in the history.",
    )

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unlinked = plan
        self.successors: dict[str, Successor] = {
            f"new-{place}" if isinstance(one, NewAuthority) else str(one.pk): one
            for place, one in enumerate(plan.beginning)
        }
        choices = [(key, str(one)) for key, one in self.successors.items()]
        linked = {
            f"becomes_{one.pk}": forms.MultipleChoiceField(
                label=f"{one} becomes, or becomes part of",
                choices=choices,
                initial=[key for key, _ in choices],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": f"Choose who succeeds {one}"},
            )
            for one in plan.ending
        }
        self.fields = {**linked, **self.fields}

    @property
    def plan(self) -> Plan:
        """The plan with who succeeds whom; as long as nothing was sent, everybody everybody."""
        pairs = []
        for one in self.unlinked.ending:
            name = f"becomes_{one.pk}"
            chosen = self.cleaned_data.get(name, []) if self.is_bound else self.fields[name].initial
            pairs += [(one, self.successors[key]) for key in chosen]
        old = self.unlinked
        return Plan(old.on, old.ending, old.taking_over, old.new, tuple(pairs))


def _new_fields(number: int) -> dict[str, forms.Field]:
    kinds = [("", "Choose"), *AuthorityKind.choices]
    return {
        f"name_{number}": forms.CharField(label="Name", required=False, max_length=100),
        f"official_{number}": forms.CharField(label="Official name", required=False, max_length=200),
        f"kind_{number}": forms.ChoiceField(label="Type", required=False, choices=kinds),
    }
