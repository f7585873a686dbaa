"""Somebody's own account: details, the seats they act under, and taking up an invitation.

Here, and not beside the account, because an account knows nothing of seats.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from regions import delegations, roles, workflow
from regions.forms.accounts import ActAsForm, NewPasswordForm
from regions.middleware import ACTING_AS_KEY
from regions.models import Appointment
from regions.querysets import today
from regions.rules.delegations import may_delegate
from regions.statuses import AppointmentStatus
from regions.views.acting import REFUSED, for_acting
from regions.wording import last_day, term
from riia.accounts.models import Invitation
from riia.accounts.statuses import InvitationStatus
from riia.ui.dates import in_words
from riia.workflow import NotPossible


@dataclass(frozen=True)
class OwnSeat:
    """A seat that the reader holds or will hold: what it is worth to them today, in words."""

    appointment: Appointment
    state: str
    opens: bool

    @property
    def gives(self) -> str:
        return roles.ABOUT[self.appointment.seat.role].gives


@require_safe
def account_details(request):
    factors = request.user.authenticator_set.exclude(type="recovery_codes").count()
    return render(
        request,
        "accounts/account_details.html",
        {
            "held": request.reach.held,
            "factors": factors,
            "must_have_factor": request.reach.needs_second_factor,
            "acting": request.reach.acting_under,
            "administrator": request.reach.administrator,
        },
    )


@for_acting
def account_seats(request):
    """ACC-19: what each seat gives, and the choice of the one to act under."""
    held = request.reach.held
    acting = request.reach.acting_under
    initial = {"appointment": str(acting.appointment)} if acting else {}
    form = ActAsForm(held, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = int(form.cleaned_data["appointment"])
        request.session[ACTING_AS_KEY] = chosen
        label = next(one.label for one in held if one.appointment == chosen)
        messages.success(request, f"You now act as {label}. The history says so beside your name.")
        return redirect("account_seats")
    seats = _own_seats(request)
    return render(
        request,
        "accounts/account_seats.html",
        {
            "seats": seats,
            "left": delegations.left_by(request.user),
            "done_for_others": delegations.done_by(request.user),
            "can_delegate": [one for one in seats if one.opens and may_delegate(request.user, one.appointment)],
            "form": form if len(held) > 1 else None,
            "acting": acting,
            "administrator": request.reach.administrator,
        },
        status=REFUSED if form.errors else 200,
    )


def _own_seats(request) -> list[OwnSeat]:
    rows = list(Appointment.objects.own(request.user).order_by("starts", "pk"))
    rows = [one for one in rows if one.ends is None or one.ends > today()]
    covers = {one.seat_id: one for one in Appointment.objects.standing_in_for(request.user, today())}
    return [_own_seat(one, covers.get(one.seat_id) if not one.acting else None) for one in rows]


def _own_seat(one: Appointment, cover: Appointment | None) -> OwnSeat:
    if one.status != AppointmentStatus.CONFIRMED:
        return OwnSeat(one, "Not confirmed yet, so it opens nothing.", False)
    if one.starts > today():
        return OwnSeat(one, f"Begins on {in_words(one.starts)}.", False)
    if cover:
        until = f" until {in_words(last_day(cover.ends))}" if cover.ends else ""
        return OwnSeat(one, f"{cover.person} acts for you{until}. Until then this seat opens nothing for you.", False)
    words = f"Yours {term(one)}."
    return OwnSeat(one, f"{words} The access ends with the last day." if one.ends else words, True)


# --- Taking up an invitation ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Refusal:
    """Why an invitation can't be taken up, and what to do."""

    title: str
    text: str
    status: int


UNKNOWN = Refusal(
    "This link does not work",
    "There is no such invitation. If you pasted the address, check that it is complete; "
    "if you followed a link, use the one in the latest message that you were sent.",
    404,
)
USED = Refusal(
    "This invitation was used already",
    "A password has been set with it. Sign in, or ask for a new password on the sign-in page.",
    410,
)
WITHDRAWN = Refusal(
    "This invitation was replaced",
    "A newer invitation was sent, or it was taken back. Use the link in the latest message that you were sent.",
    410,
)
EXPIRED = Refusal(
    "This invitation has ended",
    "Ask your regional team or an administrator to send you a new one.",
    410,
)
CLOSED = Refusal("This account is closed", "If that is wrong, ask your regional team or an administrator.", 410)


@login_not_required
@never_cache
@for_acting
def invitation_accept(request, secret):
    """Set the first password. Opening the link changes nothing; only the form does (ACC-7)."""
    invitation = workflow.invitation_of(secret)
    if invitation is None:
        return _refuse(request, UNKNOWN)
    if refusal := _refusal(invitation):
        return _refuse(request, refusal)
    form = NewPasswordForm(invitation.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.accept_invitation(invitation, by=invitation.user, password=form.cleaned_data["password"])
        except NotPossible as reasons:
            form.add_error(None, reasons.reasons)
        else:
            messages.success(request, "Your password is set. Sign in with your e-mail address and this password.")
            return HttpResponseRedirect(_after(request))
    context = {"form": form, "invitation": invitation, "account": invitation.user}
    return render(request, "accounts/invitation_accept.html", context, status=REFUSED if form.errors else 200)


def _refuse(request, refusal: Refusal) -> HttpResponse:
    return render(request, "accounts/invitation_refused.html", {"refusal": refusal}, status=refusal.status)


def _refusal(invitation: Invitation) -> Refusal | None:
    if invitation.status == InvitationStatus.ACCEPTED:
        return USED
    if invitation.status == InvitationStatus.WITHDRAWN:
        return WITHDRAWN
    if invitation.is_expired:
        return EXPIRED
    return None if invitation.user.is_active else CLOSED


def _after(request) -> str:
    return reverse("home") if request.user.is_authenticated else reverse("account_login")
