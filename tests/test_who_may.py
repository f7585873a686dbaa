"""Who may do what: every declared act, tried by everybody of the cast on things in North.

`MATRIX` names, for each act and each kind of thing, all who may. Whoever isn't named must be refused, and nothing may
be written by the attempt. An act without a line here fails, and so does a line without an act.
"""

import copy
import functools
import inspect
import pkgutil
from collections.abc import Iterable
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.db import transaction

import datasets.workflow
import regions.workflow
import selfassessment.workflow
from regions import who_may, workflow
from regions.models import Person, Seat, Succession, TrustService
from regions.querysets import today
from regions.reach import reach_of
from regions.reorganising import Plan
from regions.roles import Role
from regions.statuses import InformationRequestStatus, Schedule, Task
from riia.accounts.models import ApprovalLink, User
from riia.audit import trail
from riia.audit.models import Event
from riia.workflow import REGISTRY, NotPermitted, NotPossible
from tests import factories
from tests.datasets import collecting as of_collections
from tests.datasets import comparing as of_comparison
from tests.datasets import who_may as of_datasets
from tests.kept import OWN, Rows, rows_now
from tests.people import EVERYBODY, OF_A_REGION, OF_AN_AUTHORITY, PASSWORD, SINCE
from tests.selfassessment import cycling as of_cycles
from tests.selfassessment import moderating as of_moderation
from tests.selfassessment import who_may as of_evaluations

NOBODY: frozenset = frozenset()
ADMINISTRATORS = frozenset({"administrator", "other_administrator"})
NORTH_TEAM = frozenset({"north.regional_team", "north.colleague", "north.regional_lead"})
SOUTH_TEAM = frozenset({"south.regional_team", "south.regional_lead"})
NORTH = ADMINISTRATORS | NORTH_TEAM
# Northern places by kind: the region, its first authority, and the trust, which serves an authority in South too.
KEPT = {"region": NORTH, "authority": NORTH, "trust": NORTH | SOUTH_TEAM}
KEPT_OR_PROPOSED = {
    "region": NORTH,
    "authority": NORTH | {"north.dcs"},
    "trust": NORTH | SOUTH_TEAM | {"trust_chief_executive"},
}
# Who keeps an authority's officers (ACC-11).
LOCAL = frozenset({"north.local_administrator"})
# Of the two authorities that they head, directors head one each; the trust heads for those it serves.
SERVED = NORTH | {"trust_chief_executive"}

# Contact details: who keeps the person, and the person.
THEIRS = {
    "region": NORTH | {"north.chair"},
    "authority": NORTH | {"north.dass"},
    "trust": NORTH | SOUTH_TEAM | {"trust_chief_executive"},
    "newcomer": ADMINISTRATORS,
}

