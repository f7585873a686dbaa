"""Leaving a task of one's seat to somebody, and taking it back (ACC-12)."""

from typing import Any

from django.shortcuts import get_object_or_404

from regions import workflow
from regions.access import hidden_from_others
from regions.delegations import in_sentence
from regions.forms.acting import ConfirmForm
from regions.forms.delegations import DelegateForm
from regions.models import Appointment, Delegation
from regions.views.acting import act_page, for_acting
from regions.wording import last_day
from riia.ui.dates import in_words


@for_acting
@hidden_from_others
def appointment_delegate(request, pk):
    rows = Appointment.objects.visible_to(request.user).for_page()
    appointment = get_object_or_404(rows, pk=pk)
    data = request.POST if request.method == "POST" else None
    return act_page(
        request,
        workflow.delegate_task,
        appointment,
        form=DelegateForm(appointment, request.user, data),
        template="regions/appointment_delegate.html",
        context={
            "title": "Leave a task to somebody",
            "submit": "Leave the task to them",
            "appointment": appointment,
            "changes": _changes(appointment),
            "demonstration": appointment.seat.in_demonstration,
        },
        done=lambda delegation: (_left(delegation), appointment.get_absolute_url()),
        inputs=lambda form: form.details,
    )


def _changes(appointment: Appointment) -> list[str]:
    place = appointment.seat.place
    return [
        f"From the first day to the last they can do this one task for {place}, beside you. You keep it too.",
        "Without a seat of their own they see what the task needs: the seats and people of "
        f"{place}, and no other members’ pages.",
        f"What they do is recorded as theirs, “for {appointment.person}, {appointment.seat}”.",
        "What they propose, a second person confirms, and that can’t be you.",
        "They can’t leave the task to anybody else.",
        "It ends with its last day, when you or they end it, or with your appointment, whichever comes first.",
        f"They are told at once, and the regional team that keeps {place} in the day’s digest.",
    ]


def _left(delegation: Delegation) -> str:
    days = f"from {in_words(delegation.starts)} to {in_words(last_day(delegation.ends))}"
    return f"{delegation.delegate} does this for you {days}: {in_sentence(delegation)}."


@for_acting
@hidden_from_others
def delegation_end(request, pk):
    rows = Delegation.objects.visible_to(request.user).for_page()
    delegation = get_object_or_404(rows, pk=pk)
    context: dict[str, Any] = {
        "title": f"End: {delegation.delegate} for {delegation.appointment.person}",
        "submit": "End it today",
        "delegation": delegation,
        "task": in_sentence(delegation),
        "changes": [
            f"From this moment {delegation.delegate} can no longer {in_sentence(delegation)} for "
            f"{delegation.appointment.person}.",
            "What they have done stays as it is, and so does what they have proposed.",
        ],
        "back_url": delegation.get_absolute_url(),
        "demonstration": delegation.appointment.seat.in_demonstration,
    }
    return act_page(
        request,
        workflow.end_delegation,
        delegation,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        template="regions/delegation_end.html",
        context=context,
        done=lambda one: (f"This has ended: {one}.", _after(request, one)),
    )


def _after(request, delegation: Delegation) -> str:
    """The appointment's page; who did the task and holds no seat may no longer see it, and goes to their own."""
    own = delegation.delegate.user_id == request.user.pk
    return "/accounts/seats/" if own else delegation.get_absolute_url()
