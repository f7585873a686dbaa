"""Putting the directory right: correcting facts, contact details, and which seats there are."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from regions import consequences, workflow
from regions.access import hidden_from_others
from regions.corrections import differences, in_a_sentence
from regions.forms import editing as forms
from regions.forms.acting import ReasonForm
from regions.models import Group, Person, Seat
from regions.roles import Place
from regions.rules.contacts import is_free_mail
from regions.upkeep import FactKind
from regions.views.acting import act_page, for_acting
from regions.views.checking import checked_page
from regions.views.offering import GROUP, PERSON
from regions.views.upkeep import FACTS, in_demonstration
from regions.wording import first_day_out, last_day
from riia.ui.dates import in_words

CORRECTED: dict[str, type[forms.CorrectForm]] = {
    FactKind.REGION: forms.CorrectRegionForm,
    FactKind.AUTHORITY: forms.CorrectAuthorityForm,
    FactKind.TRUST: forms.CorrectTrustForm,
    FactKind.TRUST_SERVICE: forms.CorrectServiceForm,
    FactKind.SEAT: forms.CorrectSeatForm,
    FactKind.APPOINTMENT: forms.CorrectAppointmentForm,
    PERSON: forms.CorrectPersonForm,
    GROUP: forms.CorrectGroupForm,
}


def _visible(kind: str, user):
    """The rows of a kind that somebody may see; there is no page for other kinds."""
    if kind == PERSON:
        return Person.objects.visible_to(user)
    if kind == GROUP:
        return Group.objects.visible_to(user).select_related("region")
    if kind not in FactKind.values:
        raise Http404
    return FACTS[FactKind(kind)](user)


@for_acting
@hidden_from_others
def fact_correct(request, kind, pk):
    item = get_object_or_404(_visible(kind, request.user), pk=pk)
    page = item.trust if kind == FactKind.TRUST_SERVICE else item
    return checked_page(
        request,
        workflow.correct,
        item,
        form=CORRECTED[kind](item, request.user, request.POST if request.method == "POST" else None),
        context={
            "title": f"Correct: {item}",
            "submit": "Save the correction",
            "back_url": page.get_absolute_url(),
            "demonstration": in_demonstration(kind, item),
        },
        inputs=lambda form: {"changes": form.changes, "reason": form.cleaned_data["reason"]},
        tell=lambda inputs: differences(item, inputs["changes"]),
        done=lambda told: f"{item} is corrected. {in_a_sentence(told)}",
    )


# --- Contact details --------------------------------------------------------------------------------------------------


@for_acting
@hidden_from_others
def person_publish(request, pk):
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    changes = ["Everybody, signed in or not, is shown these details wherever this person is shown in a public seat."]
    if is_free_mail(person.email):
        changes.append("The e-mail address stays with members: such an address is never published.")
    return _contacts_page(request, person, workflow.publish_contact, changes, "are now shown to everybody")


@for_acting
@hidden_from_others
def person_withhold(request, pk):
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    changes = ["From now on only members are shown the e-mail address and telephone number."]
    return _contacts_page(request, person, workflow.withhold_contact, changes, "are now shown to members only")


def _contacts_page(request, person: Person, act, changes: list[str], done: str) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].label = "How you know what they want"
    form.fields["reason"].help_text = "Such as an e-mail or a telephone call, with its date. Kept in the history."
    label = "Publish" if act is workflow.publish_contact else "Withhold"
    return act_page(
        request,
        act,
        person,
        form=form,
        template="regions/person_contacts.html",
        context={
            "rows": [("E-mail", person.email), ("Telephone", person.telephone)],
            "title": f"{label} the contact details of {person}",
            "submit": f"{label} contact details",
            "changes": changes,
            "demonstration": person.is_demonstration,
        },
        done=lambda _: (f"The contact details of {person} {done}.", person.get_absolute_url()),
    )


# --- Seats ------------------------------------------------------------------------------------------------------------


@for_acting
@hidden_from_others
def seat_add(request, kind, pk):
    if kind not in Place.values:
        raise Http404
    place = get_object_or_404(_visible(kind, request.user), pk=pk)
    return act_page(
        request,
        workflow.add_seat,
        place,
        form=forms.AddSeatForm(place, request.POST if request.method == "POST" else None),
        template="regions/_act.html",
        context={
            "title": f"Add a seat to {place}",
            "submit": "Add the seat",
            "changes": [
                f"{place} is shown with this seat. It opens nothing until somebody is appointed to it.",
                "Who holds it is not known at first. Appoint somebody, or say that it is vacant, on its own page.",
            ],
            "demonstration": in_demonstration(kind, place),
        },
        done=lambda seat: (f"{place} now has the seat “{seat.name}”.", seat.get_absolute_url()),
    )


def _seat(request, pk: int) -> Seat:
    return get_object_or_404(Seat.objects.visible_to(request.user).for_page(), pk=pk)


@for_acting
@hidden_from_others
def seat_vacate(request, pk):
    seat = _seat(request, pk)
    return checked_page(
        request,
        workflow.vacate,
        seat,
        form=forms.VacateForm(request.POST if request.method == "POST" else None),
        context={
            "title": f"Say that it is vacant: {seat}",
            "submit": "Say that it is vacant",
            "demonstration": seat.in_demonstration,
        },
        inputs=lambda form: dict(form.cleaned_data),
        tell=lambda inputs: consequences.of_vacating(seat, inputs["vacant_from"]),
        done=lambda told: " ".join(told),
    )


@for_acting
@hidden_from_others
def seat_retire(request, pk):
    seat = _seat(request, pk)

    def inputs(form) -> dict[str, Any]:
        return {"exists_to": first_day_out(form.cleaned_data["last_day"]), "reason": form.cleaned_data["reason"]}

    def tell(given: dict[str, Any]) -> list[str]:
        last = in_words(last_day(given["exists_to"]))
        return [f"The last day of the seat “{seat.name}” in {seat.place} is {last}. Its page and history are kept."]

    return checked_page(
        request,
        workflow.retire_seat,
        seat,
        form=forms.RetireForm(request.POST if request.method == "POST" else None),
        context={
            "title": f"Retire the seat: {seat}",
            "submit": "Retire the seat",
            "demonstration": seat.in_demonstration,
        },
        inputs=inputs,
        tell=tell,
        done=lambda told: " ".join(told),
    )
