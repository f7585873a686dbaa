"""Writing the trail, sealing it, and checking that nobody has touched it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string

from riia.audit.context import request_id
from riia.audit.models import Event, Seal

# No transaction is open for longer than this, so an unsealed row that is older than the chain by more was slipped in.
LONGEST_TRANSACTION = timedelta(hours=1)
FIRST = "0" * 64
PART = "part:"
# How many links of the chain are looked at together.
AT_ONCE = 900
ENCODER = DjangoJSONEncoder(sort_keys=True, ensure_ascii=False)


def snapshot(item: models.Model) -> dict:
    """The stored fields of a row as {field: value}. Those in `trail_digests` appear as digests (ACC-16).

    A row of many parts tells them apart: `trail_parts()` gives {name: value}, and each is digested as "part:name".
    """
    digested = getattr(item, "trail_digests", ())
    parts = item.trail_parts() if hasattr(item, "trail_parts") else {}
    return {f"{PART}{name}": _digest(value) for name, value in parts.items()} | {
        field.attname: _digest(value) if field.attname in digested and value else value
        for field in item._meta.concrete_fields
        for value in [field.value_from_object(item)]
    }


def differences(before: dict, after: dict) -> tuple[dict, dict]:
    """The two snapshots without the fields in which they agree; a part that is there no more is in the first alone."""
    gone = {name: value for name, value in before.items() if name.startswith(PART) and name not in after}
    changed = [name for name in after if before.get(name) != after[name]]
    old = {name: before[name] for name in changed if name in before}
    return gone | old, {name: after[name] for name in changed}


def record(
    verb: str,
    label: str,
    *,
    by,
    on: models.Model,
    before: dict | None = None,
    after: dict | None = None,
    reason: str = "",
) -> Event:
    """Add one event. Call it inside the transaction that makes the change.

    `by` is a user, or None for the portal itself (clocks, commands).
    """
    scope = getattr(on, "trail_scope", "")
    return Event.objects.create(
        at=timezone.now(),
        request_id=request_id.get(),
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else "The portal",
        acting_as=import_string(settings.ACTING_AS)(by, on, verb)[:300] if by else "",
        verb=verb,
        label=label,
        target_model=on._meta.label_lower,
        target_id=str(on.pk),
        target_name=str(on)[:300],
        scope=scope() if callable(scope) else scope,
        before=before or {},
        after=after or {},
        reason=reason,
    )


@dataclass(frozen=True)
class Entry:
    """What `record` takes, for one of many events."""

    verb: str
    label: str
    on: models.Model
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    reason: str = ""


def record_many(entries: Iterable[Entry], *, by) -> int:
    """Add events of one person in one transaction, in order. Returns how many.

    Under which appointment they act is asked once: it is for acts on what they keep themselves, not for others.
    """
    acting_as = import_string(settings.ACTING_AS)(by)[:300] if by else ""
    actor_id, actor_name = (by.pk, str(by)) if by else (None, "The portal")
    now, request, done = timezone.now(), request_id.get(), 0
    for some in batched(entries, AT_ONCE):
        Event.objects.bulk_create(
            Event(
                at=now,
                request_id=request,
                actor_id=actor_id,
                actor_name=actor_name,
                acting_as=acting_as,
                verb=one.verb,
                label=one.label,
                target_model=one.on._meta.label_lower,
                target_id=str(one.on.pk),
                target_name=str(one.on)[:300],
                scope=one.on.trail_scope() if hasattr(one.on, "trail_scope") else "",
                before=one.before,
                after=one.after,
                reason=one.reason,
            )
            for one in some
        )
        done += len(some)
    return done


def record_disposal(kind: str, model: type[models.Model], after: dict) -> Event:
    """Add a marker that records of a kind were disposed of: how many and when, and nothing about whom (ACC-16)."""
    return Event.objects.create(
        at=timezone.now(),
        request_id=request_id.get(),
        actor_name="The portal",
        verb="dispose",
        label="Disposed of",
        target_model=model._meta.label_lower,
        target_name=kind[:300],
        after=after,
    )


def seal() -> int:
    """Chain every event that isn't sealed yet, oldest first. Returns how many.

    Sealing comes after commit: a chain inside business transactions would make them wait for one another.
    """
    with transaction.atomic():
        _one_at_a_time()
        last = Seal.objects.order_by("-number").first()
        number, digest = (last.number, last.digest) if last else (0, FIRST)
        slipped_in = {event.pk for event in _slipped_in(last)}
        seals, now = [], timezone.now()
        for event in _unsealed().exclude(pk__in=slipped_in).order_by("pk").iterator(chunk_size=2000):
            number, digest = number + 1, digest_of(event, digest)
            seals.append(Seal(number=number, event_id=event.pk, digest=digest, sealed_at=now))
        Seal.objects.bulk_create(seals, batch_size=2000)
        return len(seals)


def digest_of(event: Event, previous: str) -> str:
    """The SHA-256 of an event's stored values and of the digest before it, in hexadecimal."""
    return _digest_of({name: getattr(event, name) for name in _stored()}, previous)


