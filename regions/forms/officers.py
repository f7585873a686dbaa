"""What is asked of a local administrator who adds an officer, or invites a colleague without a seat (ACC-11)."""

from datetime import date
from typing import Any

from django import forms

from regions.forms.acting import offer
from regions.models import Authority, Person
from regions.querysets import today
from regions.roles import Role
from regions.rules.officers import OFFICERS
from regions.wording import first_day_out
from riia.ui.forms import DateField

NO_SEAT = "none"


class OfficerForm(forms.Form):
    """Who, with which seat, from when. `known` is somebody with an account already, or None for somebody new."""

    role = forms.ChoiceField(label="Seat", widget=forms.RadioSelect)
    name = forms.CharField(label="Full name", max_length=200)
    email = forms.EmailField(label="E-mail address", max_length=254, help_text="At work. The invitation is sent there.")
    job_title = forms.CharField(label="Job title", max_length=200, required=False)
    starts = DateField(label="First day", help_text="Today or later, such as 1 12 2026.")
    last_day = DateField(label="Last day", required=False, help_text="Leave empty if it is not known yet.")

    def __init__(self, authority: Authority, user: Any, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts": today()})
        super().__init__(*args, **kwargs)
        self.authority, self.user = authority, user
        self.known: Person | None = None
        offered = [(role.value, role.label) for role in OFFICERS]
        offered[-1] = (Role.NAMED_READER.value, f"{Role.NAMED_READER.label} (the director confirms)")
        offer(self, "role", [*offered, (NO_SEAT, "No seat: an assistant, who may be left a director’s task")])

    def clean_starts(self) -> date:
        starts: date = self.cleaned_data["starts"]
        if starts < today():
            raise forms.ValidationError("The first day must be today or later")
        return starts

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        email = cleaned.get("email", "").strip().lower()
        people = Person.objects.visible_to(self.user).filter(is_demonstration=self.authority.region.is_demonstration)
        self.known = people.filter(user__email=email).first() if email else None
        if self.known and cleaned.get("name") and cleaned["name"].strip().lower() != self.known.name.lower():
            self.add_error("name", f"The person with this address is called {self.known.name}. Is that whom you mean?")
        if self.known and cleaned.get("role") == NO_SEAT:
            self.add_error("email", "This person has an account already")
        starts, last = cleaned.get("starts"), cleaned.get("last_day")
        if starts and last and last < starts:
            self.add_error("last_day", "The last day must not be before the first day")
        return cleaned

    @property
    def details(self) -> dict[str, Any]:
        """What `workflow.appoint` takes besides the seat and the person."""
        typed = self.cleaned_data
        return {
            "starts": typed["starts"],
            "ends": first_day_out(typed["last_day"]),
            "job_title": typed["job_title"],
            "employing_authority": self.authority,
        }
