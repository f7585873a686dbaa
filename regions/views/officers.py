"""The officers of an authority, kept by its local administrators (ACC-11)."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from regions import consequences, workflow
from regions.access import members_only
from regions.forms.acting import ConfirmForm
from regions.forms.officers import NO_SEAT, OfficerForm
from regions.models import Appointment, Authority, Seat
from regions.querysets import today
from regions.roles import ABOUT
from regions.rules.officers import OFFICERS, may_administer_officers
from regions.statuses import TAKES_THE_SEAT, AppointmentStatus
from regions.views.acting import REFUSED, act_page, for_acting, may, standing_in_the_way
from regions.wording import term
from riia.workflow import NotPossible

NOT_THEIRS = "This page is for the local administrators of this authority, whom its director names."


@dataclass(frozen=True)
class Officer:
    """An officer as the list shows one: since when, whether they can sign in, and what can be done."""

    appointment: Appointment
    term: str
    account: str
    ends: bool
    invites: bool


@require_safe
@members_only
def authority_officers(request, slug):
    authorities = Authority.objects.visible_to(request.user).select_related("region")
    authority = get_object_or_404(authorities, slug=slug)
    if not may_administer_officers(request.user, authority):
        raise PermissionDenied(NOT_THEIRS)
    return render(
        request,
        "regions/authority_officers.html",
        {
            "authority": authority,
            "parents": _parents(authority),
            "officers": [_officer(one) for one in _appointments(request.user, authority)],
            "empty_seats": _empty(request.user, authority),
            "demonstration": authority.region.is_demonstration,
        },
    )


def _parents(authority: Authority) -> list[tuple[str, str]]:
    return [("Home", "/"), ("Authorities", reverse("authority_list")), (str(authority), authority.get_absolute_url())]


def _appointments(user, authority: Authority) -> list[Appointment]:
    """Who is in an officer's seat, will be, or is asked for."""
    rows = Appointment.objects.visible_to(user).filter(
        seat__authority=authority, seat__role__in=OFFICERS, status__in=TAKES_THE_SEAT
    )
    later = [one for one in rows.for_page().select_related("person__user") if one.ends is None or one.ends > today()]
    return sorted(later, key=lambda one: (OFFICERS.index(one.seat.role), one.seat.number, one.starts))


def _empty(user, authority: Authority) -> list[Seat]:
    seats = Seat.objects.visible_to(user).as_at(today()).filter(authority=authority, role__in=OFFICERS)
    rows = seats.with_holders(user, today()).select_related("authority").in_order()
    return [one for one in rows if one.state_on(today()).word != "held"]


def _officer(one: Appointment) -> Officer:
    account = one.person.user
    if account is None:
        words = "No account: ask an administrator"
    elif not account.is_active:
        words = "The account is closed"
    else:
        words = "Has an account" if account.has_usable_password() else "Invited, has not set a password yet"
    invited = bool(account and account.is_active and not account.has_usable_password())
    return Officer(one, term(one), words, one.status != AppointmentStatus.PROPOSED, invited)


@for_acting
@members_only
def officer_add(request, pk):
    """Type and save: a seat if none is free, an account with its invitation if there is none, the appointment."""
    authority = get_object_or_404(Authority.objects.visible_to(request.user).select_related("region"), pk=pk)
    may(request, workflow.add_officer_seat, authority)
    form = OfficerForm(authority, request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                done = _add(request.user, authority, form)
        except NotPossible as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("authority_officers", args=[authority.slug]))
    return _form_page(request, authority, form)


def _form_page(request, authority: Authority, form: OfficerForm) -> HttpResponse:
    context = {
        "title": f"Add an officer of {authority}",
        "submit": "Add the officer",
        "form": form,
        "reasons": [] if form.errors else standing_in_the_way(request, workflow.add_officer_seat, authority),
        "changes": [
            "Whoever is new gets an account and, at once, an invitation to set a password. It works for 14 days.",
            *(f"{role.label}: {ABOUT[role].gives}" for role in OFFICERS),
            "A reader is named by the director, so that appointment waits until the director or the regional team "
            "has confirmed it.",
            "The access begins with the first day and ends with the last.",
        ],
        "back_url": reverse("authority_officers", args=[authority.slug]),
        "demonstration": authority.region.is_demonstration,
    }
    return render(request, "regions/officer_add.html", context, status=REFUSED if form.errors else 200)


def _add(by, authority: Authority, form: OfficerForm) -> str:
    """All of it or nothing; returns what was done, in sentences."""
    typed = form.cleaned_data
    person = form.known
    invited = ""
    if person is None:
        person = workflow.add_colleague(authority, by=by, name=typed["name"], email=typed["email"])
        invited = f" An invitation is on its way to {person}."
    if typed["role"] == NO_SEAT:
        return f"{person} has an account now.{invited} The director can leave a task to them."
    seat = _free_seat(by, authority, typed["role"]) or workflow.add_officer_seat(authority, by=by, role=typed["role"])
    appointment = workflow.appoint(seat, by=by, person=person, **form.details)
    return f"{consequences.appointed(appointment, None, by)}{invited}"


def _free_seat(by, authority: Authority, role: str) -> Seat | None:
    """A seat of that role in which nobody is, will be or is proposed."""
    seats = Seat.objects.visible_to(by).as_at(today()).filter(authority=authority, role=role).order_by("number")
    taken = Appointment.objects.visible_to(by).filter(seat__in=seats, status__in=TAKES_THE_SEAT)
    held = {one.seat_id for one in taken if one.ends is None or one.ends > today()}
    return next((one for one in seats if one.pk not in held), None)


@for_acting
@members_only
def officer_invite(request, pk):
    appointment = get_object_or_404(Appointment.objects.visible_to(request.user).for_page(), pk=pk)
    seat = appointment.seat
    back = reverse("authority_officers", args=[seat.authority.slug]) if seat.authority else seat.get_absolute_url()
    return act_page(
        request,
        workflow.invite_officer,
        appointment,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        template="regions/officer_invite.html",
        context={
            "title": f"Invite {appointment.person} again",
            "submit": "Send a new invitation",
            "appointment": appointment,
            "changes": [
                "A new link is sent to the address of their account. It works for 14 days.",
                "The link that they were sent before stops working.",
            ],
            "back_url": back,
            "demonstration": seat.in_demonstration,
        },
        done=lambda _: (f"A new invitation is on its way to {appointment.person}.", back),
    )
