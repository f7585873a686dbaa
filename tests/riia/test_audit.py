"""The trail: what an entry says, that the database refuses to touch it, and that the chain shows if it was touched."""

import threading
import time
import tracemalloc
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from regions import workflow
from regions.models import Person, Source
from riia.audit import trail
from riia.audit.context import request_id
from riia.audit.models import Event, Seal
from tests.people import account

TRIGGERS = {
    "sqlite": ["DROP TRIGGER {table}_no_update", "DROP TRIGGER {table}_no_delete"],
    "postgresql": ["DROP TRIGGER {table}_append_only ON {table}"],
}


def an_event(reason="", **fields) -> Event:
    source = Source(pk=7, title="A list")
    return trail.record("note", "Noted", by=None, on=source, reason=reason, **fields)


def run(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.fixture
def chain(db):
    """Five entries, sealed."""
    events = [an_event(f"number {n}") for n in range(5)]
    assert trail.seal() == 5
    return events


@pytest.fixture
def unguarded(chain):
    """The same, in the hands of somebody who can take the database's triggers away."""
    for table in ("audit_event", "audit_seal"):
        for statement in TRIGGERS[connection.vendor]:
            run(statement.format(table=table))
    return chain


# --- What an entry says -----------------------------------------------------------------------------------------------


def test_an_entry_says_who_did_what_to_which_thing_under_which_appointment_and_why(cast):
    token = request_id.set("request-1")
    director, place = cast.north.dcs, cast.north.first
    try:
        event = trail.record("sign", "Signed", by=director, on=place, before={"a": 1}, after={"a": 2}, reason="So.")
    finally:
        request_id.reset(token)

    stored = Event.objects.get(pk=event.pk)
    assert (stored.actor_id, stored.actor_name) == (director.pk, str(director))
    assert stored.acting_as == "Director of children's services, Aldermoor"
    assert (stored.verb, stored.label, stored.reason) == ("sign", "Signed", "So.")
    assert (stored.target_model, stored.target_id, stored.target_name) == (
        "regions.authority",
        str(place.pk),
        "Aldermoor",
    )
    assert (stored.scope, stored.request_id) == ("authority:aldermoor", "request-1")
    assert stored.changes() == [("a", 1, 2)]


def test_what_the_portal_does_by_itself_has_no_person(db):
    event = an_event()

    assert (event.actor_id, event.actor_name, event.acting_as, event.scope) == (None, "The portal", "", "")


def test_an_administrator_without_a_seat_acts_as_administrator(db):
    by = account("Administrator", "administrator@portal.example", is_staff=True)

    assert trail.record("note", "Noted", by=by, on=by).acting_as == "Administrator"


def test_personal_fields_appear_as_digests_only(db):
    """ACC-16"""
    person = Person(name="Ann Other", email="ann@home.example", telephone="")

    taken = trail.snapshot(person)

    assert taken["name"] == "Ann Other"
    assert taken["telephone"] == ""
    assert taken["email"].startswith("digest:")
    assert "ann@home.example" not in str(taken)
    assert taken["email"] == trail.snapshot(Person(email="ann@home.example"))["email"]
    assert taken["email"] != trail.snapshot(Person(email="bob@home.example"))["email"]


def test_a_password_never_reaches_the_trail(cast):
    administrator = cast.administrator
    workflow.change_account(
        cast.stranger, by=administrator, email="new@portal.example", name="New name", is_staff=False
    )

    event = Event.objects.first()

    assert event.verb == "change_account"
    assert "portal.example" not in f"{event.before} {event.after}"
    assert "password" not in event.after


def test_differences_are_the_fields_that_changed():
    before, after = {"same": 1, "other": 2, "gone": 3}, {"same": 1, "other": 4, "new": None, "added": 5}

    assert trail.differences(before, after) == ({"other": 2}, {"other": 4, "added": 5})


def test_a_long_name_is_cut_not_refused(db):
    assert len(trail.record("note", "Noted", by=None, on=Source(pk=1, title="x" * 400)).target_name) == 300


def test_nothing_is_recorded_of_what_was_rolled_back(db):
    with transaction.atomic():
        an_event()
        transaction.set_rollback(True)

    assert not Event.objects.exists()


# --- Append-only ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Event, Seal])
def test_the_code_has_no_way_to_change_or_remove_rows(chain, model):
    with pytest.raises(TypeError, match="only ever added to"):
        model.objects.filter(pk=model.objects.first().pk).update(pk=99)
    with pytest.raises(TypeError, match="only ever added to"):
        model.objects.all().delete()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET reason = 'another'",
        "DELETE FROM audit_event",
        "UPDATE audit_seal SET digest = 'another'",
        "DELETE FROM audit_seal",
    ],
)
def test_the_database_refuses_to_change_or_remove_rows(chain, statement):
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        run(statement)

    assert list(trail.faults()) == []


def test_saving_or_deleting_a_stored_entry_is_refused_by_the_database(chain):
    chain[0].reason = "another"

    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        chain[0].save()
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        chain[0].delete()


# --- The chain --------------------------------------------------------------------------------------------------------


def test_sealing_chains_every_entry_once_in_order(chain):
    assert trail.seal() == 0
    an_event("a sixth")
    assert trail.seal() == 1

    assert list(Seal.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert list(Seal.objects.values_list("event_id", flat=True)) == list(
        Event.objects.order_by("pk").values_list("pk", flat=True)
    )
    assert len(set(Seal.objects.values_list("digest", flat=True))) == 6
    assert list(trail.faults()) == []


def test_an_empty_trail_and_an_unsealed_one_are_whole(db):
    assert trail.seal() == 0
    assert list(trail.faults()) == []
    an_event()
    assert list(trail.faults()) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "another"),
        ("actor_name", "Somebody else"),
        ("target_id", "8"),
        ("after", '{"status": "confirmed"}'),
        ("acting_as", "Chair"),
    ],
)
def test_an_altered_entry_shows(unguarded, column, value):
    run(f"UPDATE audit_event SET {column} = %s WHERE id = %s", value, unguarded[2].pk)  # noqa: S608

    assert list(trail.faults()) == [f"Event {unguarded[2].pk} (Noted: A list) was altered, or its seal 3 was."]


