"""The one way to change anything that matters.

A *transition* changes the status of a row; a *command* is any other named write. Both are plain functions
declared with who may and what stands in the way. Calling one does, in one transaction and in this order:

    lock the row  >  check the person  >  check status and reasons  >  change  >  save  >  add to the trail

Locking comes first, so that of two people who act at once the second is judged by what the first one did.
The same declarations give pages their buttons (`offers`), the docs their diagrams and the tests their matrix.
"""

import functools
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from riia.audit import trail

# permitted(user, item) -> bool; unless(item, *, by, **inputs) -> sentences; what a declared function becomes.
Permitted = Callable[[Any, Any], bool]
Unless = Callable[..., list[str]]
Perform = Callable[..., Any]


class NotPossible(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """What was asked is not possible now; `reasons` says why, in sentences to show."""

    def __init__(self, *reasons: str):
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


class NotPermitted(PermissionDenied):
    """This person may not do this (a 403)."""


@dataclass(frozen=True)
class Act:
    """One declared write: everything that pages, docs and tests need to know about it."""

    name: str
    label: str
    on: type[models.Model]
    permitted: Permitted
    unless: Unless | None
    locking: str
    doc: str
    page: str
    sources: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()

    @property
    def is_transition(self) -> bool:
        return bool(self.targets)

    def reasons(self, item: models.Model, by: Any, **inputs: Any) -> list[str]:
        """Why it can't be done to this row now, in sentences; empty if it can."""
        if self.sources and item.status not in self.sources:  # type: ignore[attr-defined]
            stands = item.stands_at if hasattr(item, "stands_at") else f"it is {item.get_status_display().lower()}"  # type: ignore[attr-defined]
            return [f"{self.label} is not possible: {stands}."]
        return list(self.unless(item, by=by, **inputs)) if self.unless else []


@dataclass(frozen=True)
class Offer:
    """A button on a page: where it leads, and why it is grey if it is."""

    name: str
    label: str
    url: str
    reasons: tuple[str, ...]


REGISTRY: dict[str, Act] = {}
# The functions behind the declarations, for whoever knows an act by its key alone.
PERFORM: dict[str, Perform] = {}


def transition(
    *,
    on: type[models.Model],
    label: str,
    sources: Iterable[str],
    targets: Iterable[str],
    permitted: Permitted,
    unless: Unless | None = None,
    locking: str = "",
    page: str = "",
) -> Callable[[Perform], Perform]:
    """Declare a change of status: `function(item, *, by, **inputs)`.

    With one target the status is set before the function runs; with several the function returns it.
    `permitted(user, item) -> bool`; `unless(item, *, by, **inputs) -> list[str]` are sentences that stand in the
    way. `locking` names a foreign key whose row is locked first, where the rule concerns more than the row itself.
    `page` is the name of the URL at which people do this; it takes the row's number.
    """
    return _declare(on, label, permitted, unless, locking, page, frozenset(sources), frozenset(targets))


def command(
    *,
    on: type[models.Model] | tuple[type[models.Model], ...],
    label: str,
    permitted: Permitted,
    unless: Unless | None = None,
    locking: str = "",
    page: str = "",
) -> Callable[[Perform], Perform]:
    """Declare a named write that changes no status. One that creates locks the parent and returns the new row.

    `on` may be several models that share the write, such as all those whose facts can be confirmed.
    """
    return _declare(on, label, permitted, unless, locking, page, frozenset(), frozenset())


def act_for(perform: Perform, item: models.Model) -> Act:
    """The declaration behind a named write, for a row."""
    found: Act = perform.acts[item._meta.model]  # type: ignore[attr-defined]
    return found


def locked(act: Act, item: models.Model) -> Any:
    """The row as the act will find it, locked in the order in which the act locks. Only inside a transaction."""
    return _lock(act, item)


def offers(item: models.Model, user: Any) -> list[Offer]:
    """What `user` may do to `item`, as buttons; those that stand in the way of themselves say why."""
    found = []
    for act in REGISTRY.values():
        if not isinstance(item, act.on) or not act.page or (act.sources and item.status not in act.sources):  # type: ignore[attr-defined]
            continue
        if act.permitted(user, item):
            url = reverse(act.page, args=[item.pk])
            found.append(Offer(act.name, act.label, url, tuple(act.reasons(item, user))))
    return found


def _declare(
    on: type[models.Model] | tuple[type[models.Model], ...],
    label: str,
    permitted: Permitted,
    unless: Unless | None,
    locking: str,
    page: str,
    sources: frozenset[str],
    targets: frozenset[str],
) -> Callable[[Perform], Perform]:
    def decorate(function: Perform) -> Perform:
        acts: dict[type[models.Model], Act] = {}
        for model in on if isinstance(on, tuple) else (on,):
            act = Act(
                name=function.__name__,
                label=label,
                on=model,
                permitted=permitted,
                unless=unless,
                locking=locking,
                doc=inspect.getdoc(function) or "",
                page=page,
                sources=sources,
                targets=targets,
            )
            key = f"{model._meta.label_lower}.{act.name}"
            if key in REGISTRY:
                raise ValueError(f"{key} is declared twice")
            REGISTRY[key] = acts[model] = act

        @functools.wraps(function)
        def perform(item: models.Model, *, by: Any, reason: str = "", **inputs: Any) -> Any:
            return _perform(acts[item._meta.model], function, item, by, reason, inputs)

        perform.acts = acts  # type: ignore[attr-defined]
        PERFORM.update({f"{model._meta.label_lower}.{act.name}": perform for model, act in acts.items()})
        return perform

    return decorate


def _perform(act: Act, function: Perform, item: models.Model, by: Any, reason: str, inputs: dict[str, Any]) -> Any:
    try:
        with transaction.atomic():
            locked = _lock(act, item)
            if not act.permitted(by, locked):
                raise NotPermitted(f"You may not do this: {act.label.lower()}.")
            if reasons := act.reasons(locked, by, **inputs):
                raise NotPossible(*reasons)
            before = trail.snapshot(locked)
            if len(act.targets) == 1:
                (locked.status,) = act.targets
            result = function(locked, by=by, **inputs)
            if len(act.targets) > 1:
                if result not in act.targets:
                    raise ValueError(f"{act.name} returned {result!r}, which is not one of its targets")
                locked.status = result
            created = result if isinstance(result, models.Model) and result != locked else None
            _write(act, locked, created, before, by, reason)
    except IntegrityError as error:
        # The database is the backstop of rules that are checked above; reaching it means somebody was faster.
        raise NotPossible("Somebody changed this at the same moment. Look at it again, then try once more.") from error
    _forget_reach(by)
    return created or _refreshed(item, locked)


def _lock(act: Act, item: models.Model) -> Any:
    """The row as it stands in the database, locked; its parent first where the act says so."""
    if act.locking:
        parent = getattr(item, act.locking)
        type(parent)._base_manager.select_for_update().get(pk=parent.pk)
    return act.on._base_manager.select_for_update().get(pk=item.pk)


def _write(act: Act, locked: Any, created: Any, before: dict[str, Any], by: Any, reason: str) -> None:
    if created is None:
        locked.save()
        old, new = trail.differences(before, trail.snapshot(locked))
        trail.record(act.name, act.label, by=by, on=locked, before=old, after=new, reason=reason)
    else:
        trail.record(act.name, act.label, by=by, on=created, after=trail.snapshot(created), reason=reason)


def _refreshed(item: models.Model, locked: models.Model) -> models.Model:
    """The caller's own object, brought up to date."""
    for column in locked._meta.concrete_fields:
        setattr(item, column.attname, getattr(locked, column.attname))
    return item


def _forget_reach(by: Any) -> None:
    """What the person may do can have changed with what they did."""
    if by is not None:
        by.__dict__.pop("_reach", None)
