"""The one way to write: lock, check, change, save, record, all of it or nothing.

The machinery is tried on acts of its own, declared here on models of the directory and taken back afterwards.
"""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from regions import workflow as directory
from regions.models import Appointment, Memorandum, Region, Seat
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import Role
from regions.statuses import AppointmentStatus, MemorandumStatus
from riia import workflow
from riia.audit.models import Event
from riia.workflow import REGISTRY, NotPermitted, NotPossible, command, offers, transition
from tests import factories


def always(user, item):
    return True


def never(user, item):
    return False


@pytest.fixture
def declared():
    """Acts that a test declares are forgotten after it."""
    before = dict(REGISTRY)
    yield
    REGISTRY.clear()
    REGISTRY.update(before)


@pytest.fixture
def by(cast):
    return cast.administrator


@pytest.fixture
def region(cast) -> Region:
    return cast.north.region


@pytest.fixture
def memorandum(cast) -> Memorandum:
    return cast.north.memorandum


def move(targets, permitted=always, sources=(MemorandumStatus.IN_FORCE,), unless=None):
    """A transition of memoranda that returns the status it is asked for."""

    @transition(on=Memorandum, label="Move", sources=sources, targets=targets, permitted=permitted, unless=unless)
    def move(memorandum, *, by, to=None):
        """Move it."""
        return to

    return move


def rename(**options):
    """A command that renames a region."""

    @command(on=Region, label="Rename", **{"permitted": always, **options})
    def rename(region, *, by, name=""):
        """Give it another name."""
        region.name = name

    return rename


pytestmark = pytest.mark.usefixtures("declared")


# --- The order of things ----------------------------------------------------------------------------------------------


def test_an_act_locks_then_asks_who_then_what_stands_in_the_way_then_changes_saves_and_records(region, by):
    steps = []

    def permitted(user, item):
        steps.append(("permitted", connection.in_atomic_block, user, item is not region and item == region))
        return True

    def unless(item, *, by, **inputs):
        steps.append(("unless", inputs))
        return []

    @command(on=Region, label="Try", permitted=permitted, unless=unless)
    def attempt(item, *, by, name):
        """Try it."""
        steps.append(("changed", name, Event.objects.filter(verb="attempt").count()))
        item.name = name

    assert attempt(region, by=by, name="Northern", reason="Because") is region
    assert steps == [
        ("permitted", True, by, True),
        ("unless", {"name": "Northern"}),
        ("changed", "Northern", 0),
    ]
    event = Event.objects.get(verb="attempt")
    assert (event.before, event.after, event.reason) == ({"name": "North"}, {"name": "Northern"}, "Because")
    assert region.name == Region.objects.get(pk=region.pk).name == "Northern", "the caller's own row is up to date"


def test_an_act_judges_the_row_as_it_stands_in_the_database_not_as_the_caller_has_it(memorandum, by):
    stale = Memorandum.objects.get(pk=memorandum.pk)
    directory.end_memorandum(memorandum, by=by)
    assert stale.status == MemorandumStatus.IN_FORCE
    with pytest.raises(NotPossible, match="End this version is not possible: it is ended"):
        directory.end_memorandum(stale, by=by)


def test_unsaved_changes_of_the_caller_are_not_written(region, by):
    region.note, region.website = "Never saved", "https://never.example"
    rename()(region, by=by, name="Northern")
    stored = Region.objects.get(pk=region.pk)
    assert (stored.name, stored.note, stored.website) == ("Northern", "", "")


@pytest.mark.postgresql
def test_the_row_is_locked_and_its_parent_before_it(cast, by):
    appointment = factories.proposed(cast.seat(cast.north.third, Role.DCS), by=by)
    with CaptureLocks() as locks:
        directory.confirm_appointment(appointment, by=cast.other_administrator)
    assert locks.tables[:2] == ["regions_seat", "regions_appointment"]


# --- Refusals ---------------------------------------------------------------------------------------------------------


def test_who_may_not_gets_a_403_and_nothing_is_written(region, by):
    before = Event.objects.count()
    with pytest.raises(NotPermitted, match="You may not do this: rename") as refusal:
        rename(permitted=never)(region, by=by, name="Northern")
    assert isinstance(refusal.value, PermissionDenied)
    assert Region.objects.get(pk=region.pk).name == region.name == "North"
    assert Event.objects.count() == before


