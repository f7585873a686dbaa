"""The commands: what they say, that they may be repeated, and how they fail."""

from datetime import timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from regions.loading.comparing import Outcome
from regions.loading.demonstration import DemonstrationError
from regions.loading.reference import ReferenceFilesError
from regions.loading.simulation import SimulationError
from regions.models import Appointment, Authority
from regions.querysets import today
from regions.roles import Role
from regions.workflow import record_signature
from riia.accounts.models import User
from riia.audit.models import Event, Seal
from riia.home import drawing, preparing
from riia.notifications.models import Notice
from riia.notifications.outbox import tell
from riia.workflow import REGISTRY
from tests.people import account
from tests.tables import contents


def run(name, *arguments, **options) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(name, *arguments, stdout=out, **options)
    return out.getvalue()


# --- Loading ----------------------------------------------------------------------------------------------------------


def test_load_reference_says_what_it_added_and_the_second_time_that_nothing_changed(db):
    first = run("load_reference")
    before = contents()
    second = run("load_reference")

    assert "Regions: 9 added.\n" in first
    assert "Authorities: 163 added.\n" in first
    assert second.startswith("Nothing to change: 22 sources, 9 regions, 163 authorities, ")
    assert contents() == before


def test_load_reference_says_what_it_left_alone(db):
    run("load_reference")
    by = account("Administrator", "administrator@portal.example", is_staff=True)
    Authority.objects.filter(slug="hartlepool").update(note="Ours.", confirmed_by=by, confirmed_on=today())

    assert "Left alone: Hartlepool has been changed or confirmed in the portal.\n" in run("load_reference")


COMMANDS = {
    "load_reference": ("load_shipped", ReferenceFilesError),
    "load_demo": ("load_demonstration", DemonstrationError),
    "remove_demo": ("remove_demonstration", DemonstrationError),
    "simulate": ("simulate", SimulationError),
}


def replaced(monkeypatch, name, function):
    """Put another function behind a command."""
    module = import_module(f"riia.home.management.commands.{name}")
    monkeypatch.setattr(module, COMMANDS[name][0], function)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_loading_command_is_silent_when_asked_to_be(name, monkeypatch):
    replaced(monkeypatch, name, lambda **_: [Outcome("regions", added=1)] if name == "load_reference" else "Done.")

    assert run(name) == ("Regions: 1 added.\n" if name == "load_reference" else "Done.\n")
    assert run(name, verbosity=0) == ""


@pytest.mark.parametrize("name", COMMANDS)
def test_a_loading_command_fails_with_the_reason_alone(name, monkeypatch):
    def refuse(**_):
        raise COMMANDS[name][1]("That is not possible.")

    replaced(monkeypatch, name, refuse)

    with pytest.raises(CommandError) as failed:
        run(name)

    assert (str(failed.value), failed.value.returncode) == ("That is not possible.", 1)


def test_load_demo_refuses_where_it_is_not_allowed(db):
    with pytest.raises(CommandError, match="Set ALLOW_DEMO=1"):
        run("load_demo")


def test_load_demo_and_remove_demo_say_what_they_did(demonstration):
    assert run("load_demo") == "Nothing to change: the demonstration is loaded already.\n"
    assert run("remove_demo").startswith("The demonstration is removed: ")
    assert run("remove_demo") == "There is no demonstration to remove.\n"


def test_simulate_takes_its_measures_as_arguments(db):
    said = run("simulate", "--people", "5", "--appointments", "12", "--authorities=2", "--quarters=8", "--seed=3")

    assert said.startswith("Simulated: 5 people, ")
    assert Appointment.objects.filter(person__name__startswith="Simulated").count() == 12


def test_simulate_refuses_a_database_in_use(db):
    account("Somebody", "somebody@portal.example")

    with pytest.raises(CommandError, match="accounts of real people"):
        run("simulate")


# --- Preparing --------------------------------------------------------------------------------------------------------


def test_prepare_loads_what_is_missing_and_then_nothing(db):
    first = run("prepare")
    before = contents()
    second = run("prepare")

    assert first.startswith("Loaded the reference directory: ")
    assert second == "The reference directory is up to date.\n"
    assert contents() == before
    assert not User.objects.exists()


@pytest.mark.parametrize("allowed", [True, False])
def test_prepare_loads_the_demonstration_only_where_it_is_allowed(db, settings, monkeypatch, allowed):
    settings.ALLOW_DEMO = allowed
    monkeypatch.setattr(preparing, "load_shipped", list)
    monkeypatch.setattr(preparing, "load_demonstration", lambda: "The demonstration is loaded.")

    assert run("prepare").splitlines() == [
        "The reference directory is up to date.",
        *(["The demonstration is loaded."] if allowed else []),
    ]


@pytest.mark.django_db(transaction=True)
def test_prepare_migrates_what_is_missing(monkeypatch):
    monkeypatch.setattr(preparing, "load_shipped", list)
    try:
        call_command("migrate", "notifications", "zero", verbosity=0)
        assert run("prepare").startswith("Applied 2 migrations.\n")
    finally:
        # Whatever happened, the next test finds its tables.
        call_command("migrate", verbosity=0)


# --- What runs by itself ----------------------------------------------------------------------------------------------


