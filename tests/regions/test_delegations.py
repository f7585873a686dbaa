"""Tasks left to somebody between two dates: what they open, for how long, and what they never do (ACC-12)."""

from datetime import timedelta

import pytest
import time_machine

from regions import delegations, workflow
from regions.models import Appointment, Delegation, Person, Seat
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import Role
from regions.rules import delegations as rules
from regions.rules.facts import may_confirm_fact
from regions.statuses import AppointmentStatus, Task
from riia.accounts.models import User
from riia.audit.models import Event
from riia.notifications.models import Notice
from riia.workflow import NotPermitted, NotPossible
from tests import factories
from tests.people import EVERYBODY, signed_in

CONFIRM, PROPOSE = Task.CONFIRM_FACTS, Task.PROPOSE_APPOINTMENTS


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("&#x27;", "'").replace("&amp;", "&").split())


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def days(number: int) -> timedelta:
    return timedelta(days=number)


@pytest.fixture
def assistant(db) -> User:
    """Somebody with an account and no seat."""
    return factories.newcomer("Chris Vale").user


def leave(cast, assistant, task=PROPOSE, starts=0, length=10, by=None) -> Delegation:
    by = by or cast.north.dcs
    return workflow.delegate_task(
        cast.appointment(by),
        by=by,
        delegate=assistant.person,
        task=task,
        starts=today() + days(starts),
        ends=today() + days(starts + length),
    )


# --- What a task opens ------------------------------------------------------------------------------------------------


def test_a_task_opens_itself_for_that_authority_and_no_more(cast, assistant):
    leave(cast, assistant, CONFIRM)
    reach = reach_of(fresh(assistant))
    assert reach.does(CONFIRM) == reach.stands_in_for == {cast.north.first.pk}
    assert not reach.member
    assert (reach.keeps, reach.proposes_for, reach.reads) == (frozenset(),) * 3
    assert (reach.does(PROPOSE), reach.does_at_trusts(CONFIRM)) == (frozenset(), frozenset())
    user, north = fresh(assistant), cast.north
    assert may_confirm_fact(user, north.first)
    assert not may_confirm_fact(user, north.second)
    assert not may_confirm_fact(user, north.region)
    with pytest.raises(NotPermitted):
        workflow.appoint(cast.seat(north.first, Role.DASS), by=user, person=factories.person(), starts=today())
    workflow.confirm_fact(north.first, by=user)
    assert Event.objects.latest("pk").acting_as == (
        "for Director of children's services, Aldermoor, Director of children's services, Aldermoor"
    )


def test_who_proposes_for_a_director_waits_for_a_second_person_like_the_director(cast, assistant):
    leave(cast, assistant)
    user = fresh(assistant)
    seat = cast.seat(cast.north.first, Role.DASS)
    person = workflow.add_person(seat, by=user, name="Robin Hale")
    proposal = workflow.appoint(seat, by=user, person=person, starts=today(), acting=True)
    assert proposal.status == AppointmentStatus.PROPOSED
    told = Event.objects.filter(actor_id=user.pk).values_list("verb", "acting_as").order_by("pk")
    label = "for Director of children's services, Aldermoor, Director of children's services, Aldermoor"
    assert list(told) == [("add_person", label), ("appoint", label)]
    with pytest.raises(NotPermitted):
        workflow.confirm_appointment(proposal, by=fresh(assistant))
    with pytest.raises(NotPermitted):
        workflow.end_appointment(seat.appointments.get(acting=False, status="confirmed"), by=user, ends=today())
    assert workflow.withdraw_proposal(proposal, by=fresh(assistant)).status == AppointmentStatus.WITHDRAWN


def test_a_trusts_tasks_reach_the_authorities_it_serves_and_the_trust(cast, assistant):
    leave(cast, assistant, CONFIRM, by=cast.trust_chief_executive)
    user = fresh(assistant)
    assert may_confirm_fact(user, cast.trust)
    assert may_confirm_fact(user, cast.north.third)
    assert not may_confirm_fact(user, cast.north.first)
    workflow.confirm_fact(cast.trust, by=user)
    assert Event.objects.latest("pk").acting_as.endswith("Chief executive of the trust, Hills Children's Trust")