MATRIX: dict[str, dict[str, frozenset]] = {
    # Accounts
    "accounts.user.make_account": {"account": ADMINISTRATORS},
    "accounts.user.invite": {"account": ADMINISTRATORS},
    "accounts.user.change_account": {"account": ADMINISTRATORS},
    "accounts.user.close_account": {"account": ADMINISTRATORS},
    "accounts.user.reopen_account": {"account": ADMINISTRATORS},
    "accounts.user.reset_second_factor": {"account": ADMINISTRATORS},
    "accounts.invitation.accept_invitation": {"invitation": NOBODY, "own invitation": frozenset({"stranger"})},
    "accounts.invitation.withdraw_invitation": {"invitation": ADMINISTRATORS},
    "accounts.user.ask_for_approval": {"account": frozenset(EVERYBODY) - {"anonymous", "stranger", "leaver"}},
    "accounts.approvallink.answer_by_link": {"link": frozenset({"north.chief_executive"})},
    "accounts.approvallink.withdraw_link": {"link": ADMINISTRATORS | {"north.regional_team"}},
    "regions.authority.add_officer_seat": {"authority": LOCAL},
    "regions.authority.add_colleague": {"authority": LOCAL},
    "regions.appointment.invite_officer": {"officer": LOCAL},
    "regions.person.link_account": {"newcomer": ADMINISTRATORS, "region": ADMINISTRATORS},
    # Facts
    "accounts.user.add_to_directory": {"account": ADMINISTRATORS},
    "regions.region.confirm_fact": {"region": NORTH},
    "regions.authority.confirm_fact": {
        "authority": NORTH | {"north.dcs"},
        "second": NORTH | {"north.unsigned_dcs"},
        "served": SERVED,
    },
    "regions.trust.confirm_fact": {"trust": KEPT_OR_PROPOSED["trust"]},
    "regions.trustservice.confirm_fact": {"trust": SERVED},
    "regions.seat.confirm_fact": KEPT_OR_PROPOSED,
    "regions.appointment.confirm_fact": KEPT_OR_PROPOSED,
    "regions.region.correct": {"region": NORTH},
    "regions.authority.correct": {"authority": NORTH},
    "regions.trust.correct": {"trust": NORTH | SOUTH_TEAM},
    "regions.trustservice.correct": {"trust": NORTH},
    "regions.seat.correct": KEPT,
    "regions.person.correct": {**KEPT, "newcomer": ADMINISTRATORS},
    "regions.appointment.correct": KEPT,
    "regions.group.correct": {"region": NORTH, "across": ADMINISTRATORS},
    "regions.memorandum.correct": {"region": NORTH},
    "regions.party.correct": {"region": NORTH},
    "regions.person.publish_contact": THEIRS,
    "regions.person.withhold_contact": THEIRS,
    # Groups
    "regions.region.add_group": {"region": NORTH},
    "accounts.user.add_group_across": {"account": ADMINISTRATORS},
    "regions.group.add_group_member": {"region": NORTH, "across": ADMINISTRATORS},
    "regions.groupmember.end_group_member": {"region": NORTH, "across": ADMINISTRATORS},
    # Seats and appointments
    "regions.region.add_seat": {"region": NORTH},
    "regions.authority.add_seat": {"authority": NORTH},
    "regions.trust.add_seat": {"trust": NORTH | SOUTH_TEAM},
    "regions.seat.vacate": KEPT,
    "regions.seat.retire_seat": KEPT,
    "regions.seat.add_person": {**KEPT_OR_PROPOSED, "officer": KEPT_OR_PROPOSED["authority"] | LOCAL},
    "regions.seat.appoint": {**KEPT_OR_PROPOSED, "officer": KEPT_OR_PROPOSED["authority"] | LOCAL},
    "regions.appointment.confirm_appointment": {**KEPT_OR_PROPOSED, "nobody proposed": NOBODY},
    "regions.appointment.refuse_appointment": {**KEPT_OR_PROPOSED, "nobody proposed": NOBODY},
    "regions.appointment.withdraw_proposal": {
        kind: frozenset({"north.regional_team"}) for kind in ("region", "authority", "trust")
    },
    "regions.appointment.vouch_for": {**KEPT_OR_PROPOSED, "vouched": NOBODY},
    "regions.appointment.end_appointment": {**KEPT, "officer": NORTH | LOCAL},
    "regions.appointment.give_way": KEPT_OR_PROPOSED,
    # Tasks done for somebody
    "regions.appointment.delegate_task": {
        "authority": frozenset({"north.dcs"}),
        "trust": frozenset({"trust_chief_executive"}),
    },
    "regions.delegation.end_delegation": {"authority": NORTH | {"north.dcs", "north.performance_lead"}},
    # History
    "regions.region.reorganise": {"region": NORTH},
    "regions.region.undo": {"region": NORTH},
    "regions.authority.undo": {"authority": NORTH},
    "regions.trust.undo": {"trust": NORTH | SOUTH_TEAM},
    "regions.trustservice.undo": {"trust": NORTH},
    "regions.seat.undo": KEPT,
    "regions.person.undo": {**KEPT, "newcomer": ADMINISTRATORS},
    "regions.appointment.undo": KEPT,
    "regions.memorandum.undo": {"region": NORTH},
    "regions.person.merge_person": {**KEPT, "newcomer": ADMINISTRATORS},
    "regions.person.unmerge_person": {"newcomer": ADMINISTRATORS, "region": NORTH},
    "regions.party.undo": {"region": NORTH},
    "regions.group.undo": {"region": NORTH, "across": ADMINISTRATORS},
    "regions.groupmember.undo": {"region": NORTH, "across": ADMINISTRATORS},
    # Interests and conflicts
    "regions.person.declare_interest": THEIRS,
    "regions.interest.end_interest": {"authority": NORTH | {"north.dass"}},
    "regions.person.waive_conflict": {**KEPT, "newcomer": ADMINISTRATORS},
    "regions.waiver.withdraw_waiver": {"authority": NORTH},
    # Information requests
    "accounts.user.preview_import_across": {"account": ADMINISTRATORS},
    "regions.region.preview_import": {"region": NORTH},
    "regions.directoryimport.answer_import": {"region": NORTH, "several": ADMINISTRATORS},
    "regions.directoryimport.confirm_import": {"region": NORTH, "several": ADMINISTRATORS},
    "regions.directoryimport.discard_import": {"region": NORTH, "several": ADMINISTRATORS},
    "regions.region.register_information_request": {"region": NORTH},
    "regions.informationrequest.close_information_request": {"region": NORTH},
    # Memoranda
    "regions.region.draft_memorandum": {"region": NORTH},
    "regions.memorandum.bring_into_force": {"region": NORTH},
    "regions.memorandum.end_memorandum": {"region": NORTH},
    "regions.party.record_signature": {"region": NORTH},
    "regions.signature.withdraw_signature": {"region": NORTH},
    **of_datasets.MATRIX,
    **of_evaluations.MATRIX,
}
PAIRS = [(key, kind) for key, kinds in MATRIX.items() for kind in kinds]