def test_send_notices_says_how_many_went(db, mailoutbox):
    tell(account("Reader", "reader@portal.example"), "Subject", "Line", urgency="at-once")

    assert run("send_notices") == "Notices sent: 1; to be tried again: 0.\n"
    assert run("send_notices") == "Notices sent: 0; to be tried again: 0.\n"
    assert len(mailoutbox) == 1


def test_run_clocks_warns_once_and_seals_what_the_warning_stands_beside(cast):
    party = cast.north.memorandum.parties.get(authority=cast.north.second)
    record_signature(
        party,
        by=cast.north.regional_team,
        signatory="Somebody",
        office="Chief executive",
        signed_on=today(),
        schedules=["directory"],
        expires=today() + timedelta(days=30),
    )
    entries = Event.objects.count()

    first = run("run_clocks")
    told = set(Notice.objects.values_list("to", flat=True))
    second = run("run_clocks")

    others = (
        "Appointments within fourteen days of their end: 0.\n"
        "Periods previewed or published on their day: 0.\n"
        "Returns due soon, or after their day: 0.\n"
        "Cycles of self-evaluations whose day has come: 0.\n"
        "Self-evaluations due soon, or after their day: 0.\n"
        "Records disposed of: 0.\n"
    )
    assert first == f"Signatures within ninety days of their end: 1.\n{others}Trail entries sealed: {entries:,}.\n"
    assert cast.north.unsigned_dcs.email in told
    assert second == f"Signatures within ninety days of their end: 1.\n{others}Trail entries sealed: 0.\n"
    assert Notice.objects.count() == len(told)


# --- Checking ---------------------------------------------------------------------------------------------------------


def test_check_trail_says_that_it_is_whole(cast):
    run("run_clocks")

    assert run("check_trail") == (
        f"The trail is whole: {Event.objects.count():,} entries, {Seal.objects.count():,} sealed.\n"
    )


def test_check_trail_fails_with_a_sentence_for_each_row_that_was_touched(cast):
    run("run_clocks")
    slipped = Event.objects.create(
        at=timezone.now() - timedelta(days=1), actor_name="Nobody", verb="note", label="Noted", target_name="A list"
    )

    with pytest.raises(CommandError) as failed:
        run("check_trail")

    assert failed.value.returncode == 1
    assert str(failed.value) == (
        f"The trail has been touched.\nEvent {slipped.pk} (Noted: A list) was slipped in behind the chain."
    )


def test_check_invariants_says_that_the_directory_holds_together(cast):
    assert run("check_invariants").endswith("The directory, the dataset and the self-evaluations hold together.\n")


def test_check_invariants_fails_with_a_sentence_for_each_row_that_breaks_a_rule(cast):
    Appointment.objects.filter(seat=cast.seat(cast.north.region, Role.BOARD_CHAIR)).update(second_person=None)

    with pytest.raises(CommandError) as failed:
        run("check_invariants")

    assert failed.value.returncode == 1
    title = "Chair of the governance board, North"
    assert str(failed.value) == (
        f"The directory does not hold together.\n{title}: {title} opens access without a second person."
    )


# --- Drawing ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def docs(monkeypatch, tmp_path, settings):
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(drawing, "DOCS", tmp_path / "docs")
    # Asking every rule about everybody takes a while, and has tests of its own.
    monkeypatch.setattr(drawing.who_may, "markdown", lambda: "# Who may do what\n")
    return tmp_path / "docs"


def test_draw_workflows_writes_its_pages_and_the_second_time_nothing(docs):
    moving = {act.on._meta.model_name for act in REGISTRY.values() if act.is_transition}
    assert {"appointment", "memorandum", "return"} <= moving
    names = ["who-may", *(f"workflows/{one}" for one in ("README", *sorted(moving)))]
    files = ", ".join(f"docs/{one}.md" for one in names)

    with pytest.raises(CommandError, match="Out of date"):
        run("draw_workflows", "--check")
    assert not docs.exists()
    assert run("draw_workflows") == f"Written: {files}.\n"
    assert run("draw_workflows") == "Nothing to change.\n"
    assert run("draw_workflows", "--check") == "Nothing to change.\n"


def test_draw_workflows_notices_what_is_out_of_date_or_tells_of_nothing_any_more(docs):
    run("draw_workflows")
    (docs / "workflows" / "appointment.md").write_text("Old.", encoding="utf-8")
    (docs / "workflows" / "ghost.md").write_text("Nothing any more.", encoding="utf-8")

    with pytest.raises(CommandError, match=r"Out of date: docs/workflows/appointment\.md, docs/workflows/ghost\.md\."):
        run("draw_workflows", "--check")
    run("draw_workflows")

    assert not (docs / "workflows" / "ghost.md").exists()
    assert run("draw_workflows", "--check") == "Nothing to change.\n"


def test_a_diagram_has_each_status_its_beginnings_and_its_ends(docs):
    run("draw_workflows")
    drawn = (docs / "workflows" / "memorandum.md").read_text(encoding="utf-8")

    assert drawn.split("```")[1] == (
        "mermaid\n"
        "stateDiagram-v2\n"
        '    state "Draft" as draft\n'
        '    state "In force" as in_force\n'
        '    state "Ended" as ended\n'
        "    [*] --> draft\n"
        "    draft --> in_force: Bring into force\n"
        "    in_force --> ended: End this version\n"
        "    ended --> [*]\n"
    )
    assert "| **End this version** (`end_memorandum`) | In force | Ended |" in drawn
