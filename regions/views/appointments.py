"""An appointment, and everything that can be done about it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions import consequences, delegations, seating, workflow
from regions.access import hidden_from_others
from regions.forms.acting import ConfirmForm, EndForm, ReasonForm
from regions.history import history_of_rows
from regions.models import Appointment
from regions.rules.facts import may_confirm_fact, reasons_not_to_confirm_fact
from regions.rules.keeping import may_keep
from regions.views.acting import act_page, for_acting
from regions.views.offering import fact_offers
from regions.views.seats import parents_of
from regions.wording import first_day_out
from riia.workflow import Offer


def _visible(request, pk: int) -> Appointment:
    rows = Appointment.objects.visible_to(request.user).for_page()
    return get_object_or_404(rows.select_related("second_person", "replaces__person"), pk=pk)


@require_safe
@hidden_from_others
def appointment_detail(request, pk):
    appointment = _visible(request, pk)
    keeps = may_keep(request.user, appointment.seat.place)
    seat = appointment.seat
    stated = {"job title": appointment.job_title_as_stated, "organisation": appointment.organisation_as_stated}
    return render(
        request,
        "regions/appointment_detail.html",
        {
            "appointment": appointment,
            "parents": [*parents_of(seat), (seat.name, seat.get_absolute_url())],
            "offers": _offers(appointment, request.user),
            "confirms": may_confirm_fact(request.user, appointment)
            and not reasons_not_to_confirm_fact(appointment, by=request.user),
            "source": seating.source_in_words(appointment.source),
            "stated": [(what, words) for what, words in stated.items() if words],
            "delegations": delegations.of_appointment(appointment, request.user),
            "keeps": keeps,
            "history": history_of_rows([appointment], user=request.user) if keeps else [],
            "demonstration": seat.in_demonstration,
        },
    )


def _offers(appointment: Appointment, user) -> list[Offer]:
    """What can be done. That somebody who is out of the seat, or not in it yet, can't leave it goes without saying."""
    ending = workflow.end_appointment.__name__
    return [one for one in fact_offers(appointment, user) if one.name != ending or not one.reasons]


def _page(request, pk: int, act, *, title: str, submit: str, form, changes, done, inputs=None) -> HttpResponse:
    """One act on an appointment; `changes(appointment)` and `done(appointment, who leaves)` are sentences."""
    appointment = _visible(request, pk)
    leaving = consequences.leaving_for(appointment)
    return act_page(
        request,
        act,
        appointment,
        form=form(request.POST if request.method == "POST" else None),
        template=f"regions/{request.resolver_match.url_name}.html",
        context={
            "title": f"{title} {appointment.person.name}",
            "submit": submit,
            "appointment": appointment,
            "changes": changes(appointment),
            "demonstration": appointment.seat.in_demonstration,
        },
        done=lambda _: (done(appointment, leaving), appointment.get_absolute_url()),
        inputs=inputs,
    )


@for_acting
@hidden_from_others
def appointment_confirm(request, pk):
    return _page(
        request,
        pk,
        workflow.confirm_appointment,
        title="Confirm the appointment of",
        submit="Confirm the appointment",
        form=ConfirmForm,
        changes=consequences.of_confirming,
        done=consequences.confirmed,
    )


@for_acting
@hidden_from_others
def appointment_refuse(request, pk):
    return _page(
        request,
        pk,
        workflow.refuse_appointment,
        title="Refuse the appointment of",
        submit="Refuse the appointment",
        form=ReasonForm,
        changes=lambda one: [
            "The seat stays as it is.",
            f"{one.proposed_by} is told that the proposal was decided, and finds your reason on this page.",
        ],
        done=lambda one, _: f"The appointment of {one.person} was refused. The seat stays as it was.",
    )


@for_acting
@hidden_from_others
def appointment_withdraw(request, pk):
    return _page(
        request,
        pk,
        workflow.withdraw_proposal,
        title="Withdraw your proposal of",
        submit="Withdraw the proposal",
        form=ConfirmForm,
        changes=lambda _: ["The seat stays as it is. You or a colleague can propose somebody else."],
        done=lambda one, _: f"Your proposal of {one.person} was withdrawn. The seat stays as it was.",
    )


@for_acting
@hidden_from_others
def appointment_vouch(request, pk):
    return _page(
        request,
        pk,
        workflow.vouch_for,
        title="Say that this is right: the appointment of",
        submit="This is right",
        form=ConfirmForm,
        changes=lambda one: consequences.of_vouching(one, request.user),
        done=lambda one, _: consequences.vouched(one, request.user),
    )


@for_acting
@hidden_from_others
def appointment_end(request, pk):
    return _page(
        request,
        pk,
        workflow.end_appointment,
        title="End the appointment of",
        submit="End the appointment",
        form=EndForm,
        changes=consequences.of_ending,
        done=lambda one, _: consequences.ended(one),
        inputs=lambda form: {
            "ends": first_day_out(form.cleaned_data["last_day"]),
            "reason": form.cleaned_data["reason"],
        },
    )
