"""What is asked of who appoints somebody to a seat."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.utils import ErrorDict

from regions.forms.acting import offer
from regions.models import Authority, Person, Seat, Trust, TrustService
from regions.querysets import covering, today
from regions.wording import first_day_out, introduced
from riia.ui.forms import DateField

SOMEBODY_NEW = "new"
MOST_MATCHES = 20
LONGEST_NAME = 200


class NameField(forms.CharField):
    """A name that is asked for unless another field answers; the form says which is missing."""

    def validate(self, value: Any) -> None:
        return


class FoundField(forms.ChoiceField):
    """Choices that a search in the same form found; the form checks the one against the other."""

    def validate(self, value: Any) -> None:
        return


class TakingField(forms.TypedChoiceField):
    """As holder or as cover; who says nothing means the holder."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class AppointForm(forms.Form):
    """Who is put in a seat, from when to when. `chosen` is the person found, or None for somebody new."""

    search = NameField(label="Name of the person", max_length=LONGEST_NAME, help_text="Part of the name is enough.")
    person = FoundField(label="Which person", widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}))
    new_name = NameField(label="Full name", max_length=200)
    new_email = forms.EmailField(label="E-mail address", required=False, help_text="The address at work, if known.")
    new_telephone = forms.CharField(label="Telephone", required=False, max_length=40)
    starts = DateField(label="First day", help_text="The first day in the seat, such as 1 12 2026.")
    last_day = DateField(label="Last day", required=False, help_text="Leave empty if it is not known yet.")
    job_title = forms.CharField(
        label="Job title", required=False, max_length=200, help_text="In the organisation that employs the person."
    )
    employer = forms.ChoiceField(label="Employed by", required=False)
    organisation = forms.CharField(
        label="Another organisation", required=False, max_length=200, help_text="If it is not in the list above."
    )
    interim = forms.BooleanField(label="Interim: holds the seat until it is filled for good", required=False)
    acting = TakingField(
        label="How they take the seat",
        empty_value=False,  # type: ignore[arg-type]  # the stubs know of text only
        coerce=bool,
        widget=forms.RadioSelect,
        choices=[
            ("", "As its holder: whoever holds it now leaves it"),
            ("on", "As acting cover: stands in for the holder, who stays appointed"),
        ],
    )
    note = forms.CharField(
        label="Where this comes from",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as a letter, a council report or a telephone call, with its date.",
    )

    WHO = ("search", "person", "new_name", "new_email", "new_telephone")

    def __init__(self, seat: Seat, user, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seat, self.user = seat, user
        self.chosen: Person | None = None
        self.matches: list[Person] = []
        self.has_more = False
        # The places that the employers' values stand for, filled with the choices.
        self.employers: dict[str, Authority | Trust] = {}
        offer(self, "employer", self._employers())
        self._look_for_people()

    @classmethod
    def begin(cls, seat: Seat, user, *, acting: bool = False) -> "AppointForm":
        """An empty form, with the seat's own place as employer where that is likely."""
        own = seat.authority or seat.trust
        return cls(seat, user, initial={"employer": value_of(own) if own else "", "acting": "on" if acting else ""})

    def without_errors(self) -> "AppointForm":
        """As typed, without complaints: for somebody who has looked for a name and is not done."""
        self._errors = ErrorDict()
        return self

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        choice, name = cleaned.get("person", ""), cleaned.get("new_name", "")
        self.chosen = self._found(choice, name)
        if self.chosen and name:
            self.add_error("new_name", "Choose somebody from the list or enter somebody new, not both")
        elif not (self.chosen or name):
            self.add_error(*self._missing(choice, cleaned.get("search", "")))
        self._check_days(cleaned)
        return cleaned

    def _found(self, choice: str, name: str) -> Person | None:
        """Who was chosen; where nothing was, the only one there is to choose."""
        if not choice and not name and len(self.matches) == 1:
            return self.matches[0]
        return next((one for one in self.matches if str(one.pk) == choice), None)

    def _missing(self, choice: str, search: str) -> tuple[str, str]:
        """The field that has yet to say who it is, and what to do."""
        if choice == SOMEBODY_NEW:
            return "new_name", "Enter the full name of the person who is not in the directory yet"
        if self.matches:
            return "person", "Choose which of these people it is"
        if search:
            return "search", "Nobody in the directory has this name. Check it, or enter somebody new"
        return "search", "Enter the name of the person"

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        starts, last = cleaned.get("starts"), cleaned.get("last_day")
        if starts and last and last < starts:
            self.add_error("last_day", "The last day must not be before the first day")

    @property
    def details(self) -> dict[str, Any]:
        """What `workflow.appoint` takes besides the seat and the person."""
        typed = self.cleaned_data
        employer = self.employers.get(typed["employer"])
        return {
            "starts": typed["starts"],
            "ends": first_day_out(typed["last_day"]),
            "job_title": typed["job_title"],
            "organisation": typed["organisation"],
            "interim": typed["interim"],
            "acting": typed["acting"],
            "note": typed["note"],
            "employing_authority": employer if isinstance(employer, Authority) else None,
            "employing_trust": employer if isinstance(employer, Trust) else None,
        }

    @property
    def newcomer(self) -> dict[str, str]:
        """Name, e-mail address and telephone of somebody who is not in the directory yet."""
        return {name: self.cleaned_data[f"new_{name}"] for name in ("name", "email", "telephone")}

    @property
    def namesakes(self) -> list[Person]:
        """People of the directory who have the name of the newcomer."""
        return list(self._people().filter(name__iexact=self.cleaned_data["new_name"])[:5])

    def _people(self):
        """Who can be put in this seat: people of its own side of the directory."""
        people = Person.objects.visible_to(self.user).filter(is_demonstration=self.seat.in_demonstration)
        return people.with_seats(self.user, today()).order_by("name", "pk")

    def _look_for_people(self) -> None:
        """Offer the people with the name typed, as choices that also know somebody chosen before."""
        # The field's own check comes later; what no database can look for is not looked for.
        written = (self.data.get("search") or "") if self.is_bound else ""
        typed = written.replace("\0", "").strip()[:LONGEST_NAME]
        found = list(self._people().filter(name__icontains=typed)[: MOST_MATCHES + 1]) if typed else []
        self.matches, self.has_more = found[:MOST_MATCHES], len(found) > MOST_MATCHES
        choices = [(str(one.pk), introduced(one)) for one in self.matches]
        offer(self, "person", [*choices, (SOMEBODY_NEW, "None of them: somebody new")] if choices else [])

    def _employers(self) -> list[tuple[str, Any]]:
        choices, self.employers = employers_around(self.seat, self.user)
        return choices


def employers_around(
    seat: Seat, user, *also: Authority | Trust
) -> tuple[list[tuple[str, Any]], dict[str, Authority | Trust]]:
    """The authorities and trusts that somebody in this seat can be employed by: as grouped choices, and by value."""
    authorities, trusts = _places_around(seat, user)
    authorities += [one for one in also if isinstance(one, Authority) and one not in authorities]
    trusts += [one for one in also if isinstance(one, Trust) and one not in trusts]
    by_value: dict[str, Authority | Trust] = {value_of(one): one for one in authorities}
    by_value |= {value_of(one): one for one in trusts}
    groups: list[tuple[str, Sequence[Authority | Trust]]] = [
        ("Authorities", authorities),
        ("Children’s trusts", trusts),
    ]
    named = [(label, [(value_of(one), str(one)) for one in places]) for label, places in groups if places]
    return [("", "Not in this list, or not known"), *named], by_value


def value_of(place: Authority | Trust) -> str:
    return f"{place._meta.model_name}:{place.slug}"


def _places_around(seat: Seat, user) -> tuple[list[Authority], list[Trust]]:
    """The authorities of the seat's region, authority or trust, and the trusts that serve them today."""
    services = TrustService.objects.visible_to(user).filter(covering(today()))
    if seat.trust_id:
        where = Q(pk__in=services.filter(trust=seat.trust_id).values("authority"))
    else:
        where = Q(region=seat.authority.region_id if seat.authority else seat.region_id)
    authorities = list(Authority.objects.visible_to(user).as_at(today()).filter(where).order_by("name"))
    serving = services.filter(authority__in=authorities).values("trust")
    trusts = list(Trust.objects.visible_to(user).filter(pk__in=serving).order_by("name"))
    if seat.trust_id and seat.trust not in trusts:
        trusts.append(seat.trust)
    if seat.authority_id and seat.authority not in authorities:
        authorities.append(seat.authority)
    return authorities, trusts
