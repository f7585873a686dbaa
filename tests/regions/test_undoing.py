"""Reversing an entry of the history (DIR-13)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from regions import workflow
from regions.history import history_of_place, history_of_rows
from regions.models import Appointment, Person
from regions.querysets import today
from regions.roles import Role
from regions.rules import undoing as rules
from riia.audit import trail
from riia.audit.models import Event
from riia.ui.dates import in_words
from riia.workflow import NotPermitted, NotPossible
from tests import factories
from tests.people import signed_in


def latest(row) -> Event:
    return Event.objects.filter(target_model=row._meta.label_lower, target_id=str(row.pk)).latest("pk")


def fetched(row):
    return type(row)._base_manager.get(pk=row.pk)


def undo(row, *, by, event: Event | None = None):
    workflow.undo_entry(row, event or latest(row), by=by, reason="Done by mistake")
    return fetched(row)


def refusal(row, *, by, event: Event | None = None) -> list[str]:
    before = trail.snapshot(fetched(row))
    with pytest.raises(NotPossible) as caught:
        workflow.undo_entry(row, event or latest(row), by=by)
    assert trail.snapshot(fetched(row)) == before
    return caught.value.reasons


@pytest.fixture
def team(cast):
    return cast.north.regional_team


@pytest.fixture
def dass(cast):
    return cast.appointment(cast.north.dass)


# --- Undoing ----------------------------------------------------------------------------------------------------------


def test_a_correction_is_put_back_and_both_stay_in_the_history(cast, team):
    authority = cast.north.first
    before = trail.snapshot(authority)
    changes = {"aliases": ["Alder"], "latitude": Decimal("54.321"), "source": factories.source()}
    workflow.correct(authority, by=team, changes=changes, reason="A letter")
    corrected = latest(authority)
    authority = undo(authority, by=team)
    assert trail.snapshot(authority) == before
    event = latest(authority)
    assert (event.verb, event.label, event.actor_name) == ("undo", "Undo", team.name)
    assert (event.before, event.after) == (corrected.after, corrected.before)
    assert event.reason == f"Undoes entry {corrected.pk}. Done by mistake"


def test_an_undoing_can_be_undone_and_undone_again(cast, team):
    region = cast.north.region
    workflow.correct(region, by=team, changes={"note": "Corrected"})
    seen = []
    for _ in range(3):
        region = undo(region, by=cast.north.colleague)
        seen.append(region.note)
    assert seen == ["", "Corrected", ""]


def test_what_has_changed_since_is_named_with_who_changed_it(cast, team):
    region = cast.north.region
    workflow.correct(region, by=team, changes={"note": "One", "mailbox": "north@portal.example"})
    first = latest(region)
    workflow.correct(region, by=cast.administrator, changes={"note": "Two"})
    day = f"{today():%-d %B %Y}"
    assert refusal(region, by=team, event=first) == [
        f"“Note” has changed since: “Correct” by Administrator on {day}. Undo that first, or correct it."
    ]
    undo(region, by=team)
    undo(region, by=team, event=first)
    assert refusal(region, by=team, event=first) == [f"{team.name} has undone this already, on {day}."]


def test_what_changed_without_an_entry_is_not_overwritten_either(cast, team):
    region = cast.north.region
    workflow.correct(region, by=team, changes={"note": "One", "mailbox": "north@portal.example"})
    type(region).objects.filter(pk=region.pk).update(note="Loaded", mailbox="")
    assert refusal(region, by=team) == ["“Shared mailbox, note” have changed since, without an entry here."]


def test_an_entry_of_something_else_is_refused(cast, team):
    workflow.correct(cast.north.region, by=team, changes={"note": "One"})
    event = latest(cast.north.region)
    assert refusal(cast.north.first, by=team, event=event) == ["This entry tells of something else."]


def test_what_began_is_not_taken_away(cast, team, dass):
    created = Event.objects.get(target_model="regions.appointment", target_id=str(dass.pk), verb="appoint")
    assert refusal(dass, by=team, event=created) == [rules.NOTHING_BEFORE]


def test_decisions_of_two_people_are_not_undone_by_one(cast, team):
    proposal = factories.proposed(cast.seat(cast.north.first, Role.LEAD_MEMBER), by=team)
    workflow.confirm_appointment(proposal, by=cast.north.colleague)
    assert refusal(proposal, by=team) == [rules.OTHER_WAY]


def test_addresses_are_kept_as_marks_and_cannot_be_put_back(cast, team):
    person = cast.north.dass.person
    workflow.correct(person, by=team, changes={"email": "other@portal.example", "name": "Other"})
    assert refusal(person, by=team) == [rules.NOT_READABLE]
    assert not rules.is_reversible(latest(person))


def test_an_address_that_was_empty_can_be_emptied_again(cast, team):
    person = cast.north.dass.person
    workflow.correct(person, by=team, changes={"telephone": "01234 567890"})
    assert undo(person, by=team).telephone == ""


def test_fields_that_are_no_more_are_said_to_be_gone(cast, team):
    region = cast.north.region
    event = trail.record("correct", "Correct", by=team, on=region, before={"motto": "A"}, after={"motto": "B"})
    assert refusal(region, by=team, event=event) == ["The directory no longer holds what this entry changed."]


def test_what_the_model_no_longer_allows_is_refused_in_its_words(cast, team):
    authority = cast.north.first
    event = trail.record(
        "correct", "Correct", by=team, on=authority, before={"kind": "hamlet"}, after={"kind": authority.kind}
    )
    assert refusal(authority, by=team, event=event) == ["Value 'hamlet' is not a valid choice."]


# --- Who may ----------------------------------------------------------------------------------------------------------


def test_who_may_not_do_the_act_may_not_undo_it(cast, team):
    """ACC-9: the entry of an act that has no rule, or another's, gives nobody a hold on it."""
    region = cast.north.region
    for verb in ("load", "undo"):
        event = trail.record(verb, "X", by=team, on=region, before={"note": "A"}, after={"note": ""})
        assert not rules.may_undo_event(team, region, event)
    workflow.correct(region, by=team, changes={"note": "One"})
    for other in (cast.south.regional_team, cast.north.dcs, cast.stranger):
        with pytest.raises(NotPermitted):
            workflow.undo_entry(region, latest(region), by=other)
    assert fetched(region).note == "One"


