"""A seat: who holds it on a day, who held it before, and putting somebody in it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions import consequences, handing_over, knowing, seating, workflow
from regions.access import hidden_from_others
from regions.forms.appointments import AppointForm
from regions.history import history_of_rows
from regions.models import Appointment, Person, Seat
from regions.querysets import today
from regions.rules.facts import may_confirm_fact
from regions.rules.keeping import may_keep
from regions.rules.seats import has_ended
from regions.statuses import IN_SEAT, Precision
from regions.views.acting import REFUSED, for_acting, may, standing_in_the_way
from regions.views.offering import seat_offers
from regions.wording import last_day
from riia.ui import dates
from riia.workflow import NotPossible

# The buttons of the appointing page, and what is no input of its form.
FIND, CHECK, CHANGE, SAVE = "find", "check", "change", "save"
NOT_INPUTS = ("csrfmiddlewaretoken", "step")


@require_safe
@hidden_from_others
def seat_detail(request, pk):
    at = dates.as_at(request)
    seats = Seat.objects.visible_to(request.user).for_page().with_holders(request.user, at.date)
    seat = get_object_or_404(seats, pk=pk)
    keeps = may_keep(request.user, seat.place)
    knowledge = knowing.asked(request, keeps)
    at = knowledge.turned(at)
    seat = next(iter(knowledge.seats([seat])), seat)
    cards = seating.cards([seat], request.user, at.date)
    held = [one for one in seat.around if one.status in IN_SEAT]
    return render(
        request,
        "regions/seat_detail.html",
        {
            "seat": seat,
            "parents": parents_of(seat),
            "as_at": at,
            "knowledge": knowledge,
            "errors": [error for error in (at.error, knowledge.error) if error],
            "card": cards[0] if cards else None,
            "takes_over": _takes_over(request, seat, cards) if at.is_today else "",
            "offers": [] if knowledge.date else seat_offers(seat, request.user),
            "confirms": may_confirm_fact(request.user, seat) and not has_ended(seat),
            "source": seating.source_in_words(seat.source),
            "holders": sorted(held, key=lambda one: one.starts, reverse=True),
            "bars": [bar(one, one.person.name) for one in held],
            "finding": _finding(held),
            "keeps": keeps and not knowledge.date,
            "history": history_of_rows(
                [seat, *Appointment.objects.visible_to(request.user).filter(seat=seat)], user=request.user
            )
            if keeps
            else [],
            "demonstration": seat.in_demonstration,
        },
    )


def _takes_over(request, seat: Seat, cards: list[seating.Card]) -> str:
    """ACC-17: who takes over today's work at a known end, or while nobody is in the seat; a sentence or nothing.

    It names officers, whom members of the same side of the directory see.
    """
    reach = request.reach
    own_side = reach.member and reach.in_demonstration == seat.in_demonstration
    if not cards or not (own_side or reach.administrator):
        return ""
    return handing_over.said_of(seat, cards[0].holder.appointment if cards[0].holder else None)


def _finding(held: list[Appointment]) -> str:
    """The heading of the picture: what it shows, in a sentence."""
    names = list(dict.fromkeys(one.person.name for one in held))
    since = min((one.starts for one in held), default=today()).year
    if len(names) == 1:
        return f"{names[0]} is the one holder known since {since}"
    return f"{len(names)} people are known to have held this seat since {since}"


def parents_of(seat: Seat) -> list[tuple[str, str]]:
    """The way from the front page to the page of a seat's place."""
    place = seat.place
    above = {"region": "regions", "authority": "authorities", "trust": "trusts"}[str(place._meta.model_name)]
    label = "Children’s trusts" if above == "trusts" else above.capitalize()
    return [("Home", "/"), (label, f"/{above}/"), (str(place), place.get_absolute_url())]


