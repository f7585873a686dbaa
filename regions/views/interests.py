"""Interests and conflicts of a person: what there is, declaring, ending, waiving."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from regions import workflow
from regions.access import hidden_from_others
from regions.conflicts import Conflict, Tie, declared_by, lifting, ties_of
from regions.forms.acting import ConfirmForm
from regions.forms.interests import DeclareForm, EndInterestForm, WaiveForm, authorities_for
from regions.history import history_of_rows
from regions.models import Authority, Interest, Person, Waiver
from regions.querysets import today
from regions.rules.facts import may_correct
from regions.rules.interests import OWN_CONFLICT, is_about
from regions.views.acting import act_page, for_acting
from regions.wording import first_day_out, last_day
from riia.ui import dates
from riia.ui.dates import in_words
from riia.workflow import Offer, act_for, offers

CLOSED = "Interests are shown to the person and to those who keep the directory of a place in which they hold a seat."


@dataclass(frozen=True)
class Line:
    """One interest as its page shows it."""

    authority: Authority
    conflict: Conflict
    acts: tuple[Offer, ...]

    @property
    def why(self) -> str:
        return self.conflict.tie.why[:1].upper() + self.conflict.tie.why[1:]

    @property
    def last_day(self) -> date | None:
        until = self.conflict.tie.until
        return last_day(until) if until else None

    @property
    def lapses(self) -> date | None:
        return self.conflict.tie.lapses


def _person(request, pk: int) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.user), pk=pk)


def _own_page(person: Person) -> str:
    return reverse("person_interests", args=[person.pk])


@require_safe
@hidden_from_others
def person_interests(request, pk):
    """Counting on the day, to come, and lapsed; with the waivers on record."""
    user, at, person = request.user, dates.as_at(request), _person(request, pk)
    own, keeps = is_about(user, person), may_correct(user, person)
    if not (own or keeps):
        raise PermissionDenied(CLOSED)
    declared, visible = _declared(person, user)
    waivers = list(
        Waiver.objects.visible_to(user)
        .filter(person=person)
        .select_related("person", "authority__region", "given_by")
        .distinct()
        .order_by("-starts", "-pk")
    )
    lines = _lines(user, ties_of([person], declared=declared), visible, waivers, at.date)
    counting = [one for one in lines if one.conflict.tie.counts_on(at.date)]
    return render(
        request,
        "regions/person_interests.html",
        {
            "person": person,
            "own": own,
            "as_at": at,
            "errors": [at.error] if at.error else [],
            "offers": _offers(person, own, keeps),
            "counting": counting,
            "standing": len({one.authority for one in counting if one.conflict.stands}),
            "later": [one for one in lines if one.conflict.tie.since > at.date],
            "lapsed": [one for one in lines if one.lapses and one.lapses <= at.date],
            "waivers": [(one, last_day(one.ends), _acts(one, user)) for one in waivers],
            "history": history_of_rows([*visible, *waivers]) if visible or waivers else [],
            "demonstration": person.is_demonstration,
        },
    )


def _declared(person: Person, user) -> tuple[list, list]:
    """All that a person declared, from which their ties follow; and of their own rows, those the reader may act on."""
    seen = Interest.objects.visible_to(user).filter(person=person, pk=OuterRef("pk"))
    rows = declared_by([person]).select_related("person", "authority__region", "declared_by")
    declared = list(rows.annotate(is_visible=Exists(seen)))
    visible = sorted((one for one in declared if one.is_visible), key=lambda one: (one.starts, one.pk), reverse=True)
    return declared, visible


def _offers(person: Person, own: bool, keeps: bool) -> list[Offer]:
    """What the reader may do here, from what is known of them already: each rule would ask it again."""
    declare, waive = (act_for(one, person) for one in (workflow.declare_interest, workflow.waive_conflict))
    found = [Offer(declare.name, declare.label, reverse(declare.page, args=[person.pk]), ())]
    if keeps:
        reasons = (OWN_CONFLICT,) if own else ()
        found.append(Offer(waive.name, waive.label, reverse(waive.page, args=[person.pk]), reasons))
    return found


def _lines(user, ties: list[Tie], declared: list[Interest], waivers: list[Waiver], on: date) -> list[Line]:
    interests = {one.pk: one for one in declared}
    covering = {one.authority_id: one for one in reversed(waivers) if one.covers(on)}
    found = []
    for tie in ties:
        waiver = lifting(tie, covering.get(tie.authority), on)
        row = interests.get(tie.declared or 0)
        found.append(Line(tie.place, Conflict(tie, waiver), _acts(row, user) if row else ()))
    return sorted(found, key=lambda one: (one.authority.name, -one.conflict.tie.since.toordinal()))


def _acts(row: Interest | Waiver, user) -> tuple[Offer, ...]:
    """What can be done about a row now."""
    return tuple(one for one in offers(row, user) if not one.reasons)


@for_acting
@hidden_from_others
def interest_declare(request, pk):
    person = _person(request, pk)
    authorities = authorities_for(person, request.user)
    return act_page(
        request,
        workflow.declare_interest,
        person,
        form=DeclareForm(authorities, request.POST if request.method == "POST" else None),
        template="regions/interest_declare.html",
        context={
            "title": f"Declare an interest of {person.name}",
            "submit": "Declare the interest",
            "back_url": _own_page(person),
            "person": person,
            "changes": [
                "While it lasts and for three years after, it stands in the way of judging that authority.",
                "The person, and those who keep the directory, see it. It is not public.",
            ],
            "demonstration": person.is_demonstration,
        },
        inputs=lambda form: form.details,
        done=lambda interest: (f"The interest in {interest.authority} is declared.", _own_page(person)),
    )


@for_acting
@hidden_from_others
def interest_end(request, pk):
    rows = Interest.objects.visible_to(request.user).select_related("person", "authority__region").distinct()
    interest = get_object_or_404(rows, pk=pk)
    return act_page(
        request,
        workflow.end_interest,
        interest,
        form=EndInterestForm(request.POST if request.method == "POST" else None),
        template="regions/interest_end.html",
        context={
            "title": f"End the interest of {interest.person.name} in {interest.authority}",
            "submit": "Record the end",
            "back_url": _own_page(interest.person),
            "interest": interest,
            "changes": ["It goes on counting for three years after its last day. Then it lapses by itself."],
            "demonstration": interest.person.is_demonstration,
        },
        inputs=lambda form: {
            "ends": first_day_out(form.cleaned_data["last_day"]),
            "reason": form.cleaned_data["reason"],
        },
        done=lambda row: (
            f"The interest in {row.authority} has ended; its last day was {in_words(last_day(row.ends))}.",
            _own_page(row.person),
        ),
    )


@for_acting
@hidden_from_others
def conflict_waive(request, pk):
    person = _person(request, pk)
    tied = {one.authority for one in ties_of([person]) if one.lapses is None or one.lapses > today()}
    authorities = [one for one in authorities_for(person, request.user) if one.pk in tied]
    return act_page(
        request,
        workflow.waive_conflict,
        person,
        form=WaiveForm(authorities, request.POST if request.method == "POST" else None),
        template="regions/conflict_waive.html",
        context={
            "title": f"Waive a conflict of {person.name}",
            "submit": "Record the waiver",
            "back_url": _own_page(person),
            "person": person,
            "authorities": authorities,
            "changes": [
                f"In that time the interest no longer stands in the way of asking {person.name} about the authority.",
                "The waiver, your name and the reason are shown to the regional team wherever the conflict is.",
                "Somebody who comes from the authority, or from a trust that serves it, is never let off.",
            ],
            "demonstration": person.is_demonstration,
        },
        inputs=lambda form: form.details,
        done=lambda waiver: (f"The conflict with {waiver.authority} is waived.", _own_page(person)),
    )


@for_acting
@hidden_from_others
def waiver_withdraw(request, pk):
    rows = Waiver.objects.visible_to(request.user).select_related("person", "authority__region", "given_by").distinct()
    waiver = get_object_or_404(rows, pk=pk)
    return act_page(
        request,
        workflow.withdraw_waiver,
        waiver,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        template="regions/waiver_withdraw.html",
        context={
            "title": f"Withdraw the waiver for {waiver.person.name} and {waiver.authority}",
            "submit": "Withdraw the waiver",
            "back_url": _own_page(waiver.person),
            "waiver": waiver,
            "last_day": last_day(waiver.ends),
            "changes": ["The conflict stands again from today on. That there was a waiver stays on record."],
            "demonstration": waiver.person.is_demonstration,
        },
        done=lambda row: (f"The conflict with {row.authority} stands again.", _own_page(row.person)),
    )