def test_an_altered_time_shows(unguarded):
    run("UPDATE audit_event SET at = %s WHERE id = %s", timezone.now() - timedelta(days=3), unguarded[2].pk)

    assert list(trail.faults()) == [f"Event {unguarded[2].pk} (Noted: A list) was altered, or its seal 3 was."]


def test_a_removed_entry_shows(unguarded):
    run("DELETE FROM audit_event WHERE id = %s", unguarded[2].pk)

    assert list(trail.faults()) == [f"Event {unguarded[2].pk} was removed: seal 3 has no event."]


def test_an_entry_removed_with_its_seal_shows(unguarded):
    run("DELETE FROM audit_event WHERE id = %s", unguarded[2].pk)
    run("DELETE FROM audit_seal WHERE number = 3")

    # The next link no longer fits on the one before the gap.
    assert list(trail.faults()) == [
        "Seal 3 is missing (next is 4).",
        f"Event {unguarded[3].pk} (Noted: A list) was altered, or its seal 4 was.",
    ]


def test_an_altered_seal_shows(unguarded):
    run("UPDATE audit_seal SET digest = %s WHERE number = 3", "0" * 64)

    assert list(trail.faults()) == [
        f"Event {unguarded[2].pk} (Noted: A list) was altered, or its seal 3 was.",
        f"Event {unguarded[3].pk} (Noted: A list) was altered, or its seal 4 was.",
    ]


def test_two_entries_that_changed_places_show(unguarded):
    run("UPDATE audit_seal SET event_id = 0 WHERE number = 2")
    run("UPDATE audit_seal SET event_id = %s WHERE number = 3", unguarded[1].pk)
    run("UPDATE audit_seal SET event_id = %s WHERE number = 2", unguarded[2].pk)

    assert [fault.split(" (")[0] for fault in trail.faults()] == [
        f"Event {unguarded[2].pk}",
        f"Event {unguarded[1].pk}",
    ]


def test_an_entry_slipped_in_behind_the_chain_shows_and_is_never_sealed(chain):
    slipped = Event.objects.create(
        at=timezone.now() - timedelta(days=2), actor_name="Nobody", verb="note", label="Noted", target_name="A list"
    )

    sentence = f"Event {slipped.pk} (Noted: A list) was slipped in behind the chain."
    assert list(trail.faults()) == [sentence]
    assert trail.seal() == 0
    assert list(trail.faults()) == [sentence]


def test_an_entry_of_a_long_transaction_is_sealed_with_the_next_round(chain):
    late = Event.objects.create(
        at=timezone.now() - timedelta(minutes=50), actor_name="Somebody", verb="note", label="Noted"
    )

    assert trail.seal() == 1
    assert Seal.objects.get(number=6).event_id == late.pk


@pytest.mark.parametrize("at_once", [1, 2, 5, 900])
def test_the_chain_is_checked_in_parts_of_any_size(unguarded, monkeypatch, at_once):
    """However it is cut, and also where numbers of events lie far apart."""
    monkeypatch.setattr(trail, "AT_ONCE", at_once)
    fields = {"at": timezone.now(), "actor_name": "Somebody", "verb": "note", "label": "Noted", "target_name": "A list"}
    far = Event.objects.create(pk=unguarded[4].pk + 10_000, **fields)
    trail.seal()
    assert list(trail.faults()) == []
    run("UPDATE audit_event SET reason = 'another' WHERE id = %s", unguarded[3].pk)
    run("DELETE FROM audit_event WHERE id = %s", far.pk)
    slipped = Event.objects.create(pk=far.pk - 1, **fields | {"at": timezone.now() - timedelta(days=2)})

    assert list(trail.faults()) == [
        f"Event {unguarded[3].pk} (Noted: A list) was altered, or its seal 4 was.",
        f"Event {far.pk} was removed: seal 6 has no event.",
        f"Event {slipped.pk} (Noted: A list) was slipped in behind the chain.",
    ]


@pytest.mark.soak
def test_a_hundred_thousand_entries_are_checked_in_ten_seconds_and_little_memory(db):
    fields = {"at": timezone.now(), "actor_name": "Somebody", "acting_as": "Regional team, North", "verb": "correct"}
    fields |= {"label": "Correct", "target_model": "regions.person", "target_name": "A person", "reason": "Because."}
    changed = {"before": {"name": "Ann", "note": ""}, "after": {"name": "Anne", "note": "As she writes it"}}
    Event.objects.bulk_create([Event(target_id=str(n), **fields, **changed) for n in range(100_000)], batch_size=2000)
    assert trail.seal() == 100_000
    began = time.process_time()
    assert list(trail.faults()) == []
    assert time.process_time() - began < 10
    tracemalloc.start()
    assert list(trail.faults()) == []
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_processes_that_seal_at_once_make_one_chain():
    for n in range(40):
        an_event(f"number {n}")
    sealed, start = [], threading.Barrier(3)

    def seal():
        start.wait()
        try:
            sealed.append(trail.seal())
        finally:
            connection.close()

    threads = [threading.Thread(target=seal) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(sealed) == [0, 0, 40]
    assert list(trail.faults()) == []
