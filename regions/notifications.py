"""Who is told what about the directory (NOT-1). Subjects and lines hold nothing confidential."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q

from regions import roles
from regions.models import (
    Appointment,
    Authority,
    Delegation,
    DirectoryImport,
    InformationRequest,
    Memorandum,
    Region,
    Trust,
)
from regions.querysets import today
from riia.accounts.models import User
from riia.notifications.models import Urgency
from riia.notifications.outbox import tell


def holders(seats: Q) -> list[User]:
    """The accounts of those who are confirmed in certain seats today."""
    appointments = Appointment.objects.giving_access(today()).filter(seats, person__user__isnull=False)
    # Two short queries: as one, PostgreSQL without fresh statistics goes through the appointments for each account.
    accounts = set(appointments.values_list("person__user", flat=True))
    return list(User.objects.filter(pk__in=accounts, is_active=True))


def keepers_of(appointment: Appointment) -> list[User]:
    """The regional teams that keep the directory of the seat's place."""
    seat = appointment.seat
    if seat.trust:
        regions = list(seat.trust.services.values_list("authority__region", flat=True))
    else:
        regions = [seat.authority.region_id if seat.authority else seat.place.pk]
    return holders(Q(seat__role__in=roles.TEAM, seat__region__in=regions))


def second_person_asked(appointment: Appointment, by: User) -> None:
    """Those who could confirm are asked at once: keepers, and of a reader whom they name, the director (ACC-10)."""
    asked = keepers_of(appointment)
    if appointment.seat.role == roles.Role.NAMED_READER:
        asked += holders(Q(seat__role=roles.Role.DCS, seat__authority=appointment.seat.authority))
    for user in asked:
        if user.pk not in (by.pk, appointment.person.user_id):
            tell(
                user,
                "An appointment waits for your confirmation",
                f"{by} has proposed an appointment in {appointment.seat.place}. A second person is needed.",
                link=appointment.get_absolute_url(),
                urgency=Urgency.AT_ONCE,
                key=f"second:{appointment.pk}",
            )


def second_person_asked_by_import(item: DirectoryImport, proposals: list[Appointment], by: User) -> None:
    """Colleagues are asked at once, with one notice for a whole file: the list says what waits."""
    places = [one.seat.place for one in proposals]
    regions = {one.pk if isinstance(one, Region) else one.region_id for one in places if not isinstance(one, Trust)}
    trusts = {one.pk for one in places if isinstance(one, Trust)}
    serving = Q(seat__region__authorities__trust_services__trust__in=trusts)
    team = Q(seat__role__in=roles.TEAM) & (Q(seat__region__in=regions) | serving)
    number = f"{len(proposals):,} appointments wait" if len(proposals) > 1 else "1 appointment waits"
    for user in holders(team):
        if user.pk != by.pk:
            tell(
                user,
                f"{number} for confirmation",
                f"{by} has imported a file. A second person is needed for seats that open access.",
                link="/directory/",
                urgency=Urgency.AT_ONCE,
                key=f"import:{item.pk}",
            )


def appointment_decided(appointment: Appointment, by: User) -> None:
    """Who proposed hears the outcome in the day's digest."""
    if appointment.proposed_by and appointment.proposed_by_id != by.pk:
        tell(
            appointment.proposed_by,
            f"Your proposal for {appointment.seat.name} was decided",
            f"The appointment that you proposed in {appointment.seat.place} was decided by {by}.",
            link=appointment.get_absolute_url(),
        )


def appointment_confirmed(appointment: Appointment, by: User) -> None:
    """ACC-9: the present holders of that authority's statutory seats are told."""
    appointment_decided(appointment, by)
    seat = appointment.seat
    if not seat.authority:
        return
    for user in with_delegates(_statutory(seat.authority), Q(appointment__seat__authority=seat.authority)):
        if user.pk != by.pk:
            tell(
                user,
                f"A change in the directory of {seat.authority}",
                f"An appointment to the seat “{seat.name}” was confirmed.",
                link=appointment.get_absolute_url(),
                key=f"confirmed:{appointment.pk}",
            )


def _statutory(authority: Authority) -> list[User]:
    return holders(Q(seat__role__in=roles.STATUTORY, seat__authority=authority))


def administrators_told(subject: str, line: str, by: User, link: str = "") -> None:
    """What one administrator does to accounts, the others hear at once (ACC-9)."""
    for user in User.objects.filter(is_staff=True, is_active=True).exclude(pk=by.pk):
        tell(user, subject, line, link=link, urgency=Urgency.AT_ONCE)


def account_changed(account: User, by: User) -> None:
    """Who holds an account is told at the address they had, and so are the other administrators (ACC-9)."""
    subject = "Your account was changed"
    line = f"{by} has changed the address or the rights of your account. If that is wrong, tell your regional team."
    tell(account, subject, line, urgency=Urgency.AT_ONCE)
    administrators_told("An account was changed", f"{by} has changed the address or the rights of {account}.", by)