def test_undoing_asks_the_rule_of_the_act_too(cast, team):
    person = cast.north.dass.person
    event = trail.record(
        "link_account", "X", by=cast.administrator, on=person, before={"note": "A"}, after={"note": ""}
    )
    assert not rules.may_undo_event(team, person, event)
    with pytest.raises(NotPossible):
        workflow.undo_entry(person, event, by=team)
    undone = trail.record(
        "undo", "X", by=team, on=person, before={"note": "A"}, after={"note": ""}, reason=f"Undoes entry {event.pk}."
    )
    with pytest.raises(NotPermitted):
        workflow.undo_entry(person, undone, by=team)


# --- ACC-9: undoing widens nobody's access ----------------------------------------------------------------------------


def test_an_end_is_taken_back_where_the_seat_opens_nothing_by_itself(cast, team, dass):
    before = trail.snapshot(dass)
    workflow.end_appointment(dass, by=team, ends=today() + timedelta(days=9), reason="Leaves")
    assert trail.snapshot(undo(dass, by=team)) == before


def test_an_end_is_not_taken_back_by_one_person_where_the_seat_opens_access(cast, team):
    dcs = cast.appointment(cast.north.dcs)
    workflow.end_appointment(dcs, by=team, ends=today(), reason="Leaves")
    assert refusal(dcs, by=team) == [f"A longer time needs a second person: appoint {dcs.person} again from then on."]


def test_nobody_takes_their_own_end_back(cast, team):
    own = cast.appointment(team)
    workflow.end_appointment(own, by=cast.administrator, ends=today() + timedelta(days=5), reason="Leaves")
    assert refusal(own, by=team) == [rules.OWN]


def test_an_end_that_made_room_for_a_successor_stays(cast, team, dass):
    workflow.end_appointment(dass, by=team, ends=today(), reason="Leaves")
    event = latest(dass)
    successor = factories.person("Successor")
    workflow.appoint(dass.seat, by=team, person=successor, starts=today())
    assert refusal(dass, by=team, event=event) == [f"Successor holds this seat from {today():%-d %B %Y}."]


def test_a_later_end_that_was_undone_is_not_made_later_again_by_its_holder(cast, team, dass):
    """An earlier end needs nobody else."""
    workflow.end_appointment(dass, by=team, ends=today() + timedelta(days=50), reason="x")
    workflow.end_appointment(dass, by=team, ends=today() + timedelta(days=90), reason="x")
    assert undo(dass, by=team).ends == today() + timedelta(days=50)


