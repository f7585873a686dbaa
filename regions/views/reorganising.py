"""Entering a reorganisation of authorities: what ends and begins, who succeeds whom and what changes, then all."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from regions import workflow
from regions.access import hidden_from_others
from regions.consequences import listed
from regions.forms.reorganising import ReorganisationForm, SuccessionForm
from regions.models import Region
from regions.reorganising import Plan, of_reorganising
from regions.views.acting import REFUSED, for_acting, may, standing_in_the_way
from regions.wording import last_day
from riia.ui.dates import in_words
from riia.workflow import NotPossible

# The buttons, and what is no input of the first form.
PREVIEW, CHANGE, SAVE = "preview", "change", "save"
LATER = ("csrfmiddlewaretoken", "step", "reason")


@for_acting
@hidden_from_others
def region_reorganise(request, pk):
    """Each step is a POST that carries everything typed, so nothing is lost and nothing is kept."""
    region = get_object_or_404(Region.objects.visible_to(request.user), pk=pk)
    may(request, workflow.reorganise, region)
    step = request.POST.get("step", PREVIEW)
    form = ReorganisationForm(region, request.user, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _first_page(request, region, form, REFUSED if form.is_bound else 200)
    if step == CHANGE:
        return _first_page(request, region, form)
    if step == SAVE:
        return _save(request, region, form)
    linking = SuccessionForm(form.plan)
    if reasons := standing_in_the_way(request, workflow.reorganise, region, plan=linking.plan):
        form.add_error(None, reasons)
        return _first_page(request, region, form, REFUSED)
    return _second_page(request, region, linking)


def _save(request, region: Region, form: ReorganisationForm) -> HttpResponse:
    linking = SuccessionForm(form.plan, request.POST)
    if linking.is_valid():
        plan, reason = linking.plan, linking.cleaned_data["reason"]
        try:
            workflow.reorganise(region, by=request.user, plan=plan, reason=reason)
        except NotPossible as refusal:
            linking.add_error(None, refusal.reasons)
        else:
            return _done(request, region, plan)
    return _second_page(request, region, linking, REFUSED)


def _first_page(request, region: Region, form: ReorganisationForm, status: int = 200) -> HttpResponse:
    context = {"region": region, "form": form, "demonstration": region.is_demonstration}
    return render(request, "regions/region_reorganise.html", context, status=status)


def _second_page(request, region: Region, form: SuccessionForm, status: int = 200) -> HttpResponse:
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in LATER and not name.startswith("becomes_")
        for value in values
    ]
    context = {
        "region": region,
        "form": form,
        "typed": typed,
        "told": of_reorganising(form.plan),
        "demonstration": region.is_demonstration,
    }
    return render(request, "regions/region_reorganise_check.html", context, status=status)


def _done(request, region: Region, plan: Plan) -> HttpResponse:
    messages.success(
        request,
        f"The reorganisation is entered. The last day of {listed(plan.ending)} is {in_words(last_day(plan.on))}. "
        "This page shows the region on the day after.",
    )
    return HttpResponseRedirect(f"{region.get_absolute_url()}?on={plan.on}")
