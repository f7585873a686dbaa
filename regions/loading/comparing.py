"""Bringing rows into line with files: add what is missing, change what differs, leave what people have touched."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models

from riia.audit import trail
from riia.audit.models import Event

VERB = "load_reference"
TOUCHED = "has been changed or confirmed in the portal"


@dataclass
class Outcome:
    """What a load did to the rows of one kind; `left` has a sentence for each row that it left alone."""

    kind: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    left: list[str] = field(default_factory=list)
    stored: dict[tuple, models.Model] = field(default_factory=dict, repr=False)

    @property
    def total(self) -> int:
        return self.added + self.changed + self.unchanged + len(self.left)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "left alone": len(self.left),
        }


@dataclass(frozen=True)
class Rows:
    """The rows of one model that the files want: values by column name.

    key: the columns by which a stored row is recognised. once: columns that are written with a new row and then
    belong to the portal, such as a status. unless: why a missing row can't be added, or an empty string.
    """

    model: type[models.Model]
    key: tuple[str, ...]
    wanted: list[dict]
    once: tuple[str, ...] = ()
    unless: Callable[[dict], str] = lambda row: ""


def bring(rows: Rows, *, first: bool) -> Outcome:
    """Bring the stored rows of one model into line with the wanted ones.

    On the first load of an installation one summary stands for all rows; later each row added or changed is an entry
    of its own in the trail. Nothing is ever removed (DIR-13).
    """
    outcome = Outcome(str(rows.model._meta.verbose_name_plural))
    outcome.stored = {_key(rows, one): one for one in rows.model._base_manager.all()}
    differing, missing = [], []
    for row in rows.wanted:
        stored = outcome.stored.get(tuple(row[name] for name in rows.key))
        if stored is None:
            missing.append(row)
        elif changes := _changes(rows, stored, row):
            differing.append((stored, changes))
        else:
            outcome.unchanged += 1
    _add(rows, missing, outcome, first)
    _change(rows.model, differing, outcome)
    return outcome


def touched_by_people(model: type[models.Model], ids: list[int]) -> set[int]:
    """Those rows that a person has changed or confirmed, going by the trail and by who confirmed them."""
    events = Event.objects.filter(
        actor_id__isnull=False, target_model=model._meta.label_lower, target_id__in=[str(pk) for pk in ids]
    )
    touched = {int(one) for one in events.values_list("target_id", flat=True)}
    if any(column.name == "confirmed_by" for column in model._meta.concrete_fields):
        confirmed = model._base_manager.filter(pk__in=ids, confirmed_by__isnull=False)
        touched |= set(confirmed.values_list("pk", flat=True))
    return touched


def _key(rows: Rows, item: models.Model) -> tuple:
    return tuple(getattr(item, name) for name in rows.key)


def _changes(rows: Rows, stored: models.Model, row: dict) -> dict:
    return {name: value for name, value in row.items() if name not in rows.once and getattr(stored, name) != value}


def _add(rows: Rows, missing: list[dict], outcome: Outcome, first: bool) -> None:
    new = []
    for row in missing:
        item = rows.model(**row)
        if reason := rows.unless(row):
            outcome.left.append(f"{item} {reason}")
        else:
            new.append(item)
    rows.model._base_manager.bulk_create(new)
    outcome.added = len(new)
    outcome.stored.update((_key(rows, one), one) for one in new)
    if not first:
        for one in new:
            trail.record(VERB, "Added from the reference files", by=None, on=one, after=trail.snapshot(one))


def _change(model: type[models.Model], differing: list[tuple[models.Model, dict]], outcome: Outcome) -> None:
    touched = touched_by_people(model, [one.pk for one, _ in differing]) if differing else set()
    for one, changes in differing:
        if one.pk in touched:
            outcome.left.append(f"{one} {TOUCHED}")
            continue
        before = trail.snapshot(one)
        for name, value in changes.items():
            setattr(one, name, value)
        one.save(update_fields=list(changes))
        old, new = trail.differences(before, trail.snapshot(one))
        trail.record(VERB, "Brought into line with the reference files", by=None, on=one, before=old, after=new)
        outcome.changed += 1