def test_a_seat_that_ended_lives_again_unless_that_opens_something(cast, team):
    seat = cast.seat(cast.north.third, Role.PERFORMANCE_LEAD)
    workflow.retire_seat(seat, by=team, exists_to=today())
    assert undo(seat, by=team).exists_to is None
    workflow.retire_seat(seat, by=team, exists_to=today())
    retired = latest(seat)
    late = Appointment.objects.create(
        seat=seat, person=factories.person("Late"), starts=today() - timedelta(days=9), status="confirmed"
    )
    assert refusal(seat, by=team, event=retired) == [
        "Late would be in this seat again, without an end: end that appointment first."
    ]
    late.refresh_from_db()
    assert late.ends is None


def test_other_corrections_of_a_seat_are_undone(cast, team):
    seat = cast.seat(cast.north.first, Role.CHIEF_EXECUTIVE)
    workflow.correct(seat, by=team, changes={"title": "Head"})
    assert undo(seat, by=team).title == ""


def test_a_stated_appointment_can_be_lengthened_again(cast, team):
    stated = factories.stated(cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE))
    workflow.end_appointment(stated, by=team, ends=today() - timedelta(days=3), reason="x")
    assert undo(stated, by=team).ends is None


def test_what_the_rule_of_correcting_forbids_now_is_not_put_back(cast, team):
    """DIR-16: the days of an authority are administrators'; DIR-7: a chair comes from the region."""
    authority = cast.north.first
    workflow.correct(authority, by=cast.administrator, changes={"active_from": date(2020, 1, 1)})
    assert refusal(authority, by=team) == ["The first and last day of an authority are corrected by administrators."]
    assert undo(authority, by=cast.administrator).active_from is None
    chair = cast.appointment(cast.north.chair)
    workflow.correct(chair, by=team, changes={"employing_authority": cast.north.second})
    service = cast.trust.services.get(authority=cast.north.third)
    assert undo(chair, by=team).employing_authority == cast.north.first
    assert service.confirmed_on


def test_published_contact_details_are_withheld_again_and_free_mail_is_not_published_again(cast, team):
    person = cast.north.dass.person
    workflow.publish_contact(person, by=team)
    assert undo(person, by=team).publishes_contact is False
    person = undo(person, by=team)
    assert person.publishes_contact is True
    workflow.withhold_contact(person, by=team)
    withheld = latest(person)
    Person.objects.filter(pk=person.pk).update(email="somebody@gmail.com")
    assert len(refusal(person, by=team, event=withheld)) == 1


def test_a_membership_is_taken_up_again_unless_another_began(cast, team):
    group = workflow.add_group(cast.north.region, by=team, name="Coast")
    member = workflow.add_group_member(group, by=team, authority=cast.north.first, starts=today())
    workflow.end_group_member(member, by=team, ends=today() + timedelta(days=9))
    assert undo(member, by=team).ends is None
    workflow.end_group_member(member, by=team, ends=today() + timedelta(days=9))
    ended = latest(member)
    other = workflow.add_group_member(group, by=team, authority=cast.north.first, starts=today() + timedelta(days=30))
    assert refusal(member, by=team, event=ended) == [f"Aldermoor in Coast from {in_words(other.starts)} already."]
    longer = trail.record(
        "end_group_member",
        "X",
        by=team,
        on=member,
        before={"ends": today() + timedelta(days=40)},
        after={"ends": member.ends},
    )
    member.refresh_from_db()
    longer.after = {"ends": member.ends}
    assert refusal(member, by=team, event=longer) == [f"Aldermoor in Coast from {in_words(other.starts)} already."]


def test_an_entry_that_changed_nothing_is_said_to_have(cast, team):
    seat = cast.seat(cast.north.third, Role.DASS)
    event = trail.record("vacate", "X", by=team, on=seat)
    assert refusal(seat, by=team, event=event) == [rules.NOTHING]


# --- The button and the page ------------------------------------------------------------------------------------------