def test_who_may_not_is_not_told_what_else_stands_in_the_way(region, by):
    asked = []

    def unless(item, *, by, **inputs):
        asked.append(item)
        return ["Secret reason."]

    with pytest.raises(NotPermitted):
        rename(permitted=never, unless=unless)(region, by=by)
    assert asked == []


def test_all_reasons_are_given_at_once(region, by):
    act = rename(unless=lambda item, *, by, **inputs: ["Too short.", "Too long."])
    with pytest.raises(NotPossible) as refusal:
        act(region, by=by, name="Northern")
    assert refusal.value.reasons == ["Too short.", "Too long."]
    assert str(refusal.value) == "Too short. Too long."
    assert Region.objects.get(pk=region.pk).name == "North"


def test_a_status_that_does_not_allow_the_act_is_the_only_reason_given(memorandum, by):
    act = move([MemorandumStatus.ENDED], sources=[MemorandumStatus.DRAFT], unless=lambda *_, **__: ["Another."])
    with pytest.raises(NotPossible) as refusal:
        act(memorandum, by=by)
    assert refusal.value.reasons == ["Move is not possible: it is in force."]


def test_an_act_that_fails_half_way_leaves_neither_change_nor_trail(region, by):
    @command(on=Region, label="Fail", permitted=always)
    def fail(item, *, by):
        """Fail after another act has been done."""
        rename()(item, by=by, name="Northern")
        raise RuntimeError("half-way")

    before = Event.objects.count()
    with pytest.raises(RuntimeError):
        fail(region, by=by)
    assert Region.objects.get(pk=region.pk).name == "North"
    assert Event.objects.count() == before


def test_reaching_the_databases_own_refusal_means_that_somebody_was_faster(region, by):
    before = Event.objects.count()
    with pytest.raises(NotPossible, match="Somebody changed this at the same moment"):
        rename()(region, by=by, name="South")
    assert Region.objects.get(pk=region.pk).name == "North"
    assert Event.objects.count() == before


# --- Transitions ------------------------------------------------------------------------------------------------------


def test_with_one_target_the_status_is_set_before_the_function_runs(memorandum, by):
    seen = []

    @transition(
        on=Memorandum,
        label="End it",
        sources=[MemorandumStatus.IN_FORCE],
        targets=[MemorandumStatus.ENDED],
        permitted=always,
    )
    def end_it(item, *, by):
        """End it."""
        seen.append(item.status)
        return "ignored"

    assert end_it(memorandum, by=by).status == MemorandumStatus.ENDED
    assert seen == [MemorandumStatus.ENDED]
    assert Event.objects.get(verb="end_it").after == {"status": "ended"}


def test_with_several_targets_the_function_says_which(memorandum, by):
    act = move([MemorandumStatus.ENDED, MemorandumStatus.DRAFT])
    assert act(memorandum, by=by, to=MemorandumStatus.DRAFT).status == MemorandumStatus.DRAFT
    assert Memorandum.objects.get(pk=memorandum.pk).status == MemorandumStatus.DRAFT


def test_with_several_targets_any_other_answer_is_a_mistake(memorandum, by):
    act = move([MemorandumStatus.ENDED, MemorandumStatus.DRAFT])
    with pytest.raises(ValueError, match="move returned None, which is not one of its targets"):
        act(memorandum, by=by)
    assert Memorandum.objects.get(pk=memorandum.pk).status == MemorandumStatus.IN_FORCE


# --- Commands ---------------------------------------------------------------------------------------------------------


def test_a_command_that_creates_returns_and_records_the_new_row(region, by):
    @command(on=Region, label="Add a seat", permitted=always)
    def add_a_seat(item, *, by):
        """Add a seat."""
        return Seat.objects.create(region=item, role=Role.CO_CHAIR, number=2)

    seat = add_a_seat(region, by=by)
    event = Event.objects.get(verb="add_a_seat")
    assert (event.target_model, event.target_id, event.before) == ("regions.seat", str(seat.pk), {})
    assert event.after["role"] == "co-chair"


def test_a_command_that_returns_its_own_row_has_created_nothing(region, by):
    @command(on=Region, label="Touch", permitted=always)
    def touch(item, *, by):
        """Touch it."""
        item.note = "Touched"
        return item

    assert touch(region, by=by) is region
    assert Event.objects.get(verb="touch").after == {"note": "Touched"}