@functools.cache
def acts() -> dict:
    """Every function that performs a declared act, by the act's key."""
    packages = (regions.workflow, datasets.workflow, selfassessment.workflow)
    names = [f"{package.__name__}.{one.name}" for package in packages for one in pkgutil.iter_modules(package.__path__)]
    modules = [import_module(name) for name in names]
    functions = {one for module in modules for _, one in inspect.getmembers(module) if hasattr(one, "acts")}
    return {f"{model._meta.label_lower}.{act.name}": one for one in functions for model, act in one.acts.items()}


def test_every_declared_act_has_a_line():
    assert set(MATRIX) == set(REGISTRY) == set(acts())


@pytest.mark.parametrize(("key", "kind"), PAIRS)
def test_those_named_may_and_everybody_else_is_refused_and_writes_nothing(cast, key, kind):
    _try(cast, key, kind, one_of_a_kind(PAIRS.index((key, kind))))


@pytest.mark.soak
@pytest.mark.parametrize(("key", "kind"), PAIRS)
def test_every_single_one_is_tried(cast, key, kind):
    _try(cast, key, kind, EVERYBODY)


def _try(cast, key: str, kind: str, people: Iterable[str]) -> None:
    item, inputs = sample_of(cast, key, kind)
    before, perform = everything(), acts()[key]
    may = set()
    for name in people:
        with transaction.atomic():
            if _permitted(perform, fetched(item), _account_of(cast, name), inputs):
                may.add(name)
                transaction.set_rollback(True)
    assert may == MATRIX[key][kind] & set(people)
    assert not REGISTRY[key].permitted(cast.anonymous, fetched(item)), "without an account, nobody may do anything"
    assert everything() == before


@functools.cache
def kinds_of_people() -> tuple[tuple[str, ...], ...]:
    """Those whom every line of the matrix treats alike."""
    kinds: dict[tuple, list[str]] = {}
    for name in EVERYBODY:
        kinds.setdefault(tuple(name in MATRIX[key][kind] for key, kind in PAIRS), []).append(name)
    return tuple(tuple(alike) for alike in kinds.values())