def bar(appointment: Appointment, label: str) -> dict[str, Any]:
    """A time in post as charts.lifeline takes it."""
    unknown = appointment.ends_precision == Precision.UNKNOWN
    return {
        "label": label,
        "start": appointment.starts,
        "end": last_day(appointment.ends) if appointment.ends and unknown else appointment.ends,
        "style": appointment.style,
        "start_known": appointment.starts_precision != Precision.UNKNOWN,
        # A source that names no end knew of none; that somebody is still there, only a person can say.
        "end_known": not unknown if appointment.ends else appointment.is_confirmed,
    }


@for_acting
@hidden_from_others
def seat_appoint(request, pk):
    """Type, check, save: each step is a POST that carries everything typed, so nothing is lost and nothing is kept."""
    seat = get_object_or_404(Seat.objects.visible_to(request.user).for_page(), pk=pk)
    may(request, workflow.appoint, seat)
    if request.method != "POST":
        # The seat's page has a button of its own for acting cover.
        acting = bool(request.GET.get("acting"))
        return _form_page(request, seat, AppointForm.begin(seat, request.user, acting=acting))
    form = AppointForm(seat, request.user, request.POST)
    step = request.POST.get("step", CHECK)
    if step in (FIND, CHANGE):
        return _form_page(request, seat, form.without_errors())
    if form.is_valid():
        draft = _draft(seat, form)
        reasons = standing_in_the_way(request, workflow.appoint, seat, person=draft.person, **form.details)
        if not reasons and step == SAVE:
            return _save(request, seat, form)
        if not reasons:
            return _check_page(request, seat, form, draft)
        form.add_error(None, reasons)
    return _form_page(request, seat, form, status=REFUSED)


def _draft(seat: Seat, form: AppointForm) -> Appointment:
    """The appointment as it would be, for reasons and consequences; never saved."""
    person = form.chosen or Person(is_demonstration=seat.in_demonstration, **form.newcomer)
    return Appointment(seat=seat, person=person, **form.details)


def _save(request, seat: Seat, form: AppointForm) -> HttpResponse:
    """Appoint, and with it add who is new; of the two, both happen or neither."""
    by = request.user
    try:
        with transaction.atomic():
            person = form.chosen or workflow.add_person(seat, by=by, **form.newcomer)
            leaving = consequences.leaving_for(Appointment(seat=seat, person=person, **form.details))
            appointment = workflow.appoint(seat, by=by, person=person, **form.details)
    except NotPossible as refusal:
        form.add_error(None, refusal.reasons)
        return _form_page(request, seat, form, status=REFUSED)
    messages.success(request, consequences.appointed(appointment, leaving, by))
    return HttpResponseRedirect(appointment.get_absolute_url())


def _form_page(request, seat: Seat, form: AppointForm, status: int = 200) -> HttpResponse:
    reasons = [] if form.is_bound else standing_in_the_way(request, workflow.appoint, seat)
    holder = Appointment.objects.visible_to(request.user).as_at(today()).filter(seat=seat).select_related("person")
    context = {
        "seat": seat,
        "form": form,
        "reasons": reasons,
        "holders": holder.order_by("acting"),
        "proposal": _proposal(request, seat) if reasons else None,
        "has_newcomer": any(form[name].value() or form[name].errors for name in form.WHO[2:]),
        "demonstration": seat.in_demonstration,
    }
    return render(request, "regions/seat_appoint.html", context, status=status)


def _proposal(request, seat: Seat) -> Appointment | None:
    return Appointment.objects.visible_to(request.user).filter(seat=seat, status="proposed").first()


def _check_page(request, seat: Seat, form: AppointForm, draft: Appointment) -> HttpResponse:
    context = {
        "seat": seat,
        "draft": draft,
        "changes": consequences.of_appointing(draft, request.user),
        "second": consequences.waits_for_second(seat, request.user),
        "namesakes": form.namesakes if form.chosen is None else [],
        "typed": [(name, value) for name, values in request.POST.lists() if name not in NOT_INPUTS for value in values],
        "demonstration": seat.in_demonstration,
    }
    return render(request, "regions/seat_appoint_check.html", context)
