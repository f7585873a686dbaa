"""Rows in every status, reached as people reach it, so that test data can't be impossible.

Each takes the cast's accounts where somebody acts. `stated` is the one exception: what a source states is loaded, not
decided, so it is written as the loader writes it.
"""

from datetime import date, timedelta
from itertools import count

from regions import workflow
from regions.importing.reading import Sheet, read
from regions.models import (
    Appointment,
    Authority,
    DirectoryImport,
    Interest,
    Memorandum,
    Party,
    Person,
    Region,
    Seat,
    Signature,
    Source,
    Trust,
    Waiver,
)
from regions.querysets import today
from regions.roles import Role
from regions.statuses import AppointmentStatus, InterestKind, Schedule, Task
from riia.accounts.models import User
from tests.people import account

NUMBERS = count(1)


def person(name: str = "", user: User | None = None, **fields) -> Person:
    """Somebody who holds no seat; with an account only where one is given."""
    return Person.objects.create(name=name or f"Newcomer {next(NUMBERS)}", user=user, **fields)


def newcomer(name: str = "") -> Person:
    """Somebody with an account who holds no seat."""
    number = next(NUMBERS)
    name = name or f"Newcomer {number}"
    return person(name, account(name, f"newcomer-{number}@portal.example"))


def stated(seat: Seat, somebody: Person | None = None, starts: date = date(2023, 1, 1), **fields) -> Appointment:
    """What a source says: nobody has confirmed it and it gives no access (DIR-15)."""
    fields.setdefault("source", source())
    return Appointment.objects.create(
        seat=seat, person=somebody or person(), starts=starts, status=AppointmentStatus.STATED, **fields
    )


def source() -> Source:
    """A document that facts were taken from."""
    return Source.objects.get_or_create(
        key="list", defaults={"title": "A list of directors", "as_of": date(2023, 6, 1)}
    )[0]


def proposed(seat: Seat, somebody: Person | None = None, *, by: User, starts: date | None = None, **details):
    """An appointment that waits for a second person: for seats that need one, or where a director proposes."""
    appointment = workflow.appoint(seat, by=by, person=somebody or newcomer(), starts=starts or today(), **details)
    assert appointment.status == AppointmentStatus.PROPOSED, "This one needs no second person."
    return appointment


def confirmed(
    seat: Seat, somebody: Person | None = None, *, by: User, second: User, starts: date | None = None, **details
) -> Appointment:
    """An appointment that gives access: `by` appoints; where a second person is needed, `second` confirms."""
    appointment = workflow.appoint(seat, by=by, person=somebody or newcomer(), starts=starts or today(), **details)
    if appointment.status == AppointmentStatus.PROPOSED:
        workflow.confirm_appointment(appointment, by=second)
    return appointment


def refused(seat: Seat, somebody: Person | None = None, *, by: User, second: User, **details) -> Appointment:
    """A proposal that the second person didn't confirm."""
    return workflow.refuse_appointment(proposed(seat, somebody, by=by, **details), by=second, reason="Not agreed.")


def withdrawn(seat: Seat, somebody: Person | None = None, *, by: User, **details) -> Appointment:
    """A proposal that its author took back."""
    return workflow.withdraw_proposal(proposed(seat, somebody, by=by, **details), by=by)


def vouched(seat: Seat, somebody: Person | None = None, *, by: User, **fields) -> Appointment:
    """A stated appointment that one person has vouched for; where the seat opens access it waits for a second."""
    return workflow.vouch_for(stated(seat, somebody, **fields), by=by)


def memorandum_draft(region: Region, *, by: User, starts: date | None = None, **details) -> Memorandum:
    """The next version of a region's memorandum, not yet in force."""
    title = f"{region} memorandum of understanding"
    return workflow.draft_memorandum(region, by=by, title=title, starts=starts or today(), **details)


def memorandum_in_force(region: Region, *, by: User, **details) -> Memorandum:
    """The next version, in force; an earlier one has ended."""
    return workflow.bring_into_force(memorandum_draft(region, by=by, **details), by=by)


def signature(party: Party, *, by: User, signed_on: date | None = None, schedules=None, **details) -> Signature:
    """The signature of a party to the version in force, for all of its schedules unless some are named."""
    return workflow.record_signature(
        party,
        by=by,
        signatory=f"Chief executive, {party}",
        office="Chief executive",
        signed_on=signed_on or today(),
        schedules=list(Schedule.values) if schedules is None else schedules,
        **details,
    )


def demonstration() -> Region:
    """The demonstration's region with one authority, its director's seat and a seat in its team."""
    region = Region.objects.create(slug="demonstration", name="Demonstration", is_demonstration=True)
    authority = Authority.objects.create(
        slug="northtown", name="Northtown", official_name="Northtown Council", kind="unitary", region=region
    )
    Trust.objects.create(slug="northtown-trust", name="Northtown Children's Trust", is_demonstration=True)
    Seat.objects.create(authority=authority, role=Role.DCS, in_demonstration=True)
    Seat.objects.create(region=region, role=Role.REGIONAL_TEAM, in_demonstration=True)
    return region


def demonstrator(name: str = "Demonstration director") -> Person:
    """Somebody of the demonstration, with an account of which no second factor is asked."""
    number = next(NUMBERS)
    user = account(name, f"demonstrator-{number}@demo.example", is_demo=True)
    return person(name, user, is_demonstration=True)


def task_left(appointment: Appointment, *, by: User, somebody: Person | None = None, task: str = Task.CONFIRM_FACTS):
    """A task of a seat that its holder leaves to somebody for ten days."""
    starts, somebody = today(), somebody or newcomer()
    ends = starts + timedelta(days=10)
    return workflow.delegate_task(appointment, by=by, delegate=somebody, task=task, starts=starts, ends=ends)


def interest(somebody: Person, authority: Authority, by: User, starts: date | None = None, **fields) -> Interest:
    """What somebody declared, a year ago unless another day is given."""
    fields.setdefault("kind", InterestKind.FAMILY)
    starts = starts or today() - timedelta(days=365)
    return workflow.declare_interest(somebody, by=by, authority=authority, starts=starts, **fields)


def waiver(somebody: Person, authority: Authority, by: User, days: int = 30) -> Waiver:
    """That a conflict is accepted from today on."""
    ends = today() + timedelta(days=days)
    return workflow.waive_conflict(
        somebody, by=by, authority=authority, starts=today(), ends=ends, why="Nobody else is free."
    )


def information_request(region: Region, by: User, authority: Authority | None = None, reference: str = "FOI 1"):
    """One that came today."""
    return workflow.register_information_request(
        region,
        by=by,
        reference=reference,
        about="The minutes of the last meeting",
        received_on=today(),
        authority=authority,
    )


def sheet(*lines: str, name: str = "people.csv") -> Sheet:
    """A file as it was read: the lines of a CSV file, or one that puts somebody new in a seat of Aldermoor."""
    default = ("name,email,place,role,seat_number,from", "Ines Neu,ines@x.example,aldermoor,named-reader,2,2026-01-01")
    return read(name, "\n".join(lines or default).encode())


def previewed(region: Region | None, *, by: User, lines: tuple[str, ...] = ()) -> DirectoryImport:
    """An uploaded file that waits to be confirmed."""
    if region:
        return workflow.preview_import(region, by=by, sheet=sheet(*lines))
    return workflow.preview_import_across(by, by=by, sheet=sheet(*lines))