def one_of_a_kind(number: int) -> list[str]:
    """Of those who are alike two, others for each line: so everybody is tried many times, and all in the soak."""
    return [alike[(number + more) % len(alike)] for alike in kinds_of_people() for more in range(min(2, len(alike)))]


def test_the_table_in_the_docs_agrees_with_the_matrix():
    """The table is worked out without a database; here its answers meet those given for real rows."""
    drawn: dict[str, set[str]] = {}
    for line in who_may.table():
        drawn.setdefault(line.act, set()).update(line.who)
    named = {key: {_as_drawn(name) for name in frozenset().union(*kinds.values())} for key, kinds in MATRIX.items()}
    everybody = {who_may.ADMINISTRATOR, who_may.NO_SEAT, *(role.label for role in Role)}
    named["regions.delegation.end_delegation"] = everybody  # whoever left the task or does it
    named["regions.person.declare_interest"] = named["regions.interest.end_interest"] = everybody - {who_may.NO_SEAT}
    named["regions.person.publish_contact"] = named["regions.person.withhold_contact"] = everybody
    named["accounts.invitation.accept_invitation"] = everybody  # the cast's one invitation is the stranger's
    named["accounts.approvallink.answer_by_link"] = named["accounts.approvallink.withdraw_link"] = everybody
    named["regions.appointment.vouch_for"] |= {"Local administrator"}  # of an officer's seat, as appointing is
    withdrawing = {
        "Local administrator",
        "Administrator",
        "Regional lead",
        "Director of children's services",
        "Chief executive of the trust",
    }
    named["regions.appointment.withdraw_proposal"] |= withdrawing  # the cast's proposals are the team's
    named["regions.trustservice.confirm_fact"] |= {"Director of children's services"}  # the cast's third has none
    named["regions.authority.add_note"] |= {"Chief executive of the trust"}  # no trust serves the cast's first
    # Officers write once the director names them; the cast's rows name one at most.
    for key in of_evaluations.BY_EDITORS:
        named[key] = named[key] | {
            *("Assistant director", "Performance lead", "Reader named by the director"),
            "Chief executive of the trust",  # no trust serves the cast's first
        }
    at_home = {_as_drawn(f"north.{name}") for name in OF_AN_AUTHORITY} | {"Chief executive of the trust"}
    for key in of_evaluations.BY_OFFICERS:  # whoever has a seat of the authority can be named; the cast's is one
        named[key] = named[key] | at_home
    named["selfassessment.approval.repudiate"] |= {"Deputy chief executive"}  # the cast's was the holder's
    named["selfassessment.officemember.end_officer"] = everybody  # whoever was named may leave
    # The table is drawn of the own authority, whose readers are not recorded; the cast's are of others.
    named["selfassessment.selfevaluation.record_reading"] -= at_home
    for key in of_moderation.BY_WHO_SITS_THERE:  # the cast's one assistant director is of the authority moderated
        named[key] = named[key] | {"Assistant director"}
    assert drawn == named


def test_the_table_in_words_names_every_act_and_every_seat():
    text = who_may.markdown()
    assert {act.label for act in REGISTRY.values()} <= {line.split(" | ")[0][2:] for line in text.splitlines()}
    assert {role.label for role in Role} <= {line.split(" | ")[0][2:] for line in text.splitlines()}
    assert (
        "| Record a signature | a party to a memorandum | Administrator (everywhere); Regional lead, Regional team"
        in text
    )


def test_the_table_refuses_a_kind_of_thing_that_it_has_no_sample_of():
    with pytest.raises(LookupError, match="no sample of Event"):
        list(who_may._samples(Event, who_may.OWN))


def _as_drawn(name: str) -> str:
    """The cast's name for somebody, as the table in the docs calls them."""
    if name in ADMINISTRATORS:
        return who_may.ADMINISTRATOR
    names = {attribute: role.label for attribute, role in (OF_A_REGION | OF_AN_AUTHORITY).items()}
    names |= {
        "colleague": "Regional team",
        "unsigned_dcs": names["dcs"],
        "trust_chief_executive": "Chief executive of the trust",
    }
    names |= {"regional_team": "Regional team", "regional_lead": "Regional lead", "stranger": who_may.NO_SEAT}
    return names[name.rpartition(".")[2]]