def test_what_an_own_seat_gives_is_done_under_it(cast):
    """A for B is said only of what B's task alone allows."""
    team = cast.north.regional_team
    leave(cast, team, CONFIRM)
    leave(cast, team, PROPOSE)
    workflow.confirm_fact(cast.north.first, by=fresh(team))
    assert Event.objects.latest("pk").acting_as == "Regional team, North"
    workflow.add_person(cast.seat(cast.north.first, Role.DASS), by=fresh(team), name="Robin Hale")
    assert Event.objects.latest("pk").acting_as == "Regional team, North"


def test_a_member_with_a_task_keeps_the_own_seat(cast):
    user = cast.north.performance_lead
    leave(cast, user, PROPOSE)
    reach = reach_of(fresh(user))
    assert (reach.member, reach.does(PROPOSE)) == (True, {cast.north.first.pk})
    seat = cast.seat(cast.north.first, Role.DASS)
    proposal = workflow.appoint(seat, by=fresh(user), person=factories.person(), starts=today(), acting=True)
    assert Appointment.objects.visible_to(fresh(user)).filter(pk=proposal.pk).exists()
    assert not Appointment.objects.visible_to(cast.north.assistant_director).filter(pk=proposal.pk).exists()


# --- How long it holds ------------------------------------------------------------------------------------------------


def test_a_task_holds_from_its_first_day_to_its_last(cast, assistant):
    leave(cast, assistant, starts=3, length=4)
    opened = []
    for day in range(9):
        with time_machine.travel(today() + days(day)):
            opened.append(bool(reach_of(fresh(assistant)).delegated))
    assert opened == [False, False, False, True, True, True, True, False, False]


def test_a_task_taken_back_gives_nothing_from_that_moment(cast, assistant):
    delegation = leave(cast, assistant)
    assert reach_of(fresh(assistant)).delegated
    workflow.end_delegation(delegation, by=fresh(assistant))
    assert reach_of(fresh(assistant)).delegated == ()
    assert not delegation.covers(today())
    assert delegation.covers(today()) is False
    with pytest.raises(NotPossible, match="This has ended already"):
        workflow.end_delegation(delegation, by=cast.north.dcs)


def test_a_task_ends_with_the_appointment_and_rests_while_somebody_acts(cast, assistant):
    leave(cast, assistant)
    seat = cast.seat(cast.north.first, Role.DCS)
    by, second = cast.north.regional_team, cast.north.colleague
    factories.confirmed(seat, by=by, second=second, acting=True, ends=today() + days(3))
    assert reach_of(fresh(assistant)).delegated == ()
    with time_machine.travel(today() + days(4)):
        assert reach_of(fresh(assistant)).delegated
        workflow.end_appointment(cast.appointment(cast.north.dcs), by=cast.administrator, ends=today())
        assert reach_of(fresh(assistant)).delegated == ()


# --- Who may, and what stands in the way ------------------------------------------------------------------------------


def test_only_the_holder_leaves_a_task_and_nobody_leaves_one_on(cast, assistant):
    leave(cast, assistant)
    appointment = cast.appointment(cast.north.dcs)
    may = {name for name in EVERYBODY if name != "anonymous" and rules.may_delegate(cast[name], appointment)}
    assert may == {"north.dcs"}
    assert not rules.may_delegate(fresh(assistant), appointment)
    # The seat has no such task to leave.
    assert not rules.may_delegate(cast.north.dass, cast.appointment(cast.north.dass))


def test_who_takes_a_task_back(cast, assistant):
    delegation = leave(cast, assistant)
    may = {name for name in EVERYBODY if rules.may_end_delegation(cast[name], delegation)}
    team = {"north.regional_team", "north.colleague", "north.regional_lead"}
    assert may == {"administrator", "other_administrator", "north.dcs"} | team
    assert rules.may_end_delegation(fresh(assistant), delegation)


