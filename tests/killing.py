"""A process that is killed in the middle of an act, again and again, at every point there is.

Run by `tests/regions/test_races.py` as a process of its own, on the test's database:

    python -m tests.killing ACT PK ACCOUNT [EVERY]

For each database statement that the act makes (or every so many), a child begins the act and is killed right before
that statement; then once right before the commit and once right after it. After each death one line of JSON tells what
the database holds: {"point": ..., "fingerprint": ...}.
"""

import hashlib
import json
import os
import signal
import sys
from datetime import date

import django
from django.db import connection

AFTER_COMMIT, BEFORE_COMMIT = "after commit", "before commit"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def perform(act: str, pk: int, account: int) -> None:
    """One of the portal's acts, with inputs that are possible."""
    from regions import workflow
    from regions.models import Appointment, Memorandum, Person, Seat
    from riia.accounts.models import User

    by = User.objects.get(pk=account)
    if act == "appoint":
        person = Person.objects.latest("pk")
        workflow.appoint(Seat.objects.get(pk=pk), by=by, person=person, starts=date.today())
    elif act == "confirm_appointment":
        workflow.confirm_appointment(Appointment.objects.get(pk=pk), by=by)
    elif act == "bring_into_force":
        workflow.bring_into_force(Memorandum.objects.get(pk=pk), by=by)
    elif act == "record_edition":
        upload(pk, by)
    else:
        raise SystemExit(f"There is no act {act} here.")


def upload(pk: int, by) -> None:
    """A return's template with other figures, read and kept as somebody who uploads it has it."""
    from datasets import workflow
    from datasets.files.reading import read_upload
    from datasets.models import Return
    from tests.datasets.filling import text

    return_ = Return.objects.get(pk=pk)
    found = read_upload(return_, "return.csv", text(return_, referrals=401))
    workflow.record_edition(return_, by=by, figures=found.figures, origin=found.origin, seen=1)


def fingerprint() -> str:
    """A digest of everything that an act could have written."""
    from datasets.models import Edition, Figure, FigureWarning, Return
    from regions.models import Appointment, Memorandum
    from riia.audit.models import Event
    from riia.notifications.models import Notice

    models = (Appointment, Memorandum, Event, Notice, Return, Edition, Figure, FigureWarning)
    rows = [list(model.objects.order_by("pk").values_list()) for model in models]
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def child(point: int | str, act: str, pk: int, account: int) -> None:
    """Perform the act and be killed at a point: the number of a statement, or around the commit."""
    seen = 0

    def count(execute, sql, params, many, context):
        nonlocal seen
        seen += 1
        if seen == point:
            die()
        return execute(sql, params, many, context)

    commit = connection._commit

    def committing():
        if point == BEFORE_COMMIT:
            die()
        commit()
        if point == AFTER_COMMIT:
            die()

    connection._commit = committing
    with connection.execute_wrapper(count):
        perform(act, pk, account)


def killed_at(point: int | str, *what) -> bool:
    """Let a child die at a point; False when the act ended before it came to that point."""
    connection.close()
    number = os.fork()
    if number == 0:
        try:
            child(point, *what)
        finally:
            os._exit(0)
    _, status = os.waitpid(number, 0)
    return os.WIFSIGNALED(status)


def main(act: str, pk: str, account: str, every: str = "1") -> None:
    django.setup()
    what = (act, int(pk), int(account))
    # How many statements there are shows in a child that dies only before its commit.
    points: list[int | str] = [BEFORE_COMMIT, *range(1, 200, int(every))]
    for point in points:
        before = fingerprint()
        if point != BEFORE_COMMIT and point > statements(*what):
            break
        if not killed_at(point, *what):
            raise SystemExit(f"The act was not killed at {point}.")
        tell(point, before)
    before = fingerprint()
    killed_at(AFTER_COMMIT, *what)
    tell(AFTER_COMMIT, before)


def statements(*what, known: dict = {}) -> int:  # noqa: B006
    """How many statements the act makes; it is killed before its commit to find out."""
    if "count" not in known:
        reading, writing = os.pipe()
        connection.close()
        number = os.fork()
        if number == 0:
            seen = [0]

            def count(execute, sql, params, many, context):
                seen[0] += 1
                return execute(sql, params, many, context)

            def committing():
                os.write(writing, str(seen[0]).encode())
                die()

            connection._commit = committing
            with connection.execute_wrapper(count):
                perform(*what)
            os._exit(1)
        os.waitpid(number, 0)
        known["count"] = int(os.read(reading, 20))
    return known["count"]


def tell(point: int | str, before: str) -> None:
    after = fingerprint()
    print(json.dumps({"point": point, "changed": before != after, "fingerprint": after}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
