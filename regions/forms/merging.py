"""What is asked of who merges somebody that was entered twice."""

from typing import Any

from django import forms

from regions.forms.acting import ReasonForm, offer
from regions.merging import Suspect
from regions.models import Person
from regions.querysets import today
from regions.wording import introduced

MOST_MATCHES = 20


class WhoForm(forms.Form):
    """Which person somebody is the same as: one who resembles them, or one found by name. Sent as a query string."""

    search = forms.CharField(
        label="Look for another name", required=False, max_length=200, help_text="Part of the name is enough."
    )
    into = forms.ChoiceField(label="The same person as", required=False, widget=forms.RadioSelect)

    def __init__(self, person: Person, suspects: list[Suspect], user, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = (self.data.get("search") or "").replace("\0", "").strip() if self.is_bound else ""
        found = Person.objects.visible_to(user).filter(is_demonstration=person.is_demonstration).exclude(pk=person.pk)
        named = found.filter(name__icontains=typed[:200]).with_seats(user, today()) if typed else []
        choices = {str(one.other.pk): f"{one.other.name} ({'; '.join(one.evidence)})" for one in suspects}
        for one in list(named)[:MOST_MATCHES]:
            choices.setdefault(str(one.pk), introduced(one))
        offer(self, "into", list(choices.items()))


class MergeForm(ReasonForm):
    """Why two are one; who is kept comes along."""

    into = forms.IntegerField(widget=forms.HiddenInput)