def reasons(cast, **inputs) -> list[str]:
    appointment = cast.appointment(cast.north.dcs)
    inputs = {"task": PROPOSE, "starts": today(), "ends": today() + days(5)} | inputs
    return rules.reasons_not_to_delegate(appointment, by=cast.north.dcs, **inputs)


def test_what_stands_in_the_way_of_leaving_a_task(cast, assistant):
    chris = assistant.person
    assert reasons(cast) == [] == reasons(cast, delegate=chris)
    assert reasons(cast, delegate=cast.north.dcs.person) == ["You can’t leave a task to yourself."]
    nobody = factories.person("Robin Hale")
    no_account = ["Robin Hale has no account. Ask an administrator to invite them first."]
    assert reasons(cast, delegate=nobody) == no_account
    assert reasons(cast, delegate=chris, task="something") == ["This task is not one of the seat’s."]
    assert reasons(cast, delegate=chris, starts=today() - days(1)) == ["The first day must not be before today."]
    assert reasons(cast, delegate=chris, ends=today()) == ["The last day must not be before the first."]
    assert "a year at most" in reasons(cast, delegate=chris, ends=today() + days(367))[0]
    leave(cast, assistant)
    assert "has this task from" in reasons(cast, delegate=chris)[0]
    assert reasons(cast, delegate=chris, task=CONFIRM) == []
    assert reasons(cast, delegate=chris, starts=today() + days(10), ends=today() + days(12)) == []
    ends = today() + days(20)
    Appointment.objects.filter(pk=cast.appointment(cast.north.dcs).pk).update(ends=ends)
    assert reasons(cast, delegate=chris, starts=ends, ends=ends + days(1)) == [
        "Your appointment ends before the first day."
    ]
    User.objects.filter(pk=assistant.pk).update(is_active=False)
    assert "has no account" in reasons(cast, delegate=Person.objects.get(pk=chris.pk), task=CONFIRM)[0]
    Person.objects.filter(pk=nobody.pk).update(is_demonstration=True, user=factories.account("R", "r@portal.example"))
    assert "kept apart" in reasons(cast, delegate=Person.objects.get(pk=nobody.pk))[0]


def test_who_acts_for_somebody_confirms_nothing_that_the_two_have_proposed(cast):
    """ACC-9: two people; a colleague who does the director's task is not a second one to the director."""
    team, dcs = cast.north.regional_team, cast.north.dcs
    seat = cast.seat(cast.north.first, Role.LEAD_MEMBER)
    leave(cast, team)
    for first, second in ((dcs, team), (team, dcs)):
        proposal = factories.proposed(seat, by=fresh(first), acting=True)
        with pytest.raises(NotPossible, match="act for one another here"):
            workflow.confirm_appointment(proposal, by=fresh(second))
        workflow.withdraw_proposal(proposal, by=fresh(first))
    elsewhere = factories.proposed(cast.seat(cast.north.second, Role.LEAD_MEMBER), by=cast.north.unsigned_dcs)
    assert workflow.confirm_appointment(elsewhere, by=fresh(team)).status == AppointmentStatus.CONFIRMED
    proposal = factories.proposed(seat, by=fresh(team), acting=True)
    Delegation.objects.update(taken_back_on=today())
    with pytest.raises(NotPossible, match="act for one another here"):
        workflow.confirm_appointment(proposal, by=fresh(dcs))
    assert workflow.confirm_appointment(proposal, by=cast.north.colleague).status == AppointmentStatus.CONFIRMED


