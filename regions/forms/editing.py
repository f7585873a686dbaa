"""What is asked of who corrects a fact, or adds, vacates and retires a seat."""

import hashlib
from typing import Any

from django import forms

from regions.forms.acting import ReasonForm, offer
from regions.forms.appointments import employers_around, value_of
from regions.models import Appointment, Authority, Group, Person, Region, Seat, Trust, TrustService
from regions.rules.seats import roles_to_add
from regions.wording import first_day_out, last_day
from riia.ui.forms import DateField

LONGEST_TEXT = 5000


class TextField(forms.CharField):
    """A longer text. Browsers send line ends of their own; they change nothing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**{"required": False, "max_length": LONGEST_TEXT} | kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class LinesField(TextField):
    """Several names, one a line; cleans to a list."""

    def clean(self, value: Any) -> Any:
        return list(dict.fromkeys(line.strip() for line in super().clean(value).split("\n") if line.strip()))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class CorrectForm(forms.ModelForm):
    """The facts of a row that can be corrected, and why. `changes` are new values by field, for `workflow.correct`."""

    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        help_text="What was wrong and how you know. Kept in the history.",
    )
    # What the reader was shown, so that nobody overwrites what somebody else has changed meanwhile.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, item: Any, user: Any, data: Any = None) -> None:
        self.item, self.user = item, user
        own = type(item)._base_manager.get(pk=item.pk)
        super().__init__(data, instance=own, initial={**self.more(item), "seen": self.digest(item)})

    def more(self, item: Any) -> dict[str, Any]:
        """Values of fields that are not the model's own, as they are now."""
        return {}

    def values(self) -> dict[str, Any]:
        """What was typed, by field of the model."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    @property
    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.values().items() if value != getattr(self.item, name)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen, now = cleaned.get("seen"), self.digest(self.item)
        if seen and seen != now:
            self.data = {**dict(self.data.items()), "seen": now}
            self.add_error(
                None,
                "Somebody changed this while you were typing. What you typed is kept below; "
                "look at the page as it is now, then continue.",
            )
        elif not self.errors and not self.changes:
            self.add_error(None, "Nothing is changed yet. Change something, or cancel.")
        return cleaned

    @staticmethod
    def digest(item: Any) -> str:
        """The row as it stands, in few letters."""
        fields = [str(getattr(item, field.attname)) for field in item._meta.concrete_fields]
        return hashlib.sha256("\0".join(fields).encode()).hexdigest()[:16]


class CorrectRegionForm(CorrectForm):
    aliases = LinesField(label="Other names", help_text="One a line.")
    website = forms.URLField(required=False, assume_scheme="https")
    went_live = DateField(label="Alliance went live", required=False)
    note = TextField()

    class Meta:
        model = Region
        fields = ("name", "alliance_name", "aliases", "website", "mailbox", "went_live", "note")


class CorrectAuthorityForm(CorrectForm):
    aliases = LinesField(label="Other names", help_text="One a line.")
    note = TextField()

    class Meta:
        model = Authority
        fields = ("name", "official_name", "kind", "aliases", "population_0_17", "population_year", "note")


class CorrectTrustForm(CorrectForm):
    aliases = LinesField(label="Other names", help_text="One a line.")
    website = forms.URLField(required=False, assume_scheme="https")
    note = TextField()

    class Meta:
        model = Trust
        fields = ("name", "kind", "aliases", "website", "mailbox", "note")


class CorrectServiceForm(CorrectForm):
    note = TextField()

    class Meta:
        model = TrustService
        fields = ("scope", "note")


class CorrectSeatForm(CorrectForm):
    exists_from = DateField(
        label="First day", required=False, help_text="When the place first had this seat. Leave empty if not known."
    )
    last_day = DateField(
        label="Last day", required=False, help_text="Leave empty while the place has this seat, or to bring it back."
    )
    note = TextField()
    field_order = ["title", "exists_from", "last_day", "note", "reason"]

    class Meta:
        model = Seat
        fields = ("title", "exists_from", "note")

    def more(self, item: Seat) -> dict[str, Any]:
        return {"last_day": last_day(item.exists_to) if item.exists_to else None}

    def values(self) -> dict[str, Any]:
        return {**super().values(), "exists_to": first_day_out(self.cleaned_data["last_day"])}


class CorrectPersonForm(CorrectForm):
    note = TextField()

    class Meta:
        model = Person
        fields = ("name", "email", "telephone", "note")


class CorrectAppointmentForm(CorrectForm):
    employer = forms.ChoiceField(label="Employed by", required=False)
    organisation = forms.CharField(
        label="Another organisation", required=False, max_length=200, help_text="If it is not in the list above."
    )
    interim = forms.BooleanField(label="Interim: holds the seat until it is filled for good", required=False)
    note = TextField(label="Where this comes from")
    field_order = ["job_title", "employer", "organisation", "interim", "note", "reason"]

    class Meta:
        model = Appointment
        fields = ("job_title", "organisation", "interim", "note")

    def __init__(self, item: Appointment, user: Any, data: Any = None) -> None:
        super().__init__(item, user, data)
        present = [one for one in (item.employing_authority, item.employing_trust) if one]
        choices, self.employers = employers_around(item.seat, user, *present)
        offer(self, "employer", choices)

    def more(self, item: Appointment) -> dict[str, Any]:
        present = item.employing_authority or item.employing_trust
        return {"employer": value_of(present) if present else ""}

    def values(self) -> dict[str, Any]:
        chosen = self.employers.get(self.cleaned_data["employer"])
        return {
            **super().values(),
            "employing_authority": chosen if isinstance(chosen, Authority) else None,
            "employing_trust": chosen if isinstance(chosen, Trust) else None,
        }


class CorrectGroupForm(CorrectForm):
    note = TextField(label="What it is for")

    class Meta:
        model = Group
        fields = ("name", "note")


class VacateForm(ReasonForm):
    """From when a seat is vacant, and how that is known."""

    vacant_from = DateField(
        label="Vacant from",
        help_text="The first day without a holder. If somebody’s last day is 30 11 2026, that is 1 12 2026.",
    )
    field_order = ["vacant_from", "reason"]


class RetireForm(ReasonForm):
    """When a place has a seat for the last time, and why."""

    last_day = DateField(label="Last day of the seat", help_text="Such as 31 3 2027.")
    field_order = ["last_day", "reason"]


class AddSeatForm(forms.Form):
    """A seat that a place has and the directory doesn't."""

    role = forms.ChoiceField(label="Which seat")
    title = forms.CharField(
        label="Its own title", required=False, max_length=200, help_text="Only where the place calls it something else."
    )
    exists_from = DateField(label="First day", required=False, help_text="Leave empty if it is not known.")
    note = TextField(label="Where this comes from", help_text="Such as a council report, with its date.")

    def __init__(self, place: Region | Authority | Trust, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "role", [("", "Choose a seat"), *roles_to_add(place)])