def _account_of(cast, name: str, known: dict = {}):  # noqa: B006
    """The account with its reach, which is the same for every act and is worked out once."""
    if name not in known:
        known[name] = cast[name]
        reach_of(known[name])
    return copy.copy(known[name])


def _permitted(perform, item, user, inputs: dict) -> bool:
    try:
        perform(item, by=user, **inputs)
    except NotPermitted:
        return False
    except NotPossible:
        pass  # may, but not now: what stands in the way is tested with each act
    return True


def fetched(item):
    return type(item)._base_manager.get(pk=item.pk)


def everything() -> Rows:
    """All rows of the portal's own tables, trail and outbox included."""
    return rows_now(OWN)


# --- What each act is tried on, and with what -------------------------------------------------------------------------


def sample_of(cast, key, kind):
    """A row and what the act takes besides; undoing is tried on a row that was corrected."""
    model, _, act = key.rpartition(".")
    if act != "undo":
        return SAMPLES[model](cast, act, kind)
    item, _inputs = SAMPLES[model](cast, "end_group_member" if model == "regions.groupmember" else "correct", kind)
    verb, changed = "correct", {"before": {"pk": 1}, "after": {"pk": 2}}
    if model == "regions.groupmember":
        verb, changed = "end_group_member", {"before": {"ends": "2099-01-01"}, "after": {"ends": "2098-01-01"}}
    return item, {"event": trail.record(verb, "X", by=cast.administrator, on=item, **changed)}


def _account(cast, act, kind):
    row = Succession(predecessor=cast.north.first, successor=cast.north.second, on=today())
    account = User.objects.create_user("somebody@portal.example", name="Somebody", is_active=act != "reopen_account")
    return account, {
        "make_account": {"email": "new@portal.example", "name": "New"},
        "change_account": {"email": "changed@portal.example", "name": "Changed", "is_staff": False},
        "ask_for_approval": {"about": row, "act": "", "appointment": 0, "subject": "S", "line": "L"},
        "add_to_directory": {"row": row},
        "add_group_across": {"name": "Coast"},
        "preview_import_across": {"sheet": factories.sheet()},
    }.get(act, {})


def _invitation(cast, act, kind):
    invited = cast.stranger if kind == "own invitation" else factories.newcomer().user
    invited.set_unusable_password()
    invited.save()
    invitation = workflow.invite(invited, by=cast.administrator)
    return invitation, {"password": PASSWORD} if act == "accept_invitation" else {}


def _link(cast, act, kind):
    """To the chief executive of North's first authority, from its team."""
    about, asked_by = cast.north.memorandum, cast.north.regional_team
    link = ApprovalLink.objects.create(
        user=cast.north.chief_executive,
        appointment=cast.appointment(cast.north.chief_executive).pk,
        act="regions.memorandum.agree",
        target_model="regions.memorandum",
        target_id=str(about.pk),
        token_digest="0" * 64,
        asked_by=asked_by,
    )
    return link, {"answer": link.act} if act == "answer_by_link" else {}


def _person(cast, act, kind):
    if kind == "newcomer":
        person = factories.person()
    else:
        holders = {
            "own": "north.chair",
            "region": "north.chair",
            "authority": "north.dass",
            "trust": "trust_chief_executive",
        }
        person = cast[holders[kind]].person
    inputs = {"correct": {"changes": {"note": "Corrected"}}, "link_account": {"user": factories.newcomer().user}}
    inputs |= {"merge_person": {"into": factories.person()}, "unmerge_person": {}}
    term = {"authority": cast.north.second, "starts": today()}
    inputs |= {"declare_interest": {**term, "kind": "family"}}
    inputs |= {"waive_conflict": {**term, "ends": today() + timedelta(days=30), "why": "Nobody else is free."}}
    if act == "unmerge_person":
        twice = factories.person("Entered twice")
        return workflow.merge_person(twice, by=cast.administrator, into=person), {}
    if act == "link_account":
        Person.objects.filter(user=inputs[act]["user"]).update(user=None)
    return person, inputs.get(act, {})