def test_acting_for_a_trusts_chief_executive_counts_at_the_trust_and_whom_it_serves(cast):
    team, chief = cast.north.regional_team, cast.trust_chief_executive
    leave(cast, team, by=chief)
    for place, role in ((cast.trust, Role.TRUST_CHIEF_EXECUTIVE), (cast.north.third, Role.DCS)):
        proposal = factories.proposed(cast.seat(place, role), by=fresh(team), acting=True)
        with pytest.raises(NotPossible, match="act for one another here"):
            workflow.confirm_appointment(proposal, by=fresh(chief))


# --- Who is told ------------------------------------------------------------------------------------------------------


def test_those_concerned_are_told_and_the_delegate_gets_a_copy_of_what_the_holder_is_told(cast, assistant):
    """NOT-1"""
    delegation = leave(cast, assistant)
    told = {(one.to, one.subject, one.urgency) for one in Notice.objects.all()}
    keepers = {"regional-team", "colleague", "regional-lead"}
    assert told == {(assistant.email, "A task for Director of children's services, Aldermoor", "at-once")} | {
        (f"north.{one}@portal.example", "A task was left to somebody in Aldermoor", "digest") for one in keepers
    }
    Notice.objects.all().delete()
    seat = cast.seat(cast.north.first, Role.LEAD_MEMBER)
    factories.confirmed(seat, by=cast.north.regional_team, second=cast.north.colleague, acting=True)
    statutory = {"north.dcs@portal.example", "north.chief-executive@portal.example"}
    told = set(Notice.objects.filter(subject__startswith="A change").values_list("to", flat=True))
    assert told >= statutory | {assistant.email}
    Notice.objects.all().delete()
    workflow.end_delegation(delegation, by=cast.north.regional_team)
    ended = set(Notice.objects.values_list("to", flat=True))
    assert ended == {"north.dcs@portal.example", assistant.email}


# --- Pages ------------------------------------------------------------------------------------------------------------


def form(assistant, **typed) -> dict:
    first, last = today(), today() + days(9)
    return {
        "task": PROPOSE,
        "email": assistant.email,
        "starts_day": first.day,
        "starts_month": first.month,
        "starts_year": first.year,
        "last_day_day": last.day,
        "last_day_month": last.month,
        "last_day_year": last.year,
    } | typed


def test_a_director_leaves_a_task_from_the_page_of_own_seats_and_takes_it_back(cast, assistant, client):
    signed_in(client, cast.north.dcs)
    address = f"/appointments/{cast.appointment(cast.north.dcs).pk}/delegate/"
    assert f'href="{address}"' in text_of(client.get("/accounts/seats/"))
    page = text_of(client.get(address))
    assert "What will change" in page
    assert "They can’t leave the task to anybody else." in page
    done = client.post(address, form(assistant), follow=True)
    delegation = Delegation.objects.get()
    assert (delegation.task, delegation.starts, delegation.ends) == (PROPOSE, today(), today() + days(10))
    assert "Chris Vale for Director of children's services, Aldermoor" in text_of(done)
    ending = f"/delegations/{delegation.pk}/end/"
    assert f'href="{ending}"' in text_of(client.get("/accounts/seats/"))
    assert "no longer" in text_of(client.get(ending))
    assert "This has ended" in text_of(client.post(ending, follow=True))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "nobody@portal.example"}, "Nobody in your part of the directory signs in with this address"),
        ({"email": "north.dcs@portal.example"}, "You can’t leave a task to yourself."),
        ({"task": ""}, "Task"),
        ({"last_day_year": "2000"}, "The last day must not be before the first."),
    ],
)
def test_what_was_typed_stays_when_a_task_cannot_be_left(cast, assistant, client, typed, said):
    signed_in(client, cast.north.dcs)
    address = f"/appointments/{cast.appointment(cast.north.dcs).pk}/delegate/"
    page = client.post(address, form(assistant, **typed))
    assert page.status_code == 422
    assert said in text_of(page)
    assert not Delegation.objects.exists()