def test_one_act_can_be_declared_on_several_models(cast, by):
    acts = directory.confirm_fact.acts
    assert {act.on for act in acts.values()} == set(acts)
    assert {act.name for act in acts.values()} == {"confirm_fact"}
    for item in (cast.north.region, cast.north.first):
        directory.confirm_fact(item, by=by)
    assert [event.target_model for event in Event.objects.filter(verb="confirm_fact").order_by("pk")] == [
        "regions.region",
        "regions.authority",
    ]


def test_an_act_cannot_be_declared_twice_nor_done_to_something_else(cast, by):
    act = rename()
    with pytest.raises(ValueError, match=r"regions.region.rename is declared twice"):
        rename()
    with pytest.raises(KeyError):
        act(cast.north.first, by=by, name="X")


def test_a_declared_act_keeps_its_name_and_words():
    act = rename().acts[Region]
    assert (act.name, act.label, act.doc, act.is_transition) == ("rename", "Rename", "Give it another name.", False)
    assert move([MemorandumStatus.ENDED]).acts[Memorandum].is_transition


def test_a_function_without_words_has_none():
    @command(on=Region, label="Silent", permitted=always)
    def silent(item, *, by):
        item.note = "?"

    assert silent.acts[Region].doc == ""


def test_what_somebody_may_do_is_worked_out_again_after_they_acted(cast):
    team = cast.north.regional_team
    assert reach_of(team).member
    directory.end_appointment(cast.appointment(team), by=team, ends=today())
    assert not reach_of(team).member


def test_the_portal_itself_acts_without_an_account(region):
    rename()(region, by=None, name="Northern")
    event = Event.objects.get(verb="rename")
    assert (event.actor_id, event.actor_name, event.acting_as) == (None, "The portal", "")


# --- What pages offer -------------------------------------------------------------------------------------------------


def names(item, user) -> set[str]:
    return {offer.name for offer in offers(item, user)}


def test_pages_offer_what_one_may_do_to_a_row_in_its_status(cast):
    appointment = factories.proposed(cast.seat(cast.north.third, Role.DCS), by=cast.north.regional_team)
    assert names(appointment, cast.north.dass) == set()
    assert names(appointment, cast.south.regional_team) == set()
    deciding = {"confirm_appointment", "refuse_appointment", "end_appointment"}
    assert names(appointment, cast.north.colleague) == deciding
    assert names(appointment, cast.north.regional_team) == deciding | {"withdraw_proposal"}
    directory.confirm_appointment(appointment, by=cast.north.colleague)
    assert names(appointment, cast.north.colleague) == {"end_appointment"}


def test_an_offer_leads_to_a_page_and_says_why_it_is_grey(cast):
    appointment = factories.proposed(cast.seat(cast.north.third, Role.DCS), by=cast.north.regional_team)
    found = {offer.name: offer for offer in offers(appointment, cast.north.regional_team)}
    confirm = found["confirm_appointment"]
    assert (confirm.label, confirm.url) == ("Confirm the appointment", f"/appointments/{appointment.pk}/confirm/")
    assert confirm.reasons == ("You proposed this, so a second person must confirm it.",)
    assert found["withdraw_proposal"].reasons == ()


def test_acts_without_a_page_are_no_buttons(cast):
    assert "correct" not in names(cast.north.region, cast.administrator)
    assert names(cast.north.region, cast.administrator) == {
        "draft_memorandum",
        "register_information_request",
        "reorganise",
    }


def test_every_page_of_an_act_exists():
    for act in REGISTRY.values():
        if act.page:
            assert workflow.reverse(act.page, args=[1]).startswith("/")


class CaptureLocks:
    """The tables whose rows were locked, in order."""

    def __enter__(self):
        self.tables: list[str] = []
        self._wrapper = connection.execute_wrapper(self._look)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *error):
        return self._wrapper.__exit__(*error)

    def _look(self, execute, sql, params, many, context):
        if "FOR UPDATE" in sql:
            self.tables.append(sql.partition('FROM "')[2].partition('"')[0])
        return execute(sql, params, many, context)


def test_statuses_of_transitions_are_statuses_of_their_models():
    for act in REGISTRY.values():
        if act.is_transition:
            known = {value for value, _ in act.on._meta.get_field("status").choices}
            assert act.sources | act.targets <= known, act.name
    assert set(AppointmentStatus.values) == {value for value, _ in Appointment._meta.get_field("status").choices}