def signature_ending(memorandum: Memorandum, party, ends) -> None:
    """ACC-18: ninety days before a signature ends, its director and the regional team are told, once."""
    seats = Q(seat__role__in=roles.TEAM, seat__region=memorandum.region)
    if party.authority_id:
        seats |= Q(seat__role=roles.Role.DCS, seat__authority=party.authority)
    else:
        seats |= Q(seat__role=roles.Role.TRUST_CHIEF_EXECUTIVE, seat__trust=party.trust)
    for user in holders(seats):
        tell(
            user,
            f"The signature of {party} is ending",
            f"What {party} has signed ends on {ends:%-d %B %Y}. Until it is signed again, shared material will close.",
            link=memorandum.get_absolute_url(),
            key=f"signature-ending:{party.pk}:{ends}",
        )


# --- Tasks that are done for somebody (ACC-12) ------------------------------------------------------------------------


def with_delegates(holders: list[User], tasks: Q) -> list[User]:
    """Those who are told, and a copy for whoever does such tasks for one of them today (NOT-1)."""
    rows = Delegation.objects.as_at(today()).filter(tasks, appointment__person__user__in=holders)
    copied = User.objects.filter(pk__in=rows.values("delegate__user"), is_active=True)
    return [*holders, *(one for one in copied if one not in holders)]


def task_left(delegation: Delegation, by: User) -> None:
    """Who does the task hears of it at once; the region's team, in the day's digest."""
    seat = delegation.appointment.seat
    task = delegation.get_task_display()
    line = f"{by} has left this to you from {delegation.starts:%-d %B %Y}: {task}."
    if delegation.delegate.user:
        tell(
            delegation.delegate.user,
            f"A task for {seat}",
            line,
            link=seat.place.get_absolute_url(),
            urgency=Urgency.AT_ONCE,
        )
    for user in keepers_of(delegation.appointment):
        tell(
            user,
            f"A task was left to somebody in {seat.place}",
            f"{by} has left a task of the seat “{seat.name}” to {delegation.delegate}: {task}.",
            link=delegation.get_absolute_url(),
            key=f"delegation:{delegation.pk}",
        )


def task_taken_back(delegation: Delegation, by: User) -> None:
    """Holder and delegate hear that a task was taken back, whoever of them didn't do it."""
    line = f"{by} has ended this: {delegation.delegate} for {delegation.appointment.person}, "
    line += f"{delegation.get_task_display()[:1].lower()}{delegation.get_task_display()[1:]}."
    for user in (delegation.appointment.person.user, delegation.delegate.user):
        if user and user.pk != by.pk:
            tell(user, f"A task for {delegation.appointment.seat} has ended", line)


def information_request_registered(asked: InformationRequest, by: User) -> None:
    """ACC-15: the director whose material is asked for is told once; of the alliance's own, its regional team."""
    if asked.authority:
        seats = Q(seat__role=roles.Role.DCS, seat__authority=asked.authority)
    else:
        seats = Q(seat__role__in=roles.TEAM, seat__region=asked.region)
    for user in holders(seats):
        if user.pk != by.pk:
            tell(
                user,
                f"A request for information about {asked.authority or asked.region}",
                f"{asked} was registered. The answer is due on {asked.due_on:%-d %B %Y}, and you are to be consulted.",
                link=asked.get_absolute_url(),
                key=f"information-request:{asked.pk}",
            )


# --- Handing over (ACC-17) --------------------------------------------------------------------------------------------


def appointment_ending(appointment: Appointment, after: str, others: list[User]) -> None:
    """Fourteen days before a known end: who leaves, who takes over and the regional team, once. `after`: a sentence."""
    ends = appointment.ends
    assert ends, "only of one that ends"  # noqa: S101
    day = f"{ends - timedelta(days=1):%-d %B %Y}"
    leaving = appointment.person.user
    # NOT-1: no councillor is chased in the weeks before an election; the team still hears of it.
    spared = leaving is not None and is_councillor(appointment) and in_pre_election_period(today())
    told = [*keepers_of(appointment), *others, *([leaving] if leaving and leaving.is_active and not spared else [])]
    for user in dict.fromkeys(told):
        tell(
            user,
            f"An appointment in {appointment.seat.place} ends on {day}",
            f"{appointment.person}, {appointment.seat.name}: the last day is {day}. {after}",
            link=appointment.seat.get_absolute_url(),
            key=f"ending:{appointment.pk}:{ends}",
        )


def is_councillor(appointment: Appointment) -> bool:
    """Whether a seat is held by a councillor."""
    return appointment.seat.role in (roles.Role.LEAD_MEMBER, roles.Role.REGIONAL_LEAD_MEMBER)


def in_pre_election_period(on: date) -> bool:
    """Whether a day lies within one of PRE_ELECTION_PERIODS (first and last days, NOT-1)."""
    return any(first <= on <= last for first, last in settings.PRE_ELECTION_PERIODS)