def test_only_the_latest_of_entries_that_changed_the_same_can_be_undone(cast, team):
    region = cast.north.region
    for note in ("One", "Two"):
        workflow.correct(region, by=team, changes={"note": note})
    workflow.correct(region, by=team, changes={"mailbox": "north@portal.example"})
    told = history_of_rows([region], user=team)
    assert [bool(one.undo) for one in told] == [True, True, False]
    assert [one.undo for one in history_of_rows([region])] == ["", "", ""]
    assert history_of_place(region, team)[:3] == told
    assert history_of_place(region, cast.south.regional_team) == []


def test_a_trust_shows_no_button_for_what_others_keep(cast, team):
    service = cast.trust.services.get(authority=cast.north.third)
    workflow.correct(service, by=team, changes={"scope": "All"})
    assert [bool(one.undo) for one in history_of_place(cast.trust, team, 1)] == [True]
    assert [bool(one.undo) for one in history_of_place(cast.trust, cast.south.regional_team, 1)] == [False]


def test_related_things_are_named_in_the_history(cast, team, dass):
    workflow.correct(dass, by=team, changes={"employing_authority": cast.north.second})
    (entry,) = history_of_rows([dass], 1)
    assert entry.changes == [("Employing authority", "", "Birchester")]


def test_the_page_shows_before_and_after_then_undoes(cast, client, team, dass):
    workflow.correct(dass, by=team, changes={"job_title": "Head of care", "interim": True})
    signed_in(client, team)
    page = client.get(dass.get_absolute_url()).content.decode()
    address = f"/history/{latest(dass).pk}/undo/"
    assert f'href="{address}"' in page
    shown = client.get(address).content.decode()
    assert "<del>Head of care</del>" in shown
    assert "<ins>no</ins>" in shown
    missing = client.post(address, {"reason": ""})
    assert (missing.status_code, fetched(dass).interim) == (422, True)
    done = client.post(address, {"reason": "Mistake"}, follow=True)
    assert "Undone: correct. Interim is no again; Job title is empty again." in done.content.decode()
    assert (fetched(dass).interim, fetched(dass).job_title) == (False, "")
    again = client.post(address, {"reason": "Mistake"})
    assert (again.status_code, "has undone this already" in again.content.decode()) == (422, True)
    assert "has undone this already" in client.get(address).content.decode()


@pytest.mark.parametrize("somebody", ["north.dcs", "south.regional_team", "north.dass", "stranger"])
def test_who_does_not_keep_the_history_finds_no_page(cast, client, team, somebody):
    workflow.correct(cast.north.region, by=team, changes={"note": "One"})
    address = f"/history/{latest(cast.north.region).pk}/undo/"
    signed_in(client, cast[somebody])
    assert (client.get(address).status_code, client.post(address, {"reason": "x"}).status_code) == (404, 404)
    assert fetched(cast.north.region).note == "One"


def test_entries_of_other_things_have_no_page(cast, client, team):
    signed_in(client, team)
    account = Event.objects.filter(target_model="accounts.user").first() or trail.record(
        "x", "X", by=team, on=team, after={}
    )
    assert client.get(f"/history/{account.pk}/undo/").status_code == 404


def test_rows_without_a_page_of_their_own_lead_back_to_one(cast, client, team):
    service = cast.trust.services.get(authority=cast.north.third)
    party = cast.north.memorandum.parties.first()
    group = workflow.add_group(cast.north.region, by=team, name="Coast")
    member = workflow.add_group_member(group, by=team, authority=cast.north.first, starts=today())
    signed_in(client, team)
    for row, changes, back in (
        (service, {"scope": "All"}, cast.trust),
        (party, {"signs_for_it": "The leader"}, cast.north.memorandum),
        (member, None, group),
    ):
        if changes:
            workflow.correct(row, by=team, changes=changes)
        else:
            workflow.end_group_member(row, by=team, ends=today() + timedelta(days=9))
        answer = client.post(f"/history/{latest(row).pk}/undo/", {"reason": "x"})
        assert (answer.status_code, answer["Location"]) == (302, back.get_absolute_url())


def test_nothing_else_was_written(cast, team):
    people, appointments = Person.objects.count(), Appointment.objects.count()
    workflow.correct(cast.north.region, by=team, changes={"note": "One"})
    undo(cast.north.region, by=team)
    assert (Person.objects.count(), Appointment.objects.count()) == (people, appointments)


def test_without_an_entry_nothing_is_asked(cast, team):
    assert rules.reasons_not_to_undo(cast.north.region, by=team) == []