def faults(using: str = DEFAULT_DB_ALIAS) -> Iterator[str]:
    """What is wrong with the trail, a sentence each, naming the row; nothing when all is well.

    Reads a part of the chain at a time: memory doesn't grow with the trail.
    """
    previous, expected = FIRST, 0
    seals = Seal.objects.using(using).order_by("number")
    chain = seals.values_list("number", "event_id", "digest").iterator(chunk_size=AT_ONCE)
    for links in batched(chain, AT_ONCE):
        stored = _events_of([number for _, number, _ in links], using)
        for number, event_id, digest in links:
            expected += 1
            if number != expected:
                yield f"Seal {expected} is missing (next is {number})."
                expected = number
            event = stored.get(event_id)
            if event is None:
                yield f"Event {event_id} was removed: seal {number} has no event."
            elif _digest_of(event, previous) != digest:
                yield f"Event {_named(event)} was altered, or its seal {number} was."
            previous = digest
    for slipped in _slipped_in(seals.last(), using):
        yield f"Event {slipped.pk} ({slipped}) was slipped in behind the chain."


def batched(rows: Iterable[Any], size: int) -> Iterator[tuple[Any, ...]]:
    """Rows in groups of a size, the last one shorter."""
    waiting = iter(rows)
    while group := tuple(islice(waiting, size)):
        yield group


@cache
def _stored() -> tuple[str, ...]:
    return tuple(field.attname for field in Event._meta.concrete_fields)


def _digest_of(values: dict, previous: str) -> str:
    return hashlib.sha256(f"{previous}{ENCODER.encode(values)}".encode()).hexdigest()


def _events_of(numbers: list[int], using: str) -> dict[int, dict]:
    """The stored values of some events. They mostly lie side by side; then one range finds them."""
    events = Event.objects.using(using).order_by()
    if max(numbers) - min(numbers) < 2 * len(numbers):
        events = events.filter(pk__range=(min(numbers), max(numbers)))
    else:
        events = events.filter(pk__in=numbers)
    return {values["id"]: values for values in events.values(*_stored())}


def _named(values: dict) -> str:
    return f"{values['id']} ({values['label']}: {values['target_name']})"


def _unsealed(using: str = DEFAULT_DB_ALIAS):
    sealed = Seal.objects.using(using).filter(event_id=models.OuterRef("pk"))
    return Event.objects.using(using).filter(~models.Exists(sealed))


def _slipped_in(last: Seal | None, using: str = DEFAULT_DB_ALIAS) -> list[Event]:
    """Unsealed events that claim a time at which they would long have been sealed."""
    return list(_unsealed(using).filter(at__lt=last.sealed_at - LONGEST_TRANSACTION).order_by("pk")) if last else []


def _one_at_a_time() -> None:
    """Let one process at a time seal. SQLite's immediate transactions already see to it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7421)")


def _digest(value: object) -> str:
    # With the portal's key, so that nobody can find out by trying which address or number a digest stands for.
    return "digest:" + salted_hmac("riia.audit", str(value)).hexdigest()[:16]
