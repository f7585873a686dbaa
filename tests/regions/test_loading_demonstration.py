"""Loading the demonstration where there is nothing yet, and taking it out again."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from regions.invariants import broken
from regions.loading.demonstration import DemonstrationError, load_demonstration
from regions.loading.reference import load_reference
from regions.loading.removal import remove_demonstration
from regions.models import Region
from riia.accounts.models import User
from riia.audit import trail
from riia.audit.models import Event
from tests.people import account, give_second_factor
from tests.tables import contents

TRAIL = ("audit.Event", "audit.Seal")


@pytest.fixture
def allowed(settings):
    settings.ALLOW_DEMO = True


def test_it_does_not_load_where_it_is_not_allowed(db, settings):
    settings.ALLOW_DEMO = False

    with pytest.raises(DemonstrationError, match="Set ALLOW_DEMO=1"):
        load_demonstration()

    assert not User.objects.exists()
    assert not Region.objects.exists()


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2028, 2, 29)])
def test_it_can_be_loaded_on_any_day(db, allowed, day):
    with time_machine.travel(day):
        load_demonstration()
        assert list(broken()) == []


def test_an_address_that_somebody_else_has_is_not_taken_over(db, allowed):
    account("Somebody", "dcs.northtown@demo.example")

    with pytest.raises(DemonstrationError, match=r"dcs\.northtown@demo\.example that isn't a demonstration's"):
        load_demonstration()

    assert not Region.objects.exists()


def test_removing_leaves_the_real_directory_as_it_was_and_a_whole_trail(db, allowed):
    load_reference()
    real = account("Somebody real", "somebody@portal.example")
    Client().force_login(real)
    before = contents(without=TRAIL)
    load_demonstration()
    Client().force_login(User.objects.get(email="dcs.northtown@demo.example"))
    give_second_factor(User.objects.get(email="regional-team@demo.example"))
    trail.seal()

    remove_demonstration()

    assert contents(without=TRAIL) == before
    trail.seal()
    assert list(trail.faults()) == []
    entry = Event.objects.first()
    assert (entry.verb, entry.actor_name, entry.before["authorities"]) == ("remove_demo", "The portal", 14)
    assert Event.objects.filter(verb="appoint").exists()


def test_it_can_be_loaded_again_after_it_was_removed(db, allowed):
    load_demonstration()
    before = {label: len(rows) for label, rows in contents(without=TRAIL).items()}

    remove_demonstration()
    load_demonstration()

    assert {label: len(rows) for label, rows in contents(without=TRAIL).items()} == before
    assert list(broken()) == []


def test_removing_what_is_not_there_says_so(db):
    assert remove_demonstration() == "There is no demonstration to remove."
    assert not Event.objects.exists()
