"""Merging somebody who was entered twice (DIR-13, DIR-16)."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions import workflow
from regions.access import hidden_from_others
from regions.exporting import markings, recording
from regions.filters import DuplicateFilters
from regions.forms.acting import ReasonForm
from regions.forms.merging import MergeForm, WhoForm
from regions.merging import duplicates, kept_for, of_merging, suspects_for
from regions.models import Person
from regions.reach import reach_of
from regions.rules.merging import came_along
from regions.tables.duplicates import DuplicateTable
from regions.views.acting import act_page, for_acting, may, standing_in_the_way
from riia.ui.lists import list_page
from riia.ui.row_lists import Rows

OWNER = "The regional teams, each for its region's people"
NOT_A_KEEPER = "This page is for those who keep the directory: regional teams and administrators."


@require_safe
@hidden_from_others
def person_duplicates(request):
    """People in the reader's care who may have been entered twice, with the evidence."""
    reach = reach_of(request.user)
    if not (reach.administrator or reach.keeps):
        raise PermissionDenied(NOT_A_KEEPER)
    return list_page(
        request,
        queryset=Rows(duplicates(request.user)),
        filterset_class=DuplicateFilters,
        table_class=DuplicateTable,
        template="regions/person_duplicates.html",
        filename="may-have-been-entered-twice",
        context={"demonstration": reach.in_demonstration},
        marking=markings(request.user, OWNER),
        on_export=recording(request, "who may have been entered twice"),
    )


@for_acting
@hidden_from_others
def person_merge(request, pk):
    """Choose who is kept, look at what changes, then merge."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    may(request, workflow.merge_person, person)
    given = request.POST if request.method == "POST" else request.GET
    into = Person.objects.visible_to(request.user).filter(pk=_number(given.get("into", ""))).first()
    if into is None:
        return _who_page(request, person)
    form = MergeForm(request.POST) if request.method == "POST" else MergeForm(initial={"into": into.pk})
    reasons = standing_in_the_way(request, workflow.merge_person, person, into=into)
    context = {
        "title": f"Merge {person} into {into}",
        "submit": "Merge the two",
        "people": [("Is merged", person), ("Is kept", into)],
        "person": person,
        "into": into,
        "changes": of_merging(person, into),
        "demonstration": person.is_demonstration,
    }
    if reasons and request.method != "POST":
        context |= {"form": form, "reasons": reasons, "back_url": person.get_absolute_url()}
        return render(request, "regions/person_merge.html", context)
    return act_page(
        request,
        workflow.merge_person,
        person,
        form=form,
        template="regions/person_merge.html",
        context=context,
        inputs=lambda form: {"into": into, "reason": form.cleaned_data["reason"]},
        done=lambda _: (
            f"{person} was merged into {into}. The old page leads here, and both histories are kept.",
            into.get_absolute_url(),
        ),
    )


def _who_page(request, person: Person) -> HttpResponse:
    suspects = suspects_for(person, request.user)
    form = WhoForm(person, suspects, request.user, request.GET or None)
    context = {"person": person, "suspects": suspects, "form": form, "demonstration": person.is_demonstration}
    return render(request, "regions/person_merge_who.html", context)


def _number(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 10 else 0


@for_acting
@hidden_from_others
def person_unmerge(request, pk):
    """Separate somebody from the person they were merged into; `pk` is the one that was merged."""
    into = get_object_or_404(Person.objects.visible_to(request.user), pk=kept_for(pk))
    person = get_object_or_404(into.merged.all(), pk=pk)
    rows = came_along(person)
    return act_page(
        request,
        workflow.unmerge_person,
        person,
        form=ReasonForm(request.POST if request.method == "POST" else None),
        template="regions/person_unmerge.html",
        context={
            "title": f"Separate {person} from {into} again",
            "submit": "Separate the two",
            "back_url": into.get_absolute_url(),
            "into": into,
            "changes": [
                f"{person} is a person of the directory again, with a page of their own.",
                *(f"{row} goes back to {person}." for row in rows),
                f"What {into} got since then stays with {into}.",
            ],
            "demonstration": into.is_demonstration,
        },
        done=lambda one: (f"{one} and {into} are two people again.", one.get_absolute_url()),
    )
