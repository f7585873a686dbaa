"""The simulation: as many as asked for, the same for the same seed, and never over real accounts."""

import pytest
from django.db import transaction

from regions.invariants import broken
from regions.loading.simulation import SimulationError, simulate
from regions.models import Appointment, Memorandum, Person, Seat
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import Role
from riia.accounts.models import User
from tests.people import account
from tests.tables import contents

SMALL = {"people": 40, "appointments": 300, "authorities": 20, "quarters": 20}


def terms():
    return list(
        Appointment.objects.filter(person__name__startswith="Simulated")
        .order_by("seat__role", "seat__number", "seat__authority__slug", "seat__region__slug", "starts")
        .values_list("person__name", "seat__role", "seat__authority__slug", "starts", "ends", "status")
    )


def test_it_makes_as_many_people_and_terms_as_asked_for(directory, db):
    assert simulate(**SMALL).startswith("Simulated: 40 people")

    simulated = Appointment.objects.filter(person__name__startswith="Simulated")
    assert Person.objects.filter(name__startswith="Simulated").count() == 40
    assert simulated.count() == 300
    assert set(simulated.values_list("person", flat=True)) == set(
        Person.objects.filter(name__startswith="Simulated").values_list("pk", flat=True)
    )
    assert set(simulated.values_list("status", flat=True)) == {"confirmed", "stated"}
    assert Seat.objects.filter(appointments__in=simulated, authority__isnull=False).exists()
    assert Memorandum.objects.filter(status="in-force").count() == 9
    assert list(broken()) == []


def test_the_pages_of_members_and_of_a_regional_team_have_readers(directory, db):
    simulate(**SMALL)

    for role in (Role.DCS, Role.REGIONAL_TEAM):
        current = Appointment.objects.giving_access(today()).filter(seat__role=role).first()
        reader = current.person.user
        assert role in {one.role for one in reach_of(reader).held}
        assert not reader.has_usable_password()
        if role == Role.REGIONAL_TEAM:
            assert reader.authenticator_set.exists()


def test_the_same_seed_gives_the_same_terms_and_another_seed_others(directory, db):
    found = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            simulate(**SMALL, seed=seed)
            found.append(terms())
            transaction.set_rollback(True)
    first, again, other = found

    assert first == again
    assert first != other


def test_it_refuses_a_database_with_accounts_of_real_people_unless_forced(directory, db):
    account("Somebody", "somebody@portal.example")
    before = contents()

    with pytest.raises(SimulationError, match="accounts of real people"):
        simulate(**SMALL)

    assert contents() == before
    assert simulate(**SMALL, force=True).startswith("Simulated")


def test_a_second_run_changes_nothing(directory, db):
    simulate(**SMALL)
    before = contents()

    assert simulate(**SMALL) == "Nothing to change: this database is simulated already."

    assert contents() == before


def test_nobody_can_have_no_appointment_at_all(directory, db):
    with pytest.raises(SimulationError, match="as many appointments as people"):
        simulate(people=10, appointments=9)

    assert not User.objects.exists()
