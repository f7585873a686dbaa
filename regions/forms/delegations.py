"""What is asked of who leaves a task to somebody (ACC-12)."""

from datetime import timedelta
from typing import Any

from django import forms

from regions.forms.acting import offer
from regions.models import Appointment, Person
from regions.querysets import today
from regions.rules.delegations import tasks_of
from regions.wording import first_day_out
from riia.ui.forms import DateField

NOBODY = (
    "Nobody in your part of the directory signs in with this address. "
    "Check it, or ask your local administrator or regional team to invite them"
)


class DelegateForm(forms.Form):
    """Which task, to whom, from when to when. People are named by the address that they sign in with."""

    task = forms.ChoiceField(label="Task", widget=forms.RadioSelect)
    email = forms.EmailField(
        label="Who does it", help_text="The e-mail address that they sign in to the portal with.", max_length=254
    )
    starts = DateField(label="First day", help_text="Today or later, such as 1 12 2026.")
    last_day = DateField(label="Last day", help_text="Within a year.")

    def __init__(self, appointment: Appointment, user: Any, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts": today(), "last_day": today() + timedelta(days=27)})
        super().__init__(*args, **kwargs)
        self.user, self.appointment = user, appointment
        offer(self, "task", [(one.value, one.label) for one in tasks_of(appointment)])

    def clean_email(self) -> Person:
        side = Person.objects.visible_to(self.user).filter(is_demonstration=self.appointment.seat.in_demonstration)
        person = side.filter(user__email=self.cleaned_data["email"].strip().lower(), user__is_active=True).first()
        if person is None:
            raise forms.ValidationError(NOBODY)
        return person

    @property
    def details(self) -> dict[str, Any]:
        """What `workflow.delegate_task` takes besides the appointment."""
        typed = self.cleaned_data
        ends = first_day_out(typed["last_day"])
        return {"delegate": typed["email"], "task": typed["task"], "starts": typed["starts"], "ends": ends}
