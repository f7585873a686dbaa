"""The front page of moderation, and volunteers with their offers and the example (MOD-1, MOD-8)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from regions.access import hidden_from_others, members_only
from regions.forms.acting import ConfirmForm
from regions.views.acting import act_page, for_acting, may
from riia.workflow import act_for, offers
from selfassessment import workflow
from selfassessment.calibrating import example
from selfassessment.forms.moderation import CalibrationForm, OfferForm
from selfassessment.models import Calibration, Cycle, Panel, Volunteer
from selfassessment.moderation_pages import panel_lines
from selfassessment.proposing import places_in, proposals
from selfassessment.rules.cycles import may_run
from selfassessment.rules.volunteers import may_offer
from selfassessment.statuses import CycleStatus
from selfassessment.waiting import waiting_in_moderation


def data_of(request) -> Any:
    """What was sent, if anything was."""
    return request.POST if request.method == "POST" else None


@require_safe
@members_only
def moderation_home(request):
    """What waits for the reader, their offers, and the panels that they may know of."""
    user = request.user
    panels = Panel.objects.visible_to(user).order_by("-evaluation__cycle__opens_on", "pk")
    cycles = list(Cycle.objects.visible_to(user).filter(status=CycleStatus.OPEN).select_related("region", "template"))
    mine = Volunteer.objects.visible_to(user).filter(person=request.reach.person, withdrawn_at=None)
    mine = list(mine.select_related("cycle__region", "cycle__template", "calibration"))
    offered = {one.cycle_id for one in mine}
    return render(
        request,
        "selfassessment/moderation_home.html",
        {
            "waiting": waiting_in_moderation(user),
            "panels": panel_lines(panels),
            "mine": [(one, offers(one, user)) for one in mine],
            "asks": [
                (one, act_for(workflow.offer_to_moderate, one).reasons(one, user))
                for one in cycles
                if one.pk not in offered and may_offer(user, one)
            ],
            "runs": [one for one in cycles if may_run(user, one)],
            "demonstration": request.reach.in_demonstration,
        },
    )


def _cycle(request, pk: int) -> Cycle:
    return get_object_or_404(Cycle.objects.visible_to(request.user).select_related("region", "template"), pk=pk)


@require_safe
@hidden_from_others
def volunteer_list(request, pk):
    """Who offers to moderate in a cycle, with how many places they have, and the panels that could be put together."""
    cycle = _cycle(request, pk)
    if not may_run(request.user, cycle):
        raise PermissionDenied("The regional team puts panels together; this page is for it.")
    places = places_in(cycle)
    rows = Volunteer.objects.visible_to(request.user).filter(cycle=cycle, withdrawn_at=None)
    panels = Panel.objects.visible_to(request.user).filter(evaluation__cycle=cycle)
    return render(
        request,
        "selfassessment/volunteer_list.html",
        {
            "cycle": cycle,
            "volunteers": [
                (one, places[one.person_id], [each for each in offers(one, request.user) if not each.reasons])
                for one in rows.select_related("person", "calibration", "cycle")
            ],
            "proposals": proposals(cycle),
            "panels": panel_lines(panels),
            "demonstration": cycle.region.is_demonstration,
        },
    )


def _offer_of(request, pk: int) -> Volunteer:
    rows = Volunteer.objects.visible_to(request.user).select_related("person", "cycle__region", "cycle__template")
    return get_object_or_404(rows, pk=pk)


def _act(request, act: Any, item: Any, form: Any, *, say: str, **more: Any) -> Any:
    """The page of one act of a volunteer; it leads back to the front page of moderation."""
    cycle, to = item if isinstance(item, Cycle) else item.cycle, more.pop("to", reverse("moderation_home"))
    template, inputs = more.pop("template", "regions/_act.html"), more.pop("inputs", None)
    context = {"back_url": to, "demonstration": cycle.region.is_demonstration, **more}
    how = {"form": form, "template": template, "context": context, "inputs": inputs}
    return act_page(request, act, item, **how, done=lambda _: (say, to))


@for_acting
@hidden_from_others
def volunteer_offer(request, pk):
    cycle = _cycle(request, pk)
    return _act(
        request,
        workflow.offer_to_moderate,
        cycle,
        OfferForm(data_of(request)),
        title=f"Offer to moderate: {cycle}",
        submit="Offer",
        say="Thank you. Judge the example next.",
        changes=[
            "Two moderators judge each section of another authority’s text, each alone; then they agree a view.",
            "You judge an invented example first. You are asked only where nothing binds you to the authority.",
        ],
    )


@for_acting
@hidden_from_others
def volunteer_change(request, pk):
    volunteer = _offer_of(request, pk)
    begun = {"most": volunteer.most, "chairs": volunteer.chairs, "note": volunteer.note}
    return _act(
        request,
        workflow.change_offer,
        volunteer,
        OfferForm(data_of(request), initial=begun),
        title=f"Change your offer: {volunteer.cycle}",
        submit="Save",
        say="Your offer is changed.",
    )


@for_acting
@hidden_from_others
def volunteer_withdraw(request, pk):
    volunteer = _offer_of(request, pk)
    return _act(
        request,
        workflow.withdraw_offer,
        volunteer,
        ConfirmForm(data_of(request)),
        title=f"Withdraw the offer of {volunteer.person}",
        submit="Withdraw it",
        say="The offer is withdrawn.",
        changes=["Nobody is asked for a panel of this cycle because of it any more."],
    )


@for_acting
@hidden_from_others
def volunteer_calibrate(request, pk):
    """The invented example with its descriptors; afterwards what they lead to, beside what was judged (MOD-8)."""
    volunteer = _offer_of(request, pk)
    shown = example()
    may(request, workflow.calibrate, volunteer)
    done = Calibration.objects.visible_to(request.user).filter(volunteer=volunteer).first()
    if done and request.method != "POST":
        answers = [(one, done.judgements.get(one.slug, {})) for one in shown.sections]
        context = {"example": shown, "done": done, "answers": answers, "back_url": reverse("moderation_home")}
        return render(request, "selfassessment/calibration.html", context)
    return _act(
        request,
        workflow.calibrate,
        volunteer,
        CalibrationForm(shown, data_of(request)),
        inputs=lambda form: {"judgements": form.judgements},
        template="selfassessment/volunteer_calibrate.html",
        example=shown,
        title="Judge an example",
        submit="Hand in",
        to=reverse("volunteer_calibrate", args=[volunteer.pk]),
        back_url=reverse("moderation_home"),
        say="This is what the descriptions lead to.",
    )