def _place(cast, kind):
    north = cast.north
    return {
        "region": lambda: north.region,
        "authority": lambda: north.first,
        "second": lambda: north.second,
        "served": lambda: north.third,
        "trust": lambda: cast.trust,
    }[kind]()


def _a_place(cast, act, kind):
    inputs = {
        "correct": {"changes": {"note": "Corrected"}},
        "draft_memorandum": {"title": "Next", "starts": today()},
        "reorganise": {"plan": Plan(today(), ())},
        "preview_import": {"sheet": factories.sheet()},
        "register_information_request": {"reference": "F1", "about": "Minutes", "received_on": today()},
        "add_group": {"name": "Moors"},
        "plan_cycle": of_cycles.region_inputs(cast) if act == "plan_cycle" else {},
        "create_collection": of_collections.region_inputs(cast) if act == "create_collection" else {},
        "add_note": of_comparison.note_inputs(cast) if act == "add_note" else {},
        "add_officer_seat": {"role": Role.PERFORMANCE_LEAD},
        "add_colleague": {"name": "Chris Vale", "email": "chris@portal.example"},
        "add_seat": {
            "role": {"region": "board-member", "authority": "named-reader"}.get(kind, "trust-chief-executive")
        },
    }
    return _place(cast, kind), inputs.get(act, {})


def _service(cast, act, kind):
    service = TrustService.objects.get(trust=cast.trust, authority=cast.north.third)
    return service, {"changes": {"note": "Corrected"}} if act == "correct" else {}


def _seat(cast, act, kind):
    if kind == "officer":
        seat = Seat.objects.create(authority=cast.north.first, role=Role.PERFORMANCE_LEAD, number=2)
        return seat, {"name": "Added"} if act == "add_person" else {"person": factories.person(), "starts": today()}
    roles = {"region": Role.RIIA_SPONSOR, "authority": Role.DASS, "trust": Role.TRUST_CHIEF_EXECUTIVE}
    seat = Seat.objects.get(role=roles[kind], **{kind: _place(cast, kind)})
    return seat, {
        "correct": {"changes": {"note": "Corrected"}},
        "appoint": {"person": factories.person(), "starts": today()},
        "add_person": {"name": "Added"},
        "vacate": {"vacant_from": today()},
        "retire_seat": {"exists_to": today()},
    }.get(act, {})


def _appointment(cast, act, kind):
    """A proposal for what is decided about one, a stated appointment to vouch for, else one in force."""
    place = _place(cast, kind if kind in ("region", "authority", "trust") else "region")
    by = cast.north.regional_team
    if act == "vouch_for" or kind == "nobody proposed":
        make = factories.vouched if kind == "vouched" else factories.stated
        return make(_seat_with_second(place), acting=True, **({"by": by} if kind == "vouched" else {})), {}
    if act in ("confirm_appointment", "refuse_appointment", "withdraw_proposal"):
        return factories.proposed(_seat_with_second(place), by=by, acting=True), {}
    if kind == "officer":
        ends = {"ends": today() + timedelta(days=30)} if act == "end_appointment" else {}
        return cast.appointment(cast.north.performance_lead), ends
    if act == "delegate_task":
        holder = cast[{"authority": "north.dcs", "trust": "trust_chief_executive"}[kind]]
        ends = today() + timedelta(days=30)
        task = {"delegate": factories.newcomer(), "task": Task.CONFIRM_FACTS, "starts": today(), "ends": ends}
        return cast.appointment(holder), task
    roles = {"region": Role.RIIA_SPONSOR, "authority": Role.DASS, "trust": Role.TRUST_CHIEF_EXECUTIVE}
    appointment = Seat.objects.get(role=roles[kind], **{kind: place}).appointments.get()
    return appointment, {
        "correct": {"changes": {"note": "Corrected"}},
        "end_appointment": {"ends": today() + timedelta(days=30)},
        "give_way": {"ends": today() + timedelta(days=30)},
    }.get(act, {})


