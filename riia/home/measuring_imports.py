"""How fast a file of people, seats and appointments is previewed and confirmed, for `manage.py bench`."""

import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from django.db import transaction

from regions import workflow
from regions.importing.reading import read
from regions.models import Authority, Region
from regions.workflow.imports import plan_of
from riia.accounts.models import User

GIVEN = ("Adaeze", "Bronwen", "Callum", "Deepika", "Eilidh", "Farouk", "Gwilym", "Hanneke", "Ioana", "Jarek", "Kwame")
BEGIN = ("Ab", "Bex", "Cor", "Dun", "Eg", "Fen", "Gar", "Hol", "Ing", "Jes", "Kem", "Lan", "Mor", "Nor", "Os", "Pel")
END = ("bury", "combe", "dale", "field", "gate", "ham", "ington", "ley", "minster", "ness", "over", "port", "wick")
HEADER = "name,email,place_type,place,role,seat_number,job_title,employer,from,to,note"


@dataclass(frozen=True)
class Timing:
    """One step: seconds, and the most memory that the process has used so far, in MB."""

    what: str
    seconds: float
    megabytes: float


def measure_import(rows: int, region: Region, by: User) -> Iterator[Timing]:
    """A file of new rows, three of them wrong; the same put right; then half of it changed. All is rolled back."""
    lines = _lines(rows, region)
    wrong = [
        lines[0],
        *(line.replace("2026-0", "2026-4") if n in (7, 8, 9) else line for n, line in enumerate(lines[1:])),
    ]
    changed = [lines[0], *(_changed(line) if n % 2 else line for n, line in enumerate(lines[1:]))]
    with transaction.atomic():
        for what, content in (("3 wrong", wrong), ("new", lines), ("half changed", changed), ("unchanged", changed)):
            yield from _steps(f"{rows:,} rows, {what}", content, region, by)
        transaction.set_rollback(True)


def _steps(what: str, lines: list[str], region: Region, by: User) -> Iterator[Timing]:
    begun = time.perf_counter()
    item = workflow.preview_import(region, by=by, sheet=read("people.csv", "\n".join(lines).encode()))
    plan = plan_of(item, by)
    reasons, fingerprint = plan.reasons, plan.fingerprint
    yield Timing(f"{what}: read and previewed", time.perf_counter() - begun, megabytes())
    # Who confirms sends another request: nothing of the preview is in memory then.
    del plan
    if reasons:
        return
    begun = time.perf_counter()
    workflow.confirm_import(item, by=by, fingerprint=fingerprint)
    yield Timing(f"{what}: confirmed, with history", time.perf_counter() - begun, megabytes())


def _lines(rows: int, region: Region) -> list[str]:
    chance = Random(1)  # noqa: S311 - nothing is kept secret with it
    places = [one.slug for one in Authority.objects.filter(region=region, active_to=None).order_by("slug")]
    names = [f"{given} {begin}{end}" for given in GIVEN for begin in BEGIN for end in END]
    lines = [HEADER]
    for number in range(rows):
        name = f"{chance.choice(names)}-{chance.choice(BEGIN)}{chance.choice(END)}"
        place, seat = places[number % len(places)], number // len(places) + 100
        day = f"2026-0{number % 9 + 1}-{number % 27 + 1:02}"
        about = f"officer.{number}@measuring.example,authority,{place},named-reader,{seat - 99}"
        lines.append(f"{name} {_letters(number)},{about},Officer {number},{place},{day},,Measured")
    return lines


def _letters(number: int) -> str:
    """A second surname that no other has."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}").capitalize() + "son"


def _changed(line: str) -> str:
    return line.replace("Officer ", "Senior officer ").replace("Measured", "Measured again")


def megabytes() -> float:
    """The most memory that the process has used so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
