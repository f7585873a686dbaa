"""The who-may table, worked out by asking the rules themselves, for `docs/who-may.md` and the tests.

Every declared act is asked about one sample of what it is done to, in one's own place, in another authority of one's
region, and elsewhere, on behalf of somebody with one seat and no other. Nothing is read from the database.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import models

from regions import roles
from regions.models import (
    Appointment,
    Authority,
    Delegation,
    DirectoryImport,
    Group,
    GroupMember,
    InformationRequest,
    Interest,
    Memorandum,
    Party,
    Person,
    Region,
    Seat,
    Signature,
    Trust,
    TrustService,
    Waiver,
)
from regions.querysets import today
from regions.reach import Held, Reach
from regions.roles import ABOUT, Place, Role
from riia.accounts.models import ApprovalLink, Invitation, User
from riia.workflow import REGISTRY, Act

ME, SOMEBODY_ELSE = 1, 2
OWN, NEIGHBOUR, ELSEWHERE = 1, 2, 3
ADMINISTRATOR = "Administrator"
NO_SEAT = "Signed in, no appointment"
ANONYMOUS = "Not signed in"
IF_THEIRS = "if it is theirs"
# Samples of the things of apps above, by model: where -> (what it is in words, on what condition, the row itself).
FROM_ABOVE: dict[type[models.Model], Callable[[int], Iterator[tuple[str, str, models.Model]]]] = {}


@dataclass(frozen=True)
class Line:
    """Who may do one act to one kind of thing: {who: how far}, everybody else may not."""

    act: str
    label: str
    doc: str
    on: str
    who: dict[str, str]


def table() -> list[Line]:
    """Every declared act with who may do it, in the order in which acts are declared."""
    return [line for key, act in REGISTRY.items() for line in _lines(key, act)]


def markdown() -> str:
    """The text of docs/who-may.md."""
    lines = [
        "# Who may do what",
        "",
        "Written by `manage.py draw_workflows` from the rules themselves; `make check` fails when it is out of date.",
        "What a person may do comes from current, confirmed appointments alone (ACC-1). Whoever is not named may not.",
        "*Own* is the place of the seat and, for a trust's, the authorities that it serves; *own region* is all of the "
        "region, with its authorities and the trusts that serve them.",
        "",
        "## Acts",
        "",
        "| act | done to | who may |",
        "|---|---|---|",
        *(f"| {line.label} | {line.on} | {_in_words(line.who)} |" for line in table()),
        "",
        "## What each seat opens",
        "",
        "*Second person*: opens access only when a second person has confirmed it (ACC-9). *Second factor*: its holder "
        "signs in with one (ACC-6). *Shared material*: what other authorities share, under a signed memorandum "
        "(ACC-4, ACC-10).",
        "",
        "| seat | of | holder is public | second person | second factor | shared material | opens |",
        "|---|---|---|---|---|---|---|",
        *(_seat_line(role) for role in Role),
        "",
    ]
    return "\n".join(lines)


# --- Who asks ---------------------------------------------------------------------------------------------------------


def _askers() -> Iterator[tuple[str, User | AnonymousUser]]:
    yield ADMINISTRATOR, _somebody(Reach(user=ME, administrator=True), is_staff=True)
    for role in Role:
        # A regional team's reach holds the trusts that serve its region.
        trusts = frozenset({OWN, NEIGHBOUR}) if role in roles.TEAM else frozenset()
        yield role.label, _somebody(Reach(user=ME, held=(_held(role),), keeps_trusts=trusts))
    yield NO_SEAT, _somebody(Reach(user=ME))
    yield ANONYMOUS, AnonymousUser()


def _somebody(reach: Reach, *, pk: int = ME, **details: bool) -> User:
    """An account that is in no database, with the reach it is to have where `reach_of` looks first."""
    user = User(pk=pk, **details)
    user.__dict__["_reach"] = (today(), reach)
    return user


def _held(role: Role) -> Held:
    place = ABOUT[role].place
    return Held(
        appointment=1,
        seat=1,
        role=role,
        name=role.label,
        place_kind=place,
        place=OWN,
        place_name="",
        authorities=frozenset() if place == Place.REGION else frozenset({OWN}),
        regions=frozenset({OWN}),
        demonstration=False,
    )


# --- What is asked about ----------------------------------------------------------------------------------------------


def _region(where: int) -> Region:
    # Another authority of one's region lies in one's region.
    return Region(pk=OWN if where == NEIGHBOUR else where)


def _place(kind: str, where: int) -> dict[str, Region | Authority | Trust]:
    if kind == Place.REGION:
        return {"region": _region(where)}
    if kind == Place.AUTHORITY:
        return {"authority": Authority(pk=where, region=_region(where))}
    return {"trust": Trust(pk=where)}


def _samples(model: type[models.Model], where: int) -> Iterator[tuple[str, str, models.Model]]:
    """(what it is in words, on what condition, the row itself), each kind of thing under each condition."""
    if model in FROM_ABOVE:
        yield from FROM_ABOVE[model](where)
    elif model is User:
        yield "an account", "", User(pk=SOMEBODY_ELSE)
    elif model in (Invitation, ApprovalLink):
        yield from _letters(model)
    elif model in (Region, Authority, Trust):
        kind = Place(str(model._meta.model_name))
        yield {Place.AUTHORITY: f"an {kind}"}.get(kind, f"a {kind}"), "", _place(kind, where)[kind]
    elif model is TrustService:
        yield (
            "what a trust runs",
            "",
            TrustService(trust=Trust(pk=where), authority=Authority(pk=where, region=_region(where))),
        )
    elif model in (Group, GroupMember):
        yield from _groups(model, where)
    elif model in (DirectoryImport, InformationRequest, Interest, Waiver):
        yield from _registered(model, Authority(pk=where, region=_region(where)))
    elif model in (Memorandum, Party, Signature):
        yield from _papers(model, Memorandum(region=_region(where)))
    else:
        yield from _seated(model, where)


def _seated(model: type[models.Model], where: int) -> Iterator[tuple[str, str, models.Model]]:
    for kind in Place:
        # A region's seats have no tasks that could be left to somebody.
        if model is not Delegation or kind != Place.REGION:
            of = {Place.REGION: "a region", Place.AUTHORITY: "an authority", Place.TRUST: "a trust"}[kind]
            yield from _in_a_seat(model, f"a seat of {of}", Seat(**_place(kind, where)))
    if model in (Seat, Appointment):
        officers = Seat(role=Role.PERFORMANCE_LEAD, **_place(Place.AUTHORITY, where))
        yield from _in_a_seat(model, "an officer’s seat", officers)


def _letters(model: type[models.Model]) -> Iterator[tuple[str, str, models.Model]]:
    if model is Invitation:
        yield "an invitation", "", Invitation(user_id=SOMEBODY_ELSE)
        yield "an invitation", IF_THEIRS, Invitation(user_id=ME)
    else:
        yield "a link for approval", "", ApprovalLink(user_id=SOMEBODY_ELSE, asked_by_id=SOMEBODY_ELSE)
        yield "a link for approval", IF_THEIRS, ApprovalLink(user_id=ME, asked_by_id=ME)


def _registered(model: type[models.Model], authority: Authority) -> Iterator[tuple[str, str, models.Model]]:
    somebody = Person(user_id=SOMEBODY_ELSE)
    if model is DirectoryImport:
        yield "a file about a region", "", DirectoryImport(region=authority.region)
        yield "a file about several regions", "", DirectoryImport()
    elif model is InformationRequest:
        yield "an information request", "", InformationRequest(region=authority.region)
    elif model is Waiver:
        yield "a waiver of a conflict", "", Waiver(person=somebody, authority=authority)
    else:
        on = "an interest that was declared"
        yield on, "", Interest(person=somebody, authority=authority)
        if authority.pk == OWN:
            yield on, IF_THEIRS, Interest(person=Person(user_id=ME), authority=authority)


def _groups(model: type[models.Model], where: int) -> Iterator[tuple[str, str, models.Model]]:
    for of, group in (("a region’s group", Group(region=_region(where))), ("a group across regions", Group())):
        yield (of, "", group) if model is Group else (f"an authority in {of}", "", GroupMember(group=group))


def _papers(model: type[models.Model], memorandum: Memorandum) -> Iterator[tuple[str, str, models.Model]]:
    if model is Memorandum:
        yield "a memorandum", "", memorandum
    elif model is Party:
        yield "a party to a memorandum", "", Party(memorandum=memorandum)
    else:
        yield "a signature", "", Signature(party=Party(memorandum=memorandum))


def _in_a_seat(model: type[models.Model], of: str, seat: Seat) -> Iterator[tuple[str, str, models.Model]]:
    if model is Seat:
        yield of, "", seat
    elif model is Person:
        # A person is in the care of who keeps a place in which they hold or held a seat.
        on = f"a person with {of}"
        yield on, "", Appointment(seat=seat)
        if seat.place.pk == OWN:
            yield on, IF_THEIRS, Person(user_id=ME)
    elif model is Appointment:
        on = f"an appointment to {of}"
        yield on, "", Appointment(seat=seat)
        yield on, "", Appointment(seat=seat, proposed_by=_somebody(Reach(administrator=True), pk=SOMEBODY_ELSE))
        yield on, IF_THEIRS, Appointment(seat=seat, proposed_by=_somebody(Reach(administrator=True)))
        if seat.place.pk == OWN:
            yield on, IF_THEIRS, Appointment(pk=OWN, seat=seat)
    elif model is Delegation:
        on = f"a task done for somebody with {of}"
        holder, delegate = Person(user_id=SOMEBODY_ELSE), Person(user_id=SOMEBODY_ELSE)
        yield on, "", Delegation(appointment=Appointment(seat=seat, person=holder), delegate=delegate)
        if seat.place.pk == OWN:
            own = Appointment(seat=seat, person=Person(user_id=ME))
            yield on, IF_THEIRS, Delegation(appointment=own, delegate=delegate)
    else:
        raise LookupError(f"The who-may table has no sample of {model.__name__}.")


# --- What the rules answer --------------------------------------------------------------------------------------------


def _lines(key: str, act: Act) -> Iterator[Line]:
    """One line for each kind of thing that the act is done to; those with the same answer are one."""
    answers: dict[str, dict[str, str]] = {}
    for on in dict.fromkeys(words for words, _, _ in _sampled(act.on, OWN)):
        found = {name: _how_far(act, on, asker) for name, asker in _askers()}
        answers[on] = {name: far for name, far in found.items() if far}
    for who in _distinct(answers.values()):
        on = ", ".join(words for words, others in answers.items() if others == who)
        yield Line(key, act.label, act.doc, on, who)


def _distinct(values) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for one in values:
        if one not in found:
            found.append(one)
    return found


def _how_far(act: Act, on: str, asker: User | AnonymousUser) -> str:
    """Where one person may, in words, with the condition if there is one; empty where they may not at all."""
    places = {where: _conditions(act, on, where, asker) for where in (OWN, NEIGHBOUR, ELSEWHERE)}
    if not places[OWN]:
        return ""
    placeless = act.on in (User, Invitation, ApprovalLink)
    far = "everywhere" if places[ELSEWHERE] else "own region" if places[NEIGHBOUR] else "own"
    condition = "" if "" in places[OWN] else min(places[OWN])
    return ", ".join(filter(None, ["" if placeless and condition else far, condition]))


@functools.cache
def _sampled(model: type[models.Model], where: int) -> tuple[tuple[str, str, models.Model], ...]:
    return tuple(_samples(model, where))


def _conditions(act: Act, on: str, where: int, asker: User | AnonymousUser) -> set[str]:
    return {
        condition for words, condition, item in _sampled(act.on, where) if words == on and act.permitted(asker, item)
    }


def _in_words(who: dict[str, str]) -> str:
    """Who may, grouped by how far; "nobody" where nobody may."""
    by_reach: dict[str, list[str]] = {}
    for name, far in who.items():
        by_reach.setdefault(far, []).append(name)
    everybody = len(Role) + 2  # with administrators and those without a seat
    parts = [
        f"{'everybody with an account' if len(names) == everybody else ', '.join(names)} ({far})"
        for far, names in by_reach.items()
    ]
    return "; ".join(parts) or "nobody"


def _seat_line(role: Role) -> str:
    about = ABOUT[role]
    marks = (about.public, about.second, role in roles.NEEDS_SECOND_FACTOR, about.reader)
    return (
        "| "
        + " | ".join([role.label, about.place.label, *("yes" if one else "no" for one in marks), about.gives])
        + " |"
    )
