"""People of the directory and the seats they hold over time."""

from datetime import timedelta

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions import knowing
from regions.access import hidden_from_others, members_only
from regions.exporting import markings, record_export
from regions.filters import PersonFilters
from regions.history import history_of_rows
from regions.merging import kept_for, merged_into
from regions.models import Appointment, Person
from regions.querysets import today
from regions.rules.contacts import shown_email, shown_telephone
from regions.rules.facts import may_correct
from regions.statuses import IN_SEAT
from regions.tables.people import PersonTable
from regions.views.offering import person_offers
from regions.views.seats import bar
from riia.accounts.statuses import InvitationStatus
from riia.ui import dates
from riia.ui.dates import in_words
from riia.ui.lists import list_page

OWNER = "The regional teams, each for its region's people"


@require_safe
@members_only
def person_list(request):
    at = dates.as_at(request)
    return list_page(
        request,
        queryset=Person.objects.visible_to(request.user).with_seats(request.user, at.date),
        filterset_class=PersonFilters,
        table_class=PersonTable,
        template="regions/person_list.html",
        filename="people",
        context={
            "as_at": at,
            "keeps": bool(request.reach.administrator or request.reach.keeps),
            "demonstration": request.reach.in_demonstration,
        },
        as_at=at.date,
        errors=[at.error] if at.error else [],
        table_kwargs={"on": at.date},
        marking=markings(request.user, OWNER),
        on_export=lambda kind, rows: record_export(
            request.user, "the list of people", kind, rows, request.GET.urlencode()
        ),
    )


@require_safe
@hidden_from_others
def person_detail(request, pk):
    user = request.user
    people = Person.objects.visible_to(user).select_related("user").prefetch_related("appointments__seat__authority")
    person = people.filter(pk=pk).first()
    if person is None:
        return HttpResponseRedirect(get_object_or_404(people, pk=kept_for(pk)).get_absolute_url())
    keeps = may_correct(user, person)
    knowledge = knowing.asked(request, keeps)
    rows = Appointment.objects.visible_to(user).for_page().order_by("-starts", "-pk")
    appointments = knowing.appointments_of(person, knowledge, rows)
    held = [one for one in appointments if one.status in IN_SEAT]
    on = knowledge.date or today()
    merged = merged_into(person) if keeps else []
    changed = [person, *appointments, *(one for one, _ in merged)]
    return render(
        request,
        "regions/person_detail.html",
        {
            "person": knowledge.row(person),
            "knowledge": knowledge,
            "errors": [knowledge.error] if knowledge.error else [],
            "now": [one for one in held if one.covers(on)],
            "appointments": appointments,
            "bars": [bar(one, str(one.seat)) for one in sorted(held, key=lambda one: (str(one.seat), one.starts))],
            "finding": _finding(held),
            "today": today(),
            "contact": _contact(user, person),
            "account": _account(person) if keeps else [],
            "keeps": keeps and not knowledge.date,
            "sees_interests": keeps or person.user_id == user.pk,
            "offers": [] if knowledge.date else person_offers(person, user),
            "merged": merged,
            "history": history_of_rows(changed, user=user) if keeps else [],
            "demonstration": person.is_demonstration,
        },
    )


def _finding(held: list[Appointment]) -> str:
    """The heading of the picture: what it shows, in a sentence."""
    seats = len({one.seat_id for one in held})
    since = min((one.starts for one in held), default=today()).year
    return f"{seats} {'seat' if seats == 1 else 'seats'} known since {since}"


def _contact(user, person: Person) -> list[tuple[str, str, str]]:
    """E-mail address and telephone as this reader may see them, and who else does (DIR-9)."""
    if person.publishes_contact:
        who = "Shown to everybody, as agreed. A free-mail address is shown to members only."
    else:
        who = "Shown to members only."
    contact = [("E-mail", shown_email(user, person)), ("Telephone", shown_telephone(user, person))]
    return [(label, value, who if value else "") for label, value in contact]


def _account(person: Person) -> list[tuple[str, str]]:
    """Whether somebody can sign in, for those who keep the directory."""
    account = person.user
    if account is None:
        return [("Account", "None. An administrator makes one and invites them.")]
    if not account.is_active:
        state = "Closed"
    elif account.has_usable_password() or account.last_login:
        state = "Open"
    else:
        open_ones = account.invitations.filter(status=InvitationStatus.OPEN)
        invitation = open_ones.first()
        state = f"Invited, not taken up yet. {_expiry(invitation)}" if invitation else "Not invited yet"
    last = in_words(account.last_login.date()) if account.last_login else "Never"
    return [("Account", state), ("Last signed in", last)]


def _expiry(invitation) -> str:
    last = (invitation.expires_at - timedelta(seconds=1)).date()
    verb = "ended" if last < today() else "ends"
    return f"The invitation {verb} on {in_words(last)}."