def test_an_assistant_without_a_seat_sees_the_place_of_the_task_and_no_other_members_page(cast, assistant, client):
    officer = cast.appointment(cast.north.performance_lead)
    elsewhere = cast.appointment(cast.south.performance_lead)
    addresses = {
        "officer": f"/appointments/{officer.pk}/",
        "seat": f"/seats/{officer.seat_id}/",
        "appoint": f"/seats/{officer.seat_id}/appoint/",
        "confirm": f"/facts/authority/{cast.north.first.pk}/confirm/",
        "person": f"/people/{officer.person_id}/",
        "elsewhere": f"/appointments/{elsewhere.pk}/",
        "seat elsewhere": f"/seats/{elsewhere.seat_id}/",
        "somebody elsewhere": f"/people/{elsewhere.person_id}/",
        "people": "/people/",
        "memoranda": "/memoranda/",
        "memorandum": f"/memoranda/{cast.north.memorandum.pk}/",
        "upkeep": "/directory/",
    }
    signed_in(client, assistant)

    def answers() -> dict[str, int]:
        return {name: client.get(address).status_code for name, address in addresses.items()}

    closed = {"people": 403, "memoranda": 403, "upkeep": 403}
    assert answers() == dict.fromkeys(addresses, 404) | closed
    delegation = leave(cast, assistant, CONFIRM)
    seen = dict.fromkeys(("officer", "seat", "confirm", "person"), 200)
    assert answers() == dict.fromkeys(addresses, 404) | closed | seen | {"appoint": 403}
    workflow.end_delegation(delegation, by=cast.north.dcs)
    leave(cast, assistant, PROPOSE)
    assert answers() == dict.fromkeys(addresses, 404) | closed | seen | {"appoint": 200, "confirm": 403}
    page = text_of(client.get("/accounts/seats/"))
    assert "What you do for others" in page
    assert "acting for Director of children's services, Aldermoor" in page


def test_an_assistant_finds_whom_to_propose_among_public_people_and_those_of_the_place(cast, assistant):
    leave(cast, assistant, PROPOSE)
    seen = set(Person.objects.visible_to(fresh(assistant)).values_list("name", flat=True))
    assert {"Performance lead, Aldermoor", "Chief executive, Dunmouth"} <= seen
    assert not {"Performance lead, Dunmouth", "Regional team, North", "Stranger"} & seen
    assert Seat.objects.visible_to(fresh(assistant)).filter(role=Role.PERFORMANCE_LEAD).count() == 1


def test_delegations_are_seen_with_the_appointment_and_by_who_does_them(cast, assistant):
    delegation = leave(cast, assistant, starts=5)
    for somebody in (cast.north.dass, cast.south.dcs, assistant, cast.administrator):
        assert list(Delegation.objects.visible_to(somebody)) == [delegation]
    (told,) = delegations.done_by(assistant)
    assert (told.who, told.now, told.may_end) == (f"Chris Vale for {cast.north.dcs.person}", False, True)
    Appointment.objects.filter(pk=delegation.appointment_id).update(ends=today() + days(7))
    (told,) = delegations.left_by(cast.north.dcs)
    assert told.when.endswith("it ends earlier, with the appointment")
    workflow.end_delegation(delegation, by=cast.north.dcs)
    assert delegations.left_by(cast.north.dcs) == []
    (told,) = delegations.of_appointment(delegation.appointment, cast.north.dcs)
    assert "taken back on" in told.when
    assert not told.may_end


def test_who_gives_a_task_back_goes_to_the_own_seats(cast, assistant, client):
    delegation = leave(cast, assistant)
    done = signed_in(client, assistant).post(f"/delegations/{delegation.pk}/end/")
    assert done["Location"] == "/accounts/seats/"


def test_reach_costs_no_further_query_for_who_has_no_task(cast, django_assert_num_queries):
    user = cast.north.dass
    with django_assert_num_queries(1):
        reach_of(user)


def test_nobody_acts_for_who_proposed_where_nobody_did(cast):
    stated = factories.stated(cast.seat(cast.north.third, Role.DASS))
    assert rules.reasons_against_acting_for_each_other(stated, cast.north.dcs) == []