def _delegation(cast, act, kind):
    """The director's task, done by the performance lead."""
    appointment, inputs = _appointment(cast, "delegate_task", "authority")
    inputs["delegate"] = cast.north.performance_lead.person
    return workflow.delegate_task(appointment, by=cast.north.dcs, **inputs), {}


def _seat_with_second(place) -> Seat:
    """A seat of a role that opens access only with a second person; acting cover can be put beside its holder."""
    roles = {"region": Role.BOARD_MEMBER, "authority": Role.CHIEF_EXECUTIVE, "trust": Role.TRUST_CHIEF_EXECUTIVE}
    return place.seats.get(role=roles[place._meta.model_name])


def _memorandum(cast, act, kind):
    if act == "bring_into_force":
        return factories.memorandum_draft(cast.north.region, by=cast.administrator), {}
    return cast.north.memorandum, {"changes": {"summary": "Corrected"}} if act == "correct" else {}


def _party(cast, act, kind):
    inputs = {
        "correct": {"changes": {"signs_for_it": "The leader"}},
        "record_signature": {
            "signatory": "Somebody",
            "office": "Chief executive",
            "signed_on": date(2024, 5, 1),
            "schedules": list(Schedule.values),
        },
    }
    return cast.north.memorandum.parties.get(authority=cast.north.second), inputs[act]


def _signature(cast, act, kind):
    signed = cast.north.memorandum.parties.get(authority=cast.north.first)
    assert signed.signatures.get().signed_on == SINCE
    return signed.signatures.get(), {}


def _interest(cast, act, kind):
    return factories.interest(cast.north.dass.person, cast.north.second, by=cast.administrator), {"ends": today()}


def _waiver(cast, act, kind):
    person, authority = cast.north.dass.person, cast.north.second
    factories.interest(person, authority, by=cast.administrator)
    return factories.waiver(person, authority, by=cast.administrator), {}


def _import(cast, act, kind):
    region = cast.north.region if kind == "region" else None
    inputs = {"answers": {"2": 0}} if act == "answer_import" else {}
    return factories.previewed(region, by=cast.administrator), inputs


def _information_request(cast, act, kind):
    asked = factories.information_request(cast.north.region, by=cast.administrator)
    return asked, {"outcome": InformationRequestStatus.ANSWERED, "closed_on": today(), "words": "Sent."}


def _group(cast, act, kind):
    group = _a_group(cast, kind)
    return group, {
        "correct": {"changes": {"note": "Corrected"}},
        "add_group_member": {"authority": cast.north.first, "starts": today()},
    }.get(act, {})


def _member(cast, act, kind):
    member = workflow.add_group_member(
        _a_group(cast, kind), by=cast.administrator, authority=cast.north.first, starts=SINCE
    )
    return member, {"ends": today()} if act == "end_group_member" else {}


def _a_group(cast, kind):
    by = cast.administrator
    if kind == "across":
        return workflow.add_group_across(by, by=by, name="Coast")
    return workflow.add_group(cast.north.region, by=by, name="Moors")


SAMPLES = {
    "regions.interest": _interest,
    "regions.waiver": _waiver,
    "regions.directoryimport": _import,
    "regions.informationrequest": _information_request,
    "regions.group": _group,
    "regions.groupmember": _member,
    "accounts.user": _account,
    "accounts.invitation": _invitation,
    "accounts.approvallink": _link,
    "regions.person": _person,
    "regions.region": _a_place,
    "regions.authority": _a_place,
    "regions.trust": _a_place,
    "regions.trustservice": _service,
    "regions.seat": _seat,
    "regions.appointment": _appointment,
    "regions.delegation": _delegation,
    "regions.memorandum": _memorandum,
    "regions.party": _party,
    "regions.signature": _signature,
    **of_datasets.SAMPLES,
    **of_evaluations.SAMPLES,
}
